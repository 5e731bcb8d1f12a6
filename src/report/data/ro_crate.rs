//! `ro-crate-metadata.json`: what a folder holds, who made it and how, as RO-Crate 1.1.
//!
//! It must name a date, which no file may have whose bytes are the same on every machine. Like the `environment` in the
//! manifest, from which it takes all that it says, no hash covers it.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{Credits, in_words};
use crate::report::json::to_json;
use crate::report::manifest::AnyManifest;
use crate::scenario::Author;

/// Its name in the folder.
pub(in super::super) const CRATE: &str = "ro-crate-metadata.json";

/// A scenario as a manifest has it.
struct Run<'a> {
    name: &'a str,
    hash: &'a str,
    scenario: &'a Value,
}

impl Run<'_> {
    fn title(&self) -> &str {
        self.scenario.get("title").and_then(Value::as_str).unwrap_or(self.name)
    }

    /// What a manifest that somebody changed says amiss is left out.
    fn authors(&self) -> Vec<Author> {
        let authors = self.scenario.get("authors");
        authors.and_then(|authors| Vec::deserialize(authors).ok()).unwrap_or_default()
    }

    fn licence(&self) -> Option<&str> {
        self.scenario.get("licence").and_then(Value::as_str)
    }
}

/// What a manifest says of a folder.
struct Said<'a> {
    runs: Vec<Run<'a>>,
    version: &'a str,
    seed: u64,
    replications: u32,
    written_at: &'a str,
}

impl<'a> Said<'a> {
    fn by(manifest: &'a AnyManifest) -> Self {
        let scenarios = manifest.scenarios().into_iter();
        Self {
            runs: scenarios.map(|(name, hash, scenario)| Run { name, hash, scenario }).collect(),
            version: manifest.version(),
            seed: manifest.seed(),
            replications: manifest.replications(),
            written_at: &manifest.environment().written_at,
        }
    }
}

/// The crate of a folder with this manifest.
pub(in super::super) fn ro_crate(manifest: &AnyManifest) -> Vec<u8> {
    let said = Said::by(manifest);
    let authors: Vec<Vec<Author>> = said.runs.iter().map(Run::authors).collect();
    let each = said.runs.iter().zip(&authors).map(|(run, authors)| (authors.as_slice(), run.licence()));
    let credits = Credits::of(each);
    let files: Vec<Value> = files(manifest);
    let parts: Vec<Value> = files.iter().map(to).collect();
    let scenarios: Vec<Value> =
        said.runs.iter().enumerate().map(|(index, run)| scenario(index, run)).collect();
    let people: Vec<Value> =
        credits.authors.iter().enumerate().map(|(index, one)| person(index, one)).collect();
    let licence = credits.licence.as_deref().map(licence);
    let settings = [setting("seed", said.seed), setting("replications", said.replications.into())];
    let mut graph = vec![
        json!({
            "@id": CRATE,
            "@type": "CreativeWork",
            "conformsTo": { "@id": "https://w3id.org/ro/crate/1.1" },
            "about": { "@id": "./" },
        }),
        root(manifest, &said, (&people, licence.as_ref(), &parts)),
        json!({
            "@id": "#command",
            "@type": "CreateAction",
            "name": format!("forceflow {}", manifest.kind().name()),
            "description": manifest.command(),
            "endTime": said.written_at,
            "instrument": { "@id": "#forceflow" },
            "object": scenarios.iter().chain(&settings).map(to).collect::<Vec<Value>>(),
            "result": parts,
        }),
        json!({
            "@id": "#forceflow",
            "@type": "SoftwareApplication",
            "name": "forceflow",
            "softwareVersion": said.version,
            "version": said.version,
        }),
    ];
    graph.extend(settings);
    graph.extend(scenarios);
    graph.extend(people);
    graph.extend(licence);
    graph.extend(files);
    to_json(&json!({ "@context": "https://w3id.org/ro/crate/1.1/context", "@graph": graph }))
}

fn root(
    manifest: &AnyManifest,
    said: &Said<'_>,
    (people, licence, parts): (&[Value], Option<&Value>, &[Value]),
) -> Value {
    let title = said.runs.first().map_or("", Run::title);
    let words = in_words(manifest.kind(), said.version, said.replications, said.seed);
    let mut root = json!({
        "@id": "./",
        "@type": "Dataset",
        "name": format!("forceflow {}: {title}", manifest.kind().name()),
        "description": format!("{words}; `forceflow verify` makes them again."),
        "datePublished": said.written_at,
    });
    if let Some(licence) = licence {
        root["license"] = to(licence);
    }
    if !people.is_empty() {
        root["author"] = people.iter().map(to).collect();
    }
    root["mentions"] = json!([{ "@id": "#command" }]);
    root["hasPart"] = json!(parts);
    root
}

/// A reference to an entity.
fn to(entity: &Value) -> Value {
    json!({ "@id": entity["@id"] })
}

fn setting(name: &str, value: u64) -> Value {
    json!({ "@id": format!("#{name}"), "@type": "PropertyValue", "name": name, "value": value })
}

fn scenario(index: usize, run: &Run<'_>) -> Value {
    json!({
        "@id": format!("#scenario-{}", index + 1),
        "@type": "CreativeWork",
        "name": run.title(),
        "alternateName": run.name,
        "identifier": format!("blake3:{}", run.hash),
    })
}

fn person(index: usize, author: &Author) -> Value {
    let id = author.address().unwrap_or_else(|| format!("#author-{}", index + 1));
    json!({ "@id": id, "@type": "Person", "name": author.name() })
}

fn licence(id: &str) -> Value {
    let of_its_own = id.starts_with("LicenseRef-");
    let address = if of_its_own { format!("#{id}") } else { format!("https://spdx.org/licenses/{id}") };
    json!({ "@id": address, "@type": "CreativeWork", "name": id, "identifier": id })
}

/// The files of the folder, the manifest first.
fn files(manifest: &AnyManifest) -> Vec<Value> {
    let own = json!({
        "@id": "manifest.json",
        "@type": "File",
        "name": "manifest.json",
        "description": "What was run, the hash of each file, and where and when",
        "encodingFormat": "application/json",
    });
    let outputs = manifest.outputs().iter().map(|(path, hash)| {
        json!({
            "@id": encoded(path),
            "@type": "File",
            "name": path,
            "encodingFormat": media_type(path),
            "identifier": format!("blake3:{hash}"),
        })
    });
    std::iter::once(own).chain(outputs).collect()
}

/// A path as the reference that an address may hold.
fn encoded(path: &str) -> String {
    let mut text = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            text.push(char::from(byte));
        } else {
            text.push_str(&format!("%{byte:02X}"));
        }
    }
    text
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "csv" => "text/csv",
        "json" => "application/json",
        "geojson" => "application/geo+json",
        "html" => "text/html",
        "md" => "text/markdown",
        "png" => "image/png",
        "svg" => "image/svg+xml",
        "pdf" => "application/pdf",
        "tex" => "application/x-tex",
        "cff" => "application/yaml",
        "txt" | "typ" => "text/plain",
        _ => "application/octet-stream",
    }
}
