//! Calibration: what the records of several operations say of the parameters that they share.
//!
//! History matching in waves first rules out what no record allows; approximate Bayesian computation on what is left then
//! gives samples of the posterior. The discrepancy says how far off the model may be for reasons that no parameter holds, as
//! a share of what was observed: without it, a model that is never exact would be sure of wrong values.

mod ensemble;
mod leave_out;
mod outputs;
mod parameters;
mod posterior;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use super::statistics::history::{Bounds, around, cutoff, everything, volume, within};
use super::statistics::sobol::SobolSequence;
use super::study::StudyOptions;
use super::study_error::StudyError;
use super::uncertainty::Drawable;
use crate::scenario::Loaded;

use ensemble::{Member, Values};
use outputs::{fitted, implausibilities};

pub use ensemble::BLOCK;
pub use leave_out::{LeftOut, leave_out};
pub use outputs::{Output, Use};
pub use parameters::Parameter;
pub use posterior::{Learned, Marginal};

type Result<T> = std::result::Result<T, StudyError>;

/// A wave that leaves more than this share of its box is the last.
const HARDLY_LESS: f64 = 0.8;

/// How parameters are calibrated.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Question {
    /// Parameters by name or path; every named one when empty.
    pub parameters: Vec<String>,
    /// Points of each wave of history matching.
    pub points: u32,
    /// Replications at each of them.
    pub per_point: u32,
    /// Waves at most.
    pub waves: u32,
    /// Draws of the prior for the posterior, one replication each.
    pub draws: u32,
    /// Samples of the posterior: the draws that are kept.
    pub samples: u32,
    /// Standard deviation of what the model leaves out, as a share of what was observed.
    pub discrepancy: f64,
}

/// One wave of history matching.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Wave {
    /// Points that were tried.
    pub points: usize,
    /// Those that the record does not rule out.
    pub plausible: usize,
    /// Volume of the box that they filled, as a share of the prior.
    pub volume: f64,
}

/// What the records say of the parameters.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Calibration {
    /// The scenarios whose records were used.
    pub scenarios: Vec<String>,
    /// The parameters with their priors.
    pub parameters: Vec<Parameter>,
    /// What becomes of each observation.
    pub outputs: Vec<Output>,
    /// The largest implausibility that is not ruled out.
    pub cutoff: f64,
    /// The waves.
    pub waves: Vec<Wave>,
    /// What is left: the posterior, or why there is none.
    pub outcome: Outcome,
}

/// How a calibration ends.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// A posterior.
    Posterior(Learned),
    /// No parameters are plausible. What contradicts them stands with its implausibility, the largest first.
    Implausible {
        /// Observations that contradict the least implausible point or each other.
        against: Vec<Against>,
        /// The least discrepancy of those tried that leaves a plausible point; none where none of them does.
        enough: Option<f64>,
    },
}

/// An observation that contradicts a point.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Against {
    /// Scenario and observation, for readers.
    pub name: String,
    /// Its implausibility; none where it was not reached.
    pub implausibility: Option<f64>,
}

impl Calibration {
    /// The posterior, if there is one.
    pub fn learned(&self) -> Option<&Learned> {
        match &self.outcome {
            Outcome::Posterior(learned) => Some(learned),
            Outcome::Implausible { .. } => None,
        }
    }
}

/// What a calibration is of: scenarios by name with what is drawn of them.
pub struct Scenarios<'a> {
    /// Names and scenarios.
    pub all: Vec<(&'a str, &'a Loaded)>,
    drawables: Vec<Drawable>,
}

impl<'a> Scenarios<'a> {
    /// Scenarios whose ranges can be drawn.
    ///
    /// # Errors
    /// A range whose ends the checks refuse, or a scenario without ranges or without a record.
    pub fn new(all: Vec<(&'a str, &'a Loaded)>) -> Result<Self> {
        for (name, loaded) in &all {
            let observed = loaded.scenario.observed.as_ref();
            if observed.is_none_or(|observed| observed.all().is_empty()) {
                let message = format!("`{name}` has no `observed` figures to calibrate to");
                return Err(StudyError::no_answer(message).help(
                    "write what really happened under `observed`, as \"observed\": {\"closure_h\": {\"low\": 74, \"high\": 98}}",
                ));
            }
        }
        let drawables: Vec<Drawable> = all.iter().map(|(_, loaded)| Drawable::new(loaded)).collect();
        for drawable in &drawables {
            drawable.check()?;
        }
        Ok(Self { all, drawables })
    }

