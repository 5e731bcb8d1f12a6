//! The answer in sentences, and what it rests on.

use serde_json::Value;

use super::super::names::Names;
use super::super::numbers::{percent, thousands};
use super::super::spending::amount;
use super::super::sweep_table::word;
use crate::experiment::mix::{Mix, Others, Tried, Way};
use crate::experiment::size::Answer;

/// A mix in short: `6 / 2`.
pub(super) fn named(values: &[Value]) -> String {
    values.iter().map(word).collect::<Vec<String>>().join(" / ")
}

/// A cost with its unit; a dash without one.
pub(super) fn cost(mix: &Mix, cost: Option<f64>) -> String {
    match cost {
        None => "–".to_owned(),
        // A sum of small numbers is told to its last digit.
        Some(cost) if !mix.by_prices && cost.abs() < 1e9 => cost.to_string(),
        Some(cost) => amount(cost, &mix.currency),
    }
}

/// What stands in for cost, in words.
fn cost_is(mix: &Mix, names: &Names) -> String {
    if mix.by_prices {
        return "mean cost by the prices of the scenario".to_owned();
    }
    let part = |one: &crate::experiment::mix::Varied| match one.weight {
        Some(weight) if weight.total_cmp(&1.0).is_ne() => format!("{weight} × {}", names.path(&one.path)),
        _ => names.path(&one.path),
    };
    mix.settings.iter().map(part).collect::<Vec<String>>().join(" + ")
}

/// The title of the axis of costs.
pub(super) fn cost_axis(mix: &Mix, names: &Names) -> String {
    match (mix.by_prices, mix.currency.as_str()) {
        (true, "") => "Mean cost".to_owned(),
        (true, currency) => format!("Mean cost [{currency}]"),
        (false, _) => format!("Cost: {}", cost_is(mix, names)),
    }
}

/// How mixes are written in the tables.
pub(super) fn letters(mix: &Mix, names: &Names) -> String {
    let settings: Vec<String> = mix.settings.iter().map(|one| names.path(&one.path)).collect();
    format!("A mix is written as {}; cost is {}.\n", settings.join(" / "), cost_is(mix, names))
}

/// The settings of a mix: `Airlift: number of carriers (fleets.airlift.count) = 6, ...`.
fn settings(mix: &Mix, names: &Names) -> String {
    let each = mix.settings.iter().zip(&mix.values);
    let each: Vec<String> =
        each.map(|(one, value)| format!("{} = {}", names.with_path(&one.path), word(value))).collect();
    each.join(", ")
}

fn goals(mix: &Mix) -> String {
    mix.goals.iter().map(|asked| asked.goal.as_str()).collect::<Vec<&str>>().join(" and ")
}

/// The answer, a sentence each.
pub(super) fn answer(mix: &Mix, names: &Names) -> Vec<String> {
    let (settings, goals) = (settings(mix, names), goals(mix));
    match mix.answer {
        Answer::Certified => {
            let cost = cost(mix, mix.cost);
            let mut sentences = vec![format!("Certified: {settings} meets {goals}, at a cost of {cost}.")];
            sentences.extend(rests_on(mix));
            sentences.extend(ties(mix));
            sentences
        }
        Answer::OutOfReach => {
            let nearest = format!("The mix that comes nearest is {settings}, and surely misses.");
            let first = if mix.others.unknown == 0 {
                format!("Out of reach: no mix of the grid meets {goals}.")
            } else {
                format!("Out of reach: no mix that was simulated looks as if it meets {goals}.")
            };
            let missed = missed(mix).map(|missed| format!("It misses {missed}."));
            [first, nearest].into_iter().chain(missed).chain(rests_on(mix)).collect()
        }
        Answer::Undecided => {
            let few = if mix.fewest > mix.budget as usize {
                format!(
                    "Certifying takes {} fresh replications at least, and --budget is {}.",
                    thousands(mix.fewest as f64),
                    thousands(f64::from(mix.budget))
                )
            } else {
                "A larger --budget may tell; so may goals that are less close to what the mix gives."
                    .to_owned()
            };
            let first = format!(
                "Undecided: {settings} is the cheapest that looks as if it meets {goals}, and fresh replications do not certify it."
            );
            vec![first, few]
        }
    }
}

/// Which goals the mix named misses on fresh replications.
fn missed(mix: &Mix) -> Option<String> {
    use crate::experiment::statistics::proportion::Verdict;
    let tried = mix.tried.iter().find(|tried| tried.values == mix.values)?;
    let goals = mix.goals.iter().zip(&tried.goals);
    let missed = goals.filter(|(_, judged)| judged.verdict == Some(Verdict::Refuted));
    let missed: Vec<&str> = missed.map(|(asked, _)| asked.goal.as_str()).collect();
    (!missed.is_empty()).then(|| missed.join(" and "))
}

