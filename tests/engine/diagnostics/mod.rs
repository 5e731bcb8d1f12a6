//! Scenario files: what is read, what is refused, and with which words.

mod files;
mod fits;
mod include;
mod mutations;
mod operations;
mod reference;
mod register;
mod rules_carriers;
mod rules_evidence;
mod rules_files;
mod rules_movement;
mod rules_places;
mod rules_times;
mod rules_usual;
mod schema;
mod slips;
mod structure;
mod support;
mod variants;
