//! The one file that prints: results to stdout, all else to stderr.
use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressFinish, ProgressStyle};

use super::exit::{Exit, Failure, Outcome};
use crate::diagnostic::{Diagnostics, said};

/// Where a command writes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Terminal {
    quiet: bool,
}

impl Terminal {
    /// A terminal; with `quiet`, only results and errors are written.
    pub(super) fn new(quiet: bool) -> Self {
        Self { quiet }
    }

    /// Whether stderr may be coloured: `NO_COLOR` forbids it, and so does a stderr that is not a terminal.
    pub(super) fn styled() -> bool {
        let forbidden = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        io::stderr().is_terminal() && !forbidden && !dumb
    }

    /// Writes a result to stdout. A reader that stops reading early is not an error.
    pub(super) fn result(text: &str) -> Result<(), Failure> {
        let mut out = io::stdout().lock();
        match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                Err(Failure::io("write", Path::new("standard output"), &error))
            }
            _ => Ok(()),
        }
    }

    /// Writes a result to stdout, with which the command is done.
    pub(super) fn print(text: &str) -> Outcome {
        Self::result(text).map(|()| Exit::Done)
    }

    /// Says something that is not a result, unless quiet.
    pub(super) fn say(self, text: &str) {
        if !self.quiet {
            Self::complain(text);
        }
    }

    /// Writes to stderr, quiet or not.
    pub(super) fn complain(text: &str) {
        let mut err = io::stderr().lock();
        // There is no place to report that stderr fails.
        let _ = writeln!(err, "{}", text.trim_end());
    }

    /// Reports why a command failed.
    pub(super) fn failure(failure: &Failure) {
        match failure {
            Failure::Scenario(diagnostics) => Self::complain(&diagnostics.render(Self::styled())),
            Failure::Said { message, help, .. } => Self::complain(&said(message, help.as_deref())),
            Failure::Diagnosed { diagnostic, .. } => {
                let one = Diagnostics::new(vec![(**diagnostic).clone()]);
                Self::complain(&one.render(Self::styled()));
            }
            Failure::Several(failures) => failures.iter().for_each(Self::failure),
            Failure::Interrupted(kept) => Self::complain(&format!("error: interrupted; {kept}")),
        }
    }

    /// A progress bar on stderr, if that is a terminal; dropping it removes it.
    pub(super) fn progress(self, length: u64, what: &str) -> ProgressBar {
        if self.quiet || !io::stderr().is_terminal() {
            return ProgressBar::hidden();
        }
        let bar = ProgressBar::with_draw_target(Some(length), ProgressDrawTarget::stderr())
            .with_finish(ProgressFinish::AndClear);
        let template = "{msg} [{bar:30}] {pos}/{len} ({eta} left)";
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style.progress_chars("=> "));
        }
        bar.set_message(what.to_owned());
        bar.enable_steady_tick(Duration::from_millis(200));
        bar
    }
}
