//! Keys, sealing and blind indexes.
//!
//! The vault holds the office's secret keys and does three things with them: it seals bytes so that only
//! this installation reads them again ([`Vault::seal`], [`Vault::seal_bytes`]), it makes blind indexes by
//! which a sealed value is found without being opened ([`Vault::index`]), and it signs short tokens
//! ([`Vault::mac`]). It is also the one home of secret randomness ([`random_bytes`], [`random_token`]).
//!
//! What may not happen here: knowing what is sealed, logging anything, keeping a plain value longer than
//! a call. Every call takes a `context` such as `"person/phone"`: it is bound into the result, so a value
//! copied from one column into another does not open.
//!
//! Keys live in one text file (its form is told in `keyfile.rs`). Losing it loses every sealed value; a backup
//! of the database without it is worthless by intention.

mod cipher;
mod keyfile;
mod keys;
mod seal;

pub use seal::{Vault, VaultError, random_bytes, random_token};
