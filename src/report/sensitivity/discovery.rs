//! The box of the late runs for readers: words, table, CSV and figure.

use super::super::names::Names;
use super::super::numbers::{hours, percent, thousands};
use super::super::padded::{Column, Padded};
use super::super::table::{csv_below, decimal};
use crate::chart::{EffectBar, EffectsChart, Meta, Provenance, RankedEffect};
use crate::experiment::sensitivity::{Discovery, Held, Inside};
use crate::experiment::statistics::interval::Interval;
use crate::field::Field;

/// Fewer late runs than these say little of what late runs have in common.
const FEW: usize = 30;
/// The quasi-p-value above which the unseen runs do not confirm a limit.
const UNCONFIRMED: f64 = 0.05;

/// The columns of `sensitivity.csv`.
pub(super) const FIELDS: [Field; 10] = [
    Field::text("assumption", "Path of the assumption"),
    Field::number(
        "at_least",
        "",
        "The least value or factor in the box; none where the range has no lower limit",
    ),
    Field::number("at_most", "", "The largest value or factor in the box; none where it has no upper limit"),
    Field::flag("factor", "Whether these are factors on the value"),
    Field::number("range_low", "", "Low end of its range"),
    Field::number("range_high", "", "High end of its range"),
    Field::number(
        "quasi_p",
        "share",
        "Probability of the late runs in the box without this limit, on the runs of the search",
    ),
    Field::number("quasi_p_unseen", "share", "That probability on the runs that the search has not seen"),
    Field::number("late_within", "share", "Share of the late unseen runs within this limit alone"),
    Field::number("all_within", "share", "Share of all unseen runs within this limit alone"),
];

/// One row per limit.
pub(super) fn csv(study: &Discovery) -> Vec<u8> {
    let end = |end: Option<f64>| end.map_or_else(String::new, |end| end.to_string());
    let row = |one: &Held| {
        [
            one.path.clone(),
            end(one.at_least),
            end(one.at_most),
            one.factor.to_string(),
            one.range.0.to_string(),
            one.range.1.to_string(),
            decimal(Some(one.quasi_p)),
            decimal(Some(one.quasi_p_unseen)),
            decimal(one.alone.coverage),
            decimal(Some(one.alone.mass)),
        ]
    };
    csv_below(&FIELDS, study.limits.iter().map(row))
}

pub(super) fn text(study: &Discovery, names: &Names) -> String {
    let verdict = verdict(study, names).join("\n");
    let table = if study.limits.is_empty() { String::new() } else { format!("\n{}", table(study, names)) };
    format!("{verdict}\n{table}{}", remarks(study, names))
}

/// What the late runs have in common, on the runs that the search has not seen.
pub(super) fn verdict(study: &Discovery, names: &Names) -> Vec<String> {
    let Discovery { unseen, .. } = study;
    let late = late(study);
    if study.limits.is_empty() {
        return vec![format!("Nothing beyond chance tells runs that are {late} from the others.")];
    }
    let limits: Vec<String> =
        study.limits.iter().map(|one| format!("{} {}", names.path(&one.path), within(one))).collect();
    let share = |share: Option<f64>| share.map_or_else(|| "none".to_owned(), percent);
    vec![
        format!(
            "{} of the runs that are {late} have this in common, against {} of all runs: {}.",
            share(unseen.coverage),
            percent(unseen.mass),
            limits.join("; ")
        ),
        format!(
            "Of the runs with it, {} are late; of all runs, {} are.",
            share(unseen.density),
            percent(unseen.late as f64 / unseen.runs.max(1) as f64)
        ),
    ]
}

/// When a run is late.
fn late(study: &Discovery) -> String {
    let whose = study.whose.strip_prefix("contingent ").map_or_else(String::new, |id| format!(" with {id}"));
    format!("late{whose} (after {} h)", hours(study.late_after_h))
}

/// The limits of an assumption in words: `at most 8`, `at least × 1.12`, `3 to 5`.
fn within(one: &Held) -> String {
    let number = |value: f64| format!("{}{}", if one.factor { "× " } else { "" }, significant(value));
    match (one.at_least, one.at_most) {
        (Some(low), Some(high)) => format!("{} to {}", number(low), number(high)),
        (Some(low), None) => format!("at least {}", number(low)),
        (None, Some(high)) => format!("at most {}", number(high)),
        (None, None) => "anywhere".to_owned(),
    }
}

