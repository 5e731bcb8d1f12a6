//! Sizing for readers: the answer in a sentence, and a table of all values tried.

use std::fmt::Write as _;

use super::content::Files;
use super::draw::draw;
use super::manifest::to_json;
use super::numbers::{hours, percent, thousands};
use super::study::{Report, provenance};
use super::table::{csv_of, decimal};
use crate::chart::{ChartError, Measure, Meta, Provenance, SweepLineChart, SweepPoint, SweepSeries};
use crate::experiment::improve::CapacityGain;
use crate::experiment::size::{Answer, Size, Tried};
use crate::experiment::statistics::proportion::Verdict;
use crate::experiment::study::bands;

/// A sizing, and the title of its scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct Sizing {
    /// Title of the scenario.
    pub title: String,
    /// What was found.
    pub size: Size,
}

impl Report for Sizing {
    fn text(&self) -> String {
        format!("{}\n{}", self.title, size_text(&self.size))
    }

    fn json(&self) -> Vec<u8> {
        to_json(&self.size)
    }

    fn csv(&self) -> Vec<u8> {
        size_csv(&self.size)
    }

    fn bands(&self) -> Option<&str> {
        Some(bands(self.size.uncertain))
    }

    fn documents(&self) -> Files<'static> {
        let table = ("size.csv".to_owned(), self.csv().into());
        Files::from([("size.json".to_owned(), self.json().into()), table])
    }

    fn charts(&self) -> Result<Files<'static>, ChartError> {
        let Size { seed, replications, uncertain, .. } = self.size;
        size_charts(&self.size, provenance(&self.title, (seed, replications), uncertain))
    }
}

/// The answer and what it rests on.
fn size_text(size: &Size) -> String {
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = write_size(&mut text, size);
    text
}

fn write_size(text: &mut String, size: &Size) -> std::fmt::Result {
    write_answer(text, size)?;
    writeln!(text)?;
    let head = ["Value", size.measure.as_str(), "on fresh replications", "Verdict"].map(str::to_owned);
    let rows = size.tried.iter().map(|tried| {
        let fresh = match tried.confirmed_with {
            0 => String::new(),
            count => format!("{} of {}", number(size, tried.confirmed_estimate), thousands(f64::from(count))),
        };
        let verdict = tried.verdict.map_or("not confirmed", word);
        [shown(&tried.value), number(size, tried.estimate), fresh, verdict.to_owned()]
    });
    let table: Vec<[String; 4]> = std::iter::once(head).chain(rows).collect();
    let width = |column: usize| table.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    for [value, estimate, fresh, verdict] in &table {
        writeln!(text, "{value:>0$}  {estimate:>1$}  {fresh:>2$}  {verdict}", width(0), width(1), width(2))?;
    }
    let violations: Vec<String> = size
        .violations
        .iter()
        .map(|one| {
            format!("{} does worse than {} in {}", shown(&one.easier), shown(&one.value), one.replications)
        })
        .collect();
    if !violations.is_empty() {
        writeln!(
            text,
            "Not monotone in all of {} replications: {}.",
            size.replications,
            violations.join("; ")
        )?;
    }
    writeln!(
        text,
        "Searched under {} replications, seed {}; confirmed on others; all verdicts hold together with {} % confidence.",
        size.replications,
        size.seed,
        100.0 * size.confidence
    )
}

