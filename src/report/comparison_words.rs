//! What a comparison says as text and on its page: which system is selected, and what differs.

use super::compared::value;
use super::names::Names;
use super::numbers::hours;
use crate::experiment::compare::{Comparison, Difference, Selection};

/// Changed paths that the text shows; the file holds all.
const MOST_LINES: usize = 8;

/// Adds which system is selected, if one is.
pub(super) fn push_selection(text: &mut String, comparison: &Comparison, selection: &Selection) {
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

/// Adds what an alternative changes.
pub(super) fn push_changes(text: &mut String, comparison: &Comparison, one: &Difference, names: &Names) {
    if one.changes.is_empty() {
        let made = |name: &str| comparison.as_run.iter().find(|made| made.name == name).map(|made| made.seed);
        let differ = made(&one.baseline).zip(made(&one.alternative)).is_some_and(|(one, other)| one != other);
        let seeds = if differ { "; the folders differ in their seeds" } else { "" };
        text.push_str(&format!("  the scenarios are the same{seeds}\n"));
        return;
    }
    for change in one.changes.iter().take(MOST_LINES) {
        let (before, after) = (value(&change.baseline), value(&change.alternative));
        text.push_str(&format!("  changed: {}: {before} -> {after}\n", names.with_path(&change.path)));
    }
    if one.changes.len() > MOST_LINES {
        text.push_str(&format!("  and {} more changes in comparison.json\n", one.changes.len() - MOST_LINES));
    }
}
