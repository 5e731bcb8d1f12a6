//! Distances on the globe, the step of the clock, masses and lengths as whole numbers, and means that checks and runs
//! share.
//!
//! Distances are great circles on a sphere with the mean earth radius of the IUGG (6371.0088 km), by the haversine
//! formula (R. W. Sinnott, "Virtues of the Haversine", Sky and Telescope 68 (1984), p. 159), which keeps its digits
//! at short distances. Against the ellipsoid it is wrong by at most half a per cent.

use serde::{Deserialize, Serialize};

/// Mean earth radius [km].
pub const EARTH_RADIUS_KM: f64 = 6371.0088;

/// Milliseconds in an hour, the step of the clock.
pub const MS_PER_HOUR: f64 = 3_600_000.0;

/// Hours of a day.
pub const HOURS_A_DAY: f64 = 24.0;

/// A time longer than this is told in days, too: more than ten of them [h].
pub const LONG_H: f64 = 10.0 * HOURS_A_DAY;

/// A point on the globe.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// Latitude, north positive [degrees].
    pub lat: f64,
    /// Longitude, east positive [degrees].
    pub lon: f64,
}

/// Returns the great-circle distance between two points [km].
///
/// The result is finite for finite points and never above half the circumference.
pub fn great_circle_km(from: Point, to: Point) -> f64 {
    let half_lat = (to.lat - from.lat).to_radians() / 2.0;
    let half_lon = (to.lon - from.lon).to_radians() / 2.0;
    let (sin_lat, sin_lon) = (libm::sin(half_lat), libm::sin(half_lon));
    let cosines = libm::cos(from.lat.to_radians()) * libm::cos(to.lat.to_radians());
    // Rounding can carry the haversine of antipodes over 1, where asin is not defined.
    let haversine = (sin_lat * sin_lat + cosines * sin_lon * sin_lon).clamp(0.0, 1.0);
    2.0 * EARTH_RADIUS_KM * libm::asin(haversine.sqrt())
}

/// Returns tonnes as whole kilograms; a limit that does not bind when left out.
pub fn kilograms(tonnes: Option<f64>) -> i64 {
    thousandths(tonnes)
}

/// Returns metres as whole millimetres; a limit that does not bind when left out.
pub fn millimetres(metres: Option<f64>) -> i64 {
    thousandths(metres)
}

/// Returns the mean of a normal distribution, given before truncation, that is cut off at `min` and `max`.
///
/// The result lies between the ends, also where rounding leaves nothing between them.
pub fn truncated_normal_mean(mean: f64, sd: f64, min: f64, max: f64) -> f64 {
    let bounded = |value: f64| value.min(max).max(min);
    if sd <= 0.0 {
        return bounded(mean);
    }
    let density = |z: f64| libm::exp(-z * z / 2.0) / (2.0 * std::f64::consts::PI).sqrt();
    // In the tail above the mean the distribution function is too near 1 to be subtracted.
    let side = if min > mean { -1.0 } else { 1.0 };
    let below = |z: f64| normal_cdf(side * z);
    let (low, high) = ((min - mean) / sd, (max - mean) / sd);
    let mass = side * (below(high) - below(low));
    if mass > 0.0 { bounded(mean + sd * (density(low) - density(high)) / mass) } else { bounded(mean) }
}

/// Returns the standard normal distribution function.
pub fn normal_cdf(z: f64) -> f64 {
    0.5 * libm::erfc(-z / std::f64::consts::SQRT_2)
}

/// Returns the mean of a Weibull distribution by one over its shape, and its scale.
pub fn weibull_mean(inverse_shape: f64, scale: f64) -> f64 {
    scale * libm::tgamma(1.0 + inverse_shape)
}

/// A mass or length that does not bind [kg or mm].
pub const UNBOUNDED: i64 = i64::MAX / 4;

