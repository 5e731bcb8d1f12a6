//! Cases of closure, of one run hour by hour, and of terminals.

use forceflow::internals::chart::{
    Activity, AnyChart, Bar, ClosureChart, Deadline, GanttChart, Meta, Provenance, Row, TerminalPanel,
    TerminalsChart, TimeAxis,
};

use super::cases::Cases;
use super::force::{self, Draws, FIVE};

fn sorted_at(closures: &[f64], share: f64) -> f64 {
    let mut sorted = closures.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted[((sorted.len() - 1) as f64 * share).round() as usize]
}

fn one_closure(closures: Vec<f64>, not_closed: u64, deadline: Option<Deadline>) -> ClosureChart {
    ClosureChart {
        meta: Meta::new(
            "closure",
            "Closure of the force",
            "Share of replications closed (above), number of replications (below)",
            force::provenance(closures.len() as u64 + not_closed),
        ),
        time: force::calendar(7),
        median_h: (!closures.is_empty()).then(|| sorted_at(&closures, 0.5)),
        p90_h: (!closures.is_empty()).then(|| sorted_at(&closures, 0.9)),
        closures_h: closures.into(),
        not_closed,
        deadline,
    }
}

pub(crate) fn closure(cases: &mut Cases) {
    let closures = force::closures(200, 85.0, 5.0);
    let on_time = force::deadline(96.0, &closures);
    cases.push(("closure", AnyChart::from(one_closure(closures.clone(), 0, Some(on_time)))));
    cases.push((
        "closure-equal",
        AnyChart::from(one_closure(vec![56.0; 40], 0, Some(force::deadline(72.0, &[56.0])))),
    ));
    cases.push(("closure-equal-alone", AnyChart::from(one_closure(vec![56.0; 40], 0, None))));
    let crowded = force::deadline(sorted_at(&closures, 0.7), &closures);
    cases.push(("closure-crowded", AnyChart::from(one_closure(closures.clone(), 0, Some(crowded)))));
    let far = force::deadline(720.0, &closures);
    cases.push(("closure-far-deadline", AnyChart::from(one_closure(closures.clone(), 0, Some(far)))));
    let early = force::deadline(24.0, &closures);
    cases.push(("closure-early-deadline", AnyChart::from(one_closure(closures.clone(), 0, Some(early)))));
    let mut open = one_closure(closures[..120].to_vec(), 80, Some(on_time));
    open.p90_h = None;
    cases.push(("closure-open", AnyChart::from(open)));
    cases.push(("closure-none", AnyChart::from(one_closure(Vec::new(), 50, Some(on_time)))));
    let scaled = |factor: f64| closures.iter().map(|hour| hour * factor).collect::<Vec<f64>>();
    for (name, factor) in [("closure-minutes", 0.05 / 85.0), ("closure-months", 5_000.0 / 85.0)] {
        let many = scaled(factor);
        let deadline = force::deadline(90.0 * factor, &many);
        let chart = ClosureChart { time: TimeAxis::default(), ..one_closure(many, 0, Some(deadline)) };
        cases.push((name, AnyChart::from(chart)));
    }
    cases.push((
        "closure-many",
        AnyChart::from(one_closure(force::closures(5_000, 85.0, 5.0), 0, Some(on_time))),
    ));
    cases.push(("closure-three", AnyChart::from(one_closure(vec![80.0, 85.5, 97.0], 0, None))));
}

/// The activities of one unit, one after another.
fn row(draws: &mut Draws, group: &str, name: &str, first: f64, last: f64) -> Row {
    let shares = [
        (Activity::Decision, 0.12),
        (Activity::Mobilising, 0.25),
        (Activity::Marching, 0.05),
        (Activity::WaitingForCarrier, 0.2),
        (Activity::Loading, 0.03),
        (Activity::Travelling, 0.06),
        (Activity::WaitingForRoom, 0.05),
        (Activity::WaitingForTeam, 0.03),
        (Activity::Unloading, 0.02),
        (Activity::WaitingForReception, 0.03),
        (Activity::Reception, 0.06),
        (Activity::WaitingOther, 0.03),
        (Activity::Marching, 0.05),
    ];
    let end = first + (last - first) * (0.5 + 0.5 * draws.uniform());
    let parts: Vec<f64> = shares.iter().map(|(_, share)| share * (0.5 + draws.uniform())).collect();
    let whole: f64 = parts.iter().sum();
    let mut now = 0.0;
    let mut bars = Vec::new();
    for ((activity, _), part) in shares.iter().zip(parts) {
        let to_h = now + part / whole * end;
        bars.push(Bar { from_h: now, to_h, activity: *activity, critical: name.ends_with('3') });
        now = to_h;
    }
    bars.push(Bar { from_h: now, to_h: last + 4.0, activity: Activity::InPlace, critical: false });
    Row { group: group.to_owned(), name: name.to_owned(), bars }
}

