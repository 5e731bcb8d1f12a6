//! Carriers and fleets: the whole text of each message. The mistakes are those of the register.

use forceflow::internals::diagnostic::Code;

use super::support::says;

#[test]
fn an_unknown_carrier_type() {
    says(
        Code::E1301,
        r#"
error[E1301]: unknown carrier type `frighter`
  --> scenario.json:51:23
   |
51 |       "carrier_type": "frighter",
   |                       ^^^^^^^^^^ fleets.bridge.carrier_type
   |
   = help: did you mean `freighter`?
"#,
    );
}

#[test]
fn an_unknown_fleet() {
    says(
        Code::E1302,
        r#"
error[E1302]: unknown fleet `brige`
  --> scenario.json:71:19
   |
71 |                   "brige"
   |                   ^^^^^^^ contingents.force.units.company.itinerary.0.lift.by.0
   |
   = help: did you mean `bridge`?
"#,
    );
}

#[test]
fn no_fleet_for_a_lift() {
    says(
        Code::E1303,
        r#"
error[E1303]: no fleet can carry the lift from `origin` to `destination`
  --> scenario.json:68:15
   |
68 |               "lift": {
   |               ^^^^^^ contingents.force.units.company.itinerary.0.lift
   |
   = note: `bridge`: it has no carriers
   = help: give a fleet carriers, or name another one in `by`
"#,
    );
}

#[test]
fn carriers_larger_than_the_stands() {
    says(
        Code::E1304,
        r#"
error[E1304]: no fleet can carry the lift from `origin` to `destination`
  --> scenario.json:70:15
   |
70 |               "lift": {
   |               ^^^^^^ contingents.force.units.company.itinerary.0.lift
   |
   = note: `bridge`: `destination` has fewer stands than one carrier takes
   = help: raise `stands` of the terminal or lower `stand_size` of the carrier type
"#,
    );
}

#[test]
fn a_payload_range_curve_out_of_order() {
    says(
        Code::E1305,
        "
error[E1305]: a point of the curve is no farther than the one before it
  --> scenario.json:44:9
   |
44 |         {
   |         ^ carrier_types.freighter.payload_range.1
   |
   = help: sort the points by `distance_km`
",
    );
}

#[test]
fn no_crews() {
    says(
        Code::E1306,
        r#"
error[E1306]: there are no crews, so no carrier of the fleet could ever leave
  --> scenario.json:55:18
   |
55 |         "count": 0,
   |                  ^ fleets.bridge.crews.count
   |
   = help: leave `crews` out when crews are no limit
"#,
    );
}

#[test]
fn an_empty_list() {
    says(
        Code::E1307,
        r#"
error[E1307]: the list of fleets is empty
  --> scenario.json:70:17
   |
70 |                 "by": []
   |                 ^^^^ contingents.force.units.company.itinerary.0.lift.by
   |
   = help: leave `by` out for every fleet that reaches the destination
"#,
    );
}

#[test]
fn a_trip_longer_than_any_duty() {
    says(
        Code::E1308,
        r#"
error[E1308]: the trip from `origin` to `destination` takes 4 h, longer than any duty of the crews
  --> scenario.json:55:19
   |
55 |         "duty_h": 3,
   |                   ^ fleets.bridge.crews.duty_h
   |
   = help: raise `duty_h`, or name the fleets that carry the lift in `by`
"#,
    );
}
