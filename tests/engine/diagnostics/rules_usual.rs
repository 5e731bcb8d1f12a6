//! Numbers that such things do not have: the whole text of each warning, and how it is silenced.

use forceflow::internals::diagnostic::Code;
use forceflow::load_str;

use super::support::{AIR_BRIDGE, changed, codes, diagnose, says};

#[test]
fn an_unusual_speed() {
    let found =
        diagnose(&changed(r#"{"routes.bridge.travel_h": null, "carrier_types.freighter.speed_kmh": 5400}"#));
    assert_eq!(found.len(), 1, "{found}");
    let said = found.to_string();
    assert!(said.contains("warning[W2007]: `speed_kmh` is 5400 km/h, which is unusual"), "{said}");
    assert!(said.contains("usual are 100 to 1,000 km/h by air: helicopters 200, airliners 900"), "{said}");
}

#[test]
fn an_unusual_payload() {
    says(
        Code::W2008,
        r#"
warning[W2008]: `payload_t` is 40000 t, which is unusual
  --> scenario.json:34:20
   |
34 |       "payload_t": 40000,
   |                    ^^^^^ carrier_types.freighter.payload_t
   |
   = note: usual are 0.3 to 250 t by air: light helicopters 1, An-124 120, An-225 250
   = help: write `40` if kilograms were meant; if it is right as it is, add `"allow": {"carrier_types.freighter.payload_t": "REASON"}` at the top of the file
"#,
    );
}

#[test]
fn an_unusual_duration() {
    says(
        Code::W2009,
        r#"
warning[W2009]: `unload_h` is 60 h, which is unusual
  --> scenario.json:38:19
   |
38 |       "unload_h": 60
   |                   ^^ carrier_types.freighter.unload_h
   |
   = note: usual are 0.05 to 12 h by air: helicopters 0.2, Il-76 1.5, An-124 5
   = help: write `1` if minutes were meant; if it is right as it is, add `"allow": {"carrier_types.freighter.unload_h": "REASON"}` at the top of the file
"#,
    );
}

#[test]
fn an_unusual_mass() {
    let heavy = diagnose(&changed(
        r#"{"vehicle_types.truck.mass_t": 19000, "carrier_types.freighter.payload_t": null}"#,
    ));
    let said = heavy.to_string();
    assert_eq!(heavy.len(), 1, "{said}");
    assert!(said.contains("write `19` if kilograms were meant"), "{said}");
    let long = diagnose(&changed(r#"{"carrier_types.freighter.hold_length_m": 2400}"#)).to_string();
    assert!(long.contains("write `24` if centimetres were meant"), "{long}");
    let longer = diagnose(&changed(r#"{"carrier_types.freighter.hold_length_m": 24000}"#)).to_string();
    assert!(longer.contains("write `24` if millimetres were meant"), "{longer}");
}

#[test]
fn an_unusual_distance() {
    says(
        Code::W2011,
        r#"
warning[W2011]: a way of 19 km is shorter than the straight line
  --> scenario.json:47:22
   |
47 |       "distance_km": 19
   |                      ^^ routes.bridge.distance_km
   |
   = note: the straight line from `origin` to `destination` is 2,410 km, and no way is shorter
   = help: correct it, or the coordinates of the places; left out, it is computed; if it is right as it is, add `"allow": {"routes.bridge.distance_km": "REASON"}` at the top of the file
"#,
    );
    let long = diagnose(&changed(r#"{"routes.bridge.distance_km": 9000}"#)).to_string();
    assert!(long.contains("a way of 9000 km is 3.7 times as long as the straight line"), "{long}");
    assert_eq!(codes(&changed(r#"{"routes.bridge.distance_km": 2400}"#)), []);
}

#[test]
fn a_travel_time_means_a_speed() {
    let said = diagnose(&changed(r#"{"routes.bridge.travel_h": 240}"#)).to_string();
    assert!(said.contains("2,410 km in 240 h are 10 km/h, which is unusual"), "{said}");
    assert!(said.contains("write `4` if minutes were meant"), "{said}");
    let march = r#"{"contingents.force.units.company.itinerary":
        [{"march": {"to": "destination", "travel_h": 2}}]}"#;
    assert!(codes(&changed(march)).contains(&Code::W2007));
}

#[test]
fn the_mean_of_a_distribution_is_looked_at() {
    let mean = |mean: f64| {
        let text = format!(r#"{{"carrier_types.freighter.load_h": {{"exponential": {{"mean": {mean}}}}}}}"#);
        diagnose(&changed(&text)).to_string()
    };
    assert!(mean(90.0).contains("`load_h` is 90 h on average"), "{}", mean(90.0));
    let base = r#"{"carrier_types.freighter.load_h": {"base_h": 90, "per_vehicle_h": 1}}"#;
    assert_eq!(codes(&changed(base)), [Code::W2009]);
}

#[test]
fn allow_silences_a_warning_and_must_lead_somewhere() {
    let slow = r#""carrier_types.freighter.unload_h": 60"#;
    let allowed = |path: &str| codes(&changed(&format!(r#"{{{slow}, "allow": {{"{path}": "a study"}}}}"#)));
    assert_eq!(allowed("carrier_types.freighter.unload_h"), []);
    assert_eq!(allowed("carrier_types.freighter.load_h"), [Code::W2009]);
    let astray = allowed("carrier_types.freigter.unload_h");
    assert_eq!(astray, [Code::W2009, Code::W2003]);
    let text = diagnose(&changed(&format!(r#"{{{slow}, "allow": {{"fleets.brige": "a study"}}}}"#)));
    assert!(text.to_string().contains("did you mean `fleets.bridge`?"), "{text}");
}

#[test]
fn a_change_can_allow_what_it_sets_and_drops_what_it_removes() {
    let set = |pairs: &[(&str, &str)]| {
        let pairs: Vec<(String, String)> =
            pairs.iter().map(|(path, value)| ((*path).to_owned(), (*value).to_owned())).collect();
        let loaded = load_str("scenario.json", AIR_BRIDGE, &pairs).expect("it loads");
        loaded.warnings.iter().map(|it| it.code).collect::<Vec<Code>>()
    };
    let slow = ("carrier_types.freighter.unload_h", "60");
    assert_eq!(set(&[slow]), [Code::W2009]);
    assert_eq!(set(&[slow, ("allow.carrier_types.freighter.unload_h", "a study")]), []);
    let text = changed(
        r#"{"routes.bridge.distance_km": 19, "carrier_types.freighter.speed_kmh": 600,
            "allow": {"routes.bridge.distance_km": "a study"}}"#,
    );
    let gone = [("routes.bridge".to_owned(), "null".to_owned())];
    let loaded = load_str("scenario.json", &text, &gone).expect("it loads");
    assert!(loaded.warnings.is_empty(), "{}", loaded.warnings);
}

#[test]
fn one_cause_gives_one_message() {
    let broken = |changes: &str| codes(&changed(changes));
    assert_eq!(broken(r#"{"carrier_types.freighter.unload_h": -60}"#), [Code::E1505]);
    assert_eq!(
        broken(r#"{"places.destination.lat": 143.35, "routes.bridge.distance_km": 2400}"#),
        [Code::E1002]
    );
    // The time is that of the true length.
    assert_eq!(broken(r#"{"routes.bridge.distance_km": 100}"#), [Code::W2011]);
}

#[test]
fn an_unusual_price_or_consumption() {
    let said = |changes: &str| diagnose(&changed(changes)).to_string();
    let fuel = said(r#"{"carrier_types.freighter.fuel_t_per_h": 700}"#);
    assert!(fuel.contains("warning[W2012]: `fuel_t_per_h` is 700 t/h, which is unusual"), "{fuel}");
    assert!(fuel.contains("usual are 0.02 to 25 t/h by air"), "{fuel}");
    assert!(fuel.contains("write `0.7` if kilograms were meant"), "{fuel}");
    let burnt = said(
        r#"{"carrier_types.freighter.fuel_t_per_h": 7, "carrier_types.freighter.co2_per_fuel_t": 0.316}"#,
    );
    assert!(burnt.contains("W2012") && burnt.contains("usual are 1.3 to 3.3: methanol"), "{burnt}");
    let broken = |changes: &str| codes(&changed(changes));
    // An electric train burns nothing.
    let none = r#"{"carrier_types.freighter.fuel_t_per_h": 7, "carrier_types.freighter.co2_per_fuel_t": 0}"#;
    assert_eq!(broken(none), []);
    // What an hour costs hangs on the currency, and is judged in few.
    let dear = r#""carrier_types.freighter.cost_per_h": 9000000, "places.destination.terminal.handling_cost": 0.001"#;
    assert_eq!(broken(&format!("{{{dear}}}")), []);
    assert_eq!(broken(&format!(r#"{{{dear}, "currency": "KZT"}}"#)), []);
    assert_eq!(broken(&format!(r#"{{{dear}, "currency": "EUR"}}"#)), [Code::W2012, Code::W2012]);
    let allowed = r#""allow": {"carrier_types.freighter.cost_per_h": "a study", "places.destination.terminal.handling_cost": "it is given away"}"#;
    assert_eq!(broken(&format!(r#"{{{dear}, "currency": "EUR", {allowed}}}"#)), []);
}
