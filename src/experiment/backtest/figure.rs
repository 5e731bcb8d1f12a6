//! Figures of anything that moves, read from the log of trips of a replication.

use crate::kernel::{Id, Time, hours};
use crate::model::ids::{CarrierId, ContingentId, FleetId, PlaceId};
use crate::model::trips::{Amount, Trip};
use crate::model::{Trips, World};
use crate::scenario::{Figure, Ids, Mode, Moment, Scenario, Subject, When};

use super::quantity::day_span_ms;
use crate::experiment::runner::Look;

/// Figures with their ids found in a world, ready to be read from replications.
#[derive(Debug, Clone)]
pub struct Figures(Vec<Reading>);

/// One figure with its ids found.
#[derive(Debug, Clone)]
struct Reading {
    of: Subject,
    when: Option<When>,
    /// Empty lists let everything through.
    contingents: Vec<ContingentId>,
    fleets: Vec<FleetId>,
    mode: Option<Mode>,
    from: Vec<PlaceId>,
    to: Vec<PlaceId>,
    homeward: bool,
    /// Later than the first end and until the second [ms from the start].
    window: (i64, i64),
}

/// What happened at an instant, as far as it counts.
struct Counted {
    at: Time,
    /// Trips, people, vehicles or kilograms.
    number: u64,
}

impl Figures {
    /// Finds what figures of a scenario speak of in its world.
    pub fn of<'a>(figures: impl IntoIterator<Item = &'a Figure>, scenario: &Scenario, world: &World) -> Self {
        Self(figures.into_iter().map(|figure| Reading::of(figure, scenario, world)).collect())
    }
}

impl Look for Figures {
    type Eye = Trips;
    /// A value for each figure, `None` for an instant that was not reached.
    type Seen = Vec<Option<f64>>;

    fn read(&self, world: &World, trips: &mut Trips) -> Self::Seen {
        let values = self.0.iter().map(|reading| reading.value(world, trips)).collect();
        trips.clear();
        values
    }
}

/// The ids of a table's entries that are named.
fn found<I: Id>(ids: &Ids, all: impl Iterator<Item = (I, String)>) -> Vec<I> {
    all.filter(|(_, id)| ids.0.contains(id)).map(|(index, _)| index).collect()
}

impl Reading {
    fn of(figure: &Figure, scenario: &Scenario, world: &World) -> Self {
        let places = || world.places.with_ids().map(|(index, place)| (index, place.id.clone()));
        let start = crate::scenario::time::parse_instant(&scenario.start).ok();
        let ms = |moment: &Option<Moment>| {
            let hours = moment.as_ref()?.fixed_h(start?)?;
            Some((hours * crate::units::MS_PER_HOUR).round() as i64)
        };
        let day = figure.on.as_deref().and_then(|date| day_span_ms(world, date));
        let window = match day {
            // A day holds its first instant, and not that of the next.
            Some((first, next)) => (first - 1, next - 1),
            None => (ms(&figure.after).unwrap_or(i64::MIN), ms(&figure.by).unwrap_or(i64::MAX)),
        };
        Self {
            of: figure.of,
            when: figure.when,
            contingents: found(
                &figure.contingent,
                world.contingents.with_ids().map(|(index, one)| (index, one.id.clone())),
            ),
            fleets: found(&figure.fleet, world.fleets.with_ids().map(|(index, one)| (index, one.id.clone()))),
            mode: figure.mode,
            from: found(&figure.from, places()),
            to: found(&figure.to, places()),
            homeward: figure.withdrawal,
            window,
        }
    }

    fn value(&self, world: &World, log: &Trips) -> Option<f64> {
        if self.of == Subject::FlownH {
            return Some(self.hours_on_the_way(world, log));
        }
        let mut counted: Vec<Counted> = if self.of.is_in_place() {
            self.in_place(world, log).collect()
        } else {
            self.trips(world, log).collect()
        };
        counted.retain(|one| self.holds(one.at) && one.number > 0);
        let Some(when) = self.when else {
            let sum: u64 = counted.iter().map(|one| one.number).sum();
            return Some(if self.of.unit() == "t" { sum as f64 / 1_000.0 } else { sum as f64 });
        };
        counted.sort_by_key(|one| one.at);
        let at = |one: Option<&Counted>| one.map(|one| hours(one.at.as_ms()));
        match when {
            When::First => at(counted.first()),
            When::Last => at(counted.last()),
            When::FirstToLast => Some(at(counted.last())? - at(counted.first())?),
            When::Nth(nth) => {
                // Of cargo, the n-th tonne.
                let wanted = u64::from(nth) * if self.of.unit() == "t" { 1_000 } else { 1 };
                let mut sum = 0;
                at(counted.iter().find(|one| {
                    sum += one.number;
                    sum >= wanted
                }))
            }
        }
    }

