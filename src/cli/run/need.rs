//! What a run needs of memory, where that is much: said before the work begins.

use crate::experiment::summary::Row;
use crate::model::World;
use crate::report::numbers::thousands;

/// Need up to which nothing is said [bytes].
const SILENT: f64 = 1e9;
/// Room that growing lists hold for more than is in them.
const ROOM: f64 = 1.35;

/// The memory that so many replications take, in words, because each has a row and its hours; none where it is little.
pub(super) fn memory(world: &World, replications: u32) -> Option<String> {
    let phases = 1 + usize::from(world.withdrawal.is_some());
    let hours = phases * (1 + world.contingents.len()) + usize::from(world.prices.given);
    let each = size_of::<Row>() + hours * size_of::<f64>();
    let bytes = f64::from(replications) * each as f64 * ROOM;
    (bytes > SILENT).then(|| {
        let (replications, amount) = (thousands(f64::from(replications)), bytes / 1e9);
        format!(
            "note: {replications} replications take about {amount:.1} GB of memory, since each has a row in replications.csv; \
             parts of --shard take none of it, and the command that puts them together does"
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::compile;
    use crate::scenario::load_str;

    #[test]
    fn only_what_is_much_is_said() {
        let course = include_str!("../../../scenarios/course/1-one-queue.json");
        let world = compile(&load_str("course", course, &[]).expect("a scenario").scenario).expect("a world");
        // Ten million replications of this scenario took 644 MB.
        assert_eq!(memory(&world, 10_000_000), None);
        let said = memory(&world, 100_000_000).expect("a note");
        assert!(said.starts_with("note: 100,000,000 replications take about 6.5 GB of memory"), "{said}");
    }
}
