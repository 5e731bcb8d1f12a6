//! The values of what is observed, in a replication or a summary, and what they are called.

use crate::experiment::record::{Record, reference_local_start};
use crate::experiment::summary::{self, Summary};
use crate::kernel::{DAY_MS, hours};
use crate::model::World;
use crate::scenario::{Duration, Figure, Ids, Mode, Moment, Quantity, Scenario, Subject, When};

/// The value of a quantity in every replication of a summary, infinite where a time was not reached.
pub(super) fn values_of(world: &World, summary: &Summary, quantity: Quantity<'_>) -> Option<Vec<f64>> {
    use Quantity as Q;
    let deployment = &summary.deployment;
    let rows =
        |value: fn(&summary::Row) -> f64| Some(summary.rows.in_order().map(|row| value(&row)).collect());
    let per_sortie = |items: u32, sorties: u32| f64::from(items) / f64::from(sorties.max(1));
    let on = |days: &[Vec<u32>], date: &str| {
        Some(days.iter().map(|departures| on_day(world, departures, date)).collect())
    };
    match quantity {
        Q::Closure => Some(deployment.closure_h.in_order().collect()),
        Q::Sorties => rows(|row| f64::from(row.sorties)),
        Q::Personnel => rows(|row| f64::from(row.personnel)),
        Q::Vehicles => rows(|row| f64::from(row.vehicles)),
        Q::PersonnelPerSortie => {
            Some(summary.rows.in_order().map(|row| per_sortie(row.personnel, row.sorties)).collect())
        }
        Q::VehiclesPerSortie => {
            Some(summary.rows.in_order().map(|row| per_sortie(row.vehicles, row.sorties)).collect())
        }
        Q::ContingentClosure(id) => {
            let index = world.contingents.iter().position(|spec| spec.id == id)?;
            Some(deployment.contingents_h.get(index)?.in_order().collect())
        }
        Q::DailySorties(date) => on(&deployment.departures_by_day, date),
        Q::WithdrawalClosure => Some(summary.withdrawal.as_ref()?.closure_h.in_order().collect()),
        Q::DailyWithdrawalSorties(date) => on(&summary.withdrawal.as_ref()?.departures_by_day, date),
        Q::Civilians(_) | Q::WithdrawalSorties | Q::Figure(_) => None,
    }
}

/// Whether the model covers a quantity.
pub(super) fn is_modelled(world: &World, quantity: Quantity<'_>) -> bool {
    use Quantity as Q;
    match quantity {
        Q::WithdrawalClosure | Q::WithdrawalSorties | Q::DailyWithdrawalSorties(_) => {
            world.withdrawal.is_some()
        }
        Q::Figure(figure) => !figure.withdrawal || world.withdrawal.is_some(),
        _ => true,
    }
}

/// The value of a quantity in a replication; none for a time that was not reached.
pub(super) fn value(world: &World, record: &Record, quantity: Quantity<'_>) -> Option<f64> {
    use Quantity as Q;
    let (deployment, withdrawal) = (&record.deployment, record.withdrawal.as_ref());
    let per_sortie = |items: u64| items as f64 / f64::from(deployment.sorties.max(1));
    Some(match quantity {
        Q::Closure => hours(deployment.closure_ms?),
        Q::Sorties => f64::from(deployment.sorties),
        Q::Personnel => deployment.personnel as f64,
        Q::Vehicles => deployment.vehicles as f64,
        Q::PersonnelPerSortie => per_sortie(deployment.personnel),
        Q::VehiclesPerSortie => per_sortie(deployment.vehicles),
        Q::ContingentClosure(id) => {
            let index = world.contingents.iter().position(|spec| spec.id == id)?;
            hours(deployment.contingents_ms[index]?)
        }
        Q::DailySorties(date) => on_day(world, &deployment.departures_by_day, date),
        Q::Civilians(id) => {
            let index = world.civilians.iter().position(|spec| spec.id == id)?;
            f64::from(record.civilians[index])
        }
        Q::WithdrawalClosure => hours(withdrawal?.closure_ms?),
        Q::WithdrawalSorties => f64::from(withdrawal?.sorties),
        Q::DailyWithdrawalSorties(date) => on_day(world, &withdrawal?.departures_by_day, date),
        Q::Figure(_) => return None,
    })
}

/// Departures on a date of local time; a date outside the run has none.
fn on_day(world: &World, departures: &[u32], date: &str) -> f64 {
    let first = reference_local_start(world).div_euclid(DAY_MS);
    let index = day_number(date).and_then(|day| usize::try_from(day - first).ok());
    index.and_then(|index| departures.get(index)).map_or(0.0, |count| f64::from(*count))
}

/// Days from 1970 to a date; none for what is no date.
fn day_number(date: &str) -> Option<i64> {
    let epoch = jiff::civil::date(1970, 1, 1);
    let days = date.parse::<jiff::civil::Date>().ok()?.since(epoch).ok()?;
    Some(i64::from(days.get_days()))
}

/// Where a date of local time begins and where the next one does, counted from the start [ms].
pub(super) fn day_span_ms(world: &World, date: &str) -> Option<(i64, i64)> {
    let first = day_number(date)? * DAY_MS - reference_local_start(world);
    Some((first, first + DAY_MS))
}

