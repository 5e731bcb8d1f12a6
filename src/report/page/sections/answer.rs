//! The answer in a few sentences, each with its uncertainty, and what that uncertainty leaves out.

use super::super::super::delivered::in_words;
use super::super::super::numbers::{hours, percent, thousands};
use super::super::Told;
use super::super::document::{Block, Section, Span, text};
use super::super::words::{category, count, counted, ends, instant, listed, with_unit};
use crate::experiment::improve::SHORTER;
use crate::experiment::results::{Bottleneck, Closure};
use crate::experiment::varies::{Varies, ranges};
use crate::model::{Category, Group};

/// Causes that the answer names.
const NAMED: usize = 3;

/// When, how surely, and what the hours were.
pub(in super::super) fn answer(told: &Told<'_>) -> Section {
    let mut section = Section::new("answer", "The answer");
    section.blocks.push(Block::Lead(vec![Span::Strong(when(told))]));
    if let Some(sentence) = in_time(told) {
        section.blocks.push(Block::Lead(text(sentence)));
    }
    if let Some(sentence) = causes(told) {
        section.blocks.push(Block::Lead(text(sentence)));
    }
    section.say(delivered(told));
    if let Some(sentence) = homewards(told) {
        section.say(sentence);
    }
    section.paragraph(held_fixed(told));
    section
}

fn when(told: &Told<'_>) -> String {
    let results = told.results;
    let closure = &results.closure_h;
    let calendar = told.calendar.as_ref();
    let Some(mean) = closure.mean else {
        return unclosed(told);
    };
    if results.replications == 1 {
        return format!(
            "In the one run simulated, the force is in place {} after the appeal.",
            instant(mean, calendar)
        );
    }
    if closure.sd == Some(0.0) || !told.varies.has_intervals() {
        return format!("In every run, the force is in place {} after the appeal.", instant(mean, calendar));
    }
    format!(
        "On average, the force is in place {} after the appeal (95 % interval of this mean: {}); nine runs in ten close between {}.",
        instant(mean, calendar),
        ends_around(mean, closure.half_width_95),
        ends(closure.p05, closure.p95, "and")
    )
}

/// The interval of a mean.
fn ends_around(mean: f64, half_width: Option<f64>) -> String {
    ends(half_width.map(|half| mean - half), half_width.map(|half| mean + half), "to")
}

/// No mean is given where some replications did not close.
fn unclosed(told: &Told<'_>) -> String {
    let results = told.results;
    let half = match results.closure_h.p50 {
        Some(p50) => format!("half of all runs close by {}", instant(p50, told.calendar.as_ref())),
        None => "fewer than half of all runs close".to_owned(),
    };
    format!(
        "In {} of {}, the force is not in place within the horizon of {}, so that there is no mean; {half}.",
        thousands(results.not_closed as f64),
        counted(results.replications as usize, "replication"),
        with_unit(told.loaded.scenario.horizon_h)
    )
}

fn in_time(told: &Told<'_>) -> Option<String> {
    let on_time = told.results.on_time.as_ref()?;
    if !told.varies.has_intervals() {
        let not = if on_time.probability > 0.0 { "" } else { "not " };
        let deadline = instant(on_time.deadline_h, told.calendar.as_ref());
        return Some(format!("It is {not}there by the deadline of {deadline}."));
    }
    Some(format!(
        "It is there by the deadline of {} in {} of the runs (95 % interval of this share, after Wilson: {} to {}).",
        instant(on_time.deadline_h, told.calendar.as_ref()),
        percent(on_time.probability),
        percent(on_time.low_95),
        percent(on_time.high_95)
    ))
}

/// The largest causes, largest first.
pub(super) fn largest(bottlenecks: &[Bottleneck]) -> Vec<&Bottleneck> {
    let mut causes: Vec<&Bottleneck> = bottlenecks.iter().filter(|one| one.chain_h > 0.0).collect();
    causes.sort_by(|a, b| b.chain_h.total_cmp(&a.chain_h));
    causes
}

