//! A comparison for readers: text, Markdown and CSV tables, and the figure of paired differences.

use serde_json::Value;

use super::content::Files;
use super::draw::draw;
use super::manifest::to_json;
use super::names::label;
use super::numbers::{hours, percent, thousands};
use super::ranking::{HEAD, against, cells, push_brief, push_ranking};
use super::study::Report;
use super::table::{csv_of, decimal};
use crate::chart::{Alternative, ChartError, DifferenceChart, Meta, Provenance};
use crate::experiment::compare::{
    Comparison, ContingentShift, Difference, MeanDifference, Selection, System,
};

/// Categories and changed paths that the text shows; the file holds all.
const MOST_LINES: usize = 8;

/// A comparison, and the systems whose replications the figure shows.
#[derive(Debug)]
pub struct Compared {
    /// What was found.
    pub comparison: Comparison,
    /// The systems, the baseline first.
    pub systems: Vec<System>,
}

impl Report for Compared {
    fn text(&self) -> String {
        format!("{}\n", text(&self.comparison))
    }

    fn json(&self) -> Vec<u8> {
        to_json(&self.comparison)
    }

    fn csv(&self) -> Vec<u8> {
        csv(&self.comparison)
    }

    fn markdown(&self) -> String {
        markdown(&self.comparison)
    }

    fn bands(&self) -> Option<&str> {
        Some(self.comparison.bands)
    }

    fn documents(&self) -> Files<'static> {
        Files::from([("comparison.json".to_owned(), self.json().into())])
    }

    fn charts(&self) -> Result<Files<'static>, ChartError> {
        let figure = figure(&self.comparison, &self.systems);
        if figure.alternatives.is_empty() { Ok(Files::new()) } else { draw(&[&figure]) }
    }
}

/// Paired differences; alternatives without a mean, or with a single replication, are left out.
fn figure(comparison: &Comparison, systems: &[System]) -> DifferenceChart {
    let baseline = systems.first().map(System::closure_h).unwrap_or_default();
    let mut pairs: Vec<(&Difference, &System)> =
        comparison.differences.iter().zip(systems.iter().skip(1)).collect();
    if is_many(comparison) {
        let place =
            |one: &Difference| comparison.ranking.iter().position(|ranked| ranked.name == one.alternative);
        pairs.sort_by_key(|(one, _)| place(one));
    }
    let drawn = pairs.into_iter().filter_map(|(one, system)| {
        let closure = one.closure_h?;
        let pairs = system.closure_h().iter().zip(baseline).take(comparison.replications);
        Some(Alternative {
            name: label(&one.alternative, &comparison.baseline),
            differences_h: pairs.map(|(after, before)| after - before).collect(),
            mean_h: closure.mean,
            interval_h: (closure.low_95?, closure.high_95?),
        })
    });
    let provenance = Provenance {
        scenario: systems.first().map_or_else(String::new, |system| system.world().title.clone()),
        replications: comparison.replications as u64,
        seed: comparison.seed,
        level: Some(comparison.confidence),
        note: if comparison.differences.len() > 1 {
            format!("{}; intervals hold jointly", comparison.bands)
        } else {
            comparison.bands.to_owned()
        },
    };
    DifferenceChart {
        meta: Meta::new("difference", "Change of closure against the baseline", "Closure", provenance),
        baseline: comparison.baseline.clone(),
        alternatives: drawn.collect(),
    }
}

/// Hours with their sign: +9.5, -0.25; zero has none.
pub(super) fn signed(h: f64) -> String {
    let written = hours(h.abs());
    if h == 0.0 {
        "0".to_owned()
    } else if written.parse() == Ok(0.0) {
        written
    } else if h < 0.0 {
        format!("-{}", hours(-h))
    } else {
        format!("+{}", hours(h))
    }
}

/// An interval of a difference in words: on one side of zero as `0.29 to 1.94 h earlier`, else with signs.
fn moved(low: f64, high: f64) -> String {
    if high <= 0.0 {
        format!("{} to {} h earlier", hours(high.abs()), hours(low.abs()))
    } else if low >= 0.0 {
        format!("{} to {} h later", hours(low), hours(high))
    } else {
        format!("{} to {} h", signed(low), signed(high))
    }
}

/// The verdict on one alternative in a sentence.
pub fn verdict(one: &Difference, replications: usize) -> String {
    let Some(closure) = one.closure_h else {
        return format!(
            "no mean difference: of {replications} replications, {} of the baseline and {} of the alternative did not \
             close by the horizon",
            one.baseline_not_closed, one.alternative_not_closed
        );
    };
    let direction = if closure.mean > 0.0 { "later" } else { "earlier" };
    match (closure.low_95, closure.high_95) {
        (Some(low), Some(high)) if low == 0.0 && high == 0.0 => "no difference in any replication".to_owned(),
        (Some(low), Some(high)) if one.distinguishable => {
            format!("closes {} h {direction} (95 % interval {})", hours(closure.mean.abs()), moved(low, high))
        }
        (Some(low), Some(high)) => format!(
            "not distinguishable: {} h (95 % interval {} to {} h spans zero)",
            signed(closure.mean),
            signed(low),
            signed(high)
        ),
        _ => format!("{} h in a single replication; no interval", signed(closure.mean)),
    }
}

