//! A scenario tried with other values: checked as if it were read, without reading it anew.

use std::collections::BTreeMap;
use std::mem;
use std::sync::Arc;

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{Loaded, apply_set};
use crate::diagnostic::Diagnostics;
use crate::scenario::tree::{Data, Node};
use crate::scenario::{Id, Scenario, check, decode, path};

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
        Scratch { root: Node::clone(&self.root), decoded: decode::decode(&self.root).ok() }
    }
}

/// A copy of a scenario in which single values are tried and put back: copying and decoding all of it for each would take most
/// of the time.
#[derive(Debug)]
pub struct Scratch {
    root: Node,
    /// What the root says; none where it is no scenario.
    decoded: Option<Scenario>,
}

impl Scratch {
    /// Whether the scenario passes the checks of [`Trial::changed`] with another value at a path that it holds. The value is put
    /// back; a path that leads nowhere does not pass.
    pub fn passes_with(&mut self, path: &str, value: &Value) -> bool {
        let Ok(kept) = path::get(&self.root, path).cloned() else { return false };
        if apply_set(&mut self.root, path, &value.to_string(), 0).is_err() {
            return false;
        }
        let passes = self.passes(path);
        let put_back = path::set(&mut self.root, path, kept);
        debug_assert!(put_back.is_ok(), "a value goes back to where it was");
        passes
    }

    /// Whether the root passes, whose value at a path is new: of what stands under a map of definitions, the one definition is
    /// decoded anew.
    fn passes(&mut self, path: &str) -> bool {
        let mut segments = path.split('.');
        let (Some(map), Some(id), Some(_)) = (segments.next(), segments.next(), segments.next()) else {
            return self.passes_as_a_whole(path);
        };
        match map {
            "places" => self.passes_in(path, (map, id), |scenario| &mut scenario.places),
            "vehicle_types" => self.passes_in(path, (map, id), |scenario| &mut scenario.vehicle_types),
            "carrier_types" => self.passes_in(path, (map, id), |scenario| &mut scenario.carrier_types),
            "routes" => self.passes_in(path, (map, id), |scenario| &mut scenario.routes),
            "fleets" => self.passes_in(path, (map, id), |scenario| &mut scenario.fleets),
            "contingents" => self.passes_in(path, (map, id), |scenario| &mut scenario.contingents),
            _ => self.passes_as_a_whole(path),
        }
    }

    fn passes_as_a_whole(&self, path: &str) -> bool {
        let decoded = decode::decode(&self.root);
        decoded.is_ok_and(|scenario| check::stays_free_of_errors(&scenario, &self.root, path))
    }

    fn passes_in<T: DeserializeOwned>(
        &mut self,
        path: &str,
        (map, id): (&str, &str),
        definitions: impl Fn(&mut Scenario) -> &mut BTreeMap<Id, T>,
    ) -> bool {
        let Some(scenario) = &mut self.decoded else { return false };
        let node = self.root.child(map).and_then(|map| map.child(id));
        let Some(changed) = node.and_then(decode::part) else { return false };
        let Some(definition) = definitions(scenario).get_mut(id) else { return false };
        let kept = mem::replace(definition, changed);
        let passes = check::stays_free_of_errors(scenario, &self.root, path);
        if let Some(definition) = definitions(scenario).get_mut(id) {
            *definition = kept;
        }
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
            include_str!("../../../scenarios/un-rapid-deployment.json"),
            include_str!("../../../scenarios/eu-battlegroup.json"),
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
