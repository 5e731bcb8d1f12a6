//! Use of fleets and of what terminals and receptions have, and what was waited for it up to closure: worked out of results
//! once, for the summary and for the page.

use std::fmt::{self, Write as _};

use super::numbers::thousands;
use super::padded::shortened;
use crate::experiment::Results;
use crate::experiment::results::{FacilityResult, FleetResult, TerminalResult, WaitResult};
use crate::model::{Category, Facility};

/// Rows of each table of the summary.
const MOST_FLEETS: usize = 8;
const MOST_PARTS: usize = 6;
/// Letters of a name in a table of the summary.
const WIDEST: usize = 44;
/// What is less than this share of all hours is not worth a row.
const LEAST: f64 = 0.01;

/// Something at a place that is waited for: a facility, the reception, mobilisation teams (also of a contingent), or what else
/// holds up there.
#[derive(Debug, Clone)]
pub struct Part<'a> {
    /// Name of the place.
    pub place: &'a str,
    /// What it is, as `working spots` or `closed by weather`.
    pub what: String,
    /// Its use; `None` for what is no facility.
    pub used: Option<&'a FacilityResult>,
    /// Waits for it, and their hours in all, a run.
    pub waited: (f64, f64),
}

/// All that was used or waited for at places, what was waited for most first.
pub fn parts(results: &Results) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    for terminal in results.terminals.values() {
        let place = terminal.name.as_str();
        for (id, used) in &terminal.facilities {
            let facility = Facility::ALL.into_iter().find(|facility| facility.id() == id);
            let waits = facility.map_or(&[] as &[Category], Facility::waits);
            let waited = sum(&terminal.waits, |category| waits.contains(&category));
            let share = facility.map_or(1.0, |facility| share_of_waits(terminal, facility));
            let waited = (waited.0 * share, waited.1 * share);
            parts.push(Part { place, what: id.replace('_', " "), used: Some(used), waited });
        }
        for wait in &terminal.waits {
            let other = |category: &Category| {
                let of_facility = Facility::ALL.into_iter().any(|it| it.waits().contains(category));
                category.is_held_by_place() && !of_facility
            };
            if let Some(category) = Category::named(&wait.cause).filter(other) {
                let waited = (wait.count, wait.total_h);
                parts.push(Part { place, what: category.label().to_owned(), used: None, waited });
            }
        }
    }
    for reception in results.receptions.values() {
        let waited = sum(&reception.waits, |_| true);
        let (place, what) = (reception.name.as_str(), "reception teams".to_owned());
        parts.push(Part { place, what, used: Some(&reception.teams), waited });
    }
    for teams in results.mobilisation.values() {
        let waited = sum(&teams.waits, |_| true);
        let (place, what) = (teams.name.as_str(), "mobilisation teams".to_owned());
        parts.push(Part { place, what, used: Some(&teams.teams), waited });
    }
    parts.sort_by(|a, b| b.waited.1.total_cmp(&a.waited.1));
    parts
}

/// The share of the waits for spots that is for these: carriers wait for any spots of a terminal for one cause, so that waits
/// are told apart by the queues. 1 for what is no spot, and where modes share all spots.
fn share_of_waits(terminal: &TerminalResult, facility: Facility) -> f64 {
    if !facility.is_spots() {
        return 1.0;
    }
    let queue = |facility: Facility| {
        let found = terminal.facilities.get(facility.id());
        found.and_then(|found| found.queue.mean).unwrap_or(0.0)
    };
    let all: f64 = Facility::ALL.into_iter().filter(|one| one.is_spots()).map(queue).sum();
    if all > 0.0 { queue(facility) / all } else { 1.0 }
}

/// Hours that were waited at a place for what it has, its gate and its fuel included, and for its reception, a run.
pub fn waited_at_h(results: &Results, id: &str) -> f64 {
    let terminal = results.terminals.get(id).map_or(&[] as &[WaitResult], |terminal| &terminal.waits);
    let reception = results.receptions.get(id).map_or(&[] as &[WaitResult], |reception| &reception.waits);
    sum(terminal, Category::is_held_by_place).1 + sum(reception, |_| true).1
}

