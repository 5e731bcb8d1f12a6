//! How to have these results again, and how to cite them.

use super::super::Told;
use super::super::document::{Block, Section, Span, text};
use super::super::words::counted;

/// Command, hash, citation.
pub(in super::super) fn reproduce(told: &Told<'_>) -> Section {
    let mut section = Section::new("reproduce", "Reproduce and cite");
    section.say("The scenario, this seed and this version give the same bytes on any machine. In the folder of this report,");
    section.blocks.push(Block::Code("forceflow verify .".to_owned()));
    section.say("runs it again from manifest.json and compares every file, this page included. From the scenario file:");
    section.blocks.push(Block::Code(told.command.to_owned()));
    section.blocks.push(Block::Facts(vec![
        ("Program".to_owned(), text(format!("forceflow {}", env!("CARGO_PKG_VERSION")))),
        ("Seed".to_owned(), text(told.results.seed.to_string())),
        ("Replications".to_owned(), text(told.results.replications.to_string())),
        ("Scenario (BLAKE3)".to_owned(), vec![Span::Code(told.loaded.hash())]),
    ]));
    section.heading("Cite");
    section.blocks.push(Block::Code(citation(told)));
    section
        .say("Host, time, threads and folder stand in manifest.json under environment; no hash covers them.");
    section
}

fn citation(told: &Told<'_>) -> String {
    let hash = told.loaded.hash();
    format!(
        "{}. Results of forceflow {}, seed {}, {}, scenario {}.",
        super::super::document::clipped(&told.results.title).replace('\n', " "),
        env!("CARGO_PKG_VERSION"),
        told.results.seed,
        counted(told.results.replications as usize, "replication"),
        hash.get(..16).unwrap_or(&hash)
    )
}