/// What is known of the mixes that may be cheaper: those that surely miss first, and what is not known last.
fn rests_on(mix: &Mix) -> Option<String> {
    let Others { not_cheaper, refuted, below_refuted, undecided, missed, below_missed, unknown } = mix.others;
    let cheaper = refuted + below_refuted + undecided + missed + below_missed + unknown;
    if cheaper == 0 {
        let none = (mix.answer == Answer::Certified).then(|| "No mix of the grid is cheaper.".to_owned());
        return none.filter(|_| not_cheaper > 0);
    }
    let parts = [
        (refuted, "surely misses on fresh replications", "surely miss on fresh replications"),
        (
            below_refuted,
            "lies below one of these and misses with it, if what helps never harms",
            "lie below these and miss with them, if what helps never harms",
        ),
        (undecided, "stays open on fresh replications", "stay open on fresh replications"),
        (missed, "misses in the search alone", "miss in the search alone"),
        (
            below_missed,
            "lies below one that misses in the search alone or stays open",
            "lie below some that miss in the search alone or stay open",
        ),
        (
            unknown,
            "was not simulated, and nothing tells whether it does better",
            "were not simulated, and nothing tells whether one of them does better",
        ),
    ];
    let told = parts.into_iter().filter(|(count, ..)| *count > 0).map(|(count, one, many)| {
        format!("{} {}", thousands(count as f64), if count == 1 { one } else { many })
    });
    let told: Vec<String> = told.collect();
    let which = match (mix.answer, mix.by_prices, cheaper) {
        (Answer::Certified, false, 1) => "Of the one mix of the grid that is cheaper".to_owned(),
        (Answer::Certified, false, many) => {
            format!("Of {} mixes of the grid that are cheaper", thousands(many as f64))
        }
        (Answer::Certified, true, 1) => {
            "Of the one mix of the grid that is not known to be dearer".to_owned()
        }
        (Answer::Certified, true, many) => {
            format!("Of {} mixes of the grid that are not known to be dearer", thousands(many as f64))
        }
        (_, _, many) => format!("Of {} other mixes of the grid", thousands(many as f64)),
    };
    Some(format!("{which}, {}.", told.join("; ")))
}

/// Whether costs can be told apart.
fn ties(mix: &Mix) -> Option<String> {
    let others = |tried: &&Tried| tried.may_be_cheapest && tried.values != mix.values;
    let others: Vec<String> = mix.tried.iter().filter(others).map(|tried| named(&tried.values)).collect();
    if !mix.by_prices {
        return None;
    }
    Some(match others.as_slice() {
        [] => "Of the mixes simulated that look as if they met the goals, all others are surely dearer (95 % confidence, screening of means).".to_owned(),
        [one] => format!("Chance does not tell its cost from that of {one} (95 % confidence, screening of means)."),
        many => {
            const MOST: usize = 5;
            let more = if many.len() > MOST { format!(" and {} more", many.len() - MOST) } else { String::new() };
            let shown = many.iter().take(MOST).cloned().collect::<Vec<String>>().join(", ");
            format!("Chance does not tell its cost from those of {shown}{more} (95 % confidence, screening of means).")
        }
    })
}

/// What the verdicts rest on, and where the search ended.
pub(super) fn remarks(mix: &Mix) -> Vec<String> {
    let number = |number: u64| thousands(number as f64);
    let grid = if mix.grid == u64::MAX { "more than can be counted".to_owned() } else { number(mix.grid) };
    let mut remarks = vec![format!(
        "Simulated: {} of {grid} mixes, {} replications in all{}.",
        number(mix.tried.len() as u64),
        number(mix.all_replications),
        if mix.finished { String::new() } else { format!("; the search ended at --mixes {}", mix.most) }
    )];
    let others = |way: Way| -> Vec<&str> {
        mix.settings.iter().filter(|one| one.way == way).map(|one| one.path.as_str()).collect()
    };
    let (hinders, both) = (others(Way::Hinders), others(Way::Both));
    if !hinders.is_empty() {
        remarks.push(format!("At the corners of the grid, less is better of {}.", hinders.join(", ")));
    }
    if !both.is_empty() {
        let both = both.join(", ");
        remarks.push(format!("At the corners of the grid, more of {both} helps here and hinders there: no mix speaks for another with a different value."));
    }
    if let Some(one) = mix.contradictions.first() {
        remarks.push(format!(
            "What helps does harm at times: {} looks as if it met the goals, and {} misses; such a mix speaks for no other.",
            named(&one.met),
            named(&one.missed)
        ));
    }
    let screened = if mix.first_look < mix.replications {
        format!(", the first {} of them alone where these refute a goal", mix.first_look)
    } else {
        String::new()
    };
    remarks.push(format!(
        "Searched under {} replications, seed {}{screened}; confirmed on others; all verdicts hold together with {} confidence.",
        thousands(f64::from(mix.replications)),
        mix.seed,
        percent(mix.confidence)
    ));
    remarks
}
