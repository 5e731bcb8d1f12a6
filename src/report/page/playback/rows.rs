//! Who does what when: every carrier, unit and site of `timeline.csv`, in whole milliseconds.
//!
//! A row is three numbers: when it begins after the end of the row before, how long it lasts, and which state it is. Rows
//! stand in the order of the table, and rows of no length are left out.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::chart::Way;
use crate::kernel::{Id, Time};
use crate::model::ids::{CarrierId, FleetId, InstanceId, PlaceId, UnitId};
use crate::model::trace::{Activity, Movement};
use crate::model::{Actor, Category, ShownRun, World};
use crate::report::csv::in_time;
use crate::report::map::way_of;

/// Rows and movers that a page holds; of a larger run every second carrier and unit is drawn, or every third, and so on.
const MOST: usize = 24_000;

/// Stands for the time at which a place without a site is covered.
const NO_SITE: i64 = -2;

/// How a mark of an activity looks. The script knows them by their number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Look {
    Loaded,
    Empty,
    Waiting,
    Handled,
    Resting,
    Marching,
    Preparing,
}

/// A carrier: its fleet, its number in it from 1, its rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Carrier(usize, u32, Vec<i64>);

/// A copy of a unit: its unit, its number among the copies from 1, its rows, when it was aboard (beginning after the
/// end before, length, carrier or -1 where that is not drawn, place of unloading), when it was in place and at home
/// (-1 for never) [ms].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Unit(usize, u32, Vec<i64>, Vec<i64>, i64, i64);

/// A site or other place that is handed over: its place, when it was covered (-1 for never, [`NO_SITE`]) [ms], its
/// rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Site(usize, i64, Vec<i64>);

/// Everybody who is drawn.
#[derive(Debug, Clone, Default)]
pub(super) struct Rows {
    /// Activity, place and target (-1 for none), and look of each state.
    pub(super) states: Vec<[i64; 4]>,
    /// The activities of the states.
    pub(super) kinds: Vec<Category>,
    /// The fleets of the carriers.
    pub(super) fleets: Vec<FleetId>,
    /// The units of the copies.
    pub(super) unit_kinds: Vec<UnitId>,
    /// Carriers, in their order.
    pub(super) carriers: Vec<Carrier>,
    /// Copies of units, in their order.
    pub(super) units: Vec<Unit>,
    /// Sites and what else is handed over, in the order of their places.
    pub(super) sites: Vec<Site>,
    /// The ways that are gone.
    pub(super) ways: BTreeSet<(PlaceId, PlaceId, Way)>,
    /// The index in `carriers` of each carrier that is drawn.
    pub(super) drawn: BTreeMap<CarrierId, usize>,
    /// The index in `units` of each copy that is drawn.
    pub(super) copies: BTreeMap<InstanceId, usize>,
    /// One carrier and unit in so many is drawn: 1 for all.
    pub(super) one_in: usize,
}

impl Rows {
    /// The index of a carrier, -1 where it is not drawn.
    pub(super) fn carrier(&self, carrier: CarrierId) -> i64 {
        self.drawn.get(&carrier).map_or(-1, |index| *index as i64)
    }
}

/// Rows under way.
struct Maker<'a> {
    world: &'a World,
    shown: &'a ShownRun,
    states: BTreeMap<(usize, i64, i64, Look), i64>,
    rows: Rows,
}

/// The rows of a run.
pub(super) fn of(world: &World, shown: &ShownRun) -> Rows {
    of_at_most(world, shown, MOST)
}

