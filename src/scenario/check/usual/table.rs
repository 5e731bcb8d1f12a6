//! What speeds, payloads, durations, masses and distances usually are, by kind and mode.
//!
//! The ranges are wide and rest on general knowledge: each row names the slowest, smallest, fastest or largest of its kind that is
//! well known. They tell a slip of the unit or of a digit, not a good assumption from a bad one.

use crate::diagnostic::Code;
use crate::scenario::Mode;

/// A row of the table: what a number usually is.
#[derive(Debug, Clone, Copy)]
pub(in crate::scenario) struct Usual {
    /// The code of a value outside.
    pub(in crate::scenario) code: Code,
    /// Where the number stands, `*` for an id or the place in a list; its last key says the unit.
    pub(in crate::scenario) path: &'static str,
    /// The mode of the carrier type or route that it belongs to; `None` for every mode.
    pub(in crate::scenario) mode: Option<Mode>,
    /// The smallest usual value; 0 is never unusual.
    pub(in crate::scenario) least: f64,
    /// The largest usual value.
    pub(in crate::scenario) most: f64,
    /// Examples near the ends: a fragment.
    pub(in crate::scenario) such: &'static str,
}

const fn row(
    code: Code,
    path: &'static str,
    mode: Option<Mode>,
    (least, most): (f64, f64),
    such: &'static str,
) -> Usual {
    Usual { code, path, mode, least, most, such }
}

const AIR: Option<Mode> = Some(Mode::Air);
const ROAD: Option<Mode> = Some(Mode::Road);
const RAIL: Option<Mode> = Some(Mode::Rail);
const SEA: Option<Mode> = Some(Mode::Sea);
const ANY: Option<Mode> = None;

const SPEED: Code = Code::W2007;
const PAYLOAD: Code = Code::W2008;
const HOURS: Code = Code::W2009;
const SIZE: Code = Code::W2010;
const DISTANCE: Code = Code::W2011;
const PRICE: Code = Code::W2012;

