//! Sensitivity for readers: a table for stdout, `sensitivity.csv`, and the charts.

use std::fmt::Write as _;

use serde::Serialize;

use super::content::Files;
use super::draw::draw;
use super::manifest::to_json;
use super::names::short_name;
use super::numbers::hours;
use super::study::{Report, provenance};
use super::table::{csv_of, decimal};
use crate::chart::{ChartError, EffectBar, EffectsChart, Meta, Provenance, RankedEffect, TornadoChart};
use crate::experiment::sensitivity::{Method, Screening, Sensitivity as Found, Tornado, Variance};
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
}

impl Report for Sensitivity {
    fn text(&self) -> String {
        let found = match &self.result {
            Found::Tornado(found) => tornado_text(found),
            Found::Morris(found) => morris_text(found),
            Found::Sobol(found) => sobol_text(found),
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

    fn charts(&self) -> Result<Files<'static>, ChartError> {
        let provenance = provenance(&self.title, (self.seed, self.replications), self.uncertain);
        match &self.result {
            Found::Tornado(found) => tornado_charts(found, provenance),
            Found::Morris(found) => morris_charts(found, provenance),
            Found::Sobol(found) => sobol_charts(found, provenance),
        }
    }
}

/// The bars as a table.
fn tornado_text(study: &Tornado) -> String {
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = write_tornado(&mut text, study);
    text
}

fn write_tornado(text: &mut String, study: &Tornado) -> std::fmt::Result {
    writeln!(text, "Mean closure of the baseline: {} h\n", hours(study.baseline_h))?;
    let shown = &study.bars[..study.bars.len().min(MOST_ROWS)];
    let width = shown.iter().map(|bar| bar.path.chars().count()).max().unwrap_or(0).max("Assumption".len());
    writeln!(
        text,
        "{:width$}  {:>9}  {:>22}  {:>9}  {:>22}  {:>8}",
        "Assumption", "low", "change of closure [h]", "high", "change of closure [h]", "swing"
    )?;
    for bar in shown {
        let change = |end: &crate::experiment::sensitivity::End| {
            let difference = &end.difference_h;
            // A minus before a zero says nothing.
            let mean = if difference.mean == 0.0 { 0.0 } else { difference.mean };
            format!("{mean:+.2} ± {:.2}", difference.half_width())
        };
        writeln!(
            text,
            "{:width$}  {:>9}  {:>22}  {:>9}  {:>22}  {:>6} h",
            bar.path,
            bar.low.setting,
            change(&bar.low),
            bar.high.setting,
            change(&bar.high),
            hours(bar.swing_h)
        )?;
    }
    if study.bars.len() > shown.len() {
        writeln!(text, "{} narrower ones are in sensitivity.csv.", study.bars.len() - shown.len())?;
    }
    if study.left_out > 0 {
        writeln!(text, "{} narrower ones are left out.", study.left_out)?;
    }
    for open in &study.open {
        writeln!(
            text,
            "{} = {}: no mean, {} replications do not close by the horizon",
            open.path, open.setting, open.not_closed
        )?;
    }
    writeln!(text, "Each change is paired with the baseline under the same draws; ± is its 95 % interval.")
}

/// Effects as a table.
fn morris_text(study: &Screening) -> String {
    let mut text = format!(
        "Elementary effects over the whole range of each assumption, {} trajectories [h]\n\n",
        study.trajectories
    );
    let shown = &study.effects[..study.effects.len().min(MOST_ROWS)];
    let width = shown.iter().map(|effect| effect.path.chars().count()).max().unwrap_or(0).max(10);
    let _ = writeln!(text, "{:width$}  {:>18}  {:>9}  {:>9}", "Assumption", "mu*", "mu", "sigma");
    for one in shown {
        let effect = &one.effect;
        let half = effect.mu_star_half_width_95.map_or_else(String::new, |half| format!(" ± {half:.2}"));
        let sigma = effect.sigma.map_or_else(|| "–".to_owned(), |sigma| format!("{sigma:.2}"));
        let star = format!("{:.2}{half}", effect.mu_star);
        let _ = writeln!(text, "{:width$}  {star:>18}  {:>+9.2}  {sigma:>9}", one.path, effect.mu);
    }
    noise(&mut text, study.noise_share);
    text
}

/// Variance shares as a table.
fn sobol_text(study: &Variance) -> String {
    let mut text = format!("Shares of the variance of the mean closure, {} base points\n\n", study.samples);
    let shown = &study.shares[..study.shares.len().min(MOST_ROWS)];
    let width = shown.iter().map(|share| share.path.chars().count()).max().unwrap_or(0).max(10);
    let _ = writeln!(text, "{:width$}  {:>16}  {:>16}", "Assumption", "alone", "with others");
    for one in shown {
        let of = |value: f64, half: Option<f64>| {
            format!("{value:.3}{}", half.map_or_else(String::new, |half| format!(" ± {half:.3}")))
        };
        let index = &one.index;
        let alone = of(index.first, index.first_half_width_95);
        let _ = writeln!(
            text,
            "{:width$}  {alone:>16}  {:>16}",
            one.path,
            of(index.total, index.total_half_width_95)
        );
    }
    noise(&mut text, study.noise_share);
    text
}

fn noise(text: &mut String, share: Option<f64>) {
    if let Some(share) = share {
        let _ = writeln!(
            text,
            "Chance within replications leaves at most {:.1} % of the variance of the points; more replications per \
             point make it smaller.",
            100.0 * share
        );
    }
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
        ]
    });
    table(["assumption", "mu_star_h", "mu_star_half_width_95", "mu_h", "sigma_h"], rows)
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

