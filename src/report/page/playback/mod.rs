//! The shown run in motion: what the script of a page needs to draw it, as one block of JSON.
//!
//! `rows` says who does what when, `ground` where that is, `chain` what closure hangs on meanwhile. Times are whole
//! milliseconds from the appeal, so that the script counts what the table counts. `assets/page/` holds the script.

mod chain;
mod ground;
mod rows;

use serde::Serialize;

use super::document::{Block, Section, clipped_to};
use super::json_in_page;
use crate::escape::visible;
use crate::experiment::arrivals::Counted;
use crate::experiment::story::Subject;
use crate::kernel::Time;
use crate::model::{Actor, Arrival, ShownRun, World};
use crate::report::map::way_of;
use crate::report::material::deployment_over;
use crate::report::names::Names;
use crate::report::numbers::{Calendar, thousands};
use crate::scenario::Scenario;
use chain::ChainStep;
use ground::Ground;
use rows::{Carrier, Rows, Site, Unit};

/// Letters of a name on a map.
const MOST_LETTERS: usize = 60;
/// Steps of a curve that a page holds.
const MOST_ON_CURVE: usize = 600;

/// What the script reads.
#[derive(Debug, Serialize)]
struct Data {
    ground: Ground,
    /// Id and words of each activity.
    kinds: Vec<(&'static str, &'static str)>,
    states: Vec<[i64; 4]>,
    /// Id, name and way of each fleet.
    fleets: Vec<(String, String, usize)>,
    /// Id and name of each unit, and how many copies there are.
    unit_kinds: Vec<(String, String, u32)>,
    carriers: Vec<Carrier>,
    units: Vec<Unit>,
    sites: Vec<Site>,
    one_in: usize,
    curve: Curve,
    chapters: Vec<Chapter>,
    /// When the force closed [ms].
    closed: Option<i64>,
    deadline: Option<i64>,
    /// The local clock at the appeal, as if in UTC [ms].
    local_start: Option<i64>,
    chain: Vec<ChainStep>,
    diary: Vec<ChainStep>,
}

/// A part of the run: name, beginning and end [ms].
#[derive(Debug, PartialEq, Eq, Serialize)]
struct Chapter(&'static str, i64, i64);

/// What comes to be in place, and home, step by step: milliseconds after the step before, and how many more.
#[derive(Debug, Serialize)]
struct Curve {
    what: &'static str,
    total: u64,
    arrivals: Vec<u64>,
    home: Vec<u64>,
}

/// A run to be played.
#[derive(Debug, Clone, Copy)]
pub struct Played<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// The names of what it holds.
    pub names: &'a Names,
    /// The world of the run.
    pub world: &'a World,
    /// The run.
    pub shown: &'a ShownRun,
    /// Its replication in words.
    pub label: &'a str,
    /// Whose closure the chain is of.
    pub subject: &'a Subject,
    /// The deadline.
    pub deadline: Option<Time>,
    /// Local time.
    pub calendar: Option<Calendar>,
}

/// The part of a report that shows the run in motion, and what it says where a page cannot move.
pub fn playback(told: &Played<'_>) -> Section {
    let mut section = Section::new("playback", "One run in motion");
    let rows = rows::of(told.world, told.shown);
    let label = told.label;
    section.say(format!(
        "The map shows one seeded run, {label}: what went where until the deployment was over. The page report.html plays it on the map, hour by hour, \
         where scripts may run: {} and {} of timeline.csv are drawn.",
        all(rows.carriers.len(), "carrier", "carriers", rows.one_in),
        all(rows.units.len(), "copy of a unit", "copies of units", rows.one_in),
    ));
    if rows.one_in > 1 {
        section.say(format!(
            "So many carriers and units move in this run that one in {} is drawn, in the order of their names; the curve and the causal chain are of all.",
            rows.one_in
        ));
    }
    section.blocks.push(Block::Playback(json_in_page(&data(told, rows))));
    section
}

