//! The ranges of assumptions: one drawn scenario per replication, or one end at a time.
//!
//! Each range is drawn uniformly and keyed by replication and path, so that common random numbers hold: a what-if
//! that changes something else leaves every drawn assumption as it was. Drawn values replace values of the resolved
//! scenario, which is then compiled like any other.

use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use serde::Deserialize;
use serde_json::Value;

pub use super::assumption::Assumption;
use super::assumption::Places;
use super::record::Record;
use super::runner::{Next, Plan, run, run_each};
use crate::diagnostic::{Code, Diagnostics};
use crate::kernel::streams::{Streams, stream_id};
use crate::model::{CompileError, Options, World, compile};
use crate::scenario::{Loaded, Scenario, Trial, load_value, path};

/// Keys that only document figures. A run does not need them, and a drawn value would not pass the check of its own range.
const NOT_RUN: [&str; 3] = ["evidence", "sources", "observed"];
/// A changed scenario that cannot be simulated.
#[derive(Debug)]
pub enum UncertaintyError {
    /// No assumption has a range.
    NoRanges,
    /// The checks refuse the scenario with a value set.
    Refused {
        /// What was set, as `fleets.bridge.count = 0`.
        setting: String,
        /// What the checks found.
        reason: Diagnostics,
    },
    /// A scenario passes the checks and cannot be compiled.
    NotSimulated {
        /// The replication; `None` outside replications.
        replication: Option<u32>,
        /// Why.
        reason: String,
    },
}

impl fmt::Display for UncertaintyError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoRanges => formatter.write_str("no assumption of the scenario has a range"),
            Self::Refused { setting, reason } => {
                write!(
                    formatter,
                    "the scenario with {setting} cannot be used\n{}",
                    reason.render(false).trim_end()
                )
            }
            Self::NotSimulated { replication: Some(replication), reason } => {
                write!(
                    formatter,
                    "the scenario drawn for replication {replication} cannot be simulated: {reason}"
                )
            }
            Self::NotSimulated { replication: None, reason } => {
                write!(formatter, "the scenario cannot be simulated: {reason}")
            }
        }
    }
}

impl std::error::Error for UncertaintyError {}

impl UncertaintyError {
    /// What to do about it.
    pub fn help(&self) -> &'static str {
        match self {
            Self::NoRanges => {
                "give assumptions a range in `evidence`, as \"evidence\": {\"fleets.bridge.count\": {\"low\": 8, \"high\": 12}}"
            }
            Self::Refused { .. } => {
                "choose values that fit: in `evidence` where a range is drawn, in --vary where it is varied"
            }
            Self::NotSimulated { replication: Some(_), .. } => "narrow the ranges",
            Self::NotSimulated { replication: None, .. } => "change what does not fit the model",
        }
    }
}

impl From<CompileError> for UncertaintyError {
    fn from(error: CompileError) -> Self {
        Self::NotSimulated { replication: None, reason: error.to_string() }
    }
}

/// Whether a key takes whole numbers only: whether its type refuses a fraction.
fn takes_whole_numbers(probe: &mut Value, path: &str, value: &Value) -> bool {
    if !value.is_number() || !path::put(probe, path, Value::from(0.5)) {
        return false;
    }
    let refused = Scenario::deserialize(&*probe).is_err();
    path::put(probe, path, value.clone());
    refused
}

/// A path and its new value.
pub type Change = (String, Value);

/// The scenario with values set and checked.
///
/// # Errors
/// [`UncertaintyError::Refused`] by the checks of a scenario.
pub fn changed(base: &Loaded, changes: &[Change]) -> Result<Loaded, UncertaintyError> {
    let sets: Vec<(String, String)> =
        changes.iter().map(|(path, value)| (path.clone(), value.to_string())).collect();
    base.with(&sets).map_err(|reason| UncertaintyError::Refused { setting: in_words(changes), reason })
}

/// Changes in words: `` `fleets.bridge.count = 0` ``.
fn in_words(changes: &[Change]) -> String {
    let each: Vec<String> = changes.iter().map(|(path, value)| format!("`{path} = {value}`")).collect();
    each.join(", ")
}

/// A scenario in the form in which values are set and drawn, with the assumptions that are drawn.
#[derive(Debug, Clone)]
pub struct Drawable {
    base: Value,
    /// The scenario with the places of its keys, for the checks.
    trial: Trial,
    assumptions: Vec<Assumption>,
}

