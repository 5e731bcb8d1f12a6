//! What the figures of a run are made from, and how the categories of a run are drawn.

use super::numbers::Calendar;
use crate::chart::{Activity, Day, Deadline, Meta, Provenance, TimeAxis};
use crate::experiment::arrivals::Counted;
use crate::experiment::rank::described;
use crate::experiment::varies::Varies;
use crate::experiment::{Results, Summary};
use crate::kernel::Time;
use crate::model::{Category, ShownRun, World};
use crate::scenario::Scenario;

/// Everything that figures are made from.
#[derive(Debug, Clone, Copy)]
pub struct Material<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// What was simulated.
    pub world: &'a World,
    /// The world of the shown run: another one when ranges of assumptions are drawn.
    pub shown_world: &'a World,
    /// Over replications.
    pub summary: &'a Summary,
    /// What `result.json` holds.
    pub results: &'a Results,
    /// One run.
    pub shown: &'a ShownRun,
    /// Local time.
    pub calendar: Option<Calendar>,
    /// What makes replications differ, which every caption says.
    pub varies: Varies,
}

impl Material<'_> {
    /// Name, title and measure of a figure of this run; `level` of its intervals, if it shows any.
    pub(super) fn meta(&self, id: &str, title: impl Into<String>, measure: &str, level: Option<f64>) -> Meta {
        Meta::new(id, title, measure, self.provenance(level))
    }

    pub(super) fn provenance(&self, level: Option<f64>) -> Provenance {
        Provenance {
            scenario: self.world.title.clone(),
            replications: u64::from(self.summary.replications),
            seed: self.summary.seed,
            // Where nothing varies there is no interval to show.
            level: level.filter(|_| self.varies.has_intervals()),
            note: self.varies.words().to_owned(),
        }
    }

    pub(super) fn time_axis(&self, last_h: f64) -> TimeAxis {
        // Axes end a little after their data.
        let last_h = last_h * 1.1;
        let midnights = self.calendar.map(|calendar| calendar.midnights(last_h)).unwrap_or_default();
        TimeAxis {
            since: "the appeal".to_owned(),
            days: midnights.into_iter().map(|(hour, label)| Day { hour, label }).collect(),
        }
    }

    pub(super) fn deadline(&self) -> Option<Deadline> {
        self.results.on_time.map(|on_time| Deadline {
            hour: on_time.deadline_h,
            probability: on_time.probability,
            interval: self.varies.has_intervals().then_some((on_time.low_95, on_time.high_95)),
        })
    }

    pub(super) fn last_h(&self) -> f64 {
        let last = self.results.closure_h.max.unwrap_or(0.0);
        last.max(self.results.on_time.map_or(0.0, |on_time| on_time.deadline_h)) + 1.0
    }

    /// The shown replication with its rank.
    pub(super) fn shown_label(&self) -> String {
        described(self.shown.replication, &self.summary.deployment.closure_h)
    }

    pub(super) fn shown_steps(&self, counted: Counted) -> Vec<(f64, f64)> {
        let mut sum = 0;
        let mut steps = vec![(0.0, 0.0)];
        for arrival in &self.shown.outcome.phases[0].arrivals {
            sum += u64::from(counted.of(arrival));
            steps.push((arrival.at.as_h(), counted.unit(sum)));
        }
        steps
    }
}

/// How a category is drawn.
pub(super) fn activity_of(category: Category) -> Activity {
    match category {
        Category::Start | Category::Decision | Category::Mandate | Category::Alert => Activity::Decision,
        Category::Notice | Category::Preparation | Category::EarliestDate => Activity::Mobilising,
        Category::WaitCarrier => Activity::WaitingForCarrier,
        Category::WaitStandToLoad
        | Category::WaitSpotToLoad
        | Category::WaitSlot
        | Category::WaitStand
        | Category::WaitSpot => Activity::WaitingForRoom,
        Category::WaitMobilisationTeam
        | Category::WaitLoadingTeam
        | Category::WaitUnloadingTeam
        | Category::WaitCrane
        | Category::WaitFuelPoint => Activity::WaitingForTeam,
        Category::WaitReception => Activity::WaitingForReception,
        Category::WaitMandate
        | Category::WaitDeparture
        | Category::WaitLanding
        | Category::WaitMarryUp
        | Category::WaitHandover => Activity::WaitingOther,
        Category::EmptyTravel => Activity::Returning,
        Category::Loading | Category::Boarding => Activity::Loading,
        Category::LoadedTravel | Category::RefuellingStop | Category::Border | Category::Diversion => {
            Activity::Travelling
        }
        Category::Unloading => Activity::Unloading,
        Category::CrewRest => Activity::CrewRest,
        Category::Repair => Activity::Repair,
        Category::DeIcing => Activity::DeIcing,
        Category::Refuelling | Category::Service => Activity::Servicing,
        // Causes of their own on the chain, which holds no waits: not hatched.
        Category::Weather
        | Category::Closed
        | Category::NotOpened
        | Category::Reporting
        | Category::FleetUnavailable
        | Category::RunwayInterval
        | Category::Echelon
        | Category::DailyLimit
        | Category::LandingSlot
        | Category::FuelResupply => Activity::Closed,
        Category::Reception => Activity::Reception,
        Category::March => Activity::Marching,
        Category::Takeover | Category::Hold => Activity::InPlace,
        Category::Handover => Activity::HandingOver,
    }
}

/// When the deployment that figures show is over: with a withdrawal, what follows is no part of it.
pub(super) fn deployment_over(shown: &ShownRun) -> Time {
    shown.outcome.counted.at.unwrap_or(shown.outcome.end)
}
