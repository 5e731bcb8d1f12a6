//! What a run prints: its summary as text, JSON, Markdown or LaTeX, and where its files are.

use std::path::Path;
use std::sync::atomic::AtomicBool;

use super::super::arguments::SummaryFormat;
use super::super::embedded::holds;
use super::super::exit::Failure;
use super::super::study::tail;
use super::super::terminal::Terminal;
use super::super::what_if::against_unchanged;
use super::command::{reproduce, the_other, without_folders};
use super::job::{Finished, Job};
use super::{RunArgs, options, shown};
use crate::experiment::rank::described;
use crate::experiment::statistics::stopping::replications_by_student;
use crate::experiment::varies::ranges;
use crate::experiment::{Precision, Results, RunOptions};
use crate::report::json::to_json;
use crate::report::numbers::thousands;
use crate::report::outputs::calendar;
use crate::report::pasted::Paste;
use crate::report::summary_tables::summary_tables;
use crate::report::text;

/// Prints what was asked for; `audited` is what the audit says, and `target` where the files are.
pub(super) fn print(
    args: &RunArgs,
    job: &Job,
    finished: &Finished,
    (target, audited): (&Path, Option<&str>),
    interrupted: &AtomicBool,
) -> Result<(), Failure> {
    let results = &finished.results;
    let tables = |into| summary_tables(results, job.varies(), &without_folders(args), into);
    match args.output.format {
        SummaryFormat::Json => Terminal::data(&String::from_utf8_lossy(&to_json(results))),
        SummaryFormat::Markdown => Terminal::result(&tables(Paste::Markdown)),
        SummaryFormat::Latex => Terminal::result(&tables(Paste::Latex)),
        SummaryFormat::Text => {
            let told = summary(args, job, finished, (target, audited), interrupted);
            Terminal::summary(&(told + &tail(None, None, &reproduce(args).to_string())))
        }
    }
}

/// The readable summary, up to where the files are.
fn summary(
    args: &RunArgs,
    job: &Job,
    Finished { summary, results }: &Finished,
    (target, audited): (&Path, Option<&str>),
    interrupted: &AtomicBool,
) -> String {
    let options = options(args);
    let calendar = calendar(&job.loaded.scenario.start, &job.world);
    let varies = job.varies();
    let mut told = text::summary(results, calendar.as_ref(), varies);
    if let Some(enough) = still_needed(results, &options) {
        let enough = thousands(enough as f64);
        told.push_str(&format!("Precision   about {enough} replications would reach it\n"));
    }
    let how = (&options, args.uncertain, job.posterior.as_ref());
    // Where nothing is to be simulated, the unchanged scenario is not, either.
    if !args.kept.only_kept() {
        let made = (&job.loaded, &job.world, summary);
        told.push_str(&against_unchanged(&args.scenario, made, how, interrupted));
    }
    let described = described(shown(args, summary), &summary.deployment.closure_h);
    told.push_str(&format!("Shown       {described}\n"));
    let other = reproduce(&the_other(args, target)).to_string();
    told.push_str(&text::what_varies(varies, ranges(&job.loaded.scenario), &other));
    told.push_str(&audited.map_or_else(String::new, |audited| format!("Audit       {audited}\n")));
    if !holds() {
        told.push_str(&written(args, target));
    }
    told
}

/// Where the files are. Who named no folder also hears what is in it, and what else may be had.
fn written(args: &RunArgs, target: &Path) -> String {
    let mut text = format!("Written to {}\n", target.display());
    if args.output.out.is_some() {
        return text;
    }
    let charts = if args.output.no_charts { "" } else { ", charts/ (figures as PNG and SVG)" };
    for line in [
        format!("report.html (for a browser; --open opens it), report.md{charts},"),
        "result.json, replications.csv, arrivals.csv, timeline.csv, values.tex (numbers to quote)".to_owned(),
        "elsewhere with --out FOLDER; this summary to paste with --format markdown, latex or json".to_owned(),
    ] {
        text.push_str(&format!("            {line}\n"));
    }
    text
}

/// Replications that would reach a precision that was missed, if the spread stays as it is.
fn still_needed(results: &Results, options: &RunOptions) -> Option<usize> {
    let (Some(false), Some(precision)) = (results.precision_reached, options.precision) else { return None };
    let closure = &results.closure_h;
    let wanted_h = match precision {
        Precision::Hours(h) => h,
        // The share is of the true mean, from which the sample mean may differ by the half-width.
        Precision::Share(share) => share / (1.0 + share) * closure.mean?,
    };
    replications_by_student(closure.sd?, wanted_h, 0.95)
}
