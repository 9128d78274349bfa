//! A mailbox in memory, in the place of all others: who tries Sapa out, or tests it, reads the mails there.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use futures_util::future::BoxFuture;

use crate::domain::ids::MailId;
use crate::runtime::ports::{Letter, MailError, Mailer};

/// Older mails go.
const MOST: usize = 50;

/// Every mail that was handed over, the oldest first.
#[derive(Clone, Default)]
pub struct Kept(Arc<Mutex<VecDeque<Letter>>>);

impl Kept {
    /// What is there now.
    #[must_use]
    pub fn letters(&self) -> Vec<Letter> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }

    /// What is there now, and then no more.
    #[must_use]
    pub fn take(&self) -> Vec<Letter> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).drain(..).collect()
    }
}

impl Mailer for Kept {
    fn send<'a>(&'a self, _id: &'a MailId, letter: &'a Letter) -> BoxFuture<'a, Result<(), MailError>> {
        let mut letters = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        letters.push_back(letter.clone());
        while letters.len() > MOST {
            letters.pop_front();
        }
        Box::pin(std::future::ready(Ok(())))
    }
}
