//! Studies that go on step by step, and what they leave behind.

mod compare;
mod run;
mod why;

use std::path::Path;

use forceflow::internals::chart::Format;
use forceflow::internals::report::{CommandLine, Printing};
use forceflow::{Content, Files};
use serde_json::{Map, Value, json};

use crate::request::{Request, Study};
use crate::scenario::{Failure, listed, load, sets, typed};
use compare::Compare;
use run::Run;
use why::Why;

/// A study that goes on.
pub enum Job {
    /// One scenario simulated.
    Run(Box<Run>),
    /// Scenarios compared with the first.
    Compare(Box<Compare>),
    /// One run told, and what would help.
    Why(Box<Why>),
}

impl Job {
    /// A study with nothing done yet, and the warnings of its scenarios.
    pub fn open(study: Study, request: &Request) -> Result<(Self, Vec<Value>), Failure> {
        if request.replications == Some(0) || request.show == Some(0) {
            return Err(Failure::said("replications are numbered from 1", None));
        }
        let text = request.text.as_deref().ok_or_else(|| Failure::said("the key `text` is missing", None))?;
        let of = |text: &str, name: &str, set: &Map<String, Value>| load(name, text, &request.files, set);
        let unchanged = Map::new();
        let set = if study == Study::Compare { &unchanged } else { &request.set };
        let loaded = of(text, &request.name, set)?;
        let mut warnings = listed(&loaded.warnings);
        let job = match study {
            Study::Run => Self::Run(Box::new(Run::new(loaded, request)?)),
            Study::Why => Self::Why(Box::new(Why::new(loaded, request)?)),
            Study::Compare => {
                if !request.set.is_empty() && !request.others.is_empty() {
                    let help = "give `set`, or the scenarios in `others`";
                    return Err(Failure::said("`set` compares one scenario with itself changed", Some(help)));
                }
                let mut named = vec![(name_of(&request.name), loaded)];
                if !request.set.is_empty() {
                    named.push((typed(&request.set), of(text, &request.name, &request.set)?));
                }
                for other in &request.others {
                    let name = name_of(&other.name);
                    if named.iter().any(|(known, _)| *known == name) {
                        let twice = format!("two scenarios have the name `{name}`");
                        return Err(Failure::said(&twice, Some("give each a name of its own")));
                    }
                    named.push((name, of(&other.text, &other.name, &other.set)?));
                }
                for (_, loaded) in &named[1..] {
                    // A scenario and its variants have most of their warnings in common.
                    let more: Vec<Value> = listed(&loaded.warnings);
                    warnings
                        .extend(more.into_iter().filter(|one| !warnings.contains(one)).collect::<Vec<_>>());
                }
                Self::Compare(Box::new(Compare::new(named, request)?))
            }
        };
        Ok((job, warnings))
    }

    /// Goes on by at most `count` replications or, for `why`, proposals.
    pub fn step(&mut self, count: u32) -> Result<(), Failure> {
        match self {
            Self::Run(run) => run.go_on(count),
            Self::Compare(compare) => compare.go_on(count),
            Self::Why(why) => why.go_on(count),
        }
    }

    /// How far it is.
    pub fn progress(&self) -> Value {
        let (done, of) = match self {
            Self::Run(run) => run.progress(),
            Self::Compare(compare) => compare.progress(),
            Self::Why(why) => why.progress(),
        };
        json!({"done": done, "of": of, "over": self.is_over()})
    }

    /// Whether nothing is left to do.
    pub fn is_over(&self) -> bool {
        match self {
            Self::Run(run) => run.is_over(),
            Self::Compare(compare) => compare.is_over(),
            Self::Why(why) => why.is_over(),
        }
    }

    /// What it has so far, as files of the program: those of numbers, or with `pages` all that need no pixels.
    pub fn read(&mut self, pages: bool) -> Result<Value, Failure> {
        match self {
            Self::Run(run) => run.read(pages),
            Self::Compare(compare) => compare.read(pages),
            Self::Why(why) => why.read(pages),
        }
    }

    /// Makes replications of one of the compared scenarios for a job elsewhere.
    pub fn part(&mut self, request: &Request) -> Result<Value, Failure> {
        self.compared()?.part(request)
    }

    /// Adds replications that a job elsewhere made.
    pub fn join(&mut self, request: &Request) -> Result<(), Failure> {
        self.compared()?.join(request)
    }

    fn compared(&mut self) -> Result<&mut Compare, Failure> {
        match self {
            Self::Compare(compare) => Ok(compare),
            _ => Err(Failure::said("only a comparison is made in parts", Some("go on with `step`"))),
        }
    }
}

/// Figures as a page shows them.
fn drawings() -> Printing {
    Printing { formats: vec![Format::Svg], ..Printing::default() }
}

/// Files as texts: JSON, CSV, SVG and pages.
fn texts(files: &Files<'_>) -> Result<Map<String, Value>, Failure> {
    files.iter().map(|(name, content)| Ok((name.clone(), Value::from(text(content)?)))).collect()
}

fn text(content: &Content<'_>) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    content.write_to(&mut bytes).map_err(|error| Failure::said(&error.to_string(), None))?;
    // No file of these is anything but text.
    Ok(String::from_utf8(bytes).unwrap_or_default())
}

fn nothing_yet() -> Failure {
    Failure::said("the job has no replication yet", Some("go on with `step` first"))
}

/// The name of a scenario in comparisons, as the program has it: that of its file without folders and ending.
fn name_of(file: &str) -> String {
    Path::new(file).file_stem().map_or(file, |stem| stem.to_str().unwrap_or(file)).to_owned()
}

/// What was asked of a job, for the command that gives its results in the program.
struct Asked {
    name: String,
    sets: Vec<(String, String)>,
    seed: u64,
    replications: u32,
    uncertain: bool,
    show: Option<u32>,
    unit: Option<String>,
}

impl Asked {
    fn of(request: &Request, usual: u32) -> Self {
        Self {
            name: request.name.clone(),
            sets: sets(&request.set),
            seed: request.seed.unwrap_or(1),
            replications: request.replications.unwrap_or(usual),
            uncertain: request.uncertain,
            show: request.show,
            unit: request.unit.clone(),
        }
    }

    /// The command with so many replications, of which there may be fewer so far. Scenarios go by
    /// their names without folders, as on the pages of the program; `others` are further ones.
    fn command(&self, study: &str, others: &[String], replications: u32) -> String {
        let names = std::iter::once(&self.name).chain(others);
        let line = names.fold(CommandLine::new(study), |line, name| line.file(Path::new(name)));
        line.changes(&self.sets)
            .option("--seed", self.seed)
            .option("--replications", replications)
            .given("--uncertain", self.uncertain)
            .maybe("--show", self.show)
            .maybe("--unit", self.unit.as_ref())
            .without_folders()
    }
}
