//! `sensitivity.csv` of each method.

use super::super::table::{csv_of, decimal};
use crate::experiment::sensitivity::{Screening, Tornado, Variance};

fn table<const N: usize>(head: [&str; N], rows: impl Iterator<Item = [String; N]>) -> Vec<u8> {
    csv_of(std::iter::once(head.map(str::to_owned)).chain(rows))
}

/// One row per assumption and end.
pub(super) fn tornado_csv(study: &Tornado) -> Vec<u8> {
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
pub(super) fn morris_csv(study: &Screening) -> Vec<u8> {
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
pub(super) fn sobol_csv(study: &Variance) -> Vec<u8> {
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
