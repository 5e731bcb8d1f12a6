//! Files of a scenario: a whole one, or a variant that changes another.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read as _;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use super::evidence::Grounded;
use super::path_diagnostic;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, SourceText, did_you_mean, similar};
use crate::scenario::path;
use crate::scenario::tree::{Data, Node, parse};

/// A file larger than this is no scenario that somebody wrote [bytes].
pub(super) const MOST_BYTES: u64 = 64 * 1024 * 1024;

/// So many variants may be based on one another.
const LONGEST_CHAIN: usize = 32;

/// The version of the format that this program reads.
const FORMAT_VERSION: f64 = 1.0;

/// The keys of a variant.
const VARIANT_KEYS: [&str; 6] = ["$schema", "format_version", "based_on", "title", "changes", "notes"];

/// A key of a variant, what it holds in words, and whether a value is that.
type Expected = (&'static str, &'static str, fn(&Data) -> bool);

/// Texts by name, which stand for files where there are none: names count from one folder, with `/` between their parts.
pub type Texts = BTreeMap<String, String>;

/// The files that were read, the first one first.
#[derive(Default)]
pub(super) struct Files<'a> {
    /// Where they are read from, if not from the file system.
    given: Option<&'a Texts>,
    chain: Vec<PathBuf>,
    /// The one name that the file system has for each file of the chain.
    real: Vec<PathBuf>,
}

impl<'a> Files<'a> {
    /// Files that are given as texts, of which `first` will be read first.
    pub(super) fn given(texts: &'a Texts, first: &str) -> Self {
        Self { given: Some(texts), real: vec![PathBuf::from(plain(Path::new(first)))], ..Self::default() }
    }

    pub(super) fn count(&self) -> usize {
        self.chain.len()
    }

    pub(super) fn chain(self) -> Vec<PathBuf> {
        self.chain
    }

    /// Reads the file that the user named, and its bases.
    pub(super) fn read(&mut self, file: &Path) -> Result<Node, Diagnostics> {
        let text = Self::bytes(file).and_then(|bytes| self.utf8(file, bytes))?;
        self.real.push(std::fs::canonicalize(file).unwrap_or_else(|_| file.to_owned()));
        self.text(file, text)
    }

    /// Reads a text file and nothing else.
    pub(super) fn contents(file: &Path) -> Result<String, Diagnostics> {
        Self::bytes(file).and_then(|bytes| Self::default().utf8(file, bytes))
    }

    /// Reads the text of a file.
    pub(super) fn text(&mut self, file: &Path, text: String) -> Result<Node, Diagnostics> {
        let source = Arc::new(SourceText { name: file.display().to_string(), text, order: self.chain.len() });
        self.chain.push(file.to_owned());
        if source.text.starts_with('\u{feff}') {
            let diagnostic = Diagnostic::new(Code::E0004, "the file begins with a byte order mark")
                .at(crate::diagnostic::Position::new(&source, 0..3))
                .help("save the file as UTF-8 without BOM");
            return Err(diagnostic.into());
        }
        let root = parse(&source, 0..source.text.len()).map_err(Diagnostics::new)?;
        if !matches!(root.data, Data::Object(_)) {
            let message = format!("expected an object that holds a scenario, found {}", root.describe());
            return Err(Diagnostic::new(Code::E0010, message).at(root.position()).into());
        }
        check_version(&root)?;
        if is_variant(&root) { self.variant(file, &root) } else { Ok(root) }
    }

    fn bytes(file: &Path) -> Result<Vec<u8>, Diagnostics> {
        let name = file.display();
        let unreadable = |error: std::io::Error| {
            let message = format!("`{name}` cannot be read: {}", reason(&error));
            let near = near_file(file).map(|near| file.with_file_name(near));
            let near = near.map(|near| format!("did you mean `{}`?", near.display()));
            let help = near.unwrap_or_else(|| "check the path; it counts from the current folder".to_owned());
            Diagnostics::from(Diagnostic::new(Code::E0001, message).help(help))
        };
        let mut bytes = Vec::new();
        let handle = File::open(file).map_err(unreadable)?;
        handle.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(unreadable)?;
        if bytes.len() as u64 > MOST_BYTES { Err(too_large(file)) } else { Ok(bytes) }
    }

