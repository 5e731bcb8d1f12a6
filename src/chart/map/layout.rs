//! Where everything lies on the sheet: one projection, fitted into a frame.

use super::arc::path;
use super::clip;
use super::land::{Outline, outlines};
use super::projection::{Projection, turned};
use crate::chart::geometry::{Point, Rect};
use crate::units::{self, EARTH_RADIUS_KM};

/// Room kept free around what is shown, for names (mm).
const MARGIN_MM: (f64, f64) = (13.0, 8.0);
/// The least that a map shows across: around a single place there is still a coast or two to know it by [km].
const LEAST_KM: f64 = 400.0;
/// Least and greatest height of a map over its width.
const HEIGHTS: (f64, f64) = (0.45, 0.8);
/// Corners nearer to a straight line than this are left out (mm).
const TOLERANCE_MM: f64 = 0.04;

/// A map on its sheet: puts points of the globe where they belong on the picture.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct MapLayout {
    /// The projection.
    pub(crate) projection: Projection,
    /// What is seen of it, on the sheet (mm).
    pub(crate) frame: Rect,
    /// The point of the plane in the middle of the frame [earth radii].
    middle: (f64, f64),
    /// Millimetres to an earth radius.
    scale: f64,
}

/// What is to be shown, on the plane of a projection.
struct Shown {
    projection: Projection,
    /// Middle and size [earth radii].
    middle: (f64, f64),
    size: (f64, f64),
}

impl Shown {
    fn of(points: &[units::Point]) -> Self {
        let projection = Projection::for_points(points);
        let on_plane = points.iter().map(|point| projection.plane(*point));
        let empty = (f64::MAX, f64::MIN);
        let wider = |(low, high): (f64, f64), value: f64| (low.min(value), high.max(value));
        let (mut across, mut up) =
            on_plane.fold((empty, empty), |(xs, ys), (x, y)| (wider(xs, x), wider(ys, y)));
        if across.0 > across.1 {
            (across, up) = ((0.0, 0.0), (0.0, 0.0));
        }
        Self {
            projection,
            middle: (f64::midpoint(across.0, across.1), f64::midpoint(up.0, up.1)),
            size: (across.1 - across.0, up.1 - up.0),
        }
    }
}

/// The height that suits a map of these points at a width (mm).
pub(super) fn height_mm(points: &[units::Point], width_mm: f64) -> f64 {
    let (across, up) = Shown::of(points).size;
    let room = width_mm - 2.0 * MARGIN_MM.0;
    let wanted = up * room / across.max(LEAST_KM / EARTH_RADIUS_KM) + 2.0 * MARGIN_MM.1;
    wanted.clamp(HEIGHTS.0 * width_mm, HEIGHTS.1 * width_mm).round()
}

impl MapLayout {
    /// Fits a map that shows all `points` into `frame` (mm).
    pub(crate) fn fit(points: &[units::Point], frame: Rect) -> Self {
        let Shown { projection, middle, size } = Shown::of(points);
        let (width, height) = (frame.width() - 2.0 * MARGIN_MM.0, frame.height() - 2.0 * MARGIN_MM.1);
        let least = LEAST_KM / EARTH_RADIUS_KM;
        let scale = (width / size.0.max(least)).min(height / size.1.max(least * height / width));
        Self { projection, frame, middle, scale }
    }

    /// Where a point of the globe lies on the sheet (mm).
    pub(crate) fn project(&self, lat: f64, lon: f64) -> Point {
        self.on_sheet(self.projection.plane(units::Point { lat, lon }))
    }

    fn on_sheet(&self, (x, y): (f64, f64)) -> Point {
        let (across, down) = self.frame.middle();
        (across + (x - self.middle.0) * self.scale, down - (y - self.middle.1) * self.scale)
    }

    /// The great circles from point to point, in pieces where the map is cut (mm).
    pub(crate) fn line(&self, points: &[units::Point]) -> Vec<Vec<Point>> {
        let along = path(points);
        let east = |point: &units::Point| turned(point.lon - self.projection.centre_lon);
        let mut parts = Vec::new();
        for piece in along.chunk_by(|one, other| (east(one) - east(other)).abs() < 180.0) {
            let on_sheet: Vec<Point> = piece.iter().map(|point| self.project(point.lat, point.lon)).collect();
            parts.extend(clip::line(&on_sheet, self.frame));
        }
        parts
    }

