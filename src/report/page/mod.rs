//! `report.html` and `report.md`: a run, or a study, as a reader reads it.
//!
//! [`document`] is a report without markup, [`html`] and [`markdown`] write it, and `sections` fills it for a run, [`study`]
//! for a study. `playback` is what `script` moves. What a report says comes from the scenario and the results alone, so that
//! its bytes are the same on every machine; host, time, folder and threads stand in the manifest.

pub mod document;
#[cfg(feature = "cli")]
mod engine;
mod figures;
pub mod html;
#[cfg(feature = "cli")]
pub mod live;
pub mod markdown;
mod markup;
pub mod playback;
#[cfg(feature = "cli")]
pub mod playground;
mod script;
mod sections;
mod sha256;
pub mod study;
mod words;

use serde::Serialize;

use super::names::Names;
use super::numbers::Calendar;
use crate::chart;
use crate::experiment::levers::Levers;
use crate::experiment::rank::described;
use crate::experiment::story::Subject;
use crate::experiment::varies::Varies;
use crate::experiment::{Results, Summary};
use crate::model::{ShownRun, World};
use crate::scenario::Loaded;

use document::Document;
use playback::Played;

/// Words as a page holds them: in an element, and in an attribute of it.
pub fn html_words(words: &str) -> String {
    let mut html = markup::Html::default();
    html.words("p", &[("title", words)], words);
    html.into_string()
}

/// What the report of a run is made from.
#[derive(Debug, Clone, Copy)]
pub struct Told<'a> {
    /// The scenario as it was run.
    pub loaded: &'a Loaded,
    /// The command that gives these results where the scenario is at hand; without folders.
    pub command: &'a str,
    /// What makes replications differ.
    pub varies: Varies,
    /// The names of what the scenario holds.
    pub names: &'a Names,
    /// What was simulated.
    pub world: &'a World,
    /// The world of the shown run.
    pub shown_world: &'a World,
    /// Over replications.
    pub summary: &'a Summary,
    /// What `result.json` holds.
    pub results: &'a Results,
    /// One run.
    pub shown: &'a ShownRun,
    /// Local time.
    pub calendar: Option<Calendar>,
    /// What a reader may change in the page, if it is to hold the engine.
    pub live: Option<&'a Levers>,
}

/// JSON that cannot end the element it stands in: what HTML could read as markup stands as numbers of letters.
fn json_in_page(data: &impl Serialize) -> String {
    // Numbers and texts of our own: nothing that JSON lacks.
    let text = serde_json::to_string(data).unwrap_or_default();
    text.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}

/// The report of a run with its figures.
pub fn of_run(told: &Told<'_>, figures: Vec<chart::Figure>) -> Document {
    let mut figures = figures::numbered(figures);
    let mut sections = vec![sections::asked(told), sections::answer(told)];
    #[cfg(feature = "cli")]
    sections.extend(told.live.map(|levers| live::live(told, levers)));
    // A run without charts is not played.
    let motion = || {
        playback::playback(&Played {
            scenario: &told.loaded.scenario,
            names: told.names,
            world: told.shown_world,
            shown: told.shown,
            label: &described(told.shown.replication, &told.summary.deployment.closure_h),
            subject: &Subject::Force,
            deadline: told.world.deadline,
            calendar: told.calendar,
        })
    };
    sections.extend(figures::beside_map(motion, &mut figures));
    sections.extend(figures::section(figures));
    sections.extend([sections::why(told), sections::force(told)]);
    sections.extend(sections::usage(told));
    sections.extend(sections::spending(told));
    sections.extend(sections::sites(told));
    sections.push(sections::inputs(told));
    sections.extend(sections::record(told));
    sections.extend([sections::stress(told), sections::reproduce(told)]);
    if !told.varies.has_intervals() {
        for section in &mut sections {
            section.drop_columns(&words::INTERVALS);
        }
    }
    Document {
        title: told.results.title.clone(),
        kind: "forceflow run: one scenario simulated".to_owned(),
        sections,
    }
}
