//! Studies that go on step by step.

use forceflow::internals::experiment::{
    CompareOptions, Comparison, Inquiry, Keeper, Piecewise, Sample, StudyOptions, System, USUAL_REPLICATIONS,
    WHY_REPLICATIONS, compare, never_closes,
};
use forceflow::internals::report::to_json;
use forceflow::{Diagnostics, Loaded, Options, Results, RunOptions, ShownRun, tables};
use serde_json::{Map, Value, json};

use crate::request::{Request, Study};
use crate::scenario::{Failure, listed, load, typed};

/// A study that goes on.
pub enum Job {
    /// One scenario simulated.
    Run(Box<Run>),
    /// Scenarios compared with the first.
    Compare(Box<Compare>),
    /// One run told, and what would help.
    Why(Box<Inquiry>),
}

impl Job {
    /// A study with nothing done yet, and the warnings of its scenarios.
    pub fn open(study: Study, request: &Request) -> Result<(Self, Vec<Value>), Failure> {
        if request.replications == Some(0) || request.show == Some(0) {
            return Err(Failure::said("replications are numbered from 1", None));
        }
        let text = request.text.as_deref().ok_or_else(|| Failure::said("the key `text` is missing", None))?;
        let of = |text: &str, name: &str, set: &Map<String, Value>| load(name, text, &request.files, set);
        let compares = study == Study::Compare;
        let unchanged = Map::new();
        let loaded = of(text, &request.name, if compares { &unchanged } else { &request.set })?;
        let mut warnings = listed(&loaded.warnings);
        let job = match study {
            Study::Run => Self::Run(Box::new(Run::new(loaded, request)?)),
            Study::Why => {
                let replications = request.replications.unwrap_or(WHY_REPLICATIONS);
                let sample = Sample { seed: request.seed.unwrap_or(1), replications, threads: 0 };
                Self::Why(Box::new(Inquiry::new(&loaded, request.unit.as_deref(), request.show, sample)?))
            }
            Study::Compare => {
                if !request.set.is_empty() && !request.others.is_empty() {
                    let help = "give `set`, or the scenarios in `others`";
                    return Err(Failure::said("`set` compares one scenario with itself changed", Some(help)));
                }
                let mut named = vec![(request.name.clone(), loaded)];
                if !request.set.is_empty() {
                    named.push((typed(&request.set), of(text, &request.name, &request.set)?));
                }
                for other in &request.others {
                    if named.iter().any(|(name, _)| *name == other.name) {
                        let twice = format!("two scenarios have the name `{}`", other.name);
                        return Err(Failure::said(&twice, Some("give each a name of its own")));
                    }
                    named.push((other.name.clone(), of(&other.text, &other.name, &other.set)?));
                }
                for (_, loaded) in &named[1..] {
                    // A scenario and its variants have most of their warnings in common.
                    let more: Vec<Value> = listed(&loaded.warnings);
                    warnings
                        .extend(more.into_iter().filter(|one| !warnings.contains(one)).collect::<Vec<_>>());
                }
                Self::Compare(Box::new(Compare::new(&named, request)?))
            }
        };
        Ok((job, warnings))
    }

    /// Goes on by at most `count` replications or, for `why`, proposals.
    pub fn step(&mut self, count: u32) -> Result<(), Failure> {
        match self {
            Self::Run(run) => run.made.go_on(count)?,
            Self::Compare(compare) => compare.go_on(count)?,
            Self::Why(inquiry) => {
                for _ in 0..count {
                    if !inquiry.try_next()? {
                        break;
                    }
                }
            }
        }
        Ok(())
    }

    /// How far it is.
    pub fn progress(&self) -> Value {
        let (done, of) = match self {
            Self::Run(run) => (run.made.summary().replications as usize, run.replications as usize),
            Self::Compare(compare) => (compare.done as usize, compare.replications as usize),
            Self::Why(inquiry) => inquiry.progress().unwrap_or((0, 0)),
        };
        json!({"done": done, "of": of, "over": self.is_over()})
    }

