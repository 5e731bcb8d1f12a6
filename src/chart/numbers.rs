//! Numbers that a figure shows: held, or read again where they lie, so that a figure of a hundred million of them fits into
//! memory.

use std::fmt::Debug;
use std::io;
use std::sync::{Arc, OnceLock};

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Error as _, Serialize, Serializer};

/// Numbers that lie elsewhere.
pub trait Source: Debug + Send + Sync {
    /// How many there are.
    fn count(&self) -> usize;

    /// All of them, in their order.
    fn in_order(&self) -> Box<dyn Iterator<Item = f64> + '_>;

    /// All of them, in ascending order.
    fn ascending(&self) -> Box<dyn Iterator<Item = f64> + '_>;

    /// Whether all that was given so far is whole.
    ///
    /// # Errors
    /// What could not be read.
    fn whole(&self) -> io::Result<()>;
}

/// Numbers of a figure, in any order.
#[derive(Debug, Clone)]
pub struct Numbers(Arc<dyn Source>);

impl Numbers {
    /// Numbers that are read when they are asked for.
    pub fn read_from(source: impl Source + 'static) -> Self {
        Self(Arc::new(source))
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.0.count()
    }

    /// All of them, in their order.
    pub fn in_order(&self) -> impl Iterator<Item = f64> + '_ {
        self.0.in_order()
    }

    /// All of them, in ascending order.
    pub fn ascending(&self) -> impl Iterator<Item = f64> + '_ {
        self.0.ascending()
    }

    /// Whether all that was given so far is whole.
    ///
    /// # Errors
    /// What could not be read.
    pub fn whole(&self) -> io::Result<()> {
        self.0.whole()
    }
}

impl From<Vec<f64>> for Numbers {
    fn from(numbers: Vec<f64>) -> Self {
        Self::read_from(Held { numbers, ascending: OnceLock::new() })
    }
}

impl PartialEq for Numbers {
    fn eq(&self, other: &Self) -> bool {
        self.in_order().eq(other.in_order())
    }
}

impl Serialize for Numbers {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let written = to.collect_seq(self.in_order())?;
        self.whole().map_err(S::Error::custom)?;
        Ok(written)
    }
}

impl<'de> Deserialize<'de> for Numbers {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Vec::deserialize(from).map(Self::from)
    }
}

/// Numbers in memory, sorted when somebody first asks.
#[derive(Debug)]
struct Held {
    numbers: Vec<f64>,
    ascending: OnceLock<Vec<f64>>,
}

impl Source for Held {
    fn count(&self) -> usize {
        self.numbers.len()
    }

    fn in_order(&self) -> Box<dyn Iterator<Item = f64> + '_> {
        Box::new(self.numbers.iter().copied())
    }

    fn ascending(&self) -> Box<dyn Iterator<Item = f64> + '_> {
        let sorted = self.ascending.get_or_init(|| {
            let mut sorted = self.numbers.clone();
            sorted.sort_unstable_by(f64::total_cmp);
            sorted
        });
        Box::new(sorted.iter().copied())
    }

    fn whole(&self) -> io::Result<()> {
        Ok(())
    }
}
