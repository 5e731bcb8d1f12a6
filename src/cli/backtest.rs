//! `forceflow backtest`: what really happened beside what is predicted.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use super::common::{Prepared, prepare, scenario_name, shell_word};
use super::exit::{Exit, Failure, Outcome};
use super::run::{chart_failure, folder_failure};
use super::study::{CHANCE, DRAWN, uncertain_failure};
use super::terminal::Terminal;
use crate::experiment::backtest::{Subject, backtest as compare_with_record};
use crate::experiment::uncertainty::{Drawable, study_plan};
use crate::report::backtest::{self as report, Report};
use crate::report::folder::check_target;
use crate::report::manifest::{STREAM_LAYOUT, to_json};
use crate::report::{Files, write_folder};

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

pub(super) fn backtest(args: &BacktestArgs) -> Outcome {
    let terminal = Terminal::new(args.quiet);
    if let Some(out) = &args.out {
        check_target(out).map_err(|error| folder_failure(&error))?;
    }
    let names = names(&args.scenarios);
    // A mistake in any file is told before the work.
    let prepared =
        args.scenarios.iter().map(|path| prepare(path, &[])).collect::<Result<Vec<Prepared>, Failure>>()?;
    for one in prepared.iter().filter(|one| !one.loaded.warnings.is_empty()) {
        terminal.say(&one.loaded.warnings.render(Terminal::styled()));
    }
    let report = compared(args, terminal, &names, &prepared)?;
    if report.scenarios.is_empty() {
        return Err(Failure::unusable(without_record(&report.without_observed))
            .help("write what really happened under `observed`, as \"observed\": {\"closure_h\": {\"low\": 74, \"high\": 98}}"));
    }
    if !report.without_observed.is_empty() {
        terminal.say(&format!("note: {}", without_record(&report.without_observed)));
    }
    let reproduce = reproduce(args);
    if let Some(out) = &args.out {
        let mut files = report::files(&report, !args.no_charts).map_err(|error| chart_failure(&error))?;
        let manifest = manifest(&report, &names, &prepared, &files, &reproduce);
        files.insert("manifest.json".to_owned(), manifest);
        write_folder(out, &files).map_err(|error| folder_failure(&error))?;
    }
    let shown = match args.format {
        Shown::Text => {
            let mut text = report::text(&report);
            if let Some(out) = &args.out {
                text.push_str(&format!("Written to {}\n", out.display()));
            }
            format!("{text}Reproduce   {reproduce}\n")
        }
        Shown::Json => String::from_utf8_lossy(&to_json(&report)).into_owned(),
        Shown::Csv => String::from_utf8_lossy(&report::csv(&report)).into_owned(),
        Shown::Markdown => report::markdown(&report),
    };
    let written = terminal.result(&shown);
    written.map_err(|error| Failure::io("write", Path::new("standard output"), &error))?;
    Ok(Exit::Done)
}

fn compared(
    args: &BacktestArgs,
    terminal: Terminal,
    names: &[String],
    prepared: &[Prepared],
) -> Result<Report, Failure> {
    let all = u64::from(args.replications) * prepared.len() as u64;
    let bar = terminal.progress(all, "replications");
    let (mut scenarios, mut without) = (Vec::new(), Vec::new());
    for ((name, path), Prepared { loaded, world }) in names.iter().zip(&args.scenarios).zip(prepared) {
        let drawable = args.uncertain.then(|| Drawable::new(loaded));
        let hash = loaded.hash();
        let subject =
            Subject { name, hash: &hash, scenario: &loaded.scenario, world, drawable: drawable.as_ref() };
        let plan = study_plan(args.seed, 1, args.replications, args.threads);
        let found = compare_with_record(&subject, &plan, |_| bar.inc(1));
        match found.map_err(|error| uncertain_failure(&error))? {
            Some(found) => scenarios.push(found),
            None => without.push(path.display().to_string()),
        }
    }
    bar.finish_and_clear();
    let note = if args.uncertain { DRAWN } else { CHANCE };
    Ok(Report::new((args.seed, args.replications), args.uncertain, note, scenarios, without))
}

fn without_record(paths: &[String]) -> String {
    let names: Vec<String> = paths.iter().map(|path| format!("`{path}`")).collect();
    format!("no `observed` figures to compare with in {}", names.join(", "))
}

/// Names of scenarios; files of the same name go by number.
fn names(paths: &[PathBuf]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for path in paths {
        let base = scenario_name(path);
        let mut name = base.clone();
        let mut number = 2;
        while names.contains(&name) {
            name = format!("{base}-{number}");
            number += 1;
        }
        names.push(name);
    }
    names
}

fn manifest(
    report: &Report,
    names: &[String],
    prepared: &[Prepared],
    files: &Files,
    command: &str,
) -> Vec<u8> {
    let hash = |bytes: &Vec<u8>| blake3::hash(bytes).to_hex().to_string();
    let outputs: serde_json::Map<String, Value> =
        files.iter().map(|(name, bytes)| (name.clone(), hash(bytes).into())).collect();
    let scenarios: serde_json::Map<String, Value> =
        names.iter().zip(prepared).map(|(name, one)| (name.clone(), one.loaded.resolved.clone())).collect();
    to_json(&json!({
        "format_version": 1,
        "program": "forceflow",
        "version": env!("CARGO_PKG_VERSION"),
        "stream_layout": STREAM_LAYOUT,
        "command": command,
        "seed": report.seed,
        "replications": report.replications,
        "uncertain": report.uncertain,
        "outputs": outputs,
        "scenarios": scenarios,
    }))
}

/// The exact command that gives the same results.
fn reproduce(args: &BacktestArgs) -> String {
    let mut command = "forceflow backtest".to_owned();
    for scenario in &args.scenarios {
        command.push_str(&format!(" {}", shell_word(&scenario.display().to_string())));
    }
    command.push_str(&format!(" --seed {} --replications {}", args.seed, args.replications));
    if args.uncertain {
        command.push_str(" --uncertain");
    }
    command
}
