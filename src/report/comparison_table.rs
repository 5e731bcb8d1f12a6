//! `comparison.csv`: the ranked scenarios.

use super::ranking::against;
use super::table::{csv_below, decimal};
use crate::experiment::compare::{Change, Comparison, Difference, Moved, QuantileMoved, Ranked};
use crate::field::Field;

/// Columns of the ranked table; those that later versions add stand at the end.
pub(super) const FIELDS: [Field; 42] = [
    Field::integer("rank", "", "1 for the earliest mean closure"),
    Field::text("name", "Name of the scenario"),
    Field::number("closure_h_mean", "h", "Mean closure; none where a replication does not close"),
    Field::number("closure_h_half_width_95", "h", "Half-width of its 95 % interval"),
    Field::integer("not_closed", "replications", "Replications that do not close by the horizon"),
    Field::number("on_time", "share", "Share of the replications that close by the deadline"),
    Field::number("difference_h", "h", "Mean paired difference of closure to the baseline"),
    Field::number(
        "difference_low_95",
        "h",
        "Low end of its interval; those of several alternatives hold jointly",
    ),
    Field::number("difference_high_95", "h", "High end of its interval"),
    Field::text("verdict", "The scenario beside the baseline, in words"),
    Field::flag("may_be_best", "Whether it may be the scenario with the earliest closure"),
    Field::text("scenario_hash", "BLAKE3 hash of the resolved scenario"),
    Field::number("mean_arrival_h", "h", "When a person, vehicle or tonne is in place, in the mean over all"),
    Field::number("mean_arrival_difference_h", "h", "Mean paired difference of mean arrival to the baseline"),
    Field::number("mean_arrival_difference_low_95", "h", "Low end of its interval"),
    Field::number("mean_arrival_difference_high_95", "h", "High end of its interval"),
    Field::number("late_h", "h", "Mean lateness"),
    Field::number("late_difference_h", "h", "Mean paired difference of lateness to the baseline"),
    Field::number("late_difference_low_95", "h", "Low end of its interval"),
    Field::number("late_difference_high_95", "h", "High end of its interval"),
    Field::integer("units_moved", "units", "Units that close at another hour than in the baseline"),
    Field::integer(
        "made_with_seed",
        "",
        "Seed of the folder, where folders were made otherwise than they are compared",
    ),
    Field::number("made_closure_h_mean", "h", "Mean closure in that folder"),
    Field::number("made_closure_h_half_width_95", "h", "Half-width of its 95 % interval"),
    Field::number("closure_p50_difference_h", "h", "Paired difference of median closure to the baseline"),
    Field::number("closure_p50_difference_low_95", "h", "Low end of its interval, by the bootstrap"),
    Field::number("closure_p50_difference_high_95", "h", "High end of its interval"),
    Field::number("closure_p90_difference_h", "h", "Paired difference of the late tail of closure (p90)"),
    Field::number("closure_p90_difference_low_95", "h", "Low end of its interval, by the bootstrap"),
    Field::number("closure_p90_difference_high_95", "h", "High end of its interval"),
    Field::number("on_time_difference", "share", "Difference of the share in time to the baseline"),
    Field::integer(
        "on_time_gained",
        "replications",
        "Replications that are in time and late in the baseline",
    ),
    Field::integer("on_time_lost", "replications", "Replications that are late and in time in the baseline"),
    Field::number("on_time_p_value", "", "Exact test of McNemar: such counts if nothing differs"),
    Field::text("title", "Title of the scenario"),
    Field::text("changes", "What it changes against the baseline, a path and its value each"),
    Field::text("same_as", "Others that change the same, whatever their titles"),
    Field::text("not_allowed", "Paths that it changes and that are not allowed"),
    Field::text("together_of", "The two alternatives whose changes it makes together"),
    Field::number("beyond_the_sum_h", "h", "Its move of mean closure less the sum of theirs"),
    Field::number("beyond_the_sum_low_95", "h", "Low end of its interval"),
    Field::number("beyond_the_sum_high_95", "h", "High end of its interval"),
];

