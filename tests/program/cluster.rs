//! `forceflow cluster`: scripts for a command that is split, and what they do in the hands of a queue.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;

use crate::support::{forceflow, results, scratch};

const BRIDGE: &str = "scenarios/checks/air-bridge.json";
const RANGED: &str = "scenarios/variants/kazakhstan-2022-shared.json";
const KARABAKH: &str = "scenarios/karabakh-2020.json";

/// A calibration that is done at once.
const SMALL: [&str; 8] = ["--draws", "100", "--samples", "20", "--points-per-wave", "16", "--per-point", "2"];

/// Scripts in the folder `cluster/`, with the commands that print them.
const SHIPPED: [(&str, &str); 3] = [
    ("cluster/slurm.sh", "slurm --tasks 16 --minutes 20 -- run kazakhstan-2022 -n 10000000"),
    (
        "cluster/Snakefile",
        "snakemake --tasks 16 --minutes 20 -- sweep kazakhstan-2022 --vary fleets.vta-ivanovo.count=8..16 -n 20000",
    ),
    (
        "cluster/parallel.sh",
        "parallel --tasks 16 --minutes 20 -- sensitivity kazakhstan-2022 --method sobol --samples 256",
    ),
];

#[test]
fn shipped_scripts_are_those_that_the_program_prints() {
    for (file, command) in SHIPPED {
        let words: Vec<&str> = std::iter::once("cluster").chain(command.split(' ')).collect();
        let ran = forceflow(&words);
        assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{command}");
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&path, &ran.stdout).expect("written");
        }
        assert_eq!(fs::read_to_string(&path).expect("a script"), ran.stdout, "UPDATE=1 writes {file} again");
        let page = fs::read_to_string("docs/cluster.md").expect("the page");
        assert!(page.contains(&format!("forceflow cluster {command}")), "docs/cluster.md says {command}");
    }
}

/// A stand-in for Slurm: does all tasks of an array at once, and a job when it is submitted.
const SBATCH: &str = r#"#!/bin/sh
cat >"job-$$"
of=$(sed -n 's/^#SBATCH --array=1-//p' "job-$$")
for task in $(seq "${of:-1}"); do
  # An answer that is no is an answer.
  { SLURM_ARRAY_TASK_ID=$task bash "job-$$" >>said 2>&1 || [ $? = 1 ] || echo "task $task" >>failed; } &
done
wait
echo "$$;here"
"#;

/// Runs the script that is printed for a command, in a folder with the scenarios.
fn submitted(folder: &Path, command: &[&str]) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let sbatch = folder.join("sbatch");
    fs::write(&sbatch, SBATCH).expect("written");
    fs::set_permissions(&sbatch, fs::Permissions::from_mode(0o755)).expect("made a program");
    let printed =
        forceflow(&[&["cluster", "slurm", "--tasks", "3", "--minutes", "5", "--"], command].concat());
    assert_eq!((printed.code, printed.stderr.as_str()), (0, ""), "{command:?}");
    fs::write(folder.join("job.sh"), printed.stdout).expect("written");
    std::os::unix::fs::symlink(root.join("scenarios"), folder.join("scenarios")).expect("a link");
    let path = format!("{}:{}", folder.display(), std::env::var("PATH").expect("a path"));
    let ran = Command::new("bash")
        .arg("job.sh")
        .current_dir(folder)
        .env("PATH", path)
        .env("FORCEFLOW", env!("CARGO_BIN_EXE_forceflow"))
        .output()
        .expect("a shell");
    let said = fs::read_to_string(folder.join("said")).unwrap_or_default();
    let failed = fs::read_to_string(folder.join("failed")).unwrap_or_default();
    assert!(
        ran.status.success() && failed.is_empty(),
        "{failed}{said}{}",
        String::from_utf8_lossy(&ran.stderr)
    );
    assert!(String::from_utf8_lossy(&ran.stdout).starts_with("tasks "), "ids without the name of a cluster");
}

