//! The journal: what is recorded of each step. Its causal node says what enabled it; the hours of a fleet and the waits of
//! contingents and terminals are summed by category; an observer, where there is one, is told.
//!
//! Nodes are pushed and observers told here and nowhere else: the fields of the [`Journal`] are private to this module.

mod carriers;
mod elements;
mod nodes;

pub(crate) use nodes::Journal;
