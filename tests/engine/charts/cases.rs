//! Every figure with plain data and with hard data.

use forceflow::internals::chart::{
    AnyChart, ArrivalsChart, Contingent, ContingentsChart, Deadline, Fan, Meta, Provenance, TimeAxis,
};

use super::force::{self, Draws, FIVE};
use super::{effects, experiments, map, means, runs, studies};

/// Names and charts.
pub(crate) type Cases = Vec<(&'static str, AnyChart)>;

pub(crate) fn all() -> Cases {
    let mut cases = Cases::new();
    arrivals(&mut cases);
    contingents(&mut cases);
    runs::closure(&mut cases);
    runs::gantt(&mut cases);
    runs::terminals(&mut cases);
    studies::bottlenecks(&mut cases);
    experiments::difference(&mut cases);
    experiments::sweep_line(&mut cases);
    experiments::sweep_heatmap(&mut cases);
    effects::sweep_effects(&mut cases);
    experiments::tornado(&mut cases);
    experiments::effects(&mut cases);
    studies::calibration(&mut cases);
    studies::daily(&mut cases);
    studies::sites(&mut cases);
    map::map(&mut cases);
    means::intervals(&mut cases);
    means::overlay(&mut cases);
    means::scatter(&mut cases);
    means::frontier(&mut cases);
    cases
}

fn force_runs(loads: usize, first: f64, last: f64, sd: f64) -> Vec<Vec<(f64, f64)>> {
    let mut draws = Draws::new(3);
    (0..200).map(|_| force::arrivals(&mut draws, 2500.0, loads, first, last, sd)).collect()
}

pub(crate) fn plain_arrivals() -> ArrivalsChart {
    let runs = force_runs(110, 20.0, 85.0, 0.06);
    let closures: Vec<f64> = runs.iter().map(|run| run[run.len() - 1].0).collect();
    ArrivalsChart {
        meta: Meta::new("arrivals", "People in place", "People in place", force::provenance(200)),
        time: force::calendar(6),
        fan: force::fan(&runs, 120.0, 480),
        shown_run: runs[0].clone(),
        shown_label: "replication 1, rank 52 of 200 by closure".to_owned(),
        unit: String::new(),
        reference: Some((2500.0, "announced".to_owned())),
        deadline: Some(force::deadline(96.0, &closures)),
    }
}

fn arrivals(cases: &mut Cases) {
    let plain = plain_arrivals();
    cases.push(("arrivals", AnyChart::from(plain.clone())));
    let one_step = vec![vec![(56.0, 40.0)]; 30];
    cases.push((
        "arrivals-certain",
        AnyChart::from(ArrivalsChart {
            meta: Meta::new("arrivals", "Vehicles in place", "Vehicles in place", force::provenance(200)),
            fan: force::fan(&one_step, 60.0, 120),
            shown_run: Vec::new(),
            reference: None,
            deadline: None,
            time: TimeAxis::default(),
            ..plain.clone()
        }),
    ));
    cases.push((
        "arrivals-cargo",
        AnyChart::from(ArrivalsChart {
            meta: Meta::new("arrivals-cargo", "Cargo in place", "Cargo in place [t]", force::provenance(200)),
            unit: "t".to_owned(),
            reference: Some((2500.0, "planned".to_owned())),
            ..plain.clone()
        }),
    ));
    let scaled = |factor: f64| Fan {
        hours: plain.fan.hours.iter().map(|hour| hour * factor).collect(),
        ..plain.fan.clone()
    };
    for (name, factor) in [("arrivals-minutes", 0.05 / 85.0), ("arrivals-months", 5_000.0 / 85.0)] {
        cases.push((
            name,
            AnyChart::from(ArrivalsChart {
                meta: Meta {
                    title: "People of the first rotation of the whole collective force in place, counted at the sites \
                            which they are to protect and not at the airfields where they are unloaded and received"
                        .to_owned(),
                    ..plain.meta.clone()
                },
                fan: scaled(factor),
                shown_run: Vec::new(),
                deadline: Some(Deadline { hour: 70.0 * factor, probability: 0.005, interval: Some((0.0, 0.028)) }),
                time: TimeAxis::default(),
                ..plain.clone()
            }),
        ));
    }
    let far = Deadline { hour: 720.0, probability: 1.0, interval: Some((0.981, 1.0)) };
    let provenance = Provenance {
        scenario: "A scenario with a title that goes on and on ".repeat(6),
        note: "bands hold the ranges of assumptions too, drawn once per replication".to_owned(),
        ..force::provenance(200)
    };
    cases.push((
        "arrivals-far-deadline",
        AnyChart::from(ArrivalsChart {
            deadline: Some(far),
            meta: Meta { provenance, ..plain.meta.clone() },
            time: force::calendar(26),
            ..plain.clone()
        }),
    ));
    cases.push((
        "arrivals-none",
        AnyChart::from(ArrivalsChart {
            fan: Fan::default(),
            shown_run: Vec::new(),
            reference: None,
            deadline: None,
            ..plain
        }),
    ));
}

fn one_contingent(name: &str, people: f64, first: f64, last: f64) -> Contingent {
    let mut draws = Draws::new(name.len() as u64);
    let loads = (people / 22.0).ceil() as usize;
    let runs: Vec<_> =
        (0..100).map(|_| force::arrivals(&mut draws, people, loads, first, last, 0.06)).collect();
    Contingent {
        name: name.to_owned(),
        total: people,
        fan: force::fan(&runs, 110.0, 220),
        closure_h: Some(last * 0.98),
    }
}

fn contingents(cases: &mut Cases) {
    let five: Vec<Contingent> =
        FIVE.iter().map(|(name, people, first, last)| one_contingent(name, *people, *first, *last)).collect();
    let plain = ContingentsChart {
        meta: Meta::new(
            "contingents",
            "People in place by contingent",
            "People in place, each contingent on its own scale",
            force::provenance(200),
        ),
        time: force::calendar(6),
        contingents: five.clone(),
        deadline: Some(Deadline { hour: 96.0, probability: 0.93, interval: Some((0.886, 0.958)) }),
    };
    cases.push(("contingents", AnyChart::from(plain.clone())));
    cases.push((
        "contingents-one",
        AnyChart::from(ContingentsChart { contingents: five[..1].to_vec(), ..plain.clone() }),
    ));
    let mut eight = five.clone();
    eight.extend([
        one_contingent("Second echelon of the northern motor rifle brigade", 1200.0, 60.0, 100.0),
        one_contingent("Medical", 12.0, 40.0, 44.0),
        Contingent { closure_h: None, ..one_contingent("Құрама жасақ", 340.0, 20.0, 90.0) },
    ]);
    let marks = Contingent { name: "A<b>&\"c\"'\u{7} ]]> é".to_owned(), ..five[1].clone() };
    let chart = ContingentsChart {
        meta: Meta { title: "1 < 2 & \u{1b}[31m".to_owned(), ..plain.meta.clone() },
        contingents: vec![marks],
        ..plain.clone()
    };
    cases.push(("contingents-marks", AnyChart::from(chart)));
    cases.push(("contingents-eight", AnyChart::from(ContingentsChart { contingents: eight, ..plain })));
}