/// Characters of a name that the chart has room for.
const NAME_CHARS: usize = 32;

/// The tornado as SVG and PNG, with caption and alt text.
///
/// # Errors
/// A chart that cannot be drawn.
fn tornado_charts(study: &Tornado, provenance: Provenance) -> Result<Files<'static>, ChartError> {
    let end = |end: &crate::experiment::sensitivity::End| crate::chart::End {
        setting: end.setting.clone(),
        closure_h: end.closure_h,
        interval_h: (study.baseline_h + end.difference_h.low, study.baseline_h + end.difference_h.high),
    };
    let paths: Vec<&str> = study.bars.iter().map(|bar| bar.path.as_str()).collect();
    let moving: Vec<_> = study.bars.iter().filter(|bar| bar.swing_h > 0.0).collect();
    let assumptions = moving.iter().map(|bar| crate::chart::Assumption {
        name: short_name(&bar.path, &paths, NAME_CHARS),
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
fn morris_charts(study: &Screening, provenance: Provenance) -> Result<Files<'static>, ChartError> {
    let bars = study.effects.iter().map(|one| {
        let effect = &one.effect;
        let spread = EffectBar { value: effect.sigma.unwrap_or(0.0), half_width: None };
        (
            one.path.as_str(),
            vec![EffectBar { value: effect.mu_star, half_width: effect.mu_star_half_width_95 }, spread],
        )
    });
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
        effects: ranked(bars.collect()),
    };
    draw(&[&chart])
}

/// The shares of the variance, as SVG and PNG.
///
/// # Errors
/// A chart that cannot be drawn.
fn sobol_charts(study: &Variance, provenance: Provenance) -> Result<Files<'static>, ChartError> {
    let bars = study.shares.iter().map(|one| {
        let index = &one.index;
        let alone = EffectBar { value: index.first, half_width: index.first_half_width_95 };
        let total = EffectBar { value: index.total, half_width: index.total_half_width_95 };
        (one.path.as_str(), vec![alone, total])
    });
    let measure = format!("Shares of the variance of mean closure, {} base points", study.samples);
    let chart = EffectsChart {
        meta: Meta::new("sobol", "What the spread of closure comes from", measure, provenance),
        axis: "Share of the variance".to_owned(),
        measures: vec!["alone".to_owned(), "with all its interactions".to_owned()],
        effects: ranked(bars.collect()),
    };
    draw(&[&chart])
}

/// Bars under short names.
fn ranked(bars: Vec<(&str, Vec<EffectBar>)>) -> Vec<RankedEffect> {
    let paths: Vec<&str> = bars.iter().map(|(path, _)| *path).collect();
    let named = |(path, bars): (&str, Vec<EffectBar>)| RankedEffect {
        name: short_name(path, &paths, NAME_CHARS),
        bars,
    };
    bars.into_iter().map(named).collect()
}
