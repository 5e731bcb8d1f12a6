//! A backtest for readers: text, Markdown, JSON and CSV tables, and the figures.

mod figures;
mod table;

use serde::Serialize;

use super::content::Files;
use super::data::Resource;
use super::json::to_json;
use super::numbers::{percent, thousands, with_digits_of};
use super::padded::{Column, Padded};
use super::page::document::{Block, Section, text as words};
use super::page::study::{Finding, table_of};
use super::study::Report;
use crate::chart::{AnyChart, unit_of};
use crate::escape;
use crate::experiment::backtest::{Backtest, Coverage, LEVEL, Predicted, Row, Verdict};

use crate::experiment::intervals::replications_for;
use crate::experiment::study::bands;

pub(super) use figures::{calibration_chart, scores_chart};
pub(super) use table::{FIELDS, csv};

/// Backtests of one command, as `backtest.json` holds them.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Backtests {
    /// Version of the file.
    pub format_version: u32,
    /// The seed.
    pub seed: u64,
    /// Replications of each scenario.
    pub replications: u32,
    /// Whether ranges of assumptions were drawn.
    pub uncertain: bool,
    /// Share of replications that the predicted interval holds.
    pub level: f64,
    /// Hits over all scenarios.
    pub coverage: Coverage,
    /// The scenarios with a record.
    pub scenarios: Vec<Backtest>,
    /// Scenarios without one.
    pub without_observed: Vec<String>,
}

impl Backtests {
    /// Puts backtests together.
    pub fn new(
        (seed, replications): (u64, u32),
        uncertain: bool,
        scenarios: Vec<Backtest>,
        without_observed: Vec<String>,
    ) -> Self {
        Self {
            format_version: 1,
            seed,
            replications,
            uncertain,
            level: LEVEL,
            coverage: Coverage::over(scenarios.iter().map(|scenario| scenario.rows.as_slice())),
            scenarios,
            without_observed,
        }
    }
}

impl Report for Backtests {
    fn text(&self) -> String {
        text(self)
    }

    fn json(&self) -> Vec<u8> {
        to_json(self)
    }

    fn csv(&self) -> Vec<u8> {
        csv(&self.scenarios)
    }

    fn markdown(&self) -> String {
        markdown(self)
    }

    fn documents(&self) -> Files<'static> {
        let table = ("backtest.csv".to_owned(), self.csv().into());
        Files::from([("backtest.json".to_owned(), self.json().into()), table])
    }

    fn tables(&self) -> Vec<Resource> {
        let description = "A row for each figure of the record, beside the predicted interval";
        vec![Resource::new("backtest.csv", "Observed and predicted", description, FIELDS.to_vec())]
    }

    fn finding(&self) -> Finding {
        let title = match self.scenarios.as_slice() {
            [one] => one.title.clone(),
            many => format!("{} scenarios with a record", many.len()),
        };
        let mut section = Section::new("record", "Observed beside predicted");
        for scenario in &self.scenarios {
            section.heading(scenario.title.clone());
            section.say(heading(self, scenario));
            section.table(table_of("What was observed, and the predicted interval", &rows(scenario)));
            let missed = misses(scenario);
            if !missed.is_empty() {
                section.say("Missed:");
                section.blocks.push(Block::List(missed.into_iter().map(words).collect()));
            }
            section.say(coverage(&scenario.coverage));
        }
        Finding {
            title,
            question: "Does what the model predicts hold what was observed?".to_owned(),
            verdict: vec![coverage(&self.coverage)],
            motion: None,
            details: vec![section],
        }
    }

    fn figures(&self) -> Vec<AnyChart> {
        figures::figures(self)
    }
}

fn value_or_never(of: Option<f64>, unit: &str) -> String {
    of.map_or_else(|| "never".to_owned(), |number| with_digits_of(number, unit))
}

fn observed(row: &Row) -> String {
    let [low, high] = row.observed.map(|end| with_digits_of(end, row.unit));
    if low == high { low } else { format!("{low} – {high}") }
}

fn interval(row: &Row, predicted: &Predicted) -> String {
    let ends = [predicted.p05, predicted.p95].map(|end| value_or_never(end, row.unit));
    format!("{} – {}", ends[0], ends[1])
}

const HEAD: [&str; 9] = ["", "unit", "observed", "p05 – p95", "median", "error", "width", "PIT", ""];

fn cells(row: &Row) -> [String; 9] {
    let dash = || "–".to_owned();
    let edge = if row.touches_only { ", at its edge" } else { "" };
    let verdict = match (row.verdict, row.fitted) {
        (Verdict::NotModelled, _) | (_, false) => format!("{}{edge}", row.verdict.word()),
        (verdict, true) => format!("{}{edge} (fitted)", verdict.word()),
    };
    let signed = |error: f64| {
        let text = with_digits_of(error.abs(), row.unit);
        let nothing = text.chars().all(|digit| matches!(digit, '0' | '.'));
        if nothing { "0".to_owned() } else { format!("{}{text}", if error < 0.0 { "-" } else { "+" }) }
    };
    [
        row.name.clone(),
        row.unit.to_owned(),
        observed(row),
        row.predicted.as_ref().map_or_else(dash, |predicted| interval(row, predicted)),
        row.predicted.map_or_else(dash, |predicted| value_or_never(predicted.p50, row.unit)),
        row.error.map_or_else(dash, signed),
        row.relative_width.map_or_else(dash, percent),
        row.pit.map_or_else(dash, transform),
        verdict,
    ]
}

/// The probability integral transform: a share, or the two ends where the record is a range.
fn transform([low, high]: [f64; 2]) -> String {
    let [low, high] = [low, high].map(|share| format!("{share:.2}"));
    if low == high { low } else { format!("{low} – {high}") }
}

