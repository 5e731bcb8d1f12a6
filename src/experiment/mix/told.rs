//! What was found, in the words of the result.

use super::super::goal::{Aim, Goal};
use super::super::size::Answer;
use super::super::statistics::Summary;
use super::super::statistics::proportion::Verdict;
use super::super::statistics::ranking::Best;
use super::super::statistics::ranking::screening::screen;
use super::confirm::{Searched, each};
use super::found::{Asked, Contradiction, Estimate, Judged, Mix, Others, Tried, Varied};
use super::grid::Place;
use super::look::{FIRST_LOOK, Known};
use super::price::Price;
use super::search::Seen;

/// Contradictions that are listed.
const MOST_CONTRADICTIONS: usize = 10;
/// Confidence of the screening of costs.
const CONFIDENCE: f64 = 0.95;

/// The result of a search.
pub(super) fn tell(
    search: &Searched<'_>,
    answer: Answer,
    place: &Place,
    frontier: &[Place],
    currency: &str,
) -> Mix {
    let (looks, grid) = (&search.sight, search.grid);
    let options = looks.options;
    let weights = match search.price {
        Price::Simulated => None,
        Price::Weighted { weights, .. } => Some(weights),
    };
    let settings = grid.factors.iter().enumerate().map(|(index, factor)| Varied {
        path: factor.path.clone(),
        values: factor.values.len(),
        weight: weights.map(|weights| weights[index]),
        way: search.ways()[index],
    });
    let asked = |goal: &Goal| Asked {
        goal: goal.text().to_owned(),
        measure: goal.measure().to_owned(),
        level: goal.level(),
    };
    let confidence = each(options, looks.goals.len());
    let fewest = looks.goals.iter().map(|goal| goal.fewest(confidence)).max().unwrap_or(0);
    let made = |known: &Known| (known.searched.count() + known.fresh.count()) as u64;
    Mix {
        format_version: 1,
        settings: settings.collect(),
        goals: looks.goals.iter().map(asked).collect(),
        by_prices: *search.price == Price::Simulated,
        currency: if weights.is_none() { currency.to_owned() } else { String::new() },
        answer,
        values: grid.values(place),
        cost: finite(looks.cost(place)),
        others: others(search, answer, place),
        confidence: options.confidence,
        seed: options.study.seed,
        replications: options.study.replications,
        first_look: FIRST_LOOK.min(options.study.replications),
        budget: options.budget,
        fewest,
        grid: grid.count(),
        most: options.most,
        finished: search.seen.len() < search.most,
        all_replications: looks.known.values().map(made).sum(),
        uncertain: options.study.uncertain,
        tried: tried(search, place, frontier),
        contradictions: contradictions(search),
    }
}

fn finite(value: f64) -> Option<f64> {
    Some(value).filter(|value| value.is_finite())
}

/// The mean of these and its interval; nothing where one of them is infinite.
fn mean(values: &[f64]) -> Estimate {
    let Some(summary) = Summary::of(values).filter(|summary| summary.mean.is_finite()) else {
        return Estimate::default();
    };
    let interval = summary.interval(0.95).map(|interval| (interval.low, interval.high));
    Estimate { value: Some(summary.mean), interval_95: interval }
}

/// The measure of a goal over values.
fn measured(aim: &Aim, values: &[f64]) -> Estimate {
    Estimate { value: aim.estimate(values).and_then(finite), interval_95: aim.interval(values) }
}

/// All mixes that were simulated, the cheapest first.
fn tried(search: &Searched<'_>, answer: &Place, frontier: &[Place]) -> Vec<Tried> {
    let (looks, neighbours) = (&search.sight, search.grid.neighbours(answer));
    let cheapest = may_be_cheapest(search);
    let one = |(place, known): (&Place, &Known)| {
        let simulated = *search.price == Price::Simulated;
        let goals = known.aims.iter().enumerate().map(|(index, aim)| {
            let searched = &known.searched.goals[index];
            Judged {
                searched: measured(aim, searched),
                looks_met: aim.looks_met(searched),
                confirmed: measured(aim, &known.fresh.goals[index]),
                verdict: known.verdicts.as_ref().map(|verdicts| verdicts[index]),
            }
        });
        Tried {
            values: search.grid.values(place),
            cost: finite(looks.cost(place)),
            cost_interval_95: mean(&known.searched.cost).interval_95.filter(|_| simulated),
            confirmed_cost: if simulated { mean(&known.fresh.cost) } else { Estimate::default() },
            closure_h: mean(&known.searched.closure_h),
            not_closed: known.searched.closure_h.iter().filter(|h| h.is_infinite()).count(),
            replications: known.searched.count(),
            confirmed_with: known.fresh.count(),
            goals: goals.collect(),
            looks_met: !known.look_met().contains(&false),
            verdict: known.verdict(),
            beside: neighbours.contains(place),
            on_frontier: frontier.contains(place),
            may_be_cheapest: cheapest.contains(place),
        }
    };
    let mut tried: Vec<(f64, Tried)> =
        looks.known.iter().map(|(place, known)| (looks.cost(place), one((place, known)))).collect();
    tried.sort_by(|a, b| a.0.total_cmp(&b.0));
    tried.into_iter().map(|(_, tried)| tried).collect()
}

