//! Diversions: who holds for its limit diverts, and no other; the alternate is left when the destination is open and has
//! room. Everything is worked out anew from trips and movements, carrier by carrier.

use crate::kernel::{DAY_MS, Table, Time};
use crate::model::category::Category;
use crate::model::facility::Facility;
use crate::model::ids::{CarrierId, PlaceId, TerminalId};
use crate::model::observe::Actor;
use crate::model::trace::{Activity, RunwayUse};
use crate::model::world::{TerminalSpec, UNLIMITED};

use super::terminals::is_closed;
use super::{Audit, Promise, peak};

/// Stands that are surely taken, by terminal: from when to when, and how many.
type Taken = Table<TerminalId, Vec<(Time, Time, i64)>>;

/// A visit of a carrier to a terminal: from over it to the beginning of the next trip.
struct Visit {
    carrier: CarrierId,
    terminal: TerminalId,
    /// Where it is bound for: elsewhere when this is the alternate.
    destination: TerminalId,
    /// Whether it has a load, or goes for one.
    loaded: bool,
    arrived: Time,
    landed: Option<Time>,
    /// When the next trip begins, and whether it is a diversion, there or back.
    left: Option<(Time, bool)>,
    /// When it was unloaded.
    unloaded: Option<Time>,
}

pub(super) fn check(audit: &mut Audit<'_>) {
    let world = audit.world;
    let mut taken: Taken = world.terminals.map(|_| Vec::new());
    for carrier in world.fleet_of.ids() {
        let visits = visits(audit, carrier);
        for visit in &visits {
            if visit.terminal == visit.destination {
                holds_as_long_as_it_may(audit, visit);
            } else {
                leaves_for_an_open_destination(audit, visit);
                leaves_as_soon_as_it_may(audit, visit);
            }
        }
        take_stands(audit, &visits, &mut taken);
    }
    for (terminal, intervals) in taken.with_ids() {
        let most = world.terminals[terminal].capacity(Facility::Stands);
        let (level, at) = peak(intervals.iter().copied());
        if most != UNLIMITED && level > i64::from(most) {
            let here = audit.terminal_id(terminal);
            let message =
                format!("{level} stands of `{here}` are taken or kept for who comes back, of {most}");
            audit.report(Promise::Capacity, at, message);
        }
    }
}

fn is_trip(activity: &Activity) -> bool {
    activity.to_place.is_some()
}

fn visits(audit: &Audit<'_>, carrier: CarrierId) -> Vec<Visit> {
    let world = audit.world;
    let trace = &audit.run.trace;
    let own = |activity: &&Activity| activity.actor == Actor::Carrier(carrier);
    let mut activities: Vec<Activity> = trace.activities.iter().filter(own).copied().collect();
    activities.sort_by_key(|activity| (activity.from, activity.to));
    let landings: Vec<RunwayUse> = trace
        .runway
        .iter()
        .filter(|movement| movement.landing && movement.carrier == carrier)
        .copied()
        .collect();
    let terminal =
        |place: Option<PlaceId>| place.map_or(TerminalId::NONE, |place| world.places[place].terminal);
    let mut destination = TerminalId::NONE;
    let mut found = Vec::new();
    for (index, activity) in activities.iter().enumerate().filter(|(_, activity)| is_trip(activity)) {
        let here = terminal(activity.to_place);
        if activity.category != Category::Diversion {
            destination = here;
        }
        let later = &activities[index + 1..];
        let next = later.iter().find(|activity| is_trip(activity));
        let goes_on = next.is_some_and(|next| {
            matches!(next.category, Category::RefuellingStop | Category::Border)
                && (next.place, next.to_place) == (activity.place, activity.to_place)
        });
        if goes_on {
            continue;
        }
        let until = next.map_or(Time::NEVER, |next| next.from);
        let landed = landings
            .iter()
            .find(|movement| movement.terminal == here && activity.to <= movement.at && movement.at <= until);
        let unloads = |other: &&Activity| other.category == Category::Unloading && other.from < until;
        found.push(Visit {
            carrier,
            terminal: here,
            destination,
            loaded: activity.client.is_some(),
            arrived: activity.to,
            landed: landed.map(|movement| movement.at),
            left: next.map(|next| (next.from, next.category == Category::Diversion)),
            unloaded: later.iter().find(unloads).map(|unloading| unloading.to),
        });
    }
    found
}

/// The limit of a hold over a destination; `None` for who has none, or no use of the alternate.
fn limit_ms(audit: &Audit<'_>, visit: &Visit) -> Option<i64> {
    let world = audit.world;
    let spec: &TerminalSpec = &world.terminals[visit.destination];
    let (limit, alternate) = (spec.max_hold_ms?, world.terminals.entry(spec.alternate)?);
    let carrier_type = world.type_of(visit.carrier);
    let there = world.trip(carrier_type, visit.destination, spec.alternate).is_some();
    let back = world.trip(carrier_type, spec.alternate, visit.destination).is_some();
    let stands = alternate.capacity(Facility::Stands);
    (there && back && world.carrier_types[carrier_type].stand_size <= stands).then_some(limit)
}

