//! One run as a Gantt chart: what happened to each copy of a unit, on its own and on board.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use super::material::{Material, activity_of, deployment_over};
use crate::chart::{Bar, GanttChart, Row};
use crate::kernel::{Causes, Time};
use crate::model::blame::{View, walk};
use crate::model::ids::{CarrierId, InstanceId};
use crate::model::trace::{Activity, Movement};
use crate::model::{Actor, ShownRun, World};

/// What the height of a bar says.
pub(super) const HEIGHTS: &str = "Bars that fill a row move, lower ones wait or are handled, thin ones rest or are in place; waits are hatched";

/// Rows of a Gantt chart that stay readable.
pub(super) const MOST_ROWS: usize = 40;

/// Draws the shown run, a row for each copy of a unit.
pub(super) fn gantt(material: &Material<'_>) -> GanttChart {
    let world = material.shown_world;
    let shown = material.shown;
    let critical = on_chain(shown);
    let instances = shown_instances(world, shown);
    let rows_note = rows_note(shown, &critical, &instances, world.instances as usize);
    let rows = instances.into_iter().map(|instance| {
        let unit = &world.units[world.unit_of[instance]];
        let bars = bars(shown, &critical, instance);
        let number = unit.copy_of(instance) + 1;
        let name = if unit.copies == 1 { unit.name.clone() } else { format!("{} {number}", unit.name) };
        Row { group: world.contingents[unit.contingent].name.clone(), name, bars }
    });
    let title = format!("One run by contingent ({})", material.shown_label());
    GanttChart {
        meta: material.meta("gantt", title, HEIGHTS, None),
        time: material.time_axis(material.last_h()),
        rows: rows.collect(),
        deadline_h: material.results.on_time.map(|on_time| on_time.deadline_h),
        closed_h: shown.outcome.phases[0].closure.at.map(Time::as_h),
        rows_note,
    }
}

/// Every copy where they are few; else the last copy of each unit to be in place.
fn shown_instances(world: &World, shown: &ShownRun) -> Vec<InstanceId> {
    if world.instances as usize <= MOST_ROWS {
        return world.unit_of.ids().collect();
    }
    let mut last = world.units.map(|unit| (Time::ZERO, unit.first_instance));
    let over = deployment_over(shown);
    for items in shown.trace.items.iter().filter(|items| items.at <= over) {
        let unit = world.unit_of[items.instance];
        if matches!(items.movement, Movement::InPlace(_)) && items.at >= last[unit].0 {
            last[unit] = (items.at, items.instance);
        }
    }
    last.iter().map(|(_, instance)| *instance).collect()
}

/// Which copies are drawn, and whether the chain of causes leads past them.
fn rows_note(shown: &ShownRun, critical: &BTreeSet<u32>, drawn: &[InstanceId], copies: usize) -> String {
    if drawn.len() == copies {
        return String::new();
    }
    let mut note = "Of the copies of a unit, the one last in place is drawn".to_owned();
    let seen: BTreeSet<u32> = drawn
        .iter()
        .flat_map(|instance| bars_with_nodes(shown, critical, *instance))
        .filter_map(|(bar, node)| bar.critical.then_some(node))
        .collect();
    let elsewhere = |activity: &Activity| {
        let other = activity.client.is_some_and(|instance| !drawn.contains(&instance));
        other && critical.contains(&activity.node) && !seen.contains(&activity.node)
    };
    if shown.trace.activities.iter().any(elsewhere) {
        note.push_str("; the causal chain of closure also runs through others");
    }
    note + "."
}

/// What happened to a copy. A load that several copies share is told for one of them; the others were aboard.
fn bars(shown: &ShownRun, critical: &BTreeSet<u32>, instance: InstanceId) -> Vec<Bar> {
    bars_with_nodes(shown, critical, instance).into_iter().map(|(bar, _)| bar).collect()
}

