//! What figures rest on, what was observed, and who is to be cited.

use std::collections::BTreeMap;

use super::{Checker, plain};
use crate::diagnostic::{Code, Diagnostic, did_you_mean};
use crate::scenario::author::{is_licence_id, is_orcid};
use crate::scenario::tree::Data;
use crate::scenario::{Evidence, Observation, Observed, Shape, path};

pub(super) fn check(checker: &mut Checker<'_>) {
    let scenario = checker.scenario;
    for (target, evidence) in &scenario.evidence {
        let at = format!("evidence.{target}");
        if let Some(source) = &evidence.source {
            source_exists(checker, format!("{at}.source"), source);
        }
        path_leads_somewhere(checker, &at, target);
        range_fits(checker, &at, target, evidence);
        is_drawn(checker, &at, evidence);
    }
    parameters_agree(checker);
    totals_can_be_kept(checker);
    if let Some(observed) = &scenario.observed {
        for (at, observation) in observations(observed) {
            if let Some(source) = &observation.source {
                source_exists(checker, format!("{at}.source"), source);
            }
            if observation.low > observation.high {
                ends_are_swapped(checker, &at, observation.low, observation.high);
            }
            if observation.discrepancy.is_some_and(|sd| sd < 0.0) {
                let help = "give a standard deviation in the unit of the figure, or leave the key out";
                checker.report(Code::E1608, format!("{at}.discrepancy"), "it is below 0", help);
            }
        }
    }
    sources_are_used(checker);
    can_be_cited(checker);
}

fn can_be_cited(checker: &mut Checker<'_>) {
    let scenario = checker.scenario;
    for (index, author) in scenario.authors.iter().enumerate() {
        if author.name().trim().is_empty() {
            let at = format!("authors.{index}");
            checker.report(
                Code::E1606,
                at,
                "an author without a name",
                "write the name as it is to be printed",
            );
        }
        if author.orcid().is_some_and(|orcid| !is_orcid(orcid)) {
            let help = "an iD looks like `0000-0002-1825-0097`, and its last digit checks the others";
            checker.report(Code::E1606, format!("authors.{index}.orcid"), "this is no ORCID iD", help);
        }
    }
    if scenario.licence.as_deref().is_some_and(|licence| !is_licence_id(licence)) {
        let help = "give the id of spdx.org/licenses, as `CC-BY-4.0`; `LicenseRef-` and a name for a licence of your own";
        checker.report(Code::E1607, "licence", "this is no SPDX id of a licence", help);
    }
}

fn observations(observed: &Observed) -> impl Iterator<Item = (String, Observation)> {
    observed.all().into_iter().map(|(path, _, observation)| (format!("observed.{path}"), observation))
}

fn source_exists(checker: &mut Checker<'_>, at: String, source: &str) {
    let sources = &checker.scenario.sources;
    if !sources.contains_key(source) {
        let mut diagnostic = Diagnostic::new(Code::E1601, format!("unknown source `{source}`")).on(at);
        diagnostic.help = did_you_mean(source, sources.keys().map(String::as_str), "sources");
        checker.add(diagnostic);
    }
}

fn path_leads_somewhere(checker: &mut Checker<'_>, at: &str, target: &str) {
    if let Err(error) = path::get(checker.root, target) {
        let mut diagnostic =
            Diagnostic::new(Code::E1602, format!("evidence of nothing: {}", error.message)).on(at);
        diagnostic.help = error.help;
        checker.add(diagnostic);
    }
}

fn ends_are_swapped(checker: &mut Checker<'_>, at: &str, low: f64, high: f64) {
    let message = format!("`low` is {} and `high` is {}", plain(low), plain(high));
    checker.report(Code::E1603, at, message, "swap them");
}

