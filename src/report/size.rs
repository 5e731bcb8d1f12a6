//! Sizing for readers: the answer in a sentence, and a table of all values tried.

use std::fmt::Write as _;

use super::numbers::hours;
use crate::experiment::size::{Answer, Size};
use crate::experiment::statistics::proportion::Verdict;

/// The answer and what it rests on.
pub fn size_text(size: &Size) -> String {
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = write_size(&mut text, size);
    text
}

fn write_size(text: &mut String, size: &Size) -> std::fmt::Result {
    write_answer(text, size)?;
    writeln!(text)?;
    writeln!(text, "{:>12}  {:>10}  {:>24}  verdict", "value", "search", "fresh replications")?;
    let number = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| format!("{value:.3}"));
    for tried in &size.tried {
        let fresh = if tried.confirmed_with == 0 {
            "–".to_owned()
        } else {
            format!("{} ({})", number(tried.confirmed_estimate), tried.confirmed_with)
        };
        let verdict = match tried.verdict {
            Some(verdict) => word(verdict),
            None => "not confirmed",
        };
        writeln!(
            text,
            "{:>12}  {:>10}  {fresh:>24}  {verdict}",
            tried.value.to_string(),
            number(tried.estimate)
        )?;
    }
    for violation in &size.violations {
        writeln!(
            text,
            "Not monotone: in {} of {} replications {} closes later than {}.",
            violation.replications, size.replications, violation.easier, violation.value
        )?;
    }
    writeln!(
        text,
        "Searched under {} replications, seed {}; confirmed on others; all verdicts hold together with {} % confidence.",
        size.replications,
        size.seed,
        100.0 * size.confidence
    )
}

/// A row for every value tried, hardest first.
pub fn size_csv(size: &Size) -> Vec<u8> {
    let number = |value: Option<f64>| value.map_or_else(String::new, |value| format!("{value:.6}"));
    let verdict = |verdict: Option<Verdict>| match verdict {
        Some(Verdict::Certified) => "certified",
        Some(Verdict::Refuted) => "refuted",
        Some(Verdict::Undecided) => "undecided",
        None => "",
    };
    let head = [&size.path, "goal", "search", "confirmed", "confirmed_with", "verdict"].map(str::to_owned);
    let rows = size.tried.iter().map(|tried| {
        [
            tried.value.as_str().map_or_else(|| tried.value.to_string(), str::to_owned),
            size.goal.clone(),
            number(tried.estimate),
            number(tried.confirmed_estimate),
            tried.confirmed_with.to_string(),
            verdict(tried.verdict).to_owned(),
        ]
    });
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in std::iter::once(head).chain(rows) {
        // Rows have the same number of fields, and memory does not fail.
        let written = writer.write_record(row);
        debug_assert!(written.is_ok());
    }
    writer.into_inner().unwrap_or_default()
}

fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Certified => "meets the goal",
        Verdict::Refuted => "misses the goal",
        Verdict::Undecided => "undecided",
    }
}

fn write_answer(text: &mut String, size: &Size) -> std::fmt::Result {
    let (path, goal) = (&size.path, &size.goal);
    let value = size.value.as_ref().map(ToString::to_string).unwrap_or_default();
    match size.answer {
        Answer::Certified => {
            writeln!(text, "Certified: {path} = {value} meets {goal}.")?;
            match (&size.beside, size.beside_verdict) {
                (Some(beside), Some(Verdict::Refuted)) => {
                    writeln!(text, "{beside} misses it: {value} is the limit.")
                }
                (Some(beside), _) => {
                    writeln!(text, "Whether {beside} meets it too could not be told; a larger --budget may.")
                }
                (None, _) => writeln!(text, "It is the first value of the range; the limit may lie outside."),
            }
        }
        Answer::OutOfReach => {
            writeln!(text, "Out of reach: no value of {path} in the range meets {goal}.")?;
            let causes: Vec<String> = size
                .next_bottlenecks
                .iter()
                .map(|next| format!("{} ({} h)", next.label, hours(next.chain_h)))
                .collect();
            if causes.is_empty() {
                writeln!(text, "At the far end no replication closes, so that no cause can be named.")
            } else {
                writeln!(text, "What closure at the far end consists of most: {}.", causes.join(", "))
            }
        }
        Answer::Undecided => writeln!(
            text,
            "Undecided: {path} = {value} is the first that looks as if it meets {goal}, but {} fresh replications do not \
             tell; give a larger --budget.",
            size.budget
        ),
    }
}