/// The bars of a copy, each with its causal node.
fn bars_with_nodes(shown: &ShownRun, critical: &BTreeSet<u32>, instance: InstanceId) -> Vec<(Bar, u32)> {
    let trips = trips(shown, instance);
    let over = deployment_over(shown);
    let aboard = |activity: &Activity| {
        trips.iter().any(|&(carrier, loaded, delivered)| {
            activity.actor == Actor::Carrier(carrier)
                && activity.client.is_some()
                && activity.to >= loaded
                && activity.to <= delivered
        })
    };
    let concerns = |activity: &&Activity| activity.client == Some(instance) || aboard(activity);
    let mut bars: Vec<(Bar, u32)> = shown
        .trace
        .activities
        .iter()
        .filter(|activity| activity.to > activity.from && activity.from <= over)
        .filter(concerns)
        .map(|activity| (bar(activity, critical), activity.node))
        .collect();
    bars.sort_by(|(one, _), (other, _)| in_time(one, other));
    bars
}

/// The causal nodes of the chain that the closure hangs on.
pub(super) fn on_chain(shown: &ShownRun) -> BTreeSet<u32> {
    let last = shown.outcome.phases[0].closure.node;
    walk(shown.causes.nodes(), last, View::Chain).map(|link| link.node).collect()
}

/// An activity as a bar.
pub(super) fn bar(activity: &Activity, critical: &BTreeSet<u32>) -> Bar {
    Bar {
        from_h: activity.from.as_h(),
        to_h: activity.to.as_h(),
        activity: activity_of(activity.category),
        // The end of a wait is on the chain, the wait is not: what was waited for is.
        critical: !activity.category.is_wait() && critical.contains(&activity.node),
    }
}

/// The order of bars by their beginnings and then their ends.
pub(super) fn in_time(one: &Bar, other: &Bar) -> Ordering {
    one.from_h.total_cmp(&other.from_h).then(one.to_h.total_cmp(&other.to_h))
}

/// The trips on which items of a copy were: carrier, end of loading, end of unloading.
fn trips(shown: &ShownRun, instance: InstanceId) -> Vec<(CarrierId, Time, Time)> {
    let own = || shown.trace.items.iter().filter(|items| items.instance == instance);
    let loadings = own().filter_map(|items| match items.movement {
        Movement::Loaded(carrier, _) => Some((carrier, items.at)),
        _ => None,
    });
    loadings
        .filter_map(|(carrier, loaded)| {
            let delivered = own().find_map(|items| match items.movement {
                Movement::Delivered(other, _) if other == carrier && items.at >= loaded => Some(items.at),
                _ => None,
            });
            Some((carrier, loaded, delivered?))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart;
    use crate::model::{Options, compile};

    #[test]
    fn the_causal_chain_is_outlined_and_no_wait_is() {
        let text = include_str!("../../scenarios/checks/air-bridge.json");
        let loaded = crate::scenario::load_str("air-bridge.json", text, &[]).expect("a scenario");
        let world = compile(&loaded.scenario).expect("a world");
        let shown = ShownRun::new(&world, Options { seed: 1, ..Options::default() }, 1);
        let critical = on_chain(&shown);
        let bars: Vec<Bar> =
            world.unit_of.ids().flat_map(|instance| bars(&shown, &critical, instance)).collect();
        assert!(bars.iter().any(|bar| bar.critical));
        let waits = [
            chart::Activity::WaitingForCarrier,
            chart::Activity::WaitingForRoom,
            chart::Activity::WaitingForTeam,
            chart::Activity::WaitingForReception,
            chart::Activity::WaitingOther,
        ];
        assert!(bars.iter().any(|bar| waits.contains(&bar.activity)));
        assert!(!bars.iter().any(|bar| bar.critical && waits.contains(&bar.activity)), "{bars:?}");
    }

    #[test]
    fn copies_that_share_a_load_travel_in_every_row() {
        let text = include_str!("../../scenarios/checks/sharing.json");
        let loaded = crate::scenario::load_str("sharing.json", text, &[]).expect("a scenario");
        let world = compile(&loaded.scenario).expect("a world");
        let shown = ShownRun::new(&world, Options { seed: 1, ..Options::default() }, 1);
        for instance in world.unit_of.ids() {
            let bars = bars(&shown, &BTreeSet::new(), instance);
            for wanted in [chart::Activity::Loading, chart::Activity::Travelling, chart::Activity::Unloading]
            {
                assert!(
                    bars.iter().any(|bar| bar.activity == wanted),
                    "{wanted:?} of {instance:?}: {bars:?}"
                );
            }
        }
    }
}
