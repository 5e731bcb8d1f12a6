//! Entries on routes (E11) and on units and loads (E12).

use super::{Entry, Example};
use crate::diagnostic::Code;

pub(super) const ENTRIES: &[Entry] = &[
    Entry {
        code: Code::E1101,
        title: "an unknown route",
        meaning: "No route has this id.",
        importance: "The disruption would block nothing.",
        mistake: Example::Changes(
            r#"{
  "disruptions": {"snow": {"begins": {"after_h": 5}, "what": {"route_blocked": "brige"}}}
}"#,
        ),
        fix: Example::Changes(
            r#"{
  "disruptions": {"snow": {"begins": {"after_h": 5}, "what": {"route_blocked": "bridge"}}}
}"#,
        ),
    },
    Entry {
        code: Code::E1102,
        title: "a route to itself",
        meaning: "Both ends of the route are the same place.",
        importance: "It joins nothing.",
        mistake: Example::Changes(r#"{"routes.detour": {"from": "origin", "to": "origin", "mode": "road"}}"#),
        fix: Example::Changes(
            r#"{"routes.detour": {"from": "origin", "to": "destination", "mode": "road"}}"#,
        ),
    },
    Entry {
        code: Code::E1103,
        title: "no route for a lift",
        meaning: "The fleets of the lift move by road, rail or sea, and no route of that mode joins the places. Only air legs do without a route.",
        importance: "Distance and time of the trip are unknown.",
        mistake: Example::Changes(r#"{"carrier_types.freighter.mode": "rail"}"#),
        fix: Example::Changes(
            r#"{"carrier_types.freighter.mode": "rail", "routes.bridge.mode": "rail", "routes.bridge.travel_h": 60}"#,
        ),
    },
    Entry {
        code: Code::E1104,
        title: "a lift without a time",
        meaning: "There is neither a `travel_h` of the route nor a `speed_kmh` of the carrier type, for the lift itself or for the way of the carriers from their base.",
        importance: "The time of the trip is unknown.",
        mistake: Example::Changes(r#"{"routes.bridge.travel_h": null}"#),
        fix: Example::Changes(
            r#"{"routes.bridge.travel_h": null, "carrier_types.freighter.speed_kmh": 750}"#,
        ),
    },
    Entry {
        code: Code::E1105,
        title: "a march without a time",
        meaning: "There is neither a `travel_h` nor a `speed_kmh`, or it halts without saying how often.",
        importance: "The time of the march is unknown.",
        mistake: Example::Changes(
            r#"{
  "contingents.force.units.company.itinerary": [{"march": {"to": "destination"}}]
}"#,
        ),
        fix: Example::Changes(
            r#"{
  "contingents.force.units.company.itinerary": [{"march": {"to": "destination", "speed_kmh": 40}}]
}"#,
        ),
    },
    Entry {
        code: Code::E1106,
        title: "a point twice in a row",
        meaning: "Two points of a route that follow each other are one: `via` repeats an end of the route or the point before.",
        importance: "`via` lists what lies between the ends; a point too many often stands where another one was meant.",
        mistake: Example::Changes(r#"{"routes.bridge.via": ["origin", [50.2, 66.3]]}"#),
        fix: Example::Changes(r#"{"routes.bridge.via": [[50.2, 66.3]]}"#),
    },
    Entry {
        code: Code::E1201,
        title: "an unknown vehicle type",
        meaning: "No vehicle type has this id.",
        importance: "Its mass and length are unknown.",
        mistake: Example::Changes(r#"{"contingents.force.units.company.vehicles": {"truk": 3}}"#),
        fix: Example::Changes(r#"{"contingents.force.units.company.vehicles": {"truck": 3}}"#),
    },
    Entry {
        code: Code::E1202,
        title: "a unit that never moves",
        meaning: "The unit has no itinerary.",
        importance: "It would be in place at once and count in every figure.",
        mistake: Example::Changes(r#"{"contingents.force.units.company.itinerary": []}"#),
        fix: Example::Changes(
            r#"{
  "contingents.force.units.company.itinerary": [{"lift": {"to": "destination"}}]
}"#,
        ),
    },
    Entry {
        code: Code::E1203,
        title: "a leg to where the unit is",
        meaning: "The leg ends where it begins.",
        importance: "It moves nobody; often a place is misnamed.",
        mistake: Example::Changes(r#"{"contingents.force.units.company.itinerary.0.lift.to": "origin"}"#),
        fix: Example::Changes(r#"{"contingents.force.units.company.itinerary.0.lift.to": "destination"}"#),
    },
    Entry {
        code: Code::E1204,
        title: "a vehicle that fits no carrier",
        meaning: "The vehicle is too heavy, too long or too wide for every carrier that serves the lift.",
        importance: "Vehicles are moved whole, so it would stay behind for ever.",
        mistake: Example::Changes(r#"{"vehicle_types.truck.mass_t": 60}"#),
        fix: Example::Changes(r#"{"vehicle_types.truck.mass_t": 38}"#),
    },
    Entry {
        code: Code::E1205,
        title: "people and no seats",
        meaning: "The unit has people who are no vehicle crews, and no carrier of the lift can take one.",
        importance: "They would stay behind for ever.",
        mistake: Example::Changes(r#"{"carrier_types.freighter.seats": 0}"#),
        fix: Example::Changes(r#"{"carrier_types.freighter.seats": 20}"#),
    },
    Entry {
        code: Code::E1206,
        title: "a crew without seats",
        meaning: "The vehicle fits a carrier, but its crew, which travels with it, does not.",
        importance: "Neither could leave.",
        mistake: Example::Changes(
            r#"{
  "vehicle_types.truck.crew": 2,
  "carrier_types.freighter.seats_with_vehicles": 1
}"#,
        ),
        fix: Example::Changes(
            r#"{
  "vehicle_types.truck.crew": 2,
  "carrier_types.freighter.seats_with_vehicles": 8
}"#,
        ),
    },
    Entry {
        code: Code::E1207,
        title: "more crew than personnel",
        meaning: "The crews of the vehicles are more people than the unit has; crews are part of `personnel`.",
        importance: "People would be invented.",
        mistake: Example::Changes(r#"{"vehicle_types.truck.crew": 20}"#),
        fix: Example::Changes(r#"{"vehicle_types.truck.crew": 2}"#),
    },
    Entry {
        code: Code::E1208,
        title: "parts that do not add up",
        meaning: "The shares of the parts do not add up to 1.",
        importance: "People would be lost or invented.",
        mistake: Example::Changes(
            r#"{
  "contingents.force.units.company.parts": [{"share": 0.5}, {"share": 0.4, "after_h": 6}]
}"#,
        ),
        fix: Example::Changes(
            r#"{
  "contingents.force.units.company.parts": [{"share": 0.6}, {"share": 0.4, "after_h": 6}]
}"#,
        ),
    },
    Entry {
        code: Code::E1209,
        title: "an empty unit",
        meaning: "The unit has nothing to move, or no copies.",
        importance: "It could not be seen in any result.",
        mistake: Example::Changes(r#"{"contingents.force.units.company.copies": 0}"#),
        fix: Example::Changes(r#"{"contingents.force.units.company.copies": 1}"#),
    },
    Entry {
        code: Code::E1210,
        title: "too many",
        meaning: "There are more units, people, vehicles or carriers than the program holds.",
        importance: "The run could exhaust the memory.",
        mistake: Example::Changes(r#"{"contingents.force.units.company.copies": 2000000}"#),
        fix: Example::Changes(r#"{"contingents.force.units.company.copies": 2000}"#),
    },
    Entry {
        code: Code::E1211,
        title: "a critical vehicle that is not there",
        meaning: "The unit has no vehicle of a type that counts for its being operational.",
        importance: "It could never be operational.",
        mistake: Example::Changes(r#"{"contingents.force.units.company.critical_vehicles": ["radar"]}"#),
        fix: Example::Changes(r#"{"contingents.force.units.company.critical_vehicles": ["truck"]}"#),
    },
    Entry {
        code: Code::E1212,
        title: "an unknown contingent",
        meaning: "No contingent has this id.",
        importance: "There is nothing that it could refer to.",
        mistake: Example::Changes(
            r#"{"observed": {"contingent_closure_h": {"forse": {"low": 50, "high": 60}}}}"#,
        ),
        fix: Example::Changes(
            r#"{"observed": {"contingent_closure_h": {"force": {"low": 50, "high": 60}}}}"#,
        ),
    },
    Entry {
        code: Code::E1213,
        title: "nobody moves",
        meaning: "No contingent has a unit.",
        importance: "There is nothing to simulate.",
        mistake: Example::Changes(r#"{"contingents": {}}"#),
        fix: Example::Words("at least one unit in one contingent."),
    },
    Entry {
        code: Code::E1214,
        title: "cargo that fits no carrier",
        meaning: "The unit has bulk cargo, and no carrier of the lift has a payload.",
        importance: "It would stay behind for ever.",
        mistake: Example::Changes(
            r#"{
  "vehicle_types": null,
  "contingents.force.units.company.vehicles": null,
  "contingents.force.units.company.cargo_t": 20,
  "carrier_types.freighter.payload_t": 0
}"#,
        ),
        fix: Example::Changes(
            r#"{
  "vehicle_types": null,
  "contingents.force.units.company.vehicles": null,
  "contingents.force.units.company.cargo_t": 20,
  "carrier_types.freighter.payload_t": 40
}"#,
        ),
    },
];
