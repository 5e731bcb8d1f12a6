//! Who is to be cited for results, under which licence, and the crate that lists their files.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::support::{changed, forceflow, json as json_of, list, made, scratch, word};

const AIR_BRIDGE: &str = "scenarios/checks/air-bridge.json";
const KAZAKHSTAN: &str = "scenarios/kazakhstan-2022.json";
const NO_AN_124: &str = "scenarios/variants/kazakhstan-2022-no-an-124.json";

#[test]
fn authors_and_licence_are_cited_and_change_no_number() {
    let scratch = scratch();
    let credits = json!({
        "authors": ["Ada Lovelace", { "name": "Josiah Carberry", "orcid": "0000-0002-1825-0097" }],
        "licence": "CC-BY-4.0",
    });
    let (out, plain) = (scratch.path().join("out"), scratch.path().join("plain"));
    made(&["run", &changed(scratch.path(), &credits), "-n", "3"], &out);
    made(&["run", AIR_BRIDGE, "-n", "3"], &plain);
    let read = |out: &Path, name: &str| fs::read(out.join(name)).expect("a file");
    for name in ["result.json", "replications.csv", "arrivals.csv", "timeline.csv", "values.json"] {
        assert_eq!(read(&out, name), read(&plain, name), "{name}");
    }
    let citation = String::from_utf8(read(&out, "CITATION.cff")).expect("utf-8");
    assert!(citation.starts_with("cff-version: 1.2.0\ntype: dataset\n"), "{citation}");
    let authors = "authors:\n  - name: \"Ada Lovelace\"\n  - name: \"Josiah Carberry\"\n    orcid: \"https://orcid.org/0000-0002-1825-0097\"\n";
    assert!(citation.contains(authors) && citation.contains("license: \"CC-BY-4.0\"\n"), "{citation}");
    let nobody = String::from_utf8(read(&plain, "CITATION.cff")).expect("utf-8");
    assert!(nobody.contains("- name: \"Authors not named in the scenario\"") && !nobody.contains("license:"));
    let package = json_of(&out, "datapackage.json");
    assert_eq!(package["licenses"], json!([{ "name": "CC-BY-4.0" }]));
    assert_eq!(package["contributors"][0], json!({ "title": "Ada Lovelace", "role": "author" }));
    let entities = entities(&out);
    let root = &entities["./"];
    assert_eq!(root["license"], json!({ "@id": "https://spdx.org/licenses/CC-BY-4.0" }));
    assert_eq!(
        root["author"],
        json!([{ "@id": "#author-1" }, { "@id": "https://orcid.org/0000-0002-1825-0097" }])
    );
    let at = |path: &Path| path.to_str().expect("utf-8").to_owned();
    let (kept, beside) = (at(&scratch.path().join("points")), at(&scratch.path().join("compared")));
    let compared =
        forceflow(&["compare", &at(&out), &at(&plain), "--no-charts", "--points", &kept, "--out", &beside]);
    assert!(compared.stdout.contains("the scenarios are the same"), "{}{}", compared.stdout, compared.stderr);
}

#[test]
fn authors_and_licences_that_cannot_be_cited_are_refused() {
    let scratch = scratch();
    let wrong = [
        (json!({ "authors": [" "] }), "E1606"),
        (json!({ "authors": [{ "name": "Josiah", "orcid": "0000-0002-1825-0098" }] }), "E1606"),
        (json!({ "authors": [{ "orcid": "0000-0002-1825-0097" }] }), "`name`"),
        (json!({ "authors": [7] }), "the name of an author"),
        (json!({ "licence": "the usual" }), "E1607"),
    ];
    for (members, code) in wrong {
        let ran = forceflow(&["check", &changed(scratch.path(), &members)]);
        let said = format!("{}{}", ran.stdout, ran.stderr);
        assert!(ran.code != 0 && said.contains(code), "{members}: {said}");
    }
}

/// The entities of a crate by their ids, each of which stands once.
fn entities(out: &Path) -> BTreeMap<String, Value> {
    let metadata = json_of(out, "ro-crate-metadata.json");
    assert_eq!(metadata["@context"], "https://w3id.org/ro/crate/1.1/context");
    let mut entities = BTreeMap::new();
    for entity in list(&metadata["@graph"]) {
        let before = entities.insert(word(&entity["@id"]).to_owned(), entity.clone());
        assert!(before.is_none(), "{} stands twice", entity["@id"]);
    }
    entities
}

