//! Entries on evidence (E16).

use super::{Entry, Example};
use crate::diagnostic::Code;

pub(super) const ENTRIES: &[Entry] = &[
    Entry {
        code: Code::E1601,
        title: "an unknown source",
        meaning: "`sources` has no document with this id.",
        importance: "The figure would look as if it rested on something.",
        mistake: Example::Changes(r#"{"evidence": {"fleets.bridge.count": {"source": "mod-7jan"}}}"#),
        fix: Example::Changes(
            r#"{
  "sources": {"mod-7jan": {"title": "Press release, 7 January 2022"}},
  "evidence": {"fleets.bridge.count": {"source": "mod-7jan"}}
}"#,
        ),
    },
    Entry {
        code: Code::E1602,
        title: "evidence of nothing",
        meaning: "`evidence` names a path that does not exist.",
        importance: "The figure that was meant would be listed as an assumption.",
        mistake: Example::Changes(r#"{"evidence": {"fleets.brige.count": {"low": 8, "high": 12}}}"#),
        fix: Example::Changes(r#"{"evidence": {"fleets.bridge.count": {"low": 8, "high": 12}}}"#),
    },
    Entry {
        code: Code::E1603,
        title: "a range without two ends in order",
        meaning: "A range has one end only, `low` is above `high`, or a factor is not above 0.",
        importance: "It cannot be drawn from.",
        mistake: Example::Changes(r#"{"evidence": {"fleets.bridge.count": {"low": 12, "high": 8}}}"#),
        fix: Example::Changes(r#"{"evidence": {"fleets.bridge.count": {"low": 8, "high": 12}}}"#),
    },
    Entry {
        code: Code::E1604,
        title: "a range of something without size",
        meaning: "The path leads to something that is not a number. A factor (`scale`) may also vary a distribution.",
        importance: "It cannot be varied between two numbers.",
        mistake: Example::Changes(r#"{"evidence": {"fleets.bridge.base": {"low": 8, "high": 12}}}"#),
        fix: Example::Changes(r#"{"evidence": {"fleets.bridge.count": {"low": 8, "high": 12}}}"#),
    },
    Entry {
        code: Code::E1605,
        title: "an observation of nothing",
        meaning: "`observed.civilians` names a group that `civilians` does not have.",
        importance: "The backtest would have nothing to compare it with.",
        mistake: Example::Changes(
            r#"{
  "civilians": {"travellers": {"at": "destination", "people": 100}},
  "observed": {"civilians": {"traveller": {"low": 90, "high": 110}}}
}"#,
        ),
        fix: Example::Changes(
            r#"{
  "civilians": {"travellers": {"at": "destination", "people": 100}},
  "observed": {"civilians": {"travellers": {"low": 90, "high": 110}}}
}"#,
        ),
    },
    Entry {
        code: Code::E1606,
        title: "an author who cannot be cited",
        meaning: "An author has no name, or an `orcid` that is no ORCID iD: four groups of four digits, the last a check digit.",
        importance: "`CITATION.cff` and `ro-crate-metadata.json` would name nobody, or somebody else.",
        mistake: Example::Changes(
            r#"{"authors": [{"name": "Josiah Carberry", "orcid": "0000-0002-1825-0098"}]}"#,
        ),
        fix: Example::Changes(
            r#"{"authors": [{"name": "Josiah Carberry", "orcid": "0000-0002-1825-0097"}]}"#,
        ),
    },
    Entry {
        code: Code::E1607,
        title: "a licence that is no SPDX id",
        meaning: "`licence` holds other characters than letters, digits, `-` and `.`, or is longer than 100 of them. \
                  Whether SPDX lists the id is not checked.",
        importance: "Programs that read the licence of results know it by its SPDX id.",
        mistake: Example::Changes(r#"{"licence": "CC BY 4.0"}"#),
        fix: Example::Changes(r#"{"licence": "CC-BY-4.0"}"#),
    },
    Entry {
        code: Code::E1608,
        title: "an observed figure that cannot be read",
        meaning: "A figure under `observed.figures` has a filter that does not apply to what it counts, a window that is \
                  drawn by chance or ends before it begins, or asks for an instant that does not exist.",
        importance: "The backtest would compare the prediction with something else than what was meant.",
        mistake: Example::Changes(
            r#"{"observed": {"figures": {"tenth": {"of": "landings", "when": {"nth": 0}, "low": 20, "high": 24}}}}"#,
        ),
        fix: Example::Changes(
            r#"{"observed": {"figures": {"tenth": {"of": "landings", "when": {"nth": 10}, "low": 20, "high": 24}}}}"#,
        ),
    },
    Entry {
        code: Code::E1609,
        title: "a range that cannot be drawn as it says",
        meaning: "`shape`, `parameter` or `total` stands without a range, a range of factors begins at 0, assumptions of one \
                  parameter have different ranges, or what adds up to a total is a parameter or no number.",
        importance: "Assumptions that are drawn together need one range, and those of a total room to give way.",
        mistake: Example::Changes(
            r#"{"evidence": {"fleets.bridge.count": {"low": 0, "high": 12, "shape": "log_uniform"}}}"#,
        ),
        fix: Example::Changes(
            r#"{"evidence": {"fleets.bridge.count": {"low": 8, "high": 12, "shape": "log_uniform"}}}"#,
        ),
    },
];
