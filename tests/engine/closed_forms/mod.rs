//! Small deterministic scenarios whose answers are derived by hand, in the comments beside the assertions. Every run
//! is audited as well. Times in the comments are hours from the appeal; "50-53" is an activity.
#![expect(clippy::float_cmp, reason = "the times are exact in binary, and the assertions mean equality")]

mod air_bridge;
mod arrival;
mod crews;
mod cycle;
mod daily;
mod destinations;
mod dispatch;
mod diversion;
mod factors;
mod fleets;
mod force;
mod loading;
mod mobilisation;
mod port;
mod spots;
mod stops;
mod support;
mod surface;
mod terminals;
mod withdrawal;
