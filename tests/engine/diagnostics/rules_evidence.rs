//! Evidence and warnings: the whole text of each message. The mistakes are those of the register.

use forceflow::internals::diagnostic::Code;

use super::support::says;

#[test]
fn an_unknown_source() {
    says(
        Code::E1601,
        r#"
error[E1601]: unknown source `mod-7jan`
  --> scenario.json:79:17
   |
79 |       "source": "mod-7jan"
   |                 ^^^^^^^^^^ evidence.fleets.bridge.count.source
   |
   = help: there are no sources
"#,
    );
}

#[test]
fn evidence_of_nothing() {
    says(
        Code::E1602,
        r#"
error[E1602]: evidence of nothing: `fleets` has no key `brige`
  --> scenario.json:78:5
   |
78 |     "fleets.brige.count": {
   |     ^^^^^^^^^^^^^^^^^^^^ evidence.fleets.brige.count
   |
   = help: did you mean `fleets.bridge.count`?
"#,
    );
}

#[test]
fn a_range_without_two_ends_in_order() {
    says(
        Code::E1603,
        r#"
error[E1603]: `low` is 12 and `high` is 8
  --> scenario.json:78:5
   |
78 |     "fleets.bridge.count": {
   |     ^^^^^^^^^^^^^^^^^^^^^ evidence.fleets.bridge.count
   |
   = help: swap them
"#,
    );
}

#[test]
fn a_range_of_something_without_size() {
    says(
        Code::E1604,
        r#"
error[E1604]: a range was given for `fleets.bridge.base`, which is the string `origin`
  --> scenario.json:78:5
   |
78 |     "fleets.bridge.base": {
   |     ^^^^^^^^^^^^^^^^^^^^ evidence.fleets.bridge.base
   |
   = help: name a number
"#,
    );
}

#[test]
fn later_than_the_horizon() {
    says(
        Code::W2001,
        r#"
warning[W2001]: 72 h lie after the horizon of 48 h
 --> scenario.json:6:17
  |
6 |   "deadline_h": 72,
  |                 ^^ deadline_h
  |
  = help: raise `horizon_h`: a replication is cut off there
"#,
    );
}

#[test]
fn a_value_outside_its_range() {
    says(
        Code::W2002,
        r#"
warning[W2002]: the value 10 lies outside its range from 12 to 20
  --> scenario.json:78:5
   |
78 |     "fleets.bridge.count": {
   |     ^^^^^^^^^^^^^^^^^^^^^ evidence.fleets.bridge.count
   |
   = help: with `scale`, the ends are factors around 1; else they are values
"#,
    );
}

#[test]
fn defined_and_not_used() {
    says(
        Code::W2003,
        r#"
warning[W2003]: no unit has a vehicle of the type `bus`
  --> scenario.json:29:5
   |
29 |     "bus": {
   |     ^^^^^ vehicle_types.bus
   |
   = help: delete it, or add it to a unit
"#,
    );
}

#[test]
fn a_site_that_is_never_covered() {
    says(
        Code::W2004,
        r#"
warning[W2004]: the site needs 5000 people and 0 vehicles, and at most 2000 and 120 end here
  --> scenario.json:21:7
   |
21 |       "site": {
   |       ^^^^^^ places.destination.site
   |
   = help: lower the strength, or send more units; as it is, the site is never covered
"#,
    );
}

#[test]
fn a_named_fleet_that_cannot_serve() {
    says(
        Code::W2005,
        r#"
warning[W2005]: the fleet `rail` cannot serve the lift: no route of its mode joins the places
  --> scenario.json:80:19
   |
80 |                   "rail"
   |                   ^^^^^^ contingents.force.units.company.itinerary.0.lift.by.1
   |
   = help: add a route of that mode; only air legs do without one
"#,
    );
}