/// The readable comparison.
fn text(comparison: &Comparison) -> String {
    let mut text = format!(
        "Baseline    {}\n{} replication{} each, seed {}, the same draws for all\n",
        comparison.baseline,
        comparison.replications,
        if comparison.replications == 1 { "" } else { "s" },
        comparison.seed
    );
    if let Some(reached) = comparison.precision_reached {
        let word = match (reached, comparison.replications_needed) {
            (true, _) => "reached".to_owned(),
            (false, Some(needed)) => {
                format!("not reached: about {} replications would", thousands(needed as f64))
            }
            (false, None) => "not reached".to_owned(),
        };
        text.push_str(&format!("The precision asked for was {word}.\n"));
    }
    if comparison.differences.len() > 1 {
        text.push_str("The intervals of the differences hold jointly (Bonferroni).\n");
    }
    let ranked =
        comparison.ranking.len() > 2 || comparison.ranking.iter().any(|ranked| ranked.not_closed > 0);
    if is_many(comparison) {
        push_ranking(&mut text, comparison);
        push_brief(&mut text, comparison);
    } else {
        for one in &comparison.differences {
            text.push_str(&format!("\n{}\n  {}\n", one.alternative, verdict(one, comparison.replications)));
            push_story(&mut text, comparison, one);
        }
        if ranked {
            push_ranking(&mut text, comparison);
        }
    }
    if let Some(selection) = &comparison.selection {
        push_selection(&mut text, comparison, selection);
    }
    text
}

/// Thirty stories are no reading: with many alternatives a table comes first, and a line says what sets each apart.
fn is_many(comparison: &Comparison) -> bool {
    comparison.differences.len() > 4
}

fn push_selection(text: &mut String, comparison: &Comparison, selection: &Selection) {
    let Some(name) = &selection.selected else {
        text.push_str(
            "\nSelected    none: a system does not always close, or too many replications were needed\n",
        );
        return;
    };
    let most = selection.replications.iter().map(|(_, n)| *n).max().unwrap_or(0);
    let lead = hours(selection.indifference_h);
    text.push_str(&format!(
        "\nSelected    {name}: the earliest closure with 95 % confidence, if it leads by {lead} h or more (up to {most} \
         replications)\n"
    ));
    let closest =
        comparison.ranking.iter().find(|ranked| ranked.name != *name && ranked.may_be_best == Some(true));
    if !selection.tied.is_empty() {
        text.push_str(&format!("            the same in every replication: {}\n", selection.tied.join(", ")));
    } else if let Some(closest) = closest {
        text.push_str(&format!(
            "            {} may be as good: a lead below {lead} h is not looked for\n",
            closest.name
        ));
    }
}

fn push_story(text: &mut String, comparison: &Comparison, one: &Difference) {
    if let Some(on_time) = &one.on_time {
        let share = |name: &str| {
            let ranked = comparison.ranking.iter().find(|ranked| ranked.name == name)?;
            ranked.on_time.map(|on_time| percent(on_time.probability))
        };
        let from_to = share(&one.baseline).zip(share(&one.alternative));
        let from_to = from_to.map_or_else(String::new, |(before, after)| format!("{before} -> {after}, "));
        text.push_str(&format!("  closed by the deadline: {from_to}{}\n", points(on_time)));
    }
    push_changes(text, one);
    push_contingents(text, one);
    let shifted: Vec<_> = one.categories.iter().filter(|shift| shift.difference_h != 0.0).collect();
    if shifted.is_empty() {
        return;
    }
    text.push_str("  where the hours went (causal chain)      baseline  alternative  difference\n");
    for shift in shifted.iter().take(MOST_LINES) {
        text.push_str(&row(shift.label, shift.baseline_h, shift.alternative_h, shift.difference_h));
    }
    let shown = shifted.len().min(MOST_LINES);
    let sums = |rest: bool| {
        let parts = one
            .categories
            .iter()
            .filter(|shift| !rest || !shifted.iter().take(shown).any(|seen| seen.cause == shift.cause));
        parts.fold((0.0, 0.0, 0.0), |sum, shift| {
            (sum.0 + shift.baseline_h, sum.1 + shift.alternative_h, sum.2 + shift.difference_h)
        })
    };
    let (before, after, less) = sums(true);
    if before != 0.0 || after != 0.0 {
        text.push_str(&row("all else", before, after, less));
    }
    let (before, after, less) = sums(false);
    text.push_str(&row("closure", before, after, less));
}

