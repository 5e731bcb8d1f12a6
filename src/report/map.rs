//! The map of a scenario, before any run and with what a run moved.

use std::collections::BTreeMap;

use super::material::{Material, deployment_over};
use crate::chart::{MapChart, MapLine, MapPlace, Mark, Meta, Provenance, Way};
use crate::experiment::Results;
use crate::model::{Actor, Category, ShownRun, World};
use crate::scenario::{Leg, Lift, Mode, Place, Route, Scenario, reach};
use crate::units::Point;

const ID: &str = "map";
const TITLE: &str = "Places and routes";

/// Loads from one place to another and back, by the two places in order of their ids, and way.
type Loads<'a> = BTreeMap<(&'a str, &'a str, Way), (u32, u32)>;

/// The map of a run: lines as wide as the loads of the shown replication, circles of mean waits.
pub(super) fn of_run(material: &Material<'_>) -> MapChart {
    let loads = counted(material.shown_world, material.shown);
    let meta =
        material.meta(ID, TITLE, "Loads by width of the lines, hours waited by area of the circles", None);
    chart(meta, material.scenario, &loads, Some(material.results), Some(material.shown_label()))
}

/// The map of one run that is told: lines as wide as its loads.
pub(super) fn of_told(
    scenario: &Scenario,
    (world, shown): (&World, &ShownRun),
    label: &str,
    provenance: Provenance,
) -> MapChart {
    let meta = Meta::new(ID, TITLE, "Loads by width of the lines", provenance);
    chart(meta, scenario, &counted(world, shown), None, Some(label.to_owned()))
}

/// The map of a scenario before any run: every way that its itineraries may take.
pub fn before_run(scenario: &Scenario) -> MapChart {
    let provenance = Provenance {
        scenario: scenario.title.clone(),
        replications: 0,
        seed: 0,
        level: None,
        note: "before any run".to_owned(),
    };
    let meta = Meta::new(ID, TITLE, "Where units and carriers may go", provenance);
    chart(meta, scenario, &possible(scenario), None, None)
}

/// The map of the ways that a run took, each by its ends and how it was gone; nothing counted.
pub(super) fn of_ways<'a>(
    scenario: &Scenario,
    ways: impl Iterator<Item = (&'a str, &'a str, Way)>,
) -> MapChart {
    let mut loads = Loads::new();
    for way in ways {
        add(&mut loads, way, 0);
    }
    let provenance =
        Provenance { scenario: String::new(), replications: 0, seed: 0, level: None, note: String::new() };
    chart(Meta::new(ID, TITLE, "", provenance), scenario, &loads, None, None)
}

fn chart(
    meta: Meta,
    scenario: &Scenario,
    loads: &Loads<'_>,
    results: Option<&Results>,
    counted: Option<String>,
) -> MapChart {
    let index = |id: &str| scenario.places.keys().position(|other| other == id);
    let lines = loads.iter().filter_map(|(&(from, to, way), &(forth, back))| {
        let via = course(scenario, from, to, way);
        Some(MapLine { from: index(from)?, to: index(to)?, way, via, forth, back })
    });
    let places = scenario.places.iter().map(|(id, place)| MapPlace {
        name: place.name.clone().unwrap_or_else(|| id.clone()),
        at: place.point(),
        mark: mark(scenario, id, place),
        waited_h: results.map_or(0.0, |results| waited_h(results, id)),
    });
    MapChart { meta, places: places.collect(), lines: lines.collect(), counted }
}

/// What went from place to place in the shown replication, until the deployment was over.
fn counted<'a>(world: &'a World, shown: &ShownRun) -> Loads<'a> {
    let over = deployment_over(shown);
    let mut loads = Loads::new();
    for activity in shown.trace.activities.iter().filter(|activity| activity.from < over) {
        let way = match (activity.category, activity.actor) {
            (Category::LoadedTravel, Actor::Carrier(carrier)) => {
                way_of(world.carrier_types[world.type_of(carrier)].mode)
            }
            (Category::March, _) => Way::March,
            _ => continue,
        };
        if let (Some(from), Some(to)) = (activity.place, activity.to_place) {
            add(&mut loads, (&world.places[from].id, &world.places[to].id, way), 1);
        }
    }
    loads
}

