//! Folders of results from strangers: manifests, kept work, and the data of figures.

use std::path::Path;
use std::sync::OnceLock;

use forceflow::internals::chart::Format;
use forceflow::internals::foreign::{
    AnyManifest, FigureData, Redrawn, check_claims, untrue_claims, whole_point,
};
use forceflow::internals::report::Printing;
use forceflow::internals::scenario::load_value;
use serde_json::{Value, json};

use super::edits::edited;

/// A manifest of each shape.
fn manifests() -> &'static [Value] {
    static BASES: OnceLock<Vec<Value>> = OnceLock::new();
    BASES.get_or_init(|| {
        let scenario: Value =
            serde_json::from_str(include_str!("../../scenarios/checks/air-bridge.json")).expect("JSON");
        let mut head = json!({
            "format_version": 1, "program": "forceflow", "version": "0.1.0", "command": "forceflow run air-bridge.json",
            "seed": 1, "replications": 3, "generator": "ChaCha8 (rand_chacha 0.10)", "stream_layout": 1,
            "outputs": {"result.json": "af13", "charts/arrivals.svg": "00"},
            "drawn_again": {"charts-again": Printing::default()},
            "environment": {
                "written_at": "2026-01-01T00:00:00Z", "command": "forceflow run air-bridge.json", "seconds": "0.010",
                "host": "linux x86_64", "threads": 0
            }
        });
        let more = |more: Value| {
            let mut manifest = head.clone();
            let (Value::Object(members), Value::Object(more)) = (&mut manifest, more) else { return manifest };
            members.extend(more);
            manifest
        };
        let run = more(json!({
            "kind": "run", "scenario_hash": "00", "scenario_name": "air-bridge", "shown_replication": 1, "uncertain": false,
            "charts": true, "live": true, "keep_draws": true, "precision_reached": false, "scenario": scenario,
            "posterior": {"parameters": ["a"], "samples": [{"weight": 1.0, "values": [0.5]}]}
        }));
        let mut all = vec![run];
        for kind in ["compare", "sweep", "sensitivity", "size", "why", "backtest", "calibrate"] {
            all.push(more(json!({
                "kind": kind,
                "request": {"seed": 1, "replications": 3, "lhs": 8, "replication": 1, "show": 1, "waves": 2, "draws": 100},
                "scenarios": [{"name": "air-bridge", "scenario_hash": "00", "scenario": scenario}]
            })));
        }
        head["drawn_again"] = Value::Null;
        all.push(head);
        all
    })
}

/// A text, or a manifest that was changed in some places.
pub(super) fn manifest(bytes: &[u8]) {
    let text = if bytes.first() == Some(&b'{') {
        let Ok(text) = std::str::from_utf8(bytes) else { return };
        text.to_owned()
    } else {
        edited(manifests(), bytes).to_string()
    };
    let Ok(manifest) = AnyManifest::parse(&text) else { return };
    let written = manifest.to_bytes();
    let again = AnyManifest::parse(std::str::from_utf8(&written).expect("UTF-8"));
    assert_eq!(again.expect("what was written is read").to_bytes(), written, "it is no fixed point");
    let _ = (manifest.kind().name(), manifest.command(), manifest.environment(), manifest.seed());
    assert!(untrue_claims(&manifest).iter().all(|said| !said.is_empty()));
    if check_claims(&manifest).is_err() {
        return;
    }
    for name in manifest.outputs().keys().chain(manifest.drawn_again().keys()) {
        assert!(!name.contains(['\\', ':']) && !name.starts_with('/'), "{name:?} leads elsewhere");
        assert!(name.split('/').all(|part| !["", ".", ".."].contains(&part)), "{name:?} leads elsewhere");
    }
    for (name, _, scenario) in manifest.scenarios() {
        let _ = load_value(name, scenario);
    }
}

/// A file of kept work as it stands, and one that is honest about replications that nobody made.
pub(super) fn point(bytes: &[u8]) {
    let Some((count, rest)) = bytes.split_first() else { return };
    assert!(
        whole_point::<Value>(rest, "another key", u32::from(*count)).is_none(),
        "a point for another key is taken"
    );
    let _ = whole_point::<Value>(rest, "key", u32::from(*count));
    let Ok(replications) = std::str::from_utf8(rest) else { return };
    let hash = blake3::hash(replications.trim().as_bytes()).to_hex();
    let file = format!(
        r#"{{"format_version":2,"key":"key","replications_hash":"{hash}","replications":{}}}"#,
        replications.trim()
    );
    let read = whole_point::<Value>(file.as_bytes(), "key", u32::from(*count));
    let wanted = serde_json::from_str::<Vec<Value>>(replications)
        .ok()
        .filter(|list| list.len() == usize::from(*count));
    // A text that ends the file early is none of one list.
    if let Some(read) = &read {
        assert_eq!(read.len(), usize::from(*count));
    }
    if wanted.is_some() {
        assert_eq!(read, wanted);
    }
    let spoilt = file.replacen("\"format_version\":2", "\"format_version\":1", 1);
    assert!(whole_point::<Value>(spoilt.as_bytes(), "key", u32::from(*count)).is_none());
    let _ = whole_point::<Option<i64>>(file.as_bytes(), "key", u32::from(*count));
}

/// What the figures of a small run draw.
fn figure_data() -> &'static [Value] {
    static DATA: OnceLock<Vec<Value>> = OnceLock::new();
    DATA.get_or_init(|| {
        let all: Value = serde_json::from_str(include_str!("figure-data.json")).expect("JSON");
        let alone = |figure: &Value| json!({"format_version": 1, "figures": [figure]});
        all["figures"].as_array().expect("a list").iter().map(alone).collect()
    })
}

/// A figure that was changed in some places is drawn, or refused.
pub(super) fn figures(bytes: &[u8]) {
    let value = edited(figure_data(), bytes);
    let Ok(data) = FigureData::read(&value.to_string()) else { return };
    let redrawn = Redrawn {
        printing: Printing { formats: vec![Format::Svg], ..Printing::default() },
        only: Vec::new(),
    };
    let Ok(files) = data.redraw("", &redrawn) else { return };
    for (name, content) in &files {
        let mut bytes = Vec::new();
        content.write_to(&mut bytes).expect("it is made");
        let text = String::from_utf8(bytes).expect("UTF-8");
        if Path::new(name).extension().is_some_and(|ending| ending == "svg") {
            assert!(text.starts_with("<svg") && !text.contains("<script") && !text.contains("NaN"), "{name}");
        }
    }
}
