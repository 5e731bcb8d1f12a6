//! Where it all happens: land, places and ways in tenths of a millimetre on a sheet.

use serde::Serialize;

use super::rows::Rows;
use super::{Played, short};
use crate::chart::{MapChart, MapLine, MapPlace, Sheet};
use crate::model::world::PlaceSpec;
use crate::report::map::of_ways;

/// Width of the sheet (mm).
const WIDTH_MM: f64 = 180.0;
/// Units of the sheet in a millimetre.
const UNITS: f64 = 10.0;

/// A place: id, name, where it is, what it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Place(String, String, i64, i64, &'static str);

/// A way: its ends, how it is gone, its parts. The first point of a line stands as it is, each other as the step from
/// the one before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Path(usize, usize, usize, Vec<Vec<i64>>);

/// The ground of a playback.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Ground {
    /// Width and height.
    sheet: [i64; 2],
    /// Metres to a unit.
    scale_m: i64,
    /// Outlines in the order of drawing: 1 for water within land and 0 for land, then the line.
    land: Vec<Vec<i64>>,
    /// Places in the order of the world.
    places: Vec<Place>,
    /// Ways that are gone.
    ways: Vec<Path>,
}

/// The ground under these rows.
pub(super) fn of(told: &Played<'_>, rows: &Rows) -> Ground {
    let world = told.world;
    let ends = rows.ways.iter();
    let ways = ends.map(|(from, to, way)| (&*world.places[*from].id, &*world.places[*to].id, *way));
    let chart = of_ways(told.scenario, ways);
    let sheet = chart.sheet(WIDTH_MM);
    // Scenario and world have their places in the order of their ids.
    let place = |((spec, shown), (x, y)): ((&PlaceSpec, &MapPlace), &(f64, f64))| {
        Place(spec.id.clone(), short(&spec.name), units(*x), units(*y), shown.mark.name())
    };
    let places = world.places.iter().zip(&chart.places).zip(&sheet.places);
    Ground {
        sheet: [units(sheet.size.0), units(sheet.size.1)],
        scale_m: (sheet.km_per_mm * 1_000.0 / UNITS).round() as i64,
        land: land(&sheet),
        places: places.map(place).collect(),
        ways: paths(&chart, &sheet),
    }
}

fn land(sheet: &Sheet) -> Vec<Vec<i64>> {
    let outline = |(water, corners): &(bool, Vec<_>)| {
        let mut line = vec![i64::from(*water)];
        line.extend(steps(corners));
        line
    };
    sheet.land.iter().map(outline).collect()
}

fn paths(chart: &MapChart, sheet: &Sheet) -> Vec<Path> {
    let path = |(line, parts): (&MapLine, &Vec<Vec<_>>)| {
        let parts = parts.iter().map(|part| steps(part)).collect();
        Path(line.from, line.to, line.way as usize, parts)
    };
    chart.lines.iter().zip(&sheet.ways).map(path).collect()
}

/// A line in units: its first point, then the step to each other.
fn steps(line: &[(f64, f64)]) -> Vec<i64> {
    let (mut x, mut y) = (0, 0);
    let mut steps = Vec::with_capacity(2 * line.len());
    for point in line {
        let (next_x, next_y) = (units(point.0), units(point.1));
        steps.extend([next_x - x, next_y - y]);
        (x, y) = (next_x, next_y);
    }
    steps
}

fn units(mm: f64) -> i64 {
    (mm * UNITS).round() as i64
}
