//! Assumptions with their ranges, figures with their sources, and every value that the run used.

use serde_json::Value;

use super::super::Told;
use super::super::document::{Block, Section, Span, Table, text};
use super::super::words::{counted, source};
use crate::experiment::varies::Varies;
use crate::scenario::{Evidence, path};

/// Values that a report lists; all of them are in the manifest.
const MOST_VALUES: usize = 2_000;

/// Rows of a table that is not folded away.
const MOST_OPEN: usize = 25;

/// A value of the scenario: a number, a word, a distribution.
pub(super) struct Input {
    /// Its dotted path.
    pub(super) path: String,
    /// What it is.
    pub(super) value: String,
    /// What it rests on.
    pub(super) evidence: Option<Evidence>,
    /// Whether chance decides it, by a distribution.
    pub(super) random: bool,
}

/// What the figures rest on.
pub(in super::super) fn inputs(told: &Told<'_>) -> Section {
    let mut section = Section::new("inputs", "Assumptions and sources");
    let inputs = inputs_of(told);
    let sourced =
        inputs.iter().filter(|it| it.evidence.as_ref().is_some_and(|it| it.source.is_some())).count();
    section.say(format!(
        "The scenario gives {}: {sourced} with a source, the others are assumptions of its author. A range says how far an \
         assumption may be off; forceflow sensitivity says which of them matters.",
        counted(inputs.len(), "value")
    ));
    section.table(documents(told, &inputs));
    folded(&mut section, "Assumptions with a range", ranges(told));
    folded(&mut section, "Figures with a source", sources(told));
    let others = others(told, inputs);
    if !others.is_empty() {
        let table = vec![Block::Table(listed(&others))];
        section.blocks.push(Block::Details(format!("Every other value ({})", others.len()), table));
    }
    section
}

/// A table that is folded away where it is long.
fn folded(section: &mut Section, what: &str, table: Table) {
    if table.rows.len() > MOST_OPEN {
        let summary = format!("{what} ({})", table.rows.len());
        section.blocks.push(Block::Details(summary, vec![Block::Table(table)]));
    } else {
        section.table(table);
    }
}

/// Documents by title, and how many values rest on each.
fn documents(told: &Told<'_>, inputs: &[Input]) -> Table {
    let mut table = Table::new("Documents", &["Document", "Id", "Values that rest on it#"]);
    for id in told.loaded.scenario.sources.keys() {
        let rests = |input: &&Input| input.evidence.as_ref().is_some_and(|it| it.source.as_ref() == Some(id));
        let number = inputs.iter().filter(rests).count();
        let title = source(&told.loaded.scenario, id);
        table.rows.push(vec![title, vec![Span::Code(id.clone())], text(number.to_string())]);
    }
    table
}

/// All values of the scenario as it was run, defaults included.
pub(super) fn inputs_of(told: &Told<'_>) -> Vec<Input> {
    let mut found = Vec::new();
    if let Value::Object(members) = &told.loaded.resolved {
        for (key, value) in members.iter().filter(|(key, _)| path::is_listed(key)) {
            collect(value, key.clone(), told, &mut found);
        }
    }
    found
}

fn collect(value: &Value, path: String, told: &Told<'_>, found: &mut Vec<Input>) {
    match value {
        Value::Object(members) if !members.is_empty() && distribution(value).is_none() => {
            for (key, value) in members {
                collect(value, format!("{path}.{key}"), told, found);
            }
        }
        Value::Array(items) if items.iter().any(Value::is_object) => {
            for (index, value) in items.iter().enumerate() {
                collect(value, format!("{path}.{index}"), told, found);
            }
        }
        _ => found.push(Input {
            evidence: path::nearest(&path, &told.loaded.scenario.evidence),
            value: written(value),
            random: distribution(value).is_some(),
            path,
        }),
    }
}

/// The name and parameters of a distribution.
fn distribution(value: &Value) -> Option<(&String, &serde_json::Map<String, Value>)> {
    const NAMES: [&str; 7] =
        ["triangular", "uniform", "normal", "lognormal", "exponential", "weibull", "empirical"];
    let members = value.as_object().filter(|members| members.len() == 1)?;
    let (name, parameters) = members.iter().next()?;
    if !NAMES.contains(&name.as_str()) {
        return None;
    }
    Some((name, parameters.as_object()?))
}

/// Parameters of distributions, in the order in which they are read.
const PARAMETERS: [&str; 10] = ["min", "mode", "max", "mean", "sd", "cv", "median", "p90", "shape", "scale"];

