//! Libraries: files of types, places, sources and evidence that a scenario includes.
//!
//! Files are laid over each other: what a library includes lies below it, a later one lies over an earlier one, and the
//! scenario lies over all. Each file counts once, however many include it.

use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use indexmap::IndexMap;

use super::files::{Files, MOST_BYTES, NotOurs, reason, too_large};
use super::shipped;
use crate::diagnostic::{Code, Diagnostic, did_you_mean};
use crate::scenario::check::plain;
use crate::scenario::path::is_at_or_below;
use crate::scenario::tree::{Data, Node};

/// Parts whose entries are laid over each other key by key.
pub(crate) const ENTRIES: [&str; 3] = ["places", "vehicle_types", "carrier_types"];

/// Parts whose entries are replaced whole.
pub(crate) const GROUNDS: [&str; 2] = ["sources", "evidence"];

/// What else a library may hold.
const OTHERS: [&str; 4] = ["$schema", "format_version", "include", "notes"];

/// Objects inside an entry that are laid over each other key by key, too. Every other value is replaced whole: half a
/// distribution and half of another are none.
pub(crate) const MERGED: [&str; 12] = [
    "terminal",
    "reception",
    "site",
    "weather",
    "opening_hours",
    "fuel",
    "by_mode",
    "air",
    "road",
    "rail",
    "sea",
    "breakdown",
];

/// Keys that only a scenario or a variant has.
pub(crate) const NOT_OF_A_LIBRARY: [&str; 9] =
    ["based_on", "changes", "contingents", "fleets", "routes", "title", "start", "withdrawal", "observed"];

/// The most files that a scenario may include.
const MOST_FILES: usize = 100;

type Members = IndexMap<String, Node>;

/// Takes `include` out of a scenario and lays the scenario over what it includes. Returns the places of the libraries
/// among the texts.
///
/// Errors: all mistakes of `include` and of the libraries that keep them from being used.
pub(super) fn include(
    files: &mut Files<'_>,
    file: &Path,
    root: &mut Node,
) -> Result<BTreeSet<usize>, Vec<Diagnostic>> {
    let Data::Object(members) = &mut root.data else { return Ok(BTreeSet::new()) };
    let Some(include) = members.shift_remove("include") else { return Ok(BTreeSet::new()) };
    let before = files.count();
    let mut search = Search {
        open: files.current().map(|real| (real.to_owned(), file.display().to_string())).into_iter().collect(),
        files,
        met: BTreeSet::new(),
        libraries: Vec::new(),
        mistakes: Vec::new(),
    };
    search.list(file, &include, "include");
    if !search.mistakes.is_empty() {
        return Err(search.mistakes);
    }
    let mut below = Members::new();
    for library in search.libraries {
        if let Data::Object(mut above) = library.data {
            lay_over(below, &mut above);
            below = above;
        } else {
            // `library` returns objects alone.
            below = Members::new();
        }
    }
    lay_over(below, members);
    Ok((before..files.count()).collect())
}

/// Whether a file that stands for a scenario is a library: it has parts that a library has, and nothing that only a scenario has.
pub(super) fn is_library(root: &Node) -> bool {
    let has = |key: &str| root.child(key).is_some();
    ENTRIES.into_iter().chain(GROUNDS).any(has) && !NOT_OF_A_LIBRARY.into_iter().any(has)
}

/// A walk through `include`, depth first.
struct Search<'f, 'a> {
    files: &'f mut Files<'a>,
    /// The files whose lists are being read, outermost first: the one name of each, and its name to a reader.
    open: Vec<(PathBuf, String)>,
    /// All files that were met.
    met: BTreeSet<PathBuf>,
    /// What was read; a library stands behind those that it includes.
    libraries: Vec<Node>,
    mistakes: Vec<Diagnostic>,
}

impl Search<'_, '_> {
    /// Reads what a list names; `file` holds the list, `path` names it in messages.
    fn list(&mut self, file: &Path, list: &Node, path: &str) {
        let Data::List(items) = &list.data else {
            return self.refuse_kind(list, path, "a list of libraries");
        };
        for (index, item) in items.iter().enumerate() {
            let path = format!("{path}.{index}");
            match &item.data {
                Data::String(name) => self.item(file, name, item, &path),
                _ => self.refuse_kind(item, &path, "the path or name of a library"),
            }
        }
    }

    fn refuse_kind(&mut self, node: &Node, path: &str, expected: &str) {
        let message = format!("expected {expected}, found {}", node.describe());
        let help = "write it like `\"include\": [\"library:aircraft\", \"library/ours.json\"]`";
        self.mistakes.push(Diagnostic::new(Code::E0010, message).at(node.position()).on(path).help(help));
    }

