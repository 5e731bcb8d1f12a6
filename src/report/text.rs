//! The readable summary of a run.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::delivered;
use super::numbers::{
    Calendar, hours, hours_or_dash, mean_count, percent, span, span_between, thousands, tonnes, width,
};
use super::padded::{Column, Padded};
use super::spending;
use super::usage;
use crate::experiment::Results;
use crate::experiment::intervals::{Ends, replications_for};
use crate::experiment::results::{Closure, Spread};
use crate::experiment::varies::Varies;
use crate::model::Category;

/// The summary of a run; `calendar` adds local times, and there are no intervals where nothing varies.
pub fn summary(results: &Results, calendar: Option<&Calendar>, varies: Varies) -> String {
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = write_summary(&mut text, results, calendar, varies);
    text
}

fn write_summary(
    text: &mut String,
    results: &Results,
    calendar: Option<&Calendar>,
    varies: Varies,
) -> std::fmt::Result {
    writeln!(text, "{}", results.title)?;
    let s = if results.replications == 1 { "" } else { "s" };
    writeln!(text, "{} replication{s}, seed {}", thousands(f64::from(results.replications)), results.seed)?;
    if let Some(reached) = results.precision_reached {
        let word = match (reached, results.not_closed) {
            (true, _) => "reached",
            (false, 0) => "not reached",
            (false, _) => "not reached: where a replication does not close there is no mean",
        };
        writeln!(text, "The precision asked for was {word}.")?;
    }
    writeln!(text)?;
    write_closure(text, results, calendar, varies)?;
    let sorties = spread(&results.delivered.sorties);
    writeln!(text, "Delivered   {} in {sorties} loaded trips", delivered::in_words(&results.delivered))?;
    match &results.spending {
        Some(spending) => spending::write(text, spending, varies)?,
        None => writeln!(text)?,
    }
    write_contingents(text, results, varies)?;
    write_waits(text, results)?;
    write_bottlenecks(text, results)?;
    usage::write(text, results)?;
    write_withdrawal(text, results, calendar, varies)
}

fn write_closure(
    text: &mut String,
    results: &Results,
    calendar: Option<&Calendar>,
    varies: Varies,
) -> std::fmt::Result {
    let closure = &results.closure_h;
    let local = |h: f64| {
        calendar.map_or_else(String::new, |calendar| format!(", {} local time", calendar.instant(h)))
    };
    match (closure.mean, closure.half_width_95.filter(|_| varies.has_intervals())) {
        (Some(mean), Some(half)) => {
            let (mean_span, half) = (span(mean), width(half));
            writeln!(text, "Closure     {mean_span} ± {half} h after the appeal{}", local(mean))?;
        }
        (Some(mean), None) => {
            writeln!(text, "Closure     {} after the appeal{}", span(mean), local(mean))?;
        }
        _ => writeln!(
            text,
            "Closure     no mean: {} of {} replications did not close by the horizon",
            results.not_closed, results.replications
        )?,
    }
    if !varies.has_intervals() {
        if let Some(on_time) = &results.on_time {
            let met = if on_time.probability > 0.0 { "yes" } else { "no" };
            let deadline = span(on_time.deadline_h);
            writeln!(text, "On time     {met}, by {deadline}{}", local(on_time.deadline_h))?;
        }
        return Ok(());
    }
    if let (Some(p05), Some(p50), Some(p95)) = (closure.p05, closure.p50, closure.p95) {
        writeln!(
            text,
            "            nine runs in ten between {}, half of them by {}",
            span_between((p05, p95), "and"),
            span(p50)
        )?;
    }
    write_quantiles(text, closure, results.replications)?;
    if let Some(on_time) = &results.on_time {
        writeln!(
            text,
            "On time     {} of the runs by {}{} (95 % interval {} to {})",
            percent(on_time.probability),
            span(on_time.deadline_h),
            local(on_time.deadline_h),
            percent(on_time.low_95),
            percent(on_time.high_95)
        )?;
    }
    Ok(())
}

/// The intervals of the quantiles above, or a plain sentence where there are none.
fn write_quantiles(text: &mut String, closure: &Closure, replications: u32) -> std::fmt::Result {
    let intervals = &closure.quantiles_95;
    let ends = |ends: &Ends| Some((ends.low?, ends.high?));
    let (median, outer) = (ends(&intervals.p50), ends(&intervals.p05).zip(ends(&intervals.p95)));
    let between = |(low, high): (f64, f64)| format!("{} to {} h", hours(low), hours(high));
    if closure.sd.is_none_or(|sd| sd == 0.0) {
        return Ok(());
    }
    match (outer, median) {
        (Some((first, last)), Some(median)) => writeln!(
            text,
            "            95 % intervals of these: {}, {} and {}",
            between(first),
            between(last),
            between(median)
        ),
        // Enough replications, but some of them did not close.
        _ if replications as usize >= replications_for(0.95).unwrap_or(0) => Ok(()),
        (_, median) => writeln!(
            text,
            "            {replications} replications are too few for 95 % intervals of the outer two; {} give them{}",
            replications_for(0.95).unwrap_or(0),
            median.map_or_else(String::new, |median| format!("; of the half: {}", between(median)))
        ),
    }
}

/// A mean number with its spread, where it varies.
pub(super) fn spread(spread: &Spread) -> String {
    match (spread.mean, spread.sd) {
        (Some(mean), Some(sd)) if sd > 0.0 => format!("{} (sd {})", mean_count(mean), mean_count(sd)),
        (Some(mean), _) => thousands(mean),
        _ => "–".to_owned(),
    }
}

