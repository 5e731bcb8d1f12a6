//! Exit codes, and errors that carry one.

use std::fmt;
use std::path::Path;
use std::process::ExitCode;

use crate::diagnostic::Diagnostics;

/// How the program ends. The numbers are a promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Exit {
    /// Done.
    Done = 0,
    /// Done, and the answer is no.
    No = 1,
    /// Wrong usage, or a scenario that cannot be used.
    Unusable = 2,
    /// Input or output failed.
    InputOutput = 3,
    /// A bug: the audit failed.
    Bug = 4,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// Why a command could not do its work.
#[derive(Debug)]
pub(super) enum Failure {
    /// Mistakes in a scenario.
    Scenario(Box<Diagnostics>),
    /// A sentence, with the remedy behind it, and the exit code.
    Said {
        /// Exit code.
        exit: Exit,
        /// What is wrong.
        message: String,
        /// What to do.
        help: Option<String>,
    },
    /// Several inputs that cannot be used.
    Several(Vec<Failure>),
}

impl Failure {
    /// Wrong usage, or something that cannot be used.
    pub(super) fn unusable(message: impl Into<String>) -> Self {
        Self::Said { exit: Exit::Unusable, message: message.into(), help: None }
    }

    /// Reading or writing failed.
    pub(super) fn io(what: &str, path: &Path, error: &dyn fmt::Display) -> Self {
        let message = format!("cannot {what} `{}`: {error}", path.display());
        Self::Said { exit: Exit::InputOutput, message, help: None }
    }

    /// The same with a remedy.
    #[must_use]
    pub(super) fn help(self, remedy: impl Into<String>) -> Self {
        match self {
            Self::Said { exit, message, .. } => Self::Said { exit, message, help: Some(remedy.into()) },
            other => other,
        }
    }

    /// The exit code.
    pub(super) fn exit(&self) -> Exit {
        match self {
            Self::Scenario(_) => Exit::Unusable,
            Self::Said { exit, .. } => *exit,
            Self::Several(failures) => failures.first().map_or(Exit::Unusable, Self::exit),
        }
    }
}

impl From<Diagnostics> for Failure {
    fn from(diagnostics: Diagnostics) -> Self {
        Self::Scenario(Box::new(diagnostics))
    }
}

/// What a command gives back.
pub(super) type Outcome = Result<Exit, Failure>;
