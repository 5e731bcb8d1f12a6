//! What every figure has beside its data: name, title, what it measures, and where its numbers come from.

use serde::{Deserialize, Serialize};

use super::number;

/// Name, words and origin of a figure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Meta {
    /// Name of the files, without the ending.
    pub id: String,
    /// Title: which variable the figure shows, as `People in place`.
    pub title: String,
    /// What is measured, with its unit, as `Mean closure [h]`; stands below the title. May be empty.
    pub measure: String,
    /// Where the numbers come from.
    pub provenance: Provenance,
}

impl Meta {
    /// A figure's name, title, measure and origin.
    pub fn new(
        id: &str,
        title: impl Into<String>,
        measure: impl Into<String>,
        provenance: Provenance,
    ) -> Self {
        Self { id: id.to_owned(), title: title.into(), measure: measure.into(), provenance }
    }
}

/// Where the numbers of a figure come from; printed small below it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Provenance {
    /// Title of the scenario.
    pub scenario: String,
    /// Replications behind the figure; 0 where nothing was simulated.
    pub replications: u64,
    /// Seed of the run.
    pub seed: u64,
    /// Level of the intervals in the figure, as 0.95; `None` when it shows none.
    pub level: Option<f64>,
    /// Anything else a reader must know, as `ranges of assumptions drawn once per replication`; may be empty.
    pub note: String,
}

impl Provenance {
    /// The footer in words.
    pub fn line(&self) -> String {
        let mut parts = vec![self.scenario.clone()];
        if self.replications > 0 {
            let plural = if self.replications == 1 { "" } else { "s" };
            parts.push(format!("{} replication{plural}", self.count()));
            parts.push(format!("seed {}", self.seed));
        }
        parts.extend(self.level.map(|level| format!("{} intervals", number::percent(level))));
        parts.extend((!self.note.is_empty()).then(|| self.note.clone()));
        parts.join(" · ")
    }

    /// The number of replications as it is written: `1,000`.
    pub(crate) fn count(&self) -> String {
        number::grouped(self.replications as f64, 0)
    }
}

/// What a report says of a figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Texts {
    /// What stands below it: what is drawn, with replications, seed and level.
    pub caption: String,
    /// What a reader who cannot see it needs to know: kind, axes, message.
    pub alt: String,
}
