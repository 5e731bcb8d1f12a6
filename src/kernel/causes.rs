//! Causal records: one node per activity, with what enabled it last and what its owner did before.
//!
//! A node ends at an instant; it began when its cause ended, so that causes tile the time from the
//! start to any event without gap or overlap. Waits are marks: nodes of no length in the causal view,
//! which carry the reason of the wait in the owner's own view.

use super::time::Time;

/// Index of a node. Node 0 is the start of the replication.
pub type NodeId = u32;

/// One activity (or the end of a wait).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Node {
    end: Time,
    /// The node that enabled it last; it ended when this one began.
    pub cause: NodeId,
    /// What its owner did before.
    pub own: NodeId,
    /// Who does it, for the model to interpret.
    pub actor: u32,
    /// For whom, for the model to interpret.
    pub client: u16,
    /// Where, for the model to interpret.
    pub place: u8,
    /// What it is, for the model to interpret.
    pub category: u8,
}

impl Node {
    /// When it ended.
    pub fn end(&self) -> Time {
        self.end
    }
}

/// What is said of a new node.
#[derive(Debug, Clone, Copy)]
pub struct Label {
    /// What it is.
    pub category: u8,
    /// Who does it.
    pub actor: u32,
    /// For whom.
    pub client: u16,
    /// Where.
    pub place: u8,
}

/// Keeps nodes, or does not: a replication is generic over it, so that what is absent costs nothing.
pub trait Causes: Default {
    /// Whether nodes are kept.
    const KEEPS: bool;

    /// Forgets all nodes but the start.
    fn reset(&mut self);

    /// Adds a node and returns its index.
    fn push(&mut self, end: Time, cause: NodeId, own: NodeId, label: Label) -> NodeId;

    /// When a node ended.
    fn end_of(&self, node: NodeId) -> Time;

    /// All nodes.
    fn nodes(&self) -> &[Node];
}

/// Keeps all nodes of a replication.
#[derive(Debug, Clone, Default)]
pub struct Recorder {
    nodes: Vec<Node>,
}

impl Causes for Recorder {
    const KEEPS: bool = true;

    fn reset(&mut self) {
        self.nodes.clear();
        self.nodes.push(Node {
            end: Time::ZERO,
            cause: 0,
            own: 0,
            actor: u32::MAX,
            client: u16::MAX,
            place: u8::MAX,
            category: 0,
        });
    }

    #[inline(always)]
    fn push(&mut self, end: Time, cause: NodeId, own: NodeId, label: Label) -> NodeId {
        let id = self.nodes.len() as NodeId;
        let Label { category, actor, client, place } = label;
        self.nodes.push(Node { end, cause, own, actor, client, place, category });
        id
    }

    #[inline]
    fn end_of(&self, node: NodeId) -> Time {
        self.nodes[node as usize].end
    }

    fn nodes(&self) -> &[Node] {
        &self.nodes
    }
}

/// Keeps nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Forgetful;

impl Causes for Forgetful {
    const KEEPS: bool = false;

    fn reset(&mut self) {}

    #[inline]
    fn push(&mut self, _: Time, _: NodeId, _: NodeId, _: Label) -> NodeId {
        0
    }

    #[inline]
    fn end_of(&self, _: NodeId) -> Time {
        Time::ZERO
    }

    fn nodes(&self) -> &[Node] {
        &[]
    }
}
