//! Cases of what many replications say together: bottlenecks, backtests, sites.

use forceflow::internals::chart::{
    Activity, AnyChart, BottlenecksChart, CalibrationChart, DailyChart, DayCount, Deadline, Meta,
    Observation, Segment, SitesChart,
};

use super::cases::Cases;
use super::force::{self, Draws};

fn segments(parts: &[(&str, Activity, f64)]) -> Vec<Segment> {
    parts
        .iter()
        .map(|(label, activity, hours)| Segment {
            label: (*label).to_owned(),
            activity: *activity,
            hours: *hours,
        })
        .collect()
}

fn plain_bottlenecks() -> BottlenecksChart {
    let diary = segments(&[
        ("decision and mandate", Activity::Decision, 11.4),
        ("mobilising", Activity::Mobilising, 19.0),
        ("march to the port", Activity::Marching, 2.2),
        ("waiting for an aircraft", Activity::WaitingForCarrier, 33.1),
        ("waiting for a working spot", Activity::WaitingForRoom, 3.4),
        ("loading", Activity::Loading, 2.1),
        ("flying", Activity::Travelling, 5.6),
        ("waiting for a stand", Activity::WaitingForRoom, 0.7),
        ("unloading", Activity::Unloading, 1.3),
        ("reception", Activity::Reception, 5.0),
        ("onward march", Activity::Marching, 1.5),
        ("other waits", Activity::WaitingOther, 0.0),
    ]);
    let chain = segments(&[
        ("decision and mandate", Activity::Decision, 11.4),
        ("mobilising", Activity::Mobilising, 12.6),
        ("loading", Activity::Loading, 9.2),
        ("flying", Activity::Travelling, 20.3),
        ("flying back", Activity::Returning, 15.1),
        ("unloading", Activity::Unloading, 8.2),
        ("refuelling, service, crew rest", Activity::Servicing, 1.4),
        ("closed by weather", Activity::Closed, 0.6),
        ("reception", Activity::Reception, 5.0),
        ("onward march", Activity::Marching, 1.5),
    ]);
    BottlenecksChart {
        meta: Meta::new("bottlenecks", "What closure consists of", "", force::provenance(200)),
        diary,
        chain,
        told: None,
        closure_h: 85.3,
        interval_h: Some((84.6, 86.0)),
    }
}

pub(crate) fn bottlenecks(cases: &mut Cases) {
    let plain = plain_bottlenecks();
    cases.push(("bottlenecks", AnyChart::from(plain.clone())));
    let scaled = |parts: &[Segment], factor: f64| -> Vec<Segment> {
        parts.iter().map(|part| Segment { hours: part.hours * factor, ..part.clone() }).collect()
    };
    for (name, factor) in [("bottlenecks-minutes", 0.05 / 85.3), ("bottlenecks-months", 5_000.0 / 85.3)] {
        let chart = BottlenecksChart {
            diary: scaled(&plain.diary, factor),
            chain: scaled(&plain.chain, factor),
            closure_h: plain.closure_h * factor,
            interval_h: Some((70.0 * factor, 100.6 * factor)),
            ..plain.clone()
        };
        cases.push((name, AnyChart::from(chart)));
    }
    let no_waits =
        segments(&[("flying", Activity::Travelling, 4.0), ("unloading", Activity::Unloading, 2.0)]);
    let short = BottlenecksChart {
        diary: no_waits.clone(),
        chain: no_waits,
        told: Some("russia/supplies-ivanovo in replication 3".to_owned()),
        closure_h: 6.0,
        interval_h: None,
        ..plain.clone()
    };
    cases.push(("bottlenecks-no-waits", AnyChart::from(short)));
    let long = segments(&[
        (
            "waiting for one of the few stands that are large enough for the largest aircraft",
            Activity::WaitingForRoom,
            40.0,
        ),
        (
            "waiting for an aircraft of a fleet that is shared with another operation",
            Activity::WaitingForCarrier,
            45.3,
        ),
    ]);
    cases.push(("bottlenecks-long-names", AnyChart::from(BottlenecksChart { diary: long, ..plain.clone() })));
    let none =
        BottlenecksChart { diary: Vec::new(), chain: Vec::new(), closure_h: 0.0, interval_h: None, ..plain };
    cases.push(("bottlenecks-none", AnyChart::from(none)));
}

fn observation(name: &str, unit: &str, observed: f64, median: f64, half: f64) -> Observation {
    Observation {
        name: name.to_owned(),
        unit: unit.to_owned(),
        observed: (observed, observed),
        fitted: false,
        median,
        interval: (median - half, median + 1.2 * half),
        touches_only: false,
    }
}