/// All rows.
pub(in crate::scenario) const TABLE: &[Usual] = &[
    // Speeds [km/h].
    row(SPEED, "carrier_types.*.speed_kmh", AIR, (100.0, 1000.0), "helicopters 200, airliners 900"),
    row(SPEED, "carrier_types.*.speed_kmh", ROAD, (5.0, 110.0), "convoys 25 to 60, single trucks 80"),
    row(SPEED, "carrier_types.*.speed_kmh", RAIL, (5.0, 200.0), "military trains 30 to 60, fast trains 200"),
    row(SPEED, "carrier_types.*.speed_kmh", SEA, (5.0, 85.0), "cargo ships 28, fast ferries 80"),
    row(SPEED, "contingents.*.units.*.*.*.march.speed_kmh", ANY, (1.5, 90.0), "on foot 4, columns 20 to 50"),
    row(
        SPEED,
        "contingents.*.units.*.*.*.march.night_speed_kmh",
        ANY,
        (1.0, 90.0),
        "on foot 3, columns 15 to 40",
    ),
    // Payloads [t].
    row(
        PAYLOAD,
        "carrier_types.*.payload_t",
        AIR,
        (0.3, 250.0),
        "light helicopters 1, An-124 120, An-225 250",
    ),
    row(
        PAYLOAD,
        "carrier_types.*.payload_t",
        ROAD,
        (0.5, 2500.0),
        "one truck 5 to 25, a company of trucks 200 to 1,000",
    ),
    row(
        PAYLOAD,
        "carrier_types.*.payload_t",
        RAIL,
        (20.0, 10_000.0),
        "military trains 1,000 to 1,500, coal trains 7,000",
    ),
    row(
        PAYLOAD,
        "carrier_types.*.payload_t",
        SEA,
        (5.0, 400_000.0),
        "landing craft 100, ro-ro ships 5,000 to 30,000",
    ),
    row(
        PAYLOAD,
        "carrier_types.*.payload_range.*.payload_t",
        AIR,
        (0.3, 250.0),
        "light helicopters 1, An-124 120, An-225 250",
    ),
    row(PAYLOAD, "carrier_types.*.seats", AIR, (1.0, 900.0), "An-2 12, Il-76 145, A380 up to 853"),
    row(PAYLOAD, "carrier_types.*.seats", ROAD, (1.0, 5000.0), "a bus 50, a company of trucks 1,000"),
    row(
        PAYLOAD,
        "carrier_types.*.seats",
        RAIL,
        (1.0, 5000.0),
        "military trains 300, long passenger trains 1,500",
    ),
    row(
        PAYLOAD,
        "carrier_types.*.seats",
        SEA,
        (1.0, 16_000.0),
        "ferries 2,000, the largest troop ships 15,000",
    ),
    row(PAYLOAD, "carrier_types.*.fuel_uplift_t", AIR, (0.05, 260.0), "An-26 5, Il-76 80, A380 250"),
    row(
        PAYLOAD,
        "carrier_types.*.fuel_uplift_t",
        SEA,
        (0.1, 20_000.0),
        "ferries 100, the largest ships 16,000",
    ),
    // Durations [h]; of a distribution, its mean.
    row(HOURS, "carrier_types.*.load_h", AIR, (0.05, 12.0), "helicopters 0.2, Il-76 2, An-124 6"),
    row(HOURS, "carrier_types.*.load_h", ROAD, (0.05, 36.0), "a truck 0.5, a company of trucks 8"),
    row(HOURS, "carrier_types.*.load_h", RAIL, (0.2, 72.0), "military trains 4 to 12"),
    row(HOURS, "carrier_types.*.load_h", SEA, (0.2, 240.0), "ferries 2, ro-ro ships 30"),
    row(HOURS, "carrier_types.*.unload_h", AIR, (0.05, 12.0), "helicopters 0.2, Il-76 1.5, An-124 5"),
    row(HOURS, "carrier_types.*.unload_h", ROAD, (0.05, 36.0), "a truck 0.5, a company of trucks 8"),
    row(HOURS, "carrier_types.*.unload_h", RAIL, (0.2, 72.0), "military trains 3 to 10"),
    row(HOURS, "carrier_types.*.unload_h", SEA, (0.2, 240.0), "ferries 2, ro-ro ships 30"),
    row(HOURS, "carrier_types.*.refuel_h", AIR, (0.05, 8.0), "helicopters 0.3, Il-76 1, An-124 2"),
    row(HOURS, "carrier_types.*.refuel_h", ROAD, (0.05, 12.0), "a truck 0.2, a company of trucks 2"),
    row(HOURS, "carrier_types.*.refuel_h", RAIL, (0.05, 24.0), "locomotives 1"),
    row(HOURS, "carrier_types.*.refuel_h", SEA, (0.2, 96.0), "ferries 3, large ships 24"),
    row(HOURS, "carrier_types.*.service_h", AIR, (0.01, 72.0), "between flights 0.5, a day's check 6"),
    row(HOURS, "carrier_types.*.refuel_stop_h", ANY, (0.1, 24.0), "aircraft 1 to 3"),
    row(HOURS, "carrier_types.*.block_extra_h", ANY, (0.01, 3.0), "aircraft 0.2 to 0.5"),
    row(HOURS, "carrier_types.*.breakdown.repair_h", ANY, (0.05, 720.0), "a lamp 1, an engine 72"),
    row(HOURS, "routes.*.border_delay_h", ANY, (0.02, 336.0), "road borders 2, a change of gauge 24 to 70"),
    row(HOURS, "fleets.*.crews.duty_h", ANY, (3.0, 72.0), "aircrews 12 to 18, with a second crew 24"),
    row(HOURS, "fleets.*.crews.rest_h", ANY, (3.0, 96.0), "aircrews 8 to 24"),
    row(
        HOURS,
        "places.*.terminal.runway_interval_h",
        ANY,
        (0.005, 2.0),
        "busy runways 0.02, small fields 0.25",
    ),
    row(HOURS, "places.*.terminal.slot_interval_h", ANY, (0.01, 48.0), "airfields 0.1 to 1"),
    row(HOURS, "places.*.terminal.deicing_h", ANY, (0.05, 6.0), "aircraft 0.3 to 1"),
    row(HOURS, "places.*.terminal.max_air_hold_h", ANY, (0.1, 8.0), "aircraft 0.5 to 2"),
    row(HOURS, "places.*.reception.process_h", ANY, (0.02, 240.0), "a company 1 to 6"),
    row(HOURS, "places.*.site.takeover_h", ANY, (0.05, 336.0), "a building 2, a sector 48"),
    row(HOURS, "contingents.*.units.*.notice_h", ANY, (0.05, 4320.0), "alert units 1, brigades 240 to 2,000"),
    row(
        HOURS,
        "contingents.*.units.*.prepare_h",
        ANY,
        (0.05, 4320.0),
        "alert units 6, brigades 240 to 2,000",
    ),
    row(HOURS, "contingents.*.units.*.*.*.march.halt_h", ANY, (0.05, 24.0), "short halts 0.2 to 1"),
    row(HOURS, "contingents.*.units.*.*.*.march.halt_every_h", ANY, (0.5, 24.0), "halts every 2 to 4"),
    row(
        HOURS,
        "contingents.*.units.*.*.*.march.breakdown.repair_h",
        ANY,
        (0.05, 336.0),
        "a tyre 1, a recovery 12",
    ),
    row(HOURS, "civilians.*.board_h", ANY, (0.02, 24.0), "an aircraft 0.5 to 2"),
    row(HOURS, "reporting_interval_h", ANY, (0.02, 336.0), "centres 1, daily reports 24"),
    // Masses [t] and sizes [m].
    row(
        SIZE,
        "vehicle_types.*.mass_t",
        ANY,
        (0.05, 150.0),
        "motorcycles 0.2, trucks 10 to 25, tanks 45 to 70",
    ),
    row(
        SIZE,
        "vehicle_types.*.length_m",
        ANY,
        (1.0, 40.0),
        "motorcycles 2, trucks 8, articulated lorries 17",
    ),
    row(SIZE, "vehicle_types.*.width_m", ANY, (0.5, 6.0), "motorcycles 0.8, trucks 2.5, tanks 3.7"),
    row(SIZE, "carrier_types.*.person_mass_t", ANY, (0.04, 0.4), "a person with kit 0.1 to 0.15"),
    row(SIZE, "carrier_types.*.hold_length_m", AIR, (1.0, 50.0), "An-26 11, Il-76 24, An-124 36"),
    row(SIZE, "carrier_types.*.hold_length_m", ROAD, (1.0, 3000.0), "a truck 7, a company of trucks 500"),
    row(SIZE, "carrier_types.*.hold_length_m", RAIL, (10.0, 3000.0), "military trains 350 to 800"),
    row(
        SIZE,
        "carrier_types.*.hold_length_m",
        SEA,
        (5.0, 20_000.0),
        "landing craft 25, lanes of ro-ro ships 2,000 to 7,000",
    ),
    row(SIZE, "carrier_types.*.hold_width_m", AIR, (0.8, 8.0), "An-26 2.4, Il-76 3.4, An-124 6.4"),
    row(SIZE, "carrier_types.*.hold_width_m", ROAD, (1.0, 6.0), "a truck 2.5"),
    row(SIZE, "carrier_types.*.hold_width_m", RAIL, (1.5, 5.0), "wagons 2.8 to 3.3"),
    row(SIZE, "carrier_types.*.hold_width_m", SEA, (1.5, 70.0), "one lane 3, a whole deck 30"),
    row(SIZE, "carrier_types.*.vehicle_gap_m", ANY, (0.02, 10.0), "lashed vehicles 0.3 to 1"),
    row(
        SIZE,
        "places.*.terminal.fuel.stock_t",
        ANY,
        (0.5, 500_000.0),
        "small airfields 200, large ones 50,000",
    ),
    // Distances [km] and factors on them.
    row(DISTANCE, "routes.*.distance_km", AIR, (1.0, 22_000.0), "half around the earth is 20,015"),
    row(DISTANCE, "routes.*.distance_km", ROAD, (0.1, 15_000.0), "across Eurasia 12,000"),
    row(DISTANCE, "routes.*.distance_km", RAIL, (0.5, 15_000.0), "Moscow to Vladivostok 9,288"),
    row(DISTANCE, "routes.*.distance_km", SEA, (1.0, 45_000.0), "around the earth 40,000"),
    row(
        DISTANCE,
        "routes.*.distance_factor",
        ANY,
        (1.0, 4.0),
        "great circles in the air 1.05, mountain roads 2.5",
    ),
    row(DISTANCE, "contingents.*.units.*.*.*.march.distance_km", ANY, (0.05, 6000.0), "marches by day 300"),
    row(
        DISTANCE,
        "carrier_types.*.payload_range.*.distance_km",
        AIR,
        (20.0, 18_000.0),
        "helicopters 500, An-124 5,000 to 14,000",
    ),
    row(DISTANCE, "carrier_types.*.detour_factor", ANY, (1.0, 3.0), "airways 1.05 to 1.2"),
    // Fuel [t] and carbon dioxide [t/t]. Ships: Notteboom and Cariou (2009), 225 t a day for the largest at full speed.
    row(PRICE, "carrier_types.*.fuel_t_per_h", AIR, (0.02, 25.0), "light aircraft 0.05, Mi-26 3, An-124 13"),
    row(PRICE, "carrier_types.*.fuel_t_per_h", ROAD, (0.001, 10.0), "a truck 0.02, a company of trucks 2"),
    row(PRICE, "carrier_types.*.fuel_t_per_h", RAIL, (0.01, 5.0), "a diesel locomotive 0.2 to 0.6"),
    row(
        PRICE,
        "carrier_types.*.fuel_t_per_h",
        SEA,
        (0.005, 25.0),
        "landing craft 0.05, large container ships 9",
    ),
    // IMO resolution MEPC.364(79).
    row(
        PRICE,
        "carrier_types.*.co2_per_fuel_t",
        ANY,
        (1.3, 3.3),
        "methanol 1.375, liquefied gas 2.75, heavy fuel oil 3.114, diesel 3.206; what burns none 0",
    ),
    // Prices, in the currencies of [`HARD`]: from half of the cheapest rent to several times what the dearest are known for.
    row(
        PRICE,
        "carrier_types.*.cost_per_h",
        AIR,
        (50.0, 250_000.0),
        "light aircraft 300, Mi-8 2,500, large jets 30,000",
    ),
    row(PRICE, "carrier_types.*.cost_per_h", ROAD, (1.0, 100_000.0), "a truck 60, a company of trucks 6,000"),
    row(PRICE, "carrier_types.*.cost_per_h", RAIL, (5.0, 200_000.0), "a train 200 to 5,000"),
    row(PRICE, "carrier_types.*.cost_per_h", SEA, (5.0, 500_000.0), "landing craft 100, large ships 10,000"),
    row(
        PRICE,
        "carrier_types.*.cost_per_day",
        AIR,
        (20.0, 2_000_000.0),
        "light aircraft 500, large jets 100,000",
    ),
    row(
        PRICE,
        "carrier_types.*.cost_per_day",
        ROAD,
        (5.0, 1_000_000.0),
        "a truck 300, a company of trucks 30,000",
    ),
    row(PRICE, "carrier_types.*.cost_per_day", RAIL, (20.0, 2_000_000.0), "a train 1,000 to 50,000"),
    row(
        PRICE,
        "carrier_types.*.cost_per_day",
        SEA,
        (50.0, 2_000_000.0),
        "landing craft 2,000, large ships 100,000",
    ),
    row(
        PRICE,
        "places.*.terminal.handling_cost",
        ANY,
        (0.5, 5_000_000.0),
        "a truckload 50, a ship's call 300,000",
    ),
];

