//! Every command in the documentation runs as it stands there.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The commands of `sh` blocks in a page: lines that begin with `forceflow` or run the program through cargo.
fn commands(page: &Path) -> Vec<Vec<String>> {
    let text = fs::read_to_string(page).expect("a page");
    let mut inside = false;
    let mut commands = Vec::new();
    for line in text.lines() {
        if line.starts_with("```") {
            inside = line.trim_end() == "```sh";
            continue;
        }
        let line = line.trim();
        let command =
            line.strip_prefix("cargo run --release -- ").or_else(|| line.strip_prefix("forceflow "));
        if let Some(command) = command.filter(|_| inside) {
            commands.push(words(command));
        }
    }
    commands
}

/// The files that a page has its reader save: blocks whose first line names one, as ```` ```json name.json ````.
fn files(page: &Path) -> Vec<(String, String)> {
    let text = fs::read_to_string(page).expect("a page");
    let blocks = text.split("\n```json ").skip(1).filter_map(|rest| rest.split_once("\n```"));
    blocks
        .filter_map(|(block, _)| block.split_once('\n'))
        .map(|(name, text)| (name.trim().to_owned(), format!("{text}\n")))
        .collect()
}

/// Splits a command as a shell does: blanks, single and double quotes, no more; a comment ends it.
fn words(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    for c in command.chars() {
        match (quote, c) {
            (Some(open), c) if open == c => quote = None,
            (None, '\'' | '"') => {
                quote = Some(c);
                word.get_or_insert_with(String::new);
            }
            (None, '#') if word.is_none() => break,
            (None, ' ') => words.extend(word.take()),
            (_, c) => word.get_or_insert_with(String::new).push(c),
        }
    }
    words.extend(word);
    words
}

fn pages() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut pages = vec![root.join("README.md")];
    let docs = fs::read_dir(root.join("docs")).expect("docs");
    pages.extend(
        docs.map(|entry| entry.expect("an entry").path())
            .filter(|path| path.extension() == Some("md".as_ref())),
    );
    pages.sort();
    pages
}

/// A folder in which the documentation's relative paths lead to the project's own files.
fn workplace() -> tempfile::TempDir {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let workplace = tempfile::tempdir().expect("a folder");
    copy(&root.join("scenarios"), &workplace.path().join("scenarios"));
    copy(&root.join("output/example"), &workplace.path().join("output/example"));
    workplace
}

fn copy(from: &Path, to: &Path) {
    if from.is_dir() {
        fs::create_dir_all(to).expect("a folder");
        for entry in fs::read_dir(from).expect("a folder") {
            let entry = entry.expect("an entry");
            copy(&entry.path(), &to.join(entry.file_name()));
        }
    } else if from.exists() {
        fs::copy(from, to).expect("a copy");
    }
}

#[test]
fn every_command_in_the_documentation_runs() {
    let workplace = workplace();
    let mut run = 0;
    let mut saved = 0;
    for page in pages() {
        for (name, text) in files(&page) {
            fs::write(workplace.path().join(name), text).expect("a file");
            saved += 1;
        }
        for arguments in commands(&page) {
            let output = Command::new(env!("CARGO_BIN_EXE_forceflow"))
                .args(&arguments)
                .current_dir(workplace.path())
                .output()
                .expect("the program starts");
            let code = output.status.code();
            // A `check`, `size` or `backtest` may answer no.
            assert!(
                matches!(code, Some(0 | 1)),
                "{}: forceflow {}\n{}",
                page.display(),
                arguments.join(" "),
                String::from_utf8_lossy(&output.stderr)
            );
            run += 1;
        }
    }
    assert!(run >= 4, "the README alone has more commands than {run}");
    assert!(saved >= 1, "a variant is saved from docs/beginning.md");
}

#[test]
fn every_page_that_is_linked_is_there() {
    for page in pages() {
        let text = fs::read_to_string(&page).expect("a page");
        // What stands in a block of code is an example, not a link.
        let text: String = text.split("\n```").step_by(2).collect();
        let folder = page.parent().expect("a folder");
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let target = link.split('#').next().unwrap_or("");
            if target.is_empty() || target.contains("://") {
                continue;
            }
            assert!(folder.join(target).exists(), "{}: {link}", page.display());
        }
    }
}

#[test]
fn commands_are_split_as_a_shell_splits_them() {
    assert_eq!(
        words("size a.json --goal 'on_time >= 0.95'"),
        ["size", "a.json", "--goal", "on_time >= 0.95"]
    );
    assert_eq!(words("run a.json  # as before"), ["run", "a.json"]);
}