fn causes(told: &Told<'_>) -> Option<String> {
    let mean = told.results.closure_h.mean.filter(|mean| *mean > 0.0)?;
    let causes = largest(&told.results.bottlenecks);
    let named: Vec<String> = causes
        .iter()
        .take(NAMED)
        .map(|one| format!("{} ({}\u{a0}h)", category(&one.cause), hours(one.chain_h)))
        .collect();
    if named.is_empty() {
        return None;
    }
    let sum: f64 = causes.iter().take(NAMED).map(|one| one.chain_h).sum();
    let several = told.results.replications > 1 && told.varies.has_intervals();
    let on_average = if several { "on average " } else { "" };
    let helps = causes
        .iter()
        .find(|one| Category::named(&one.cause).is_some_and(|category| category.group() == Group::Work));
    let helps = helps.map_or_else(String::new, |one| {
        format!(
            " To close sooner, begin there: a tenth less {} saves about {}.",
            category(&one.cause),
            with_unit(one.chain_h * SHORTER)
        )
    });
    Some(format!(
        "Of the {} to closure, {on_average}{} are {}.{helps}",
        with_unit(mean),
        percent(sum / mean),
        listed(&named)
    ))
}

fn delivered(told: &Told<'_>) -> String {
    let delivered = &told.results.delivered;
    let trips = match delivered.sorties.mean {
        Some(mean) if mean > 0.0 => format!(", after {} loaded trips of carriers", count(&delivered.sorties)),
        _ => String::new(),
    };
    format!("In place are then {}{trips}.", in_words(delivered))
}

fn homewards(told: &Told<'_>) -> Option<String> {
    let withdrawal = told.results.withdrawal.as_ref()?;
    let Closure { mean, half_width_95, p05, p95, .. } = withdrawal.closure_h;
    Some(match mean {
        Some(mean) if !told.varies.has_intervals() => {
            format!("The withdrawal ends {} after the appeal.", instant(mean, told.calendar.as_ref()))
        }
        Some(mean) => format!(
            "The withdrawal ends {} after the appeal on average (95 % interval of this mean: {}; nine runs in ten: {}).",
            instant(mean, told.calendar.as_ref()),
            ends_around(mean, half_width_95),
            ends(p05, p95, "to")
        ),
        None => format!(
            "The withdrawal does not end within the horizon in {} of {}.",
            thousands(withdrawal.not_closed as f64),
            counted(told.results.replications as usize, "replication")
        ),
    })
}

/// What the intervals are about: chance alone, or the ranges of assumptions, too.
fn held_fixed(told: &Told<'_>) -> Vec<Span> {
    let link = Span::Link("assumptions".to_owned(), "#inputs".to_owned());
    let drawable = ranges(&told.loaded.scenario) > 0;
    let fixed = if drawable {
        " are held fixed at their values; that they may be wrong is in no number here. With their ranges drawn: "
    } else {
        " are held fixed at their values; that they may be wrong is in no number here, and none has a range that could be drawn."
    };
    let (before, after) = match told.varies {
        Varies::Ranges => (
            "What the intervals hold: chance within the scenario, and the ranges of its ",
            ", each drawn once per replication. How the model is built is held fixed, and so is every value without a range.",
        ),
        Varies::Chance => (
            "What the intervals hold: chance within the scenario alone (durations, breakdowns and weather, drawn anew in every replication). All ",
            fixed,
        ),
        Varies::Nothing => (
            "Nothing in this scenario is left to chance: every replication is the same, and there are no intervals. All ",
            fixed,
        ),
    };
    let mut words = vec![Span::Text(before.to_owned()), link, Span::Text(after.to_owned())];
    if told.varies != Varies::Ranges && drawable {
        words.extend([Span::Code(format!("{} --uncertain", told.command)), Span::Text(".".to_owned())]);
    }
    words
}
