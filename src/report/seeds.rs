//! One scenario under several seeds for readers: a row a seed, and how many of their intervals hold the mean of all.

use super::compared::mean_and_width;
use super::content::Files;
use super::data::Resource;
use super::json::to_json;
use super::numbers::{hours, hours_or_dash, mean_count, percent, thousands};
use super::padded::{Column, Padded};
use super::page::study::{Finding, table_of, tabled};
use super::study::Report;
use super::table::{csv_below, decimal};
use crate::chart::{AnyChart, Measure, Meta, Provenance, SweepLineChart, SweepPoint, SweepSeries};
use crate::experiment::compare::Seeds;
use crate::field::Field;

impl Report for Seeds {
    fn text(&self) -> String {
        let s = if self.replications == 1 { "" } else { "s" };
        format!(
            "{}\n{} seeds, {} replication{s} each\n\n{}\n{}\n",
            self.title,
            self.rows.len(),
            thousands(f64::from(self.replications)),
            table(self),
            verdict(self)
        )
    }

    fn json(&self) -> Vec<u8> {
        to_json(self)
    }

    fn csv(&self) -> Vec<u8> {
        csv(self)
    }

    fn bands(&self) -> Option<&str> {
        Some(self.bands)
    }

    fn documents(&self) -> Files<'static> {
        let table = ("seeds.csv".to_owned(), self.csv().into());
        Files::from([("seeds.json".to_owned(), self.json().into()), table])
    }

    fn tables(&self) -> Vec<Resource> {
        vec![Resource::new("seeds.csv", "Seeds", "A row for each seed", FIELDS.to_vec())]
    }

    fn finding(&self) -> Finding {
        let rows = table_of("Mean closure of each seed with its 95 % interval", &table(self));
        Finding {
            title: self.title.clone(),
            question: format!(
                "How much do results of {} seeds differ, and how many of their intervals hold the mean of all?",
                self.rows.len()
            ),
            verdict: vec![verdict(self)],
            motion: None,
            details: vec![tabled("seeds", "Seed by seed", "", rows)],
        }
    }

    fn figures(&self) -> Vec<AnyChart> {
        if self.rows.iter().all(|row| row.closure_h.is_none()) {
            Vec::new()
        } else {
            vec![figure(self).into()]
        }
    }
}

fn table(seeds: &Seeds) -> Padded {
    use Column::{Number, Text};
    let mut table = Padded::new(&[Number, Number, Text, Number, Number]);
    table.row(["Seed", "Closure [h]", "Holds the pooled mean", "Mean arrival [h]", "On time"]);
    for row in &seeds.rows {
        let holds = match row.holds_pooled_mean {
            Some(true) => "yes",
            Some(false) => "no",
            None => "–",
        };
        let open = || format!("{} did not close", row.not_closed);
        table.row([
            row.seed.to_string(),
            row.closure_h.as_ref().map_or_else(open, mean_and_width),
            holds.to_owned(),
            hours_or_dash(row.mean_arrival_h),
            row.on_time.map_or_else(|| "–".to_owned(), |on_time| percent(on_time.probability)),
        ]);
    }
    table
}

/// How many intervals hold the pooled mean, in a sentence.
fn verdict(seeds: &Seeds) -> String {
    let Some(pooled) = &seeds.pooled_h else {
        return "There is no mean over all seeds: some replications did not close by the horizon.".to_owned();
    };
    let mean = mean_and_width(pooled);
    if seeds.judged == 0 {
        return format!(
            "Pooled mean {mean} h. A single replication has no interval; give --replications 2 or more."
        );
    }
    format!(
        "Pooled mean {mean} h. {} of {} intervals hold it; at {} confidence, {} are to be expected.",
        seeds.holding,
        seeds.judged,
        percent(seeds.confidence),
        mean_count(seeds.confidence * seeds.judged as f64)
    )
}

/// The columns of the table of seeds.
const FIELDS: [Field; 9] = [
    Field::integer("seed", "", "The seed"),
    Field::number("closure_h_mean", "h", "Mean closure; none where a replication does not close"),
    Field::number("closure_h_half_width_95", "h", "Half-width of its 95 % interval"),
    Field::flag("holds_pooled_mean", "Whether that interval holds the mean over all seeds"),
    Field::number("mean_arrival_h", "h", "When a person, vehicle or tonne is in place, in the mean over all"),
    Field::integer("not_closed", "replications", "Replications that do not close by the horizon"),
    Field::number("on_time", "share", "Share of the replications that close by the deadline"),
    Field::integer("replications", "replications", "Replications of the seed"),
    Field::number("pooled_closure_h_mean", "h", "Mean closure over all seeds, equal in all rows"),
];

fn csv(seeds: &Seeds) -> Vec<u8> {
    let rows = seeds.rows.iter().map(|row| {
        [
            row.seed.to_string(),
            decimal(row.closure_h.map(|closure| closure.mean)),
            decimal(row.closure_h.and_then(|closure| closure.half_width_95)),
            row.holds_pooled_mean.map_or_else(String::new, |holds| holds.to_string()),
            decimal(row.mean_arrival_h),
            row.not_closed.to_string(),
            decimal(row.on_time.map(|on_time| on_time.probability)),
            seeds.replications.to_string(),
            decimal(seeds.pooled_h.map(|pooled| pooled.mean)),
        ]
    });
    csv_below(&FIELDS, rows)
}

/// Mean closure of every seed with its interval, and the pooled mean as a line.
fn figure(seeds: &Seeds) -> SweepLineChart {
    let point = |(index, row): (usize, &crate::experiment::compare::SeedRow)| {
        let closure = row.closure_h?;
        let half = closure.half_width_95.unwrap_or(0.0);
        let interval = (closure.mean - half, closure.mean + half);
        Some(SweepPoint { x: index as f64, y: closure.mean, interval })
    };
    // No single seed and no single number of replications stands behind the figure.
    let provenance = Provenance {
        scenario: seeds.title.clone(),
        replications: 0,
        seed: 0,
        level: Some(seeds.confidence),
        note: format!(
            "{} seeds, {} replications each; {}",
            seeds.rows.len(),
            thousands(f64::from(seeds.replications)),
            seeds.bands
        ),
    };
    let title = format!("{} of {} intervals hold the pooled mean", seeds.holding, seeds.judged);
    SweepLineChart {
        meta: Meta::new("seeds", title, "Mean closure [h]", provenance),
        setting: "Seed".to_owned(),
        categories: seeds.rows.iter().map(|row| row.seed.to_string()).collect(),
        measure: Measure::Hours,
        series: vec![SweepSeries {
            name: String::new(),
            points: seeds.rows.iter().enumerate().filter_map(point).collect(),
            joined: false,
        }],
        goal: seeds.pooled_h.map(|pooled| (pooled.mean, format!("pooled mean {} h", hours(pooled.mean)))),
        shared_draws: false,
    }
}
