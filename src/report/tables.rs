//! The figures and tables of a run as JSON and CSV: the same bytes for the same scenario, seed and version, with or
//! without a disk.

use std::borrow::Borrow;

use super::content::{Content, Files};
use super::csv;
use super::json::to_json;
use crate::experiment::{Results, Summary};
use crate::model::{ShownRun, World};

/// Gives `result.json`, `replications.csv`, `arrivals.csv` and `timeline.csv` by name.
///
/// The tables are made when they are written ([`Content::write_to`]) and never held whole. `timeline.csv` shows `shown`, a
/// replication of `shown_world`; that is another world than `world` when ranges of assumptions are drawn.
pub fn tables<'a>(
    (world, summary, results): (&'a World, &'a Summary, &Results),
    (shown_world, shown): (&'a World, impl Borrow<ShownRun> + 'a),
) -> Files<'a> {
    let mut files = Files::new();
    files.insert("result.json".to_owned(), to_json(results).into());
    let replications = Content::streamed(|out| csv::replications(world, summary, out));
    files.insert("replications.csv".to_owned(), replications);
    files.insert("arrivals.csv".to_owned(), Content::streamed(|out| csv::arrivals(world, summary, out)));
    let timeline = Content::streamed(move |out| csv::timeline(shown_world, shown.borrow(), out));
    files.insert("timeline.csv".to_owned(), timeline);
    files
}