#[test]
fn the_crate_lists_what_the_manifest_does_wherever_that_is_written() {
    let scratch = scratch();
    let out = scratch.path().join("out");
    let path = out.to_str().expect("utf-8");
    made(&["compare", KAZAKHSTAN, NO_AN_124, "-n", "3"], &out);
    let agrees = || {
        let (manifest, entities) = (json_of(&out, "manifest.json"), entities(&out));
        assert_eq!(entities["ro-crate-metadata.json"]["conformsTo"]["@id"], "https://w3id.org/ro/crate/1.1");
        assert_eq!(entities["./"]["datePublished"], manifest["environment"]["written_at"]);
        assert_eq!(entities["#command"]["description"], manifest["command"]);
        let outputs = manifest["outputs"].as_object().expect("outputs");
        for (name, hash) in outputs {
            let file = &entities[name];
            assert_eq!(file["identifier"], format!("blake3:{}", word(hash)));
            assert_ne!(file["encodingFormat"], "application/octet-stream", "{name}");
        }
        let parts = list(&entities["./"]["hasPart"]);
        assert_eq!(parts.len(), outputs.len() + 1);
        assert!(parts.iter().all(|part| entities[word(&part["@id"])]["@type"] == "File"));
        let second = &manifest["scenarios"][1];
        assert_eq!(
            entities["#scenario-2"]["identifier"],
            format!("blake3:{}", word(&second["scenario_hash"]))
        );
        outputs.len()
    };
    let before = agrees();
    let drawn = forceflow(&["chart", path, "--only", "difference", "--formats", "svg"]);
    assert_eq!(drawn.code, 0, "{}", drawn.stderr);
    assert!(agrees() > before, "figures drawn again are in the crate");
    let verified = forceflow(&["verify", path]);
    assert_eq!(verified.code, 0, "{}", verified.stdout);
    // The folder is still one of ours, and is replaced whole.
    made(&["compare", KAZAKHSTAN, NO_AN_124, "-n", "3"], &out);
    assert_eq!(agrees(), before);
}

#[test]
fn a_crate_beside_no_manifest_of_ours_is_left_alone() {
    let scratch = scratch();
    let out = scratch.path().join("out");
    fs::create_dir(&out).expect("a folder");
    fs::write(out.join("ro-crate-metadata.json"), "{}").expect("a file");
    let ran = forceflow(&["run", AIR_BRIDGE, "-n", "1", "--out", out.to_str().expect("utf-8")]);
    assert_eq!(ran.code, 2, "{}", ran.stderr);
    assert!(ran.stderr.contains("ro-crate-metadata.json"), "{}", ran.stderr);
}

#[test]
fn hostile_titles_give_valid_files_that_verify() {
    let titles = [
        "</script><b>\"quotes\" & 'more' \\ %s ${x} {{y}}".to_owned(),
        "a\nb\r\tc\u{0}\u{1b}[31m\u{7f}\u{85}\u{2028}\u{feff}: # - [x]".to_owned(),
        "x".repeat(100_000),
        String::new(),
    ];
    for title in titles {
        let scratch = scratch();
        let out = scratch.path().join("out");
        let members = json!({
            "title": title,
            "authors": [format!("A {title}"), { "name": format!("B {title}") }],
            "sources": { "one": { "title": title, "url": title } },
        });
        made(&["run", &changed(scratch.path(), &members), "-n", "2", "--no-charts"], &out);
        assert_eq!(json_of(&out, "datapackage.json")["title"], title);
        assert_eq!(json_of(&out, "map.geojson")["title"], title);
        assert_eq!(json_of(&out, "timeline.trace.json")["otherData"]["title"], title);
        assert_eq!(entities(&out)["#scenario-1"]["name"], title);
        yaml_holds_one_line_a_key(&fs::read_to_string(out.join("CITATION.cff")).expect("a citation"));
        let verified = forceflow(&["verify", out.to_str().expect("utf-8")]);
        assert_eq!(verified.code, 0, "{}", verified.stdout);
    }
}

/// Every line is a key with a plain word, or with a scalar in double quotes that ends where the line does.
fn yaml_holds_one_line_a_key(text: &str) {
    for line in text.split_terminator('\n') {
        let (_, value) = line.split_once(':').unwrap_or_else(|| panic!("a key in `{line}`"));
        let Some(scalar) = value.trim_start().strip_prefix('"') else {
            let plain = |c: char| c.is_ascii_alphanumeric() || ". ".contains(c);
            assert!(value.chars().all(plain), "{line}");
            continue;
        };
        let inner = scalar.strip_suffix('"').unwrap_or_else(|| panic!("an end in `{line}`"));
        let mut letters = inner.chars();
        while let Some(letter) = letters.next() {
            assert!(letter != '"' && !letter.is_control() && letter != '\u{2028}', "{line}");
            if letter == '\\' {
                letters.next();
            }
        }
    }
}
