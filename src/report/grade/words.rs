//! What a student and an instructor read of a submission.

use crate::experiment::grade::{Class, GoalResult, Graded, Remark};
use crate::experiment::statistics::proportion::Verdict;
use crate::report::compared::value;
use crate::report::measured::in_unit;
use crate::report::numbers::hours;

/// Lines of a mistake that a message shows.
const MOST_LINES: usize = 12;

/// Points without digits that say nothing: 10, 7.5, 6.25.
pub(super) fn points(points: f64) -> String {
    let text = format!("{points:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// What is to be looked at, in a cell.
pub(super) fn remarks(one: &Graded) -> String {
    let words = one.remarks.iter().map(|remark| match remark {
        Remark::Copied => format!("copied ({})", one.same_as.join(", ")),
        other => other.words().to_owned(),
    });
    words.collect::<Vec<_>>().join(", ")
}

/// What its student should read, a sentence or two each. Other students are not named.
pub(super) fn messages(one: &Graded, class: &Class) -> Vec<String> {
    let mut messages = Vec::new();
    let has = |remark: Remark| one.remarks.contains(&remark);
    let why = one.found.as_deref().unwrap_or_default();
    if has(Remark::Broken) {
        let shown: Vec<&str> = why.lines().take(MOST_LINES).collect();
        messages.push(format!(
            "The scenario cannot be used; `forceflow check FILE` lists all mistakes.\n{}",
            shown.join("\n")
        ));
        return messages;
    }
    if has(Remark::NotFinished) {
        messages.push(format!("Not simulated: {why}. Use fewer copies, or times that are less short."));
        return messages;
    }
    if has(Remark::NotAllowed) {
        messages.push(not_allowed(one, class));
    }
    if has(Remark::Unchanged) {
        messages.push("It is the base: nothing is changed.".to_owned());
    }
    messages.extend(one.goals.iter().map(|goal| goal_in_words(goal, class)));
    if has(Remark::OtherDeadline) {
        messages.push(
            "Its deadline is not that of the base, by which it is judged: leave `deadline_h` as it is."
                .to_owned(),
        );
    }
    if has(Remark::Late) && !one.causes.is_empty() {
        let cause = |(label, h): &(&str, f64)| format!("{label} {} h", hours(*h));
        let causes: Vec<String> = one.causes.iter().map(cause).collect();
        messages.push(format!(
            "On the way to the last arrival most hours are: {}. `forceflow why FILE` tells what would help.",
            causes.join(", ")
        ));
    }
    if has(Remark::Tampered) {
        messages.push(format!("The results handed in are not what the scenario gives: {}", why.trim_end()));
    }
    if has(Remark::NotCompared) {
        messages.push(format!("The results handed in were not compared: {}", why.trim_end()));
    }
    if has(Remark::Copied) {
        messages.push("Another submission changes the same values.".to_owned());
    }
    messages
}

fn not_allowed(one: &Graded, class: &Class) -> String {
    let wrong = one.changes.iter().filter(|change| one.not_allowed.contains(&change.path));
    let back = wrong.map(|change| match &change.baseline {
        nothing if nothing.is_null() => format!("remove `{}`", change.path),
        before => format!("set `{}` back to {}", change.path, value(before)),
    });
    format!(
        "No points: it changes what may not be changed. {}. What may be changed: {}.",
        upper(&back.collect::<Vec<_>>().join(", ")),
        class.allow.iter().map(|pattern| format!("`{pattern}`")).collect::<Vec<_>>().join(", ")
    )
}

fn upper(text: &str) -> String {
    crate::chart::upper_first(text)
}

/// Whether a goal is met, by how much, and what that is worth.
pub(super) fn goal_in_words(result: &GoalResult, class: &Class) -> String {
    let worth = format!("{} of {} points", points(result.points), points(result.max_points));
    if let Some(wrong) = &result.wrong {
        return format!("Not judged: `{}`: {wrong} ({worth})", result.goal);
    }
    let shown = |value: f64| in_unit(&result.goal, value);
    let reached = result.value.map_or_else(|| "no value: too much does not close".to_owned(), shown);
    let ends = result.low_95.zip(result.high_95);
    let interval = ends.map_or_else(String::new, |(low, high)| {
        format!(" (95 % interval {} to {})", shown(low), shown(high))
    });
    let base = result.base.map_or_else(String::new, |base| format!(", the base {}", shown(base)));
    let state = if result.met { "Met" } else { "Not met" };
    let sure = match (result.met, result.verdict) {
        (true, Verdict::Certified) | (false, Verdict::Refuted) => String::new(),
        _ => format!(" {} replications do not settle it.", class.replications),
    };
    format!("{state}: `{}`: it reaches {reached}{interval}{base} ({worth}).{sure}", result.goal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_have_no_idle_digits() {
        assert_eq!([10.0, 7.5, 6.25, 0.0, 0.1 + 0.2].map(points), ["10", "7.5", "6.25", "0", "0.3"]);
    }
}
