//! Reads the manifest of an existing folder of results, and finds files that were changed since.

use std::io;
use std::path::{Path, PathBuf};

use super::exit::Failure;
use crate::report::{AnyManifest, Content, claims};
use crate::storage::read::{self, MOST_BESIDE};

/// A folder with its manifest.
#[derive(Debug)]
pub(super) struct Folder {
    /// Where it is.
    pub(super) path: PathBuf,
    /// What was run.
    pub(super) manifest: AnyManifest,
}

impl Folder {
    /// Reads the manifest of a folder that `writer` should have written, as the remedy says.
    pub(super) fn open(folder: &Path, writer: &str) -> Result<Self, Failure> {
        let path = folder.join("manifest.json");
        let text = read::text(&path, MOST_BESIDE).map_err(|error| {
            Failure::io("read", &path, &error)
                .help(format!("give a folder that {writer} wrote; it holds a manifest.json"))
        })?;
        let manifest = AnyManifest::parse(&text).map_err(|error| {
            Failure::unusable(format!("`{}` is not a manifest of forceflow: {error}", path.display()))
        })?;
        claims::check(&manifest)
            .map_err(|what| Failure::unusable(format!("`{}`: {what}", path.display())))?;
        Ok(Self { path: folder.to_owned(), manifest })
    }

    /// The files that are not there any more, or not as they were written.
    pub(super) fn changed(&self) -> Vec<String> {
        let differs = |(name, hash): &(&String, &String)| {
            hash_of_file(&self.path.join(name.as_str())).map_or(true, |on_disk| on_disk != **hash)
        };
        self.manifest.outputs().iter().filter(differs).map(|(name, _)| name.clone()).collect()
    }

    /// The failure of a folder with changed files, which `what` names.
    pub(super) fn was_changed(&self, what: &str) -> Failure {
        Failure::unusable(format!("`{}` was changed after it was written: {what}", self.path.display()))
    }

    /// What to do about a folder that cannot be used.
    pub(super) fn remedy(&self) -> String {
        format!("make it again: {}", self.manifest.command())
    }
}

/// The BLAKE3 hash of a file, in hexadecimal.
pub(super) fn hash_of_file(path: &Path) -> io::Result<String> {
    Ok(blake3::Hasher::new().update_reader(read::open(path)?)?.finalize().to_hex().to_string())
}

/// The hash of what a file is to hold; its bytes are not kept.
pub(super) fn hash_of(name: &str, content: &Content<'_>) -> Result<String, Failure> {
    content.hash().map_err(|error| Failure::io("make", name.as_ref(), &error))
}

/// The bytes that a file is to hold.
pub(super) fn bytes_of(name: &str, content: &Content<'_>) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    content.write_to(&mut bytes).map_err(|error| Failure::io("make", name.as_ref(), &error))?;
    Ok(bytes)
}
