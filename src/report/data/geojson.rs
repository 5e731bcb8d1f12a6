//! `map.geojson`: places, lines and the sorties of the shown run, for a geographic information system (RFC 7946).

use std::collections::{BTreeMap, VecDeque};
use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::line::{write_line, write_point};
use crate::chart::{MapChart, great_circles};
use crate::kernel::Time;
use crate::model::ids::{CarrierId, InstanceId};
use crate::model::trace::{Activity, Movement};
use crate::model::{Actor, Category, ShownRun, World};
use crate::report::csv::{in_time, place};
use crate::report::map::{course, way_of};
use crate::report::material::deployment_over;
use crate::scenario::{Place, Scenario};
use crate::units::Point;

/// Counts aboard by copy of a unit, each by slot.
type Aboard = BTreeMap<InstanceId, Vec<u32>>;

/// Writes the collection: `chart` is the map of this run.
///
/// # Errors
/// What the writer refuses.
pub(in super::super) fn geojson(
    scenario: &Scenario,
    chart: &MapChart,
    (world, shown): (&World, &ShownRun),
    out: &mut dyn Write,
) -> io::Result<()> {
    let title = json!(scenario.title);
    writeln!(
        out,
        "{{\"type\":\"FeatureCollection\",\"title\":{title},\"seed\":{},\"replication\":{},\"features\":[",
        chart.meta.provenance.seed, shown.replication
    )?;
    let ids: Vec<&String> = scenario.places.keys().collect();
    let id = |index: usize| ids.get(index).map_or("", |id| id.as_str());
    let mut features = Features { out, any: false };
    for (index, place) in chart.places.iter().enumerate() {
        let properties = json!({
            "feature": "place",
            "id": id(index),
            "name": place.name,
            "kind": place.mark.name(),
            "waited_h": rounded(place.waited_h),
        });
        features.write(&properties, |out| write_point(out, place.at))?;
    }
    for line in &chart.lines {
        let properties = json!({
            "feature": "line",
            "from": id(line.from),
            "to": id(line.to),
            "way": line.way.name(),
            "schematic": line.is_schematic(),
            "loads_forth": line.forth,
            "loads_back": line.back,
        });
        features.write(&properties, |out| write_line(out, &great_circles(&chart.points(line))))?;
    }
    sorties(scenario, (world, shown), &mut features)?;
    features.out.write_all(b"\n]}\n")
}

/// Features as they go out, with commas between them.
struct Features<'a> {
    out: &'a mut dyn Write,
    any: bool,
}

impl Features<'_> {
    fn write(
        &mut self,
        properties: &Value,
        geometry: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> io::Result<()> {
        self.out.write_all(if self.any { b",\n" } else { b"" })?;
        self.any = true;
        self.out.write_all(b"{\"type\":\"Feature\",\"geometry\":")?;
        geometry(&mut *self.out)?;
        write!(self.out, ",\"properties\":{properties}}}")
    }
}

/// Every loaded movement of a carrier, diversions among them.
fn sorties(
    scenario: &Scenario,
    (world, shown): (&World, &ShownRun),
    features: &mut Features<'_>,
) -> io::Result<()> {
    let over = deployment_over(shown);
    let mut holds = Holds::of(shown);
    for activity in in_time(shown) {
        let Actor::Carrier(carrier) = activity.actor else { continue };
        let loaded = matches!(activity.category, Category::LoadedTravel | Category::Diversion);
        let (true, Some(from), Some(to)) = (loaded, activity.place, activity.to_place) else { continue };
        let aboard = holds.at(carrier, activity.from);
        // An empty carrier may be diverted, too.
        if aboard.is_empty() && activity.category == Category::Diversion {
            continue;
        }
        let way = way_of(world.carrier_types[world.type_of(carrier)].mode);
        let (from, to) = (&world.places[from].id, &world.places[to].id);
        let via = course(scenario, from, to, way);
        let end = |id: &String| scenario.places.get(id).map(Place::point);
        let (Some(start), Some(goal)) = (end(from), end(to)) else { continue };
        let points: Vec<Point> = std::iter::once(start).chain(via.iter().copied()).chain([goal]).collect();
        let mut properties = told(world, &activity, carrier);
        properties.insert("way".to_owned(), json!(way.name()));
        properties.insert("schematic".to_owned(), json!(way.is_schematic(&via)));
        let phase = if activity.from < over { "deployment" } else { "withdrawal" };
        properties.insert("phase".to_owned(), json!(phase));
        load(world, aboard, &mut properties);
        features.write(&Value::Object(properties), |out| write_line(out, &great_circles(&points)))?;
    }
    Ok(())
}

