//! A graded class: for its instructor as text, CSV, JSON and a page, for each student as messages and in the formats of
//! autograders.

mod autograders;
mod page;
mod words;

use serde_json::{Value, json};

use super::content::Files;
use super::data::Resource;
use super::json::to_json;
use super::numbers::{hours_or_dash, percent};
use super::padded::{Column, Padded};
use super::page::study::Finding;
use super::study::Report;
use super::table::{csv_below, decimal};
use crate::chart::{AnyChart, IntervalRow, IntervalsChart, Measure, Meta, Provenance};
use crate::experiment::compare::Change;
use crate::experiment::grade::{Class, Graded};
use crate::field::Field;

pub use autograders::{github, gradescope};
use words::{messages, points, remarks};

/// A class with what its pages are headed by.
#[derive(Debug)]
pub struct GradedClass {
    /// What the submissions are worth.
    pub class: Class,
    /// Title of the assignment; that of the base where there is none.
    pub title: String,
    /// What the intervals show.
    pub bands: &'static str,
}

/// Columns of the table.
const FIELDS: [Field; 20] = [
    Field::text("submission", "Name of the submission"),
    Field::text("title", "Its title"),
    Field::text("authors", "Who wrote it, as it says"),
    Field::text("remarks", "What is to be looked at; empty where all goals are met and nothing is"),
    Field::number("score", "points", "Points"),
    Field::number("max_score", "points", "Points that it could have"),
    Field::integer("goals_met", "goals", "Goals that are met"),
    Field::integer("goals", "goals", "Goals"),
    Field::number("closure_h_mean", "h", "Mean closure; none where a replication does not close"),
    Field::number("closure_h_half_width_95", "h", "Half-width of its 95 % interval"),
    Field::number("on_time", "share", "Share of the replications that close by the deadline of the base"),
    Field::number("mean_arrival_h", "h", "Mean arrival of people and vehicles"),
    Field::number("difference_h", "h", "Mean paired difference of closure to the base"),
    Field::text("changes", "What it changes against the base, a path and its value each"),
    Field::text("not_allowed", "Paths that it changes and that are not allowed"),
    Field::text("same_as", "Submissions that change the same"),
    Field::text("found", "Why it cannot be used, or where results that came with it differ"),
    Field::text("message", "What its student should read"),
    Field::integer("seed", "", "The seed under which it was simulated"),
    Field::text("scenario_hash", "BLAKE3 hash of its resolved scenario"),
];

impl Report for GradedClass {
    fn text(&self) -> String {
        let mut text = format!("{}\n{}\n\n{}", self.title, self.asked(), table(&self.class));
        for one in &self.class.submissions {
            text.push_str(&format!("\n{}\n", one.submission));
            for message in messages(one, &self.class) {
                text.push_str(&format!("  {}\n", message.replace('\n', "\n  ")));
            }
        }
        text.push_str(&format!("\n{}\n", self.verdict()));
        text
    }

    fn json(&self) -> Vec<u8> {
        let mut file = json!({ "assignment": self.title });
        let class = serde_json::to_value(&self.class).unwrap_or_default();
        if let (Value::Object(file), Value::Object(class)) = (&mut file, class) {
            file.extend(class);
        }
        // What its student should read stands with each submission.
        let each = file.get_mut("submissions").and_then(Value::as_array_mut);
        for (value, one) in each.into_iter().flatten().zip(&self.class.submissions) {
            value["messages"] = json!(messages(one, &self.class));
        }
        to_json(&file)
    }

    fn csv(&self) -> Vec<u8> {
        csv_below(&FIELDS, self.class.submissions.iter().map(|one| row(one, &self.class)))
    }

    fn bands(&self) -> Option<&str> {
        Some(self.bands)
    }

    fn documents(&self) -> Files<'static> {
        let table = ("grade.csv".to_owned(), self.csv().into());
        Files::from([("grade.json".to_owned(), self.json().into()), table])
    }

    fn tables(&self) -> Vec<Resource> {
        vec![Resource::new("grade.csv", "Submissions", "A row for each submission", FIELDS.to_vec())]
    }

    fn finding(&self) -> Finding {
        page::finding(self)
    }

    fn figures(&self) -> Vec<AnyChart> {
        figure(self).map(AnyChart::from).into_iter().collect()
    }
}

