//! Sizing for readers: the answer in a sentence, and a table of all values tried.

use super::content::Files;
use super::data::Resource;
use super::gains::capacity;
use super::json::to_json;
use super::measured::{in_unit, kind, unit};
use super::names::Names;
use super::numbers::{hours, percent, thousands};
use super::padded::{Column, Padded};
use super::page::study::{Finding, table_of, tabled};
use super::study::{Report, provenance};
use super::sweep_table::holds;
use super::table::{csv_below, decimal};
use crate::chart::{AnyChart, Meta, Provenance, SweepLineChart, SweepPoint, SweepSeries};
use crate::experiment::size::{Answer, Size, Tried};
use crate::experiment::statistics::proportion::Verdict;
use crate::experiment::study::bands;
use crate::field::Field;

/// A sizing, and the title of its scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct Sizing {
    /// Title of the scenario.
    pub title: String,
    /// What was found.
    pub size: Size,
    /// The names of what is varied.
    pub names: Names,
}

impl Report for Sizing {
    fn text(&self) -> String {
        format!("{}\n{}", self.title, size_text(&self.size, &self.names))
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

    fn tables(&self) -> Vec<Resource> {
        let description = "A row for each value that was tried, hardest first";
        vec![Resource::new("size.csv", "Values tried", description, fields(&self.size))]
    }

    fn finding(&self) -> Finding {
        let (size, names) = (&self.size, &self.names);
        let table = table_of("Values tried, hardest first", &tried(size));
        Finding {
            title: self.title.clone(),
            question: format!("Which value of {} meets {}?", names.with_path(&size.path), size.goal),
            verdict: answer(size, names).lines().map(|line| line.trim().to_owned()).collect(),
            motion: None,
            details: vec![tabled("tried", "What was tried", remarks(size), table)],
        }
    }

    fn figures(&self) -> Vec<AnyChart> {
        let Size { seed, replications, uncertain, .. } = self.size;
        let provenance = provenance(&self.title, (seed, replications), uncertain);
        vec![figure(&self.size, &self.names, provenance).into()]
    }
}

/// The answer and what it rests on.
fn size_text(size: &Size, names: &Names) -> String {
    format!("{}\n{}{}", answer(size, names), tried(size), remarks(size))
}

/// The values tried, hardest first.
fn tried(size: &Size) -> Padded {
    use Column::{Number, Text};
    let mut table = Padded::new(&[Number, Number, Number, Text]);
    table.row(["Value", &size.measure, "on fresh replications", "Verdict"]);
    for tried in &size.tried {
        let fresh = match tried.confirmed_with {
            0 => "not tried".to_owned(),
            count => format!("{} of {}", number(size, tried.confirmed_estimate), thousands(f64::from(count))),
        };
        let verdict = tried.verdict.map_or_else(|| searched(tried), |verdict| word(verdict).to_owned());
        table.row([shown(&tried.value), number(size, tried.estimate), fresh, verdict]);
    }
    table
}

/// What was not tried, and what the verdicts rest on.
fn remarks(size: &Size) -> String {
    let mut text = String::new();
    if size.untried > 0 {
        let (s, were) = if size.untried == 1 { ("", "was") } else { ("s", "were") };
        text.push_str(&format!(
            "{} value{s} of the range {were} not tried: what they do follows from those tried if easier values never do worse.\n",
            thousands(size.untried as f64)
        ));
    }
    let violations: Vec<String> = size
        .violations
        .iter()
        .map(|one| {
            format!("{} does worse than {} in {}", shown(&one.easier), shown(&one.value), one.replications)
        })
        .collect();
    if !violations.is_empty() {
        let all = thousands(f64::from(size.replications));
        text.push_str(&format!("Not monotone in all of {all} replications: {}.\n", violations.join("; ")));
    }
    text.push_str(&format!(
        "Searched under {} replications, seed {}; confirmed on others; all verdicts hold together with {} confidence.\n",
        thousands(f64::from(size.replications)),
        size.seed,
        percent(size.confidence)
    ));
    text
}

/// What the search says of a value that was not tried on fresh replications.
fn searched(tried: &Tried) -> String {
    let looks = if tried.looks_met == Some(true) { "meets" } else { "misses" };
    format!("{looks} the goal in the search alone")
}

/// A value of the factor: text without its quotes.
fn shown(value: &serde_json::Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// An estimate in the unit of the goal.
fn number(size: &Size, value: Option<f64>) -> String {
    match value {
        None => "–".to_owned(),
        Some(value) => in_unit(&size.measure, value),
    }
}

/// The columns of the values tried.
fn fields(size: &Size) -> Vec<Field> {
    let unit = unit(&size.measure);
    let value = Field::named(
        size.path.clone(),
        holds(&size.tried.iter().map(|tried| &tried.value)),
        "",
        "The value that was tried".to_owned(),
    );
    vec![
        value,
        Field::text("goal", "What is to be met"),
        Field::number("search", unit, "The measure in the replications of the search"),
        Field::number("search_low_95", unit, "Low end of its 95 % interval"),
        Field::number("search_high_95", unit, "High end of its 95 % interval"),
        Field::number("confirmed", unit, "The measure on fresh replications"),
        Field::number("confirmed_low_95", unit, "Low end of its 95 % interval"),
        Field::number("confirmed_high_95", unit, "High end of its 95 % interval"),
        Field::integer("confirmed_with", "replications", "Fresh replications; 0 where there were none"),
        Field::text(
            "verdict",
            "`certified`, `refuted` or `undecided`; empty where it was not tried on fresh ones",
        ),
    ]
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
    csv_below(&fields(size), rows)
}

/// An estimate with its interval.
type Estimate = (Option<f64>, Option<(f64, f64)>);

/// The measure over the values tried, in the search and on fresh replications.
fn figure(size: &Size, names: &Names, provenance: Provenance) -> SweepLineChart {
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
    let measure = kind(&size.measure);
    let measure_title = match (size.measure.as_str(), unit(&size.measure)) {
        ("on_time", _) => "Closed by the deadline".to_owned(),
        ("within_budget", _) => "Within the budget".to_owned(),
        (measure, "") => measure.to_owned(),
        (measure, unit) => format!("{measure} [{unit}]"),
    };
    let goal = in_unit(&size.measure, size.level);
    SweepLineChart {
        meta: Meta::new("size", format!("{}: {answer}", size.goal), measure_title, provenance),
        setting: names.path(&size.path),
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
        shared_draws: true,
    }
}

fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Certified => "meets the goal",
        Verdict::Refuted => "misses the goal",
        Verdict::Undecided => "undecided",
    }
}

