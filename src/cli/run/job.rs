//! A scenario to be run, what it gives, and the folder that it fills.

use std::time::Instant;

use super::super::embedded::deliver;
use super::super::exit::Failure;
use super::super::study::environment;
use super::command::{reproduce, without_folders};
use super::kept::Asked;
use super::{RunArgs, shown, target};
use crate::experiment::levers::Levers;
use crate::experiment::posterior::Posterior;
use crate::experiment::series::Room;
use crate::experiment::uncertainty::Drawable;
use crate::experiment::varies::Varies;
use crate::experiment::{Results, RunOptions, Summary, simulate_into};
use crate::model::{World, compile};
use crate::report::draw::Printing;
use crate::report::outputs::{Made, result_files};
use crate::report::{AnyManifest, Files, Manifest, ManifestInput};
use crate::scenario::Loaded;

/// What of a run is shown, and how.
pub(super) struct Shown<'a> {
    /// The command that reports print.
    pub(super) command: &'a str,
    /// The replication.
    pub(super) show: u32,
    /// How charts are drawn, if they are.
    pub(super) charts: Option<&'a Printing>,
    /// Whether the page holds the engine.
    pub(super) live: bool,
    /// Whether `draws.csv` keeps what was drawn.
    pub(super) keep_draws: bool,
    /// Whether `replications.parquet` is written.
    pub(super) parquet: bool,
    /// Threads.
    pub(super) threads: usize,
}

/// A scenario to be run.
pub(super) struct Job {
    pub(super) loaded: Loaded,
    pub(super) world: World,
    /// Its ranges, if they are drawn.
    pub(super) drawable: Option<Drawable>,
    /// The samples from which parameters are drawn.
    pub(super) posterior: Option<Posterior>,
}

/// What a run gives.
pub(super) struct Finished {
    pub(super) summary: Summary,
    pub(super) results: Results,
}

impl Job {
    pub(super) fn new(
        loaded: Loaded,
        uncertain: bool,
        posterior: Option<Posterior>,
    ) -> Result<Self, Failure> {
        let world = compile(&loaded.scenario)?;
        let drawable = Drawable::of(&loaded, uncertain, posterior.as_ref())?;
        Ok(Self { loaded, world, drawable, posterior })
    }

    /// What makes its replications differ.
    pub(super) fn varies(&self) -> Varies {
        Varies::of(&self.world, self.drawable.is_some())
    }

    /// Simulates while `goes_on`, which hears how many replications are done, says so; what does not fit into memory goes
    /// into the room.
    pub(super) fn simulate(
        &self,
        (options, room): (&RunOptions, Room),
        goes_on: impl FnMut(u32) -> bool,
    ) -> Result<Finished, Failure> {
        let empty = Summary::new(&self.world, options.seed).within(room);
        let simulated = (&self.world, self.drawable.as_ref());
        self.finished(simulate_into(empty, simulated, options, goes_on)?)
    }

    /// The results of a summary.
    pub(super) fn finished(&self, summary: Summary) -> Result<Finished, Failure> {
        let results = Results::of(&self.world, &summary);
        summary.whole()?;
        Ok(Finished { summary, results })
    }

    /// What a run in blocks is made of.
    pub(super) fn asked<'a>(&'a self, args: &RunArgs, (options, room): (&'a RunOptions, Room)) -> Asked<'a> {
        Asked {
            world: &self.world,
            scenario_hash: self.loaded.hash(),
            drawable: self.drawable.as_ref(),
            options,
            room,
            command: reproduce(args).to_string(),
        }
    }

    /// Gives the files of the folder, but for the manifest, to `then`.
    pub(super) fn with_files<T>(
        &self,
        finished: &Finished,
        shown: &Shown<'_>,
        then: impl FnOnce(&Files<'_>) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let Finished { summary, results } = finished;
        let &Shown { command, show, charts, live, keep_draws, parquet, threads } = shown;
        let levers =
            live.then(|| Levers::of(&self.loaded, &self.world, summary.seed, threads)).transpose()?;
        // The replication that is shown runs in the world that was drawn for it.
        let drawn = self.drawable.as_ref().map(|drawable| drawable.drawn(summary.seed, show)).transpose()?;
        let made = Made {
            loaded: &self.loaded,
            command,
            world: &self.world,
            shown_world: drawn.as_ref().unwrap_or(&self.world),
            summary,
            results,
            show,
            charts,
            varies: self.varies(),
            keep_draws: self.drawable.as_ref().filter(|_| keep_draws),
            parquet,
            live: levers.as_ref(),
        };
        let files = result_files(&made)?;
        // What figures and pages were made from was read again.
        summary.whole()?;
        then(&files)
    }

    /// Writes the folder.
    pub(super) fn write(
        &self,
        args: &RunArgs,
        name: &str,
        finished: &Finished,
        started: Instant,
    ) -> Result<(), Failure> {
        let summary = &finished.summary;
        let printing = (!args.output.no_charts).then(|| args.figures.printing(&Printing::default().formats));
        let show = shown(args, summary);
        let command = without_folders(args);
        // Made when the files are written, so that its time covers all the work.
        let manifest = |hashes| {
            let input = ManifestInput {
                scenario: self.loaded.resolved.clone(),
                scenario_hash: self.loaded.hash(),
                scenario_name: name.to_owned(),
                command: command.clone(),
                seed: summary.seed,
                replications: summary.replications,
                precision_reached: summary.precise,
                shown_replication: show,
                uncertain: args.uncertain,
                posterior: self.posterior.clone(),
                keep_draws: args.keep_draws,
                parquet: args.parquet,
                printing: printing.clone(),
                live: args.live,
                environment: environment(reproduce(args).to_string(), started, args.how.threads),
            };
            AnyManifest::Run(Box::new(Manifest::new(input, hashes)))
        };
        let target = target(args, name);
        let &RunArgs { live, keep_draws, parquet, .. } = args;
        let threads = args.how.threads;
        let charts = printing.as_ref();
        let shown = Shown { command: &command, show, charts, live, keep_draws, parquet, threads };
        self.with_files(finished, &shown, |files| deliver(&target, files, manifest))
    }
}
