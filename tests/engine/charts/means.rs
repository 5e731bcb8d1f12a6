//! Cases of many things by their means, and of effects as points.

use forceflow::internals::chart::{
    AnyChart, FrontierChart, FrontierPoint, IntervalRow, IntervalsChart, Level, Measure, Meta, OverlayChart,
    OverlayCurve, ScatterChart, ScatterPoint,
};

use super::cases::Cases;
use super::force;

fn row(group: &str, name: &str, mean: f64, half: f64, required: Option<f64>) -> IntervalRow {
    let (interval, range) = ((mean - half, mean + half), (mean - 9.0 * half, mean + 11.0 * half));
    let interval = (half > 0.0).then_some(interval);
    IntervalRow { group: group.to_owned(), name: name.to_owned(), mean, interval, range, required }
}

fn plain(rows: Vec<IntervalRow>, measure: Measure) -> IntervalsChart {
    IntervalsChart {
        meta: Meta::new("units", "Closure of each unit", "Hours after the appeal", force::provenance(200)),
        measure,
        axis: if measure == Measure::Share { "Share in use" } else { "Hours after the appeal" }.to_owned(),
        required: "required date".to_owned(),
        rows,
        left_out: String::new(),
    }
}

pub(crate) fn intervals(cases: &mut Cases) {
    let few = vec![
        row("Russia", "98th division, city (8)", 75.8, 1.2, Some(80.0)),
        row("Russia", "Headquarters and signals", 27.8, 0.4, Some(24.0)),
        row(
            "Armenia",
            "Peacekeepers of a battalion with a very long name, at the bread factory",
            48.9,
            2.0,
            None,
        ),
    ];
    cases.push(("intervals", AnyChart::from(plain(few, Measure::Hours))));
    let many = (0..70).map(|index| {
        let group = format!("Contingent {} of the collective force", index / 6);
        row(&group, &format!("unit {index}"), 20.0 + f64::from(index), 0.7, None)
    });
    cases.push(("intervals-seventy", AnyChart::from(plain(many.collect(), Measure::Hours))));
    let shares = (0..9)
        .map(|index| row("Fleets", &format!("fleet {index}"), 0.9 - 0.1 * f64::from(index), 0.01, None));
    cases.push(("intervals-shares", AnyChart::from(plain(shares.collect(), Measure::Share))));
    let certain = vec![row("", "one", 48.0, 0.0, Some(48.0)), row("", "another", 48.0, 0.0, None)];
    let mut certain = plain(certain, Measure::Hours);
    certain.meta.provenance.level = None;
    cases.push(("intervals-certain", AnyChart::from(certain)));
    let months = vec![row("", "first", 4_100.0, 12.0, None), row("", "last", 5_300.0, 40.0, Some(90_000.0))];
    cases.push(("intervals-months", AnyChart::from(plain(months, Measure::Hours))));
    cases.push(("intervals-none", AnyChart::from(plain(Vec::new(), Measure::Hours))));
}

pub(crate) fn scatter(cases: &mut Cases) {
    let chart = |points: Vec<(f64, f64)>| ScatterChart {
        meta: Meta::new("morris-scatter", "Large effects", "Elementary effects", force::provenance(30)),
        points: points
            .into_iter()
            .enumerate()
            .map(|(index, (mu_star, sigma))| ScatterPoint {
                name: format!("assumption no. {index} [h]"),
                mu_star,
                sigma,
            })
            .collect(),
    };
    let spread = (0..40).map(|index| (22.0 / f64::from(index + 1), 41.0 / f64::from(index * index + 1)));
    cases.push(("scatter", AnyChart::from(chart(spread.collect()))));
    cases.push(("scatter-same", AnyChart::from(chart(vec![(0.5, 0.5); 12]))));
    cases.push(("scatter-zero", AnyChart::from(chart(vec![(0.0, 0.0), (0.0, 0.0)]))));
    cases.push(("scatter-none", AnyChart::from(chart(Vec::new()))));
}

pub(crate) fn overlay(cases: &mut Cases) {
    let curve = |name: &str, shift: f64, reach: usize| {
        let level = |index: usize| {
            let hour = shift + 3.0 * index as f64;
            let hours = (index <= reach).then_some([hour - 2.0, hour, hour + 3.0]);
            Level { share: index as f64 / 20.0, hours: hours.map_or([None; 3], |hours| hours.map(Some)) }
        };
        OverlayCurve { name: name.to_owned(), levels: (1..=20).map(level).collect() }
    };
    let chart = |curves: Vec<OverlayCurve>, deadline_h: Option<f64>| OverlayChart {
        meta: Meta::new("arrivals", "People in place", "Median hour of each share", force::provenance(200)),
        time: force::calendar(6),
        curves,
        deadline_h,
    };
    let two = vec![curve("baseline", 24.0, 20), curve("20 aircraft at Ivanovo", 18.0, 20)];
    cases.push(("overlay", AnyChart::from(chart(two, Some(96.0)))));
    let many = (0..12).map(|index| {
        let name = format!("a variant with a long name that says what it changes, no. {index}");
        curve(&name, 20.0 + 2.0 * f64::from(index), if index == 3 { 11 } else { 20 })
    });
    cases.push(("overlay-twelve", AnyChart::from(chart(many.collect(), Some(400.0)))));
    cases.push(("overlay-none", AnyChart::from(chart(Vec::new(), None))));
}

pub(crate) fn frontier(cases: &mut Cases) {
    let chart = |points: Vec<(f64, f64, bool, bool)>, answer: usize| FrontierChart {
        meta: Meta::new("frontier", "Closure against cost", "Mean closure [h]", force::provenance(200)),
        cost: "Mean cost [EUR]".to_owned(),
        settings: vec!["Il-76: number of carriers".to_owned(), "Almaty: working spots".to_owned()],
        points: points
            .into_iter()
            .enumerate()
            .map(|(index, (cost, closure_h, met, on_frontier))| FrontierPoint {
                name: format!("{} / {}", 4 + index, 1 + index % 7),
                cost,
                closure_h,
                interval: Some((closure_h - 0.8, closure_h + 0.8)),
                met,
                on_frontier,
                is_answer: index == answer,
            })
            .collect(),
    };
    // A line of the best, and a cloud behind it.
    let best = |index: usize| {
        let x = index as f64;
        (1.0e6 + 1.7e5 * x, 60.0 + 70.0 / (1.0 + x), index > 2, true)
    };
    let cloud = |index: usize| {
        let (x, up) = ((index % 9) as f64, (index / 9) as f64);
        (1.1e6 + 1.7e5 * x, 66.0 + 70.0 / (1.0 + x) + 4.0 * up, index % 9 > 3, false)
    };
    let points = (0..9).map(best).chain((0..60).map(cloud));
    cases.push(("frontier", AnyChart::from(chart(points.collect(), 3))));
    let many = (0..40).map(best);
    cases.push(("frontier-long", AnyChart::from(chart(many.collect(), 20))));
    let same = vec![(16.0, 56.0, true, true), (16.0, 56.0, true, false), (16.0, 56.0, false, false)];
    cases.push(("frontier-same", AnyChart::from(chart(same, 0))));
    cases.push(("frontier-free", AnyChart::from(chart(vec![(0.0, 48.0, false, true)], 7))));
    cases.push(("frontier-none", AnyChart::from(chart(Vec::new(), 0))));
}