/// Contingents that close at another time, the most moved first; a single contingent is the force.
fn push_contingents(text: &mut String, one: &Difference) {
    let moves = |shift: &&ContingentShift| shift.difference_h.mean != 0.0;
    let mut moved: Vec<&ContingentShift> = one.contingents.iter().filter(moves).collect();
    if one.contingents.len() < 2 || moved.is_empty() {
        return;
    }
    moved.sort_by(|a, b| b.difference_h.mean.abs().total_cmp(&a.difference_h.mean.abs()));
    text.push_str("  closure of each contingent               baseline  alternative  difference\n");
    for shift in moved.iter().take(MOST_LINES) {
        let difference = &shift.difference_h;
        let mut line = row(&shift.contingent, shift.baseline_h, shift.alternative_h, difference.mean);
        if !difference.is_distinguishable() {
            line = format!("{}  not distinguishable\n", line.trim_end());
        }
        text.push_str(&line);
    }
    let still = one.contingents.len() - moved.len();
    if still > 0 {
        text.push_str(&format!("    {:<37} {still}\n", "contingents as before"));
    }
}

fn row(label: &str, before: f64, after: f64, less: f64) -> String {
    format!("    {label:<37} {:>9} {:>12} {:>11}\n", hours(before), hours(after), signed(less))
}

fn push_changes(text: &mut String, one: &Difference) {
    if one.changes.is_empty() {
        text.push_str("  the scenarios are the same\n");
        return;
    }
    for change in one.changes.iter().take(MOST_LINES) {
        let (before, after) = (value(&change.baseline), value(&change.alternative));
        text.push_str(&format!("  changed: {}: {before} -> {after}\n", change.path));
    }
    if one.changes.len() > MOST_LINES {
        text.push_str(&format!("  and {} more changes in comparison.json\n", one.changes.len() - MOST_LINES));
    }
}

pub(super) fn value(value: &Value) -> String {
    let text = if value.is_null() { "none".to_owned() } else { whole(value).to_string() };
    if text.chars().count() > 60 { format!("{}...", text.chars().take(57).collect::<String>()) } else { text }
}

/// A value with whole numbers written without decimals: 3, not 3.0.
fn whole(value: &Value) -> Value {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    match value {
        Value::Number(number) => match number.as_f64() {
            Some(float) if float.fract() == 0.0 && float.abs() < EXACT => Value::from(float as i64),
            _ => value.clone(),
        },
        Value::Array(items) => items.iter().map(whole).collect(),
        Value::Object(members) => {
            Value::Object(members.iter().map(|(key, value)| (key.clone(), whole(value))).collect())
        }
        other => other.clone(),
    }
}

/// A difference of probabilities in percentage points.
fn points(on_time: &MeanDifference) -> String {
    let point = |share: f64| format!("{:+.1}", share * 100.0 + 0.0);
    if on_time.mean == 0.0 && on_time.low_95 == on_time.high_95 {
        return "in as many replications as before".to_owned();
    }
    match (on_time.low_95, on_time.high_95) {
        (Some(low), Some(high)) => {
            format!(
                "{} percentage points (95 % interval {} to {})",
                point(on_time.mean),
                point(low),
                point(high)
            )
        }
        _ => format!("{} percentage points", point(on_time.mean)),
    }
}

/// The ranked table and the verdicts as Markdown.
fn markdown(comparison: &Comparison) -> String {
    let mut text = format!("| {} |\n|{}\n", HEAD.join(" | "), "---|".repeat(HEAD.len()));
    let escape = |cell: &String| cell.replace('|', "\\|");
    for ranked in &comparison.ranking {
        let cells: Vec<String> = cells(comparison, ranked).iter().map(escape).collect();
        text.push_str(&format!("| {} |\n", cells.join(" | ")));
    }
    text.push_str(&format!(
        "\nAgainst {}, {} replications each, seed {}, the same draws for all:\n\n",
        comparison.baseline, comparison.replications, comparison.seed
    ));
    for one in &comparison.differences {
        text.push_str(&format!("- {}: {}\n", one.alternative, verdict(one, comparison.replications)));
    }
    text
}

/// The ranked table with the differences as CSV.
fn csv(comparison: &Comparison) -> Vec<u8> {
    let mut rows = vec![
        [
            "rank",
            "name",
            "closure_h_mean",
            "closure_h_half_width_95",
            "not_closed",
            "on_time",
            "difference_h",
            "difference_low_95",
            "difference_high_95",
            "verdict",
            "may_be_best",
            "scenario_hash",
        ]
        .map(str::to_owned),
    ];
    for ranked in &comparison.ranking {
        let found = comparison.differences.iter().find(|one| one.alternative == ranked.name);
        let found = found.and_then(|one| one.closure_h);
        rows.push([
            ranked.rank.to_string(),
            ranked.name.clone(),
            decimal(ranked.closure_h.map(|closure| closure.mean)),
            decimal(ranked.closure_h.and_then(|closure| closure.half_width_95)),
            ranked.not_closed.to_string(),
            decimal(ranked.on_time.map(|on_time| on_time.probability)),
            decimal(found.map(|closure| closure.mean)),
            decimal(found.and_then(|closure| closure.low_95)),
            decimal(found.and_then(|closure| closure.high_95)),
            against(comparison, ranked).to_owned(),
            ranked.may_be_best.map_or_else(String::new, |kept| kept.to_string()),
            ranked.scenario_hash.clone(),
        ]);
    }
    csv_of(rows)
}
