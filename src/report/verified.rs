//! Folders of results that were made again, a row each, as text, CSV and JSON.

use serde::Serialize;

use super::json::to_json;
use super::numbers::hours_or_dash;
use super::padded::{Column, Padded};
use super::table::{csv_below, decimal};
use crate::field::Field;

/// What is to be said of a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// Every byte is the same.
    Same,
    /// A file is not the one that the manifest gives.
    Differs,
    /// Every file is the same, but the manifest says what is not so.
    Untrue,
    /// It cannot be made again.
    #[serde(rename = "not made again")]
    NotMade,
    /// The independent audit found a fault of the program.
    #[serde(rename = "audit failed")]
    Audit,
}

impl Verdict {
    /// The verdict in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Differs => "differs",
            Self::Untrue => "untrue",
            Self::NotMade => "not made again",
            Self::Audit => "audit failed",
        }
    }
}

/// A folder that was made again, or could not be.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct VerifiedRow {
    /// The folder.
    pub path: String,
    /// Who wrote the scenario, as its title says; empty where nobody is named.
    pub owner: String,
    /// Title of the scenario, or of the first of several.
    pub title: String,
    /// The command that made it; none where the manifest cannot be read.
    pub command: Option<&'static str>,
    /// Its seed.
    pub seed: Option<u64>,
    /// Replications of each scenario or point.
    pub replications: Option<u32>,
    /// Version of the program that made it.
    pub version: Option<String>,
    /// Mean closure of the run, made again [h]; none for a study, and where a replication does not close.
    pub closure_h: Option<f64>,
    /// What is to be said of it.
    pub verdict: Verdict,
    /// Where it differs first, or why it cannot be made again; empty where it is the same.
    pub first_difference: String,
}

/// Many folders, one row each.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct VerifiedTable {
    /// Version of the format.
    pub format_version: u32,
    /// Folders of which every byte is the same.
    pub same: usize,
    /// All of them, in the order in which they were named and then of their paths.
    pub folders: Vec<VerifiedRow>,
    /// What was not looked at, a sentence each.
    pub left_out: Vec<String>,
}

/// Columns of the table.
const FIELDS: [Field; 10] = [
    Field::text("path", "The folder"),
    Field::text("owner", "Who wrote the scenario"),
    Field::text("title", "Title of the scenario, or of the first of several"),
    Field::text("command", "The command that made it"),
    Field::integer("seed", "", "Its seed"),
    Field::integer("replications", "replications", "Replications of each scenario or point"),
    Field::text("version", "Version of the program that made it"),
    Field::number("closure_h", "h", "Mean closure of a run, made again"),
    Field::text("verdict", "What is to be said of it"),
    Field::text("first_difference", "Where it differs first, or why it cannot be made again"),
];

impl VerifiedTable {
    /// The table of these rows.
    pub fn new(folders: Vec<VerifiedRow>, left_out: Vec<String>) -> Self {
        let same = folders.iter().filter(|row| row.verdict == Verdict::Same).count();
        Self { format_version: 1, same, folders, left_out }
    }

    /// Whether every folder is the same and none was left out.
    pub fn is_same(&self) -> bool {
        self.same == self.folders.len() && self.left_out.is_empty()
    }

