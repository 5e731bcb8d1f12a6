//! `forceflow manual DIR`: man pages and completions, where a system looks for them below a prefix such as `/usr/local`.

use std::fs;
use std::path::{Path, PathBuf};

use clap::{Args, Command};
use clap_complete::Shell;
use clap_mangen::Man;

use super::exit::{Exit, Failure, Outcome};
use super::terminal::Terminal;

/// Folder of man pages below the prefix.
const PAGES: &str = "share/man/man1";

/// Write man pages and completions below a folder, as an installation has them
#[derive(Debug, Args)]
pub(super) struct ManualArgs {
    /// Folder that stands for the prefix; files of the same names are replaced
    #[arg(value_name = "DIR")]
    prefix: PathBuf,
}

pub(super) fn manual(args: &ManualArgs) -> Outcome {
    let mut program = super::command();
    // Gives every command its whole name, as `forceflow run`.
    program.build();
    let mut written = Vec::new();
    page(&program, &args.prefix.join(PAGES), &mut written)?;
    for (shell, file) in [
        (Shell::Bash, "share/bash-completion/completions/forceflow"),
        (Shell::Zsh, "share/zsh/site-functions/_forceflow"),
        (Shell::Fish, "share/fish/vendor_completions.d/forceflow.fish"),
    ] {
        let mut script = Vec::new();
        clap_complete::generate(shell, &mut super::command(), "forceflow", &mut script);
        write(&args.prefix.join(file), &script, &mut written)?;
    }
    let line = |file: &PathBuf| format!("{}\n", file.display());
    Terminal::result(&written.iter().map(line).collect::<String>()).map(|()| Exit::Done)
}

/// Writes the page of a command and those of the commands below it.
fn page(command: &Command, folder: &Path, written: &mut Vec<PathBuf>) -> Result<(), Failure> {
    let name = command.get_display_name().unwrap_or(command.get_name()).to_owned();
    let file = folder.join(format!("{name}.1"));
    let mut page = Vec::new();
    // Without a date: equal programs give equal pages.
    Man::new(command.clone()).render(&mut page).map_err(|error| Failure::io("make", &file, &error))?;
    write(&file, &page, written)?;
    let below = command.get_subcommands().filter(|below| !below.is_hide_set() && below.get_name() != "help");
    below.into_iter().try_for_each(|below| self::page(below, folder, written))
}

fn write(file: &Path, bytes: &[u8], written: &mut Vec<PathBuf>) -> Result<(), Failure> {
    let failed = |error| Failure::io("write", file, &error);
    fs::create_dir_all(file.parent().unwrap_or(Path::new(""))).map_err(failed)?;
    fs::write(file, bytes).map_err(failed)?;
    written.push(file.to_owned());
    Ok(())
}
