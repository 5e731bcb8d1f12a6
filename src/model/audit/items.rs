//! Items: a ledger of every copy's people, vehicles and cargo by place. What is loaded or sets out must be there, what
//! is on board comes off once, and in the end everything is accounted for.

use crate::model::ids::{CarrierId, InstanceId, PlaceId, TerminalId};
use std::collections::BTreeMap;

use super::{Audit, Promise};
use crate::kernel::{Causes as _, Node, Table, Time};
use crate::model::category::Category;
use crate::model::observe::Actor;
use crate::model::trace::{Items, Movement};

/// Where items can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Spot {
    At(PlaceId),
    On(CarrierId),
    Marching,
}

type Ledger = BTreeMap<(InstanceId, Spot), Vec<i64>>;

pub(super) fn check(audit: &mut Audit<'_>) {
    let world = audit.world;
    let mut ledger = opening(audit);
    let ready = ready_times(audit);
    let mut in_place: BTreeMap<(InstanceId, bool), Vec<i64>> = BTreeMap::new();
    let run = audit.run;
    for items in &run.trace.items {
        let unit = &world.units[world.unit_of[items.instance]];
        let terminal_place = |terminal: TerminalId| world.terminals[terminal].place;
        let (from, to) = match items.movement {
            Movement::Loaded(carrier, terminal) => (Spot::At(terminal_place(terminal)), Spot::On(carrier)),
            Movement::Delivered(carrier, terminal) => (Spot::On(carrier), Spot::At(terminal_place(terminal))),
            Movement::SetOut(place) => (Spot::At(place), Spot::Marching),
            Movement::MarchedIn(place) => (Spot::Marching, Spot::At(place)),
            Movement::InPlace(place) | Movement::Home(place) => {
                let homeward = matches!(items.movement, Movement::Home(_));
                let there = ledger.get(&(items.instance, Spot::At(place)));
                if !there.is_some_and(|there| covers(there, &items.counts)) {
                    lost(audit, items, "are counted in place, and are not there");
                }
                let sum = in_place.entry((items.instance, homeward)).or_insert_with(|| vec![0; world.slots]);
                add(sum, &items.counts, 1);
                continue;
            }
        };
        let leaves_home = matches!(items.movement, Movement::Loaded(..) | Movement::SetOut(_));
        if leaves_home && from == Spot::At(unit.home) && items.at < ready[items.instance] {
            let message = format!("`{}` leaves before it is prepared", world.instance_name(items.instance));
            audit.report(Promise::Order, items.at, message);
        }
        let source = ledger.entry((items.instance, from)).or_insert_with(|| vec![0; world.slots]);
        if covers(source, &items.counts) {
            add(source, &items.counts, -1);
        } else {
            lost(audit, items, "move from where they are not");
        }
        let target = ledger.entry((items.instance, to)).or_insert_with(|| vec![0; world.slots]);
        add(target, &items.counts, 1);
    }
    totals_are_kept(audit, &in_place);
}

/// Everything at home.
fn opening(audit: &Audit<'_>) -> Ledger {
    let world = audit.world;
    let mut ledger = Ledger::new();
    for instance in world.unit_of.ids() {
        let unit = &world.units[world.unit_of[instance]];
        let mut counts: Vec<i64> = unit.vehicles.iter().map(|slot| i64::from(slot.count)).collect();
        counts.resize(world.slots - 2, 0);
        counts.extend([i64::from(unit.personnel), i64::from(unit.cargo_kg)]);
        ledger.insert((instance, Spot::At(unit.home)), counts);
    }
    ledger
}

/// When the first of each copy may leave: the decision, its mandate, its notice and its first preparation are over.
fn ready_times(audit: &Audit<'_>) -> Table<InstanceId, Time> {
    let world = audit.world;
    let decided = |node: &&Node| Category::from_number(node.category) == Category::Decision;
    let decision = audit.run.causes.nodes().iter().find(decided).map_or(Time::ZERO, Node::end);
    let mut ready = world.unit_of.map(|_| decision);
    let mut prepared = world.unit_of.map(|_| false);
    for activity in &audit.run.trace.activities {
        let Actor::Instance(instance) = activity.actor else { continue };
        match activity.category {
            Category::Mandate => {
                // Shown for the first copy of a unit, and true of all.
                let unit = &world.units[world.unit_of[instance]];
                for copy in unit.instances() {
                    ready[copy] = ready[copy].max(activity.to);
                }
            }
            Category::Notice => ready[instance] = ready[instance].max(activity.to),
            Category::Preparation if !prepared[instance] => {
                prepared[instance] = true;
                ready[instance] = ready[instance].max(activity.from);
            }
            _ => {}
        }
    }
    ready
}

fn covers(there: &[i64], counts: &[u32]) -> bool {
    there.iter().zip(counts).all(|(there, count)| *there >= i64::from(*count))
}

fn add(sum: &mut [i64], counts: &[u32], sign: i64) {
    for (sum, count) in sum.iter_mut().zip(counts) {
        *sum += sign * i64::from(*count);
    }
}

fn lost(audit: &mut Audit<'_>, items: &Items, what: &str) {
    let message =
        format!("items of `{}` {what} ({:?})", audit.world.instance_name(items.instance), items.movement);
    audit.report(Promise::Items, items.at, message);
}

/// When the force is closed, everybody is in place exactly once, and the outcome says so.
fn totals_are_kept(audit: &mut Audit<'_>, in_place: &BTreeMap<(InstanceId, bool), Vec<i64>>) {
    let world = audit.world;
    let end = audit.run.outcome.end;
    for (index, homeward) in [(0, false), (1, true)] {
        let phase = &audit.run.outcome.phases[index];
        let mut sums = [0_u64; 3];
        for ((_, _), counts) in in_place.iter().filter(|((_, way), _)| *way == homeward) {
            let [vehicles @ .., people, cargo] = counts.as_slice() else { continue };
            sums[0] += *people as u64;
            sums[1] += vehicles.iter().sum::<i64>() as u64;
            sums[2] += *cargo as u64;
        }
        let told = [phase.personnel, phase.vehicles, phase.cargo_kg];
        if told != sums {
            let message =
                format!("people, vehicles, cargo in place are {sums:?}, and the outcome says {told:?}");
            audit.report(Promise::Items, end, message);
        }
        let all = [world.totals.personnel, world.totals.vehicles, world.totals.cargo_kg];
        if phase.closure.at.is_some() && sums != all {
            let message = format!("the force of {all:?} is closed with {sums:?} in place");
            audit.report(Promise::Items, end, message);
        }
        if sums.iter().zip(&all).any(|(sum, all)| sum > all) {
            audit.report(Promise::Items, end, format!("{sums:?} are in place, of {all:?}"));
        }
    }
    for ((instance, homeward), counts) in in_place {
        let unit = &world.units[world.unit_of[*instance]];
        let more = counts.iter().zip(&unit.vehicles).any(|(count, slot)| *count > i64::from(slot.count));
        if more || counts[world.slots - 2] > i64::from(unit.personnel) {
            let name = world.instance_name(*instance);
            audit.report(
                Promise::Items,
                end,
                format!("more of `{name}` than exists is in place ({homeward})"),
            );
        }
    }
}
