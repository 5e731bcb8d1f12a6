//! The engine in a page: what a reader may change, and the script that simulates again and shows what moves.
//!
//! [`controls`] says what can be changed and over which values. `assets/page/live/` holds the script, `assets/engine/` the
//! engine and how a page asks it. Nothing of these comes from a scenario.

mod controls;

use serde::Serialize;

use super::document::{Block, Section};
use super::engine::{CLIENT, engine, worker};
use super::{Told, json_in_page};
use crate::experiment::levers::Levers;
use crate::experiment::varies::Varies;
use controls::{Control, controls};

/// The parts of the page's script, in order; each uses what the ones before it define.
const SCRIPT: [&str; 4] = [
    CLIENT,
    include_str!("../../../../assets/page/live/controls.js"),
    include_str!("../../../../assets/page/live/answer.js"),
    include_str!("../../../../assets/page/live/live.js"),
];

/// The controls, hidden until the script shows them.
const MARKUP: &str = include_str!("../../../../assets/page/live/live.html");

/// Their styles: light, dark and print.
const STYLE: &str = include_str!("../../../../assets/page/live/live.css");

/// A part of a page with a script of its own.
#[derive(Debug, Clone)]
pub struct Live {
    /// Elements: controls, data, engine.
    pub markup: String,
    /// Styles.
    pub style: &'static str,
    /// The script.
    pub script: String,
}

/// What the script reads.
#[derive(Debug, Serialize)]
struct Data<'a> {
    /// The scenario's file, as a shell takes it.
    file: &'a str,
    /// The file as it is called.
    name: String,
    /// The scenario as it was run, as a text.
    text: String,
    seed: u64,
    replications: u32,
    uncertain: bool,
    /// The command that gave the page.
    command: &'a str,
    /// Whether the scenario was changed by that command, so that `compare` cannot begin with its file.
    changed: bool,
    controls: Vec<Control>,
}

/// The part of a report in which a reader changes the scenario.
pub(super) fn live(told: &Told<'_>, levers: &Levers) -> Section {
    let mut section = Section::new("what-if", "Try a change");
    section.say(
        "The page report.html holds the engine: where scripts may run, it simulates again what you change here, under \
         the same draws, and says what moves. Nothing leaves the page.",
    );
    let data = Data {
        file: scenario_of(told.command),
        name: unquoted(scenario_of(told.command)),
        text: told.loaded.resolved.to_string(),
        seed: told.results.seed,
        replications: told.results.replications,
        uncertain: told.varies == Varies::Ranges,
        command: told.command,
        changed: told.command.contains(" --set "),
        controls: controls(told, levers),
    };
    section.blocks.push(Block::Live(Box::new(Live {
        markup: markup(&json_in_page(&data)),
        style: STYLE,
        script: scoped(&SCRIPT),
    })));
    section
}

/// The first argument of a command, as a shell reads it: the scenario.
fn scenario_of(command: &str) -> &str {
    let rest = command.splitn(3, ' ').nth(2).unwrap_or_default();
    let (mut quoted, mut escaped) = (false, false);
    let end = rest.char_indices().find(|(_, letter)| {
        // A backslash stands only outside quotes, before a quote.
        quoted ^= *letter == '\'' && !escaped;
        escaped = *letter == '\\' && !quoted;
        *letter == ' ' && !quoted
    });
    end.map_or(rest, |(end, _)| &rest[..end])
}

/// A word of a command without the quotes of a shell.
fn unquoted(word: &str) -> String {
    word.replace("'\\''", "\u{0}").replace('\'', "").replace('\u{0}', "'")
}

fn markup(data: &str) -> String {
    let held =
        |id: &str, kind: &str, text: &str| format!("<script type=\"{kind}\" id=\"{id}\">{text}</script>\n");
    [
        MARKUP.replace('\r', ""),
        held("live-data", "application/json", data),
        held("live-worker", "text/plain", &worker()),
        held("live-engine", "text/plain", &engine()),
    ]
    .concat()
}

/// Parts of a script as one with a scope of its own. Line feeds stay as they are on every system: a browser reads them so
/// before it takes the hash.
fn scoped(parts: &[&str]) -> String {
    format!("(() => {{\n\"use strict\";\n{}}})();\n", parts.concat()).replace('\r', "")
}

#[cfg(test)]
mod tests {
    use super::super::document::visible;
    use super::*;

    #[test]
    fn the_scenario_of_a_command_is_its_first_argument_quotes_and_all() {
        assert_eq!(scenario_of("forceflow run base.json --seed 1"), "base.json");
        assert_eq!(scenario_of("forceflow run 'my base.json' --seed 1"), "'my base.json'");
        assert_eq!(scenario_of("forceflow run 'it'\\''s one.json'"), "'it'\\''s one.json'");
        assert_eq!(unquoted("'it'\\''s one.json'"), "it's one.json");
        assert_eq!(unquoted("base.json"), "base.json");
    }

    #[test]
    fn scripts_load_and_send_nothing_and_make_no_markup() {
        let script = scoped(&SCRIPT);
        assert_eq!(visible(&script), script, "no tabs and no letters that a page would show instead");
        let worker = worker();
        for part in [&script, &worker, MARKUP, STYLE] {
            for word in [
                "http:",
                "https:",
                "import(",
                "fetch(",
                "XMLHttp",
                "url(",
                "innerHTML",
                "eval(",
                "</script",
                "<!--",
            ] {
                assert!(!part.contains(word), "{word}");
            }
        }
    }
}
