//! The summary of a run as tables that can be pasted into a text.

use super::delivered;
use super::numbers::{hours, percent, span, span_between, thousands, width};
use super::padded::{Column, Padded};
use super::pasted::{Paste, pasted};
use super::spending::{budget_in_words, cost_in_words, costs};
use super::text::{contingents, spread};
use crate::escape;
use crate::experiment::Results;
use crate::experiment::varies::Varies;
use crate::model::Category;

/// Causes that the last table names.
const CAUSES: usize = 6;

/// The summary as tables: figures of the force, its contingents, and what closure is made of; with the command that gives them.
pub fn summary_tables(results: &Results, varies: Varies, command: &str, into: Paste) -> String {
    let count = thousands(f64::from(results.replications));
    let s = if results.replications == 1 { "" } else { "s" };
    let caption = format!("{} ({count} replication{s}, seed {})", results.title, results.seed);
    let mut tables = vec![(figures(results, varies), caption)];
    tables.push((contingents(results, varies), "In place, by contingent; quantiles in hours".to_owned()));
    if let Some(causes) = causes(results) {
        tables.push((causes, "What the time to closure is made of, in the mean".to_owned()));
    }
    let tables: Vec<String> = tables.iter().map(|(table, caption)| pasted(table, caption, into)).collect();
    match into {
        Paste::Markdown => format!("{}\nMade by `{}`\n", tables.join("\n"), command.replace('`', "'")),
        // A comment ends with its line.
        Paste::Latex => format!("% {}\n{}", escape::visible(command).replace('\n', " "), tables.join("\n")),
    }
}

/// Figures of the force, in words.
fn figures(results: &Results, varies: Varies) -> Padded {
    let closure = &results.closure_h;
    let varied = varies.has_intervals();
    let mut table = Padded::new(&[Column::Words, Column::Text]);
    table.row(["Figure", "Value"]);
    let mean = match (closure.mean, closure.half_width_95.filter(|_| varied)) {
        (Some(mean), Some(half)) => format!("{} ± {} h", span(mean), width(half)),
        (Some(mean), None) => span(mean),
        _ => format!("none: {} of {} replications did not close", results.not_closed, results.replications),
    };
    table.row(["Closure".to_owned(), mean]);
    if let (Some(p05), Some(p50), Some(p95), true) = (closure.p05, closure.p50, closure.p95, varied) {
        table.row(["Nine runs in ten".to_owned(), format!("between {}", span_between((p05, p95), "and"))]);
        table.row(["Half of them".to_owned(), format!("by {}", span(p50))]);
    }
    if let Some(on_time) = &results.on_time {
        let deadline = span(on_time.deadline_h);
        let [share, low, high] = [on_time.probability, on_time.low_95, on_time.high_95].map(percent);
        let met = if on_time.probability > 0.0 { "yes" } else { "no" };
        let words = if varied {
            format!("{share} of the runs by {deadline} (95 % interval {low} to {high})")
        } else {
            format!("{met}, by {deadline}")
        };
        table.row(["On time".to_owned(), words]);
    }
    table.row(["Delivered".to_owned(), delivered::in_words(&results.delivered)]);
    table.row(["Loaded trips".to_owned(), spread(&results.delivered.sorties)]);
    if let Some(spending) = results.spending.as_ref().filter(|spending| costs(spending)) {
        let unit = spending.currency.as_str();
        table.row(["Cost".to_owned(), cost_in_words(&spending.cost, unit, varies)]);
        if let Some(within) = &spending.within_budget {
            table.row(["Budget".to_owned(), budget_in_words(within, unit, varies)]);
        }
    }
    table
}

/// The largest causes of the chain; none where no replication has one.
fn causes(results: &Results) -> Option<Padded> {
    results.closure_h.mean?;
    let mut parts: Vec<_> = results.bottlenecks.iter().filter(|part| part.chain_h > 0.0).collect();
    parts.sort_by(|a, b| b.chain_h.total_cmp(&a.chain_h));
    let mut table = Padded::of_numbers(2);
    table.row(["Cause", "hours", "share of the runs"]);
    for part in parts.iter().take(CAUSES) {
        let label = Category::named(&part.cause).map_or("unknown", Category::label);
        table.row([label.to_owned(), hours(part.chain_h), percent(part.criticality)]);
    }
    (!parts.is_empty()).then_some(table)
}
