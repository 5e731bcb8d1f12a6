//! Movements: terminals open, routes not blocked, intervals kept, the day's limit kept.

use crate::model::ids::{CarrierId, DailyLimitId, InstanceId, PlaceId, RouteId, TerminalId};
use std::collections::BTreeMap;

use super::loads::masses_kg;
use super::{Audit, Promise};
use crate::kernel::{DAY_MS, Time};
use crate::model::category::Category;
use crate::model::observe::Actor;
use crate::model::trace::{Activity, Items, Movement};
use crate::model::world::{OpensSpec, Step};

pub(super) fn check(audit: &mut Audit<'_>) {
    nothing_moves_while_closed(audit);
    runway_intervals_are_kept(audit);
    openings_have_their_cause(audit);
    departures_keep_routes(audit);
    landing_slots_are_kept(audit);
    daily_limits_are_kept(audit);
}

fn inside(windows: &[(Time, Time)], at: Time) -> bool {
    windows.iter().any(|(from, to)| *from <= at && at < *to)
}

/// Whether a terminal is closed: by its hours, not opened yet, by closures or weather.
pub(super) fn is_closed(audit: &Audit<'_>, terminal: TerminalId, at: Time) -> bool {
    let spec = &audit.world.terminals[terminal];
    let local_start = audit.world.places[spec.place].local_start_ms;
    let in_hours = spec.hours.is_none_or(|(from, to)| {
        let local = (local_start + at.as_ms()).rem_euclid(DAY_MS);
        // Hours that span midnight have their end before their beginning.
        if from < to { local >= from && local < to } else { local >= from || local < to }
    });
    !in_hours || inside(&audit.run.closed[terminal], at)
}

fn nothing_moves_while_closed(audit: &mut Audit<'_>) {
    let run = audit.run;
    for movement in &run.trace.runway {
        if is_closed(audit, movement.terminal, movement.at) {
            let name = audit.world.carrier_name(movement.carrier);
            let what = if movement.landing { "lands at" } else { "departs from" };
            let message =
                format!("`{name}` {what} `{}`, which is closed", audit.terminal_id(movement.terminal));
            audit.report(Promise::Terminal, movement.at, message);
        }
    }
}

fn runway_intervals_are_kept(audit: &mut Audit<'_>) {
    let run = audit.run;
    for terminal in audit.world.terminals.ids() {
        let interval = audit.world.terminals[terminal].runway_ms;
        let mut here: Vec<Time> =
            run.trace.runway.iter().filter(|movement| movement.terminal == terminal).map(|m| m.at).collect();
        here.sort_unstable();
        for pair in here.windows(2).filter(|pair| pair[1] - pair[0] < interval) {
            let message = format!(
                "two movements at `{}` are {} ms apart",
                audit.terminal_id(terminal),
                pair[1] - pair[0]
            );
            audit.report(Promise::Terminal, pair[1], message);
        }
    }
}

/// A terminal that waits for a unit opens when the first copy of it is complete in place.
fn openings_have_their_cause(audit: &mut Audit<'_>) {
    let (world, run) = (audit.world, audit.run);
    for (id, spec) in world.terminals.with_ids() {
        let OpensSpec::AfterUnit(unit) = spec.opens else { continue };
        let opener = &world.units[unit];
        let mut there: BTreeMap<InstanceId, u64> = BTreeMap::new();
        let opened = run.trace.items.iter().find_map(|items| {
            let counts =
                matches!(items.movement, Movement::InPlace(_)) && world.unit_of[items.instance] == unit;
            if !counts {
                return None;
            }
            let sum = there.entry(items.instance).or_default();
            *sum += world.whole(&items.counts);
            (*sum == opener.whole).then_some(items.at)
        });
        let first = run.trace.runway.iter().find(|movement| movement.terminal == id);
        if let Some(first) = first
            && opened.is_none_or(|opened| first.at < opened)
        {
            let message =
                format!("`{}` is used before `{}` is in place", audit.place_id(spec.place), opener.id);
            audit.report(Promise::Terminal, first.at, message);
        }
    }
}

