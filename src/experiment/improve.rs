//! What would help: about what a small improvement of each duration saves, and what one more of each capacity saves,
//! measured by a re-run under the same draws.

use serde::Serialize;
use serde_json::Value;

use crate::model::{Category, Facility, Group, World};
use crate::scenario::daily::Daily;
use crate::scenario::{Leg, Loaded, Scenario, path};

use super::assumption::with_numbers;
use super::chain::{OnChain, chain};
use super::compare::MeanDifference;
use super::sample::Sample;
use super::statistics::paired::paired;

/// The share by which a duration is shortened: a tenth.
pub const SHORTER: f64 = 0.1;
/// Gains smaller than this are none: differences have two decimals [h].
pub const TOO_LITTLE_H: f64 = 0.005;
const CONFIDENCE: f64 = 0.95;

/// A duration on the causal chain: about what a tenth less of it saves.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DurationGain {
    /// Category.
    pub cause: String,
    /// The fleet or unit that spends it.
    pub whose: String,
    /// Mean hours on the chain.
    pub chain_h: f64,
    /// Share of replications in which it is on the chain.
    pub criticality: f64,
    /// About what a tenth less saves: the derivative, which holds for small changes [h].
    pub saved_h: f64,
    /// The change of the scenario that tries it, where a single key does.
    pub change: Option<Change>,
    /// By how much closure moves: below zero is earlier [h].
    pub difference_h: f64,
}

/// A change of the scenario, as `--set` takes it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change {
    /// The path.
    pub path: String,
    /// Its new value.
    pub value: Value,
}

/// One more of a capacity, as a change of the scenario.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Proposal {
    /// In words: `one more working spot at Almaty airport`.
    pub what: String,
    /// The path that `--set` takes.
    pub path: String,
    /// Its new value.
    pub value: u32,
}

/// What a proposal saves, measured.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CapacityGain {
    /// What was tried.
    pub proposal: Proposal,
    /// Mean hours saved; negative when closure is later.
    pub saved_h: f64,
    /// Lower end of the paired 95 % interval.
    pub low_95: Option<f64>,
    /// Upper end.
    pub high_95: Option<f64>,
    /// Whether it changed nothing in any replication.
    pub nothing: bool,
    /// By how much closure moves, with its paired interval: below zero is earlier [h].
    pub difference_h: Option<MeanDifference>,
}

impl CapacityGain {
    /// Whether closure comes earlier, as far as its interval tells.
    pub fn surely_helps(&self) -> bool {
        self.saved_h >= TOO_LITTLE_H && self.low_95.is_none_or(|low| low > 0.0)
    }

    /// Compares closures with and without a proposal, replication by replication.
    pub fn of(proposal: Proposal, with: &[f64], without: &[f64]) -> Self {
        let nothing = with == without;
        let saved: Vec<f64> = without.iter().zip(with).map(|(before, after)| before - after).collect();
        let mean = saved.iter().sum::<f64>() / saved.len().max(1) as f64;
        let interval = paired(without, with, CONFIDENCE);
        Self {
            proposal,
            saved_h: mean,
            low_95: interval.map(|difference| difference.low),
            high_95: interval.map(|difference| difference.high),
            nothing,
            difference_h: MeanDifference::of(with, without, CONFIDENCE),
        }
    }
}

/// Durations on a chain of the force's closure, largest first, each with the change of the scenario that tries it.
pub fn durations_on(chain: &[OnChain], loaded: &Loaded) -> Vec<DurationGain> {
    let mut gains = of_work(chain);
    for gain in &mut gains {
        gain.change = shorter(gain, loaded);
    }
    gains
}

/// Durations on the chain of the force's closure over the replications of a sample, largest first.
pub fn durations(world: &World, sample: Sample) -> Vec<DurationGain> {
    of_work(&chain(world, sample))
}

/// The parts of a chain that are work, and so may be shortened.
fn of_work(chain: &[OnChain]) -> Vec<DurationGain> {
    let work =
        chain.iter().filter(|part| part.category().is_some_and(|category| category.group() == Group::Work));
    let gain = |OnChain { cause, whose, chain_h, criticality }: &OnChain| DurationGain {
        cause: cause.clone(),
        whose: whose.clone(),
        chain_h: *chain_h,
        criticality: *criticality,
        saved_h: chain_h * SHORTER,
        change: None,
        difference_h: -chain_h * SHORTER,
    };
    work.map(gain).collect()
}

/// The change that makes a duration a tenth shorter; `None` where several keys make it up, as for travel.
///
/// The key of a carrier type changes all fleets of the type.
pub fn shorter(gain: &DurationGain, loaded: &Loaded) -> Option<Change> {
    let fleets = &loaded.scenario.fleets;
    let of_type = |key: &str| {
        fleets.get(gain.whose.as_str()).map(|fleet| format!("carrier_types.{}.{key}", fleet.carrier_type))
    };
    let of_unit = |key: &str| {
        let (contingent, unit) = gain.whose.split_once('/')?;
        Some(format!("contingents.{contingent}.units.{unit}.{key}"))
    };
    let category = Category::ALL.into_iter().find(|category| category.id() == gain.cause)?;
    let path = match category {
        Category::Loading => of_type("load_h"),
        Category::Unloading => of_type("unload_h"),
        Category::Refuelling => of_type("refuel_h"),
        Category::RefuellingStop => of_type("refuel_stop_h"),
        Category::Service => of_type("service_h"),
        Category::Repair => of_type("breakdown.repair_h"),
        Category::CrewRest => Some(format!("fleets.{}.crews.rest_h", gain.whose)),
        Category::Preparation => of_unit("prepare_h"),
        Category::Notice => of_unit("notice_h"),
        _ => None,
    }?;
    let value = path::get(&loaded.root, &path).ok()?.to_json();
    // To a millionth of an hour, so that 0.9 times 3 reads 2.7.
    let mut value = with_numbers(&value, &|hours| Value::from((hours * (1.0 - SHORTER) * 1e6).round() / 1e6));
    put_in_order(&mut value);
    Some(Change { path, value })
}

