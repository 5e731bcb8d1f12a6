//! `forceflow cluster`: a command as tasks of a cluster that somebody has, and a merge.

mod sharable;
mod size;
mod writer;

use clap::{Args, Parser as _, ValueEnum};

use super::exit::{Exit, Failure, Outcome};
use super::terminal::Terminal;
use super::{Cli, Command, flags};
use sharable::Sharable;
use size::{Asked, Size};
use writer::Job;

/// Print a script that splits a command into tasks of a cluster, and puts their work together
///
/// Tasks run with --shard, the merge with --only-kept: results have the bytes of one machine. How many tasks there are and how
/// long they may take comes from a trial of a second on this machine. Nothing is submitted.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  forceflow cluster slurm -- run kazakhstan-2022 -n 10000000 > job.sh
  forceflow cluster slurm --tasks 4 --minutes 20 -- compare base.json class/*.json -n 1000
  forceflow cluster snakemake -- sensitivity kazakhstan-2022 --top 9 --method sobol > Snakefile
  forceflow cluster parallel -- sweep my-force.json --vary fleets.air.count=8..48 > job.sh

Then, where all machines see the folder: bash job.sh, or snakemake")]
pub(super) struct ClusterArgs {
    /// What hands out the tasks
    #[arg(value_enum, value_name = "ENGINE")]
    engine: Engine,
    /// Number of tasks; by a trial when left out
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    tasks: Option<u32>,
    /// Minutes after which a task is stopped; by a trial when left out
    #[arg(long, value_name = "M", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    minutes: Option<u32>,
    /// Cores of a task, each of which is a thread; 1, or what --threads of the command says, when left out
    #[arg(long, value_name = "C", value_parser = clap::value_parser!(u32).range(1..=1_024))]
    cpus: Option<u32>,
    /// The command: run, sweep, sensitivity, compare, calibrate or grade, with its arguments
    #[arg(value_name = "COMMAND", required = true, trailing_var_arg = true)]
    command: Vec<String>,
}

/// What hands out the tasks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Engine {
    /// A script that submits an array of tasks and the merge behind it
    Slurm,
    /// A Snakefile, for one machine or whatever Snakemake has an executor for
    Snakemake,
    /// A script for GNU parallel, over ssh
    Parallel,
}

pub(super) fn cluster(args: &ClusterArgs) -> Outcome {
    // The name of the program may stand there, as it is typed.
    let own = args.command.first().is_some_and(|word| word == "forceflow");
    let words = &args.command[usize::from(own)..];
    let typed: Vec<String> = std::iter::once("forceflow".to_owned()).chain(words.to_vec()).collect();
    let inner = match Cli::try_parse_from(&typed) {
        Ok(cli) => cli.command,
        Err(error) => return Terminal::command_line(&flags::answered(error, &typed, &super::command())),
    };
    if words.iter().any(|word| word.contains(char::is_control)) {
        return Err(Failure::unusable(
            "a word of the command holds a line break or another control character",
        )
        .help("write the change into a variant file, and name that"));
    }
    let work = sharable(&inner)?;
    let asked = Asked { tasks: args.tasks, minutes: args.minutes, cpus: args.cpus };
    let size = Size::of(&work, &asked)?;
    let job = Job { name: &words[0], words: without_threads(words), reads: &work.reads, size };
    Terminal::result(&match args.engine {
        Engine::Slurm => job.slurm(),
        Engine::Snakemake => job.snakemake(),
        Engine::Parallel => job.parallel(),
    })?;
    Ok(Exit::Done)
}

/// The work of a command that can be shared.
fn sharable(command: &Command) -> Result<Sharable, Failure> {
    match command {
        Command::Run(args) => Sharable::run(args),
        Command::Sweep(args) => Sharable::sweep(args),
        Command::Sensitivity(args) => Sharable::sensitivity(args),
        Command::Compare(args) => Sharable::compare(args),
        Command::Calibrate(args) => Sharable::calibrate(args),
        Command::Grade(args) => Sharable::grade(args),
        Command::Size(_) => Err(Failure::unusable(
            "`size` cannot be shared: where it looks next depends on what it has found",
        )
        .help("a `sweep` over the same values can, and shows where the goal is met")),
        _ => Err(Failure::unusable("this command has no work to share among tasks")
            .help("run, sweep, sensitivity, compare, calibrate and grade have")),
    }
}

/// The words of a command without `--threads`, which the engine decides.
fn without_threads(words: &[String]) -> Vec<String> {
    let mut left = Vec::new();
    let mut words = words.iter();
    while let Some(word) = words.next() {
        if word == "--threads" {
            words.next();
        } else if !word.starts_with("--threads=") {
            left.push(word.clone());
        }
    }
    left
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn threads_are_left_to_the_engine() {
        let left = |line: &str| {
            let words: Vec<String> = line.split(' ').map(str::to_owned).collect();
            without_threads(&words).join(" ")
        };
        assert_eq!(left("run a.json --threads 4 -n 5"), "run a.json -n 5");
        assert_eq!(left("run --threads=4 a.json"), "run a.json");
        assert_eq!(left("run a.json --threads 4"), "run a.json");
        assert_eq!(left("run a.json -n 5"), "run a.json -n 5");
    }
}
