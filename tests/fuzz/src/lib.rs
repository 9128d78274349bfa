//! The counters that LLVM's SanitizerCoverage puts into an instrumented program (LLVM documentation,
//! "SanitizerCoverage", inline 8-bit counters): one byte per edge, counting how often it was taken. The stable
//! compiler inserts them with `-C passes=sancov-module`; without them [`edges`] is 0 and nothing is ever new.

use std::sync::atomic::{AtomicPtr, AtomicUsize, Ordering};

static START: AtomicPtr<u8> = AtomicPtr::new(std::ptr::null_mut());
static LENGTH: AtomicUsize = AtomicUsize::new(0);

/// Called once by the instrumented part before `main`, with the ends of its counters.
///
/// # Safety
/// The instrumentation's own call: `start..stop` is one static array of bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn __sanitizer_cov_8bit_counters_init(start: *mut u8, stop: *mut u8) {
    START.store(start, Ordering::SeqCst);
    LENGTH.store((stop as usize).saturating_sub(start as usize), Ordering::SeqCst);
}

/// How many edges are counted; 0 in a program that was not instrumented.
#[must_use]
pub fn edges() -> usize {
    LENGTH.load(Ordering::SeqCst)
}

fn counter(edge: usize) -> *mut u8 {
    // SAFETY: callers stay below `edges()`, the length of the array that `START` begins.
    unsafe { START.load(Ordering::SeqCst).add(edge) }
}

/// Forgets what was reached.
pub fn reset() {
    for edge in 0..edges() {
        // SAFETY: see `counter`; volatile because the instrumented code writes it behind the compiler's back.
        unsafe { counter(edge).write_volatile(0) };
    }
}

/// What has been reached by all runs so far, each edge with the magnitude of its count.
#[derive(Debug, Default)]
pub struct Reached(Vec<u8>);

impl Reached {
    /// Adds what was reached since the last [`reset`]. How many edges or magnitudes are new.
    pub fn add(&mut self) -> usize {
        self.0.resize(edges(), 0);
        let mut new = 0;
        for (edge, seen) in self.0.iter_mut().enumerate() {
            // SAFETY: see `counter`.
            let count = unsafe { counter(edge).read_volatile() };
            let magnitude = match count {
                0 => 0,
                1 => 1,
                2..=3 => 2,
                4..=7 => 4,
                8..=31 => 8,
                32..=127 => 16,
                128.. => 32,
            };
            if magnitude & !*seen != 0 {
                *seen |= magnitude;
                new += 1;
            }
        }
        new
    }

    /// How many edges were reached at all.
    #[must_use]
    pub fn edges(&self) -> usize {
        self.0.iter().filter(|seen| **seen != 0).count()
    }
}
