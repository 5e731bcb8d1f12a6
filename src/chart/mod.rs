//! Figures: one file per figure, and a theme that they share.
//!
//! Every figure takes a plain struct of numbers and words, so that it can be drawn from a run, from stored results or
//! from a test, and gives a [`Figure`]: the drawing as SVG with its title, caption and alt text. [`Figure::png`]
//! rasterises that same drawing, so that the two formats cannot differ. The bytes depend on the input only: no
//! font of the machine, no clock, no order of threads.

mod activity;
mod any;
mod arrivals;
mod axis;
mod bottlenecks;
mod calibration;
mod canvas;
mod cells;
mod closure;
mod colour;
mod compact;
mod contingents;
mod daily;
mod difference;
mod effects;
mod fan;
mod fonts;
mod frame;
mod frontier;
mod gantt;
mod geometry;
mod intervals;
mod key;
mod map;
mod mark;
mod measure;
mod meta;
mod numbers;
mod overlay;
mod pattern;
#[cfg(feature = "print")]
mod pdf;
mod posterior;
#[cfg(feature = "print")]
pub mod raster;
mod rows;
mod scatter;
mod scores;
mod sites;
mod steps;
mod sweep_effects;
mod sweep_heatmap;
mod sweep_line;
mod table;
mod terminals;
mod theme;
mod time_axis;
mod tornado;

use std::fmt;

#[cfg(feature = "cli")]
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use canvas::Canvas;
use geometry::Rect;
use theme::{HEIGHT_MM, WIDTH_MM};

#[cfg(feature = "cli")]
use crate::threads::worth_starting;

pub(crate) use crate::numbers::figure as number;
pub use activity::Activity;
pub use any::AnyChart;
pub(crate) use number::upper_first;

pub use arrivals::{ArrivalsChart, Deadline};
pub use bottlenecks::{BottlenecksChart, Segment};
pub use calibration::{CalibrationChart, Observation};
pub use cells::{Cell, Goal};
pub use closure::ClosureChart;
pub use colour::Theme;
pub use contingents::{Contingent, ContingentsChart};
pub use daily::{DailyChart, DayCount};
pub use difference::{Alternative, DifferenceChart};
pub use effects::{EffectBar, EffectsChart, RankedEffect};
pub use fan::Fan;
pub use frontier::{FrontierChart, FrontierPoint};
pub use gantt::{Bar, GanttChart, Row};
pub use intervals::{IntervalRow, IntervalsChart};
pub(crate) use map::Sheet;
pub(crate) use map::great_circles;
pub use map::{MapChart, MapLine, MapPlace, Way};
pub use mark::Mark;
pub use measure::Measure;
pub use meta::{Meta, Provenance, Texts};
pub(crate) use number::unit_of;
pub use numbers::{Numbers, Source};
pub use overlay::{Level, OverlayChart, OverlayCurve};
pub use posterior::{PosteriorChart, Sampled};
pub use scatter::{ScatterChart, ScatterPoint};
pub use scores::{Scored, ScoresChart};
pub use sites::SitesChart;
pub use sweep_effects::{Effect, SweepEffectsChart};
pub use sweep_heatmap::SweepHeatmapChart;
pub use sweep_line::{SweepLineChart, SweepPoint, SweepSeries};
pub use table::Table;
pub use terminals::{TerminalPanel, TerminalsChart};
pub use theme::{Style, WIDTHS_MM};
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
    /// The page could not be written; the reason.
    Pdf(String),
    /// This build writes no files of the format: it lacks the feature `print`.
    Lacking(Format),
}

impl fmt::Display for ChartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Draw => write!(f, "the figure could not be drawn"),
            Self::Svg(reason) => write!(f, "the figure could not be read back: {reason}"),
            Self::Png(reason) | Self::Pdf(reason) => write!(f, "the figure could not be encoded: {reason}"),
            Self::Lacking(format) => write!(f, "this build draws no {} files", format.ending()),
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
    #[cfg(feature = "print")]
    pub fn png(&self) -> Result<Vec<u8>, ChartError> {
        raster::png(self)
    }

    /// The figure as a file of a format.
    ///
    /// # Errors
    /// A drawing that cannot be read or encoded, or a format that this build lacks.
    pub fn encoded(&self, format: Format) -> Result<Vec<u8>, ChartError> {
        match format {
            Format::Svg => Ok(self.svg.clone().into_bytes()),
            #[cfg(feature = "print")]
            Format::Png => raster::png(self),
            #[cfg(feature = "print")]
            Format::Pdf => pdf::pdf(self),
            #[cfg(not(feature = "print"))]
            Format::Png | Format::Pdf => Err(ChartError::Lacking(format)),
        }
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

    /// The numbers that it draws, a row each.
    fn table(&self) -> Table;

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

/// A kind of file that a figure can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// Pixels, 300 to an inch.
    Png,
    /// Lines and letters, for browsers.
    Svg,
    /// Lines and letters, for papers.
    Pdf,
}

impl Format {
    /// The ending of its files.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Svg => "svg",
            Self::Pdf => "pdf",
        }
    }
}

/// How many figures are drawn at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// One after the other: it takes longer, and some 40 MB less.
    InTurn,
    /// On all processors at once; in a build without threads, one after the other.
    Together,
}

/// Makes something of each chart; they come back in the order given.
///
/// # Errors
/// The first error in that order.
pub fn each<T: Send>(
    charts: &[AnyChart],
    pace: Pace,
    make: impl Fn(&dyn Chart) -> Result<T, ChartError> + Sync,
) -> Result<Vec<T>, ChartError> {
    #[cfg(feature = "cli")]
    if let (Pace::Together, Some(pool)) = (pace, pool()) {
        let made: Vec<Result<T, ChartError>> =
            pool.install(|| charts.par_iter().map(|any| make(any.chart())).collect());
        return made.into_iter().collect();
    }
    let _ = pace;
    charts.iter().map(|any| make(any.chart())).collect()
}

/// The threads that draw; none where they cannot be started.
#[cfg(feature = "cli")]
fn pool() -> Option<&'static rayon::ThreadPool> {
    static POOL: std::sync::OnceLock<Option<rayon::ThreadPool>> = std::sync::OnceLock::new();
    let threads = worth_starting(0);
    POOL.get_or_init(|| rayon::ThreadPoolBuilder::new().num_threads(threads).build().ok()).as_ref()
}

/// What `figures.json` says of one figure.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FigureEntry<'a> {
    /// Name of its files, without the ending.
    pub id: &'a str,
    /// File names, relative to `figures.json`.
    pub files: Vec<String>,
    /// The numbers that it draws, relative to `figures.json`.
    pub data: String,
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

impl<'a> FigureEntry<'a> {
    /// What is said of a figure that is in files of these formats.
    pub fn new(figure: &'a Figure, formats: &[Format]) -> Self {
        let Figure { id, title, caption, alt, source, width_mm, height_mm, .. } = figure;
        let files = formats.iter().map(|format| format!("{id}.{}", format.ending()));
        Self {
            id,
            files: files.collect(),
            data: format!("{id}.csv"),
            title,
            caption,
            alt,
            source,
            width_mm: *width_mm,
            height_mm: *height_mm,
        }
    }
}
