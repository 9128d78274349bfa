//! What the stories reached: a simulation that never comes to the hard places proves nothing.

use std::fmt;
use std::ops::AddAssign;

/// Counts of one story, or of many.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figures {
    pub steps: u64,
    pub commits: u64,
    pub crashes: u64,
    pub stalls: u64,
    pub troubles: u64,
    pub poisoned: u64,
    pub rounds: u64,
    pub arrivals: u64,
    pub redelivered: u64,
    pub turns: u64,
    pub bubbles: u64,
    pub said_twice: u64,
    pub mishaps: u64,
    pub windows_closed: u64,
    pub templates: u64,
    pub files: u64,
    pub dossiers: u64,
    pub cases_moved: u64,
    pub takeovers: u64,
    pub timers: u64,
    pub published: u64,
}

impl AddAssign<&Figures> for Figures {
    fn add_assign(&mut self, other: &Figures) {
        self.steps += other.steps;
        self.commits += other.commits;
        self.crashes += other.crashes;
        self.stalls += other.stalls;
        self.troubles += other.troubles;
        self.poisoned += other.poisoned;
        self.rounds += other.rounds;
        self.arrivals += other.arrivals;
        self.redelivered += other.redelivered;
        self.turns += other.turns;
        self.bubbles += other.bubbles;
        self.said_twice += other.said_twice;
        self.mishaps += other.mishaps;
        self.windows_closed += other.windows_closed;
        self.templates += other.templates;
        self.files += other.files;
        self.dossiers += other.dossiers;
        self.cases_moved += other.cases_moved;
        self.takeovers += other.takeovers;
        self.timers += other.timers;
        self.published += other.published;
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Figures { steps, commits, troubles, crashes, stalls, rounds, .. } = self;
        writeln!(
            f,
            "{steps} steps, {rounds} rounds, {commits} commits ({troubles} refused or unheard), {crashes} crashes, {stalls} stalls"
        )?;
        let Figures { arrivals, redelivered, poisoned, turns, bubbles, .. } = self;
        let Figures { said_twice, mishaps, windows_closed, templates, files, dossiers, .. } = self;
        writeln!(
            f,
            "{arrivals} deliveries ({redelivered} again), {turns} events served, {poisoned} set aside, {bubbles} bubbles read ({said_twice} twice after a lost answer), {mishaps} refusals and lost answers, {windows_closed} windows closed, {templates} templates"
        )?;
        let Figures { cases_moved, takeovers, timers, published, .. } = self;
        write!(
            f,
            "{files} files, {dossiers} dossiers filed, {cases_moved} cases moved, {takeovers} takeovers, {timers} timers fired, {published} versions published"
        )
    }
}
