//! The page of a study: the question first, then the verdict, the figures, and what differs.

use super::super::kind::Kind;
use super::super::padded::Padded;
use super::document::{Block, Document, Section, Span, Table, clipped, text};
use super::figures;
use super::words::counted;
use crate::chart;
use crate::experiment::study::bands;
use crate::scenario::Loaded;

/// What a study says of itself on its page; names and words, no markup.
#[derive(Debug, Clone)]
pub struct Finding {
    /// What it is about: the title of a scenario, mostly.
    pub title: String,
    /// What was asked, as a question.
    pub question: String,
    /// The answer: a sentence first, and what bounds it.
    pub verdict: Vec<String>,
    /// The run in motion that it tells of, which its map stands for where nothing can move.
    pub motion: Option<Section>,
    /// What the answer rests on, below the figures.
    pub details: Vec<Section>,
}

/// With what a study was asked.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The command by its name.
    pub kind: Kind,
    /// The command that gives these results where the scenarios are at hand; without folders.
    pub command: &'a str,
    /// The seed.
    pub seed: u64,
    /// Replications of each scenario or point that were made.
    pub replications: u32,
    /// Whether ranges of assumptions were drawn.
    pub uncertain: bool,
    /// The scenarios by the name that they go by.
    pub scenarios: &'a [(&'a str, &'a Loaded)],
}

/// The page of a study with its figures.
pub fn of_study(asked: &Asked<'_>, finding: Finding, drawn: Vec<chart::Figure>) -> Document {
    let Finding { title, question, verdict, motion, details } = finding;
    let mut sections = vec![what_was_asked(asked, question), answer(verdict)];
    let mut figures = figures::numbered(drawn);
    sections.extend(motion.and_then(|motion| figures::beside_map(|| motion, &mut figures)));
    sections.extend(figures::section(figures));
    sections.extend(details);
    sections.push(reproduce(asked, &title));
    Document { title, kind: format!("forceflow {}: {}", asked.kind.name(), what(asked.kind)), sections }
}

/// A section that holds one table, after what introduces it.
pub(in super::super) fn tabled(
    id: &'static str,
    heading: &str,
    words: impl Into<String>,
    table: Table,
) -> Section {
    let mut section = Section::new(id, heading);
    let words = words.into();
    if !words.is_empty() {
        section.say(words);
    }
    section.table(table);
    section
}

/// A table of a text report, its first row as the heads of the columns. A row of one cell heads those below it, and one
/// without a first cell goes on with the row above: a page names each column and each row.
pub(in super::super) fn table_of(caption: impl Into<String>, padded: &Padded) -> Table {
    let mut rows = padded.rows();
    let Some(head) = rows.next() else { return Table::new(caption, &[]) };
    let mark = |(column, (name, numbers)): (usize, (&String, bool))| {
        let name = match (name.as_str(), column) {
            ("", 0) => "What",
            ("", _) => "Verdict",
            (name, _) => name,
        };
        format!("{name}{}", if numbers { "#" } else { "" })
    };
    let heads: Vec<String> = head.iter().zip(padded.numbers()).enumerate().map(mark).collect();
    let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
    let mut table = Table::new(caption, &heads);
    for row in rows {
        let words = |column: usize| row.get(column).map_or("", |cell| cell.trim()).to_owned();
        if let (true, Some(above)) = (words(0).is_empty(), table.rows.last_mut()) {
            for (column, cell) in
                above.iter_mut().enumerate().filter(|(column, _)| !words(*column).is_empty())
            {
                cell.extend(text(format!(" {}", words(column))));
            }
            continue;
        }
        let alone = row.len() == 1 && heads.len() > 1;
        let cell = |column: usize| {
            if alone && column == 0 { vec![Span::Strong(words(0))] } else { text(words(column)) }
        };
        table.rows.push((0..heads.len()).map(cell).collect());
    }
    table
}

fn what(kind: Kind) -> &'static str {
    match kind {
        Kind::Run => "one scenario simulated",
        Kind::Compare => "alternatives against a baseline",
        Kind::Sweep => "settings varied",
        Kind::Sensitivity => "which assumptions matter",
        Kind::Size => "how much is enough",
        Kind::Why => "one run told backwards",
        Kind::Backtest => "what was observed beside what is predicted",
        Kind::Calibrate => "what the records say of the parameters",
        Kind::Grade => "a class against a base and its goals",
    }
}

