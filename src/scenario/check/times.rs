//! Dates, instants and what must come before what.

use jiff::Timestamp;

use super::{Checker, plain};
use crate::diagnostic::Code;
use crate::scenario::time::{hours_between, parse_instant};
use crate::scenario::{Effect, Moment, Opening};

pub(super) fn check(checker: &mut Checker<'_>) {
    let start = start_can_be_read(checker);
    instants_can_be_read(checker, start);
    withdrawal_begins_once(checker);
    late_mandates_can_be_late(checker);
    required_after_earliest(checker);
    times_are_within_the_horizon(checker);
    if let Some(start) = start {
        closures_are_not_empty(checker, start);
        availability_is_in_order(checker, start);
    }
}

fn unreadable(checker: &mut Checker<'_>, path: &str, text: &str) {
    let message = format!("`{text}` is no date and time with an offset");
    let help = match instant_meant(text) {
        Some(instant) => {
            format!("write `{instant}`, or with the local offset, such as `+06:00`, in the place of `Z`")
        }
        None => "write it like `2022-01-07T09:00:00+06:00`, or with `Z` for UTC".to_owned(),
    };
    checker.report(Code::E1401, path, message, &help);
}

/// The instant that a date, with or without a time, means in UTC: `2022-01-06`, `2022-01-06 08:00`, `06.01.2022`.
fn instant_meant(text: &str) -> Option<String> {
    let text = text.trim();
    let parts: Vec<&str> = text.split('.').collect();
    let iso = match parts.as_slice() {
        [day, month, year] if year.len() == 4 => format!("{year}-{month:0>2}-{day:0>2}"),
        _ => text.replacen(' ', "T", 1),
    };
    let instant: jiff::civil::DateTime = iso.parse().ok()?;
    Some(format!("{instant}Z"))
}

fn start_can_be_read(checker: &mut Checker<'_>) -> Option<Timestamp> {
    let text = &checker.scenario.start;
    let start = parse_instant(text).ok();
    if start.is_none() {
        unreadable(checker, "start", text);
    }
    start
}

/// Every instant with its path, and whether it may lie before the start.
fn moments<'a>(checker: &Checker<'a>) -> Vec<(String, &'a Moment, bool)> {
    let scenario = checker.scenario;
    let mut found: Vec<(String, &Moment, bool)> = Vec::new();
    if let Some(authorisation) = &scenario.authorisation {
        found.push(("authorisation.decision".to_owned(), &authorisation.decision, false));
    }
    for (id, contingent) in &scenario.contingents {
        found.extend(contingent.mandate.iter().map(|it| (format!("contingents.{id}.mandate"), it, false)));
        found.extend(contingent.alerted.iter().map(|it| (format!("contingents.{id}.alerted"), it, true)));
        for (unit_id, unit) in &contingent.units {
            let path = format!("contingents.{id}.units.{unit_id}.alerted");
            found.extend(unit.alerted.iter().map(|it| (path.clone(), it, true)));
        }
    }
    for (id, fleet) in &scenario.fleets {
        found
            .extend(fleet.available_from.iter().map(|it| (format!("fleets.{id}.available_from"), it, false)));
        for (index, step) in fleet.availability.iter().enumerate() {
            found.push((format!("fleets.{id}.availability.{index}.from"), &step.from, true));
        }
    }
    for (id, place) in &scenario.places {
        for (index, closure) in place.terminal.iter().flat_map(|terminal| &terminal.closures).enumerate() {
            let path = format!("places.{id}.terminal.closures.{index}");
            found.push((format!("{path}.from"), &closure.from, true));
            found.push((format!("{path}.to"), &closure.to, true));
        }
    }
    if let Some(begins) = scenario.withdrawal.as_ref().and_then(|withdrawal| withdrawal.begins.as_ref()) {
        found.push(("withdrawal.begins".to_owned(), begins, false));
    }
    for (id, group) in &scenario.civilians {
        found.extend(group.ready.iter().map(|it| (format!("civilians.{id}.ready"), it, false)));
    }
    for (id, disruption) in &scenario.disruptions {
        found.push((format!("disruptions.{id}.begins"), &disruption.begins, false));
    }
    found
}

fn instants_can_be_read(checker: &mut Checker<'_>, start: Option<Timestamp>) {
    let scenario = checker.scenario;
    for (path, moment, may_precede) in moments(checker) {
        if let Moment::At(text) = moment {
            instant(checker, &format!("{path}.at"), text, start.filter(|_| !may_precede));
        }
    }
    for (id, place) in &scenario.places {
        if let Some(Opening::At(text)) = place.terminal.as_ref().and_then(|terminal| terminal.opens.as_ref())
        {
            instant(checker, &format!("places.{id}.terminal.opens.at"), text, start);
        }
    }
}

