//! Contingents and units: when each is in place, and what its loads waited for.

use super::super::super::numbers::{hours, hours_or_dash, percent, thousands, tonnes};
use super::super::Told;
use super::super::document::{Block, Section, Table};
use super::super::words::{category, closure_cells, spread_cells};
use crate::experiment::results::{Closure, WaitResult};

/// Contingents, units, civilians.
pub(in super::super) fn force(told: &Told<'_>) -> Section {
    let mut section = Section::new("force", "Contingents and units");
    section.table(contingents(told));
    let units = units(told);
    if told.results.units.len() > 12 {
        section.blocks.push(Block::Details("Every unit".to_owned(), vec![Block::Table(units)]));
    } else {
        section.table(units);
    }
    section.table(homewards(told));
    section.table(civilians(told));
    section
}

fn contingents(told: &Told<'_>) -> Table {
    let has_cargo = told.results.delivered.cargo_t.is_some();
    let mut heads = vec!["Contingent", "People#", "Vehicles#"];
    heads.extend(has_cargo.then_some("Cargo, t#"));
    heads.extend([
        "Mean closure#",
        "95 % interval#",
        "Nine runs in ten#",
        "On the chain in#",
        "Its longest wait, per run",
    ]);
    let mut table =
        Table::new("Contingents: hours after the appeal until the last element is in place", &heads);
    for one in told.results.contingents.values() {
        let [mean, interval, nine_in_ten] = closure_cells(&one.closure_h);
        let mut row = vec![one.name.clone(), thousands(one.personnel as f64), thousands(one.vehicles as f64)];
        row.extend(has_cargo.then(|| tonnes(one.cargo_t.unwrap_or(0.0))));
        let criticality = one.criticality.map_or_else(|| "–".to_owned(), percent);
        row.extend([mean, interval, nine_in_ten, criticality, longest_wait(&one.waits)]);
        table.rows.push(row.into_iter().map(super::super::document::text).collect());
    }
    table
}

/// The wait with the greatest sum, in words; a dash without any.
pub(super) fn longest_wait(waits: &[WaitResult]) -> String {
    let one = |wait: &WaitResult| {
        format!("{}: {} h in {:.1} waits", category(&wait.cause), hours(wait.total_h), wait.count)
    };
    waits.first().map_or_else(|| "–".to_owned(), one)
}

fn units(told: &Told<'_>) -> Table {
    let units = &told.results.units;
    let dated = units.values().any(|unit| unit.required_h.is_some());
    let mut heads =
        vec!["Unit", "Copies#", "Mean closure of the last copy, h#", "Least to most#", "On the chain in#"];
    if dated {
        heads.extend(["Required by, h#", "In time in#"]);
    }
    let mut table = Table::new("Units: hours after the appeal", &heads);
    for (id, unit) in units {
        let [mean, range] = spread_cells(&unit.closure_h);
        let share = |share: Option<f64>| share.map_or_else(|| "–".to_owned(), percent);
        let mut row =
            vec![told.names.unit(id), unit.copies.to_string(), mean, range, share(unit.criticality)];
        if dated {
            row.extend([hours_or_dash(unit.required_h), share(unit.in_time)]);
        }
        table.rows.push(row.into_iter().map(super::super::document::text).collect());
    }
    table
}

fn homewards(told: &Told<'_>) -> Table {
    let mut table = Table::new(
        "The way home: hours after the appeal until the last element of a contingent is home",
        &["Contingent", "Mean#", "95 % interval#", "Nine runs in ten#"],
    );
    let closures = told.results.withdrawal.iter().flat_map(|withdrawal| &withdrawal.contingents);
    for (id, closure) in closures {
        let closure: &Closure = closure;
        let name = told.results.contingents.get(id).map_or(id, |contingent| &contingent.name);
        let [mean, interval, nine_in_ten] = closure_cells(closure);
        table.row([name.clone(), mean, interval, nine_in_ten]);
    }
    table
}

fn civilians(told: &Told<'_>) -> Table {
    let mut table = Table::new(
        "Civilians who take free seats of returning carriers",
        &["Group", "Waiting#", "Moved, mean#", "Least to most#"],
    );
    for (id, group) in &told.results.civilians {
        let [mean, range] = spread_cells(&group.moved);
        table.row([id.clone(), thousands(f64::from(group.people)), mean, range]);
    }
    table
}