fn holds_as_long_as_it_may(audit: &mut Audit<'_>, visit: &Visit) {
    let name = audit.world.carrier_name(visit.carrier);
    let limit = limit_ms(audit, visit);
    let diverts = visit.landed.is_none() && visit.left.is_some();
    let until = visit.landed.or(visit.left.map(|(at, _)| at)).unwrap_or(audit.run.outcome.end);
    let held = until - visit.arrived;
    let there = audit.terminal_id(visit.terminal);
    let message = match limit {
        Some(limit) if held > limit => format!("`{name}` holds {held} ms over `{there}`, and may {limit} ms"),
        Some(limit) if diverts && held != limit => {
            format!("`{name}` diverts from `{there}` after {held} ms of {limit} ms")
        }
        None if diverts => format!("`{name}` leaves `{there}` without a landing, and may not divert"),
        _ => return,
    };
    audit.report(Promise::Terminal, until, message);
}

fn leaves_for_an_open_destination(audit: &mut Audit<'_>, visit: &Visit) {
    let name = audit.world.carrier_name(visit.carrier);
    let there = audit.terminal_id(visit.terminal).to_owned();
    if audit.world.terminals[visit.destination].alternate != visit.terminal {
        let message = format!("`{name}` diverts to `{there}`, which is no alternate of where it goes");
        audit.report(Promise::Terminal, visit.arrived, message);
    }
    let Some((left, back)) = visit.left else { return };
    if !back {
        let message = format!("`{name}` goes on from `{there}`, to which it was diverted, and not back");
        audit.report(Promise::Terminal, left, message);
    }
    if is_closed(audit, visit.destination, left) {
        let message = format!(
            "`{name}` leaves `{there}` for `{}`, which is closed",
            audit.terminal_id(visit.destination)
        );
        audit.report(Promise::Terminal, left, message);
    }
}

/// Where nothing but the destination's closures can keep a carrier at the alternate, it leaves at the first instant at which
/// they are over.
fn leaves_as_soon_as_it_may(audit: &mut Audit<'_>, visit: &Visit) {
    let world = audit.world;
    let (here, to) = (&world.terminals[visit.terminal], &world.terminals[visit.destination]);
    let trip = world.trip(world.type_of(visit.carrier), visit.terminal, visit.destination);
    let rests = world.fleets[world.fleet_of[visit.carrier]].crews.is_some();
    let free = to.capacity(Facility::Stands) == UNLIMITED && to.runway_ms == 0 && !here.gated && !rests;
    if !free || trip.is_none_or(|trip| trip.may_be_held) {
        return;
    }
    let due = first_open(audit, visit.destination, visit.arrived);
    let left = visit.left.map_or(Time::NEVER, |(at, _)| at);
    if due < audit.run.outcome.end && left > due {
        let name = world.carrier_name(visit.carrier);
        let there = audit.terminal_id(visit.destination);
        let message =
            format!("`{name}` could go back to `{there}`, which is open, and waits at its alternate");
        audit.report(Promise::Terminal, due, message);
    }
}

/// The first instant from `at` on at which a terminal is not closed.
fn first_open(audit: &Audit<'_>, terminal: TerminalId, mut at: Time) -> Time {
    let windows = &audit.run.closed[terminal];
    let spec = &audit.world.terminals[terminal];
    let local_start = audit.world.places[spec.place].local_start_ms;
    while is_closed(audit, terminal, at) && at < Time::NEVER {
        let window = windows.iter().find(|(from, to)| *from <= at && at < *to);
        at = match (window, spec.hours) {
            (Some((_, to)), _) => *to,
            (None, Some((from, _))) => at + (from - local_start - at.as_ms()).rem_euclid(DAY_MS),
            (None, None) => return at,
        };
    }
    at
}

/// A stand is taken from a landing with a load to the end of unloading, at the alternate from landing to departure, and at
/// the destination from the departure back to it on.
fn take_stands(audit: &Audit<'_>, visits: &[Visit], taken: &mut Taken) {
    let world = audit.world;
    let end = audit.run.outcome.end;
    for (index, visit) in visits.iter().enumerate() {
        let size = i64::from(world.carrier_types[world.type_of(visit.carrier)].stand_size);
        let base = world.fleets[world.fleet_of[visit.carrier]].base;
        if visit.terminal == visit.destination {
            if let (Some(landed), Some(unloaded)) = (visit.landed, visit.unloaded) {
                taken[visit.terminal].push((landed, unloaded, size));
            }
            continue;
        }
        let left = visit.left.map_or(end, |(at, _)| at);
        // At its base a carrier may stand on its apron.
        if let Some(landed) = visit.landed.filter(|_| visit.terminal != base) {
            taken[visit.terminal].push((landed, left, size));
        }
        if visit.loaded {
            let next = visits.get(index + 1);
            let over = next.and_then(|next| next.landed.or(next.left.map(|(at, _)| at)));
            taken[visit.destination].push((left, over.unwrap_or(end), size));
        }
    }
}
