//! What the page of a class says: the table, each goal, and what is to be looked at.

use super::words::{messages, points, remarks};
use super::{GradedClass, table};
use crate::experiment::grade::{Graded, Remark};
use crate::experiment::statistics::quantile::{quantile_of_sorted, sorted};
use crate::report::compared::value;
use crate::report::measured::in_unit;
use crate::report::page::document::{Block, Section, Table, clipped, text};
use crate::report::page::study::{Finding, table_of, tabled};

/// What the page of a class says.
pub(super) fn finding(graded: &GradedClass) -> Finding {
    let class = &graded.class;
    let goals = class.submissions.iter().find(|one| !one.goals.is_empty()).map_or(0, |one| one.goals.len());
    let question = match goals {
        1 => "Who meets the goal?".to_owned(),
        _ => "Who meets the goals?".to_owned(),
    };
    let mut verdict = vec![graded.verdict()];
    verdict.extend(mean_score(&class.submissions));
    verdict.push(format!(
        "{}. Everything was simulated again; results that were handed in decide nothing.",
        graded.asked()
    ));
    if !class.allow.is_empty() {
        verdict
            .push(format!("What may be changed: {}. Anything else gives no points.", class.allow.join(", ")));
    }
    let whole =
        tabled("class", "The class", "", table_of("Submissions in the order handed in", &table(class)));
    let details =
        vec![whole, each_goal(&class.submissions), looked_at(&class.submissions), every_one(graded)];
    Finding {
        title: graded.title.clone(),
        question,
        verdict,
        motion: None,
        details: details.into_iter().filter(|section| !section.blocks.is_empty()).collect(),
    }
}

/// The mean of the points, in a sentence.
fn mean_score(all: &[Graded]) -> Option<String> {
    let first = all.first()?;
    let mean = all.iter().map(|one| one.score).sum::<f64>() / all.len() as f64;
    Some(format!("{} of {} points in the mean.", points(mean), points(first.max_score)))
}

/// How many meet each goal, and what they reach.
fn each_goal(all: &[Graded]) -> Section {
    let mut section = Section::new("goals", "Goal by goal");
    let Some(first) = all.iter().find(|one| !one.goals.is_empty()) else { return section };
    let heads = ["Goal", "Points#", "Met by#", "Least#", "Median#", "Most#"];
    let mut table = Table::new("Over the submissions that could be simulated", &heads);
    for (index, goal) in first.goals.iter().enumerate() {
        let results: Vec<_> = all.iter().filter_map(|one| one.goals.get(index)).collect();
        let values: Vec<f64> = results.iter().filter_map(|result| result.value).collect();
        let values = sorted(&values);
        let shown = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |it| in_unit(&goal.goal, it));
        let met = results.iter().filter(|result| result.met).count();
        table.row([
            goal.goal.clone(),
            points(goal.max_points),
            format!("{met} of {}", results.len()),
            shown(values.first().copied()),
            shown(quantile_of_sorted(&values, 0.5)),
            shown(values.last().copied()),
        ]);
    }
    section.table(table);
    section
}

/// What a person has to judge: results that differ, copies, changes that are not allowed.
fn looked_at(all: &[Graded]) -> Section {
    let mut section = Section::new("remarks", "To be looked at");
    let judged = [
        Remark::Broken,
        Remark::NotFinished,
        Remark::Tampered,
        Remark::NotCompared,
        Remark::NotAllowed,
        Remark::Copied,
        Remark::Unchanged,
        Remark::OtherDeadline,
    ];
    let mut table = Table::new("What is more than a goal that is missed", &["Submission", "What", "Where"]);
    for one in all.iter().filter(|one| one.remarks.iter().any(|remark| judged.contains(remark))) {
        let found = one.found.as_deref().and_then(|found| found.lines().next()).unwrap_or_default();
        let place = if one.not_allowed.is_empty() {
            found.to_owned()
        } else {
            [one.not_allowed.join(", "), found.to_owned()]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join("; ")
        };
        table.row([one.submission.clone(), remarks(one), clipped(&place)]);
    }
    section.table(table);
    section
}

/// Each submission with what its student should read. Nothing is folded away, so that paper has it, too.
fn every_one(graded: &GradedClass) -> Section {
    const MOST_CHANGES: usize = 20;
    let mut section = Section::new("each", "One by one");
    for one in &graded.class.submissions {
        section.heading(format!(
            "{}: {} of {} points",
            one.submission,
            points(one.score),
            points(one.max_score)
        ));
        let lines = messages(one, &graded.class).into_iter().map(|message| text(clipped(&message)));
        section.blocks.push(Block::List(lines.collect()));
        let mut changes = Table::new("What it changes", &["Path", "Base", "Submission"]);
        for change in one.changes.iter().take(MOST_CHANGES) {
            changes.row([change.path.clone(), value(&change.baseline), value(&change.alternative)]);
        }
        section.table(changes);
        if one.changes.len() > MOST_CHANGES {
            section.say(format!("and {} more in grade.json.", one.changes.len() - MOST_CHANGES));
        }
    }
    section
}
