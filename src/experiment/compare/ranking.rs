//! The order of merit of several systems, by closure, the share in time, mean arrival or cost.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::super::results::OnTime;
use super::super::statistics::Summary as Moments;
use super::super::statistics::ranking::Best;
use super::super::statistics::ranking::screening::screen;
use super::allowed::Allowed;
use super::found::{Change, Comparison, MeanClosure, Ranked};
use super::{CONFIDENCE, System, changes};

/// What systems are ranked by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RankBy {
    /// Mean closure, the earliest first.
    #[default]
    Closure,
    /// Share of replications that close by the deadline, the largest first.
    OnTime,
    /// Mean arrival, the earliest first.
    MeanArrival,
    /// Mean cost, the cheapest first.
    Cost,
}

impl RankBy {
    /// What the first of a ranking is, as the end of a sentence.
    pub fn first(self) -> &'static str {
        match self {
            Self::Closure => "closes earliest",
            Self::OnTime => "is most often in time",
            Self::MeanArrival => "arrives earliest in the mean",
            Self::Cost => "costs least",
        }
    }

    /// The order, in words.
    pub fn order(self) -> &'static str {
        match self {
            Self::Closure => "mean closure",
            Self::OnTime => "the share in time",
            Self::MeanArrival => "mean arrival",
            Self::Cost => "mean cost",
        }
    }

    /// The figures of a system that are ranked, and which are the best; none where they have no mean.
    fn figures(self, system: &System, n: usize) -> Option<Vec<f64>> {
        match self {
            Self::Closure => (system.not_closed(n) == 0).then(|| system.closure_h()[..n].to_vec()),
            Self::OnTime => {
                let deadline_h = system.deadline()?.as_h();
                let in_time = |h: &f64| if *h <= deadline_h { 1.0 } else { 0.0 };
                Some(system.closure_h()[..n].iter().map(in_time).collect())
            }
            Self::MeanArrival => (system.not_closed(n) == 0).then(|| system.mean_arrival_h()[..n].to_vec()),
            Self::Cost => (system.not_closed(n) == 0).then_some(system.cost()?[..n].to_vec()),
        }
    }

    fn best(self) -> Best {
        if self == Self::OnTime { Best::Largest } else { Best::Smallest }
    }

    /// What orders a system: small is good, infinite comes last.
    fn key(self, ranked: &Ranked) -> f64 {
        let figure = match self {
            Self::Closure => ranked.closure_h.map(|closure| closure.mean),
            Self::OnTime => ranked.on_time.map(|on_time| -on_time.probability),
            Self::MeanArrival => ranked.mean_arrival_h,
            Self::Cost => ranked.cost,
        };
        figure.unwrap_or(f64::INFINITY)
    }
}

/// All systems in the order of merit. Those without the figure come last, by the number of replications that do not close.
pub(super) fn ranking(systems: &[System], n: usize, by: RankBy) -> Vec<Ranked> {
    let figures: Vec<Option<Vec<f64>>> = systems.iter().map(|system| by.figures(system, n)).collect();
    let lists: Vec<&[f64]> = figures.iter().flatten().map(Vec::as_slice).collect();
    let screened = screen(&lists, by.best(), CONFIDENCE);
    let mut kept = screened.into_iter().flatten().map(|system| system.kept);
    let may_be_best: Vec<Option<bool>> =
        figures.iter().map(|figures| figures.as_ref().and_then(|_| kept.next())).collect();
    let apart: Vec<String> = systems.iter().map(|system| fingerprint(systems, system)).collect();
    let mut ranked: Vec<Ranked> = (0..systems.len())
        .map(|index| {
            let system = &systems[index];
            let same = (0..systems.len()).filter(|other| *other != index && apart[*other] == apart[index]);
            let same_as = same.map(|other| systems[other].name.clone()).collect();
            Ranked { may_be_best: may_be_best[index], same_as, ..one(system, n) }
        })
        .collect();
    // By closure, a system that closes more often comes first, whatever its mean.
    let open = |ranked: &Ranked| if by.key(ranked).is_finite() { 0 } else { ranked.not_closed.max(1) };
    ranked.sort_by(|a, b| open(a).cmp(&open(b)).then(by.key(a).total_cmp(&by.key(b))));
    for index in 0..ranked.len() {
        let same = index > 0
            && open(&ranked[index - 1]) == open(&ranked[index])
            && by.key(&ranked[index - 1]).total_cmp(&by.key(&ranked[index])).is_eq();
        ranked[index].rank = if same { ranked[index - 1].rank } else { index + 1 };
    }
    ranked
}

/// A system by itself, without its rank.
fn one(system: &System, n: usize) -> Ranked {
    let closures = &system.closure_h()[..n];
    let not_closed = system.not_closed(n);
    let moments = (not_closed == 0).then(|| Moments::of(closures)).flatten();
    Ranked {
        rank: 0,
        name: system.name.clone(),
        scenario_hash: system.hash.clone(),
        closure_h: MeanClosure::of(closures),
        not_closed,
        on_time: OnTime::of(closures, system.deadline()),
        may_be_best: None,
        mean_arrival_h: moments.and_then(|_| {
            let arrivals = &system.mean_arrival_h()[..n];
            Moments::of(arrivals).filter(|found| found.mean.is_finite()).map(|found| found.mean)
        }),
        cost: moments
            .and_then(|_| Moments::of(&system.cost()?[..n]))
            .filter(|found| found.mean.is_finite())
            .map(|found| found.mean),
        title: system.resolved.get("title").and_then(Value::as_str).unwrap_or_default().to_owned(),
        same_as: Vec::new(),
        not_allowed: Vec::new(),
    }
}

/// What a system changes against the first, whatever its title: equal changes give equal texts.
fn fingerprint(systems: &[System], system: &System) -> String {
    let found = systems.first().map(|first| changes(&first.resolved, &system.resolved)).unwrap_or_default();
    same_changes(&found)
}

/// A text that is equal for equal changes.
pub fn same_changes(changes: &[Change]) -> String {
    let each: Vec<String> =
        changes.iter().map(|change| format!("{}={}", change.path, change.alternative)).collect();
    each.join("\n")
}

impl Comparison {
    /// Ranks the systems that were compared by something else.
    pub fn rank_by(&mut self, systems: &[System], by: RankBy) {
        self.ranked_by = by;
        self.ranking = ranking(systems, self.replications, by);
    }

    /// Names the changes of alternatives that are not allowed.
    pub fn allow_only(&mut self, allowed: &Allowed) {
        self.allow = allowed.patterns().to_vec();
        for ranked in &mut self.ranking {
            let one = self.differences.iter().find(|one| one.alternative == ranked.name);
            ranked.not_allowed = one.map(|one| allowed.others(&one.changes)).unwrap_or_default();
        }
    }
}