    /// Whether nothing is left to do.
    pub fn is_over(&self) -> bool {
        match self {
            Self::Run(run) => run.made.is_over(),
            Self::Compare(compare) => compare.done >= compare.replications,
            Self::Why(inquiry) => inquiry.progress().is_none_or(|(done, of)| done == of),
        }
    }

    /// What it has so far, as the files of the program.
    pub fn read(&self) -> Result<Value, Failure> {
        match self {
            Self::Run(run) => run.read(),
            Self::Compare(compare) => compare.read(),
            Self::Why(inquiry) => Ok(json!({"files": {"why.json": text(to_json(&inquiry.answer()))}})),
        }
    }
}

/// Files are JSON and CSV, which are texts.
fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_default()
}

fn nothing_yet() -> Failure {
    Failure::said("the job has no replication yet", Some("go on with `step` first"))
}

/// One scenario simulated.
pub struct Run {
    loaded: Loaded,
    made: Piecewise,
    seed: u64,
    replications: u32,
    show: Option<u32>,
}

impl Run {
    fn new(loaded: Loaded, request: &Request) -> Result<Self, Failure> {
        let (seed, show) = (request.seed.unwrap_or(1), request.show);
        let replications = request.replications.unwrap_or(USUAL_REPLICATIONS);
        let options = RunOptions { seed, replications, ..RunOptions::default() };
        let made = Piecewise::new(&loaded, options, request.uncertain)?;
        Ok(Self { loaded, made, seed, replications, show })
    }

    fn read(&self) -> Result<Value, Failure> {
        let (world, summary) = (self.made.world(), self.made.summary());
        if summary.replications == 0 {
            return Err(nothing_yet());
        }
        let results = Results::of(world, summary);
        if results.not_closed == summary.replications as usize {
            return Err(Diagnostics::from(never_closes(&self.loaded, world, self.seed)).into());
        }
        let show = self.show.unwrap_or_else(|| summary.nearest_to_median());
        let drawn = self.made.drawn(show)?;
        let shown_world = drawn.as_ref().unwrap_or(world);
        let shown = ShownRun::new(shown_world, Options { seed: self.seed, ..Options::default() }, show);
        let mut files = Map::new();
        for (name, content) in tables((world, summary, &results), (shown_world, shown)) {
            let mut bytes = Vec::new();
            content.write_to(&mut bytes).map_err(|error| Failure::said(&error.to_string(), None))?;
            files.insert(name, text(bytes).into());
        }
        Ok(json!({"replications": summary.replications, "shown": show, "files": files}))
    }
}

/// Scenarios compared with the first.
pub struct Compare {
    systems: Vec<System>,
    seed: u64,
    replications: u32,
    uncertain: bool,
    done: u32,
    found: Option<Comparison>,
}

impl Compare {
    fn new(named: &[(String, Loaded)], request: &Request) -> Result<Self, Failure> {
        if named.len() < 2 {
            let help = "give changes in `set`, or other scenarios in `others`";
            return Err(Failure::said("a comparison needs two scenarios", Some(help)));
        }
        let named: Vec<(&str, &Loaded)> =
            named.iter().map(|(name, loaded)| (name.as_str(), loaded)).collect();
        Ok(Self {
            systems: System::all(&named, request.uncertain)?,
            seed: request.seed.unwrap_or(1),
            replications: request.replications.unwrap_or(USUAL_REPLICATIONS),
            uncertain: request.uncertain,
            done: 0,
            found: None,
        })
    }

    fn go_on(&mut self, count: u32) -> Result<(), Failure> {
        let target = self.done.saturating_add(count).min(self.replications);
        if target == self.done {
            return Ok(());
        }
        let study = StudyOptions {
            seed: self.seed,
            replications: target,
            uncertain: self.uncertain,
            threads: 0,
            keeper: Keeper::nothing(),
        };
        let options = CompareOptions { study, precision_h: None, select_best_h: None };
        self.found = Some(compare(&mut self.systems, &options, |_| {})?);
        self.done = target;
        Ok(())
    }

    fn read(&self) -> Result<Value, Failure> {
        let found = self.found.as_ref().ok_or_else(nothing_yet)?;
        Ok(json!({"replications": self.done, "files": {"comparison.json": text(to_json(found))}}))
    }
}
