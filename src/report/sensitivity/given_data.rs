//! Shares from given data for readers: words, table, CSV and figure.

use super::super::names::Names;
use super::super::numbers::{percent, thousands};
use super::super::padded::{Column, Padded};
use super::super::table::{csv_below, decimal};
use super::MOST_ROWS;
use super::words::{interval_of_shares, share};
use crate::chart::{EffectBar, EffectsChart, Meta, Provenance, RankedEffect};
use crate::experiment::sensitivity::{GivenData, GivenDataShare};
use crate::experiment::statistics::sobol::PRECISE;
use crate::field::Field;

/// The columns of `sensitivity.csv`.
pub(super) const FIELDS: [Field; 3] = [
    Field::text("assumption", "Path of the assumption"),
    Field::number("first", "share", "Share of the variance of the assumption alone"),
    Field::number("first_half_width_95", "share", "Half-width of its 95 % interval"),
];

/// One row per assumption.
pub(super) fn csv(study: &GivenData) -> Vec<u8> {
    let row = |one: &GivenDataShare| {
        [one.path.clone(), decimal(Some(one.share.first)), decimal(one.share.first_half_width_95)]
    };
    csv_below(&FIELDS, study.shares.iter().map(row))
}

pub(super) fn text(study: &GivenData, names: &Names) -> String {
    format!("{}\n{}{}", head(study), table(study, names), warnings(study))
}

fn head(study: &GivenData) -> String {
    format!(
        "Shares of the variance of closure over {} replications, the draws of each assumption in {} classes; 1 is all of it\n",
        thousands(f64::from(study.replications)),
        study.classes
    )
}

/// What the table rests on, and what it cannot say.
pub(super) fn remarks(study: &GivenData) -> String {
    head(study) + &warnings(study)
}

/// The assumption with the largest share.
pub(super) fn verdict(study: &GivenData, names: &Names) -> Option<String> {
    let first = study.shares.first()?;
    let share = percent(first.share.first.clamp(0.0, 1.0));
    let name = names.path(&first.path);
    Some(format!("{name} matters most: by itself it makes {share} of the variance of closure."))
}

/// Shares as a table.
pub(super) fn table(study: &GivenData, names: &Names) -> Padded {
    let mut table = Padded::new(&[Column::Words, Column::Number, Column::Number, Column::Text]);
    table.row(["Assumption", "alone", "95 % interval", "path"]);
    for one in study.shares.iter().take(MOST_ROWS) {
        table.row([
            names.path(&one.path),
            share(one.share.first),
            interval_of_shares(one.share.first_95()),
            one.path.clone(),
        ]);
    }
    table
}

fn warnings(study: &GivenData) -> String {
    let &GivenData { assumptions, above_zero, explained, left_out, .. } = study;
    let mut text = String::new();
    if left_out > 0 {
        text.push_str(&format!("{left_out} smaller ones are left out.\n"));
    }
    text.push_str(&format!(
        "{above_zero} of {assumptions} intervals lie above zero, where chance alone would put about {:.1}; their shares add up to {}.\n\
         What is left comes from chance within replications, and from assumptions that act together.\n",
        0.025 * assumptions as f64,
        share(explained)
    ));
    if let Some(needed) = study.replications_needed {
        text.push_str(&format!(
            "{} replications are too few: a share should be known to ± {PRECISE:.2} at least, which about --replications {needed} \
             would give.\n",
            study.replications
        ));
    }
    text
}

/// The shares with their intervals.
pub(super) fn figure(study: &GivenData, names: &Names, mut provenance: Provenance) -> EffectsChart {
    let bars = study.shares.iter().map(|one| RankedEffect {
        name: names.path(&one.path),
        bars: vec![EffectBar { value: one.share.first, interval: one.share.first_95() }],
    });
    if let Some(needed) = study.replications_needed {
        provenance.note.push_str(&format!("; too few replications, about {needed} would do"));
    }
    let measure = format!(
        "Shares of the variance of closure, {} replications with all ranges drawn",
        thousands(f64::from(study.replications))
    );
    EffectsChart {
        meta: Meta::new("given-data", "What the spread of closure comes from", measure, provenance),
        axis: "Share of the variance".to_owned(),
        measures: vec!["alone".to_owned()],
        effects: bars.collect(),
    }
}
