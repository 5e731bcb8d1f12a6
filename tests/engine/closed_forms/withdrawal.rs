//! Hold, hand-over, the way home, its daily limit, and civilians.

use forceflow::internals::model::{Category, ContingentId};

use super::support::{check, same_h};

fn home_h(name: &str, changes: &[(&str, &str)]) -> f64 {
    check(name, changes).home_h()
}

#[test]
fn sites_are_handed_over_one_after_another_and_units_march_home() {
    // Closed at 6, hold 10: handed over at 18 and 20; home at 18 + 4 and 20 + 6.
    same_h(home_h("withdrawal", &[]), 26.0, "one team");
    same_h(home_h("withdrawal", &[("withdrawal.handover_teams", "2")]), 24.0, "two teams");
    // In the order of the scenario: the far site at 18, home at 24; the near one at 20, home at 24.
    same_h(
        home_h("withdrawal", &[("withdrawal.handover_order", r#"["site-2"]"#)]),
        24.0,
        "the far site first",
    );
    // A date: at 8, 8-10, 10-12, home at 18.
    let date = ("withdrawal", r#"{"begins": {"after_h": 8}, "handover_h": 2, "handover_teams": 1}"#);
    same_h(home_h("withdrawal", &[date]), 18.0, "a date");
    // A date before the second has come: it turns round at 6, since its site is handed over at 5.
    let early = ("withdrawal", r#"{"begins": {"after_h": 3}, "handover_h": 2}"#);
    same_h(home_h("withdrawal", &[early]), 12.0, "an early date");
}

#[test]
fn loads_keep_the_daily_limit_on_the_way_home() {
    // All five there at 6, the aircraft home at 9. Hold until 10; to b at 13, loaded at 14. Two a day: 14, 24, 48;
    // the last flies 3 and is unloaded at 53.
    same_h(home_h("daily-limit", &[]), 53.0, "two a day");
    same_h(home_h("daily-limit", &[("withdrawal.daily_limit", "null")]), 19.0, "no limit");
    same_h(home_h("daily-limit", &[("withdrawal.daily_limit", "3")]), 29.0, "three a day");
    // The day is that of the place: 10 h ahead it ends at 14, so that four leave until the second midnight at 38.
    let ahead = ("places.b.utc_offset_h", "10");
    same_h(home_h("daily-limit", &[ahead]), 67.0, "local days: 14, 38, 62 + 5");
}

#[test]
fn an_aircraft_sets_out_for_a_load_homewards_when_a_stand_is_kept_for_it() {
    // One stand at b: 7 + 3 flight, loaded at 11 by hold from 6, and so on one after another; nobody waits in the air.
    let run = check("daily-limit", &[("withdrawal.daily_limit", "null"), ("places.b.terminal.stands", "1")]);
    let waits =
        |category: Category| run.run.outcome.counters.waits[ContingentId::new(0)][category as usize].count;
    assert_eq!(run.run.outcome.counted.counters.waits.len(), run.run.outcome.counters.waits.len());
    let until = &run.run.outcome.counted.counters;
    assert_eq!(
        waits(Category::WaitStand),
        until.waits[ContingentId::new(0)][Category::WaitStand as usize].count,
        "none homewards"
    );
    assert_eq!(waits(Category::WaitSlot), 4, "four wait at home for the stand");
}

#[test]
fn civilians_take_the_seats_of_aircraft_that_return() {
    // 100 on the first aircraft that is unloaded, 20 on the second.
    let run = check("daily-limit", &[]);
    assert_eq!(run.run.outcome.civilians.to_vec(), [120]);
    let few = check("daily-limit", &[("civilians.residents.per_carrier", "10")]);
    assert_eq!(
        few.run.outcome.civilians.to_vec(),
        [50],
        "five aircraft, none of which returns empty a second time"
    );
}

#[test]
fn civilians_do_not_board_where_there_is_no_way_home() {
    let civilians = ("civilians", r#"{"residents": {"at": "b", "people": 30, "board_h": 1}}"#);
    let moved = |one_way: bool| {
        let way =
            format!(r#"{{"from": "a", "to": "b", "mode": "road", "travel_h": 3, "one_way": {one_way}}}"#);
        let changes = [
            ("contingents.force.units.company.copies", "1"),
            ("carrier_types.plane.mode", "road"),
            ("routes.way", way.as_str()),
            civilians,
        ];
        check("cycle", &changes).run.outcome.civilians.to_vec()
    };
    assert_eq!((moved(false), moved(true)), (vec![30], vec![0]));
}

#[test]
fn groups_of_civilians_share_the_seats_of_an_aircraft() {
    // 100 seats: 70 of the first group and 30 of the second on the first aircraft, the other 30 on the next.
    let groups = r#"{"first": {"at": "b", "people": 70, "board_h": 1}, "second": {"at": "b", "people": 60, "board_h": 2}}"#;
    let run = check("daily-limit", &[("civilians", groups)]);
    assert_eq!(run.run.outcome.civilians.to_vec(), [70, 60]);
    // Unloaded at 6; they board one after another, 6-7 and 7-9 on one aircraft, 6-8 on the next.
    let boards = |activity: &&forceflow::internals::model::Activity| activity.category == Category::Boarding;
    let ends = run.run.trace.activities.iter().filter(boards).map(|activity| activity.to.as_h());
    assert_eq!(ends.collect::<Vec<f64>>(), [9.0, 8.0]);
    // A group that goes elsewhere takes no seat.
    let elsewhere =
        r#"{"first": {"at": "b", "to": ["b"], "people": 70}, "second": {"at": "b", "people": 60}}"#;
    assert_eq!(check("daily-limit", &[("civilians", elsewhere)]).run.outcome.civilians.to_vec(), [0, 60]);
}
