//! Properties that every scenario keeps, over random scenarios with all features: none hangs, none
//! panics, each is refused with a diagnostic or passes the audit, and runs the same without shortcuts.

mod chain;
mod chance;
mod generate;
mod shortcuts;
mod sound;
