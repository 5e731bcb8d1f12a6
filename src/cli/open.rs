//! `--open`: shows a page that was written.

use std::path::Path;
use std::process::{Command, Stdio};

use super::terminal::Terminal;

/// Opens the report of a folder.
pub(super) fn open_report(folder: &Path, terminal: Terminal) {
    open_page(&folder.join("report.html"), terminal);
}

/// Opens a page with the program that the system has for pages. The page is written, so a machine without one is no
/// failure.
pub(super) fn open_page(page: &Path, terminal: Terminal) {
    let opener = match std::env::consts::OS {
        "macos" => "open",
        "windows" => "explorer",
        _ => "xdg-open",
    };
    // Explorer knows whole paths alone.
    let whole = std::path::absolute(page).unwrap_or_else(|_| page.to_owned());
    let opened = Command::new(opener).arg(whole).stdout(Stdio::null()).stderr(Stdio::null()).status();
    let problem = match opened {
        // Explorer ends with 1 whatever it did.
        Ok(status) if status.success() || cfg!(windows) => return,
        Ok(status) => format!("{opener}: {status}"),
        Err(error) => format!("{opener}: {error}"),
    };
    terminal
        .say(&format!("note: `{}` could not be opened ({problem}); open it in a browser", page.display()));
}
