//! The cheapest mix against brute force: every mix of the grid simulated, on scenarios of different shapes.

use forceflow::internals::experiment::{
    Answer, Drawable, Goal, Keeper, Mix, MixOptions, StudyOptions, mix, parse_factor,
};
use forceflow::{Loaded, Results, RunOptions, compile, simulate};
use serde_json::Value;

use crate::common::loaded;

const SPOTS: &str = "places.destination.terminal.working_spots";
const LOADING: &str = "places.origin.terminal.working_spots";
const COUNT: &str = "fleets.bridge.count";
/// Replications of the search, and of brute force.
const REPLICATIONS: u32 = 40;

/// What is asked: changes of the air bridge, what is varied, goals and weights.
struct Case<'a> {
    set: &'a [(&'a str, &'a str)],
    vary: &'a [&'a str],
    goals: &'a [&'a str],
    weights: &'a [&'a str],
}

fn changed(set: &[(&str, &str)]) -> Loaded {
    loaded("scenarios/checks/air-bridge.json", set)
}

impl Case<'_> {
    fn found(&self, threads: usize, keeper: Keeper<'_>) -> Mix {
        let study = StudyOptions { seed: 1, replications: REPLICATIONS, uncertain: false, threads, keeper };
        let options = MixOptions {
            factors: self.vary.iter().map(|one| parse_factor(one).expect("a factor")).collect(),
            weights: self.weights.iter().map(|one| (*one).to_owned()).collect(),
            most: 150,
            budget: 320,
            confidence: 0.95,
            study,
        };
        let goals: Vec<Goal> = self.goals.iter().map(|one| Goal::parse(one).expect("a goal")).collect();
        mix(&Drawable::new(&changed(self.set)), &goals, &options, &mut |_| {}).expect("an answer")
    }

    /// Every mix with its values, its cost, and whether it meets all goals.
    fn all(&self) -> Vec<(Vec<Value>, f64, bool)> {
        let factors: Vec<_> = self.vary.iter().map(|one| parse_factor(one).expect("a factor")).collect();
        let mut mixes: Vec<Vec<Value>> = vec![Vec::new()];
        for factor in &factors {
            let longer = |mix: &Vec<Value>| {
                let each = factor.values.iter().map(|value| [mix.clone(), vec![value.clone()]].concat());
                each.collect::<Vec<Vec<Value>>>()
            };
            mixes = mixes.iter().flat_map(longer).collect();
        }
        let weight = |path: &str| {
            let given = self.weights.iter().filter_map(|one| one.split_once('='));
            let mut found =
                given.filter(|(of, _)| *of == path).map(|(_, n)| n.parse::<f64>().expect("a weight"));
            found.next_back().unwrap_or(1.0)
        };
        let one = |values: Vec<Value>| {
            let written: Vec<String> = values.iter().map(Value::to_string).collect();
            let varied =
                factors.iter().zip(&written).map(|(factor, value)| (factor.path.as_str(), value.as_str()));
            let set: Vec<(&str, &str)> = self.set.iter().copied().chain(varied).collect();
            let world = compile(&changed(&set).scenario).expect("a world");
            let options = RunOptions {
                seed: 1,
                replications: REPLICATIONS,
                precision: None,
                threads: 0,
                causes: false,
            };
            let results = Results::of(&world, &simulate(&world, &options, |_| {}));
            let results = serde_json::to_value(&results).expect("JSON");
            let cost = if self.weights.is_empty() && results["spending"].is_object() {
                results["spending"]["cost"]["mean"].as_f64().expect("a cost")
            } else {
                let each = factors.iter().zip(&values);
                each.map(|(factor, value)| weight(&factor.path) * value.as_f64().expect("a number")).sum()
            };
            let met = self.goals.iter().all(|goal| meets(&results, goal));
            (values, cost, met)
        };
        mixes.into_iter().map(one).collect()
    }
}

/// Whether results meet a goal, read without the program's own rules for goals.
fn meets(results: &Value, goal: &str) -> bool {
    let words: Vec<&str> = goal.split(' ').collect();
    let [measure, sign, level] = words[..] else { panic!("{goal}") };
    let path = match measure {
        "on_time" => "/on_time/probability".to_owned(),
        "cost.mean" => "/spending/cost/mean".to_owned(),
        other => format!("/{}", other.replace('.', "/")),
    };
    let found = results.pointer(&path).and_then(Value::as_f64);
    let level: f64 = level.parse().expect("a level");
    found.is_some_and(|found| if sign == ">=" { found >= level } else { found <= level })
}

/// The answer costs what the cheapest of all mixes costs, meets the goals there, and is certified; returns it.
#[track_caller]
fn assert_as_by_brute_force(case: &Case<'_>) -> Mix {
    let (found, all) = (case.found(0, Keeper::nothing()), case.all());
    assert_eq!(found.grid, all.len() as u64);
    let meeting = all.iter().filter(|(.., met)| *met);
    let least = meeting.map(|(_, cost, _)| *cost).min_by(f64::total_cmp);
    let Some(least) = least else {
        assert_eq!((found.answer, found.others.unknown), (Answer::OutOfReach, 0), "{found:?}");
        return found;
    };
    assert_eq!(found.answer, Answer::Certified, "{found:?}");
    let (_, cost, met) = all.iter().find(|(values, ..)| *values == found.values).expect("a mix of the grid");
    assert!(met, "{:?}", found.values);
    assert!((cost - least).abs() <= 1e-9 * least, "{:?} at {cost}, and the least is {least}", found.values);
    assert!((found.cost.expect("a cost") - least).abs() <= 1e-9 * least, "{found:?}");
    assert_eq!(found.others.unknown, 0, "{:?}", found.others);
    // Nothing is counted twice or left out.
    let others = found.others;
    let counted = others.not_cheaper + others.refuted + others.below_refuted + others.undecided;
    assert_eq!(counted + others.missed + others.below_missed + others.unknown, found.grid - 1);
    found
}

