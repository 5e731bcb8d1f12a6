//! The figure of terminals and receptions: what of them is in use where most was waited in the shown run.

use super::material::{Material, deployment_over};
use crate::chart::{TerminalPanel, TerminalsChart};
use crate::kernel::{Time, hours};
use crate::model::ids::PlaceId;
use crate::model::world::UNLIMITED;
use crate::model::{Category, Facility};

/// Panels that are drawn.
const MOST_PANELS: usize = 6;
/// Panels of one place.
const MOST_OF_PLACE: usize = 2;

/// What of a place a panel shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Facility(Facility),
    Reception,
}

impl Part {
    fn all() -> impl Iterator<Item = Self> {
        Facility::ALL.into_iter().map(Self::Facility).chain([Self::Reception])
    }

    fn name(self) -> String {
        match self {
            Self::Facility(facility) => facility.id().replace('_', " "),
            Self::Reception => "reception teams".to_owned(),
        }
    }
}

/// A part of a place in the shown run.
struct Seen {
    part: Part,
    waited_ms: i64,
    capacity: u32,
    /// Number in use: hour, from then on.
    steps: Vec<(f64, f64)>,
}

/// The figure: of the places where most was waited up to closure, the facilities that were waited for most.
pub(super) fn terminals(material: &Material<'_>) -> TerminalsChart {
    let mut places: Vec<(PlaceId, i64, Vec<Seen>)> = material
        .shown_world
        .places
        .ids()
        .map(|place| (place, waited_at_ms(material, place), parts(material, place)))
        .filter(|(_, _, parts)| !parts.is_empty())
        .collect();
    let terminals = places.len();
    let uses = |parts: &[Seen]| parts.iter().map(|seen| seen.steps.len()).sum::<usize>();
    places.sort_by_key(|(place, waited_ms, parts)| {
        (std::cmp::Reverse(*waited_ms), std::cmp::Reverse(uses(parts)), *place)
    });
    let by_waits = places.first().is_some_and(|(_, waited_ms, _)| *waited_ms > 0);
    let with_reception =
        places.iter().any(|(_, _, parts)| parts.iter().any(|seen| seen.part == Part::Reception));
    let mut panels = Vec::new();
    for (place, _, parts) in places.into_iter().filter(|(_, waited_ms, _)| *waited_ms > 0 || !by_waits) {
        // The first panel may show who waited for the gate, the others show what was waited for.
        let told = parts.into_iter().enumerate().filter(|(index, seen)| *index == 0 || seen.waited_ms > 0);
        let each = told.take(MOST_OF_PLACE).map(|(_, seen)| panel(material, place, seen));
        panels.extend(each.take(MOST_PANELS - panels.len()));
    }
    let what = if with_reception { "terminals and receptions" } else { "terminals" };
    let title = format!("Use of {what} ({})", material.shown_label());
    TerminalsChart {
        meta: material.meta("terminals", title, "Number in use", None),
        time: material.time_axis(deployment_over(material.shown).as_h()),
        panels,
        terminals,
        by_waits,
        shown_label: material.shown_label(),
    }
}

/// What was waited up to closure at a place: for what it has, its gate and its fuel included, and for its reception [ms].
fn waited_at_ms(material: &Material<'_>, place: PlaceId) -> i64 {
    let counters = &material.shown.outcome.counted.counters;
    let held = Category::ALL.into_iter().filter(|category| category.is_held_by_place());
    let reception = counters.reception_waits.entry(place).map_or(0, |waits| waits.total_ms);
    held.map(|category| waited_ms(material, place, category)).sum::<i64>() + reception
}

/// What was waited up to closure at the terminal of a place for one reason [ms].
fn waited_ms(material: &Material<'_>, place: PlaceId, category: Category) -> i64 {
    let terminal = material.shown_world.places[place].terminal;
    let waits = material.shown.outcome.counted.counters.terminal_waits.entry(terminal);
    waits.map_or(0, |waits| waits[category.index()].total_ms)
}

