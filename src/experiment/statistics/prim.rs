//! The patient rule induction method: the box of inputs that holds the cases of interest.
//!
//! Friedman and Fisher (1999), *Statistics and Computing* 9, 123-143; for scenarios Bryant and Lempert (2010),
//! *Technological Forecasting and Social Change* 77, 34-49. From the box of all cases, the twentieth at one end of one
//! input is peeled off again and again: the one whose loss raises the share of cases of interest most for each case lost.
//! Pasting then gives back what raises that share. Limits, scores and stops are those of the EMA workbench (2.5.3,
//! `lenient1`), so that its numbers are a reference for these.
//!
//! A limit lies half-way between the values on its two sides; equal values go together, as whole numbers need it.

use super::special::binomial_cdf;

/// Share of the cases in a box that a peel takes at one end.
const PEEL: f64 = 0.05;
/// Share of the cases beyond a limit that a paste gives back.
const PASTE: f64 = 0.05;
/// The least share of all cases that a box holds.
const LEAST_MASS: f64 = 0.05;

/// The limits of one input; an end is `None` where it is as far as the data go.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Restriction {
    /// Index of the input.
    pub input: usize,
    /// The least value inside.
    pub low: Option<f64>,
    /// The largest value inside.
    pub high: Option<f64>,
}

impl Restriction {
    /// Whether a value lies inside.
    pub fn holds(&self, value: f64) -> bool {
        self.low.is_none_or(|low| low <= value) && self.high.is_none_or(|high| value <= high)
    }
}

/// Cases, and how many of them are of interest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Count {
    /// All.
    pub cases: usize,
    /// Those of interest.
    pub hits: usize,
}

impl Count {
    /// Share of these that are of interest; zero without cases.
    pub fn density(self) -> f64 {
        if self.cases == 0 { 0.0 } else { self.hits as f64 / self.cases as f64 }
    }

    fn add(&mut self, hit: bool) {
        self.cases += 1;
        self.hits += usize::from(hit);
    }

    /// How well a box of this count tells cases of interest from others: its share of the first less its share of the
    /// second (Youden 1950, *Cancer* 3, 32-35), where `all` is the count of all cases.
    pub fn tells(self, all: Self) -> f64 {
        let others = (self.cases - self.hits) as f64 / (all.cases - all.hits) as f64;
        self.hits as f64 / all.hits as f64 - others
    }
}

/// A box on the way.
#[derive(Debug, Clone, PartialEq)]
pub struct Region {
    /// Its limits, in the order of the inputs.
    pub restrictions: Vec<Restriction>,
    /// What it holds.
    pub count: Count,
}

/// Returns what a box holds of cases whose inputs are given column by column.
pub fn count(columns: &[Vec<f64>], hits: &[bool], restrictions: &[Restriction]) -> Count {
    let mut count = Count::default();
    for (case, hit) in hits.iter().enumerate() {
        if restrictions.iter().all(|one| one.holds(columns[one.input][case])) {
            count.add(*hit);
        }
    }
    count
}

/// Returns the quasi-p-value of the restriction at an index of a box: how probable that many cases of interest among its
/// cases would be if they were as frequent as without this restriction (one-sided binomial test of Bryant and Lempert).
pub fn quasi_p(columns: &[Vec<f64>], hits: &[bool], restrictions: &[Restriction], index: usize) -> f64 {
    let inside = count(columns, hits, restrictions);
    let mut others = restrictions.to_vec();
    others.remove(index);
    let without = count(columns, hits, &others).density();
    // P(X >= hits), by the other tail, which keeps its digits however small it is.
    binomial_cdf(inside.cases - inside.hits, inside.cases, 1.0 - without)
}

/// Returns the boxes of peeling and then pasting, from that of all cases on. `columns` holds the values of each input in the
/// order of `hits`.
///
/// `None` if a column has another length, or all or none of the cases are of interest.
pub fn trajectory(columns: &[Vec<f64>], hits: &[bool]) -> Option<Vec<Region>> {
    let all = count(columns, hits, &[]);
    let fits = columns.iter().all(|column| column.len() == hits.len());
    if !fits || all.hits == 0 || all.hits == all.cases {
        return None;
    }
    let mut search = Search::new(columns, hits, all);
    let mut boxes = vec![search.found()];
    while search.peel() {
        boxes.push(search.found());
    }
    while search.paste() {
        boxes.push(search.found());
    }
    Some(boxes)
}

/// A box that might be next.
struct Candidate {
    /// What it gains in density for each case that it loses or wins.
    score: f64,
    /// Inputs that it does not restrict.
    free: usize,
    input: usize,
    limits: (f64, f64),
    count: Count,
}

struct Search<'a> {
    columns: &'a [Vec<f64>],
    hits: &'a [bool],
    all: Count,
    /// The cases in the order of each input.
    order: Vec<Vec<u32>>,
    /// The ends of each input's values.
    ends: Vec<(f64, f64)>,
    limits: Vec<(f64, f64)>,
    count: Count,
}

impl<'a> Search<'a> {
    fn new(columns: &'a [Vec<f64>], hits: &'a [bool], all: Count) -> Self {
        let order = |column: &Vec<f64>| {
            let mut order: Vec<u32> = (0..column.len() as u32).collect();
            order.sort_by(|one, other| column[*one as usize].total_cmp(&column[*other as usize]));
            order
        };
        let order: Vec<Vec<u32>> = columns.iter().map(order).collect();
        let end = |of: Option<&u32>, column: &Vec<f64>| of.map_or(0.0, |case| column[*case as usize]);
        let ends: Vec<(f64, f64)> = order
            .iter()
            .zip(columns)
            .map(|(order, column)| (end(order.first(), column), end(order.last(), column)))
            .collect();
        Self { columns, hits, all, order, limits: ends.clone(), ends, count: all }
    }

