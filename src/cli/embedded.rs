//! Commands inside another program, such as a notebook: the same code as on a command line, but nothing is printed, no
//! signal is caught and nothing ends the process. What a command would print and write is handed back.
//!
//! A command belongs to the thread that carries it out; what it starts other threads for prints nothing.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use clap::Parser;

use super::exit::Failure;
use super::figures::FigureArgs;
use super::kept::bytes_of;
use crate::chart::Format;
use crate::diagnostic::{Diagnostics, said};
use crate::report::draw::{FigureData, Redrawn};
use crate::report::folder::{check_target, held};
use crate::report::{AnyManifest, Files, Hashes, write_folder};
use crate::scenario::{Loaded, Texts, load as load_file, load_str};

/// Files by their path inside a folder.
pub type Bytes = BTreeMap<String, Vec<u8>>;

/// What a program asks for.
#[derive(Debug, Default)]
pub struct Asked<'a> {
    /// The words of the command line, the first being the name of the command.
    pub arguments: &'a [String],
    /// Scenarios that are no files, by the names that the words have for them.
    pub texts: Texts,
    /// Whether a folder of results is handed back instead of being written.
    pub hold: bool,
    /// Set by whoever wants the command to stop.
    pub interrupted: Arc<AtomicBool>,
}

/// What a command leaves behind.
#[derive(Debug, Default)]
pub struct Answer {
    /// How it would end a process.
    pub exit: u8,
    /// What it would print as its result.
    pub stdout: String,
    /// What else it would say.
    pub stderr: String,
    /// What a study would print with `--format json`.
    pub json: Option<Vec<u8>>,
    /// The folder of results, with its manifest, if it was to be handed back and there is one.
    pub files: Option<Bytes>,
}

thread_local! {
    static SESSION: RefCell<Option<Session>> = const { RefCell::new(None) };
}

struct Session {
    texts: Texts,
    hold: bool,
    interrupted: Arc<AtomicBool>,
    answer: Answer,
}

/// Carries a command out and hands back what it would print and write.
pub fn carry_out(asked: Asked<'_>) -> Answer {
    /// Ends the session, also where a panic leaves it.
    struct End;
    impl Drop for End {
        fn drop(&mut self) {
            SESSION.set(None);
        }
    }
    let Asked { arguments, texts, hold, interrupted } = asked;
    SESSION.set(Some(Session { texts, hold, interrupted, answer: Answer::default() }));
    let end = End;
    let words = std::iter::once("forceflow").chain(arguments.iter().map(String::as_str));
    let exit = super::code(words);
    let answer = with(|session| std::mem::take(&mut session.answer)).unwrap_or_default();
    drop(end);
    Answer { exit, ..answer }
}

/// How `forceflow chart` draws, without its folder.
#[derive(Debug, Parser)]
#[command(name = "figures", no_binary_name = true)]
struct Drawn {
    #[arg(long, value_name = "NAME")]
    only: Vec<String>,
    #[command(flatten)]
    figures: FigureArgs,
}

/// Draws figures of a folder from its `figure-data.json`: their files and `figures.json`. `arguments` are those of `forceflow
/// chart`.
///
/// # Errors
/// Words about data or arguments that cannot be used.
pub fn draw(data: &[u8], arguments: &[String]) -> Result<Bytes, String> {
    let Drawn { only, figures } = Drawn::try_parse_from(arguments).map_err(|error| error.to_string())?;
    let data = FigureData::read(&String::from_utf8_lossy(data)).map_err(|error| said(&error, None))?;
    let known: Vec<&str> = data.figures.iter().map(|any| any.chart().meta().id.as_str()).collect();
    if let Some(unknown) = only.iter().find(|name| !known.contains(&name.as_str())) {
        let help = format!("its figures are {}", known.join(", "));
        return Err(said(&format!("there is no figure `{unknown}`"), Some(&help)));
    }
    let printing = figures.printing(&[Format::Svg]);
    let drawn =
        data.redraw("", &Redrawn { printing, only }).map_err(|error| said(&error.to_string(), None))?;
    let all = drawn.iter().map(|(name, content)| Ok((name.clone(), bytes_of(name, content)?)));
    all.collect::<Result<_, Failure>>().map_err(|_| said("a figure cannot be kept", None))
}

/// What `change` gives of the session, if there is one.
fn with<T>(change: impl FnOnce(&mut Session) -> T) -> Option<T> {
    SESSION.with_borrow_mut(|session| session.as_mut().map(change))
}

/// Whether a command is carried out inside another program.
pub(super) fn is_active() -> bool {
    with(|_| ()).is_some()
}

/// Whether folders are handed back instead of being written.
pub(super) fn holds() -> bool {
    with(|session| session.hold).unwrap_or(false)
}