pub(crate) fn calibration(cases: &mut Cases) {
    let mixed = vec![
        observation("Deployment complete", "h", 96.0, 88.0, 9.0),
        observation("Sorties by 7 January", "sorties", 75.0, 71.0, 12.0),
        observation("First aircraft at Almaty", "h", 27.0, 30.5, 2.0),
        observation("Vehicles brought", "", 250.0, 250.0, 0.0),
        observation(
            "People on the second day, as the ministry counted them on its own page",
            "people",
            1_400.0,
            900.0,
            120.0,
        ),
        observation("Withdrawal complete", "h", 5_000.0, 330.0, 10.0),
        Observation { fitted: true, ..observation("Sorties", "sorties", 109.0, 107.0, 3.0) },
        Observation { observed: (30.0, 41.0), ..observation("Closure of a contingent", "h", 0.0, 46.0, 8.0) },
        Observation { observed: (20.0, 30.0), ..observation("Closure of another", "h", 0.0, 46.0, 8.0) },
    ];
    let hours: Vec<Observation> = mixed.iter().filter(|one| one.unit == "h").take(2).cloned().collect();
    let plain = CalibrationChart {
        meta: Meta::new(
            "calibration",
            "Observed against predicted",
            "The predicted interval",
            force::provenance(200),
        ),
        observations: mixed,
        prediction_level: 0.9,
    };
    cases.push(("calibration", AnyChart::from(plain.clone())));
    cases.push((
        "calibration-hours",
        AnyChart::from(CalibrationChart { observations: hours, ..plain.clone() }),
    ));
    let certain = vec![observation("Exact", "h", 56.0, 56.0, 0.0)];
    cases.push((
        "calibration-certain",
        AnyChart::from(CalibrationChart { observations: certain, ..plain.clone() }),
    ));
    cases.push(("calibration-none", AnyChart::from(CalibrationChart { observations: Vec::new(), ..plain })));
}

pub(crate) fn daily(cases: &mut Cases) {
    let days = |count: usize, factor: f64| -> Vec<DayCount> {
        (0..count)
            .map(|day| {
                let predicted = factor * (6.0 + 4.0 * (day % 5) as f64);
                DayCount {
                    label: format!("{} Jan", 13 + day),
                    observed: (day % 4 != 3).then_some({
                        let least = (predicted * 1.3 - 3.0 * factor).round();
                        (least, if day % 4 == 1 { (least * 1.5).round() } else { least })
                    }),
                    predicted,
                    interval: (0.7 * predicted, 1.4 * predicted),
                }
            })
            .collect()
    };
    let plain = DailyChart {
        meta: Meta::new(
            "withdrawal-daily",
            "Aircraft a day in the withdrawal",
            "Sorties a day",
            force::provenance(200),
        ),
        days: days(7, 1.0),
        prediction_level: 0.9,
    };
    cases.push(("daily", AnyChart::from(plain.clone())));
    cases.push(("daily-one", AnyChart::from(DailyChart { days: days(1, 1.0), ..plain.clone() })));
    cases.push(("daily-month", AnyChart::from(DailyChart { days: days(45, 200.0), ..plain.clone() })));
    let unseen = days(5, 1.0).into_iter().map(|day| DayCount { observed: None, ..day }).collect();
    cases.push(("daily-unobserved", AnyChart::from(DailyChart { days: unseen, ..plain.clone() })));
    cases.push(("daily-none", AnyChart::from(DailyChart { days: Vec::new(), ..plain })));
}

pub(crate) fn sites(cases: &mut Cases) {
    let mut draws = Draws::new(23);
    let runs: Vec<Vec<(f64, f64)>> = (0..200)
        .map(|_| {
            let mut hours: Vec<f64> =
                (0..8).map(|site| 34.0 + 6.0 * f64::from(site) + 5.0 * draws.bell()).collect();
            hours.sort_by(f64::total_cmp);
            hours.iter().enumerate().map(|(index, hour)| (*hour, (index + 1) as f64 / 8.0)).collect()
        })
        .collect();
    let plain = SitesChart {
        meta: Meta::new("sites", "Sites covered", "Share of 8 sites", force::provenance(200)),
        time: force::calendar(6),
        fan: force::fan(&runs, 120.0, 480),
        sites: 8,
        deadline: Some(Deadline { hour: 96.0, probability: 0.985, interval: Some((0.957, 0.995)) }),
    };
    cases.push(("sites", AnyChart::from(plain.clone())));
    cases.push((
        "sites-early",
        AnyChart::from(SitesChart {
            deadline: Some(Deadline { hour: 40.0, probability: 0.0, interval: Some((0.0, 0.019)) }),
            ..plain.clone()
        }),
    ));
    let one = vec![vec![(56.0, 1.0)]];
    cases.push((
        "sites-one",
        AnyChart::from(SitesChart { fan: force::fan(&one, 60.0, 60), sites: 1, deadline: None, ..plain }),
    ));
}
