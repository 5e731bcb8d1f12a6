//! Numbers by their keys, and ids: rules that hold wherever a key stands.

use super::{Checker, plain};
use crate::diagnostic::Code;
use crate::scenario::tree::{Data, Node};

/// A century is no duration of an operation [h].
const LONGEST_H: f64 = 1e6;

/// Whether the keys of the object at a key are ids or paths, not names of the format.
fn holds_ids(key: &str) -> bool {
    matches!(
        key,
        "allow"
            | "staged"
            | "common_factors"
            | "places"
            | "vehicle_types"
            | "carrier_types"
            | "routes"
            | "fleets"
            | "contingents"
            | "units"
            | "vehicles"
            | "civilians"
            | "disruptions"
            | "sources"
            | "evidence"
            | "figures"
            | "contingent_closure_h"
            | "daily_sorties"
            | "daily_withdrawal_sorties"
    )
}

/// Maps whose keys are not ids.
const NOT_IDS: [&str; 4] = ["allow", "evidence", "daily_sorties", "daily_withdrawal_sorties"];

/// Visits every key of the format with its value, in the order of the tree; keys that are ids are passed through. Where only the
/// value at the path `changed` is new, it visits what holds that value, and what is below it.
pub(super) fn walk<'a>(root: &'a Node, changed: Option<&str>, visit: &mut dyn FnMut(&str, &str, &'a Node)) {
    descend(root, &mut String::new(), ("", false), changed.unwrap_or_default(), visit);
}

/// `path` grows and shrinks with the depth: a text of its own for each of thousands of nodes would take most of the time.
fn descend<'a>(
    node: &'a Node,
    path: &mut String,
    (map, ids): (&str, bool),
    changed: &str,
    visit: &mut dyn FnMut(&str, &str, &'a Node),
) {
    let (next, changed) = changed.split_once('.').unwrap_or((changed, ""));
    let is_wanted = |segment: &str| next.is_empty() || next == segment;
    let above = path.len();
    let enter = |path: &mut String, segment: &str| {
        if above > 0 {
            path.push('.');
        }
        path.push_str(segment);
    };
    match &node.data {
        Data::Object(members) => {
            for (key, child) in members.iter().filter(|(key, _)| *key != "notes" && is_wanted(key)) {
                enter(path, key);
                if ids {
                    descend(child, path, (key, false), changed, visit);
                } else {
                    visit(key, path, child);
                    // Observed vehicles are a figure, not a list by type.
                    let figure = map == "observed" && key == "vehicles";
                    descend(child, path, (key, !figure && holds_ids(key)), changed, visit);
                }
                path.truncate(above);
            }
        }
        Data::List(items) => {
            for (index, child) in items.iter().enumerate() {
                let index = index.to_string();
                if !is_wanted(&index) {
                    continue;
                }
                enter(path, &index);
                descend(child, path, (map, false), changed, visit);
                path.truncate(above);
            }
        }
        _ => {}
    }
}

pub(super) fn check(checker: &mut Checker<'_>) {
    let root = checker.root;
    walk(root, checker.changed, &mut |key, path, node| match &node.data {
        Data::Object(members) if holds_ids(key) && !NOT_IDS.contains(&key) => {
            let named = members.keys().filter(|id| *id != "notes");
            named.for_each(|id| id_is_well_formed(checker, path, id));
        }
        Data::Number(number) if !path.starts_with("evidence.") && !path.starts_with("observed.") => {
            number_is_in_range(checker, key, path, number.as_f64().unwrap_or(f64::MAX));
        }
        _ => {}
    });
}

fn id_is_well_formed(checker: &mut Checker<'_>, path: &str, id: &str) {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    if id.is_empty() || !id.bytes().all(allowed) {
        let path = format!("{path}.{id}");
        let message = format!("the id `{id}` holds other characters than letters, digits, `_` and `-`");
        let help = "ids are parts of paths; put the full name under `name`";
        checker.report(Code::E0018, path, message, help);
    }
}

