//! A made-up force with plausible numbers: 2,500 people of five contingents on 110 sorties, in place after about 85 h.

use forceflow::internals::chart::{Day, Deadline, Fan, Provenance, TimeAxis};

/// Contingents, people, hour of the first arrival and of the last.
pub(crate) const FIVE: [(&str, f64, f64, f64); 5] = [
    ("Russia", 1980.0, 20.0, 85.0),
    ("Belarus", 100.0, 30.0, 47.0),
    ("Armenia", 70.0, 34.0, 52.0),
    ("Kyrgyzstan", 150.0, 46.0, 62.0),
    ("Tajikistan", 200.0, 36.0, 58.0),
];

/// A small linear congruential generator (Knuth's MMIX constants): made-up data need no better.
pub(crate) struct Draws(u64);

impl Draws {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// Uniform in 0..1.
    pub(crate) fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Bell-shaped, mean 0, standard deviation 1.
    pub(crate) fn bell(&mut self) -> f64 {
        (0..12).map(|_| self.uniform()).sum::<f64>() - 6.0
    }
}

pub(crate) fn provenance(replications: u64) -> Provenance {
    Provenance {
        scenario: "Collective peacekeeping forces to Kazakhstan, January 2022".to_owned(),
        replications,
        seed: 1,
        level: Some(0.95),
        note: String::new(),
    }
}

pub(crate) fn calendar(days: usize) -> TimeAxis {
    let names = (5..=31).map(|day| format!("{day} Jan")).chain((1..=28).map(|day| format!("{day} Feb")));
    let days = names.take(days).enumerate();
    TimeAxis {
        days: days.map(|(index, label)| Day { hour: -15.0 + 24.0 * index as f64, label }).collect(),
        ..TimeAxis::default()
    }
}

/// Arrivals of one replication: hour and count after it, for `people` in `loads` between two hours.
pub(crate) fn arrivals(
    draws: &mut Draws,
    people: f64,
    loads: usize,
    first: f64,
    last: f64,
    sd: f64,
) -> Vec<(f64, f64)> {
    let shift = 1.0 + sd * draws.bell();
    let mut hours: Vec<f64> =
        (0..loads).map(|_| first + (last - first) * shift * draws.uniform().max(draws.uniform())).collect();
    hours.sort_by(f64::total_cmp);
    hours
        .iter()
        .enumerate()
        .map(|(index, hour)| (*hour, (people * (index + 1) as f64 / loads as f64).round()))
        .collect()
}

/// Quantiles of many replications on a grid.
pub(crate) fn fan(runs: &[Vec<(f64, f64)>], end: f64, points: usize) -> Fan {
    let mut fan = Fan::default();
    for index in 0..=points {
        let hour = end * index as f64 / points as f64;
        let mut counts: Vec<f64> = runs
            .iter()
            .map(|run| run.iter().take_while(|(at, _)| *at <= hour).last().map_or(0.0, |(_, count)| *count))
            .collect();
        counts.sort_by(f64::total_cmp);
        let at = |share: f64| counts[((counts.len() - 1) as f64 * share).round() as usize];
        fan.hours.push(hour);
        fan.p05.push(at(0.05));
        fan.p25.push(at(0.25));
        fan.p50.push(at(0.5));
        fan.p75.push(at(0.75));
        fan.p95.push(at(0.95));
    }
    fan
}

/// Closures of `count` replications around `mean`, skewed to the right.
pub(crate) fn closures(count: usize, mean: f64, sd: f64) -> Vec<f64> {
    let mut draws = Draws::new(7);
    (0..count).map(|_| mean + sd * (0.8 * draws.bell() + 0.35 * (draws.bell().abs() - 0.8))).collect()
}

pub(crate) fn deadline(hour: f64, closures: &[f64]) -> Deadline {
    let met = closures.iter().filter(|closure| **closure <= hour).count() as f64 / closures.len() as f64;
    let half = 1.96 * (met * (1.0 - met) / closures.len() as f64).sqrt() + 0.01;
    Deadline { hour, probability: met, interval: Some(((met - half).max(0.0), (met + half).min(1.0))) }
}