/// First spans of trips of carriers, which begin with the departure.
fn trips<'a>(audit: &'a Audit<'_>) -> impl Iterator<Item = (CarrierId, PlaceId, PlaceId, &'a Activity)> + 'a {
    audit.run.trace.activities.iter().filter_map(|activity| {
        let Actor::Carrier(carrier) = activity.actor else { return None };
        let moves = matches!(activity.category, Category::LoadedTravel | Category::EmptyTravel);
        moves.then_some((carrier, activity.place?, activity.to_place?, activity))
    })
}

/// Departures of marches over routes.
fn marches(audit: &Audit<'_>) -> Vec<((RouteId, u8), Time)> {
    let world = audit.world;
    let of_activity = |activity: &Activity| {
        let Actor::Instance(instance) = activity.actor else { return None };
        if activity.category != Category::March {
            return None;
        }
        let unit = world.unit_of[instance];
        world.legs.iter().filter(|leg| leg.unit == unit).find_map(|leg| {
            let Step::March(march) = &leg.step else { return None };
            let same = Some(leg.from) == activity.place && Some(march.to) == activity.to_place;
            march.route.filter(|_| same).map(|route| (route, activity.from))
        })
    };
    audit.run.trace.activities.iter().filter_map(of_activity).collect()
}

fn departures_keep_routes(audit: &mut Audit<'_>) {
    let (world, run) = (audit.world, audit.run);
    let mut departures: BTreeMap<(RouteId, u8), Vec<Time>> = BTreeMap::new();
    for (carrier, from, to, activity) in trips(audit) {
        let terminal = |place: PlaceId| world.places[place].terminal;
        let trip = world.trip(world.type_of(carrier), terminal(from), terminal(to));
        if let Some(route) = trip.and_then(|trip| trip.route) {
            departures.entry(route).or_default().push(activity.from);
        }
    }
    for (route, at) in marches(audit) {
        departures.entry(route).or_default().push(at);
    }
    for ((route, _), mut times) in departures {
        times.sort_unstable();
        let spec = &world.routes[route];
        for pair in times.windows(2).filter(|pair| pair[1] - pair[0] < spec.interval_ms) {
            let message = format!("two departures on `{}` are {} ms apart", spec.id, pair[1] - pair[0]);
            audit.report(Promise::Terminal, pair[1], message);
        }
        for at in times.iter().filter(|at| inside(&run.blocked[route], **at)) {
            audit.report(Promise::Terminal, *at, format!("a departure on `{}`, which is blocked", spec.id));
        }
    }
}

/// Loaded departures to a terminal that gives slots, by the instant at which they are expected there.
fn landing_slots_are_kept(audit: &mut Audit<'_>) {
    let world = audit.world;
    let masses = masses_kg(audit);
    let mut planned: BTreeMap<TerminalId, Vec<Time>> = BTreeMap::new();
    for (carrier, from, to, activity) in trips(audit) {
        let terminal = |place: PlaceId| world.places[place].terminal;
        let trip = world.trip(world.type_of(carrier), terminal(from), terminal(to));
        if let Some(trip) = trip.filter(|_| activity.category == Category::LoadedTravel) {
            let before = masses.range((carrier, Time::ZERO)..=(carrier, activity.from));
            let mass_kg = before.last().map_or(0, |(_, mass_kg)| *mass_kg);
            planned.entry(terminal(to)).or_default().push(activity.from + trip.loaded_ms(mass_kg));
        }
    }
    for (terminal, mut times) in planned {
        let interval = world.terminals[terminal].slot_ms;
        times.sort_unstable();
        for pair in times.windows(2).filter(|pair| pair[1] - pair[0] < interval) {
            let message = format!(
                "two loads for `{}` are planned to land {} ms apart",
                audit.terminal_id(terminal),
                pair[1] - pair[0]
            );
            audit.report(Promise::Terminal, pair[1], message);
        }
    }
}

