//! The files that are part of the program, by their place below the project's folder: `build.rs` finds them, a test
//! compares them with the folders.

pub(super) const FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/library.rs"));
