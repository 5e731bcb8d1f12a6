//! Files of a scenario as they are read: from the file system, or from texts by name.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::Read as _;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Position, SourceText, similar};

/// A file larger than this is no scenario that somebody wrote [bytes].
pub(super) const MOST_BYTES: u64 = 64 * 1024 * 1024;

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
        let source = Arc::new(SourceText { name: file.display().to_string(), text, order: self.chain.len() });
        self.chain.push(file.to_owned());
        source
    }

    /// Reads a text file and nothing else.
    pub(super) fn contents(file: &Path) -> Result<String, Diagnostics> {
        Self::bytes(file).and_then(|bytes| Self::default().utf8(file, bytes))
    }

    /// Reads a file that is not too large.
    pub(super) fn bytes(file: &Path) -> Result<Vec<u8>, Diagnostics> {
        let name = file.display();
        let unreadable = |error: std::io::Error| {
            let message = format!("`{name}` cannot be read: {}", reason(&error));
            let near = near_file(file).map(|near| file.with_file_name(near));
            let near = near.map(|near| format!("did you mean `{}`?", near.display()));
            let help = near.unwrap_or_else(|| "check the path; it counts from the current folder".to_owned());
            Diagnostics::from(Diagnostic::new(Code::E0001, message).help(help))
        };
        let bytes = beginning(file).map_err(unreadable)?;
        if bytes.len() as u64 > MOST_BYTES { Err(too_large(file)) } else { Ok(bytes) }
    }

    /// Reads the text of a file that [`Self::real_name`] knows; nothing where it is not UTF-8.
    pub(super) fn plain_text(&self, file: &Path, real: &Path) -> std::io::Result<Option<String>> {
        if let Some(texts) = self.given {
            return Ok(real.to_str().and_then(|name| texts.get(name)).cloned());
        }
        Ok(String::from_utf8(beginning(file)?).ok())
    }

    pub(super) fn utf8(&self, file: &Path, bytes: Vec<u8>) -> Result<String, Diagnostics> {
        String::from_utf8(bytes).map_err(|error| {
            let at = error.utf8_error().valid_up_to();
            let byte = error.as_bytes().get(at).copied().unwrap_or_default();
            // Everything before the place is valid, so it is at the same offset in the repaired text.
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            let name = file.display().to_string();
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
        let Some(texts) = self.given else { return std::fs::canonicalize(file) };
        let name = plain(file);
        let missing = || std::io::Error::from(std::io::ErrorKind::NotFound);
        if texts.contains_key(&name) { Ok(PathBuf::from(name)) } else { Err(missing()) }
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

/// Reads a file, but no more than tells that it is too large.
fn beginning(file: &Path) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(file)?.take(MOST_BYTES + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
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
