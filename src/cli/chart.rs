//! `forceflow chart DIR`: draw the figures of a folder again, without simulating.

use std::fs;
use std::path::{Component, Path, PathBuf};

use clap::{Args, ValueEnum};

use super::exit::{Exit, Failure, Outcome};
use super::figures::FigureArgs;
use super::kept::Folder;
use super::terminal::Terminal;
use crate::chart::Format;
use crate::report::draw::{CHARTS, DATA, FigureData, Redrawn};
use crate::report::folder::{add_elsewhere, add_within};
use crate::storage::read;

/// More than the figures of a folder ever draw [bytes].
const MOST_DATA: u64 = 1024 * 1024 * 1024;

/// Folder inside the results for figures drawn again, unless --out names one.
const AGAIN: &str = "charts-again";

/// Draw the figures of a folder of results again, without simulating
///
/// Reads what the figures draw from the folder, whichever command wrote it, and writes each one as PDF, SVG and PNG into
/// charts-again/ of the folder, or into --out. `forceflow verify` knows of figures inside the folder.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  forceflow chart output/kazakhstan-2022 --width 89mm --theme print
  forceflow chart output/kazakhstan-2022 --only arrivals --only closure --no-title --formats pdf --out paper/figures
  forceflow chart output/kazakhstan-2022 --width slide --theme dark")]
pub(super) struct ChartArgs {
    /// Folder that `forceflow run` or a study (compare, sweep, sensitivity, size, why, backtest) wrote
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Draw this figure only, by the name of its files; may be given several times
    #[arg(long, value_name = "FIGURE", value_delimiter = ',')]
    only: Vec<String>,
    #[command(flatten)]
    figures: FigureArgs,
    /// Folder for the figures, instead of charts-again/ of DIR
    #[arg(long, value_name = "DIR", help_heading = "Output")]
    out: Option<PathBuf>,
    /// Write nothing but errors to stderr
    #[arg(long, short, help_heading = "Output")]
    quiet: bool,
}

pub(super) fn chart(args: &ChartArgs) -> Outcome {
    let folder = Folder::open(&args.folder, "forceflow")?;
    let place = place(args)?;
    let data = data(&folder, &place)?;
    let only = asked(&data, &args.only, &args.folder)?;
    let redrawn = Redrawn { printing: args.figures.printing(Format::value_variants()), only };
    let drawn = if redrawn.only.is_empty() { data.figures.len() } else { redrawn.only.len() };
    let written = match place {
        Place::Within { folder: whole, name } => {
            let prefix = format!("{name}/");
            let files = data.redraw(&prefix, &redrawn)?;
            let mut manifest = folder.manifest;
            add_within(&whole, &name, &files, |hashes| {
                let (outputs, again) = manifest.parts_mut();
                outputs.retain(|file, _| !file.starts_with(&prefix));
                outputs.extend(hashes);
                again.insert(name.clone(), redrawn);
                manifest
            })?;
            args.folder.join(name)
        }
        Place::Elsewhere(elsewhere) => {
            add_elsewhere(&elsewhere, &data.redraw("", &redrawn)?)?;
            elsewhere
        }
    };
    if !args.quiet {
        let s = if drawn == 1 { "" } else { "s" };
        Terminal::result(&format!("{drawn} figure{s} drawn\nWritten to {}\n", written.display()))?;
    }
    Ok(Exit::Done)
}

/// What the figures of a folder draw, if the folder is as it was written, but for what is drawn again.
fn data(folder: &Folder, place: &Place) -> Result<FigureData, Failure> {
    let path = folder.path.join(DATA);
    let again = folder.remedy();
    if !folder.manifest.outputs().contains_key(DATA) {
        let message = format!("`{}` does not hold what its figures draw", folder.path.display());
        return Err(Failure::unusable(message).help(format!("an older version wrote it; {again}")));
    }
    let mut differing = folder.changed();
    if let Place::Within { name, .. } = place {
        differing.retain(|file| !file.starts_with(&format!("{name}/")));
    }
    if let Some(first) = differing.first() {
        let more = differing.len() - 1;
        let and = if more == 0 { String::new() } else { format!(" and {more} more") };
        let help = format!("figures would not be those of the results; {again}");
        return Err(folder.was_changed(&format!("{first}{and}")).help(help));
    }
    let text = read::text(&path, MOST_DATA).map_err(|error| Failure::io("read", &path, &error))?;
    FigureData::read(&text).map_err(|error| {
        Failure::unusable(format!("`{}` cannot be read: {error}", path.display())).help(again)
    })
}

/// The figures that are asked for, each of which the folder must have.
fn asked(data: &FigureData, only: &[String], folder: &Path) -> Result<Vec<String>, Failure> {
    let ids: Vec<&str> = data.figures.iter().map(|any| any.chart().meta().id.as_str()).collect();
    if ids.is_empty() {
        return Err(Failure::unusable(format!("`{}` has no figures", folder.display())));
    }
    if let Some(unknown) = only.iter().find(|name| !ids.contains(&name.as_str())) {
        let message = format!("`{}` has no figure `{unknown}`", folder.display());
        return Err(Failure::unusable(message).help(format!("its figures: {}", ids.join(", "))));
    }
    Ok(ids.iter().filter(|id| only.iter().any(|name| name == *id)).map(|&id| id.to_owned()).collect())
}

/// Where figures go.
enum Place {
    /// A folder inside a folder of results, by its name there with `/` between folders.
    Within { folder: PathBuf, name: String },
    /// A folder that belongs to the user.
    Elsewhere(PathBuf),
}

/// Where the figures go.
fn place(args: &ChartArgs) -> Result<Place, Failure> {
    let whole = |path: &Path| std::path::absolute(path).map_err(|error| Failure::io("find", path, &error));
    let folder = resolved(&whole(&args.folder)?);
    let Some(out) = &args.out else { return Ok(Place::Within { folder, name: AGAIN.to_owned() }) };
    let out_whole = resolved(&whole(out)?);
    let Ok(inside) = out_whole.strip_prefix(&folder) else { return Ok(Place::Elsewhere(out.clone())) };
    let names: Vec<String> =
        inside.components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
    if names.is_empty() || format!("{}/", names[0]) == CHARTS {
        let message = format!("`{}` holds what the command wrote", out.display());
        return Err(Failure::unusable(message).help("name another folder in --out, or none"));
    }
    Ok(Place::Within { folder, name: names.join("/") })
}

/// Resolves `..` in a path, and links in the part of it that exists.
fn resolved(path: &Path) -> PathBuf {
    let mut clean = PathBuf::new();
    for part in path.components() {
        if part == Component::ParentDir {
            clean.pop();
        } else {
            clean.push(part);
        }
    }
    let known = clean.ancestors().find_map(|upper| Some((upper, fs::canonicalize(upper).ok()?)));
    known.map_or(clean.clone(), |(upper, real)| match clean.strip_prefix(upper) {
        Ok(rest) if !rest.as_os_str().is_empty() => real.join(rest),
        _ => real,
    })
}