impl Drawable {
    /// A scenario with all assumptions that have a range, in the order of their paths.
    pub fn new(loaded: &Loaded) -> Self {
        let mut base = loaded.resolved.clone();
        if let Value::Object(members) = &mut base {
            for key in NOT_RUN {
                members.shift_remove(key);
            }
        }
        let mut assumptions = Vec::new();
        let mut probe = base.clone();
        for (path, evidence) in &loaded.scenario.evidence {
            let (Some(low), Some(high), Ok(node)) =
                (evidence.low, evidence.high, path::get(&loaded.root, path))
            else {
                continue;
            };
            // The resolved value: its keys in order, and no notes.
            let value = path::find(&base, path).cloned().unwrap_or_else(|| node.to_json());
            let whole = takes_whole_numbers(&mut probe, path, &value);
            assumptions.push(Assumption {
                path: path.clone(),
                low,
                high,
                scale: evidence.scale,
                whole,
                base: value,
                stream: stream_id(&format!("assumption/{path}")),
            });
        }
        Self { base, trial: Trial::new(loaded, &NOT_RUN), assumptions }
    }

    /// Hash of what decides the results: the scenario and, if they are drawn, the ranges.
    pub fn fingerprint(&self, uncertain: bool) -> String {
        let mut text = self.base.to_string();
        for one in self.assumptions.iter().filter(|_| uncertain) {
            text.push(' ');
            text.push_str(&one.range());
        }
        blake3::hash(text.as_bytes()).to_hex().to_string()
    }

    /// The assumptions that have a range.
    pub fn assumptions(&self) -> &[Assumption] {
        &self.assumptions
    }

    /// Leaves assumptions at these paths, below or above them out of the draw, because they are set or compared.
    #[must_use]
    pub fn without(mut self, fixed: &[String]) -> Self {
        self.assumptions.retain(|assumption| {
            let at = assumption.path.as_str();
            !fixed.iter().any(|fixed| path::is_at_or_below(at, fixed) || path::is_at_or_below(fixed, at))
        });
        self
    }

    /// The scenario with values set, which are then no longer drawn.
    ///
    /// # Errors
    /// [`UncertaintyError::Refused`] by the checks of a scenario.
    pub fn with(&self, changes: &[Change]) -> Result<Self, UncertaintyError> {
        let mut changed = self.clone();
        let mut reached = true;
        for (path, value) in changes {
            reached &= path::put(&mut changed.base, path, value.clone());
            changed.assumptions.retain(|assumption| assumption.path != *path);
        }
        if !reached {
            let reason = format!("there is no place for {}", in_words(changes));
            return Err(UncertaintyError::NotSimulated { replication: None, reason });
        }
        let refused = |reason| UncertaintyError::Refused { setting: in_words(changes), reason };
        match self.trial.changed(changes) {
            Ok(trial) => changed.trial = trial,
            // A path may lead through a key that the file leaves out for its default.
            Err(reason) if reason.iter().all(|mistake| mistake.code == Code::E0016) => {
                load_value("scenario", &changed.base).map_err(refused)?;
            }
            Err(reason) => return Err(refused(reason)),
        }
        Ok(changed)
    }

    /// Checks both ends of every range.
    ///
    /// # Errors
    /// [`UncertaintyError::NoRanges`] without ranges, else the first end that the checks refuse.
    pub fn check(&self) -> Result<(), UncertaintyError> {
        if self.assumptions.is_empty() {
            return Err(UncertaintyError::NoRanges);
        }
        let ends = 2 * self.assumptions.len();
        let (next, failed) = (AtomicUsize::new(0), Mutex::new(None::<(usize, UncertaintyError)>));
        let work = || {
            loop {
                let index = next.fetch_add(1, Ordering::Relaxed);
                let Some(assumption) = self.assumptions.get(index / 2) else { break };
                let change = (assumption.path.clone(), assumption.at((index % 2) as f64));
                let Err(error) = self.with(&[change]) else { continue };
                let mut failed = failed.lock().unwrap_or_else(PoisonError::into_inner);
                if failed.as_ref().is_none_or(|(first, _)| index < *first) {
                    *failed = Some((index, error));
                }
                // Ends before this one are already taken, and no later one can be the first that fails.
                next.store(ends, Ordering::Relaxed);
            }
        };
        let workers = crate::threads::worth_starting(0).min(ends);
        std::thread::scope(|scope| {
            for _ in 1..workers {
                // Where there are no threads, the call below does all the work.
                let _ = std::thread::Builder::new().spawn_scoped(scope, work);
            }
            work();
        });
        let failed = failed.into_inner().unwrap_or_else(PoisonError::into_inner);
        failed.map_or(Ok(()), |(_, error)| Err(error))
    }

    /// The scenario as it stands, without drawing.
    ///
    /// # Errors
    /// [`UncertaintyError::NotSimulated`] when a value that was set is of the wrong kind.
    pub fn scenario(&self) -> Result<Scenario, UncertaintyError> {
        let failed = |reason: String| UncertaintyError::NotSimulated { replication: None, reason };
        Scenario::deserialize(&self.base).map_err(|error| failed(error.to_string()))
    }

    /// The world without drawing.
    ///
    /// # Errors
    /// [`UncertaintyError::NotSimulated`] when it cannot be compiled.
    pub fn world(&self) -> Result<World, UncertaintyError> {
        world_of(&self.base, None)
    }