/// The ranked table with the differences as CSV.
pub(super) fn csv(comparison: &Comparison) -> Vec<u8> {
    let rows = comparison.ranking.iter().map(|ranked| {
        let found = comparison.differences.iter().find(|one| one.alternative == ranked.name);
        let closure = found.and_then(|one| one.closure_h);
        let mut cells = vec![
            ranked.rank.to_string(),
            ranked.name.clone(),
            decimal(ranked.closure_h.map(|closure| closure.mean)),
            decimal(ranked.closure_h.and_then(|closure| closure.half_width_95)),
            ranked.not_closed.to_string(),
            decimal(ranked.on_time.map(|on_time| on_time.probability)),
            decimal(closure.map(|closure| closure.mean)),
            decimal(closure.and_then(|closure| closure.low_95)),
            decimal(closure.and_then(|closure| closure.high_95)),
            against(comparison, ranked),
            ranked.may_be_best.map_or_else(String::new, |kept| kept.to_string()),
            ranked.scenario_hash.clone(),
        ];
        let arrival = ranked.mean_arrival_h;
        cells.extend(moved(arrival, found.and_then(|one| one.mean_arrival_h)));
        let late = found.and_then(|one| one.late_h);
        let baseline_late =
            || comparison.differences.iter().find_map(|one| one.late_h).map(|late| late.baseline);
        let is_baseline = ranked.name == comparison.baseline;
        let of = late.map(|late| late.alternative).or_else(|| baseline_late().filter(|_| is_baseline));
        cells.extend(moved(of, late));
        cells.push(found.map_or_else(String::new, |one| one.units.len().to_string()));
        let made = comparison.as_run.iter().find(|made| made.name == ranked.name);
        cells.push(made.map_or_else(String::new, |made| made.seed.to_string()));
        let closure = made.and_then(|made| made.closure_h);
        cells.push(decimal(closure.map(|closure| closure.mean)));
        cells.push(decimal(closure.and_then(|closure| closure.half_width_95)));
        cells.extend(beside_the_mean(found));
        cells.push(ranked.title.clone());
        let change = |change: &Change| format!("{}={}", change.path, change.alternative);
        let changes = found.map(|one| one.changes.iter().map(change).collect::<Vec<_>>().join("; "));
        cells.push(changes.unwrap_or_default());
        cells.extend([ranked.same_as.join("; "), ranked.not_allowed.join("; ")]);
        cells.extend(together(comparison, ranked));
        cells
    });
    csv_below(&FIELDS, rows)
}

/// The first two alternatives whose changes a scenario makes together, and what it moves closure by beyond their sum.
fn together(comparison: &Comparison, ranked: &Ranked) -> [String; 4] {
    let found = comparison.interactions.iter().find(|one| one.together == ranked.name);
    let beyond = found.and_then(|one| one.closure_h).map(|joint| joint.beyond_the_sum);
    [
        found.map_or_else(String::new, |one| one.alone.join("; ")),
        decimal(beyond.map(|beyond| beyond.mean)),
        decimal(beyond.and_then(|beyond| beyond.low_95)),
        decimal(beyond.and_then(|beyond| beyond.high_95)),
    ]
}

/// The differences of quantiles with their intervals, and of the share in time with its test.
fn beside_the_mean(found: Option<&Difference>) -> Vec<String> {
    let quantiles =
        found.map(|one| [one.closure_quantiles.p50, one.closure_quantiles.p90]).unwrap_or_default();
    let ends = |of: Option<QuantileMoved>| {
        [
            decimal(of.map(|of| of.difference)),
            decimal(of.and_then(|of| of.low_95)),
            decimal(of.and_then(|of| of.high_95)),
        ]
    };
    let mut cells: Vec<String> = quantiles.into_iter().flat_map(ends).collect();
    let test = found.and_then(|one| one.on_time_test);
    let count = |count: Option<usize>| count.map_or_else(String::new, |count| count.to_string());
    cells.push(decimal(found.and_then(|one| one.on_time).map(|share| share.mean)));
    cells.extend([count(test.map(|test| test.gained)), count(test.map(|test| test.lost))]);
    cells.push(decimal(test.map(|test| test.p_value)));
    cells
}

/// A mean and its difference from the baseline with the ends of the interval.
fn moved(mean: Option<f64>, of: Option<Moved>) -> [String; 4] {
    let difference = of.map(|of| of.difference);
    [
        decimal(mean),
        decimal(difference.map(|difference| difference.mean)),
        decimal(difference.and_then(|difference| difference.low_95)),
        decimal(difference.and_then(|difference| difference.high_95)),
    ]
}
