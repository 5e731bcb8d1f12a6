//! A sweep as JSON, whose points are made one by one, as they are written.

use serde::{Serialize, Serializer};
use serde_json::{Map, Value, json};

use crate::experiment::sweep::{Design, Outline, Point};

/// What the JSON of a sweep holds.
#[derive(Serialize)]
pub(super) struct Told<'a> {
    pub(super) format_version: u32,
    /// Title of the scenario.
    pub(super) title: &'a str,
    pub(super) seed: u64,
    /// Replications at each point.
    pub(super) replications: u32,
    /// What intervals show.
    pub(super) bands: &'a str,
    pub(super) points: Points<'a>,
}

/// The points of a sweep, in the order of its design: values by path, and the figures.
pub(super) struct Points<'a> {
    pub(super) design: &'a Design,
    pub(super) points: &'a [Point],
}

impl Serialize for Points<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(self.points.iter().enumerate().map(|(index, point)| told(self.design, index, point)))
    }
}

/// A point as JSON.
fn told(design: &Design, index: usize, point: &Point) -> Value {
    let paths = design.factors.iter().map(|factor| factor.path.clone());
    let values: Map<String, Value> = paths.zip(design.values(index).cloned()).collect();
    let outline = |of: &Outline| {
        json!({
            "mean": of.mean,
            "half_width_95": of.half_width_95,
            "p50": of.p50,
            "p90": of.p90,
        })
    };
    let mut found = json!({
        "values": values,
        "closure_h": point.closure_h.as_ref().map(outline),
        "not_closed": point.not_closed,
        "on_time": point.on_time,
        "sorties": point.sorties,
        "point": point.hash.to_hex().as_str(),
    });
    // Of scenarios in which nothing costs money there is nothing to say.
    if let (Some(cost), Value::Object(members)) = (&point.cost, &mut found) {
        members.insert("cost".to_owned(), outline(cost));
    }
    found
}