fn write_contingents(text: &mut String, results: &Results, varies: Varies) -> std::fmt::Result {
    writeln!(text, "{}", contingents(results, varies))
}

/// When each contingent is in place, and with how much.
pub(super) fn contingents(results: &Results, varies: Varies) -> Padded {
    // A column for cargo where there is any, and quantiles where replications differ.
    let has_cargo = results.delivered.cargo_t.is_some();
    let quantiles = varies.has_intervals();
    let mut table = Padded::of_numbers(3 + usize::from(has_cargo) + if quantiles { 3 } else { 0 });
    let mut head = vec!["Contingent", "people", "vehicles"];
    head.extend(has_cargo.then_some("cargo t"));
    head.push("closure");
    head.extend(quantiles.then_some(["p05", "p50", "p95"]).into_iter().flatten());
    table.row(head);
    for contingent in results.contingents.values() {
        let Closure { mean, p05, p50, p95, .. } = contingent.closure_h;
        let counts = [contingent.personnel, contingent.vehicles].map(|count| thousands(count as f64));
        let mut cells = vec![contingent.name.clone()];
        cells.extend(counts);
        cells.extend(has_cargo.then(|| tonnes(contingent.cargo_t.unwrap_or(0.0))));
        cells.push(format!("{} h", hours_or_dash(mean)));
        cells.extend(quantiles.then(|| [p05, p50, p95].map(hours_or_dash)).into_iter().flatten());
        table.row(cells);
    }
    table
}

fn write_waits(text: &mut String, results: &Results) -> std::fmt::Result {
    let mut causes: BTreeMap<String, (f64, f64)> = BTreeMap::new();
    for wait in results.contingents.values().flat_map(|contingent| &contingent.waits) {
        let sums = causes.entry(wait.cause.clone()).or_default();
        sums.0 += wait.count;
        sums.1 += wait.total_h;
    }
    let mut causes: Vec<(String, (f64, f64))> = causes.into_iter().collect();
    causes.sort_by(|a, b| b.1.1.total_cmp(&a.1.1).then_with(|| a.0.cmp(&b.0)));
    if causes.is_empty() {
        return writeln!(text, "No load waited for anything.\n");
    }
    writeln!(text, "Largest causes of waiting, per run")?;
    for (cause, (count, total)) in causes.iter().take(3) {
        let label = Category::named(cause).map_or("unknown", Category::label);
        let each = hours(total / f64::max(*count, f64::MIN_POSITIVE));
        writeln!(text, "  {label}: {} h in all, {} waits of {each} h", hours(*total), mean_count(*count))?;
    }
    writeln!(text)
}

fn write_bottlenecks(text: &mut String, results: &Results) -> std::fmt::Result {
    let Some(mean) = results.closure_h.mean else { return Ok(()) };
    if results.bottlenecks.is_empty() {
        return Ok(());
    }
    writeln!(
        text,
        "What the {} to closure are made of (causes only; each share can be saved at most)",
        span(mean)
    )?;
    let mut table = Padded::new(&[Column::Number, Column::Text]).indented(2);
    for bottleneck in results.bottlenecks.iter().filter(|bottleneck| bottleneck.chain_h > 0.0).take(5) {
        let share = percent(bottleneck.criticality);
        let what = format!("{}, on the chain in {share} of the runs", bottleneck.label);
        table.row([format!("{} h", hours(bottleneck.chain_h)), what]);
    }
    writeln!(text, "{table}")
}

fn write_withdrawal(
    text: &mut String,
    results: &Results,
    calendar: Option<&Calendar>,
    varies: Varies,
) -> std::fmt::Result {
    let Some(withdrawal) = &results.withdrawal else { return Ok(()) };
    let closure = &withdrawal.closure_h;
    match closure.mean {
        Some(mean) => {
            let local = calendar.map_or_else(String::new, |calendar| format!(", {}", calendar.instant(mean)));
            let ends = closure.p05.zip(closure.p95).filter(|_| varies.has_intervals());
            let nine = ends.map_or_else(String::new, |ends| {
                format!("; nine runs in ten between {}", span_between(ends, "and"))
            });
            let trips = spread(&withdrawal.delivered.sorties);
            writeln!(
                text,
                "Withdrawal  ends {} after the appeal{local}{nine}; {trips} loaded trips",
                span(mean)
            )?;
        }
        None => writeln!(
            text,
            "Withdrawal  {} of {} replications did not end it by the horizon",
            withdrawal.not_closed, results.replications
        )?,
    }
    writeln!(text)
}

/// What intervals show, what they leave out, and the `other` command, with ranges drawn where this run did not draw them,
/// and without where it did; `ranges` counts the assumptions that have one.
pub fn what_varies(varies: Varies, ranges: usize, other: &str) -> String {
    let word = if varies.has_intervals() { "Bands " } else { "Chance" };
    let fixed = match (varies, ranges) {
        (Varies::Ranges, _) => {
            "every value without a range; for chance alone, with all assumptions at their values:".to_owned()
        }
        (_, 0) => "every assumption stays at its value; none has a range in `evidence` that --uncertain could draw"
            .to_owned(),
        (_, 1) => "1 assumption with a range stays at the value given; how far it may be off is in no number above. Drawn:"
            .to_owned(),
        _ => format!(
            "{ranges} assumptions with a range stay at the values given; how far they may be off is in no number above. Drawn:"
        ),
    };
    let command = if fixed.ends_with(':') { format!("            {other}\n") } else { String::new() };
    format!("{word}      {}\nHeld fixed  {fixed}\n{command}", varies.words())
}
