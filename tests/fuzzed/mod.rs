//! What strangers may hand in, as functions of bytes: each panics where a promise is broken, and returns otherwise.
//!
//! The fuzzers of `fuzz/` call them with bytes that they search for, `cargo test` with those of `fuzz/corpus`.

mod edits;
mod escaping;
mod grammars;
mod reading;
mod results;
mod simulating;

/// A function of bytes.
pub type Target = fn(&[u8]);

/// Every target by its name, which is that of its folder in the corpus.
pub const TARGETS: [(&str, Target); 9] = [
    ("read", reading::read),
    ("change", reading::change),
    ("simulate", simulating::simulate),
    ("grammar", grammars::grammar),
    ("table", grammars::table),
    ("manifest", results::manifest),
    ("point", results::point),
    ("figures", results::figures),
    ("escape", escaping::escape),
];

/// Calls the target of that name.
///
/// # Panics
/// A broken promise, or a name that no target has.
pub fn call(name: &str, bytes: &[u8]) {
    let target = TARGETS.iter().find(|target| target.0 == name);
    target.unwrap_or_else(|| panic!("no target is called {name}")).1(bytes);
}
