//! Folders on a file system that fails where it hurts.

use std::io;

use super::*;
use crate::storage::disk::faulty::{Fault, FaultyDisk};
use crate::storage::owner::Owner;

fn table(lines: usize) -> Content<'static> {
    Content::streamed(move |out| (0..lines).try_for_each(|line| writeln!(out, "{line}")))
}

fn manifest(outputs: &Hashes) -> AnyManifest {
    let environment = serde_json::json!({
        "written_at": "2026-01-01T00:00:00Z", "command": "", "seconds": "0.000", "host": "", "threads": 0,
    });
    let manifest = serde_json::json!({
        "format_version": 1, "program": "forceflow", "version": "0", "scenario_hash": "", "scenario_name": "",
        "seed": 1, "replications": 1, "precision_reached": null, "shown_replication": 1, "uncertain": false,
        "charts": false, "generator": "", "stream_layout": 1, "outputs": outputs, "scenario": {},
        "environment": environment,
    });
    AnyManifest::parse(&manifest.to_string()).expect("a manifest")
}

/// Names and bytes of all that is below a folder.
fn below(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let names = files_below(folder, "").expect("a folder");
    names.into_iter().map(|name| (name.clone(), fs::read(folder.join(name)).expect("a file"))).collect()
}

#[test]
fn the_manifest_gets_the_hashes_of_what_is_on_disk() {
    let scratch = tempfile::tempdir().expect("a folder");
    let target = scratch.path().join("out");
    let files = Files::from([
        ("charts/a.png".to_owned(), vec![0; 100_000].into()),
        ("empty.csv".to_owned(), table(0)),
        ("rows.csv".to_owned(), table(50_000)),
    ]);
    write_folder(&target, &files, |hashes| manifest(&hashes)).expect("written");
    let found = below(&target);
    let outputs = found.iter().filter(|(name, _)| name != MANIFEST && name != CRATE);
    let on_disk: Hashes =
        outputs.map(|(name, bytes)| (name.clone(), blake3::hash(bytes).to_hex().to_string())).collect();
    assert_eq!(on_disk.keys().collect::<Vec<_>>(), files.keys().collect::<Vec<_>>());
    let made = manifest(&on_disk);
    assert!(found.contains(&(MANIFEST.to_owned(), made.to_bytes())));
    assert!(found.contains(&(CRATE.to_owned(), ro_crate(&made))));
}

#[test]
fn a_table_that_breaks_off_leaves_all_as_it_was() {
    let scratch = tempfile::tempdir().expect("a folder");
    let broken = Content::streamed(|out| {
        (0..50_000).try_for_each(|line| writeln!(out, "{line}"))?;
        Err(io::Error::from(io::ErrorKind::StorageFull))
    });
    let broken = Files::from([("a.csv".to_owned(), table(9)), ("rows.csv".to_owned(), broken)]);
    let target = scratch.path().join("out");
    let fails = || {
        let unheard = |_: Hashes| -> AnyManifest { panic!("there is no manifest of half a folder") };
        match write_folder(&target, &broken, unheard).expect_err("it breaks off") {
            FolderError::Io(path, error) => {
                assert!(path.ends_with("rows.csv"), "{}", path.display());
                assert_eq!(error.kind(), io::ErrorKind::StorageFull);
            }
            other => panic!("{other}"),
        }
    };
    fails();
    assert!(below(scratch.path()).is_empty() && !target.exists());
    let whole = Files::from([("rows.csv".to_owned(), table(5))]);
    write_folder(&target, &whole, |hashes| manifest(&hashes)).expect("written");
    let before = below(scratch.path());
    fails();
    assert_eq!(below(scratch.path()), before);
}

type Whole = Vec<(String, Vec<u8>)>;

fn earlier() -> Files<'static> {
    Files::from([("charts/a.png".to_owned(), vec![1; 9].into()), ("rows.csv".to_owned(), table(9))])
}

fn later() -> Files<'static> {
    Files::from([
        ("charts/b.png".to_owned(), vec![2; 9].into()),
        ("data/c.json".to_owned(), vec![3; 9].into()),
        ("rows.csv".to_owned(), table(99)),
    ])
}

/// What a folder holds that files were written into.
fn written(files: &Files<'_>) -> Whole {
    let scratch = tempfile::tempdir().expect("a folder");
    write_folder(&scratch.path().join("out"), files, |hashes| manifest(&hashes)).expect("written");
    below(&scratch.path().join("out"))
}

/// Makes what this process left behind that of one that has ended.
fn bury(folder: &Path) {
    let (own, ended) = (Owner::own().to_string(), Owner::ended().to_string());
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let name = entry.file_name().into_string().expect("UTF-8");
        if name.starts_with('.') {
            fs::rename(entry.path(), folder.join(name.replace(&own, &ended))).expect("renamed");
        }
    }
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("UTF-8"))
        .collect();
    names.sort();
    names
}

/// Writes a folder over another, with a fault at each call in turn, and looks at what is there afterwards: `sound` is told the
/// folder around it, the target, and what the writing gave. Returns how many calls there were.
fn with_each_fault(fault: Fault, swaps: bool, sound: impl Fn(&Path, &Path, Result<()>)) -> usize {
    for at in 1.. {
        let scratch = tempfile::tempdir().expect("a folder");
        let target = scratch.path().join("out");
        write_folder(&target, &earlier(), |hashes| manifest(&hashes)).expect("written");
        let disk = FaultyDisk::new(at, fault, swaps);
        let done = Writer(&disk).folder(&target, &later(), |hashes| manifest(&hashes));
        if !disk.failed() {
            assert!(done.is_ok() && names(scratch.path()) == ["out"]);
            return at - 1;
        }
        sound(scratch.path(), &target, done);
    }
    unreachable!("the numbers do not end")
}

