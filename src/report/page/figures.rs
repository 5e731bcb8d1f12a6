//! The figures of a folder, as a report shows them: what stands in `charts/`.

use serde::Deserialize;

use super::super::content::{Content, Files};
use super::document::{Block, Figure, Section};

/// What `figures.json` says of a figure, as far as a report shows it.
#[derive(Debug, Deserialize)]
struct Entry {
    id: String,
    title: String,
    caption: String,
    alt: String,
}

/// The figures among the files of a folder, numbered in the order of `charts/figures.json`, the map first. Both a run
/// and a study list their figures there, so that a figure that is drawn is in the report, too.
pub(super) fn of_files(files: &Files<'_>) -> Vec<Figure> {
    let Some(Content::Bytes(index)) = files.get("charts/figures.json") else { return Vec::new() };
    // Our own file, made just before.
    let mut entries: Vec<Entry> = serde_json::from_slice(index).unwrap_or_default();
    entries.sort_by_key(|entry| entry.id != "map");
    let drawn = entries.into_iter().filter_map(|entry| {
        let Some(Content::Bytes(svg)) = files.get(&format!("charts/{}.svg", entry.id)) else { return None };
        Some((entry, String::from_utf8_lossy(svg).into_owned()))
    });
    let figure = |(index, (entry, svg)): (usize, (Entry, String))| {
        let Entry { id, title, caption, alt } = entry;
        Figure { id, number: index + 1, title, caption, alt, svg }
    };
    drawn.enumerate().map(figure).collect()
}

/// The part of a report that shows them; none without figures.
pub(super) fn section(figures: Vec<Figure>) -> Option<Section> {
    if figures.is_empty() {
        return None;
    }
    let mut section = Section::new("figures", "Figures");
    section.blocks.extend(figures.into_iter().map(|figure| Block::Figure(Box::new(figure))));
    Some(section)
}
