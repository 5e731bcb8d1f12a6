//! What the program, tests and benches use beyond the interface. It carries no promise.
//!
//! Each item stands here once and by name, never a module or a glob. Whatever neither this list nor the interface reaches,
//! the compiler finds when nothing calls it.

/// Figures.
#[cfg(feature = "charts")]
pub mod chart {
    pub use crate::chart::{
        Activity, Alternative, AnyChart, ArrivalsChart, Assumption, Bar, BottlenecksChart, CalibrationChart,
        Cell, Chart, ClosureChart, Contingent, ContingentsChart, DailyChart, Day, DayCount, Deadline,
        DifferenceChart, Effect, EffectBar, EffectsChart, End, Fan, Figure, Format, GanttChart, Goal,
        IntervalRow, IntervalsChart, Level, MapChart, MapLine, MapPlace, Mark, Measure, Meta, Observation,
        OverlayChart, OverlayCurve, Pace, Provenance, RankedEffect, Row, ScatterChart, ScatterPoint, Segment,
        SitesChart, Style, SweepEffectsChart, SweepHeatmapChart, SweepLineChart, SweepPoint, SweepSeries,
        TerminalPanel, TerminalsChart, Theme, TimeAxis, TornadoChart, Way, each, raster::parse,
    };
}

/// The program.
#[cfg(feature = "cli")]
pub mod cli {
    pub use crate::cli::main;
}

/// Codes and their register.
pub mod diagnostic {
    pub use crate::diagnostic::register::{Example, entries, to_markdown};
    pub use crate::diagnostic::{Code, Position};
}

/// Studies, and replications one by one.
pub mod experiment {
    pub use crate::experiment::improve::{CapacityGain, Proposal, closures, durations};
    pub use crate::experiment::intervals::Ends;
    pub use crate::experiment::story::{Story, Subject};
    pub use crate::experiment::{Next, Plan, Record, run};
}

/// Time, agenda, resources, streams and causes.
pub mod kernel {
    pub use crate::kernel::{
        Agenda, Causes, Event, Forgetful, Id, Lines, MS_PER_H, Recorder, Request, Resource, Sampler, Streams,
        Ties, Time, hours, stream_id,
    };
}

/// One simulation at a time, its causes and its audit.
pub mod model {
    pub use crate::model::ids::{ContingentId, FleetId, UnitId};
    pub use crate::model::trace::Activity;
    pub use crate::model::world::{ContingentSpec, Step};
    pub use crate::model::{Actor, Arrival, Blame, Category, NoObserver, Outcome, Phase, Simulation, audit};
}

/// The file format.
pub mod scenario {
    pub use crate::scenario::load_value;
    pub use crate::scenario::path::get;
    pub use crate::scenario::schema::{schema, schema_text};
}

/// Points on the earth.
pub mod units {
    pub use crate::units::{Point, great_circle_km};
}
