//! What was delivered, in words.

use super::numbers::{thousands, tonnes};
use crate::experiment::results::{Delivered, MostDelivered};

/// `352 people, 40 vehicles and 8,100 t of cargo`; ranges where replications differ, and no cargo where there is none.
pub(super) fn in_words(delivered: &Delivered) -> String {
    let &Delivered { personnel, vehicles, cargo_t, most, .. } = delivered;
    let most_of = |what: fn(MostDelivered) -> f64| most.map(what);
    let people = from_to(personnel as f64, most_of(|most| most.personnel as f64), thousands);
    let vehicles = from_to(vehicles as f64, most_of(|most| most.vehicles as f64), thousands);
    match cargo_t {
        Some(cargo_t) => {
            let cargo = from_to(cargo_t, most.and_then(|most| most.cargo_t), tonnes);
            format!("{people} people, {vehicles} vehicles and {cargo} t of cargo")
        }
        None => format!("{people} people and {vehicles} vehicles"),
    }
}

/// `1,500`, or `1,043 to 1,921` where replications differ.
fn from_to(least: f64, most: Option<f64>, written: fn(f64) -> String) -> String {
    match most.filter(|most| *most > least) {
        Some(most) => format!("{} to {}", written(least), written(most)),
        None => written(least),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::results::Spread;

    #[test]
    fn cargo_is_named_where_there_is_any_and_ranges_where_replications_differ() {
        let sorties = Spread::default();
        let mut delivered = Delivered { personnel: 352, vehicles: 40, cargo_t: None, most: None, sorties };
        assert_eq!(in_words(&delivered), "352 people and 40 vehicles");
        delivered.cargo_t = Some(8_100.0);
        assert_eq!(in_words(&delivered), "352 people, 40 vehicles and 8,100 t of cargo");
        delivered.cargo_t = Some(0.75);
        delivered.most = Some(MostDelivered { personnel: 360, vehicles: 40, cargo_t: Some(12.25) });
        assert_eq!(in_words(&delivered), "352 to 360 people, 40 vehicles and 0.75 to 12.2 t of cargo");
    }
}
