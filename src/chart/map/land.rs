//! Land and lakes of the world, from the embedded outlines of Natural Earth at 1:50 million (public domain; see
//! `assets/land/LICENCE.md`). `tools/land.py` makes the file and says how it is written.

use std::sync::LazyLock;

use super::clip;
use super::projection::{Projection, turned};
use crate::chart::geometry::{Point, Rect};

static DATA: &[u8] = include_bytes!("../../../assets/land/land-50m.bin");

/// Steps of the grid in a degree.
const STEPS_PER_DEGREE: f64 = 100.0;

/// An outline.
struct Ring {
    /// Longitude, running on beyond 180, and latitude [degrees].
    points: Vec<(f64, f64)>,
    /// Whether it is water within land.
    water: bool,
}

/// All outlines, in the order in which they are to be drawn.
static RINGS: LazyLock<Vec<Ring>> =
    LazyLock::new(|| decode(DATA).expect("the embedded land is checked by a test"));

/// An outline on a map.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Outline {
    /// Its corners.
    pub(super) corners: Vec<Point>,
    /// Whether it is water within land.
    pub(super) water: bool,
}

/// The outlines that are to be seen in `frame`, in the order in which they are to be drawn; `place` puts a point of the
/// plane on the sheet. Corners nearer than `tolerance_mm` to the line between others are left out.
pub(super) fn outlines(
    projection: &Projection,
    place: impl Fn((f64, f64)) -> Point,
    frame: Rect,
    tolerance_mm: f64,
) -> Vec<Outline> {
    let mut found = Vec::new();
    for ring in RINGS.iter() {
        for part in cut(ring, projection.centre_lon) {
            let on_sheet: Vec<Point> =
                dense(&part).map(|(east, lat)| place(projection.plane_from_centre(east, lat))).collect();
            let corners = thinned_ring(&clip::polygon(&on_sheet, frame), tolerance_mm);
            if corners.len() > 2 {
                found.push(Outline { corners, water: ring.water });
            }
        }
    }
    found
}

/// The ring by longitude from the centre of the map, cut along the meridian opposite to it.
fn cut(ring: &Ring, centre_lon: f64) -> Vec<Vec<(f64, f64)>> {
    let first = ring.points[0].0;
    let shift = turned(first - centre_lon) - first;
    let mut points: Vec<(f64, f64)> = ring.points.iter().map(|(lon, lat)| (lon + shift, *lat)).collect();
    close_around_pole(&mut points);
    let (low, high) =
        points.iter().fold((f64::MAX, f64::MIN), |(low, high), (east, _)| (low.min(*east), high.max(*east)));
    let mut parts = Vec::new();
    for turn in [-360.0, 0.0, 360.0] {
        if low + turn >= 180.0 || high + turn <= -180.0 {
            continue;
        }
        let moved: Vec<(f64, f64)> = points.iter().map(|(east, lat)| (east + turn, *lat)).collect();
        let inside = low + turn >= -180.0 && high + turn <= 180.0;
        parts.push(if inside { moved } else { clip::polygon(&moved, Rect::new(-180.0, -90.0, 180.0, 90.0)) });
    }
    parts.retain(|part| part.len() > 2);
    parts
}

/// A ring that goes round the globe encloses a pole: it is closed along it.
fn close_around_pole(points: &mut Vec<(f64, f64)>) {
    let (first, last) = (points[0], points[points.len() - 1]);
    if (last.0 - first.0).abs() < 180.0 {
        return;
    }
    let pole = 90.0_f64.copysign(first.1);
    let end = first.0 + 360.0_f64.copysign(last.0 - first.0);
    points.extend([(end, first.1), (end, pole), (first.0, pole)]);
}

/// The corners of a closed ring with more between those that are far apart: a straight line on the globe bends on the
/// plane.
fn dense(ring: &[(f64, f64)]) -> impl Iterator<Item = (f64, f64)> {
    const STEP: f64 = 2.0;
    let ends = ring.iter().zip(ring.iter().cycle().skip(1));
    ends.flat_map(|(from, to)| {
        let (dx, dy) = (to.0 - from.0, to.1 - from.1);
        let pieces = (dx.abs().max(dy.abs()) / STEP).ceil().max(1.0);
        (0..pieces as usize).map(move |piece| {
            let share = piece as f64 / pieces;
            (from.0 + dx * share, from.1 + dy * share)
        })
    })
}

/// A closed ring without needless corners; empty when nobody would see it.
fn thinned_ring(ring: &[Point], tolerance_mm: f64) -> Vec<Point> {
    let Some(first) = ring.first() else { return Vec::new() };
    let distance = |point: &Point| libm::hypot(point.0 - first.0, point.1 - first.1);
    let farthest =
        (0..ring.len()).max_by(|one, other| distance(&ring[*one]).total_cmp(&distance(&ring[*other])));
    let Some(far) = farthest.filter(|far| distance(&ring[*far]) > 2.0 * tolerance_mm) else {
        return Vec::new();
    };
    let mut kept = clip::thinned(&ring[..=far], tolerance_mm);
    let back: Vec<Point> = ring[far..].iter().chain([first]).copied().collect();
    kept.extend(clip::thinned(&back, tolerance_mm).into_iter().skip(1));
    kept.pop();
    kept
}