#[test]
fn a_submitted_script_gives_the_bytes_of_one_program() {
    let calibrate = [&["calibrate", RANGED, KARABAKH, "--waves", "2", "-n", "5"][..], &SMALL].concat();
    let commands: [&[&str]; 3] = [
        &["run", BRIDGE, "-n", "2500"],
        // Each stage of a calibration needs the one before: as many rounds as there are stages.
        &calibrate,
        &["sensitivity", RANGED, "--method", "morris", "--trajectories", "2", "--top", "2", "-n", "3"],
    ];
    for command in commands {
        let (alone, shared) = (scratch(), scratch());
        let folder = |scratch: &Path| scratch.join("out").display().to_string();
        let out = folder(alone.path());
        let points = alone.path().join("points").display().to_string();
        let one = forceflow(&[command, &["--no-charts", "-q", "--out", &out, "--points", &points]].concat());
        assert!(one.code <= 1, "{command:?}: {}", one.stderr);
        submitted(
            shared.path(),
            &[command, &["--no-charts", "-q", "--out", "out", "--points", "points"]].concat(),
        );
        assert_eq!(results(&alone.path().join("out")), results(&shared.path().join("out")), "{command:?}");
    }
}

#[test]
fn a_trial_says_how_large_the_work_is() {
    let ran = forceflow(&["cluster", "slurm", "--", "run", BRIDGE, "-n", "3000"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    let size = ran.stdout.lines().nth(3).expect("a line");
    assert!(size.starts_with("# About ") && size.contains(" by a trial on this machine: "), "{size}");
    // Three blocks: a fourth task would have nothing to do.
    let tasks =
        ran.stdout.lines().find_map(|line| line.strip_prefix("#SBATCH --array=1-")).expect("an array");
    assert!((1..=3).contains(&tasks.parse::<u32>().expect("a number")), "{tasks}");
    let two = forceflow(&[
        "cluster",
        "snakemake",
        "--cpus",
        "2",
        "--minutes",
        "9",
        "--",
        "run",
        BRIDGE,
        "--threads",
        "4",
    ]);
    assert!(two.stdout.contains("on 2 cores each") && two.stdout.contains("runtime=9,"), "{}", two.stdout);
    let four = forceflow(&["cluster", "snakemake", "--", "forceflow", "run", BRIDGE, "--threads", "4"]);
    assert!(four.stdout.contains("threads: 4") && !four.stdout.contains("--threads 4"), "{}", four.stdout);
}

#[test]
fn a_mistake_in_the_command_is_told_before_anything_is_submitted() {
    for (command, says) in [
        (&["run", "nope.json"][..], "`nope.json` cannot be read: there is no such file"),
        (&["run", BRIDGE, "--reps", "3"], "a similar argument exists: '--replications'"),
        (&["run", BRIDGE, "--set", "fleets.bridge.count=-1"], "expected a whole number, 0 or more, found -1"),
        (&["run", BRIDGE, "--shard", "1/2"], "the command is one part already"),
        (
            &["sweep", BRIDGE, "--vary", "fleets.bridge.count=5", "--only-kept"],
            "the command is one part already",
        ),
        (&["run", BRIDGE, "--precision", "1h"], "a command with --precision cannot be shared: how many"),
        (
            &["compare", BRIDGE, BRIDGE, "--select-best", "1h"],
            "a command with --select-best cannot be shared",
        ),
        (&["run", "-"], "tasks cannot read a scenario from standard input"),
        (
            &["size", BRIDGE, "--vary", "fleets.bridge.count=1..4", "--goal", "on_time >= 0.9"],
            "`size` cannot be shared",
        ),
        (&["why", BRIDGE], "this command has no work to share"),
        (&["run", BRIDGE, "--set", "title=a\nrm -r x"], "holds a line break"),
        (&["grade", BRIDGE, "--against", BRIDGE, "--goal", "nonsense"], "nonsense"),
    ] {
        let ran = forceflow(&[&["cluster", "slurm", "--"], command].concat());
        assert!(ran.code == 2 && ran.stdout.is_empty(), "{command:?}: {} {}", ran.code, ran.stdout);
        assert!(ran.stderr.contains(says), "{command:?}: {}", ran.stderr);
    }
}
