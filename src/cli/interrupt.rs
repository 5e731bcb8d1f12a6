//! Ctrl-C, and a polite order to end.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::embedded::interrupted;
use super::exit::Exit;
use super::terminal::Terminal;

/// A signal that follows the first within this time counts as part of it: `timeout`, for one, sends its signal to the
/// program and then to its group.
const SAME_ORDER: Duration = Duration::from_millis(200);

/// Sets a flag at the first interrupt, so that the work under way ends in good order; a second interrupt ends the program
/// at once.
#[expect(clippy::exit, reason = "a second interrupt asks to end without finishing what is under way")]
pub(super) fn on_interrupt(terminal: Terminal) -> Arc<AtomicBool> {
    if let Some(theirs) = interrupted() {
        return theirs;
    }
    let asked = Arc::new(AtomicBool::new(false));
    let heard = Arc::clone(&asked);
    let mut first: Option<Instant> = None;
    let hear = move || match first {
        None => {
            first = Some(Instant::now());
            heard.store(true, Ordering::Relaxed);
        }
        // Files are written whole or not at all, so only time is lost.
        Some(first) if first.elapsed() >= SAME_ORDER => std::process::exit(Exit::InputOutput as i32),
        Some(_) => {}
    };
    // Without a handler, finished points are safe all the same; only the message is missing.
    if ctrlc::set_handler(hear).is_err() {
        terminal.say("warning: interrupts cannot be caught here; finished points are kept all the same");
    }
    asked
}

/// Ends the program with exit code 3 at the first interrupt: for commands that keep nothing of unfinished work. Inside
/// another program, gives the flag that this one sets instead.
#[expect(clippy::exit, reason = "unfinished work of these commands is of no use")]
pub(super) fn ends_on_interrupt() -> Arc<AtomicBool> {
    if let Some(theirs) = interrupted() {
        return theirs;
    }
    // Without a handler the signal ends the program all the same, without a word.
    let _ = ctrlc::set_handler(|| {
        // Files are written whole or not at all.
        Terminal::complain("error: interrupted; nothing of it is kept");
        std::process::exit(Exit::InputOutput as i32);
    });
    Arc::default()
}
