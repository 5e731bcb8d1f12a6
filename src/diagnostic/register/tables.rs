//! Entries on tables of units, which `forceflow import` reads (E17).

use super::{Entry, Example};
use crate::diagnostic::Code;

pub(super) const ENTRIES: &[Entry] = &[
    Entry {
        code: Code::E1701,
        title: "a column that is unknown, missing or there twice",
        meaning: "The first line of the table names its columns, and one of the names is not right.",
        importance: "What stands below it would be taken for something else, or passed over.",
        mistake: Example::Words("`contingent,unit,people,home,to`."),
        fix: Example::Words(
            "`contingent,unit,personnel,home,to`; `forceflow import --help` lists all columns.",
        ),
    },
    Entry {
        code: Code::E1702,
        title: "a row of another length",
        meaning: "A row has more or fewer cells than the header.",
        importance: "From the odd cell on, every value would belong to another column.",
        mistake: Example::Words(
            "`alpha,company,120,truck=3, apc=2,base,field`: the comma splits the vehicles.",
        ),
        fix: Example::Words("`alpha,company,120,\"truck=3, apc=2\",base,field`."),
    },
    Entry {
        code: Code::E1703,
        title: "a cell that cannot be read",
        meaning: "The cell is empty where it must not be, or does not hold what its column takes.",
        importance: "A guess would be simulated as if somebody had meant it.",
        mistake: Example::Words("`2,5` as `notice_h`; `about 100` as `personnel`; `3 trucks` as `vehicles`."),
        fix: Example::Words("`2.5`, or `2/3/6` for least, usual and most; `100`; `truck=3`."),
    },
    Entry {
        code: Code::E1704,
        title: "a unit that stands twice",
        meaning: "Two rows have the same contingent and unit, or the scenario has the unit already.",
        importance: "One of the two would vanish.",
        mistake: Example::Words("two rows `alpha,company`."),
        fix: Example::Words("`alpha,company-1` and `alpha,company-2`, or one row with `copies` 2."),
    },
    Entry {
        code: Code::E1705,
        title: "a unit that goes nowhere",
        meaning: "Both `to` and `march_to` are empty in the row.",
        importance: "A unit without an itinerary never arrives.",
        mistake: Example::Words("`alpha,company,120,base,`."),
        fix: Example::Words("`alpha,company,120,base,field`, where `to` is where the lift ends."),
    },
    Entry {
        code: Code::E1706,
        title: "a table without rows",
        meaning: "The file is empty, or holds a header only.",
        importance: "There is nothing to import.",
        mistake: Example::Words("a file with the line `contingent,unit,personnel,home,to` alone."),
        fix: Example::Words("one further line for each unit."),
    },
    Entry {
        code: Code::E1707,
        title: "a file that takes no units",
        meaning: "The file is a variant, or has no object `contingents`.",
        importance: "There is no place in it where a unit could stand.",
        mistake: Example::Words("`forceflow import units.csv --into variants/half-fleet.json`."),
        fix: Example::Words("the scenario that the variant is based on."),
    },
];
