//! What the page of a comparison says: the verdicts, the order of merit, and what differs.

use super::compared::{Compared, is_many};
use super::comparison_words::{push_changes, push_selection};
use super::differences::provenance;
use super::interaction;
use super::moves::{table, verdict};
use super::page::document::{Block, Section, text};
use super::page::study::{Finding, table_of};
use super::ranking::{changed, ranking};
use crate::experiment::compare::Difference;

/// What the page of a comparison says.
pub(super) fn finding(compared: &Compared) -> Finding {
    let comparison = &compared.comparison;
    let differences = &comparison.differences;
    let alternatives = match differences.len() {
        1 => "the alternative".to_owned(),
        count => format!("each of {count} alternatives"),
    };
    let sentence = |one: &Difference| {
        format!("{}: {}.", compared.name(&one.alternative), verdict(one, comparison.replications))
    };
    let mut verdict: Vec<String> = if is_many(comparison) {
        let earliest = comparison.ranking.first().map(|first| compared.name(&first.name));
        let count = comparison.ranking.len();
        let first = comparison.ranked_by.first();
        earliest.into_iter().map(|name| format!("{name} {first} of {count}.")).collect()
    } else {
        differences.iter().map(sentence).collect()
    };
    if !comparison.as_run.is_empty() {
        verdict.push(
            "The folders were not made alike, in seed or replications; here all scenarios are run again alike."
                .to_owned(),
        );
    }
    verdict.extend(comparison.interactions.iter().take(3).map(|one| interaction::sentence(compared, one)));
    let mut ranked = Section::new("ranking", "All side by side");
    let order = comparison.ranked_by.order();
    ranked.table(table_of(
        format!("In the order of {order}; a difference above zero is later"),
        &ranking(compared),
    ));
    ranked.table(table_of("What each changes, and what is to be looked at", &changed(compared)));
    for one in &comparison.not_ranked {
        ranked.say(format!("Not ranked: {}: {}", one.name, one.reason));
    }
    if let Some(selection) = &comparison.selection {
        let mut words = String::new();
        push_selection(&mut words, comparison, selection);
        ranked.say(words.trim());
    }
    Finding {
        title: provenance(compared).scenario,
        question: format!("What does {alternatives} change against {}?", comparison.baseline),
        verdict,
        motion: None,
        details: [Some(ranked), together(compared), Some(differing(compared))]
            .into_iter()
            .flatten()
            .collect(),
    }
}

/// What alternatives do together beyond the sum of each; none where no alternative makes the changes of two others.
fn together(compared: &Compared) -> Option<Section> {
    let mut section = Section::new("together", interaction::TITLE);
    for one in &compared.comparison.interactions {
        section.say(interaction::sentence(compared, one));
        section.table(table_of(
            "How far each measure moves from the baseline",
            &interaction::table(compared, one),
        ));
    }
    (!compared.comparison.interactions.is_empty()).then_some(section)
}

/// What each alternative changes in the scenario, and what moves by it.
fn differing(compared: &Compared) -> Section {
    let comparison = &compared.comparison;
    let mut section = Section::new("differs", "What differs");
    for (index, one) in comparison.differences.iter().enumerate() {
        let names = compared.names(index);
        section.heading(compared.name(&one.alternative));
        let mut changes = String::new();
        push_changes(&mut changes, comparison, one, &names);
        section.blocks.push(Block::List(changes.lines().map(|line| text(line.trim())).collect()));
        if !one.same {
            section.table(table_of("What moves", &table(one, &names)));
        }
    }
    section
}
