//! Lines on the globe as GeoJSON has them (RFC 7946): longitude before latitude, and cut where they cross the
//! antimeridian.

use std::io::{self, Write};

use crate::units::Point;

/// Steps of a coordinate in a degree: five decimals, about a metre.
const STEPS: f64 = 100_000.0;
/// The antimeridian in steps.
const EDGE: i64 = 18_000_000;

/// Longitude and latitude in whole steps, so that equal points are written alike.
type Position = (i64, i64);

fn position(point: Point) -> Position {
    ((point.lon * STEPS).round() as i64, (point.lat * STEPS).round() as i64)
}

/// Cuts a line at the antimeridian: each part stays on one side of it and has two positions or more.
fn cut(points: &[Point]) -> Vec<Vec<Position>> {
    let mut parts: Vec<Vec<Position>> = vec![Vec::new()];
    let mut add = |position: Position, begins: bool| {
        if begins {
            parts.push(Vec::new());
        }
        if let Some(part) = parts.last_mut().filter(|part| part.last() != Some(&position)) {
            part.push(position);
        }
    };
    let mut before: Option<Position> = None;
    for here in points.iter().copied().map(position) {
        if let Some((lon, lat)) = before.filter(|before| (here.0 - before.0).abs() > EDGE) {
            let side = if lon > 0 || (lon == 0 && here.0 < 0) { EDGE } else { -EDGE };
            // The next point as it lies beyond the edge.
            let beyond = here.0 + 2 * side;
            let share = (side - lon) as f64 / ((beyond - lon) as f64);
            let crossing = lat + ((here.1 - lat) as f64 * share).round() as i64;
            add((side, crossing), false);
            add((-side, crossing), true);
        }
        add(here, false);
        before = Some(here);
    }
    let whole: Vec<Vec<Position>> = parts.iter().filter(|part| part.len() > 1).cloned().collect();
    match (whole.is_empty(), parts.iter().flatten().next()) {
        // A line from a place to itself, or along the edge to the same place on its other side.
        (true, Some(&only)) => vec![vec![only, only]],
        _ => whole,
    }
}

/// Writes a point as a geometry.
pub(super) fn write_point(out: &mut dyn Write, point: Point) -> io::Result<()> {
    out.write_all(b"{\"type\":\"Point\",\"coordinates\":")?;
    write_position(out, position(point))?;
    out.write_all(b"}")
}

/// Writes a line through points as a geometry: a `LineString`, or a `MultiLineString` where it is cut.
pub(super) fn write_line(out: &mut dyn Write, points: &[Point]) -> io::Result<()> {
    let parts = cut(points);
    if let [part] = parts.as_slice() {
        out.write_all(b"{\"type\":\"LineString\",\"coordinates\":")?;
        write_part(out, part)?;
    } else {
        out.write_all(b"{\"type\":\"MultiLineString\",\"coordinates\":[")?;
        for (index, part) in parts.iter().enumerate() {
            if index > 0 {
                out.write_all(b",")?;
            }
            write_part(out, part)?;
        }
        out.write_all(b"]")?;
    }
    out.write_all(b"}")
}

fn write_part(out: &mut dyn Write, part: &[Position]) -> io::Result<()> {
    for (index, position) in part.iter().enumerate() {
        out.write_all(if index == 0 { b"[" } else { b"," })?;
        write_position(out, *position)?;
    }
    out.write_all(b"]")
}

fn write_position(out: &mut dyn Write, (lon, lat): Position) -> io::Result<()> {
    write!(out, "[{:.5},{:.5}]", lon as f64 / STEPS, lat as f64 / STEPS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(points: &[(f64, f64)]) -> String {
        let points: Vec<Point> = points.iter().map(|&(lat, lon)| Point { lat, lon }).collect();
        let mut out = Vec::new();
        write_line(&mut out, &points).expect("memory");
        String::from_utf8(out).expect("utf-8")
    }

    #[test]
    fn a_line_over_the_antimeridian_is_cut_there() {
        assert_eq!(
            written(&[(60.0, 170.0), (50.0, -170.0)]),
            r#"{"type":"MultiLineString","coordinates":[[[170.00000,60.00000],[180.00000,55.00000]],[[-180.00000,55.00000],[-170.00000,50.00000]]]}"#
        );
        assert_eq!(
            written(&[(0.0, -179.0), (0.0, 179.0)]),
            r#"{"type":"MultiLineString","coordinates":[[[-179.00000,0.00000],[-180.00000,0.00000]],[[180.00000,0.00000],[179.00000,0.00000]]]}"#
        );
    }

    #[test]
    fn a_line_that_begins_or_ends_on_the_antimeridian_is_whole() {
        assert_eq!(
            written(&[(10.0, -180.0), (10.0, 170.0)]),
            r#"{"type":"LineString","coordinates":[[180.00000,10.00000],[170.00000,10.00000]]}"#
        );
        assert_eq!(
            written(&[(10.0, -170.0), (10.0, 180.0)]),
            r#"{"type":"LineString","coordinates":[[-170.00000,10.00000],[-180.00000,10.00000]]}"#
        );
    }

    #[test]
    fn a_line_has_two_positions_and_zero_no_sign() {
        let both = r#"{"type":"LineString","coordinates":[[0.00000,0.00000],[0.00000,0.00000]]}"#;
        assert_eq!(written(&[(-0.000_001, 0.0), (0.0, -0.0)]), both);
        assert!(written(&[(5.0, 180.0), (5.0, -180.0)]).starts_with(r#"{"type":"LineString""#));
    }
}