/// A number with three significant digits, or all that stand before the point.
fn significant(value: f64) -> String {
    let before = if value == 0.0 { 0.0 } else { libm::floor(libm::log10(value.abs())) };
    let decimals = (2.0 - before).clamp(0.0, 9.0) as usize;
    let text = format!("{value:.decimals$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

/// Limits as a table.
pub(super) fn table(study: &Discovery, names: &Names) -> Padded {
    use Column::{Number, Text, Words};
    let mut table = Padded::new(&[Words, Number, Number, Number, Number, Number, Number, Text]);
    table.row([
        "Assumption",
        "limit",
        "range",
        "late runs within",
        "all runs within",
        "quasi-p",
        "unseen",
        "path",
    ]);
    for one in &study.limits {
        let (low, high) = one.range;
        table.row([
            names.path(&one.path),
            within(one),
            format!("{} to {}", significant(low), significant(high)),
            one.alone.coverage.map_or_else(|| "–".to_owned(), percent),
            percent(one.alone.mass),
            probability(one.quasi_p),
            probability(one.quasi_p_unseen),
            one.path.clone(),
        ]);
    }
    table
}

fn probability(p: f64) -> String {
    if p < 0.001 { "< 0.001".to_owned() } else { format!("{p:.3}") }
}

/// How the table was made, and how far it holds.
pub(super) fn remarks(study: &Discovery, names: &Names) -> String {
    let Discovery { seen, unseen, .. } = study;
    let count = |runs: usize| thousands(runs as f64);
    let mut text = format!(
        "Late runs: {} of {}. The search saw the runs with odd numbers, and what it found is counted on the others.\n",
        count(seen.late + unseen.late),
        count(seen.runs + unseen.runs)
    );
    if !study.limits.is_empty() {
        text.push_str(&counted("unseen runs", unseen));
        text.push_str(&counted("runs of the search", seen));
        text.push_str(
            "A quasi-p is the probability of that many late runs in the box if its limit told nothing; chance at the search makes \
             the first too small, the unseen runs do not.\n",
        );
    }
    let unconfirmed = study.limits.iter().filter(|one| one.quasi_p_unseen > UNCONFIRMED);
    let unconfirmed: Vec<String> = unconfirmed.map(|one| names.path(&one.path)).collect();
    if !unconfirmed.is_empty() {
        text.push_str(&format!("The unseen runs do not confirm the limit of {}.\n", unconfirmed.join("; ")));
    }
    let fewest = seen.late.min(unseen.late).min(seen.runs - seen.late).min(unseen.runs - unseen.late);
    if fewest < FEW {
        text.push_str(
            "One half has fewer than 30 runs that are late, or that are in time; more --replications would say more.\n",
        );
    }
    text
}

fn counted(what: &str, inside: &Inside) -> String {
    let share = |share: Option<f64>, interval: Option<Interval>| match share.zip(interval) {
        Some((share, ends)) => {
            format!("{} ({} to {})", percent(share), percent(ends.low), percent(ends.high))
        }
        None => "–".to_owned(),
    };
    format!(
        "Of the {what}: {} of the late ones are in the box, {} of all; {} of the box are late. In brackets 95 % intervals.\n",
        share(inside.coverage, inside.coverage_95),
        percent(inside.mass),
        share(inside.density, inside.density_95)
    )
}

/// Shares of late and of all unseen runs within all limits and within each; none without limits.
pub(super) fn figure(study: &Discovery, names: &Names, provenance: Provenance) -> Option<EffectsChart> {
    let row = |name: String, inside: &Inside| {
        let ends = |interval: Option<Interval>| interval.map(|ends| (ends.low, ends.high));
        let late = EffectBar { value: inside.coverage.unwrap_or(0.0), interval: ends(inside.coverage_95) };
        let all = EffectBar { value: inside.mass, interval: None };
        RankedEffect { name, bars: vec![late, all] }
    };
    let together = std::iter::once(row("all limits together".to_owned(), &study.unseen));
    let each =
        study.limits.iter().map(|one| row(format!("{} {}", names.path(&one.path), within(one)), &one.alone));
    let measure = format!("Share of {} unseen runs within limits", thousands(study.unseen.runs as f64));
    (!study.limits.is_empty()).then(|| EffectsChart {
        meta: Meta::new("discovery", "What the late runs have in common", measure, provenance),
        axis: "Share of the runs".to_owned(),
        measures: vec![format!("of the runs that are {}", late(study)), "of all runs".to_owned()],
        effects: together.chain(each).collect(),
    })
}
