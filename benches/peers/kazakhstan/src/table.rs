//! What `scenarios/kazakhstan-2022.json` and the libraries that it includes say, by number instead of by name.
//!
//! Numbers follow the alphabet, because simultaneous requests are served in that order. Hours are those of the scenario;
//! loads are what its units come to at a planned fill of 0.8 (1 for the small contingents), which no chance decides.

/// Milliseconds in an hour.
pub const HOUR: i64 = 3_600_000;
/// Nothing happens later.
pub const HORIZON: i64 = 720 * HOUR;
/// Readiness and free aircraft are reported at multiples of this.
pub const REPORT: i64 = HOUR;
/// Longest duty of a crew, and its rest.
pub const DUTY: i64 = 24 * HOUR;
pub const REST: i64 = 12 * HOUR;
/// Longest hold over Almaty or Zhetygen.
pub const HOLD: i64 = 3 * HOUR / 2;
/// Local time of day at `start`, 22:00, where days of the withdrawal are counted.
pub const LOCAL_START: i64 = 22 * HOUR;
/// Loaded departures homewards in a day.
pub const HOMEWARD_A_DAY: u32 = 20;
pub const HANDOVER_TEAMS: usize = 4;
pub const BREAKDOWN: f64 = 0.03;

// Airfields, then the places without one.
pub const ALMATY: usize = 0;
pub const CHKALOVSKY: usize = 1;
pub const GISSAR: usize = 2;
pub const IVANOVO: usize = 3;
pub const KANT: usize = 4;
pub const KARAGANDA: usize = 5;
pub const MACHULISHCHI: usize = 6;
pub const ORENBURG: usize = 7;
pub const PSKOV: usize = 8;
pub const ULYANOVSK: usize = 9;
pub const ZHETYGEN: usize = 10;
pub const ZVARTNOTS: usize = 11;
pub const AIRFIELDS: usize = 12;
pub const VITEBSK: usize = 12;
pub const ARSENALS: usize = 13;
pub const BREAD_FACTORY: usize = 14;
pub const CITY: usize = 15;
pub const DRUZHBA: usize = 16;
pub const HEADQUARTERS: usize = 17;
pub const STORES: usize = 18;
pub const TELECOM: usize = 19;
pub const TPP_1: usize = 20;
pub const TPP_2: usize = 21;
pub const TPP_3: usize = 22;
pub const PLACES: usize = 23;

/// Latitude and longitude [degrees].
pub const POINTS: [(f64, f64); PLACES] = [
    (43.3587, 77.04815),
    (55.8783, 38.0595),
    (38.512_328, 68.672_464),
    (57.05833, 40.98167),
    (42.8534, 74.84605),
    (49.6708, 73.33455),
    (53.77361, 27.57722),
    (51.7958, 55.45675),
    (57.78395, 28.3956),
    (54.40105, 48.8027),
    (43.732_848, 77.120_005),
    (40.1473, 44.3959),
    (55.1265, 30.34965),
    (43.65, 77.0),
    (43.23, 76.82),
    (43.25, 76.92),
    (43.22, 76.8),
    (43.24, 76.96),
    (43.7, 77.1),
    (43.25, 76.94),
    (43.28, 76.93),
    (43.3, 76.8),
    (43.42, 77.01),
];

/// What an airfield has; `None` where there is no limit.
pub struct Airfield {
    pub stands: Option<u8>,
    pub spots: Option<u8>,
    pub loading_teams: Option<u8>,
    pub unloading_teams: Option<u8>,
    /// Between two movements [ms]; none where there is no limit.
    pub runway: i64,
    pub deicing: bool,
}

const fn field(spots: u8, loading_teams: u8) -> Airfield {
    Airfield {
        stands: None,
        spots: Some(spots),
        loading_teams: Some(loading_teams),
        unloading_teams: None,
        runway: HOUR / 10,
        deicing: true,
    }
}

const fn forward(stands: u8, spots: u8, unloading_teams: u8, runway: i64) -> Airfield {
    Airfield {
        stands: Some(stands),
        spots: Some(spots),
        loading_teams: None,
        unloading_teams: Some(unloading_teams),
        runway,
        deicing: true,
    }
}

