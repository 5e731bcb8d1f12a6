//! Sizes, type and strokes that every figure shares, and the [`Style`] in which all of them are drawn.
//!
//! Lengths are millimetres on paper and type is in points, so that a figure is the same in a report, on a slide and in
//! a browser.

use serde::{Deserialize, Serialize};

use super::colour::{BLUE, Colour, GREEN, GREY, INK, ORANGE, PURPLE, Paint, SKY, Theme, VERMILION};

/// How figures are drawn, whatever they show.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Style {
    /// Width on paper (mm); `None` for that of each figure, 160 or 183 mm.
    pub width_mm: Option<f64>,
    /// Factor on type, lines and marks: 1 where the reader holds the page, about 2 on a slide. The smallest type is
    /// 7 pt times this.
    pub zoom: f64,
    /// What the figure is looked at on.
    pub theme: Theme,
    /// Whether the title stands above the data; what is measured stands there in any case.
    pub title: bool,
    /// Whether scenario, replications and seed stand below the data.
    pub footer: bool,
}

/// Narrowest and widest figure (mm): below, words of 7 pt find no room; above, pictures take gigabytes.
pub const WIDTHS_MM: std::ops::RangeInclusive<f64> = 60.0..=500.0;
/// Factors on type and lines: those of a page and of a slide.
const ZOOMS: std::ops::RangeInclusive<f64> = 1.0..=2.0;

impl Style {
    /// Whether figures may be drawn so.
    pub fn is_possible(&self) -> bool {
        self.width_mm.is_none_or(|mm| WIDTHS_MM.contains(&mm)) && ZOOMS.contains(&self.zoom)
    }
}

impl Default for Style {
    fn default() -> Self {
        Self { width_mm: None, zoom: 1.0, theme: Theme::Light, title: true, footer: true }
    }
}

/// Millimetres in one typographic point.
pub(crate) const MM_PER_PT: f64 = 25.4 / 72.0;

/// Width of a figure (mm): fits the text block of an A4 page.
pub(crate) const WIDTH_MM: f64 = 160.0;
/// Height of a figure that does not grow with its rows (mm).
pub(crate) const HEIGHT_MM: f64 = 90.0;
/// Width of a figure with long rows (mm): two journal columns.
pub(crate) const WIDE_MM: f64 = 183.0;
/// Greatest height of a figure that grows with its rows (mm): an A4 page less its margins and a caption.
pub(crate) const TALLEST_MM: f64 = 230.0;
/// White border around everything (mm).
pub(crate) const BORDER_MM: f64 = 3.0;

/// Type size of a figure's title (pt).
pub(crate) const TITLE_PT: f64 = 9.5;
/// Type size of axis titles and labels in the plot (pt).
pub(crate) const LABEL_PT: f64 = 7.5;
/// Type size of tick labels, keys and the footer (pt): nothing is smaller.
pub(crate) const SMALL_PT: f64 = 7.0;

/// A pattern of strokes and gaps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dash {
    /// No gaps.
    Solid,
    /// Strokes of 1.6 mm.
    Dashed,
    /// Points.
    Dotted,
    /// Stroke, point, stroke.
    Mixed,
    /// Strokes of 3 mm.
    Long,
}

impl Dash {
    /// Lengths of stroke, gap, stroke, ... (mm); empty for an unbroken line.
    pub(crate) fn pattern(self) -> &'static [f64] {
        match self {
            Self::Solid => &[],
            Self::Dashed => &[1.6, 0.9],
            Self::Dotted => &[0.35, 0.7],
            Self::Mixed => &[1.8, 0.7, 0.35, 0.7],
            Self::Long => &[3.2, 0.8],
        }
    }
}

/// How a line is drawn.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stroke {
    /// Colour, with its opacity.
    pub(crate) colour: Paint,
    /// Width (pt).
    pub(crate) width_pt: f64,
    /// Pattern.
    pub(crate) dash: Dash,
}

impl Stroke {
    /// An unbroken opaque line of `width_pt`.
    pub(crate) fn solid(colour: Colour, width_pt: f64) -> Self {
        Self { colour: colour.opaque(), width_pt, dash: Dash::Solid }
    }

    /// An opaque line of `width_pt` in the pattern `dash`.
    pub(crate) fn dashed(colour: Colour, width_pt: f64, dash: Dash) -> Self {
        Self { colour: colour.opaque(), width_pt, dash }
    }
}

/// The line of series `index`: colour and pattern differ together, so that either is enough to tell two apart.
pub(crate) fn series_stroke(index: usize) -> Stroke {
    const SERIES: [(Colour, Dash); 8] = [
        (BLUE, Dash::Solid),
        (VERMILION, Dash::Dashed),
        (GREEN, Dash::Mixed),
        (PURPLE, Dash::Long),
        (ORANGE, Dash::Dotted),
        (INK, Dash::Solid),
        (SKY, Dash::Dashed),
        (GREY, Dash::Mixed),
    ];
    let (colour, dash) = SERIES[index % SERIES.len()];
    Stroke::dashed(colour, 1.3, dash)
}