impl GradedClass {
    /// With what the class was graded, in a sentence.
    fn asked(&self) -> String {
        let class = &self.class;
        let seed = match &class.seed_from {
            None => format!("seed {}", class.seed),
            Some(text) => format!("a seed for each from `{text}/NAME`"),
        };
        let s = if class.replications == 1 { "" } else { "s" };
        format!("Base {}, {} replication{s} each, {seed}", class.base, class.replications)
    }

    /// How the class did, in a sentence.
    fn verdict(&self) -> String {
        let all = self.class.submissions.len();
        let sound = self.class.submissions.iter().filter(|one| one.is_sound()).count();
        let s = if all == 1 { "" } else { "s" };
        match all - sound {
            0 => format!("{all} submission{s}: every goal is met, and nothing is to be looked at."),
            open => format!("{all} submission{s}: {sound} without remarks, {open} to be looked at."),
        }
    }
}

/// The class in one table.
fn table(class: &Class) -> Padded {
    use Column::{Number, Text, Words};
    let mut table = Padded::new(&[Words, Number, Number, Number, Number, Text]);
    table.row(["Submission", "Points", "Goals met", "Closure [h]", "On time", "To be looked at"]);
    for one in &class.submissions {
        let met = one.goals.iter().filter(|goal| goal.met).count();
        let on_time = one.on_time.map_or_else(|| "–".to_owned(), |share| percent(share.probability));
        table.row([
            one.submission.clone(),
            format!("{} of {}", points(one.score), points(one.max_score)),
            if one.goals.is_empty() { "–".to_owned() } else { format!("{met} of {}", one.goals.len()) },
            hours_or_dash(one.closure_h.map(|closure| closure.mean)),
            on_time,
            remarks(one),
        ]);
    }
    table
}

fn row(one: &Graded, class: &Class) -> Vec<String> {
    let met = one.goals.iter().filter(|goal| goal.met).count();
    let change = |change: &Change| format!("{}={}", change.path, change.alternative);
    let changes: Vec<String> = one.changes.iter().map(change).collect();
    let words: Vec<&str> = one.remarks.iter().map(|remark| remark.words()).collect();
    vec![
        one.submission.clone(),
        one.title.clone(),
        one.authors.join("; "),
        words.join("; "),
        points(one.score),
        points(one.max_score),
        met.to_string(),
        one.goals.len().to_string(),
        decimal(one.closure_h.map(|closure| closure.mean)),
        decimal(one.closure_h.and_then(|closure| closure.half_width_95)),
        decimal(one.on_time.map(|share| share.probability)),
        decimal(one.mean_arrival_h),
        decimal(one.difference_h.map(|difference| difference.mean)),
        changes.join("; "),
        one.not_allowed.join("; "),
        one.same_as.join("; "),
        one.found.as_deref().map(first_line).unwrap_or_default().to_owned(),
        messages(one, class).join(" "),
        one.seed.to_string(),
        one.scenario_hash.clone().unwrap_or_default(),
    ]
}

/// The first line of a text.
fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

/// Closure of each submission, the earliest first.
fn figure(graded: &GradedClass) -> Option<IntervalsChart> {
    let class = &graded.class;
    let with_mean = class.submissions.iter().filter_map(|one| Some((one, one.closure_h?)));
    let mut rows: Vec<IntervalRow> = with_mean
        .map(|(one, closure)| IntervalRow {
            group: String::new(),
            name: one.submission.clone(),
            mean: closure.mean,
            interval: closure.half_width_95.map(|half| (closure.mean - half, closure.mean + half)),
            range: one.closure_range_h.unwrap_or((closure.mean, closure.mean)),
            required: one.on_time.map(|share| share.deadline_h),
        })
        .collect();
    rows.sort_by(|a, b| a.mean.total_cmp(&b.mean));
    if rows.is_empty() {
        return None;
    }
    let without = class.submissions.len() - rows.len();
    let provenance = Provenance {
        scenario: graded.title.clone(),
        replications: u64::from(class.replications),
        seed: class.seed,
        level: Some(0.95),
        note: match class.seed_from {
            None => graded.bands.to_owned(),
            Some(_) => format!("{}; in place of the seed one for each", graded.bands),
        },
    };
    Some(IntervalsChart {
        meta: Meta::new("grade", "Closure of each submission", "Mean closure", provenance),
        measure: Measure::Hours,
        axis: "Mean closure [h]".to_owned(),
        required: "deadline".to_owned(),
        rows,
        left_out: if without == 0 { String::new() } else { format!("{without} without a mean") },
    })
}
