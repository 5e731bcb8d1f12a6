//! A scenario as one file that needs no other: what it is based on and includes is written out.

use super::load::Loaded;
use super::written::written;

/// Returns the text of a file that holds this scenario alone. One that stands alone already keeps its letters.
pub fn standalone(loaded: &Loaded) -> String {
    let whole = loaded.chain.len() == 1;
    let text = if whole { loaded.root.source.text.clone() } else { written(&loaded.root.to_json()) };
    // The schema stands beside the file once `forceflow schema` has written it there.
    text.replacen("\"../scenario.schema.json\"", "\"scenario.schema.json\"", 1)
}
