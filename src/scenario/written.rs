//! JSON as a person writes it: what is short stands on one line.

use serde_json::Value;

/// Columns of a line that holds more than one value.
const COLUMNS: usize = 100;

/// Returns a value as the text of a file.
pub(super) fn written(value: &Value) -> String {
    let mut text = String::new();
    write(value, 0, &mut text);
    text.push('\n');
    text
}

fn write(value: &Value, indent: usize, text: &mut String) {
    let line = on_one_line(value);
    if indent > 0 && is_simple(value) && 2 * indent + line.chars().count() <= COLUMNS {
        return text.push_str(&line);
    }
    let pad = |text: &mut String, indent: usize| {
        text.extend(std::iter::once("\n").chain(std::iter::repeat_n("  ", indent)));
    };
    match value {
        Value::Object(members) if !members.is_empty() => {
            text.push('{');
            for (number, (key, member)) in members.iter().enumerate() {
                text.push_str(if number > 0 { "," } else { "" });
                pad(text, indent + 1);
                text.push_str(&format!("{}: ", Value::from(key.as_str())));
                write(member, indent + 1, text);
            }
            pad(text, indent);
            text.push('}');
        }
        Value::Array(items) if !items.is_empty() => {
            text.push('[');
            for (number, item) in items.iter().enumerate() {
                text.push_str(if number > 0 { "," } else { "" });
                pad(text, indent + 1);
                write(item, indent + 1, text);
            }
            pad(text, indent);
            text.push(']');
        }
        _ => text.push_str(&line),
    }
}

/// Whether a value holds single values alone, or is a choice whose value does.
fn is_simple(value: &Value) -> bool {
    match value {
        Value::Object(members) => {
            members.values().all(|member| !member.is_object() && !member.is_array())
                || (members.len() == 1 && members.values().all(is_simple))
        }
        Value::Array(items) => items.iter().all(|item| !item.is_array() && is_simple(item)),
        _ => true,
    }
}

fn on_one_line(value: &Value) -> String {
    match value {
        Value::Object(members) => {
            let members = members
                .iter()
                .map(|(key, member)| format!("{}: {}", Value::from(key.as_str()), on_one_line(member)));
            format!("{{{}}}", members.collect::<Vec<String>>().join(", "))
        }
        Value::Array(items) => {
            format!("[{}]", items.iter().map(on_one_line).collect::<Vec<String>>().join(", "))
        }
        other => other.to_string(),
    }
}
