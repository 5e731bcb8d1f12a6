//! Sensitivity for readers: a table for stdout, `sensitivity.csv`, and the charts.

use serde::Serialize;

use super::content::Files;
use super::draw::draw;
use super::manifest::to_json;
use super::names::Names;
use super::numbers::{hours, percent, signed, thousands, width};
use super::padded::{Column, Padded};
use super::page::study::{Finding, table_of, tabled};
use super::study::{Report, provenance};
use super::table::{csv_of, decimal};
use crate::chart::{ChartError, EffectBar, EffectsChart, Meta, Provenance, RankedEffect, TornadoChart};
use crate::experiment::sensitivity::{Method, Screening, Sensitivity as Found, Tornado, Variance};
use crate::experiment::statistics::sobol::PRECISE;
use crate::experiment::study::bands;

/// Most rows of a table on stdout; the files hold all.
const MOST_ROWS: usize = 25;

/// A study of assumptions: `sensitivity.json`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Sensitivity {
    /// Version of the file.
    pub format_version: u32,
    /// How assumptions were studied.
    pub method: Method,
    /// Title of the scenario.
    pub title: String,
    /// The seed.
    pub seed: u64,
    /// Replications at each point.
    pub replications: u32,
    /// Whether the ranges of all other assumptions were drawn.
    pub uncertain: bool,
    /// What was found.
    pub result: Found,
    /// The names of the assumptions.
    #[serde(skip)]
    pub names: Names,
}

impl Report for Sensitivity {
    fn text(&self) -> String {
        let found = match &self.result {
            Found::Tornado(found) => tornado_text(found, &self.names),
            Found::Morris(found) => morris_text(found, &self.names),
            Found::Sobol(found) => sobol_text(found, &self.names),
        };
        let Self { title, replications, seed, uncertain, .. } = self;
        let bands = bands(*uncertain);
        format!("{title}\n{replications} replications per point, seed {seed}: {bands}\n{found}\n")
    }

    fn json(&self) -> Vec<u8> {
        to_json(self)
    }

    fn csv(&self) -> Vec<u8> {
        match &self.result {
            Found::Tornado(found) => tornado_csv(found),
            Found::Morris(found) => morris_csv(found),
            Found::Sobol(found) => sobol_csv(found),
        }
    }

    fn documents(&self) -> Files<'static> {
        let table = ("sensitivity.csv".to_owned(), self.csv().into());
        Files::from([("sensitivity.json".to_owned(), self.json().into()), table])
    }

    fn finding(&self) -> Finding {
        let names = &self.names;
        let (verdict, table, remarks) = match &self.result {
            Found::Tornado(found) => {
                (most_moving(found, names), tornado_table(found, names), tornado_remarks(found, names))
            }
            Found::Morris(found) => {
                let first = found.effects.first();
                let largest = first.map(|one| (names.path(&one.path), width(one.effect.mu_star)));
                let verdict = largest.map(|(name, h)| {
                    format!("{name} has the largest effect: over its whole range it moves mean closure by {h} h on average.")
                });
                (verdict.into_iter().collect(), morris_table(found, names), morris_remarks(found))
            }
            Found::Sobol(found) => {
                let first = found.shares.first();
                let largest =
                    first.map(|one| (names.path(&one.path), percent(one.index.total.clamp(0.0, 1.0))));
                let verdict = largest.map(|(name, share)| {
                    format!("{name} matters most: with all it acts with, it makes {share} of the variance of the mean closure.")
                });
                (verdict.into_iter().collect(), sobol_table(found, names), sobol_remarks(found, names))
            }
        };
        let table = table_of(format!("The {MOST_ROWS} strongest; sensitivity.csv holds all"), &table);
        Finding {
            title: self.title.clone(),
            question: "Which assumptions, within their ranges, move closure most?".to_owned(),
            verdict,
            details: vec![tabled("assumptions", "Assumption by assumption", remarks, table)],
        }
    }

    fn charts(&self) -> Result<Files<'static>, ChartError> {
        let provenance = provenance(&self.title, (self.seed, self.replications), self.uncertain);
        match &self.result {
            Found::Tornado(found) => tornado_charts(found, &self.names, provenance),
            Found::Morris(found) => morris_charts(found, &self.names, provenance),
            Found::Sobol(found) => sobol_charts(found, &self.names, provenance),
        }
    }
}

