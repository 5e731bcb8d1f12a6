//! Figures as the files of a folder.

use serde_json::json;

use super::content::Files;
use super::manifest::to_json;
use crate::chart::{Chart, ChartError, FigureEntry, Pace, Style, render};

/// Draws figures: PNG and SVG files in `charts/`, and `charts/figures.json`.
///
/// # Errors
/// A figure that cannot be drawn or encoded.
pub(super) fn draw(charts: &[&dyn Chart]) -> Result<Files<'static>, ChartError> {
    draw_at(charts, Pace::Together)
}

/// Draws figures one after the other or together.
///
/// # Errors
/// A figure that cannot be drawn or encoded.
pub(super) fn draw_at(charts: &[&dyn Chart], pace: Pace) -> Result<Files<'static>, ChartError> {
    let mut files = Files::new();
    let mut entries = Vec::new();
    for drawn in render(charts, &Style::default(), pace)? {
        let id = &drawn.figure.id;
        entries.push(json!(FigureEntry::from(&drawn.figure)));
        files.insert(format!("charts/{id}.png"), drawn.png.into());
        files.insert(format!("charts/{id}.svg"), drawn.figure.svg.into_bytes().into());
    }
    files.insert("charts/figures.json".to_owned(), to_json(&entries).into());
    Ok(files)
}
