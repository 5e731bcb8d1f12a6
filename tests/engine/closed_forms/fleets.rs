//! Hours and use of fleets, and the draws of their empty trips.

use std::collections::BTreeSet;

use forceflow::internals::kernel::{Time, hours};
use forceflow::internals::model::{Category, FleetId};
use forceflow::{Options, ShownRun};
use serde_json::{Value, json};

use crate::common::world;

/// 100 people a load over a border: load 1, way 2, border 1, unload 1.
fn shuttle(changes: &[(&str, Value)]) -> ShownRun {
    let mut scenario = json!({
        "format_version": 1, "title": "A shuttle", "start": "2022-01-06T00:00:00Z", "dispatch": "first_come",
        "places": {"a": {"lat": 50, "lon": 50, "terminal": {}}, "b": {"lat": 50, "lon": 60, "terminal": {}},
                   "site": {"lat": 50, "lon": 61}},
        "carrier_types": {"plane": {"mode": "air", "seats": 100, "load_h": 1, "unload_h": 1}},
        "routes": {"way": {"from": "a", "to": "b", "mode": "air", "travel_h": 2, "border_delay_h": 1}},
        "fleets": {"planes": {"carrier_type": "plane", "count": 1, "base": "a"}}, "disruptions": {},
        "contingents": {"force": {"units": {"company": {"personnel": 100, "home": "a", "itinerary": [
            {"lift": {"to": "b"}}, {"march": {"to": "site", "travel_h": 0}}]}}}}
    });
    for (pointer, value) in changes {
        *scenario.pointer_mut(pointer).expect("a key of the scenario") = value.clone();
    }
    let world = world(&scenario);
    ShownRun::new(&world, Options { seed: 1, ..Options::default() }, 1)
}

const MARCH: &str = "/contingents/force/units/company/itinerary/1/march/travel_h";

/// Hours of the fleet in a category, up to the end of the deployment.
fn spent(run: &ShownRun, category: Category) -> f64 {
    hours(run.outcome.counted.counters.fleet_ms[FleetId::new(0)][category as usize])
}

#[test]
fn hours_of_fleets_are_counted_up_to_closure() {
    // Unloaded at 5, and back from 5 to 7 and over the border from 7 to 8. The force closes after a march from 5 on.
    for (march, empty, borders) in [(0.0, 0.0, 1.0), (1.0, 1.0, 1.0), (2.5, 2.0, 1.5), (3.0, 2.0, 2.0)] {
        let run = shuttle(&[(MARCH, json!(march))]);
        let found =
            [Category::Loading, Category::LoadedTravel, Category::Unloading].map(|it| spent(&run, it));
        assert_eq!(found, [1.0, 2.0, 1.0], "{march}");
        assert_eq!((spent(&run, Category::EmptyTravel), spent(&run, Category::Border)), (empty, borders));
        // It is never idle, so that its hours are those up to closure.
        let all: i64 = run.outcome.counted.counters.fleet_ms[FleetId::new(0)].iter().sum();
        let closure = run.outcome.phases[0].closure.at.expect("closure").as_ms();
        assert_eq!(all, closure, "{march}");
    }
    // After a march of 10 h it has been idle from 8 to 15.
    let run = shuttle(&[(MARCH, json!(10))]);
    assert_eq!(run.outcome.counted.counters.fleet_ms[FleetId::new(0)].iter().sum::<i64>(), 8 * 3_600_000);
}

#[test]
fn a_wait_that_goes_on_at_closure_counts_up_to_it() {
    // One fuel point, refuelling 10: two aircraft unloaded at 5, closure at 7; one is refuelled 5-7, and one waits 5-7.
    let plane = json!({"mode": "air", "seats": 100, "load_h": 1, "unload_h": 1, "refuel_h": 10});
    let run = shuttle(&[
        ("/carrier_types/plane", plane),
        ("/places/b/terminal", json!({"fuel_points": 1})),
        ("/fleets/planes/count", json!(2)),
        ("/contingents/force/units/company/personnel", json!(200)),
        (MARCH, json!(2)),
    ]);
    assert_eq!((spent(&run, Category::Refuelling), spent(&run, Category::WaitFuelPoint)), (2.0, 2.0));
}

#[test]
fn what_happens_at_the_start_comes_before_carriers_are_sent_out() {
    let dispatch = ("/dispatch", json!("most_uncovered"));
    // None in use until 100: at a at 103, loaded at 104, at b at 107, unloaded at 108.
    let steps = json!([{"from": {"after_h": 0}, "count": 0}, {"from": {"after_h": 100}, "count": 1}]);
    let fleet = json!({"carrier_type": "plane", "count": 1, "base": "b", "availability": steps});
    let run = shuttle(&[dispatch.clone(), ("/fleets/planes", fleet), (MARCH, json!(0))]);
    assert_eq!(run.outcome.phases[0].closure.at.map(Time::as_h), Some(108.0));
    // Two aircraft, one of them cut from the start: one alone sets out.
    let run = shuttle(&[
        dispatch,
        ("/fleets/planes", json!({"carrier_type": "plane", "count": 2, "base": "b"})),
        ("/contingents/force/units/company/personnel", json!(400)),
        (
            "/disruptions",
            json!({"cut": {"begins": {"after_h": 0}, "what": {"fleet_cut": {"fleet": "planes", "carriers": 1}}}}),
        ),
    ]);
    let out =
        run.trace.activities.iter().filter(|it| it.category == Category::EmptyTravel && it.from.as_h() < 1.0);
    assert_eq!(out.count(), 1);
}

#[test]
fn empty_trips_before_a_load_is_assigned_draw_for_themselves() {
    // Twenty aircraft at b go to a at once, where loads become ready at 100: each draws its own delay at the border.
    let run = shuttle(&[
        ("/dispatch", json!("most_uncovered")),
        ("/fleets/planes", json!({"carrier_type": "plane", "count": 20, "base": "b"})),
        ("/routes/way/border_delay_h", json!({"uniform": {"min": 0, "max": 10}})),
        (
            "/contingents/force/units/company",
            json!({"personnel": 2000, "home": "a", "prepare_h": 100, "itinerary": [{"lift": {"to": "b"}}]}),
        ),
    ]);
    let empty =
        run.trace.activities.iter().filter(|it| it.category == Category::Border && it.from.as_h() < 50.0);
    let delays: BTreeSet<i64> = empty.map(|it| it.to - it.from).collect();
    assert_eq!(delays.len(), 20, "{delays:?}");
}