/// A value of the factor: text without its quotes.
fn shown(value: &serde_json::Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// An estimate in the unit of the goal.
fn number(size: &Size, value: Option<f64>) -> String {
    match value {
        None => "–".to_owned(),
        Some(share) if is_share(size) => percent(share),
        Some(h) => format!("{} h", hours(h)),
    }
}

/// Whether the goal is for a probability, and not for hours.
fn is_share(size: &Size) -> bool {
    size.measure == "on_time"
}

/// A row for every value tried, hardest first.
fn size_csv(size: &Size) -> Vec<u8> {
    let verdict = |verdict: Option<Verdict>| match verdict {
        Some(Verdict::Certified) => "certified",
        Some(Verdict::Refuted) => "refuted",
        Some(Verdict::Undecided) => "undecided",
        None => "",
    };
    let ends = |interval: Option<(f64, f64)>| {
        [decimal(interval.map(|(low, _)| low)), decimal(interval.map(|(_, high)| high))]
    };
    let head = [
        &size.path,
        "goal",
        "search",
        "search_low_95",
        "search_high_95",
        "confirmed",
        "confirmed_low_95",
        "confirmed_high_95",
        "confirmed_with",
        "verdict",
    ]
    .map(str::to_owned);
    let rows = size.tried.iter().map(|tried| {
        let ([low, high], [confirmed_low, confirmed_high]) =
            (ends(tried.interval_95), ends(tried.confirmed_interval_95));
        [
            shown(&tried.value),
            size.goal.clone(),
            decimal(tried.estimate),
            low,
            high,
            decimal(tried.confirmed_estimate),
            confirmed_low,
            confirmed_high,
            tried.confirmed_with.to_string(),
            verdict(tried.verdict).to_owned(),
        ]
    });
    csv_of(std::iter::once(head).chain(rows))
}

/// An estimate with its interval.
type Estimate = (Option<f64>, Option<(f64, f64)>);

/// The measure over the values tried, in the search and on fresh replications, as SVG and PNG.
///
/// # Errors
/// A chart that cannot be drawn.
fn size_charts(size: &Size, provenance: Provenance) -> Result<Files<'static>, ChartError> {
    let numbers: Option<Vec<f64>> = size.tried.iter().map(|tried| tried.value.as_f64()).collect();
    let series = |name: &str, joined: bool, of: fn(&Tried) -> Estimate| {
        let point = |(index, tried): (usize, &Tried)| {
            let (y, interval) = of(tried);
            let x = numbers.as_ref().map_or(index as f64, |numbers| numbers[index]);
            y.map(|y| SweepPoint { x, y, interval: interval.unwrap_or((y, y)) })
        };
        let mut points: Vec<SweepPoint> = size.tried.iter().enumerate().filter_map(point).collect();
        points.sort_by(|a, b| a.x.total_cmp(&b.x));
        SweepSeries { name: name.to_owned(), points, joined }
    };
    let answer = match (size.answer, &size.value) {
        (Answer::Certified, Some(value)) => format!("{} is certified", shown(value)),
        (Answer::OutOfReach, _) => "out of reach".to_owned(),
        _ => "undecided".to_owned(),
    };
    let (measure, measure_title) = if is_share(size) {
        (Measure::Share, "Closed by the deadline".to_owned())
    } else {
        (Measure::Hours, format!("{} [h]", size.measure))
    };
    let goal = if is_share(size) { percent(size.level) } else { format!("{} h", hours(size.level)) };
    let chart = SweepLineChart {
        meta: Meta::new("size", format!("{}: {answer}", size.goal), measure_title, provenance),
        setting: size.path.clone(),
        categories: if numbers.is_some() {
            Vec::new()
        } else {
            size.tried.iter().map(|one| shown(&one.value)).collect()
        },
        measure,
        series: vec![
            series("search", true, |tried| (tried.estimate, tried.interval_95)),
            series("fresh replications", false, |tried| {
                (tried.confirmed_estimate, tried.confirmed_interval_95)
            }),
        ],
        goal: Some((size.level, format!("goal {goal}"))),
    };
    draw(&[&chart])
}

fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Certified => "meets the goal",
        Verdict::Refuted => "misses the goal",
        Verdict::Undecided => "undecided",
    }
}

