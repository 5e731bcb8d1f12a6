//! A sweep for readers: `sweep.csv`, a readable table, and figures for one or two factors.

use std::io::{self, Write};

use serde_json::Value;

use super::content::{Content, Files};
use super::data::Resource;
use super::json::{to_json, write_json};
use super::names::Names;
use super::numbers::{hours, percent, thousands, width};
use super::padded::{Column, Padded};
use super::page::study::{Finding, table_of, tabled};
use super::spending::amount;
use super::study::{Report, provenance};
use super::sweep_json::{Points, Told};
use super::sweep_table::{csv, fields, has_cost, word};
use crate::chart::{
    AnyChart, Cell, Effect, Goal, Measure, Meta, Provenance, SweepEffectsChart, SweepHeatmapChart,
    SweepLineChart, SweepPoint, SweepSeries,
};
use crate::experiment::factor::Factor;
use crate::experiment::study::bands;
use crate::experiment::sweep::{Design, Outline, Point};

/// The goal whose border the heat map draws.
const GOAL: f64 = 0.95;
/// Most points that figures show: of more, a figure would be a blot and take as long as the work.
const MOST_DRAWN: usize = 100_000;
/// Points that the text shows; the file holds all.
const MOST_ROWS: usize = 40;

/// A finished sweep.
#[derive(Debug, Clone)]
pub struct Sweep {
    /// Title of the scenario.
    pub title: String,
    /// The seed.
    pub seed: u64,
    /// Replications at each point.
    pub replications: u32,
    /// What was varied, in which points.
    pub design: Design,
    /// Whether ranges of assumptions are drawn.
    pub uncertain: bool,
    /// The unit of costs; empty where none is given.
    pub currency: String,
    /// Whether the points are the full grid of the factors' values, the last running fastest.
    pub is_grid: bool,
    /// The points, in the order of the design.
    pub points: Vec<Point>,
    /// The names of what is varied.
    pub names: Names,
}

impl Report for Sweep {
    fn text(&self) -> String {
        format!("{}\n", text(self))
    }

    fn json(&self) -> Vec<u8> {
        to_json(&self.as_json())
    }

    fn csv(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        let written = self.write_csv(&mut bytes);
        // Memory does not fail.
        debug_assert!(written.is_ok(), "every row has a cell for each column");
        bytes
    }

    fn write_json(&self, out: &mut dyn Write) -> io::Result<()> {
        write_json(&self.as_json(), out)
    }

    fn write_csv(&self, out: &mut dyn Write) -> io::Result<()> {
        csv((&self.design, &self.points), &self.names, self.replications, out)
    }

    fn bands(&self) -> Option<&str> {
        Some(bands(self.uncertain))
    }

    fn documents(&self) -> Files<'_> {
        let table = Content::streamed(|out| self.write_csv(out));
        Files::from([("sweep.csv".to_owned(), table)])
    }

    fn tables(&self) -> Vec<Resource> {
        let fields = fields((&self.design, &self.points), &self.names);
        vec![Resource::new("sweep.csv", "Design points", "A row for each design point of the sweep", fields)]
    }

    fn finding(&self) -> Finding {
        let names: Vec<String> =
            self.design.factors.iter().map(|factor| self.names.with_path(&factor.path)).collect();
        let table = table_of("Design points; sweep.csv holds all", &points(self));
        Finding {
            title: self.title.clone(),
            question: format!("How does closure move with {}?", names.join(" and ")),
            verdict: ends(self).into_iter().chain(self.is_too_large().then(without_figures)).collect(),
            motion: None,
            details: vec![tabled("points", "Point by point", more(self), table)],
        }
    }

    /// Lines for one factor, heat maps for a grid of two, every factor by itself for other designs; none of very many points.
    fn figures(&self) -> Vec<AnyChart> {
        match self.design.factors.as_slice() {
            _ if self.is_too_large() => Vec::new(),
            [factor] if self.is_grid => lines(self, factor),
            [rows, columns] if self.is_grid => maps(self, rows, columns),
            _ => effects(self),
        }
    }
}

