//! The counters that LLVM's SanitizerCoverage puts into an instrumented program (LLVM documentation,
//! "SanitizerCoverage", inline 8-bit counters): one byte per edge, counting how often it was taken. The stable
//! compiler inserts them with `-C passes=sancov-module`; without them [`edges`] is 0 and nothing is ever new.

use std::sync::atomic::{AtomicPtr, AtomicUsize, Ordering, compiler_fence};

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

/// Most of the program is not reached by a run: its counters are passed over so many at a time.
const STRIDE: usize = 8;

/// Forgets what was reached.
pub fn reset() {
    let start = START.load(Ordering::SeqCst);
    if !start.is_null() {
        // SAFETY: `start` and `LENGTH` are the bounds of one array, and the only run under way is the caller's.
        unsafe { std::ptr::write_bytes(start, 0, edges()) };
    }
    // The instrumented code reads and writes the counters behind the compiler's back.
    compiler_fence(Ordering::SeqCst);
}

/// The counters as they stand.
fn counters() -> &'static [u8] {
    compiler_fence(Ordering::SeqCst);
    let start = START.load(Ordering::SeqCst);
    if start.is_null() {
        return &[];
    }
    // SAFETY: as in `reset`; nobody counts while the slice is read, for this crate is not instrumented.
    unsafe { std::slice::from_raw_parts(start, edges()) }
}

/// What has been reached by all runs so far, each edge with the magnitude of its count.
#[derive(Debug, Default)]
pub struct Reached(Vec<u8>);

impl Reached {
    /// Adds what was reached since the last [`reset`]. How many edges or magnitudes are new.
    pub fn add(&mut self) -> usize {
        self.0.resize(edges(), 0);
        let mut new = 0;
        for (counts, seen) in counters().chunks(STRIDE).zip(self.0.chunks_mut(STRIDE)) {
            if counts.iter().all(|count| *count == 0) {
                continue;
            }
            for (count, seen) in counts.iter().zip(seen) {
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
        }
        new
    }

    /// How many edges were reached at all.
    #[must_use]
    pub fn edges(&self) -> usize {
        self.0.iter().filter(|seen| **seen != 0).count()
    }
}