/// `all 42 carriers`; `40 carriers` where others are left out.
fn all(count: usize, one: &str, several: &str, one_in: usize) -> String {
    let words = format!("{} {}", thousands(count as f64), if count == 1 { one } else { several });
    if one_in > 1 || count < 2 { words } else { format!("all {words}") }
}

fn data(told: &Played<'_>, rows: Rows) -> Data {
    let (world, shown) = (told.world, told.shown);
    let fleet = |id: &_| {
        let fleet = &world.fleets[*id];
        let way = way_of(world.carrier_types[fleet.carrier_type].mode);
        (fleet.id.clone(), short(&told.names.fleet(&fleet.id)), way as usize)
    };
    let unit = |id: &_| {
        let unit = &world.units[*id];
        (unit.id.clone(), short(&told.names.unit(&unit.id)), unit.copies)
    };
    let [chain, diary] = chain::of(told, &rows);
    Data {
        ground: ground::of(told, &rows),
        kinds: rows.kinds.iter().map(|kind| (kind.id(), kind.label())).collect(),
        fleets: rows.fleets.iter().map(fleet).collect(),
        unit_kinds: rows.unit_kinds.iter().map(unit).collect(),
        states: rows.states,
        carriers: rows.carriers,
        units: rows.units,
        sites: rows.sites,
        one_in: rows.one_in,
        curve: curve(told),
        chapters: chapters(shown),
        closed: shown.outcome.phases[0].closure.at.map(Time::as_ms),
        deadline: told.deadline.map(Time::as_ms),
        local_start: told.calendar.and_then(|calendar| calendar.local_start_ms()),
        chain,
        diary,
    }
}

/// The deployment and, where there is one, the way home, from its first hand-over or departure.
fn chapters(shown: &ShownRun) -> Vec<Chapter> {
    let activities = || shown.trace.activities.iter().filter(|activity| activity.to > activity.from);
    let end = activities().map(|activity| activity.to.as_ms()).max().unwrap_or(0);
    let over = deployment_over(shown);
    let goes_home = !shown.outcome.phases[1].arrivals.is_empty();
    let homeward = activities()
        .filter(|activity| activity.from >= over && !matches!(activity.actor, Actor::Carrier(_)))
        .map(|activity| activity.from.as_ms())
        .min()
        .filter(|_| goes_home);
    let Some(homeward) = homeward else { return vec![Chapter("Deployment", 0, end)] };
    let before = activities().filter(|activity| activity.from.as_ms() < homeward);
    let quiet = before.map(|activity| activity.to.as_ms()).max().unwrap_or(0);
    vec![Chapter("Deployment", 0, quiet.min(homeward)), Chapter("Withdrawal", homeward, end)]
}

fn curve(told: &Played<'_>) -> Curve {
    let totals = told.world.totals;
    let (kind, what, total) = if totals.personnel > 0 {
        (Counted::People, "people", totals.personnel)
    } else if totals.cargo_kg > 0 {
        (Counted::Cargo, "kg of cargo", totals.cargo_kg)
    } else {
        (Counted::Vehicles, "vehicles", totals.vehicles)
    };
    let [out, home] = &told.shown.outcome.phases;
    Curve { what, total, arrivals: stepped(&out.arrivals, kind), home: stepped(&home.arrivals, kind) }
}

/// The steps of arrivals; of very many, several are one, at the time of the last of them.
fn stepped(arrivals: &[Arrival], kind: Counted) -> Vec<u64> {
    let together = arrivals.len().div_ceil(MOST_ON_CURVE).max(1);
    let mut steps = Vec::new();
    let mut before = 0;
    for some in arrivals.chunks(together) {
        let at = some[some.len() - 1].at.as_ms();
        let more: u64 = some.iter().map(|arrival| u64::from(kind.of(arrival))).sum();
        if more > 0 {
            steps.extend([(at - before).unsigned_abs(), more]);
            before = at;
        }
    }
    steps
}

/// A name that fits on a map.
fn short(name: &str) -> String {
    visible(&clipped_to(name, MOST_LETTERS))
}
