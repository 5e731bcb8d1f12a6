//! Carriers: one thing at a time, trips that join, and the order of the phases of a sortie.

use super::{Audit, Promise};
use crate::kernel::Table;
use crate::model::category::Category;
use crate::model::ids::{CarrierId, PlaceId};
use crate::model::observe::Actor;
use crate::model::trace::{Activity, RunwayUse};
use crate::model::world::World;

pub(super) fn check(audit: &mut Audit<'_>) {
    let world = audit.world;
    let mut own: Table<CarrierId, Vec<Activity>> = world.fleet_of.map(|_| Vec::new());
    for activity in &audit.run.trace.activities {
        if let Actor::Carrier(carrier) = activity.actor {
            own[carrier].push(*activity);
        }
    }
    let mut movements: Table<CarrierId, Vec<RunwayUse>> = world.fleet_of.map(|_| Vec::new());
    for movement in &audit.run.trace.runway {
        movements[movement.carrier].push(*movement);
    }
    for carrier in world.fleet_of.ids() {
        let activities = &mut own[carrier];
        activities.sort_by_key(|activity| (activity.from, activity.to));
        one_thing_at_a_time(audit, carrier, activities);
        trips_join(audit, carrier, activities);
        phases_in_order(audit, carrier, activities);
        movements_alternate(audit, carrier, &movements[carrier]);
    }
}

fn one_thing_at_a_time(audit: &mut Audit<'_>, carrier: CarrierId, activities: &[Activity]) {
    for pair in activities.windows(2) {
        if pair[1].from < pair[0].to {
            let name = audit.world.carrier_name(carrier);
            let message = format!(
                "`{name}` begins {} while {} lasts until {}",
                pair[1].category.id(),
                pair[0].category.id(),
                pair[0].to
            );
            audit.report(Promise::Carrier, pair[1].from, message);
        }
    }
}

fn is_trip(activity: &Activity) -> bool {
    activity.to_place.is_some()
}

/// A carrier is where its last trip ended (or at its base), whatever it does there.
fn trips_join(audit: &mut Audit<'_>, carrier: CarrierId, activities: &[Activity]) {
    let world = audit.world;
    let mut here = base(world, carrier);
    let mut under_way: Option<(Option<PlaceId>, Option<PlaceId>)> = None;
    for activity in activities {
        let ends = (activity.place, activity.to_place);
        if is_trip(activity) {
            // A refuelling stop or a border belongs to the trip before it.
            let goes_on = matches!(activity.category, Category::RefuellingStop | Category::Border)
                && under_way == Some(ends);
            if !goes_on && activity.place != Some(here) {
                wrong_place(audit, carrier, activity, here);
            }
            here = activity.to_place.unwrap_or(here);
            under_way = Some(ends);
        } else {
            // A stand or slot is waited for where the carrier is, and named by where it is wanted.
            let elsewhere = matches!(activity.category, Category::WaitSlot | Category::WaitStand);
            if !elsewhere && activity.place.is_some_and(|place| place != here) {
                wrong_place(audit, carrier, activity, here);
            }
            under_way = None;
        }
    }
}

fn base(world: &World, carrier: CarrierId) -> PlaceId {
    let fleet = &world.fleets[world.fleet_of[carrier]];
    world.terminals[fleet.base].place
}

fn wrong_place(audit: &mut Audit<'_>, carrier: CarrierId, activity: &Activity, here: PlaceId) {
    let name = audit.world.carrier_name(carrier);
    let there = activity.place.map_or("nowhere", |place| audit.place_id(place));
    let message =
        format!("`{name}` does {} at `{there}` and is at `{}`", activity.category.id(), audit.place_id(here));
    audit.report(Promise::Carrier, activity.from, message);
}

/// What a carrier may have done last before it does this; `None` where the order of phases says nothing.
///
/// A new category has to be given its place here.
fn may_follow(category: Category) -> Option<&'static [Option<Category>]> {
    use Category as C;
    Some(match category {
        C::Loading | C::EmptyTravel => &[
            None,
            Some(C::EmptyTravel),
            Some(C::Unloading),
            Some(C::Refuelling),
            Some(C::Service),
            Some(C::Boarding),
        ],
        C::LoadedTravel => &[None, Some(C::Loading)],
        C::Unloading => &[None, Some(C::LoadedTravel), Some(C::Loading)],
        C::Refuelling => &[None, Some(C::Unloading), Some(C::LoadedTravel), Some(C::Loading)],
        C::Service => {
            &[None, Some(C::Unloading), Some(C::Refuelling), Some(C::LoadedTravel), Some(C::Loading)]
        }
        // What may hold it up anywhere between the phases, and what carriers do not do.
        C::CrewRest
        | C::Repair
        | C::DeIcing
        | C::RefuellingStop
        | C::Border
        | C::Diversion
        | C::Boarding
        | C::Reporting
        | C::FleetUnavailable
        | C::Weather
        | C::Closed
        | C::NotOpened
        | C::RunwayInterval
        | C::Echelon
        | C::DailyLimit
        | C::LandingSlot
        | C::FuelResupply
        | C::WaitMobilisationTeam
        | C::WaitMandate
        | C::WaitCarrier
        | C::WaitStandToLoad
        | C::WaitSpotToLoad
        | C::WaitLoadingTeam
        | C::WaitSlot
        | C::WaitDeparture
        | C::WaitStand
        | C::WaitLanding
        | C::WaitSpot
        | C::WaitUnloadingTeam
        | C::WaitCrane
        | C::WaitFuelPoint
        | C::Start
        | C::Decision
        | C::Mandate
        | C::Alert
        | C::Notice
        | C::Preparation
        | C::EarliestDate
        | C::Reception
        | C::March
        | C::Takeover
        | C::Hold
        | C::Handover
        | C::WaitReception
        | C::WaitMarryUp
        | C::WaitHandover => return None,
    })
}

/// Loading, loaded travel, unloading, refuelling, service, boarding, empty travel: in this order, for one load.
fn phases_in_order(audit: &mut Audit<'_>, carrier: CarrierId, activities: &[Activity]) {
    let mut before: Option<Activity> = None;
    for activity in activities {
        let Some(allowed) = may_follow(activity.category) else { continue };
        if !allowed.contains(&before.map(|before| before.category)) {
            let name = audit.world.carrier_name(carrier);
            let last = before.map_or("nothing", |before| before.category.id());
            let message = format!("`{name}` does {} after {last}", activity.category.id());
            audit.report(Promise::Order, activity.from, message);
        }
        let same_load = matches!(activity.category, Category::LoadedTravel | Category::Unloading);
        if same_load && before.is_some_and(|before| before.client != activity.client) {
            let name = audit.world.carrier_name(carrier);
            audit.report(Promise::Order, activity.from, format!("`{name}` changes its load under way"));
        }
        before = Some(*activity);
    }
}

/// Departures and landings alternate, from the base on.
fn movements_alternate(audit: &mut Audit<'_>, carrier: CarrierId, movements: &[RunwayUse]) {
    let world = audit.world;
    let mut at = Some(world.fleets[world.fleet_of[carrier]].base);
    for movement in movements {
        let sound = if movement.landing { at.is_none() } else { at == Some(movement.terminal) };
        if !sound {
            let what = if movement.landing { "lands at" } else { "departs from" };
            let message = format!(
                "`{}` {what} `{}` and is not on its way or there",
                world.carrier_name(carrier),
                audit.terminal_id(movement.terminal)
            );
            audit.report(Promise::Carrier, movement.at, message);
        }
        at = movement.landing.then_some(movement.terminal);
    }
}
