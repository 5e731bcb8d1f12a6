//! Results for other programs: the tables described, the map for GIS, the timeline for a trace viewer, and who is to be
//! cited.

mod citation;
mod credits;
mod geojson;
mod lanes;
mod line;
mod package;
pub(super) mod ro_crate;
mod trace;

use super::content::Files;
use super::kind::Kind;
use crate::scenario::Loaded;
use credits::Credits;
pub(super) use geojson::geojson;
pub use package::Resource;
pub(super) use trace::trace;

/// What a folder of results is about.
#[derive(Debug, Clone)]
pub(super) struct About<'a> {
    /// The command by its name.
    pub(super) kind: Kind,
    /// What it is about: the title of a scenario, mostly.
    pub(super) title: &'a str,
    /// The seed.
    pub(super) seed: u64,
    /// Replications of each scenario or point.
    pub(super) replications: u32,
    /// The scenarios, each with the name that it goes by where it has one.
    pub(super) scenarios: Vec<(Option<&'a str>, &'a Loaded)>,
}

impl About<'_> {
    fn credits(&self) -> Credits {
        let scenarios = self.scenarios.iter().map(|(_, loaded)| &loaded.scenario);
        Credits::of(scenarios.map(|scenario| (scenario.authors.as_slice(), scenario.licence.as_deref())))
    }

    /// What was run, in a sentence.
    fn sentence(&self) -> String {
        format!("{}.", in_words(self.kind, env!("CARGO_PKG_VERSION"), self.replications, self.seed))
    }
}

/// What results are of, as a sentence without its end.
fn in_words(kind: Kind, version: &str, replications: u32, seed: u64) -> String {
    let s = if replications == 1 { "" } else { "s" };
    format!("Results of forceflow {} {version}: {replications} replication{s}, seed {seed}", kind.name())
}

/// `datapackage.json`, which describes these tables, and `CITATION.cff`. A folder without tables has no package.
pub(super) fn described(about: &About<'_>, tables: Vec<Resource>) -> Files<'static> {
    let mut files = Files::from([("CITATION.cff".to_owned(), citation::citation(about).into())]);
    if !tables.is_empty() {
        files.insert("datapackage.json".to_owned(), package::package(about, tables).into());
    }
    files
}
