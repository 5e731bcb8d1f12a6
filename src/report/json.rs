//! JSON as files hold it.

use serde::Serialize;

use crate::escape;

/// Any value as readable JSON with a line feed at the end.
pub fn to_json<T: Serialize>(value: &T) -> Vec<u8> {
    // Our own types have string keys only, so this cannot fail.
    let text = serde_json::to_string_pretty(value).unwrap_or_default();
    escape::json(text + "\n").into_bytes()
}
