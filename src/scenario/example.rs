//! An example of a value for each key of the format, as it may stand in a scenario.

use serde_json::{Value, json};

/// Returns an example of the value of a key.
pub fn of(key: &str) -> Value {
    match key {
        "format_version" => json!(1),
        "title" => json!("An airlift to one airfield"),
        "start" => json!("2026-01-10T08:00:00Z"),
        "mode" => json!("air"),
        "lat" => json!(43.35),
        "lon" => json!(77.04),
        "mass_t" => json!(12),
        "length_m" => json!(8),
        "width_m" => json!(2.5),
        "payload_t" => json!(47),
        "distance_km" => json!(2400),
        "units" | "places" | "contingents" => json!({}),
        "from" | "base" | "home" => json!("origin"),
        "to" | "at" => json!("destination"),
        "carrier_type" => json!("freighter"),
        "fleet" => json!("freighters"),
        _ => other(key),
    }
}

/// Examples of keys by the unit or kind that ends them.
fn other(key: &str) -> Value {
    match key.rsplit('_').next().unwrap_or_default() {
        "h" => json!(2),
        "t" => json!(40),
        "km" => json!(300),
        "m" => json!(24),
        "kmh" => json!(30),
        "at" | "from" | "begins" => json!({ "after_h": 12 }),
        _ => json!(1),
    }
}