/// Smallest and largest value of a key, and whether the smallest itself is allowed.
struct Range {
    least: f64,
    allows_least: bool,
    most: f64,
}

fn range(key: &str) -> Option<Range> {
    let closed = |least, most| Some(Range { least, allows_least: true, most });
    let positive = |most| Some(Range { least: 0.0, allows_least: false, most });
    match key {
        "probability" | "serviceability" | "min_fill" | "share" => closed(0.0, 1.0),
        "cargo_t" => closed(0.0, 1e6),
        "cost_per_h" | "cost_per_day" | "handling_cost" => closed(0.0, 1e9),
        "budget" => closed(0.0, 1e15),
        "fuel_t_per_h" => closed(0.0, 1_000.0),
        "co2_per_fuel_t" => closed(0.0, 10.0),
        "operational_share" | "planned_fill" | "slot_use" => positive(1.0),
        "horizon_h" | "duty_h" | "halt_every_h" => positive(LONGEST_H),
        "from_h" | "to_h" => closed(0.0, 24.0),
        "utc_offset_h" => closed(-14.0, 14.0),
        "night_speed_kmh" => closed(0.0, 100_000.0),
        "detour_factor" | "distance_factor" => closed(1.0, 100.0),
        "speed_kmh" | "echelons_per_day" | "vehicles_per_km" | "length_m" | "width_m" | "hold_length_m"
        | "hold_width_m" => positive(100_000.0),
        _ if key.ends_with("_t") || key.ends_with("_km") || key.ends_with("_m") => closed(0.0, 1e9),
        _ => None,
    }
}

fn number_is_in_range(checker: &mut Checker<'_>, key: &str, path: &str, value: f64) {
    if key == "lat" || key == "lon" {
        let most = if key == "lat" { 90.0 } else { 180.0 };
        return checker.coordinate(path, (&format!("`{key}`"), most), value);
    }
    if let Some(Range { least, allows_least, most }) = range(key) {
        let above = if allows_least { value >= least } else { value > least };
        if above && value <= most {
            return;
        }
        let bound = if allows_least { "from" } else { "above" };
        let limits = format!("{bound} {} up to {}", plain(least), plain(most));
        let message = format!("`{key}` is {}, and must be {limits}", plain(value));
        let share = (most - 1.0).abs() < f64::EPSILON && value > 1.0 && value <= 100.0;
        let help = if share {
            format!("it is a share: write `{}` for {} %", plain(value / 100.0), plain(value))
        } else {
            "check the unit, which is the last part of the key".to_owned()
        };
        checker.report(Code::E0019, path, message, &help);
    } else if key.ends_with("_h") {
        duration_is_possible(checker, path, value);
    }
}

impl Checker<'_> {
    /// Reports a coordinate off the globe; `what` has a name and its largest absolute value [degrees].
    pub(super) fn coordinate(&mut self, path: impl Into<String>, (what, most): (&str, f64), value: f64) {
        if value.abs() > most {
            let message =
                format!("{what} is {}, and must be from -{most} up to {most} degrees", plain(value));
            let help = "north and east are positive; `lat` and `lon` may be swapped";
            self.report(Code::E1002, path, message, help);
        }
    }
}

/// Whether a number tells of an instant that may lie before `start`, so that it may be negative.
pub(super) fn may_precede_start(path: &str) -> bool {
    path.starts_with("contingents.") && path.contains(".alerted.")
}

fn duration_is_possible(checker: &mut Checker<'_>, path: &str, value: f64) {
    if may_precede_start(path) {
        if value.abs() >= LONGEST_H {
            let message = format!("{} h from `start` are more than a century", plain(value));
            checker.report(Code::E1507, path, message, "check the unit: it is hours");
        }
    } else if value < 0.0 {
        let message = format!("a duration of {} h is negative", plain(value));
        checker.report(Code::E1505, path, message, "durations are 0 or more hours");
    } else if value >= LONGEST_H {
        let message = format!("a duration of {} h is longer than a century", plain(value));
        checker.report(Code::E1507, path, message, "leave the key out when there is no limit");
    }
}
