//! Entries on places and terminals (E10).

use super::{Entry, Example};
use crate::diagnostic::Code;

pub(super) const ENTRIES: &[Entry] = &[
    Entry {
        code: Code::E1001,
        title: "an unknown place",
        meaning: "No place has this id.",
        importance: "The unit, route or fleet would be nowhere.",
        mistake: Example::Changes(r#"{"contingents.force.units.company.itinerary.0.lift.to": "destinaton"}"#),
        fix: Example::Changes(r#"{"contingents.force.units.company.itinerary.0.lift.to": "destination"}"#),
    },
    Entry {
        code: Code::E1002,
        title: "coordinates off the globe",
        meaning: "Latitudes go from -90 to 90 and longitudes from -180 to 180 degrees.",
        importance: "Distances would be meaningless; often the two are swapped.",
        mistake: Example::Changes(r#"{"places.destination.lat": 143.35}"#),
        fix: Example::Changes(r#"{"places.destination.lat": 43.35}"#),
    },
    Entry {
        code: Code::E1003,
        title: "no terminal",
        meaning: "Carriers load or unload at a place that has no airfield, railhead or port.",
        importance: "They could neither land nor dock.",
        mistake: Example::Changes(r#"{"places.destination.terminal": null}"#),
        fix: Example::Changes(r#"{"places.destination.terminal": {}}"#),
    },
    Entry {
        code: Code::E1004,
        title: "a capacity of zero",
        meaning: "The capacity is 0, so nothing could ever pass. A key left out means no limit.",
        importance: "Every replication would run to the horizon with everything waiting.",
        mistake: Example::Changes(r#"{"places.destination.terminal.working_spots": 0}"#),
        fix: Example::Changes(r#"{"places.destination.terminal.working_spots": 1}"#),
    },
    Entry {
        code: Code::E1005,
        title: "opening hours that are never open",
        meaning: "The hours end when they begin.",
        importance: "Nothing could ever land or depart.",
        mistake: Example::Changes(
            r#"{"places.destination.terminal.opening_hours": {"from_h": 8, "to_h": 8}}"#,
        ),
        fix: Example::Changes(r#"{"places.destination.terminal.opening_hours": {"from_h": 8, "to_h": 20}}"#),
    },
    Entry {
        code: Code::E1006,
        title: "a closure that ends before it begins",
        meaning: "The end of the closure is not after its beginning.",
        importance: "It would close nothing, which is hardly meant.",
        mistake: Example::Changes(
            r#"{
  "places.destination.terminal.closures": [{"from": {"after_h": 12}, "to": {"after_h": 6}}]
}"#,
        ),
        fix: Example::Changes(
            r#"{
  "places.destination.terminal.closures": [{"from": {"after_h": 6}, "to": {"after_h": 12}}]
}"#,
        ),
    },
    Entry {
        code: Code::E1007,
        title: "a terminal waits for itself",
        meaning: "The terminal opens when a unit is in place that is itself lifted through the terminal.",
        importance: "The unit could never arrive, and the terminal never open.",
        mistake: Example::Changes(
            r#"{"places.destination.terminal.opens": {"after_unit": "force/company"}}"#,
        ),
        fix: Example::Changes(r#"{"places.destination.terminal.opens": {"after_h": 6}}"#),
    },
    Entry {
        code: Code::E1008,
        title: "an unknown unit",
        meaning: "No unit has this name; it is written `contingent/unit`.",
        importance: "The terminal would never open.",
        mistake: Example::Changes(r#"{"places.destination.terminal.opens": {"after_unit": "force/compny"}}"#),
        fix: Example::Words("the name of a unit, such as `advance/party`."),
    },
    Entry {
        code: Code::E1009,
        title: "fuel that does not add up",
        meaning: "The stock is larger than the storage, fuel is resupplied without an interval, or a carrier that unloads here takes more than can be stored.",
        importance: "The stock at the first refuelling would be a guess, or no stock would ever do.",
        mistake: Example::Changes(
            r#"{"places.destination.terminal.fuel": {"stock_t": 500, "capacity_t": 300}}"#,
        ),
        fix: Example::Changes(r#"{"places.destination.terminal.fuel": {"stock_t": 300, "capacity_t": 500}}"#),
    },
    Entry {
        code: Code::E1010,
        title: "an alternate that cannot be used",
        meaning: "The alternate is missing, is the terminal itself, or has no terminal.",
        importance: "A carrier that diverts would have nowhere to go.",
        mistake: Example::Changes(r#"{"places.destination.terminal.alternate": "destination"}"#),
        fix: Example::Changes(r#"{"places.destination.terminal.alternate": "origin"}"#),
    },
    Entry {
        code: Code::E1011,
        title: "a share of slots without slots",
        meaning: "`slot_use` says which share of the slots of a daily limit is used, and there is no daily limit beside it.",
        importance: "It would change nothing, and its author expects that it does.",
        mistake: Example::Changes(r#"{"places.destination.terminal.slot_use": 0.8}"#),
        fix: Example::Changes(
            r#"{"places.destination.terminal.slot_use": 0.8, "places.destination.terminal.daily_landings": 20}"#,
        ),
    },
];
