//! Keys that an object lacks: one message for all of them, with what can be pasted.

use crate::diagnostic::{Code, Diagnostic};
use crate::scenario::example;
use crate::scenario::tree::{Data, Node};

/// The keys that one object lacks, in the order in which they were missed.
#[derive(Debug)]
pub(super) struct Missing {
    owner: Vec<String>,
    keys: Vec<&'static str>,
    /// The place of its diagnostic among the mistakes.
    at: usize,
}

/// Adds a key to the diagnostic of an object that lacks others; false where it is the first.
pub(super) fn join(
    known: &mut Vec<Missing>,
    mistakes: &mut [Diagnostic],
    (root, owner, key): (&Node, &[String], &'static str),
) -> bool {
    let Some(missing) = known.iter_mut().find(|missing| missing.owner == owner) else {
        known.push(Missing { owner: owner.to_vec(), keys: vec![key], at: mistakes.len() });
        return false;
    };
    missing.keys.push(key);
    let name = if owner.is_empty() { "the scenario".to_owned() } else { format!("`{}`", owner.join(".")) };
    if let Some(diagnostic) = mistakes.get_mut(missing.at).filter(|it| it.code == Code::E0011) {
        diagnostic.message = message(&name, &missing.keys);
        diagnostic.help = Some(remedy(root, &missing.keys));
    }
    true
}

pub(super) fn message(owner: &str, keys: &[&str]) -> String {
    let quoted: Vec<String> = keys.iter().map(|key| format!("`{key}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => format!("{owner} lacks the key {last}"),
        Some((last, others)) => format!("{owner} lacks the keys {} and {last}", others.join(", ")),
        None => owner.to_owned(),
    }
}

/// What to add: each key with a value of its kind, and ids that the scenario has.
pub(super) fn remedy(root: &Node, keys: &[&str]) -> String {
    let mut places = ids(root, "places").into_iter();
    let written = keys.iter().map(|key| {
        let id = match *key {
            "from" | "to" | "base" | "home" | "at" => places.next(),
            "carrier_type" => ids(root, "carrier_types").into_iter().next(),
            "fleet" => ids(root, "fleets").into_iter().next(),
            _ => None,
        };
        let value = id.map_or_else(|| example::of(key).to_string(), |id| format!("\"{id}\""));
        format!("\"{key}\": {value}")
    });
    format!("add `{}`, with values of your own", written.collect::<Vec<_>>().join(", "))
}

fn ids<'a>(root: &'a Node, part: &str) -> Vec<&'a str> {
    match root.child(part).map(|node| &node.data) {
        Some(Data::Object(members)) => {
            members.keys().map(String::as_str).filter(|key| *key != "notes").collect()
        }
        _ => Vec::new(),
    }
}
