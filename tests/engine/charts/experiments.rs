//! Cases of what several runs say together: comparisons, sweeps, sensitivity.

use forceflow::internals::chart::{
    Alternative, AnyChart, Assumption, Cell, DifferenceChart, EffectBar, EffectsChart, End, Goal, Measure,
    Meta, RankedEffect, SweepHeatmapChart, SweepLineChart, SweepPoint, SweepSeries, TornadoChart,
};

use super::cases::Cases;
use super::force::{self, Draws};

fn alternative(draws: &mut Draws, name: &str, mean: f64, sd: f64, count: usize) -> Alternative {
    let differences_h: Vec<f64> = (0..count).map(|_| mean + sd * draws.bell()).collect();
    let mean_h = differences_h.iter().sum::<f64>() / count as f64;
    let half = 1.96 * sd / (count as f64).sqrt();
    let interval_h = (mean_h - half, mean_h + half);
    Alternative { name: name.to_owned(), differences_h: differences_h.into(), mean_h, interval_h }
}

pub(crate) fn difference(cases: &mut Cases) {
    let mut draws = Draws::new(17);
    let mut rows = vec![
        alternative(&mut draws, "Ten more aircraft", -9.2, 2.6, 200),
        alternative(&mut draws, "A second working spot at Almaty", -0.1, 1.3, 200),
        alternative(&mut draws, "Russia's mandate a day later", 14.5, 4.0, 200),
        alternative(
            &mut draws,
            "Loads of one contingent never share an aircraft, whatever the dispatcher prefers",
            2.4,
            2.0,
            200,
        ),
    ];
    rows.push(Alternative {
        name: "One more stand".to_owned(),
        differences_h: vec![0.0; 200].into(),
        mean_h: 0.0,
        interval_h: (0.0, 0.0),
    });
    let plain = DifferenceChart {
        meta: Meta::new(
            "difference",
            "Change of closure against the baseline",
            "Closure",
            force::provenance(200),
        ),
        baseline: "kazakhstan-2022".to_owned(),
        alternatives: rows.clone(),
    };
    cases.push(("difference", AnyChart::from(plain.clone())));
    cases.push((
        "difference-one",
        AnyChart::from(DifferenceChart { alternatives: rows[..1].to_vec(), ..plain.clone() }),
    ));
    cases.push((
        "difference-equal",
        AnyChart::from(DifferenceChart { alternatives: rows[4..].to_vec(), ..plain.clone() }),
    ));
    let extremes = vec![
        alternative(&mut draws, "minutes", 0.05, 0.01, 30),
        alternative(&mut draws, "months", -5_000.0, 100.0, 3_000),
    ];
    cases.push((
        "difference-extremes",
        AnyChart::from(DifferenceChart { alternatives: extremes, ..plain.clone() }),
    ));
    let thirty = (0..30).map(|index| {
        let name = format!("student-{index:02}-with-a-name-of-some-length");
        alternative(&mut draws, &name, f64::from(index) - 9.0, 2.0, 200)
    });
    let thirty = DifferenceChart { alternatives: thirty.collect(), ..plain.clone() };
    cases.push(("difference-thirty", AnyChart::from(thirty)));
    cases.push(("difference-none", AnyChart::from(DifferenceChart { alternatives: Vec::new(), ..plain })));
}

fn sweep_series(name: &str, factor: f64) -> SweepSeries {
    let points = (1..=8).map(|step| {
        let x = f64::from(step) * 10.0;
        let y = 40.0 + factor * 900.0 / x;
        SweepPoint { x, y, interval: (y - 1.5 - 20.0 / x, y + 1.5 + 20.0 / x) }
    });
    SweepSeries { name: name.to_owned(), points: points.collect(), joined: true }
}