/// The assumption that moves closure most, and how many do at all.
fn most_moving(study: &Tornado, names: &Names) -> Vec<String> {
    let Some(first) = study.bars.first() else {
        return vec!["No assumption with a range moves closure.".to_owned()];
    };
    let end = |end: &crate::experiment::sensitivity::End| {
        format!("{} at {}", super::numbers::moved(end.difference_h.mean), end.setting)
    };
    let count = study.bars.iter().filter(|bar| bar.swing_h > 0.0).count();
    vec![
        format!(
            "{} moves closure most: {}, {}, against a mean of {} h.",
            names.path(&first.path),
            end(&first.low),
            end(&first.high),
            hours(study.baseline_h)
        ),
        format!("{count} of {} assumptions move it at all.", study.bars.len() + study.left_out),
    ]
}

fn tornado_text(study: &Tornado, names: &Names) -> String {
    format!(
        "Mean closure of the baseline: {} h\n\n{}{}",
        hours(study.baseline_h),
        tornado_table(study, names),
        tornado_remarks(study, names)
    )
}

/// The bars as a table.
fn tornado_table(study: &Tornado, names: &Names) -> Padded {
    use Column::{Number, Text, Words};
    let mut table = Padded::new(&[Words, Number, Number, Number, Number, Number, Text]);
    table.row(["Assumption", "low", "closure moves [h]", "high", "closure moves [h]", "swing [h]", "path"]);
    let shown = &study.bars[..study.bars.len().min(MOST_ROWS)];
    for bar in shown {
        let change = |end: &crate::experiment::sensitivity::End| {
            let difference = &end.difference_h;
            format!("{} ± {}", signed(difference.mean), width(difference.half_width()))
        };
        table.row([
            names.path(&bar.path),
            bar.low.setting.clone(),
            change(&bar.low),
            bar.high.setting.clone(),
            change(&bar.high),
            width(bar.swing_h),
            bar.path.clone(),
        ]);
    }
    table
}

/// What the table leaves out, and how to read it.
fn tornado_remarks(study: &Tornado, names: &Names) -> String {
    let mut text = String::new();
    if study.bars.len() > MOST_ROWS {
        let narrower = study.bars.len() - MOST_ROWS;
        text.push_str(&format!("{narrower} narrower ones are in sensitivity.csv.\n"));
    }
    if study.left_out > 0 {
        text.push_str(&format!("{} narrower ones are left out.\n", study.left_out));
    }
    for open in &study.open {
        text.push_str(&format!(
            "{} = {}: no mean, {} replications do not close by the horizon\n",
            names.with_path(&open.path),
            open.setting,
            open.not_closed
        ));
    }
    text + "Above zero is later. Each change is paired with the baseline under the same draws; ± is its 95 % interval.\n"
}

fn morris_text(study: &Screening, names: &Names) -> String {
    format!("{}\n{}{}", morris_head(study), morris_table(study, names), morris_warnings(study))
}

fn morris_head(study: &Screening) -> String {
    format!(
        "Elementary effects over the whole range of each assumption, {} trajectories [h]; a mean above zero is later\n",
        study.trajectories
    )
}

fn morris_remarks(study: &Screening) -> String {
    morris_head(study) + &morris_warnings(study)
}

/// Effects as a table.
fn morris_table(study: &Screening, names: &Names) -> Padded {
    use Column::{Number, Text, Words};
    let mut table = Padded::new(&[Words, Number, Number, Number, Number, Text]);
    table.row(["Assumption", "mu*", "95 % interval", "mu", "sigma", "path"]);
    for one in study.effects.iter().take(MOST_ROWS) {
        let effect = &one.effect;
        let dash = || "–".to_owned();
        let ends = effect.mu_star_low_95.zip(effect.mu_star_high_95);
        table.row([
            names.path(&one.path),
            width(effect.mu_star),
            ends.map_or_else(dash, |(low, high)| format!("{} to {}", width(low), width(high))),
            signed(effect.mu),
            effect.sigma.map_or_else(dash, width),
            one.path.clone(),
        ]);
    }
    table
}

fn morris_warnings(study: &Screening) -> String {
    let mut text = String::new();
    if let Some(needed) = study.trajectories_needed {
        text.push_str(&too_few_trajectories(study.trajectories, needed));
    }
    text + &noise(study.noise_share)
}