    /// A table for a terminal; with `quiet`, only the rows that are not the same.
    pub fn text(&self, quiet: bool) -> String {
        use Column::{Number, Text, Words};
        let mut table =
            Padded::new(&[Words, Words, Words, Words, Number, Number, Words, Number, Words, Text]);
        let heads = [
            "Folder",
            "Owner",
            "Title",
            "Command",
            "Seed",
            "Replications",
            "Version",
            "Closure [h]",
            "Verdict",
        ];
        table.row(heads.into_iter().chain(["First difference"]));
        let number = |value: Option<u64>| value.map_or_else(|| "–".to_owned(), |value| value.to_string());
        let shown: Vec<&VerifiedRow> =
            self.folders.iter().filter(|row| !quiet || row.verdict != Verdict::Same).collect();
        for row in &shown {
            table.row([
                // A path that is cut names nothing: its end is what tells it apart.
                ended(&row.path),
                row.owner.clone(),
                row.title.clone(),
                row.command.unwrap_or("–").to_owned(),
                number(row.seed),
                number(row.replications.map(u64::from)),
                row.version.clone().unwrap_or_else(|| "–".to_owned()),
                hours_or_dash(row.closure_h),
                row.verdict.words().to_owned(),
                row.first_difference.clone(),
            ]);
        }
        let mut text = if shown.is_empty() { String::new() } else { table.to_string() };
        for what in &self.left_out {
            text.push_str(&format!("left out: {what}\n"));
        }
        let all = self.folders.len();
        let s = if all == 1 { "" } else { "s" };
        text.push_str(&match self.same {
            same if same == all => format!("{all} folder{s}: every byte is the same\n"),
            same => format!("{all} folder{s}: {same} the same, {} not\n", all - same),
        });
        text
    }

    /// The table as CSV.
    pub fn csv(&self) -> Vec<u8> {
        let number = |value: Option<u64>| value.map_or_else(String::new, |value| value.to_string());
        csv_below(
            &FIELDS,
            self.folders.iter().map(|row| {
                [
                    row.path.clone(),
                    row.owner.clone(),
                    row.title.clone(),
                    row.command.unwrap_or_default().to_owned(),
                    number(row.seed),
                    number(row.replications.map(u64::from)),
                    row.version.clone().unwrap_or_default(),
                    decimal(row.closure_h),
                    row.verdict.words().to_owned(),
                    row.first_difference.clone(),
                ]
            }),
        )
    }

    /// The table as JSON.
    pub fn json(&self) -> Vec<u8> {
        to_json(self)
    }
}

/// A path in the room of a column: its last letters, where it is longer.
fn ended(path: &str) -> String {
    const ROOM: usize = 58;
    let letters = path.chars().count();
    if letters <= ROOM {
        return path.to_owned();
    }
    let rest: String = path.chars().skip(letters - ROOM + 1).collect();
    format!("…{rest}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(path: &str, verdict: Verdict, first_difference: &str) -> VerifiedRow {
        VerifiedRow {
            path: path.to_owned(),
            owner: "Ada".to_owned(),
            title: "An air bridge".to_owned(),
            command: Some("run"),
            seed: Some(1),
            replications: Some(3),
            version: Some("0.1.0".to_owned()),
            closure_h: Some(56.0),
            verdict,
            first_difference: first_difference.to_owned(),
        }
    }

    #[test]
    fn rows_that_are_the_same_are_counted_and_quiet_leaves_them_out() {
        let rows =
            vec![row("class/ada", Verdict::Same, ""), row("class/ben", Verdict::Differs, "result.json")];
        let table = VerifiedTable::new(rows, Vec::new());
        assert!(!table.is_same());
        assert!(table.text(false).contains("class/ada"));
        let quiet = table.text(true);
        assert!(!quiet.contains("class/ada") && quiet.contains("class/ben"), "{quiet}");
        assert!(quiet.ends_with("2 folders: 1 the same, 1 not\n"), "{quiet}");
    }

    #[test]
    fn a_folder_that_was_left_out_is_no_yes() {
        let table = VerifiedTable::new(vec![row("a", Verdict::Same, "")], vec!["the rest".to_owned()]);
        assert!(!table.is_same() && table.text(false).contains("left out: the rest\n"));
    }

    #[test]
    fn a_long_path_keeps_its_end() {
        let path = format!("{}/ada", "x".repeat(80));
        assert!(ended(&path).ends_with("/ada") && ended(&path).chars().count() == 58);
        assert_eq!(ended("class/ada"), "class/ada");
    }
}
