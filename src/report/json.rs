//! JSON as files hold it.

use std::io::{self, Write};

use serde::Serialize;

use crate::escape;

/// Any value as readable JSON with a line feed at the end.
pub fn to_json<T: Serialize>(value: &T) -> Vec<u8> {
    // Our own types have string keys only, so this cannot fail.
    let text = serde_json::to_string_pretty(value).unwrap_or_default();
    escape::json(text + "\n").into_bytes()
}

/// Writes the bytes of [`to_json`] line by line, so that a value that makes itself as it is written is never held whole.
///
/// # Errors
/// What the writer refuses.
pub fn write_json<T: Serialize>(value: &T, out: &mut dyn Write) -> io::Result<()> {
    let mut lines = Lines { out, begun: Vec::new() };
    serde_json::to_writer_pretty(&mut lines, value)?;
    lines.write_all(b"\n")
}

/// Hands on whole lines, in which letters that cannot be seen stand by their number.
struct Lines<'a> {
    out: &'a mut dyn Write,
    /// The line that is not at its end.
    begun: Vec<u8>,
}

impl Write for Lines<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.begun.extend_from_slice(bytes);
        if let Some(last) = bytes.iter().rposition(|byte| *byte == b'\n') {
            let rest = self.begun.split_off(self.begun.len() - (bytes.len() - last - 1));
            let lines =
                String::from_utf8(std::mem::replace(&mut self.begun, rest)).map_err(io::Error::other)?;
            self.out.write_all(escape::json(lines).as_bytes())?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_line_by_line_has_the_bytes_of_the_whole() {
        let value =
            serde_json::json!({"title": "a \u{202e} b\n", "points": [1, {"ж\u{7f}": []}, "\u{2028}"]});
        let mut written = Vec::new();
        write_json(&value, &mut written).expect("there is room");
        assert_eq!(written, to_json(&value));
    }
}