    fn found(&self) -> Region {
        let restriction = |input: usize| {
            let (limits, ends) = (self.limits[input], self.ends[input]);
            let low = (limits.0 > ends.0).then_some(limits.0);
            let high = (limits.1 < ends.1).then_some(limits.1);
            (low.is_some() || high.is_some()).then_some(Restriction { input, low, high })
        };
        let restrictions = (0..self.limits.len()).filter_map(restriction);
        Region { restrictions: restrictions.collect(), count: self.count }
    }

    /// Which cases lie within the limits of all inputs but one.
    fn inside(&self, but: Option<usize>) -> Vec<bool> {
        let restricted: Vec<usize> = (0..self.columns.len())
            .filter(|input| Some(*input) != but && self.limits[*input] != self.ends[*input])
            .collect();
        let holds = |case: usize| {
            restricted.iter().all(|input| {
                let (low, high) = self.limits[*input];
                (low..=high).contains(&self.columns[*input][case])
            })
        };
        (0..self.hits.len()).map(holds).collect()
    }

    /// The values of an input among these cases and whether each is of interest, in order.
    fn values(&self, input: usize, cases: &[bool]) -> Vec<(f64, bool)> {
        let cases = self.order[input].iter().map(|case| *case as usize).filter(|case| cases[*case]);
        cases.map(|case| (self.columns[input][case], self.hits[case])).collect()
    }

    fn candidate(&self, input: usize, limits: (f64, f64), values: &[(f64, bool)]) -> Candidate {
        let mut count = Count::default();
        values
            .iter()
            .filter(|(value, _)| (limits.0..=limits.1).contains(value))
            .for_each(|(_, hit)| count.add(*hit));
        let changed = count.cases.abs_diff(self.count.cases);
        let gain = count.density() - self.count.density();
        let score = if changed == 0 { 0.0 } else { gain / changed as f64 };
        let free = |other: usize| {
            let limits = if other == input { limits } else { self.limits[other] };
            limits == self.ends[other]
        };
        let free = (0..self.columns.len()).filter(|other| free(*other)).count();
        Candidate { score, free, input, limits, count }
    }

    /// Makes the best of the boxes the next, if `is_next` accepts it.
    fn step(&mut self, candidates: Vec<Candidate>, is_next: impl Fn(&Self, &Candidate) -> bool) -> bool {
        // Of equals the first, so that the order of inputs decides.
        let better = |best: Candidate, next: Candidate| {
            let order = next.score.total_cmp(&best.score).then(next.free.cmp(&best.free));
            if order.is_gt() { next } else { best }
        };
        let Some(best) = candidates.into_iter().reduce(better) else { return false };
        let mass = best.count.cases as f64 / self.all.cases as f64;
        if mass < LEAST_MASS || best.score <= 0.0 || !is_next(self, &best) {
            return false;
        }
        self.limits[best.input] = best.limits;
        self.count = best.count;
        true
    }

    fn peel(&mut self) -> bool {
        let inside = self.inside(None);
        let mut candidates = Vec::new();
        for input in 0..self.columns.len() {
            let values = self.values(input, &inside);
            let (low, high) = self.limits[input];
            let Some((lower, upper)) = limit(&values, PEEL).zip(limit(&values, 1.0 - PEEL)) else { continue };
            candidates.push(self.candidate(input, (low, upper), &values));
            candidates.push(self.candidate(input, (lower, high), &values));
        }
        self.step(candidates, |search, best| best.count.cases < search.count.cases)
    }

    fn paste(&mut self) -> bool {
        let mut candidates = Vec::new();
        for input in 0..self.columns.len() {
            let ((low, high), (least, most)) = (self.limits[input], self.ends[input]);
            if (low, high) == (least, most) {
                continue;
            }
            let values = self.values(input, &self.inside(Some(input)));
            let below = &values[..values.partition_point(|(value, _)| *value <= low)];
            let above = &values[values.partition_point(|(value, _)| *value < high)..];
            let lower = limit(below, 1.0 - PASTE).unwrap_or(least);
            let upper = limit(above, PASTE).unwrap_or(most);
            candidates.push(self.candidate(input, (lower, high), &values));
            candidates.push(self.candidate(input, (low, upper), &values));
        }
        self.step(candidates, |search, best| best.count.cases > search.count.cases)
    }
}

/// The quantile of ascending values at which a box ends: half-way between two different values wherever there are two, those
/// next to the quantile on the side of the nearer end. `None` without values.
fn limit(values: &[(f64, bool)], share: f64) -> Option<f64> {
    let last = values.len().checked_sub(1)?;
    let at = last as f64 * share;
    let (mut low, mut high) = (libm::floor(at) as usize, libm::ceil(at) as usize);
    if values[low].0.total_cmp(&values[high].0).is_eq() {
        let value = values[low].0;
        if share > 0.5 {
            low = values.partition_point(|(other, _)| *other < value).saturating_sub(1);
        } else {
            high = values.partition_point(|(other, _)| *other <= value).min(last);
        }
    }
    Some(f64::midpoint(values[low].0, values[high].0))
}

#[cfg(test)]
mod tests;
