//! A run whose blocks of replications are kept: `--points`, and with it `--shard` and `--only-kept`.

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use clap::Args;

use super::super::arguments::POINTS;
use super::super::exit::Failure;
use super::super::shard::{ShardArgs, settle};
use super::super::terminal::Terminal;
use crate::experiment::blocks::simulate_kept;
use crate::experiment::kept::{Keeper, Share, Spoilt, Which};
use crate::experiment::series::Room;
use crate::experiment::uncertainty::Drawable;
use crate::experiment::{RunOptions, Summary};
use crate::model::World;

/// Where a run keeps its blocks, and which of them it makes.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Several machines")]
pub(in crate::cli) struct KeptArgs {
    /// Keep finished blocks of 1,000 replications in this folder, from which an interrupted run goes on and which shards
    /// share; output/points with --shard and --only-kept when left out
    #[arg(long, value_name = "DIR", conflicts_with = "precision")]
    pub(in crate::cli) points: Option<PathBuf>,
    #[command(flatten)]
    pub(in crate::cli) shard: ShardArgs,
}

/// What a run is made of.
pub(super) struct Asked<'a> {
    /// The scenario, compiled.
    pub(super) world: &'a World,
    /// The hash of the resolved scenario.
    pub(super) scenario_hash: String,
    /// Its ranges, if they are drawn.
    pub(super) drawable: Option<&'a Drawable>,
    /// How it is simulated.
    pub(super) options: &'a RunOptions,
    /// Where what does not fit into memory goes.
    pub(super) room: Room,
    /// The command that goes on with it.
    pub(super) command: String,
}

impl KeptArgs {
    /// The folder of blocks; none where nothing is kept.
    fn folder(&self) -> Option<&Path> {
        let shared = self.shard.which() != Which::All;
        self.points.as_deref().or(shared.then_some(Path::new(POINTS)))
    }

    /// Whether the blocks are kept.
    pub(super) fn is_asked_for(&self) -> bool {
        self.folder().is_some()
    }

    /// Whether nothing is to be simulated.
    pub(super) fn only_kept(&self) -> bool {
        self.shard.which() == Which::Kept
    }

    /// Makes or reads the blocks and puts them together; none where a part was asked for, which is then kept.
    pub(super) fn simulate(
        &self,
        asked: &Asked<'_>,
        terminal: Terminal,
        interrupted: &AtomicBool,
        progress: impl FnMut(u32),
    ) -> Result<Option<Summary>, Failure> {
        if asked.options.precision.is_some() {
            self.shard.refuses("--precision")?;
        }
        let folder = self.folder();
        let (spoilt, share) = (Spoilt::new(), Share::new(self.shard.which()));
        let keeper = Keeper { folder, interrupted, spoilt: &spoilt, share: &share, what: Some("the run") };
        let scenario = (asked.world, asked.scenario_hash.as_str());
        let found =
            simulate_kept(scenario, asked.drawable, asked.options, (&keeper, asked.room.clone()), progress);
        if let Some(warning) = spoilt.warning() {
            terminal.say(&format!("warning: {warning}"));
        }
        settle(found.map_err(Failure::from), (self.shard, &share), folder, &asked.command)
            .map_err(|failure| failure.goes_on(folder, &asked.command))
    }
}
