//! The ranked table of a comparison, and what sets each alternative apart.

use super::comparison::{signed, value};
use super::numbers::{hours, percent};
use crate::experiment::compare::{Comparison, Ranked};

/// A row of the ranked table.
pub(super) fn cells(comparison: &Comparison, ranked: &Ranked) -> [String; COLUMNS] {
    let best = match ranked.may_be_best {
        Some(true) => "yes",
        Some(false) => "no",
        None => "–",
    };
    let closure = match ranked.closure_h {
        None => format!("{} of {} did not close", ranked.not_closed, comparison.replications),
        Some(closure) => match closure.half_width_95 {
            Some(half) => format!("{} ± {} h", hours(closure.mean), hours(half)),
            None => format!("{} h", hours(closure.mean)),
        },
    };
    let one = comparison.differences.iter().find(|one| one.alternative == ranked.name);
    let found = one.and_then(|one| one.closure_h);
    let interval = found.and_then(|found| found.low_95.zip(found.high_95));
    [
        ranked.rank.to_string(),
        ranked.name.clone(),
        closure,
        found.map_or_else(String::new, |found| format!("{} h", signed(found.mean))),
        interval.map_or_else(String::new, |(low, high)| format!("{} to {}", signed(low), signed(high))),
        against(comparison, ranked).to_owned(),
        ranked.on_time.map_or_else(|| "–".to_owned(), |on_time| percent(on_time.probability)),
        best.to_owned(),
    ]
}

/// How a system stands to the baseline, in a word or two.
pub(super) fn against(comparison: &Comparison, ranked: &Ranked) -> &'static str {
    let one = comparison.differences.iter().find(|one| one.alternative == ranked.name);
    let found = one.and_then(|one| one.closure_h);
    let interval = found.and_then(|found| found.low_95.zip(found.high_95));
    match (one, found) {
        (None, _) => "baseline",
        (_, None) => "no mean",
        (_, Some(found)) if interval == Some((0.0, 0.0)) || found.mean == 0.0 && interval.is_none() => {
            "the same"
        }
        (_, Some(_)) if interval.is_none() => "no interval",
        (Some(one), Some(_)) if !one.distinguishable => "not distinguishable",
        (_, Some(found)) => {
            if found.mean < 0.0 {
                "earlier"
            } else {
                "later"
            }
        }
    }
}

pub(super) const COLUMNS: usize = 8;
pub(super) const HEAD: [&str; COLUMNS] =
    ["Rank", "Scenario", "Closure", "Difference", "95 % interval", "Verdict", "On time", "May be best"];

pub(super) fn push_ranking(text: &mut String, comparison: &Comparison) {
    let rows: Vec<[String; COLUMNS]> =
        comparison.ranking.iter().map(|ranked| cells(comparison, ranked)).collect();
    let table = [HEAD.map(str::to_owned)].into_iter().chain(rows);
    let table: Vec<[String; COLUMNS]> = table.collect();
    let width = |column: usize| table.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    text.push('\n');
    for row in &table {
        let padded: Vec<String> = row
            .iter()
            .zip(0..)
            .map(|(cell, column)| format!("{cell:<width$}", width = width(column)))
            .collect();
        text.push_str(padded.join("  ").trim_end());
        text.push('\n');
    }
    text.push_str(&format!(
        "Differences are against {}; \"may be best\" keeps the best with 95 % confidence.\n",
        comparison.baseline
    ));
}

/// What sets each alternative apart, a line each, in the order of merit.
pub(super) fn push_brief(text: &mut String, comparison: &Comparison) {
    const PATHS: usize = 3;
    const CAUSES: usize = 2;
    text.push_str("\nWhat sets them apart, and where most of the hours went\n");
    let width = comparison.differences.iter().map(|one| one.alternative.chars().count()).max().unwrap_or(0);
    for ranked in &comparison.ranking {
        let Some(one) = comparison.differences.iter().find(|one| one.alternative == ranked.name) else {
            continue;
        };
        let mut parts: Vec<String> = one
            .changes
            .iter()
            .take(PATHS)
            .map(|change| {
                format!("{} {} -> {}", change.path, value(&change.baseline), value(&change.alternative))
            })
            .collect();
        match one.changes.len() {
            0 => parts.push("nothing: the same as the baseline".to_owned()),
            count if count > PATHS => parts.push(format!("{} more", count - PATHS)),
            _ => {}
        }
        // Hours that went the way of closure; what another cause took over went the other way.
        let mean_h = one.closure_h.map_or(0.0, |closure| closure.mean);
        let shifts = one.categories.iter().filter(|shift| shift.difference_h * mean_h > 0.0).take(CAUSES);
        let hours: Vec<String> =
            shifts.map(|shift| format!("{} {} h", shift.label, signed(shift.difference_h))).collect();
        let hours = if hours.is_empty() { String::new() } else { format!(" | {}", hours.join(", ")) };
        text.push_str(&format!("  {:<width$}  {}{hours}\n", one.alternative, parts.join(", ")));
    }
    text.push_str(
        "All of it is in comparison.json; `forceflow compare BASELINE ONE` tells the story of one.\n",
    );
}
