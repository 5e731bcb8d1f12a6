//! Polygons and lines cut to a rectangle, and points that nobody can tell from a straight line left out.

use crate::chart::geometry::{Point, Rect};

/// One edge of a rectangle: how far a point lies inside of it.
type Inside = fn(Rect, Point) -> f64;

const EDGES: [Inside; 4] = [
    |area, point| point.0 - area.left,
    |area, point| area.right - point.0,
    |area, point| point.1 - area.top,
    |area, point| area.bottom - point.1,
];

/// The part of a polygon within `area` (Sutherland and Hodgman, 1974, Communications of the ACM 17, p. 32). Parts that
/// lie apart are joined along the edges.
pub(super) fn polygon(points: &[Point], area: Rect) -> Vec<Point> {
    let mut kept = points.to_vec();
    for inside in EDGES {
        let mut next = Vec::with_capacity(kept.len() + 4);
        let mut last = kept.last().copied();
        for point in kept {
            if let Some(from) = last {
                let (was, is) = (inside(area, from), inside(area, point));
                if (was < 0.0) != (is < 0.0) {
                    next.push(between(from, point, was / (was - is)));
                }
                if is >= 0.0 {
                    next.push(point);
                }
            }
            last = Some(point);
        }
        kept = next;
    }
    kept
}

/// The parts of a line within `area`.
pub(super) fn line(points: &[Point], area: Rect) -> Vec<Vec<Point>> {
    let mut parts: Vec<Vec<Point>> = Vec::new();
    let mut open: Vec<Point> = Vec::new();
    for pair in points.windows(2) {
        let (mut from, mut to) = (0.0_f64, 1.0_f64);
        for inside in EDGES {
            let (was, is) = (inside(area, pair[0]), inside(area, pair[1]));
            match (was < 0.0, is < 0.0) {
                (true, true) => to = -1.0,
                (true, false) => from = from.max(was / (was - is)),
                (false, true) => to = to.min(was / (was - is)),
                (false, false) => {}
            }
        }
        if from > to {
            parts.extend((!open.is_empty()).then(|| std::mem::take(&mut open)));
            continue;
        }
        if open.is_empty() {
            open.push(between(pair[0], pair[1], from));
        }
        open.push(between(pair[0], pair[1], to));
        if to < 1.0 {
            parts.push(std::mem::take(&mut open));
        }
    }
    parts.extend((!open.is_empty()).then_some(open));
    parts
}

fn between(from: Point, to: Point, share: f64) -> Point {
    (from.0 + (to.0 - from.0) * share, from.1 + (to.1 - from.1) * share)
}

/// The line without the points that lie within `tolerance` of the straight line between those kept (Douglas and
/// Peucker, 1973, Cartographica 10, p. 112).
pub(super) fn thinned(points: &[Point], tolerance: f64) -> Vec<Point> {
    if points.len() < 3 {
        return points.to_vec();
    }
    let mut kept = vec![false; points.len()];
    (kept[0], kept[points.len() - 1]) = (true, true);
    let mut spans = vec![(0, points.len() - 1)];
    while let Some((first, last)) = spans.pop() {
        let distances =
            (first + 1..last).map(|index| (index, apart(points[index], points[first], points[last])));
        let farthest = distances.max_by(|one, other| one.1.total_cmp(&other.1));
        if let Some((index, _)) = farthest.filter(|(_, distance)| *distance > tolerance) {
            kept[index] = true;
            spans.extend([(first, index), (index, last)]);
        }
    }
    points.iter().zip(kept).filter(|(_, kept)| *kept).map(|(point, _)| *point).collect()
}

/// How far a point lies from the piece of a line.
pub(super) fn apart(point: Point, from: Point, to: Point) -> f64 {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let size = dx * dx + dy * dy;
    let along = if size > 0.0 { ((point.0 - from.0) * dx + (point.1 - from.1) * dy) / size } else { 0.0 };
    let foot = between(from, to, along.clamp(0.0, 1.0));
    libm::hypot(point.0 - foot.0, point.1 - foot.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const AREA: Rect = Rect { left: 0.0, top: 0.0, right: 10.0, bottom: 10.0 };

    fn area_of(points: &[Point]) -> f64 {
        let next = points.iter().cycle().skip(1);
        points.iter().zip(next).map(|(a, b)| a.0 * b.1 - b.0 * a.1).sum::<f64>().abs() / 2.0
    }

    #[test]
    fn a_polygon_keeps_what_lies_in_the_frame() {
        let square = [(5.0, 5.0), (15.0, 5.0), (15.0, 15.0), (5.0, 15.0)];
        assert!((area_of(&polygon(&square, AREA)) - 25.0).abs() < 1e-9);
        let around = [(-5.0, -5.0), (15.0, -5.0), (15.0, 15.0), (-5.0, 15.0)];
        assert!((area_of(&polygon(&around, AREA)) - 100.0).abs() < 1e-9);
        assert!(polygon(&square.map(|(x, y)| (x + 10.0, y)), AREA).is_empty());
    }

    #[test]
    fn a_line_that_leaves_and_comes_back_is_two() {
        let there_and_back = [(1.0, 5.0), (12.0, 5.0), (12.0, 6.0), (1.0, 6.0)];
        let parts = line(&there_and_back, AREA);
        assert_eq!(parts, [vec![(1.0, 5.0), (10.0, 5.0)], vec![(10.0, 6.0), (1.0, 6.0)]]);
        assert!(line(&[(11.0, 0.0), (11.0, 9.0)], AREA).is_empty());
        assert_eq!(line(&[(-5.0, 5.0), (15.0, 5.0)], AREA), [vec![(0.0, 5.0), (10.0, 5.0)]]);
    }

    #[test]
    fn a_thinned_line_stays_near_the_line() {
        let wave: Vec<Point> =
            (0..=200).map(|i| (f64::from(i) / 10.0, libm::sin(f64::from(i) / 10.0))).collect();
        let few = thinned(&wave, 0.05);
        assert!(few.len() < 60 && few.first() == wave.first() && few.last() == wave.last());
        for point in &wave {
            let near = few.windows(2).map(|pair| apart(*point, pair[0], pair[1])).fold(9.0, f64::min);
            assert!(near <= 0.05 + 1e-9, "{near}");
        }
    }
}