/// Says that trajectories are too few, and how many would do.
fn too_few_trajectories(made: u32, needed: usize) -> String {
    if made < 2 {
        return format!("One trajectory says nothing of its own error; --trajectories {needed} would.\n");
    }
    format!(
        "{made} trajectories are too few to tell the effects apart: an interval reaches further than a quarter of the \
         largest effect; about --trajectories {needed} would do.\n"
    )
}

fn sobol_text(study: &Variance, names: &Names) -> String {
    format!("{}\n{}{}", sobol_head(study), sobol_table(study, names), sobol_warnings(study, names))
}

fn sobol_head(study: &Variance) -> String {
    format!(
        "Shares of the variance of the mean closure, {} base points; 1 is all of it\n",
        thousands(f64::from(study.samples))
    )
}

fn sobol_remarks(study: &Variance, names: &Names) -> String {
    sobol_head(study) + &sobol_warnings(study, names)
}

/// Variance shares as a table.
fn sobol_table(study: &Variance, names: &Names) -> Padded {
    use Column::{Number, Text, Words};
    let mut table = Padded::new(&[Words, Number, Number, Number, Number, Text]);
    table.row(["Assumption", "alone", "95 % interval", "with others", "95 % interval", "path"]);
    let share = |value: f64| format!("{:.2}", if value.abs() < 0.005 { 0.0 } else { value });
    let between = |ends: Option<(f64, f64)>| {
        ends.map_or_else(|| "–".to_owned(), |(low, high)| format!("{} to {}", share(low), share(high)))
    };
    for one in study.shares.iter().take(MOST_ROWS) {
        let index = &one.index;
        table.row([
            names.path(&one.path),
            share(index.first),
            between(index.first_95()),
            share(index.total),
            between(index.total_95()),
            one.path.clone(),
        ]);
    }
    table
}

fn sobol_warnings(study: &Variance, names: &Names) -> String {
    let mut text = too_few_samples(study);
    let reversed: Vec<String> =
        study.shares.iter().filter(|one| one.index.is_reversed()).map(|one| names.path(&one.path)).collect();
    if !reversed.is_empty() {
        text.push_str(&format!(
            "With others it is less than alone for {}: that is chance, since truly it is never less; these points do not tell \
             the two apart.\n",
            reversed.join("; ")
        ));
    }
    text + &noise(study.noise_share)
}

/// Says that base points are too few, and how many would do.
fn too_few_samples(study: &Variance) -> String {
    let Some(needed) = study.samples_needed else { return String::new() };
    format!(
        "{} base points are too few: an index should be known to ± {PRECISE:.2} at least, which about --samples {needed} would \
         give.\n",
        study.samples
    )
}

fn noise(share: Option<f64>) -> String {
    share.map_or_else(String::new, |share| {
        format!(
            "Chance within replications leaves at most {} of the variance of the points; more replications per point make it \
             smaller.\n",
            percent(share)
        )
    })
}

fn table<const N: usize>(head: [&str; N], rows: impl Iterator<Item = [String; N]>) -> Vec<u8> {
    csv_of(std::iter::once(head.map(str::to_owned)).chain(rows))
}

/// One row per assumption and end.
fn tornado_csv(study: &Tornado) -> Vec<u8> {
    let head = ["assumption", "end", "setting", "closure_h", "difference_h", "low_95", "high_95", "swing_h"];
    let rows = study.bars.iter().flat_map(|bar| {
        [("low", &bar.low), ("high", &bar.high)].map(|(name, end)| {
            [
                bar.path.clone(),
                name.to_owned(),
                end.setting.clone(),
                decimal(Some(end.closure_h)),
                decimal(Some(end.difference_h.mean)),
                decimal(Some(end.difference_h.low)),
                decimal(Some(end.difference_h.high)),
                decimal(Some(bar.swing_h)),
            ]
        })
    });
    table(head, rows)
}

/// One row per assumption.
fn morris_csv(study: &Screening) -> Vec<u8> {
    let rows = study.effects.iter().map(|one| {
        let effect = &one.effect;
        [
            one.path.clone(),
            decimal(Some(effect.mu_star)),
            decimal(effect.mu_star_half_width_95),
            decimal(Some(effect.mu)),
            decimal(effect.sigma),
            decimal(effect.mu_star_low_95),
            decimal(effect.mu_star_high_95),
        ]
    });
    let head = [
        "assumption",
        "mu_star_h",
        "mu_star_half_width_95",
        "mu_h",
        "sigma_h",
        "mu_star_low_95",
        "mu_star_high_95",
    ];
    table(head, rows)
}

