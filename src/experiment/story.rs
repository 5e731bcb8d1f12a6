//! The story of one seeded run: what the last load did, and what its waits were waiting for.

use serde::Serialize;

use crate::kernel::{Causes, Node, NodeId, Time};
use crate::model::blame::{Link, View, walk};
use crate::model::ids::{ContingentId, InstanceId, UnitId};
use crate::model::{Actor, Category, ShownRun, World};

/// One interval of a story.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Step {
    /// Category.
    pub cause: String,
    /// Beginning [h].
    pub from_h: f64,
    /// End [h].
    pub to_h: f64,
    /// The carrier that does it, where one does.
    pub carrier: Option<String>,
    /// The unit that it is for, where known.
    pub unit: Option<String>,
    /// Where it happens or, for travel, where to.
    pub place: Option<String>,
    /// For a wait: what happened meanwhile that ended it, by category [h].
    pub meanwhile: Vec<Meanwhile>,
    #[serde(skip)]
    category: Category,
}

/// A cause of a wait.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Meanwhile {
    /// Category.
    pub cause: String,
    /// The carrier, where one is known.
    pub carrier: Option<String>,
    /// Hours of the wait that it took.
    pub hours: f64,
    #[serde(skip)]
    category: Category,
}

impl Step {
    /// Its length [h].
    pub fn hours(&self) -> f64 {
        self.to_h - self.from_h
    }

    /// Its category.
    pub fn category(&self) -> Category {
        self.category
    }
}

impl Meanwhile {
    /// Its category.
    pub fn category(&self) -> Category {
        self.category
    }
}

/// Whose closure is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// The force.
    Force,
    /// A contingent.
    Contingent(ContingentId),
    /// A unit.
    Unit(UnitId),
    /// A copy of a unit.
    Copy(InstanceId),
}

impl Subject {
    /// Finds a subject by id: a contingent, `contingent/unit`, or `contingent/unit#7`.
    pub fn find(world: &World, id: &str) -> Option<Self> {
        if let Some((found, _)) = world.contingents.with_ids().find(|(_, contingent)| contingent.id == id) {
            return Some(Self::Contingent(found));
        }
        if let Some((found, _)) = world.units.with_ids().find(|(_, unit)| unit.id == id) {
            return Some(Self::Unit(found));
        }
        let (unit, number) = id.split_once('#')?;
        let unit = world.units.iter().find(|spec| spec.id == unit)?;
        let number: usize = number.parse().ok()?;
        unit.instances().nth(number.checked_sub(1)?).map(Self::Copy)
    }

    /// Its name in a sentence.
    pub fn name(&self, world: &World) -> String {
        match self {
            Self::Force => "the force".to_owned(),
            Self::Contingent(index) => world.contingents[*index].name.clone(),
            Self::Unit(index) => world.units[*index].id.clone(),
            Self::Copy(instance) => world.instance_name(*instance),
        }
    }

    /// The causal node with which its closure ends; none where it did not close.
    pub fn last_node(&self, world: &World, shown: &ShownRun) -> Option<NodeId> {
        let phase = &shown.outcome.phases[0];
        let ended = |end: &crate::model::End| end.at.map(|_| end.node);
        match self {
            Self::Force => ended(&phase.closure),
            Self::Contingent(index) => ended(&phase.contingents[*index]),
            Self::Unit(index) => ended(&phase.units[*index]),
            Self::Copy(instance) => {
                // What comes after the unit is in place belongs to the operation and the way home.
                let closed = phase.units[world.unit_of[*instance]].at?;
                let own = shown.trace.activities.iter().filter(|activity| activity.client == Some(*instance));
                own.filter(|activity| activity.node != 0 && activity.to <= closed)
                    .max_by_key(|activity| (activity.to, activity.node))
                    .map(|activity| activity.node)
            }
        }
    }
}

/// A closure told twice: by the last load's own clock, and by causes alone.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Story {
    /// The name of its subject.
    pub subject: String,
    /// The unit whose load was last.
    pub last_unit: Option<String>,
    /// The closure [h].
    pub closure_h: f64,
    /// The last load's own clock, earliest first; adds up to the closure.
    pub diary: Vec<Step>,
    /// The causal chain, earliest first; adds up to the closure.
    pub chain: Vec<Step>,
}

impl Story {
    /// The story of a subject in a run; `None` when it did not close.
    pub fn of(world: &World, shown: &ShownRun, subject: &Subject) -> Option<Self> {
        let last = subject.last_node(world, shown)?;
        let nodes = shown.causes.nodes();
        let teller = Teller { world, shown, nodes };
        Some(Self {
            subject: subject.name(world),
            last_unit: teller.unit_of(UnitId::new(nodes.get(last as usize)?.client)),
            closure_h: nodes.get(last as usize)?.end().as_h(),
            diary: teller.steps(last, View::Diary),
            chain: teller.steps(last, View::Chain),
        })
    }
}

struct Teller<'a> {
    world: &'a World,
    shown: &'a ShownRun,
    nodes: &'a [Node],
}

impl Teller<'_> {
    fn steps(&self, last: NodeId, view: View) -> Vec<Step> {
        let mut steps: Vec<Step> = walk(self.nodes, last, view).map(|link| self.step(&link, view)).collect();
        steps.reverse();
        steps
    }

    fn step(&self, link: &Link, view: View) -> Step {
        let carrier = (link.carrier.is_some() && !link.category.is_wait())
            .then(|| self.world.carrier_name(link.carrier));
        let wait = view == View::Diary && link.category.is_wait();
        Step {
            cause: link.category.id().to_owned(),
            from_h: link.from.as_h(),
            to_h: link.to.as_h(),
            carrier,
            unit: self.unit_of(link.unit),
            place: self.place_of(link),
            meanwhile: if wait { self.meanwhile(link) } else { Vec::new() },
            category: link.category,
        }
    }

    fn unit_of(&self, unit: UnitId) -> Option<String> {
        self.world.units.entry(unit).map(|unit| unit.id.clone())
    }

    /// The place of a link: its node knows a terminal; the trace knows places of marches and of work at home.
    fn place_of(&self, link: &Link) -> Option<String> {
        if link.terminal.is_some() {
            return Some(self.world.terminal_name(link.terminal).to_owned());
        }
        let seen = self.shown.trace.activities.iter().find(|activity| activity.node == link.node)?;
        let place = match seen.actor {
            Actor::Instance(_) => seen.to_place.or(seen.place),
            _ => seen.place,
        };
        place.map(|place| self.world.places[place].name.clone())
    }

    /// What a wait was for: the chain behind its end, as far as it lies within the wait.
    fn meanwhile(&self, link: &Link) -> Vec<Meanwhile> {
        let mut parts: Vec<Meanwhile> = Vec::new();
        let Some(mark) = self.nodes.get(link.node as usize) else { return parts };
        for cause in walk(self.nodes, mark.cause, View::Chain) {
            if cause.to <= link.from {
                break;
            }
            let span = cause.to - cause.from.max(link.from);
            let carrier = (cause.carrier.is_some()).then(|| self.world.carrier_name(cause.carrier));
            let same = |part: &&mut Meanwhile| part.category == cause.category && part.carrier == carrier;
            let hours = Time::from_ms(span).as_h();
            match parts.iter_mut().find(same) {
                Some(part) => part.hours += hours,
                None => parts.push(Meanwhile {
                    cause: cause.category.id().to_owned(),
                    carrier,
                    hours,
                    category: cause.category,
                }),
            }
        }
        parts
    }
}
