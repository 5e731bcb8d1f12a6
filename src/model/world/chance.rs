//! Whether anything in a world is left to chance.

use crate::kernel::Sampler;

use super::{BreakdownSpec, CarrierSpec, Draw, OpensSpec, Step, World};

impl World {
    /// Whether replications can differ: some duration varies, or something happens with a probability. Carrier types of no
    /// fleet do not count.
    pub fn has_chance(&self) -> bool {
        self.force_by_chance()
            || self.carriage_by_chance()
            || self.places_by_chance()
            || self.events_by_chance()
    }

    fn force_by_chance(&self) -> bool {
        let contingents = self
            .contingents
            .iter()
            .any(|contingent| drawn(contingent.mandate.as_ref()) || drawn(contingent.common_factor.as_ref()));
        let units = self.units.iter().any(|unit| {
            let parts = unit.parts.iter().any(|part| part.after.varies());
            let alerted = unit.alerted.as_ref().is_some_and(|alert| alert.after.varies());
            alerted || unit.notice.varies() || unit.prepare.varies() || parts
        });
        let legs = self.legs.iter().any(|leg| match &leg.step {
            Step::March(march) => {
                sampled(march.travel.as_ref())
                    || sampled(march.border.as_ref())
                    || fails(march.breakdown.as_ref())
            }
            Step::Lift(lift) => lift.planned_fill.iter().any(|fill| sampled(fill.as_ref())),
        });
        drawn(self.decision.as_ref()) || contingents || units || legs
    }

    fn carriage_by_chance(&self) -> bool {
        let fleets = self.fleets.iter().any(|fleet| {
            by_chance(fleet.serviceability)
                || drawn(fleet.available_from.as_ref())
                || fleet.steps.iter().any(|(at, _)| at.varies())
        });
        let with_fleet = |carrier_type| self.fleets.iter().any(|fleet| fleet.carrier_type == carrier_type);
        let used = self.carrier_types.ids().filter(|carrier_type| with_fleet(*carrier_type));
        fleets
            || used.into_iter().any(|carrier_type| {
                let each =
                    self.terminals.ids().flat_map(|from| self.terminals.ids().map(move |to| (from, to)));
                let trips = each.filter_map(|(from, to)| self.trip(carrier_type, from, to));
                let on_the_way =
                    trips.into_iter().any(|trip| trip.travel.varies() || sampled(trip.border.as_ref()));
                self.carrier_types[carrier_type].varies() || on_the_way
            })
    }

    fn places_by_chance(&self) -> bool {
        let places = self.places.iter().any(|place| {
            let reception = place.reception.as_ref().is_some_and(|(_, handling)| handling.base.varies());
            reception || place.site.as_ref().is_some_and(|site| site.takeover.varies())
        });
        let terminals = self.terminals.iter().any(|terminal| {
            let opens = matches!(&terminal.opens, OpensSpec::At(at) if at.varies());
            let closures = terminal.closures.iter().any(|(from, to)| from.varies() || to.varies());
            // Weather starts at a drawn point of its spells, also where these are of fixed lengths.
            terminal.weather.is_some() || opens || closures || terminal.deicing.varies()
        });
        places || terminals
    }

    fn events_by_chance(&self) -> bool {
        let civilians =
            self.civilians.iter().any(|group| drawn(group.ready.as_ref()) || group.board.varies());
        let disruptions = self
            .disruptions
            .iter()
            .filter(|disruption| disruption.probability > 0.0)
            .any(|one| by_chance(one.probability) || one.begins.varies() || drawn(one.lasts.as_ref()));
        let withdrawal = self
            .withdrawal
            .as_ref()
            .is_some_and(|home| drawn(home.begins.as_ref()) || home.hold.varies() || home.handover.varies());
        let slots = self.daily_limits.iter().any(|limit| sampled(limit.slot_use.as_ref()));
        let factors = self.common_factors.iter().any(|factor| factor.draw.varies());
        civilians || disruptions || withdrawal || slots || factors
    }
}

impl Draw {
    fn varies(&self) -> bool {
        self.sampler.varies()
    }
}

impl CarrierSpec {
    fn varies(&self) -> bool {
        let times = [&self.load.base, &self.unload.base, &self.refuel, &self.service, &self.refuel_stop];
        times.into_iter().any(Sampler::varies)
            || fails(self.breakdown.as_ref())
            || sampled(self.travel_factor.as_ref())
    }
}

fn drawn(draw: Option<&Draw>) -> bool {
    draw.is_some_and(Draw::varies)
}

fn sampled(sampler: Option<&Sampler>) -> bool {
    sampler.is_some_and(Sampler::varies)
}

fn by_chance(probability: f64) -> bool {
    probability > 0.0 && probability < 1.0
}

fn fails(breakdown: Option<&BreakdownSpec>) -> bool {
    let certain = |one: &BreakdownSpec| one.probability > 0.0 && one.repair.varies();
    breakdown.is_some_and(|one| by_chance(one.probability) || certain(one))
}
