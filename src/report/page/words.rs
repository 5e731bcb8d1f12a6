//! Numbers and names as reports write them.

use super::super::numbers::{Calendar, hours, hours_or_dash, span, span_between, thousands};
use super::document::{Span, text};
use crate::experiment::results::{Closure, Spread};
use crate::model::Category;

/// Columns that hold intervals over replications, which a report leaves out where all replications are the same.
pub(super) const INTERVALS: [&str; 3] = ["95 % interval", "Nine runs in ten", "Least to most"];

/// `84.5 h`, `59.8 days (1,435 h)`; the space before a unit does not break.
pub(super) fn with_unit(h: f64) -> String {
    unbroken(&span(h))
}

/// Two ends of a time as a sentence has them: `75.1 and 97.3 h`; a dash where an end is missing.
pub(super) fn ends(low: Option<f64>, high: Option<f64>, joint: &str) -> String {
    match low.zip(high) {
        Some((low, high)) if hours(low) == hours(high) => with_unit(low),
        Some(ends) => unbroken(&span_between(ends, joint)),
        None => hours_or_dash(None),
    }
}

fn unbroken(text: &str) -> String {
    text.replace(" h", "\u{a0}h").replace(" days", "\u{a0}days")
}

/// `84.5 h (9 Jan 10:31 local time)`, `44.8 days (1,074 h; 29 Sep 02:08 local time)`.
pub(super) fn instant(h: f64, calendar: Option<&Calendar>) -> String {
    let span = with_unit(h);
    let Some(calendar) = calendar else { return span };
    let local = format!("{} local time", calendar.instant(h));
    match span.strip_suffix(')') {
        Some(open) => format!("{open}; {local})"),
        None => format!("{span} ({local})"),
    }
}

/// The 95 % interval of a mean, `83.6 to 85.3`; a dash without one.
pub(super) fn interval(mean: Option<f64>, half_width: Option<f64>) -> String {
    match mean.zip(half_width) {
        Some((mean, half)) => between(Some(mean - half), Some(mean + half)),
        None => hours_or_dash(None),
    }
}

/// `75.1 to 97.3`; a dash where an end is missing.
pub(super) fn between(low: Option<f64>, high: Option<f64>) -> String {
    match low.zip(high) {
        Some((low, high)) if hours(low) == hours(high) => hours(low),
        Some((low, high)) => format!("{} to {}", hours(low), hours(high)),
        None => hours_or_dash(None),
    }
}

/// Mean, 95 % interval of the mean, and what nine runs in ten lie between [h].
pub(super) fn closure_cells(closure: &Closure) -> [String; 3] {
    [
        hours_or_dash(closure.mean),
        interval(closure.mean, closure.half_width_95),
        between(closure.p05, closure.p95),
    ]
}

/// Mean, and least to most over replications [h].
pub(super) fn spread_cells(spread: &Spread) -> [String; 2] {
    [hours_or_dash(spread.mean), between(spread.min, spread.max)]
}

/// A value of a quantity: hours with digits that fit, whole numbers of things whole.
pub(super) fn quantity(value: f64, unit: &str) -> String {
    if value.fract() == 0.0 && unit != "h" { thousands(value) } else { hours(value) }
}

/// A mean number of things: 107 where it is the same in every replication, 106.8 otherwise.
pub(super) fn count(spread: &Spread) -> String {
    match (spread.mean, spread.sd) {
        (Some(mean), Some(sd)) if sd > 0.0 => format!("{mean:.1}"),
        (Some(mean), _) => thousands(mean),
        (None, _) => hours_or_dash(None),
    }
}

/// `1 site`, `12 sites`.
pub(super) fn counted(number: usize, one: &str) -> String {
    let s = if number == 1 { "" } else { "s" };
    format!("{} {one}{s}", thousands(number as f64))
}

/// Words one after another: `a, b and c`.
pub(super) fn listed(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// A category in words.
pub(super) fn category(id: &str) -> &str {
    match Category::named(id) {
        Some(category) => category.label(),
        None => id,
    }
}

/// A document as a link, by the id that the scenario gives it.
pub(super) fn source(scenario: &crate::scenario::Scenario, id: &str) -> Vec<Span> {
    let Some(source) = scenario.sources.get(id) else { return text(id) };
    match &source.url {
        Some(url) => vec![Span::Link(source.title.clone(), url.clone())],
        None => text(source.title.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_are_dashes_where_there_are_none() {
        assert_eq!(interval(Some(84.5), Some(0.9)), "83.6 to 85.4");
        assert_eq!(interval(Some(84.5), None), "–");
        assert_eq!(between(Some(2.0), Some(2.0)), "2.0");
        assert_eq!(between(None, Some(2.0)), "–");
    }

    #[test]
    fn an_instant_has_its_local_time_beside_hours_or_days() {
        let calendar = Calendar::new("2000-08-15T08:00:00+05:00", 5.0);
        assert_eq!(instant(12.0, calendar.as_ref()), "12.0\u{a0}h (15 Aug 20:00 local time)");
        assert_eq!(
            instant(480.0, calendar.as_ref()),
            "20.0\u{a0}days (480.0\u{a0}h; 4 Sep 08:00 local time)"
        );
        assert_eq!(instant(480.0, None), "20.0\u{a0}days (480.0\u{a0}h)");
    }

    #[test]
    fn words_are_joined_as_in_a_sentence() {
        let words: Vec<String> = ["a", "b", "c"].map(str::to_owned).to_vec();
        assert_eq!(listed(&words), "a, b and c");
        assert_eq!(listed(&words[..1]), "a");
        assert_eq!(
            (counted(1, "site"), counted(1_200, "site")),
            ("1 site".to_owned(), "1,200 sites".to_owned())
        );
    }
}
