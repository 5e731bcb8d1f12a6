//! Why the force closed when it did: over replications, and in the run that is shown, step by step.

use super::super::super::numbers::{hours, percent};
use super::super::super::story::{TOO_SHORT_H, meanwhile, sentence};
use super::super::Told;
use super::super::document::{Block, Section, Span, Table, text};
use super::super::words::{category, counted, instant, interval, with_unit};
use super::answer::largest;
use crate::experiment::improve::SHORTER;
use crate::experiment::rank::described;
use crate::experiment::story::{Step, Story, Subject};
use crate::model::{Category, Group};

/// Steps of a run that a report tells; the others are in `forceflow why`.
const MOST_STEPS: usize = 120;

/// Where the hours went, what would help, and one run told step by step.
pub(in super::super) fn why(told: &Told<'_>) -> Section {
    let mut section = Section::new("why", "Why it takes as long as it does");
    over_replications(told, &mut section);
    what_would_help(told, &mut section);
    one_run(told, &mut section);
    section
}

fn over_replications(told: &Told<'_>, section: &mut Section) {
    let results = told.results;
    if results.closure_h.mean.is_none() {
        section.say(
            "Some replications did not close, so that there is no mean closure to take apart; forceflow why tells one run.",
        );
        return;
    }
    section.say(
        "Every closure is taken apart twice, and each column adds up to the mean closure. The causal chain holds causes only: \
         from the last arrival backwards, a wait is replaced by what was waited for (the aircraft flew back, and was unloaded \
         before). The diary is the last load's own clock, waits included.",
    );
    let mut table = Table::new(
        format!("Hours to closure, mean over {}", counted(results.replications as usize, "replication")),
        &["What", "Causal chain, h#", "95 % interval#", "Diary, h#", "On the chain in#"],
    );
    for one in largest(&results.bottlenecks).into_iter().chain(diary_only(told)) {
        table.row([
            category(&one.cause).to_owned(),
            hours(one.chain_h),
            interval(Some(one.chain_h), one.chain_half_width_95),
            hours(one.diary_h),
            format!("{} of runs", percent(one.criticality)),
        ]);
    }
    let sum = |hours: fn(&crate::experiment::results::Bottleneck) -> f64| {
        results.bottlenecks.iter().map(hours).sum::<f64>()
    };
    table.row([
        "together".to_owned(),
        hours(sum(|one| one.chain_h)),
        interval(results.closure_h.mean, results.closure_h.half_width_95),
        hours(sum(|one| one.diary_h)),
        String::new(),
    ]);
    section.table(table);
}

/// Waits, which are in the diary alone, longest first.
fn diary_only<'a>(told: &'a Told<'_>) -> Vec<&'a crate::experiment::results::Bottleneck> {
    let of_diary = |one: &&crate::experiment::results::Bottleneck| one.chain_h <= 0.0 && one.diary_h > 0.0;
    let mut waits: Vec<_> = told.results.bottlenecks.iter().filter(of_diary).collect();
    waits.sort_by(|a, b| b.diary_h.total_cmp(&a.diary_h));
    waits
}

fn what_would_help(told: &Told<'_>, section: &mut Section) {
    let results = told.results;
    if results.closure_h.mean.is_none() {
        return;
    }
    section.heading("What would help");
    let mut table = Table::new(
        "About what a tenth less of a duration saves",
        &["Duration", "On the chain, h#", "A tenth less saves about, h#", "On the chain in#"],
    );
    let shorter =
        |cause: &str| Category::named(cause).is_some_and(|category| category.group() == Group::Work);
    for one in largest(&results.bottlenecks).into_iter().filter(|one| shorter(&one.cause)).take(6) {
        table.row([
            category(&one.cause).to_owned(),
            hours(one.chain_h),
            hours(one.chain_h * SHORTER),
            format!("{} of runs", percent(one.criticality)),
        ]);
    }
    section.table(table);
    if let Some(whose) = on_the_chain(told) {
        section.say(whose);
    }
    section.paragraph(vec![
        Span::Text("These are derivatives: they hold for small changes, since for a large one another path takes over. What one more aircraft, stand or team saves cannot be read from them; ".to_owned()),
        Span::Code(format!("forceflow why {}", file_of(told.command))),
        Span::Text(" tries each in a re-run under the same draws.".to_owned()),
    ]);
}

