//! The columns of a table of units.

use serde_json::Value;

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Its header.
    pub name: &'static str,
    /// Whether every table has it and every row fills it.
    pub required: bool,
    /// What it holds.
    pub meaning: &'static str,
}

const fn column(name: &'static str, required: bool, meaning: &'static str) -> Column {
    Column { name, required, meaning }
}

/// All columns, in the order in which a table is best laid out. Any order is read, and optional ones may be left out.
pub const COLUMNS: [Column; 19] = [
    column("contingent", true, "id of the contingent"),
    column("unit", true, "id of the unit"),
    column("name", false, "the name that charts show"),
    column("copies", false, "how often the unit exists; 1 when empty"),
    column("personnel", true, "people of one copy, crews included"),
    column("vehicles", false, "vehicles of one copy by type, as truck=3; apc=2"),
    column("cargo_t", false, "bulk cargo of one copy [t]"),
    column("home", true, "place where it mobilises"),
    column("notice_h", false, "from the mandate to the preparation: 4, or 2/3/6 for least/usual/most [h]"),
    column("prepare_h", false, "preparation, in the same form [h]"),
    column("priority", false, "lower goes first, under priority dispatch"),
    column("earliest_h", false, "not to arrive before this, from the start [h]"),
    column("required_h", false, "to be in place by then, from the start [h]"),
    column("port", false, "place where the lift begins, when it is not home: the unit marches there"),
    column("to", false, "place where the lift ends; several in order of preference, as almaty; zhetygen"),
    column("by", false, "fleets that may lift it, as il-76; an-124; all that can when empty"),
    column("march_to", false, "place to which it marches in the end"),
    column("march_km", false, "length of that march; 1.3 times the great circle when empty [km]"),
    column("march_speed_kmh", false, "speed of its marches; 25 when empty [km/h]"),
];

/// Returns the column from which a path below a unit was made.
pub(super) fn of_path(below: &str, unit: &Value) -> Option<&'static str> {
    let mut segments = below.split('.').filter(|segment| !segment.is_empty());
    let first = segments.next()?;
    if first != "itinerary" {
        return COLUMNS.iter().map(|column| column.name).find(|name| *name == first);
    }
    let leg: usize = segments.next()?.parse().ok()?;
    let kind = segments.next().unwrap_or_default();
    let key = segments.next().unwrap_or_default();
    let legs = unit["itinerary"].as_array()?;
    if legs.get(leg)?.get("lift").is_some() {
        return Some(if key == "by" { "by" } else { "to" });
    }
    let before_the_lift = legs.iter().skip(leg + 1).any(|later| later.get("lift").is_some());
    Some(match (kind, key) {
        (_, "speed_kmh") => "march_speed_kmh",
        (_, "distance_km") => "march_km",
        _ if before_the_lift => "port",
        _ => "march_to",
    })
}