fn what_was_asked(asked: &Asked<'_>, question: String) -> Section {
    let mut section = Section::new("asked", "What was asked");
    section.blocks.push(Block::Lead(text(question)));
    let scenarios = match asked.scenarios {
        [(name, _)] => (*name).to_owned(),
        many => counted(many.len(), "scenario"),
    };
    section.blocks.push(Block::Facts(vec![
        ("Scenarios".to_owned(), text(scenarios)),
        (
            "How it was answered".to_owned(),
            text(format!(
                "{} of each {}",
                counted(asked.replications as usize, "replication"),
                match asked.kind {
                    // Each submission may have a seed of its own; the answer says so.
                    Kind::Grade =>
                        "submission, and of the base under its seed; equal draws for both".to_owned(),
                    _ => format!("scenario or point, seed {}; equal draws for all", asked.seed),
                }
            )),
        ),
        ("What intervals show".to_owned(), text(bands(asked.uncertain))),
    ]));
    section
}

fn answer(verdict: Vec<String>) -> Section {
    let mut section = Section::new("answer", "The answer");
    for (index, sentence) in verdict.into_iter().enumerate() {
        section.blocks.push(if index == 0 {
            Block::Lead(vec![Span::Strong(sentence)])
        } else {
            Block::Paragraph(text(sentence))
        });
    }
    section
}

/// Scenarios that a page lists; the manifest holds all.
const MOST_SCENARIOS: usize = 100;

fn reproduce(asked: &Asked<'_>, title: &str) -> Section {
    let mut section = Section::new("reproduce", "Reproduce and cite");
    section.say("These scenarios, this seed and this version give equal bytes on any machine. In the folder of this report,");
    section.blocks.push(Block::Code("forceflow verify .".to_owned()));
    section.say(
        "makes it again from manifest.json and compares every file, this page included. From the files:",
    );
    section.blocks.push(Block::Code(asked.command.to_owned()));
    let mut table = Table::new("Scenarios as they were run", &["Name", "Title", "BLAKE3"]);
    for (name, loaded) in asked.scenarios.iter().take(MOST_SCENARIOS) {
        table.rows.push(vec![
            text(*name),
            text(clipped(&loaded.scenario.title)),
            vec![Span::Code(loaded.hash())],
        ]);
    }
    section.table(table);
    if asked.scenarios.len() > MOST_SCENARIOS {
        section.say(format!(
            "and {} more in manifest.json.",
            counted(asked.scenarios.len() - MOST_SCENARIOS, "scenario")
        ));
    }
    section.heading("Cite");
    section.blocks.push(Block::Code(format!(
        "{}. Results of forceflow {} {}, seed {}, {}.",
        clipped(title).replace('\n', " "),
        asked.kind.name(),
        env!("CARGO_PKG_VERSION"),
        asked.seed,
        counted(asked.replications as usize, "replication"),
    )));
    section
}

#[cfg(test)]
mod tests {
    use super::super::super::padded::Column;
    use super::*;

    #[test]
    fn a_row_without_a_first_cell_goes_on_with_the_one_above() {
        let mut padded = Padded::new(&[Column::Words, Column::Number, Column::Text]);
        padded.row(["", "hours", ""]);
        padded.row(["units"]);
        padded.row(["  company", "3.0", "later"]);
        padded.row(["", "", "  because it waited"]);
        let table = table_of("caption", &padded);
        let heads: Vec<(&str, bool)> =
            table.columns.iter().map(|column| (column.head.as_str(), column.numbers)).collect();
        assert_eq!(heads, [("What", false), ("hours", true), ("Verdict", false)]);
        assert_eq!(table.rows[0][0], [Span::Strong("units".to_owned())]);
        assert_eq!(table.rows[1][0], text("company"));
        let told = [text("later"), text(" because it waited")].concat();
        assert_eq!((table.rows.len(), &table.rows[1][2]), (2, &told));
    }
}