fn instant(checker: &mut Checker<'_>, path: &str, text: &str, not_before: Option<Timestamp>) {
    let Ok(at) = parse_instant(text) else {
        return unreadable(checker, path, text);
    };
    let Some(start) = not_before else { return };
    let hours = hours_between(start, at);
    if hours < 0.0 {
        let message = format!("the instant lies {} h before `start`", plain(-hours));
        let help = "set `start` to the earliest instant, or write `{\"after_h\": 0}`";
        checker.report(Code::E1402, path, message, help);
    }
}

fn withdrawal_begins_once(checker: &mut Checker<'_>) {
    let Some(withdrawal) = &checker.scenario.withdrawal else {
        return;
    };
    let help = "give either `begins` or `hold_h`";
    match (&withdrawal.begins, &withdrawal.hold_h) {
        (None, None) => checker.report(Code::E1403, "withdrawal", "the withdrawal has no beginning", help),
        (Some(_), Some(_)) => {
            checker.report(Code::E1403, "withdrawal", "the withdrawal has two beginnings", help);
        }
        _ => {}
    }
    let zero = "it is 0, so nobody could ever go home";
    if withdrawal.handover_teams == Some(0) {
        checker.report(Code::E1004, "withdrawal.handover_teams", zero, "leave the key out for no limit");
    }
    if withdrawal.daily_limit == Some(0) {
        checker.report(Code::E1004, "withdrawal.daily_limit", zero, "leave the key out for no limit");
    }
}

fn late_mandates_can_be_late(checker: &mut Checker<'_>) {
    for (id, disruption) in &checker.scenario.disruptions {
        let Effect::MandateLate(late) = &disruption.what else { continue };
        let Some(contingent) = checker.scenario.contingents.get(late) else { continue };
        if contingent.mandate.is_none() {
            let message = format!("the mandate of `{late}` cannot be late: it has none");
            let help = format!("give `contingents.{late}` a `mandate`; the delay counts from it");
            let path = format!("disruptions.{id}.what.mandate_late");
            checker.report(Code::E1408, path, message, &help);
        } else if disruption.lasts_h.is_none() {
            let message = format!("it does not say by how much the mandate of `{late}` is late");
            checker.report(Code::E1408, format!("disruptions.{id}"), message, "give it `lasts_h`");
        }
    }
}

fn required_after_earliest(checker: &mut Checker<'_>) {
    for (path, _, unit) in checker.changed_units() {
        if let (Some(earliest), Some(required)) = (unit.earliest_h, unit.required_h)
            && required < earliest
        {
            let message = format!(
                "it is required at {} h and may not arrive before {} h",
                plain(required),
                plain(earliest)
            );
            checker.report(
                Code::E1405,
                format!("{path}.required_h"),
                message,
                "lower `earliest_h` or raise `required_h`",
            );
        }
    }
}

fn times_are_within_the_horizon(checker: &mut Checker<'_>) {
    let scenario = checker.scenario;
    let mut times: Vec<(String, f64)> = Vec::new();
    times.extend(scenario.deadline_h.map(|hours| ("deadline_h".to_owned(), hours)));
    for (path, _, unit) in checker.units() {
        times.extend(unit.required_h.map(|hours| (format!("{path}.required_h"), hours)));
    }
    if let Some(hours) = scenario.withdrawal.as_ref().and_then(|withdrawal| withdrawal.deadline_h) {
        times.push(("withdrawal.deadline_h".to_owned(), hours));
    }
    for (path, hours) in times {
        if hours > scenario.horizon_h {
            let message =
                format!("{} h lie after the horizon of {} h", plain(hours), plain(scenario.horizon_h));
            checker.report(Code::W2001, path, message, "raise `horizon_h`: a replication is cut off there");
        }
    }
}

fn closures_are_not_empty(checker: &mut Checker<'_>, start: Timestamp) {
    let scenario = checker.scenario;
    for (id, place) in &scenario.places {
        for (index, closure) in place.terminal.iter().flat_map(|terminal| &terminal.closures).enumerate() {
            let (Some(from), Some(to)) = (closure.from.fixed_h(start), closure.to.fixed_h(start)) else {
                continue;
            };
            if to <= from {
                let message = "the closure ends before it begins";
                let path = format!("places.{id}.terminal.closures.{index}");
                checker.report(Code::E1006, path, message, "swap `from` and `to`, or delete the closure");
            }
        }
    }
}

fn availability_is_in_order(checker: &mut Checker<'_>, start: Timestamp) {
    let scenario = checker.scenario;
    for (id, fleet) in &scenario.fleets {
        for (index, pair) in fleet.availability.windows(2).enumerate() {
            let [before, after] = pair else { continue };
            let (Some(first), Some(second)) = (before.from.fixed_h(start), after.from.fixed_h(start)) else {
                continue;
            };
            if second <= first {
                let path = format!("fleets.{id}.availability.{}", index + 1);
                checker.report(
                    Code::E1404,
                    path,
                    "the step is not later than the one before it",
                    "sort the steps by `from`",
                );
            }
        }
    }
}