/// What a quantity is called, and its unit.
pub(super) fn words(scenario: &Scenario, quantity: Quantity<'_>) -> (String, &'static str) {
    use Quantity as Q;
    let plain = |text: &str| text.to_owned();
    match quantity {
        Q::Closure => (plain("Closure of the force"), "h"),
        Q::Sorties => (plain("Sorties"), "sorties"),
        Q::Personnel => (plain("People in place"), "people"),
        Q::Vehicles => (plain("Vehicles in place"), "vehicles"),
        Q::PersonnelPerSortie => (plain("People per sortie"), ""),
        Q::VehiclesPerSortie => (plain("Vehicles per sortie"), ""),
        Q::ContingentClosure(id) => {
            let name = scenario.contingents.get(id).and_then(|it| it.name.as_deref()).unwrap_or(id);
            (format!("Closure of {name}"), "h")
        }
        Q::DailySorties(date) => (format!("Sorties on {}", short(date)), "sorties"),
        Q::Civilians(id) => (format!("Civilians moved: {id}"), "people"),
        Q::WithdrawalClosure => (plain("End of the withdrawal"), "h"),
        Q::WithdrawalSorties => (plain("Sorties homewards"), "sorties"),
        Q::DailyWithdrawalSorties(date) => (format!("Sorties homewards on {}", short(date)), "sorties"),
        Q::Figure(figure) => {
            let name = figure.name.clone().unwrap_or_else(|| name_of(scenario, figure));
            (name, figure.unit())
        }
    }
}

/// The name of a figure, from its keys: "Landings at Erebuni, by 12 Nov 20:00".
fn name_of(scenario: &Scenario, figure: &Figure) -> String {
    use Subject as S;
    let what = match figure.of {
        S::Departures => "departures",
        S::Landings => "landings",
        S::PeopleDeparted => "people departed",
        S::VehiclesDeparted => "vehicles departed",
        S::CargoTDeparted => "cargo departed",
        S::PeopleLanded => "people landed",
        S::VehiclesLanded => "vehicles landed",
        S::CargoTLanded => "cargo landed",
        S::PeopleInPlace => "people in place",
        S::VehiclesInPlace => "vehicles in place",
        S::CargoTInPlace => "cargo in place",
        S::FlownH => "hours on the way",
    };
    let mut text = match figure.when {
        None => what.to_owned(),
        Some(When::First) => format!("first of {what}"),
        Some(When::Last) => format!("last of {what}"),
        Some(When::Nth(nth)) => format!("number {nth} of {what}"),
        Some(When::FirstToLast) => format!("first to last of {what}"),
    };
    if let Some(first) = text.get(..1).map(str::to_uppercase) {
        text.replace_range(..1, &first);
    }
    let named = |word: &str, ids: &Ids, name: &dyn Fn(&str) -> Option<String>| {
        let names: Vec<String> = ids.0.iter().map(|id| name(id).unwrap_or_else(|| id.clone())).collect();
        if names.is_empty() { String::new() } else { format!(" {word} {}", names.join(" or ")) }
    };
    let place = |id: &str| scenario.places.get(id).and_then(|it| it.name.clone());
    let contingent = |id: &str| scenario.contingents.get(id).and_then(|it| it.name.clone());
    let fleet = |id: &str| scenario.fleets.get(id).and_then(|it| it.name.clone());
    text.push_str(&named("of", &figure.contingent, &contingent));
    text.push_str(&named("by", &figure.fleet, &fleet));
    text.push_str(&named("from", &figure.from, &place));
    text.push_str(&named(if figure.of.is_in_place() { "at" } else { "to" }, &figure.to, &place));
    if let Some(mode) = figure.mode {
        text.push_str(match mode {
            Mode::Air => " by air",
            Mode::Rail => " by rail",
            Mode::Road => " by road",
            Mode::Sea => " by sea",
        });
    }
    if figure.withdrawal {
        text.push_str(" homewards");
    }
    let instants = [(", after ", &figure.after), (", by ", &figure.by)];
    for (word, moment) in instants {
        match moment {
            Some(Moment::At(at)) => text.push_str(&format!("{word}{}", clock(at))),
            Some(Moment::AfterH(Duration::Fixed(hours))) => text.push_str(&format!("{word}{hours} h")),
            _ => {}
        }
    }
    if let Some(date) = &figure.on {
        text.push_str(&format!(", on {}", short(date)));
    }
    text
}

/// `12 Nov 20:00` of `2020-11-12T20:00:00+04:00`, as it is written.
fn clock(at: &str) -> String {
    let local = at.get(..16).and_then(|text| text.parse::<jiff::civil::DateTime>().ok());
    local.map_or_else(|| at.to_owned(), |at| at.strftime("%-d %b %H:%M").to_string())
}

/// `13 Jan` of `2022-01-13`.
pub fn short(date: &str) -> String {
    date.parse::<jiff::civil::Date>()
        .map_or_else(|_| date.to_owned(), |date| date.strftime("%-d %b").to_string())
}
