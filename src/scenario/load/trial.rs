//! A scenario tried with other values: checked as if it were read, without reading it anew.

use std::sync::Arc;

use serde_json::Value;

use super::{Loaded, apply_set};
use crate::diagnostic::Diagnostics;
use crate::scenario::tree::{Data, Node};
use crate::scenario::{check, decode};

/// What was written, with values to be changed.
#[derive(Debug, Clone)]
pub struct Trial {
    root: Arc<Node>,
}

impl Trial {
    /// A scenario without some of its keys at the top.
    pub fn new(loaded: &Loaded, without: &[&str]) -> Self {
        let mut root = loaded.root.clone();
        if let Data::Object(members) = &mut root.data {
            for key in without {
                members.shift_remove(*key);
            }
        }
        Self { root: Arc::new(root) }
    }

    /// Sets values at paths and checks the changed scenario.
    ///
    /// Errors: paths that lead nowhere in what was written, and all mistakes of the changed scenario.
    pub fn changed(&self, changes: &[(String, Value)]) -> Result<Self, Diagnostics> {
        let mut root = Node::clone(&self.root);
        for (order, (path, value)) in changes.iter().enumerate() {
            apply_set(&mut root, path, &value.to_string(), order).map_err(Diagnostics::new)?;
        }
        let scenario = decode::decode(&root).map_err(|broken| Diagnostics::new(broken.mistakes))?;
        let found = Diagnostics::new(check::check(&scenario, &root));
        if found.has_errors() { Err(found) } else { Ok(Self { root: Arc::new(root) }) }
    }
}
