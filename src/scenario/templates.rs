//! Scenarios to begin with, inside the program: an installed one has no folder of scenarios beside it.

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
    /// Returns the text of the file.
    pub fn text(self) -> String {
        let text = match self {
            Self::Kazakhstan => include_str!("../../scenarios/kazakhstan-2022.json"),
            Self::Airlift => include_str!("../../scenarios/templates/airlift.json"),
            Self::Road => include_str!("../../scenarios/templates/road.json"),
            Self::Rail => include_str!("../../scenarios/templates/rail.json"),
            Self::Mixed => include_str!("../../scenarios/templates/mixed.json"),
        };
        // The schema stands beside the file once `forceflow schema` has written it there.
        text.replacen("\"../scenario.schema.json\"", "\"scenario.schema.json\"", 1)
    }
}
