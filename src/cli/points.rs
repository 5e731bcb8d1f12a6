//! `forceflow points`: what a folder of finished work holds, what of a command is missing there, and what is of no use.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use clap::{Args, Parser};

use super::arguments::POINTS;
use super::exit::{Exit, Failure, Outcome};
use super::terminal::Terminal;
use super::{Cli, dispatch};
use crate::experiment::kept::survey::{Size, survey};
use crate::report::numbers::thousands;

/// Show what a folder of finished work holds, and what of a command is missing there
///
/// Lists kept work by kind, work of other versions, files that were changed or cut off, and what programs that ended left
/// half-written. With a command behind `--`, says which of its units are missing; the exit code is 1 when some are.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  forceflow points
  forceflow points /shared/points --clear
  forceflow points /shared/points -- sweep kazakhstan-2022 --vary fleets.vta-ivanovo.count=8..16")]
pub(super) struct PointsCommandArgs {
    /// The folder of finished work
    #[arg(value_name = "DIR", default_value = POINTS)]
    folder: PathBuf,
    /// Remove what is of no use: work of other versions, what was changed or cut off, and what ended programs left
    #[arg(long)]
    clear: bool,
    /// A command whose work may lie there, as it is typed
    #[arg(last = true, value_name = "COMMAND", conflicts_with = "clear")]
    command: Vec<OsString>,
}

pub(super) fn points(args: &PointsCommandArgs) -> Outcome {
    if !args.folder.is_dir() {
        let failure = Failure::unusable(format!("`{}` is no folder", args.folder.display()));
        return Err(failure.help("name the folder that --points names"));
    }
    if !args.command.is_empty() {
        return missing(&args.folder, &args.command);
    }
    let io = |error: std::io::Error| Failure::io("look through", &args.folder, &error);
    let found = survey(&args.folder, |file, piece| {
        if args.clear && piece.is_of_no_use() {
            match fs::remove_file(file) {
                // Another program that cleans up may be faster.
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        Ok(())
    });
    let found = found.map_err(io)?;
    let mut rows: Vec<(String, Size)> = found.current.into_iter().collect();
    let all = rows.iter().fold(Size::default(), |sum, (_, size)| plus(sum, *size));
    let of_no_use = [
        ("of other versions", found.stale),
        ("changed or cut off", found.spoilt),
        ("half-written by programs that ended", found.left),
    ];
    let no_use = of_no_use.iter().fold(Size::default(), |sum, (_, size)| plus(sum, *size));
    let others = [("being written", found.growing), ("files of somebody else", found.strange)];
    let rest = of_no_use.into_iter().chain(others).filter(|(_, size)| size.files > 0);
    rows.extend(rest.map(|(what, size)| (what.to_owned(), size)));
    let width = rows.iter().map(|(what, _)| what.chars().count()).max().unwrap_or(0);
    let mut text = format!("{}: {} kept\n", args.folder.display(), in_words(all));
    for (what, size) in &rows {
        text.push_str(&format!("  {what:width$}  {}\n", in_words(*size)));
    }
    if no_use.files > 0 {
        let done = if args.clear { "removed" } else { "of no use: --clear removes them" };
        text.push_str(&format!("{} {done}\n", in_words(no_use)));
    }
    Terminal::result(&text)?;
    Ok(Exit::Done)
}

fn plus(one: Size, other: Size) -> Size {
    Size { files: one.files + other.files, bytes: one.bytes + other.bytes }
}

/// `1,200 files, 3.4 MB`.
fn in_words(size: Size) -> String {
    let files =
        if size.files == 1 { "1 file".to_owned() } else { format!("{} files", thousands(size.files as f64)) };
    let bytes = size.bytes as f64;
    let amount = match size.bytes {
        0..1_000 => format!("{bytes:.0} bytes"),
        1_000..1_000_000 => format!("{:.1} kB", bytes / 1e3),
        1_000_000..1_000_000_000 => format!("{:.1} MB", bytes / 1e6),
        _ => format!("{:.1} GB", bytes / 1e9),
    };
    format!("{files}, {amount}")
}

/// Says what of a command is missing.
fn missing(folder: &Path, command: &[OsString]) -> Outcome {
    let own = command.first().is_some_and(|word| word == "forceflow");
    let words = command.iter().skip(usize::from(own)).cloned();
    let points = if command.iter().any(|word| word == "grade") { "--kept" } else { "--points" };
    let more = ["--only-kept", "--only-look", "--quiet", points].map(OsString::from);
    let words = std::iter::once(OsString::from("forceflow")).chain(words);
    let all: Vec<OsString> = words.chain(more).chain([folder.as_os_str().to_owned()]).collect();
    let cli = match Cli::try_parse_from(&all) {
        Ok(cli) => cli,
        Err(error) => return Terminal::command_line(&error),
    };
    match dispatch(&cli.command) {
        Err(Failure::Lacking { message, .. }) => {
            Terminal::result(&format!("{message}\n"))?;
            Ok(Exit::No)
        }
        done => done,
    }
}
