//! Slips that beginners make, each with its one message and a remedy that can be pasted.

use forceflow::internals::diagnostic::Code;
use forceflow::load_str;

use super::support::{AIR_BRIDGE, codes, diagnose};

/// The only message of the air bridge with a text in the place of another, with its help.
fn said(from: &str, to: &str) -> String {
    assert!(AIR_BRIDGE.contains(from), "{from}");
    let found = diagnose(&AIR_BRIDGE.replacen(from, to, 1));
    assert_eq!(found.len(), 1, "{from} > {to}\n{found}");
    found
        .iter()
        .next()
        .map(|it| format!("{}; {}", it.message, it.help.as_deref().unwrap_or("")))
        .unwrap_or_default()
}

#[test]
fn each_slip_in_a_file_has_one_message_with_what_to_write() {
    let typed = [
        ("54.27", "54,27", "a decimal comma; write `54.27`"),
        ("\"payload_t\": 40", "\"payload_t\": 40 000", "write `40000`"),
        ("\"payload_t\": 40", "\"payload_t\": 40,000", "write `40.000`, or `40000`"),
        ("rs\",\n", "rs\"\n", "a comma is missing; put `,` after the value before it"),
        ("\"terminal\": {}", "\"terminal\": None", "write `null`, or leave the key out"),
        ("48.23", "+48.23", "write `48.23`"),
        ("3.4", ".5", "write `0.5`"),
        ("\"unload_h\": 2", "\"unload_h\": 1:30", "write `1.5`: hours are decimal numbers"),
        ("\"unload_h\": 2", "\"unload_h\": 2 h", "write `2`; the unit is the last part of the key"),
        ("\"title\"", "“title”", "write the straight quote"),
        ("\"count\": 10", "\"count\": \"10\"", "write `10`, without quotes"),
        ("\"unload_h\": 2", "\"unload_h\": \"90 min\"", "write `1.5`; the key says the unit, hours"),
        ("\"lat\": 43.35", "\"lat\": \"43,35\"", "write `43.35`"),
        ("\"unload_h\": 2", "\"unload_min\": 120", "write `\"unload_h\": 2`; `unload_h` is in hours"),
        ("\"mode\": \"air\", \"seats\"", "\"mode\": \"plane\", \"seats\"", "did you mean `air`?"),
        (
            "[ { \"lift\": { \"to\": \"destination\" } } ]",
            "{ \"lift\": { \"to\": \"destination\" } }",
            "a list of one",
        ),
        (
            "{ \"lift\": { \"to\": \"destination\" } }",
            "{ \"lift\": \"destination\" }",
            "write `{\"to\":\"destination\"}`",
        ),
        (
            "\"load_h\": 3",
            "\"load_h\": {\"triangular\": [2, 3, 6]}",
            "write `{\"min\":2,\"mode\":3,\"max\":6}`",
        ),
        (
            "\"load_h\": 3",
            "\"load_h\": {\"min\": 2, \"mode\": 3, \"max\": 6}",
            "a distribution without its name",
        ),
        ("{ \"truck\": 3 }", "[\"truck\", \"truck\"]", "write `{\"truck\":2}`"),
        ("2022-01-06T00:00:00Z", "06.01.2022", "write `2022-01-06T00:00:00Z`"),
        ("\"count\": 10", "\"count\": 10, \"serviceability\": 80", "write `0.8` for 80 %"),
        (
            "\"from\": \"origin\", \"to\": \"destination\", \"mode\": \"air\", ",
            "",
            "lacks the keys `from`, `to` and `mode`",
        ),
        (
            "\"mode\": \"air\", \"seats\"",
            "\"mode\": \"rail\", \"seats\"",
            "add `\"origin-destination\": {\"from\": \"origin\"",
        ),
    ];
    for (from, to, expected) in typed {
        let found = said(from, to);
        assert!(found.contains(expected), "{to}: {found}");
    }
}

#[test]
fn each_slip_in_a_change_has_what_to_write() {
    let typed = [
        ("fleets[bridge].count", "3", "did you mean `fleets.bridge.count`?"),
        ("$.fleets.bridge.count", "3", "did you mean `fleets.bridge.count`?"),
        (
            "contingents/force/units/company/copies",
            "3",
            "did you mean `contingents.force.units.company.copies`?",
        ),
        (
            "contingents.force.units.company.itinerary[0].lift.to",
            "origin",
            "did you mean `contingents.force.units.company.itinerary.0.lift.to`?",
        ),
        ("bridge.count", "3", "did you mean `fleets.bridge.count`?"),
        ("count", "3", "did you mean `fleets.bridge.count`?"),
        ("contingents.force.company.copies", "3", "did you mean `contingents.force.units.company.copies`?"),
        ("fleets.*.count", "3", "did you mean `fleets.bridge.count`?"),
        ("carrier_types.freighter.load_h", "2,5", "write `2.5`"),
        ("carrier_types.freighter.load_h", "90min", "write `1.5`"),
        ("routes.bridge.travel_h", "4h", "write `4`"),
        ("places.destination.terminal.stands", "none", "leave the key out for no limit"),
        (
            "carrier_types.freighter.load_h",
            "{triangular:{min:2,mode:3,max:6}}",
            r#"write `--set 'carrier_types.freighter.load_h={"triangular":{"min":2,"mode":3,"max":6}}'`"#,
        ),
        (
            "places.destination.terminal.weather.open_h",
            "6",
            r#"set `places.destination.terminal.weather` to `{"open_h": VALUE}`"#,
        ),
    ];
    for (path, value, expected) in typed {
        let refused =
            load_str("a.json", AIR_BRIDGE, &[(path.to_owned(), value.to_owned())]).expect_err("refused");
        assert!(refused.len() == 1 && refused.to_string().contains(expected), "{path}={value}: {refused}");
    }
}

#[test]
fn rules_are_checked_beside_mistakes_of_structure() {
    let text = AIR_BRIDGE
        .replace("\"mode\": \"air\", \"seats\"", "\"mode\": \"plane\", \"seats\"")
        .replace("\"base\": \"origin\"", "\"base\": \"orign\"")
        .replace("\"personnel\": 50", "\"personel\": 50")
        .replace("\"deadline_h\": 72", "\"deadline_h\": \"72\"")
        .replace("\"lat\": 43.35", "\"lat\": 143.35")
        .replace("\"mass_t\": 10", "\"mass_t\": 10000");
    let found: Vec<(Code, String)> = diagnose(&text).iter().map(|it| (it.code, it.path.clone())).collect();
    let expected = [
        (Code::E0010, "deadline_h"),
        (Code::E1002, "places.destination.lat"),
        (Code::W2010, "vehicle_types.truck.mass_t"),
        (Code::E0013, "carrier_types.freighter.mode"),
        (Code::E1001, "fleets.bridge.base"),
        (Code::E0012, "contingents.force.units.company.personel"),
    ];
    assert_eq!(found, expected.map(|(code, path)| (code, path.to_owned())));
}

#[test]
fn nothing_is_told_that_only_follows_from_a_mistake_of_structure() {
    // Without its places, every id of one would be unknown.
    assert_eq!(codes(&AIR_BRIDGE.replace("\"places\": {", "\"sites\": {")), [Code::E0011, Code::E0012]);
    assert_eq!(
        codes(&AIR_BRIDGE.replace("\"vehicles\": { \"truck\": 3 }", "\"vehicles\": 3")),
        [Code::E0010]
    );
    assert_eq!(
        codes(&AIR_BRIDGE.replace("\"start\": \"2022-01-06T00:00:00Z\"", "\"start\": 2022")),
        [Code::E0010]
    );
}
