//! What closure hangs on while the clock runs: the causal chain and the last load's own clock, step by step.

use serde::Serialize;

use super::Played;
use super::rows::{Rows, number};
use crate::escape::visible;
use crate::experiment::story::{Step, Story};
use crate::kernel::Causes;
use crate::model::blame::{Link, View, walk};
use crate::model::{Actor, ShownRun, World};
use crate::report::page::document::clipped;
use crate::report::story::sentence;

/// Most steps of the chain, and of the diary, that a page holds: the last ones.
const MOST_STEPS: usize = 160;

/// A step: beginning and end [ms], what happens; carrier, copy of a unit and place (-1 for none).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct ChainStep(i64, i64, String, i64, i64, i64);

/// Causal chain and diary of the closure; empty where the subject did not close.
pub(super) fn of(told: &Played<'_>, rows: &Rows) -> [Vec<ChainStep>; 2] {
    let (world, shown) = (told.world, told.shown);
    let story = Story::of(world, shown, told.subject).zip(told.subject.last_node(world, shown));
    let Some((story, last)) = story else { return [Vec::new(), Vec::new()] };
    let steps = |view: View, steps: &[Step]| {
        let mut links: Vec<Link> = walk(shown.causes.nodes(), last, view).collect();
        links.reverse();
        let left_out = steps.len().saturating_sub(MOST_STEPS);
        let told = told.names.steps(&steps[left_out..]);
        let step = |(link, step): (&Link, &Step)| {
            let carrier = rows.carrier(link.carrier);
            let (unit, place) = place_of(world, shown, rows, link);
            ChainStep(
                link.from.as_ms(),
                link.to.as_ms(),
                visible(&clipped(&sentence(step))),
                carrier,
                unit,
                place,
            )
        };
        links[left_out.min(links.len())..].iter().zip(&told).map(step).collect()
    };
    [steps(View::Chain, &story.chain), steps(View::Diary, &story.diary)]
}

/// The copy of a unit that does a link by itself, and the place of the link; -1 for none.
fn place_of(world: &World, shown: &ShownRun, rows: &Rows, link: &Link) -> (i64, i64) {
    if let Some(terminal) = world.terminals.entry(link.terminal) {
        return (-1, number(Some(terminal.place)));
    }
    let Some(seen) = shown.trace.activities.iter().find(|activity| activity.node == link.node) else {
        return (-1, -1);
    };
    match seen.actor {
        Actor::Instance(instance) => {
            let unit = rows.copies.get(&instance).map_or(-1, |unit| *unit as i64);
            (unit, number(seen.to_place.or(seen.place)))
        }
        _ => (-1, number(seen.place)),
    }
}
