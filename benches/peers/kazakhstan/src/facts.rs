//! What the tables come to: times of travel, who is there first, and limits, worked out once.

use crate::draws::{Factor, Triangular};
use crate::gate::StartOfWeather;
use crate::table::{
    AIRFIELDS, COMMON_FACTOR, COMMON_SD, COPIES, CRUISE, EARTH_RADIUS_KM, FIELDS, FLEETS, HOUR, LANES, MARCH,
    PLACES, POINTS, TRAVEL_FACTOR, UNITS,
};
use crate::world::{FACILITIES, NONE, ROWS};

/// What does not change, worked out from the tables once.
pub struct Tables {
    /// Travel between airfields, without and with the mean of its factor [ms].
    pub travel: [[i64; ROWS]; ROWS],
    pub expected: [[i64; ROWS]; ROWS],
    pub travel_factor: Factor,
    /// The common factor of each contingent.
    pub common: [Factor; COMMON_SD.len()],
    pub mobilisation: [[Triangular; 2]; UNITS.len()],
    /// March over the great circle [ms].
    pub march: [[i64; PLACES]; PLACES],
    pub unit_of: [u8; COPIES],
    /// First item of a copy among those of its unit.
    pub items_before: [u16; COPIES],
    /// By lane: its fleets, first there first, and as bits.
    pub approach: [[u8; 2]; LANES.len()],
    pub fleets: [u8; LANES.len()],
    pub limits: [i32; FACILITIES],
    /// Facilities with a limit, as bits.
    pub limited: u64,
    pub weather: StartOfWeather,
}

impl Tables {
    pub fn new() -> Self {
        let travel_factor = Factor::new(TRAVEL_FACTOR);
        let (cruise, beside, detour) = CRUISE;
        let travel = |from: usize, to: usize| {
            ((great_circle_km(from, to) * detour / cruise + beside) * HOUR as f64).round() as i64
        };
        let travel: [[i64; ROWS]; ROWS] = std::array::from_fn(|from| {
            std::array::from_fn(
                |to| if from == to || from.max(to) >= AIRFIELDS { 0 } else { travel(from, to) },
            )
        });
        let expected = travel.map(|row| row.map(|ms| (ms as f64 * travel_factor.expected()).round() as i64));
        let (speed, longer) = MARCH;
        let march = |from: usize, to: usize| {
            let metres = (great_circle_km(from, to) * longer * 1_000.0).round();
            (metres / (speed / 3_600.0)).round() as i64
        };
        let (mean, min, max) = COMMON_FACTOR;
        let common = COMMON_SD.map(|sd| Factor::new((mean, sd, min, max)));
        let mut tables = Tables {
            travel,
            expected,
            travel_factor,
            common,
            mobilisation: UNITS
                .each_ref()
                .map(|unit| [Triangular::new(unit.notice), Triangular::new(unit.prepare)]),
            march: std::array::from_fn(|from| std::array::from_fn(|to| march(from, to))),
            unit_of: [0; COPIES],
            items_before: [0; COPIES],
            approach: [[NONE; 2]; LANES.len()],
            fleets: [0; LANES.len()],
            limits: [0; FACILITIES],
            limited: 0,
            weather: StartOfWeather::new(),
        };
        tables.number_copies();
        tables.order_fleets();
        tables.limit_facilities();
        tables
    }

    fn number_copies(&mut self) {
        let copies =
            UNITS.iter().enumerate().flat_map(|(unit, spec)| (0..spec.copies).map(move |copy| (unit, copy)));
        for (number, (unit, copy)) in copies.enumerate() {
            let items = UNITS[unit].loads.iter().sum::<u32>();
            self.unit_of[number] = unit as u8;
            self.items_before[number] = (copy as u32 * items) as u16;
        }
    }

    fn order_fleets(&mut self) {
        for (number, lane) in LANES.iter().enumerate() {
            let mut fleets: Vec<usize> = lane.fleets.to_vec();
            fleets.sort_by_key(|fleet| self.expected[FLEETS[*fleet].base][lane.from]);
            for (place, fleet) in fleets.iter().enumerate() {
                self.approach[number][place] = *fleet as u8;
                self.fleets[number] |= 1 << fleet;
            }
        }
    }

    fn limit_facilities(&mut self) {
        for (airfield, spec) in FIELDS.iter().enumerate() {
            let limits = [spec.stands, spec.spots, spec.loading_teams, spec.unloading_teams];
            for (facility, limit) in limits.iter().enumerate() {
                if let Some(limit) = limit {
                    self.limits[airfield * 4 + facility] = i32::from(*limit);
                    self.limited |= 1 << (airfield * 4 + facility);
                }
            }
        }
    }
}

fn great_circle_km(from: usize, to: usize) -> f64 {
    let ((from_lat, from_lon), (to_lat, to_lon)) = (POINTS[from], POINTS[to]);
    let half_lat = libm::sin((to_lat - from_lat).to_radians() / 2.0);
    let half_lon = libm::sin((to_lon - from_lon).to_radians() / 2.0);
    let cosines = libm::cos(from_lat.to_radians()) * libm::cos(to_lat.to_radians());
    let haversine = half_lat * half_lat + cosines * half_lon * half_lon;
    2.0 * EARTH_RADIUS_KM * libm::asin(haversine.sqrt())
}