    fn utf8(&self, file: &Path, bytes: Vec<u8>) -> Result<String, Diagnostics> {
        String::from_utf8(bytes).map_err(|error| {
            let at = error.utf8_error().valid_up_to();
            let byte = error.as_bytes().get(at).copied().unwrap_or_default();
            // Everything before the place is valid, so it is at the same offset in the repaired text.
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            let name = file.display().to_string();
            let source = Arc::new(SourceText { name, text, order: self.chain.len() });
            let position =
                crate::diagnostic::Position::new(&source, at..at + char::REPLACEMENT_CHARACTER.len_utf8());
            Diagnostic::new(Code::E0003, format!("the file is not UTF-8: byte {byte:#04x}"))
                .at(position)
                .help("save the file as UTF-8")
                .into()
        })
    }

    /// Applies a variant to its base.
    fn variant(&mut self, file: &Path, variant: &Node) -> Result<Node, Diagnostics> {
        check_variant(variant).map_err(Diagnostics::new)?;
        let Some(based_on) = variant.child("based_on") else {
            return Ok(variant.clone());
        };
        let base = file.parent().unwrap_or(Path::new("")).join(based_on.as_str().unwrap_or_default());
        let mut root = self.base(&base, based_on)?;
        let mut mistakes = Vec::new();
        let before = Grounded::of(&root);
        if let Some(Node { data: Data::Object(changes), .. }) = variant.child("changes") {
            for (key, value) in changes.iter().filter(|(key, _)| *key != "notes") {
                if let Err(error) = path::set(&mut root, key, value.clone()) {
                    mistakes.push(path_diagnostic(error, key).at(value.key_position()));
                }
            }
        }
        before.drop_what_lost_its_ground(&mut root);
        if let (Some(title), Data::Object(members)) = (variant.child("title"), &mut root.data) {
            members.insert("title".to_owned(), title.clone());
        }
        if mistakes.is_empty() { Ok(root) } else { Err(Diagnostics::new(mistakes)) }
    }

    /// Reads the file that a variant is based on.
    fn base(&mut self, base: &Path, based_on: &Node) -> Result<Node, Diagnostics> {
        let refused = |code, message: String, help: &str| {
            Diagnostics::from(
                Diagnostic::new(code, message).at(based_on.position()).on("based_on").help(help),
            )
        };
        let real = self.real_name(base).map_err(|error| {
            let message = format!("the base `{}` cannot be read: {}", base.display(), reason(&error));
            let named = Path::new(based_on.as_str().unwrap_or_default());
            let near = self.near(base).map(|near| named.with_file_name(near));
            let near = near.map(|near| format!("did you mean `{}`? ", near.display()));
            let help = format!("{}the path counts from the folder of the variant", near.unwrap_or_default());
            refused(Code::E0014, message, &help)
        })?;
        if self.real.contains(&real) || self.chain.len() >= LONGEST_CHAIN {
            let message = "the variants are based on each other".to_owned();
            return Err(refused(Code::E0015, message, "one file at the end must be a whole scenario"));
        }
        let text = if let Some(texts) = self.given {
            real.to_str().and_then(|name| texts.get(name)).cloned().unwrap_or_default()
        } else {
            let bytes = Self::bytes(base).map_err(|_| {
                let message = format!("the base `{}` cannot be read", base.display());
                refused(Code::E0014, message, "the path counts from the folder of the variant")
            })?;
            self.utf8(base, bytes)?
        };
        self.real.push(real);
        self.text(base, text)
    }

    /// The one name of a file that is there.
    fn real_name(&self, file: &Path) -> std::io::Result<PathBuf> {
        let Some(texts) = self.given else { return std::fs::canonicalize(file) };
        let name = plain(file);
        let missing = || std::io::Error::from(std::io::ErrorKind::NotFound);
        if texts.contains_key(&name) { Ok(PathBuf::from(name)) } else { Err(missing()) }
    }

    /// The name of the file beside a missing one that is most like its name.
    fn near(&self, missing: &Path) -> Option<String> {
        let Some(texts) = self.given else { return near_file(missing) };
        let plain = plain(missing);
        let (folder, name) =
            plain.rsplit_once('/').map_or(("", plain.as_str()), |(folder, name)| (folder, name));
        let beside = texts.keys().filter_map(|key| match key.rsplit_once('/') {
            Some((of, name)) => (of == folder).then_some(name),
            None => folder.is_empty().then_some(key.as_str()),
        });
        similar(name, beside).map(str::to_owned)
    }
}

/// What is said of a file with more than [`MOST_BYTES`].
pub(super) fn too_large(file: &Path) -> Diagnostics {
    let message = format!("`{}` is larger than {} MiB", file.display(), MOST_BYTES / 1024 / 1024);
    let help = "a scenario names each kind of unit once and repeats it with `copies`";
    Diagnostic::new(Code::E0002, message).help(help).into()
}

