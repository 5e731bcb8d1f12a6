//! Places and their terminals.

use super::Checker;
use super::lift_leg::candidates;
use crate::diagnostic::Code;
use crate::scenario::{Fleet, Leg, Lift, Mode, Opening, Place, Terminal};

pub(super) fn check(checker: &mut Checker<'_>) {
    let scenario = checker.scenario;
    for (id, place) in &scenario.places {
        let path = format!("places.{id}");
        if let Some(terminal) = &place.terminal {
            let path = format!("{path}.terminal");
            capacities_are_not_zero(checker, &path, terminal);
            own_spots_are_used(checker, id, &path, terminal);
            opening_hours_are_not_empty(checker, &path, terminal);
            fuel_adds_up(checker, &path, terminal);
            alternate_can_be_used(checker, id, &path, terminal);
            opening_does_not_wait_for_itself(checker, id, &path, terminal);
        }
        reception_has_teams(checker, &path, place);
        mobilisation_has_teams(checker, &path, place.mobilisation_teams);
    }
    site_can_have_its_strength(checker);
}

fn capacities_are_not_zero(checker: &mut Checker<'_>, path: &str, terminal: &Terminal) {
    let capacities = [
        ("stands", terminal.stands, "land"),
        ("working_spots", terminal.working_spots, "be loaded or unloaded"),
        ("loading_teams", terminal.loading_teams, "be loaded"),
        ("unloading_teams", terminal.unloading_teams, "be unloaded"),
        ("fuel_points", terminal.fuel_points, "be refuelled"),
        ("cranes", terminal.cranes, "be loaded or unloaded by ship"),
    ];
    for (key, capacity, what) in capacities {
        if capacity == Some(0) {
            let message = format!("`{key}` is 0: nothing could ever {what} here");
            let help = "leave the key out for no limit, or take the terminal away";
            checker.report(Code::E1004, format!("{path}.{key}"), message, help);
        }
    }
}

/// Spots that a mode has to itself: not none, and its carriers are loaded or unloaded here.
fn own_spots_are_used(checker: &mut Checker<'_>, id: &str, path: &str, terminal: &Terminal) {
    for mode in Mode::ALL {
        let Some(spots) = terminal.own_spots(mode) else { continue };
        let (path, word) = (format!("{path}.by_mode.{}", mode.id()), mode.id());
        if spots == 0 {
            let message = format!(
                "`working_spots` is 0: no carrier of mode `{word}` could ever be loaded or unloaded here"
            );
            let help = format!("leave `{word}` out, so that its carriers share the spots of the terminal");
            checker.report(Code::E1004, format!("{path}.working_spots"), message, &help);
        } else if !is_worked_at(checker, id, mode) {
            let message = format!(
                "carriers of mode `{word}` have spots of their own at `{id}`, and none is loaded or unloaded there"
            );
            checker.report(Code::W2003, path, message, "delete it, or name the mode that comes here");
        }
    }
}

/// Whether a lift from or to a place may use a fleet of a mode.
fn is_worked_at(checker: &Checker<'_>, place: &str, mode: Mode) -> bool {
    let scenario = checker.scenario;
    let is_of_mode =
        |fleet: &Fleet| scenario.carrier_types.get(&fleet.carrier_type).is_some_and(|it| it.mode == mode);
    let lifts_here = |here: &[String], lift: &Lift| {
        let touches = here.iter().chain(lift.to.ids()).any(|id| id == place);
        touches && candidates(scenario, lift).iter().any(|(_, fleet)| is_of_mode(fleet))
    };
    checker.units().any(|(_, _, unit)| {
        let mut here = std::slice::from_ref(&unit.home);
        let mut legs = unit.itinerary.iter().chain(unit.return_itinerary.iter().flatten());
        legs.any(|leg| {
            let (to, found) = match leg {
                Leg::March(march) => (std::slice::from_ref(&march.to), false),
                Leg::Lift(lift) => (lift.to.ids(), lifts_here(here, lift)),
            };
            here = to;
            found
        })
    })
}

fn reception_has_teams(checker: &mut Checker<'_>, path: &str, place: &Place) {
    if place.reception.as_ref().is_some_and(|reception| reception.teams == Some(0)) {
        let message = "`teams` is 0: nothing could ever be received here";
        checker.report(
            Code::E1004,
            format!("{path}.reception.teams"),
            message,
            "leave the key out for no limit",
        );
    }
}

/// Holds for homes and for contingents.
pub(super) fn mobilisation_has_teams(checker: &mut Checker<'_>, path: &str, teams: Option<u32>) {
    if teams == Some(0) {
        let message = "`mobilisation_teams` is 0: nothing could ever be prepared";
        let help = "leave the key out for no limit";
        checker.report(Code::E1004, format!("{path}.mobilisation_teams"), message, help);
    }
}

