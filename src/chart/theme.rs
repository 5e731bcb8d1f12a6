//! Sizes, type and colours that every figure shares.
//!
//! Lengths are millimetres on paper and type is in points, so that a figure is the same in a report, on a slide and in
//! a browser. Colours are the eight of Okabe and Ito (2008, "Color Universal Design"), which colour-blind readers can
//! tell apart; because they do not all survive grey printing, each series also has a line style, a marker, a hatch or a
//! label of its own.

use plotters::style::{Color, RGBAColor, RGBColor};

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

/// Text and axis lines.
pub(crate) const INK: RGBColor = RGBColor(0x1f, 0x1f, 0x1f);
/// Text that must not compete with the data; dark enough to read (contrast above 5 on white).
pub(crate) const QUIET: RGBColor = RGBColor(0x5c, 0x5c, 0x5c);
/// Grid lines.
pub(crate) const GRID: RGBColor = RGBColor(0xe2, 0xe2, 0xe2);
/// Lines between days, and frames of panels.
pub(crate) const RULE: RGBColor = RGBColor(0xb4, 0xb4, 0xb4);
/// Paper.
pub(crate) const PAPER: RGBColor = RGBColor(0xff, 0xff, 0xff);

/// Okabe-Ito orange.
pub(crate) const ORANGE: RGBColor = RGBColor(0xe6, 0x9f, 0x00);
/// Okabe-Ito sky blue.
pub(crate) const SKY: RGBColor = RGBColor(0x56, 0xb4, 0xe9);
/// Okabe-Ito bluish green.
pub(crate) const GREEN: RGBColor = RGBColor(0x00, 0x9e, 0x73);
/// Okabe-Ito yellow: for areas only, a yellow line cannot be seen on white.
pub(crate) const YELLOW: RGBColor = RGBColor(0xf0, 0xe4, 0x42);
/// Okabe-Ito blue.
pub(crate) const BLUE: RGBColor = RGBColor(0x00, 0x72, 0xb2);
/// Okabe-Ito vermilion.
pub(crate) const VERMILION: RGBColor = RGBColor(0xd5, 0x5e, 0x00);
/// Okabe-Ito reddish purple.
pub(crate) const PURPLE: RGBColor = RGBColor(0xcc, 0x79, 0xa7);
/// A neutral grey for what is neither good nor bad.
pub(crate) const GREY: RGBColor = RGBColor(0x9a, 0x9a, 0x9a);

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
    pub(crate) colour: RGBAColor,
    /// Width (pt).
    pub(crate) width_pt: f64,
    /// Pattern.
    pub(crate) dash: Dash,
}

impl Stroke {
    /// An unbroken opaque line of `width_pt`.
    pub(crate) fn solid(colour: RGBColor, width_pt: f64) -> Self {
        Self { colour: colour.to_rgba(), width_pt, dash: Dash::Solid }
    }

    /// An opaque line of `width_pt` in the pattern `dash`.
    pub(crate) fn dashed(colour: RGBColor, width_pt: f64, dash: Dash) -> Self {
        Self { colour: colour.to_rgba(), width_pt, dash }
    }
}

/// The line of series `index`: colour and pattern differ together, so that either is enough to tell two apart.
pub(crate) fn series_stroke(index: usize) -> Stroke {
    const SERIES: [(RGBColor, Dash); 8] = [
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
