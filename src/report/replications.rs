//! The table of replications: its columns, and its rows one by one, for every format that holds it.

use std::io;

use crate::experiment::Summary;
use crate::experiment::series::Series;
use crate::field::{Field, Holds};
use crate::model::World;

/// What stands in a row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Cell {
    /// A whole number.
    Integer(u64),
    /// A number; nothing where it is not finite.
    Number(f64),
    /// A mass, to the kilogram [t].
    Tonnes(f64),
}

/// The columns: one for cargo where there is any, one for each contingent.
pub(super) fn fields(world: &World, summary: &Summary) -> Vec<Field> {
    let mut fields = vec![
        Field::integer("replication", "", "Number of the replication"),
        Field::number(
            "closure_h",
            "h",
            "When the whole force is in place, after the appeal; none where it is not",
        ),
        Field::number(
            "mean_arrival_h",
            "h",
            "When a person, vehicle or tonne is in place, in the mean over all",
        ),
        Field::integer("personnel", "people", "People in place"),
        Field::integer("vehicles", "vehicles", "Vehicles in place"),
    ];
    if summary.has_cargo(world) {
        fields.push(Field::number("cargo_t", "t", "Cargo in place"));
    }
    fields.push(Field::integer("sorties", "sorties", "Loaded trips"));
    if summary.spending.is_some() {
        let described =
            "Cost of the deployment, in the currency of the scenario; none where it does not close";
        fields.push(Field::number("cost", "", described));
    }
    fields.push(Field::integer("events", "", "Events simulated"));
    fields.extend(world.contingents.iter().map(|contingent| {
        let description = format!("When the contingent {} is in place", contingent.name);
        Field::named(format!("closure_h.{}", contingent.id), Holds::Number, "h", description)
    }));
    if summary.withdrawal.is_some() {
        fields.push(Field::number("withdrawal_closure_h", "h", "When the last of the force is home"));
    }
    fields
}

/// Gives the rows to `each`, in the order of replications.
///
/// # Errors
/// What `each` refuses, and replications that cannot be read again.
pub(super) fn each_row(
    world: &World,
    summary: &Summary,
    each: &mut dyn FnMut(&[Cell]) -> io::Result<()>,
) -> io::Result<()> {
    let deployment = &summary.deployment;
    let has_cargo = summary.has_cargo(world);
    // What cannot be read is not taken for what did not close: the summary says so in the end.
    let next = |hours: &mut dyn Iterator<Item = f64>| Cell::Number(hours.next().unwrap_or(f64::NAN));
    let mut closures = deployment.closure_h.in_order();
    let mut costs = summary.spending.as_ref().map(|spending| spending.cost.in_order());
    let mut contingents: Vec<_> = deployment.contingents_h.iter().map(Series::in_order).collect();
    let mut home = summary.withdrawal.as_ref().map(|withdrawal| withdrawal.closure_h.in_order());
    let mut row = Vec::new();
    for (number, made) in (1_u64..).zip(summary.rows.in_order()) {
        row.clear();
        row.extend([
            Cell::Integer(number),
            next(&mut closures),
            Cell::Number(made.mean_arrival_h),
            Cell::Integer(made.personnel.into()),
            Cell::Integer(made.vehicles.into()),
        ]);
        row.extend(has_cargo.then(|| Cell::Tonnes(made.cargo_kg as f64 / 1_000.0)));
        row.push(Cell::Integer(made.sorties.into()));
        row.extend(costs.as_mut().map(|costs| next(costs)));
        row.push(Cell::Integer(made.events.into()));
        row.extend(contingents.iter_mut().map(|hours| next(hours)));
        row.extend(home.as_mut().map(|hours| next(hours)));
        each(&row)?;
    }
    Ok(summary.whole()?)
}