pub(crate) fn gantt(cases: &mut Cases) {
    let mut draws = Draws::new(11);
    let rows: Vec<Row> =
        FIVE.iter().map(|(name, _, first, last)| row(&mut draws, "", name, *first, *last)).collect();
    let plain = GanttChart {
        meta: Meta::new(
            "gantt",
            "What each contingent's last load was doing in replication 1",
            "Bars that fill a row move, lower ones wait or are handled, thin ones rest or are in place; waits are hatched",
            Provenance { level: None, ..force::provenance(1) },
        ),
        time: force::calendar(7),
        rows,
        deadline_h: Some(96.0),
        closed_h: Some(84.0),
        rows_note: "Of the copies of a unit, the one last in place is drawn.".to_owned(),
    };
    cases.push(("gantt", AnyChart::from(plain.clone())));
    cases.push(("gantt-one", AnyChart::from(GanttChart { rows: plain.rows[..1].to_vec(), ..plain.clone() })));
    let mut forty = Vec::new();
    for (contingent, people, first, last) in FIVE {
        let units = if people > 1_000.0 { 22 } else { 5 };
        for unit in 1..=units {
            let name = if unit == 2 {
                format!(
                    "{}-reinforced-reconnaissance-company-with-attachments#{unit}",
                    contingent.to_lowercase()
                )
            } else {
                format!("company#{unit}")
            };
            forty.push(row(&mut draws, contingent, &name, first, last));
        }
    }
    let wordy = GanttChart {
        meta: Meta {
            title: "Activities ".repeat(20),
            provenance: Provenance {
                note: "a note that goes on ".repeat(15),
                ..plain.meta.provenance.clone()
            },
            ..plain.meta.clone()
        },
        rows: forty.clone(),
        ..plain.clone()
    };
    cases.push(("gantt-forty-wordy", AnyChart::from(wordy)));
    cases.push(("gantt-forty", AnyChart::from(GanttChart { rows: forty, ..plain.clone() })));
    let no_waits = plain.rows.iter().map(|one| {
        let bars = one.bars.iter().filter(|bar| !bar.activity.label().contains("wait")).copied().collect();
        Row { bars, ..one.clone() }
    });
    cases.push((
        "gantt-no-waits",
        AnyChart::from(GanttChart {
            rows: no_waits.collect(),
            deadline_h: None,
            time: TimeAxis::default(),
            ..plain.clone()
        }),
    ));
    cases.push(("gantt-none", AnyChart::from(GanttChart { rows: Vec::new(), deadline_h: None, ..plain })));
}

fn panel(draws: &mut Draws, terminal: &str, resource: &str, capacity: Option<f64>) -> TerminalPanel {
    let level = capacity.unwrap_or(6.0).min(9.0);
    let mut shown_run = vec![(0.0, 0.0)];
    let mut hour = 20.0;
    while hour < 86.0 {
        shown_run.push((hour, (draws.uniform() * (level + 1.0)).floor().min(level)));
        hour += 0.5 + 2.0 * draws.uniform();
    }
    shown_run.push((88.0, 0.0));
    TerminalPanel {
        terminal: terminal.to_owned(),
        resource: resource.to_owned(),
        waited_h: if resource == "stands" { 1_234.5 } else { 0.0 },
        shown_run,
        capacity,
        closed: Vec::new(),
    }
}

pub(crate) fn terminals(cases: &mut Cases) {
    let mut draws = Draws::new(5);
    let mut panels = vec![
        panel(&mut draws, "Chkalovsky", "working spots", Some(6.0)),
        panel(&mut draws, "Ivanovo", "working spots", None),
        panel(&mut draws, "Almaty", "stands", Some(8.0)),
        panel(&mut draws, "Almaty", "working spots", Some(4.0)),
        panel(
            &mut draws,
            "An airfield with a very long name that nobody could ever write on a map",
            "unloading teams for heavy vehicles and bulk cargo",
            Some(2.0),
        ),
        panel(&mut draws, "Gyumri", "stands", Some(400.0)),
    ];
    panels[2].closed = vec![(33.0, 41.0), (110.0, 140.0)];
    panels[3].closed = vec![(33.0, 41.0)];
    let plain = TerminalsChart {
        meta: Meta::new(
            "terminals",
            "Stands and working spots in use",
            "Number in use",
            force::provenance(200),
        ),
        time: force::calendar(7),
        panels: panels.clone(),
        shown_label: "replication 1".to_owned(),
        terminals: 9,
        by_waits: true,
    };
    cases.push(("terminals", AnyChart::from(plain.clone())));
    cases.push((
        "terminals-one",
        AnyChart::from(TerminalsChart { panels: panels[2..3].to_vec(), ..plain.clone() }),
    ));
    cases.push((
        "terminals-two",
        AnyChart::from(TerminalsChart { panels: panels[1..3].to_vec(), ..plain.clone() }),
    ));
    let mut unused = panels[0].clone();
    unused.shown_run.clear();
    cases
        .push(("terminals-unused", AnyChart::from(TerminalsChart { panels: vec![unused], ..plain.clone() })));
    cases.push(("terminals-none", AnyChart::from(TerminalsChart { panels: Vec::new(), ..plain })));
}
