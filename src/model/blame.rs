//! Why was it late: the two decompositions of a closure, from the causal nodes of a replication.
//!
//! Backwards from the last arrival, the *causal chain* follows what enabled each activity last, and the
//! *diary* follows what the last load itself did, waits included. Each tiles the time from the start to
//! the closure without gap or overlap, so that hours by category add up to it exactly, in integers.

use crate::kernel::{Node, NodeId, Table, Time};

use super::category::Category;
use super::ids::{CarrierId, ContingentId, FleetId, TerminalId, UnitId};
use super::world::World;

/// One interval of a chain or a diary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link {
    /// What it is spent on.
    pub category: Category,
    /// Beginning.
    pub from: Time,
    /// End.
    pub to: Time,
    /// Its node.
    pub node: NodeId,
    /// Carrier, `CarrierId::NONE` for none.
    pub carrier: CarrierId,
    /// Unit, `UnitId::NONE` for none.
    pub unit: UnitId,
    /// Terminal, `TerminalId::NONE` for none.
    pub terminal: TerminalId,
}

/// Which view of a closure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// Causes only.
    Chain,
    /// The last load's own clock, waits included.
    Diary,
}

/// Walks a view backwards from `last`, latest interval first; intervals of no length are left out.
pub fn walk(nodes: &[Node], last: NodeId, view: View) -> impl Iterator<Item = Link> + '_ {
    let mut next = Some(last);
    std::iter::from_fn(move || {
        loop {
            let id = next.take().filter(|id| *id != 0)?;
            let node = nodes.get(id as usize)?;
            let before = match view {
                View::Chain => node.cause,
                View::Diary => node.own,
            };
            next = Some(before);
            let from = nodes.get(before as usize).map_or(Time::ZERO, Node::end);
            if node.end() > from {
                return Some(Link {
                    category: Category::from_number(node.category),
                    from,
                    to: node.end(),
                    node: id,
                    carrier: CarrierId::new(node.actor),
                    unit: UnitId::new(node.client),
                    terminal: TerminalId::new(node.place),
                });
            }
        }
    })
}

/// What was on a chain: bits by index.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OnChain {
    /// Contingents.
    pub contingents: Table<ContingentId, bool>,
    /// Units.
    pub units: Table<UnitId, bool>,
    /// Fleets.
    pub fleets: Table<FleetId, bool>,
    /// Terminals.
    pub terminals: Table<TerminalId, bool>,
}

impl OnChain {
    fn new(world: &World) -> Self {
        Self {
            contingents: world.contingents.map(|_| false),
            units: world.units.map(|_| false),
            fleets: world.fleets.map(|_| false),
            terminals: world.terminals.map(|_| false),
        }
    }

    fn mark(&mut self, world: &World, link: &Link) {
        if link.unit.is_some() {
            self.units[link.unit] = true;
            self.contingents[world.units[link.unit].contingent] = true;
        }
        if link.carrier.is_some() {
            self.fleets[world.fleet_of[link.carrier]] = true;
        }
        if link.terminal.is_some() {
            self.terminals[link.terminal] = true;
        }
    }
}

/// A closure taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blame {
    /// Time on the causal chain by category [ms].
    pub chain_ms: [i64; Category::COUNT],
    /// Time in the diary by category [ms].
    pub diary_ms: [i64; Category::COUNT],
    /// What was on the chain.
    pub on_chain: OnChain,
}

impl Blame {
    /// Takes apart the closure that ended with `last`.
    pub fn of(world: &World, nodes: &[Node], last: NodeId) -> Self {
        let mut blame = Self {
            chain_ms: [0; Category::COUNT],
            diary_ms: [0; Category::COUNT],
            on_chain: OnChain::new(world),
        };
        for link in walk(nodes, last, View::Chain) {
            blame.chain_ms[link.category.index()] += link.to - link.from;
            blame.on_chain.mark(world, &link);
        }
        for link in walk(nodes, last, View::Diary) {
            blame.diary_ms[link.category.index()] += link.to - link.from;
        }
        blame
    }
}