fn of_at_most(world: &World, shown: &ShownRun, most: usize) -> Rows {
    let mut by_actor: BTreeMap<Actor, Vec<Activity>> = BTreeMap::new();
    let mut count = 0;
    for activity in in_time(shown).into_iter().filter(|activity| activity.to > activity.from) {
        let own = by_actor.entry(activity.actor).or_default();
        count += 1 + usize::from(own.is_empty());
        own.push(activity);
    }
    let rows = Rows { one_in: count.div_ceil(most).max(1), ..Rows::default() };
    let mut maker = Maker { world, shown, states: BTreeMap::new(), rows };
    let one_in = maker.rows.one_in;
    let carriers = by_actor.iter().filter_map(|(actor, activities)| match actor {
        Actor::Carrier(carrier) => Some((*carrier, activities)),
        _ => None,
    });
    for (carrier, activities) in carriers.step_by(one_in) {
        maker.carrier(carrier, activities);
    }
    let copies = by_actor.iter().filter_map(|(actor, activities)| match actor {
        Actor::Instance(instance) => Some((*instance, activities)),
        _ => None,
    });
    for (instance, activities) in copies.step_by(one_in) {
        maker.unit(instance, activities);
    }
    maker.aboard();
    maker.sites(&by_actor);
    maker.rows
}

impl Maker<'_> {
    fn carrier(&mut self, carrier: CarrierId, activities: &[Activity]) {
        let (fleet, world) = (self.world.fleet_of[carrier], self.world);
        let way = way_of(world.carrier_types[world.type_of(carrier)].mode);
        let rows = self.lined_up(activities, way);
        let number = world.fleets[fleet].number_of(carrier) + 1;
        let fleet = at_end(&mut self.rows.fleets, fleet);
        self.rows.drawn.insert(carrier, self.rows.carriers.len());
        self.rows.carriers.push(Carrier(fleet, number, rows));
    }

    fn unit(&mut self, instance: InstanceId, activities: &[Activity]) {
        let unit = self.world.unit_of[instance];
        let rows = self.lined_up(activities, Way::March);
        let number = self.world.units[unit].copy_of(instance) + 1;
        let unit = at_end(&mut self.rows.unit_kinds, unit);
        self.rows.copies.insert(instance, self.rows.units.len());
        self.rows.units.push(Unit(unit, number, rows, Vec::new(), -1, -1));
    }

    /// The rows of activities in their order.
    fn lined_up(&mut self, activities: &[Activity], way: Way) -> Vec<i64> {
        let mut rows = Vec::with_capacity(3 * activities.len());
        let mut end = 0;
        let mut loaded = false;
        for activity in activities {
            match activity.category {
                Category::LoadedTravel => loaded = true,
                Category::EmptyTravel => loaded = false,
                _ => {}
            }
            if let (Some(from), Some(to)) = (activity.place, activity.to_place)
                && from != to
            {
                self.rows.ways.insert((from.min(to), from.max(to), way));
            }
            let state = self.state(activity, look(activity, loaded));
            rows.extend([activity.from.as_ms() - end, activity.to - activity.from, state]);
            end = activity.to.as_ms();
        }
        rows
    }

    fn state(&mut self, activity: &Activity, look: Look) -> i64 {
        let kind = kind_of(&mut self.rows.kinds, activity.category);
        let (place, to) = (number(activity.place), number(activity.to_place));
        let rows = &mut self.rows;
        *self.states.entry((kind, place, to, look)).or_insert_with(|| {
            rows.states.push([kind as i64, place, to, look as i64]);
            rows.states.len() as i64 - 1
        })
    }

    /// When copies were aboard, from the beginning of loading to the end of unloading, in place and at home.
    fn aboard(&mut self) {
        let loadings = loadings(self.shown);
        let mut open: BTreeMap<(InstanceId, CarrierId), Time> = BTreeMap::new();
        let mut ends: BTreeMap<usize, i64> = BTreeMap::new();
        for items in &self.shown.trace.items {
            let Some(index) = self.rows.copies.get(&items.instance).copied() else { continue };
            match items.movement {
                Movement::Loaded(carrier, _) => {
                    let began = loadings.get(&(carrier, items.at)).copied().unwrap_or(items.at);
                    open.entry((items.instance, carrier)).or_insert(began);
                }
                Movement::Delivered(carrier, terminal) => {
                    let Some(began) = open.remove(&(items.instance, carrier)) else { continue };
                    let end = ends.entry(index).or_default();
                    let on = self.rows.carrier(carrier);
                    let place = number(Some(self.world.terminals[terminal].place));
                    self.rows.units[index].3.extend([began.as_ms() - *end, items.at - began, on, place]);
                    *end = items.at.as_ms();
                }
                Movement::InPlace(_) => self.rows.units[index].4 = items.at.as_ms(),
                Movement::Home(_) => self.rows.units[index].5 = items.at.as_ms(),
                Movement::SetOut(_) | Movement::MarchedIn(_) => {}
            }
        }
    }

    fn sites(&mut self, by_actor: &BTreeMap<Actor, Vec<Activity>>) {
        let sites = self.world.sites().into_iter().map(PlaceId::from_index);
        let busy = by_actor.keys().filter_map(|actor| match actor {
            Actor::Place(place) => Some(*place),
            _ => None,
        });
        let none = Vec::new();
        for place in sites.chain(busy).collect::<BTreeSet<PlaceId>>() {
            let activities = by_actor.get(&Actor::Place(place)).unwrap_or(&none);
            let rows = self.lined_up(activities, Way::March);
            let covered = match &self.world.places[place].site {
                Some(_) => self.shown.outcome.covered[place].map_or(-1, Time::as_ms),
                None => NO_SITE,
            };
            self.rows.sites.push(Site(place.index(), covered, rows));
        }
    }
}

