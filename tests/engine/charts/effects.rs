//! The panels of a sweep over several settings.

use forceflow::internals::chart::{AnyChart, Effect, Measure, Meta, SweepEffectsChart};

use super::cases::Cases;
use super::force;

/// A point for each of so many values and repetitions.
fn effect(setting: &str, categories: &[&str], values: &[f64], slope: f64) -> Effect {
    let points = (0..6).flat_map(|other| {
        values.iter().map(move |value| (*value, 90.0 - slope * value + 3.0 * f64::from(other)))
    });
    Effect {
        setting: setting.to_owned(),
        categories: categories.iter().map(|name| (*name).to_owned()).collect(),
        points: points.collect(),
    }
}

pub(crate) fn sweep_effects(cases: &mut Cases) {
    let plain = SweepEffectsChart {
        meta: Meta::new(
            "sweep",
            "Mean closure against each setting",
            "Mean closure [h]",
            force::provenance(200),
        ),
        measure: Measure::Hours,
        effects: vec![
            effect("vta-ivanovo count", &[], &[8.0, 12.0, 16.0], 0.8),
            effect("almaty working spots", &[], &[2.0, 3.0, 4.0, 5.0], 2.0),
            effect(
                "dispatch",
                &["first_come", "priority", "required", "most_uncovered"],
                &[0.0, 1.0, 2.0, 3.0],
                4.0,
            ),
        ],
    };
    cases.push(("sweep-effects", AnyChart::from(plain.clone())));
    let many: Vec<f64> = (0..40).map(|step| 0.25 + 0.05 * f64::from(step)).collect();
    let long = "a setting with a name that no panel of this width has any room for, however small";
    let hard = vec![
        effect(long, &[], &many, 11.0),
        effect("one value", &[], &[3.0], 1.0),
        effect("no points", &[], &[], 1.0),
        effect("large numbers", &[], &[100_000.0, 200_000.0, 300_000.0], 1e-4),
        effect("names", &["a dispatcher who hears of everything a day late", "at once"], &[0.0, 1.0], 9.0),
        effect("below zero", &[], &[-3.0, -2.0, -1.0], 3.0),
        effect("not drawn", &[], &[1.0, 2.0], 3.0),
    ];
    cases.push(("sweep-effects-hard", AnyChart::from(SweepEffectsChart { effects: hard, ..plain.clone() })));
    let mut shares = plain.clone();
    for point in shares.effects.iter_mut().flat_map(|effect| &mut effect.points) {
        point.1 = (point.1 / 120.0).clamp(0.0, 1.0);
    }
    let meta = Meta { measure: "Closed by the deadline".to_owned(), ..shares.meta.clone() };
    let shares = SweepEffectsChart { measure: Measure::Share, meta, ..shares };
    cases.push(("sweep-effects-shares", AnyChart::from(shares)));
    cases.push(("sweep-effects-none", AnyChart::from(SweepEffectsChart { effects: Vec::new(), ..plain })));
}
