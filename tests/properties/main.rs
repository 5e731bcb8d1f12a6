//! Properties that every scenario keeps, over random scenarios with all features: none hangs, none
//! panics, each is refused with a diagnostic or passes the audit.
#![allow(missing_docs)]

mod generate;
mod sound;
