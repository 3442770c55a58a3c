//! Maps and sets of long texts: hashed fast, with a seed of each run, so that no study can aim at collisions.

use foldhash::fast::RandomState;

/// A map.
pub type HashMap<K, V> = std::collections::HashMap<K, V, RandomState>;

/// A set.
pub type HashSet<T> = std::collections::HashSet<T, RandomState>;
