//! The one shape of all studies (compare, sweep, sensitivity, size, why, backtest), and the driver that works them off.
//!
//! A command file holds its arguments, its request and its words. The driver checks the target folder before the work,
//! hears interrupts, keeps finished work, writes the folder with its manifest, and prints. `verify` makes a study again
//! from the request in its manifest through [`again`].

use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::time::{Instant, SystemTime};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::arguments::{Format, OutputArgs, PointsArgs, ReplicationArgs, Shown};
use super::command_line::CommandLine;
use super::embedded::{check_place, deliver, holds, keep_json};
use super::exit::{Exit, Failure, Outcome};
use super::inputs::Input;
use super::interrupt::{ends_on_interrupt, on_interrupt};
use super::open::open_report;
use super::shard::{ShardArgs, settle};
use super::terminal::Terminal;
use crate::diagnostic::Diagnostics;
use crate::experiment::kept::{Keeper, Share, Spoilt};
use crate::experiment::series::SpillError;
use crate::experiment::study::StudyOptions;
use crate::report::draw::Printing;
use crate::report::kind::Kind;
use crate::report::manifest::{Environment, StudyInput, StudyManifest};
use crate::report::page::study::Asked;
use crate::report::{AnyManifest, Files, Report};

/// What every study is told about its replications and its folder.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(super) struct Basis {
    /// The seed.
    pub(super) seed: u64,
    /// Replications of each scenario or point.
    pub(super) replications: u32,
    /// Whether ranges of assumptions are drawn.
    #[serde(default)]
    pub(super) uncertain: bool,
    /// Whether charts are drawn.
    pub(super) charts: bool,
}

impl Basis {
    /// What the command line says, with `usual` replications where it is silent.
    pub(super) fn of<F: Shown>(
        how: &ReplicationArgs,
        usual: u32,
        uncertain: bool,
        output: &OutputArgs<F>,
    ) -> Self {
        Self {
            seed: how.seed().unwrap_or(1),
            replications: how.replications.unwrap_or(usual),
            uncertain,
            charts: !output.no_charts,
        }
    }

    /// Adds what decides the replications to a command.
    pub(super) fn added_to(&self, line: CommandLine) -> CommandLine {
        line.option("--seed", self.seed)
            .option("--replications", self.replications)
            .given("--uncertain", self.uncertain)
    }
}

/// A study: a question to one or more scenarios. The type is the request, which holds all that changes a byte of the
/// answer and stands in the manifest.
pub(super) trait Study: Serialize + DeserializeOwned {
    /// The command.
    const KIND: Kind;

    /// Whether warnings on its scenarios are shown.
    const WARNS: bool = true;

    /// What it finds, ready for readers.
    type Answer: Report;

    /// What all studies are told.
    fn basis(&self) -> &Basis;

    /// Finds the answer.
    fn answer(&self, inputs: &[Input], work: &Work<'_>) -> Result<Self::Answer, Failure>;

    /// Replications of each scenario or point that were made.
    fn replications(&self, _: &Self::Answer) -> u32 {
        self.basis().replications
    }

    /// Whether all that the answer gave is whole, where replications lie in a file.
    fn whole(&self, _: &Self::Answer) -> Result<(), SpillError> {
        Ok(())
    }

    /// How the command ends once it has its answer.
    fn exit(&self, _: &Self::Answer) -> Exit {
        Exit::Done
    }
}

/// How a study is worked off: nothing here changes a byte of its results.
#[derive(Clone, Copy)]
pub(super) struct Work<'a> {
    /// Threads; 0 for one per core.
    pub(super) threads: usize,
    /// Where remarks and progress go.
    pub(super) terminal: Terminal,
    /// Where finished work is kept, and whether to stop.
    keeper: Keeper<'a>,
}