#[test]
fn a_call_that_fails_leaves_the_earlier_folder_or_the_later_one_whole() {
    let (old, new) = (written(&earlier()), written(&later()));
    for swaps in [true, false] {
        let calls = with_each_fault(Fault::Once, swaps, |around, target, done| {
            let there = below(target);
            match done {
                Ok(()) => assert_eq!(there, new),
                Err(FolderError::Io(..)) => {
                    assert_eq!(there, old);
                    assert_eq!(names(around), ["out"], "nothing is left behind");
                }
                Err(other) => panic!("{other}"),
            }
        });
        // A folder, a file, its bytes and their way to the disk, for each of five files; then the exchange.
        assert!(calls > 20, "{calls}");
    }
}

#[test]
fn a_program_that_dies_at_any_call_leaves_a_whole_folder_for_the_next_run() {
    let (old, new) = (written(&earlier()), written(&later()));
    for swaps in [true, false] {
        with_each_fault(Fault::Dead, swaps, |around, target, done| {
            if target.exists() {
                assert!([&old, &new].contains(&&below(target)));
            } else {
                assert!(!swaps, "names are exchanged at once");
                let Err(FolderError::Stranded(_, _, kept)) = done else {
                    panic!("it says where it is: {done:?}")
                };
                assert_eq!(below(&kept), old);
            }
            bury(around);
            check_target(target).expect("it can be written again");
            assert!([&old, &new].contains(&&below(target)), "it is there before the next run does its work");
            write_folder(target, &later(), |hashes| manifest(&hashes)).expect("written");
            assert_eq!(below(target), new);
            assert_eq!(names(around), ["out"], "what was left behind is gone");
        });
    }
}

#[test]
fn a_part_is_added_or_replaced_whole_whatever_call_fails() {
    let part = |content: u8| Files::from([("again/a.svg".to_owned(), vec![content; 9].into())]);
    let (mut at, mut failed) = (0, true);
    while failed {
        at += 1;
        let scratch = tempfile::tempdir().expect("a folder");
        let target = scratch.path().join("out");
        write_folder(&target, &earlier(), |hashes| manifest(&hashes)).expect("written");
        add_within(&target, "again", &part(1), |hashes| manifest(&hashes)).expect("added");
        let disk = FaultyDisk::new(at, Fault::Once, true);
        let done = Writer(&disk).within(&target, "again", &part(2), |hashes| manifest(&hashes));
        failed = disk.failed();
        let there = fs::read(target.join("again/a.svg")).expect("it is there");
        assert!(there == [1; 9] || there == [2; 9]);
        assert!(failed || done.is_ok());
        // The command that failed is given again.
        Writer(&RealDisk).within(&target, "again", &part(2), |hashes| manifest(&hashes)).expect("added");
        assert_eq!(fs::read(target.join("again/a.svg")).expect("it is there"), [2; 9]);
        assert_eq!(fs::read(target.join("rows.csv")).expect("it is there").len(), 18);
    }
}

#[test]
fn a_file_that_appears_during_the_work_is_kept_and_named() {
    let scratch = tempfile::tempdir().expect("a folder");
    let target = scratch.path().join("out");
    write_folder(&target, &earlier(), |hashes| manifest(&hashes)).expect("written");
    fs::write(target.join("notes.txt"), "mine").expect("written");
    let done = Writer(&RealDisk).folder(&target, &later(), |hashes| manifest(&hashes));
    let Err(FolderError::Displaced(_, kept)) = done else { panic!("{done:?}") };
    assert_eq!(fs::read(kept.join("notes.txt")).expect("it is there"), b"mine");
    assert_eq!(below(&target), written(&later()));
}

#[test]
fn a_program_that_dies_while_it_adds_a_part_is_followed_by_any_other() {
    let part = |name: &str, content: u8| Files::from([(format!("again/{name}"), vec![content; 9].into())]);
    let with = |hashes: &Hashes| {
        let mut outputs: Hashes = earlier().keys().map(|name| (name.clone(), "00".to_owned())).collect();
        outputs.extend(hashes.clone());
        manifest(&outputs)
    };
    let (mut at, mut failed) = (0, true);
    while failed {
        at += 1;
        let scratch = tempfile::tempdir().expect("a folder");
        let target = scratch.path().join("out");
        write_folder(&target, &earlier(), |hashes| manifest(&hashes)).expect("written");
        add_within(&target, "again", &part("a.pdf", 1), |hashes| with(&hashes)).expect("added");
        let disk = FaultyDisk::new(at, Fault::Dead, true);
        let _ = Writer(&disk).within(&target, "again", &part("a.svg", 2), |hashes| with(&hashes));
        failed = disk.failed();
        bury(scratch.path());
        bury(&target);
        let there = names(&target.join("again"));
        assert!(there == ["a.pdf"] || there == ["a.svg"], "{there:?}");
        check_target(&target).expect("a run may take its place");
        add_within(&target, "again", &part("a.svg", 3), |hashes| with(&hashes)).expect("it is added again");
        assert_eq!(fs::read(target.join("again/a.svg")).expect("it is there"), [3; 9]);
        assert_eq!(names(scratch.path()), ["out"], "what was left behind is gone");
        check_target(&target).expect("a run may take its place");
    }
}
