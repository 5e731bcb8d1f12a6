//! The page that `forceflow playground` writes: every shipped scenario, the course, an editor and the engine, in one file that opens
//! from disk and loads nothing.
//!
//! Its script and styles are bundled from `web/playground`; scenarios and course stand in it as JSON, which no browser reads as
//! markup. The reports that the engine makes are shown in a frame, which inherits the policy of the page: the policy names the
//! three scripts that may run, by their hashes, and none can load or send anything.

use serde_json::{Value, json};

use super::engine::{CLIENT, engine, worker};
use super::html::{PROGRAM, head};
use super::markup::Html;
use super::{json_in_page, script, sha256};
use crate::scenario::schema::schema;
use crate::scenario::shipped::SCENARIOS;

/// The parts of the page's script, in order; each uses what the ones before it define. The last is the bundle of
/// `web/playground`.
const SCRIPT: [&str; 2] = [CLIENT, include_str!("../../../../assets/playground/playground.js")];
/// The script that is added to a report in the frame.
const FRAME: &str = include_str!("../../../../assets/playground/frame.js");
/// Styles, light and dark.
const STYLE: &str = include_str!("../../../../assets/playground/playground.css");
/// What the page shows before its script fills it.
const BODY: &str = include_str!("../../../../assets/playground/playground.html");
/// Licences of the packages in the bundle.
const LICENCES: &str = include_str!("../../../../assets/playground/LICENCES.txt");

/// The course.
const COURSE: &str = include_str!("../../../../docs/course.md");

/// Title of the page.
const TITLE: &str = "forceflow playground";

/// The page as a file.
pub fn page() -> String {
    let script = script();
    let mut html = Html::default();
    html.ours("<!DOCTYPE html>\n");
    html.element("html", &[("lang", "en")], |html| {
        html.element("head", &[], |html| head(html, &policy(&script), TITLE, &[STYLE]));
        html.ours("\n");
        html.element("body", &[], |html| {
            html.ours(BODY);
            footer(html);
            for (id, kind, text) in [
                ("playground-data", "application/json", json_in_page(&offered())),
                ("playground-worker", "text/plain", worker()),
                ("playground-engine", "text/plain", engine()),
            ] {
                html.held(id, kind, &text);
                html.ours("\n");
            }
            html.element("script", &[], |html| html.ours(&script));
        });
    });
    html.ours("\n");
    html.into_string()
}

/// Whether a file begins as a page of this command does.
pub fn is_ours(beginning: &str) -> bool {
    beginning.starts_with("<!DOCTYPE html>") && beginning.contains(&format!("<title>{TITLE}</title>"))
}

/// What a browser may run and load for the page and for reports in its frame: three scripts, the engine, a worker that the page
/// makes, pictures that are in it, and styles. Styles are `unsafe-inline`, since the editor makes its own.
fn policy(script: &str) -> String {
    format!(
        "default-src 'none'; script-src 'sha256-{}' 'sha256-{}' 'sha256-{}' 'wasm-unsafe-eval'; worker-src blob:; \
         img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'",
        sha256::base64(script),
        sha256::base64(&script::text()),
        sha256::base64(&frame()),
    )
}

fn footer(html: &mut Html) {
    html.element("footer", &[], |html| {
        html.words("p", &[], &format!("Written by {PROGRAM}. The page loads nothing and sends nothing."));
        html.element("details", &[], |html| {
            html.words("summary", &[], "Licences of what is bundled");
            html.words("pre", &[("tabindex", "0")], LICENCES);
        });
    });
    html.ours("\n");
}

/// The script of the page. Line feeds stay as they are on every system: a browser reads them so before it takes the hash.
fn script() -> String {
    SCRIPT.concat().replace('\r', "")
}

/// The script that is added to a report in the frame.
fn frame() -> String {
    FRAME.replace('\r', "")
}

/// What the page offers, as its script reads it.
fn offered() -> Value {
    let scenarios: Vec<(String, String)> =
        SCENARIOS.iter().map(|one| (format!("scenarios/{}", one.file), one.text.replace('\r', ""))).collect();
    json!({
        "schema": schema(),
        "frame": { "script": frame(), "sha256": sha256::base64(&frame()) },
        "course": COURSE.replace('\r', ""),
        "scenarios": scenarios,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_told_from_other_files() {
        let page = page();
        assert!(is_ours(&page[..2000]));
        assert!(!is_ours("<!DOCTYPE html>\n<html><head><title>mine</title>"));
        assert!(!is_ours(&format!("<title>{TITLE}</title>")));
    }

    #[test]
    fn nothing_in_the_page_ends_a_script_early() {
        let page = page();
        assert_eq!(page.matches("</script>").count(), 4);
        assert!(!page.contains("<!--"));
    }
}
