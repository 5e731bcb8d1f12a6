//! Tidy tables: `replications.csv`, `arrivals.csv`, `timeline.csv`, each written row by row.

use std::io::{self, Write};

use csv::Writer;

use crate::experiment::Summary;
use crate::experiment::arrivals::{Bands, Counted, bands, grid};
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

/// One row per replication; a column for cargo where there is any.
///
/// # Errors
/// What the writer refuses.
pub fn replications(world: &World, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = Writer::from_writer(out);
    let deployment = &summary.deployment;
    let has_cargo = summary.has_cargo(world);
    let mut head =
        ["replication", "closure_h", "mean_arrival_h", "personnel", "vehicles"].map(str::to_owned).to_vec();
    head.extend(has_cargo.then(|| "cargo_t".to_owned()));
    head.extend(["sorties", "events"].map(str::to_owned));
    head.extend(world.contingents.iter().map(|contingent| format!("closure_h.{}", contingent.id)));
    if summary.withdrawal.is_some() {
        head.push("withdrawal_closure_h".to_owned());
    }
    writer.write_record(&head)?;
    for (index, made) in summary.rows.iter().enumerate() {
        let mut fields = vec![
            (index + 1).to_string(),
            decimal(deployment.closure_h[index]),
            decimal(made.mean_arrival_h),
            made.personnel.to_string(),
            made.vehicles.to_string(),
        ];
        fields.extend(has_cargo.then(|| tonnes(made.cargo_kg as f64 / 1_000.0)));
        fields.extend([made.sorties.to_string(), made.events.to_string()]);
        fields.extend(deployment.contingents_h.iter().map(|hours| decimal(hours[index])));
        if let Some(withdrawal) = &summary.withdrawal {
            fields.push(decimal(withdrawal.closure_h[index]));
        }
        writer.write_record(&fields)?;
    }
    writer.flush()
}

/// Quantiles over replications of people and vehicles in place, and of cargo where there is any, by time and contingent
/// (`force` for all).
///
/// # Errors
/// What the writer refuses.
pub fn arrivals(world: &World, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = Writer::from_writer(out);
    let quantiles = ["p05", "p25", "p50", "p75", "p95"];
    let mut head = vec!["time_h".to_owned(), "contingent".to_owned()];
    let mut columns = vec![("personnel", Counted::People), ("vehicles", Counted::Vehicles)];
    columns.extend(summary.has_cargo(world).then_some(("cargo_t", Counted::Cargo)));
    for (name, _) in &columns {
        head.extend(quantiles.map(|quantile| format!("{name}_{quantile}")));
    }
    writer.write_record(&head)?;
    let grid = grid(&summary.arrivals);
    let force = std::iter::once(("force", None));
    let each = world.contingents.with_ids().map(|(id, spec)| (spec.id.as_str(), Some(id)));
    for (name, contingent) in force.chain(each) {
        let counts = columns.iter().map(|(_, counted)| *counted);
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
            writer.write_record(&fields)?;
        }
    }
    writer.flush()
}

/// The activities of a run in the order of `timeline.csv`.
pub(super) fn in_order(shown: &ShownRun) -> Vec<Activity> {
    let mut activities = shown.trace.activities.clone();
    activities.sort_by_key(|activity| (activity.from, activity.to, activity.actor, activity.category));
    activities
}

/// Every activity of the shown run: who, what, where, from, to, cause.
///
/// # Errors
/// What the writer refuses.
pub fn timeline(world: &World, shown: &ShownRun, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = Writer::from_writer(out);
    writer.write_record(["who", "what", "for", "where", "to", "from_h", "to_h", "cause"])?;
    for activity in &in_order(shown) {
        let place = |id: Option<PlaceId>| id.map_or_else(String::new, |id| world.places[id].id.clone());
        let who = match activity.actor {
            Actor::Carrier(carrier) => world.carrier_name(carrier),
            Actor::Instance(instance) => world.instance_name(instance),
            Actor::Place(place) => world.places[place].id.clone(),
        };
        let client = match activity.actor {
            Actor::Carrier(_) => {
                activity.client.map(|instance| world.instance_name(instance)).unwrap_or_default()
            }
            _ => String::new(),
        };
        writer.write_record([
            who,
            activity.category.id().to_owned(),
            client,
            place(activity.place),
            place(activity.to_place),
            format!("{:.6}", activity.from.as_h()),
            format!("{:.6}", activity.to.as_h()),
            shown.cause_of(activity).map_or("", |category| category.id()).to_owned(),
        ])?;
    }
    writer.flush()
}
