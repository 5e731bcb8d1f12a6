//! Use of fleets and terminals: how busy each was, and what was waited for there.

use std::collections::BTreeMap;

use super::super::super::numbers::{hours, percent, thousands};
use super::super::super::usage::{parts, waited_at_h};
use super::super::Told;
use super::super::document::{Section, Table};
use super::super::words::{category, count, spread_cells};
use super::force::longest_wait;

/// Activities of a fleet that a row names.
const MOST_ACTIVITIES: usize = 3;

/// Fleets, terminals, waits; none where nothing is lifted.
pub(in super::super) fn usage(told: &Told<'_>) -> Option<Section> {
    let results = told.results;
    if results.fleets.is_empty() && results.terminals.is_empty() {
        return None;
    }
    let mut section = Section::new("usage", "Use of fleets and terminals");
    if told.world.withdrawal.is_some() {
        section.say("Until the withdrawal begins.");
    }
    section.table(fleets(told));
    section.table(facilities(told));
    section.table(terminals(told));
    section.table(waits(told));
    Some(section)
}

fn share(share: Option<f64>) -> String {
    share.map_or_else(|| "–".to_owned(), percent)
}

fn fleets(told: &Told<'_>) -> Table {
    let mut table = Table::new(
        "Fleets, mean over replications",
        &["Fleet", "Carriers#", "Loaded trips#", "Busy#", "On the chain in#", "Most of its carriers' hours"],
    );
    for fleet in told.results.fleets.values() {
        let mut activities: Vec<(&String, f64)> = fleet.hours.iter().map(|(id, h)| (id, *h)).collect();
        activities.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        let most = activities.iter().filter(|(_, h)| *h > 0.0).take(MOST_ACTIVITIES);
        let most: Vec<String> = most.map(|(id, h)| format!("{} {} h", category(id), hours(*h))).collect();
        table.row([
            fleet.name.clone(),
            thousands(f64::from(fleet.carriers)),
            count(&fleet.sorties),
            share(fleet.utilisation.mean),
            share(fleet.criticality),
            most.join(", "),
        ]);
    }
    table
}

/// Facilities and receptions that were used, what was waited for most first.
fn facilities(told: &Told<'_>) -> Table {
    let mut table = Table::new(
        "Facilities of terminals and receptions, mean over replications and time",
        &["Place, facility", "Capacity#", "In use#", "Share#", "Most at once#", "Queue#", "Waited a run, h#"],
    );
    for part in parts(told.results) {
        let Some(facility) = part.used.filter(|used| used.peak > 0 || part.waited.1 > 0.0) else { continue };
        let capacity = facility.capacity.map_or_else(|| "no limit".to_owned(), |it| thousands(f64::from(it)));
        table.row([
            format!("{}, {}", part.place, part.what),
            capacity,
            spread_cells(&facility.in_use)[0].clone(),
            share(facility.utilisation),
            thousands(f64::from(facility.peak)),
            spread_cells(&facility.queue)[0].clone(),
            hours(part.waited.1),
        ]);
    }
    table
}

fn terminals(told: &Told<'_>) -> Table {
    let mut table = Table::new(
        "Terminals; hours waited at the place, a carrier or the rest of a unit not counted",
        &[
            "Terminal",
            "Loads unloaded, mean#",
            "On the chain in#",
            "Waited a run, h#",
            "Longest wait here, per run",
        ],
    );
    let waited_h = |id: &str| waited_at_h(told.results, id);
    let mut terminals: Vec<_> = told.results.terminals.iter().collect();
    terminals.sort_by(|(a, _), (b, _)| waited_h(b).total_cmp(&waited_h(a)));
    for (id, terminal) in terminals {
        table.row([
            terminal.name.clone(),
            count(&terminal.sorties),
            share(terminal.criticality),
            hours(waited_h(id)),
            longest_wait(&terminal.waits),
        ]);
    }
    table
}

/// Waits of all contingents by cause, longest sum first.
fn waits(told: &Told<'_>) -> Table {
    let mut sums: BTreeMap<&str, (f64, f64)> = BTreeMap::new();
    for wait in told.results.contingents.values().flat_map(|contingent| &contingent.waits) {
        let sum = sums.entry(&wait.cause).or_default();
        sum.0 += wait.count;
        sum.1 += wait.total_h;
    }
    let mut sums: Vec<(&str, (f64, f64))> = sums.into_iter().collect();
    sums.sort_by(|a, b| b.1.1.total_cmp(&a.1.1).then_with(|| a.0.cmp(b.0)));
    let mut table = Table::new(
        "What loads waited for, mean over replications",
        &["Wait", "Waits a run#", "Hours in all#", "Hours each#"],
    );
    for (cause, (number, total)) in sums {
        let each = if number > 0.0 { hours(total / number) } else { "–".to_owned() };
        table.row([category(cause).to_owned(), format!("{number:.1}"), hours(total), each]);
    }
    table
}