/// The currencies in which prices are judged: those of a hundredth of the worth, or of the past, have other numbers.
pub(in crate::scenario) const HARD: [&str; 4] = ["USD", "EUR", "GBP", "CHF"];

/// What a way usually is beside the straight line, by mode: the trip's mean speed over a `travel_h`, and how often a length is the
/// straight line.
#[derive(Debug, Clone, Copy)]
pub(in crate::scenario) struct Way {
    /// Carriers of the mode, in the plural.
    pub(in crate::scenario) who: &'static str,
    /// The slowest usual mean speed from door to door [km/h].
    pub(in crate::scenario) least_kmh: f64,
    /// The fastest [km/h].
    pub(in crate::scenario) most_kmh: f64,
    /// The most times that a way is as long as the straight line.
    pub(in crate::scenario) most_lines: f64,
}

/// Returns the row of a mode.
pub(in crate::scenario) const fn way(mode: Mode) -> Way {
    match mode {
        Mode::Air => Way { who: "aircraft", least_kmh: 60.0, most_kmh: 1000.0, most_lines: 2.0 },
        Mode::Road => Way { who: "trucks", least_kmh: 3.0, most_kmh: 110.0, most_lines: 4.0 },
        Mode::Rail => Way { who: "trains", least_kmh: 3.0, most_kmh: 200.0, most_lines: 5.0 },
        // Continents lie between ports that are near each other.
        Mode::Sea => Way { who: "ships", least_kmh: 3.0, most_kmh: 85.0, most_lines: f64::INFINITY },
    }
}

/// The row of a march.
pub(in crate::scenario) const MARCH: Way =
    Way { who: "marching units", least_kmh: 1.0, most_kmh: 90.0, most_lines: 4.0 };