pub(crate) fn sweep_line(cases: &mut Cases) {
    let plain = SweepLineChart {
        shared_draws: true,
        meta: Meta::new(
            "sweep",
            "Closure against the number of aircraft",
            "Mean closure [h]",
            force::provenance(200),
        ),
        setting: "Aircraft of the fleet vta".to_owned(),
        categories: Vec::new(),
        measure: Measure::Hours,
        series: vec![sweep_series("", 1.0)],
        goal: Some((72.0, "deadline 72 h".to_owned())),
    };
    cases.push(("sweep-line", AnyChart::from(plain.clone())));
    let names = ["1 spot", "2 spots", "3 spots", "4 spots", "5 spots", "6 spots", "7 spots", "8 spots"];
    let eight: Vec<SweepSeries> =
        names.iter().enumerate().map(|(index, name)| sweep_series(name, 1.6 - 0.12 * index as f64)).collect();
    cases.push((
        "sweep-line-eight",
        AnyChart::from(SweepLineChart { series: eight.clone(), ..plain.clone() }),
    ));
    let same: Vec<SweepSeries> = names.iter().map(|name| sweep_series(name, 1.0)).collect();
    cases.push(("sweep-line-same", AnyChart::from(SweepLineChart { series: same, ..plain.clone() })));
    let long =
        ["Slots are given out and aircraft wait on the ground", "Aircraft fly and hold in the air or divert"];
    let long = long.iter().zip([1.0, 1.3]).map(|(name, factor)| sweep_series(name, factor)).collect();
    cases.push(("sweep-line-long-names", AnyChart::from(SweepLineChart { series: long, ..plain.clone() })));
    let shares: Vec<SweepPoint> = (0..4)
        .map(|step| SweepPoint {
            x: f64::from(step),
            y: 0.4 + 0.19 * f64::from(step),
            interval: (0.3 + 0.2 * f64::from(step), 0.5 + 0.16 * f64::from(step)),
        })
        .collect();
    let dispatch = SweepLineChart {
        shared_draws: true,
        meta: Meta::new(
            "sweep",
            "Closure by the deadline against the dispatch rule",
            "Share of replications that close within 96 h",
            force::provenance(200),
        ),
        setting: "Dispatch rule".to_owned(),
        categories: ["first_come", "priority", "required", "most_uncovered"].map(str::to_owned).to_vec(),
        measure: Measure::Share,
        series: vec![SweepSeries { name: String::new(), points: shares, joined: true }],
        goal: Some((0.95, "goal 95 %".to_owned())),
    };
    cases.push(("sweep-line-shares", AnyChart::from(dispatch)));
    let mut confirmed = sweep_series("fresh replications", 1.02);
    (confirmed.joined, confirmed.points) = (false, confirmed.points.split_off(4));
    let search = sweep_series("search", 1.0);
    cases.push((
        "sweep-line-unjoined",
        AnyChart::from(SweepLineChart { series: vec![search, confirmed], ..plain.clone() }),
    ));
    let mut single = sweep_series("", 1.0);
    single.points.truncate(1);
    cases.push((
        "sweep-line-point",
        AnyChart::from(SweepLineChart { series: vec![single], goal: None, ..plain.clone() }),
    ));
    cases.push((
        "sweep-line-none",
        AnyChart::from(SweepLineChart { series: Vec::new(), goal: None, ..plain }),
    ));
}

pub(crate) fn sweep_heatmap(cases: &mut Cases) {
    let cells = |columns: usize, rows: usize| -> Vec<Option<Cell>> {
        let all = (0..rows).flat_map(|row| (0..columns).map(move |column| (column, row)));
        all.map(|(column, row)| {
            let reach =
                (column + 1) as f64 / columns as f64 * 1.1 + (row + 1) as f64 / rows as f64 * 0.5 - 0.45;
            let value = reach.clamp(0.0, 1.0);
            let half = 0.03;
            Some(Cell { value, interval: ((value - half).max(0.0), (value + half).min(1.0)) })
        })
        .collect()
    };
    let plain = SweepHeatmapChart {
        meta: Meta::new(
            "sweep",
            "Closure by the deadline",
            "Share of replications that close within 96 h [%]",
            force::provenance(200),
        ),
        across: "Aircraft of the fleet vta".to_owned(),
        columns: (1..=8).map(|count| (count * 10).to_string()).collect(),
        upwards: "Working spots at Almaty".to_owned(),
        rows: (1..=6).map(|count| count.to_string()).collect(),
        measure: Measure::Share,
        cells: cells(8, 6),
        goal: Some(Goal { level: 0.95, at_least: true }),
    };
    cases.push(("sweep-heatmap", AnyChart::from(plain.clone())));
    let mut holes = cells(40, 25);
    holes.iter_mut().step_by(9).for_each(|cell| *cell = None);
    let large = SweepHeatmapChart {
        columns: (1..=40).map(|count| (count * 5).to_string()).collect(),
        rows: (1..=25).map(|count| format!("{count}.25")).collect(),
        cells: holes,
        ..plain.clone()
    };
    cases.push(("sweep-heatmap-large", AnyChart::from(large)));
    let hours = plain.cells.iter().flatten().map(|cell| {
        let value = 150.0 - 80.0 * cell.value;
        Some(Cell { value, interval: (value - 2.0, value + 2.0) })
    });
    let hours = SweepHeatmapChart {
        measure: Measure::Hours,
        meta: Meta { measure: "Mean closure [h]".to_owned(), ..plain.meta.clone() },
        cells: hours.collect(),
        goal: Some(Goal { level: 96.0, at_least: false }),
        ..plain.clone()
    };
    cases.push(("sweep-heatmap-hours", AnyChart::from(hours)));
    let same = SweepHeatmapChart {
        cells: vec![Some(Cell { value: 1.0, interval: (0.98, 1.0) }); 2],
        columns: vec!["first_come".to_owned(), "most_uncovered".to_owned()],
        rows: vec!["a dispatcher who hears of everything a day late, and of some things never".to_owned()],
        goal: None,
        ..plain.clone()
    };
    cases.push(("sweep-heatmap-same", AnyChart::from(same)));
    cases.push((
        "sweep-heatmap-none",
        AnyChart::from(SweepHeatmapChart {
            cells: Vec::new(),
            columns: Vec::new(),
            rows: Vec::new(),
            ..plain
        }),
    ));
}

