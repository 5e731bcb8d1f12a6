//! A run in blocks of replications that are kept: so it can be shared among programs, stopped, and gone on with.

use super::append::{Append, BLOCK};
use super::kept::Keeper;
use super::simulate::{RunOptions, simulate_drawn_while};
use super::study::key;
use super::study_error::StudyError;
use super::summary::Summary;
use super::uncertainty::Drawable;
use crate::model::World;

/// Simulates what [`simulate_drawn_while`] does, block by block: each is read where it is kept, else made and kept. The
/// summary is that of a run that keeps nothing. `scenario` is the hash of the resolved scenario; `progress` hears how many
/// replications are there.
///
/// # Errors
/// A range that cannot be drawn, a drawn scenario that cannot be simulated, an interruption, a block that another program is to
/// make, or a file that cannot be written.
pub fn simulate_kept(
    (world, scenario): (&World, &str),
    drawable: Option<&Drawable>,
    options: &RunOptions,
    keeper: &Keeper<'_>,
    mut progress: impl FnMut(u32),
) -> Result<Summary, StudyError> {
    keeper.prepare()?;
    let RunOptions { seed, replications, .. } = *options;
    let drawn = drawable.map(|drawable| drawable.fingerprint(true)).unwrap_or_default();
    let common = key("a summary", scenario, if drawn.is_empty() { "nothing" } else { &drawn });
    let mut whole = Summary::new(world, seed);
    keeper.each((0..replications).step_by(BLOCK as usize), |done| {
        let count = BLOCK.min(replications - done);
        let key = format!("{common}, seed {seed}, {count} replications from {}", done + 1);
        let fits = |block: &Summary| block.fits(world, count);
        let mut kept = keeper.kept(&key, 1, fits, || {
            let block = RunOptions { first: done + 1, replications: count, precision: None, ..*options };
            let goes_on = |made| {
                progress(done + made);
                !keeper.is_interrupted()
            };
            let made = simulate_drawn_while(world, drawable, &block, goes_on)?;
            if made.replications < count {
                Err(StudyError::Interrupted { points: None })
            } else {
                Ok(vec![made])
            }
        })?;
        progress(done + count);
        // Where the work is shared, what is behind a gap waits for it.
        if let Some(block) = kept.pop().filter(|_| whole.replications == done) {
            whole.append(block);
        }
        Ok(())
    })?;
    Ok(whole)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::results::Results;
    use crate::model::compile;
    use crate::scenario::load_str;

    const QUEUES: &str = include_str!("../../scenarios/course/3-variability.json");

    #[test]
    fn a_run_in_blocks_has_every_bit_of_a_run_in_one_go() {
        let loaded = load_str("course", QUEUES, &[]).expect("a scenario");
        let world = compile(&loaded.scenario).expect("a world");
        for (replications, uncertain) in [(1_000, false), (2_300, false), (1_100, true)] {
            let options = RunOptions { replications, ..RunOptions::default() };
            let drawable = uncertain.then(|| Drawable::new(&loaded));
            let one = simulate_drawn_while(&world, drawable.as_ref(), &options, |_| true);
            let scratch = tempfile::tempdir().expect("a folder");
            let keeper = Keeper { folder: Some(scratch.path()), ..Keeper::nothing() };
            let blocks = || {
                let scenario = (&world, "hash");
                simulate_kept(scenario, drawable.as_ref(), &options, &keeper, |_| {})
                    .map_err(|error| error.to_string())
            };
            let json = |summary: &Summary| serde_json::to_string(summary).expect("JSON");
            // Made, and read from what was kept.
            for blocks in [blocks(), blocks()] {
                match (&one, &blocks) {
                    (Ok(one), Ok(blocks)) => {
                        assert_eq!(json(one), json(blocks));
                        assert_eq!(Results::of(&world, one), Results::of(&world, blocks));
                    }
                    (Err(one), Err(blocks)) => assert_eq!(&one.to_string(), blocks),
                    other => panic!("{other:?}"),
                }
            }
        }
    }

    #[test]
    fn a_summary_of_another_scenario_does_not_fit() {
        let world =
            |text: &str| compile(&load_str("one", text, &[]).expect("a scenario").scenario).expect("a world");
        let (one, other) = (world(QUEUES), world(include_str!("../../scenarios/kazakhstan-2022.json")));
        let options = RunOptions { replications: 3, ..RunOptions::default() };
        let summary = simulate_drawn_while(&one, None, &options, |_| true).expect("a summary");
        assert!(summary.fits(&one, 3));
        assert!(!summary.fits(&one, 4) && !summary.fits(&other, 3));
        let text = serde_json::to_string(&summary).expect("JSON");
        let read: Summary = serde_json::from_str(&text).expect("a summary");
        assert!(read.fits(&one, 3));
        let rowless = Summary { rows: Vec::new(), ..read };
        assert!(!rowless.fits(&one, 3));
    }
}
