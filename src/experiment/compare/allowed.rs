//! Which paths may be changed: patterns such as `fleets.*.count`.

use serde_json::Value;

use super::found::Change;

/// The paths that may be changed; all, where none is named.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Allowed {
    /// The patterns as they were written.
    patterns: Vec<String>,
    /// The paths, each with the numbers that it may be set to.
    read: Vec<(String, Option<(f64, f64)>)>,
}

impl Allowed {
    /// Patterns of dotted paths, in which `*` stands for any letters between two dots. A pattern allows what it names and all
    /// below it; with `=8..16` behind it, numbers from 8 to 16.
    ///
    /// # Errors
    /// The first pattern with an empty part, or with no such range, in a sentence.
    pub fn new(patterns: &[String]) -> Result<Self, String> {
        let read =
            patterns.iter().map(|pattern| parsed(pattern.trim())).collect::<Result<Vec<_>, String>>()?;
        Ok(Self { patterns: patterns.iter().map(|pattern| pattern.trim().to_owned()).collect(), read })
    }

    /// The patterns.
    pub fn patterns(&self) -> &[String] {
        &self.patterns
    }

    /// Whether a path may be changed to a value.
    pub fn allows(&self, path: &str, value: &Value) -> bool {
        let fits = |range: Option<(f64, f64)>| {
            range
                .is_none_or(|(low, high)| value.as_f64().is_some_and(|number| (low..=high).contains(&number)))
        };
        self.read.is_empty() || self.read.iter().any(|(pattern, range)| covers(pattern, path) && fits(*range))
    }

    /// The paths of changes that are not allowed.
    pub fn others(&self, changes: &[Change]) -> Vec<String> {
        let others = changes.iter().filter(|change| !self.allows(&change.path, &change.alternative));
        others.map(|change| change.path.clone()).collect()
    }
}

/// Reads `fleets.*.count` or `fleets.*.count=8..16`.
fn parsed(pattern: &str) -> Result<(String, Option<(f64, f64)>), String> {
    let (path, range) = pattern.split_once('=').map_or((pattern, None), |(path, range)| (path, Some(range)));
    let path = path.trim();
    if path.split('.').any(str::is_empty) {
        return Err(format!(
            "`{pattern}` is no pattern of paths: write parts with dots between, as in `fleets.*.count`"
        ));
    }
    let number = |text: &str| text.trim().parse::<f64>().ok().filter(|number| number.is_finite());
    let ends =
        range.map(|range| range.split_once("..").and_then(|(low, high)| number(low).zip(number(high))));
    match ends {
        None => Ok((path.to_owned(), None)),
        Some(Some((low, high))) if low <= high => Ok((path.to_owned(), Some((low, high)))),
        Some(_) => Err(format!("`{pattern}` has no range of numbers: write it as in `fleets.*.count=8..16`")),
    }
}

/// Whether a pattern names a path, or something above it.
fn covers(pattern: &str, path: &str) -> bool {
    let mut parts = path.split('.');
    pattern.split('.').all(|pattern| parts.next().is_some_and(|part| fits(pattern, part)))
}

/// Whether a part of a path fits one of a pattern, in which `*` stands for any letters.
fn fits(pattern: &str, part: &str) -> bool {
    let mut pieces = pattern.split('*');
    let first = pieces.next().unwrap_or_default();
    let Some(mut rest) = part.strip_prefix(first) else { return false };
    let pieces: Vec<&str> = pieces.collect();
    let Some((last, inner)) = pieces.split_last() else { return rest.is_empty() };
    for piece in inner {
        let Some(at) = rest.find(piece) else { return false };
        rest = &rest[at + piece.len()..];
    }
    rest.len() >= last.len() && rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn allowed(patterns: &[&str]) -> Allowed {
        Allowed::new(&patterns.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>()).expect("patterns")
    }

    #[test]
    fn a_star_stands_for_one_part_or_some_of_its_letters() {
        let fleets = allowed(&["fleets.*.count", "places.alm*.terminal.stands"]);
        for path in ["fleets.vta.count", "fleets.vta.count.0", "places.almaty.terminal.stands"] {
            assert!(fleets.allows(path, &json!(1)), "{path}");
        }
        for path in [
            "fleets",
            "fleets.vta",
            "fleets.vta.base",
            "fleets.a.b.count",
            "deadline_h",
            "places.x.terminal.stands",
        ] {
            assert!(!fleets.allows(path, &json!(1)), "{path}");
        }
        assert!(allowed(&["fleets"]).allows("fleets.vta.base", &json!(1)));
        assert!(
            allowed(&["*-*-x"]).allows("a-b-x", &json!(1)) && !allowed(&["*-*-x"]).allows("a-x", &json!(1))
        );
        assert!(allowed(&["a*a"]).allows("aa", &json!(1)) && !allowed(&["a*a"]).allows("a", &json!(1)));
    }

    #[test]
    fn without_patterns_all_is_allowed_and_an_empty_part_is_none() {
        assert!(allowed(&[]).allows("deadline_h", &json!(1)));
        for wrong in [
            "",
            "fleets..count",
            ".fleets",
            "fleets.",
            "a=1",
            "a=2..1",
            "a=..3",
            "a=x..y",
            "a=1..inf",
            "=1..2",
        ] {
            assert!(Allowed::new(&[wrong.to_owned()]).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_range_bounds_the_numbers_of_a_path() {
        let fleets = allowed(&["fleets.*.count=8..16", "dispatch"]);
        for (value, may) in [
            (json!(8), true),
            (json!(16), true),
            (json!(17), false),
            (json!("9"), false),
            (json!(null), false),
        ] {
            assert_eq!(fleets.allows("fleets.vta.count", &value), may, "{value}");
        }
        assert!(fleets.allows("dispatch", &json!("required")));
    }
}
