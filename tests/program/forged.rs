//! Folders of results that somebody changed, and gave the hashes of what is in them now.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::support::{forceflow, scratch};

const BRIDGE: &str = "scenarios/checks/air-bridge.json";

/// A folder whose manifest holds the hash of what was put in.
fn forged(out: &Path, name: &str, change: impl Fn(&mut Value)) {
    let read =
        |path: &Path| -> Value { serde_json::from_slice(&fs::read(path).expect("a file")).expect("JSON") };
    let mut value = read(&out.join(name));
    change(&mut value);
    let bytes = value.to_string();
    fs::write(out.join(name), &bytes).expect("written");
    if name != "manifest.json" {
        let mut manifest = read(&out.join("manifest.json"));
        manifest["outputs"][name] = json!(blake3::hash(bytes.as_bytes()).to_hex().to_string());
        fs::write(out.join("manifest.json"), manifest.to_string()).expect("written");
    }
}

#[test]
fn figures_that_cannot_be_drawn_are_refused_with_a_word() {
    let scratch = scratch();
    let out = scratch.path().join("out");
    let made = || {
        let run = ["run", BRIDGE, "-n", "3", "--out", out.to_str().expect("utf-8")];
        assert_eq!(forceflow(&run).code, 0);
    };
    let refused = |command: &str, says: &str| {
        let ran = forceflow(&[command, out.to_str().expect("utf-8")]);
        assert_eq!(ran.code, 2, "{command}: {}{}", ran.stdout, ran.stderr);
        assert!(ran.stderr.contains(says) && !ran.stderr.contains("panicked"), "{}", ran.stderr);
    };
    // A picture of ten kilometres would take all memory.
    for printing in [json!({"width_mm": 1e7}), json!({"width_mm": -1.0}), json!({"zoom": 1e300})] {
        made();
        forged(&out, "manifest.json", |manifest| {
            let mut style =
                json!({"width_mm": 89.0, "zoom": 1.0, "theme": "light", "title": true, "footer": true});
            style["formats"] = json!(["png"]);
            style
                .as_object_mut()
                .expect("an object")
                .extend(printing.as_object().expect("an object").clone());
            manifest["drawn_again"] = json!({"charts-again": style});
        });
        for command in ["verify", "chart", "report"] {
            refused(command, "figures of that width or zoom cannot be drawn");
        }
    }
    made();
    forged(&out, "figure-data.json", |data| {
        let figures = data["figures"].as_array_mut().expect("a list");
        let map = figures.iter_mut().find(|figure| figure["kind"] == "map").expect("a map");
        map["lines"][0]["to"] = json!(99);
    });
    refused("chart", "a line of the map ends at place 99");
}
