//! `--shard I/N` and `--only-kept`: one study as the work of several programs, on one machine or many.

use std::path::Path;

use clap::Args;

use super::arguments::POINTS;
use super::exit::Failure;
use super::terminal::Terminal;
use crate::experiment::kept::{Part, Share, Tally, Which};
use crate::report::numbers::thousands;

/// The most parts of one study.
const MOST_PARTS: u32 = 1_000_000;

/// Which part of the work is done.
#[derive(Debug, Clone, Copy, Default, Args)]
#[command(next_help_heading = "Several machines")]
pub(super) struct ShardArgs {
    /// Do part I of N of the work, keep it under --points, and write nothing else. The same command without --shard puts all
    /// parts together
    #[arg(long, value_name = "I/N", value_parser = part, conflicts_with = "only_kept")]
    shard: Option<Part>,
    /// Simulate nothing: take what is kept under --points, or say what is missing, with exit code 3
    #[arg(long)]
    only_kept: bool,
    /// With --only-kept: write nothing, say whether all is there.
    #[arg(long, hide = true, requires = "only_kept")]
    pub(super) only_look: bool,
}

/// Reads `3/16`.
fn part(text: &str) -> Result<Part, String> {
    let remedy = || "expected I/N, part I of N, such as 1/16".to_owned();
    let (number, of) = text.split_once('/').ok_or_else(remedy)?;
    let read = |text: &str| text.trim().parse::<u32>().map_err(|_| remedy());
    let part = Part { number: read(number)?, of: read(of)? };
    match part {
        Part { number: 0, .. } => Err("parts are numbered from 1".to_owned()),
        Part { of, .. } if of > MOST_PARTS => {
            Err(format!("there are at most {} parts", thousands(f64::from(MOST_PARTS))))
        }
        Part { number, of } if number > of => Err(format!("there are only {of} parts")),
        part => Ok(part),
    }
}

impl ShardArgs {
    /// What is asked for.
    pub(super) fn which(self) -> Which {
        match self {
            Self { only_kept: true, .. } => Which::Kept,
            Self { shard: Some(part), .. } => Which::Part(part),
            Self { shard: None, only_kept: false, .. } => Which::All,
        }
    }

    /// Whether anything but the whole work is asked for.
    pub(super) fn is_given(self) -> bool {
        self.which() != Which::All
    }

    /// Whether no results are asked for: a part keeps what it makes, and writes nothing else.
    pub(super) fn is_part(self) -> bool {
        self.shard.is_some() || self.only_look
    }

    /// Refuses an option that goes on until something is precise enough, where the work is shared.
    pub(super) fn refuses(self, option: &str) -> Result<(), Failure> {
        let flag = match self.which() {
            Which::All => return Ok(()),
            Which::Part(_) => "--shard",
            Which::Kept => "--only-kept",
        };
        let why = "how many replications that takes depends on what all parts give";
        let failure = Failure::unusable(format!("{flag} does not go with {option}: {why}"));
        Err(failure.help("give --replications instead"))
    }
}

/// How a part of the work ended: what it made, what it found, and what remains.
fn part_done(part: Part, tally: &Tally, folder: &Path) -> String {
    let Part { number, of } = part;
    let Tally { met, made, missing, .. } = *tally;
    let there = met - made - missing;
    let count = |units: u64| thousands(units as f64);
    let rest = if missing == 0 {
        "all others are there: the command without --shard puts them together".to_owned()
    } else {
        format!("{} of other parts are not there yet", count(missing))
    };
    format!(
        "part {number} of {of}: {} units made, {} found in `{}`; {rest}\n",
        count(made),
        count(there),
        folder.display()
    )
}

/// The failure of `--only-kept` where something is missing.
fn missing(tally: &Tally, folder: &Path, command: &str) -> Failure {
    let message = format!(
        "`{}` lacks {} of {} units of this work: {}",
        folder.display(),
        thousands(tally.missing as f64),
        thousands(tally.met as f64),
        tally.missing_in_words()
    );
    let help = format!("make them with --shard I/N, or here:\n  {command}");
    Failure::Lacking { message, help }
}

/// Ends work that may be shared: what was found, if results are to be written of it; none where all that was asked for is
/// done and said. `command` makes what is missing.
pub(super) fn settle<T>(
    found: Result<T, Failure>,
    (shard, share): (ShardArgs, &Share),
    folder: Option<&Path>,
    command: &str,
) -> Result<Option<T>, Failure> {
    let folder = folder.unwrap_or(Path::new(POINTS));
    match (found, share.which()) {
        (Ok(_) | Err(Failure::Elsewhere), Which::Part(part)) => say_done(part, share, folder)?,
        (Err(Failure::Elsewhere), _) => return Err(missing(&share.tally(), folder, command)),
        (Ok(_), Which::Kept) if shard.only_look => say_all_there(share)?,
        (found, _) => return found.map(Some),
    }
    Ok(None)
}

/// Says that nothing is missing.
fn say_all_there(share: &Share) -> Result<(), Failure> {
    let units = thousands(share.tally().met as f64);
    Terminal::result(&format!("nothing is missing: all {units} units of this work are kept\n"))
}

/// Says how a part of the work ended.
fn say_done(part: Part, share: &Share, folder: &Path) -> Result<(), Failure> {
    Terminal::result(&part_done(part, &share.tally(), folder))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_a_number_out_of_how_many() {
        assert_eq!(part("3/16"), Ok(Part { number: 3, of: 16 }));
        assert_eq!(part("1 / 1"), Ok(Part { number: 1, of: 1 }));
        for (wrong, says) in [
            ("3", "expected I/N"),
            ("0/4", "from 1"),
            ("5/4", "only 4 parts"),
            ("1/0", "only 0 parts"),
            ("1/4294967295", "at most 1,000,000"),
            ("-1/4", "expected I/N"),
            ("1/4/2", "expected I/N"),
        ] {
            assert!(part(wrong).is_err_and(|error| error.contains(says)), "{wrong}: {:?}", part(wrong));
        }
    }
}