impl<'a> Work<'a> {
    /// How replications are made.
    pub(super) fn options(&self, basis: &Basis) -> StudyOptions<'a> {
        let &Basis { seed, replications, uncertain, .. } = basis;
        StudyOptions { seed, replications, uncertain, threads: self.threads, keeper: self.keeper }
    }

    /// Whether somebody has asked to stop.
    pub(super) fn is_interrupted(&self) -> bool {
        self.keeper.interrupted.load(Ordering::Relaxed)
    }
}

/// A study as the command line asks for it.
pub(super) struct Call<'a, F: Shown = Format> {
    /// What it reads.
    pub(super) inputs: Vec<Input>,
    /// Threads; 0 for one per core.
    pub(super) threads: usize,
    /// Where finished work is kept; none to keep nothing.
    pub(super) points: Option<&'a PointsArgs>,
    /// Which part of the work is done.
    pub(super) shard: ShardArgs,
    /// Where the results go.
    pub(super) output: &'a OutputArgs<F>,
    /// The folder unless --out names one; none to write nothing.
    pub(super) target: Option<PathBuf>,
    /// The command that asks for the same, without where results go.
    pub(super) command: CommandLine,
}

/// Carries a study out: finds the answer, writes its folder, and prints it.
pub(super) fn carry_out<S: Study>(study: &S, call: Call<'_>) -> Outcome {
    let format = call.output.format;
    carry_out_as(study, call, |answer, tail| match format {
        Format::Text => Terminal::summary(&(answer.text() + tail)),
        Format::Json => Terminal::streamed(|out| answer.write_json(out)),
        Format::Csv => Terminal::streamed(|out| answer.write_csv(out)),
        Format::Markdown => Terminal::result(&answer.markdown()),
    })
}

/// Carries a study out and has its answer printed by `print`, which gets the last lines of a summary with it.
pub(super) fn carry_out_as<S: Study, F: Shown>(
    study: &S,
    call: Call<'_, F>,
    print: impl FnOnce(&S::Answer, &str) -> Result<(), Failure>,
) -> Outcome {
    let started = Instant::now();
    let Call { inputs, threads, points, shard, output, target, command } = call;
    let terminal = Terminal::new(output.quiet);
    let mut said: Vec<&Diagnostics> = Vec::new();
    for warnings in inputs.iter().map(|input| &input.loaded.warnings).filter(|warnings| !warnings.is_empty())
    {
        // A scenario and its variants have most of their warnings in common.
        if S::WARNS && !said.contains(&warnings) {
            terminal.warn(warnings);
            said.push(warnings);
        }
    }
    // A folder that is handed back has its place nowhere.
    let held = holds().then(|| PathBuf::from(S::KIND.name()));
    let target = output.out.clone().or(target).or(held).filter(|_| !shard.is_part());
    if let Some(target) = &target {
        check_place(target)?;
    }
    let bare = command.without_folders();
    let command = command.points(points.filter(|_| !holds())).output(output).to_string();
    let interrupted = if points.is_some() { on_interrupt(terminal) } else { ends_on_interrupt() };
    let folder = points.map(|points| points.points.as_path());
    let (spoilt, share) = (Spoilt::new(), Share::new(shard.which()));
    let keeper = Keeper { folder, interrupted: &interrupted, spoilt: &spoilt, share: &share, what: None };
    let answer = study.answer(&inputs, &Work { threads, terminal, keeper });
    if let Some(warning) = spoilt.warning() {
        terminal.say(&format!("warning: {warning}"));
    }
    let answer = settle(answer, (shard, &share), folder, &command);
    let answer = answer.map_err(|failure| match inputs.as_slice() {
        [one] => failure.goes_on(folder, &command).of(&one.name),
        _ => failure.goes_on(folder, &command),
    })?;
    let Some(answer) = answer else { return Ok(Exit::Done) };
    if let Some(target) = &target {
        let manifest = |hashes| {
            let input = StudyInput {
                kind: S::KIND,
                command: bare.clone(),
                request: serde_json::json!(study),
                seed: study.basis().seed,
                replications: study.replications(&answer),
                scenarios: inputs.iter().map(Input::studied).collect(),
                environment: environment(command.clone(), started, threads),
            };
            AnyManifest::Study(Box::new(StudyManifest::new(input, hashes)))
        };
        deliver(target, &files(study, &answer, &inputs, &bare)?, manifest)?;
    }
    keep_json(|| answer.json());
    let written = target.as_deref().filter(|_| !holds());
    print(&answer, &tail(answer.bands(), written, &command))?;
    if let (true, Some(target)) = (output.open, &target) {
        open_report(target, terminal);
    }
    Ok(study.exit(&answer))
}

