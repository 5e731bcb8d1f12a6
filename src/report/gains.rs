//! What would help, in words: how to try a gain, and, where one more of no capacity surely helps, what bounds closure instead.

use super::names::Names;
use super::numbers::{hours, moved, moved_between, percent};
use crate::experiment::bounds::NothingHelps;
use crate::experiment::chain::OnChain;
use crate::experiment::improve::{CapacityGain, Change};

/// The option that tries a change, quoted for a shell where its value is no number.
pub(super) fn set(change: &Change) -> String {
    let Change { path, value } = change;
    if value.is_number() { format!("--set {path}={value}") } else { format!("--set '{path}={value}'") }
}

/// By how much one more of a capacity moves closure, in words: difference, what it is, interval, and how to try it.
pub(super) fn capacity(gain: &CapacityGain) -> [String; 4] {
    let moves = gain.difference_h;
    let interval = moves.and_then(|moves| moves.low_95.zip(moves.high_95));
    [
        moved(moves.map_or(-gain.saved_h, |moves| moves.mean)),
        gain.proposal.what.clone(),
        interval
            .map_or_else(String::new, |(low, high)| format!("(95 % interval {})", moved_between(low, high))),
        format!("--set {}={}", gain.proposal.path, gain.proposal.value),
    ]
}

/// Two sentences: that nothing helps of what was tried, and what closure is made of instead.
pub(super) fn nothing_helps(nothing: &NothingHelps, names: &Names) -> [String; 2] {
    [tried(nothing), bounds(nothing, names)]
}

fn tried(nothing: &NothingHelps) -> String {
    let &NothingHelps { tried, without_any_change: unmoved, .. } = nothing;
    let each = match tried {
        0 => {
            return "No capacity can be tried: the scenario has no fleet, and no limit at any place."
                .to_owned();
        }
        1 => "one more of the only one".to_owned(),
        _ => format!("one more of each of {tried}"),
    };
    let found = match tried - unmoved {
        0 => "closure does not move in any replication".to_owned(),
        rest if unmoved == 0 && rest == 1 => {
            "it brings closure no further forward than chance does".to_owned()
        }
        _ if unmoved == 0 => "none brings closure further forward than chance does".to_owned(),
        rest => {
            let others = if rest == 1 { "the other brings" } else { "the others bring" };
            let move_ = if unmoved == 1 { "moves" } else { "move" };
            format!(
                "{unmoved} {move_} closure in no replication, and {others} it no further forward than chance does"
            )
        }
    };
    format!("More of no capacity helps: {each} was tried; {found}.")
}

fn bounds(nothing: &NothingHelps, names: &Names) -> String {
    let part = |part: &OnChain| {
        let label = part.category().map_or("", |category| category.label());
        let whose =
            if part.whose.is_empty() { String::new() } else { format!(" of {}", names.owner(&part.whose)) };
        let share = match part.criticality {
            share if share < 1.0 => format!(" (in {} of the runs)", percent(share)),
            _ => String::new(),
        };
        format!("{label}{whose}, {} h{share}", hours(part.chain_h))
    };
    let parts: Vec<String> = nothing.bounds.iter().map(part).collect();
    match parts.as_slice() {
        [] => "Closure takes no time that could be shortened.".to_owned(),
        [only] => {
            format!("What bounds it is {only} on the way to closure, in the mean: only less of that helps.")
        }
        _ => format!(
            "What bounds it, mean hours on the way to closure: {}. Only less of these helps.",
            parts.join("; ")
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nothing(tried: usize, without_any_change: usize) -> NothingHelps {
        let part = |cause: &str, whose: &str, chain_h: f64, criticality: f64| OnChain {
            cause: cause.to_owned(),
            whose: whose.to_owned(),
            chain_h,
            criticality,
        };
        let bounds = vec![part("march", "force/column", 30.0, 1.0), part("decision", "", 6.25, 0.5)];
        NothingHelps { tried, without_any_change, bounds }
    }

    #[test]
    fn words_say_what_was_tried_and_what_bounds_closure() {
        let says = |tried, unmoved| nothing_helps(&nothing(tried, unmoved), &Names::default())[0].clone();
        assert_eq!(
            says(0, 0),
            "No capacity can be tried: the scenario has no fleet, and no limit at any place."
        );
        for (tried, unmoved, words) in [
            (1, 1, "one more of the only one was tried; closure does not move in any replication."),
            (
                1,
                0,
                "one more of the only one was tried; it brings closure no further forward than chance does.",
            ),
            (3, 3, "one more of each of 3 was tried; closure does not move in any replication."),
            (3, 0, "one more of each of 3 was tried; none brings closure further forward than chance does."),
            (
                3,
                1,
                "one more of each of 3 was tried; 1 moves closure in no replication, and the others bring it no further \
                 forward than chance does.",
            ),
            (
                3,
                2,
                "one more of each of 3 was tried; 2 move closure in no replication, and the other brings it no further \
                 forward than chance does.",
            ),
        ] {
            assert_eq!(says(tried, unmoved), format!("More of no capacity helps: {words}"));
        }
        let [_, bounds] = nothing_helps(&nothing(1, 1), &Names::default());
        assert_eq!(
            bounds,
            "What bounds it, mean hours on the way to closure: march of column, 30.0 h; collective decision, 6.2 h (in \
             50 % of the runs). Only less of these helps."
        );
        let alone = NothingHelps { bounds: nothing(1, 1).bounds[..1].to_vec(), ..nothing(1, 1) };
        assert!(
            nothing_helps(&alone, &Names::default())[1]
                .starts_with("What bounds it is march of column, 30.0 h")
        );
    }
}