fn range_fits(checker: &mut Checker<'_>, at: &str, target: &str, evidence: &Evidence) {
    let (low, high) = match (evidence.low, evidence.high) {
        (Some(low), Some(high)) => (low, high),
        (None, None) if !evidence.scale => return,
        _ => {
            let help = "give both `low` and `high`, or neither";
            return checker.report(Code::E1603, at, "a range needs both its ends", help);
        }
    };
    if low > high {
        return ends_are_swapped(checker, at, low, high);
    }
    if evidence.scale && low <= 0.0 {
        let message = format!("a factor of {} makes nothing of the value, or less", plain(low));
        return checker.report(Code::E1603, at, message, "factors are above 0; 1 leaves the value as it is");
    }
    let Ok(node) = path::get(checker.root, target) else {
        return;
    };
    let object = matches!(node.data, Data::Object(_));
    let value = match node.as_f64() {
        Some(_) if evidence.scale => 1.0,
        Some(value) => value,
        None if object && evidence.scale => 1.0,
        None => {
            let message = format!("a range was given for `{target}`, which is {}", node.describe());
            let help = if object {
                "add `\"scale\": true` to vary a distribution by a factor, or name one of its numbers"
            } else {
                "name a number"
            };
            return checker.report(Code::E1604, at, message, help);
        }
    };
    if value < low || value > high {
        value_is_outside(checker, at, value, (low, high));
    }
}

/// What says how a range is drawn needs a range.
fn is_drawn(checker: &mut Checker<'_>, at: &str, evidence: &Evidence) {
    let given = [
        ("shape", evidence.shape != Shape::Uniform),
        ("parameter", evidence.parameter.is_some()),
        ("total", evidence.total.is_some()),
    ];
    let ranged = evidence.low.is_some() && evidence.high.is_some();
    for (key, _) in given.iter().filter(|(_, given)| *given && !ranged) {
        let help = "give `low` and `high`, or leave the key out";
        checker.report(Code::E1609, format!("{at}.{key}"), "there is no range to draw from", help);
    }
    if evidence.shape == Shape::LogUniform && evidence.low.is_some_and(|low| low <= 0.0) {
        let help = "give a `low` above 0, or draw uniformly";
        checker.report(
            Code::E1609,
            format!("{at}.low"),
            "a range that is drawn by factors begins above 0",
            help,
        );
    }
}

/// Assumptions of one parameter are drawn at one share of one range.
fn parameters_agree(checker: &mut Checker<'_>) {
    let mut first: BTreeMap<&str, (&str, &Evidence)> = BTreeMap::new();
    for (target, evidence) in &checker.scenario.evidence {
        let Some(parameter) = evidence.parameter.as_deref() else { continue };
        let (known, range) = *first.entry(parameter).or_insert((target, evidence));
        let of = |it: &Evidence| (it.low, it.high, it.scale, it.shape);
        if of(range) != of(evidence) {
            let message = format!("the range of the parameter `{parameter}` is another one at `{known}`");
            let help = "give all assumptions of a parameter one range; with `scale`, it is one of a factor";
            checker.report(Code::E1609, format!("evidence.{target}.parameter"), message, help);
        }
    }
}

/// What adds up to a total is drawn for itself, and is a number.
fn totals_can_be_kept(checker: &mut Checker<'_>) {
    for (target, evidence) in &checker.scenario.evidence {
        if evidence.total.is_none() {
            continue;
        }
        let at = format!("evidence.{target}.total");
        if evidence.parameter.is_some() {
            let help = "give either `total` or `parameter`";
            checker.report(
                Code::E1609,
                at.clone(),
                "a parameter that others share cannot give way to a total",
                help,
            );
        }
        if path::get(checker.root, target).is_ok_and(|node| node.as_f64().is_none()) {
            let help = "name a number";
            checker.report(Code::E1609, at, format!("`{target}` is no number that adds up"), help);
        }
    }
}

fn value_is_outside(checker: &mut Checker<'_>, at: &str, value: f64, (low, high): (f64, f64)) {
    let message =
        format!("the value {} lies outside its range from {} to {}", plain(value), plain(low), plain(high));
    let help = "with `scale`, the ends are factors around 1; else they are values";
    checker.report(Code::W2002, at, message, help);
}

fn sources_are_used(checker: &mut Checker<'_>) {
    let scenario = checker.scenario;
    let mut used: Vec<String> = scenario.evidence.values().filter_map(|it| it.source.clone()).collect();
    if let Some(observed) = &scenario.observed {
        used.extend(observations(observed).filter_map(|(_, it)| it.source));
    }
    for id in scenario.sources.keys() {
        if !used.contains(id) {
            let message = format!("nothing rests on the source `{id}`");
            checker.report(
                Code::W2003,
                format!("sources.{id}"),
                message,
                "name it in `evidence` or `observed`",
            );
        }
    }
}
