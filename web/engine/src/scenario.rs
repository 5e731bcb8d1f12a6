//! Scenarios: read, checked, and what can be changed in them.

use forceflow::internals::chart::ChartError;
use forceflow::internals::diagnostic::said;
use forceflow::internals::experiment::{Drawable, StudyError, UncertaintyError};
use forceflow::internals::report::Names;
use forceflow::internals::scenario::{Texts, get, load_among};
use forceflow::{Diagnostics, Loaded, compile};
use serde_json::{Map, Value, json};

/// Why there is no answer.
#[derive(Debug)]
pub struct Failure {
    /// The words that the program would write to stderr.
    text: String,
    /// Each mistake with its place, where it has one.
    diagnostics: Vec<Value>,
}

impl Failure {
    /// A sentence, and what to do about it.
    pub fn said(message: &str, help: Option<&str>) -> Self {
        Self { text: said(message, help), diagnostics: Vec::new() }
    }

    /// Returns the value of the key `error` in an answer.
    pub fn to_json(&self) -> Value {
        json!({"text": self.text, "diagnostics": self.diagnostics})
    }
}

impl From<Diagnostics> for Failure {
    fn from(found: Diagnostics) -> Self {
        Self { text: format!("{}\n", found.render(false).trim_end()), diagnostics: listed(&found) }
    }
}

impl From<StudyError> for Failure {
    fn from(error: StudyError) -> Self {
        Self::said(&error.to_string(), error.remedy())
    }
}

impl From<UncertaintyError> for Failure {
    fn from(error: UncertaintyError) -> Self {
        Self::said(&error.to_string(), Some(error.help()))
    }
}

impl From<ChartError> for Failure {
    fn from(error: ChartError) -> Self {
        Self::said(&error.to_string(), None)
    }
}

/// Diagnostics as `forceflow check --format json` writes them.
pub fn listed(found: &Diagnostics) -> Vec<Value> {
    // Each line is an object that was just written.
    found.to_json_lines().lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
}

/// Reads a scenario with changes.
///
/// # Errors
/// All its mistakes.
pub fn load(name: &str, text: &str, files: &Texts, set: &Map<String, Value>) -> Result<Loaded, Diagnostics> {
    let values: Vec<(String, String)> =
        set.iter().map(|(path, value)| (path.clone(), value.to_string())).collect();
    load_among(name, text, files, &values)
}

/// Changes as they are typed behind `--set`: paths and values; a text has no quotes where it needs none.
pub fn sets(set: &Map<String, Value>) -> Vec<(String, String)> {
    let value = |value: &Value| match value {
        Value::String(text) if serde_json::from_str::<Value>(text).is_err() && is_plain(text) => text.clone(),
        other => other.to_string(),
    };
    set.iter().map(|(path, to)| (path.clone(), value(to))).collect()
}

/// Changes as they are typed, one after the other.
pub fn typed(set: &Map<String, Value>) -> String {
    sets(set).iter().map(|(path, to)| format!("{path}={to}")).collect::<Vec<String>>().join(" ")
}

fn is_plain(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || "-_./: ".contains(c))
}

/// Whether a scenario can be run, with its mistakes and warnings.
pub fn check(loaded: Result<Loaded, Diagnostics>) -> Value {
    let (found, usable) = match loaded {
        Err(mistakes) => (mistakes, false),
        Ok(loaded) => {
            if let Err(error) = compile(&loaded.scenario) {
                let failure = Failure::from(UncertaintyError::from(error));
                return json!({"usable": false, "text": failure.text, "diagnostics": listed(&loaded.warnings)});
            }
            (loaded.warnings, true)
        }
    };
    let text = if found.is_empty() { String::new() } else { Failure::from(found.clone()).text };
    json!({"usable": usable, "text": text, "diagnostics": listed(&found)})
}

/// Every path that can be changed: value, name, what it rests on and, for an assumption with a range, its value at both
/// ends. Sources are listed once.
pub fn paths(loaded: &Loaded) -> Value {
    let names = Names::of(&loaded.resolved);
    let drawable = Drawable::new(loaded);
    let range = |path: &str| {
        let found = drawable.assumptions().iter().find(|assumption| assumption.path == path)?;
        Some(json!({"low": found.at(0.0), "high": found.at(1.0), "whole": found.whole}))
    };
    let of = |path: &str, value: &Value, evidence: Value| {
        json!({
            "path": path,
            "value": value,
            "name": names.path(path),
            "evidence": evidence,
            "range": range(path),
        })
    };
    let leaves = loaded.leaves();
    let mut listed: Vec<Value> =
        leaves.iter().map(|leaf| of(&leaf.path, &leaf.value, json!(leaf.evidence))).collect();
    // A range may be of a whole distribution, above the numbers that it is made of.
    for assumption in drawable.assumptions() {
        if leaves.iter().all(|leaf| leaf.path != assumption.path) {
            let value = match get(&loaded.root, &assumption.path) {
                Ok(node) => node.to_json(),
                Err(_) => Value::Null,
            };
            let evidence = json!(loaded.scenario.evidence.get(&assumption.path));
            listed.push(of(&assumption.path, &value, evidence));
        }
    }
    json!({"paths": listed, "sources": loaded.scenario.sources})
}