const OPEN: Airfield = Airfield {
    stands: None,
    spots: None,
    loading_teams: None,
    unloading_teams: None,
    runway: 0,
    deicing: false,
};

pub const FIELDS: [Airfield; AIRFIELDS] = [
    forward(20, 10, 8, 2 * HOUR / 25),
    field(6, 3),
    field(2, 2),
    field(6, 3),
    field(3, 2),
    OPEN,
    field(4, 3),
    OPEN,
    OPEN,
    field(6, 3),
    forward(10, 5, 4, 3 * HOUR / 20),
    field(2, 2),
];

/// Homes where so many copies prepare at a time.
pub const TEAM_HOMES: [usize; 3] = [CHKALOVSKY, IVANOVO, ULYANOVSK];
pub const MOBILISATION_TEAMS: usize = 4;

/// A triangular distribution: least, likeliest and greatest value [h].
pub type Tri = (f64, f64, f64);
pub const DECISION: Tri = (2.0, 3.0, 6.0);
pub const MANDATE: Tri = (35.0, 38.0, 41.0);
pub const ALMATY_OPENS: Tri = (14.0, 18.0, 23.0);
pub const DEICING: Tri = (0.3, 0.5, 1.0);
pub const RECEPTION: Tri = (0.3, 0.5, 1.0);
pub const WITHDRAWAL: Tri = (178.0, 182.0, 186.0);
pub const HANDOVER: Tri = (1.0, 2.0, 4.0);
pub const BOARDING: Tri = (0.5, 0.75, 1.5);
pub const REPAIR: Tri = (1.5, 4.0, 12.0);
pub const AVAILABLE: Tri = (3.0, 6.0, 12.0);
pub const SHUTTLE_AVAILABLE: Tri = (26.0, 34.0, 40.0);
pub const WEATHER_CLOSED: Tri = (2.0, 4.0, 9.0);
/// Mean of open weather, which is exponential [h].
pub const WEATHER_OPEN: f64 = 60.0;
/// Loading, unloading and refuelling of an Il-76 and an An-124.
pub const LOADING: [Tri; 2] = [(2.0, 2.5, 3.2), (4.0, 5.0, 6.0)];
pub const UNLOADING: [Tri; 2] = [(0.9, 1.25, 1.7), (2.0, 2.5, 3.2)];
pub const REFUELLING: [Tri; 2] = [(0.5, 0.8, 1.5), (1.0, 1.5, 2.5)];
pub const SEATS: [u32; 2] = [145, 88];

/// Travel of both types: cruise [km/h], what a flight takes beside it [h], and its length over the great circle.
pub const CRUISE: (f64, f64, f64) = (750.0, 0.4, 1.05);
/// The normal factor on it: mean, deviation, least and greatest.
pub const TRAVEL_FACTOR: (f64, f64, f64, f64) = (1.0, 0.03, 0.9, 1.15);

pub const IL_76: u8 = 0;
pub const AN_124: u8 = 1;

pub struct Fleet {
    pub id: &'static str,
    pub kind: u8,
    pub base: usize,
    pub count: usize,
    pub available: Tri,
}

const fn fleet(id: &'static str, base: usize, count: usize) -> Fleet {
    Fleet { id, kind: IL_76, base, count, available: AVAILABLE }
}

const AN: usize = 0;
const SHUTTLE: usize = 1;
const CHK: usize = 2;
const IVA: usize = 3;
const ORE: usize = 4;
const PSK: usize = 5;
const ULY: usize = 6;
pub const FLEETS: [Fleet; 7] = [
    Fleet { kind: AN_124, ..fleet("an-124", ULYANOVSK, 5) },
    Fleet { available: SHUTTLE_AVAILABLE, ..fleet("kant-shuttle", KANT, 4) },
    fleet("vta-chkalovsky", CHKALOVSKY, 14),
    fleet("vta-ivanovo", IVANOVO, 14),
    fleet("vta-orenburg", ORENBURG, 16),
    fleet("vta-pskov", PSKOV, 8),
    fleet("vta-ulyanovsk", ULYANOVSK, 14),
];
pub const AIRCRAFT: usize = 75;

/// A queue of loads with one way and the fleets that may fly it.
pub struct Lane {
    pub from: usize,
    /// In order of preference.
    pub to: &'static [usize],
    pub fleets: &'static [usize],
}

