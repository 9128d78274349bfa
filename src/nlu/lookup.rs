//! Lists of words that are asked dozens of times with every message. A word is found by its hash, and a list is walked
//! in the order in which it was filled, the same in every run; in a tree each search compared a dozen words that lie far
//! apart in memory.

use indexmap::{IndexMap, IndexSet};
use rustc_hash::FxBuildHasher;

pub(super) type Lookup<K, V> = IndexMap<K, V, FxBuildHasher>;
pub(super) type WordMap<V> = Lookup<String, V>;
pub(super) type WordSet = IndexSet<String, FxBuildHasher>;