    /// Land and lakes within the frame, in the order in which they are to be drawn.
    pub(super) fn land(&self) -> Vec<Outline> {
        self.land_within(TOLERANCE_MM)
    }

    /// Land and lakes without the corners that lie within `tolerance_mm` of a straight line.
    pub(super) fn land_within(&self, tolerance_mm: f64) -> Vec<Outline> {
        outlines(&self.projection, |point| self.on_sheet(point), self.frame, tolerance_mm)
    }

    /// Kilometres to a millimetre. Areas are true everywhere; lengths are in the middle of the map, on average over the
    /// directions, and elsewhere nearly.
    pub(super) fn km_per_mm(&self) -> f64 {
        EARTH_RADIUS_KM / self.scale
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::great_circle_km;

    fn at(lat: f64, lon: f64) -> units::Point {
        units::Point { lat, lon }
    }

    const FRAME: Rect = Rect { left: 3.0, top: 10.0, right: 157.0, bottom: 90.0 };

    fn maps() -> Vec<Vec<units::Point>> {
        vec![
            vec![at(38.5, 68.7), at(57.8, 28.4), at(43.3, 76.9)],
            vec![at(60.0, 170.0), at(50.0, -160.0)],
            vec![at(50.0, -120.0), at(10.0, 0.0), at(-30.0, 120.0)],
            vec![at(89.0, 0.0), at(85.0, 100.0), at(85.0, -100.0)],
            vec![at(43.3, 76.9)],
            vec![at(0.0, 0.0), at(0.0, 90.0)],
            vec![at(-90.0, 0.0), at(90.0, 0.0)],
            Vec::new(),
        ]
    }

    #[test]
    fn everything_shown_lies_in_the_frame() {
        for points in maps() {
            let layout = MapLayout::fit(&points, FRAME);
            for point in &points {
                let (x, y) = layout.project(point.lat, point.lon);
                assert!(x > FRAME.left + 5.0 && x < FRAME.right - 5.0, "{points:?}: {x}");
                assert!(y > FRAME.top + 5.0 && y < FRAME.bottom - 5.0, "{points:?}: {y}");
            }
            let height = height_mm(&points, 154.0);
            assert!((60.0..130.0).contains(&height), "{points:?}: {height}");
        }
    }

    #[test]
    fn land_and_lines_stay_in_the_frame() {
        for points in maps() {
            let layout = MapLayout::fit(&points, FRAME);
            let lines = layout.line(&[at(60.0, 170.0), at(50.0, -160.0), at(-40.0, 20.0)]);
            let corners = layout.land().into_iter().flat_map(|outline| outline.corners);
            for (x, y) in corners.chain(lines.into_iter().flatten()) {
                let across = (FRAME.left - 1e-6..=FRAME.right + 1e-6).contains(&x);
                let down = (FRAME.top - 1e-6..=FRAME.bottom + 1e-6).contains(&y);
                assert!(across && down, "{points:?}: {x} {y}");
            }
        }
    }

    #[test]
    fn a_line_over_the_cut_of_the_map_is_two() {
        // All around the globe, every ten degrees from Greenwich on: the cut is at 5 W.
        let around: Vec<units::Point> = (0..36).map(|step| at(20.0, 10.0 * f64::from(step))).collect();
        let around: Vec<units::Point> = around.into_iter().chain([at(-20.0, 0.0)]).collect();
        let parts = MapLayout::fit(&around, FRAME).line(&[at(20.0, -15.0), at(20.0, 5.0)]);
        assert_eq!(parts.len(), 2);
        assert!(parts.iter().all(|part| part.windows(2).all(|pair| (pair[0].0 - pair[1].0).abs() < 10.0)));
    }

    #[test]
    fn the_scale_holds_in_the_middle_of_the_map() {
        let points = [at(38.5, 68.7), at(57.8, 28.4), at(43.3, 76.9)];
        let layout = MapLayout::fit(&points, FRAME);
        let (from, to) = (at(50.0, 50.0), at(50.0, 54.0));
        let (a, b) = (layout.project(from.lat, from.lon), layout.project(to.lat, to.lon));
        let on_map = libm::hypot(a.0 - b.0, a.1 - b.1) * layout.km_per_mm();
        assert!((on_map / great_circle_km(from, to) - 1.0).abs() < 0.03, "{on_map}");
    }
}