const fn lane(from: usize, to: &'static [usize], fleets: &'static [usize]) -> Lane {
    Lane { from, to, fleets }
}

/// The first lanes lead out, those from [`HOMEWARD`] on home.
pub const LANES: [Lane; 18] = [
    lane(CHKALOVSKY, &[ALMATY], &[CHK, ORE]),
    lane(CHKALOVSKY, &[ALMATY, ZHETYGEN], &[CHK, ORE]),
    lane(IVANOVO, &[ALMATY, ZHETYGEN], &[IVA, ORE]),
    lane(ULYANOVSK, &[ZHETYGEN, ALMATY], &[ULY, ORE]),
    lane(CHKALOVSKY, &[ALMATY], &[AN]),
    lane(IVANOVO, &[ALMATY], &[IVA, ORE]),
    lane(ULYANOVSK, &[ZHETYGEN], &[ULY, ORE]),
    lane(MACHULISHCHI, &[ZHETYGEN], &[PSK]),
    lane(ZVARTNOTS, &[ALMATY], &[CHK, ORE]),
    lane(GISSAR, &[ALMATY], &[ORE]),
    lane(KANT, &[ALMATY], &[SHUTTLE]),
    lane(ALMATY, &[CHKALOVSKY], &[CHK, ORE]),
    lane(ALMATY, &[IVANOVO], &[IVA, ORE]),
    lane(ZHETYGEN, &[ULYANOVSK], &[ULY, ORE]),
    lane(ALMATY, &[CHKALOVSKY], &[AN]),
    lane(ZHETYGEN, &[MACHULISHCHI], &[PSK]),
    lane(ALMATY, &[ZVARTNOTS], &[CHK, ORE]),
    lane(ALMATY, &[GISSAR], &[ORE]),
];
pub const HOMEWARD: usize = 11;
/// No lane: the Kyrgyz unit marches home.
pub const NO_LANE: usize = usize::MAX;

/// A kind of unit. A load holds items (vehicles, people, tonnes), by whose numbers forceflow keys its draws.
pub struct Unit {
    pub id: &'static str,
    pub contingent: usize,
    pub copies: usize,
    pub home: usize,
    /// First in the dispatch and for mobilisation teams; 2 for units without a priority.
    pub rank: u64,
    pub notice: Tri,
    pub prepare: Tri,
    /// Items of each load, and vehicles where loads march apart.
    pub loads: &'static [u32],
    pub vehicles: &'static [u32],
    pub out: usize,
    pub back: usize,
    /// Where its way in ends.
    pub last: usize,
}

pub const CONTINGENTS: [&str; 5] = ["armenia", "belarus", "kyrgyzstan", "russia", "tajikistan"];
pub const KYRGYZSTAN: usize = 2;
/// The normal factor on notice and preparation, drawn once for a contingent: mean, least and greatest.
pub const COMMON_FACTOR: (f64, f64, f64) = (1.0, 0.7, 1.4);
pub const COMMON_SD: [f64; 5] = [0.12, 0.12, 0.12, 0.1, 0.12];

/// A Russian group of four vehicles: two loads.
const fn group(id: &'static str, copies: usize, home: usize, out: usize, back: usize, last: usize) -> Unit {
    Unit {
        id,
        contingent: 3,
        copies,
        home,
        rank: 2,
        notice: (1.0, 2.0, 3.0),
        prepare: (6.5, 12.0, 20.0),
        loads: &[46, 6],
        vehicles: &[],
        out,
        back,
        last,
    }
}

const fn supplies(id: &'static str, home: usize, out: usize, back: usize, last: usize) -> Unit {
    Unit { loads: &[20], ..group(id, 4, home, out, back, last) }
}

const SLOW: (Tri, Tri) = ((1.0, 3.0, 6.0), (12.0, 24.0, 48.0));
const QUICK: (Tri, Tri) = ((0.5, 1.0, 2.0), (1.0, 2.0, 4.0));

/// A national unit with one copy.
const fn national(id: &'static str, contingent: usize, home: usize, (notice, prepare): (Tri, Tri)) -> Unit {
    Unit { notice, prepare, contingent, ..group(id, 1, home, 0, 0, 0) }
}

