//! The figures of a report.

use super::document::{Block, Figure, Section};
use crate::chart;

/// Drawn figures as a report shows them: numbered in their order, the map first.
pub(super) fn numbered(mut drawn: Vec<chart::Figure>) -> Vec<Figure> {
    drawn.sort_by_key(|figure| figure.id != "map");
    let figure = |(index, figure): (usize, chart::Figure)| {
        let chart::Figure { id, title, caption, alt, svg, .. } = figure;
        Figure { id, number: index + 1, title, caption, alt, svg }
    };
    drawn.into_iter().enumerate().map(figure).collect()
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

/// A run in motion with the map that stays, which is all that paper and a page without scripts show; none where no map was
/// drawn, and `motion` is not asked then. The map is taken out of the figures.
pub(super) fn beside_map(motion: impl FnOnce() -> Section, figures: &mut Vec<Figure>) -> Option<Section> {
    let map = figures.iter().position(|figure| figure.id == "map")?;
    let mut motion = motion();
    motion.blocks.push(Block::Figure(Box::new(figures.remove(map))));
    Some(motion)
}
