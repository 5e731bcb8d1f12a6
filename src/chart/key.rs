//! Keys: what a colour, a line or a mark stands for.

use super::activity::Activity;
use super::canvas::{Anchor, Canvas, Type};
use super::colour::{BLUE, GREY, INK, Paint};
use super::fonts::{self, Weight};
use super::frame::{label_size, whisker};
use super::geometry::{Point, Rect};
use super::mark::{Mark, wait_circle};
use super::pattern::Hatch;
use super::theme::{SMALL_PT, Stroke};

/// A sample of how something is drawn, for a key.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Swatch {
    /// A line.
    Line(Stroke),
    /// An area.
    Area(Paint),
    /// A bar as in a chart of activities.
    Activity(Activity),
    /// An activity as a part of a stacked bar, with the letter that stands on it there.
    Segment(Activity, char),
    /// A mean with its interval.
    Mean,
    /// An upright stroke.
    Tick,
    /// An upright interval.
    Upright(Stroke),
    /// An area with a heavy edge.
    Outline,
    /// A grey area with light lines: out of use.
    Shaded,
    /// An open or a filled circle.
    Dot { colour: Paint, filled: bool },
    /// A cross.
    Cross(Stroke),
    /// A ring around a point.
    Ring(Stroke),
    /// The mark of a place on a map.
    Place(Mark),
    /// The circle of what waits at a place on a map.
    Waited,
    /// A number that stands for a name.
    Number(usize),
}

/// Width of a swatch (mm).
const SWATCH_MM: f64 = 5.5;

impl Swatch {
    /// Draws the sample in the middle of a box.
    pub(crate) fn draw(&self, canvas: &mut Canvas<'_>, place: Rect) {
        let middle = (f64::midpoint(place.left, place.right), f64::midpoint(place.top, place.bottom));
        match *self {
            Self::Line(stroke) => canvas.line(&[(place.left, middle.1), (place.right, middle.1)], stroke),
            Self::Area(colour) => canvas.fill(place, colour),
            Self::Activity(activity) => activity.draw(canvas, place),
            Self::Segment(activity, letter) => {
                activity.draw_full(canvas, place);
                write_on(canvas, activity, &[letter.to_string()], place, LETTER);
            }
            Self::Mean => {
                whisker(canvas, (place.left, place.right), middle.1, 1.0, Stroke::solid(INK, 1.2));
                canvas.disc(middle, 0.95, INK.opaque());
            }
            Self::Tick => {
                canvas.line(&[(middle.0, place.top), (middle.0, place.bottom)], Stroke::solid(BLUE, 1.4));
            }
            Self::Upright(stroke) => {
                for ends in [
                    [(middle.0, place.top), (middle.0, place.bottom)],
                    [(middle.0 - 0.9, place.top), (middle.0 + 0.9, place.top)],
                    [(middle.0 - 0.9, place.bottom), (middle.0 + 0.9, place.bottom)],
                ] {
                    canvas.line(&ends, stroke);
                }
            }
            Self::Outline => canvas.outline(place, Stroke::solid(INK, 1.0)),
            Self::Shaded => shade(canvas, place),
            Self::Dot { colour, filled: true } => canvas.disc(middle, 0.8, colour),
            Self::Dot { colour, filled: false } => {
                canvas.circle(middle, 0.75, Stroke { colour, ..Stroke::solid(INK, 0.9) });
            }
            Self::Ring(stroke) => canvas.circle(middle, 1.2, stroke),
            Self::Cross(stroke) => cross(canvas, middle, 0.9, stroke),
            Self::Place(mark) => mark.draw(canvas, middle),
            Self::Waited => wait_circle(canvas, middle, 1.5),
            Self::Number(number) => {
                let set = Type::bold(SMALL_PT, INK);
                canvas.text(&number.to_string(), (place.right, set.baseline_at(middle.1)), Anchor::End, set);
            }
        }
    }
}

