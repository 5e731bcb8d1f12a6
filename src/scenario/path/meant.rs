//! The path that was probably meant by one that leads nowhere: brackets, slashes, left-out parents.

use super::NOT_LISTED;
use crate::scenario::tree::{Data, Node};

/// Returns a path that leads somewhere, or may create its last key there, and that is written like the given one.
pub fn meant(root: &Node, path: &str) -> Option<String> {
    let normal = normalised(path);
    let segments: Vec<&str> = normal.split('.').collect();
    let (last, parents) = segments.split_last()?;
    if normal != path && at(root, &segments).is_some() {
        return Some(normal);
    }
    // Else a key that is not there yet, below parents that are.
    let whole = nearest(root, &segments);
    let here = || (normal != path && at(root, parents).is_some()).then(|| normal.clone());
    let above = || Some(format!("{}.{last}", nearest(root, parents).filter(|_| parents.len() > 1)?));
    whole.or_else(here).or_else(above).filter(|found| found != path)
}

/// The path with single dots: `a[0].b`, `a/b`, `$.a.b` and `a["b"]` are ways of other programs.
fn normalised(path: &str) -> String {
    let dotted = path.replace('[', ".").replace(['/', '\\'], ".").replace(['"', '\'', ']', '$', ' '], "");
    dotted.split('.').filter(|segment| !segment.is_empty()).collect::<Vec<_>>().join(".")
}

fn at<'a>(root: &'a Node, segments: &[&str]) -> Option<&'a Node> {
    segments.iter().try_fold(root, |node, segment| node.child(segment))
}

/// The shortest path that has these segments in their order and ends with the last, where it is the only one of its length; a
/// segment `*` is any.
fn nearest(root: &Node, segments: &[&str]) -> Option<String> {
    let mut found: Vec<Vec<String>> = Vec::new();
    if !segments.is_empty() {
        search(root, segments, &mut Vec::new(), &mut found);
    }
    // A change may have created the very path.
    found.retain(|path| path.iter().map(String::as_str).ne(segments.iter().copied()));
    let least = found.iter().map(Vec::len).min()?;
    let mut shortest = found.into_iter().filter(|path| path.len() == least);
    let first = shortest.next()?;
    let any = segments.contains(&"*");
    (any || shortest.next().is_none()).then(|| first.join("."))
}

/// Collects paths below a node in which the wanted segments stand in their order, the last at the end.
fn search(node: &Node, wanted: &[&str], here: &mut Vec<String>, found: &mut Vec<Vec<String>>) {
    let mut visit = |key: &str, child: &Node| {
        let hit = wanted.first().is_some_and(|first| *first == "*" || *first == key);
        here.push(key.to_owned());
        match wanted.get(1..) {
            Some([]) if hit => found.push(here.clone()),
            Some(rest) if hit => search(child, rest, here, found),
            _ => search(child, wanted, here, found),
        }
        here.pop();
    };
    match &node.data {
        Data::Object(members) => {
            let top = |key: &String| !(NOT_LISTED.contains(&key.as_str()) || key == "notes");
            members.iter().filter(|(key, _)| top(key)).for_each(|(key, child)| visit(key, child));
        }
        Data::List(items) => {
            items.iter().enumerate().for_each(|(index, child)| visit(&index.to_string(), child));
        }
        _ => {}
    }
}
