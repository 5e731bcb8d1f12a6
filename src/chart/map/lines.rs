//! Lines between places: colour and dashes say how they are gone, the width how much went over them.

use serde::{Deserialize, Serialize};

use super::{MapChart, MapLayout, MapLine};
use crate::chart::canvas::Canvas;
use crate::chart::colour::{BLUE, Colour, GREEN, INK, VERMILION};
use crate::chart::geometry::{Point, Rect};
use crate::chart::pattern::dashes;
use crate::chart::theme::{Dash, MM_PER_PT, Stroke};
use crate::units;

/// How a line is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// By aircraft.
    Air,
    /// By train.
    Rail,
    /// By truck company.
    Road,
    /// By ship.
    Sea,
    /// On its own wheels or feet.
    March,
}

impl Way {
    pub(super) const ALL: [Self; 5] = [Self::Air, Self::Rail, Self::Road, Self::Sea, Self::March];

    /// Whether a line that is gone in this way through these points only joins its ends.
    pub(crate) fn is_schematic(self, via: &[units::Point]) -> bool {
        self != Self::Air && via.is_empty()
    }

    /// The word for it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Air => "air",
            Self::Rail => "rail",
            Self::Road => "road",
            Self::Sea => "sea",
            Self::March => "march",
        }
    }

    fn look(self) -> (Colour, Dash) {
        match self {
            Self::Air => (BLUE, Dash::Solid),
            Self::Rail => (INK, Dash::Long),
            Self::Road => (VERMILION, Dash::Dashed),
            Self::Sea => (GREEN, Dash::Mixed),
            Self::March => (VERMILION, Dash::Dotted),
        }
    }

    pub(super) fn stroke(self, width_pt: f64) -> Stroke {
        let (colour, dash) = self.look();
        Stroke::dashed(colour, width_pt, dash)
    }
}

/// Least and greatest width of a line on a map of full width (pt).
const WIDTHS_PT: (f64, f64) = (0.7, 4.2);
/// A map of full width, on which lines are as wide as that (mm).
const FULL_MM: f64 = 150.0;
/// How far lines of other ways between one pair of places bend aside, over their length.
const BEND: f64 = 0.06;

/// The width of a line on a map `map_mm` wide: in proportion to its loads, but never too thin to be seen (pt).
pub(super) fn width_pt(loads: u32, most: u32, map_mm: f64) -> f64 {
    let share = f64::from(loads) / f64::from(most.max(1));
    (WIDTHS_PT.1 * share * (map_mm / FULL_MM).min(1.0)).max(WIDTHS_PT.0)
}

/// A line on the sheet.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Drawn {
    /// Its parts (mm); several where the map is cut.
    pub(super) parts: Vec<Vec<Point>>,
    way: Way,
    width_pt: f64,
    /// 1 for loads from the first to the last point, -1 for loads the other way, 0 for neither or both.
    direction: i8,
}

/// The lines of a map on its sheet, the widest first.
pub(super) fn lay_out(chart: &MapChart, layout: &MapLayout) -> Vec<Drawn> {
    let most = chart.most_loads();
    let mut drawn = Vec::with_capacity(chart.lines.len());
    for (index, line) in chart.lines.iter().enumerate() {
        let joins = |other: &&MapLine| {
            (other.from, other.to) == (line.from, line.to) || (other.to, other.from) == (line.from, line.to)
        };
        // Only what has no known course may bend.
        let beside = chart.lines[..index].iter().filter(joins).count();
        let mut parts = layout.line(&chart.points(line));
        if let ([part], true) = (&mut parts[..], line.is_schematic()) {
            bend(part, BEND * beside as f64);
        }
        let direction = i8::from(line.forth > 0) - i8::from(line.back > 0);
        drawn.push(Drawn {
            parts,
            way: line.way,
            width_pt: width_pt(line.loads(), most, layout.frame.width()),
            direction,
        });
    }
    drawn.sort_by(|one, other| other.width_pt.total_cmp(&one.width_pt));
    drawn
}

/// Bends a line to its right by a share of its length, most in the middle.
fn bend(points: &mut [Point], share: f64) {
    let (Some(&first), Some(&last)) = (points.first(), points.last()) else { return };
    let across = (last.1 - first.1, first.0 - last.0);
    let count = (points.len() - 1).max(1) as f64;
    for (index, point) in points.iter_mut().enumerate() {
        let along = index as f64 / count;
        let aside = share * 4.0 * along * (1.0 - along);
        *point = (point.0 - across.0 * aside, point.1 - across.1 * aside);
    }
}

