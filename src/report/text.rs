//! The readable summary of a run.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::numbers::{Calendar, hours, hours_or_dash, percent, thousands};
use super::usage;
use crate::experiment::Results;
use crate::experiment::intervals::{Ends, replications_for};
use crate::experiment::results::{Closure, Spread};
use crate::model::Category;

/// Letters of a name in a table.
const WIDEST: usize = 60;

/// The summary of a run; `calendar` adds local times.
pub fn summary(results: &Results, calendar: Option<&Calendar>) -> String {
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = write_summary(&mut text, results, calendar);
    text
}

fn write_summary(text: &mut String, results: &Results, calendar: Option<&Calendar>) -> std::fmt::Result {
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
    write_closure(text, results, calendar)?;
    let sorties = spread(&results.delivered.sorties);
    let delivered = &results.delivered;
    writeln!(
        text,
        "Delivered   {} people and {} vehicles in {sorties} loaded trips",
        from_to(delivered.personnel, delivered.most.map(|most| most.personnel)),
        from_to(delivered.vehicles, delivered.most.map(|most| most.vehicles))
    )?;
    writeln!(text)?;
    write_contingents(text, results)?;
    write_waits(text, results)?;
    write_bottlenecks(text, results)?;
    usage::write(text, results)?;
    write_withdrawal(text, results, calendar)
}

/// "1,500", or "1,043 to 1,921" where replications differ.
fn from_to(least: u64, most: Option<u64>) -> String {
    let least_of_all = thousands(least as f64);
    match most.filter(|most| *most > least) {
        Some(most) => format!("{least_of_all} to {}", thousands(most as f64)),
        None => least_of_all,
    }
}

fn write_closure(text: &mut String, results: &Results, calendar: Option<&Calendar>) -> std::fmt::Result {
    let closure = &results.closure_h;
    let local = |h: f64| {
        calendar.map_or_else(String::new, |calendar| format!(", {} local time", calendar.instant(h)))
    };
    match (closure.mean, closure.half_width_95) {
        (Some(mean), Some(half)) => {
            writeln!(
                text,
                "Closure     {} h ± {} h after the appeal{}",
                hours(mean),
                hours(half),
                local(mean)
            )?;
        }
        (Some(mean), None) => {
            writeln!(text, "Closure     {} h after the appeal{}", hours(mean), local(mean))?;
        }
        _ => writeln!(
            text,
            "Closure     no mean: {} of {} replications did not close by the horizon",
            results.not_closed, results.replications
        )?,
    }
    if let (Some(p05), Some(p50), Some(p95)) = (closure.p05, closure.p50, closure.p95) {
        writeln!(
            text,
            "            nine runs in ten between {} and {} h, half of them by {} h",
            hours(p05),
            hours(p95),
            hours(p50)
        )?;
    }
    write_quantiles(text, closure, results.replications)?;
    if let Some(on_time) = &results.on_time {
        writeln!(
            text,
            "On time     {} of the runs by {} h{} (95 % interval {} to {})",
            percent(on_time.probability),
            hours(on_time.deadline_h),
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

fn spread(spread: &Spread) -> String {
    match (spread.mean, spread.sd) {
        (Some(mean), Some(sd)) if sd > 0.0 => format!("{mean:.1} (sd {sd:.1})"),
        (Some(mean), _) => thousands(mean),
        _ => "–".to_owned(),
    }
}

/// A name in a table: its first letters, where it is longer than the column.
fn shortened(name: &str) -> String {
    match name.char_indices().nth(WIDEST) {
        Some(_) => name.chars().take(WIDEST - 1).chain(['…']).collect(),
        None => name.to_owned(),
    }
}

fn write_contingents(text: &mut String, results: &Results) -> std::fmt::Result {
    let widest = results.contingents.values().map(|c| c.name.chars().count()).max().unwrap_or(0);
    let name_width = widest.max("Contingent".len()).min(WIDEST);
    writeln!(
        text,
        "{:name_width$}  {:>7} {:>8}  {:>8} {:>7} {:>7} {:>7}",
        "Contingent", "people", "vehicles", "closure", "p05", "p50", "p95"
    )?;
    for contingent in results.contingents.values() {
        let Closure { mean, p05, p50, p95, .. } = contingent.closure_h;
        writeln!(
            text,
            "{:name_width$}  {:>7} {:>8}  {:>6} h {:>7} {:>7} {:>7}",
            shortened(&contingent.name),
            thousands(contingent.personnel as f64),
            thousands(contingent.vehicles as f64),
            hours_or_dash(mean),
            hours_or_dash(p05),
            hours_or_dash(p50),
            hours_or_dash(p95)
        )?;
    }
    writeln!(text)
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
        writeln!(text, "  {label}: {} h in all, {count:.1} waits of {each} h", hours(*total))?;
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
        "What the {} h to closure are made of (causes only; each share can be saved at most)",
        hours(mean)
    )?;
    for bottleneck in results.bottlenecks.iter().filter(|bottleneck| bottleneck.chain_h > 0.0).take(5) {
        writeln!(
            text,
            "  {:>7} h  {}, on the chain in {} of the runs",
            hours(bottleneck.chain_h),
            bottleneck.label,
            percent(bottleneck.criticality)
        )?;
    }
    writeln!(text)
}

fn write_withdrawal(text: &mut String, results: &Results, calendar: Option<&Calendar>) -> std::fmt::Result {
    let Some(withdrawal) = &results.withdrawal else { return Ok(()) };
    let closure = &withdrawal.closure_h;
    match closure.mean {
        Some(mean) => {
            let local = calendar.map_or_else(String::new, |calendar| format!(", {}", calendar.instant(mean)));
            writeln!(
                text,
                "Withdrawal  ends {} h after the appeal{local}; nine runs in ten between {} and {} h; {} loaded trips",
                hours(mean),
                hours_or_dash(closure.p05),
                hours_or_dash(closure.p95),
                spread(&withdrawal.delivered.sorties)
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