/// Why there is no figure.
fn without_figures() -> String {
    format!("There are no figures of more than {} points; sweep.csv holds all.", counted(MOST_DRAWN))
}

/// Where closure is earliest and latest, and how many points meet the goal.
fn ends(sweep: &Sweep) -> Vec<String> {
    let mean = |point: &Point| point.closure_h.and_then(|closure| closure.mean);
    let known = || sweep.points.iter().enumerate().filter_map(|(index, point)| Some((index, mean(point)?)));
    let at = |index: usize| {
        let pairs = sweep.design.factors.iter().zip(sweep.design.values(index));
        let each: Vec<String> = pairs
            .map(|(factor, value)| format!("{} = {}", sweep.names.path(&factor.path), word(value)))
            .collect();
        each.join(", ")
    };
    let earliest = known().min_by(|a, b| a.1.total_cmp(&b.1));
    let latest = known().max_by(|a, b| a.1.total_cmp(&b.1));
    let mut sentences = match (earliest, latest) {
        (Some(first), Some(last)) if first.1 < last.1 => vec![format!(
            "Mean closure runs from {} h ({}) to {} h ({}).",
            hours(first.1),
            at(first.0),
            hours(last.1),
            at(last.0)
        )],
        (Some(first), _) => vec![format!("Mean closure is {} h at every point.", hours(first.1))],
        _ => vec!["At no point does every replication close, so that there is no mean.".to_owned()],
    };
    let judged: Vec<bool> = sweep
        .points
        .iter()
        .filter_map(|point| point.on_time.map(|on_time| on_time.probability >= GOAL))
        .collect();
    if !judged.is_empty() {
        let meeting = judged.iter().filter(|meets| **meets).count();
        sentences.push(format!(
            "At {} of {} points, {} of the replications or more close by the deadline.",
            counted(meeting),
            counted(judged.len()),
            percent(GOAL)
        ));
    }
    let open = sweep.points.iter().filter(|point| point.not_closed > 0).count();
    if open > 0 {
        let open = counted(open);
        sentences.push(format!("At {open} points some replications do not close by the horizon."));
    }
    sentences
}

/// A number of points, with separators.
fn counted(points: usize) -> String {
    thousands(points as f64)
}

fn more(sweep: &Sweep) -> String {
    if sweep.points.len() > MOST_ROWS {
        format!("and {} more in sweep.csv\n", counted(sweep.points.len() - MOST_ROWS))
    } else {
        String::new()
    }
}

/// The table of points.
fn points(sweep: &Sweep) -> Padded {
    let costs = has_cost(&sweep.points);
    let figures = vec![Column::Number; if costs { 6 } else { 4 }];
    let mut table = Padded::new(&[vec![Column::Text; sweep.design.factors.len()], figures].concat());
    let head = sweep.design.factors.iter().map(|factor| sweep.names.path(&factor.path));
    let heads = ["closure", "95 %", "p90", "on time", "cost", "95 %"].into_iter();
    table.row(head.chain(heads.take(if costs { 6 } else { 4 }).map(str::to_owned)));
    let dash = || "–".to_owned();
    for (index, point) in sweep.points.iter().enumerate().take(MOST_ROWS) {
        let closure = point.closure_h;
        let open = || format!("{} of {} did not close", point.not_closed, sweep.replications);
        let half = closure.and_then(|closure| closure.half_width_95);
        let figures = [
            closure.and_then(|closure| closure.mean).map_or_else(open, |mean| format!("{} h", hours(mean))),
            half.map_or_else(dash, |half| format!("± {} h", width(half))),
            closure.and_then(|closure| closure.p90).map_or_else(dash, |p90| format!("{} h", hours(p90))),
            point.on_time.map_or_else(dash, |on_time| percent(on_time.probability)),
        ];
        let paid = |of: fn(&Outline) -> Option<f64>| point.cost.as_ref().and_then(of);
        let cost = costs.then(|| {
            let (mean, half) = (paid(|cost| cost.mean), paid(|cost| cost.half_width_95));
            [
                mean.map_or_else(dash, |mean| amount(mean, &sweep.currency)),
                half.map_or_else(dash, |half| format!("± {}", amount(half, ""))),
            ]
        });
        let values = sweep.design.values(index).map(word);
        table.row(values.chain(figures).chain(cost.into_iter().flatten()));
    }
    table
}

