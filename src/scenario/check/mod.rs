//! Rules that a scenario must keep beyond its structure: one small function per rule, all run, all reported.
//!
//! Rules that hold for every key of a kind (numbers, ids, distributions) walk the tree; the others read the types.

mod carriers;
mod daily;
mod distributions;
mod duty;
mod evidence;
mod factors;
mod lift_leg;
mod limits;
mod loads;
mod numbers;
mod observed;
mod places;
mod references;
mod routes;
mod service;
mod times;
mod units;
mod usual;

use std::fmt;

use super::tree::Node;
use super::{Contingent, Scenario, Unit, path};
use crate::diagnostic::{Code, Diagnostic};

/// Returns all mistakes and warnings.
pub(super) fn check(scenario: &Scenario, root: &Node) -> Vec<Diagnostic> {
    let mut checker = Checker::new(scenario, root);
    for rule in RULES {
        rule(&mut checker);
    }
    usual::check(&mut checker);
    usual::silence(&mut checker);
    let mut found = checker.found;
    if found.iter().any(|diagnostic| !diagnostic.code.is_warning()) {
        // What is not used is often what a misspelt id elsewhere was meant to name.
        found.retain(|diagnostic| diagnostic.code != Code::W2003);
    }
    found
}

/// All rules that a scenario may break, in the order in which they are told. What is merely unusual stands in [`usual`], which
/// warns and refuses nothing.
const RULES: [fn(&mut Checker<'_>); 14] = [
    numbers::check,
    distributions::check,
    references::check,
    routes::check,
    places::check,
    carriers::check,
    units::check,
    limits::check,
    daily::check,
    factors::check,
    times::check,
    evidence::check,
    observed::check,
    loads::check,
];

/// Whether a scenario that broke no rule breaks none with another value at a path; what it is warned of is not looked at.
pub(super) fn stays_free_of_errors(scenario: &Scenario, root: &Node, changed: &str) -> bool {
    let mut checker = Checker { changed: Some(changed), ..Checker::new(scenario, root) };
    RULES.iter().all(|rule| {
        rule(&mut checker);
        checker.found.iter().all(|found| found.code.is_warning())
    })
}

/// Returns what can be told of a scenario beside mistakes of structure, at these paths: rules on single values and names. What may
/// follow from such a mistake is not told.
pub(super) fn beside(scenario: &Scenario, root: &Node, wrong: &[String]) -> Vec<Diagnostic> {
    let mut checker = Checker::new(scenario, root);
    numbers::check(&mut checker);
    distributions::check(&mut checker);
    let is_whole = |path: &str| {
        wrong.iter().all(|it| !path::is_at_or_below(path, it) && !path::is_at_or_below(it, path))
    };
    // A part of the scenario that is lost takes its ids with it.
    if wrong.iter().all(|path| path.contains('.') || WITHOUT_IDS.contains(&path.as_str())) {
        references::check(&mut checker);
    }
    places::check(&mut checker);
    units::check(&mut checker);
    times::check(&mut checker);
    usual::numbers(&mut checker);
    if ["places", "routes", "contingents"].into_iter().all(is_whole) {
        usual::ways(&mut checker);
    }
    usual::silence(&mut checker);
    let mut found = checker.found;
    found.retain(|it| is_whole(&it.path) && !FOLLOWS.contains(&it.code));
    found
}

/// Keys at the top under which no ids stand.
const WITHOUT_IDS: [&str; 10] = [
    "format_version",
    "title",
    "authors",
    "licence",
    "start",
    "deadline_h",
    "horizon_h",
    "dispatch",
    "slot_policy",
    "reporting_interval_h",
];

/// What may follow from a mistake elsewhere: sums over what was lost, and what nothing uses.
const FOLLOWS: [Code; 4] = [Code::E1207, Code::E1211, Code::W2003, Code::W2004];

pub(super) use usual::rows as usual_rows;

/// A scenario under check, and what was found so far.
struct Checker<'a> {
    scenario: &'a Scenario,
    root: &'a Node,
    /// The path of the only value that was not checked before; none where all of them are new.
    changed: Option<&'a str>,
    found: Vec<Diagnostic>,
}

