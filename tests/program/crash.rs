//! What survives what: kills, full and vanished disks, two runs at once, and folders that somebody else uses.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use forceflow::internals::storage::Owner;

use crate::support::{files, forceflow, json, kept_files, scratch};

const BRIDGE: &str = "scenarios/checks/air-bridge.json";
const COURSE: &str = "scenarios/course/3-variability.json";

fn text(path: &Path) -> &str {
    path.to_str().expect("utf-8")
}

/// Whether a folder holds what its manifest says, and nothing else.
fn is_whole(folder: &Path) -> bool {
    let mut found = files(folder);
    let Some(manifest) = found.remove("manifest.json") else { return false };
    let manifest: serde_json::Value = serde_json::from_slice(&manifest).expect("a manifest");
    let there = found.remove("ro-crate-metadata.json").is_some();
    let hashes: std::collections::BTreeMap<_, _> =
        found.iter().map(|(name, bytes)| (name.clone(), blake3::hash(bytes).to_hex().to_string())).collect();
    there && manifest["outputs"] == serde_json::json!(hashes)
}

/// Names in a folder, in order.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder").flatten();
    let mut names: Vec<String> = entries.map(|one| one.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// The program with arguments, its output dropped.
fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_forceflow"));
    command
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

/// Kills a command at many moments of its work, and looks at what is there after each.
fn killed(arguments: &[&str], kills: u32, mut sound: impl FnMut()) {
    let started = Instant::now();
    assert!(program(arguments).status().expect("it runs").success());
    let whole = started.elapsed();
    for kill in 0..kills {
        let mut child = program(arguments).spawn().expect("it starts");
        // The golden ratio spreads the moments evenly, however many there are.
        let share = (f64::from(kill) * 0.618_033_988_75).fract();
        std::thread::sleep(whole.mul_f64(share));
        // It may have ended already.
        let _ = child.kill();
        child.wait().expect("it ends");
        sound();
    }
}

#[test]
fn a_run_that_is_killed_at_any_moment_loses_no_results() {
    let scratch = scratch();
    let out = scratch.path().join("out");
    let run = ["run", COURSE, "-n", "20", "--out", text(&out)];
    assert_eq!(forceflow(&run).code, 0);
    killed(&run, 20, || assert!(is_whole(&out)));
    assert_eq!(forceflow(&run).code, 0);
    assert_eq!(names(scratch.path()), ["out"], "what was left behind is gone");
}

#[test]
fn a_study_that_is_killed_at_any_moment_loses_neither_results_nor_points() {
    let scratch = scratch();
    let (out, points) = (scratch.path().join("out"), scratch.path().join("points"));
    let sweep = [
        "sweep",
        COURSE,
        "--vary",
        "fleets.bridge.count=8..12",
        "-n",
        "200",
        "--no-charts",
        "--out",
        text(&out),
        "--points",
        text(&points),
    ];
    let first = forceflow(&sweep);
    assert_eq!(first.code, 0, "{}", first.stderr);
    killed(&sweep, 15, || {
        assert!(is_whole(&out));
        // Half of them are to be made again.
        for file in kept_files(&points).iter().step_by(2) {
            fs::remove_file(file).expect("removed");
        }
    });
    let last = forceflow(&sweep);
    assert_eq!((last.code, last.stderr.as_str()), (0, ""), "no kept point is damaged");
    assert_eq!(names(scratch.path()), ["out", "points"]);
    assert!(names(&points).iter().all(|name| !name.starts_with('.')));
}

#[test]
fn figures_and_pages_that_are_killed_are_made_whole_by_the_same_command() {
    let scratch = scratch();
    let out = scratch.path().join("out");
    assert_eq!(forceflow(&["run", COURSE, "-n", "20", "--out", text(&out)]).code, 0);
    let chart = ["chart", text(&out), "--formats", "svg"];
    killed(&chart, 5, || assert!(json(&out, "manifest.json").is_object()));
    let report = ["report", text(&out)];
    killed(&report, 5, || assert!(json(&out, "manifest.json").is_object()));
    assert_eq!(forceflow(&chart).code, 0);
    assert_eq!(forceflow(&report).code, 0);
    assert!(is_whole(&out));
    assert_eq!(names(scratch.path()), ["out"]);
    assert_eq!(forceflow(&["verify", text(&out)]).code, 0);
}

#[test]
fn earlier_results_that_stepped_aside_get_their_name_back() {
    let scratch = scratch();
    let (out, aside) =
        (scratch.path().join("out"), scratch.path().join(format!(".out.{}.old", Owner::ended())));
    assert_eq!(forceflow(&["run", BRIDGE, "-n", "3", "--no-charts", "--out", text(&out)]).code, 0);
    let before = files(&out);
    fs::rename(&out, &aside).expect("renamed");
    // A run that gives no results finds them all the same.
    let never = ["run", BRIDGE, "--set", "horizon_h=1", "--no-charts", "--out", text(&out)];
    assert_eq!(forceflow(&never).code, 2);
    assert_eq!(files(&out), before);
    assert_eq!(names(scratch.path()), ["out"]);
}

#[test]
fn two_runs_into_one_folder_leave_the_results_of_one_of_them_whole() {
    let scratch = scratch();
    let out = scratch.path().join("out");
    for _ in 0..5 {
        let run = |seed: &str| {
            program(&["run", COURSE, "-n", "20", "--seed", seed, "--no-charts", "--out", text(&out)])
                .spawn()
                .expect("it starts")
        };
        let both = [run("1"), run("2"), run("3")];
        for mut one in both {
            assert_eq!(one.wait().expect("it ends").code(), Some(0));
        }
        assert!(is_whole(&out));
        assert_eq!(names(scratch.path()), ["out"]);
    }
}

#[test]
fn a_link_stays_a_link_and_results_go_where_it_leads() {
    let scratch = scratch();
    let (link, there) = (scratch.path().join("link"), scratch.path().join("there"));
    symlink("there", &link).expect("a link");
    for replications in ["3", "4"] {
        let run = ["run", BRIDGE, "-n", replications, "--no-charts", "--out", text(&link)];
        let ran = forceflow(&run);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        assert!(link.is_symlink() && is_whole(&there));
        assert_eq!(names(scratch.path()), ["link", "there"]);
    }
    let round = scratch.path().join("round");
    symlink("round", &round).expect("a link");
    let ran = forceflow(&["run", BRIDGE, "-n", "3", "--out", text(&round)]);
    assert_eq!(ran.code, 2, "{}", ran.stderr);
    assert!(ran.stderr.contains("error[E4001]") && ran.stderr.contains("leads round in circles"));
}

/// A run that is refused before it has simulated anything: it would take hours.
fn refused(folder: &Path, out: &str) -> String {
    let scenario = Path::new(env!("CARGO_MANIFEST_DIR")).join(COURSE);
    let ran = Command::new(env!("CARGO_BIN_EXE_forceflow"))
        .args(["run", text(&scenario), "-n", "4000000000", "--out", out])
        .current_dir(folder)
        .output()
        .expect("it runs");
    let said = String::from_utf8_lossy(&ran.stderr).into_owned();
    assert_eq!(ran.status.code(), Some(2), "{said}");
    assert!(said.contains("error[E4001]"), "{said}");
    said
}

#[test]
fn places_that_results_cannot_take_are_refused_before_the_work() {
    let scratch = scratch();
    let inside = scratch.path().join("a/b");
    fs::create_dir_all(&inside).expect("a folder");
    for out in [".", "..", "../..", "/", text(&inside)] {
        let said = refused(&inside, out);
        assert!(said.contains("current folder"), "{out}: {said}");
    }
    if cfg!(target_os = "linux") {
        assert!(refused(&inside, "/proc").contains("where a disk is mounted"));
    }
    assert_eq!(names(&inside), [""; 0], "nothing is left there");
}

#[test]
fn a_folder_of_the_user_is_never_removed() {
    let scratch = scratch();
    let out = scratch.path().join("out");
    fs::create_dir_all(out.join("mine")).expect("a folder");
    assert!(refused(scratch.path(), text(&out)).contains("holds `mine/`"));
    assert!(out.join("mine").is_dir());
    fs::remove_dir(out.join("mine")).expect("removed");
    let run = ["run", BRIDGE, "-n", "3", "--out", text(&out)];
    assert_eq!(forceflow(&run).code, 0);
    for mine in ["mine", "charts/mine"] {
        fs::create_dir(out.join(mine)).expect("a folder");
        let said = refused(scratch.path(), text(&out));
        assert!(said.contains(&format!("holds `{mine}/`")), "{said}");
        fs::remove_dir(out.join(mine)).expect("it is still there");
    }
    assert_eq!(forceflow(&run).code, 0);
}

#[test]
fn a_folder_that_cannot_be_written_ends_with_3_before_the_work() {
    if !cfg!(target_os = "linux") {
        return;
    }
    // Nobody can make folders there, the administrator included.
    let ran = forceflow(&["run", COURSE, "-n", "4000000000", "--out", "/proc/self/results/out"]);
    assert_eq!(ran.code, 3, "{}", ran.stderr);
    assert!(ran.stderr.contains("error[E4002]: cannot write `/proc/self/results/out`"), "{}", ran.stderr);
}

#[test]
fn a_folder_that_vanishes_during_the_work_is_made_again() {
    let scratch = scratch();
    let around = scratch.path().join("around");
    let (out, points) = (around.join("out"), scratch.path().join("points"));
    fs::create_dir(&around).expect("a folder");
    let vary = "fleets.bridge.count=5..12";
    let mut child = program(&[
        "sweep",
        COURSE,
        "--vary",
        vary,
        "-n",
        "2000",
        "--no-charts",
        "--out",
        text(&out),
        "--points",
        text(&points),
    ])
    .spawn()
    .expect("it starts");
    // It has begun its work once a point is kept.
    assert!(crate::support::reaches(&mut child, &points, 1));
    fs::remove_dir_all(&around).expect("removed");
    assert_eq!(child.wait().expect("it ends").code(), Some(0));
    assert!(is_whole(&out));
}

/// Runs a script with a folder on a small disk of its own, which goes with the script; nothing where that is not allowed.
#[expect(clippy::print_stderr, reason = "who reads the tests is told of one that did not run")]
fn on_a_small_disk(size: &str, script: &str) -> Option<(Option<i32>, String)> {
    let scratch = scratch();
    let whole = format!(
        "mount -t tmpfs -o size={size} none '{0}' || exit 99\ncd '{0}'\n{script}",
        text(scratch.path())
    );
    let ran = Command::new("unshare").args(["--mount", "sh", "-c", &whole]).output().ok()?;
    let said = String::from_utf8_lossy(&ran.stdout).into_owned() + &String::from_utf8_lossy(&ran.stderr);
    let may = ran.status.code() != Some(99) && !said.contains("unshare");
    if !may {
        eprintln!("skipped: no disk may be mounted here");
    }
    may.then_some((ran.status.code(), said))
}

#[test]
fn a_full_disk_ends_with_3_and_leaves_earlier_results_whole() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let (program, course) = (env!("CARGO_BIN_EXE_forceflow"), root.join(COURSE));
    let script = format!(
        "'{program}' run '{0}' -n 3 --no-charts --quiet --out out >/dev/null || exit 90\n\
         cp -r out before\n\
         '{program}' run '{0}' -n 200 --quiet --out out\n\
         [ $? = 3 ] || exit 91\n\
         diff -r before out || exit 92\n\
         [ \"$(ls -A)\" = \"$(printf 'before\\nout')\" ] || exit 93\n",
        text(&course)
    );
    let Some((code, said)) = on_a_small_disk("1200k", &script) else { return };
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("error[E4002]: cannot write `") && said.contains("No space left"), "{said}");
}

#[test]
fn a_second_signal_ends_at_once() {
    let scratch = scratch();
    let out = scratch.path().join("out");
    let mut child = program(&["run", COURSE, "-n", "4000000000", "--no-charts", "--out", text(&out)])
        .spawn()
        .expect("it starts");
    // Signals are sent until it ends: a second one does not wait for anything.
    let kill = |id: u32| Command::new("kill").args(["-TERM", &id.to_string()]).status();
    while child.try_wait().expect("a state").is_none() {
        let _ = kill(child.id());
        std::thread::sleep(Duration::from_millis(300));
    }
    assert!(!out.exists());
}
