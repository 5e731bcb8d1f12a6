//! `--alternative NAME=PATH=VALUE`: what-ifs with names, beside the files that are compared.

use std::path::PathBuf;

use serde_json::Value;

use super::arguments::assignment;
use super::embedded::load;
use super::exit::Failure;
use super::inputs::Input;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::compile;

/// One change of an alternative, as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NamedChange {
    /// The name of the alternative.
    name: String,
    /// The path, and what it is set to.
    change: (String, String),
}

impl NamedChange {
    /// The words that stand for it.
    pub(super) fn text(&self) -> String {
        format!("{}={}={}", self.name, self.change.0, self.change.1)
    }
}

/// The changes of one alternative, in the order in which they were typed.
struct Alternative<'a> {
    name: &'a str,
    set: Vec<(String, String)>,
}

/// `NAME=PATH=VALUE`.
pub(super) fn named_change(text: &str) -> Result<NamedChange, String> {
    let example = "as in 'two more=fleets.vta.count=6'";
    let Some((name, change)) = text.split_once('=') else {
        return Err(format!("expected NAME=PATH=VALUE, {example}"));
    };
    let name = name.trim();
    if name.is_empty() {
        return Err(format!("the alternative has no name: write NAME=PATH=VALUE, {example}"));
    }
    if !change.contains('=') {
        return Err(if name.contains('.') {
            format!("the alternative has no name: write 'NAME={name}={change}'")
        } else {
            format!("`{change}` is no change: behind the name stands PATH=VALUE, {example}")
        });
    }
    Ok(NamedChange { name: name.to_owned(), change: assignment(change)? })
}

/// Gathers changes by name; a name that is repeated adds a change.
fn gathered(changes: &[NamedChange]) -> Result<Vec<Alternative<'_>>, Failure> {
    let mut gathered: Vec<Alternative<'_>> = Vec::new();
    for NamedChange { name, change } in changes {
        let Some(known) = gathered.iter_mut().find(|one| one.name == name) else {
            gathered.push(Alternative { name, set: vec![change.clone()] });
            continue;
        };
        if known.set.iter().any(|(path, _)| *path == change.0) {
            let path = &change.0;
            return Err(Failure::unusable(format!("the alternative `{name}` sets `{path}` twice"))
                .help("give one of the two another name: a name that is repeated adds a change to it"));
        }
        known.set.push(change.clone());
    }
    Ok(gathered)
}

/// How many alternatives the changes make.
pub(super) fn number_of(changes: &[NamedChange]) -> usize {
    (0..changes.len())
        .filter(|index| changes[..*index].iter().all(|one| one.name != changes[*index].name))
        .count()
}

/// The alternatives that the changes make of the first scenario. `others` is what they stand beside.
///
/// # Errors
/// A name that another has, a path that is set twice, a folder of results in the place of a scenario, and all mistakes that
/// the changes make.
pub(super) fn alternatives(
    changes: &[NamedChange],
    paths: &[PathBuf],
    others: &[Input],
) -> Result<Vec<Input>, Failure> {
    let (Some(baseline), false) = (paths.first(), changes.is_empty()) else { return Ok(Vec::new()) };
    let gathered = gathered(changes)?;
    if others.first().is_some_and(|first| first.stored.is_some()) {
        return Err(Failure::unusable(
            "--alternative changes a scenario file, and the first is a folder of results",
        )
        .help("name the scenario file first"));
    }
    let (mut made, mut failures) = (Vec::new(), Vec::new());
    for Alternative { name, set } in gathered {
        if let Some(whose) = others.iter().find_map(|other| named_so(other, name)) {
            return Err(Failure::unusable(format!("the alternative `{name}` has the name of {whose}"))
                .help("give it a name of its own"));
        }
        let input = load(baseline, &set).map_err(Failure::from).and_then(|loaded| {
            compile(&loaded.scenario)?;
            Ok(Input { name: name.to_owned(), loaded, stored: None })
        });
        match input {
            Ok(input) => made.push(input),
            Err(failure) => failures.push(of(failure, name)),
        }
    }
    match failures.len() {
        0 => Ok(made),
        1 => Err(failures.remove(0)),
        _ => Err(Failure::Several(failures)),
    }
}

/// Says in which alternative mistakes are.
fn of(failure: Failure, name: &str) -> Failure {
    let Failure::Scenario(all) = failure else { return failure.of(name) };
    let noted = |one: &Diagnostic| one.clone().note(format!("in the alternative `{name}`"));
    Diagnostics::new(all.iter().map(noted).collect()).into()
}

/// What goes by a name already.
fn named_so(other: &Input, name: &str) -> Option<String> {
    if other.name == name {
        return Some("a scenario beside it".to_owned());
    }
    let title = other.loaded.resolved.get("title").and_then(Value::as_str)?;
    (title.trim() == name).then(|| format!("`{}`: that is its title", other.name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stands_before_the_path_and_its_value() {
        let read = named_change(" two more =fleets.a.count = 6").expect("a change");
        assert_eq!((read.name.as_str(), read.text().as_str()), ("two more", "two more=fleets.a.count= 6"));
        let read = named_change(r#"slow=carrier_types.x.load_h={"a": "b=c"}"#).expect("a change");
        assert_eq!(read.change.1, r#"{"a": "b=c"}"#);
        for (wrong, says) in [
            ("two more", "expected NAME=PATH=VALUE"),
            ("=fleets.a.count=6", "has no name: write NAME=PATH=VALUE"),
            ("  =fleets.a.count=6", "has no name"),
            ("fleets.a.count=6", "write 'NAME=fleets.a.count=6'"),
            ("two more=fleets.a.count", "`fleets.a.count` is no change"),
            ("two more==6", "expected PATH=VALUE"),
            ("a=fleets.a.count==6", "write one `=`"),
        ] {
            assert!(
                named_change(wrong).is_err_and(|error| error.contains(says)),
                "{wrong}: {:?}",
                named_change(wrong)
            );
        }
    }

    #[test]
    fn a_name_that_is_repeated_adds_a_change_and_a_path_stands_once() {
        let read = |texts: &[&str]| -> Vec<NamedChange> {
            texts.iter().map(|text| named_change(text).expect("a change")).collect()
        };
        let changes = read(&["one=a.b=1", "both=a.b=1", "other=a.c=2", "both=a.c=2"]);
        let found = gathered(&changes).unwrap_or_else(|_| panic!("three alternatives"));
        let names: Vec<(&str, usize)> = found.iter().map(|one| (one.name, one.set.len())).collect();
        assert_eq!(names, [("one", 1), ("both", 2), ("other", 1)]);
        assert_eq!(number_of(&changes), 3);
        assert!(gathered(&read(&["one=a.b=1", "one=a.b=2"])).is_err());
    }
}
