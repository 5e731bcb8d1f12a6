//! `forceflow compare`: scenarios or result folders against the first of them, under the same draws.

use std::fs;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use serde_json::json;

use super::common::{assignment, precision, scenario_name, shell_word};
use super::exit::{Exit, Failure, Outcome};
use super::run::{chart_failure, folder_failure};
use super::terminal::Terminal;
use crate::experiment::Precision;
use crate::experiment::compare::{CompareOptions, Comparison, MOST_REPLICATIONS, System, compare as run};
use crate::model::compile;
use crate::report::folder::check_target;
use crate::report::manifest::{STREAM_LAYOUT, to_json};
use crate::report::{Files, Manifest, comparison, write_folder};
use crate::scenario::{Loaded, load, load_value};

/// Compare scenarios, variants or result folders with the first of them, under the same draws
///
/// Says by how much closure differs, with its interval, what differs in the scenarios, and where the hours went.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  forceflow compare scenarios/kazakhstan-2022.json --set fleets.vta-ivanovo.count=10
  forceflow compare baseline.json students/*.json --format csv
  forceflow compare output/a output/b output/c --select-best 1h")]
pub(super) struct CompareArgs {
    /// Scenarios, variants or folders that `forceflow run` wrote; the first is the baseline
    #[arg(value_name = "SCENARIO|DIR", required = true)]
    inputs: Vec<PathBuf>,
    /// Compare one scenario with itself changed; may be repeated, all changes together are the alternative
    #[arg(long = "set", value_name = "PATH=VALUE", value_parser = assignment)]
    set: Vec<(String, String)>,
    /// Seed of the random numbers; that of the first result folder, or 1, when left out
    #[arg(long, value_name = "N", help_heading = "Replications")]
    seed: Option<u64>,
    /// Replications; those of the first result folder, or 200, when left out
    #[arg(long, short = 'n', value_name = "N", value_parser = clap::value_parser!(u32).range(1..),
          help_heading = "Replications")]
    replications: Option<u32>,
    /// Stop when the half-width of every difference is this small: 1h or 30min (--replications is then the most,
    /// 100,000 unless given)
    #[arg(long, value_name = "WIDTH", value_parser = width_h, help_heading = "Replications")]
    precision: Option<f64>,
    /// Select the earliest by racing, if it leads by this much: 1h or 30min
    #[arg(long, value_name = "WIDTH", value_parser = width_h, help_heading = "Replications")]
    select_best: Option<f64>,
    /// Threads; one per core when left out
    #[arg(
        long,
        value_name = "N",
        default_value_t = 0,
        hide_default_value = true,
        help_heading = "Replications"
    )]
    threads: usize,
    /// Folder for the results; output/compare-<names>/ when left out
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
    /// A readable comparison
    Text,
    /// comparison.json
    Json,
    /// A ranked table
    Csv,
    /// A ranked table and the differences
    Markdown,
}

/// A width in hours.
fn width_h(text: &str) -> Result<f64, String> {
    match precision(text)? {
        Precision::Hours(h) => Ok(h),
        Precision::Share(_) => Err("expected a width such as 1h or 30min".to_owned()),
    }
}

/// Something to compare.
struct Input {
    name: String,
    loaded: Loaded,
    /// Seed, replications and closures of a result folder.
    stored: Option<(u64, u32, Vec<String>)>,
}

pub(super) fn compare(args: &CompareArgs) -> Outcome {
    let terminal = Terminal::new(args.quiet);
    let inputs = inputs(args)?;
    let target = args.out.clone().unwrap_or_else(|| target(&inputs));
    check_target(&target).map_err(|error| folder_failure(&error))?;
    let first = inputs.iter().find_map(|input| input.stored.as_ref());
    let most = if args.precision.is_some() { MOST_REPLICATIONS } else { 200 };
    let given = first.map(|(_, replications, _)| *replications).filter(|_| args.precision.is_none());
    let options = CompareOptions {
        seed: args.seed.or(first.map(|(seed, ..)| *seed)).unwrap_or(1),
        replications: args.replications.or(given).unwrap_or(most),
        precision_h: args.precision,
        select_best_h: args.select_best,
        threads: args.threads,
    };
    let mut systems = Vec::new();
    for input in &inputs {
        let world = compile(&input.loaded.scenario)
            .map_err(|error| Failure::unusable(format!("`{}` cannot be simulated: {error}", input.name)))?;
        let Loaded { resolved, .. } = &input.loaded;
        systems.push(System::new(input.name.clone(), resolved.clone(), input.loaded.hash(), world));
    }
    let bar = terminal.progress(systems.len() as u64, "scenarios");
    let found = run(&mut systems, &options, |_| bar.inc(1));
    bar.finish_and_clear();
    let Some(found) = found else {
        return Err(Failure::unusable("a comparison needs two scenarios")
            .help("name a second one, or change the first with --set PATH=VALUE"));
    };
    for (input, system) in inputs.iter().zip(&systems) {
        warn_if_stored_differs(terminal, input, system, options.seed);
    }
    let mut files =
        comparison::files(&found, &systems, !args.no_charts).map_err(|error| chart_failure(&error))?;
    let command = reproduce(args, &options, &found);
    let manifest = manifest(&found, &systems, &files, &command);
    files.insert("manifest.json".to_owned(), manifest);
    write_folder(&target, &files).map_err(|error| folder_failure(&error))?;
    let shown = match args.format {
        Shown::Text => {
            let text = comparison::text(&found);
            format!("{text}\nWritten to {}\nReproduce   {command}\n", target.display())
        }
        Shown::Json => String::from_utf8_lossy(&to_json(&found)).into_owned(),
        Shown::Csv => comparison::csv(&found),
        Shown::Markdown => comparison::markdown(&found),
    };
    let written = terminal.result(&shown);
    written.map_err(|error| Failure::io("write", Path::new("standard output"), &error))?;
    Ok(Exit::Done)
}

fn inputs(args: &CompareArgs) -> Result<Vec<Input>, Failure> {
    if args.inputs.len() > 1 && !args.set.is_empty() {
        return Err(Failure::unusable("--set compares one scenario with itself changed")
            .help("name one scenario with --set, or write the change into a variant file"));
    }
    let mut inputs = args.inputs.iter().map(|path| read(path)).collect::<Result<Vec<Input>, Failure>>()?;
    if let ([path], false) = (args.inputs.as_slice(), args.set.is_empty()) {
        if path.is_dir() {
            return Err(Failure::unusable("--set changes a scenario file, and this is a folder of results")
                .help("name the scenario file"));
        }
        let changes: Vec<String> = args.set.iter().map(|(path, value)| format!("{path}={value}")).collect();
        inputs.push(Input { name: changes.join(" "), loaded: load(path, &args.set)?, stored: None });
    }
    name_apart(&mut inputs, &args.inputs);
    Ok(inputs)
}

/// Inputs of the same file name go by their whole path, and by number if that is the same, too.
fn name_apart(inputs: &mut [Input], paths: &[PathBuf]) {
    let names: Vec<String> = inputs.iter().map(|input| input.name.clone()).collect();
    let shared = |name: &String| names.iter().filter(|other| *other == name).count() > 1;
    for (input, path) in inputs.iter_mut().zip(paths).filter(|(input, _)| shared(&input.name)) {
        input.name = path.display().to_string();
    }
    for index in 1..inputs.len() {
        let base = inputs[index].name.clone();
        let mut number = 2;
        while inputs[..index].iter().any(|earlier| earlier.name == inputs[index].name) {
            inputs[index].name = format!("{base} ({number})");
            number += 1;
        }
    }
}

fn read(path: &Path) -> Result<Input, Failure> {
    if !path.is_dir() {
        return Ok(Input { name: scenario_name(path), loaded: load(path, &[])?, stored: None });
    }
    let file = path.join("manifest.json");
    let text = fs::read_to_string(&file).map_err(|error| {
        Failure::io("read", &file, &error)
            .help("give a folder that `forceflow run` wrote; it holds a manifest.json")
    })?;
    let manifest: Manifest = serde_json::from_str(&text).map_err(|error| {
        Failure::unusable(format!("`{}` is not a manifest of a run: {error}", file.display()))
    })?;
    let loaded = load_value(&manifest.scenario_name, &manifest.scenario)?;
    let name = path.file_name().map_or(manifest.scenario_name, |name| name.to_string_lossy().into_owned());
    let stored = (manifest.seed, manifest.replications, stored_closures(path));
    Ok(Input { name, loaded, stored: Some(stored) })
}

/// The column `closure_h` of a folder's `replications.csv`; empty when there is none.
fn stored_closures(folder: &Path) -> Vec<String> {
    let Ok(mut reader) = csv::Reader::from_path(folder.join("replications.csv")) else { return Vec::new() };
    let column = reader.headers().ok().and_then(|head| head.iter().position(|name| name == "closure_h"));
    let Some(column) = column else { return Vec::new() };
    reader.records().flatten().filter_map(|row| Some(row.get(column)?.to_owned())).collect()
}

/// A stored table that the scenario does not give is worth a word: it was changed, or is of another version.
fn warn_if_stored_differs(terminal: Terminal, input: &Input, system: &System, seed: u64) {
    let Some((stored_seed, _, closures)) = &input.stored else { return };
    if *stored_seed != seed {
        return;
    }
    let ours = system.closure_h().iter();
    let text = ours.map(|h| if h.is_finite() { format!("{h:.6}") } else { String::new() });
    if text.zip(closures).any(|(ours, theirs)| ours != *theirs) {
        terminal.say(&format!(
            "warning: replications.csv of `{}` does not hold what its scenario gives; it was run again (see `forceflow \
             verify`)",
            input.name
        ));
    }
}

fn target(inputs: &[Input]) -> PathBuf {
    let plain = |c: char| if c.is_ascii_alphanumeric() || "-_.=".contains(c) { c } else { '_' };
    let names: Vec<String> =
        inputs.iter().map(|input| input.name.chars().map(plain).collect::<String>()).collect();
    let mut name = format!("compare-{}", names.join("-"));
    if name.len() > 120 {
        let hash = blake3::hash(name.as_bytes()).to_hex();
        name = format!("{}-{}", name.chars().take(100).collect::<String>(), &hash[..12]);
    }
    Path::new("output").join(name)
}

fn reproduce(args: &CompareArgs, options: &CompareOptions, found: &Comparison) -> String {
    let mut command = "forceflow compare".to_owned();
    for path in &args.inputs {
        command.push_str(&format!(" {}", shell_word(&path.display().to_string())));
    }
    for (path, value) in &args.set {
        command.push_str(&format!(" --set {}", shell_word(&format!("{path}={value}"))));
    }
    command.push_str(&format!(" --seed {} --replications {}", options.seed, found.replications));
    if let Some(h) = options.select_best_h {
        command.push_str(&format!(" --select-best {h}h"));
    }
    command
}

fn manifest(found: &Comparison, systems: &[System], files: &Files, command: &str) -> Vec<u8> {
    let hash = |bytes: &Vec<u8>| blake3::hash(bytes).to_hex().to_string();
    let outputs: serde_json::Map<String, serde_json::Value> =
        files.iter().map(|(name, bytes)| (name.clone(), hash(bytes).into())).collect();
    let scenarios: Vec<serde_json::Value> = systems
        .iter()
        .map(|system| json!({ "name": system.name, "scenario_hash": system.hash, "scenario": system.resolved }))
        .collect();
    to_json(&json!({
        "format_version": 1,
        "program": "forceflow",
        "version": env!("CARGO_PKG_VERSION"),
        "stream_layout": STREAM_LAYOUT,
        "command": command,
        "seed": found.seed,
        "replications": found.replications,
        "outputs": outputs,
        "scenarios": scenarios,
    }))
}
