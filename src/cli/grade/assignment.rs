//! An assignment as a folder: base, goals with points, what may be changed, and the text for students.

use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::super::command_line::shell_word;
use super::super::exit::Failure;
use super::super::written::write_new;
use crate::experiment::grade::{GoalPoints, Rules};
use crate::storage::read;

/// The file of an assignment that says what it is graded by.
const FILE: &str = "assignment.json";

/// The most of that file [bytes].
const MOST_BYTES: u64 = 1024 * 1024;

/// What submissions are graded by.
#[derive(Debug, Clone)]
pub(super) struct Assignment {
    pub(super) title: Option<String>,
    /// The scenario that submissions change.
    pub(super) base: PathBuf,
    pub(super) goals: Vec<GoalPoints>,
    /// Paths that may be changed; empty where all may.
    pub(super) allow: Vec<String>,
    /// Whether the way towards a goal gives points.
    pub(super) partial: bool,
    pub(super) replications: Option<u32>,
    pub(super) seed: Option<u64>,
    pub(super) seed_from: Option<String>,
}

/// `assignment.json`.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    format_version: u32,
    title: String,
    /// The scenario that submissions change, in the folder.
    base: String,
    goals: Vec<GoalPoints>,
    #[serde(default)]
    allow: Vec<String>,
    #[serde(default = "yes")]
    partial: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    replications: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    seed: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    seed_from: Option<String>,
}

fn yes() -> bool {
    true
}

impl Assignment {
    /// What the command line says.
    pub(super) fn new(base: &Path, goals: Vec<GoalPoints>, allow: Vec<String>, partial: bool) -> Self {
        let base = base.to_owned();
        Self { title: None, base, goals, allow, partial, replications: None, seed: None, seed_from: None }
    }

    /// Reads an assignment.
    pub(super) fn open(folder: &Path) -> Result<Self, Failure> {
        let path = folder.join(FILE);
        let text = read::text(&path, MOST_BYTES).map_err(|error| {
            Failure::io("read", &path, &error)
                .help("`forceflow init --assignment DIR` writes an assignment to begin with")
        })?;
        let wrong = |what: String| Failure::unusable(format!("`{}`: {what}", path.display()));
        let file: File = serde_json::from_str(&text).map_err(|error| wrong(error.to_string()))?;
        if file.format_version != 1 {
            return Err(wrong(format!(
                "format version {} is not known; this program reads version 1",
                file.format_version
            )));
        }
        if file.replications == Some(0) {
            return Err(wrong("`replications` is 0, and goes from 1".to_owned()));
        }
        if file.seed.is_some() && file.seed_from.is_some() {
            return Err(wrong("`seed` and `seed_from` stand together: keep one".to_owned()));
        }
        Rules::new(&file.goals, &file.allow, file.partial).map_err(wrong)?;
        Ok(Self {
            title: Some(file.title),
            base: folder.join(&file.base),
            goals: file.goals,
            allow: file.allow,
            partial: file.partial,
            replications: file.replications,
            seed: file.seed,
            seed_from: file.seed_from,
        })
    }
}

/// Writes an assignment to begin with: its folder must not be there yet, or be empty.
pub(in super::super) fn write(folder: &Path) -> Result<String, Failure> {
    let is_free = fs::read_dir(folder).map_or(true, |mut entries| entries.next().is_none());
    if folder.exists() && !(folder.is_dir() && is_free) {
        let message = format!("`{}` is there already, and nothing was written", folder.display());
        return Err(Failure::unusable(message).help("choose another name, or an empty folder"));
    }
    fs::create_dir_all(folder).map_err(|error| Failure::io("make", folder, &error))?;
    let goal = |goal: &str, points: f64| GoalPoints { goal: goal.to_owned(), points };
    let file = File {
        format_version: 1,
        title: "Get the force there in time".to_owned(),
        base: "base.json".to_owned(),
        goals: vec![goal("on_time >= 0.95", 6.0), goal("closure_h.p90 <= 32", 4.0)],
        allow: ALLOWED.map(str::to_owned).to_vec(),
        partial: true,
        replications: Some(200),
        seed: Some(1),
        seed_from: None,
    };
    let mut text = serde_json::to_string_pretty(&file).unwrap_or_default();
    text.push('\n');
    write_new(&folder.join("base.json"), &assignment_base())?;
    write_new(&folder.join(FILE), &text)?;
    write_new(&folder.join("answer.json"), ANSWER)?;
    write_new(&folder.join("ASSIGNMENT.md"), &for_students(&file))?;
    let word = shell_word(&folder.display().to_string());
    Ok(format!(
        "wrote {}: base.json, assignment.json (goals, points, what may be changed), ASSIGNMENT.md and answer.json for students\n\n\
         Next:\n  forceflow run {word}/base.json                        what the base does\n  \
         forceflow grade {word}/answer.json --assignment {word}     what an answer is worth, for students as well\n  \
         forceflow grade class/* --assignment {word} --out report   the class, with a page\n",
        folder.display()
    ))
}

