//! The tables of a calibration: its parameters, and samples of the posterior.

use super::super::table::{csv_below, decimal};
use crate::experiment::calibrate::Calibration;
use crate::field::{Field, Holds};

/// The columns of `parameters.csv`.
pub(super) const PARAMETERS: [Field; 10] = [
    Field::text("parameter", "Its name, or the path of the assumption that stands for itself"),
    Field::flag("factor", "Whether it is a factor on the values at its paths"),
    Field::number("prior_low", "", "Low end of its prior"),
    Field::number("prior_high", "", "High end of its prior"),
    Field::number("mean", "", "Mean of the posterior"),
    Field::number("p05", "", "5 % quantile of the posterior"),
    Field::number("p50", "", "Median of the posterior"),
    Field::number("p95", "", "95 % quantile of the posterior"),
    Field::number("relative_sd", "share", "Standard deviation of the posterior by that of the prior"),
    Field::flag("untold", "Whether the data tell nothing of it: the posterior is as wide as the prior"),
];

/// A row for each parameter; what is known is empty where no parameters are plausible.
pub(super) fn parameters(calibration: &Calibration) -> Vec<u8> {
    let known = calibration.learned();
    let rows = calibration.parameters.iter().enumerate().map(|(index, parameter)| {
        let known = known.and_then(|learned| learned.marginals.get(index));
        [
            parameter.name.clone(),
            parameter.factor.to_string(),
            decimal(Some(parameter.low)),
            decimal(Some(parameter.high)),
            decimal(known.map(|it| it.mean)),
            decimal(known.map(|it| it.p05)),
            decimal(known.map(|it| it.p50)),
            decimal(known.map(|it| it.p95)),
            decimal(known.map(|it| it.relative_sd)),
            known.map_or_else(String::new, |it| it.untold.to_string()),
        ]
    });
    csv_below(&PARAMETERS, rows)
}

/// The columns of `posterior.csv`.
pub(super) fn posterior_fields(calibration: &Calibration) -> Vec<Field> {
    let mut fields = vec![
        Field::integer("sample", "", "Number of the sample"),
        Field::number("weight", "", "Its weight, in proportion"),
    ];
    fields.extend(calibration.parameters.iter().map(|parameter| {
        let what = if parameter.factor { "Factor" } else { "Value" };
        let description = format!("{what}, from {} to {}", parameter.low, parameter.high);
        Field::named(parameter.name.clone(), Holds::Number, "", description)
    }));
    fields
}

/// A row for each sample. Numbers have the digits that give them back to the last bit.
pub(super) fn posterior(calibration: &Calibration) -> Vec<u8> {
    let samples = calibration.learned().map(|learned| learned.posterior.samples.as_slice());
    let rows = samples.unwrap_or_default().iter().enumerate().map(|(index, sample)| {
        let values = sample.values.iter().map(f64::to_string);
        [(index + 1).to_string(), sample.weight.to_string()].into_iter().chain(values).collect::<Vec<_>>()
    });
    csv_below(&posterior_fields(calibration), rows)
}
