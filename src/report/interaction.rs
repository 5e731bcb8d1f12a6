//! What two changes do together beyond the sum of what each does alone, in words and as a table.

use super::compared::Compared;
use super::moves::Counted;
use super::numbers::width;
use super::padded::{Column, Padded};
use crate::experiment::compare::{Interaction, Joint};

/// Interactions that the text shows; the file holds all.
const MOST: usize = 8;

/// The heading above them.
pub(super) const TITLE: &str = "Together, and one by one";

/// Adds every interaction: a sentence, and a table of how far each measure moves.
pub(super) fn push_interactions(text: &mut String, compared: &Compared) {
    let interactions = &compared.comparison.interactions;
    if interactions.is_empty() {
        return;
    }
    text.push_str(&format!("\n{TITLE}\n"));
    for one in interactions.iter().take(MOST) {
        text.push_str(&format!("  {}\n{}", sentence(compared, one), table(compared, one).indented(4)));
    }
    if interactions.len() > MOST {
        text.push_str(&format!("  and {} more in comparison.json\n", interactions.len() - MOST));
    }
}

/// An interaction in a sentence.
pub(super) fn sentence(compared: &Compared, one: &Interaction) -> String {
    let [first, second] = one.alone.each_ref().map(|name| compared.name(name));
    let together = compared.name(&one.together);
    format!("{together} is {first} and {second} at once: {}.", in_words(one.closure_h.as_ref()))
}

/// What is beyond the sum, in words.
fn in_words(closure: Option<&Joint>) -> String {
    let Some(joint) = closure else {
        return "no mean, since a replication of the four did not close".to_owned();
    };
    let beyond = joint.beyond_the_sum;
    if joint.adds_up {
        return "the two add up, in every replication".to_owned();
    }
    // What saves more, or costs more, goes the way of both; where they go different ways, closure has the word.
    let (sum, together) = (joint.sum(), joint.together);
    let (verb, less, more, turned) = match () {
        () if sum < 0.0 && together < 0.0 => ("save", "less", "more", true),
        () if sum > 0.0 && together > 0.0 => ("cost", "less", "more", false),
        () => ("close", "earlier", "later", false),
    };
    let way = |h: f64| if h < 0.0 { less } else { more };
    let turn = |h: f64| if turned { -h } else { h };
    let mean = turn(beyond.mean);
    let ends =
        beyond.low_95.zip(beyond.high_95).map(|(low, high)| if turned { (-high, -low) } else { (low, high) });
    let interval = match ends {
        None => " (a single replication; no interval)".to_owned(),
        Some((low, high)) if low > 0.0 => {
            format!(" (95 % interval {} to {} h {more})", width(low), width(high))
        }
        Some((low, high)) if high < 0.0 => {
            format!(" (95 % interval {} to {} h {less})", width(-high), width(-low))
        }
        Some((low, high)) => format!(
            " (95 % interval {} h {} to {} h {}, spans zero)",
            width(low.abs()),
            way(low),
            width(high.abs()),
            way(high)
        ),
    };
    let told =
        if ends.is_none() || beyond.is_distinguishable() { "" } else { "no interaction can be told: " };
    format!("{told}together they {verb} {} h {}{interval} than the sum of each", width(mean.abs()), way(mean))
}

/// How far each measure moves by each alone, in sum, and together.
pub(super) fn table(compared: &Compared, one: &Interaction) -> Padded {
    use Column::{Number, Text, Words};
    use Counted::{Amount, Hours, Share};
    let mut table = Padded::new(&[Words, Number, Number, Number, Number, Number, Number, Text]);
    let [first, second] = one.alone.each_ref().map(|name| compared.name(name));
    let heads = ["sum of both", "together", "beyond the sum", "95 % interval", ""].map(str::to_owned);
    table.row([String::new(), first, second].into_iter().chain(heads));
    for (label, joint, counted) in [
        ("closure [h]", one.closure_h, Hours),
        ("mean arrival [h]", one.mean_arrival_h, Hours),
        ("closed by the deadline", one.on_time.filter(moves), Share),
        ("cost", one.cost.filter(moves), Amount),
    ] {
        let Some(joint) = joint else { continue };
        let beyond = joint.beyond_the_sum;
        let ends = beyond.low_95.zip(beyond.high_95).filter(|_| !joint.adds_up);
        let signed = |value: f64| counted.difference(value);
        table.row([
            label.to_owned(),
            signed(joint.alone[0]),
            signed(joint.alone[1]),
            signed(joint.sum()),
            signed(joint.together),
            signed(beyond.mean),
            ends.map_or_else(String::new, |(low, high)| format!("{} to {}", signed(low), signed(high))),
            if joint.adds_up { "adds up" } else { counted.verdict(&beyond, false) }.to_owned(),
        ]);
    }
    table
}

/// Whether a change moves a measure at all.
fn moves(joint: &Joint) -> bool {
    !joint.adds_up || joint.alone.iter().any(|moves| moves.abs() > 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::compare::MeanDifference;

    fn joint(alone: [f64; 2], together: f64, ends: Option<(f64, f64)>) -> Joint {
        let mean = together - alone[0] - alone[1];
        let beyond_the_sum = MeanDifference {
            mean,
            low_95: ends.map(|ends| ends.0),
            high_95: ends.map(|ends| ends.1),
            half_width: None,
        };
        Joint { alone, together, beyond_the_sum, adds_up: ends == Some((0.0, 0.0)) }
    }

    #[test]
    fn words_say_whether_together_is_more_or_less_than_the_sum() {
        let says = |alone, together, ends| in_words(Some(&joint(alone, together, ends)));
        assert_eq!(
            says([-2.0, -3.0], -8.1, Some((-5.2, -1.0))),
            "together they save 3.10 h more (95 % interval 1.00 to 5.20 h more) than the sum of each"
        );
        assert_eq!(
            says([-2.0, -3.0], -4.0, Some((0.5, 1.5))),
            "together they save 1.00 h less (95 % interval 0.50 to 1.50 h less) than the sum of each"
        );
        assert_eq!(
            says([2.0, 3.0], 6.0, Some((-0.5, 2.5))),
            "no interaction can be told: together they cost 1.00 h more (95 % interval 0.50 h less to 2.50 h more, spans \
             zero) than the sum of each"
        );
        assert_eq!(
            says([2.0, 3.0], -1.0, None),
            "together they close 6.00 h earlier (a single replication; no interval) than the sum of each"
        );
        assert_eq!(says([2.0, 3.0], 5.0, Some((0.0, 0.0))), "the two add up, in every replication");
        assert!(in_words(None).starts_with("no mean"));
    }
}
