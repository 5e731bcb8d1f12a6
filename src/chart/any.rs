//! Any figure as the numbers and words that it draws, so that a folder can keep them and draw again.

use serde::{Deserialize, Serialize};

use super::{
    ArrivalsChart, BottlenecksChart, CalibrationChart, Chart, ClosureChart, ContingentsChart, DailyChart,
    DifferenceChart, EffectsChart, FrontierChart, GanttChart, IntervalsChart, MapChart, OverlayChart,
    PosteriorChart, ScatterChart, ScoresChart, SitesChart, SweepEffectsChart, SweepHeatmapChart,
    SweepLineChart, TerminalsChart, TornadoChart,
};

macro_rules! any_chart {
    ($($name:ident($chart:ident)),+ $(,)?) => {
        /// A figure of any kind, as data.
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        #[serde(tag = "kind", rename_all = "snake_case")]
        pub enum AnyChart {
            $(#[doc = concat!("A [`", stringify!($chart), "`].")] $name($chart),)+
        }

        impl AnyChart {
            /// What draws it.
            pub fn chart(&self) -> &dyn Chart {
                match self {
                    $(Self::$name(chart) => chart,)+
                }
            }

            /// What one part of the data says of another that is not so: a sentence.
            pub fn fault(&self) -> Option<String> {
                match self {
                    Self::Map(map) => map.fault(),
                    _ => None,
                }
            }
        }

        $(impl From<$chart> for AnyChart {
            fn from(chart: $chart) -> Self {
                Self::$name(chart)
            }
        })+
    };
}

any_chart!(
    Arrivals(ArrivalsChart),
    Bottlenecks(BottlenecksChart),
    Calibration(CalibrationChart),
    Closure(ClosureChart),
    Contingents(ContingentsChart),
    Daily(DailyChart),
    Difference(DifferenceChart),
    Effects(EffectsChart),
    Frontier(FrontierChart),
    Gantt(GanttChart),
    Intervals(IntervalsChart),
    Map(MapChart),
    Overlay(OverlayChart),
    Posterior(PosteriorChart),
    Scatter(ScatterChart),
    Scores(ScoresChart),
    Sites(SitesChart),
    SweepEffects(SweepEffectsChart),
    SweepHeatmap(SweepHeatmapChart),
    SweepLine(SweepLineChart),
    Terminals(TerminalsChart),
    Tornado(TornadoChart),
);
