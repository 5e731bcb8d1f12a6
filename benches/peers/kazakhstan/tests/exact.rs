//! The program with the draws of forceflow: each replication closes, and is home again, at the instant that forceflow gives.
//!
//! Means can agree while a rule is missing that seldom matters. Here every uniform variate is the one that forceflow has for that
//! purpose, so that a difference in any rule shows. A millisecond is left to the order in which floating-point terms are added.

use forceflow::internals::kernel::{Forgetful, Streams, stream_id};
use forceflow::internals::model::{NoObserver, Simulation};
use forceflow::{Options, compile, load};

use kazakhstan::World;
use kazakhstan::draws::{Draws, Load, Use};
use kazakhstan::table::{AIRFIELDS, CONTINGENTS, FLEETS, LANES, MACHULISHCHI, PLACES, UNITS};

const SCENARIO: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../scenarios/kazakhstan-2022.json");
const SEED: u64 = 1;
const REPLICATIONS: u32 = 200;
const TOLERANCE_MS: i64 = 2;

/// Ids of places, by number.
const PLACE_IDS: [&str; PLACES] = [
    "almaty",
    "chkalovsky",
    "gissar",
    "ivanovo",
    "kant",
    "karaganda",
    "machulishchi",
    "orenburg",
    "pskov",
    "ulyanovsk",
    "zhetygen",
    "zvartnots",
    "vitebsk",
    "arsenals",
    "bread-factory",
    "city-facilities",
    "druzhba",
    "headquarters",
    "military-stores",
    "telecom",
    "tpp-1",
    "tpp-2",
    "tpp-3",
];

/// Ids of civilians.
const CIVILIAN_IDS: [&str; 2] = ["flown-by-10-january", "flown-by-12-january"];

/// Uniform variates by the names under which forceflow keeps them.
struct Named {
    streams: Streams,
}

fn unit_id(unit: usize) -> String {
    format!("{}/{}", CONTINGENTS[UNITS[unit].contingent], UNITS[unit].id)
}

fn way(home: bool) -> &'static str {
    if home { "home" } else { "out" }
}

/// The place of a lift in its itinerary: after a march for the units from Vitebsk, and homewards for those with a site.
fn lift_index(load: Load) -> usize {
    let unit = &UNITS[usize::from(load.unit)];
    let from_site = unit.last >= AIRFIELDS;
    let by_road = LANES[unit.out].from == MACHULISHCHI;
    usize::from(if load.home { from_site } else { by_road })
}

fn lift_stream(load: Load) -> u64 {
    stream_id(&format!("leg/{}/{}/{}", unit_id(usize::from(load.unit)), way(load.home), lift_index(load)))
}

/// The stream and the place of a draw in it.
fn place(what: Use) -> (u64, u64) {
    let first = |name: &str| (stream_id(name), 0);
    match what {
        Use::Decision => first("decision"),
        Use::Mandate => first("mandate/kyrgyzstan"),
        Use::Opens => first("opens/almaty"),
        Use::Withdrawal => first("withdrawal/begins"),
        Use::Factor { contingent } => first(&format!("factor/{}", CONTINGENTS[contingent])),
        Use::Available { fleet } => first(&format!("available/{}", FLEETS[fleet].id)),
        Use::Notice { unit, copy } => (stream_id(&format!("notice/{}", unit_id(unit))), copy as u64),
        Use::Preparation { unit, copy } => (stream_id(&format!("prepare/{}", unit_id(unit))), copy as u64),
        Use::Weather { airfield, number } => (stream_id(&format!("weather/{}", PLACE_IDS[airfield])), number),
        Use::Handover { place } => (stream_id(PLACE_IDS[place]) ^ stream_id("withdrawal/handover"), 0),
        Use::Reception { place, load } => {
            // It belongs to the leg before it: the lift on the way in, the march on the way home.
            let leg = if load.home { 0 } else { lift_index(load) };
            let of_leg = format!("reception/{}/{}/{leg}", unit_id(usize::from(load.unit)), way(load.home));
            (stream_id(&format!("place/{}", PLACE_IDS[place])) ^ stream_id(&of_leg), u64::from(load.item))
        }
        Use::Boarding { group, load } => {
            let board = stream_id(&format!("civilians/{}/board", CIVILIAN_IDS[group]));
            (lift_stream(load) ^ board, u64::from(load.item))
        }
        Use::Sortie { load, draw } => (lift_stream(load), u64::from(load.item) * 8 + draw as u64),
        Use::Beside { load, draw } => {
            (lift_stream(load) ^ 0x5DEE_CE66_D1CE_4E5B, u64::from(load.item) * 16 + draw as u64)
        }
        Use::Diversion { load, deliver, flight } => {
            let trip = u64::from(load.item) * 2 + u64::from(deliver);
            (lift_stream(load) ^ 0x9E37_79B9_7F4A_7C15, (trip << 16) + u64::from(flight))
        }
    }
}

impl Draws for Named {
    fn begin(&mut self, replication: u64) {
        self.streams = Streams::new(SEED, replication as u32);
    }

    fn uniform(&mut self, what: Use) -> f64 {
        let (stream, draw) = place(what);
        self.streams.open(stream, draw).uniform()
    }
}

#[test]
fn each_replication_ends_when_that_of_forceflow_does() {
    let loaded = load(std::path::Path::new(SCENARIO), &[]).expect("the shipped scenario");
    let world = compile(&loaded.scenario).expect("it compiles");
    let options = Options { seed: SEED, ..Options::default() };
    let mut simulation = Simulation::<Forgetful, NoObserver>::new(&world, options, NoObserver);
    let mut by_hand = World::new(Named { streams: Streams::new(SEED, 1) });
    let mut differ = Vec::new();
    for replication in 1..=REPLICATIONS {
        let outcome = simulation.run(replication);
        let ends = [0, 1].map(|phase| outcome.phases[phase].closure.at.map(|at| at.as_ms()));
        let found = by_hand.run(u64::from(replication));
        let found = [found.closure, found.home];
        let near = |(a, b): (&Option<i64>, &Option<i64>)| match (a, b) {
            (Some(a), Some(b)) => (a - b).abs() <= TOLERANCE_MS,
            (a, b) => a == b,
        };
        if !ends.iter().zip(&found).all(near) {
            differ.push(format!("{replication}: {found:?}, not {ends:?}"));
        }
    }
    assert!(differ.is_empty(), "{} of {REPLICATIONS} differ:\n{}", differ.len(), differ.join("\n"));
}