/// Draws lines, with an arrow in the middle of those with loads one way.
pub(super) fn draw(canvas: &mut Canvas<'_>, lines: &[Drawn]) {
    for line in lines {
        let (colour, dash) = line.way.look();
        let stroke = Stroke { colour: colour.mix(0.85), width_pt: line.width_pt, dash: Dash::Solid };
        // Dashes of a wide line are longer: as points they would be bars across it.
        let grown = (line.width_pt * MM_PER_PT / 0.5).clamp(1.0, 1.8);
        let pattern: Vec<f64> = dash.pattern().iter().map(|length| length * grown).collect();
        for part in &line.parts {
            if pattern.is_empty() {
                canvas.line(part, stroke);
            } else {
                for dash in dashes(part, &pattern) {
                    canvas.line(&dash, stroke);
                }
            }
        }
        if let Some(corners) = line.arrow() {
            canvas.polygon(&corners, colour.opaque());
        }
    }
}

impl Drawn {
    /// The corners of the arrow head in the middle of the longest part; `None` where there is no direction or no room.
    fn arrow(&self) -> Option<[Point; 3]> {
        let part = self.parts.iter().max_by(|one, other| length(one).total_cmp(&length(other)))?;
        let size = 0.9 + 0.7 * self.width_pt * MM_PER_PT;
        if self.direction == 0 || length(part) < 4.0 * size {
            return None;
        }
        let ((x, y), (dx, dy)) = middle(part)?;
        let turn = f64::from(self.direction) * size;
        let (dx, dy) = (dx * turn, dy * turn);
        Some([(x + dx, y + dy), (x - dx - dy, y - dy + dx), (x - dx + dy, y - dy - dx)])
    }

    /// What the arrow head covers.
    pub(super) fn arrow_area(&self) -> Option<Rect> {
        let [first, rest @ ..] = self.arrow()?;
        let whole = Rect::new(first.0, first.1, first.0, first.1);
        Some(rest.iter().fold(whole, |area, (x, y)| {
            Rect::new(area.left.min(*x), area.top.min(*y), area.right.max(*x), area.bottom.max(*y))
        }))
    }
}

/// The point half-way along a line, and the direction there.
fn middle(points: &[Point]) -> Option<(Point, Point)> {
    let mut left = length(points) / 2.0;
    for pair in points.windows(2) {
        let step = length(pair);
        if step >= left && step > 0.0 {
            let (dx, dy) = ((pair[1].0 - pair[0].0) / step, (pair[1].1 - pair[0].1) / step);
            return Some(((pair[0].0 + dx * left, pair[0].1 + dy * left), (dx, dy)));
        }
        left -= step;
    }
    None
}

fn length(points: &[Point]) -> f64 {
    points.windows(2).map(|pair| libm::hypot(pair[1].0 - pair[0].0, pair[1].1 - pair[0].1)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_are_in_proportion_to_loads_down_to_a_hairline() {
        assert!((width_pt(100, 100, 177.0) - 4.2).abs() < 1e-9);
        assert!((width_pt(50, 100, 150.0) - 2.1).abs() < 1e-9);
        assert!((width_pt(100, 100, 75.0) - 2.1).abs() < 1e-9, "narrow maps have narrow lines");
        assert!((width_pt(1, 100, 150.0) - 0.7).abs() < 1e-9 && (width_pt(0, 0, 150.0) - 0.7).abs() < 1e-9);
    }

    #[test]
    fn a_bent_line_keeps_its_ends() {
        let mut points: Vec<Point> = (0..=10).map(|index| (f64::from(index), 0.0)).collect();
        bend(&mut points, 0.1);
        assert_eq!((points[0], points[10]), ((0.0, 0.0), (10.0, 0.0)));
        assert!((points[5].1 - 1.0).abs() < 1e-9, "{:?}", points[5]);
        let (at, direction) = middle(&points).expect("a middle");
        assert!((at.0 - 5.0).abs() < 1e-9 && direction.0 > 0.9, "{at:?} {direction:?}");
    }
}
