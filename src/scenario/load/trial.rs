//! A scenario tried with other values: checked as if it were read, without reading it anew.

use std::sync::Arc;

use serde_json::Value;

use super::{Loaded, apply_set};
use crate::diagnostic::Diagnostics;
use crate::scenario::tree::{Data, Node};
use crate::scenario::{check, decode, path};

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

    /// A copy to try single values in, one after another.
    pub fn scratch(&self) -> Scratch {
        Scratch { root: Node::clone(&self.root) }
    }
}

/// A copy of a scenario in which single values are tried and put back: copying all of it for each would take most of the time.
#[derive(Debug)]
pub struct Scratch {
    root: Node,
}

impl Scratch {
    /// Whether the scenario passes the checks of [`Trial::changed`] with another value at a path that it holds. The value is put
    /// back; a path that leads nowhere does not pass.
    pub fn passes_with(&mut self, path: &str, value: &Value) -> bool {
        let Ok(kept) = path::get(&self.root, path).cloned() else { return false };
        if apply_set(&mut self.root, path, &value.to_string(), 0).is_err() {
            return false;
        }
        let decoded = decode::decode(&self.root);
        let passes = decoded.is_ok_and(|scenario| check::stays_free_of_errors(&scenario, &self.root, path));
        let put_back = path::set(&mut self.root, path, kept);
        debug_assert!(put_back.is_ok(), "a value goes back to where it was");
        passes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::load_str;

    /// Values within and beyond what their keys allow are passed and refused by the checks of one value and of all alike.
    #[test]
    fn one_value_passes_where_the_whole_scenario_does() {
        let (mut passed, mut refused) = (0, 0);
        for text in [
            include_str!("../../../scenarios/kazakhstan-2022.json"),
            include_str!("../../../scenarios/relief-airfield.json"),
        ] {
            let loaded = load_str("scenario", text, &[]).expect("a scenario");
            let trial = Trial::new(&loaded, &["evidence", "sources", "observed", "allow"]);
            let mut scratch = trial.scratch();
            // Every ninth of some hundreds of keys.
            let numbers = loaded.leaves().into_iter().filter(|leaf| leaf.value.is_number());
            for leaf in numbers.step_by(9) {
                for value in [-3.0, 0.0, 0.5, 7.0, 2e6] {
                    let value = Value::from(value);
                    let alone = scratch.passes_with(&leaf.path, &value);
                    let whole = trial.changed(&[(leaf.path.clone(), value.clone())]);
                    assert_eq!(alone, whole.is_ok(), "{} = {value}", leaf.path);
                    *if alone { &mut passed } else { &mut refused } += 1;
                }
            }
        }
        assert!(passed > 0 && refused > 0, "{passed} {refused}");
    }
}
