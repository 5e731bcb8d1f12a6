//! `forceflow points`: what a folder of finished work holds, what is missing there, and what goes.

use std::fs;

use forceflow::internals::storage::Owner;

use crate::support::{forceflow, kept_files, scratch};

const SWEEP: [&str; 6] =
    ["sweep", "scenarios/checks/air-bridge.json", "--vary", "fleets.bridge.count=5..9", "-n", "3"];

#[test]
fn a_folder_of_finished_work_is_counted_and_cleared_of_what_is_of_no_use() {
    let scratch = scratch();
    let points = scratch.path().join("points");
    let at = points.display().to_string();
    let out = scratch.path().join("out").display().to_string();
    let study = |command: &[&str]| {
        let ran = forceflow(&[command, &["--no-charts", "-q", "--out", &out, "--points", &at]].concat());
        assert_eq!(ran.code, 0, "{}", ran.stderr);
    };
    study(&SWEEP);
    study(&["run", "scenarios/course/3-variability.json", "-n", "1200"]);
    let listed = forceflow(&["points", &at]);
    assert_eq!(listed.code, 0, "{}", listed.stderr);
    for line in ["kept\n", "  a summary            2 files,", "  closures, sorties and costs  5 files,"] {
        let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
        let said = listed.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.contains(&line), "{}", listed.stdout);
    }
    // Of another version, cut off, moved, left half-written by the dead and the living, and of somebody else.
    let files = kept_files(&points);
    let text = |index: usize| fs::read_to_string(&files[index]).expect("a piece");
    fs::write(&files[0], text(0).replace(", model ", ", model 9")).expect("written");
    fs::write(&files[1], &text(1)[..40]).expect("written");
    fs::rename(&files[2], points.join(files[2].file_name().expect("a name"))).expect("moved");
    for owner in [Owner::ended(), Owner::own()] {
        fs::write(points.join(format!(".{}.{owner}.new", "a".repeat(64))), "{").expect("written");
    }
    fs::write(points.join("notes.txt"), "mine").expect("written");
    let said = forceflow(&["points", &at]).stdout;
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    for line in [
        "of other versions 1 file,",
        "changed or cut off 2 files,",
        "half-written by programs that ended 1 file, 1 bytes",
        "being written 1 file,",
        "files of somebody else 1 file, 4 bytes",
        "of no use: --clear removes them",
    ] {
        assert!(said.contains(line), "{line}: {said}");
    }
    let cleared = forceflow(&["points", &at, "--clear"]);
    assert!(
        cleared.code == 0 && cleared.stdout.contains("4 files, ") && cleared.stdout.contains(" removed\n")
    );
    assert_eq!(kept_files(&points), files[3..]);
    assert!(points.join("notes.txt").exists());
    assert_eq!(
        fs::read_dir(&points).expect("a folder").flatten().filter(|one| one.path().is_file()).count(),
        2
    );
}

#[test]
fn what_a_command_lacks_is_said_and_nothing_is_simulated() {
    let scratch = scratch();
    let points = scratch.path().join("points");
    let at = points.display().to_string();
    fs::create_dir(&points).expect("a folder");
    let look = || forceflow(&[&["points", &at, "--"][..], &SWEEP].concat());
    let lacks = look();
    assert_eq!((lacks.code, lacks.stderr.as_str()), (1, ""));
    assert!(
        lacks.stdout.contains("lacks 5 of 5 units of this work: fleets.bridge.count=5"),
        "{}",
        lacks.stdout
    );
    assert!(kept_files(&points).is_empty());
    let part = [&SWEEP[..], &["--points", &at, "--shard", "1/1"]].concat();
    assert_eq!(forceflow(&part).code, 0);
    let all = look();
    assert_eq!(
        (all.code, all.stdout.as_str()),
        (0, "nothing is missing: all 5 units of this work are kept\n")
    );
    // A mistake in the command is that of the command.
    let wrong = forceflow(&["points", &at, "--", "sweep", "nowhere.json", "--vary", "a=1..2"]);
    assert!(wrong.code == 2 && wrong.stderr.contains("nowhere.json"), "{}", wrong.stderr);
    let nowhere = forceflow(&["points", "/nowhere"]);
    assert!(nowhere.code == 2 && nowhere.stderr.contains("`/nowhere` is no folder"), "{}", nowhere.stderr);
}
