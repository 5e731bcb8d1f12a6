//! Finds folders of results below a folder that somebody handed in: in order, with a bound on depth and number, and without
//! following links.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::report::Manifest;
use crate::storage::read::{self, MOST_BESIDE};

/// The file that makes a folder one of results.
pub(super) const MANIFEST: &str = "manifest.json";

/// Folders within folders that are looked into.
pub(super) const DEEPEST: usize = 16;

/// Entries of folders that are looked at.
const MOST_ENTRIES: usize = 1_000_000;

/// Folders of results that are listed.
pub(super) const MOST_FOLDERS: usize = 10_000;

/// What stands below a folder.
#[derive(Debug, Default)]
pub(super) struct Below {
    /// Folders with a manifest, whoever wrote it, in the order of their paths. What one of this program holds belongs to it.
    pub(super) results: Vec<PathBuf>,
    /// Folders that could not be read, with the reason.
    pub(super) unread: Vec<(PathBuf, io::Error)>,
    /// Links to folders, which were not followed.
    pub(super) links: usize,
    /// Why the rest was not looked at; none where all was.
    pub(super) stopped: Option<String>,
}

/// Looks for folders of results in a folder and below it. The folder itself may be a link.
pub(super) fn below(root: &Path) -> Below {
    let mut found = Below::default();
    let mut entries = 0;
    // The last one is the next: names are entered backwards.
    let mut due = vec![(root.to_owned(), 0)];
    while let Some((folder, depth)) = due.pop() {
        let manifest = folder.join(MANIFEST);
        if manifest.symlink_metadata().is_ok() {
            if found.results.len() == MOST_FOLDERS {
                found.stopped = Some(format!("there are more than {MOST_FOLDERS} folders of results"));
                break;
            }
            found.results.push(folder.clone());
            if is_ours(&manifest) {
                continue;
            }
        }
        let mut inner = match folders_of(&folder, &mut entries, &mut found.links) {
            Ok(inner) => inner,
            Err(error) => {
                found.unread.push((folder, error));
                continue;
            }
        };
        if entries > MOST_ENTRIES {
            found.stopped = Some(format!("there are more than {MOST_ENTRIES} files and folders"));
            break;
        }
        if depth == DEEPEST && !inner.is_empty() {
            found.stopped.get_or_insert_with(|| format!("folders are nested more than {DEEPEST} deep"));
            continue;
        }
        inner.sort();
        due.extend(inner.into_iter().rev().map(|path| (path, depth + 1)));
    }
    found
}

/// Whether a file of a folder, or a folder on the way to it, is a link: it may lead to any file of the machine.
pub(super) fn is_linked(folder: &Path, name: &str) -> bool {
    let is_link = |path: &Path| path.symlink_metadata().is_ok_and(|data| data.file_type().is_symlink());
    let mut path = folder.to_owned();
    Path::new(name).components().any(|part| {
        path.push(part);
        is_link(&path)
    })
}

/// Whether a manifest is one of this program, so that all that stands beside it belongs to those results.
fn is_ours(manifest: &Path) -> bool {
    read::text(manifest, MOST_BESIDE).is_ok_and(|text| Manifest::outputs_of(&text).is_some())
}

/// The folders in a folder; counts its entries, and the links among them that lead to folders.
fn folders_of(folder: &Path, entries: &mut usize, links: &mut usize) -> io::Result<Vec<PathBuf>> {
    let mut inner = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        *entries += 1;
        if *entries > MOST_ENTRIES {
            break;
        }
        let kind = entry.file_type()?;
        if kind.is_dir() {
            inner.push(entry.path());
        } else if kind.is_symlink() && entry.path().is_dir() {
            *links += 1;
        }
    }
    Ok(inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Makes a folder with a manifest.
    fn with_manifest(folder: &Path, text: &str) {
        fs::create_dir_all(folder).expect("a folder");
        fs::write(folder.join(MANIFEST), text).expect("written");
    }

    #[test]
    fn folders_are_found_at_any_depth_in_order_and_no_deeper_than_the_results() {
        let scratch = tempfile::tempdir().expect("a folder");
        let at = |name: &str| scratch.path().join(name);
        let ours = r#"{"program": "forceflow", "outputs": {}}"#;
        with_manifest(&at("b/deep/er"), ours);
        with_manifest(&at("a"), ours);
        with_manifest(&at("a/inside"), ours);
        with_manifest(&at("c"), "{}");
        with_manifest(&at("c/inside"), ours);
        let found = below(scratch.path());
        let names: Vec<PathBuf> = found
            .results
            .iter()
            .map(|path| path.strip_prefix(scratch.path()).expect("below").to_owned())
            .collect();
        assert_eq!(names, ["a", "b/deep/er", "c", "c/inside"].map(PathBuf::from));
        assert!(found.unread.is_empty() && found.stopped.is_none() && found.links == 0);
    }

    #[test]
    fn what_is_nested_without_end_is_left_out_and_that_is_said() {
        let scratch = tempfile::tempdir().expect("a folder");
        let deep = (0..=DEEPEST).fold(scratch.path().to_owned(), |path, _| path.join("d"));
        with_manifest(&deep, "{}");
        with_manifest(&scratch.path().join("e"), "{}");
        let found = below(scratch.path());
        assert_eq!(found.results, [scratch.path().join("e")]);
        assert!(found.stopped.is_some_and(|why| why.contains("16 deep")));
    }

    #[cfg(unix)]
    #[test]
    fn links_are_counted_and_not_followed() {
        let scratch = tempfile::tempdir().expect("a folder");
        let other = tempfile::tempdir().expect("a folder");
        with_manifest(&other.path().join("x"), "{}");
        std::os::unix::fs::symlink(other.path(), scratch.path().join("link")).expect("a link");
        std::os::unix::fs::symlink(scratch.path(), scratch.path().join("round")).expect("a link");
        let found = below(scratch.path());
        assert_eq!((found.results.len(), found.links), (0, 2));
        assert!(
            is_linked(scratch.path(), "link/x/manifest.json") && !is_linked(other.path(), "x/manifest.json")
        );
    }
}