/// Every way that the itineraries may take, and the routes that are given besides; nothing counted.
fn possible(scenario: &Scenario) -> Loads<'_> {
    let mut loads = Loads::new();
    for route in scenario.routes.values() {
        add(&mut loads, (&route.from, &route.to, way_of(route.mode)), 0);
    }
    let units = scenario.contingents.values().flat_map(|contingent| contingent.units.values());
    for unit in units {
        let mut here = std::slice::from_ref(&unit.home);
        for leg in &unit.itinerary {
            let (to, ways) = match leg {
                Leg::March(march) => (std::slice::from_ref(&march.to), vec![Way::March]),
                Leg::Lift(lift) => (lift.to.ids(), modes(scenario, lift).into_iter().map(way_of).collect()),
            };
            for (from, to) in here.iter().flat_map(|from| to.iter().map(move |to| (from, to))) {
                for way in ways.iter().filter(|way| can_go(scenario, from, to, **way)) {
                    add(&mut loads, (from, to, *way), 0);
                }
            }
            here = to;
        }
    }
    loads
}

fn add<'a>(loads: &mut Loads<'a>, (from, to, way): (&'a str, &'a str, Way), count: u32) {
    if from <= to {
        loads.entry((from, to, way)).or_default().0 += count;
    } else {
        loads.entry((to, from, way)).or_default().1 += count;
    }
}

/// The modes of the fleets that may carry a lift, each once.
fn modes(scenario: &Scenario, lift: &Lift) -> Vec<Mode> {
    let serves = |id: &&String| lift.by.as_ref().is_none_or(|by| by.contains(id));
    let fleets = scenario.fleets.iter().filter(|(id, _)| serves(id)).map(|(_, fleet)| fleet);
    let mut modes: Vec<Mode> =
        fleets.filter_map(|fleet| Some(scenario.carrier_types.get(&fleet.carrier_type)?.mode)).collect();
    modes.sort_by_key(|mode| way_of(*mode));
    modes.dedup();
    modes
}

/// Only flights and marches do without a route.
fn can_go(scenario: &Scenario, from: &str, to: &str, way: Way) -> bool {
    matches!(way, Way::Air | Way::March) || route(scenario, from, to, way).is_some()
}

fn route<'a>(scenario: &'a Scenario, from: &str, to: &str, way: Way) -> Option<&'a Route> {
    let mode = match way {
        Way::Air => Mode::Air,
        Way::Rail => Mode::Rail,
        Way::Road | Way::March => Mode::Road,
        Way::Sea => Mode::Sea,
    };
    // A line stands for both directions, of which a one-way route is given for one.
    let either = reach::route(scenario, from, to, mode).or_else(|| reach::route(scenario, to, from, mode));
    either.map(|(_, route)| route)
}

/// The points between the ends of a line, where its route says them.
pub(super) fn course(scenario: &Scenario, from: &str, to: &str, way: Way) -> Vec<Point> {
    let Some(route) = route(scenario, from, to, way) else { return Vec::new() };
    let mut points: Vec<Point> = route.via.iter().filter_map(|via| via.point(scenario)).collect();
    if route.from != from {
        points.reverse();
    }
    points
}

/// How a mode goes.
pub(super) fn way_of(mode: Mode) -> Way {
    match mode {
        Mode::Air => Way::Air,
        Mode::Road => Way::Road,
        Mode::Rail => Way::Rail,
        Mode::Sea => Way::Sea,
    }
}

fn mark(scenario: &Scenario, id: &str, place: &Place) -> Mark {
    if place.site.is_some() {
        Mark::Site
    } else if scenario.fleets.values().any(|fleet| fleet.base == id) {
        Mark::Base
    } else if place.terminal.is_some() {
        Mark::Terminal
    } else {
        Mark::Other
    }
}

/// Hours of all waits at a terminal and its reception, mean over the replications.
fn waited_h(results: &Results, id: &str) -> f64 {
    let waits = results.terminals.get(id).into_iter().flat_map(|terminal| &terminal.waits);
    let reception = results.receptions.get(id).into_iter().flat_map(|reception| &reception.waits);
    waits.chain(reception).map(|wait| wait.total_h).sum()
}
