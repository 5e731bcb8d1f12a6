//! Mistakes of structure: all at once, each said once, and nothing that only follows from another.

use forceflow::internals::diagnostic::Code;
use forceflow::load_str;

use super::support::{AIR_BRIDGE, changed, codes, diagnose};

#[test]
fn all_mistakes_of_structure_are_found_at_once() {
    let text = AIR_BRIDGE
        .replace("\"count\": 10", "\"cuont\": 2.5")
        .replace("\"mass_t\": 10", "\"mass_t\": \"x\"")
        .replace("\"load_h\": 3", "\"load_h\": {\"triangualr\": 3}")
        .replace("\"lat\": 54.27, ", "");
    let found: Vec<(Code, String)> = diagnose(&text).iter().map(|it| (it.code, it.path.clone())).collect();
    let expected = [
        (Code::E0011, "places.origin.lat"),
        (Code::E0010, "vehicle_types.truck.mass_t"),
        (Code::E0012, "carrier_types.freighter.load_h.triangualr"),
        (Code::E0010, "carrier_types.freighter.load_h.triangular"),
        (Code::E0012, "fleets.bridge.cuont"),
        (Code::E0010, "fleets.bridge.count"),
    ];
    assert_eq!(found, expected.map(|(code, path)| (code, path.to_owned())));
}

#[test]
fn all_mistakes_of_meaning_are_found_at_once() {
    let text = changed(
        r#"{"fleets.bridge.base": "orign", "deadline_h": -1, "vehicle_types.truck.mass_t": 60,
            "carrier_types.freighter.load_h": {"uniform": {"min": 3, "max": 1}}}"#,
    );
    assert_eq!(codes(&text), [Code::E1505, Code::E1501, Code::E1001, Code::E1204]);
}

#[test]
fn a_long_list_is_cut_and_the_rest_counted() {
    let places: Vec<String> = (0..25).map(|index| format!("\"p{index}\": {{}}")).collect();
    let text = AIR_BRIDGE.replace("\"origin\":  ", &format!("{}, \"origin\":", places.join(", ")));
    let found = diagnose(&text);
    assert_eq!(found.len(), 25, "each place lacks lat and lon");
    assert!(found.to_string().ends_with("and 5 more\n"), "{found}");
}

#[test]
fn notes_may_stand_in_any_object() {
    let text = AIR_BRIDGE
        .replace("\"lat\"", "\"notes\": \"a\", \"lat\"")
        .replace("\"places\": {", "\"places\": { \"notes\": [\"b\"],")
        .replace("{ \"lift\"", "{ \"notes\": \"c\", \"lift\"")
        .replace(
            "\"load_h\": 3",
            "\"load_h\": {\"notes\": 1, \"uniform\": {\"notes\": {}, \"min\": 1, \"max\": 2}}",
        );
    assert!(diagnose(&text).is_empty(), "{}", diagnose(&text));
}

#[test]
fn null_counts_as_left_out_and_an_unknown_key_with_null_is_still_unknown() {
    let text = AIR_BRIDGE.replace("\"deadline_h\": 72", "\"deadline_h\": null");
    let loaded = load_str("a.json", &text, &[]).expect("null is a key left out");
    assert_eq!(loaded.scenario.deadline_h, None);
    assert_eq!(codes(&AIR_BRIDGE.replace("\"deadline_h\": 72", "\"deadlin_h\": null")), [Code::E0012]);
}

#[test]
fn two_distributions_in_one_object_are_refused() {
    let two = r#"{"uniform": {"min": 1, "max": 2}, "exponential": {"mean": 1}}"#;
    for key in ["carrier_types.freighter.load_h", "carrier_types.freighter.refuel_h"] {
        assert_eq!(codes(&changed(&format!(r#"{{"{key}": {two}}}"#))), [Code::E0010], "{key}");
    }
}

#[test]
fn whole_numbers_may_be_written_with_a_point_and_others_are_refused_in_words() {
    let count = |value: &str| load_str("a.json", AIR_BRIDGE, &[("fleets.bridge.count".into(), value.into())]);
    assert_eq!(count("12.0").map(|it| it.scenario.fleets["bridge"].count).ok(), Some(12));
    for (value, words) in [
        ("2.5", "expected a whole number, found 2.5"),
        ("-1", "expected a whole number, 0 or more, found -1"),
        ("5000000000", "expected a whole number, 4294967295 or less, found 5000000000"),
        ("many", "expected a whole number, found the string `many`"),
        ("true", "expected a whole number, found `true`"),
    ] {
        let found = count(value).expect_err("refused");
        assert_eq!(found.iter().next().map(|it| it.message.as_str()), Some(words));
    }
}

#[test]
fn a_line_of_a_megabyte_is_shown_around_the_place_only() {
    let text =
        format!("{}{}", " ".repeat(1_000_000), AIR_BRIDGE.replace('\n', " ").replace("\"air\"", "\"airr\""));
    let found = diagnose(&text);
    assert!(found.to_string().len() < 3_000, "{} bytes", found.to_string().len());
    assert!(found.to_string().contains("scenario.json:1:1000499"), "{found}");
}

#[test]
fn nesting_beyond_the_limit_is_refused_at_the_bracket() {
    for depth in [129, 100_000] {
        let text = format!("{{\"notes\": {}{}}}", "[".repeat(depth), "]".repeat(depth));
        assert_eq!(codes(&text).first(), Some(&Code::E0006), "{depth} deep");
    }
    let deep = format!("\"notes\": {}{},", "[".repeat(127), "]".repeat(127));
    assert!(codes(&AIR_BRIDGE.replacen('{', &format!("{{{deep}"), 1)).is_empty());
}

#[test]
fn half_a_surrogate_pair_is_refused_where_it_stands() {
    for text in [r#""\ud800""#, r#""\udc00 x""#, r#""\ud800\u0041""#] {
        let found = diagnose(&AIR_BRIDGE.replace("\"An air bridge with round numbers\"", text));
        let lines: Vec<usize> =
            found.iter().filter_map(|it| Some(it.position.as_ref()?.line_column().0)).collect();
        assert_eq!((found.iter().map(|it| it.code).collect::<Vec<_>>(), lines), (vec![Code::E0005], vec![2]));
    }
}

#[test]
fn json_lines_hold_one_object_per_mistake_with_its_place() {
    let found = diagnose(&changed(r#"{"fleets.bridge.base": "orign"}"#));
    let line: serde_json::Value =
        serde_json::from_str(found.to_json_lines().trim()).expect("one line of JSON");
    assert_eq!(line["code"], "E1001");
    assert_eq!(line["severity"], "error");
    assert_eq!(line["place"]["file"], "scenario.json");
    assert_eq!(line["place"]["line"], 53);
    assert_eq!(line["help"], "did you mean `origin`?");
}

#[test]
fn colour_appears_only_when_asked_for() {
    let found = diagnose(&changed(r#"{"fleets.bridge.base": "orign"}"#));
    assert!(!found.render(false).contains('\u{1b}'));
    assert!(found.render(true).contains('\u{1b}'));
}
