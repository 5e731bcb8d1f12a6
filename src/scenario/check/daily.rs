//! Daily limits: somebody may go on some day, and shares of slots belong to a limit.

use super::{Checker, UnitPath};
use crate::diagnostic::Code;
use crate::scenario::daily::Daily;
use crate::scenario::{Leg, Unit};

pub(super) fn check(checker: &mut Checker<'_>) {
    let scenario = checker.scenario;
    for (id, place) in &scenario.places {
        let Some(terminal) = &place.terminal else { continue };
        let path = format!("places.{id}.terminal");
        limit_lets_go(checker, &path, "daily_limit", terminal.daily_limit.as_ref());
        limit_lets_go(checker, &path, "daily_landings", terminal.daily_landings.as_ref());
        let limited = terminal.daily_limit.is_some() || terminal.daily_landings.is_some();
        use_has_slots(checker, &path, terminal.slot_use.is_some() && !limited);
    }
    for (id, fleet) in &scenario.fleets {
        let path = format!("fleets.{id}");
        limit_lets_go(checker, &path, "daily_limit", fleet.daily_limit.as_ref());
        use_has_slots(checker, &path, fleet.slot_use.is_some() && fleet.daily_limit.is_none());
    }
    for (path, _, unit) in checker.changed_units() {
        lifts_let_go(checker, path, unit);
    }
}

fn lifts_let_go(checker: &mut Checker<'_>, path: UnitPath<'_>, unit: &Unit) {
    let back = unit.return_itinerary.as_deref().unwrap_or_default();
    for (key, legs) in [("itinerary", unit.itinerary.as_slice()), ("return_itinerary", back)] {
        for (index, leg) in legs.iter().enumerate() {
            if let Leg::Lift(lift) = leg {
                let path = format!("{path}.{key}.{index}.lift");
                limit_lets_go(checker, &path, "daily_limit", lift.daily_limit.as_ref());
                use_has_slots(checker, &path, lift.slot_use.is_some() && lift.daily_limit.is_none());
            }
        }
    }
}

fn limit_lets_go(checker: &mut Checker<'_>, path: &str, key: &str, limit: Option<&Daily>) {
    let Some(limit) = limit else { return };
    match limit.days().last() {
        Some(0) => {
            let message =
                format!("the last number of `{key}` goes on, and it is 0: nothing could ever move again");
            let help = "end with the number of the days after, or leave the key out for no limit";
            checker.report(Code::E1004, format!("{path}.{key}"), message, help);
        }
        None => {
            let message = format!("`{key}` lists no day");
            let help = "list a number for each day, of which the last goes on";
            checker.report(Code::E1004, format!("{path}.{key}"), message, help);
        }
        _ => {}
    }
}

fn use_has_slots(checker: &mut Checker<'_>, path: &str, without: bool) {
    if without {
        let message = "`slot_use` is a share of the slots of a daily limit, and there is none";
        let help = "add `daily_limit`, or leave `slot_use` out";
        checker.report(Code::E1011, format!("{path}.slot_use"), message, help);
    }
}
