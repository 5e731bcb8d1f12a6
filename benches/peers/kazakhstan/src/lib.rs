//! The deployment to Kazakhstan in January 2022, and the way home, written by hand for this one scenario: tables in the code,
//! an enum of stages, a calendar of events, flat state that is reset and not rebuilt. Nothing is recorded but when the force
//! is in place and when it is home again.

mod agenda;
mod aircraft;
mod depart;
mod dispatch;
mod divert;
pub mod draws;
mod facts;
mod fly;
mod force;
mod gate;
mod ground;
mod line;
mod mobilise;
pub mod table;
mod world;

pub use world::{Outcome, World};
