//! What frames the movement: withdrawal, civilians, disruptions.

use super::durations::{Clock, sampler, sampler_or_zero};
use super::{Result, index_of, terminal_of};
use crate::kernel::{Id, Sampler, Table, stream_id};
use crate::model::ids::{CiviliansId, PlaceId, UnitId};
use crate::model::world::{
    CivilianSpec, DisruptionSpec, Draw, EffectSpec, UNLIMITED, UnitSpec, WithdrawalSpec,
};
use crate::scenario::{Effect, Scenario};

pub(super) fn withdrawal(
    scenario: &Scenario,
    clock: Clock,
    units: &Table<UnitId, UnitSpec>,
) -> Result<Option<WithdrawalSpec>> {
    let Some(withdrawal) = &scenario.withdrawal else {
        return Ok(None);
    };
    let draw = |sampler: Sampler, purpose: &str| Draw { sampler, stream: stream_id(purpose) };
    Ok(Some(WithdrawalSpec {
        begins: withdrawal
            .begins
            .as_ref()
            .map(|moment| clock.moment(moment, "withdrawal/begins"))
            .transpose()?,
        hold: draw(sampler_or_zero(withdrawal.hold_h.as_ref()), "withdrawal/hold"),
        handover: draw(sampler_or_zero(withdrawal.handover_h.as_ref()), "withdrawal/handover"),
        handover_order: handover_order(scenario, &withdrawal.handover_order, units)?,
        teams: withdrawal.handover_teams.unwrap_or(UNLIMITED).max(1),
    }))
}

/// Places where units end: those that are named in their order, then the others by their ids.
fn handover_order(
    scenario: &Scenario,
    named: &[String],
    units: &Table<UnitId, UnitSpec>,
) -> Result<Vec<PlaceId>> {
    let mut order: Vec<PlaceId> = Vec::new();
    for id in named {
        let place = index_of(scenario.places.keys(), id, "place")?;
        if !order.contains(&place) {
            order.push(place);
        }
    }
    let others = (0..scenario.places.len()).map(PlaceId::from_index);
    let others: Vec<PlaceId> = others.filter(|place| !order.contains(place)).collect();
    order.extend(others);
    order.retain(|place| units.iter().any(|unit| unit.last_place == *place));
    Ok(order)
}

pub(super) fn civilians(scenario: &Scenario, clock: Clock) -> Result<Table<CiviliansId, CivilianSpec>> {
    let groups = scenario.civilians.iter().map(|(id, group)| {
        Ok(CivilianSpec {
            id: id.clone(),
            at: terminal_of(scenario, &group.at)?,
            to: group.to.iter().map(|to| terminal_of(scenario, to)).collect::<Result<_>>()?,
            people: group.people,
            ready: group
                .ready
                .as_ref()
                .map(|moment| clock.moment(moment, &format!("civilians/{id}/ready")))
                .transpose()?,
            board: sampler_or_zero(group.board_h.as_ref()),
            stream: stream_id(&format!("civilians/{id}/board")),
            per_carrier: group.per_carrier.unwrap_or(UNLIMITED),
        })
    });
    groups.collect()
}

pub(super) fn disruptions(scenario: &Scenario, clock: Clock) -> Result<Vec<DisruptionSpec>> {
    let all = scenario.disruptions.iter().map(|(id, disruption)| {
        let effect = match &disruption.what {
            Effect::TerminalClosed(place) => EffectSpec::TerminalClosed(terminal_of(scenario, place)?),
            Effect::RouteBlocked(route) => {
                EffectSpec::RouteBlocked(index_of(scenario.routes.keys(), route, "route")?)
            }
            Effect::FleetCut(cut) => {
                EffectSpec::FleetCut(index_of(scenario.fleets.keys(), &cut.fleet, "fleet")?, cut.carriers)
            }
            Effect::MandateLate(contingent) => {
                EffectSpec::MandateLate(index_of(scenario.contingents.keys(), contingent, "contingent")?)
            }
        };
        Ok(DisruptionSpec {
            id: id.clone(),
            probability: disruption.probability,
            begins: clock.moment(&disruption.begins, &format!("disruption/{id}/begins"))?,
            lasts: disruption.lasts_h.as_ref().map(|lasts| Draw {
                sampler: sampler(lasts),
                stream: stream_id(&format!("disruption/{id}/lasts")),
            }),
            effect,
            stream: stream_id(&format!("disruption/{id}")),
        })
    });
    all.collect()
}
