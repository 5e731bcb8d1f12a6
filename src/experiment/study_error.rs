//! Why a study has no answer.

use std::fmt::{self, Display};
use std::io;
use std::path::PathBuf;

use super::series::SpillError;
use super::uncertainty::UncertaintyError;
use crate::model::CompileError;

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
    /// Part of the work is neither kept nor this program's to do.
    Elsewhere,
    /// A finished point cannot be written.
    Io(PathBuf, io::Error),
    /// Replications are more than fit into memory, and cannot be kept elsewhere.
    Spill(SpillError),
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
            Self::Interrupted { .. } | Self::Elsewhere | Self::Io(..) | Self::Spill(_) => None,
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
            Self::Elsewhere => formatter.write_str("part of the work is not kept yet"),
            Self::Spill(error) => error.fmt(formatter),
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

impl From<SpillError> for StudyError {
    fn from(error: SpillError) -> Self {
        Self::Spill(error)
    }
}

impl From<UncertaintyError> for StudyError {
    fn from(error: UncertaintyError) -> Self {
        Self::Scenario(error)
    }
}
