//! Places and terminals: the whole text of each message. The mistakes are those of the register.

use forceflow::internals::diagnostic::Code;

use super::support::says;

#[test]
fn an_unknown_place() {
    says(
        Code::E1001,
        r#"
error[E1001]: unknown place `destinaton`
  --> scenario.json:69:23
   |
69 |                 "to": "destinaton"
   |                       ^^^^^^^^^^^^ contingents.force.units.company.itinerary.0.lift.to
   |
   = help: did you mean `destination`?
"#,
    );
}

#[test]
fn coordinates_off_the_globe() {
    says(
        Code::E1002,
        r#"
error[E1002]: `lat` is 143.35, and must be from -90 up to 90 degrees
  --> scenario.json:15:14
   |
15 |       "lat": 143.35,
   |              ^^^^^^ places.destination.lat
   |
   = help: north and east are positive; `lat` and `lon` may be swapped
"#,
    );
}

#[test]
fn no_terminal() {
    says(
        Code::E1003,
        r#"
error[E1003]: carriers come to `destination`, which has no terminal
  --> scenario.json:66:23
   |
66 |                 "to": "destination"
   |                       ^^^^^^^^^^^^^ contingents.force.units.company.itinerary.0.lift.to
   |
   = help: add `"terminal": {}` to `places.destination`
"#,
    );
}

#[test]
fn a_capacity_of_zero() {
    says(
        Code::E1004,
        r#"
error[E1004]: `working_spots` is 0: nothing could ever be loaded or unloaded here
  --> scenario.json:19:26
   |
19 |         "working_spots": 0
   |                          ^ places.destination.terminal.working_spots
   |
   = help: leave the key out for no limit, or take the terminal away
"#,
    );
}

#[test]
fn opening_hours_that_are_never_open() {
    says(
        Code::E1005,
        r#"
error[E1005]: the opening hours end when they begin, so the terminal is never open
  --> scenario.json:20:9
   |
20 |         "opening_hours": {
   |         ^^^^^^^^^^^^^^^ places.destination.terminal.opening_hours
   |
   = help: leave `opening_hours` out for day and night
"#,
    );
}

#[test]
fn a_closure_that_ends_before_it_begins() {
    says(
        Code::E1006,
        "
error[E1006]: the closure ends before it begins
  --> scenario.json:21:11
   |
21 |           {
   |           ^ places.destination.terminal.closures.0
   |
   = help: swap `from` and `to`, or delete the closure
",
    );
}

#[test]
fn a_terminal_waits_for_itself() {
    says(
        Code::E1007,
        r#"
error[E1007]: `destination` opens after `force/company`, which is lifted through `destination` itself
  --> scenario.json:21:25
   |
21 |           "after_unit": "force/company"
   |                         ^^^^^^^^^^^^^^^ places.destination.terminal.opens.after_unit
   |
   = help: let a unit open it that arrives another way, or give an instant
"#,
    );
}

#[test]
fn an_unknown_unit() {
    says(
        Code::E1008,
        r#"
error[E1008]: unknown unit `force/compny`
  --> scenario.json:21:25
   |
21 |           "after_unit": "force/compny"
   |                         ^^^^^^^^^^^^^^ places.destination.terminal.opens.after_unit
   |
   = help: did you mean `force/company`?
"#,
    );
}

#[test]
fn fuel_that_does_not_add_up() {
    says(
        Code::E1009,
        r#"
error[E1009]: the stock is larger than what can be stored
  --> scenario.json:20:9
   |
20 |         "fuel": {
   |         ^^^^^^ places.destination.terminal.fuel
   |
   = help: raise `capacity_t` or lower `stock_t`
"#,
    );
}

#[test]
fn an_alternate_that_cannot_be_used() {
    says(
        Code::E1010,
        r#"
error[E1010]: a terminal cannot be its own alternate
  --> scenario.json:20:22
   |
20 |         "alternate": "destination"
   |                      ^^^^^^^^^^^^^ places.destination.terminal.alternate
   |
   = help: name another place
"#,
    );
}

#[test]
fn a_share_of_slots_without_slots() {
    says(
        Code::E1011,
        r#"
error[E1011]: `slot_use` is a share of the slots of a daily limit, and there is none
  --> scenario.json:20:21
   |
20 |         "slot_use": 0.8
   |                     ^^^ places.destination.terminal.slot_use
   |
   = help: add `daily_limit`, or leave `slot_use` out
"#,
    );
}
