//! What lies in a folder of finished work, and what of it is of no use any more.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::file::{Contents, contents, place};
use crate::experiment::study::versions;
use crate::storage::unfinished::remains;

/// What a file in the folder is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Work that this program uses; of which kind.
    Current(String),
    /// Work of another version of the program or its model.
    Stale,
    /// A file of finished work that was changed or cut off.
    Spoilt,
    /// Half-written by a program that has ended.
    Left,
    /// Half-written by a program that may still run.
    Growing,
    /// Nothing that this program wrote.
    Strange,
}

impl Piece {
    /// Whether it can be removed without a loss.
    pub fn is_of_no_use(&self) -> bool {
        matches!(self, Self::Stale | Self::Spoilt | Self::Left)
    }
}

/// Numbers of files and their size.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Size {
    /// Files.
    pub files: u64,
    /// Their size [bytes].
    pub bytes: u64,
}

/// What lies in a folder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Survey {
    /// Current work by kind.
    pub current: BTreeMap<String, Size>,
    /// Work of other versions.
    pub stale: Size,
    /// Files that were changed or cut off.
    pub spoilt: Size,
    /// Half-written by programs that have ended.
    pub left: Size,
    /// Half-written by programs that may still run.
    pub growing: Size,
    /// Files of somebody else.
    pub strange: Size,
}

impl Survey {
    fn add(&mut self, piece: &Piece, bytes: u64) {
        let size = match piece {
            Piece::Current(what) => self.current.entry(what.clone()).or_default(),
            Piece::Stale => &mut self.stale,
            Piece::Spoilt => &mut self.spoilt,
            Piece::Left => &mut self.left,
            Piece::Growing => &mut self.growing,
            Piece::Strange => &mut self.strange,
        };
        size.files += 1;
        size.bytes += bytes;
    }
}

/// Looks at every file of a folder of finished work, in the order of their names; `each` is told what each is.
///
/// # Errors
/// A folder that cannot be read, or the errors of `each`.
pub fn survey(folder: &Path, mut each: impl FnMut(&Path, &Piece) -> io::Result<()>) -> io::Result<Survey> {
    let mut found = Survey::default();
    let left: Vec<PathBuf> = remains(folder, "")?.into_iter().map(|one| one.path).collect();
    for path in in_order(folder)? {
        let files = if is_folder(&path) { in_order(&path)? } else { vec![path] };
        for file in files {
            let Ok(data) = file.symlink_metadata() else { continue };
            let piece = piece(folder, &file, &left);
            found.add(&piece, if data.is_file() { data.len() } else { 0 });
            each(&file, &piece)?;
        }
    }
    Ok(found)
}

/// A folder itself, and no link to one.
fn is_folder(path: &Path) -> bool {
    path.symlink_metadata().is_ok_and(|data| data.is_dir())
}

fn in_order(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<io::Result<Vec<PathBuf>>>()?;
    paths.sort();
    Ok(paths)
}

fn piece(folder: &Path, file: &Path, left: &[PathBuf]) -> Piece {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    if name.starts_with('.') && name.ends_with(".new") {
        return if left.iter().any(|one| one == file) { Piece::Left } else { Piece::Growing };
    }
    let stem = name.strip_suffix(".json").unwrap_or_default();
    if stem.len() != 64 || !stem.chars().all(|letter| letter.is_ascii_hexdigit()) {
        return Piece::Strange;
    }
    match contents(file) {
        Contents::Whole(key) if !key.contains(&versions()) => Piece::Stale,
        // Work of today lies where today's program looks for it.
        Contents::Whole(key) if place(folder, &key) == file => {
            Piece::Current(key.split(" of ").next().unwrap_or_default().to_owned())
        }
        Contents::Whole(_) | Contents::Spoilt => Piece::Spoilt,
        Contents::OtherFormat => Piece::Stale,
    }
}
