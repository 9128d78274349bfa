//! The gate between two effects of one process. Whoever comes to it waits until the scheduler lets it through;
//! a process dies at the gate that was chosen for it, and what it had not written is gone.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use futures_util::future::BoxFuture;

use crate::store::{AtCommit, Planted, Seam, Watch};

/// One task of the process.
pub(super) type TaskId = u32;
type Ticket = u64;

#[derive(Default)]
struct State {
    tickets: Ticket,
    parked: Vec<(Ticket, TaskId)>,
    open: Option<Ticket>,
    /// Who is being polled.
    task: TaskId,
    /// Calls of the database that are under way.
    busy: usize,
    dead: bool,
    /// Gates until death; none: it lives.
    left: Option<u32>,
    /// Transactions that were committed.
    commits: u64,
    /// Commits that will go wrong, counted from the first of this life.
    troubles: Vec<(u64, AtCommit)>,
    /// Commits that were asked for.
    asked: u64,
    /// Commits that went wrong.
    troubled: u64,
    planted: Option<Planted>,
    #[cfg(any(debug_assertions, feature = "planted-faults"))]
    later: Vec<BoxFuture<'static, ()>>,
}

/// The gate of one life of one process.
#[derive(Clone, Default)]
pub(super) struct Gate(Arc<Mutex<State>>);

impl Gate {
    /// `left`: the process dies at this gate, counted from 1.
    pub(super) fn new(left: Option<u32>) -> Gate {
        let gate = Gate::default();
        gate.lock().left = left;
        gate
    }

    pub(super) fn plant(&self, fault: Option<Planted>) {
        self.lock().planted = fault;
    }

    /// These commits will go wrong, counted from now.
    pub(super) fn trouble(&self, troubles: Vec<(u64, AtCommit)>) {
        self.lock().troubles = troubles;
    }

    /// How many commits went wrong since the last question.
    pub(super) fn take_troubled(&self) -> u64 {
        std::mem::take(&mut self.lock().troubled)
    }

    /// What a planted fault put off.
    #[cfg(any(debug_assertions, feature = "planted-faults"))]
    pub(super) fn take_put_off(&self) -> Vec<BoxFuture<'static, ()>> {
        std::mem::take(&mut self.lock().later)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for one's turn; for ever in a process that died.
    pub(super) fn cross(&self) -> Crossing {
        Crossing { gate: self.clone(), ticket: None }
    }

    /// Whether this task stands at the gate; one that is under way and does not waits for another task, or for
    /// the end of a pause.
    pub(super) fn is_parked(&self, id: TaskId) -> bool {
        self.lock().parked.iter().any(|(_, of)| *of == id)
    }

    pub(super) fn is_dead(&self) -> bool {
        self.lock().dead
    }

    pub(super) fn commits(&self) -> u64 {
        self.lock().commits
    }

    /// Polls a task until it comes to a gate, has to wait or ends. The first place in the gate's queue that is this task's is
    /// opened for it before.
    pub(super) async fn run<T>(
        &self,
        id: TaskId,
        task: &mut Pin<Box<dyn Future<Output = T> + Send>>,
    ) -> Option<T> {
        {
            let mut state = self.lock();
            state.open = state.parked.iter().find(|(_, of)| *of == id).map(|(ticket, _)| *ticket);
        }
        std::future::poll_fn(|cx| {
            self.lock().task = id;
            match task.as_mut().poll(cx) {
                Poll::Ready(done) => Poll::Ready(Some(done)),
                // While the database works, the wake comes from there.
                Poll::Pending if self.lock().busy > 0 => Poll::Pending,
                Poll::Pending => Poll::Ready(None),
            }
        })
        .await
    }
}

impl State {
    /// One more gate is reached. True: it is the last.
    fn last(&mut self) -> bool {
        if let Some(left) = &mut self.left {
            *left = left.saturating_sub(1);
            self.dead |= *left == 0;
        }
        self.dead
    }
}

impl Watch for Gate {
    fn pass(&self, seam: Seam) -> BoxFuture<'static, ()> {
        if seam == Seam::Committed {
            self.lock().commits += 1;
        }
        Box::pin(self.cross())
    }

    fn at_commit(&self) -> AtCommit {
        let mut state = self.lock();
        if state.last() {
            return AtCommit::Falls;
        }
        state.asked += 1;
        let asked = state.asked;
        let fate = state.troubles.iter().find(|(nth, _)| *nth == asked).map(|(_, fate)| *fate);
        let fate = fate.unwrap_or(AtCommit::Goes);
        state.troubled += u64::from(fate != AtCommit::Goes);
        // There is no gate behind it that would count it.
        state.commits += u64::from(fate == AtCommit::IsUnheard);
        fate
    }

    fn busy(&self) {
        self.lock().busy += 1;
    }

    fn free(&self) {
        self.lock().busy -= 1;
    }

    fn planted(&self) -> Option<Planted> {
        self.lock().planted
    }

    #[cfg(any(debug_assertions, feature = "planted-faults"))]
    fn put_off(&self, work: BoxFuture<'static, ()>) {
        self.lock().later.push(work);
    }
}

/// One who stands at the gate.
pub(super) struct Crossing {
    gate: Gate,
    ticket: Option<Ticket>,
}

impl Future for Crossing {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, _cx: &mut Context<'_>) -> Poll<()> {
        let gate = self.gate.clone();
        let mut state = gate.lock();
        match self.ticket {
            None => {
                if state.last() {
                    return Poll::Pending;
                }
                state.tickets += 1;
                let place = (state.tickets, state.task);
                state.parked.push(place);
                self.ticket = Some(place.0);
                Poll::Pending
            }
            Some(ticket) if state.open == Some(ticket) && !state.dead => {
                state.open = None;
                state.parked.retain(|(parked, _)| *parked != ticket);
                Poll::Ready(())
            }
            Some(_) => Poll::Pending,
        }
    }
}

impl Drop for Crossing {
    fn drop(&mut self) {
        if let Some(ticket) = self.ticket {
            self.gate.lock().parked.retain(|(parked, _)| *parked != ticket);
        }
    }
}
