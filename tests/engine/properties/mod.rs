//! Properties that every scenario keeps, over random scenarios with all features: none hangs, none
//! panics, each is refused with a diagnostic or passes the audit.

mod generate;
mod sound;
