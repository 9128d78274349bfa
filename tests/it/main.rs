//! One integration binary: what only shows when rooms work together. `tests/run` starts what they need.

mod binary;
mod browser;
mod canary;
mod databases;
mod engine_walks;
mod faults;
mod harness;
mod mood;
mod people;
mod pictures;
mod provider;
mod replicas;
mod rooms;
mod runtime;
mod script;
mod store;
mod transcripts;
mod webhook;
mod windows;
mod world;
