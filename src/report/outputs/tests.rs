use super::*;
use crate::chart::Format;
use crate::experiment::series::Room;
use crate::experiment::{RunOptions, simulate_into};
use crate::model::compile;
use crate::scenario::load_str;

const SITES: &str = include_str!("../../../scenarios/checks/withdrawal.json");

/// Two sites with chance, prices and a way home: every series that a summary can have.
fn loaded() -> Loaded {
    let set = |(path, value): (&str, &str)| (path.to_owned(), value.to_owned());
    let march = "contingents.force.units.first.itinerary.0.march.travel_h";
    let sets = [
        (march, r#"{"uniform": {"min": 3, "max": 9}}"#),
        ("carrier_types", r#"{"lorry": {"mode": "road", "seats": 100, "speed_kmh": 50, "cost_per_h": 10}}"#),
        ("fleets", r#"{"lorries": {"carrier_type": "lorry", "count": 1, "base": "home"}}"#),
        ("places.home.terminal", "{}"),
        ("deadline_h", "6"),
        ("horizon_h", "27"),
    ];
    load_str("sites", SITES, &sets.map(set)).expect("a scenario")
}

/// Every file of a run, made from series that may take so much memory [bytes].
fn files_within(budget: Option<usize>, replications: u32) -> Vec<(String, Vec<u8>)> {
    let loaded = loaded();
    let world = compile(&loaded.scenario).expect("a world");
    let folder = tempfile::tempdir().expect("a folder");
    let empty = Summary::new(&world, 1);
    let empty = match budget {
        Some(budget) => empty.within(Room::new(folder.path(), budget)),
        None => empty,
    };
    let options = RunOptions { replications, ..RunOptions::default() };
    let summary = simulate_into(empty, (&world, None), &options, |_| true).expect("it can be simulated");
    assert_eq!(summary.rows.held().is_none(), budget.is_some());
    let results = Results::of(&world, &summary);
    // A picture in points would say no more than one in lines, and take most of the time.
    let printing = Printing { formats: vec![Format::Svg], ..Printing::default() };
    let files = result_files(&Made {
        loaded: &loaded,
        command: "forceflow run",
        world: &world,
        shown_world: &world,
        summary: &summary,
        results: &results,
        show: summary.nearest_to_median(),
        charts: Some(&printing),
        varies: Varies::of(&world, false),
        keep_draws: None,
        parquet: cfg!(feature = "parquet"),
        live: None,
    });
    let written = files.expect("figures can be drawn").into_iter().map(|(name, content)| {
        let mut bytes = Vec::new();
        content.write_to(&mut bytes).expect("there is room");
        (name, bytes)
    });
    let written = written.collect();
    summary.whole().expect("all was read again");
    written
}

#[test]
fn every_file_of_a_run_that_does_not_fit_into_memory_has_the_bytes_of_one_that_does() {
    // Two runs in the file, and some replications behind them.
    let (held, spilt) = (files_within(None, 2_300), files_within(Some(0), 2_300));
    let names = |files: &[(String, Vec<u8>)]| files.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&held), names(&spilt));
    for ((name, held), (_, spilt)) in held.iter().zip(&spilt) {
        assert!(held == spilt, "{name}");
    }
    let table =
        String::from_utf8(spilt.iter().find(|(name, _)| name == "replications.csv").expect("it").1.clone());
    let table = table.expect("text");
    assert!(
        table.lines().count() == 2_301 && table.contains("cost") && table.contains("withdrawal_closure_h")
    );
}
