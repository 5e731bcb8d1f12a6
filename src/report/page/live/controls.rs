//! What a reader may change first: the capacities that help and the assumptions that matter, each with the values that it
//! may take.

use serde::Serialize;
use serde_json::{Value, json};

use super::super::Told;
use super::super::document::clipped_to;
use crate::chart::upper_first;
use crate::escape::visible;
use crate::experiment::assumption::Assumption;
use crate::experiment::improve::CapacityGain;
use crate::experiment::levers::Levers;
use crate::report::numbers::hours;
use crate::scenario::path;

/// Letters of a name.
const MOST_LETTERS: usize = 120;
/// Values on a slider.
const MOST_STOPS: u32 = 40;
/// Equal steps of a range that is not of whole numbers.
const STEPS: u32 = 20;

/// Something that a reader may change.
#[derive(Debug, Serialize)]
pub(super) struct Control {
    /// Its path, as `--set` takes it.
    path: String,
    /// What it is, with its unit.
    name: String,
    /// `capacity` or `assumption`.
    group: &'static str,
    /// Why it is offered.
    why: String,
    /// The document that the value rests on; none for an assumption.
    source: Option<String>,
    /// The values that it may take: each with its label.
    stops: Vec<(String, Value)>,
    /// Which of them it has.
    at: usize,
}

/// What a page offers, capacities first.
pub(super) fn controls(told: &Told<'_>, levers: &Levers) -> Vec<Control> {
    let capacities = levers.capacities.iter().map(|gain| capacity(told, gain));
    let assumptions = levers.assumptions.iter().map(|(one, swing_h)| assumption(told, one, *swing_h));
    capacities.chain(assumptions).collect()
}

fn capacity(told: &Told<'_>, gain: &CapacityGain) -> Control {
    let proposal = &gain.proposal;
    let now = proposal.value - 1;
    let stops = counts(1.min(now), (now * 2).max(now + 4), now);
    Control {
        why: format!("{} saves about {} h", upper_first(&proposal.what), hours(gain.saved_h)),
        ..control(told, &proposal.path, "capacity", stops, &Value::from(now))
    }
}

fn assumption(told: &Told<'_>, one: &Assumption, swing_h: f64) -> Control {
    let now = path::find(&told.loaded.resolved, &one.path).cloned().unwrap_or_default();
    let stops = if one.whole && !one.scale {
        let at = now.as_u64().unwrap_or_default() as u32;
        counts(one.low.max(0.0) as u32, one.high.max(0.0) as u32, at)
    } else {
        range(one, &now)
    };
    Control {
        why: format!("Its range moves closure by about {} h", hours(swing_h)),
        ..control(told, &one.path, "assumption", stops, &now)
    }
}

fn control(
    told: &Told<'_>,
    at_path: &str,
    group: &'static str,
    stops: Vec<(String, Value)>,
    now: &Value,
) -> Control {
    let scenario = &told.loaded.scenario;
    let source = path::nearest(at_path, &scenario.evidence).and_then(|evidence| evidence.source);
    let title = source.and_then(|id| scenario.sources.get(&id)).map(|source| source.title.clone());
    let at = stops.iter().position(|(_, value)| value == now).unwrap_or_default();
    let short = |words: &str| visible(&clipped_to(words, MOST_LETTERS));
    Control {
        path: at_path.to_owned(),
        name: short(&told.names.path(at_path)),
        group,
        why: String::new(),
        source: title.map(|title| short(&title)),
        stops,
        at,
    }
}

/// Whole numbers between two ends, `now` among them.
fn counts(low: u32, high: u32, now: u32) -> Vec<(String, Value)> {
    let (low, high) = (low.min(now), high.max(now));
    let step = (high - low).div_ceil(MOST_STOPS).max(1);
    let mut all: Vec<u32> = (low..=high).step_by(step as usize).chain([now, high]).collect();
    all.sort_unstable();
    all.dedup();
    all.into_iter().map(|count| (count.to_string(), count.into())).collect()
}

/// Values over a range, that of the scenario among them: numbers, or factors on all numbers of a value.
fn range(one: &Assumption, now: &Value) -> Vec<(String, Value)> {
    let share_now = if one.scale { Some(1.0) } else { now.as_f64() }
        .map(|number| (number - one.low) / (one.high - one.low))
        .filter(|share| share.is_finite());
    // A step that is nearly the value of the scenario would be a second stop for it.
    let apart = |share: &f64| share_now.is_none_or(|now| (share - now).abs() > 0.2 / f64::from(STEPS));
    let steps = (0..=STEPS).map(|step| f64::from(step) / f64::from(STEPS)).filter(apart);
    let mut shares: Vec<(f64, bool)> = steps.map(|share| (share, false)).collect();
    shares.extend(share_now.map(|share| (share, true)));
    shares.sort_by(|one, other| one.0.total_cmp(&other.0));
    let stop = |(share, is_now): (f64, bool)| {
        let value = if is_now { now.clone() } else { rounded(one.at(share)) };
        (one.setting(share), value)
    };
    let mut stops: Vec<(String, Value)> = shares.into_iter().map(stop).collect();
    stops.dedup_by(|one, other| one.1 == other.1);
    stops
}

/// A number to a millionth, as its label says: 0.3, not 0.30000000000000004. Distributions stay exact.
fn rounded(value: Value) -> Value {
    match value.as_f64().filter(|_| value.is_f64()) {
        Some(number) => json!(libm::round(number * 1e6) / 1e6),
        None => value,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_hold_the_present_one_and_both_ends() {
        let labels = |stops: Vec<(String, Value)>| stops.into_iter().map(|one| one.0).collect::<Vec<_>>();
        assert_eq!(labels(counts(1, 6, 2)), ["1", "2", "3", "4", "5", "6"]);
        assert_eq!(labels(counts(1, 4, 6)).last().map(String::as_str), Some("6"));
        let many = labels(counts(1, 1_000, 500));
        assert!(many.len() <= MOST_STOPS as usize + 3, "{}", many.len());
        assert!(["1", "500", "1000"].iter().all(|end| many.iter().any(|one| one == end)), "{many:?}");
    }

    #[test]
    fn a_range_holds_the_value_of_the_scenario_once() {
        let text = include_str!("../../../../scenarios/kazakhstan-2022.json");
        let loaded = crate::scenario::load_str("kazakhstan-2022.json", text, &[]).expect("a scenario");
        let drawable = crate::experiment::uncertainty::Drawable::new(&loaded);
        for one in drawable.assumptions().iter().filter(|one| !one.whole || one.scale) {
            let now = path::find(&loaded.resolved, &one.path).expect("a value");
            let stops = range(one, now);
            assert_eq!(stops.iter().filter(|(_, value)| value == now).count(), 1, "{} {stops:?}", one.path);
            assert!(stops.len() > 2, "{}", one.path);
        }
    }
}
