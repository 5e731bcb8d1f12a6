//! Files of a scenario as they are read: from the file system, or from texts by name.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Position, SourceText, similar};
use crate::scenario::shipped::{self, Shipped};
use crate::scenario::tree::{Data, Node, parse_counted};
use crate::storage::read::{STDIN_NAME, beginning, is_stdin, stdin};

/// A scenario whose files are together larger than this is none that somebody wrote [bytes].
pub const MOST_BYTES: u64 = 64 * 1024 * 1024;

/// The version of the format that this program reads.
pub(super) const FORMAT_VERSION: f64 = 1.0;

/// Texts by name, which stand for files where there are none: names count from one folder, with `/` between their parts.
pub type Texts = BTreeMap<String, String>;

/// The files that were read, the first one first.
#[derive(Default)]
pub(super) struct Files<'a> {
    /// Where they are read from, if not from the file system.
    pub(super) given: Option<&'a Texts>,
    pub(super) chain: Vec<PathBuf>,
    /// The one name that the file system has for each file of the chain that is no library.
    pub(super) real: Vec<PathBuf>,
    /// Which files of the chain are libraries.
    pub(super) libraries: BTreeSet<usize>,
    /// Values of all texts that were read.
    values: usize,
    /// Length of all texts that were read [bytes].
    bytes: u64,
}

/// Why a file that another file names is none of this program, in words that show nothing of it.
pub(super) enum NotOurs {
    /// It is too large, or all files are together.
    TooLarge,
    /// It has another version of the format.
    Version(f64),
    /// What else: a sentence about it.
    Other(String),
}

impl<'a> Files<'a> {
    /// Files that are given as texts, of which `first` will be read first.
    pub(super) fn given(texts: &'a Texts, first: &str) -> Self {
        Self { given: Some(texts), real: vec![PathBuf::from(plain(Path::new(first)))], ..Self::default() }
    }

    pub(super) fn count(&self) -> usize {
        self.chain.len()
    }

    /// The files, and which of them are libraries.
    pub(super) fn into_parts(self) -> (Vec<PathBuf>, BTreeSet<usize>) {
        (self.chain, self.libraries)
    }

    /// The one name of the scenario or variant that was read last, if it is a file.
    pub(super) fn current(&self) -> Option<&Path> {
        self.real.last().map(PathBuf::as_path)
    }

    /// Takes a text among those that were read.
    pub(super) fn source(&mut self, file: &Path, text: String) -> Arc<SourceText> {
        let source = Arc::new(SourceText { name: shown(file), text, order: self.chain.len() });
        self.chain.push(file.to_owned());
        source
    }

    /// Whether a text is not too large together with those that were read before.
    pub(super) fn has_room(&mut self, text: &str) -> bool {
        self.bytes = self.bytes.saturating_add(text.len() as u64);
        self.bytes <= MOST_BYTES
    }

    /// Reads the tree of a text.
    pub(super) fn tree(&mut self, source: &Arc<SourceText>) -> Result<Node, Vec<Diagnostic>> {
        parse_counted(source, 0..source.text.len(), &mut self.values)
    }

    /// Reads the text of a file that another file names. Nothing of it is shown before it has told that it is one of this
    /// program: it may be any file of the machine.
    pub(super) fn foreign(&mut self, shown: &Path, text: String) -> Result<Node, NotOurs> {
        if !self.has_room(&text) {
            return Err(NotOurs::TooLarge);
        }
        let other = |why: &str| Err(NotOurs::Other(why.to_owned()));
        if text.starts_with('\u{feff}') {
            return other("it begins with a byte order mark");
        }
        let source = self.source(shown, text);
        let root = self.tree(&source).map_err(|found| NotOurs::Other(first_of(&found)))?;
        if !matches!(root.data, Data::Object(_)) {
            return other("it holds no object");
        }
        match root.child("format_version").map(Node::as_f64) {
            Some(Some(version)) if (version - FORMAT_VERSION).abs() < f64::EPSILON => Ok(root),
            Some(Some(version)) => Err(NotOurs::Version(version)),
            _ => other("it has no `format_version`"),
        }
    }

    /// Reads the text of a file that the user named, `-` for standard input, with at most so many bytes.
    pub(super) fn contents(file: &Path, most: u64) -> Result<String, Diagnostics> {
        Self::named(file, most, &|| None).and_then(|bytes| Self::default().utf8(file, bytes))
    }

