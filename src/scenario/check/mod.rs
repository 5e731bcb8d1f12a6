//! Rules that a scenario must keep beyond its structure: one small function per rule, all run, all reported.

use super::Scenario;
use super::tree::Node;
use crate::diagnostic::Diagnostic;

/// Returns all mistakes and warnings.
pub(super) fn check(_scenario: &Scenario, _root: &Node) -> Vec<Diagnostic> {
    Vec::new()
}