    /// How many there are.
    fn len(&self) -> usize {
        self.all.len()
    }
}

/// Hears what is under way: a stage, how much of it is done, and how much there is.
pub type Progress<'a> = &'a mut dyn FnMut(&str, u64, u64);

/// Calibrates parameters to the records of all scenarios but those at the numbers `without`.
///
/// # Errors
/// Parameters that cannot be found, a scenario that cannot be simulated, an interruption, or too few draws.
pub fn calibrate(
    scenarios: &Scenarios<'_>,
    without: &[usize],
    question: &Question,
    options: &StudyOptions<'_>,
    progress: Progress<'_>,
) -> Result<Calibration> {
    options.keeper.prepare()?;
    let named: Vec<(&str, &Drawable)> = scenarios
        .all
        .iter()
        .zip(&scenarios.drawables)
        .map(|((name, _), drawable)| (*name, drawable))
        .collect();
    let parameters = parameters::find(&named, &question.parameters)?;
    let kept = (0..scenarios.len()).filter(|index| !without.contains(index));
    let members = kept
        .map(|index| {
            let (name, loaded) = scenarios.all[index];
            let drawable = &scenarios.drawables[index];
            Member::new(name, &loaded.scenario, drawable, &parameters, options.uncertain)
        })
        .collect::<Result<Vec<Member<'_>>>>()?;
    let sequence = SobolSequence::new(parameters.len())
        .ok_or_else(|| StudyError::no_answer("there are more parameters than dimensions of a design"))?;
    let mut matching = Matching { members: &members, question, options, sequence: &sequence, progress };
    let (outputs, waves, found) = matching.waves(parameters.len())?;
    let scenarios = members.iter().map(|member| member.name.to_owned()).collect();
    let cutoff = cutoff(fitted(&outputs).len());
    let outcome = match found {
        Err((against, enough)) => Outcome::Implausible { against, enough },
        Ok(bounds) => {
            let points = points(&sequence, question.draws, &bounds);
            let values = matching.run(&points, (1, true), "draws")?;
            let learned = posterior::learn(&parameters, &outputs, &points, &values, question, options.seed)?;
            Outcome::Posterior(learned)
        }
    };
    Ok(Calibration { scenarios, parameters, outputs, cutoff, waves, outcome })
}

/// The first points of a sequence, in a box. The first of all, the corner of the cube, is left out.
fn points(sequence: &SobolSequence, count: u32, bounds: &Bounds) -> Vec<Vec<f64>> {
    (1..=count).map(|index| within(bounds, &sequence.point(index))).collect()
}

/// History matching under way.
struct Matching<'a, 'm> {
    members: &'a [Member<'m>],
    question: &'a Question,
    options: &'a StudyOptions<'a>,
    sequence: &'a SobolSequence,
    progress: Progress<'a>,
}

/// What the waves leave: a box, or what contradicts the least implausible point.
type Found = std::result::Result<Bounds, (Vec<Against>, Option<f64>)>;

impl Matching<'_, '_> {
    /// What each member gives at points: by member and point, the values of its replications.
    fn run(&mut self, points: &[Vec<f64>], how: (u32, bool), what: &str) -> Result<Vec<Vec<Vec<Values>>>> {
        let all = (points.len() * self.members.len()) as u64;
        let mut done = 0;
        (self.progress)(what, done, all);
        self.options.keeper.each(self.members.iter().enumerate(), |(index, member)| {
            let found = member.run(points, how, self.options, || {
                done += 1;
                (self.progress)(what, done, all);
            })?;
            // Kept work is not simulated, and done all the same.
            done = ((index + 1) * points.len()) as u64;
            (self.progress)(what, done, all);
            Ok(found)
        })
    }

