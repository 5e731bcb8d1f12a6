//! What the program, the engine of pages, tests and benches use beyond the interface. It carries no promise.
//!
//! Each item stands here once and by name, never a module or a glob. Whatever neither this list nor the interface reaches,
//! the compiler finds when nothing calls it.

/// Figures.
#[cfg(feature = "charts")]
pub mod chart {
    #[cfg(feature = "print")]
    pub use crate::chart::raster::parse;
    pub use crate::chart::{
        Activity, Alternative, AnyChart, ArrivalsChart, Assumption, Bar, BottlenecksChart, CalibrationChart,
        Cell, Chart, ChartError, ClosureChart, Contingent, ContingentsChart, DailyChart, Day, DayCount,
        Deadline, DifferenceChart, Effect, EffectBar, EffectsChart, End, Fan, Figure, Format, FrontierChart,
        FrontierPoint, GanttChart, Goal, IntervalRow, IntervalsChart, Level, MapChart, MapLine, MapPlace,
        Mark, Measure, Meta, Observation, OverlayChart, OverlayCurve, Pace, Provenance, RankedEffect, Row,
        ScatterChart, ScatterPoint, Segment, SitesChart, Style, SweepEffectsChart, SweepHeatmapChart,
        SweepLineChart, SweepPoint, SweepSeries, TerminalPanel, TerminalsChart, Theme, TimeAxis,
        TornadoChart, Way, each,
    };
}

/// The program.
#[cfg(feature = "cli")]
pub mod cli {
    pub use crate::cli::{Answer, Asked, OrEnd, carry_out, code, draw, main};
}

/// Codes and their register.
pub mod diagnostic {
    pub use crate::diagnostic::register::{Example, entries, to_markdown};
    pub use crate::diagnostic::{Code, Position, said};
}

/// Studies, and replications one by one.
pub mod experiment {
    pub use crate::experiment::compare::{CompareOptions, Comparison, Kept, System, compare};
    pub use crate::experiment::factor::{Factor, parse_factor};
    pub use crate::experiment::goal::Goal;
    pub use crate::experiment::improve::{CapacityGain, Proposal, durations};
    pub use crate::experiment::intervals::Ends;
    pub use crate::experiment::kept::Keeper;
    pub use crate::experiment::mix::{Mix, MixOptions, mix};
    pub use crate::experiment::never::never_closes;
    pub use crate::experiment::sample::Sample;
    pub use crate::experiment::simulate::{Piecewise, USUAL_REPLICATIONS};
    pub use crate::experiment::size::Answer;
    pub use crate::experiment::statistics::proportion::Verdict;
    pub use crate::experiment::story::{Story, Subject};
    pub use crate::experiment::study::{MODEL_VERSION, StudyOptions};
    pub use crate::experiment::study_error::StudyError;
    pub use crate::experiment::trials::closures;
    pub use crate::experiment::uncertainty::{Drawable, UncertaintyError};
    pub use crate::experiment::varies::Varies;
    pub use crate::experiment::why::{Inquiry, REPLICATIONS as WHY_REPLICATIONS};
    pub use crate::experiment::{Next, Plan, Record, run};
}

/// Readers of what strangers hand in, and the escaping of their words.
#[cfg(feature = "charts")]
pub mod foreign {
    pub use crate::escape::{csv_cell, json as json_text, markdown, markdown_cell, of_same_length, visible};
    pub use crate::experiment::factor::parse_factor;
    pub use crate::experiment::goal::Goal;
    pub use crate::experiment::kept::whole as whole_point;
    pub use crate::experiment::posterior::Posterior;
    pub use crate::report::AnyManifest;
    pub use crate::report::claims::{check as check_claims, untrue as untrue_claims};
    pub use crate::report::draw::{FigureData, Redrawn};
    pub use crate::report::page::html_words;
    pub use crate::scenario::import::{import_str, into_scenario};
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
    pub use crate::model::ids::{ContingentId, DailyLimitId, FleetId, TeamPoolId, UnitId};
    pub use crate::model::trace::Activity;
    pub use crate::model::world::{ContingentSpec, Step};
    pub use crate::model::{Actor, Arrival, Blame, Category, NoObserver, Outcome, Phase, Simulation, audit};
}

/// What a run leaves behind.
pub mod report {
    pub use crate::report::json::to_json;
    pub use crate::report::names::Names;
    #[cfg(feature = "charts")]
    pub use crate::report::{
        Report,
        command_line::CommandLine,
        compared::Compared,
        draw::Printing,
        kind::Kind,
        outputs::{Made, calendar, result_files},
        page::study::Asked,
        story::Told,
    };
}

/// The file format.
pub mod scenario {
    pub use crate::scenario::path::get;
    pub use crate::scenario::reference::{Entry, entries, find, to_markdown as reference_markdown};
    pub use crate::scenario::schema::{schema, schema_text};
    pub use crate::scenario::{Texts, load_among, load_value};
}

/// Files, and whose they are.
pub mod storage {
    pub use crate::storage::owner::Owner;
}

/// Points on the earth.
pub mod units {
    pub use crate::units::{Point, great_circle_km};
}
