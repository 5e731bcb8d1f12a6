//! Entries on times (E14) and distributions (E15).

use super::{Entry, Example};
use crate::diagnostic::Code;

pub(super) const ENTRIES: &[Entry] = &[
    Entry {
        code: Code::E1401,
        title: "a date that cannot be read",
        meaning: "The text is no date and time with an offset from UTC.",
        importance: "Without the offset it could mean two dozen different instants.",
        mistake: Example::Changes(r#"{"start": "2022-01-06 00:00"}"#),
        fix: Example::Changes(r#"{"start": "2022-01-06T00:00:00Z"}"#),
    },
    Entry {
        code: Code::E1402,
        title: "an instant before the start",
        meaning: "The instant lies before `start`, from which all hours are counted.",
        importance: "The wait for it would be negative.",
        mistake: Example::Changes(r#"{"authorisation": {"decision": {"at": "2022-01-05T20:00:00Z"}}}"#),
        fix: Example::Changes(
            r#"{
  "start": "2022-01-05T18:00:00Z",
  "authorisation": {"decision": {"at": "2022-01-05T20:00:00Z"}}
}"#,
        ),
    },
    Entry {
        code: Code::E1403,
        title: "a withdrawal without one beginning",
        meaning: "The withdrawal has neither `begins` nor `hold_h`, or both.",
        importance: "When it begins is unknown.",
        mistake: Example::Changes(r#"{"withdrawal": {"daily_limit": 8}}"#),
        fix: Example::Changes(r#"{"withdrawal": {"hold_h": 96, "daily_limit": 8}}"#),
    },
    Entry {
        code: Code::E1404,
        title: "steps out of order",
        meaning: "The steps of `availability` are not in the order of time.",
        importance: "Which number holds when could not be told.",
        mistake: Example::Changes(
            r#"{
  "fleets.bridge.availability": [{"from": {"after_h": 48}, "count": 5}, {"from": {"after_h": 24}, "count": 8}]
}"#,
        ),
        fix: Example::Changes(
            r#"{
  "fleets.bridge.availability": [{"from": {"after_h": 24}, "count": 8}, {"from": {"after_h": 48}, "count": 5}]
}"#,
        ),
    },
    Entry {
        code: Code::E1405,
        title: "required before it may arrive",
        meaning: "The unit is required before the earliest time at which it may arrive.",
        importance: "It would be late in every replication.",
        mistake: Example::Changes(
            r#"{
  "contingents.force.units.company.earliest_h": 48,
  "contingents.force.units.company.required_h": 24
}"#,
        ),
        fix: Example::Changes(
            r#"{
  "contingents.force.units.company.earliest_h": 24,
  "contingents.force.units.company.required_h": 48
}"#,
        ),
    },
    Entry {
        code: Code::E1406,
        title: "a day that cannot be read",
        meaning: "The key is no day.",
        importance: "The observation belongs to no day.",
        mistake: Example::Changes(
            r#"{
  "observed": {"daily_withdrawal_sorties": {"13 January": {"low": 5, "high": 6}}}
}"#,
        ),
        fix: Example::Changes(
            r#"{
  "observed": {"daily_withdrawal_sorties": {"2022-01-13": {"low": 5, "high": 6}}}
}"#,
        ),
    },
    Entry {
        code: Code::E1407,
        title: "too many repeats",
        meaning: "Something repeats by itself more than a million times before the horizon.",
        importance: "The run would hardly end.",
        mistake: Example::Changes(r#"{"reporting_interval_h": 0.001}"#),
        fix: Example::Changes(r#"{"reporting_interval_h": 1}"#),
    },
    Entry {
        code: Code::E1408,
        title: "a mandate that cannot be late",
        meaning: "A disruption delays the mandate of a contingent that has none, or does not say by how much.",
        importance: "It would change nothing, while the file says that it does.",
        mistake: Example::Changes(
            r#"{"disruptions": {"debate": {"begins": {"after_h": 0}, "lasts_h": 6, "what": {"mandate_late": "force"}}}}"#,
        ),
        fix: Example::Changes(
            r#"{
  "contingents.force.mandate": {"after_h": 2},
  "disruptions": {"debate": {"begins": {"after_h": 0}, "lasts_h": 6, "what": {"mandate_late": "force"}}}
}"#,
        ),
    },
    Entry {
        code: Code::E1501,
        title: "bounds out of order",
        meaning: "`min`, `mode` and `max` are not in this order, or `p90` is not above `median`.",
        importance: "No distribution has these parameters.",
        mistake: Example::Changes(
            r#"{
  "carrier_types.freighter.load_h": {"triangular": {"min": 2, "mode": 8, "max": 6}}
}"#,
        ),
        fix: Example::Changes(
            r#"{
  "carrier_types.freighter.load_h": {"triangular": {"min": 2, "mode": 3, "max": 6}}
}"#,
        ),
    },
    Entry {
        code: Code::E1502,
        title: "lognormal parameters that do not belong together",
        meaning: "A lognormal distribution is fixed by `mean` and `cv` or by `median` and `p90`.",
        importance: "Other pairs leave it open, and more than two can contradict each other.",
        mistake: Example::Changes(
            r#"{"carrier_types.freighter.load_h": {"lognormal": {"mean": 3, "p90": 6}}}"#,
        ),
        fix: Example::Changes(
            r#"{"carrier_types.freighter.load_h": {"lognormal": {"median": 3, "p90": 6}}}"#,
        ),
    },
    Entry {
        code: Code::E1503,
        title: "a parameter that must be positive",
        meaning: "Means, spreads, shapes and scales are above 0.",
        importance: "No distribution has these parameters.",
        mistake: Example::Changes(r#"{"carrier_types.freighter.load_h": {"exponential": {"mean": 0}}}"#),
        fix: Example::Changes(r#"{"carrier_types.freighter.load_h": {"exponential": {"mean": 3}}}"#),
    },
    Entry {
        code: Code::E1504,
        title: "nothing to draw from",
        meaning: "An empirical distribution has no values.",
        importance: "There is nothing to draw.",
        mistake: Example::Changes(r#"{"carrier_types.freighter.load_h": {"empirical": {"values": []}}}"#),
        fix: Example::Changes(
            r#"{"carrier_types.freighter.load_h": {"empirical": {"values": [2, 3, 3, 5]}}}"#,
        ),
    },
    Entry {
        code: Code::E1505,
        title: "a negative duration",
        meaning: "A duration is negative, or can be.",
        importance: "An effect would come before its cause.",
        mistake: Example::Changes(r#"{"carrier_types.freighter.load_h": -3}"#),
        fix: Example::Changes(r#"{"carrier_types.freighter.load_h": 3}"#),
    },
    Entry {
        code: Code::E1506,
        title: "nothing left of a normal distribution",
        meaning: "Between `min` and `max` lies next to nothing of the distribution.",
        importance: "Draws would be rounding errors, not durations.",
        mistake: Example::Changes(
            r#"{"carrier_types.freighter.load_h": {"normal": {"mean": -3, "sd": 0.3}}}"#,
        ),
        fix: Example::Changes(r#"{"carrier_types.freighter.load_h": {"normal": {"mean": 3, "sd": 0.3}}}"#),
    },
    Entry {
        code: Code::E1507,
        title: "a duration of a century",
        meaning: "A duration is a million hours or more.",
        importance: "Often the unit is wrong; the clock could overflow.",
        mistake: Example::Changes(r#"{"carrier_types.freighter.load_h": 3000000}"#),
        fix: Example::Changes(r#"{"carrier_types.freighter.load_h": 3}"#),
    },
    Entry {
        code: Code::E1508,
        title: "a common factor that multiplies nothing",
        meaning: "The factor names nothing to multiply, no place or no fleet, or fleets where it multiplies spells of weather.",
        importance: "It would change nothing, and its author expects that it does.",
        mistake: Example::Changes(r#"{"common_factors": {"loading": {"factor": 1.2, "on": []}}}"#),
        fix: Example::Changes(r#"{"common_factors": {"loading": {"factor": 1.2, "on": ["loading"]}}}"#),
    },
];
