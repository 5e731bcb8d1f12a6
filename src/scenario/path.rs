//! Dotted paths: how `--set`, `--vary`, `changes` of a variant and `evidence` name a value of a scenario.
//!
//! A segment is a key or the index of a list. A change replaces the whole value; it may create the last key, and
//! `null` removes it.

mod meant;

use indexmap::IndexMap;
use serde_json::Value;

use super::evidence::Evidence;
use super::tree::{Data, Node};
use crate::diagnostic::similar;

pub use meant::meant;

/// Keys at the top that say something about the file or its sources, and change nothing in a run.
const NOT_LISTED: [&str; 8] =
    ["$schema", "format_version", "authors", "licence", "sources", "evidence", "observed", "allow"];

/// What an entry of `evidence` holds.
const ENTRY: [&str; 4] = ["source", "low", "high", "scale"];

/// Why a path leads nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathError {
    /// What is wrong: a lower-case fragment.
    pub message: String,
    /// What was probably meant.
    pub help: Option<String>,
}

/// A value at the end of a path, with what it rests on.
#[derive(Debug, Clone, PartialEq)]
pub struct Leaf {
    /// The dotted path.
    pub path: String,
    /// The value: a scalar, an empty list or an empty object.
    pub value: Value,
    /// The evidence on the path itself or, failing that, on the nearest path above it.
    pub evidence: Option<Evidence>,
}

/// Returns the node at a path.
///
/// Errors: the first segment that leads nowhere, and what was probably meant.
pub fn get<'a>(root: &'a Node, path: &str) -> Result<&'a Node, PathError> {
    let segments = split(root, path)?;
    let mut node = root;
    for (depth, segment) in segments.iter().enumerate() {
        node = node.child(segment).ok_or_else(|| nowhere(node, &segments, depth))?;
    }
    Ok(node)
}

/// Whether a path names the value at `above` or one below it.
pub fn is_at_or_below(path: &str, above: &str) -> bool {
    path.strip_prefix(above).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// Returns the member or item of a value that a segment names.
pub fn step_mut<'a>(value: &'a mut Value, segment: &str) -> Option<&'a mut Value> {
    match value {
        Value::Object(members) => members.get_mut(segment),
        Value::Array(items) => items.get_mut(segment.parse::<usize>().ok()?),
        _ => None,
    }
}

/// Returns what a resolved scenario holds at a path.
pub fn find<'a>(root: &'a Value, path: &str) -> Option<&'a Value> {
    path.split('.').try_fold(root, |value, segment| match value {
        Value::Object(members) => members.get(segment),
        Value::Array(items) => items.get(segment.parse::<usize>().ok()?),
        _ => None,
    })
}

/// Puts a value into a resolved scenario at a path whose parents exist, where `null` removes a key; returns whether it
/// could.
pub fn put(root: &mut Value, path: &str, value: Value) -> bool {
    let (parents, last) = path.rsplit_once('.').unwrap_or(("", path));
    let mut parents = parents.split('.').filter(|segment| !segment.is_empty());
    match parents.try_fold(root, step_mut) {
        Some(Value::Object(members)) if value.is_null() => members.shift_remove(last).is_some(),
        Some(Value::Object(members)) => {
            members.insert(last.to_owned(), value);
            true
        }
        Some(items @ Value::Array(_)) => step_mut(items, last).map(|item| *item = value).is_some(),
        _ => false,
    }
}

/// Replaces the value at a path, creates its last key, or removes it when `value` is `null`.
///
/// Errors: a path whose other segments do not exist, and the removal of what is not there.
pub fn set(root: &mut Node, path: &str, value: Node) -> Result<(), PathError> {
    let segments = split(root, path)?;
    let Some((last, parents)) = segments.split_last() else {
        return Err(empty());
    };
    // The first warning that is allowed brings the list of them.
    if let (["allow"], Data::Object(members)) = (parents, &mut root.data) {
        let none = || Node { data: Data::Object(IndexMap::new()), ..value.clone() };
        members.entry("allow".to_owned()).or_insert_with(none);
    }
    let mut node = root;
    for (depth, segment) in parents.iter().enumerate() {
        if node.child(segment).is_none() {
            return Err(nowhere(node, &segments, depth));
        }
        let Some(next) = node.child_mut(segment) else {
            return Err(empty());
        };
        node = next;
    }
    let removes = matches!(value.data, Data::Null);
    let exists = node.child(last).is_some();
    if removes && !exists {
        return Err(nowhere(node, &segments, parents.len()));
    }
    match &mut node.data {
        Data::Object(members) if removes => {
            members.shift_remove(*last);
        }
        Data::Object(members) => {
            members.insert((*last).to_owned(), value);
        }
        Data::List(items) if exists => {
            let index = last.parse().unwrap_or(usize::MAX);
            if removes {
                items.remove(index);
            } else if let Some(item) = items.get_mut(index) {
                *item = value;
            }
        }
        _ => return Err(nowhere(node, &segments, parents.len())),
    }
    Ok(())
}

