//! The figure of each method.

use super::super::names::Names;
use crate::chart::{
    Assumption, EffectBar, EffectsChart, End, Meta, Provenance, RankedEffect, ScatterChart, ScatterPoint,
    TornadoChart,
};
use crate::experiment::sensitivity::{Bar, End as Found, Screening, Tornado, Variance};

/// The tornado with both ends.
pub(super) fn tornado(study: &Tornado, names: &Names, provenance: Provenance) -> TornadoChart {
    let end = |end: &Found| End {
        setting: end.setting.clone(),
        closure_h: end.closure_h,
        interval_h: (study.baseline_h + end.difference_h.low, study.baseline_h + end.difference_h.high),
    };
    let moving: Vec<_> = study.bars.iter().filter(|bar| bar.swing_h > 0.0).collect();
    let provenance = saying_what_is_brief(study, provenance);
    let assumptions = moving.iter().map(|bar| Assumption {
        name: names.path(&bar.path),
        low: end(&bar.low),
        high: end(&bar.high),
    });
    TornadoChart {
        meta: Meta::new(
            "tornado",
            "What closure depends on",
            "Mean closure when one assumption is at the end of its range",
            provenance,
        ),
        baseline_h: study.baseline_h,
        cost: None,
        assumptions: assumptions.collect(),
        narrower: study.left_out,
        without_effect: study.bars.len() - moving.len(),
    }
}

/// Adds on how many replications narrow bars rest, where these are not all.
fn saying_what_is_brief(study: &Tornado, mut provenance: Provenance) -> Provenance {
    if let Some(fewest) = study.fewest_replications() {
        provenance.note.push_str(&format!("; what is narrow or not drawn rests on {fewest} or more"));
    }
    provenance
}

/// The tornado of cost; none where nothing costs money.
pub(super) fn tornado_of_cost(
    study: &Tornado,
    names: &Names,
    provenance: Provenance,
) -> Option<TornadoChart> {
    let baseline = study.baseline_cost?;
    let end = |end: &Found| {
        let cost = end.cost.as_ref()?;
        let interval = (baseline + cost.difference.low, baseline + cost.difference.high);
        Some(End { setting: end.setting.clone(), closure_h: cost.mean, interval_h: interval })
    };
    let swing = |bar: &&Bar| bar.swing_cost.unwrap_or(0.0);
    let mut moving: Vec<&Bar> = study.bars.iter().filter(|bar| swing(bar) > 0.0).collect();
    moving.sort_by(|a, b| swing(b).total_cmp(&swing(a)));
    let assumptions = moving.iter().filter_map(|bar| {
        Some(Assumption { name: names.path(&bar.path), low: end(&bar.low)?, high: end(&bar.high)? })
    });
    let provenance = saying_what_is_brief(study, provenance);
    let measure = "Mean cost when one assumption is at the end of its range";
    Some(TornadoChart {
        meta: Meta::new("tornado-cost", "What cost depends on", measure, provenance),
        baseline_h: baseline,
        cost: Some(study.currency.clone()),
        assumptions: assumptions.collect(),
        narrower: study.left_out,
        without_effect: study.bars.len() - moving.len(),
    })
}

/// The sizes of effects with their spread.
pub(super) fn morris(study: &Screening, names: &Names, mut provenance: Provenance) -> EffectsChart {
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
    EffectsChart {
        meta: Meta::new("morris", "Which assumptions matter at all", measure, provenance),
        axis: "Effect on mean closure [h]".to_owned(),
        measures: vec![
            "mean size of the effect (mu*)".to_owned(),
            "how much it varies with the others (sigma)".to_owned(),
        ],
        effects: bars.collect(),
    }
}

/// Sizes of effects against how much they vary with the others.
pub(super) fn morris_scatter(study: &Screening, names: &Names, provenance: Provenance) -> ScatterChart {
    let points = study.effects.iter().filter_map(|one| {
        let sigma = one.effect.sigma?;
        Some(ScatterPoint { name: names.path(&one.path), mu_star: one.effect.mu_star, sigma })
    });
    let measure = format!("Elementary effects on mean closure, {} trajectories", study.trajectories);
    ScatterChart {
        meta: Meta::new(
            "morris-scatter",
            "Large effects, and those that depend on others",
            measure,
            provenance,
        ),
        points: points.collect(),
    }
}

/// The shares of the variance.
pub(super) fn sobol(study: &Variance, names: &Names, mut provenance: Provenance) -> EffectsChart {
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
    EffectsChart {
        meta: Meta::new("sobol", "What the spread of closure comes from", measure, provenance),
        axis: "Share of the variance".to_owned(),
        measures: vec!["alone".to_owned(), "with all its interactions".to_owned()],
        effects: bars.collect(),
    }
}
