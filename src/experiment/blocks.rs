//! A run in blocks of replications that are kept: so it can be shared among programs, stopped, and gone on with.

use super::append::{Append, BLOCK};
use super::kept::Keeper;
use super::series::Room;
use super::simulate::{RunOptions, simulate_drawn_while};
use super::study::key;
use super::study_error::StudyError;
use super::summary::Summary;
use super::uncertainty::Drawable;
use crate::model::World;

/// Simulates what [`simulate_drawn_while`] does, block by block: each is read where it is kept, else made and kept. The
/// summary is that of a run that keeps nothing; it holds as much as the room allows. `scenario` is the hash of the resolved scenario; `progress` hears how many
/// replications are there.
///
/// # Errors
/// A range that cannot be drawn, a drawn scenario that cannot be simulated, an interruption, a block that another program is to
/// make, or a file that cannot be written or read again.
pub fn simulate_kept(
    (world, scenario): (&World, &str),
    drawable: Option<&Drawable>,
    options: &RunOptions,
    (keeper, room): (&Keeper<'_>, Room),
    mut progress: impl FnMut(u32),
) -> Result<Summary, StudyError> {
    keeper.prepare()?;
    let RunOptions { seed, replications, .. } = *options;
    let drawn = drawable.map(|drawable| drawable.fingerprint(true)).unwrap_or_default();
    let common = key("a summary", scenario, if drawn.is_empty() { "nothing" } else { &drawn });
    let mut whole = Summary::new(world, seed).within(room);
    keeper.each((0..replications).step_by(BLOCK as usize), |done| {
        let count = BLOCK.min(replications - done);
        let key = format!("{common}, seed {seed}, {count} replications from {}", done + 1);
        if keeper.leaves(&key) {
            return Err(StudyError::Elsewhere);
        }
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
        // A part puts nothing together, and behind what is missing there is nothing to put together.
        if let Some(block) = kept.pop().filter(|_| whole.replications == done && !keeper.is_part()) {
            whole.append(block);
            whole.whole()?;
        }
        Ok(())
    })?;
    if keeper.is_part() { Err(StudyError::Elsewhere) } else { Ok(whole) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::results::Results;
    use crate::experiment::series::Series;
    use crate::experiment::simulate::simulate_into;
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
                simulate_kept(
                    scenario,
                    drawable.as_ref(),
                    &options,
                    (&keeper, Room::new(scratch.path(), 0)),
                    |_| {},
                )
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
    fn a_file_that_cannot_be_ends_a_run_and_is_named() {
        let loaded = load_str("course", QUEUES, &[]).expect("a scenario");
        let world = compile(&loaded.scenario).expect("a world");
        let options = RunOptions { replications: 5_000, ..RunOptions::default() };
        let scratch = tempfile::tempdir().expect("a folder");
        let file = scratch.path().join("file");
        std::fs::write(&file, "").expect("there is room");
        let room = Room::new(&file, 0);
        let points = scratch.path().join("points");
        let keeper = Keeper { folder: Some(&points), ..Keeper::nothing() };
        let kept = simulate_kept((&world, "hash"), None, &options, (&keeper, room.clone()), |_| {});
        let error = kept.expect_err("there is no room").to_string();
        assert!(error.contains("cannot be kept in") && error.contains("file"), "{error}");

        let empty = Summary::new(&world, 1).within(room);
        let made = simulate_into(empty, (&world, None), &options, |_| true).expect("a summary");
        assert_eq!(made.replications, 1_000, "nothing is made in vain");
        made.whole().expect_err("there is no room");
    }

    /// Puts `odd` in the place of every number.
    fn made_odd(value: &mut serde_json::Value, odd: &serde_json::Value) {
        match value {
            serde_json::Value::Number(_) => *value = odd.clone(),
            serde_json::Value::Array(all) => all.iter_mut().for_each(|one| made_odd(one, odd)),
            serde_json::Value::Object(all) => all.values_mut().for_each(|one| made_odd(one, odd)),
            _ => {}
        }
    }

    #[test]
    fn a_summary_of_a_stranger_is_refused_or_summed_and_never_a_panic() {
        let loaded = load_str("one", include_str!("../../scenarios/kazakhstan-2022.json"), &[]);
        let world = compile(&loaded.expect("a scenario").scenario).expect("a world");
        let options = RunOptions { replications: 3, ..RunOptions::default() };
        let summary = simulate_drawn_while(&world, None, &options, |_| true).expect("a summary");
        let honest = serde_json::to_value(&summary).expect("JSON");
        let mut taken = 0;
        for odd in
            ["0", "-1", "4294967295", "9223372036854775807", "18446744073709551615", "1e308", "-1e308", "0.5"]
        {
            let odd: serde_json::Value = serde_json::from_str(odd).expect("JSON");
            for field in honest.as_object().expect("an object").keys() {
                let mut block = honest.clone();
                let part = &mut block[field];
                match part.as_object().map(|all| all.keys().cloned().collect::<Vec<_>>()) {
                    // Each part of a phase by itself.
                    Some(keys) if field == "deployment" => {
                        for key in keys {
                            let mut block = honest.clone();
                            made_odd(&mut block[field][&key], &odd);
                            taken += usize::from(joined(&world, &summary, block));
                        }
                    }
                    _ => {
                        made_odd(part, &odd);
                        taken += usize::from(joined(&world, &summary, block));
                    }
                }
            }
        }
        assert!(taken > 20, "{taken} odd blocks were taken: the others say nothing of sums");
    }

    /// Joins a block of a file to a summary and looks at the results, if the block is taken.
    fn joined(world: &World, summary: &Summary, block: serde_json::Value) -> bool {
        let Some(block) = serde_json::from_value::<Summary>(block).ok().filter(|block| block.fits(world, 3))
        else {
            return false;
        };
        let mut whole = Summary::new(world, summary.seed);
        whole.append(block);
        whole.append(summary.clone());
        let _ = Results::of(world, &whole);
        let _ = whole.nearest_to_median();
        let grid = crate::experiment::arrivals::grid(&whole.arrivals);
        let counted = crate::experiment::arrivals::Counted::People;
        let _ = crate::experiment::arrivals::bands(&whole.arrivals, &grid, counted, None);
        crate::report::csv::replications(world, &whole, &mut Vec::new()).expect("there is room");
        true
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
        let mut rowless = read;
        rowless.rows = Series::default();
        assert!(!rowless.fits(&one, 3));
    }
}
