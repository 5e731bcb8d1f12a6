//! The file of a piece of finished work: written whole, and trusted only if it is what its key asks for.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::value::{RawValue, to_raw_value};

use crate::storage::read::beginning;
use crate::storage::unfinished::name_of;

/// More than such a file ever has: a thousand replications of the largest scenario [bytes].
const MOST_BYTES: u64 = 1024 * 1024 * 1024;

/// Version of the file.
pub(super) const FORMAT_VERSION: u32 = 2;

/// What stands in the file.
#[derive(Debug, Serialize, Deserialize)]
struct File {
    format_version: u32,
    /// The text whose hash is the name of the file.
    key: String,
    /// BLAKE3 hash of the text of the replications.
    replications_hash: String,
    /// A list with what is kept of each replication, in their order.
    replications: Box<RawValue>,
}

/// What the store has under a name.
pub(super) enum Kept<T> {
    /// Nothing.
    Missing,
    /// What was kept.
    Whole(Vec<T>),
    /// A file that cannot be used.
    Spoilt,
}

/// Where the work that a key names is kept: in one of 256 folders, since a folder of a million files is slow everywhere.
pub(super) fn place(folder: &Path, key: &str) -> PathBuf {
    let hash = blake3::hash(key.as_bytes()).to_hex();
    folder.join(&hash[..2]).join(format!("{hash}.json"))
}

/// Reads `count` pieces of the work that `key` names, each of which `fits`.
pub(super) fn read<T: DeserializeOwned>(
    path: &Path,
    key: &str,
    count: u32,
    fits: &impl Fn(&T) -> bool,
) -> Kept<T> {
    let bytes = match beginning(path, MOST_BYTES) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Kept::Missing,
        Err(_) => return Kept::Spoilt,
    };
    whole(&bytes, key, count).filter(|kept| kept.iter().all(fits)).map_or(Kept::Spoilt, Kept::Whole)
}

/// The replications in the bytes of a file, if it is as it was written for this key.
pub fn whole<T: DeserializeOwned>(bytes: &[u8], key: &str, count: u32) -> Option<Vec<T>> {
    let file: File = serde_json::from_slice(bytes).ok()?;
    let text = file.replications.get();
    if file.format_version != FORMAT_VERSION || file.key != key || file.replications_hash != hash(text) {
        return None;
    }
    let replications: Vec<T> = serde_json::from_str(text).ok()?;
    (replications.len() == count as usize).then_some(replications)
}

/// What a file of finished work holds.
pub(super) enum Contents {
    /// What was written, under this key.
    Whole(String),
    /// A file of another format.
    OtherFormat,
    /// Anything else.
    Spoilt,
}

/// Looks into a file of finished work, whatever its key.
pub(super) fn contents(path: &Path) -> Contents {
    let Ok(bytes) = beginning(path, MOST_BYTES) else { return Contents::Spoilt };
    match serde_json::from_slice::<File>(&bytes) {
        Ok(file) if file.format_version != FORMAT_VERSION => Contents::OtherFormat,
        Ok(file) if file.replications_hash == hash(file.replications.get()) => Contents::Whole(file.key),
        _ => Contents::Spoilt,
    }
}

fn hash(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex().to_string()
}

/// Keeps work in a folder. Other programs, of other hosts perhaps, may keep work there, and this very work, at the same time.
pub(super) fn write<T: Serialize>(folder: &Path, key: String, found: &[T]) -> io::Result<()> {
    let target = place(folder, &key);
    let name = target.file_stem().unwrap_or_default().to_string_lossy();
    // What is half-written lies where a program that begins can see it without a look into every folder.
    let fresh = folder.join(name_of(&name, "new"));
    let replications = to_raw_value(found)?;
    let replications_hash = hash(replications.get());
    let file = File { format_version: FORMAT_VERSION, key, replications_hash, replications };
    let mut bytes = serde_json::to_vec(&file)?;
    bytes.push(b'\n');
    target.parent().map_or(Ok(()), fs::create_dir_all)?;
    fs::write(&fresh, bytes)?;
    fs::rename(&fresh, target)
}
