//! `sweep.csv`: one row per design point.

use std::io::{self, Write};

use serde_json::Value;

use super::names::Names;
use super::table::{CsvTable, decimal};
use crate::experiment::factor::Factor;
use crate::experiment::sweep::{Design, Outline, Point};
use crate::field::{Field, Holds, head};

/// A value as a table shows it: strings without quotes.
pub(super) fn word(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// What all these values of a setting are, for a column of them.
pub(super) fn holds<'a>(values: &(impl Iterator<Item = &'a Value> + Clone)) -> Holds {
    let all = |is: fn(&Value) -> bool| values.clone().all(is);
    if all(|value| value.is_i64() || value.is_u64()) {
        Holds::Integer
    } else if all(Value::is_number) {
        Holds::Number
    } else if all(Value::is_boolean) {
        Holds::Flag
    } else {
        Holds::Text
    }
}

/// The figures of a design point, after the values of its settings.
const FIGURES: [Field; 11] = [
    Field::number("closure_h_mean", "h", "Mean closure; none where a replication does not close"),
    Field::number("closure_h_half_width_95", "h", "Half-width of its 95 % interval"),
    Field::number("closure_h_p50", "h", "Median closure"),
    Field::number("closure_h_p90", "h", "Closure that 90 % of the replications do not exceed"),
    Field::integer("not_closed", "replications", "Replications that do not close by the horizon"),
    Field::number("on_time", "share", "Share of the replications that close by the deadline"),
    Field::number("on_time_low_95", "share", "Low end of its 95 % interval"),
    Field::number("on_time_high_95", "share", "High end of its 95 % interval"),
    Field::number("sorties", "sorties", "Loaded trips, mean over the replications"),
    Field::integer("replications", "replications", "Replications at the point"),
    Field::text("point", "BLAKE3 hash of the scenario at the point"),
];

/// Where the cost of a point stands among its figures, and what is said of it where something costs money.
const COST_AT: usize = 9;
const COST: [Field; 4] = [
    Field::number(
        "cost_mean",
        "",
        "Mean cost, in the currency of the scenario; none where a replication does not close",
    ),
    Field::number("cost_half_width_95", "", "Half-width of its 95 % interval"),
    Field::number("cost_p50", "", "Median cost"),
    Field::number("cost_p90", "", "Cost that 90 % of the replications do not exceed"),
];

/// Whether a point says what it costs.
pub(super) fn has_cost(points: &[Point]) -> bool {
    points.iter().any(|point| point.cost.is_some())
}

/// The columns: a setting each, then the figures.
pub(super) fn fields((design, points): (&Design, &[Point]), names: &Names) -> Vec<Field> {
    let setting = |(index, factor): (usize, &Factor)| {
        let description = format!("Value of {}", names.path(&factor.path));
        Field::named(factor.path.clone(), holds(&design.values_of(index)), "", description)
    };
    let mut figures = FIGURES.to_vec();
    if has_cost(points) {
        figures.splice(COST_AT..COST_AT, COST);
    }
    design.factors.iter().enumerate().map(setting).chain(figures).collect()
}

/// The tidy table, written row by row: one row per design point.
///
/// # Errors
/// What the writer refuses.
pub(super) fn csv(
    (design, points): (&Design, &[Point]),
    names: &Names,
    replications: u32,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut table = CsvTable::new(out);
    table.row(head(&fields((design, points), names)))?;
    let has_cost = has_cost(points);
    for (index, point) in points.iter().enumerate() {
        let closure = point.closure_h;
        let on_time = point.on_time;
        let mut figures = vec![
            decimal(closure.and_then(|closure| closure.mean)),
            decimal(closure.and_then(|closure| closure.half_width_95)),
            decimal(closure.and_then(|closure| closure.p50)),
            decimal(closure.and_then(|closure| closure.p90)),
            point.not_closed.to_string(),
            decimal(on_time.map(|on_time| on_time.probability)),
            decimal(on_time.map(|on_time| on_time.low_95)),
            decimal(on_time.map(|on_time| on_time.high_95)),
            decimal(Some(point.sorties)),
            replications.to_string(),
            point.hash.to_hex().to_string(),
        ];
        if has_cost {
            let cost = point.cost;
            let of = |figure: fn(&Outline) -> Option<f64>| decimal(cost.as_ref().and_then(figure));
            let cells = [of(|it| it.mean), of(|it| it.half_width_95), of(|it| it.p50), of(|it| it.p90)];
            figures.splice(COST_AT..COST_AT, cells);
        }
        table.row(design.values(index).map(word).chain(figures))?;
    }
    table.finish()
}
