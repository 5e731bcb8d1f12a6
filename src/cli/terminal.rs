//! The one file that prints: results to stdout, all else to stderr.
use std::borrow::Cow;
use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressFinish, ProgressStyle};

use super::embedded;
use super::exit::{Exit, Failure, Outcome};
use crate::diagnostic::{Diagnostics, said};
use crate::escape::visible;

/// Sequences of a terminal: bold, a bold colour, and the end of both.
const BOLD: &str = "\u{1b}[1m";
const RED: &str = "\u{1b}[1;31m";
const YELLOW: &str = "\u{1b}[1;33m";
const PLAIN: &str = "\u{1b}[0m";

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
        io::stderr().is_terminal() && Self::colours() && !embedded::is_active()
    }

    /// Whether the user wants colours, and the terminal has some.
    fn colours() -> bool {
        let forbidden = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        !forbidden && !dumb
    }

    /// Writes words to stdout, every letter so that it can be seen: titles, names and files are those of a stranger.
    pub(super) fn result(text: &str) -> Result<(), Failure> {
        Self::data(&visible(text))
    }

    /// Writes what a program reads to stdout, letter by letter unless a person reads it. A reader that stops reading early is not
    /// an error.
    pub(super) fn data(text: &str) -> Result<(), Failure> {
        let text = if io::stdout().is_terminal() && !embedded::is_active() {
            Cow::Owned(visible(text))
        } else {
            Cow::Borrowed(text)
        };
        Self::written(&text)
    }

    /// Writes what [`Self::data`] would write of it, piece by piece where a program reads it.
    pub(super) fn streamed(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Failure> {
        if io::stdout().is_terminal() || embedded::is_active() {
            let mut bytes = Vec::new();
            return match write(&mut bytes) {
                Ok(()) => Self::data(&String::from_utf8_lossy(&bytes)),
                Err(error) => Self::ended(Err(error)),
            };
        }
        let mut out = io::BufWriter::new(io::stdout().lock());
        Self::ended(write(&mut out).and_then(|()| out.flush()))
    }

    fn written(text: &str) -> Result<(), Failure> {
        if embedded::print(text) {
            return Ok(());
        }
        let mut out = io::stdout().lock();
        Self::ended(out.write_all(text.as_bytes()).and_then(|()| out.flush()))
    }

    fn ended(written: io::Result<()>) -> Result<(), Failure> {
        match written {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                Err(Failure::io("write", Path::new("standard output"), &error))
            }
            _ => Ok(()),
        }
    }

    /// Writes what a program reads to stdout, with which the command is done.
    pub(super) fn print(text: &str) -> Outcome {
        Self::data(text).map(|()| Exit::Done)
    }

    /// Says something that is not a result, unless quiet.
    pub(super) fn say(self, text: &str) {
        if !self.quiet {
            Self::complain(text);
        }
    }

    /// Shows warnings, unless quiet.
    pub(super) fn warn(self, warnings: &Diagnostics) {
        if !self.quiet {
            Self::diagnose(warnings);
        }
    }

    /// Writes a summary to stdout, its title bold where a person reads it and colours are wanted.
    pub(super) fn summary(text: &str) -> Result<(), Failure> {
        let text = visible(text);
        let styled = io::stdout().is_terminal() && Self::colours();
        match text.split_once('\n').filter(|_| styled) {
            Some((title, rest)) => Self::written(&format!("{BOLD}{title}{PLAIN}\n{rest}")),
            None => Self::written(&text),
        }
    }

    /// Writes mistakes and warnings to stdout, with colours where there may be some.
    pub(super) fn findings(diagnostics: &Diagnostics) -> Result<(), Failure> {
        let styled = io::stdout().is_terminal() && Self::colours();
        Self::written(&format!("{}\n", diagnostics.render(styled).trim_end()))
    }

    /// Writes to stderr, quiet or not, every letter so that it can be seen.
    pub(super) fn complain(text: &str) {
        let text = visible(text);
        if !Self::styled() {
            return Self::complain_styled(&text);
        }
        let word = |line: &str| match line.split_once(':') {
            Some(("error", rest)) => format!("{RED}error{PLAIN}:{rest}"),
            Some(("warning", rest)) => format!("{YELLOW}warning{PLAIN}:{rest}"),
            Some((word @ ("help" | "note"), rest)) => format!("{BOLD}{word}{PLAIN}:{rest}"),
            _ => line.to_owned(),
        };
        Self::complain_styled(&text.lines().map(word).collect::<Vec<_>>().join("\n"));
    }

    /// Writes mistakes and warnings to stderr, with colours where there may be some.
    pub(super) fn diagnose(diagnostics: &Diagnostics) {
        Self::complain_styled(&diagnostics.render(Self::styled()));
    }

    /// Writes to stderr what holds no letters of a stranger that cannot be seen.
    fn complain_styled(text: &str) {
        if embedded::say(text.trim_end()) {
            return;
        }
        let mut err = io::stderr().lock();
        // There is no place to report that stderr fails.
        let _ = writeln!(err, "{}", text.trim_end());
    }

    /// Reports why a command failed.
    pub(super) fn failure(failure: &Failure) {
        match failure {
            Failure::Scenario(diagnostics) => Self::diagnose(diagnostics),
            Failure::Said { message, help, .. } => Self::complain(&said(message, help.as_deref())),
            Failure::Diagnosed { diagnostic, .. } => {
                let one = Diagnostics::new(vec![(**diagnostic).clone()]);
                Self::diagnose(&one);
            }
            Failure::Several(failures) => failures.iter().for_each(Self::failure),
            Failure::Lacking { message, help } => Self::complain(&said(message, Some(help))),
            Failure::Elsewhere => Self::complain(&format!("error: {}", failure.in_a_line())),
            Failure::Interrupted(kept) => Self::complain(&format!("error: interrupted; {kept}")),
        }
    }

    /// Writes help, the version or a mistake of the command line; says how the program ends.
    pub(super) fn command_line(error: &clap::Error) -> Outcome {
        let rendered = error.render();
        let plain = rendered.to_string();
        // A mistake quotes what was typed.
        let styled = visible(&plain) == plain;
        if error.use_stderr() {
            if styled && Self::styled() {
                Self::complain_styled(&rendered.ansi().to_string());
            } else {
                Self::complain(&plain);
            }
            return Ok(Exit::Unusable);
        }
        let colours = io::stdout().is_terminal() && Self::colours() && !embedded::is_active();
        if colours { Self::written(&rendered.ansi().to_string()) } else { Self::written(&plain) }
            .map(|()| Exit::Done)
    }

    /// Shows stages of a study on a progress bar, each with how much of it is done and how much there is.
    pub(super) fn stages(self) -> impl FnMut(&str, u64, u64) {
        let bar = self.progress(0, "points");
        move |what, done, of| {
            if bar.message() != what {
                bar.set_message(what.to_owned());
            }
            bar.set_length(of);
            bar.set_position(done);
        }
    }

    /// A progress bar on stderr, if that is a terminal; dropping it removes it.
    pub(super) fn progress(self, length: u64, what: &str) -> ProgressBar {
        if self.quiet || !io::stderr().is_terminal() || embedded::is_active() {
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