/// The readable answer.
fn text(sweep: &Sweep) -> String {
    let mut text = format!(
        "{}\n{} design points, {} replications each, seed {}, the same draws for all\n",
        sweep.title,
        counted(sweep.points.len()),
        sweep.replications,
        sweep.seed
    );
    for factor in &sweep.design.factors {
        text.push_str(&format!("Varied      {}\n", sweep.names.with_path(&factor.path)));
    }
    if sweep.is_too_large() {
        text.push_str(&format!("Figures     none: {} points are the most\n", counted(MOST_DRAWN)));
    }
    text + &format!("\n{}{}", points(sweep), more(sweep))
}

impl Sweep {
    fn as_json(&self) -> Told<'_> {
        let &Self { ref title, seed, replications, uncertain, ref design, ref points, .. } = self;
        let points = Points { design, points };
        Told { format_version: 1, title, seed, replications, bands: bands(uncertain), points }
    }

    /// Whether there are more points than figures can show.
    fn is_too_large(&self) -> bool {
        self.points.len() > MOST_DRAWN
    }

    fn provenance(&self) -> Provenance {
        provenance(&self.title, (self.seed, self.replications), self.uncertain)
    }

    /// Provenance of figures of means: says at which points there is none, since a curve shows nothing there.
    fn provenance_of_means(&self) -> Provenance {
        const MOST: usize = 4;
        let open: Vec<String> = self
            .points
            .iter()
            .enumerate()
            .filter(|(_, point)| point.closure_h.is_none())
            .map(|(index, _)| self.design.values(index).map(word).collect::<Vec<_>>().join("/"))
            .collect();
        let mut provenance = self.provenance();
        if !open.is_empty() {
            let more =
                if open.len() > MOST { format!(" and {} more", open.len() - MOST) } else { String::new() };
            let shown = open.iter().take(MOST).cloned().collect::<Vec<_>>().join(", ");
            provenance.note.push_str(&format!("; no mean where replications do not close: {shown}{more}"));
        }
        provenance
    }

    fn provenance_for(&self, measure: Measure) -> Provenance {
        if measure == Measure::Share { self.provenance() } else { self.provenance_of_means() }
    }

    fn has_deadline(&self) -> bool {
        self.points.iter().any(|point| point.on_time.is_some())
    }
}

/// Value and interval of mean closure [h].
fn closure(point: &Point) -> Option<(f64, (f64, f64))> {
    let closure = point.closure_h?;
    let (mean, half) = (closure.mean?, closure.half_width_95.unwrap_or(0.0));
    Some((mean, (mean - half, mean + half)))
}

/// Value and interval of the probability to be in time.
fn on_time(point: &Point) -> Option<(f64, (f64, f64))> {
    point.on_time.map(|on_time| (on_time.probability, (on_time.low_95, on_time.high_95)))
}

/// Value and interval of mean cost.
fn cost(point: &Point) -> Option<(f64, (f64, f64))> {
    let cost = point.cost.as_ref()?;
    let (mean, half) = (cost.mean?, cost.half_width_95.unwrap_or(0.0));
    Some((mean, (mean - half, mean + half)))
}

type Figure = fn(&Point) -> Option<(f64, (f64, f64))>;

/// What is drawn: the end of its file's name, its name, and its unit in brackets after it.
fn measures(sweep: &Sweep) -> Vec<(&'static str, &'static str, String, Measure, Figure)> {
    let mut measures: Vec<(&str, &str, String, Measure, Figure)> =
        vec![("closure", "Mean closure", " [h]".to_owned(), Measure::Hours, closure)];
    if sweep.has_deadline() {
        measures.push(("on-time", "Closed by the deadline", String::new(), Measure::Share, on_time));
    }
    if has_cost(&sweep.points) {
        let unit = if sweep.currency.is_empty() { String::new() } else { format!(" [{}]", sweep.currency) };
        measures.push(("cost", "Mean cost", unit, Measure::Count, cost));
    }
    measures
}

