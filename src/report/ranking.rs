//! The ranked table of a comparison, and what sets each alternative apart.

use super::compared::{Compared, mean_and_width, value};
use super::moves::closure_is_same;
use super::names::Names;
use super::numbers::{earlier_or_later, hours_or_dash, moved, percent, signed};
use super::padded::{Column, Padded};
use super::spending::amount;
use crate::experiment::compare::{Change, Comparison, Difference, RankBy, Ranked};

/// A row of the ranked table.
pub(super) fn cells(compared: &Compared, ranked: &Ranked) -> [String; COLUMNS] {
    let comparison = &compared.comparison;
    let best = match ranked.may_be_best {
        Some(true) => "yes",
        Some(false) => "no",
        None => "–",
    };
    let closure = match ranked.closure_h {
        None => format!("{} of {} did not close", ranked.not_closed, comparison.replications),
        Some(closure) => format!("{} h", mean_and_width(&closure)),
    };
    let one = comparison.differences.iter().find(|one| one.alternative == ranked.name);
    let found = one.and_then(|one| one.closure_h);
    let interval = found.and_then(|found| found.low_95.zip(found.high_95));
    [
        ranked.rank.to_string(),
        compared.name(&ranked.name),
        closure,
        found.map_or_else(String::new, |found| format!("{} h", signed(found.mean))),
        interval.map_or_else(String::new, |(low, high)| format!("{} to {}", signed(low), signed(high))),
        against(comparison, ranked),
        hours_or_dash(ranked.mean_arrival_h),
        ranked.on_time.map_or_else(|| "–".to_owned(), |on_time| percent(on_time.probability)),
        best.to_owned(),
    ]
}

/// How a system stands to the baseline, in a few words: its closure, and its arrivals where closure does not tell.
pub(super) fn against(comparison: &Comparison, ranked: &Ranked) -> String {
    let Some(one) = comparison.differences.iter().find(|one| one.alternative == ranked.name) else {
        return "baseline".to_owned();
    };
    let Some(closure) = one.closure_h else { return "no mean".to_owned() };
    if one.same {
        return "the same".to_owned();
    }
    let word = match closure.low_95 {
        _ if closure_is_same(&closure) => "same closure",
        None => "no interval",
        Some(_) if !one.distinguishable => "not distinguishable",
        Some(_) => return earlier_or_later(closure.mean).to_owned(),
    };
    let arrival = one.mean_arrival_h.filter(|arrival| arrival.difference.is_distinguishable());
    arrival.map_or_else(
        || word.to_owned(),
        |arrival| format!("{word}, arrivals {}", earlier_or_later(arrival.difference.mean)),
    )
}

pub(super) const COLUMNS: usize = 9;
pub(super) const HEAD: [&str; COLUMNS] = [
    "Rank",
    "Scenario",
    "Closure",
    "Difference",
    "95 % interval",
    "Verdict",
    "Mean arrival [h]",
    "On time",
    "May be best",
];

/// All systems in the order of merit.
pub(super) fn ranking(compared: &Compared) -> Padded {
    use Column::{Number, Text, Words};
    let columns = [Number, Words, Number, Number, Number, Text, Number, Number, Text];
    let mut table = Padded::new(&columns);
    table.row(HEAD);
    for ranked in &compared.comparison.ranking {
        table.row(cells(compared, ranked));
    }
    table
}

pub(super) fn push_ranking(text: &mut String, compared: &Compared) {
    let table = ranking(compared);
    let comparison = &compared.comparison;
    let by = match comparison.ranked_by {
        RankBy::Closure => String::new(),
        other => format!("Ranked by {}. ", other.order()),
    };
    text.push_str(&format!(
        "\n{table}{by}Differences are against {}: above zero is later. \"May be best\" keeps the best with 95 % confidence.\n",
        comparison.baseline
    ));
    push_costs(text, compared);
    push_remarks(text, compared);
}

/// The mean cost of each system; nothing where nothing costs.
fn push_costs(text: &mut String, compared: &Compared) {
    let costs = compared.comparison.ranking.iter().filter_map(|ranked| {
        let cost = amount(ranked.cost?, "");
        Some(format!("{} {cost}", compared.name(&ranked.name)))
    });
    let costs: Vec<String> = costs.collect();
    if !costs.is_empty() {
        text.push_str(&format!("Mean cost: {}.\n", costs.join(", ")));
    }
}