/// The scenario's file in a command of ours.
fn file_of(command: &str) -> &str {
    command.split_whitespace().nth(2).unwrap_or("SCENARIO")
}

/// Whose activities are most often on the chain.
fn on_the_chain(told: &Told<'_>) -> Option<String> {
    let results = told.results;
    let most = |all: Vec<(&str, Option<f64>)>| {
        let known = all.into_iter().filter_map(|(name, share)| Some((name.to_owned(), share?)));
        let most = known.reduce(|best, other| if other.1 > best.1 { other } else { best })?;
        (most.1 > 0.0).then_some(most)
    };
    let contingent =
        most(results.contingents.values().map(|it| (it.name.as_str(), it.criticality)).collect());
    let fleet = most(results.fleets.values().map(|it| (it.name.as_str(), it.criticality)).collect());
    let terminal = most(results.terminals.values().map(|it| (it.name.as_str(), it.criticality)).collect());
    let named = |what: &str, found: Option<(String, f64)>| {
        found.map(|(name, share)| format!("the {what} {name} (in {} of the runs)", percent(share)))
    };
    let parts: Vec<String> =
        [named("contingent", contingent), named("fleet", fleet), named("terminal", terminal)]
            .into_iter()
            .flatten()
            .collect();
    let all = super::super::words::listed(&parts);
    (!parts.is_empty()).then(|| format!("Most often on the chain: {all}."))
}

fn one_run(told: &Told<'_>, section: &mut Section) {
    let replication = told.shown.replication;
    let closures_h = &told.summary.deployment.closure_h;
    let label = described(replication, closures_h);
    section.heading(format!("One run, step by step ({label})"));
    let Some(story) = Story::of(told.shown_world, told.shown, &Subject::Force) else {
        section.say(format!("Replication {replication} did not close by the horizon."));
        return;
    };
    let typical = closures_h.len() > 1 && replication == told.summary.nearest_to_median();
    let nearest = if typical { ", the one nearest to the median" } else { "" };
    let last = story
        .last_unit
        .as_ref()
        .map_or_else(String::new, |unit| format!(" The last load was of {}.", told.names.unit(unit)));
    section.say(format!(
        "This is one seeded run, not an average: {label}{nearest}. It closes {} after the appeal.{last} Each step was enabled by the one before it.",
        instant(story.closure_h, told.calendar.as_ref())
    ));
    let steps = named(told, &story.diary);
    section.table(table(told, &steps, "The last load's own clock, from the appeal to its arrival"));
    let steps = named(told, &story.chain);
    let chain = table(told, &steps, "The causal chain: causes only, waits replaced by what was waited for");
    section.blocks.push(Block::Details("The causal chain of this run".to_owned(), vec![Block::Table(chain)]));
}

/// The steps that last, with names in place of ids.
fn named(told: &Told<'_>, steps: &[Step]) -> Vec<Step> {
    let mut steps = told.names.steps(steps);
    steps.retain(|step| step.hours() >= TOO_SHORT_H);
    steps
}

fn table(told: &Told<'_>, steps: &[Step], caption: &str) -> Table {
    let heads: &[&str] = if steps.iter().any(|step| !step.meanwhile.is_empty()) {
        &["Begins", "Hours#", "What happened", "Because"]
    } else {
        &["Begins", "Hours#", "What happened"]
    };
    let left_out = steps.len().saturating_sub(MOST_STEPS);
    let caption = if left_out > 0 {
        format!("{caption}; the last {MOST_STEPS} of {} steps", steps.len())
    } else {
        caption.to_owned()
    };
    let mut table = Table::new(caption, heads);
    for step in &steps[left_out..] {
        let begins =
            told.calendar.map_or_else(|| with_unit(step.from_h), |calendar| calendar.instant(step.from_h));
        let mut row = vec![text(begins), text(hours(step.hours())), text(sentence(step))];
        if heads.len() > row.len() {
            row.push(text(meanwhile(&step.meanwhile)));
        }
        table.rows.push(row);
    }
    table
}