/// Takes what would go to stdout; false where there is nobody to take it.
pub(super) fn print(text: &str) -> bool {
    with(|session| session.answer.stdout.push_str(text)).is_some()
}

/// Takes a line that would go to stderr; false where there is nobody to take it.
pub(super) fn say(line: &str) -> bool {
    with(|session| session.answer.stderr.extend([line, "\n"])).is_some()
}

/// The flag that another program sets to stop a command.
pub(super) fn interrupted() -> Option<Arc<AtomicBool>> {
    with(|session| Arc::clone(&session.interrupted))
}

/// Whether a name stands for a text.
pub(super) fn is_text(file: &Path) -> bool {
    text(file).is_some()
}

fn text(file: &Path) -> Option<String> {
    with(|session| session.texts.get(file.to_str()?).cloned()).flatten()
}

/// Loads a scenario that the command line names: a file, a shipped one, or a text of the program around.
pub(super) fn load(file: &Path, sets: &[(String, String)]) -> Result<Loaded, Diagnostics> {
    match (text(file), file.to_str()) {
        (Some(text), Some(name)) => load_str(name, &text, sets),
        _ => load_file(file, sets),
    }
}

/// Keeps the answer of a study as JSON, if there is somebody to take it.
pub(super) fn keep_json(json: impl FnOnce() -> Vec<u8>) {
    with(|session| session.answer.json = Some(json()));
}

/// Refuses a folder that cannot take results, before the work.
pub(super) fn check_place(target: &Path) -> Result<(), Failure> {
    if holds() { Ok(()) } else { Ok(check_target(target)?) }
}

/// Writes a folder of results, or hands it back.
pub(super) fn deliver(
    target: &Path,
    files: &Files<'_>,
    manifest: impl FnOnce(Hashes) -> AnyManifest,
) -> Result<(), Failure> {
    if !holds() {
        return Ok(write_folder(target, files, manifest)?);
    }
    let files = held(files, manifest).map_err(|error| Failure::io("make", target, &error))?;
    with(|session| session.answer.files = Some(files));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const BRIDGE: &str = include_str!("../../scenarios/checks/air-bridge.json");

    fn asked(words: &str, hold: bool) -> Answer {
        let arguments: Vec<String> = words.split(' ').map(str::to_owned).collect();
        let texts = Texts::from([("mine.json".to_owned(), BRIDGE.to_owned())]);
        carry_out(Asked { arguments: &arguments, texts, hold, interrupted: Arc::default() })
    }

    #[test]
    fn a_folder_is_handed_back_and_nothing_is_written() {
        let answer = asked("run mine.json -n 3 --no-charts --format json", true);
        assert_eq!((answer.exit, answer.stderr.as_str()), (0, ""));
        let files = answer.files.expect("a folder");
        assert_eq!(files["result.json"], answer.stdout.as_bytes());
        assert!(files.contains_key("manifest.json") && files.contains_key("ro-crate-metadata.json"));
        assert!(!Path::new("output/mine").exists());
        assert!(!is_active(), "the session is over");
        let drawn = draw(&files["figure-data.json"], &["--only".to_owned(), "arrivals".to_owned()]);
        let names: Vec<String> = drawn.expect("a figure").into_keys().collect();
        assert_eq!(names, ["arrivals.csv", "arrivals.svg", "figures.json"]);
        let unknown = draw(&files["figure-data.json"], &["--only".to_owned(), "arrival".to_owned()]);
        assert!(unknown.is_err_and(|words| words.contains("its figures are ") && words.contains("arrivals")));
    }

    #[test]
    fn mistakes_and_wrong_words_are_handed_back_as_they_would_be_printed() {
        let answer = asked("run mine.json --set fleets.bridge.count=-1", true);
        assert_eq!((answer.exit, answer.stdout.as_str()), (2, ""));
        assert!(
            answer.stderr.contains("E1201") || answer.stderr.contains("fleets.bridge.count"),
            "{}",
            answer.stderr
        );
        let answer = asked("run mine.json --sed 1", true);
        assert_eq!(answer.exit, 2);
        assert!(answer.stderr.starts_with("error: unexpected argument '--sed'"), "{}", answer.stderr);
    }

    #[test]
    fn a_command_stops_when_it_is_asked_to() {
        let arguments = ["run", "kazakhstan-2022", "-n", "100000", "--no-charts"].map(str::to_owned);
        let interrupted = Arc::new(AtomicBool::new(true));
        let answer = carry_out(Asked { arguments: &arguments, texts: Texts::new(), hold: true, interrupted });
        assert_eq!(answer.exit, 3);
        assert!(answer.stderr.starts_with("error: interrupted"), "{}", answer.stderr);
    }
}
