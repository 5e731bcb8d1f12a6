//! A sheet of paper in millimetres, drawn with the SVG backend of `plotters` on a grid of a hundredth of a millimetre.
//!
//! The backend knows whole units only; at a hundredth of a millimetre (eight and a half units to a pixel at 300 dpi) the
//! rounding cannot be seen. It has no dashes and no hatches: both are worked out here as lines.

use plotters::backend::SVGBackend;
use plotters::prelude::DrawingBackend;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{
    Color as _, FontDesc, FontFamily, FontStyle, RGBAColor, RGBColor, ShapeStyle, TextStyle,
};

use super::ChartError;
use super::colour::{Colour, Paint, Theme};
use super::compact::{TOP_SHIFT_EM, compact};
use super::fonts::{self, Weight};
use super::geometry::{Point, Rect};
use super::pattern::{Hatch, dashes, hatching};
use super::theme::{MM_PER_PT, Stroke};

/// Units of the drawing in a millimetre.
const UNITS_PER_MM: f64 = 100.0;
/// The backend divides a type size by this.
const BACKEND_TYPE: f64 = 1.24;

/// Which part of a text stands at its point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Anchor {
    /// Its beginning.
    Start,
    /// Its middle.
    Middle,
    /// Its end.
    End,
}

/// How a text is set.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Type {
    /// Size (pt).
    pub(crate) size_pt: f64,
    /// Weight.
    pub(crate) weight: Weight,
    /// Colour.
    pub(crate) colour: Colour,
}

impl Type {
    /// Regular weight.
    pub(crate) const fn regular(size_pt: f64, colour: Colour) -> Self {
        Self { size_pt, weight: Weight::Regular, colour }
    }

    /// Bold weight.
    pub(crate) const fn bold(size_pt: f64, colour: Colour) -> Self {
        Self { size_pt, weight: Weight::Bold, colour }
    }

    /// Width of `text` in this type (mm).
    pub(crate) fn width(&self, text: &str) -> f64 {
        fonts::width_mm(text, self.size_pt, self.weight)
    }

    /// Baseline of a text whose capitals are centred on `y` (mm).
    pub(crate) fn baseline_at(&self, y: f64) -> f64 {
        y + fonts::cap_mm(self.size_pt) / 2.0
    }
}

/// The sheet.
pub struct Canvas<'a> {
    backend: SVGBackend<'a>,
    /// The whole sheet.
    pub(crate) sheet: Rect,
    /// What the figure is looked at on.
    pub(crate) theme: Theme,
    failed: bool,
}

fn units(mm: f64) -> i32 {
    (mm * UNITS_PER_MM).round() as i32
}

fn unit_point((x, y): Point) -> (i32, i32) {
    (units(x), units(y))
}

/// Whether two points are one on the grid of the figure.
pub(crate) fn same_place(one: Point, other: Point) -> bool {
    unit_point(one) == unit_point(other)
}