    /// The world that is drawn for a replication.
    ///
    /// # Errors
    /// [`UncertaintyError::NotSimulated`] when it cannot be compiled.
    pub fn drawn(&self, seed: u64, replication: u32) -> Result<World, UncertaintyError> {
        self.drawn_into(&mut self.base.clone(), &Places::of(&self.assumptions), seed, replication)
    }

    /// What is drawn for a replication, a number for each of [`Self::assumptions`] ([`Assumption::number_at`]).
    pub fn draws(&self, seed: u64, replication: u32) -> impl Iterator<Item = f64> {
        let mut streams = Streams::new(seed, replication);
        self.assumptions.iter().map(move |one| one.number_at(share(&mut streams, one)))
    }

    /// What is drawn of one assumption for a replication ([`Assumption::number_at`]).
    pub fn draw(&self, assumption: &Assumption, seed: u64, replication: u32) -> f64 {
        assumption.number_at(share(&mut Streams::new(seed, replication), assumption))
    }

    /// The world that is drawn for a replication; `scratch` keeps the values for the next draw to overwrite.
    fn drawn_into(
        &self,
        scratch: &mut Value,
        places: &Places,
        seed: u64,
        replication: u32,
    ) -> Result<World, UncertaintyError> {
        let mut streams = Streams::new(seed, replication);
        places.put(scratch, &self.assumptions, &mut |assumption| share(&mut streams, assumption));
        world_of(scratch, Some(replication))
    }

    /// Runs a plan, each replication in a world of its own; `each` sees every record in order.
    ///
    /// # Errors
    /// The first replication whose world cannot be simulated.
    pub fn run(&self, plan: &Plan, mut each: impl FnMut(Record) -> Next) -> Result<(), UncertaintyError> {
        let mut failure = None;
        let options = Options { seed: plan.seed, ties: plan.ties, ..Options::default() };
        let places = Places::of(&self.assumptions);
        let worker = || {
            let (mut scratch, places) = (self.base.clone(), &places);
            move |replication| {
                let world = self.drawn_into(&mut scratch, places, plan.seed, replication)?;
                Ok(super::runner::one(&world, options, plan.causes, replication))
            }
        };
        run_each(plan, worker, |record: Result<Record, UncertaintyError>| match record {
            Ok(record) => each(record),
            Err(error) => {
                failure = Some(error);
                Next::Stop
            }
        });
        failure.map_or(Ok(()), Err)
    }
}

/// The share of its range at which an assumption is drawn in the replication of these streams.
fn share(streams: &mut Streams, assumption: &Assumption) -> f64 {
    streams.open(assumption.stream, 0).uniform()
}

fn world_of(value: &Value, replication: Option<u32>) -> Result<World, UncertaintyError> {
    let failed = |reason: String| UncertaintyError::NotSimulated { replication, reason };
    let scenario = Scenario::deserialize(value).map_err(|error| failed(error.to_string()))?;
    compile(&scenario).map_err(|error| failed(error.to_string()))
}

/// One point of a study: a changed scenario, its ranges drawn or not.
#[derive(Debug)]
pub struct Point {
    /// The ranges that are drawn; none when nothing is.
    drawable: Option<Drawable>,
    world: World,
}

impl Point {
    /// A scenario with values set.
    ///
    /// # Errors
    /// Values that the checks refuse.
    pub fn new(base: &Drawable, changes: &[Change], uncertain: bool) -> Result<Self, UncertaintyError> {
        let drawable = base.with(changes)?;
        let world = drawable.world()?;
        Ok(Self::of(world, uncertain.then_some(drawable)))
    }

    /// A world, and what of its scenario is drawn.
    pub fn of(world: World, drawable: Option<Drawable>) -> Self {
        // Setting values may leave nothing to draw.
        let drawable = drawable.filter(|drawable| !drawable.assumptions.is_empty());
        Self { drawable, world }
    }

    /// The ranges that are drawn, as text; empty when nothing is.
    pub fn drawn(&self) -> String {
        let ranges = self.drawable.iter().flat_map(|drawable| &drawable.assumptions).map(Assumption::range);
        ranges.collect::<Vec<String>>().join(" ")
    }

    /// The world without drawn ranges.
    pub fn world(&self) -> &World {
        &self.world
    }

    /// The world that is drawn for a replication; none where nothing is drawn.
    ///
    /// # Errors
    /// A drawn scenario that cannot be simulated.
    pub fn drawn_world(&self, seed: u64, replication: u32) -> Result<Option<World>, UncertaintyError> {
        self.drawable.as_ref().map(|drawable| drawable.drawn(seed, replication)).transpose()
    }

    /// Runs a plan.
    ///
    /// # Errors
    /// A drawn scenario that cannot be simulated.
    pub fn run(&self, plan: &Plan, each: impl FnMut(Record) -> Next) -> Result<(), UncertaintyError> {
        if let Some(drawable) = &self.drawable {
            return drawable.run(plan, each);
        }
        run(&self.world, plan, each);
        Ok(())
    }
}
