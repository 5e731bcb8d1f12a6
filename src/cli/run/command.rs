//! The commands that a run names: the one that gives the same, and the one that draws what this one leaves fixed.

use std::path::Path;

use super::super::arguments::SummaryFormat;
use super::super::command_line::CommandLine;
use super::kept::KeptArgs;
use super::{RunArgs, options};
use crate::experiment::RunOptions;

/// The run that draws ranges where this one does not, and the other way round, with a folder beside this one's.
pub(super) fn the_other(args: &RunArgs, target: &Path) -> RunArgs {
    let mut other = RunArgs {
        uncertain: !args.uncertain,
        keep_draws: false,
        posterior: None,
        audit: None,
        ..args.clone()
    };
    let mut folder = target.as_os_str().to_os_string();
    folder.push(if other.uncertain { "-uncertain" } else { "-chance" });
    other.output.out = Some(folder.into());
    other
}

/// The exact command that gives the same results.
pub(super) fn reproduce(args: &RunArgs) -> CommandLine {
    let RunOptions { seed, replications, .. } = options(args);
    let line = CommandLine::new("run")
        .scenario(&args.scenario)
        .option("--seed", seed)
        .option("--replications", replications)
        .maybe("--precision", args.precision.as_ref().map(|width| &width.text))
        .given("--uncertain", args.uncertain)
        .maybe("--posterior", args.posterior.as_deref().map(Path::display))
        .given("--keep-draws", args.keep_draws)
        .given("--parquet", args.parquet)
        .given("--live", args.live)
        .maybe("--show", args.show)
        .maybe("--points", args.kept.points.as_deref().map(Path::display))
        .flag(args.audit.map(audit_flag))
        .output(&args.output);
    args.figures.reproduce(line)
}

/// The flag that audits so many replications.
fn audit_flag(most: u32) -> String {
    if most == u32::MAX { "--audit".to_owned() } else { format!("--audit={most}") }
}

/// [`reproduce`] with the name of the scenario's file alone and no folder for results: the words of a report are the
/// same wherever the file lies.
pub(super) fn without_folders(args: &RunArgs) -> String {
    let mut bare = args.clone();
    (bare.output.out, bare.output.format, bare.audit, bare.live) = (None, SummaryFormat::Text, None, false);
    bare.kept = KeptArgs::default();
    reproduce(&bare).without_folders()
}
