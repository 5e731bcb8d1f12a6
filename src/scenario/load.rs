//! From a file to a checked scenario: variants, changes of the command line, decoding, checks.

mod change;
mod evidence;
mod files;
mod include;
mod shipped;
mod trial;
mod used;
mod variant;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::Value;

use change::change_value;
use evidence::Grounded;
use files::Files;

pub use files::{MOST_BYTES, Texts, plain as plain_name};
pub(super) use include::{ENTRIES, GROUNDS, MERGED, NOT_OF_A_LIBRARY};
pub use trial::{Scratch, Trial};

use super::tree::{Data, Node};
use super::{Scenario, check, decode, path, tree};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, SourceText};

/// A scenario that can be run, and the texts that it came from.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// The scenario.
    pub scenario: Scenario,
    /// All keys as they were written, after changes, each with its place.
    pub root: Node,
    /// The scenario with its defaults, without `$schema` and notes; keys are sorted but in `vehicles`, where the order
    /// is that of loading. Equal scenarios give equal bytes.
    pub resolved: Value,
    /// What is allowed but looks like a mistake.
    pub warnings: Diagnostics,
    /// The file and the files that it is based on, nearest first; behind each scenario the libraries that it includes.
    pub chain: Vec<PathBuf>,
    /// What the libraries hold beyond what is used; `None` without libraries.
    whole: Option<Arc<Whole>>,
}

/// A scenario laid over all that its libraries hold. Changes begin with it: they may use what was not used before.
#[derive(Debug)]
struct Whole {
    root: Node,
    /// The places of the libraries among the texts.
    libraries: BTreeSet<usize>,
}

impl Loaded {
    /// Returns the BLAKE3 hash of the resolved scenario, in hexadecimal digits.
    pub fn hash(&self) -> String {
        blake3::hash(self.resolved.to_string().as_bytes()).to_hex().to_string()
    }

    /// Returns the scenario with more changes as `PATH`, `VALUE`, checked.
    ///
    /// Errors: all mistakes of the changed scenario that could be found.
    pub fn with(&self, sets: &[(String, String)]) -> Result<Self, Diagnostics> {
        let (root, libraries) = match &self.whole {
            Some(whole) => (whole.root.clone(), whole.libraries.clone()),
            None => (self.root.clone(), BTreeSet::new()),
        };
        change(root, (self.chain.clone(), libraries), sets, self.chain.len())
    }

    /// Returns a diagnostic on a path, at the place where its value, or the nearest object above it, was written.
    pub fn diagnostic(&self, code: Code, path: &str, message: impl Into<String>) -> Diagnostic {
        self.root.locate(Diagnostic::new(code, message).on(path))
    }

    /// Returns every value that a path can change, with what it rests on.
    pub fn leaves(&self) -> Vec<path::Leaf> {
        path::leaves(&self.root, &self.scenario.evidence)
    }
}

/// Reads a scenario or variant, applies changes as `PATH`, `VALUE`, and checks it. With the feature `cli`, a name that is no
/// file, such as `kazakhstan-2022`, stands for a scenario inside the program.
///
/// Errors: all mistakes that could be found; each stops the scenario from being used.
pub fn load(file: &Path, sets: &[(String, String)]) -> Result<Loaded, Diagnostics> {
    let mut files = Files::default();
    let root = files.read(file)?;
    finish(root, files, sets)
}

/// Loads a shipped scenario by its name, whatever files there are.
///
/// Errors: a name that no shipped scenario has.
pub fn load_shipped(name: &str) -> Result<Loaded, Diagnostics> {
    let Some(shipped) = super::shipped::named(name) else {
        return Err(Diagnostic::new(Code::E0001, format!("the program has no scenario `{name}`")).into());
    };
    let mut files = Files::default();
    let root = files.inside(&shipped.source())?;
    finish(root, files, &[])
}

/// Loads a scenario from a text, as [`load`] does from a file; `name` stands for the file, also for the bases of a variant and
/// for libraries.
pub fn load_str(name: &str, text: &str, sets: &[(String, String)]) -> Result<Loaded, Diagnostics> {
    let mut files = Files::default();
    let root = files.text(Path::new(name), text.to_owned())?;
    finish(root, files, sets)
}

/// Loads a scenario from a text, as [`load_str`] does, but for the bases of a variant and libraries, which are among `texts` by
/// name. No file is read.
pub fn load_among(
    name: &str,
    text: &str,
    texts: &Texts,
    sets: &[(String, String)],
) -> Result<Loaded, Diagnostics> {
    let file = Path::new(name);
    if text.len() as u64 > MOST_BYTES {
        return Err(files::too_large(file, MOST_BYTES));
    }
    let mut files = Files::given(texts, name);
    let root = files.text(file, text.to_owned())?;
    finish(root, files, sets)
}

/// Loads a scenario from a value, such as the resolved scenario of a manifest. No file is read: such a scenario stands alone.
pub fn load_value(name: &str, value: &Value) -> Result<Loaded, Diagnostics> {
    load_among(name, &format!("{value:#}"), &Texts::new(), &[])
}

