//! How a carrier goes on from one stage to the next: when what it does ends, and when it is granted what it waits for.

use crate::kernel::{Causes, NodeId, Time};

use super::ids::{CarrierId, TerminalId};
use super::observe::Observer;
use super::simulation::Simulation;
use super::state::Stage;

impl<C: Causes, O: Observer> Simulation<'_, C, O> {
    /// Goes on with a carrier whose activity ends now.
    pub(super) fn continue_carrier(&mut self, carrier: CarrierId) {
        match self.state.carriers[carrier].stage {
            Stage::Loading => self.end_loading(carrier),
            stage @ (Stage::CrewRest | Stage::Repair | Stage::DeIcing | Stage::Departure) => {
                self.go_on_departing(carrier, stage);
            }
            Stage::Delivering => self.arrive(carrier, true),
            Stage::Travelling => self.arrive(carrier, false),
            Stage::Diverting => self.arrive_over_alternate(carrier),
            Stage::AtAlternate => self.leave_alternate(carrier),
            Stage::Landing => self.land(carrier),
            Stage::Unloading => self.end_unloading(carrier),
            Stage::Refuelling => self.end_refuelling(carrier),
            Stage::Service => self.end_service(carrier),
            Stage::Boarding => self.leave_for_next(carrier),
            stage @ (Stage::Idle
            | Stage::Stopped
            | Stage::Unreported
            | Stage::StandToLoad
            | Stage::SpotToLoad
            | Stage::LoadingTeam
            | Stage::CraneToLoad
            | Stage::Slot
            | Stage::Stand
            | Stage::OverAlternate
            | Stage::Spot
            | Stage::UnloadingTeam
            | Stage::Crane
            | Stage::FuelPoint
            | Stage::Fuel) => debug_assert!(false, "no activity ends in {stage:?}"),
        }
    }

    /// Goes on with a carrier that was granted a facility for which it has waited since `since`.
    #[inline(always)]
    pub(super) fn grant_facility(
        &mut self,
        carrier: CarrierId,
        terminal: TerminalId,
        since: Time,
        freed_by: NodeId,
    ) {
        let stage = self.state.carriers[carrier].stage;
        if matches!(stage, Stage::Diverting | Stage::OverAlternate | Stage::AtAlternate) {
            self.grant_diverted(carrier, terminal, freed_by);
            return;
        }
        let Some(wait) = stage.wait() else {
            debug_assert!(false, "no facility is granted in {stage:?}");
            return;
        };
        if since < self.now {
            self.record_wait(carrier, wait.category, since, freed_by, terminal);
        }
        match stage {
            Stage::StandToLoad => self.stand_to_load(carrier, terminal),
            Stage::SpotToLoad => self.spot_to_load(carrier, terminal),
            Stage::LoadingTeam => self.loading_team_granted(carrier, terminal),
            Stage::CraneToLoad => self.start_loading(carrier),
            Stage::Slot => self.slot_granted(carrier),
            Stage::Stand => self.stand_granted(carrier),
            Stage::Spot => self.spot_granted(carrier, terminal),
            Stage::UnloadingTeam => self.unloading_team_granted(carrier, terminal),
            Stage::Crane => self.start_unloading(carrier),
            Stage::FuelPoint => self.fuel_point_granted(carrier),
            _ => debug_assert!(false, "{stage:?} waits for a facility and goes nowhere"),
        }
    }
}
