//! One run as a Gantt chart of carriers: what each did, trip by trip.

use super::gantt::{HEIGHTS, MOST_ROWS, bar, in_time, on_chain};
use super::material::{Material, deployment_over};
use crate::chart::{Bar, GanttChart, Row};
use crate::kernel::Time;
use crate::model::Actor;
use crate::model::ids::CarrierId;

/// Draws the carriers of the shown run that moved, a row for each; none where nothing is carried.
pub(super) fn gantt(material: &Material<'_>) -> Option<GanttChart> {
    let (world, shown) = (material.shown_world, material.shown);
    let critical = on_chain(shown);
    let over = deployment_over(shown);
    let mut bars = world.fleet_of.map(|_| Vec::new());
    for activity in &shown.trace.activities {
        let Actor::Carrier(carrier) = activity.actor else { continue };
        if activity.to > activity.from && activity.from <= over {
            bars[carrier].push(bar(activity, &critical));
        }
    }
    let busy =
        |carrier: &CarrierId| bars[*carrier].iter().map(|bar: &Bar| bar.to_h - bar.from_h).sum::<f64>();
    let mut moved: Vec<CarrierId> =
        world.fleet_of.ids().filter(|carrier| !bars[*carrier].is_empty()).collect();
    if moved.is_empty() {
        return None;
    }
    let all = moved.len();
    // Those that the chain leads through, then the busiest; drawn by fleet and number.
    let is_critical = |carrier: &CarrierId| bars[*carrier].iter().any(|bar| bar.critical);
    moved.sort_by(|one, other| {
        is_critical(other)
            .cmp(&is_critical(one))
            .then_with(|| busy(other).total_cmp(&busy(one)))
            .then(one.cmp(other))
    });
    moved.truncate(MOST_ROWS);
    moved.sort_unstable();
    let rows = moved.into_iter().map(|carrier| {
        let fleet = &world.fleets[world.fleet_of[carrier]];
        let mut bars = std::mem::take(&mut bars[carrier]);
        bars.sort_by(in_time);
        Row { group: fleet.name.clone(), name: format!("no. {}", fleet.number_of(carrier) + 1), bars }
    });
    let rows: Vec<Row> = rows.collect();
    let rows_note = if all > rows.len() {
        format!("Of {all} carriers that moved, those on the causal chain and the busiest are drawn.")
    } else {
        String::new()
    };
    let title = format!("One run by carrier ({})", material.shown_label());
    Some(GanttChart {
        meta: material.meta("gantt-carriers", title, HEIGHTS, None),
        time: material.time_axis(material.last_h()),
        rows,
        deadline_h: material.results.on_time.map(|on_time| on_time.deadline_h),
        closed_h: shown.outcome.phases[0].closure.at.map(Time::as_h),
        rows_note,
    })
}