/// A path without `.` and without `..` behind a folder, with `/` between its parts, whatever the system.
fn plain(path: &Path) -> String {
    let mut parts: Vec<String> = Vec::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if parts.last().is_some_and(|last| last != "..") => {
                parts.pop();
            }
            other => parts.push(other.as_os_str().to_string_lossy().into_owned()),
        }
    }
    parts.join("/")
}

/// Whether a file is a variant, or what somebody took for one: it has `changes`, and nothing of a whole scenario.
fn is_variant(root: &Node) -> bool {
    let whole = ["places", "fleets", "contingents"].iter().any(|key| root.child(key).is_some());
    root.child("based_on").is_some() || (root.child("changes").is_some() && !whole)
}

/// The name of the file beside a missing one that is most like its name.
fn near_file(missing: &Path) -> Option<String> {
    let name = missing.file_name()?.to_str()?;
    if missing.exists() {
        return None;
    }
    let folder = missing.parent().filter(|folder| !folder.as_os_str().is_empty());
    let entries = std::fs::read_dir(folder.unwrap_or(Path::new("."))).ok()?;
    let files = entries.flatten().filter(|entry| entry.path().is_file());
    let mut names: Vec<String> = files.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    // The order of a folder is no order.
    names.sort();
    similar(name, names.iter().map(String::as_str)).map(str::to_owned)
}

/// Returns why a file could not be read, in words that are the same on every system.
fn reason(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "there is no such file".to_owned(),
        std::io::ErrorKind::PermissionDenied => "permission is missing".to_owned(),
        std::io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
        _ => error.to_string(),
    }
}

/// Refuses other versions before anything else, since nothing else can be said of them.
fn check_version(root: &Node) -> Result<(), Diagnostics> {
    let Some(version) = root.child("format_version") else {
        return Ok(());
    };
    let Some(number) = version.as_f64() else {
        return Ok(());
    };
    if (number - FORMAT_VERSION).abs() < f64::EPSILON {
        return Ok(());
    }
    let message = format!("format version {number} is not known");
    Err(Diagnostic::new(Code::E0009, message)
        .at(version.position())
        .on("format_version")
        .help("this program reads version 1")
        .into())
}

/// Checks the shape of a variant.
fn check_variant(variant: &Node) -> Result<(), Vec<Diagnostic>> {
    let mut mistakes = Vec::new();
    let Data::Object(members) = &variant.data else {
        return Ok(());
    };
    for (key, node) in members {
        if !VARIANT_KEYS.contains(&key.as_str()) {
            let mut diagnostic = Diagnostic::new(Code::E0012, format!("unknown key `{key}` in a variant"))
                .at(node.key_position())
                .on(key);
            diagnostic.help =
                did_you_mean(key, VARIANT_KEYS.into_iter().filter(|known| *known != "notes"), "keys")
                    .map(|help| format!("{help} Keys of the scenario are changed under `changes`"));
            mistakes.push(diagnostic);
        }
    }
    let expected: [Expected; 4] = [
        ("format_version", "a whole number", |data| matches!(data, Data::Number(_))),
        ("based_on", "the path of a scenario", |data| matches!(data, Data::String(_))),
        ("title", "a string", |data| matches!(data, Data::String(_))),
        ("changes", "an object of paths and values", |data| matches!(data, Data::Object(_))),
    ];
    for (key, what, fits) in expected {
        match members.get(key) {
            Some(node) if !fits(&node.data) => {
                let message = format!("expected {what}, found {}", node.describe());
                mistakes.push(Diagnostic::new(Code::E0010, message).at(node.position()).on(key));
            }
            None if key == "based_on" => {
                let message = "the file has `changes` and lacks the key `based_on`";
                let diagnostic = Diagnostic::new(Code::E0011, message).at(variant.position()).on(key);
                mistakes
                    .push(diagnostic.help("a variant names the scenario that it changes with `based_on`"));
            }
            None if key == "format_version" => {
                let message = "the variant lacks the key `format_version`";
                let diagnostic = Diagnostic::new(Code::E0011, message).at(variant.position()).on(key);
                mistakes.push(diagnostic.help("add `\"format_version\": 1`"));
            }
            _ => {}
        }
    }
    if mistakes.is_empty() { Ok(()) } else { Err(mistakes) }
}