    /// Reads a library, and first what it includes.
    fn item(&mut self, file: &Path, name: &str, item: &Node, path: &str) {
        let refused = |code, message: String| Diagnostic::new(code, message).at(item.position()).on(path);
        let (shown, real) = match self.names(file, name) {
            Ok(names) => names,
            Err((message, help)) => {
                return self.mistakes.push(refused(Code::E0020, message).help(help));
            }
        };
        if let Some(begins) = self.open.iter().position(|(open, _)| *open == real) {
            let chain = self.open.iter().skip(begins).map(|(_, name)| name.clone());
            let chain: Vec<String> =
                chain.chain([shown.display().to_string()]).map(|name| format!("`{name}`")).collect();
            let message = format!("the files include each other: {}", chain.join(" includes "));
            return self.mistakes.push(refused(Code::E0021, message).help("take one of them out of a list"));
        }
        if self.met.contains(&real) {
            return;
        }
        if self.met.len() >= MOST_FILES {
            let message = format!("more than {MOST_FILES} files are included");
            return self
                .mistakes
                .push(refused(Code::E0021, message).help("put what belongs together into one file"));
        }
        self.met.insert(real.clone());
        let library = match self.library(&shown, &real) {
            Ok(library) => library,
            Err(Unusable::Here(code, message, help)) => {
                return self.mistakes.push(refused(code, message).help(help));
            }
            Err(Unusable::There(mistakes)) => return self.mistakes.extend(mistakes),
        };
        if let Some(list) = library.child("include") {
            self.open.push((real, shown.display().to_string()));
            self.list(&shown, list, "include");
            self.open.pop();
        }
        self.libraries.push(library);
    }

    /// The name of a library to a reader, and the one name of its file. Errors: what is wrong, and what helps.
    fn names(&self, file: &Path, name: &str) -> Result<(PathBuf, PathBuf), (String, String)> {
        if name.starts_with(shipped::SCHEME) {
            if shipped::text(name).is_some() {
                return Ok((PathBuf::from(name), PathBuf::from(name)));
            }
            let near = did_you_mean(name, shipped::names(), "libraries of the program");
            let help = near.unwrap_or_default();
            return Err((format!("the program has no library `{name}`"), help));
        }
        let shown = file.parent().unwrap_or(Path::new("")).join(name);
        let real = self.files.real_name(&shown).map_err(|error| {
            let message = format!("the library `{}` cannot be read: {}", shown.display(), reason(&error));
            let near = self.files.near(&shown).map(|near| Path::new(name).with_file_name(near));
            let near = near.map(|near| format!("did you mean `{}`? ", near.display()));
            let help = format!(
                "{}the path counts from the folder of the file that includes it",
                near.unwrap_or_default()
            );
            (message, help)
        })?;
        Ok((shown, real))
    }

    /// Reads the text of a library. Nothing of a file is shown before it has told that it is one of this program.
    fn library(&mut self, shown: &Path, real: &Path) -> Result<Node, Unusable> {
        let name = shown.display();
        let none = |why: &str| {
            let help = "a library is a JSON object with `format_version` and parts such as `carrier_types`";
            Unusable::Here(Code::E0022, format!("`{name}` is no library: {why}"), help.to_owned())
        };
        let text = match real.to_str().and_then(shipped::text) {
            Some(text) => text.to_owned(),
            None => match self.files.plain_text(shown, real) {
                Ok(Some(text)) => text,
                Ok(None) => return Err(none("it is not UTF-8")),
                Err(error) => {
                    let message = format!("the library `{name}` cannot be read: {}", reason(&error));
                    return Err(Unusable::Here(Code::E0020, message, "name a file of JSON".to_owned()));
                }
            },
        };
        let root = self.files.foreign(shown, text).map_err(|why| match why {
            NotOurs::TooLarge => Unusable::There(too_large(shown, MOST_BYTES).into_iter().collect()),
            NotOurs::Version(version) => {
                let message = format!("format version {} of `{name}` is not known", plain(version));
                Unusable::Here(Code::E0009, message, "this program reads version 1".to_owned())
            }
            NotOurs::Other(why) => none(&why),
        })?;
        let Data::Object(members) = &root.data else { return Err(none("it holds no object")) };
        if let Some(key) = NOT_OF_A_LIBRARY.iter().find(|key| members.contains_key(**key)) {
            let what = if ["based_on", "changes"].contains(key) { "variant" } else { "scenario" };
            return Err(none(&format!("it has `{key}`, as a {what} has")));
        }
        if !ENTRIES.iter().chain(&GROUNDS).chain(&["include"]).any(|key| members.contains_key(*key)) {
            return Err(none("it has none of the parts that are included"));
        }
        let mistakes = mistakes_of(members);
        if mistakes.is_empty() { Ok(root) } else { Err(Unusable::There(mistakes)) }
    }
}

/// Why a library cannot be used.
enum Unusable {
    /// Told where it is included: code, message, help.
    Here(Code, String, String),
    /// Told at the places in it.
    There(Vec<Diagnostic>),
}