impl<'a> Checker<'a> {
    /// Nothing is found yet, and nothing checked.
    fn new(scenario: &'a Scenario, root: &'a Node) -> Self {
        Self { scenario, root, changed: None, found: Vec::new() }
    }

    /// Notes a mistake at a path.
    fn report(&mut self, code: Code, path: impl Into<String>, message: impl Into<String>, help: &str) {
        self.add(Diagnostic::new(code, message).on(path).help(help));
    }

    /// Notes a diagnostic, put to where its path was written.
    fn add(&mut self, diagnostic: Diagnostic) {
        self.found.push(self.root.locate(diagnostic));
    }

    /// Returns the units of [`Self::units`] that may break a rule which judges each unit by itself: where the only new value
    /// stands in a unit, that unit alone.
    fn changed_units(&self) -> impl Iterator<Item = (UnitPath<'a>, &'a Contingent, &'a Unit)> + use<'a> {
        let mut at = self.changed.unwrap_or_default().split('.');
        let named = match [at.next(), at.next(), at.next(), at.next()] {
            [Some("contingents"), Some(contingent), Some("units"), Some(unit)] => Some((contingent, unit)),
            _ => None,
        };
        let found = named.and_then(|(contingent_id, unit_id)| {
            let contingent = self.scenario.contingents.get(contingent_id)?;
            let unit = contingent.units.get(unit_id)?;
            Some((UnitPath { contingent_id, unit_id }, contingent, unit))
        });
        let all = found.is_none().then(|| self.units());
        found.into_iter().chain(all.into_iter().flatten())
    }

    /// Returns every unit with its path and its contingent.
    fn units(&self) -> impl Iterator<Item = (UnitPath<'a>, &'a Contingent, &'a Unit)> + use<'a> {
        self.scenario.contingents.iter().flat_map(|(contingent_id, contingent)| {
            let path = move |unit_id| UnitPath { contingent_id, unit_id };
            contingent.units.iter().map(move |(unit_id, unit)| (path(unit_id), contingent, unit))
        })
    }
}

/// Where a unit stands. It becomes a text for a mistake alone: rules pass thousands of units that have none.
#[derive(Debug, Clone, Copy)]
struct UnitPath<'a> {
    contingent_id: &'a str,
    unit_id: &'a str,
}

impl fmt::Display for UnitPath<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "contingents.{}.units.{}", self.contingent_id, self.unit_id)
    }
}

impl From<UnitPath<'_>> for String {
    fn from(path: UnitPath<'_>) -> Self {
        path.to_string()
    }
}

/// Returns a number as a reader expects it: no needless decimals, and a power of ten where three decimals would hide it or its
/// digits would never end.
pub(super) fn plain(value: f64) -> String {
    let size = value.abs();
    if size.is_infinite() {
        return "infinitely many".to_owned();
    }
    if size >= 1e15 || (size > 0.0 && size < 0.000_5) {
        let digits = format!("{value:.3e}");
        let (number, power) = digits.split_once('e').unwrap_or((&digits, "0"));
        return format!("{}e{power}", number.trim_end_matches('0').trim_end_matches('.'));
    }
    let rounded = (value * 1000.0).round() / 1000.0;
    format!("{rounded}")
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn numbers_of_any_size_are_short_and_not_zero() {
        for (value, written) in [
            (0.0, "0"),
            (-2.0, "-2"),
            (1.23456, "1.235"),
            (0.0005, "0.001"),
            (1e-9, "1e-9"),
            (-0.000_123_456, "-1.235e-4"),
            (123_456_789.0, "123456789"),
            (1e300, "1e300"),
            (f64::MAX, "1.798e308"),
            (f64::INFINITY, "infinitely many"),
        ] {
            assert_eq!(plain(value), written);
        }
    }
}