/// When the loading of each load began, by carrier and end.
fn loadings(shown: &ShownRun) -> BTreeMap<(CarrierId, Time), Time> {
    let loading = |activity: &&Activity| activity.category == Category::Loading;
    let times = shown.trace.activities.iter().filter(loading).filter_map(|activity| match activity.actor {
        Actor::Carrier(carrier) => Some(((carrier, activity.to), activity.from)),
        _ => None,
    });
    times.collect()
}

/// How an activity looks; `loaded` says whether the last trip of a carrier had a load.
fn look(activity: &Activity, loaded: bool) -> Look {
    use Category as C;
    match activity.category {
        C::LoadedTravel => Look::Loaded,
        C::EmptyTravel => Look::Empty,
        C::RefuellingStop | C::Diversion | C::Border if activity.to_place.is_some() => {
            if loaded {
                Look::Loaded
            } else {
                Look::Empty
            }
        }
        C::March => Look::Marching,
        C::Loading
        | C::Unloading
        | C::Boarding
        | C::Refuelling
        | C::Service
        | C::DeIcing
        | C::Reception
        | C::Takeover
        | C::Hold
        | C::Handover => Look::Handled,
        C::CrewRest | C::Repair | C::FleetUnavailable => Look::Resting,
        C::Start | C::Decision | C::Mandate | C::Notice | C::Preparation | C::EarliestDate | C::Reporting => {
            Look::Preparing
        }
        _ => Look::Waiting,
    }
}

/// Where an activity stands in the list of those seen, at whose end it is put when it is new.
fn kind_of(kinds: &mut Vec<Category>, category: Category) -> usize {
    kinds.iter().position(|other| *other == category).unwrap_or_else(|| {
        kinds.push(category);
        kinds.len() - 1
    })
}

/// The index of an entry in a list, at whose end a new one is put. Equal entries follow one another.
fn at_end<T: PartialEq>(list: &mut Vec<T>, entry: T) -> usize {
    if list.last() != Some(&entry) {
        list.push(entry);
    }
    list.len() - 1
}

