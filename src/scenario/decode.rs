//! From a tree to the types of a scenario, with all structural mistakes at once.
//!
//! `serde` stops at the first mistake. So a mistake is noted, a hole is put in its place that fits every type, and the
//! tree is decoded again; mistakes that only follow from a hole are not reported.

mod deserializer;
mod fault;

use super::Scenario;
use super::tree::{Data, Node};
use crate::diagnostic::{Diagnostic, similar};
use deserializer::NodeDeserializer;
use fault::{Fault, Kind};
use serde::Deserialize;

/// A file that is no scenario at all would give a mistake for each of its keys.
const MOST_PASSES: usize = 100;

/// Decodes a scenario.
///
/// Errors: all mistakes of structure (wrong types, missing and unknown keys, unknown choices).
pub(super) fn decode(root: &Node) -> Result<Scenario, Vec<Diagnostic>> {
    let first = match Scenario::deserialize(NodeDeserializer::new(root)) {
        Ok(scenario) => return Ok(scenario),
        Err(fault) => fault,
    };
    let mut tree = root.clone();
    let mut mistakes = Vec::new();
    let mut next = Some(first);
    for _ in 0..MOST_PASSES {
        let Some(fault) = next.take() else { break };
        if let Some(hole) = hole_on(&tree, &fault.path) {
            // It follows from a mistake that is known: the object around the hole is of no more use.
            let Some((_, parent)) = hole.split_last() else {
                break;
            };
            dig(&mut tree, parent);
        } else {
            if !follows_from_hole(&mut tree, &fault) {
                mistakes.push(fault.diagnostic(&tree));
            }
            repair(&mut tree, &fault);
        }
        next = Scenario::deserialize(NodeDeserializer::new(&tree)).err();
    }
    Err(mistakes)
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

/// Changes the tree so that the fault does not occur again.
fn repair(tree: &mut Node, fault: &Fault) {
    match &fault.kind {
        Kind::Missing(key) => {
            if let Some(node) = at(tree, &fault.path) {
                let hole = Node { data: Data::Hole, ..node.clone() };
                if let Data::Object(members) = &mut node.data {
                    members.insert((*key).to_owned(), hole);
                }
            }
        }
        Kind::UnknownKey { known } => {
            let Some((key, parent)) = fault.path.split_last() else {
                return;
            };
            if let Some(node) = at(tree, parent) {
                forget_key(node, key, known);
            }
        }
        _ if fault.at_key => {
            let Some((_, parent)) = fault.path.split_last() else {
                return;
            };
            dig(tree, parent);
        }
        _ => dig(tree, &fault.path),
    }
}

/// Takes an unknown key out of an object.
///
/// A key that is nearly a known one is taken for it, so that its value is looked at as well and nothing is missing.
fn forget_key(node: &mut Node, key: &str, known: &[&str]) {
    let Data::Object(members) = &mut node.data else {
        return;
    };
    let Some(value) = members.shift_remove(key) else {
        return;
    };
    match similar(key, known.iter().copied()) {
        Some(meant) if !members.contains_key(meant) => {
            members.insert(meant.to_owned(), value);
        }
        _ if members.is_empty() => node.data = Data::Hole,
        _ => {}
    }
}
