//! The scenarios inside the program: `forceflow run kazakhstan-2022` works in any folder.
//!
//! A path that is there wins. Any other name is looked up here: the path of a shipped file below `scenarios/` without its
//! ending (`course/1-one-queue`), or the last part of it (`1-one-queue`), which the first file in the list has.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::load::Texts;
use crate::diagnostic::similar;

/// A scenario inside the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shipped {
    /// Its file below `scenarios/`.
    pub file: &'static str,
    /// What the file holds.
    pub text: &'static str,
}

/// What a shipped scenario is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// An operation or a plan.
    Scenario,
    /// One of the scenarios with changes.
    Variant,
    /// An exercise of the course.
    Course,
    /// A scenario to begin with.
    Template,
    /// A model small enough to be worked out by hand.
    Check,
}

impl Group {
    /// All groups, in the order of the list.
    pub const ALL: [Self; 5] = [Self::Scenario, Self::Variant, Self::Course, Self::Template, Self::Check];

    /// Its name in the singular, as JSON has it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Scenario => "scenario",
            Self::Variant => "variant",
            Self::Course => "course",
            Self::Template => "template",
            Self::Check => "check",
        }
    }

    /// The folder of its files below `scenarios/`.
    fn folder(self) -> &'static str {
        match self {
            Self::Scenario => "",
            Self::Variant => "variants",
            Self::Course => "course",
            Self::Template => "templates",
            Self::Check => "checks",
        }
    }
}

impl Shipped {
    /// What it is for.
    pub fn group(self) -> Group {
        let folder = self.file.rsplit_once('/').map_or("", |(folder, _)| folder);
        Group::ALL.into_iter().find(|group| group.folder() == folder).unwrap_or(Group::Scenario)
    }

    /// The shortest name that it goes by.
    pub fn name(self) -> &'static str {
        let last = last_part(self.path());
        if named(last) == Some(self) { last } else { self.path() }
    }

    /// The title in its file.
    pub fn title(self) -> String {
        #[derive(Deserialize)]
        struct Titled {
            title: String,
        }
        serde_json::from_str::<Titled>(self.text).map(|it| it.title).unwrap_or_default()
    }

    /// The name of its file in messages and for the files that it is based on. No file of a user can have it.
    pub fn source(self) -> PathBuf {
        PathBuf::from(format!("{SCHEME}{}", self.file))
    }

    /// Its file without the ending.
    fn path(self) -> &'static str {
        self.file.strip_suffix(ENDING).unwrap_or(self.file)
    }
}

/// Stands for the folder `scenarios/` in the names of files inside the program.
const SCHEME: &str = "shipped:/";

const ENDING: &str = ".json";

/// The last part of a path without ending.
fn last_part(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// The shipped scenario that goes by a name; none where the program is built without its command line.
pub fn named(name: &str) -> Option<Shipped> {
    // Each is in the list once, and the search for a file comes first: `rail` is the template, and `checks/rail` the check.
    let known = offered();
    let whole = known.iter().find(|one| one.path() == name);
    whole.or_else(|| known.iter().find(|one| last_part(one.path()) == name)).copied()
}

/// The key of the scenario that goes by a name among texts, as [`named`] finds it inside the program.
pub(super) fn key_among<'a>(texts: &'a Texts, name: &str) -> Option<&'a str> {
    let keys = Group::ALL.into_iter().map(|group| match group.folder() {
        "" => format!("scenarios/{name}{ENDING}"),
        folder => format!("scenarios/{folder}/{name}{ENDING}"),
    });
    keys.into_iter().find_map(|key| texts.get_key_value(&key)).map(|(key, _)| key.as_str())
}

/// The shipped scenario with this name of its file inside the program.
pub(super) fn at_source(source: &Path) -> Option<Shipped> {
    let file = source.to_str()?.strip_prefix(SCHEME)?;
    offered().iter().find(|one| one.file == file).copied()
}

/// The name that was probably meant by a path that leads nowhere: that of its file, or one like it.
pub fn meant_by(path: &Path) -> Option<&'static str> {
    let stem = path.file_stem()?.to_str()?;
    if let Some(known) = named(stem) {
        return Some(known.name());
    }
    similar(stem, offered().iter().map(|one| last_part(one.path())))
        .and_then(|name| named(name).map(Shipped::name))
}

/// The engine of a page is given its texts, and carries none of these.
fn offered() -> &'static [Shipped] {
    if cfg!(feature = "cli") { &SCENARIOS } else { &[] }
}

/// These files below `scenarios/`.
macro_rules! shipped {
    ($($file:literal),+ $(,)?) => {
        [$(Shipped { file: $file, text: include_str!(concat!("../../scenarios/", $file)) }),+]
    };
}

