//! Scenario files: what is read, what is refused, and with which words.

#[path = "diagnostics/files.rs"]
mod files;
#[path = "diagnostics/fits.rs"]
mod fits;
#[path = "diagnostics/mutations.rs"]
mod mutations;
#[path = "diagnostics/register.rs"]
mod register;
#[path = "diagnostics/rules_carriers.rs"]
mod rules_carriers;
#[path = "diagnostics/rules_evidence.rs"]
mod rules_evidence;
#[path = "diagnostics/rules_files.rs"]
mod rules_files;
#[path = "diagnostics/rules_movement.rs"]
mod rules_movement;
#[path = "diagnostics/rules_places.rs"]
mod rules_places;
#[path = "diagnostics/rules_times.rs"]
mod rules_times;
#[path = "diagnostics/schema.rs"]
mod schema;
#[path = "diagnostics/structure.rs"]
mod structure;
#[path = "diagnostics/support.rs"]
mod support;
#[path = "diagnostics/variants.rs"]
mod variants;
