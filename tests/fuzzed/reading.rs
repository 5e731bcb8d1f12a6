//! Scenarios as a text, and as one that was changed: they are read, or refused with a place and words.

use std::sync::OnceLock;

use forceflow::internals::foreign::visible;
use forceflow::internals::scenario::{Texts, get, load_among, load_value};
use forceflow::{Diagnostics, Loaded};

use super::edits::{edited, scenarios};

/// Files that a text may be based on, or include.
fn texts() -> &'static Texts {
    static TEXTS: OnceLock<Texts> = OnceLock::new();
    TEXTS.get_or_init(|| {
        let text = |name: &str, text: &str| (name.to_owned(), text.to_owned());
        Texts::from([
            text("bridge.json", include_str!("../../scenarios/checks/air-bridge.json")),
            text(
                "more.json",
                r#"{"format_version": 1, "based_on": "bridge.json", "changes": {"fleets.bridge.count": 4}}"#,
            ),
            text("round.json", r#"{"format_version": 1, "based_on": "round.json", "changes": {}}"#),
            text("vehicles.json", include_str!("../../scenarios/library/vehicles.json")),
            text("railways.json", include_str!("../../scenarios/library/railways.json")),
        ])
    })
}

/// Reads a text as a scenario, variant or library.
pub(super) fn read(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    judged(&load_among("fuzzed.json", text, texts(), &[]));
}

/// Reads a scenario that was changed in some places.
pub(super) fn change(bytes: &[u8]) {
    judged(&load_value("fuzzed.json", &edited(scenarios(), bytes)));
}

pub(super) fn judged(read: &Result<Loaded, Diagnostics>) {
    match read {
        Ok(loaded) => accepted(loaded),
        Err(found) => {
            assert!(found.has_errors(), "refused without a mistake");
            told(found);
        }
    }
}

/// A scenario that was read resolves to one that resolves to itself.
fn accepted(loaded: &Loaded) {
    assert!(!loaded.warnings.has_errors(), "{}", loaded.warnings);
    told(&loaded.warnings);
    let again = load_value("again.json", &loaded.resolved)
        .unwrap_or_else(|found| panic!("what it resolves to is refused: {found}"));
    assert_eq!(again.resolved.to_string(), loaded.resolved.to_string(), "it is no fixed point");
    assert_eq!(again.hash(), loaded.hash());
    for leaf in loaded.leaves() {
        assert!(get(&loaded.root, &leaf.path).is_ok(), "{} leads nowhere", leaf.path);
    }
    let unchanged =
        loaded.with(&[]).unwrap_or_else(|found| panic!("without a change it is refused: {found}"));
    assert_eq!(unchanged.hash(), loaded.hash());
}

/// Diagnostics can be shown: each has words, a place inside its text, and gives the terminal no orders.
pub(super) fn told(found: &Diagnostics) {
    for diagnostic in found {
        assert!(!diagnostic.message.is_empty(), "a mistake without words");
        if let Some(place) = &diagnostic.position {
            assert!(
                place.source.text.get(place.span.clone()).is_some(),
                "a place outside: {}",
                diagnostic.message
            );
        }
    }
    let shown = found.render(false);
    assert_eq!(visible(&shown), shown, "it gives orders");
    let lines = found.to_json_lines();
    assert_eq!(lines.lines().count(), found.len());
    assert!(lines.lines().all(|line| serde_json::from_str::<serde_json::Value>(line).is_ok()), "{lines}");
}
