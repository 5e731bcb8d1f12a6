//! A folder of results that is there: its manifest, and whether its files are still what was written.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use super::exit::Failure;
use crate::report::AnyManifest;

/// A folder with its manifest.
#[derive(Debug)]
pub(super) struct Folder {
    /// Where it is.
    pub(super) path: PathBuf,
    /// What was run.
    pub(super) manifest: AnyManifest,
}

impl Folder {
    /// Reads the manifest of a folder.
    pub(super) fn open(folder: &Path) -> Result<Self, Failure> {
        let path = folder.join("manifest.json");
        let text = fs::read_to_string(&path).map_err(|error| {
            Failure::io("read", &path, &error)
                .help("give a folder that forceflow wrote; it holds a manifest.json")
        })?;
        let manifest = AnyManifest::parse(&text).map_err(|error| {
            Failure::unusable(format!("`{}` is not a manifest of forceflow: {error}", path.display()))
        })?;
        Ok(Self { path: folder.to_owned(), manifest })
    }
}

/// The files that are not there any more, or not as they were written.
pub(super) fn changed(folder: &Folder) -> Vec<String> {
    let outputs = folder.manifest.outputs().iter();
    let differs = |(name, hash): &(&String, &String)| {
        hash_of_file(&folder.path.join(name.as_str())).map_or(true, |on_disk| on_disk != **hash)
    };
    outputs.filter(differs).map(|(name, _)| name.clone()).collect()
}

/// The BLAKE3 hash of a file, in hexadecimal.
pub(super) fn hash_of_file(path: &Path) -> io::Result<String> {
    Ok(blake3::Hasher::new().update_reader(File::open(path)?)?.finalize().to_hex().to_string())
}