    fn holds(&self, at: Time) -> bool {
        at.as_ms() > self.window.0 && at.as_ms() <= self.window.1
    }

    fn carries(&self, world: &World, carrier: CarrierId) -> bool {
        let fleet = world.fleet_of[carrier];
        let mode = world.carrier_types[world.fleets[fleet].carrier_type].mode;
        (self.fleets.is_empty() || self.fleets.contains(&fleet)) && self.mode.is_none_or(|only| only == mode)
    }

    fn is_theirs(&self, world: &World, amount: &Amount) -> bool {
        let contingent = world.units[world.unit_of[amount.instance]].contingent;
        self.contingents.is_empty() || self.contingents.contains(&contingent)
    }

    /// Loaded trips that count, with when they do.
    fn trips<'a>(&'a self, world: &'a World, log: &'a Trips) -> impl Iterator<Item = Counted> + 'a {
        let departs = matches!(
            self.of,
            Subject::Departures
                | Subject::PeopleDeparted
                | Subject::VehiclesDeparted
                | Subject::CargoTDeparted
        );
        log.loaded.iter().filter_map(move |trip| {
            let leads = |places: &[PlaceId], end: Option<_>| {
                places.is_empty()
                    || end.is_some_and(|terminal| places.contains(&world.terminals[terminal].place))
            };
            let fits = trip.homeward == self.homeward
                && self.carries(world, trip.carrier)
                && leads(&self.from, Some(trip.from))
                && leads(&self.to, trip.to);
            // It has landed for good once its load leaves it.
            let landed = trip.landed.filter(|_| trip.to.is_some());
            let at = if departs { trip.departed } else { landed };
            fits.then_some(Counted { at: at?, number: self.on_board(world, trip) })
        })
    }

    /// What counts of a trip: itself, where any of its load does, or people, vehicles or cargo.
    fn on_board(&self, world: &World, trip: &Trip) -> u64 {
        let theirs = trip.load.iter().filter(|amount| self.is_theirs(world, amount));
        match self.of {
            Subject::Departures | Subject::Landings => u64::from(theirs.count() > 0),
            _ => theirs.map(|amount| self.number_of(amount)).sum(),
        }
    }

    /// People, vehicles or kilograms of an amount.
    fn number_of(&self, amount: &Amount) -> u64 {
        use Subject as S;
        u64::from(match self.of {
            S::PeopleDeparted | S::PeopleLanded | S::PeopleInPlace => amount.people,
            S::VehiclesDeparted | S::VehiclesLanded | S::VehiclesInPlace => amount.vehicles,
            S::CargoTDeparted | S::CargoTLanded | S::CargoTInPlace => amount.cargo_kg,
            S::Departures | S::Landings | S::FlownH => 0,
        })
    }

    fn in_place<'a>(&'a self, world: &'a World, log: &'a Trips) -> impl Iterator<Item = Counted> + 'a {
        let fits = move |one: &&crate::model::trips::InPlace| {
            one.homeward == self.homeward
                && (self.to.is_empty() || self.to.contains(&one.place))
                && self.is_theirs(world, &one.amount)
        };
        let counted =
            |one: &crate::model::trips::InPlace| Counted { at: one.at, number: self.number_of(&one.amount) };
        log.in_place.iter().filter(fits).map(counted)
    }

    /// Hours of trips that end in the window, with or without a load [h].
    fn hours_on_the_way(&self, world: &World, log: &Trips) -> f64 {
        let counts =
            |span: &&crate::model::trips::Travel| self.holds(span.to) && self.carries(world, span.carrier);
        let sum_ms: i64 = log.travel.iter().filter(counts).map(|span| span.to - span.from).sum();
        hours(sum_ms)
    }
}