/// Instants from which on copies are whole in place: what they do later leads home.
fn whole_since(audit: &Audit<'_>) -> BTreeMap<InstanceId, Time> {
    let world = audit.world;
    let mut there: BTreeMap<InstanceId, u64> = BTreeMap::new();
    let mut whole = BTreeMap::new();
    let in_place = |items: &&Items| matches!(items.movement, Movement::InPlace(_));
    for items in audit.run.trace.items.iter().filter(in_place) {
        let sum = there.entry(items.instance).or_default();
        *sum += world.whole(&items.counts);
        if *sum == world.units[world.unit_of[items.instance]].whole {
            whole.insert(items.instance, items.at);
        }
    }
    whole
}

/// The limit of the lift that a loaded trip belongs to, where that is plain: one lift of its unit leads this way.
fn limit_of_lift(
    audit: &Audit<'_>,
    instance: InstanceId,
    (from, to): (TerminalId, TerminalId),
    homeward: bool,
) -> Option<DailyLimitId> {
    let world = audit.world;
    let unit = world.unit_of[instance];
    let mut found =
        world.legs.iter().filter(|leg| leg.unit == unit && leg.homeward == homeward).filter_map(|leg| {
            match &leg.step {
                Step::Lift(lift) if lift.from == from && world.lanes[lift.lane].to.contains(&to) => {
                    Some(lift.daily_limit)
                }
                _ => None,
            }
        });
    let first = found.next()?;
    found.all(|other| other == first).then_some(first)?.some()
}

/// Loaded departures, and landings of them as they were expected, by day and limit.
fn daily_limits_are_kept(audit: &mut Audit<'_>) {
    let (world, run) = (audit.world, audit.run);
    if world.daily_limits.is_empty() {
        return;
    }
    let (masses, whole) = (masses_kg(audit), whole_since(audit));
    let mut days: BTreeMap<(DailyLimitId, i64), u32> = BTreeMap::new();
    let day_of = |place: PlaceId, at: Time| {
        let local_start_ms = world.places[place].local_start_ms;
        (local_start_ms + at.as_ms()).div_euclid(DAY_MS) - local_start_ms.div_euclid(DAY_MS)
    };
    for (carrier, from, to, activity) in trips(audit) {
        let Some(instance) = activity.client.filter(|_| activity.category == Category::LoadedTravel) else {
            continue;
        };
        let homeward = whole.get(&instance).is_some_and(|at| *at <= activity.from);
        let way = (world.places[from].terminal, world.places[to].terminal);
        let fleet = world.fleet_of[carrier];
        let of_departure = [
            world.terminals[way.0].departures_a_day.some(),
            world.fleets[fleet].daily_limit.some(),
            limit_of_lift(audit, instance, way, homeward),
            world.withdrawal_limit.some().filter(|_| homeward),
        ];
        for limit in of_departure.into_iter().flatten() {
            *days.entry((limit, day_of(from, activity.from))).or_default() += 1;
        }
        let trip = world.trip(world.type_of(carrier), way.0, way.1);
        if let (Some(limit), Some(trip)) = (world.terminals[way.1].landings_a_day.some(), trip) {
            let before = masses.range((carrier, Time::ZERO)..=(carrier, activity.from));
            let mass_kg = before.last().map_or(0, |(_, mass_kg)| *mass_kg);
            let planned = activity.from + trip.loaded_ms(mass_kg);
            *days.entry((limit, day_of(to, planned))).or_default() += 1;
        }
    }
    for ((limit, day), count) in days {
        let spec = &world.daily_limits[limit];
        let slots = spec.slots_on(day.max(0) as usize);
        let used = run.slots[limit].get(day.max(0) as usize).copied().unwrap_or(slots);
        // What is left of a slot goes to the next day.
        if count > used || used > slots + 1 {
            let message =
                format!("{count} loads keep `{}` on day {day}, which takes {used} of {slots}", spec.path);
            audit.report(Promise::Terminal, run.outcome.end, message);
        }
    }
}