/// The parts of a place that were used: first those that were waited for most, then those with a limit.
fn parts(material: &Material<'_>, place: PlaceId) -> Vec<Seen> {
    let sum = |part: Part| match part {
        // Nobody waits for spots without a limit: those who waited have spots of their own.
        Part::Facility(facility) if facility.is_spots() && is_unlimited(material, place, facility) => 0,
        Part::Facility(facility) => {
            facility.waits().iter().map(|category| waited_ms(material, place, *category)).sum()
        }
        Part::Reception => material.shown.outcome.counted.counters.reception_waits[place].total_ms,
    };
    let mut parts: Vec<Seen> = Part::all()
        .filter_map(|part| {
            let (capacity, changes) = use_of(material, place, part)?;
            let steps = steps(&changes);
            (steps.len() > 1).then(|| Seen { part, waited_ms: sum(part), capacity, steps })
        })
        .collect();
    parts.sort_by_key(|seen| (std::cmp::Reverse(seen.waited_ms), seen.capacity == UNLIMITED, seen.part));
    parts
}

fn is_unlimited(material: &Material<'_>, place: PlaceId, facility: Facility) -> bool {
    let terminal = material.shown_world.terminals.entry(material.shown_world.places[place].terminal);
    terminal.is_none_or(|terminal| terminal.capacity(facility) == UNLIMITED)
}

/// How many of a part there are, and the changes in its use; `None` where the place has none.
fn use_of(material: &Material<'_>, place: PlaceId, part: Part) -> Option<(u32, Vec<(Time, i32)>)> {
    let over = deployment_over(material.shown);
    let spec = &material.shown_world.places[place];
    let trace = &material.shown.trace;
    match part {
        Part::Facility(facility) => {
            let terminal = material.shown_world.terminals.entry(spec.terminal)?;
            let here = trace.uses.iter().filter(|seen| seen.terminal == spec.terminal && seen.at <= over);
            let changes = here.filter(|seen| seen.facility == facility).map(|seen| (seen.at, seen.change));
            Some((terminal.capacity(facility), changes.collect()))
        }
        Part::Reception => {
            let (teams, _) = spec.reception.as_ref()?;
            let received = trace.activities.iter().filter(|seen| {
                seen.category == Category::Reception && seen.place == Some(place) && seen.to > seen.from
            });
            let mut changes: Vec<(Time, i32)> = received
                .flat_map(|seen| [(seen.from, 1), (seen.to, -1)])
                .filter(|(at, _)| *at <= over)
                .collect();
            changes.sort_unstable();
            Some((*teams, changes))
        }
    }
}

/// Changes as steps: hour, number from then on. One carrier's end and the next one's beginning at the same instant are no dip.
fn steps(changes: &[(Time, i32)]) -> Vec<(f64, f64)> {
    let mut level = 0;
    let mut steps = vec![(0.0, 0.0)];
    for (at, change) in changes {
        level += change;
        match steps.last_mut() {
            Some(last) if last.0 >= at.as_h() => last.1 = f64::from(level),
            _ => steps.push((at.as_h(), f64::from(level))),
        }
    }
    steps
}

fn panel(material: &Material<'_>, place: PlaceId, seen: Seen) -> TerminalPanel {
    let spec = &material.shown_world.places[place];
    let end_h = deployment_over(material.shown).as_h();
    let closed = material.shown.closed.entry(spec.terminal).filter(|_| seen.part != Part::Reception);
    let windows = closed.into_iter().flatten().filter(|(from, _)| from.as_h() < end_h);
    TerminalPanel {
        terminal: spec.name.clone(),
        resource: seen.part.name(),
        waited_h: hours(seen.waited_ms),
        shown_run: seen.steps,
        capacity: (seen.capacity != UNLIMITED).then(|| f64::from(seen.capacity)),
        closed: windows.map(|(from, to)| (from.as_h(), to.as_h().min(end_h))).collect(),
    }
}
