//! Scenarios to begin with, inside the program: an installed one has no folder of scenarios beside it.

use super::load::{Texts, load_among};
use super::written::written;

/// A scenario to begin with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Template {
    /// The base case, complete with its sources.
    Kazakhstan,
    /// An air bridge between two airfields.
    Airlift,
    /// Columns on the road.
    Road,
    /// Trains on one line.
    Rail,
    /// Air, rail and road to one place.
    Mixed,
}

impl Template {
    /// Returns the text of the file. It stands alone: what the template includes is written out.
    pub fn text(self) -> String {
        let text = match self {
            Self::Kazakhstan => include_str!("../../scenarios/kazakhstan-2022.json"),
            Self::Airlift => include_str!("../../scenarios/templates/airlift.json"),
            Self::Road => include_str!("../../scenarios/templates/road.json"),
            Self::Rail => include_str!("../../scenarios/templates/rail.json"),
            Self::Mixed => include_str!("../../scenarios/templates/mixed.json"),
        };
        let text = if text.contains("\"include\"") { written_out(text) } else { text.to_owned() };
        // The schema stands beside the file once `forceflow schema` has written it there.
        text.replacen("\"../scenario.schema.json\"", "\"scenario.schema.json\"", 1)
    }
}

/// Returns the text of the base of an assignment: a lesson of the course with a deadline that it mostly misses. It stands alone.
pub fn assignment_base() -> String {
    let text = include_str!("../../scenarios/course/3-variability.json");
    [
        ("\"../scenario.schema.json\"", "\"scenario.schema.json\""),
        ("Course 3: the same averages, with and without spread", "An air bridge that comes too late"),
        (
            " Loading and unloading vary around the averages of the first scenarios.",
            " Loading and unloading vary.",
        ),
        ("\"deadline_h\": 48", "\"deadline_h\": 36"),
    ]
    .into_iter()
    .fold(text.to_owned(), |text, (from, to)| text.replacen(from, to, 1))
}

/// A scenario with all that it uses of its libraries. Those of a template are inside the program, so that it loads.
fn written_out(text: &str) -> String {
    match load_among("template.json", text, &Texts::new(), &[]) {
        Ok(loaded) => written(&loaded.root.to_json()),
        Err(_) => text.to_owned(),
    }
}