/// The answer in sentences.
fn answer(size: &Size, names: &Names) -> String {
    let (path, goal) = (names.with_path(&size.path), &size.goal);
    let value = size.value.as_ref().map(shown).unwrap_or_default();
    match size.answer {
        Answer::Certified => {
            let beside = match (&size.beside, size.beside_verdict) {
                (Some(beside), Some(Verdict::Refuted)) => {
                    format!("{} misses it: {value} is the limit.", shown(beside))
                }
                (Some(beside), Some(_)) => format!(
                    "Whether {} meets it too could not be told; {}.",
                    shown(beside),
                    would_tell(size, beside)
                ),
                (Some(beside), None) => format!(
                    "Whether {} meets it too was not tried on fresh replications: {value} need not be the limit.",
                    shown(beside)
                ),
                (None, _) => "It is the first value of the range; the limit may lie outside.".to_owned(),
            };
            format!("Certified: {path} = {value} meets {goal}.\n{beside}\n")
        }
        Answer::OutOfReach => out_of_reach(size, &path),
        Answer::Undecided => {
            let open = size.value.as_ref().map(|value| would_tell(size, value)).unwrap_or_default();
            let certified = size.tried.iter().find(|tried| tried.verdict == Some(Verdict::Certified));
            let certified = certified
                .map_or_else(String::new, |tried| format!("{} surely meets it.\n", shown(&tried.value)));
            format!(
                "Undecided: {path} = {value} looks as if it meets {goal}, but {} fresh replications do not tell; {open}.\n\
                 {certified}",
                thousands(f64::from(size.budget))
            )
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
fn out_of_reach(size: &Size, path: &str) -> String {
    let goal = &size.goal;
    let far = size.tried.last().map(|tried| shown(&tried.value)).unwrap_or_default();
    if let Some(other) = &size.other_end {
        return format!(
            "Out of reach at {path} = {far}, where it was looked for; but {} looks as if it meets {goal}.\nThe other end of \
             the range is the easier one: {}.\n",
            shown(other),
            if size.largest { "ask without --largest" } else { "ask for the largest value with --largest" }
        );
    }
    let text = format!("Out of reach: {path} = {far}, the easiest value of the range, misses {goal}.\n");
    if size.next_bottlenecks.is_empty() {
        return text + &format!("At {far} no replication closes, so that no cause can be named.\n");
    }
    let mut table = Padded::new(&[Column::Number, Column::Text, Column::Text, Column::Text]).indented(2);
    size.next_capacities.iter().for_each(|gain| table.row(capacity(gain)));
    let next = if size.next_capacities.is_empty() {
        format!(
            "The next bottleneck at {far} is no single capacity: of none does one more surely save time.\n"
        )
    } else {
        format!("The next bottleneck at {far}:\n{table}")
    };
    let causes: Vec<String> = size
        .next_bottlenecks
        .iter()
        .map(|next| format!("{} ({} h)", next.label, hours(next.chain_h)))
        .collect();
    format!("{text}{next}What closure there consists of most: {}.\n", causes.join(", "))
}