    /// The least discrepancy above the one asked for that leaves a plausible point of a wave.
    fn enough(&self, values: &[Vec<Vec<Values>>], points: usize) -> Option<f64> {
        let leaves = |discrepancy: &f64| {
            let outputs = outputs::sorted(self.members, values, *discrepancy);
            let most = cutoff(fitted(&outputs).len());
            let judged = judged(&outputs, values, points);
            !fitted(&outputs).is_empty() && judged.iter().any(|all| all.iter().all(|one| *one <= most))
        };
        let mut larger = DISCREPANCIES.into_iter().filter(|one| *one > self.question.discrepancy);
        larger.find(leaves)
    }

    /// Rules out points in waves, each in the box around what the one before left.
    fn waves(&mut self, dimensions: usize) -> Result<(Vec<Output>, Vec<Wave>, Found)> {
        let mut bounds = everything(dimensions);
        let (mut outputs, mut waves) = (Vec::new(), Vec::new());
        for number in 1..=self.question.waves {
            let points = points(self.sequence, self.question.points, &bounds);
            let values = self.run(&points, (self.question.per_point, false), &format!("wave {number}"))?;
            if number == 1 {
                outputs = outputs::sorted(self.members, &values, self.question.discrepancy);
            }
            let judged = judged(&outputs, &values, points.len());
            let used = fitted(&outputs);
            let most = cutoff(used.len());
            let worst = |all: &Vec<f64>| all.iter().copied().fold(0.0, f64::max);
            let plausible: Vec<&Vec<f64>> = points
                .iter()
                .zip(&judged)
                .filter(|(_, all)| worst(all) <= most)
                .map(|(point, _)| point)
                .collect();
            waves.push(Wave { points: points.len(), plausible: plausible.len(), volume: volume(&bounds) });
            let next = around(&plausible, points.len(), &bounds).filter(|_| !used.is_empty());
            let Some(next) = next else {
                let enough = self.enough(&values, points.len());
                return Ok((outputs.clone(), waves, Err((against(&outputs, &judged, most), enough))));
            };
            let hardly_less = volume(&next) > HARDLY_LESS * volume(&bounds);
            bounds = next;
            if hardly_less {
                break;
            }
        }
        Ok((outputs, waves, Ok(bounds)))
    }
}

/// Discrepancies that are tried where nothing is plausible.
const DISCREPANCIES: [f64; 9] = [0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1.0];

/// The implausibilities of the fitted outputs at each point.
fn judged(outputs: &[Output], values: &[Vec<Vec<Values>>], points: usize) -> Vec<Vec<f64>> {
    let used = fitted(outputs);
    let at = |point: usize| values.iter().map(|member| &member[point]).collect::<Vec<_>>();
    (0..points).map(|point| implausibilities(&used, &at(point))).collect()
}

/// What contradicts the least implausible point, the largest first; where nothing can be fitted, what is out of reach.
fn against(outputs: &[Output], judged: &[Vec<f64>], most: f64) -> Vec<Against> {
    let used = fitted(outputs);
    let name = |output: &Output| format!("{}: {}", output.scenario, output.name);
    let worst = |all: &&Vec<f64>| all.iter().copied().fold(0.0, f64::max);
    let mut found: Vec<(String, f64)> = if used.is_empty() {
        let out = outputs.iter().filter(|output| output.used == Use::OutOfReach);
        out.map(|output| (name(output), output.least_implausibility.unwrap_or(f64::INFINITY))).collect()
    } else {
        let least = judged.iter().min_by(|one, other| worst(one).total_cmp(&worst(other)));
        let all = least.into_iter().flatten().zip(used);
        all.filter(|(one, _)| **one > most).map(|(one, output)| (name(output), *one)).collect()
    };
    found.sort_by(|one, other| other.1.total_cmp(&one.1));
    let against = |(name, far): (String, f64)| Against {
        name,
        implausibility: Some(far).filter(|far| far.is_finite()),
    };
    found.into_iter().map(against).collect()
}
