//! The selection of the best by a race.

use super::super::statistics::ranking::Best;
use super::super::statistics::ranking::sequential::{SelectionGoal, SelectionStep, SequentialSelection};
use super::{
    CONFIDENCE, CompareOptions, FIRST_STAGE, MOST_REPLICATIONS, Progress, Selection, StudyError, System,
    extend,
};

/// Selects the best by the race of Kim and Nelson (2001): systems get replications until all but the best have fallen out.
///
/// # Errors
/// A drawn scenario that cannot be simulated, an interruption, or a file that cannot be written.
pub(super) fn select(
    systems: &mut [System],
    options: &CompareOptions<'_>,
    indifference_h: f64,
    progress: &mut impl FnMut(Progress),
) -> Result<Selection, StudyError> {
    let goal = SelectionGoal {
        best: Best::Smallest,
        indifference: indifference_h,
        confidence: CONFIDENCE,
        initial: FIRST_STAGE as usize,
    };
    let mut race = SequentialSelection::new(systems.len(), goal);
    let mut found = None;
    while let Some(race) = &mut race {
        let lists: Vec<&[f64]> = systems.iter().map(System::closure_h).collect();
        if lists.iter().any(|list| list.iter().any(|h| h.is_infinite())) {
            break;
        }
        match race.advance(&lists) {
            SelectionStep::Selected { system, tied, .. } => {
                found = Some((system, tied));
                break;
            }
            SelectionStep::NeedsReplications { systems: racing, at_least, at_most } => {
                if at_least as u32 > MOST_REPLICATIONS {
                    break;
                }
                // In batches: one replication at a time would leave the cores idle.
                let target = (at_least + 64).min(at_most).min(MOST_REPLICATIONS as usize) as u32;
                extend(systems, &racing, target, options, progress)?;
            }
        }
    }
    let name = |index: usize| systems[index].name.clone();
    let (selected, tied) = found.map_or((None, Vec::new()), |(system, tied)| {
        let others = tied.into_iter().filter(|other| *other != system).map(name).collect();
        (Some(name(system)), others)
    });
    let replications = systems.iter().map(|system| (system.name.clone(), system.closure_h().len())).collect();
    Ok(Selection { indifference_h, selected, tied, replications })
}
