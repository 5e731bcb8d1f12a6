//! The air bridge, whole and changed.

use forceflow::internals::diagnostic::{Code, Example, entries};
use forceflow::{Diagnostics, load_str};
use serde_json::Value;

/// The scenario that the design prints.
pub(crate) const AIR_BRIDGE: &str = include_str!("../../../scenarios/checks/air-bridge.json");

/// Returns the air bridge with changes, laid out by a pretty printer; `null` removes a key.
pub(crate) fn changed(changes: &str) -> String {
    let mut root: Value = serde_json::from_str(AIR_BRIDGE).expect("the air bridge is JSON");
    let changes: Value = serde_json::from_str(changes).expect("the changes are JSON");
    for (path, value) in changes.as_object().expect("the changes are an object") {
        let mut segments: Vec<&str> = path.split('.').collect();
        let last = segments.pop().expect("a path has a last segment");
        let mut node = &mut root;
        for segment in segments {
            node = match node {
                Value::Array(items) => &mut items[segment.parse::<usize>().expect("an index")],
                other => &mut other[segment],
            };
        }
        let members = node.as_object_mut().expect("changes set keys of objects");
        if value.is_null() {
            members.shift_remove(last);
        } else {
            members.insert(last.to_owned(), value.clone());
        }
    }
    format!("{root:#}\n")
}

/// Returns mistakes and warnings of a text.
pub(crate) fn diagnose(text: &str) -> Diagnostics {
    match load_str("scenario.json", text, &[]) {
        Ok(loaded) => loaded.warnings,
        Err(diagnostics) => diagnostics,
    }
}

/// Returns the codes of a text's mistakes and warnings.
pub(crate) fn codes(text: &str) -> Vec<Code> {
    diagnose(text).iter().map(|diagnostic| diagnostic.code).collect()
}

/// Returns the text of the mistake that the register shows for a code, if a file shows it.
pub(crate) fn mistake(code: Code) -> Option<String> {
    match entries().find(|entry| entry.code == code)?.mistake {
        Example::Changes(changes) if code == Code::E0016 => {
            let base = r#""based_on": "scenarios/checks/air-bridge.json""#;
            Some(format!("{{ \"format_version\": 1, {base},\n  \"changes\": {changes} }}\n"))
        }
        Example::Changes(changes) => Some(changed(changes)),
        Example::File(text) => Some(text.to_owned()),
        Example::Words(_) => None,
    }
}

/// Asserts the whole text that the mistake of a code gives.
pub(crate) fn says(code: Code, expected: &str) {
    let text = mistake(code).expect("a file shows the mistake");
    let found = diagnose(&text).to_string();
    // Lines of code end in blanks where the text is empty; nobody sees them.
    let trimmed: Vec<&str> = found.lines().map(str::trim_end).collect();
    assert_eq!(trimmed.join("\n").trim(), expected.trim(), "found\n{found}");
}