pub const UNITS: [Unit; 18] = [
    Unit {
        loads: &[62, 2],
        out: 8,
        back: 16,
        last: BREAD_FACTORY,
        ..national("bread-factory-guard", 0, ZVARTNOTS, SLOW)
    },
    Unit { loads: &[43], out: 8, back: 16, last: DRUZHBA, ..national("druzhba-guard", 0, ZVARTNOTS, SLOW) },
    Unit {
        loads: &[54, 6, 8, 4],
        vehicles: &[3, 3, 4, 2],
        out: 7,
        back: 15,
        last: ZHETYGEN,
        ..national("airfield-platoons", 1, VITEBSK, QUICK)
    },
    Unit {
        loads: &[38, 6, 4],
        vehicles: &[3, 3, 2],
        out: 7,
        back: 15,
        last: STORES,
        ..national("stores-platoon", 1, VITEBSK, QUICK)
    },
    Unit {
        loads: &[63, 63, 18, 9, 10, 6],
        out: 10,
        back: NO_LANE,
        last: TPP_2,
        ..national("scorpion", KYRGYZSTAN, KANT, ((0.3, 0.5, 1.0), (2.0, 4.0, 6.0)))
    },
    group("airborne98-city", 8, IVANOVO, 2, 12, CITY),
    group("airborne98-tpp3", 6, IVANOVO, 2, 12, TPP_3),
    group("assault31-arsenals", 4, ULYANOVSK, 3, 13, ARSENALS),
    group("assault31-city", 6, ULYANOVSK, 3, 13, CITY),
    Unit {
        rank: 1,
        prepare: (4.0, 10.0, 20.0),
        loads: &[51, 7],
        ..group("headquarters", 1, CHKALOVSKY, 1, 11, HEADQUARTERS)
    },
    Unit {
        rank: 0,
        notice: (0.5, 1.0, 2.0),
        prepare: (3.0, 5.0, 9.0),
        loads: &[32],
        ..group("spetsnaz45-advance", 2, CHKALOVSKY, 0, 11, ALMATY)
    },
    group("spetsnaz45-airport", 4, CHKALOVSKY, 0, 11, ALMATY),
    group("spetsnaz45-telecom", 6, CHKALOVSKY, 1, 11, TELECOM),
    supplies("supplies-chkalovsky", CHKALOVSKY, 0, 11, ALMATY),
    supplies("supplies-ivanovo", IVANOVO, 5, 12, ALMATY),
    supplies("supplies-ulyanovsk", ULYANOVSK, 6, 13, ZHETYGEN),
    Unit { loads: &[30, 6], ..group("transport-column", 4, CHKALOVSKY, 4, 14, HEADQUARTERS) },
    Unit { loads: &[145, 55], out: 9, back: 17, last: TPP_1, ..national("battalion", 4, GISSAR, SLOW) },
];
pub const COPIES: usize = 59;

/// Places are handed over in this order.
pub const HANDOVER_ORDER: [usize; 12] = [
    ZHETYGEN,
    STORES,
    BREAD_FACTORY,
    DRUZHBA,
    TPP_1,
    TPP_2,
    ALMATY,
    ARSENALS,
    CITY,
    HEADQUARTERS,
    TELECOM,
    TPP_3,
];

/// Civilians at Almaty: since when [ms] and how many; an aircraft takes 123 of each group.
pub const CIVILIANS: [(i64, u32); 2] = [(74 * HOUR, 1_719), (98 * HOUR, 376)];
pub const CIVILIANS_ABOARD: u32 = 123;
pub const CIVILIANS_TO: [usize; 4] = [CHKALOVSKY, IVANOVO, ULYANOVSK, ORENBURG];

/// March between Vitebsk and Machulishchi: 270 km at 30 km/h with halts of 1 h after 3.5 h and 7 h.
pub const MARCH_VITEBSK: i64 = 11 * HOUR;
/// Its column passes at 10 vehicles a kilometre [ms a vehicle].
pub const PASS_EACH: i64 = HOUR / 300;
/// March home of the Kyrgyz unit: 250 km at 25 km/h with two halts.
pub const MARCH_KANT: i64 = 12 * HOUR;
/// Other marches: speed [km/h], and length over the great circle.
pub const MARCH: (f64, f64) = (25.0, 1.3);
pub const EARTH_RADIUS_KM: f64 = 6_371.008_8;