/// The number of a place, -1 for none.
pub(super) fn number(place: Option<PlaceId>) -> i64 {
    place.map_or(-1, |place| place.index() as i64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Options, compile};

    fn shown(file: &str, text: &str) -> (World, ShownRun) {
        let loaded = crate::scenario::load_str(file, text, &[]).expect("a scenario");
        let world = compile(&loaded.scenario).expect("a world");
        let shown = ShownRun::new(&world, Options { seed: 1, ..Options::default() }, 1);
        (world, shown)
    }

    fn base_case() -> (World, ShownRun) {
        shown("kazakhstan-2022.json", include_str!("../../../../scenarios/kazakhstan-2022.json"))
    }

    /// Activity, beginning and end of rows.
    fn told(rows: &Rows, numbers: &[i64]) -> Vec<(Category, i64, i64)> {
        let mut end = 0;
        let row = |row: &[i64]| {
            let from = end + row[0];
            end = from + row[1];
            (rows.kinds[rows.states[row[2] as usize][0] as usize], from, end)
        };
        numbers.chunks_exact(3).map(row).collect()
    }

    #[test]
    fn everybody_of_the_table_has_all_rows_of_the_table() {
        let (world, shown) = base_case();
        let rows = of(&world, &shown);
        assert_eq!(rows.one_in, 1);
        let own = |actor: Actor| -> Vec<(Category, i64, i64)> {
            let activities = in_time(&shown).into_iter();
            let own = activities.filter(|activity| activity.actor == actor && activity.to > activity.from);
            own.map(|it| (it.category, it.from.as_ms(), it.to.as_ms())).collect()
        };
        for (carrier, index) in &rows.drawn {
            assert_eq!(told(&rows, &rows.carriers[*index].2), own(Actor::Carrier(*carrier)));
        }
        for (instance, index) in &rows.copies {
            assert_eq!(told(&rows, &rows.units[*index].2), own(Actor::Instance(*instance)));
        }
        for site in &rows.sites {
            assert_eq!(told(&rows, &site.2), own(Actor::Place(PlaceId::from_index(site.0))));
        }
        let seen: BTreeSet<Actor> = shown.trace.activities.iter().map(|activity| activity.actor).collect();
        let movers = seen.iter().filter(|actor| !matches!(actor, Actor::Place(_))).count();
        assert_eq!(movers, rows.carriers.len() + rows.units.len());
    }

    #[test]
    fn of_a_large_run_one_mover_in_so_many_is_drawn_with_all_its_rows() {
        let (world, shown) = base_case();
        let (all, few) = (of(&world, &shown), of_at_most(&world, &shown, 400));
        assert!(few.one_in > 5, "{}", few.one_in);
        assert_eq!(few.carriers.len(), all.carriers.len().div_ceil(few.one_in));
        assert_eq!(few.units.len(), all.units.len().div_ceil(few.one_in));
        let length = |rows: &Rows| -> usize {
            let carriers = rows.carriers.iter().map(|carrier| carrier.2.len());
            carriers.chain(rows.units.iter().map(|unit| unit.2.len())).sum::<usize>() / 3
        };
        assert!(length(&few) < 2 * 400, "{}", length(&few));
        for (carrier, index) in &few.drawn {
            let same = &all.carriers[all.drawn[carrier]];
            assert_eq!(told(&few, &few.carriers[*index].2), told(&all, &same.2));
        }
        let carriers: Vec<i64> =
            few.units.iter().flat_map(|unit| unit.3.chunks_exact(4)).map(|trip| trip[2]).collect();
        let most = few.carriers.len() as i64;
        assert!(carriers.contains(&-1) && carriers.iter().all(|carrier| *carrier < most), "{carriers:?}");
    }

    #[test]
    fn copies_that_share_a_load_are_all_aboard() {
        let (world, shown) = shown("sharing.json", include_str!("../../../../scenarios/checks/sharing.json"));
        let rows = of(&world, &shown);
        assert!(rows.units.len() > 1);
        for unit in &rows.units {
            assert!(unit.3.len() >= 4 && unit.3[1] > 0, "{unit:?}");
            assert!(unit.4 > 0, "in place: {unit:?}");
        }
    }

    #[test]
    fn equal_runs_give_equal_rows() {
        let (world, one) = base_case();
        let other = ShownRun::new(&world, Options { seed: 1, ..Options::default() }, 1);
        let [one, other] = [one, other].map(|shown| of(&world, &shown));
        assert_eq!(one.states, other.states);
        assert_eq!((one.carriers, one.units, one.sites), (other.carriers, other.units, other.sites));
    }
}
