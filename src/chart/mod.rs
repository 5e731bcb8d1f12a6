//! Figures: one file per figure, and a theme that they share.
//!
//! Every figure takes a plain struct of numbers and words, so that it can be drawn from a run, from stored results or
//! from a test, and gives a [`Figure`]: the drawing as SVG with its title, caption and alt text. [`Figure::png`]
//! rasterises that same drawing, so that the two formats cannot differ. The bytes depend on the input only: no
//! font of the machine, no clock, no order of threads.

mod activity;
mod arrivals;
mod axis;
mod bottlenecks;
mod calibration;
mod canvas;
mod cells;
mod closure;
mod colour;
mod contingents;
mod daily;
mod difference;
mod effects;
mod fonts;
mod frame;
mod gantt;
mod geometry;
mod key;
mod map;
mod mark;
mod meta;
mod pattern;
pub mod raster;
mod rows;
mod sites;
mod sweep_effects;
mod sweep_heatmap;
mod sweep_line;
mod terminals;
mod theme;
mod time_axis;
mod tornado;

use std::fmt;

use rayon::prelude::*;
use serde::Serialize;

use canvas::Canvas;
use geometry::Rect;
use theme::{HEIGHT_MM, WIDTH_MM};

pub(crate) use crate::numbers::figure as number;
pub use activity::Activity;
pub(crate) use number::upper_first;

pub use arrivals::{ArrivalsChart, Deadline, Fan};
pub use bottlenecks::{BottlenecksChart, Segment};
pub use calibration::{CalibrationChart, Observation};
pub use cells::{Cell, Goal};
pub use closure::ClosureChart;
pub use colour::Theme;
pub use contingents::{Contingent, ContingentsChart};
pub use daily::{DailyChart, DayCount};
pub use difference::{Alternative, DifferenceChart};
pub use effects::{EffectBar, EffectsChart, RankedEffect};
pub use gantt::{Bar, GanttChart, Row};
pub use map::{MapChart, MapLine, MapPlace, Way};
pub use mark::Mark;
pub use meta::{Meta, Provenance, Texts};
pub(crate) use number::unit_of;
pub use sites::SitesChart;
pub use sweep_effects::{Effect, SweepEffectsChart};
pub use sweep_heatmap::SweepHeatmapChart;
pub use sweep_line::{Measure, SweepLineChart, SweepPoint, SweepSeries};
pub use terminals::{TerminalPanel, TerminalsChart};
pub use theme::Style;
pub use time_axis::{Day, TimeAxis};
pub use tornado::{Assumption, End, TornadoChart};

/// Why a figure could not be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChartError {
    /// The drawing backend refused an element or a size.
    Draw,
    /// The drawing is not a readable SVG; the reason.
    Svg(String),
    /// The picture could not be encoded; the reason.
    Png(String),
}

impl fmt::Display for ChartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Draw => write!(f, "the figure could not be drawn"),
            Self::Svg(reason) => write!(f, "the figure could not be read back: {reason}"),
            Self::Png(reason) => write!(f, "the figure could not be encoded: {reason}"),
        }
    }
}

impl std::error::Error for ChartError {}

/// A finished figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Name of its files, without the ending.
    pub id: String,
    /// Says which variable it shows.
    pub title: String,
    /// What stands below it in a report: what is drawn, with replications, seed and level.
    pub caption: String,
    /// What a reader who cannot see it needs to know: kind, axes, message.
    pub alt: String,
    /// Program, scenario, replications and seed.
    pub source: String,
    /// Width on paper (mm).
    pub width_mm: f64,
    /// Height on paper (mm).
    pub height_mm: f64,
    /// The drawing.
    pub svg: String,
}

impl Figure {
    /// The figure as a PNG of 300 dots per inch.
    ///
    /// # Errors
    /// [`ChartError::Svg`] or [`ChartError::Png`] when the drawing cannot be read or encoded.
    pub fn png(&self) -> Result<Vec<u8>, ChartError> {
        raster::png(self)
    }
}

/// A figure's data and what it has of its own: words, size and geometry. Title, footer and file format are common.
pub trait Chart: Sync {
    /// Its name, title, measure and origin.
    fn meta(&self) -> &Meta;

    /// What stands below the title.
    fn measure(&self) -> String {
        self.meta().measure.clone()
    }

    /// Caption and alt text.
    fn texts(&self) -> Texts;

    /// Width on paper where no other is asked for (mm).
    fn width_mm(&self) -> f64 {
        WIDTH_MM
    }

    /// Height on paper at a width (mm), with one line each for title and footer.
    fn height_mm(&self, _width_mm: f64) -> f64 {
        HEIGHT_MM
    }

    /// Draws the data into `room`, what title and footer leave of the sheet.
    fn draw(&self, canvas: &mut Canvas<'_>, room: Rect);

    /// The whole figure, in a style.
    ///
    /// # Errors
    /// [`ChartError::Draw`] when the drawing fails.
    fn figure(&self, style: &Style) -> Result<Figure, ChartError> {
        frame::figure(self, style)
    }
}

/// A figure in both formats.
#[derive(Clone, Debug, PartialEq)]
pub struct Rendered {
    /// The figure, with its SVG.
    pub figure: Figure,
    /// Its PNG.
    pub png: Vec<u8>,
}

/// How many figures are drawn at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// One after the other: it takes longer, and some 40 MB less.
    InTurn,
    /// On all processors at once.
    Together,
}

/// Draws figures; they come back in the order given.
///
/// # Errors
/// The first error in that order.
pub fn render(charts: &[&dyn Chart], style: &Style, pace: Pace) -> Result<Vec<Rendered>, ChartError> {
    let one = |chart: &&dyn Chart| {
        let figure = chart.figure(style)?;
        let png = figure.png()?;
        Ok(Rendered { figure, png })
    };
    match pace {
        Pace::InTurn => charts.iter().map(one).collect(),
        Pace::Together => {
            let drawn: Vec<Result<Rendered, ChartError>> = charts.par_iter().map(one).collect();
            drawn.into_iter().collect()
        }
    }
}

/// What `figures.json` says of one figure.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FigureEntry<'a> {
    /// Name of its files, without the ending.
    pub id: &'a str,
    /// File names, relative to `figures.json`.
    pub files: [String; 2],
    /// Title.
    pub title: &'a str,
    /// Caption.
    pub caption: &'a str,
    /// Alt text.
    pub alt: &'a str,
    /// Program, scenario, replications and seed.
    pub source: &'a str,
    /// Width on paper (mm).
    pub width_mm: f64,
    /// Height on paper (mm).
    pub height_mm: f64,
}

impl<'a> From<&'a Figure> for FigureEntry<'a> {
    fn from(figure: &'a Figure) -> Self {
        Self {
            id: &figure.id,
            files: [format!("{}.png", figure.id), format!("{}.svg", figure.id)],
            title: &figure.title,
            caption: &figure.caption,
            alt: &figure.alt,
            source: &figure.source,
            width_mm: figure.width_mm,
            height_mm: figure.height_mm,
        }
    }
}
