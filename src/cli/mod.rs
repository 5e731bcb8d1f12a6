//! The command line: one file per command, one file that prints.

mod alternative;
mod arguments;
mod audit;
mod backtest;
mod below;
mod bench;
mod calibrate;
mod chart;
mod check;
mod cluster;
mod command_line;
mod compare;
mod completions;
mod embedded;
mod exit;
mod explain;
mod figures;
mod flags;
mod grade;
mod import;
mod init;
mod inputs;
mod interrupt;
mod kept;
mod manual;
mod memory;
mod mix;
mod open;
mod paths;
mod playground;
mod points;
mod posterior;
mod report;
mod run;
mod scenarios;
mod schema;
mod sensitivity;
mod shard;
mod size;
mod study;
mod sweep;
mod terminal;
mod verify;
mod what_if;
mod why;
mod written;

pub use embedded::{Answer, Asked, carry_out, draw};
pub use memory::OrEnd;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use exit::Outcome;
use terminal::Terminal;

/// Simulate how a collective force gets from an appeal for help to being in place
#[derive(Debug, Parser)]
#[command(name = "forceflow", version, max_term_width = 100, after_help = EXAMPLES)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "Examples:
  forceflow scenarios
  forceflow run kazakhstan-2022
  forceflow init my-force --template mixed
  forceflow check scenarios/*.json
  forceflow paths kazakhstan-2022

Exit codes: 0 done; 1 done, and the answer is no; 2 wrong usage or a scenario that cannot be used;
3 input or output failed, or an interrupt; 4 a bug";

#[derive(Debug, Subcommand)]
enum Command {
    Run(run::RunArgs),
    Check(check::CheckArgs),
    Compare(compare::CompareArgs),
    Sweep(sweep::SweepArgs),
    Sensitivity(sensitivity::SensitivityArgs),
    Size(size::SizeArgs),
    Why(why::WhyArgs),
    Chart(chart::ChartArgs),
    Report(report::ReportArgs),
    Verify(verify::VerifyArgs),
    Backtest(backtest::BacktestArgs),
    Calibrate(calibrate::CalibrateArgs),
    Grade(grade::GradeArgs),
    Points(points::PointsCommandArgs),
    Cluster(cluster::ClusterArgs),
    Paths(paths::PathsArgs),
    Scenarios(scenarios::ScenariosArgs),
    Playground(playground::PlaygroundArgs),
    Init(init::InitArgs),
    Import(import::ImportArgs),
    Schema(schema::SchemaArgs),
    Explain(explain::ExplainArgs),
    Completions(completions::CompletionsArgs),
    #[command(hide = true)]
    Manual(manual::ManualArgs),
    #[command(hide = true)]
    Bench(bench::BenchArgs),
}

/// Runs the program with these arguments, the first being its name.
pub fn main<I, T>(arguments: I) -> ExitCode
where
    I: IntoIterator<Item = T>,
    T: Into<OsString> + Clone,
{
    ExitCode::from(code(arguments))
}

/// Runs the program as [`main`] does and gives the exit code as a number.
pub fn code<I, T>(arguments: I) -> u8
where
    I: IntoIterator<Item = T>,
    T: Into<OsString> + Clone,
{
    let arguments: Vec<OsString> = arguments.into_iter().map(Into::into).collect();
    let done = match Cli::try_parse_from(&arguments) {
        Ok(cli) => dispatch(&cli.command),
        Err(error) => {
            let typed: Vec<String> =
                arguments.iter().map(|word| word.to_string_lossy().into_owned()).collect();
            Terminal::command_line(&flags::answered(error, &typed, &command()))
        }
    };
    let exit = done.unwrap_or_else(|failure| {
        Terminal::failure(&failure);
        failure.exit()
    });
    exit as u8
}

fn dispatch(command: &Command) -> Outcome {
    match command {
        Command::Run(args) => run::run(args),
        Command::Check(args) => check::check(args),
        Command::Compare(args) => compare::compare(args),
        Command::Sweep(args) => sweep::sweep(args),
        Command::Sensitivity(args) => sensitivity::sensitivity(args),
        Command::Size(args) => size::size(args),
        Command::Why(args) => why::why(args),
        Command::Chart(args) => chart::chart(args),
        Command::Report(args) => report::report(args),
        Command::Verify(args) => verify::verify(args),
        Command::Backtest(args) => backtest::backtest(args),
        Command::Calibrate(args) => calibrate::calibrate(args),
        Command::Grade(args) => grade::grade(args),
        Command::Points(args) => points::points(args),
        Command::Cluster(args) => cluster::cluster(args),
        Command::Paths(args) => paths::paths(args),
        Command::Scenarios(args) => scenarios::scenarios(args),
        Command::Playground(args) => playground::playground(args),
        Command::Init(args) => init::init(args),
        Command::Import(args) => import::run(args),
        Command::Schema(args) => schema::schema(args),
        Command::Explain(args) => explain::explain(args),
        Command::Completions(args) => completions::completions(args),
        Command::Manual(args) => manual::manual(args),
        Command::Bench(args) => bench::bench(args),
    }
}

/// The command line, for completions, man pages and tests.
pub(crate) fn command() -> clap::Command {
    <Cli as clap::CommandFactory>::command()
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_command_line_is_sound() {
        super::command().debug_assert();
    }

    /// The words of the examples of a command, as a shell splits them.
    fn examples(command: &clap::Command) -> Vec<Vec<String>> {
        let text = command.get_after_help().map(ToString::to_string).unwrap_or_default();
        // What a shell does with the output is not of the command line.
        let text = text.replace("\\\n", " ").replace(" > ", "\n");
        let lines = text.lines().map(str::trim).filter(|line| line.starts_with("forceflow "));
        let words = |line: &str| {
            let quoted = line.split('\'').enumerate().flat_map(|(index, part)| {
                let apart = index % 2 == 0;
                let whole = vec![part.to_owned()];
                if apart { part.split_whitespace().map(str::to_owned).collect() } else { whole }
            });
            quoted.collect()
        };
        lines.map(words).collect()
    }

    #[test]
    fn every_command_has_examples_that_the_command_line_takes() {
        let program = super::command();
        for command in program.get_subcommands().filter(|command| !command.is_hide_set()) {
            let examples = examples(command);
            assert!(!examples.is_empty(), "{} has no example", command.get_name());
            for words in examples {
                let parsed = program.clone().try_get_matches_from(&words);
                assert!(
                    parsed.is_ok(),
                    "{}: {}",
                    words.join(" "),
                    parsed.err().map(|it| it.to_string()).unwrap_or_default()
                );
            }
        }
    }
}
