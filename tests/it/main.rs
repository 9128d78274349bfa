//! One integration binary: what only shows when rooms work together. `tests/run` starts what they need.

mod binary;
mod browser;
mod canary;
mod databases;
mod engine_walks;
mod everything;
mod faults;
mod harness;
mod mischief;
mod mood;
mod people;
mod pictures;
mod provider;
mod replicas;
mod rooms;
mod rounds;
mod runtime;
mod schemas;
mod script;
mod store;
mod tone;
mod transcripts;
mod upgrades;
mod webhook;
mod windows;
mod world;