/// Among mixes that look met, those whose simulated cost is not surely above that of another.
fn may_be_cheapest(search: &Searched<'_>) -> Vec<Place> {
    let meeting = search.seen.iter().filter(|(_, seen)| seen.met && seen.cost.is_finite());
    let meeting: Vec<&Place> = meeting.map(|(place, _)| place).collect();
    if *search.price != Price::Simulated {
        let best = search.best().map(|(place, _)| place.clone());
        return best.into_iter().collect();
    }
    let costs = |place: &&Place| search.sight.known[*place].searched.cost.as_slice();
    let costs: Vec<&[f64]> = meeting.iter().map(costs).collect();
    let Some(screened) = screen(&costs, Best::Smallest, CONFIDENCE) else {
        return meeting.into_iter().cloned().collect();
    };
    let kept = meeting.into_iter().zip(screened).filter(|(_, screened)| screened.kept);
    kept.map(|(place, _)| place.clone()).collect()
}

/// What is known of all mixes but one.
fn others(search: &Searched<'_>, answer: Answer, place: &Place) -> Others {
    // Without an answer every mix counts as cheaper.
    let least = if answer == Answer::Certified { search.sight.cost(place) } else { f64::INFINITY };
    let refuted = refuted(search);
    let mut found = Others::default();
    let mut counted = 1;
    let mut count = |other: &Place| {
        counted += 1;
        let is_below_refuted = refuted.iter().any(|wall| search.is_below(other, wall));
        *kind(search, &mut found, (other, is_below_refuted), least) += 1;
    };
    if search.grid.is_listed() {
        search.grid.places().iter().filter(|other| *other != place).for_each(&mut count);
    } else {
        search.seen.keys().filter(|other| *other != place).for_each(&mut count);
    }
    let rest = search.grid.count() - counted;
    // Below the far end lies everything.
    if search.is_barred(&search.grid.far()) {
        found.below_missed += rest;
    } else {
        found.unknown += rest;
    }
    found
}

/// The mixes that fresh replications refute, and that speak for those below them.
fn refuted<'s>(search: &'s Searched<'_>) -> Vec<&'s Place> {
    let meeting: Vec<&Place> =
        search.seen.iter().filter(|(_, seen)| seen.met).map(|(place, _)| place).collect();
    let speaks = |(place, seen): &(&Place, &Seen)| {
        let refuted = search.sight.known.get(*place).and_then(Known::verdict) == Some(Verdict::Refuted);
        refuted && seen.bars() && !meeting.iter().any(|met| search.is_below(met, place))
    };
    search.seen.iter().filter(speaks).map(|(place, _)| place).collect()
}

/// Which of the numbers counts a mix.
fn kind<'o>(
    search: &Searched<'_>,
    others: &'o mut Others,
    (place, is_below_refuted): (&Place, bool),
    least: f64,
) -> &'o mut u64 {
    let seen = search.seen.get(place);
    let cost = search.price.known(place).or(seen.map(|seen| seen.cost)).unwrap_or(f64::NEG_INFINITY);
    let verdict = search.sight.known.get(place).and_then(Known::verdict);
    // A mix that meets has no mean cost where some replications do not close.
    let not_cheaper = cost >= least && (cost.is_finite() || seen.is_some_and(|seen| seen.met));
    match verdict {
        _ if not_cheaper => &mut others.not_cheaper,
        Some(Verdict::Refuted) => &mut others.refuted,
        Some(Verdict::Undecided) => &mut others.undecided,
        _ if is_below_refuted => &mut others.below_refuted,
        _ if seen.is_some_and(|seen| !seen.met) => &mut others.missed,
        _ if search.is_barred(place) => &mut others.below_missed,
        _ => &mut others.unknown,
    }
}

/// Mixes that look met, each with one above it that misses a goal for time in the search.
fn contradictions(search: &Searched<'_>) -> Vec<Contradiction> {
    let met = search.seen.iter().filter(|(_, seen)| seen.met).map(|(place, _)| place);
    let misses: Vec<&Place> =
        search.seen.iter().filter(|(_, seen)| seen.bars()).map(|(place, _)| place).collect();
    let pair = |place: &Place| {
        let above = misses.iter().find(|other| search.is_below(place, other))?;
        Some(Contradiction { met: search.grid.values(place), missed: search.grid.values(above) })
    };
    met.filter_map(pair).take(MOST_CONTRADICTIONS).collect()
}
