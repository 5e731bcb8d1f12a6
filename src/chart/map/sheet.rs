//! A map as plain numbers: land, places and ways on a sheet, for a page that draws them itself.

use super::MapChart;
use super::clip::thinned;
use super::layout::{MapLayout, height_mm};
use crate::chart::geometry::{Point, Rect};

/// Corners of land nearer to a straight line than this are left out (mm): a page is looked at, not measured.
const LAND_MM: f64 = 0.12;
/// Points of a way nearer to a straight line than this are left out (mm).
const WAY_MM: f64 = 0.1;

/// What lies where on a sheet (mm, from the corner above left).
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Sheet {
    /// Width and height (mm).
    pub(crate) size: (f64, f64),
    /// Kilometres to a millimetre, in the middle of the map.
    pub(crate) km_per_mm: f64,
    /// Corners of land and of water within it (`true`), in the order in which they are to be drawn.
    pub(crate) land: Vec<(bool, Vec<Point>)>,
    /// The places of the map, in their order.
    pub(crate) places: Vec<Point>,
    /// The parts of each line of the map, in their order; several where the map is cut.
    pub(crate) ways: Vec<Vec<Vec<Point>>>,
}

impl MapChart {
    /// The map on a sheet of a width (mm), without names, key or frame.
    pub(crate) fn sheet(&self, width_mm: f64) -> Sheet {
        let shown = self.shown();
        let size = (width_mm, height_mm(&shown, width_mm));
        let layout = MapLayout::fit(&shown, Rect::new(0.0, 0.0, size.0, size.1));
        let way = |line| {
            let parts = layout.line(&self.points(line));
            parts.iter().map(|part| thinned(part, WAY_MM)).collect()
        };
        let land = layout.land_within(LAND_MM).into_iter();
        Sheet {
            size,
            km_per_mm: layout.km_per_mm(),
            land: land.map(|outline| (outline.water, outline.corners)).collect(),
            places: self.places.iter().map(|place| layout.project(place.at.lat, place.at.lon)).collect(),
            ways: self.lines.iter().map(way).collect(),
        }
    }
}
