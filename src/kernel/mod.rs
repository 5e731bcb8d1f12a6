//! A discrete-event kernel that knows nothing of forces: integer time, an agenda of events ordered by
//! (time, sequence), resources with queues, keyed random streams, and causal records.

pub mod agenda;
pub mod causes;
pub mod chance;
pub mod marks;
mod normal;
pub mod resource;
pub mod sampler;
pub mod streams;
pub mod table;
pub mod time;

pub use agenda::{Agenda, Event, MOST_REACH_MS, Ties};
pub use causes::{Causes, Forgetful, Node, NodeId, Recorder};
pub use chance::Chance;
pub use marks::{FewMarks, Marks};
pub use resource::{Grant, Request, Resource};
pub use sampler::{LONGEST_MS, Sampler};
pub use streams::{Ahead, LINE, Lines, MOST_AHEAD, Streams, stream_id};
pub use table::{Id, Table};
pub use time::{DAY_MS, MS_PER_H, Time, hours, ms, rounded};