/// Hours that the carriers of a fleet waited, a run.
pub fn waited_by_h(fleet: &FleetResult) -> f64 {
    let waits = fleet.hours.iter().filter(|(id, _)| {
        Category::named(id).is_some_and(|category| category.is_wait() || category.is_held_by_place())
    });
    waits.fold(0.0, |sum, (_, h)| sum + *h)
}

fn sum(waits: &[WaitResult], counts: impl Fn(Category) -> bool) -> (f64, f64) {
    let those = waits.iter().filter(|wait| Category::named(&wait.cause).is_some_and(&counts));
    those.fold((0.0, 0.0), |(count, h), wait| (count + wait.count, h + wait.total_h))
}

/// The two tables of the summary: fleets, busiest first, and what was waited for most at places.
pub(super) fn write(text: &mut String, results: &Results) -> fmt::Result {
    write_fleets(text, results)?;
    write_parts(text, results)
}

fn write_fleets(text: &mut String, results: &Results) -> fmt::Result {
    let mut fleets: Vec<&FleetResult> = results.fleets.values().collect();
    if fleets.is_empty() {
        return Ok(());
    }
    let busy = |fleet: &FleetResult| fleet.utilisation.mean.unwrap_or(0.0);
    fleets.sort_by(|a, b| busy(b).total_cmp(&busy(a)));
    let shown = &fleets[..fleets.len().min(MOST_FLEETS)];
    let title = "Use of fleets up to closure";
    let width = width_of(shown.iter().map(|fleet| fleet.name.as_str()), title);
    writeln!(text, "{title:width$}  carriers    trips      use    waiting")?;
    for fleet in shown {
        writeln!(
            text,
            "{:width$}  {:>8} {:>8} {:>8} {:>8} h",
            shortened(fleet.name.clone(), WIDEST),
            thousands(f64::from(fleet.carriers)),
            fleet.sorties.mean.map_or_else(|| "–".to_owned(), |mean| format!("{mean:.1}")),
            share(fleet.utilisation.mean),
            in_tenths(waited_by_h(fleet))
        )?;
    }
    write_rest(text, fleets.len() - shown.len(), "fleet")
}

fn write_parts(text: &mut String, results: &Results) -> fmt::Result {
    let parts = parts(results);
    let all_h: f64 = parts.iter().map(|part| part.waited.1).sum();
    let shown: Vec<(String, &Part<'_>)> = parts
        .iter()
        .filter(|part| part.waited.1 > all_h * LEAST)
        .take(MOST_PARTS)
        .map(|part| (format!("{}, {}", part.place, part.what), part))
        .collect();
    if shown.is_empty() {
        return Ok(());
    }
    let title = "Most waited for at places, per run";
    let width = width_of(shown.iter().map(|(name, _)| name.as_str()), title);
    writeln!(text, "{title:width$}  capacity    waits      use     waited")?;
    for (name, part) in &shown {
        let capacity = part.used.and_then(|used| used.capacity);
        writeln!(
            text,
            "{:width$}  {:>8} {:>8} {:>8} {:>8} h",
            shortened(name.clone(), WIDEST),
            capacity.map_or_else(|| "–".to_owned(), |capacity| thousands(f64::from(capacity))),
            format!("{:.1}", part.waited.0),
            share(part.used.and_then(|used| used.utilisation)),
            in_tenths(part.waited.1)
        )?;
    }
    writeln!(text)
}

/// A line on what is left out, and an empty one.
fn write_rest(text: &mut String, rest: usize, what: &str) -> fmt::Result {
    if rest > 0 {
        writeln!(text, "  {rest} more {what}{} in result.json", if rest == 1 { "" } else { "s" })?;
    }
    writeln!(text)
}

/// A share in a column: in whole per cent.
fn share(share: Option<f64>) -> String {
    share.map_or_else(|| "–".to_owned(), |share| format!("{:.0} %", share * 100.0))
}

/// Hours in a column: in tenths, from a thousand on whole.
fn in_tenths(h: f64) -> String {
    if h >= 999.95 { thousands(h) } else { format!("{h:.1}") }
}

fn width_of<'a>(names: impl Iterator<Item = &'a str>, title: &str) -> usize {
    names.map(|name| name.chars().count()).max().unwrap_or(0).min(WIDEST).max(title.chars().count())
}