/// A value in words: `triangular (min 2, mode 3, max 6)`.
fn written(value: &Value) -> String {
    if let Some((name, parameters)) = distribution(value) {
        let mut parameters: Vec<(&String, &Value)> = parameters.iter().collect();
        parameters.sort_by_key(|(key, _)| PARAMETERS.iter().position(|known| known == key));
        let each: Vec<String> =
            parameters.into_iter().map(|(key, value)| format!("{key} {}", written(value))).collect();
        return format!("{name} ({})", each.join(", "));
    }
    match value {
        Value::String(text) => text.clone(),
        // 3, not 3.0.
        Value::Number(number) => {
            number.as_f64().map_or_else(|| number.to_string(), |number| number.to_string())
        }
        Value::Array(items) => items.iter().map(written).collect::<Vec<String>>().join(", "),
        Value::Object(members) => {
            let each = members.iter().map(|(key, value)| format!("{key}: {}", written(value)));
            each.collect::<Vec<String>>().join("; ")
        }
        other => other.to_string(),
    }
}

/// The value at a path of the scenario as it was run.
fn at(told: &Told<'_>, path: &str) -> String {
    let mut value = &told.loaded.resolved;
    for segment in path.split('.') {
        let child = match value {
            Value::Object(members) => members.get(segment),
            Value::Array(items) => segment.parse().ok().and_then(|index: usize| items.get(index)),
            _ => None,
        };
        match child {
            Some(child) => value = child,
            None => return "–".to_owned(),
        }
    }
    match value {
        Value::Object(_) if distribution(value).is_none() => "all values below".to_owned(),
        _ => written(value),
    }
}

fn range(evidence: &Evidence) -> Option<String> {
    let (low, high) = evidence.low.zip(evidence.high)?;
    Some(if evidence.scale { format!("× {low} to × {high}") } else { format!("{low} to {high}") })
}

fn basis(told: &Told<'_>, evidence: &Evidence) -> Vec<Span> {
    match &evidence.source {
        Some(id) => source(&told.loaded.scenario, id),
        None => text("assumed"),
    }
}

fn ranges(told: &Told<'_>) -> Table {
    let drawn = if told.varies == Varies::Ranges {
        "drawn once per replication"
    } else {
        "held at the value in this run"
    };
    let mut table =
        Table::new(format!("Assumptions with a range ({drawn})"), &["Path", "Value", "Range", "Rests on"]);
    for (path, evidence) in &told.loaded.scenario.evidence {
        let Some(range) = range(evidence) else { continue };
        table.rows.push(vec![
            vec![Span::Code(path.clone())],
            text(at(told, path)),
            text(range),
            basis(told, evidence),
        ]);
    }
    table
}

fn sources(told: &Told<'_>) -> Table {
    let mut table = Table::new("Figures with a source", &["Path", "Value", "Source"]);
    for (path, evidence) in &told.loaded.scenario.evidence {
        if evidence.source.is_some() {
            table.rows.push(vec![
                vec![Span::Code(path.clone())],
                text(at(told, path)),
                basis(told, evidence),
            ]);
        }
    }
    table
}

/// The values that stand in no table above by their own path.
fn others(told: &Told<'_>, inputs: Vec<Input>) -> Vec<Input> {
    let evidence = &told.loaded.scenario.evidence;
    let stands_above = |input: &Input| {
        evidence.get(&input.path).is_some_and(|it| it.source.is_some() || range(it).is_some())
    };
    inputs.into_iter().filter(|input| !stands_above(input)).collect()
}

fn listed(inputs: &[Input]) -> Table {
    let caption = if inputs.len() > MOST_VALUES {
        format!("The first {MOST_VALUES} of {} values; all stand in manifest.json", inputs.len())
    } else {
        "Values by their path, which --set takes".to_owned()
    };
    let mut table = Table::new(caption, &["Path", "Value", "Rests on"]);
    for input in inputs.iter().take(MOST_VALUES) {
        let rests = match &input.evidence {
            Some(Evidence { source: Some(id), .. }) => text(format!("source {id}")),
            Some(evidence) => {
                text(range(evidence).map_or("assumed".to_owned(), |range| format!("assumed, {range}")))
            }
            None => text("assumed"),
        };
        table.rows.push(vec![vec![Span::Code(input.path.clone())], text(input.value.clone()), rests]);
    }
    table
}
