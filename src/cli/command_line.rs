//! The command that reproduces results, from the arguments of this one.

use std::path::Path;

use clap::builder::PossibleValue;

use super::arguments::{OutputArgs, POINTS, PointsArgs, ScenarioArgs, Shown};
pub(super) use crate::report::command_line::{CommandLine, shell_word};

impl CommandLine {
    /// Adds a scenario and its changes.
    pub(super) fn scenario(self, scenario: &ScenarioArgs) -> Self {
        self.file(&scenario.scenario).changes(&scenario.set)
    }

    /// Adds the folder of finished work, unless it is the usual one.
    pub(super) fn points(self, points: Option<&PointsArgs>) -> Self {
        match points.filter(|points| points.points != Path::new(POINTS)) {
            Some(points) => self.option(points.flag, points.points.display()),
            None => self,
        }
    }

    /// Adds where the results go: the folder if one was named, and the format unless it is the readable one.
    pub(super) fn output<F: Shown>(self, output: &OutputArgs<F>) -> Self {
        let format =
            output.format.to_possible_value().filter(|_| F::value_variants().first() != Some(&output.format));
        self.given("--no-charts", output.no_charts)
            .maybe("--out", output.out.as_deref().map(Path::display))
            .maybe("--format", format.as_ref().map(PossibleValue::get_name))
    }
}
