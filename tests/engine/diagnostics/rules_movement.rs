//! Routes, units and loads: the whole text of each message. The mistakes are those of the register.

use forceflow::internals::diagnostic::Code;

use super::support::{changed, diagnose, says};

#[test]
fn an_unknown_route() {
    says(
        Code::E1101,
        r#"
error[E1101]: unknown route `brige`
  --> scenario.json:83:26
   |
83 |         "route_blocked": "brige"
   |                          ^^^^^^^ disruptions.snow.what.route_blocked
   |
   = help: did you mean `bridge`?
"#,
    );
}

#[test]
fn a_route_to_itself() {
    says(
        Code::E1102,
        r#"
error[E1102]: the route leads from `origin` to itself
  --> scenario.json:50:13
   |
50 |       "to": "origin",
   |             ^^^^^^^^ routes.detour.to
   |
   = help: name another place
"#,
    );
}

#[test]
fn no_route_for_a_lift() {
    says(
        Code::E1103,
        r#"
error[E1103]: no fleet can carry the lift from `origin` to `destination`
  --> scenario.json:68:15
   |
68 |               "lift": {
   |               ^^^^^^ contingents.force.units.company.itinerary.0.lift
   |
   = note: `bridge`: no route of its mode joins the places
   = help: add `"origin-destination": {"from": "origin", "to": "destination", "mode": "rail", "travel_h": 79}` to `routes`, with the true length
"#,
    );
}

#[test]
fn a_lift_without_a_time() {
    says(
        Code::E1104,
        r#"
error[E1104]: no fleet can carry the lift from `origin` to `destination`
  --> scenario.json:67:15
   |
67 |               "lift": {
   |               ^^^^^^ contingents.force.units.company.itinerary.0.lift
   |
   = note: `bridge`: neither the route has a `travel_h` nor the carrier type a `speed_kmh`
   = help: add `speed_kmh` to the carrier type or `travel_h` to the route
"#,
    );
}

#[test]
fn a_march_without_a_time() {
    says(
        Code::E1105,
        r#"
error[E1105]: the march to `destination` has neither a speed nor a time
  --> scenario.json:68:15
   |
68 |               "march": {
   |               ^^^^^^^ contingents.force.units.company.itinerary.0.march
   |
   = help: add `speed_kmh` or `travel_h`, or a road route with a `travel_h`
"#,
    );
}

#[test]
fn a_point_twice_in_a_row() {
    says(
        Code::E1106,
        r#"
error[E1106]: `via` begins at `origin`, where the route begins
  --> scenario.json:48:9
   |
48 |         "origin",
   |         ^^^^^^^^ routes.bridge.via.0
   |
   = help: list only the points between `from` and `to`, each once
"#,
    );
}

#[test]
fn points_of_a_route_are_places_or_coordinates_on_the_globe() {
    let found = |via: &str| -> Vec<(Code, String)> {
        let text = changed(&format!(r#"{{"routes.bridge.via": {via}}}"#));
        diagnose(&text).iter().map(|it| (it.code, it.path.replace("routes.bridge.via", ""))).collect()
    };
    assert_eq!(found("[[50.2, 66.3], [49, 70]]"), []);
    let at = |code: Code, path: &str| (code, path.to_owned());
    assert_eq!(found(r#"["orign", [50.2, 66.3]]"#), [at(Code::E1001, ".0")]);
    assert_eq!(found("[[50, 66], [166.3, 50.2]]"), [at(Code::E1002, ".1.0")]);
    assert_eq!(found("[[50, 66], [50, 66]]"), [at(Code::E1106, ".1")]);
    assert_eq!(found(r#"[[50, 66], "destination"]"#), [at(Code::E1106, ".1")]);
    assert_eq!(found("[[50, 66, 3]]"), [at(Code::E0010, ".0")]);
    assert_eq!(found(r#"[{"lat": 50}]"#), [at(Code::E0010, ".0")]);
    assert_eq!(found("[50, 66]"), [at(Code::E0010, ".0")]);
}

#[test]
fn an_unknown_vehicle_type() {
    says(
        Code::E1201,
        r#"
error[E1201]: unknown vehicle type `truk`
  --> scenario.json:63:21
   |
63 |             "truk": 3
   |                     ^ contingents.force.units.company.vehicles.truk
   |
   = help: did you mean `truck`?
"#,
    );
}

#[test]
fn a_unit_that_never_moves() {
    says(
        Code::E1202,
        r#"
error[E1202]: the unit has no itinerary, so it never moves
  --> scenario.json:59:9
   |
59 |         "company": {
   |         ^^^^^^^^^ contingents.force.units.company
   |
   = help: add `"itinerary": [{"lift": {"to": "PLACE"}}]`
"#,
    );
}

#[test]
fn a_leg_to_where_the_unit_is() {
    says(
        Code::E1203,
        r#"
error[E1203]: the leg leads to `origin`, where the unit already is
  --> scenario.json:69:23
   |
69 |                 "to": "origin"
   |                       ^^^^^^^^ contingents.force.units.company.itinerary.0.lift.to
   |
   = help: delete the leg, or name another place
"#,
    );
}

#[test]
fn a_vehicle_that_fits_no_carrier() {
    says(
        Code::E1204,
        r#"
error[E1204]: the vehicle `truck` fits no carrier of the lift
  --> scenario.json:63:22
   |
63 |             "truck": 3
   |                      ^ contingents.force.units.company.vehicles.truck
   |
   = note: `freighter`: its mass is 60 t, and the payload over 2410 km 40 t
   = help: add a larger carrier to the lift, or let the vehicles march
"#,
    );
}

#[test]
fn people_and_no_seats() {
    says(
        Code::E1205,
        r#"
error[E1205]: the unit has people to move, and no carrier from `origin` has a seat for them
  --> scenario.json:61:24
   |
61 |           "personnel": 50,
   |                        ^^ contingents.force.units.company.personnel
   |
   = note: `freighter`: 0 seats
   = help: give a carrier type `seats`, or add another fleet to the lift
"#,
    );
}

#[test]
fn a_crew_without_seats() {
    says(
        Code::E1206,
        r#"
error[E1206]: the vehicle `truck` fits a carrier, but not with its crew of 2
  --> scenario.json:65:22
   |
65 |             "truck": 3
   |                      ^ contingents.force.units.company.vehicles.truck
   |
   = note: `freighter`: its crew is 2, and the seats beside vehicles are 1
   = help: a vehicle's crew travels with it: raise the seats, or lower `crew`
"#,
    );
}

#[test]
fn more_crew_than_personnel() {
    says(
        Code::E1207,
        r#"
error[E1207]: the crews of the vehicles are 60 people, and the unit has 50
  --> scenario.json:62:24
   |
62 |           "personnel": 50,
   |                        ^^ contingents.force.units.company.personnel
   |
   = help: crews are part of `personnel`; raise it, or lower `crew` of the vehicle types
"#,
    );
}

#[test]
fn parts_that_do_not_add_up() {
    says(
        Code::E1208,
        r#"
error[E1208]: the shares of the parts add up to 0.9
  --> scenario.json:73:11
   |
73 |           "parts": [
   |           ^^^^^^^ contingents.force.units.company.parts
   |
   = help: they must add up to 1
"#,
    );
}

#[test]
fn an_empty_unit() {
    says(
        Code::E1209,
        r#"
error[E1209]: `copies` is 0, so the unit does not exist
  --> scenario.json:60:21
   |
60 |           "copies": 0,
   |                     ^ contingents.force.units.company.copies
   |
   = help: delete the unit, or set 1 or more
"#,
    );
}

#[test]
fn too_many() {
    says(
        Code::E1210,
        r#"
error[E1210]: 2000000 copies of units and their parts are more than the program can hold: 1000000
  --> scenario.json:56:3
   |
56 |   "contingents": {
   |   ^^^^^^^^^^^^^ contingents
   |
   = help: let one of them stand for several

error[E1210]: 100000000 people are more than the program can hold: 10000000
  --> scenario.json:56:3
   |
56 |   "contingents": {
   |   ^^^^^^^^^^^^^ contingents
   |
   = help: let one of them stand for several

error[E1210]: 6000000 vehicles are more than the program can hold: 1000000
  --> scenario.json:56:3
   |
56 |   "contingents": {
   |   ^^^^^^^^^^^^^ contingents
   |
   = help: let one of them stand for several
"#,
    );
}

#[test]
fn a_critical_vehicle_that_is_not_there() {
    says(
        Code::E1211,
        r#"
error[E1211]: the unit has no vehicle of the type `radar`
  --> scenario.json:74:13
   |
74 |             "radar"
   |             ^^^^^^^ contingents.force.units.company.critical_vehicles.0
   |
   = help: name types that stand in `vehicles` of the unit
"#,
    );
}

#[test]
fn an_unknown_contingent() {
    says(
        Code::E1212,
        r#"
error[E1212]: unknown contingent `forse`
  --> scenario.json:79:7
   |
79 |       "forse": {
   |       ^^^^^^^ observed.contingent_closure_h.forse
   |
   = help: did you mean `force`?
"#,
    );
}

#[test]
fn nobody_moves() {
    says(
        Code::E1213,
        r#"
error[E1213]: no contingent has a unit, so there is nothing to simulate
  --> scenario.json:56:3
   |
56 |   "contingents": {}
   |   ^^^^^^^^^^^^^ contingents
   |
   = help: add a unit to `contingents.ID.units`
"#,
    );
}

#[test]
fn cargo_that_fits_no_carrier() {
    says(
        Code::E1214,
        r#"
error[E1214]: the unit has cargo, and no carrier has a payload for it
  --> scenario.json:63:22
   |
63 |           "cargo_t": 20
   |                      ^^ contingents.force.units.company.cargo_t
   |
   = help: raise `payload_t`, or add another fleet to the lift
"#,
    );
}