    /// Reads a file that the user named, `-` for standard input, with at most so many bytes. Where there is no such file,
    /// `other` may say what else was meant.
    pub(super) fn named(
        file: &Path,
        most: u64,
        other: &dyn Fn() -> Option<String>,
    ) -> Result<Vec<u8>, Diagnostics> {
        let name = shown(file);
        let unreadable = |error: std::io::Error| {
            let message = format!("`{name}` cannot be read: {}", reason(&error));
            let near = || near_file(file).map(|near| file.with_file_name(near));
            let near = || near().map(|near| format!("did you mean `{}`?", near.display()));
            // A name without ending was hardly meant to be a file.
            let meant =
                if file.extension().is_some() { near().or_else(other) } else { other().or_else(near) };
            let help =
                meant.unwrap_or_else(|| "check the path; it counts from the current folder".to_owned());
            Diagnostics::from(Diagnostic::new(Code::E0001, message).help(help))
        };
        let read = if is_stdin(file) { stdin(most) } else { beginning(file, most) };
        let bytes = read.map_err(unreadable)?;
        if bytes.len() as u64 > most { Err(too_large(file, most)) } else { Ok(bytes) }
    }

    /// Reads the text of a file that [`Self::real_name`] knows; nothing where it is not UTF-8.
    pub(super) fn plain_text(&self, file: &Path, real: &Path) -> std::io::Result<Option<String>> {
        if let Some(texts) = self.given {
            return Ok(real.to_str().and_then(|name| texts.get(name)).cloned());
        }
        if let Some(shipped) = shipped::at_source(real) {
            return Ok(Some(shipped.text.to_owned()));
        }
        Ok(String::from_utf8(beginning(file, MOST_BYTES)?).ok())
    }

    pub(super) fn utf8(&self, file: &Path, bytes: Vec<u8>) -> Result<String, Diagnostics> {
        String::from_utf8(bytes).map_err(|error| {
            let at = error.utf8_error().valid_up_to();
            let byte = error.as_bytes().get(at).copied().unwrap_or_default();
            // Everything before the place is valid, so it is at the same offset in the repaired text.
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            let name = shown(file);
            let source = Arc::new(SourceText { name, text, order: self.chain.len() });
            let position = Position::new(&source, at..at + char::REPLACEMENT_CHARACTER.len_utf8());
            Diagnostic::new(Code::E0003, format!("the file is not UTF-8: byte {byte:#04x}"))
                .at(position)
                .help("save the file as UTF-8")
                .into()
        })
    }

    /// The one name of a file that is there.
    pub(super) fn real_name(&self, file: &Path) -> std::io::Result<PathBuf> {
        let name = plain(file);
        let Some(texts) = self.given else {
            let inside = shipped::at_source(Path::new(&name)).map(Shipped::source);
            return inside.map_or_else(|| std::fs::canonicalize(file), Ok);
        };
        let missing = || std::io::Error::from(std::io::ErrorKind::NotFound);
        if texts.contains_key(&name) { Ok(PathBuf::from(name)) } else { Err(missing()) }
    }

    /// The shipped scenario that a path means where it leads to no file: its name alone.
    pub(super) fn shipped(&self, path: &Path, name: &str) -> Option<PathBuf> {
        match self.given {
            Some(_) if self.real_name(path).is_ok() => None,
            Some(texts) => shipped::key_among(texts, name).map(PathBuf::from),
            None if is_file(path) => None,
            None => shipped::named(name).map(Shipped::source),
        }
    }

    /// The name of the file beside a missing one that is most like its name.
    pub(super) fn near(&self, missing: &Path) -> Option<String> {
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

/// Whether a path leads to anything but a folder, as far as that can be told.
fn is_file(path: &Path) -> bool {
    match std::fs::metadata(path) {
        Ok(found) => !found.is_dir(),
        Err(error) => error.kind() != std::io::ErrorKind::NotFound,
    }
}

/// What keeps a text from being read, with its place, and without the text.
fn first_of(found: &[Diagnostic]) -> String {
    let Some(first) = found.first() else { return "it cannot be read".to_owned() };
    let (line, column) = first.position.as_ref().map_or((1, 1), Position::line_column);
    let what = match first.code {
        // What the parser says names no part of the text.
        Code::E0005 => first.message.clone(),
        Code::E0002 => "there are too many values".to_owned(),
        Code::E0006 => "objects and lists are nested too deeply".to_owned(),
        Code::E0007 => "a key stands twice".to_owned(),
        _ => "a number or text cannot be held".to_owned(),
    };
    format!("line {line}, column {column}: {what}")
}

/// What is said of a file with more than so many bytes, itself or together with those that it is read with.
pub(super) fn too_large(file: &Path, most: u64) -> Diagnostics {
    let message = format!("`{}` is larger than {} MiB", shown(file), most / 1024 / 1024);
    let help = "a scenario names each kind of unit once and repeats it with `copies`";
    Diagnostic::new(Code::E0002, message).help(help).into()
}

/// The name of a file for readers.
pub(super) fn shown(file: &Path) -> String {
    if is_stdin(file) { STDIN_NAME.to_owned() } else { file.display().to_string() }
}

/// A path without `.` and without `..` behind a folder, with `/` between its parts, whatever the system.
pub fn plain(path: &Path) -> String {
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
pub(super) fn reason(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "there is no such file".to_owned(),
        std::io::ErrorKind::PermissionDenied => "permission is missing".to_owned(),
        std::io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
        _ => error.to_string(),
    }
}