/// Reads the file; `None` when it is not as `tools/land.py` says.
fn decode(data: &[u8]) -> Option<Vec<Ring>> {
    let mut bytes = data.iter().copied();
    let count = varint(&mut bytes)?;
    let rings: Option<Vec<Ring>> = (0..count).map(|_| ring(&mut bytes)).collect();
    rings.filter(|_| bytes.next().is_none())
}

fn ring(bytes: &mut impl Iterator<Item = u8>) -> Option<Ring> {
    let head = varint(bytes)?;
    let (mut x, mut y) = (0, 0);
    let points = (0..head / 2).map(|_| {
        x += zigzag(bytes)?;
        y += zigzag(bytes)?;
        Some((x as f64 / STEPS_PER_DEGREE, y as f64 / STEPS_PER_DEGREE))
    });
    Some(Ring { points: points.collect::<Option<Vec<_>>>()?, water: head % 2 == 1 })
}

fn varint(bytes: &mut impl Iterator<Item = u8>) -> Option<u64> {
    let mut value = 0;
    for shift in (0..63).step_by(7) {
        let byte = bytes.next()?;
        value |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some(value);
        }
    }
    None
}

fn zigzag(bytes: &mut impl Iterator<Item = u8>) -> Option<i64> {
    let value = varint(bytes)?;
    Some((value >> 1) as i64 ^ -((value & 1) as i64))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units;

    /// Whether a point lies on land of a map: the last outline around it says so (even-odd rule).
    fn is_land(outlines: &[Outline], (x, y): Point) -> bool {
        let around = |outline: &&Outline| {
            let corners = &outline.corners;
            let edges = corners.iter().zip(corners.iter().cycle().skip(1));
            let crossed = edges
                .filter(|(a, b)| (a.1 > y) != (b.1 > y) && x < a.0 + (b.0 - a.0) * (y - a.1) / (b.1 - a.1));
            crossed.count() % 2 == 1
        };
        outlines.iter().rev().find(around).is_some_and(|outline| !outline.water)
    }

    /// Checks a whole map of the globe, a millimetre to a hundredth of the radius.
    fn check(projection: &Projection, land: &[(f64, f64)], sea: &[(f64, f64)]) {
        let place = |(x, y): (f64, f64)| (100.0 * x, -100.0 * y);
        let frame = Rect::new(-400.0, -400.0, 400.0, 400.0);
        let outlines = outlines(projection, place, frame, 0.02);
        let on_sheet = |&(lat, lon): &(f64, f64)| place(projection.plane(units::Point { lat, lon }));
        for point in land {
            assert!(is_land(&outlines, on_sheet(point)), "{point:?} is land in {projection:?}");
        }
        for point in sea {
            assert!(!is_land(&outlines, on_sheet(point)), "{point:?} is water in {projection:?}");
        }
    }

    #[test]
    fn the_embedded_land_is_whole_and_on_the_globe() {
        let rings = decode(DATA).expect("the file reads");
        assert!(rings.len() > 1_000 && rings.iter().filter(|ring| ring.water).count() == 1);
        for ring in &rings {
            assert!(ring.points.len() > 2);
            assert!(ring.points.iter().all(|(lon, lat)| lon.abs() <= 720.0 && lat.abs() <= 90.0));
        }
        assert!(decode(&DATA[..DATA.len() - 1]).is_none(), "a file cut short is refused");
    }

    #[test]
    fn cities_are_on_land_and_seas_are_water_in_every_projection() {
        let at = |lat: f64, lon: f64| units::Point { lat, lon };
        // Almaty, Moscow, Chita, Chukotka on either side of the antimeridian, Denver, Nairobi, the Antarctic plateau.
        let land = [
            (43.3, 76.9),
            (55.8, 37.6),
            (52.0, 113.5),
            (67.5, 178.0),
            (67.0, -176.0),
            (39.7, -105.0),
            (-1.3, 36.8),
            (-80.0, 60.0),
            (-80.0, -100.0),
        ];
        // The Caspian, the Black Sea, the Bering Sea at the antimeridian, oceans.
        let sea = [(42.0, 50.5), (43.2, 34.0), (57.0, 180.0), (30.0, -40.0), (-20.0, 80.0), (0.0, -140.0)];
        let maps = [
            vec![at(43.0, 77.0), at(55.0, 37.0)],
            vec![at(60.0, 170.0), at(50.0, -160.0)],
            vec![at(-1.0, 10.0), at(2.0, 20.0)],
            vec![at(50.0, -120.0), at(10.0, 0.0), at(-30.0, 120.0)],
        ];
        for points in &maps {
            check(&Projection::for_points(points), &land, &sea);
        }
    }

    #[test]
    fn a_pole_within_the_map_is_land_in_the_south_and_sea_in_the_north() {
        let at = |lat: f64, lon: f64| units::Point { lat, lon };
        let south = Projection::for_points(&[at(-85.0, 0.0), at(-70.0, 120.0)]);
        check(&south, &[(-89.9, 10.0), (-89.9, -170.0), (-85.0, 100.0)], &[(-60.0, 0.0)]);
        let north = Projection::for_points(&[at(85.0, 0.0), at(70.0, 120.0)]);
        check(&north, &[(67.0, 100.0), (72.0, -40.0)], &[(89.9, 0.0), (88.0, 90.0), (75.0, 0.0)]);
    }
}
