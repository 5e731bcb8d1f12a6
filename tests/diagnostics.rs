//! Scenario files: what is read, what is refused, and with which words.

#[path = "diagnostics/files.rs"]
mod files;
#[path = "diagnostics/register.rs"]
mod register;
#[path = "diagnostics/schema.rs"]
mod schema;
#[path = "diagnostics/support.rs"]
mod support;