/// What a student begins with.
const ANSWER: &str = r#"{
  "format_version": 1,
  "based_on": "base.json",
  "title": "My answer",
  "changes": {}
}
"#;

/// What may be changed, and how far: without a bound, more carriers always win.
const ALLOWED: [&str; 2] = ["fleets.bridge.count=8..16", "places.destination.terminal.working_spots=1..6"];

/// The text for students.
fn for_students(file: &File) -> String {
    let goal = |goal: &GoalPoints| format!("- `{}`: {} points\n", goal.goal, goal.points);
    let goals = file.goals.iter().map(goal).collect::<Vec<_>>().concat();
    let pattern = |pattern: &String| format!("- `{pattern}`\n");
    let allow = file.allow.iter().map(pattern).collect::<Vec<_>>().concat();
    format!(
        "# {title}\n\n\
         `base.json` is a force that comes too late. Change it so that these goals are met:\n\n{goals}\n\
         You may change these paths, within the numbers behind them, and nothing else:\n\n{allow}\n\
         ## What to do\n\n\
         1. Look at the base: `forceflow run base.json`, and ask what the hours went into: `forceflow why base.json`.\n\
         2. Write your changes into `answer.json` under `changes`, as `\"fleets.bridge.count\": 11`. `forceflow paths base.json` lists\n   \
         every path with its value. Give it a title, and say in `notes` why you chose what you chose.\n\
         3. Ask what it is worth: `forceflow grade answer.json --assignment .`\n\
         4. Hand in `answer.json`.\n\n\
         What you hand in is simulated again with {replications} replications; results of your own decide nothing. A goal that is not met\n\
         gives points for the way from the base towards it.\n",
        title = file.title,
        replications = file.replications.unwrap_or(200),
    )
}

/// Returns the text of the base of an assignment: a lesson of the course with a deadline that it mostly misses. It stands alone.
fn assignment_base() -> String {
    let text = include_str!("../../../scenarios/course/3-variability.json");
    [
        ("\"../scenario.schema.json\"", "\"scenario.schema.json\""),
        ("Course 3: the same averages, with and without spread", "An air bridge that comes too late"),
        (
            " Loading and unloading vary around the averages of the first scenarios.",
            " Loading and unloading vary.",
        ),
        ("\"deadline_h\": 48", "\"deadline_h\": 36"),
    ]
    .into_iter()
    .fold(text.to_owned(), |text, (from, to)| text.replacen(from, to, 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_assignment_that_is_written_can_be_read_back_and_is_not_overwritten() {
        let scratch = tempfile::tempdir().expect("a folder");
        let folder = scratch.path().join("homework");
        write(&folder).expect("written");
        let read = Assignment::open(&folder).expect("an assignment");
        assert_eq!((read.goals.len(), read.allow.len(), read.partial), (2, 2, true));
        assert!(read.base.is_file());
        assert!(write(&folder).is_err());
    }

    #[test]
    fn an_assignment_with_a_mistake_is_refused_by_its_name() {
        let scratch = tempfile::tempdir().expect("a folder");
        let refused = |text: &str| {
            fs::write(scratch.path().join(FILE), text).expect("written");
            Assignment::open(scratch.path()).expect_err("refused").in_a_line()
        };
        let with = |member: &str| {
            format!(
                r#"{{"format_version": 1, "title": "x", "base": "b.json", "goals": [{{"goal": "on_time >= 0.9", "points": 1}}]{member}}}"#
            )
        };
        assert!(refused("{").contains("assignment.json"));
        assert!(refused(&with(r#", "golas": []"#)).contains("golas"));
        assert!(refused(&with(r#", "replications": 0"#)).contains("goes from 1"));
        assert!(refused(&with(r#", "seed": 1, "seed_from": "x""#)).contains("keep one"));
        assert!(refused(&with(r#", "allow": ["a..b"]"#)).contains("no pattern"));
    }
}
