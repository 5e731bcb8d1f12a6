//! One submission in the formats of autograders: `results.json` of Gradescope, and the result of a test runner that the
//! reporter of GitHub's classroom actions reads.
//!
//! Gradescope: <https://gradescope-autograders.readthedocs.io/en/latest/specs/>. GitHub:
//! `classroom-resources/autograding-grading-reporter`, which takes the JSON in base 64 from an environment variable.

use serde_json::{Value, json};

use super::GradedClass;
use super::words::{goal_in_words, messages, points};
use crate::experiment::grade::{GoalResult, Graded, Remark};
use crate::report::json::to_json;

/// `results.json` of Gradescope: a test for each goal, whose scores add up to `score`.
pub fn gradescope(graded: &GradedClass, one: &Graded) -> Vec<u8> {
    let is_void = one.score <= 0.0 && one.remarks.contains(&Remark::NotAllowed);
    let test = |goal: &GoalResult| {
        json!({
            "name": goal.goal,
            "score": if is_void { 0.0 } else { goal.points },
            "max_score": goal.max_points,
            "status": if goal.met && !is_void { "passed" } else { "failed" },
            "output": goal_in_words(goal, &graded.class),
            "visibility": "visible",
        })
    };
    let mut tests: Vec<Value> = one.goals.iter().map(test).collect();
    if tests.is_empty() {
        tests.push(json!({
            "name": "The scenario can be used",
            "score": 0.0,
            "max_score": one.max_score,
            "status": "failed",
            "output": said(one, graded),
            "visibility": "visible",
        }));
    }
    let remarks: Vec<&str> = one.remarks.iter().map(|remark| remark.words()).collect();
    to_json(&json!({
        "score": one.score,
        "output": said(one, graded),
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": tests,
        "extra_data": {
            "submission": one.submission,
            "title": one.title,
            "remarks": remarks,
            "seed": one.seed,
            "scenario_hash": one.scenario_hash,
        },
    }))
}

/// The result of a runner for GitHub's reporter: `status`, `max_score`, and a test for each goal.
pub fn github(graded: &GradedClass, one: &Graded) -> Vec<u8> {
    let is_void = one.remarks.contains(&Remark::NotAllowed);
    let unusable = one.goals.is_empty();
    let test = |name: &str, met: bool, score: f64, message: String| {
        json!({
            "name": name,
            "status": if met { "pass" } else { "fail" },
            "score": score,
            "message": message,
            "test_code": format!("forceflow grade: {name}"),
            "filename": one.submission,
            "line_no": 0,
            "execution_time": 0,
        })
    };
    let of_goal = |goal: &GoalResult| {
        let met = goal.met && !is_void;
        let message = goal_in_words(goal, &graded.class);
        test(&goal.goal, met, if is_void { 0.0 } else { goal.points }, message)
    };
    let mut tests: Vec<Value> = one.goals.iter().map(of_goal).collect();
    if unusable || is_void {
        tests.push(test("The scenario can be used", false, 0.0, said(one, graded)));
    }
    let all_met = !is_void && one.goals.iter().all(|goal| goal.met);
    let status = match (unusable, all_met) {
        (true, _) => "error",
        (false, true) => "pass",
        (false, false) => "fail",
    };
    to_json(&json!({ "version": 1, "status": status, "max_score": one.max_score, "tests": tests }))
}

/// All that a student should read, the points first.
fn said(one: &Graded, graded: &GradedClass) -> String {
    let head = format!("{} of {} points.", points(one.score), points(one.max_score));
    [head].into_iter().chain(messages(one, &graded.class)).collect::<Vec<_>>().join("\n")
}
