//! The closures of a run as a figure shows them: those that came, held or read again from where they lie.

use std::io;

use crate::chart::{Numbers, Source};
use crate::experiment::series::Series;

/// The closures of the replications that closed, of which there are `count` [h].
pub(super) fn closed(closures_h: &Series<f64>, count: usize) -> Numbers {
    match closures_h.held() {
        Some(held) => held.iter().copied().filter(|h| h.is_finite()).collect::<Vec<f64>>().into(),
        None => Numbers::read_from(Closed { closures_h: closures_h.clone(), count }),
    }
}

#[derive(Debug)]
struct Closed {
    closures_h: Series<f64>,
    count: usize,
}

impl Source for Closed {
    fn count(&self) -> usize {
        self.count
    }

    fn in_order(&self) -> Box<dyn Iterator<Item = f64> + '_> {
        Box::new(self.closures_h.in_order().filter(|h| h.is_finite()))
    }

    fn ascending(&self) -> Box<dyn Iterator<Item = f64> + '_> {
        Box::new(self.closures_h.ascending().filter(|h| h.is_finite()))
    }

    fn whole(&self) -> io::Result<()> {
        Ok(self.closures_h.whole()?)
    }
}
