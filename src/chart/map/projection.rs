//! From the globe to the plane, with areas kept true.
//!
//! Formulas: J. P. Snyder, Map Projections - A Working Manual, USGS Professional Paper 1395 (1987), for the sphere: the
//! Albers equal-area conic (p. 98-101) and the cylindrical equal-area (p. 76-77). Which one, and its parallels, follow
//! from what is to be shown:
//! - in general the conic, with its standard parallels a sixth of the latitudes from either end (p. 99);
//! - near a pole the conic with both parallels at the pole, which is the azimuthal equal-area projection (p. 98);
//! - along the equator, and around more than half of the globe, the cylindrical one.

use std::f64::consts::PI;

use crate::units;

/// Beyond this latitude a map is drawn around the pole [degrees].
const POLAR_LAT: f64 = 80.0;
/// Cones flatter than this have their apex too far away to tell them from a cylinder.
const FLATTEST_CONE: f64 = 0.05;
/// Longitudes that a cone can show without tearing what is to be shown apart [degrees].
const WIDEST_CONE: f64 = 180.0;

/// A projection of the whole globe, cut along the meridian opposite its centre.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Projection {
    /// The upright meridian [degrees].
    pub(super) centre_lon: f64,
    /// Latitudes that keep their length [degrees].
    pub(super) parallels: (f64, f64),
    surface: Surface,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Surface {
    /// Snyder's n, C and the square root in (14-3a), which places the origin.
    Cone { n: f64, c: f64, rho0: f64 },
    /// The cosine of the standard parallel.
    Cylinder { cos_standard: f64 },
}

/// Latitudes and longitudes that hold all of some points [degrees].
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Extent {
    pub(super) south: f64,
    pub(super) north: f64,
    /// The middle of the shortest arc of longitudes.
    pub(super) centre_lon: f64,
    /// Length of that arc.
    pub(super) lon_span: f64,
}

impl Extent {
    /// The extent of `points`; the whole globe when there are none.
    pub(super) fn of(points: &[units::Point]) -> Self {
        let mut lons: Vec<f64> = points.iter().map(|point| point.lon.rem_euclid(360.0)).collect();
        lons.sort_by(f64::total_cmp);
        let (Some(first), Some(last)) = (lons.first(), lons.last()) else {
            return Self { south: -90.0, north: 90.0, centre_lon: 0.0, lon_span: 360.0 };
        };
        // The arc begins after the widest gap between neighbours, the one across the zero meridian included.
        let (mut gap, mut begin) = (first + 360.0 - last, *first);
        for pair in lons.windows(2) {
            if pair[1] - pair[0] > gap {
                (gap, begin) = (pair[1] - pair[0], pair[1]);
            }
        }
        let lon_span = 360.0 - gap;
        let lats = || points.iter().map(|point| point.lat);
        Self {
            south: lats().fold(90.0, f64::min),
            north: lats().fold(-90.0, f64::max),
            centre_lon: turned(begin + lon_span / 2.0),
            lon_span,
        }
    }
}

/// A longitude between -180 and 180 [degrees].
pub(super) fn turned(lon: f64) -> f64 {
    (lon + 180.0).rem_euclid(360.0) - 180.0
}

impl Projection {
    /// The projection that shows `points` best.
    pub(crate) fn for_points(points: &[units::Point]) -> Self {
        let extent = Extent::of(points);
        let Extent { south, north, centre_lon, lon_span } = extent;
        let nearest_pole = if north >= -south { north } else { south };
        // Within one hemisphere a wide map is one around its pole.
        let around = lon_span > WIDEST_CONE && south * north > 0.0 && south.abs().min(north.abs()) > 30.0;
        if (nearest_pole.abs() > POLAR_LAT && south * north > 0.0) || around {
            return Self::cone(
                centre_lon,
                (90.0_f64.copysign(nearest_pole), 90.0_f64.copysign(nearest_pole)),
            );
        }
        let sixth = (north - south) / 6.0;
        let parallels = (south + sixth, north - sixth);
        let tilt = f64::midpoint(sin(parallels.0), sin(parallels.1));
        if lon_span > WIDEST_CONE || tilt.abs() < FLATTEST_CONE {
            return Self::cylinder(centre_lon, f64::midpoint(parallels.0.abs(), parallels.1.abs()));
        }
        Self::cone(centre_lon, parallels)
    }

    fn cone(centre_lon: f64, parallels: (f64, f64)) -> Self {
        let (one, other) = (sin(parallels.0), sin(parallels.1));
        let n = f64::midpoint(one, other);
        let c = 1.0 - one * one + 2.0 * n * one;
        let origin = sin(f64::midpoint(parallels.0, parallels.1));
        let rho0 = (c - 2.0 * n * origin).max(0.0).sqrt() / n;
        Self { centre_lon, parallels, surface: Surface::Cone { n, c, rho0 } }
    }

    fn cylinder(centre_lon: f64, standard: f64) -> Self {
        let cos_standard = libm::cos(standard.to_radians());
        Self { centre_lon, parallels: (-standard, standard), surface: Surface::Cylinder { cos_standard } }
    }

    /// Where a point lies on the plane, east and north of the origin [earth radii].
    pub(super) fn plane(&self, at: units::Point) -> (f64, f64) {
        self.plane_from_centre(turned(at.lon - self.centre_lon), at.lat)
    }