fn assumption(name: &str, settings: [&str; 2], closures: [f64; 2], half: f64) -> Assumption {
    let end = |index: usize| End {
        setting: settings[index].to_owned(),
        closure_h: closures[index],
        interval_h: (closures[index] - half, closures[index] + half),
    };
    Assumption { name: name.to_owned(), low: end(0), high: end(1) }
}

pub(crate) fn tornado(cases: &mut Cases) {
    let assumptions = vec![
        assumption("Aircraft available", ["40", "90"], [104.5, 78.0], 0.9),
        assumption("Loading", ["0.8 h", "1.6 h"], [81.2, 91.0], 0.5),
        assumption(
            "Share of stands at Almaty that the force may use while the airport is closed to others",
            ["0.3", "0.9"],
            [93.0, 85.3],
            0.6,
        ),
        assumption("Refuelling", ["1 h", "a very long time with a long name"], [84.0, 88.4], 0.4),
        assumption("Both ends later", ["low", "high"], [87.0, 89.0], 0.3),
        assumption("Mandate of Kyrgyzstan", ["6 h", "30 h"], [85.2, 85.5], 0.2),
    ];
    let plain = TornadoChart {
        meta: Meta::new(
            "tornado",
            "What closure depends on",
            "Mean closure when one assumption is at the end of its range",
            force::provenance(200),
        ),
        baseline_h: 85.3,
        cost: None,
        assumptions: assumptions.clone(),
        narrower: 0,
        without_effect: 1,
    };
    cases.push(("tornado", AnyChart::from(plain.clone())));
    cases.push((
        "tornado-one",
        AnyChart::from(TornadoChart { assumptions: assumptions[..1].to_vec(), ..plain.clone() }),
    ));
    let flat = vec![assumption("Nothing depends on it", ["0", "1"], [85.3, 85.3], 0.0)];
    cases.push(("tornado-flat", AnyChart::from(TornadoChart { assumptions: flat, ..plain.clone() })));
    let many = (0..30).map(|index| {
        let reach = 30.0 / f64::from(index + 1);
        assumption(&format!("assumption {index}"), ["low", "high"], [85.3 - reach, 85.3 + 0.7 * reach], 0.5)
    });
    let many = TornadoChart { assumptions: many.collect(), narrower: 5, without_effect: 3, ..plain.clone() };
    cases.push(("tornado-many", AnyChart::from(many)));
    let cost = TornadoChart { cost: Some("EUR".to_owned()), ..plain.clone() };
    cases.push(("tornado-cost", AnyChart::from(cost)));
    cases.push(("tornado-none", AnyChart::from(TornadoChart { assumptions: Vec::new(), ..plain })));
}

pub(crate) fn effects(cases: &mut Cases) {
    let one = |name: &str, bars: &[(f64, Option<f64>)]| RankedEffect {
        name: name.to_owned(),
        bars: bars
            .iter()
            .map(|&(value, half): &(f64, Option<f64>)| EffectBar {
                value,
                interval: half.map(|half| ((value - half).max(0.0), value + half)),
            })
            .collect(),
    };
    let rows = vec![
        one("truck mass [t]", &[(0.696, Some(0.401)), (0.787, Some(0.261))]),
        one("russia common factor", &[(0.123, Some(0.152)), (0.164, Some(0.076))]),
        one(
            "share of the stands at Almaty that are left while it is closed",
            &[(-0.03, Some(0.04)), (0.02, None)],
        ),
    ];
    let plain = EffectsChart {
        meta: Meta::new(
            "sobol",
            "What the spread of closure comes from",
            "Shares of the variance of mean closure, 64 base points",
            force::provenance(30),
        ),
        axis: "Share of the variance".to_owned(),
        measures: vec!["alone".to_owned(), "with all its interactions".to_owned()],
        effects: rows.clone(),
    };
    cases.push(("effects", AnyChart::from(plain.clone())));
    let hours = (0..30).map(|index| {
        let size = 4_000.0 / f64::from(1 + index * index);
        one(&format!("assumption {index}"), &[(size, Some(size / 3.0)), (size / 2.0, None)])
    });
    cases.push(("effects-many", AnyChart::from(EffectsChart { effects: hours.collect(), ..plain.clone() })));
    let single = vec![one("one of its kind", &[(0.0, Some(0.0))])];
    let measures = vec!["mean size of the effect (mu*)".to_owned()];
    cases.push(("effects-zero", AnyChart::from(EffectsChart { effects: single, measures, ..plain.clone() })));
    cases.push(("effects-none", AnyChart::from(EffectsChart { effects: Vec::new(), ..plain })));
}
