//! What a run needs of memory and disk, where that is much: said before the work begins.

use std::path::Path;

use crate::experiment::series::{BUDGET_BYTES, Entry};
use crate::experiment::summary::Row;
use crate::model::World;
use crate::report::numbers::thousands;

/// Disk up to which nothing is said [bytes].
const SILENT: f64 = 1e9;
/// Memory of a run whose series are in a file, whatever their length: 313 to 349 MB were measured [bytes].
const MEMORY: f64 = 400e6;
/// What a row of `replications.csv` takes besides its hours, and an hour in it [bytes].
const ROW: f64 = 23.0;
const HOUR: f64 = 10.0;
/// What a closure takes in `figure-data.json`, and in the table of the figure of closures [bytes].
const DATA: f64 = 17.5;
const CURVE: f64 = 19.0;

/// What so many replications take, in words; none where it is little. `results` is where the results go, and `charts` whether
/// there are figures.
pub(super) fn said(world: &World, replications: u32, (results, charts): (&Path, bool)) -> Option<String> {
    let phases = 1 + usize::from(world.withdrawal.is_some());
    let series = phases * (1 + world.contingents.len()) + usize::from(world.prices.given);
    let replications = f64::from(replications);
    let held = replications * (size_of::<Row>() + series * size_of::<f64>()) as f64;
    // Numbers lie in the file twice, once in ascending order.
    let spilt = if held > BUDGET_BYTES as f64 {
        replications * (Row::BYTES + 2 * series * <f64 as Entry>::BYTES) as f64
    } else {
        0.0
    };
    // Contingents on their way home have no column.
    let columns = 2 + world.contingents.len() + phases - 1 + usize::from(world.prices.given);
    let row = ROW + columns as f64 * HOUR + DATA + if charts { CURVE } else { 0.0 };
    let written = replications * row;
    (spilt + written > SILENT).then(|| {
        let replications = thousands(replications);
        let gigabytes = |bytes: f64| format!("{:.1} GB", bytes / 1e9);
        let beside = if spilt > 0.0 {
            format!(", and {} beside it until the command ends", gigabytes(spilt))
        } else {
            String::new()
        };
        format!(
            "note: {replications} replications take about {} of memory and {} of disk in `{}`{beside}, since each has a row in \
             replications.csv; parts of --shard take none of it, and the command that puts them together does",
            gigabytes(MEMORY),
            gigabytes(written),
            results.display()
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
        let said = |replications| said(&world, replications, (Path::new("output/course"), true));
        assert_eq!(said(1_000_000), None);
        let said = said(100_000_000).expect("a note");
        let begin = "note: 100,000,000 replications take about 0.4 GB of memory and ";
        assert!(said.starts_with(begin), "{said}");
        assert!(
            said.contains(" of disk in `output/course`, and 6.4 GB beside it until the command ends"),
            "{said}"
        );
    }
}