    /// Where a point lies on the plane when its longitude is counted from the upright meridian and not turned: -180 and
    /// 180 degrees are the two edges of the map.
    pub(super) fn plane_from_centre(&self, east: f64, lat: f64) -> (f64, f64) {
        let lambda = east / 180.0 * PI;
        match self.surface {
            Surface::Cone { n, c, rho0 } => {
                let rho = (c - 2.0 * n * sin(lat)).max(0.0).sqrt() / n;
                let (sine, cosine) = libm::sincos(n * lambda);
                (rho * sine, rho0 - rho * cosine)
            }
            Surface::Cylinder { cos_standard } => (lambda * cos_standard, sin(lat) / cos_standard),
        }
    }

    /// Its name with its parallels, for a caption.
    pub(super) fn name(&self) -> String {
        let lat = |degrees: f64| {
            let side = if degrees < 0.0 { 'S' } else { 'N' };
            format!("{:.0}°\u{a0}{side}", degrees.abs())
        };
        match self.surface {
            Surface::Cone { .. } if self.parallels.0.abs() >= 90.0 => {
                "azimuthal equal-area projection".to_owned()
            }
            Surface::Cone { .. } => format!(
                "Albers equal-area conic projection with standard parallels {} and {}",
                lat(self.parallels.0),
                lat(self.parallels.1)
            ),
            Surface::Cylinder { .. } => {
                format!("cylindrical equal-area projection, true to scale at {:.0}°", self.parallels.1)
            }
        }
    }
}

fn sin(degrees: f64) -> f64 {
    libm::sin(degrees.to_radians())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(lat: f64, lon: f64) -> units::Point {
        units::Point { lat, lon }
    }

    /// Area of the cell of a degree around a point, by the cross product of its sides on the plane.
    fn cell(projection: &Projection, lat: f64, lon: f64) -> f64 {
        let h = 1e-4;
        let (x0, y0) = projection.plane(at(lat, lon));
        let (x1, y1) = projection.plane(at(lat, lon + h));
        let (x2, y2) = projection.plane(at(lat + h, lon));
        ((x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0)) / (h.to_radians() * h.to_radians())
    }

    #[test]
    fn snyders_numerical_example_for_the_sphere() {
        // Page 291: parallels 29.5 and 45.5 N, origin 23 N 96 W, radius 1; the point 35 N 75 W.
        let projection = Projection::cone(-96.0, (29.5, 45.5));
        let (x, y) = projection.plane(at(35.0, -75.0));
        let (_, origin) = projection.plane(at(23.0, -96.0));
        assert!((x - 0.295_272_0).abs() < 1e-7, "{x}");
        assert!((y - origin - 0.241_677_4).abs() < 1e-7, "{}", y - origin);
    }

    #[test]
    fn areas_are_true_wherever_the_map_lies() {
        let maps = [
            vec![at(43.0, 77.0), at(55.0, 37.0)],
            vec![at(-4.0, 5.0), at(23.8, 91.8)],
            vec![at(-5.0, 10.0), at(5.0, 40.0)],
            vec![at(-40.0, -70.0), at(-20.0, -60.0)],
            vec![at(78.0, 15.0), at(82.0, -60.0)],
            vec![at(50.0, -120.0), at(50.0, 0.0), at(-30.0, 150.0)],
        ];
        for points in &maps {
            let projection = Projection::for_points(points);
            for (lat, lon) in [(10.0, 20.0), (47.0, 60.0), (-33.0, -65.0), (70.0, 100.0)] {
                let found = cell(&projection, lat, lon) / libm::cos(f64::to_radians(lat));
                assert!((found - 1.0).abs() < 1e-3, "{projection:?} at {lat} {lon}: {found}");
            }
        }
    }

    #[test]
    fn the_projection_suits_the_extent() {
        let kind = |points: &[units::Point]| Projection::for_points(points).name();
        assert!(kind(&[at(43.0, 77.0), at(55.0, 37.0)]).contains("45°\u{a0}N and 53°\u{a0}N"));
        assert!(kind(&[at(-43.0, 77.0), at(-55.0, 37.0)]).contains("53°\u{a0}S and 45°\u{a0}S"));
        assert!(kind(&[at(-1.0, 10.0), at(2.0, 20.0)]).starts_with("cylindrical"));
        assert!(kind(&[at(50.0, -120.0), at(10.0, 0.0), at(-30.0, 120.0)]).starts_with("cylindrical"));
        assert!(kind(&[at(85.0, 0.0), at(70.0, 120.0)]).starts_with("azimuthal"));
        assert!(kind(&[at(-85.0, 0.0), at(-70.0, 120.0)]).starts_with("azimuthal"));
        assert!(kind(&[at(60.0, -120.0), at(60.0, 0.0), at(55.0, 120.0)]).starts_with("azimuthal"));
    }

    #[test]
    fn longitudes_are_joined_across_the_antimeridian() {
        let across = Extent::of(&[at(60.0, 170.0), at(50.0, -160.0)]);
        assert!(
            (across.lon_span - 30.0).abs() < 1e-9 && (across.centre_lon + 175.0).abs() < 1e-9,
            "{across:?}"
        );
        let alone = Extent::of(&[at(60.0, -30.0)]);
        assert!(alone.lon_span.abs() < 1e-9 && (alone.centre_lon + 30.0).abs() < 1e-9, "{alone:?}");
        let projection = Projection::for_points(&[at(60.0, 170.0), at(50.0, -160.0)]);
        let (west, east) = (projection.plane(at(55.0, 170.0)).0, projection.plane(at(55.0, -160.0)).0);
        assert!(west < 0.0 && east > 0.0 && east - west < 0.4, "{west} {east}");
    }
}