/// A cross of two strokes.
pub(crate) fn cross(canvas: &mut Canvas<'_>, (x, y): Point, reach: f64, stroke: Stroke) {
    canvas.line(&[(x - reach, y - reach), (x + reach, y + reach)], stroke);
    canvas.line(&[(x - reach, y + reach), (x + reach, y - reach)], stroke);
}

/// How letters and names stand on a segment.
pub(crate) const LETTER: Type = Type::regular(SMALL_PT, INK);

/// Writes lines in the middle of a segment, the last one in `last`, in a colour that can be read there.
pub(crate) fn write_on(
    canvas: &mut Canvas<'_>,
    activity: Activity,
    lines: &[String],
    area: Rect,
    last: Type,
) {
    let (x, y) = area.middle();
    let colour = activity.label_colour(canvas.theme);
    if let Some(ground) = activity.ground().filter(|_| !lines.is_empty()) {
        let (width, height) = label_size(lines, last);
        let height = height.min(area.height() - 0.2);
        let paper = Rect::new(x - width / 2.0, y - height / 2.0, x + width / 2.0, y + height / 2.0);
        canvas.fill(paper, ground.opaque());
    }
    for (index, text) in lines.iter().enumerate() {
        let set = if index + 1 == lines.len() { last } else { LETTER };
        let shift = (index as f64 - (lines.len() as f64 - 1.0) / 2.0) * fonts::line_mm(SMALL_PT);
        canvas.text(text, (x, set.baseline_at(y + shift)), Anchor::Middle, Type { colour, ..set });
    }
}

/// Shades an area in which something is out of use.
pub(crate) fn shade(canvas: &mut Canvas<'_>, area: Rect) {
    canvas.fill(area, GREY.mix(0.25));
    canvas.hatch(area, Hatch::Falling, 1.6, Stroke::solid(GREY, 0.35));
    canvas.outline(area, Stroke::solid(GREY, 0.35));
}

/// Draws a key at the top of `room`; returns what is left below it.
pub(crate) fn above(canvas: &mut Canvas<'_>, room: Rect, entries: &[(Swatch, String)]) -> Rect {
    let key = Key { entries, width_mm: room.width() };
    key.draw(canvas, (room.left, room.top));
    Rect { top: room.top + key.height() + 1.0, ..room }
}

/// A key: entries in rows that break where the width ends.
pub(crate) struct Key<'a> {
    /// Samples and names, in order.
    pub(crate) entries: &'a [(Swatch, String)],
    /// Width to fill (mm).
    pub(crate) width_mm: f64,
}

impl Key<'_> {
    const ROW_MM: f64 = 4.0;
    const SET: Type = Type::regular(SMALL_PT, INK);

    /// Entries with the offset of each from the upper left corner (mm).
    fn places(&self) -> Vec<(Swatch, String, Point)> {
        let (mut x, mut y) = (0.0, 0.0);
        let mut places = Vec::with_capacity(self.entries.len());
        for (swatch, name) in self.entries {
            let name = fonts::shorten(name, SMALL_PT, Weight::Regular, self.width_mm - SWATCH_MM - 1.2);
            let width = SWATCH_MM + 1.2 + Self::SET.width(&name);
            if x > 0.0 && x + width > self.width_mm {
                (x, y) = (0.0, y + Self::ROW_MM);
            }
            places.push((*swatch, name, (x, y)));
            x += width + 4.0;
        }
        places
    }

    /// Height of the key (mm).
    pub(crate) fn height(&self) -> f64 {
        self.places().last().map_or(0.0, |(_, _, (_, y))| y + Self::ROW_MM)
    }

    /// Draws the key below and right of a point.
    pub(crate) fn draw(&self, canvas: &mut Canvas<'_>, (left, top): Point) {
        for (swatch, name, (x, y)) in self.places() {
            let middle = top + y + Self::ROW_MM / 2.0;
            let place = Rect::new(left + x, middle - 1.2, left + x + SWATCH_MM, middle + 1.2);
            swatch.draw(canvas, place);
            let at = (place.right + 1.2, Self::SET.baseline_at(middle));
            canvas.text(&name, at, Anchor::Start, Self::SET);
        }
    }
}