/// Names what changes the same as others, what changes what is not allowed, and what could not be compared.
pub(super) fn push_remarks(text: &mut String, compared: &Compared) {
    let comparison = &compared.comparison;
    let mut lines = Vec::new();
    for ranked in &comparison.ranking {
        let words = remarks(comparison, ranked);
        if !words.is_empty() {
            lines.push(format!("  {}: {}\n", compared.name(&ranked.name), words.join("; ")));
        }
    }
    if !lines.is_empty() {
        text.push_str(&format!("\nTo be looked at\n{}", lines.concat()));
    }
    if !comparison.not_ranked.is_empty() {
        text.push_str("\nNot ranked\n");
    }
    for one in &comparison.not_ranked {
        text.push_str(&format!("  {}: {}\n", one.name, one.reason));
    }
}

/// What is to be looked at in a scenario, in words.
fn remarks(comparison: &Comparison, ranked: &Ranked) -> Vec<String> {
    let mut words = Vec::new();
    if !ranked.not_allowed.is_empty() {
        words.push(format!("not allowed: {}", ranked.not_allowed.join(", ")));
    }
    let is_baseline = ranked.name == comparison.baseline;
    if ranked.same_as.contains(&comparison.baseline) {
        words.push("changes nothing".to_owned());
    } else if !ranked.same_as.is_empty() && !is_baseline {
        words.push(format!("the same changes as {}", ranked.same_as.join(", ")));
    }
    words
}

/// What each scenario changes, with its title and what is to be looked at.
pub(super) fn changed(compared: &Compared) -> Padded {
    use Column::{Text, Words};
    let mut table = Padded::new(&[Words, Words, Text, Text]);
    table.row(["Scenario", "Title", "Changed", "To be looked at"]);
    let comparison = &compared.comparison;
    for ranked in &comparison.ranking {
        let index = comparison.differences.iter().position(|one| one.alternative == ranked.name);
        let line = |index: usize| changes_in_a_line(&comparison.differences[index], &compared.names(index));
        let changes = index.map_or_else(|| "baseline".to_owned(), line);
        let remarks = remarks(comparison, ranked).join("; ");
        table.row([compared.name(&ranked.name), ranked.title.clone(), changes, remarks]);
    }
    table
}

/// The first changes of an alternative in a line.
pub(super) fn changes_in_a_line(one: &Difference, names: &Names) -> String {
    const PATHS: usize = 3;
    let change = |change: &Change| {
        format!("{} {} -> {}", names.path(&change.path), value(&change.baseline), value(&change.alternative))
    };
    let mut parts: Vec<String> = one.changes.iter().take(PATHS).map(change).collect();
    match one.changes.len() {
        0 => parts.push("nothing: the same as the baseline".to_owned()),
        count if count > PATHS => parts.push(format!("{} more", count - PATHS)),
        _ => {}
    }
    parts.join(", ")
}

/// What sets each alternative apart, a line each, in the order of merit.
pub(super) fn push_brief(text: &mut String, compared: &Compared) {
    const CAUSES: usize = 2;
    let comparison = &compared.comparison;
    text.push_str("\nWhat sets them apart, and where most of the hours went\n");
    let mut table = Padded::new(&[Column::Words, Column::Text]).indented(2);
    for ranked in &comparison.ranking {
        let Some(index) = comparison.differences.iter().position(|one| one.alternative == ranked.name) else {
            continue;
        };
        let (one, names) = (&comparison.differences[index], compared.names(index));
        // Hours that went the way of closure; what another cause took over went the other way.
        let mean_h = one.closure_h.map_or(0.0, |closure| closure.mean);
        let shifts = one.categories.iter().filter(|shift| shift.difference_h * mean_h > 0.0).take(CAUSES);
        let hours: Vec<String> =
            shifts.map(|shift| format!("{} {}", shift.label, moved(shift.difference_h))).collect();
        let hours = if hours.is_empty() { String::new() } else { format!(" | {}", hours.join(", ")) };
        let name = names.alternative(&one.alternative, &comparison.baseline);
        table.row([name, format!("{}{hours}", changes_in_a_line(one, &names))]);
    }
    text.push_str(&format!(
        "{table}All of it is in comparison.json; `forceflow compare BASELINE ONE` tells the story of one.\n",
    ));
}