fn opening_hours_are_not_empty(checker: &mut Checker<'_>, path: &str, terminal: &Terminal) {
    let empty = terminal.opening_hours.as_ref().filter(|hours| (hours.to_h - hours.from_h).abs() < 1e-9);
    if empty.is_some() {
        let message = "the opening hours end when they begin, so the terminal is never open";
        let help = "leave `opening_hours` out for day and night";
        checker.report(Code::E1005, format!("{path}.opening_hours"), message, help);
    }
}

fn fuel_adds_up(checker: &mut Checker<'_>, path: &str, terminal: &Terminal) {
    let Some(fuel) = &terminal.fuel else { return };
    if fuel.capacity_t.is_some_and(|capacity| fuel.stock_t > capacity) {
        let help = "raise `capacity_t` or lower `stock_t`";
        checker.report(
            Code::E1009,
            format!("{path}.fuel"),
            "the stock is larger than what can be stored",
            help,
        );
    }
    if fuel.resupply_t > 0.0 && fuel.resupply_every_h <= 0.0 {
        let message = "fuel is resupplied, but not how often";
        checker.report(Code::E1009, format!("{path}.fuel"), message, "add `resupply_every_h`");
    }
}

fn alternate_can_be_used(checker: &mut Checker<'_>, id: &str, path: &str, terminal: &Terminal) {
    let Some(alternate) = &terminal.alternate else {
        if terminal.max_air_hold_h.is_some() {
            let message = "carriers divert after `max_air_hold_h`, but there is no alternate";
            let help = "add `alternate`, or leave `max_air_hold_h` out";
            checker.report(Code::E1010, format!("{path}.max_air_hold_h"), message, help);
        }
        return;
    };
    if alternate == id {
        let message = "a terminal cannot be its own alternate";
        checker.report(Code::E1010, format!("{path}.alternate"), message, "name another place");
    } else if checker.scenario.places.get(alternate).is_some_and(|place| place.terminal.is_none()) {
        let message = format!("the alternate `{alternate}` has no terminal");
        let help = format!("add `\"terminal\": {{}}` to `places.{alternate}`");
        checker.report(Code::E1010, format!("{path}.alternate"), message, &help);
    }
}

/// Only the plain case: the unit is lifted to or from the terminal that waits for it.
fn opening_does_not_wait_for_itself(checker: &mut Checker<'_>, id: &str, path: &str, terminal: &Terminal) {
    let Some(Opening::AfterUnit(name)) = &terminal.opens else {
        return;
    };
    let unit = name.split_once('/').and_then(|(contingent, unit)| {
        checker.scenario.contingents.get(contingent).and_then(|contingent| contingent.units.get(unit))
    });
    let Some(unit) = unit else { return };
    let mut here = std::slice::from_ref(&unit.home);
    for leg in &unit.itinerary {
        let (to, lifted) = match leg {
            Leg::March(march) => (std::slice::from_ref(&march.to), false),
            Leg::Lift(lift) => (lift.to.ids(), true),
        };
        let must_land = to.len() == 1 && to.iter().any(|place| place == id);
        let must_depart = here.len() == 1 && here.iter().any(|place| place == id);
        if lifted && (must_land || must_depart) {
            let message = format!("`{id}` opens after `{name}`, which is lifted through `{id}` itself");
            let help = "let a unit open it that arrives another way, or give an instant";
            return checker.report(Code::E1007, format!("{path}.opens.after_unit"), message, help);
        }
        here = to;
    }
}

fn site_can_have_its_strength(checker: &mut Checker<'_>) {
    let scenario = checker.scenario;
    for (id, place) in &scenario.places {
        let Some(site) = &place.site else { continue };
        let (mut people, mut vehicles) = (0_u64, 0_u64);
        for (_, _, unit) in checker.units() {
            let ends_here = match unit.itinerary.last() {
                Some(Leg::March(march)) => march.to == *id,
                Some(Leg::Lift(lift)) => lift.to.ids().contains(id),
                None => false,
            };
            if ends_here {
                people += u64::from(unit.copies) * u64::from(unit.personnel);
                vehicles +=
                    u64::from(unit.copies) * unit.vehicles.values().map(|n| u64::from(*n)).sum::<u64>();
            }
        }
        if people < u64::from(site.required_personnel) || vehicles < u64::from(site.required_vehicles) {
            let message = format!(
                "the site needs {} people and {} vehicles, and at most {people} and {vehicles} end here",
                site.required_personnel, site.required_vehicles
            );
            let help = "lower the strength, or send more units; as it is, the site is never covered";
            checker.report(Code::W2004, format!("places.{id}.site"), message, help);
        }
    }
}
