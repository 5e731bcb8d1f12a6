//! From what the search finds to an answer: confirmed on replications that it has not seen.

use super::super::size::{Answer, looks};
use super::super::statistics::Summary;
use super::super::statistics::proportion::Verdict;
use super::found::Mix;
use super::grid::Place;
use super::look::Looks;
use super::search::{Search, Seen};
use super::{MixOptions, Result, told};

/// The most mixes that are confirmed: the error is split over this number.
const MOST_TESTED: usize = 20;
/// Of these, the most that may turn out not to be certified before one is.
const MOST_ANSWERS: usize = 8;

/// A search with its looks.
pub(super) type Searched<'a> = Search<'a, Looks<'a>>;

/// One-sided confidence of every look at every goal, so that all verdicts hold together.
pub(super) fn each(options: &MixOptions<'_>, goals: usize) -> f64 {
    let looks = looks(options.study.replications, options.budget.max(1));
    1.0 - (1.0 - options.confidence) / (MOST_TESTED * looks * goals.max(1)) as f64
}

/// Searches, confirms, and tells.
pub(super) fn settle(looks: Looks<'_>, currency: &str) -> Result<Mix> {
    let (grid, price, most) = (looks.grid, looks.price, looks.options.most.max(1));
    // The neighbours of the answer come last, and must find room.
    let beside = grid.neighbours(&grid.near()).len().max(2 * grid.factors.len() * grid.factors.len());
    let mut search = Search::new(grid, price, most - beside.min(most / 2), looks);
    let (answer, place) = answer(&mut search, most)?;
    if answer == Answer::Certified {
        return certify(search, place, currency);
    }
    finish(search, answer, &place, currency)
}

/// The cheapest mix that is certified; else the one that stays open, or that comes nearest.
fn answer(search: &mut Searched<'_>, most: usize) -> Result<(Answer, Place)> {
    let mut open = None;
    for _ in 0..MOST_ANSWERS {
        let found = found(search, most)?;
        let (place, met) = match found {
            Some(place) => (place, true),
            None => (search.nearest().cloned().unwrap_or_default(), false),
        };
        match judge(search, &place)? {
            Verdict::Certified => return Ok((Answer::Certified, place)),
            Verdict::Refuted if !met => {
                let out = (Answer::OutOfReach, place);
                return Ok(open.map_or(out, |open| (Answer::Undecided, open)));
            }
            Verdict::Undecided if !met => return Ok((Answer::Undecided, open.unwrap_or(place))),
            Verdict::Undecided => open = open.or(Some(place)),
            Verdict::Refuted => {}
        }
    }
    let nearest = || search.best().map(|(place, _)| place.clone()).or_else(|| search.nearest().cloned());
    let place = open.or_else(nearest).unwrap_or_default();
    Ok((Answer::Undecided, place))
}

/// Searches until no neighbour of the cheapest mix that looks met is cheaper and looks met itself.
fn found(search: &mut Searched<'_>, most: usize) -> Result<Option<Place>> {
    let in_search = search.most;
    loop {
        search.most = in_search;
        search.search()?;
        let Some((place, seen)) = search.best() else { return Ok(None) };
        let (place, cost) = (place.clone(), seen.cost);
        search.most = most;
        for beside in search.grid.neighbours(&place) {
            if search.price.known(&beside).is_none_or(|known| known < cost) {
                search.see(&beside)?;
            }
        }
        search.most = in_search;
        if search.best().is_none_or(|(best, _)| *best == place) {
            return Ok(Some(place));
        }
    }
}

/// Judges a mix on fresh replications, and corrects what the search took it for.
fn judge(search: &mut Searched<'_>, place: &[usize]) -> Result<Verdict> {
    let confidence = each(search.sight.options, search.sight.goals.len());
    let verdict = search.sight.confirm(place, confidence)?;
    let verdicts = search.sight.known[place].verdicts.clone().unwrap_or_default();
    let bars = verdicts
        .iter()
        .zip(search.sight.goals)
        .any(|(v, goal)| *v != Verdict::Certified && goal.is_in_hours());
    search.correct(place, verdict == Verdict::Certified, bars);
    Ok(verdict)
}

/// Refutes what is cheaper than a certified mix, those beside it first; what is certified after all takes its place.
fn certify(mut search: Searched<'_>, mut place: Place, currency: &str) -> Result<Mix> {
    while let Some(next) = cheaper(&search, &place) {
        let tested = search.sight.known.values().filter(|known| known.verdicts.is_some()).count();
        if tested >= MOST_TESTED {
            break;
        }
        if judge(&mut search, &next)? == Verdict::Certified {
            place = next;
        }
    }
    finish(search, Answer::Certified, &place, currency)
}

/// The next cheaper mix to be refuted: beside the answer, or one that speaks for others, the dearest first.
fn cheaper(search: &Searched<'_>, answer: &[usize]) -> Option<Place> {
    let least = search.sight.cost(answer);
    let neighbours = search.grid.neighbours(answer);
    // A mix below one that misses may be cheaper than that, where costs are known of nothing but what was simulated.
    let speaks = |place: &Place, seen: &Seen| {
        search.walls().contains(place) && (seen.cost < least || search.price.known(place).is_none())
    };
    let of_use = search.seen.iter().filter(|(place, seen)| {
        let is_open = search.sight.known[*place].verdicts.is_none();
        is_open && (speaks(place, seen) || (seen.cost < least && neighbours.contains(place)))
    });
    // Neighbours first; the first of equals.
    let rank = |(place, seen): &(&Place, &Seen)| (!neighbours.contains(place), -seen.cost);
    let next = of_use.min_by(|a, b| {
        let (a, b) = (rank(a), rank(b));
        a.0.cmp(&b.0).then(a.1.total_cmp(&b.1))
    });
    next.map(|(place, _)| place.clone())
}

/// Makes the frontier exact, and tells what was found.
fn finish(mut search: Searched<'_>, answer: Answer, place: &Place, currency: &str) -> Result<Mix> {
    if !search.seen.contains_key(place) {
        search.see(place)?;
    }
    // A mix that was screened out early has few replications; on the frontier it gets them all.
    let all = search.sight.options.study.replications;
    let frontier = loop {
        let frontier = frontier(&search);
        let few = |place: &&Place| search.sight.known[*place].searched.count() < all as usize;
        let few: Vec<Place> = frontier.iter().filter(few).cloned().collect();
        if few.is_empty() {
            break frontier;
        }
        for place in few {
            search.sight.search(&place, all)?;
        }
    };
    Ok(told::tell(&search, answer, place, &frontier, currency))
}

/// The mixes that none beats both in cost and in mean closure, the cheapest first.
fn frontier(search: &Searched<'_>) -> Vec<Place> {
    let point = |place: &Place| {
        let closures = Summary::of(&search.sight.known[place].searched.closure_h)?;
        let point = (search.sight.cost(place), closures.mean);
        (point.0.is_finite() && point.1.is_finite()).then_some(point)
    };
    let mut points: Vec<(Place, (f64, f64))> =
        search.sight.known.keys().filter_map(|place| Some((place.clone(), point(place)?))).collect();
    points.sort_by(|(_, a), (_, b)| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let mut earliest = f64::INFINITY;
    points.retain(|(_, (_, closure))| {
        let keeps = *closure < earliest;
        earliest = earliest.min(*closure);
        keeps
    });
    points.into_iter().map(|(place, _)| place).collect()
}
