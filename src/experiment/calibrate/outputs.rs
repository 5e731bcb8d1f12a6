//! The observations of all scenarios as outputs of one model: what each is good for, and how it is compared.

use serde::Serialize;

use super::ensemble::{Member, Values};
use crate::experiment::statistics::history::{Target, cutoff, implausibility};
use crate::scenario::Observation;

/// What becomes of an observation in a calibration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Use {
    /// Parameters are fitted to it.
    Fitted,
    /// No value of the parameters meets it: it is set aside, and says something of the model.
    OutOfReach,
    /// Neither parameters nor chance move it: it says nothing of them.
    Unmoved,
    /// The scenario does not model it.
    NotModelled,
}

/// One observation of one scenario.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Output {
    /// Name of the scenario.
    pub scenario: String,
    /// Its path below `observed`.
    pub path: String,
    /// What was observed, for readers.
    pub name: String,
    /// The unit, empty for a plain number.
    pub unit: &'static str,
    /// Smallest and largest value that the record allows.
    pub observed: [f64; 2],
    /// What becomes of it.
    #[serde(rename = "use")]
    pub used: Use,
    /// The least implausibility over the points of the first wave; none for what is not modelled or not reached.
    pub least_implausibility: Option<f64>,
    /// What the comparison allows for besides chance.
    #[serde(skip)]
    pub(super) target: Target,
    /// Its scenario and its number there.
    #[serde(skip)]
    pub(super) place: (usize, usize),
}

/// Sorts the observations of all members by what the first wave shows of them: by member and point, the values of its
/// replications. `discrepancy` is a share of the middle of a record.
pub(super) fn sorted(members: &[Member<'_>], wave: &[Vec<Vec<Values>>], discrepancy: f64) -> Vec<Output> {
    let mut outputs = Vec::new();
    for (index, (member, points)) in members.iter().zip(wave).enumerate() {
        for (number, observation) in member.readings.observations().enumerate() {
            let row = member.readings.row(number, None);
            let target = target(observation, row.unit, discrepancy);
            let mut output = Output {
                scenario: member.name.to_owned(),
                path: row.path,
                name: row.name,
                unit: row.unit,
                observed: [observation.low, observation.high],
                used: Use::NotModelled,
                least_implausibility: None,
                target,
                place: (index, number),
            };
            let columns: Option<Vec<Vec<f64>>> = points.iter().map(|point| column(point, number)).collect();
            if let Some(columns) = columns {
                judge(&mut output, &columns);
            }
            outputs.push(output);
        }
    }
    outputs
}

/// What the model may be off by: what the file says, or a share of the figure; of what is counted, one at least.
fn target(observation: &Observation, unit: &str, share: f64) -> Target {
    let middle = f64::midpoint(observation.low, observation.high).abs();
    let least = if matches!(unit, "h" | "" | "t") || share <= 0.0 { 0.0 } else { 1.0 };
    let discrepancy = observation.discrepancy.unwrap_or_else(|| (share * middle).max(least));
    Target { low: observation.low, high: observation.high, discrepancy }
}

/// The values of one observation over replications; none where it is not modelled.
fn column(replications: &[Values], number: usize) -> Option<Vec<f64>> {
    replications.iter().map(|values| values.get(number).copied().flatten()).collect()
}

fn judge(output: &mut Output, columns: &[Vec<f64>]) {
    let first = columns.first().and_then(|column| column.first()).copied().unwrap_or(0.0);
    let moves = columns.iter().flatten().any(|value| (value - first).abs() > 1e-9 * first.abs().max(1.0));
    let least =
        columns.iter().map(|column| implausibility(column, &output.target)).fold(f64::INFINITY, f64::min);
    output.least_implausibility = Some(least).filter(|least| least.is_finite());
    output.used = if !moves {
        Use::Unmoved
    } else if least > cutoff(1) {
        Use::OutOfReach
    } else {
        Use::Fitted
    };
}

/// The outputs that parameters are fitted to.
pub(super) fn fitted(outputs: &[Output]) -> Vec<&Output> {
    outputs.iter().filter(|output| output.used == Use::Fitted).collect()
}

/// The implausibility of each fitted output at a point: by member, the values of its replications there.
pub(super) fn implausibilities(fitted: &[&Output], at: &[&Vec<Values>]) -> Vec<f64> {
    let one = |output: &&Output| {
        let (member, number) = output.place;
        column(at[member], number).map_or(f64::INFINITY, |values| implausibility(&values, &output.target))
    };
    fitted.iter().map(one).collect()
}
