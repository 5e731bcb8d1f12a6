//! Places and terminals.

use super::durations::{Clock, handling, of_day, sampler, sampler_or_zero};
use super::{MOST_TERMINALS, Result, index_of, terminal_of, too_many_terminals};
use crate::kernel::{Id, Sampler, Table, ms, stream_id};
use crate::model::facility::Facility;
use crate::model::ids::{DailyLimitId, PlaceId, TerminalId};
use crate::model::world::{
    Draw, FuelSpec, OpensSpec, PlaceSpec, SiteSpec, TerminalSpec, UNLIMITED, WeatherSpec, World,
};
use crate::scenario::{Opening, Scenario, Terminal};
use crate::units::kilograms;

pub(super) fn places(scenario: &Scenario, clock: Clock) -> Result<Table<PlaceId, PlaceSpec>> {
    let mut terminals = 0;
    scenario
        .places
        .iter()
        .map(|(id, place)| {
            let own_terminal = if place.terminal.is_some() {
                if terminals == MOST_TERMINALS {
                    return Err(too_many_terminals());
                }
                terminals += 1;
                TerminalId::from_index(terminals - 1)
            } else {
                TerminalId::NONE
            };
            Ok(PlaceSpec {
                id: id.clone(),
                name: place.name.clone().unwrap_or_else(|| id.clone()),
                terminal: own_terminal,
                local_start_ms: clock.local_start_ms(place.utc_offset_h),
                reception: place.reception.as_ref().map(|reception| {
                    (reception.teams.unwrap_or(UNLIMITED), handling(Some(&reception.process_h)))
                }),
                stream: stream_id(&format!("place/{id}")),
                site: place.site.as_ref().map(|site| SiteSpec {
                    personnel: site.required_personnel,
                    vehicles: site.required_vehicles,
                    takeover: sampler_or_zero(site.takeover_h.as_ref()),
                }),
            })
        })
        .collect()
}

pub(super) fn terminals(scenario: &Scenario, clock: Clock) -> Result<Table<TerminalId, TerminalSpec>> {
    let with_terminal = scenario.places.iter().enumerate().filter_map(|(index, (id, place))| {
        place.terminal.as_ref().map(|terminal| (PlaceId::from_index(index), id, terminal))
    });
    with_terminal
        .map(|(place, id, terminal)| compile_terminal(scenario, clock, place, id, terminal))
        .collect()
}

fn compile_terminal(
    scenario: &Scenario,
    clock: Clock,
    place: PlaceId,
    id: &str,
    terminal: &Terminal,
) -> Result<TerminalSpec> {
    let closures = terminal
        .closures
        .iter()
        .enumerate()
        .map(|(index, window)| {
            let from = clock.moment(&window.from, &format!("closure/{id}/{index}/from"))?;
            Ok((from, clock.moment(&window.to, &format!("closure/{id}/{index}/to"))?))
        })
        .collect::<Result<Vec<_>>>()?;
    let disrupted = scenario
        .disruptions
        .values()
        .any(|disruption| matches!(&disruption.what, crate::scenario::Effect::TerminalClosed(other) if other == id));
    let opens = match &terminal.opens {
        None | Some(Opening::AfterUnit(_)) => OpensSpec::AtStart,
        Some(Opening::At(at)) => OpensSpec::At(Draw { sampler: clock.at(at)?, stream: 0 }),
        Some(Opening::AfterH(duration)) => {
            OpensSpec::At(Draw { sampler: sampler(duration), stream: stream_id(&format!("opens/{id}")) })
        }
    };
    let alternate = terminal.alternate.as_ref().map(|other| terminal_of(scenario, other)).transpose()?;
    Ok(TerminalSpec {
        place,
        capacities: Facility::ALL.map(|facility| match facility.given(terminal) {
            // More spots of their own than there is a number for are still no spots that others share.
            Some(given) if facility.mode().is_some() => given.min(UNLIMITED - 1),
            given => given.unwrap_or(UNLIMITED),
        }),
        fuel: terminal.fuel.as_ref().map(|fuel| FuelSpec {
            stock_kg: kilograms(Some(fuel.stock_t)),
            capacity_kg: kilograms(fuel.capacity_t),
            resupply_kg: kilograms(Some(fuel.resupply_t)),
            every_ms: ms(fuel.resupply_every_h),
        }),
        handling_cost: terminal.handling_cost,
        runway_ms: ms(terminal.runway_interval_h),
        slot_ms: ms(terminal.slot_interval_h),
        departures_a_day: DailyLimitId::NONE,
        landings_a_day: DailyLimitId::NONE,
        hours: terminal.opening_hours.as_ref().map(|hours| (of_day(hours.from_h), of_day(hours.to_h))),
        gated: terminal.runway_interval_h > 0.0
            || terminal.opening_hours.is_some()
            || !closures.is_empty()
            || terminal.weather.is_some()
            || terminal.opens.is_some()
            || disrupted,
        closures,
        weather: terminal.weather.as_ref().map(|weather| WeatherSpec {
            open: sampler(&weather.open_h),
            closed: sampler(&weather.closed_h),
        }),
        opens,
        deicing: terminal.deicing_h.as_ref().map_or(Sampler::ZERO, sampler),
        max_hold_ms: terminal.max_air_hold_h.map(ms),
        alternate: alternate.unwrap_or(TerminalId::NONE),
        stream: stream_id(&format!("weather/{id}")),
    })
}

/// Terminals that open when a unit is in place, once units have numbers.
pub(super) fn openings(scenario: &Scenario, world: &mut World) -> Result<()> {
    let terminals = scenario.places.values().filter_map(|place| place.terminal.as_ref());
    for (index, terminal) in terminals.enumerate() {
        if let Some(Opening::AfterUnit(unit)) = &terminal.opens {
            let unit = index_of(world.units.iter().map(|unit| &unit.id), unit, "unit")?;
            world.terminals[TerminalId::from_index(index)].opens = OpensSpec::AfterUnit(unit);
        }
    }
    Ok(())
}
