//! What a scenario uses of the libraries that it includes. The rest is left out: nothing is said of it, and a resolved
//! scenario holds nothing that changes nothing.

use std::collections::BTreeSet;

use super::include::ENTRIES;
use crate::scenario::tree::{Data, Node};

/// Keys whose value is the id of a place, or a list of such ids.
const PLACES: [&str; 9] =
    ["from", "to", "via", "base", "home", "at", "alternate", "terminal_closed", "handover_order"];

/// Keys at the top below which nothing is referred to; the three parts are looked at apart.
const NO_REFERENCES: [&str; 4] = ["sources", "evidence", "observed", "allow"];

/// Ids that are referred to, by part, in the order of [`ENTRIES`].
type Ids<'a> = [BTreeSet<&'a str>; ENTRIES.len()];

/// Removes the entries that only the libraries at these places among the texts speak of and that nothing refers to, with
/// their evidence, and the sources on which nothing rests then.
pub(super) fn keep_what_is_used(root: &mut Node, libraries: &BTreeSet<usize>) {
    let unused = unused(root, libraries);
    for (part, ids) in ENTRIES.iter().zip(&unused) {
        retain(root, part, |id, _| !ids.contains(id));
    }
    retain(root, "evidence", |target, node| {
        let of_unused = owner(target).is_some_and(|(part, id)| unused[part].contains(id));
        !(of_unused && is_included(node, libraries))
    });
    let mut cited = BTreeSet::new();
    for key in ["evidence", "observed"] {
        if let Some(node) = root.child(key) {
            cite(node, &mut cited);
        }
    }
    retain(root, "sources", |id, node| cited.contains(id) || !is_included(node, libraries));
}

/// The ids of entries that nothing needs, by part.
fn unused(root: &Node, libraries: &BTreeSet<usize>) -> [BTreeSet<String>; ENTRIES.len()] {
    let mut spoken_of: Ids<'_> = Default::default();
    for (target, node) in members(root, "evidence") {
        if let Some((part, id)) = owner(target).filter(|_| !is_included(node, libraries)) {
            spoken_of[part].insert(id);
        }
    }
    let mut used: Ids<'_> = Default::default();
    if let Data::Object(all) = &root.data {
        for (key, node) in all.iter().filter(|(key, _)| !NO_REFERENCES.contains(&key.as_str())) {
            if !ENTRIES.contains(&key.as_str()) {
                refer(node, key, &mut used);
            }
        }
    }
    let candidates = ENTRIES.map(|part| {
        let index = ENTRIES.iter().position(|one| *one == part).unwrap_or_default();
        let only = members(root, part)
            .filter(|(id, node)| !spoken_of[index].contains(*id) && is_included(node, libraries));
        only.map(|(id, _)| id).collect::<BTreeSet<&str>>()
    });
    // Places refer to places: their alternates.
    let mut open: Vec<&Node> = members(root, "places")
        .filter(|(id, _)| !candidates[0].contains(id) || used[0].contains(id))
        .map(|(_, node)| node)
        .collect();
    while let Some(place) = open.pop() {
        let mut more: Ids<'_> = Default::default();
        refer(place, "", &mut more);
        for id in std::mem::take(&mut more[0]) {
            if used[0].insert(id) && candidates[0].contains(id) {
                open.extend(root.child("places").and_then(|places| places.child(id)));
            }
        }
    }
    let mut parts = candidates.into_iter().zip(used);
    ENTRIES.map(|_| {
        let (candidates, used) = parts.next().unwrap_or_default();
        candidates.difference(&used).map(|id| (*id).to_owned()).collect()
    })
}

/// Notes the ids to which a value refers; `key` is its own.
fn refer<'a>(node: &'a Node, key: &str, used: &mut Ids<'a>) {
    let [places, vehicle_types, carrier_types] = used;
    match &node.data {
        Data::String(id) if PLACES.contains(&key) => {
            places.insert(id);
        }
        Data::String(id) if key == "carrier_type" => {
            carrier_types.insert(id);
        }
        Data::List(items) => items.iter().for_each(|item| refer(item, key, used)),
        Data::Object(members) => {
            match key {
                "vehicles" => vehicle_types.extend(members.keys().map(String::as_str)),
                "staged" => places.extend(members.keys().map(String::as_str)),
                _ => {}
            }
            for (key, child) in members.iter().filter(|(key, _)| *key != "notes") {
                refer(child, key, used);
            }
        }
        _ => {}
    }
}

/// The entry that a path leads into: the place of its part in [`ENTRIES`], and its id.
fn owner(path: &str) -> Option<(usize, &str)> {
    let mut segments = path.split('.');
    let part = segments.next()?;
    Some((ENTRIES.iter().position(|one| *one == part)?, segments.next()?))
}

/// Whether libraries alone wrote a value and all that is in it.
fn is_included(node: &Node, libraries: &BTreeSet<usize>) -> bool {
    let below = match &node.data {
        Data::Object(members) => members.values().all(|child| is_included(child, libraries)),
        Data::List(items) => items.iter().all(|item| is_included(item, libraries)),
        _ => true,
    };
    below && libraries.contains(&node.source.order)
}

/// Notes every `source` that is named in a value.
fn cite(node: &Node, cited: &mut BTreeSet<String>) {
    let Data::Object(members) = &node.data else { return };
    for (key, child) in members {
        match child.as_str() {
            Some(id) if key == "source" => {
                cited.insert(id.to_owned());
            }
            _ => cite(child, cited),
        }
    }
}

fn members<'a>(root: &'a Node, part: &str) -> impl Iterator<Item = (&'a str, &'a Node)> {
    let members = match root.child(part).map(|node| &node.data) {
        Some(Data::Object(members)) => Some(members),
        _ => None,
    };
    members.into_iter().flatten().map(|(key, node)| (key.as_str(), node)).filter(|(key, _)| *key != "notes")
}

fn retain(root: &mut Node, part: &str, keep: impl Fn(&str, &Node) -> bool) {
    if let Some(Data::Object(members)) = root.child_mut(part).map(|node| &mut node.data) {
        members.retain(|key, node| key == "notes" || keep(key, node));
    }
}
