//! Many folders of results in one table: what is wrong with one hides none of the others.

use std::io::ErrorKind;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use super::super::audit::audit_again;
use super::super::below::{MANIFEST, below};
use super::super::exit::{Exit, Failure, Outcome};
use super::super::kept::Folder;
use super::super::terminal::Terminal;
use super::{Format, Found, SAME, VerifyArgs, about, files_again, found, other_numbers};
use crate::report::claims::{largest, untrue};
use crate::report::verified::{Verdict, VerifiedRow, VerifiedTable};

/// Whether a folder holds results itself, or nothing that could be a row of a table.
pub(super) fn is_one(folder: &Path) -> bool {
    folder.join(MANIFEST).symlink_metadata().is_ok() || below(folder).results.is_empty()
}

/// Says in a table of every folder whether it is the same.
pub(super) fn many(args: &VerifyArgs) -> Outcome {
    let terminal = Terminal::new(args.quiet);
    let (mut due, mut rows, mut left_out) = (Vec::new(), Vec::new(), Vec::new());
    for root in &args.folders {
        let found = below(root);
        if found.results.is_empty() && found.unread.is_empty() {
            due.push((root.clone(), Some("it holds no manifest.json, nor does a folder in it".to_owned())));
        }
        due.extend(found.results.into_iter().map(|path| (path, None)));
        for (path, error) in found.unread {
            let why = match error.kind() {
                ErrorKind::NotFound => "there is no such folder".to_owned(),
                _ => format!("it cannot be read: {error}"),
            };
            due.push((path, Some(why)));
        }
        let at = root.display();
        left_out
            .extend(found.stopped.map(|why| format!("part of `{at}`: {why}; name its folders one by one")));
        if found.links > 0 {
            let s = if found.links == 1 { "a link" } else { &format!("{} links", found.links) };
            left_out.push(format!("{s} in `{at}` to other folders; name those folders"));
        }
    }
    let bar = terminal.progress(due.len() as u64, "folders");
    for (path, why) in due {
        rows.push(match why {
            Some(why) => unread(&path, why),
            None => row(args, &path),
        });
        bar.inc(1);
    }
    drop(bar);
    let audited = rows.iter().any(|row| row.verdict == Verdict::Audit);
    let table = VerifiedTable::new(rows, left_out);
    match args.format {
        Format::Text => Terminal::result(&table.text(args.quiet)),
        Format::Csv => Terminal::data(&String::from_utf8_lossy(&table.csv())),
        Format::Json => Terminal::data(&String::from_utf8_lossy(&table.json())),
    }?;
    Ok(match (audited, table.is_same()) {
        (true, _) => Exit::Bug,
        (false, true) => Exit::Done,
        (false, false) => Exit::No,
    })
}

/// The row of a folder of which nothing is known.
fn unread(path: &Path, why: String) -> VerifiedRow {
    VerifiedRow {
        path: path.display().to_string(),
        owner: String::new(),
        title: String::new(),
        command: None,
        seed: None,
        replications: None,
        version: None,
        closure_h: None,
        verdict: Verdict::NotMade,
        first_difference: why,
    }
}

fn row(args: &VerifyArgs, path: &Path) -> VerifiedRow {
    let folder = match Folder::open(path, "forceflow") {
        Ok(folder) => folder,
        Err(failure) => return unread(path, failure.in_a_line()),
    };
    let about = about(&folder.manifest);
    let row = VerifiedRow {
        owner: about.owner.clone(),
        title: about.scenario.clone(),
        command: Some(folder.manifest.kind().name()),
        seed: Some(about.seed),
        replications: Some(about.replications),
        version: Some(folder.manifest.version().chars().take(40).collect()),
        ..unread(path, String::new())
    };
    let (key, number) = largest(&folder.manifest);
    if number > u64::from(args.most_replications) {
        let most = args.most_replications;
        let why = format!("`{key}` is {number}, more than --most-replications {most}");
        return VerifiedRow { first_difference: why, ..row };
    }
    // A folder from a stranger that shows a fault of the program must not hide those of the others.
    let judged = catch_unwind(AssertUnwindSafe(|| judged(args, &folder)));
    let failed = Failure::unusable("a fault of the program: please report it");
    match judged.unwrap_or(Err(failed)) {
        Ok((verdict, first_difference, closure_h)) => {
            VerifiedRow { closure_h, verdict, first_difference, ..row }
        }
        Err(failure) => {
            let verdict = if failure.exit() == Exit::Bug { Verdict::Audit } else { Verdict::NotMade };
            VerifiedRow { verdict, first_difference: failure.in_a_line(), ..row }
        }
    }
}

/// Makes a folder again: the verdict, where it differs first, and its mean closure [h].
fn judged(args: &VerifyArgs, folder: &Folder) -> Result<(Verdict, String, Option<f64>), Failure> {
    let quiet = Terminal::new(true);
    let manifest = &folder.manifest;
    let Found { verdicts, first, closure_h } =
        files_again(manifest, args.threads, quiet, |files| found(folder, files))?;
    if args.audit {
        audit_again(manifest, args.threads, quiet)?;
    }
    let untrue = untrue(manifest);
    let wrong = verdicts.iter().find(|(verdict, _)| *verdict != SAME);
    let verdict = match (wrong, untrue.is_empty()) {
        (Some(_), _) => Verdict::Differs,
        (None, false) => Verdict::Untrue,
        (None, true) => Verdict::Same,
    };
    // What explains a difference comes before where it is.
    let cause =
        wrong.and_then(|_| untrue.first().cloned().or_else(|| other_numbers(folder, &about(manifest))));
    let place = first.or_else(|| wrong.map(|(verdict, name)| format!("{name}: {verdict}")));
    let said = cause.into_iter().chain(place).chain(untrue.first().cloned().filter(|_| wrong.is_none()));
    let said: Vec<String> = said.map(|text| text.trim().to_owned()).collect();
    Ok((verdict, said.join(" "), closure_h))
}
