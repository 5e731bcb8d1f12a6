//! Tidy tables: `replications.csv`, `arrivals.csv`, `timeline.csv`, each written row by row.

use std::io::{self, Write};

use super::replications::{self, Cell};
use super::table::CsvTable;
use crate::experiment::Summary;
use crate::experiment::arrivals::{Bands, Counted, bands, grid};
use crate::field::{Field, Holds, head};
use crate::model::ids::PlaceId;
use crate::model::trace::Activity;
use crate::model::{Actor, ShownRun, World};

/// A number with six decimals, empty when it is not finite.
fn decimal(value: f64) -> String {
    if value.is_finite() { format!("{value:.6}") } else { String::new() }
}

/// Tonnes to the kilogram.
fn tonnes(value: f64) -> String {
    format!("{value:.3}")
}

/// One row per replication.
///
/// # Errors
/// What the writer refuses, and replications that cannot be read again.
pub fn replications(world: &World, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = CsvTable::new(out);
    writer.row(head(&replications::fields(world, summary)))?;
    replications::each_row(world, summary, &mut |row| {
        writer.row(row.iter().map(|cell| match *cell {
            Cell::Integer(count) => count.to_string(),
            Cell::Number(number) => decimal(number),
            Cell::Tonnes(mass) => tonnes(mass),
        }))
    })?;
    writer.finish()
}

/// What `arrivals.csv` counts, by name and unit: cargo where there is any.
fn counted(world: &World, summary: &Summary) -> Vec<(&'static str, &'static str, Counted)> {
    let mut counted =
        vec![("personnel", "people", Counted::People), ("vehicles", "vehicles", Counted::Vehicles)];
    counted.extend(summary.has_cargo(world).then_some(("cargo_t", "t", Counted::Cargo)));
    counted
}

/// The columns of `arrivals.csv`.
pub fn arrival_fields(world: &World, summary: &Summary) -> Vec<Field> {
    let mut fields = vec![
        Field::number("time_h", "h", "Hours after the appeal"),
        Field::text("contingent", "Id of the contingent; `force` for all"),
    ];
    for (name, unit, _) in counted(world, summary) {
        for (quantile, share) in [("p05", 5), ("p25", 25), ("p50", 50), ("p75", 75), ("p95", 95)] {
            let description = format!("In place by then: {share} % of the replications have at most this");
            fields.push(Field::named(format!("{name}_{quantile}"), Holds::Number, unit, description));
        }
    }
    fields
}

/// Quantiles over replications of people and vehicles in place, and of cargo where there is any, by time and contingent
/// (`force` for all).
///
/// # Errors
/// What the writer refuses.
pub fn arrivals(world: &World, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = CsvTable::new(out);
    writer.row(head(&arrival_fields(world, summary)))?;
    let columns = counted(world, summary);
    let grid = grid(&summary.arrivals);
    let force = std::iter::once(("force", None));
    let each = world.contingents.with_ids().map(|(id, spec)| (spec.id.as_str(), Some(id)));
    for (name, contingent) in force.chain(each) {
        let counts = columns.iter().map(|(.., counted)| *counted);
        let counts: Vec<(Counted, Bands)> =
            counts.map(|counted| (counted, bands(&summary.arrivals, &grid, counted, contingent))).collect();
        for (point, at) in grid.iter().enumerate() {
            let mut fields = vec![format!("{:.2}", at.as_h()), name.to_owned()];
            for (counted, bands) in &counts {
                let values = [&bands.p05, &bands.p25, &bands.p50, &bands.p75, &bands.p95];
                fields.extend(values.map(|values| match counted {
                    Counted::People | Counted::Vehicles => format!("{:.1}", values[point]),
                    Counted::Cargo => tonnes(values[point]),
                }));
            }
            writer.row(&fields)?;
        }
    }
    writer.finish()
}

/// The columns of `timeline.csv`.
pub const TIMELINE: [Field; 8] = [
    Field::text("who", "Carrier (`fleet#3`), copy of a unit (`contingent/unit#2`) or place, by its id"),
    Field::text("what", "Id of the category of activity or wait"),
    Field::text("for", "The copy of a unit that a carrier does it for"),
    Field::text("where", "Id of the place where it happens or begins"),
    Field::text("to", "Id of the place where a movement ends"),
    Field::number("from_h", "h", "Beginning, after the appeal"),
    Field::number("to_h", "h", "End"),
    Field::text("cause", "Id of the category of what enabled it"),
];

/// Every activity of the shown run: who, what, where, from, to, cause.
///
/// # Errors
/// What the writer refuses.
pub fn timeline(world: &World, shown: &ShownRun, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = CsvTable::new(out);
    writer.row(head(&TIMELINE))?;
    for activity in &in_time(shown) {
        writer.row([
            who(world, activity.actor),
            activity.category.id().to_owned(),
            client(world, activity),
            place(world, activity.place).to_owned(),
            place(world, activity.to_place).to_owned(),
            format!("{:.6}", activity.from.as_h()),
            format!("{:.6}", activity.to.as_h()),
            shown.cause_of(activity).map_or("", |category| category.id()).to_owned(),
        ])?;
    }
    writer.finish()
}

/// The activities of a run in the order of the timeline.
pub(super) fn in_time(shown: &ShownRun) -> Vec<Activity> {
    let mut activities = shown.trace.activities.clone();
    activities.sort_by_key(|activity| (activity.from, activity.to, activity.actor, activity.category));
    activities
}

/// Who does something, by id.
pub(super) fn who(world: &World, actor: Actor) -> String {
    match actor {
        Actor::Carrier(carrier) => world.carrier_name(carrier),
        Actor::Instance(instance) => world.instance_name(instance),
        Actor::Place(place) => world.places[place].id.clone(),
    }
}

/// The copy of a unit that a carrier does something for; empty for what others do.
pub(super) fn client(world: &World, activity: &Activity) -> String {
    match activity.actor {
        Actor::Carrier(_) => {
            activity.client.map(|instance| world.instance_name(instance)).unwrap_or_default()
        }
        _ => String::new(),
    }
}

/// The id of a place; empty for none.
pub(super) fn place(world: &World, id: Option<PlaceId>) -> &str {
    id.map_or("", |id| &world.places[id].id)
}