/// Reads the text of a file that the user named, `-` for standard input.
///
/// Errors: it cannot be read, has more than `most` bytes, or is not UTF-8.
pub fn read_text(file: &Path, most: u64) -> Result<String, Diagnostics> {
    Files::contents(file, most)
}

fn finish(root: Node, files: Files<'_>, sets: &[(String, String)]) -> Result<Loaded, Diagnostics> {
    let order = files.count();
    change(root, files.into_parts(), sets, order)
}

/// Applies changes, of which the first has place `order` among the texts, leaves out what is not used of the libraries, and
/// checks the scenario.
fn change(
    mut root: Node,
    (chain, libraries): (Vec<PathBuf>, BTreeSet<usize>),
    sets: &[(String, String)],
    order: usize,
) -> Result<Loaded, Diagnostics> {
    let mut mistakes = Vec::new();
    let before = Grounded::of(&root);
    for (index, (key, value)) in sets.iter().enumerate() {
        if let Err(more) = apply_set(&mut root, key, value, order + index) {
            mistakes.extend(more);
        }
    }
    if !mistakes.is_empty() {
        return Err(Diagnostics::new(mistakes));
    }
    before.drop_what_lost_its_ground(&mut root);
    let whole = (!libraries.is_empty()).then(|| Arc::new(Whole { root: root.clone(), libraries }));
    if let Some(whole) = &whole {
        used::keep_what_is_used(&mut root, &whole.libraries);
    }
    let scenario = decode::decode(&root).map_err(|broken| beside(&root, broken))?;
    let found = Diagnostics::new(check::check(&scenario, &root));
    if found.has_errors() {
        return Err(found);
    }
    let resolved = resolve(&scenario, &root);
    Ok(Loaded { scenario, root, resolved, warnings: found, chain, whole })
}

/// Returns the mistakes of structure, with what the rules say of the rest.
fn beside(root: &Node, broken: decode::Broken) -> Diagnostics {
    let mut found = broken.mistakes;
    let of_a_change = |it: &Diagnostic| {
        let position = it.position.as_ref();
        it.code == Code::E0012 && position.is_some_and(|position| position.source.name == SET)
    };
    for mistake in found.iter_mut().filter(|it| of_a_change(it)) {
        // A path of another notation creates a key with its letters.
        if !mistake.path.contains('.') || mistake.path.contains(['[', '/', '$']) {
            let meant = path::meant(root, &mistake.path).map(|meant| format!("did you mean `{meant}`?"));
            mistake.help = meant.or(mistake.help.take());
        }
    }
    if let Some(rest) = broken.rest {
        found.extend(check::beside(&rest.scenario, &rest.tree, &rest.wrong));
    }
    Diagnostics::new(found)
}

/// The name of the text of a change on the command line.
pub(super) const SET: &str = "--set";

/// Applies one `--set PATH=VALUE`.
fn apply_set(root: &mut Node, key: &str, value: &str, order: usize) -> Result<(), Vec<Diagnostic>> {
    let text = format!("{key}={value}");
    let source = Arc::new(SourceText { name: SET.to_owned(), text, order });
    let span = key.len() + 1..source.text.len();
    let structured = value.trim_start().starts_with(['{', '[', '"']);
    let mut node = match tree::parse(&source, span.clone()) {
        Ok(node) => node,
        Err(mistakes) if structured || mistakes.iter().any(|mistake| mistake.code != Code::E0005) => {
            return Err(mistakes);
        }
        Err(_) => Node { source: Arc::clone(&source), span, key: None, data: Data::String(value.to_owned()) },
    };
    node.key = Some(0..key.len());
    change_value(root, key, node)
}

/// Returns the scenario as canonical JSON. A key with its default value is left out, unless it has evidence: that would
/// speak of nothing.
fn resolve(scenario: &Scenario, root: &Node) -> Value {
    let mut value = serde_json::to_value(Scenario { schema: None, ..scenario.clone() }).unwrap_or_default();
    for target in scenario.evidence.keys() {
        if let Ok(node) = path::get(root, target) {
            evidence::keep(&mut value, target, node);
        }
    }
    sort(&mut value, 0, false);
    value
}

/// Sorts keys, but for the vehicles of units (`contingents.C.units.U.vehicles`), whose order is that of loading.
fn sort(value: &mut Value, depth: usize, in_contingents: bool) {
    match value {
        Value::Object(members) => {
            members.sort_keys();
            for (key, member) in members.iter_mut() {
                let in_contingents = if depth == 0 { key == "contingents" } else { in_contingents };
                if in_contingents && depth == 4 && key == "vehicles" {
                    continue;
                }
                sort(member, depth + 1, in_contingents);
            }
        }
        Value::Array(items) => {
            for item in items {
                sort(item, depth + 1, in_contingents);
            }
        }
        _ => {}
    }
}
