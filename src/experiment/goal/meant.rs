//! The goal that was probably meant by a text that is none.

use super::Goal;

/// Returns a goal that can be read and says what a text seems to ask for.
pub(super) fn meant(text: &str) -> Option<String> {
    let text = text.trim().to_lowercase();
    let at = text.find(['<', '>', '=', '≤', '≥'])?;
    let (left, rest) = text.split_at(at);
    let right = rest.trim_start_matches(['<', '>', '=', '≤', '≥', ' ']);
    let measure = measure(left)?;
    let value = value(right, measure == "on_time")?;
    let sign = if measure == "on_time" { ">=" } else { "<=" };
    let goal = format!("{measure} {sign} {value}");
    Goal::parse_exactly(&goal).ok().map(|_| goal)
}

/// The measure that a word of everyday language means.
fn measure(left: &str) -> Option<String> {
    let words: String = left.chars().map(|c| if "-_. ".contains(c) { ' ' } else { c }).collect();
    let words = words.split_whitespace().filter(|word| *word != "h").collect::<Vec<_>>().join(" ");
    if let Some((id, rest)) = left.trim().strip_prefix("contingents.").and_then(|rest| rest.split_once('.')) {
        return Some(format!("contingents.{id}.{}", measure(rest)?));
    }
    let last = words.rsplit(' ').next().unwrap_or_default();
    let quantile = [last, words.split(' ').next().unwrap_or_default()]
        .into_iter()
        .find(|word| word.strip_prefix('p').is_some_and(|digits| digits.parse::<f64>().is_ok()));
    Some(match words.as_str() {
        "on time" | "ontime" | "punctual" | "in time" | "on time probability" => "on_time".to_owned(),
        "closure" | "mean" | "average" | "mean closure" | "average closure" | "closure mean" => {
            "closure_h.mean".to_owned()
        }
        "median" | "closure median" | "median closure" => "closure_h.p50".to_owned(),
        _ => format!("closure_h.{}", quantile?),
    })
}

/// The number that a text means: `0,95`, `95`, `3d`, `72 hours`.
fn value(right: &str, share: bool) -> Option<f64> {
    let ends = right.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == ',')).unwrap_or(right.len());
    let (digits, unit) = right.split_at(ends);
    let number: f64 = digits.replacen(',', ".", 1).parse().ok()?;
    let rounded = |value: f64| (value * 1e6).round() / 1e6;
    Some(match unit.trim() {
        "d" | "day" | "days" if !share => rounded(number * 24.0),
        "min" | "minutes" if !share => rounded(number / 60.0),
        "%" if share => rounded(number / 100.0),
        "" if share && number > 1.0 => rounded(number / 100.0),
        "" | "h" | "hours" | "hour" => number,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::meant;

    #[test]
    fn what_students_type_is_read_as_what_they_mean() {
        for (typed, goal) in [
            ("on_time > 95%", "on_time >= 0.95"),
            ("on_time >= 95", "on_time >= 0.95"),
            ("ontime=0,95", "on_time >= 0.95"),
            ("on-time => 0.9", "on_time >= 0.9"),
            ("closure < 60", "closure_h.mean <= 60"),
            ("closure_h <= 60", "closure_h.mean <= 60"),
            ("p90 <= 50", "closure_h.p90 <= 50"),
            ("closure_h.p90 <= 3d", "closure_h.p90 <= 72"),
            ("median < 48h", "closure_h.p50 <= 48"),
            ("contingents.a.p90 < 48", "contingents.a.closure_h.p90 <= 48"),
        ] {
            assert_eq!(meant(typed).as_deref(), Some(goal), "{typed}");
        }
        for nothing in ["0.95", "cost < 3", "closure <", ""] {
            assert_eq!(meant(nothing), None, "{nothing}");
        }
    }
}