/// The files of a study, its page among them; `command` names no folder.
fn files<'a, S: Study>(
    study: &S,
    answer: &'a S::Answer,
    inputs: &[Input],
    command: &str,
) -> Result<Files<'a>, Failure> {
    let &Basis { seed, uncertain, charts, .. } = study.basis();
    let scenarios: Vec<_> = inputs.iter().map(|input| (input.name.as_str(), &input.loaded)).collect();
    let replications = study.replications(answer);
    let asked = Asked { kind: S::KIND, command, seed, replications, uncertain, scenarios: &scenarios };
    let files = answer.files(&asked, charts.then(Printing::default).as_ref())?;
    study.whole(answer)?;
    Ok(files)
}

/// The last lines of a summary: what its intervals show, where its files are, and the command that gives the same.
pub(super) fn tail(bands: Option<&str>, target: Option<&Path>, command: &str) -> String {
    let bands = bands.map_or_else(String::new, |bands| format!("Bands       {bands}\n"));
    let written = target.map_or_else(String::new, |target| format!("Written to {}\n", target.display()));
    format!("{bands}{written}Reproduce   {command}\n")
}

/// Gives the files of a study, everything simulated anew from its manifest, to `then`.
pub(super) fn again<S: Study, T>(
    manifest: &StudyManifest,
    threads: usize,
    terminal: Terminal,
    then: impl FnOnce(&Files<'_>) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let study: S = serde_json::from_value(manifest.request.clone())
        .map_err(|error| Failure::unusable(format!("the request in the manifest cannot be read: {error}")))?;
    let inputs = manifest.scenarios.iter().map(Input::again).collect::<Result<Vec<Input>, Failure>>()?;
    let work = Work { threads, terminal, keeper: Keeper::nothing() };
    let answer = study.answer(&inputs, &work)?;
    then(&files(&study, &answer, &inputs, &manifest.command)?)
}

/// Where and when results were made.
#[expect(clippy::disallowed_methods, reason = "this is the environment block, which may know the time")]
pub(super) fn environment(command: String, started: Instant, threads: usize) -> Environment {
    Environment {
        written_at: written_at(SystemTime::now()),
        command,
        seconds: format!("{:.3}", started.elapsed().as_secs_f64()),
        host: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
        threads,
    }
}

/// An instant as manifests write it. A clock beyond the calendar counts as at its end.
fn written_at(clock: SystemTime) -> String {
    let last = if clock < SystemTime::UNIX_EPOCH { jiff::Timestamp::MIN } else { jiff::Timestamp::MAX };
    let at = jiff::Timestamp::try_from(clock).unwrap_or(last);
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_clock_may_show_anything() {
        let after = |s: u64| SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(s));
        assert_eq!(written_at(SystemTime::UNIX_EPOCH), "1970-01-01T00:00:00Z");
        for far in [253_402_200_000, 253_402_300_800, 1 << 60].into_iter().filter_map(after) {
            assert!(written_at(far).starts_with("9999-12-3"), "{}", written_at(far));
        }
        let before = SystemTime::UNIX_EPOCH.checked_sub(Duration::from_secs(1 << 60));
        assert!(before.is_none_or(|before| written_at(before).starts_with("-9999-01-0")));
    }
}
