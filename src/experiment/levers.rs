//! The inputs of a scenario that move its closure most: what a reader who tries changes begins with.

use super::improve::CapacityGain;
use super::kept::Keeper;
use super::sample::Sample;
use super::sensitivity::tornado;
use super::study::StudyOptions;
use super::study_error::StudyError;
use super::trials::{Baseline, Trials};
use super::uncertainty::{Assumption, Drawable};
use crate::model::World;
use crate::scenario::Loaded;

/// Replications of each trial: enough for an order, which is all that is asked for.
const REPLICATIONS: u32 = 20;
/// Levers of each kind.
const MOST: usize = 6;
/// What moves closure by less is no lever [h].
const TOO_LITTLE_H: f64 = 0.05;

/// The inputs of a scenario that move its closure most.
#[derive(Debug, Clone, Default)]
pub struct Levers {
    /// Capacities of which one more helps, the largest gain first.
    pub capacities: Vec<CapacityGain>,
    /// Assumptions, each with the distance between the mean closures over its range [h], the largest first.
    pub assumptions: Vec<(Assumption, f64)>,
}

impl Levers {
    /// Tries one more of each capacity, and both ends of each range, under the same draws.
    ///
    /// # Errors
    /// A range or a capacity that the checks refuse.
    pub fn of(loaded: &Loaded, world: &World, seed: u64, threads: usize) -> Result<Self, StudyError> {
        let sample = Sample { seed, replications: REPLICATIONS, threads };
        let mut capacities = Vec::new();
        if let Some(mut trials) = Trials::new(loaded, Baseline::of(world, sample), sample) {
            while trials.try_next()? {}
            capacities = trials.gains();
        }
        capacities.retain(|gain| gain.saved_h >= TOO_LITTLE_H);
        capacities.truncate(MOST);
        let tried = |path: &str| capacities.iter().any(|gain| gain.proposal.path == path);
        let drawable = Drawable::new(loaded);
        let mut assumptions = Vec::new();
        if !drawable.assumptions().is_empty() {
            let keeper = Keeper::nothing();
            let study = StudyOptions { seed, replications: REPLICATIONS, uncertain: false, threads, keeper };
            let bars = tornado(&drawable, &study)?.bars;
            let wide = bars.into_iter().filter(|bar| bar.swing_h >= TOO_LITTLE_H && !tried(&bar.path));
            let found = wide.filter_map(|bar| {
                let known = drawable.assumptions().iter().find(|one| one.path == bar.path)?;
                Some((known.clone(), bar.swing_h))
            });
            assumptions = found.take(MOST).collect();
        }
        Ok(Self { capacities, assumptions })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::compile;
    use crate::scenario::load_str;

    #[test]
    fn capacities_that_help_and_wide_ranges_are_levers_and_others_are_not() {
        // Ten aircraft take turns at two working spots, so that one more of either helps. Unloading takes its share of
        // closure; vehicles that are a little heavier fit as before.
        let ranges = r#"{"carrier_types.freighter.unload_h": {"low": 1, "high": 3}, "vehicle_types.truck.mass_t": {"low": 9, "high": 11}}"#;
        let bridge = include_str!("../../scenarios/checks/air-bridge.json");
        let text = bridge.replacen(
            "\"format_version\": 1,",
            &format!("\"format_version\": 1, \"evidence\": {ranges},"),
            1,
        );
        let loaded = load_str("air-bridge.json", &text, &[]).expect("a scenario");
        let world = compile(&loaded.scenario).expect("a world");
        let levers = Levers::of(&loaded, &world, 1, 1).expect("levers");
        let paths: Vec<&str> = levers.capacities.iter().map(|gain| gain.proposal.path.as_str()).collect();
        assert_eq!(paths, ["fleets.bridge.count", "places.destination.terminal.working_spots"]);
        let ranges: Vec<&str> = levers.assumptions.iter().map(|(one, _)| one.path.as_str()).collect();
        assert_eq!(ranges, ["carrier_types.freighter.unload_h"]);
    }
}
