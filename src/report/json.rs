//! JSON as files hold it.

use serde::Serialize;

/// Any value as readable JSON with a line feed at the end.
pub fn to_json<T: Serialize>(value: &T) -> Vec<u8> {
    // Our own types have string keys only, so this cannot fail.
    let mut bytes = serde_json::to_vec_pretty(value).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}
