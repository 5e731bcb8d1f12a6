//! From a tree to the types of a scenario, with all structural mistakes at once.
//!
//! `serde` stops at the first mistake. So a mistake is noted, a hole is put in its place that fits every type, and the
//! tree is decoded again; mistakes that only follow from a hole are not reported.

mod deserializer;
mod fault;
mod missing;
mod remedy;

use super::Scenario;
use super::tree::{Data, Node};
use crate::diagnostic::{Diagnostic, similar};
use deserializer::NodeDeserializer;
use fault::{Fault, Kind};
use missing::Missing;
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// A file that is no scenario at all would give a mistake for each of its keys.
const MOST_PASSES: usize = 100;

/// A scenario with mistakes of structure.
#[derive(Debug)]
pub(super) struct Broken {
    /// All of them: wrong types, missing and unknown keys, unknown choices.
    pub(super) mistakes: Vec<Diagnostic>,
    /// What is left of the scenario beside them, to be checked.
    pub(super) rest: Option<Box<Rest>>,
}

/// A scenario with holes where its mistakes were.
#[derive(Debug)]
pub(super) struct Rest {
    pub(super) scenario: Scenario,
    pub(super) tree: Node,
    /// Paths of what was wrong.
    pub(super) wrong: Vec<String>,
}

/// Decodes a scenario.
///
/// Errors: all mistakes of structure, and what is left beside them.
pub(super) fn decode(root: &Node) -> Result<Scenario, Broken> {
    let first = match Scenario::deserialize(NodeDeserializer::new(root)) {
        Ok(scenario) => return Ok(scenario),
        Err(fault) => fault,
    };
    let mut tree = root.clone();
    let (mut mistakes, mut missed, mut wrong) = (Vec::new(), Vec::new(), Vec::new());
    let mut next = Some(first);
    let mut rest = None;
    for _ in 0..MOST_PASSES {
        let Some(fault) = next.take() else { break };
        if let Some(hole) = hole_on(&tree, &fault.path) {
            // It follows from a mistake that is known: the object around the hole is of no more use.
            let Some((_, parent)) = hole.split_last() else {
                break;
            };
            wrong.push(parent.join("."));
            dig(&mut tree, parent);
        } else {
            if !follows_from_hole(&mut tree, &fault) && !is_told(&fault, root, &mut missed, &mut mistakes) {
                mistakes.push(fault.diagnostic(&tree));
            }
            wrong.push(repair(&mut tree, &fault).join("."));
        }
        match Scenario::deserialize(NodeDeserializer::new(&tree)) {
            Ok(scenario) => rest = Some(scenario),
            Err(fault) => next = Some(fault),
        }
    }
    let rest = rest.map(|scenario| Box::new(Rest { scenario, tree, wrong }));
    Err(Broken { mistakes, rest })
}

/// Decodes a part of a scenario, of which nothing is told but whether it can be decoded.
pub(super) fn part<T: DeserializeOwned>(node: &Node) -> Option<T> {
    T::deserialize(NodeDeserializer::new(node)).ok()
}

/// Whether a fault is told with an earlier one: another key that the same object lacks.
fn is_told(fault: &Fault, root: &Node, missed: &mut Vec<Missing>, mistakes: &mut [Diagnostic]) -> bool {
    match fault.kind {
        Kind::Missing(key) => missing::join(missed, mistakes, (root, &fault.path, key)),
        _ => false,
    }
}

/// Returns the path of the hole that a path leads to or through.
fn hole_on<'a>(root: &Node, path: &'a [String]) -> Option<&'a [String]> {
    let mut node = root;
    for (depth, segment) in path.iter().enumerate() {
        if matches!(node.data, Data::Hole) {
            return path.get(..depth);
        }
        node = node.child(segment)?;
    }
    matches!(node.data, Data::Hole).then_some(path)
}

/// Returns whether an object is only wrong because one of its values is a hole.
fn follows_from_hole(root: &mut Node, fault: &Fault) -> bool {
    let node = at(root, &fault.path);
    let (Kind::Wrong(_), Some(Data::Object(members))) = (&fault.kind, node.map(|node| &node.data)) else {
        return false;
    };
    members.values().any(|member| matches!(member.data, Data::Hole))
}

/// Returns the node at the end of a path.
fn at<'a>(root: &'a mut Node, path: &[String]) -> Option<&'a mut Node> {
    path.iter().try_fold(root, |node, segment| node.child_mut(segment))
}

/// Puts a hole in the place of a value.
fn dig(root: &mut Node, path: &[String]) {
    if let Some(node) = at(root, path) {
        node.data = Data::Hole;
    }
}

/// Changes the tree so that the fault does not occur again; returns the path of what is no longer as it was written.
fn repair(tree: &mut Node, fault: &Fault) -> Vec<String> {
    let mut changed = fault.path.clone();
    match &fault.kind {
        Kind::Missing(key) => {
            if let Some(node) = at(tree, &fault.path) {
                let hole = Node { data: Data::Hole, ..node.clone() };
                if let Data::Object(members) = &mut node.data {
                    members.insert((*key).to_owned(), hole);
                }
            }
            changed.push((*key).to_owned());
        }
        Kind::UnknownKey { known } => {
            let Some((key, parent)) = fault.path.split_last() else {
                return changed;
            };
            if let Some(node) = at(tree, parent)
                && let Some(meant) = forget_key(node, key, known)
            {
                changed = [parent, &[meant]].concat();
            }
        }
        _ if fault.at_key => {
            if let Some((_, parent)) = fault.path.split_last() {
                dig(tree, parent);
                changed = parent.to_vec();
            }
        }
        _ => dig(tree, &fault.path),
    }
    changed
}

/// Takes an unknown key out of an object.
///
/// A key that is nearly a known one is taken for it, so that its value is looked at as well and nothing is missing; returns that.
fn forget_key(node: &mut Node, key: &str, known: &[&str]) -> Option<String> {
    // A distribution without its name is one mistake, whatever its parameters.
    if known.contains(&"triangular") && remedy::distribution(node).is_some() {
        node.data = Data::Hole;
        return None;
    }
    let Data::Object(members) = &mut node.data else { return None };
    let value = members.shift_remove(key)?;
    match similar(key, known.iter().copied()) {
        Some(meant) if !members.contains_key(meant) => {
            members.insert(meant.to_owned(), value);
            Some(meant.to_owned())
        }
        _ if members.is_empty() => {
            node.data = Data::Hole;
            None
        }
        _ => None,
    }
}
