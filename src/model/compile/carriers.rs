//! Carrier types and fleets.

use super::durations::{Clock, breakdown, handling, sampler, sampler_or_zero};
use super::{CompileError, Result, index_of, terminal_of};
use crate::kernel::{Chance, Table, ms, stream_id};
use crate::model::ids::{CarrierId, CarrierTypeId, DailyLimitId, FleetId};
use crate::model::world::{CarrierSpec, CrewSpec, FleetSpec, RatesSpec, World};
use crate::scenario::packing::Hold;
use crate::scenario::{Fleet, Mode, Scenario};
use crate::units::kilograms;

pub(super) fn carrier_types(scenario: &Scenario) -> Table<CarrierTypeId, CarrierSpec> {
    let types = scenario.carrier_types.iter().map(|(id, carrier)| CarrierSpec {
        id: id.clone(),
        name: carrier.name.clone().unwrap_or_else(|| id.clone()),
        mode: carrier.mode,
        hold: Hold::of(carrier),
        min_fill: carrier.min_fill,
        load: handling(carrier.load_h.as_ref()),
        load_mean_ms: handling(carrier.load_h.as_ref()).base.mean_ms(),
        unload: handling(carrier.unload_h.as_ref()),
        refuel: sampler_or_zero(carrier.refuel_h.as_ref()),
        uplift_kg: kilograms(Some(carrier.fuel_uplift_t)),
        service: sampler_or_zero(carrier.service_h.as_ref()),
        breakdown: carrier.breakdown.as_ref().filter(|failure| failure.probability > 0.0).map(breakdown),
        fails: carrier.breakdown.as_ref().map_or(Chance::NEVER, |failure| Chance::new(failure.probability)),
        after_unload: carrier.after_unload,
        stand_size: carrier.stand_size,
        refuel_stop: sampler_or_zero(carrier.refuel_stop_h.as_ref()),
        travel_factor: carrier.travel_factor.as_ref().map(sampler),
        rates: RatesSpec {
            cost_per_h: carrier.cost_per_h,
            cost_per_day: carrier.cost_per_day,
            fuel_t_per_h: carrier.fuel_t_per_h,
            co2_per_fuel_t: carrier.co2_per_fuel_t.unwrap_or_else(|| co2_per_fuel_t(carrier.mode)),
        },
    });
    types.collect()
}

/// Whether anything costs or burns something.
pub(super) fn have_rates(world: &World) -> bool {
    let rated = |carrier: &CarrierSpec| {
        let RatesSpec { cost_per_h, cost_per_day, fuel_t_per_h, .. } = carrier.rates;
        cost_per_h + cost_per_day + fuel_t_per_h > 0.0
    };
    world.carrier_types.iter().any(rated)
        || world.terminals.iter().any(|terminal| terminal.handling_cost > 0.0)
}

/// Carbon dioxide from a tonne of the usual fuel of a mode [t]: jet kerosene by the ICAO Carbon Emissions Calculator
/// Methodology, heavy fuel oil and gas oil by IMO resolution MEPC.364(79).
fn co2_per_fuel_t(mode: Mode) -> f64 {
    match mode {
        Mode::Air => 3.16,
        Mode::Sea => 3.114,
        Mode::Rail | Mode::Road => 3.206,
    }
}

pub(super) fn fleets(scenario: &Scenario, clock: Clock) -> Result<Table<FleetId, FleetSpec>> {
    let mut first_carrier = 0_u32;
    scenario
        .fleets
        .iter()
        .map(|(id, fleet)| {
            let spec = compile_fleet(scenario, clock, id, fleet, first_carrier)?;
            first_carrier = first_carrier
                .checked_add(spec.count)
                .ok_or_else(|| CompileError("too many carriers".to_owned()))?;
            Ok(spec)
        })
        .collect()
}

fn compile_fleet(
    scenario: &Scenario,
    clock: Clock,
    id: &str,
    fleet: &Fleet,
    first_carrier: u32,
) -> Result<FleetSpec> {
    let steps = fleet.availability.iter().enumerate();
    let mut steps = steps
        .map(|(index, step)| {
            Ok((clock.moment(&step.from, &format!("availability/{id}/{index}"))?, step.count))
        })
        .collect::<Result<Vec<_>>>()?;
    let mut count = fleet.count;
    let base = terminal_of(scenario, &fleet.base)?;
    let crews = fleet.crews.as_ref().map(|crews| {
        let crew_count = crews.count.unwrap_or(fleet.count);
        // A carrier without a crew cannot be used; crews beyond one a carrier wait at the base.
        count = count.min(crew_count);
        let mut spare = vec![(base, crew_count.saturating_sub(fleet.count))];
        for (place, staged) in &crews.staged {
            spare.push((terminal_of(scenario, place)?, *staged));
        }
        Ok(CrewSpec { duty_ms: ms(crews.duty_h), rest_ms: ms(crews.rest_h), spare })
    });
    for (_, step) in &mut steps {
        *step = (*step).min(count);
    }
    Ok(FleetSpec {
        id: id.to_owned(),
        name: fleet.name.clone().unwrap_or_else(|| id.to_owned()),
        carrier_type: index_of(scenario.carrier_types.keys(), &fleet.carrier_type, "carrier type")?,
        count,
        first_carrier: CarrierId::new(first_carrier),
        base,
        serviceability: fleet.serviceability,
        stream: stream_id(&format!("fleet/{id}")),
        available_from: fleet
            .available_from
            .as_ref()
            .map(|moment| clock.moment(moment, &format!("available/{id}")))
            .transpose()?,
        steps,
        daily_limit: DailyLimitId::NONE,
        crews: crews.transpose()?,
        stops: Table::new(),
        stop_at: Table::new(),
        reach: Table::new(),
        begin: Table::new(),
    })
}

/// The fleet of each carrier.
pub(super) fn fleet_of(fleets: &Table<FleetId, FleetSpec>) -> Table<CarrierId, FleetId> {
    fleets.with_ids().flat_map(|(id, fleet)| std::iter::repeat_n(id, fleet.count as usize)).collect()
}