/// One row per assumption.
fn sobol_csv(study: &Variance) -> Vec<u8> {
    let rows = study.shares.iter().map(|one| {
        let index = &one.index;
        [
            one.path.clone(),
            decimal(Some(index.first)),
            decimal(index.first_half_width_95),
            decimal(Some(index.total)),
            decimal(index.total_half_width_95),
        ]
    });
    table(["assumption", "first", "first_half_width_95", "total", "total_half_width_95"], rows)
}

/// The tornado as SVG and PNG, with caption and alt text.
///
/// # Errors
/// A chart that cannot be drawn.
fn tornado_charts(
    study: &Tornado,
    names: &Names,
    provenance: Provenance,
) -> Result<Files<'static>, ChartError> {
    let end = |end: &crate::experiment::sensitivity::End| crate::chart::End {
        setting: end.setting.clone(),
        closure_h: end.closure_h,
        interval_h: (study.baseline_h + end.difference_h.low, study.baseline_h + end.difference_h.high),
    };
    let moving: Vec<_> = study.bars.iter().filter(|bar| bar.swing_h > 0.0).collect();
    let assumptions = moving.iter().map(|bar| crate::chart::Assumption {
        name: names.path(&bar.path),
        low: end(&bar.low),
        high: end(&bar.high),
    });
    let chart = TornadoChart {
        meta: Meta::new(
            "tornado",
            "What closure depends on",
            "Mean closure when one assumption is at the end of its range",
            provenance,
        ),
        baseline_h: study.baseline_h,
        assumptions: assumptions.collect(),
        narrower: study.left_out,
        without_effect: study.bars.len() - moving.len(),
    };
    draw(&[&chart])
}

/// The sizes of effects with their spread, as SVG and PNG.
///
/// # Errors
/// A chart that cannot be drawn.
fn morris_charts(
    study: &Screening,
    names: &Names,
    mut provenance: Provenance,
) -> Result<Files<'static>, ChartError> {
    let bars = study.effects.iter().map(|one| {
        let effect = &one.effect;
        let spread = EffectBar { value: effect.sigma.unwrap_or(0.0), interval: None };
        let interval = effect.mu_star_low_95.zip(effect.mu_star_high_95);
        RankedEffect {
            name: names.path(&one.path),
            bars: vec![EffectBar { value: effect.mu_star, interval }, spread],
        }
    });
    if let Some(needed) = study.trajectories_needed {
        provenance.note.push_str(&format!("; too few trajectories, about {needed} would do"));
    }
    let measure = format!(
        "Elementary effects over the whole range of each assumption, {} trajectories",
        study.trajectories
    );
    let chart = EffectsChart {
        meta: Meta::new("morris", "Which assumptions matter at all", measure, provenance),
        axis: "Effect on mean closure [h]".to_owned(),
        measures: vec![
            "mean size of the effect (mu*)".to_owned(),
            "how much it varies with the others (sigma)".to_owned(),
        ],
        effects: bars.collect(),
    };
    draw(&[&chart])
}

/// The shares of the variance, as SVG and PNG.
///
/// # Errors
/// A chart that cannot be drawn.
fn sobol_charts(
    study: &Variance,
    names: &Names,
    mut provenance: Provenance,
) -> Result<Files<'static>, ChartError> {
    let bars = study.shares.iter().map(|one| {
        let index = &one.index;
        let alone = EffectBar { value: index.first, interval: index.first_95() };
        let total = EffectBar { value: index.total, interval: index.total_95() };
        RankedEffect { name: names.path(&one.path), bars: vec![alone, total] }
    });
    if let Some(needed) = study.samples_needed {
        provenance.note.push_str(&format!("; too few base points, about {needed} would do"));
    }
    let measure = format!("Shares of the variance of mean closure, {} base points", study.samples);
    let chart = EffectsChart {
        meta: Meta::new("sobol", "What the spread of closure comes from", measure, provenance),
        axis: "Share of the variance".to_owned(),
        measures: vec!["alone".to_owned(), "with all its interactions".to_owned()],
        effects: bars.collect(),
    };
    draw(&[&chart])
}
