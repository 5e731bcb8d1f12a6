//! `forceflow backtest`: what really happened beside what is predicted.

use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::{Args, ValueEnum};
use serde::{Deserialize, Serialize};

use super::common::{CommandLine, Prepared, assignment, compiled, prepare, scenario_name, without_schema};
use super::exit::{Exit, Failure, Outcome};
use super::run::{chart_failure, folder_failure};
use super::study::{self, CHANCE, DRAWN, Study, ends_on_interrupt, studied, uncertain_failure};
use super::terminal::Terminal;
use crate::experiment::backtest::{Subject, backtest as beside_record};
use crate::experiment::uncertainty::{Drawable, study_plan};
use crate::report::Files;
use crate::report::backtest::{self as report, Report};
use crate::report::folder::check_target;
use crate::report::manifest::{Kind, StudyManifest, to_json};
use crate::scenario::load_value;

/// Compare what really happened with what scenarios predict
///
/// For every scenario with an `observed` block: observed value, predicted interval, hit or miss, error, and the share of
/// hits. A figure that assumptions were fitted to is marked and counted apart. With --out, writes backtest.json,
/// backtest.csv and charts/. Misses are a result, not a failure: the exit code is 0.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  forceflow backtest scenarios/kazakhstan-2022.json
  forceflow backtest my-operation.json --uncertain --out output/backtest
  forceflow backtest scenarios/*.json --format csv")]
pub(super) struct BacktestArgs {
    /// Scenarios or variants
    #[arg(value_name = "SCENARIO", required = true)]
    scenarios: Vec<PathBuf>,
    /// Change one value of every scenario; VALUE is JSON, else a string; null removes it
    #[arg(long = "set", value_name = "PATH=VALUE", value_parser = assignment)]
    set: Vec<(String, String)>,
    /// Seed of the random numbers
    #[arg(long, default_value_t = 1, value_name = "N", help_heading = "Replications")]
    seed: u64,
    /// Replications of each scenario, numbered from 1
    #[arg(long, short = 'n', default_value_t = 200, value_name = "N", value_parser = clap::value_parser!(u32).range(1..),
          help_heading = "Replications")]
    replications: u32,
    /// Draw the range of every assumption once per replication
    #[arg(long, help_heading = "Replications")]
    uncertain: bool,
    /// Threads; one per core when left out. Results do not depend on it
    #[arg(
        long,
        value_name = "N",
        default_value_t = 0,
        hide_default_value = true,
        help_heading = "Replications"
    )]
    threads: usize,
    /// Folder for backtest.json, backtest.csv and charts/; nothing is written when left out
    #[arg(long, value_name = "DIR", help_heading = "Output")]
    out: Option<PathBuf>,
    /// What stdout gets
    #[arg(long, value_enum, default_value_t = Shown::Text, value_name = "FORMAT", help_heading = "Output")]
    format: Shown,
    /// Draw no charts
    #[arg(long, help_heading = "Output")]
    no_charts: bool,
    /// Nothing on stderr but errors
    #[arg(long, short, help_heading = "Output")]
    quiet: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Shown {
    /// Readable tables
    Text,
    /// backtest.json
    Json,
    /// backtest.csv
    Csv,
    /// Tables for a text
    Markdown,
}

/// All that a backtest is told and that changes a byte of its results.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Request {
    seed: u64,
    replications: u32,
    uncertain: bool,
    charts: bool,
}

/// A scenario and the name that it goes by.
type Named = (String, Prepared);

pub(super) fn backtest(args: &BacktestArgs) -> Outcome {
    let started = Instant::now();
    let terminal = Terminal::new(args.quiet);
    ends_on_interrupt();
    if let Some(out) = &args.out {
        check_target(out).map_err(|error| folder_failure(&error))?;
    }
    // A mistake in any file is told before the work.
    let paths = without_schema(&args.scenarios, terminal);
    let scenarios = read(&paths, &args.set)?;
    for (_, one) in scenarios.iter().filter(|(_, one)| !one.loaded.warnings.is_empty()) {
        terminal.say(&one.loaded.warnings.render(Terminal::styled()));
    }
    let request = Request {
        seed: args.seed,
        replications: args.replications,
        uncertain: args.uncertain,
        charts: !args.no_charts,
    };
    let report = compared(&scenarios, &request, args.threads, terminal)?;
    if report.scenarios.is_empty() {
        return Err(Failure::unusable(without_record(&report.without_observed)).help(
            "write what really happened under `observed`, as \"observed\": {\"closure_h\": {\"low\": 74, \"high\": 98}}",
        ));
    }
    if !report.without_observed.is_empty() {
        terminal.say(&format!("note: {}", without_record(&report.without_observed)));
    }
    let command = reproduce(args, &paths);
    if let Some(out) = &args.out {
        let finished = Study {
            kind: Kind::Backtest,
            request: &request,
            seed: request.seed,
            replications: request.replications,
            scenarios: scenarios.iter().map(|(name, one)| studied(name.clone(), &one.loaded)).collect(),
            command: command.clone(),
            started,
            threads: args.threads,
        };
        finished.write(&files(&request, &report)?, out)?;
    }
    let shown = match args.format {
        Shown::Text => {
            let written = args.out.as_ref().map(|out| format!("Written to {}\n", out.display()));
            format!("{}{}Reproduce   {command}\n", report::text(&report), written.unwrap_or_default())
        }
        Shown::Json => String::from_utf8_lossy(&to_json(&report)).into_owned(),
        Shown::Csv => String::from_utf8_lossy(&report::csv(&report)).into_owned(),
        Shown::Markdown => report::markdown(&report),
    };
    let written = terminal.result(&shown);
    written.map_err(|error| Failure::io("write", Path::new("standard output"), &error))?;
    Ok(Exit::Done)
}

/// The files that a backtest gives again from its manifest.
pub(super) fn again(
    manifest: &StudyManifest,
    threads: usize,
    terminal: Terminal,
) -> Result<Files<'static>, Failure> {
    let request: Request = study::request(manifest)?;
    let scenario = |studied: &crate::report::manifest::StudiedScenario| {
        let loaded = load_value(&studied.name, &studied.scenario)?;
        let world = compiled(&loaded)?;
        Ok((studied.name.clone(), Prepared { loaded, world }))
    };
    let scenarios = manifest.scenarios.iter().map(scenario).collect::<Result<Vec<Named>, Failure>>()?;
    files(&request, &compared(&scenarios, &request, threads, terminal)?)
}

fn files(request: &Request, report: &Report) -> Result<Files<'static>, Failure> {
    report::files(report, request.charts).map_err(|error| chart_failure(&error))
}

fn compared(
    scenarios: &[Named],
    request: &Request,
    threads: usize,
    terminal: Terminal,
) -> Result<Report, Failure> {
    let all = u64::from(request.replications) * scenarios.len() as u64;
    let bar = terminal.progress(all, "replications");
    let (mut found, mut without) = (Vec::new(), Vec::new());
    for (name, Prepared { loaded, world }) in scenarios {
        let drawable = request.uncertain.then(|| Drawable::new(loaded));
        let hash = loaded.hash();
        let subject =
            Subject { name, hash: &hash, scenario: &loaded.scenario, world, drawable: drawable.as_ref() };
        let plan = study_plan(request.seed, 1, request.replications, threads);
        let compared = beside_record(&subject, &plan, |_| bar.inc(1));
        match compared.map_err(|error| uncertain_failure(&error))? {
            Some(compared) => found.push(compared),
            None => without.push(name.clone()),
        }
    }
    bar.finish_and_clear();
    let note = if request.uncertain { DRAWN } else { CHANCE };
    Ok(Report::new((request.seed, request.replications), request.uncertain, note, found, without))
}

fn without_record(names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    format!("no `observed` figures to compare with in {}", names.join(", "))
}

/// Reads scenarios; files of the same name go by number.
fn read(paths: &[PathBuf], set: &[(String, String)]) -> Result<Vec<Named>, Failure> {
    let mut scenarios: Vec<Named> = Vec::new();
    for path in paths {
        let base = scenario_name(path);
        let mut name = base.clone();
        let mut number = 2;
        while scenarios.iter().any(|(taken, _)| *taken == name) {
            name = format!("{base}-{number}");
            number += 1;
        }
        scenarios.push((name, prepare(path, set)?));
    }
    Ok(scenarios)
}

/// The exact command that gives the same results.
fn reproduce(args: &BacktestArgs, paths: &[PathBuf]) -> String {
    let line = paths.iter().fold(CommandLine::new("backtest"), |line, path| line.file(path));
    line.changes(&args.set)
        .option("--seed", args.seed)
        .option("--replications", args.replications)
        .given("--uncertain", args.uncertain)
        .given("--no-charts", args.no_charts)
        .output(args.out.as_deref(), &args.format, &Shown::Text)
        .to_string()
}
