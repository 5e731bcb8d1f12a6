//! Variants of the calibrated scenarios: values at the median of the posterior, ranges from its 5 to its 95 % quantile.

use serde_json::{Map, Value, json};

use crate::experiment::calibrate::{Calibration, Marginal, Parameter};
use crate::experiment::uncertainty::Drawable;
use crate::scenario::Loaded;

/// A variant for each scenario that has one of the parameters, by its name. It lies beside the file of its scenario.
pub(super) fn of(scenarios: &[(&str, &Loaded)], calibration: &Calibration) -> Vec<(String, Value)> {
    let Some(learned) = calibration.learned() else { return Vec::new() };
    let known: Vec<(&Parameter, &Marginal)> = calibration.parameters.iter().zip(&learned.marginals).collect();
    scenarios
        .iter()
        .filter_map(|(name, loaded)| Some(((*name).to_owned(), variant(name, loaded, &known)?)))
        .collect()
}

fn variant(name: &str, loaded: &Loaded, known: &[(&Parameter, &Marginal)]) -> Option<Value> {
    let mut evidence = json!(loaded.scenario.evidence);
    let mut changes = Map::new();
    for assumption in Drawable::new(loaded).assumptions() {
        let of = |(parameter, _): &&(&Parameter, &Marginal)| {
            parameter.name == assumption.parameter || parameter.name == assumption.path
        };
        let Some((parameter, marginal)) = known.iter().find(of) else { continue };
        changes.insert(assumption.path.clone(), assumption.at(assumption.share_of(marginal.p50)));
        // A factor is one on the value of the variant, which is at the median.
        let unit = if parameter.factor { marginal.p50 } else { 1.0 };
        evidence[&assumption.path]["low"] = json!(marginal.p05 / unit);
        evidence[&assumption.path]["high"] = json!(marginal.p95 / unit);
    }
    if changes.is_empty() {
        return None;
    }
    changes.insert("evidence".to_owned(), evidence);
    Some(json!({
        "format_version": 1,
        "based_on": format!("{name}.json"),
        "title": format!("{} (calibrated)", loaded.scenario.title),
        "changes": changes,
    }))
}
