//! The engine in a page: what a reader may change, and the script that simulates again and shows what moves.
//!
//! [`controls`] says what can be changed and over which values. `assets/page/live/` holds the script, `assets/engine/` the
//! engine and how a page asks it. Nothing of these comes from a scenario.

mod controls;

use serde::Serialize;

use super::document::{Block, Section};
use super::engine::{CLIENT, engine, worker};
use super::markup::Html;
use super::script::scoped;
use super::{Told, json_in_page};
use crate::experiment::levers::Levers;
use crate::experiment::varies::Varies;
use crate::report::command_line::{shell_word, words};
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
    file: String,
    /// The file as it is called.
    name: &'a str,
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
    let words = words(told.command);
    let name = words.get(2).map_or("", String::as_str);
    let data = Data {
        file: shell_word(name),
        name,
        text: told.loaded.resolved.to_string(),
        seed: told.results.seed,
        replications: told.results.replications,
        uncertain: told.varies == Varies::Ranges,
        command: told.command,
        changed: words.iter().any(|word| word == "--set"),
        controls: controls(told, levers),
    };
    section.blocks.push(Block::Live(Box::new(Live {
        markup: markup(&json_in_page(&data)),
        style: STYLE,
        script: scoped(&SCRIPT),
    })));
    section
}

fn markup(data: &str) -> String {
    let mut html = Html::default();
    html.ours(&MARKUP.replace('\r', ""));
    for (id, kind, text) in [
        ("live-data", "application/json", data),
        ("live-worker", "text/plain", &worker()),
        ("live-engine", "text/plain", &engine()),
    ] {
        html.held(id, kind, text);
        html.ours("\n");
    }
    html.into_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::escape::visible;

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
