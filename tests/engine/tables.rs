//! Tables of results, written as they are made.

use std::io::{self, Write};

use forceflow::{Options, Results, RunOptions, ShownRun, compile, simulate, tables};

use crate::common::loaded;

/// Counts what it is given, and notes the most at once.
#[derive(Default)]
struct Pieces {
    all: usize,
    largest: usize,
}

impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.all += bytes.len();
        self.largest = self.largest.max(bytes.len());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn the_tables_go_out_in_pieces() {
    let loaded = loaded("scenarios/checks/air-bridge.json", &[]);
    let world = compile(&loaded.scenario).expect("it compiles");
    let options = RunOptions { replications: 20_000, causes: false, ..RunOptions::default() };
    let summary = simulate(&world, &options, |_| {});
    let results = Results::of(&world, &summary);
    let shown = ShownRun::new(&world, Options { seed: summary.seed, ..Options::default() }, 1);
    let files = tables((&world, &summary, &results), (&world, shown));
    for (table, at_least) in
        [("replications.csv", 1_000_000), ("arrivals.csv", 10_000), ("timeline.csv", 10_000)]
    {
        let mut pieces = Pieces::default();
        files[table].write_to(&mut pieces).expect("nothing fails");
        assert!(pieces.all >= at_least && pieces.largest <= 1 << 16, "{table}: {}", pieces.all);
    }
}
