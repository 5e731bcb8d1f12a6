//! What all studies have in common: how their replications are made, and why there may be no answer.

use std::fmt::{self, Display};
use std::io;
use std::path::PathBuf;

use super::kept::Keeper;
use super::runner::Plan;
use super::uncertainty::UncertaintyError;
use super::varies::Varies;
use crate::model::CompileError;

/// Version of the layout of random streams; a change of it changes every result.
pub const STREAM_LAYOUT: u32 = 1;

/// How the replications of a study are made.
#[derive(Debug, Clone, Copy)]
pub struct StudyOptions<'a> {
    /// The seed.
    pub seed: u64,
    /// Replications of each scenario or point.
    pub replications: u32,
    /// Whether the ranges of assumptions are drawn.
    pub uncertain: bool,
    /// Threads; 0 for one per core.
    pub threads: usize,
    /// Where finished replications are kept, and whether to stop.
    pub keeper: Keeper<'a>,
}

impl StudyOptions<'_> {
    /// The plan of `count` replications from `first` on, without causes.
    pub fn plan(&self, first: u32, count: u32) -> Plan {
        Plan { first, threads: self.threads, causes: false, ..Plan::new(self.seed, count) }
    }

    /// What intervals and bands show, in words.
    pub fn bands(&self) -> &'static str {
        bands(self.uncertain)
    }
}

/// What intervals and bands show, in words: chance alone, or ranges of assumptions as well.
pub fn bands(uncertain: bool) -> &'static str {
    if uncertain { Varies::Ranges.words() } else { Varies::Chance.words() }
}

/// The key of kept replications: `what` is taken of each, the hash or fingerprint of the scenario, and what is drawn.
pub(super) fn key(what: &str, scenario: &str, drawn: impl Display) -> String {
    let version = env!("CARGO_PKG_VERSION");
    format!("{what} of {scenario} drawn {drawn}, version {version}, layout {STREAM_LAYOUT}")
}

/// Why a study has no answer.
#[derive(Debug)]
pub enum StudyError {
    /// A changed scenario cannot be used.
    Scenario(UncertaintyError),
    /// What else is in the way.
    NoAnswer {
        /// A sentence.
        message: String,
        /// What to do.
        help: Option<String>,
    },
    /// Somebody asked to stop.
    Interrupted {
        /// Finished points and all points, where the study counts them.
        points: Option<(usize, usize)>,
    },
    /// A finished point cannot be written.
    Io(PathBuf, io::Error),
}

impl StudyError {
    /// There is no answer, for a reason that is a sentence.
    pub(super) fn no_answer(message: impl Into<String>) -> Self {
        Self::NoAnswer { message: message.into(), help: None }
    }

    /// Adds what to do about it.
    #[must_use]
    pub(super) fn help(self, remedy: impl Into<String>) -> Self {
        match self {
            Self::NoAnswer { message, .. } => Self::NoAnswer { message, help: Some(remedy.into()) },
            other => other,
        }
    }
}

impl StudyError {
    /// What to do about it, where there is something to say.
    pub fn remedy(&self) -> Option<&str> {
        match self {
            Self::Scenario(error) => Some(error.help()),
            Self::NoAnswer { help, .. } => help.as_deref(),
            Self::Interrupted { .. } | Self::Io(..) => None,
        }
    }
}

impl Display for StudyError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Scenario(error) => error.fmt(formatter),
            Self::NoAnswer { message, .. } => formatter.write_str(message),
            Self::Interrupted { points: None } => formatter.write_str("what is finished is kept"),
            Self::Interrupted { points: Some((done, all)) } => {
                write!(formatter, "{done} of {all} design points are finished and kept")
            }
            Self::Io(path, error) => write!(formatter, "cannot write `{}`: {error}", path.display()),
        }
    }
}

impl std::error::Error for StudyError {}

impl From<CompileError> for StudyError {
    fn from(error: CompileError) -> Self {
        Self::Scenario(error.into())
    }
}

impl From<UncertaintyError> for StudyError {
    fn from(error: UncertaintyError) -> Self {
        Self::Scenario(error)
    }
}
