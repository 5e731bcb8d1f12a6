//! Evidence under changes: what a change removes needs none any more, and what has some is kept.

use serde_json::{Map, Value};

use crate::scenario::path;
use crate::scenario::tree::{Data, Node};

/// Entries of `evidence` and `allow` that speak of something, and sources that something rests on, before changes are applied.
pub(super) struct Grounded {
    entries: Vec<String>,
    allowed: Vec<String>,
    sources: Vec<String>,
}

impl Grounded {
    pub(super) fn of(root: &Node) -> Self {
        let entries = keys(root, "evidence").filter(|target| path::get(root, target).is_ok());
        let allowed = keys(root, "allow").filter(|target| path::get(root, target).is_ok());
        let sources = keys(root, "sources").filter(|id| is_used(root, id));
        Self {
            entries: entries.map(str::to_owned).collect(),
            allowed: allowed.map(str::to_owned).collect(),
            sources: sources.map(str::to_owned).collect(),
        }
    }

    /// Drops the evidence and the allowed warnings of what the changes have removed, and the sources that nothing rests on
    /// because of it.
    pub(super) fn drop_what_lost_its_ground(&self, root: &mut Node) {
        let lost = |targets: &'_ [String], root: &Node| -> Vec<String> {
            targets.iter().filter(|target| path::get(root, target).is_err()).cloned().collect()
        };
        let silent = lost(&self.allowed, root);
        remove(root, "allow", &silent.iter().collect::<Vec<_>>());
        let lost = lost(&self.entries, root);
        let dropped = remove(root, "evidence", &lost.iter().collect::<Vec<_>>());
        if !dropped {
            return;
        }
        let idle: Vec<&String> = self.sources.iter().filter(|id| !is_used(root, id)).collect();
        remove(root, "sources", &idle);
    }
}

fn keys<'a>(root: &'a Node, name: &str) -> impl Iterator<Item = &'a str> {
    let members = match root.child(name).map(|node| &node.data) {
        Some(Data::Object(members)) => Some(members),
        _ => None,
    };
    members.into_iter().flat_map(|members| members.keys().map(String::as_str))
}

/// Whether any `source` in `evidence` or `observed` names this document.
fn is_used(root: &Node, id: &str) -> bool {
    ["evidence", "observed"].iter().filter_map(|name| root.child(name)).any(|node| names(node, id))
}

fn names(node: &Node, id: &str) -> bool {
    let Data::Object(members) = &node.data else { return false };
    members.iter().any(|(key, child)| (key == "source" && child.as_str() == Some(id)) || names(child, id))
}

/// Removes keys of an object at the top; whether any was there.
fn remove(root: &mut Node, name: &str, gone: &[&String]) -> bool {
    let Some(Data::Object(members)) = root.child_mut(name).map(|node| &mut node.data) else { return false };
    let mut found = false;
    for key in gone {
        found |= members.shift_remove(key.as_str()).is_some();
    }
    found
}

/// Puts a value at a path where a default was left out, with the objects above it.
pub(super) fn keep(value: &mut Value, target: &str, node: &Node) {
    let mut place = value;
    let mut segments = target.split('.').peekable();
    while let Some(segment) = segments.next() {
        // Lists are never left out in part.
        let Value::Object(members) = place else { return };
        let last = segments.peek().is_none();
        place = members
            .entry(segment)
            .or_insert_with(|| if last { node.to_json() } else { Value::Object(Map::new()) });
        if place.is_array() {
            return;
        }
    }
}