fn told(world: &World, activity: &Activity, carrier: CarrierId) -> Map<String, Value> {
    let mut properties = Map::new();
    let mut put = |key: &str, value: Value| properties.insert(key.to_owned(), value);
    put("feature", json!("sortie"));
    put("carrier", json!(world.carrier_name(carrier)));
    put("fleet", json!(world.fleets[world.fleet_of[carrier]].id));
    put("category", json!(activity.category.id()));
    put("from", json!(place(world, activity.place)));
    put("to", json!(place(world, activity.to_place)));
    put("from_h", json!(rounded(activity.from.as_h())));
    put("to_h", json!(rounded(activity.to.as_h())));
    properties
}

/// What is aboard: copies of units, people, vehicles, tonnes.
fn load(world: &World, aboard: &Aboard, properties: &mut Map<String, Value>) {
    let sum = |of: &dyn Fn(&[u32]) -> u32| aboard.values().map(|counts| u64::from(of(counts))).sum::<u64>();
    let names: Vec<String> = aboard.keys().map(|instance| world.instance_name(*instance)).collect();
    let cargo_kg = sum(&|counts| counts[world.cargo_slot()]);
    let mut put = |key: &str, value: Value| properties.insert(key.to_owned(), value);
    put("units", json!(names));
    put("people", json!(sum(&|counts| counts[world.people_slot()])));
    put("vehicles", json!(sum(&|counts| world.vehicles(counts))));
    put("cargo_t", json!(cargo_kg as f64 / 1_000.0));
}

/// What each carrier holds as time goes on.
struct Holds<'a> {
    /// Loadings and unloadings of each carrier in order, those to come.
    changes: BTreeMap<CarrierId, VecDeque<Change<'a>>>,
    aboard: BTreeMap<CarrierId, Aboard>,
}

/// Items of a copy that board, or leave.
struct Change<'a> {
    at: Time,
    instance: InstanceId,
    counts: &'a [u32],
    boards: bool,
}

impl<'a> Holds<'a> {
    fn of(shown: &'a ShownRun) -> Self {
        let mut changes: BTreeMap<CarrierId, VecDeque<Change<'a>>> = BTreeMap::new();
        for items in &shown.trace.items {
            let (carrier, boards) = match items.movement {
                Movement::Loaded(carrier, _) => (carrier, true),
                Movement::Delivered(carrier, _) => (carrier, false),
                _ => continue,
            };
            let change = Change { at: items.at, instance: items.instance, counts: &items.counts, boards };
            changes.entry(carrier).or_default().push_back(change);
        }
        Self { changes, aboard: BTreeMap::new() }
    }

    /// What a carrier holds at a time, which must not be before one that was asked for.
    fn at(&mut self, carrier: CarrierId, time: Time) -> &Aboard {
        let aboard = self.aboard.entry(carrier).or_default();
        let changes = self.changes.entry(carrier).or_default();
        while changes.front().is_some_and(|change| change.at <= time) {
            let Some(change) = changes.pop_front() else { break };
            let held = aboard.entry(change.instance).or_insert_with(|| vec![0; change.counts.len()]);
            for (held, count) in held.iter_mut().zip(change.counts) {
                *held = if change.boards { *held + count } else { held.saturating_sub(*count) };
            }
            if held.iter().all(|count| *count == 0) {
                aboard.remove(&change.instance);
            }
        }
        aboard
    }
}

/// Hours to the millisecond of the clock and no further.
fn rounded(hours: f64) -> f64 {
    // Zero has no sign for readers.
    (hours * 1e6).round() / 1e6 + 0.0
}
