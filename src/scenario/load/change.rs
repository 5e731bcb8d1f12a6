//! One change of a value, by a variant or the command line.

use crate::diagnostic::{Code, Diagnostic};
use crate::scenario::path;
use crate::scenario::tree::Node;

/// Changes the value at a path. Errors: the path leads nowhere, told where it is written.
pub(super) fn change_value(root: &mut Node, path: &str, value: Node) -> Result<(), Vec<Diagnostic>> {
    let position = value.key_position();
    let refused = |message: String| Diagnostic::new(Code::E0016, message).at(position).on(path);
    if path::is_at_or_below(path, "include") {
        let message = "libraries are read before changes are made".to_owned();
        return Err(vec![refused(message).help("write `include` into the scenario")]);
    }
    let result = path::set(root, path, value);
    result.map_err(|error| {
        let mut diagnostic = refused(error.message);
        let meant = path::meant(root, path).map(|meant| format!("did you mean `{meant}`?"));
        diagnostic.help = meant.or(error.help);
        vec![diagnostic]
    })
}