#[test]
fn weights_decide_between_aircraft_and_working_spots() {
    let vary = [&*format!("{COUNT}=4..14"), &format!("{SPOTS}=1..6")];
    let cheap =
        Case { set: &[], vary: &vary, goals: &["closure_h.p90 <= 54"], weights: &[&format!("{SPOTS}=3")] };
    let found = assert_as_by_brute_force(&cheap);
    assert!(found.tried.len() < 25, "{} of {}", found.tried.len(), found.grid);
    // The other way round, spots are cheap.
    let dear = Case { weights: &[&format!("{COUNT}=3")], ..cheap };
    assert_ne!(assert_as_by_brute_force(&dear).values, found.values);
}

#[test]
fn prices_and_two_goals_are_met_at_once() {
    let set =
        [("carrier_types.freighter.cost_per_day", "2400"), ("carrier_types.freighter.cost_per_h", "10")];
    let vary = [&*format!("{COUNT}=6..12"), &format!("{SPOTS}=1..6")];
    let goals = ["closure_h.p90 <= 60", "cost.mean <= 56000"];
    let case = Case { set: &set, vary: &vary, goals: &goals, weights: &[] };
    let found = assert_as_by_brute_force(&case);
    assert!(found.by_prices);
    // The bound on cost is below what every mix in time costs.
    let dear = Case { goals: &["closure_h.p90 <= 60", "cost.mean <= 40000"], ..case };
    assert_eq!(assert_as_by_brute_force(&dear).answer, Answer::OutOfReach);
}

#[test]
fn a_goal_that_no_mix_meets_is_out_of_reach() {
    let vary = [&*format!("{COUNT}=4..12"), &format!("{SPOTS}=1..4")];
    let case = Case { set: &[], vary: &vary, goals: &["closure_h.p90 <= 20"], weights: &[] };
    let found = assert_as_by_brute_force(&case);
    assert_eq!(found.answer, Answer::OutOfReach);
    // The corners tell: the easiest is refuted, and all others lie below it.
    assert_eq!((found.tried.len(), found.others.below_refuted), (4, 35), "{:?}", found.others);
}

#[test]
fn on_a_plateau_the_cheapest_mix_has_the_least_of_what_does_nothing() {
    // Ten aircraft and two spots decide; stands and teams beyond these do nothing.
    let (stands, teams) =
        ("places.destination.terminal.stands=2..14:3", "places.origin.terminal.working_spots=10..16:2");
    let vary = [stands, teams, &*format!("{SPOTS}=1..3")];
    let case = Case { set: &[], vary: &vary, goals: &["closure_h.mean <= 56"], weights: &[] };
    assert_as_by_brute_force(&case);
    // Where nothing costs anything, every mix that meets is the cheapest.
    let free = format!("{SPOTS}=0");
    let weights = ["places.destination.terminal.stands=0", "places.origin.terminal.working_spots=0", &free];
    assert_eq!(assert_as_by_brute_force(&Case { weights: &weights, ..case }).cost, Some(0.0));
}

#[test]
fn two_settings_that_help_only_together_are_raised_together() {
    // Forty loads pass both: a second spot at one end alone leaves the other the bottleneck.
    let vary = [&*format!("{LOADING}=1..6"), &format!("{SPOTS}=1..6"), &format!("{COUNT}=4..12:4")];
    let case = Case { set: &[], vary: &vary, goals: &["closure_h.p90 <= 66"], weights: &[] };
    let found = assert_as_by_brute_force(&case);
    let raised = found.values[..2].iter().all(|value| value.as_u64() > Some(1));
    assert!(raised, "{:?}", found.values);
}

#[test]
fn chance_and_the_prices_of_what_waits_are_searched_the_same_way() {
    let set = [
        ("carrier_types.freighter.unload_h", r#"{"triangular": {"min": 1, "mode": 2, "max": 4}}"#),
        ("contingents.force.units.company.prepare_h", r#"{"uniform": {"min": 0, "max": 12}}"#),
        ("carrier_types.freighter.cost_per_day", "1000"),
        ("places.destination.terminal.handling_cost", "5"),
    ];
    let vary = [&*format!("{COUNT}=6..14:2"), &format!("{SPOTS}=1..5")];
    let goals = ["on_time >= 0.9", "contingents.force.closure_h.p50 <= 66"];
    let case = Case { set: &set, vary: &vary, goals: &goals[..1], weights: &[] };
    assert_as_by_brute_force(&case);
    let threads = [1, 3].map(|threads| case.found(threads, Keeper::nothing()));
    assert_eq!(threads[0], threads[1]);
    assert!(Case { goals: &goals, ..case }.found(0, Keeper::nothing()).goals.len() == 2);
}

#[test]
fn looks_are_bounded_and_what_was_not_simulated_is_counted() {
    let vary = [&*format!("{COUNT}=1..60"), &format!("{SPOTS}=1..60"), &format!("{LOADING}=1..60")];
    let case = Case { set: &[], vary: &vary, goals: &["closure_h.p90 <= 60"], weights: &[] };
    let found = case.found(0, Keeper::nothing());
    assert_eq!(found.answer, Answer::Certified);
    assert!(found.tried.len() <= 150, "{}", found.tried.len());
    assert!(found.others.unknown > 200_000, "{:?}", found.others);
}