impl Canvas<'_> {
    /// Draws a sheet of the given size (mm) and returns the SVG elements in it, without the root element.
    ///
    /// # Errors
    /// [`ChartError::Draw`] when the backend refuses an element.
    pub(crate) fn paint(
        width_mm: f64,
        height_mm: f64,
        theme: Theme,
        draw: impl FnOnce(&mut Canvas<'_>),
    ) -> Result<String, ChartError> {
        let mut text = String::new();
        let size = (units(width_mm) as u32, units(height_mm) as u32);
        let mut canvas = Canvas {
            backend: SVGBackend::with_string(&mut text, size),
            sheet: Rect::new(0.0, 0.0, width_mm, height_mm),
            theme,
            failed: false,
        };
        draw(&mut canvas);
        let failed = canvas.failed | canvas.backend.present().is_err();
        drop(canvas);
        let body = text.split_once('\n').and_then(|(_, rest)| rest.trim_end().strip_suffix("</svg>"));
        body.filter(|_| !failed).map(compact).ok_or(ChartError::Draw)
    }

    /// The `viewBox` of a sheet (mm).
    pub(crate) fn view_box(width_mm: f64, height_mm: f64) -> String {
        format!("0 0 {} {}", units(width_mm), units(height_mm))
    }

    fn colour(&self, paint: Paint) -> RGBAColor {
        let (red, green, blue) = paint.colour.within(self.theme);
        RGBColor(red, green, blue).mix(paint.opacity)
    }

    fn shape(&self, stroke: Stroke) -> ShapeStyle {
        ShapeStyle {
            color: self.colour(stroke.colour),
            filled: false,
            stroke_width: units(stroke.width_pt * MM_PER_PT).max(1) as u32,
        }
    }

    /// A line through `points`.
    pub(crate) fn line(&mut self, points: &[Point], stroke: Stroke) {
        let style = self.shape(stroke);
        let pieces = match stroke.dash.pattern() {
            [] => vec![points.to_vec()],
            pattern => dashes(points, pattern),
        };
        for piece in pieces {
            let mut corners: Vec<(i32, i32)> = piece.into_iter().map(unit_point).collect();
            corners.dedup();
            let drawn = match corners[..] {
                [] | [_] => Ok(()),
                [from, to] => self.backend.draw_line(from, to, &style),
                _ => self.backend.draw_path(corners, &style),
            };
            self.failed |= drawn.is_err();
        }
    }

    /// A filled polygon.
    pub(crate) fn polygon(&mut self, points: &[Point], fill: Paint) {
        let mut corners: Vec<(i32, i32)> = points.iter().copied().map(unit_point).collect();
        corners.dedup();
        let fill = self.colour(fill);
        self.failed |= self.backend.fill_polygon(corners, &fill).is_err();
    }

    /// A filled rectangle.
    pub(crate) fn fill(&mut self, rect: Rect, fill: Paint) {
        let (from, to) = (unit_point((rect.left, rect.top)), unit_point((rect.right, rect.bottom)));
        let fill = self.colour(fill).filled();
        self.failed |= self.backend.draw_rect(from, to, &fill, true).is_err();
    }

    /// The edge of a rectangle.
    pub(crate) fn outline(&mut self, rect: Rect, stroke: Stroke) {
        let Rect { left, top, right, bottom } = rect;
        self.line(&[(left, top), (right, top), (right, bottom), (left, bottom), (left, top)], stroke);
    }

    /// A disc.
    pub(crate) fn disc(&mut self, centre: Point, radius_mm: f64, fill: Paint) {
        let fill = self.colour(fill).filled();
        let drawn = self.backend.draw_circle(unit_point(centre), units(radius_mm) as u32, &fill, true);
        self.failed |= drawn.is_err();
    }

    /// A circle.
    pub(crate) fn circle(&mut self, centre: Point, radius_mm: f64, stroke: Stroke) {
        let style = self.shape(stroke);
        let drawn = self.backend.draw_circle(unit_point(centre), units(radius_mm) as u32, &style, false);
        self.failed |= drawn.is_err();
    }

    /// A text whose anchor stands at `(x, baseline)`.
    pub(crate) fn text(&mut self, text: &str, (x, baseline): Point, anchor: Anchor, set: Type) {
        let line = text.replace(char::is_control, " ");
        if line.trim().is_empty() {
            return;
        }
        let size = (set.size_pt * MM_PER_PT * UNITS_PER_MM).round();
        let style = match set.weight {
            Weight::Regular => FontStyle::Normal,
            Weight::Bold => FontStyle::Bold,
        };
        let h_pos = match anchor {
            Anchor::Start => HPos::Left,
            Anchor::Middle => HPos::Center,
            Anchor::End => HPos::Right,
        };
        let style = TextStyle {
            font: FontDesc::new(FontFamily::SansSerif, size * BACKEND_TYPE, style),
            color: self.colour(set.colour.opaque()).to_backend_color(),
            pos: Pos::new(h_pos, VPos::Top),
        };
        let top = baseline - TOP_SHIFT_EM * size / UNITS_PER_MM;
        self.failed |= self.backend.draw_text(&line, &style, unit_point((x, top))).is_err();
    }

    /// Lines across a rectangle, `gap_mm` apart, each set of parallels as one unbroken stroke that turns on the edges.
    pub(crate) fn hatch(&mut self, rect: Rect, hatch: Hatch, gap_mm: f64, stroke: Stroke) {
        for layer in hatch.layers() {
            self.line(&hatching(rect, *layer, gap_mm), stroke);
        }
    }
}