/// The misses as sentences.
fn misses(scenario: &Backtest) -> Vec<String> {
    let missed = scenario.rows.iter().filter(|row| row.verdict == Verdict::Miss);
    let sentence = |row: &Row| {
        let with_unit = |text: String| {
            let unit = unit_of(&text, row.unit);
            if unit.is_empty() { text } else { format!("{text} {unit}") }
        };
        let (by, predicted) = match (row.missed_by, &row.predicted) {
            (Some(by), Some(predicted)) => {
                if row.touches_only {
                    let edge = format!("meets {} at its edge alone", interval(row, predicted));
                    return format!("{}: {edge}, observed {}", row.name, with_unit(observed(row)));
                }
                let side = match (row.unit, by > 0.0) {
                    ("h", true) => "late",
                    ("h", false) => "early",
                    (_, true) => "too high",
                    (_, false) => "too low",
                };
                (
                    format!("{} {side}", with_unit(with_digits_of(by.abs(), row.unit))),
                    interval(row, predicted),
                )
            }
            (_, predicted) => (
                "not reached by the horizon".to_owned(),
                predicted.as_ref().map_or_else(String::new, |predicted| interval(row, predicted)),
            ),
        };
        let source = row.source.as_ref().map_or_else(String::new, |source| format!(" ({source})"));
        format!("{}: {by}; predicted {predicted}, observed {}{source}", row.name, with_unit(observed(row)))
    };
    missed.map(sentence).collect()
}

/// How many tests were hit, in a sentence.
pub(super) fn coverage(coverage: &Coverage) -> String {
    let touching = match coverage.touching {
        0 => String::new(),
        count => format!(", {count} missed at the edge alone"),
    };
    let mut text = match coverage.share {
        Some(share) => format!(
            "Tests: {} of {} hit{touching} ({}; an interval of {} that is right meets at least that share).",
            coverage.hits,
            coverage.tests,
            percent(share),
            percent(LEVEL)
        ),
        None => "Tests: none.".to_owned(),
    };
    let independent = &coverage.independent;
    if let (Some(share), Some((low, high))) = (independent.share, independent.low_95.zip(independent.high_95))
    {
        text.push_str(&format!(
            " Each series counted once, {} independent test{}: {} hit, 95 % interval {} to {}.",
            independent.tests,
            if independent.tests == 1 { "" } else { "s" },
            percent(share),
            percent(low),
            percent(high)
        ));
    }
    if let Some(width) = coverage.relative_width {
        text.push_str(&format!(
            " Sharpness: half of the intervals are no wider than {} of their median.",
            percent(width)
        ));
    }
    if coverage.fitted > 0 {
        text.push_str(&format!(" Fitted, no test: {} of {} hit.", coverage.fitted_hits, coverage.fitted));
    }
    if coverage.not_modelled > 0 {
        text.push_str(&format!(" Observed and not modelled: {}.", coverage.not_modelled));
    }
    text
}

fn heading(report: &Backtests, scenario: &Backtest) -> String {
    let bands = bands(report.uncertain);
    let enough = replications_for(0.95).unwrap_or(0);
    let spreads = |row: &Row| row.predicted.is_some_and(|predicted| predicted.p05 != predicted.p95);
    let few = if (report.replications as usize) < enough && scenario.rows.iter().any(spreads) {
        format!(" They are too few to know the ends of that interval; {enough} and more tell.")
    } else {
        String::new()
    };
    format!(
        "{} replication{}, seed {}; predicted from p05 to p95; {bands}.{few}",
        thousands(f64::from(report.replications)),
        if report.replications == 1 { "" } else { "s" },
        report.seed
    )
}

/// What was observed beside what is predicted, a row each.
pub(super) fn rows(scenario: &Backtest) -> Padded {
    use Column::{Number, Text, Words};
    // Names and verdicts begin, numbers end in line.
    let mut table = Padded::new(&[Words, Text, Number, Number, Number, Number, Number, Number, Text]);
    table.row(HEAD);
    scenario.rows.iter().for_each(|row| table.row(cells(row)));
    table
}

/// The readable tables.
fn text(report: &Backtests) -> String {
    let mut text = String::new();
    for scenario in &report.scenarios {
        text.push_str(&format!("{}\n{}\n\n{}", scenario.title, heading(report, scenario), rows(scenario)));
        text.push('\n');
        for miss in misses(scenario) {
            text.push_str(&format!("MISS  {miss}\n"));
        }
        text.push_str(&format!("{}\n\n", coverage(&scenario.coverage)));
    }
    if report.scenarios.len() > 1 {
        text.push_str(&format!(
            "All {} scenarios. {}\n\n",
            report.scenarios.len(),
            coverage(&report.coverage)
        ));
    }
    text
}

/// The tables and misses as Markdown.
fn markdown(report: &Backtests) -> String {
    let mut text = String::new();
    for scenario in &report.scenarios {
        text.push_str(&format!(
            "**{}**: {}\n\n",
            escape::markdown(&scenario.title),
            heading(report, scenario)
        ));
        text.push_str(&format!("| {} |\n|{}\n", HEAD.join(" | "), "---|".repeat(HEAD.len())));
        for row in &scenario.rows {
            let cells = cells(row).map(|cell| escape::markdown_cell(&cell).replace("MISS", "**miss**"));
            text.push_str(&format!("| {} |\n", cells.join(" | ")));
        }
        text.push_str(&format!("\n{}\n", coverage(&scenario.coverage)));
        for miss in misses(scenario) {
            text.push_str(&format!("- {miss}\n"));
        }
        text.push('\n');
    }
    text
}
