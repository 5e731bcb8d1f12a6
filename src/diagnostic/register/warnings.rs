//! Entries on warnings (W2), run time (E3) and output (E4).

use super::{Entry, Example};
use crate::diagnostic::Code;

pub(super) const ENTRIES: &[Entry] = &[
    Entry {
        code: Code::W2001,
        title: "later than the horizon",
        meaning: "A required time or deadline lies after `horizon_h`, where every replication is cut off.",
        importance: "Units that would be on time count as not closed.",
        mistake: Example::Changes(r#"{"horizon_h": 48}"#),
        fix: Example::Changes(r#"{"horizon_h": 480}"#),
    },
    Entry {
        code: Code::W2002,
        title: "a value outside its range",
        meaning: "The range of an assumption does not hold the value itself.",
        importance: "The tornado would show a difference on one side only.",
        mistake: Example::Changes(r#"{"evidence": {"fleets.bridge.count": {"low": 12, "high": 20}}}"#),
        fix: Example::Changes(r#"{"evidence": {"fleets.bridge.count": {"low": 8, "high": 20}}}"#),
    },
    Entry {
        code: Code::W2003,
        title: "defined and not used",
        meaning: "Nothing refers to the definition.",
        importance: "Often another id was meant somewhere.",
        mistake: Example::Changes(r#"{"vehicle_types.bus": {"mass_t": 15, "length_m": 12, "width_m": 2.5}}"#),
        fix: Example::Changes(
            r#"{
  "vehicle_types.bus": {"mass_t": 15, "length_m": 12, "width_m": 2.5},
  "contingents.force.units.company.vehicles": {"truck": 2, "bus": 1}
}"#,
        ),
    },
    Entry {
        code: Code::W2004,
        title: "a site that is never covered",
        meaning: "Fewer people or vehicles end at the site than it requires.",
        importance: "It stays uncovered in every replication.",
        mistake: Example::Changes(r#"{"places.destination.site": {"required_personnel": 5000}}"#),
        fix: Example::Changes(r#"{"places.destination.site": {"required_personnel": 2000}}"#),
    },
    Entry {
        code: Code::W2005,
        title: "a named fleet that cannot serve",
        meaning: "One of several fleets under `by` cannot serve the lift.",
        importance: "The lift is slower than it looks in the file.",
        mistake: Example::Changes(
            r#"{
  "carrier_types.train": {"mode": "rail"},
  "fleets.rail": {"carrier_type": "train", "count": 2, "base": "origin"},
  "contingents.force.units.company.itinerary.0.lift.by": ["bridge", "rail"]
}"#,
        ),
        fix: Example::Changes(
            r#"{
  "carrier_types.train": {"mode": "rail"},
  "fleets.rail": {"carrier_type": "train", "count": 2, "base": "origin"},
  "contingents.force.units.company.itinerary.0.lift.by": ["bridge"]
}"#,
        ),
    },
    Entry {
        code: Code::W2006,
        title: "loads that hang on the order of the vehicles",
        meaning: "Loaded widest first, which is the default, and in the order in which the unit lists them, its vehicles make \
                  numbers of loads that differ by more than a tenth, and the lift does not say which order is meant.",
        importance: "Sorties and closure follow from a choice that the file does not show.",
        mistake: Example::Changes(
            r#"{
  "carrier_types.freighter.hold_width_m": 4.2,
  "vehicle_types.car": {"mass_t": 1, "length_m": 4, "width_m": 1.6},
  "contingents.force.units.company.vehicles": {"car": 12, "truck": 6}
}"#,
        ),
        fix: Example::Changes(
            r#"{
  "carrier_types.freighter.hold_width_m": 4.2,
  "vehicle_types.car": {"mass_t": 1, "length_m": 4, "width_m": 1.6},
  "contingents.force.units.company.vehicles": {"car": 12, "truck": 6},
  "contingents.force.units.company.itinerary.0.lift.vehicle_order": "widest_first"
}"#,
        ),
    },
    Entry {
        code: Code::W2007,
        title: "an unusual speed",
        meaning: "A speed, or the speed that a given travel time means, is outside what carriers of the mode or marching units have. \
                  The message says what is usual. `allow` of the scenario, with the path and a reason, silences it.",
        importance: "Knots, metres a second or minutes in the place of hours load and run like any number.",
        mistake: Example::Changes(
            r#"{
  "routes.bridge.travel_h": null,
  "carrier_types.freighter.speed_kmh": 5400
}"#,
        ),
        fix: Example::Changes(
            r#"{
  "routes.bridge.travel_h": null,
  "carrier_types.freighter.speed_kmh": 5400,
  "allow": {"carrier_types.freighter.speed_kmh": "a study of rockets"}
}"#,
        ),
    },
    Entry {
        code: Code::W2008,
        title: "an unusual payload",
        meaning: "Payload, seats or fuel of a carrier are outside what carriers of the mode have.",
        importance: "Kilograms in the place of tonnes make one aircraft carry a brigade.",
        mistake: Example::Changes(r#"{"carrier_types.freighter.payload_t": 40000}"#),
        fix: Example::Changes(r#"{"carrier_types.freighter.payload_t": 40}"#),
    },
    Entry {
        code: Code::W2009,
        title: "an unusual duration",
        meaning: "A duration, or the mean of one, is outside what such things take.",
        importance: "Minutes in the place of hours make it sixty times as long, and everything after it late.",
        mistake: Example::Changes(r#"{"carrier_types.freighter.unload_h": 60}"#),
        fix: Example::Changes(r#"{"carrier_types.freighter.unload_h": 1}"#),
    },
    Entry {
        code: Code::W2010,
        title: "an unusual mass or size",
        meaning: "A mass, length or width is outside what vehicles, people with kit or holds have.",
        importance: "What is a thousand times too heavy fits nowhere; what is a thousand times too light fits everywhere.",
        mistake: Example::Changes(r#"{"vehicle_types.truck.mass_t": 0.01}"#),
        fix: Example::Changes(r#"{"vehicle_types.truck.mass_t": 10}"#),
    },
    Entry {
        code: Code::W2011,
        title: "an unusual distance",
        meaning: "A length of a way is shorter than the straight line between its ends, or many times as long.",
        importance: "Either the length or the coordinates of a place are wrong, and every trip takes the wrong time.",
        mistake: Example::Changes(r#"{"routes.bridge.distance_km": 19}"#),
        fix: Example::Changes(r#"{"routes.bridge.distance_km": 2500}"#),
    },
    Entry {
        code: Code::W2012,
        title: "an unusual price or consumption",
        meaning: "Fuel by the hour, carbon dioxide by the tonne of fuel, or a price is outside what carriers of the mode have. Prices are judged where `currency` is USD, EUR, GBP or CHF.",
        importance: "Kilograms in the place of tonnes, or a price by the day in the place of one by the hour, make one fleet the dearest of all.",
        mistake: Example::Changes(r#"{"carrier_types.freighter.fuel_t_per_h": 700}"#),
        fix: Example::Changes(r#"{"carrier_types.freighter.fuel_t_per_h": 7}"#),
    },
    Entry {
        code: Code::E3001,
        title: "no replication closed",
        meaning: "Not one replication had everything in place by the horizon. The message names what is stuck and on what.",
        importance: "There is no closure to report.",
        mistake: Example::Words("a horizon shorter than the movement, or a wait that nothing ends."),
        fix: Example::Words("a longer `horizon_h`, or the capacity that the message names."),
    },
    Entry {
        code: Code::E3002,
        title: "the audit failed",
        meaning: "With `run --audit` or `verify --audit`: the trace of a replication broke a rule. Somebody was lost, a capacity exceeded, a carrier in two places, or an effect came before its cause. The command ends with 4, and nothing is written.",
        importance: "The results cannot be trusted; this is a bug of the program.",
        mistake: Example::Words("none of the user's."),
        fix: Example::Words("report the scenario, the seed and the replications that are named."),
    },
    Entry {
        code: Code::E4001,
        title: "a folder that results cannot take the place of",
        meaning: "The output folder holds files or folders that are not results of this program, holds the current folder, or is \
                  where a disk is mounted.",
        importance: "What is there would be lost: results take the place of a whole folder.",
        mistake: Example::Words("`--out ~/Documents`, or `--out .`."),
        fix: Example::Words("`--out ~/Documents/air-bridge`, a folder of its own."),
    },
    Entry {
        code: Code::E4002,
        title: "a result cannot be written",
        meaning: "The output folder or a file in it cannot be written.",
        importance: "The run would be lost.",
        mistake: Example::Words("a full disk, or a folder without permission."),
        fix: Example::Words("another folder with `--out`."),
    },
];
