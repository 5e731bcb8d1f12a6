//! The parameters of a calibration: assumptions that scenarios share, by the name of a parameter or by their path.

use serde::Serialize;

use super::Result;
use crate::experiment::study_error::StudyError;
use crate::experiment::uncertainty::{Assumption, Drawable};
use crate::scenario::Shape;

/// The most parameters: each has a dimension of the Sobol' sequence, and more are not told apart.
const MOST: usize = 20;

/// A parameter that is calibrated.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Parameter {
    /// Its name, or the path of the assumption that stands for itself.
    pub name: String,
    /// Low end of its prior: a value, or a factor.
    pub low: f64,
    /// High end.
    pub high: f64,
    /// Whether it is a factor on the values at its paths.
    pub factor: bool,
    /// How the prior is drawn from.
    pub shape: Shape,
    /// By scenario, the paths that it stands for.
    pub paths: Vec<Vec<String>>,
    /// An assumption of it, for the values at shares of the range.
    #[serde(skip)]
    one: Assumption,
}

impl Parameter {
    /// The value or factor at a share of the prior.
    pub fn at(&self, share: f64) -> f64 {
        self.one.in_range(share)
    }
}

/// Finds the parameters of scenarios: those `wanted` by name or path, or every named one.
///
/// # Errors
/// None at all, one that no scenario has, too many, or one whose ranges differ between scenarios.
pub(super) fn find(scenarios: &[(&str, &Drawable)], wanted: &[String]) -> Result<Vec<Parameter>> {
    let all = || scenarios.iter().flat_map(|(_, drawable)| drawable.assumptions());
    let mut names: Vec<String> = if wanted.is_empty() {
        all().filter(|one| one.parameter != one.path).map(|one| one.parameter.clone()).collect()
    } else {
        wanted.to_vec()
    };
    if wanted.is_empty() {
        names.sort();
    }
    let mut seen = std::collections::BTreeSet::new();
    names.retain(|name| seen.insert(name.clone()));
    if names.is_empty() {
        return Err(StudyError::no_answer("no assumption is named as a `parameter`").help(
            "name parameters in `evidence`, as {\"low\": 0.5, \"high\": 2, \"scale\": true, \"parameter\": \"preparation\"}, \
             or choose assumptions by their path with --parameter",
        ));
    }
    if names.len() > MOST {
        let message = format!("{} parameters, and {MOST} are the most that are told apart", names.len());
        return Err(StudyError::no_answer(message).help("choose some with --parameter"));
    }
    names.into_iter().map(|name| parameter(scenarios, name)).collect()
}

fn parameter(scenarios: &[(&str, &Drawable)], name: String) -> Result<Parameter> {
    let mut found: Option<(&str, &Assumption)> = None;
    let mut paths = Vec::new();
    for (scenario, drawable) in scenarios {
        let members: Vec<&Assumption> =
            drawable.assumptions().iter().filter(|one| one.parameter == name || one.path == name).collect();
        for one in &members {
            let (first, known) = found.get_or_insert((*scenario, *one));
            if prior(known) != prior(one) {
                let message =
                    format!("the range of `{name}` is another one in `{scenario}` than in `{first}`");
                return Err(StudyError::no_answer(message).help(
                    "give it one range in all scenarios: it is the prior that they share; with `scale`, it is one of a factor",
                ));
            }
        }
        paths.push(members.into_iter().map(|one| one.path.clone()).collect());
    }
    let Some((_, one)) = found else {
        return Err(StudyError::no_answer(format!("no scenario has an assumption with a range `{name}`"))
            .help("`forceflow paths SCENARIO` lists them; a parameter is named in `evidence`"));
    };
    Ok(Parameter {
        low: one.low,
        high: one.high,
        factor: one.scale,
        shape: one.shape,
        paths,
        one: one.clone(),
        name,
    })
}

fn prior(one: &Assumption) -> (u64, u64, bool, bool) {
    // A value that is no factor is one value in all scenarios; a factor is on whatever stands there.
    (one.low.to_bits(), one.high.to_bits(), one.scale, one.shape == Shape::LogUniform)
}
