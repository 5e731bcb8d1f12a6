//! The parts of the report of a run, one file each.

mod answer;
mod asked;
mod force;
mod inputs;
mod record;
mod reproduce;
mod sites;
mod spending;
mod stress;
mod usage;
mod why;

pub(super) use answer::answer;
pub(super) use asked::asked;
pub(super) use force::force;
pub(super) use inputs::inputs;
pub(super) use record::record;
pub(super) use reproduce::reproduce;
pub(super) use sites::sites;
pub(super) use spending::spending;
pub(super) use stress::stress;
pub(super) use usage::usage;
pub(super) use why::why;
