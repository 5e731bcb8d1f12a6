//! The force-flow model: a scenario compiled to a [`World`], and a [`Simulation`] that runs
//! replications of it. One file per phase:
//!
//! [`mobilise`](self) > waiting, idle > dispatch > sortie (makeup, load) > depart (crew) > gate, slots > travel (stops) >
//! arrive > ground (unload, refuel) > receive (reception, marry-up, in place) > withdraw.

mod arrive;
pub mod audit;
pub mod blame;
pub mod category;
pub mod compile;
mod counted;
pub mod counters;
mod cover;
mod crane;
mod crew;
mod depart;
mod dispatch;
mod disrupt;
mod divert;
mod draws;
pub mod facility;
mod fleets;
mod gate;
mod ground;
mod handling;
mod idle;
pub mod ids;
mod journal;
mod listed;
mod load;
mod makeup;
mod march;
mod mobilise;
mod movement;
pub mod observe;
pub mod outcome;
mod ration;
mod receive;
mod shortcut;
pub mod simulation;
mod slots;
mod sortie;
mod spots;
mod stages;
mod state;
mod stops;
pub mod stuck;
pub mod trace;
mod travel;
pub mod trips;
mod variates;
mod waiting;
mod withdraw;
pub mod world;

pub use audit::audit;
pub use blame::Blame;
pub use category::{Category, Group};
pub use compile::{CompileError, compile};
pub use counters::{ByCategory, Waits};
pub use facility::Facility;
pub use observe::{Actor, NoObserver, Observer};
pub use outcome::{Arrival, End, FacilityUse, Outcome, Phase};
pub use simulation::{Options, Simulation, Until};
pub use trace::ShownRun;
pub use trips::Trips;
pub use world::World;