fn thousandths(value: Option<f64>) -> i64 {
    value.map_or(UNBOUNDED, |value| (value * 1_000.0).round() as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHKALOVSKY: Point = Point { lat: 55.8783, lon: 38.0595 };

    #[test]
    fn means_are_those_of_the_integrals() {
        // Gamma(3) = 2, Gamma(2) = 1; the half-normal distribution has the mean sqrt(2 / pi).
        assert!((weibull_mean(2.0, 3.0) - 6.0).abs() < 1e-12);
        assert!((weibull_mean(1.0, 3.0) - 3.0).abs() < 1e-12);
        let half = truncated_normal_mean(0.0, 1.0, 0.0, f64::INFINITY);
        assert!((half - (2.0 / std::f64::consts::PI).sqrt()).abs() < 1e-12);
        assert!((truncated_normal_mean(4.0, 0.2, 3.4, 4.6) - 4.0).abs() < 1e-12);
        // Far out in a tail: beyond 6 standard deviations the mean excess is 0.1584 of one, on both sides.
        let above = truncated_normal_mean(0.0, 1.0, 6.0, f64::INFINITY);
        assert!((above - 6.158_4).abs() < 1e-4, "{above}");
        assert!((truncated_normal_mean(0.0, 1.0, -100.0, -6.0) + above).abs() < 1e-9);
        // Nothing is left, and no width.
        assert!((truncated_normal_mean(0.0, 1.0, 60.0, 70.0) - 60.0).abs() < 1e-12);
        assert!((truncated_normal_mean(5.0, 0.0, 6.0, 7.0) - 6.0).abs() < 1e-12);
    }

    #[test]
    fn a_quarter_of_the_equator_is_a_quarter_of_the_circumference() {
        let km = great_circle_km(Point { lat: 0.0, lon: 0.0 }, Point { lat: 0.0, lon: 90.0 });
        assert!((km - EARTH_RADIUS_KM * std::f64::consts::FRAC_PI_2).abs() < 1e-6);
    }

    #[test]
    fn a_place_is_no_distance_from_itself_and_antipodes_are_finite() {
        assert_eq!(great_circle_km(CHKALOVSKY, CHKALOVSKY).to_bits(), 0.0_f64.to_bits());
        let far = great_circle_km(Point { lat: 12.3, lon: 45.6 }, Point { lat: -12.3, lon: -134.4 });
        assert!((far - EARTH_RADIUS_KM * std::f64::consts::PI).abs() < 1e-3);
    }

    #[test]
    fn distances_between_airfields_agree_with_the_public_table_to_a_kilometre() {
        // Latitude and longitude of both ends, and the distance [km].
        let table: [(f64, f64, f64, f64, i32); 30] = [
            (55.8783, 38.0595, 43.3587, 77.04815, 3080),    // UUMU-UAAA
            (55.8783, 38.0595, 43.73285, 77.12001, 3058),   // UUMU-XAAA
            (55.8783, 38.0595, 51.0222, 71.4671, 2253),     // UUMU-UACC
            (57.05833, 40.98167, 43.3587, 77.04815, 2935),  // XUDI-UAAA
            (57.05833, 40.98167, 43.73285, 77.12001, 2910), // XUDI-XAAA
            (54.40105, 48.8027, 43.3587, 77.04815, 2379),   // UWLW-UAAA
            (54.40105, 48.8027, 43.73285, 77.12001, 2356),  // UWLW-XAAA
            (51.7958, 55.45675, 43.3587, 77.04815, 1861),   // UWOO-UAAA
            (53.77361, 27.57722, 43.73285, 77.12001, 3715), // UMLI-XAAA
            (53.77361, 27.57722, 56.74145, 60.80365, 2110), // UMLI-USSS
            (56.74145, 60.80365, 43.73285, 77.12001, 1845), // USSS-XAAA
            (56.74145, 60.80365, 43.3587, 77.04815, 1877),  // USSS-UAAA
            (40.1473, 44.3959, 43.3587, 77.04815, 2714),    // UDYZ-UAAA
            (38.51233, 68.67246, 43.3587, 77.04815, 885),   // XAYN-UAAA
            (42.8534, 74.84605, 43.3587, 77.04815, 187),    // UAFW-UAAA
            (51.0222, 71.4671, 43.3587, 77.04815, 950),     // UACC-UAAA
            (43.3587, 77.04815, 43.73285, 77.12001, 42),    // UAAA-XAAA
            (42.85355, 71.3037, 43.3587, 77.04815, 470),    // UADD-UAAA
            (57.78395, 28.3956, 53.77361, 27.57722, 449),   // ULOO-UMLI
            (51.7958, 55.45675, 55.8783, 38.0595, 1224),    // UWOO-UUMU
            (51.7958, 55.45675, 57.05833, 40.98167, 1101),  // UWOO-XUDI
            (54.40105, 48.8027, 55.8783, 38.0595, 701),     // UWLW-UUMU
            (55.8783, 38.0595, 38.51233, 68.67246, 2971),   // UUMU-XAYN
            (53.77361, 27.57722, 38.5435, 68.8246, 3532),   // UMLI-UTDD
            (40.1473, 44.3959, 38.5435, 68.8246, 2102),     // UDYZ-UTDD
            (51.0222, 71.4671, 38.5435, 68.8246, 1403),     // UACC-UTDD
            (42.8534, 74.84605, 38.5435, 68.8246, 698),     // UAFW-UTDD
            (55.8783, 38.0595, 40.1473, 44.3959, 1810),     // UUMU-UDYZ
            (57.05833, 40.98167, 53.77361, 27.57722, 920),  // XUDI-UMLI
            (54.40105, 48.8027, 40.60795, 72.79512, 2346),  // UWLW-UAFO
        ];
        for (from_lat, from_lon, to_lat, to_lon, km) in table {
            let computed =
                great_circle_km(Point { lat: from_lat, lon: from_lon }, Point { lat: to_lat, lon: to_lon });
            assert!((computed - f64::from(km)).abs() <= 1.0, "{computed} km against {km} km");
        }
    }
}