fn lines(sweep: &Sweep, factor: &Factor) -> Vec<AnyChart> {
    let numbers: Option<Vec<f64>> = sweep.design.values_of(0).map(Value::as_f64).collect();
    let each = measures(sweep).into_iter().map(|(id, title, unit, measure, figure)| {
        let mut points: Vec<SweepPoint> = sweep
            .points
            .iter()
            .enumerate()
            .filter_map(|(index, point)| {
                let x = numbers.as_ref().map_or(index as f64, |numbers| numbers[index]);
                figure(point).map(|(y, interval)| SweepPoint { x, y, interval })
            })
            .collect();
        points.sort_by(|a, b| a.x.total_cmp(&b.x));
        let words = sweep.design.values_of(0).map(word);
        let setting = sweep.names.path(&factor.path);
        let heading = format!("{title} against {setting}");
        let chart = SweepLineChart {
            meta: Meta::new(
                &format!("sweep-{id}"),
                heading,
                format!("{title}{unit}"),
                sweep.provenance_for(measure),
            ),
            setting,
            categories: if numbers.is_some() { Vec::new() } else { words.collect() },
            measure,
            series: vec![SweepSeries { name: String::new(), points, joined: true }],
            goal: (measure == Measure::Share).then(|| (GOAL, format!("goal {}", percent(GOAL)))),
            shared_draws: true,
        };
        AnyChart::from(chart)
    });
    each.collect()
}

fn maps(sweep: &Sweep, rows: &Factor, columns: &Factor) -> Vec<AnyChart> {
    let each = measures(sweep).into_iter().map(|(id, title, unit, measure, figure)| {
        let cell = |point: &Point| figure(point).map(|(value, interval)| Cell { value, interval });
        let heading = format!(
            "{} over {} and {}",
            title,
            sweep.names.path(&rows.path),
            sweep.names.path(&columns.path)
        );
        let chart = SweepHeatmapChart {
            meta: Meta::new(&format!("sweep-{id}"), heading, format!("{title}{unit}"), sweep.provenance()),
            across: sweep.names.path(&columns.path),
            columns: columns.values.iter().map(word).collect(),
            upwards: sweep.names.path(&rows.path),
            rows: rows.values.iter().map(word).collect(),
            measure,
            cells: sweep.points.iter().map(cell).collect(),
            goal: (measure == Measure::Share).then_some(Goal { level: GOAL, at_least: true }),
        };
        AnyChart::from(chart)
    });
    each.collect()
}

fn effects(sweep: &Sweep) -> Vec<AnyChart> {
    let each = measures(sweep).into_iter().map(|(id, title, unit, measure, figure)| {
        let effect = |(index, factor): (usize, &Factor)| {
            let is_number = factor.values.iter().all(Value::is_number);
            let place = |value: &Value| {
                let among = factor.values.iter().position(|known| known == value).map(|place| place as f64);
                if is_number { value.as_f64() } else { among }
            };
            let points = sweep.points.iter().zip(sweep.design.values_of(index));
            Effect {
                setting: sweep.names.path(&factor.path),
                categories: if is_number { Vec::new() } else { factor.values.iter().map(word).collect() },
                points: points.filter_map(|(point, value)| Some((place(value)?, figure(point)?.0))).collect(),
            }
        };
        let heading = format!("{title} against each setting");
        let provenance = Provenance { level: None, ..sweep.provenance_for(measure) };
        let chart = SweepEffectsChart {
            meta: Meta::new(&format!("sweep-{id}"), heading, format!("{title}{unit}"), provenance),
            measure,
            effects: sweep.design.factors.iter().enumerate().map(effect).collect(),
        };
        AnyChart::from(chart)
    });
    each.collect()
}