/// Orders the keys of a distribution as the documents write them, whatever their order in the file: a scenario and its
/// resolved form give the same words.
fn put_in_order(value: &mut Value) {
    const RISING: [&str; 10] = ["min", "mode", "mean", "median", "max", "sd", "cv", "p90", "scale", "shape"];
    let Value::Object(members) = value else { return };
    let place = |key: &str| RISING.iter().position(|known| *known == key).unwrap_or(RISING.len());
    let mut sorted: Vec<(String, Value)> = std::mem::take(members).into_iter().collect();
    sorted.sort_by(|one, other| place(&one.0).cmp(&place(&other.0)).then_with(|| one.0.cmp(&other.0)));
    for (key, mut member) in sorted {
        put_in_order(&mut member);
        members.insert(key, member);
    }
}

/// One more carrier and crew of each fleet, one more of each limited facility and of mobilisation teams, and one
/// more movement a day where a daily limit is one number.
pub fn proposals(scenario: &Scenario) -> Vec<Proposal> {
    let mut proposals = Vec::new();
    for (id, fleet) in &scenario.fleets {
        let name = fleet.name.as_deref().unwrap_or(id.as_str());
        proposals.push(Proposal {
            what: format!("one more carrier in {name}"),
            path: format!("fleets.{id}.count"),
            value: fleet.count.saturating_add(1),
        });
        if let Some(crews) = &fleet.crews {
            proposals.push(Proposal {
                what: format!("one more crew in {name}"),
                path: format!("fleets.{id}.crews.count"),
                value: crews.count.unwrap_or(fleet.count).saturating_add(1),
            });
        }
    }
    for (id, place) in &scenario.places {
        let name = place.name.as_deref().unwrap_or(id.as_str());
        let facilities = place.terminal.iter().flat_map(|terminal| {
            Facility::ALL.map(|one| (one.noun(), format!("terminal.{}", one.path()), one.given(terminal)))
        });
        let reception = place.reception.as_ref().and_then(|reception| reception.teams);
        let reception = ("reception team", "reception.teams".to_owned(), reception);
        for (word, key, capacity) in facilities.chain([reception]) {
            if let Some(capacity) = capacity {
                proposals.push(Proposal {
                    what: format!("one more {word} at {name}"),
                    path: format!("places.{id}.{key}"),
                    value: capacity.saturating_add(1),
                });
            }
        }
    }
    let name = |id: &str, name: &Option<String>| name.clone().unwrap_or_else(|| id.to_owned());
    let of_contingents = scenario.contingents.iter().map(|(id, contingent)| {
        let whose = format!("of {}", name(id, &contingent.name));
        (whose, format!("contingents.{id}"), contingent.mobilisation_teams)
    });
    let of_places = scenario.places.iter().map(|(id, place)| {
        (format!("at {}", name(id, &place.name)), format!("places.{id}"), place.mobilisation_teams)
    });
    for (whose, path, teams) in of_contingents.chain(of_places) {
        if let Some(teams) = teams {
            proposals.push(Proposal {
                what: format!("one more mobilisation team {whose}"),
                path: format!("{path}.mobilisation_teams"),
                value: teams.saturating_add(1),
            });
        }
    }
    proposals.extend(daily(scenario));
    proposals
}

/// One more departure or landing a day where a number of them limits every day.
fn daily(scenario: &Scenario) -> Vec<Proposal> {
    let mut found = Vec::new();
    let mut propose = |what: String, path: String, limit: &Option<Daily>| {
        if let Some(Daily::Same(limit)) = limit {
            let what = format!("one more {what}");
            found.push(Proposal { what, path, value: limit.saturating_add(1) });
        }
    };
    let name = |id: &str, name: &Option<String>| name.clone().unwrap_or_else(|| id.to_owned());
    for (id, place) in &scenario.places {
        let Some(terminal) = &place.terminal else { continue };
        let (place, path) = (name(id, &place.name), format!("places.{id}.terminal"));
        propose(
            format!("departure a day from {place}"),
            format!("{path}.daily_limit"),
            &terminal.daily_limit,
        );
        propose(
            format!("landing a day at {place}"),
            format!("{path}.daily_landings"),
            &terminal.daily_landings,
        );
    }
    for (id, fleet) in &scenario.fleets {
        let what = format!("departure a day of {}", name(id, &fleet.name));
        propose(what, format!("fleets.{id}.daily_limit"), &fleet.daily_limit);
    }
    for (contingent_id, contingent) in &scenario.contingents {
        for (id, unit) in &contingent.units {
            for (index, leg) in unit.itinerary.iter().enumerate() {
                let Leg::Lift(lift) = leg else { continue };
                let path =
                    format!("contingents.{contingent_id}.units.{id}.itinerary.{index}.lift.daily_limit");
                propose(format!("departure a day for {}", name(id, &unit.name)), path, &lift.daily_limit);
            }
        }
    }
    found
}