fn write_answer(text: &mut String, size: &Size) -> std::fmt::Result {
    let (path, goal) = (&size.path, &size.goal);
    let value = size.value.as_ref().map(shown).unwrap_or_default();
    match size.answer {
        Answer::Certified => {
            writeln!(text, "Certified: {path} = {value} meets {goal}.")?;
            match (&size.beside, size.beside_verdict) {
                (Some(beside), Some(Verdict::Refuted)) => {
                    writeln!(text, "{} misses it: {value} is the limit.", shown(beside))
                }
                (Some(beside), _) => writeln!(
                    text,
                    "Whether {} meets it too could not be told; {}.",
                    shown(beside),
                    would_tell(size, beside)
                ),
                (None, _) => writeln!(text, "It is the first value of the range; the limit may lie outside."),
            }
        }
        Answer::OutOfReach => write_out_of_reach(text, size),
        Answer::Undecided => {
            let open = size.value.as_ref().map(|value| would_tell(size, value)).unwrap_or_default();
            writeln!(
                text,
                "Undecided: {path} = {value} looks as if it meets {goal}, but {} fresh replications do not tell; {open}.",
                thousands(f64::from(size.budget))
            )?;
            let certified = size.tried.iter().find(|tried| tried.verdict == Some(Verdict::Certified));
            match certified {
                Some(tried) => writeln!(text, "{} surely meets it.", shown(&tried.value)),
                None => Ok(()),
            }
        }
    }
}

/// What would decide about a value that stays open.
fn would_tell(size: &Size, value: &serde_json::Value) -> String {
    let tried = size.tried.iter().find(|tried| tried.value == *value);
    let open = tried.filter(|tried| tried.verdict == Some(Verdict::Undecided));
    match open.map(|tried| tried.would_tell) {
        _ if size.fewest > size.budget as usize => {
            let fewest = thousands(size.fewest as f64);
            format!(
                "certifying the goal takes {fewest} at least, and --budget is {}",
                thousands(f64::from(size.budget))
            )
        }
        Some(Some(needed)) => format!("about --budget {needed} would"),
        Some(None) => "it is too close to the goal to be told".to_owned(),
        None => "a larger --budget may".to_owned(),
    }
}

/// The far end, which misses the goal, and what limits closure there.
fn write_out_of_reach(text: &mut String, size: &Size) -> std::fmt::Result {
    let (path, goal) = (&size.path, &size.goal);
    if let Some(other) = &size.other_end {
        let far = size.tried.last().map(|tried| shown(&tried.value)).unwrap_or_default();
        return writeln!(
            text,
            "Out of reach at {path} = {far}, where it was looked for; but {} looks as if it meets {goal}.\nThe other end of \
             the range is the easier one: {}.",
            shown(other),
            if size.largest { "ask without --largest" } else { "ask for the largest value with --largest" }
        );
    }
    writeln!(text, "Out of reach: no value of {path} in the range meets {goal}.")?;
    let far = size.tried.last().map(|tried| shown(&tried.value)).unwrap_or_default();
    if size.next_bottlenecks.is_empty() {
        return writeln!(text, "At {far} no replication closes, so that no cause can be named.");
    }
    let gain = |gain: &CapacityGain| {
        let interval = gain.low_95.zip(gain.high_95);
        let interval = interval.map_or_else(String::new, |(low, high)| {
            format!(" (95 % interval {} to {} h)", hours(low), hours(high))
        });
        format!(
            "  {} saves {} h{interval}: {}={}",
            gain.proposal.what,
            hours(gain.saved_h),
            gain.proposal.path,
            gain.proposal.value
        )
    };
    match size.next_capacities.as_slice() {
        [] => writeln!(
            text,
            "The next bottleneck at {far} is no single capacity: of none does one more surely save time."
        )?,
        gains => {
            writeln!(text, "The next bottleneck at {far}:")?;
            for one in gains {
                writeln!(text, "{}", gain(one))?;
            }
        }
    }
    let causes: Vec<String> = size
        .next_bottlenecks
        .iter()
        .map(|next| format!("{} ({} h)", next.label, hours(next.chain_h)))
        .collect();
    writeln!(text, "What closure there consists of most: {}.", causes.join(", "))
}
