//! The ranges of assumptions: one drawn scenario per replication, or one end at a time.
//!
//! Each range is drawn by its shape and keyed by replication and path, or by replication and parameter, so that common random
//! numbers hold: a what-if that changes something else leaves every drawn assumption as it was. Drawn values replace values
//! of the resolved scenario, which is then compiled like any other.

mod drawn;
mod error;
mod point;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use serde::Deserialize;
use serde_json::Value;

pub use super::assumption::Assumption;
use super::assumption::Places;
use super::posterior::Posterior;
use super::totals::{keep_totals, limits, totals};
use crate::diagnostic::Code;
use crate::kernel::streams::{Streams, stream_id};
use crate::model::{World, compile};
use crate::scenario::{Loaded, Scenario, Scratch, Trial, load_value, path};

pub use error::UncertaintyError;
pub use point::Point;

/// Keys that only document figures. A run does not need them, and a drawn value would not pass the check of its own range.
const NOT_RUN: [&str; 4] = ["evidence", "sources", "observed", "allow"];
/// Room for rounding in a sum of assumptions.
const ROUNDING: f64 = 1e-9;

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
    /// Samples that replace what the ranges of their parameters would give.
    posterior: Option<Arc<Posterior>>,
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
            let parameter = evidence.parameter.as_ref();
            // A named parameter has one stream in all scenarios that share it.
            let stream = parameter
                .map_or_else(|| format!("assumption/{path}"), |parameter| format!("parameter/{parameter}"));
            assumptions.push(Assumption {
                path: path.clone(),
                low,
                high,
                scale: evidence.scale,
                whole,
                shape: evidence.shape,
                parameter: parameter.unwrap_or(path).clone(),
                total: evidence.total.clone(),
                base: value,
                stream: stream_id(&stream),
            });
        }
        Self { base, trial: Trial::new(loaded, &NOT_RUN), assumptions, posterior: None }
    }

    /// What a run draws of a scenario: nothing, or all its ranges, of which those that a posterior speaks of come from its
    /// samples.
    ///
    /// # Errors
    /// [`UncertaintyError::Foreign`] where a posterior speaks of no assumption of the scenario.
    pub fn of(
        loaded: &Loaded,
        uncertain: bool,
        posterior: Option<&Posterior>,
    ) -> Result<Option<Self>, UncertaintyError> {
        let drawable = uncertain.then(|| Self::new(loaded));
        match (drawable, posterior) {
            (Some(drawable), Some(posterior)) => drawable.with_posterior(posterior.clone()).map(Some),
            (drawable, _) => Ok(drawable),
        }
    }

    /// Draws the parameters of a posterior from its samples, jointly, and the others from their ranges.
    ///
    /// # Errors
    /// [`UncertaintyError::Foreign`] where it speaks of no assumption of the scenario.
    pub fn with_posterior(mut self, posterior: Posterior) -> Result<Self, UncertaintyError> {
        if posterior.columns(&self.assumptions).is_empty() {
            let parameters = posterior.parameters.join("`, `");
            return Err(UncertaintyError::Foreign { parameters });
        }
        self.posterior = Some(Arc::new(posterior));
        Ok(self)
    }

    /// Hash of what decides the results: the scenario and, if they are drawn, the ranges.
    pub fn fingerprint(&self, uncertain: bool) -> String {
        let mut text = self.base.to_string();
        for one in self.assumptions.iter().filter(|_| uncertain) {
            text.push(' ');
            text.push_str(&one.range());
        }
        if let Some(posterior) = self.posterior.as_ref().filter(|_| uncertain) {
            text.push_str(&posterior.fingerprint());
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

    /// Draws only the assumptions that are wanted; the others stay as the file has them.
    #[must_use]
    pub(in crate::experiment) fn retained(mut self, wanted: impl Fn(&Assumption) -> bool) -> Self {
        self.assumptions.retain(wanted);
        self
    }

    /// The scenario as a value, into a copy of which worlds are drawn.
    pub(in crate::experiment) fn base(&self) -> &Value {
        &self.base
    }

    /// The world that is drawn for a replication with some assumptions, by number, at fixed shares of their ranges; `scratch`
    /// is a copy of the base that keeps the values for the next draw to overwrite.
    ///
    /// # Errors
    /// [`UncertaintyError::NotSimulated`] when it cannot be compiled.
    pub(in crate::experiment) fn world_at(
        &self,
        scratch: &mut Value,
        places: &Places,
        fixed: &[(usize, f64)],
        seed: u64,
        replication: u32,
    ) -> Result<World, UncertaintyError> {
        let mut shares = self.shares(seed, replication);
        for (index, share) in fixed {
            shares[*index] = *share;
        }
        places.put(scratch, &self.assumptions, &shares);
        world_of(scratch, Some(replication))
    }

    /// The scenario with values set, which are then no longer drawn.
    ///
    /// # Errors
    /// [`UncertaintyError::Refused`] by the checks of a scenario.
    pub fn with(&self, changes: &[Change]) -> Result<Self, UncertaintyError> {
        let mut changed = self.set(changes)?;
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

    /// The scenario with values set, which are then no longer drawn, and not checked.
    fn set(&self, changes: &[Change]) -> Result<Self, UncertaintyError> {
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
        for (total, members) in totals(&self.assumptions) {
            let (stated, least, most) = limits(members.iter().map(|index| &self.assumptions[*index]));
            if stated < least - ROUNDING || stated > most + ROUNDING {
                let total = total.to_owned();
                return Err(UncertaintyError::Total { total, sums: [stated, least, most] });
            }
        }
        let ends = 2 * self.assumptions.len();
        let (next, failed) = (AtomicUsize::new(0), Mutex::new(None::<(usize, UncertaintyError)>));
        let work = || {
            let mut scratch = self.trial.scratch();
            loop {
                let index = next.fetch_add(1, Ordering::Relaxed);
                let Some(assumption) = self.assumptions.get(index / 2) else { break };
                let Err(error) = self.check_end(&mut scratch, assumption, (index % 2) as f64) else {
                    continue;
                };
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

    /// Checks the scenario with one assumption at a share of its range, in a copy that serves one end after another.
    fn check_end(
        &self,
        scratch: &mut Scratch,
        assumption: &Assumption,
        share: f64,
    ) -> Result<(), UncertaintyError> {
        let value = assumption.at(share);
        if scratch.passes_with(&assumption.path, &value) {
            return Ok(());
        }
        // Told by what tells of any change.
        self.with(&[(assumption.path.clone(), value)]).map(|_| ())
    }

    /// Checks both ends of every range, and what the first replications of seed 1 draw.
    ///
    /// # Errors
    /// Those of [`Self::check`], else of the first draw that the checks refuse or that cannot be simulated.
    pub fn check_with_draws(&self, draws: u32) -> Result<(), UncertaintyError> {
        self.check()?;
        (1..=draws).try_for_each(|draw| {
            let shares = self.shares(1, draw);
            let drawn =
                self.assumptions.iter().zip(shares).map(|(one, share)| (one.path.clone(), one.at(share)));
            let failed = |reason: String| UncertaintyError::NotSimulated { replication: Some(draw), reason };
            let drawn = self.with(&drawn.collect::<Vec<Change>>()).map_err(|error| match error {
                UncertaintyError::Refused { reason, .. } => {
                    failed(reason.render(false).trim_end().to_owned())
                }
                other => other,
            })?;
            world_of(&drawn.base, Some(draw)).map(|_| ())
        })
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
        let shares = self.shares(seed, replication);
        self.assumptions.iter().zip(shares).map(|(one, share)| one.number_at(share))
    }

    /// What the replications from 1 on draw, a column for each of [`Self::assumptions`] ([`Assumption::number_at`]).
    pub fn columns(&self, seed: u64, replications: u32) -> Vec<Vec<f64>> {
        let mut columns = vec![Vec::with_capacity(replications as usize); self.assumptions.len()];
        for replication in 1..=replications {
            for (column, number) in columns.iter_mut().zip(self.draws(seed, replication)) {
                column.push(number);
            }
        }
        columns
    }

    /// The share of its range at which each assumption is drawn for a replication.
    fn shares(&self, seed: u64, replication: u32) -> Vec<f64> {
        let mut streams = Streams::new(seed, replication);
        let mut shares: Vec<f64> =
            self.assumptions.iter().map(|assumption| streams.open(assumption.stream, 0).uniform()).collect();
        if let Some(posterior) = &self.posterior {
            posterior.put(&self.assumptions, &mut shares, &mut streams);
        }
        keep_totals(&self.assumptions, &mut shares);
        shares
    }

    /// The world that is drawn for a replication; `scratch` keeps the values for the next draw to overwrite.
    fn drawn_into(
        &self,
        scratch: &mut Value,
        places: &Places,
        seed: u64,
        replication: u32,
    ) -> Result<World, UncertaintyError> {
        places.put(scratch, &self.assumptions, &self.shares(seed, replication));
        world_of(scratch, Some(replication))
    }
}

fn world_of(value: &Value, replication: Option<u32>) -> Result<World, UncertaintyError> {
    let failed = |reason: String| UncertaintyError::NotSimulated { replication, reason };
    let scenario = Scenario::deserialize(value).map_err(|error| failed(error.to_string()))?;
    compile(&scenario).map_err(|error| failed(error.to_string()))
}
