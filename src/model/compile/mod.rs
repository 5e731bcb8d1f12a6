//! Turns a checked scenario into a [`World`]: ids become indices, hours milliseconds, tonnes kilograms.

mod carriers;
mod durations;
mod earliest;
mod factors;
mod lanes;
mod legs;
mod limits;
mod phases;
mod places;
mod teams;
mod trips;
mod units;

use crate::model::ids::{DailyLimitId, TerminalId};
use std::fmt;

use crate::kernel::{Id, LONGEST_MS, MOST_REACH_MS, Table, Time, ms};
use crate::scenario::factor::FactorOn;
use crate::scenario::{Scenario, SlotPolicy};

use self::durations::Clock;
use super::facility::Facility;
use super::mobilise::MOST_ELEMENTS;
use super::world::{PricesSpec, Totals, UNLIMITED, World};

/// A scenario that cannot be compiled. The checks of the scenario find the same with its place in the file; this
/// is what is left for callers that skip them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompileError(pub String);

impl fmt::Display for CompileError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for CompileError {}

/// Terminals that a scenario may have.
const MOST_TERMINALS: usize = 250;

fn too_many_terminals() -> CompileError {
    CompileError(format!("more than {MOST_TERMINALS} terminals"))
}

type Result<T> = std::result::Result<T, CompileError>;

/// Compiles a scenario.
///
/// # Errors
/// An id that is not defined, a time that cannot be read, or a lift that nothing can carry.
pub fn compile(scenario: &Scenario) -> Result<World> {
    let clock = Clock::new(&scenario.start)?;
    let places = places::places(scenario, clock)?;
    let terminals = places::terminals(scenario, clock)?;
    let carrier_types = carriers::carrier_types(scenario);
    let routes = trips::routes(scenario);
    let trips = trips::trips(scenario, &places, &terminals);
    let fleets = carriers::fleets(scenario, clock)?;
    let mut world = World {
        title: scenario.title.clone(),
        horizon: Time::from_ms(ms(scenario.horizon_h)),
        deadline: scenario.deadline_h.map(|h| Time::from_ms(ms(h))),
        withdrawal_deadline: scenario
            .withdrawal
            .as_ref()
            .and_then(|withdrawal| withdrawal.deadline_h)
            .map(|h| Time::from_ms(ms(h))),
        dispatch: scenario.dispatch,
        slot_policy: scenario.slot_policy,
        reporting_ms: ms(scenario.reporting_interval_h),
        decision: scenario
            .authorisation
            .as_ref()
            .map(|authorisation| clock.moment(&authorisation.decision, "decision"))
            .transpose()?,
        contingents: Table::new(),
        units: Table::new(),
        instances: 0,
        unit_of: Table::new(),
        team_pools: Table::new(),
        team_queues: Table::new(),
        legs: Table::new(),
        lanes: Table::new(),
        selective: false,
        holds_departures: false,
        has_least_fill: carrier_types.iter().any(|carrier| carrier.min_fill > 0.0),
        fleet_of: carriers::fleet_of(&fleets),
        carrier_types,
        fleets,
        places,
        limited_stands: terminals
            .with_ids()
            .filter(|(_, terminal)| terminal.capacity(Facility::Stands) != UNLIMITED)
            .map(|(id, _)| id)
            .collect(),
        tells_modes_apart: terminals.iter().any(|terminal| {
            Facility::ALL.into_iter().any(|one| one.mode().is_some() && terminal.capacity(one) != UNLIMITED)
        }),
        terminals,
        trips,
        routes,
        common_factors: Table::new(),
        factors_on: [false; FactorOn::COUNT],
        daily_limits: Table::new(),
        withdrawal_limit: DailyLimitId::NONE,
        civilians: Table::new(),
        disruptions: Vec::new(),
        withdrawal: None,
        vehicle_types: scenario
            .vehicle_types
            .iter()
            .map(|(id, vehicle)| vehicle.name.clone().unwrap_or_else(|| id.clone()))
            .collect(),
        slots: units::slots(scenario),
        sortie_lines: 0,
        totals: Totals::default(),
        prices: PricesSpec {
            given: false,
            budget: scenario.budget,
            currency: scenario.currency.clone().unwrap_or_default(),
        },
    };
    factors::factors(scenario, &mut world)?;
    limits::limits(scenario, &mut world);
    units::contingents(scenario, clock, &mut world)?;
    teams::teams(scenario, &mut world);
    lanes::finish(&mut world)?;
    world.withdrawal = phases::withdrawal(scenario, clock, &world.units)?;
    world.civilians = phases::civilians(scenario, clock)?;
    world.disruptions = phases::disruptions(scenario, clock)?;
    places::openings(scenario, &mut world)?;
    trips::find_direct(&mut world);
    world.holds_departures = world.slot_policy == SlotPolicy::GroundHold
        || world.withdrawal.is_some()
        || !world.daily_limits.is_empty();
    trips::sorties(&mut world);
    lanes::stops(&mut world);
    lanes::approaches(&mut world);
    bounds(&world)?;
    world.prices.given = carriers::have_rates(&world);
    world.selective = world.lanes.iter().any(|lane| lane.selective);
    Ok(world)
}

/// What the run packs into few bits; `check` refuses such scenarios with a diagnostic.
fn bounds(world: &World) -> Result<()> {
    let elements = world.units.iter().map(|unit| u64::from(unit.copies) * u64::from(unit.parts_count()));
    if elements.sum::<u64>() > MOST_ELEMENTS {
        return Err(CompileError("more copies of units and their parts than can be numbered".to_owned()));
    }
    if world.horizon >= Time::from_ms(LONGEST_MS - MOST_REACH_MS) {
        return Err(CompileError("a horizon of more than 137 years".to_owned()));
    }
    Ok(())
}

/// The index of an id among the keys of an ordered map.
fn index_of<'a, I: Id>(mut ids: impl Iterator<Item = &'a String>, id: &str, what: &str) -> Result<I> {
    let position = ids.position(|other| other == id);
    position
        .filter(|index| *index < usize::from(u16::MAX))
        .map(I::from_index)
        .ok_or_else(|| CompileError(format!("there is no {what} `{id}`")))
}

/// The terminal at a place.
fn terminal_of(scenario: &Scenario, place: &str) -> Result<TerminalId> {
    let with_terminal =
        scenario.places.iter().filter(|(_, place)| place.terminal.is_some()).map(|(id, _)| id);
    let index: usize = index_of(with_terminal, place, "terminal at the place")?;
    if index < MOST_TERMINALS { Ok(TerminalId::from_index(index)) } else { Err(too_many_terminals()) }
}