/// Every shipped scenario, in the order in which they are listed. Bases of variants are among them.
pub const SCENARIOS: [Shipped; 69] = shipped![
    "kazakhstan-2022.json",
    "karabakh-2020.json",
    "serbia-2020.json",
    "italy-2020.json",
    "rapid-reaction-force.json",
    "peacekeeping-forces.json",
    "armenia-2021.json",
    "caucasian-grouping.json",
    "central-asia-2021.json",
    "eastern-european-grouping.json",
    "eu-battlegroup.json",
    "kyrgyzstan-2010.json",
    "material-aid.json",
    "relief-airfield.json",
    "un-rapid-deployment.json",
    "course/1-one-queue.json",
    "course/2-two-bottlenecks.json",
    "course/3-variability.json",
    "course/4-priority.json",
    "course/5-unloading-team.json",
    "course/6-one-in-three.json",
    "variants/kazakhstan-2022-almaty-day-later.json",
    "variants/kazakhstan-2022-daily-reports.json",
    "variants/kazakhstan-2022-dispatch-first-come.json",
    "variants/kazakhstan-2022-dispatch-most-uncovered.json",
    "variants/kazakhstan-2022-dispatch-most-waiting.json",
    "variants/kazakhstan-2022-dispatch-required.json",
    "variants/kazakhstan-2022-dispatch-shortest-cycle.json",
    "variants/kazakhstan-2022-half-fleet.json",
    "variants/kazakhstan-2022-mandate-two-days-late.json",
    "variants/kazakhstan-2022-no-an-124.json",
    "variants/kazakhstan-2022-no-zhetygen.json",
    "variants/kazakhstan-2022-rail-for-vehicles.json",
    "variants/kazakhstan-2022-reported.json",
    "variants/kazakhstan-2022-shared.json",
    "templates/airlift.json",
    "templates/mixed.json",
    "templates/rail.json",
    "templates/road.json",
    "templates/sea.json",
    "checks/air-bridge.json",
    "checks/arrival.json",
    "checks/authorisation.json",
    "checks/cycle.json",
    "checks/daily-limit.json",
    "checks/daily-slots.json",
    "checks/depot.json",
    "checks/destinations.json",
    "checks/dispatch-cycle.json",
    "checks/dispatch-places.json",
    "checks/dispatch.json",
    "checks/earliest.json",
    "checks/handling.json",
    "checks/itinerary.json",
    "checks/loading.json",
    "checks/march.json",
    "checks/marry-up.json",
    "checks/mobilisation.json",
    "checks/next-load.json",
    "checks/opening.json",
    "checks/parts.json",
    "checks/payload-range.json",
    "checks/port.json",
    "checks/rail.json",
    "checks/reporting.json",
    "checks/sea.json",
    "checks/sharing.json",
    "checks/terminal.json",
    "checks/withdrawal.json",
];

#[cfg(all(test, feature = "cli"))]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::report::folder::files_below;

    #[test]
    fn every_scenario_of_the_repository_is_inside_the_program() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
        let inside: BTreeSet<String> = SCENARIOS.iter().map(|one| one.file.to_owned()).collect();
        // Libraries go by names of their own.
        let scenario = |name: &String| {
            name.rsplit('.').next() == Some("json")
                && !name.starts_with("library/")
                && name != "scenario.schema.json"
        };
        let there = files_below(&folder, "").expect("a folder").into_iter().filter(scenario);
        assert_eq!(inside, there.collect::<BTreeSet<String>>());
        assert_eq!(inside.len(), SCENARIOS.len(), "none is there twice");
    }

    #[test]
    fn each_goes_by_its_shortest_name_alone() {
        let names: BTreeSet<&str> = SCENARIOS.iter().map(|one| one.name()).collect();
        assert_eq!(names.len(), SCENARIOS.len());
        for one in SCENARIOS {
            assert_eq!(named(one.name()), Some(one));
            assert_eq!(named(one.path()), Some(one));
            assert_eq!(at_source(&one.source()), Some(one));
            assert!(!one.title().is_empty(), "{}", one.file);
        }
        let file = |name: &str| named(name).map(|one| one.file);
        assert_eq!(file("kazakhstan-2022-half-fleet"), Some("variants/kazakhstan-2022-half-fleet.json"));
        assert_eq!(
            (file("rail"), file("checks/rail")),
            (Some("templates/rail.json"), Some("checks/rail.json"))
        );
        for none in ["", "kazakhstan-2022.json", "scenarios/kazakhstan-2022", "library/aircraft", "checks"] {
            assert_eq!(file(none), None, "{none}");
        }
    }

    #[test]
    fn a_path_that_leads_nowhere_may_mean_a_name() {
        let meant = |path: &str| meant_by(Path::new(path));
        assert_eq!(meant("scenarios/kazakhstan-2022.json"), Some("kazakhstan-2022"));
        assert_eq!(meant("kazakstan-2022"), Some("kazakhstan-2022"));
        assert_eq!(meant("zz"), None);
    }
}