/// Mistakes in the shape of a library.
fn mistakes_of(members: &Members) -> Vec<Diagnostic> {
    let mut mistakes = Vec::new();
    let known = || ENTRIES.into_iter().chain(GROUNDS).chain(OTHERS);
    for (key, node) in members {
        if !known().any(|one| one == key) {
            let mut mistake = Diagnostic::new(Code::E0012, format!("unknown key `{key}` in a library"))
                .at(node.key_position())
                .on(key);
            mistake.help = did_you_mean(key, known().filter(|one| *one != "notes"), "keys of a library");
            mistakes.push(mistake);
        } else if !OTHERS.contains(&key.as_str()) && !matches!(node.data, Data::Object(_)) {
            let message = format!("expected an object, found {}", node.describe());
            mistakes.push(Diagnostic::new(Code::E0010, message).at(node.position()).on(key));
        }
    }
    let Some(Data::Object(evidence)) = members.get("evidence").map(|node| &node.data) else {
        return mistakes;
    };
    for (target, node) in evidence.iter().filter(|(target, _)| *target != "notes") {
        if !ENTRIES.iter().any(|part| is_at_or_below(target, part)) {
            let message = format!("evidence of `{target}`, which is no part of a library");
            let mistake = Diagnostic::new(Code::E1602, message).at(node.key_position());
            mistakes.push(
                mistake
                    .on(format!("evidence.{target}"))
                    .help("put it into the scenario; a library speaks of places, vehicle and carrier types"),
            );
        }
    }
    mistakes
}

/// Lays the parts in `above` over those in `below`; the result is in `above`.
fn lay_over(mut below: Members, above: &mut Members) {
    let mut said = HashSet::new();
    for part in ENTRIES {
        let Some(low) = below.shift_remove(part) else { continue };
        match above.get_mut(part) {
            None => {
                above.insert(part.to_owned(), low);
            }
            Some(high) => lay_part(low, high, part, &mut said),
        }
    }
    for part in GROUNDS {
        let Some(mut low) = below.shift_remove(part) else { continue };
        if let (Data::Object(members), "evidence") = (&mut low.data, part) {
            members.retain(|target, _| !is_said(target, &said));
        }
        match above.get_mut(part) {
            None => {
                above.insert(part.to_owned(), low);
            }
            Some(high) => replace_entries(low, high),
        }
    }
}

/// Whether a path or one above it is among those whose value a file gives itself: what spoke of the value below it speaks
/// of another.
fn is_said(target: &str, said: &HashSet<String>) -> bool {
    let ends = target.match_indices('.').map(|(at, _)| at).chain([target.len()]);
    ends.into_iter().any(|end| said.contains(&target[..end]))
}

/// Lays the entries of a part over each other.
fn lay_part(low: Node, high: &mut Node, part: &str, said: &mut HashSet<String>) {
    let (Data::Object(low), Data::Object(above)) = (low.data, &mut high.data) else { return };
    *above = laid(low, std::mem::take(above), part, said, |_| true);
}

/// Lays members over each other: objects whose key is to be merged key by key, other values whole; `null` removes what
/// is below it. Keys that are below come first.
fn laid(
    low: Members,
    mut high: Members,
    path: &str,
    said: &mut HashSet<String>,
    merges: fn(&str) -> bool,
) -> Members {
    let mut result = Members::with_capacity(low.len() + high.len());
    for (key, mut node) in low {
        // A hole stays behind: taking the key out would move all the others.
        let hole = Node { source: Arc::clone(&node.source), span: 0..0, key: None, data: Data::Hole };
        let Some(above) = high.get_mut(&key).map(|above| std::mem::replace(above, hole)) else {
            result.insert(key, node);
            continue;
        };
        if key == "notes" {
            result.insert(key, above);
            continue;
        }
        let here = format!("{path}.{key}");
        match (&mut node.data, above.data) {
            (_, Data::Null) => {
                said.insert(here);
            }
            (Data::Object(below), Data::Object(over)) if merges(&key) => {
                let data = laid(std::mem::take(below), over, &here, said, |key| MERGED.contains(&key));
                result.insert(key, Node { data: Data::Object(data), ..above });
            }
            (_, data) => {
                said.insert(here);
                result.insert(key, Node { data, ..above });
            }
        }
    }
    result.extend(high.into_iter().filter(|(_, node)| !matches!(node.data, Data::Hole)));
    result
}

/// Puts entries over others as a whole; `null` removes what is below it.
fn replace_entries(low: Node, high: &mut Node) {
    let (Data::Object(low), Data::Object(above)) = (low.data, &mut high.data) else { return };
    let mut result = low;
    let mut gone = HashSet::new();
    for (key, node) in std::mem::take(above) {
        if matches!(node.data, Data::Null) && result.contains_key(&key) {
            gone.insert(key);
        } else {
            result.insert(key, node);
        }
    }
    result.retain(|key, _| !gone.contains(key));
    *above = result;
}
