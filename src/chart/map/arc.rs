//! Great circles as points.

use crate::units::{EARTH_RADIUS_KM, Point, great_circle_km};

/// Length of the pieces that an arc is cut into [km].
const STEP_KM: f64 = 100.0;

/// Points along the great circle from one point to another, ends included, at most 100 km apart. Between antipodes,
/// where every great circle is as short, it goes over a pole.
pub(crate) fn arc(from: Point, to: Point) -> Vec<Point> {
    let km = great_circle_km(from, to);
    let pieces = (km / STEP_KM).ceil().max(1.0) as usize;
    let angle = km / EARTH_RADIUS_KM;
    let (start, end) = (vector(from), vector(to));
    // The unit vector in the plane of the circle at a right angle to the start: where the arc is a quarter turn on.
    let along = start.iter().zip(&end).map(|(a, b)| a * b).sum::<f64>();
    let mut ahead = [0, 1, 2].map(|axis| end[axis] - along * start[axis]);
    if length(ahead) < 1e-9 {
        let polewards = if from.lat.abs() < 89.0 { [0.0, 0.0, 1.0] } else { [1.0, 0.0, 0.0] };
        let share = start.iter().zip(&polewards).map(|(a, b)| a * b).sum::<f64>();
        ahead = [0, 1, 2].map(|axis| polewards[axis] - share * start[axis]);
    }
    let size = length(ahead);
    let between = (1..pieces).map(|piece| {
        let (sine, cosine) = libm::sincos(angle * piece as f64 / pieces as f64);
        point([0, 1, 2].map(|axis| cosine * start[axis] + sine * ahead[axis] / size))
    });
    std::iter::once(from).chain(between).chain([to]).collect()
}

/// Points along the great circles from each point to the next.
pub(crate) fn path(points: &[Point]) -> Vec<Point> {
    let mut all: Vec<Point> = points.first().copied().into_iter().collect();
    for pair in points.windows(2) {
        all.extend(arc(pair[0], pair[1]).into_iter().skip(1));
    }
    all
}

fn vector(point: Point) -> [f64; 3] {
    let (sin_lat, cos_lat) = libm::sincos(point.lat.to_radians());
    let (sin_lon, cos_lon) = libm::sincos(point.lon.to_radians());
    [cos_lat * cos_lon, cos_lat * sin_lon, sin_lat]
}

fn point([x, y, z]: [f64; 3]) -> Point {
    Point { lat: libm::atan2(z, libm::hypot(x, y)).to_degrees(), lon: libm::atan2(y, x).to_degrees() }
}

fn length(vector: [f64; 3]) -> f64 {
    vector.iter().map(|part| part * part).sum::<f64>().sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(lat: f64, lon: f64) -> Point {
        Point { lat, lon }
    }

    #[test]
    fn an_arc_is_as_long_as_the_great_circle_in_equal_steps() {
        let ends = [
            (at(55.9, 38.1), at(43.4, 77.0)),
            (at(60.0, 170.0), at(50.0, -160.0)),
            (at(12.3, 45.6), at(-12.3, -134.4)),
            (at(90.0, 0.0), at(-90.0, 0.0)),
        ];
        for (from, to) in ends {
            let points = arc(from, to);
            let steps: Vec<f64> = points.windows(2).map(|pair| great_circle_km(pair[0], pair[1])).collect();
            let whole = great_circle_km(from, to);
            assert!((steps.iter().sum::<f64>() - whole).abs() < 0.01, "{steps:?}");
            let step = whole / steps.len() as f64;
            assert!(step <= 100.0 && steps.iter().all(|km| (km - step).abs() < 0.01), "{steps:?}");
        }
    }

    #[test]
    fn an_arc_bends_polewards() {
        let points = arc(at(50.0, 0.0), at(50.0, 90.0));
        let top = points.iter().map(|point| point.lat).fold(0.0, f64::max);
        // By hand: tan of the latitude in the middle is tan(50) / cos(45).
        let by_hand = libm::atan(libm::tan(f64::to_radians(50.0)) * std::f64::consts::SQRT_2).to_degrees();
        assert!((top - by_hand).abs() < 0.02, "{top} and {by_hand}");
        assert_eq!(arc(at(50.0, 5.0), at(50.0, 5.0)), [at(50.0, 5.0), at(50.0, 5.0)]);
    }
}
