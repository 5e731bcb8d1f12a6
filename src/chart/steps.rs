//! Step functions: each value holds until the next hour.

use super::axis::Scale;
use super::geometry::Point;

/// A step function as a line: each value holds until the next hour.
pub(crate) fn steps(values: &[(f64, f64)], across: Scale, up: Scale) -> Vec<Point> {
    let mut points: Vec<Point> = Vec::with_capacity(2 * values.len() + 1);
    each_corner(values.iter().copied(), across, up, |point| points.push(point));
    points
}

/// Hands on the corners of a stair that keeps each value until the next.
pub(crate) fn each_corner(
    values: impl Iterator<Item = (f64, f64)>,
    across: Scale,
    up: Scale,
    mut corner: impl FnMut(Point),
) {
    let mut last_y: Option<f64> = None;
    for (hour, value) in values.filter(|(hour, value)| hour.is_finite() && value.is_finite()) {
        let (x, y) = (across.at(hour), up.at(value));
        match last_y {
            // A value that stays as it was needs no corner.
            Some(last) if (last - y).abs() < 1e-6 => continue,
            Some(last) => corner((x, last)),
            None => {}
        }
        corner((x, y));
        last_y = Some(y);
    }
    if let Some(last) = last_y {
        corner((across.to_mm, last));
    }
}
