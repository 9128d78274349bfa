//! Duties: what one process at a time may do, such as asking Telegram for updates. A lease with a fencing number:
//! who lost it knows by the number, and every holder renews it long before it ends.

use super::db::{all, exec};
use super::{StoreError, Work};
use crate::domain::Millis;

/// The right to do it until the lease ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duty {
    pub name: &'static str,
    pub fence: i64,
}

impl Work {
    /// Takes the duty when it is free. None: another process has it.
    pub async fn take_duty(
        &mut self,
        name: &'static str,
        now: Millis,
        lease_until: Millis,
    ) -> Result<Option<Duty>, StoreError> {
        let fences: Vec<i64> = all!(
            &mut self.tx,
            "INSERT INTO duties (name, holder, fence, lease_until) VALUES ($1, $2, 1, $4)
             ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, fence = duties.fence + 1, lease_until = excluded.lease_until
             WHERE duties.lease_until < $3 RETURNING fence",
            [name, self.replica, now, lease_until],
            |row| row.try_get(0)?
        );
        Ok(fences.first().map(|fence| Duty { name, fence: *fence }))
    }

    /// Keeps the duty a while longer.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when another process has it: stop.
    pub async fn keep_duty(&mut self, duty: &Duty, lease_until: Millis) -> Result<(), StoreError> {
        let rows = exec!(
            &mut self.tx,
            "UPDATE duties SET lease_until = $3 WHERE name = $1 AND fence = $2 AND lease_until > 0",
            duty.name,
            duty.fence,
            lease_until
        )?;
        if rows == 1 { Ok(()) } else { Err(StoreError::Conflict) }
    }

    /// Gives the duty back, unless another process has it by now.
    pub async fn leave_duty(&mut self, duty: &Duty) -> Result<(), StoreError> {
        exec!(
            &mut self.tx,
            "UPDATE duties SET lease_until = 0 WHERE name = $1 AND fence = $2",
            duty.name,
            duty.fence
        )?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::store::testing::test_stores;

    #[tokio::test]
    async fn one_process_at_a_time_has_a_duty_and_who_lost_it_cannot_keep_it() {
        for (store, _guard) in test_stores().await {
            let mut work = store.begin().await.unwrap();
            let first = work.take_duty("poll", 100, 200).await.unwrap().unwrap();
            assert_eq!(work.take_duty("poll", 150, 250).await.unwrap(), None);
            work.keep_duty(&first, 300).await.unwrap();
            assert_eq!(work.take_duty("poll", 250, 350).await.unwrap(), None);
            let second = work.take_duty("poll", 301, 400).await.unwrap().unwrap();
            assert!(second.fence > first.fence);
            assert!(matches!(work.keep_duty(&first, 500).await, Err(StoreError::Conflict)));
            work.leave_duty(&first).await.unwrap();
            assert_eq!(work.take_duty("poll", 302, 400).await.unwrap(), None, "the second still has it");
            work.leave_duty(&second).await.unwrap();
            assert!(work.take_duty("poll", 303, 400).await.unwrap().is_some());
        }
    }
}
