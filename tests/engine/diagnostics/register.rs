//! The register of codes: every example is true, and the page made from it is current.

use std::fmt::Write as _;

use forceflow::internals::diagnostic::{Example, entries, to_markdown};

use super::support::{changed, codes, diagnose, mistake};

#[test]
fn every_mistake_in_the_register_gives_its_code_alone_and_a_place() {
    let mut failures = String::new();
    for entry in entries() {
        let Some(text) = mistake(entry.code) else { continue };
        let found = diagnose(&text);
        let alone = found.iter().all(|it| it.code == entry.code && it.position.is_some());
        if found.is_empty() || !alone {
            let _ = write!(failures, "{} alone expected, found\n{found}\n", entry.code);
        }
    }
    assert!(failures.is_empty(), "{failures}");
}

#[test]
fn every_fix_in_the_register_loads_without_a_word() {
    let mut failures = String::new();
    for entry in entries() {
        let found = match entry.fix {
            Example::Changes(changes) => diagnose(&changed(changes)),
            Example::File(text) if codes(text).contains(&entry.code) => diagnose(text),
            _ => continue,
        };
        if !found.is_empty() {
            let _ = write!(failures, "the fix of {} gives\n{found}\n", entry.code);
        }
    }
    assert!(failures.is_empty(), "{failures}");
}

#[test]
fn the_page_of_errors_is_current() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/errors.md");
    let current = to_markdown();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, &current).expect("docs can be written");
    }
    let stored = std::fs::read_to_string(path).unwrap_or_default();
    assert!(stored == current, "docs/errors.md is stale; rewrite it with UPDATE=1 cargo test --test engine");
}
