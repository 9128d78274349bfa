//! What can go wrong, by name.

use std::fmt;

/// A kind of trouble that a story may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// The platform delivers again what was acknowledged, up to seven days later.
    Duplicates,
    /// Deliveries are late.
    Delays,
    /// Deliveries overtake each other.
    Reordering,
    /// A process dies between two effects and is started again.
    Crashes,
    /// A commit is refused, or its answer is lost.
    Database,
    /// What a citizen sent breaks whoever reads it.
    Poison,
    /// A worker stands still until its leases have run out.
    Stalls,
    /// The platform refuses, with each verdict.
    Refusals,
    /// The platform's answer is lost: taken or not, nobody knows.
    Hangs,
    /// Files come late or never.
    Files,
    /// A new version of the conversation starts in the middle.
    Publish,
    /// The clock jumps forward.
    Jumps,
    /// Officers take over while the bot speaks, and move cases.
    Officers,
}

impl Fault {
    pub const ALL: [Fault; 13] = [
        Fault::Duplicates,
        Fault::Delays,
        Fault::Reordering,
        Fault::Crashes,
        Fault::Database,
        Fault::Poison,
        Fault::Stalls,
        Fault::Refusals,
        Fault::Hangs,
        Fault::Files,
        Fault::Publish,
        Fault::Jumps,
        Fault::Officers,
    ];

    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Fault::Duplicates => "duplicates",
            Fault::Delays => "delays",
            Fault::Reordering => "reordering",
            Fault::Crashes => "crashes",
            Fault::Database => "database",
            Fault::Poison => "poison",
            Fault::Stalls => "stalls",
            Fault::Refusals => "refusals",
            Fault::Hangs => "hangs",
            Fault::Files => "files",
            Fault::Publish => "publish",
            Fault::Jumps => "jumps",
            Fault::Officers => "officers",
        }
    }

    /// All names, for help and messages.
    #[must_use]
    pub fn names() -> String {
        Fault::ALL.map(Fault::as_str).join(",")
    }
}

/// The kinds of trouble that stories may hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Faults(Vec<Fault>);

impl Faults {
    #[must_use]
    pub fn all() -> Faults {
        Faults(Fault::ALL.to_vec())
    }

    /// From a comma-separated list; `none` is an empty one.
    ///
    /// # Errors
    /// The first word that names no fault, and those that do.
    pub fn parse(list: &str) -> Result<Faults, String> {
        if list == "none" {
            return Ok(Faults(Vec::new()));
        }
        let mut faults = Vec::new();
        for word in list.split(',').map(str::trim).filter(|w| !w.is_empty()) {
            let named = Fault::ALL.into_iter().find(|f| f.as_str() == word);
            faults.push(named.ok_or_else(|| format!("{word:?} is no fault; faults are {}", Fault::names()))?);
        }
        faults.sort_unstable();
        faults.dedup();
        Ok(Faults(faults))
    }

    #[must_use]
    pub fn has(&self, fault: Fault) -> bool {
        self.0.contains(&fault)
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("none");
        }
        f.write_str(&self.0.iter().map(|fault| fault.as_str()).collect::<Vec<_>>().join(","))
    }
}