/// Returns every value that a path can change, in the order of the file, with what it rests on.
pub fn leaves(root: &Node, evidence: &std::collections::BTreeMap<String, Evidence>) -> Vec<Leaf> {
    let mut found = Vec::new();
    let Data::Object(members) = &root.data else {
        return Vec::new();
    };
    for (key, node) in members {
        if is_listed(key) {
            collect(node, key.clone(), &mut found);
        }
    }
    found.into_iter().map(|(path, value)| Leaf { evidence: nearest(&path, evidence), path, value }).collect()
}

/// Whether the values below a key at the top change anything in a run.
pub fn is_listed(key: &str) -> bool {
    !NOT_LISTED.contains(&key) && key != "notes"
}

fn collect(node: &Node, path: String, found: &mut Vec<(String, Value)>) {
    match &node.data {
        Data::Object(members) if !members.is_empty() => {
            for (key, child) in members.iter().filter(|(key, _)| *key != "notes") {
                collect(child, format!("{path}.{key}"), found);
            }
        }
        Data::List(items) if !items.is_empty() => {
            for (index, child) in items.iter().enumerate() {
                collect(child, format!("{path}.{index}"), found);
            }
        }
        _ => found.push((path, node.to_json())),
    }
}

/// Returns the evidence on a path or on the nearest path above it.
pub fn nearest(path: &str, evidence: &std::collections::BTreeMap<String, Evidence>) -> Option<Evidence> {
    let mut above = Some(path);
    while let Some(path) = above {
        if let Some(found) = evidence.get(path) {
            return Some(found.clone());
        }
        above = path.rsplit_once('.').map(|(head, _)| head);
    }
    None
}

/// The keys of `evidence` and `allow` are paths themselves: `evidence.fleets.bridge.count.low` has the segments `evidence`,
/// `fleets.bridge.count` and `low`.
fn split<'a>(root: &Node, path: &'a str) -> Result<Vec<&'a str>, PathError> {
    let segments: Vec<&str> = path.split('.').collect();
    if segments.iter().any(|segment| segment.is_empty()) {
        return Err(empty());
    }
    if let Some(target) = path.strip_prefix("allow.") {
        return Ok(vec!["allow", target]);
    }
    let Some(rest) = path.strip_prefix("evidence.") else { return Ok(segments) };
    let known = |key: &str| root.child("evidence").is_some_and(|evidence| evidence.child(key).is_some());
    // The longest key that is there; else all of it is a new key, unless it ends as what an entry holds.
    let mut ends = rest.match_indices('.').map(|(at, _)| at).chain([rest.len()]);
    let key = ends.rfind(|end| known(&rest[..*end])).or_else(|| {
        let (above, last) = rest.rsplit_once('.').unwrap_or((rest, ""));
        Some(if ENTRY.contains(&last) { above.len() } else { rest.len() })
    });
    let key = key.unwrap_or(rest.len());
    let below = rest[key..].split('.').filter(|segment| !segment.is_empty());
    Ok(["evidence", &rest[..key]].into_iter().chain(below).collect())
}

fn empty() -> PathError {
    PathError {
        message: "a path is made of keys with single dots between them".to_owned(),
        help: Some("write it like `fleets.bridge.count`".to_owned()),
    }
}

/// Returns the error at a segment: what the object or list there holds instead.
fn nowhere(node: &Node, segments: &[&str], depth: usize) -> PathError {
    let segment = segments.get(depth).copied().unwrap_or_default();
    let before = segments.get(..depth).unwrap_or_default().join(".");
    let owner = if before.is_empty() { "the scenario".to_owned() } else { format!("`{before}`") };
    match &node.data {
        Data::Object(members) => {
            let keys = || members.keys().map(String::as_str).filter(|key| *key != "notes");
            let whole =
                || format!("give the entry as a whole: `evidence.{segment}` = {{\"low\": 1, \"high\": 2}}");
            let help = match similar(segment, keys()) {
                _ if segments.first() == Some(&"evidence") && depth == 1 && segments.len() > 2 => {
                    Some(whole())
                }
                Some(key) => {
                    let mut meant: Vec<&str> = segments.to_vec();
                    if let Some(place) = meant.get_mut(depth) {
                        *place = key;
                    }
                    Some(format!("did you mean `{}`?", meant.join(".")))
                }
                None if depth + 1 < segments.len() => {
                    let above = segments.get(..=depth).unwrap_or_default().join(".");
                    let below = segments.get(depth + 1..).unwrap_or_default();
                    let whole = below
                        .iter()
                        .rev()
                        .fold("VALUE".to_owned(), |inner, key| format!("{{\"{key}\": {inner}}}"));
                    Some(format!("a change may create the last key only: set `{above}` to `{whole}`"))
                }
                None => crate::diagnostic::did_you_mean(segment, keys().collect::<Vec<_>>(), "keys here"),
            };
            PathError { message: format!("{owner} has no key `{segment}`"), help }
        }
        Data::List(items) => PathError {
            message: format!("{owner} is a list of {} and has no item `{segment}`", items.len()),
            help: Some("items count from 0; to add one, set the list as a whole".to_owned()),
        },
        _ => PathError {
            message: format!("{owner} is {} and holds nothing", node.describe()),
            help: Some(format!("set {owner} itself")),
        },
    }
}
