//! Entries on carriers and fleets (E13).

use super::{Entry, Example};
use crate::diagnostic::Code;

pub(super) const ENTRIES: &[Entry] = &[
    Entry {
        code: Code::E1301,
        title: "an unknown carrier type",
        meaning: "No carrier type has this id.",
        importance: "Seats, payload and speed are unknown.",
        mistake: Example::Changes(r#"{"fleets.bridge.carrier_type": "frighter"}"#),
        fix: Example::Changes(r#"{"fleets.bridge.carrier_type": "freighter"}"#),
    },
    Entry {
        code: Code::E1302,
        title: "an unknown fleet",
        meaning: "No fleet has this id.",
        importance: "The lift would wait for carriers that do not exist.",
        mistake: Example::Changes(r#"{"contingents.force.units.company.itinerary.0.lift.by": ["brige"]}"#),
        fix: Example::Changes(r#"{"contingents.force.units.company.itinerary.0.lift.by": ["bridge"]}"#),
    },
    Entry {
        code: Code::E1303,
        title: "no fleet for a lift",
        meaning: "No fleet can serve the lift: there is none, it has no carriers, or the leg is beyond its range.",
        importance: "The unit would wait for ever.",
        mistake: Example::Changes(r#"{"fleets.bridge.count": 0}"#),
        fix: Example::Changes(r#"{"fleets.bridge.count": 1}"#),
    },
    Entry {
        code: Code::E1304,
        title: "carriers larger than the stands",
        meaning: "One carrier takes more stands than the terminal has.",
        importance: "It could never park.",
        mistake: Example::Changes(
            r#"{
  "carrier_types.freighter.stand_size": 4,
  "places.destination.terminal.stands": 3
}"#,
        ),
        fix: Example::Changes(
            r#"{
  "carrier_types.freighter.stand_size": 3,
  "places.destination.terminal.stands": 3
}"#,
        ),
    },
    Entry {
        code: Code::E1305,
        title: "a payload-range curve out of order",
        meaning: "The points are not sorted by distance, or payload rises with distance.",
        importance: "Payload between two points could not be read off.",
        mistake: Example::Changes(
            r#"{
  "carrier_types.freighter.payload_range": [{"distance_km": 5000, "payload_t": 30}, {"distance_km": 3000, "payload_t": 40}]
}"#,
        ),
        fix: Example::Changes(
            r#"{
  "carrier_types.freighter.payload_range": [{"distance_km": 3000, "payload_t": 40}, {"distance_km": 5000, "payload_t": 30}]
}"#,
        ),
    },
    Entry {
        code: Code::E1306,
        title: "no crews",
        meaning: "The fleet has crews, and their number is 0.",
        importance: "No carrier could ever leave.",
        mistake: Example::Changes(r#"{"fleets.bridge.crews": {"count": 0, "duty_h": 14, "rest_h": 10}}"#),
        fix: Example::Changes(r#"{"fleets.bridge.crews": {"count": 15, "duty_h": 14, "rest_h": 10}}"#),
    },
    Entry {
        code: Code::E1307,
        title: "an empty list",
        meaning: "A list of fleets or destinations is empty.",
        importance: "An empty list allows none; left out, `by` allows all.",
        mistake: Example::Changes(r#"{"contingents.force.units.company.itinerary.0.lift.by": []}"#),
        fix: Example::Changes(r#"{"contingents.force.units.company.itinerary.0.lift.by": ["bridge"]}"#),
    },
    Entry {
        code: Code::E1308,
        title: "a trip longer than any duty",
        meaning: "A trip that carriers of the fleet have to make, to a load, with it or home again, is expected to take \
                  longer than the duty of its crews lasts.",
        importance: "A crew starts no trip that would end after its duty, so the carrier could never leave.",
        mistake: Example::Changes(r#"{"fleets.bridge.crews": {"duty_h": 3, "rest_h": 10}}"#),
        fix: Example::Changes(r#"{"fleets.bridge.crews": {"duty_h": 14, "rest_h": 10}}"#),
    },
];
