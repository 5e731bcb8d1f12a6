//! The page of `forceflow playground`: where it is written, what it holds, and of which sources its script was made.

use std::fs;
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::support::{Ran, forceflow, scratch};

fn written(file: &Path) -> Ran {
    forceflow(&["playground", "--out", file.to_str().expect("utf-8")])
}

/// What stands between two texts in a page.
fn between<'a>(page: &'a str, from: &str, to: &str) -> &'a str {
    page.split_once(from).and_then(|(_, rest)| rest.split_once(to)).map(|(text, _)| text).expect("both texts")
}

fn hexadecimal(bytes: &[u8]) -> String {
    let pairs: Vec<String> = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    pairs.concat()
}

#[test]
fn a_page_is_written_and_written_again() {
    let scratch = scratch();
    let file = scratch.path().join("playground.html");
    let ran = written(&file);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    assert_eq!(ran.stdout, format!("Written to {}\n", file.display()));
    let first = fs::read(&file).expect("a page");
    // An older page of this command is replaced.
    fs::write(&file, &first[..first.len() / 2]).expect("half a page");
    assert_eq!(written(&file).code, 0);
    assert_eq!(fs::read(&file).expect("a page"), first);
    assert_eq!(fs::read_dir(scratch.path()).expect("a folder").count(), 1, "nothing is left beside it");
}

#[test]
fn a_file_of_somebody_else_stays() {
    let scratch = scratch();
    let file = scratch.path().join("mine.html");
    fs::write(&file, "<!DOCTYPE html>\n<title>mine</title>").expect("a file");
    let ran = written(&file);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("is no page of this command, and nothing was written"), "{}", ran.stderr);
    assert!(ran.stderr.contains("choose another name with --out"), "{}", ran.stderr);
    assert_eq!(fs::read_to_string(&file).expect("a file"), "<!DOCTYPE html>\n<title>mine</title>");
    let ran = written(&scratch.path().join("no/such/folder.html"));
    assert_eq!(ran.code, 3, "{}", ran.stderr);
}

#[test]
fn a_page_loads_nothing_and_runs_what_its_policy_names() {
    let scratch = scratch();
    let file = scratch.path().join("playground.html");
    assert_eq!(written(&file).code, 0);
    let page = fs::read_to_string(&file).expect("a page");
    let policy =
        between(&page, "http-equiv=\"Content-Security-Policy\" content=\"", "\"").replace("&#39;", "'");
    assert!(policy.starts_with("default-src 'none'; "), "{policy}");
    for word in ["http:", "https:", "'unsafe-eval'", "*"] {
        assert!(!policy.contains(word), "{policy}");
    }
    let script = between(&page, "<script>", "</script>");
    let hash = STANDARD.encode(Sha256::digest(script));
    assert!(policy.contains(&format!("'sha256-{hash}'")), "{policy}");
    for word in [" src=", "<link", "<img", "@import", "url("] {
        let markup = page.replace(script, "");
        let data = between(&page, "id=\"playground-data\">", "</script>");
        assert!(!markup.replace(data, "").contains(word), "{word}");
    }
}

#[test]
fn a_page_holds_the_scenarios_and_the_course_as_they_are() {
    let scratch = scratch();
    let file = scratch.path().join("playground.html");
    assert_eq!(written(&file).code, 0);
    let page = fs::read_to_string(&file).expect("a page");
    let data: Value =
        serde_json::from_str(between(&page, "id=\"playground-data\">", "</script>")).expect("JSON");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = |name: &str| fs::read_to_string(root.join(name)).expect("a file");
    for scenario in data["scenarios"].as_array().expect("a list") {
        let name = scenario[0].as_str().expect("a name");
        assert_eq!(scenario[1].as_str().expect("a text"), text(name), "{name}");
    }
    assert_eq!(data["course"].as_str().expect("a text"), text("docs/course.md"));
    assert_eq!(
        data["schema"],
        serde_json::from_str::<Value>(&text("scenarios/scenario.schema.json")).expect("JSON")
    );
    let engine = STANDARD.decode(between(&page, "id=\"playground-engine\">", "</script>")).expect("Base64");
    // Not printed where they differ: these are megabytes.
    assert!(engine == fs::read(root.join("assets/engine/engine.wasm.gz")).expect("the engine"));
}

#[test]
fn the_committed_bundle_is_made_of_these_sources() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let bytes = |name: &str| fs::read(root.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
    let source: Value = serde_json::from_slice(&bytes("assets/playground/source.json")).expect("JSON");
    let again = "build it again with tools/build-playground";
    for (name, file) in source["files"].as_object().expect("files") {
        assert_eq!(
            hexadecimal(&bytes(&format!("assets/playground/{name}"))),
            file["sha256"],
            "{name}: {again}"
        );
    }
    let names = source["sources"].as_array().expect("a list");
    let lines: Vec<String> = names
        .iter()
        .map(|name| name.as_str().expect("a name"))
        .map(|name| format!("{}  {name}\n", hexadecimal(&bytes(name))))
        .collect();
    assert_eq!(hexadecimal(lines.concat().as_bytes()), source["sources_sha256"], "{again}");
    let listed = names.iter().filter(|name| name.as_str().is_some_and(|name| name.contains("/src/"))).count();
    let there = fs::read_dir(root.join("web/playground/src")).expect("a folder").count();
    assert_eq!(listed, there, "{again}");
}
