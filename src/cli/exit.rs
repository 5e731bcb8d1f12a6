//! Exit codes, and errors that carry one.

use std::fmt;
use std::path::Path;
use std::process::ExitCode;

use crate::chart::ChartError;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::experiment::factor::FactorError;
use crate::experiment::series::SpillError;
use crate::experiment::study_error::StudyError;
use crate::experiment::uncertainty::UncertaintyError;
use crate::model::CompileError;
use crate::report::FolderError;

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
    /// A sentence, its remedy, and the exit code.
    Said {
        /// Exit code.
        exit: Exit,
        /// What is wrong.
        message: String,
        /// What to do.
        help: Option<String>,
    },
    /// A mistake with its code.
    Diagnosed {
        /// Exit code.
        exit: Exit,
        /// What is wrong.
        diagnostic: Box<Diagnostic>,
    },
    /// Several inputs that cannot be used.
    Several(Vec<Failure>),
    /// The user stopped a study: what of it is kept.
    Interrupted(String),
    /// What of a study is missing, where nothing was to be simulated.
    Lacking {
        /// A sentence.
        message: String,
        /// What to do.
        help: String,
    },
    /// Part of a study is neither kept nor this program's to do.
    Elsewhere,
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

    /// A mistake with its code.
    pub(super) fn coded(exit: Exit, code: Code, message: impl Into<String>) -> Self {
        Self::Diagnosed { exit, diagnostic: Box::new(Diagnostic::new(code, message)) }
    }

    /// Adds a remedy.
    #[must_use]
    pub(super) fn help(self, remedy: impl Into<String>) -> Self {
        match self {
            Self::Said { exit, message, .. } => Self::Said { exit, message, help: Some(remedy.into()) },
            Self::Diagnosed { exit, diagnostic } => {
                Self::Diagnosed { exit, diagnostic: Box::new(diagnostic.help(remedy)) }
            }
            other => other,
        }
    }

    /// Tells a study that was interrupted where its finished work is, and how to go on.
    pub(super) fn goes_on(self, points: Option<&Path>, command: &str) -> Self {
        let Self::Interrupted(kept) = self else { return self };
        let points = points.map_or_else(String::new, |folder| format!(" in `{}`", folder.display()));
        Self::Said {
            exit: Exit::InputOutput,
            message: format!("interrupted; {kept}{points}"),
            help: Some(format!("the same command goes on from there:\n  {command}")),
        }
    }

    /// Names the scenario that cannot be used, where a sentence does not.
    #[must_use]
    pub(super) fn of(self, name: &str) -> Self {
        match self {
            Self::Said { exit: Exit::Unusable, message, help } if !message.contains(name) => {
                Self::Said { exit: Exit::Unusable, message: format!("`{name}`: {message}"), help }
            }
            other => other,
        }
    }

    /// What is wrong, in a line of a table: the first mistake, and how many more there are.
    pub(super) fn in_a_line(&self) -> String {
        let diagnosed = |one: &Diagnostic| {
            let path = if one.path.is_empty() { String::new() } else { format!(" (`{}`)", one.path) };
            format!("{}: {}{path}", one.code, one.message)
        };
        match self {
            Self::Scenario(all) => {
                let more = all.len().saturating_sub(1);
                let first = all.iter().next().map(diagnosed).unwrap_or_default();
                if more == 0 { first } else { format!("{first}, and {more} more") }
            }
            Self::Said { message, .. } | Self::Lacking { message, .. } => message.clone(),
            Self::Diagnosed { diagnostic, .. } => diagnosed(diagnostic),
            Self::Several(failures) => failures.first().map(Self::in_a_line).unwrap_or_default(),
            Self::Interrupted(kept) => format!("interrupted; {kept}"),
            Self::Elsewhere => StudyError::Elsewhere.to_string(),
        }
    }

    /// The exit code.
    pub(super) fn exit(&self) -> Exit {
        match self {
            Self::Scenario(_) => Exit::Unusable,
            Self::Said { exit, .. } | Self::Diagnosed { exit, .. } => *exit,
            Self::Several(failures) => failures.first().map_or(Exit::Unusable, Self::exit),
            Self::Interrupted(_) | Self::Elsewhere | Self::Lacking { .. } => Exit::InputOutput,
        }
    }
}

impl From<Diagnostics> for Failure {
    fn from(diagnostics: Diagnostics) -> Self {
        Self::Scenario(Box::new(diagnostics))
    }
}

impl From<UncertaintyError> for Failure {
    fn from(error: UncertaintyError) -> Self {
        Self::unusable(error.to_string()).help(error.help())
    }
}

impl From<StudyError> for Failure {
    fn from(error: StudyError) -> Self {
        let message = error.to_string();
        match error {
            StudyError::Scenario(error) => error.into(),
            StudyError::NoAnswer { help, .. } => Self::Said { exit: Exit::Unusable, message, help },
            StudyError::Interrupted { .. } => Self::Interrupted(message),
            StudyError::Elsewhere => Self::Elsewhere,
            StudyError::Io(..) => Self::coded(Exit::InputOutput, Code::E4002, message),
            StudyError::Spill(error) => error.into(),
        }
    }
}

impl From<SpillError> for Failure {
    fn from(error: SpillError) -> Self {
        Self::coded(Exit::InputOutput, Code::E4002, error.to_string())
            .help("free some space there, or write the results where there is some, with --out")
    }
}

impl From<CompileError> for Failure {
    fn from(error: CompileError) -> Self {
        UncertaintyError::from(error).into()
    }
}

impl From<FactorError> for Failure {
    fn from(error: FactorError) -> Self {
        Self::unusable(error.to_string())
    }
}

impl From<FolderError> for Failure {
    fn from(error: FolderError) -> Self {
        match error {
            FolderError::NotOurs(..) => Self::coded(Exit::Unusable, Code::E4001, error.to_string())
                .help("choose another folder with --out, or empty this one"),
            FolderError::NoPlace(..) => Self::coded(Exit::Unusable, Code::E4001, error.to_string())
                .help("name a folder in it, which need not be there yet, with --out"),
            FolderError::Displaced(..) | FolderError::Stranded(..) | FolderError::Io(..) => {
                Self::coded(Exit::InputOutput, Code::E4002, error.to_string())
            }
        }
    }
}

/// A chart that cannot be drawn is a bug.
impl From<ChartError> for Failure {
    fn from(error: ChartError) -> Self {
        Self::Said {
            exit: Exit::Bug,
            message: format!("a chart could not be drawn: {error}"),
            help: Some("run with --no-charts, and report this as a bug".to_owned()),
        }
    }
}

/// What a command gives back.
pub(super) type Outcome = Result<Exit, Failure>;
