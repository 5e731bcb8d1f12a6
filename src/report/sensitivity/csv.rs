//! `sensitivity.csv` of each method.

use super::super::table::{csv_below, decimal};
use crate::experiment::sensitivity::{CostThere, Screening, Tornado, Variance};
use crate::field::Field;

const ASSUMPTION: Field = Field::text("assumption", "Path of the assumption");

/// The columns of a tornado.
const TORNADO: [Field; 9] = [
    ASSUMPTION,
    Field::text("end", "Which end of its range: `low` or `high`"),
    Field::text("setting", "The value there, as the scenario has it"),
    Field::number("closure_h", "h", "Mean closure with this value"),
    Field::number("difference_h", "h", "Mean paired difference to the baseline"),
    Field::number("low_95", "h", "Low end of its 95 % interval"),
    Field::number("high_95", "h", "High end of its 95 % interval"),
    Field::number(
        "swing_h",
        "h",
        "Distance between the smallest and the largest of the mean closures, the baseline's among them",
    ),
    Field::integer(
        "replications",
        "replications",
        "Replications at each end that the row rests on, from the first",
    ),
];

/// Further columns of a tornado where something costs money.
const COST: [Field; 5] = [
    Field::number("cost", "", "Mean cost with this value, in the currency of the scenario"),
    Field::number("cost_difference", "", "Mean paired difference of cost to the baseline"),
    Field::number("cost_low_95", "", "Low end of its 95 % interval"),
    Field::number("cost_high_95", "", "High end of its 95 % interval"),
    Field::number(
        "cost_swing",
        "",
        "Distance between the smallest and the largest of the mean costs, the baseline's among them",
    ),
];

/// The columns of a tornado, with cost where something costs money.
pub(super) fn tornado_fields(study: &Tornado) -> Vec<Field> {
    let mut fields = TORNADO.to_vec();
    fields.extend(study.baseline_cost.iter().flat_map(|_| COST));
    fields
}

/// The columns of Morris's screening.
pub(super) const MORRIS: [Field; 7] = [
    ASSUMPTION,
    Field::number("mu_star_h", "h", "Mean size of the elementary effects"),
    Field::number("mu_star_half_width_95", "h", "Half-width of its 95 % interval"),
    Field::number("mu_h", "h", "Mean of the elementary effects, with their signs"),
    Field::number("sigma_h", "h", "Standard deviation of the elementary effects"),
    Field::number("mu_star_low_95", "h", "Low end of the 95 % interval of the mean size"),
    Field::number("mu_star_high_95", "h", "High end of that interval"),
];

/// The columns of Sobol' indices.
pub(super) const SOBOL: [Field; 5] = [
    ASSUMPTION,
    Field::number("first", "share", "Share of the variance of the assumption alone"),
    Field::number("first_half_width_95", "share", "Half-width of its 95 % interval"),
    Field::number("total", "share", "Share with all interactions"),
    Field::number("total_half_width_95", "share", "Half-width of its 95 % interval"),
];

/// One row per assumption and end.
pub(super) fn tornado_csv(study: &Tornado) -> Vec<u8> {
    let rows = study.bars.iter().flat_map(|bar| {
        [("low", &bar.low), ("high", &bar.high)].map(|(name, end)| {
            let mut row = vec![
                bar.path.clone(),
                name.to_owned(),
                end.setting.clone(),
                decimal(Some(end.closure_h)),
                decimal(Some(end.difference_h.mean)),
                decimal(Some(end.difference_h.low)),
                decimal(Some(end.difference_h.high)),
                decimal(Some(bar.swing_h)),
                bar.replications.to_string(),
            ];
            row.extend(end.cost.iter().flat_map(|cost| {
                let CostThere { mean, difference } = cost;
                let numbers = [*mean, difference.mean, difference.low, difference.high];
                numbers.map(Some).into_iter().chain([bar.swing_cost]).map(decimal)
            }));
            row
        })
    });
    csv_below(&tornado_fields(study), rows)
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
    csv_below(&MORRIS, rows)
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
    csv_below(&SOBOL, rows)
}
