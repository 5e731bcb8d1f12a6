//! `datapackage.json`: a Frictionless data package (version 1 of the specification) that says of each table what its
//! columns are.

use serde_json::{Map, Value, json};

use super::About;
use crate::field::Field;
use crate::report::json::to_json;
use crate::scenario::Author;

/// A table of a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resource {
    path: String,
    title: String,
    description: String,
    fields: Vec<Field>,
}

impl Resource {
    /// A table by its path inside the folder, with its columns in order.
    pub fn new(
        path: impl Into<String>,
        title: impl Into<String>,
        description: impl Into<String>,
        fields: Vec<Field>,
    ) -> Self {
        Self { path: path.into(), title: title.into(), description: description.into(), fields }
    }
}

/// The package of these tables.
pub(super) fn package(about: &About<'_>, mut tables: Vec<Resource>) -> Vec<u8> {
    tables.sort_by(|one, other| one.path.cmp(&other.path));
    let credits = about.credits();
    let mut package = Map::new();
    let mut put = |key: &str, value: Value| package.insert(key.to_owned(), value);
    put("profile", json!("tabular-data-package"));
    put("name", json!(format!("forceflow-{}", about.kind.name())));
    put("title", json!(about.title));
    put("description", json!(about.sentence()));
    if let Some(licence) = credits.licence {
        put("licenses", json!([{ "name": licence }]));
    }
    let sources = sources(about);
    if !sources.is_empty() {
        put("sources", json!(sources));
    }
    if !credits.authors.is_empty() {
        put("contributors", credits.authors.iter().map(contributor).collect());
    }
    let mut names: Vec<String> = Vec::new();
    let described = tables.iter().map(|table| {
        let name = name(&table.path, &names);
        names.push(name.clone());
        resource(table, &name)
    });
    let described: Vec<Value> = described.collect();
    put("resources", json!(described));
    to_json(&package)
}

/// The documents that the scenarios rest on, each once.
fn sources(about: &About<'_>) -> Vec<Value> {
    let mut sources: Vec<Value> = Vec::new();
    for source in about.scenarios.iter().flat_map(|(_, loaded)| loaded.scenario.sources.values()) {
        let url = source.url.as_deref().filter(|url| is_address(url));
        let value = match url {
            Some(url) => json!({ "title": source.title, "path": url }),
            None => json!({ "title": source.title }),
        };
        if !sources.contains(&value) {
            sources.push(value);
        }
    }
    sources
}

/// Whether an address may stand as a path in a package, which takes no relative ones and none with two dots.
fn is_address(url: &str) -> bool {
    let strange = |letter: char| letter.is_control() || letter.is_whitespace();
    (url.starts_with("https://") || url.starts_with("http://"))
        && !url.contains("..")
        && !url.contains(strange)
}

fn contributor(author: &Author) -> Value {
    match author.address() {
        Some(address) => json!({ "title": author.name(), "path": address, "role": "author" }),
        None => json!({ "title": author.name(), "role": "author" }),
    }
}

/// A name for a path: small letters, digits and few signs, no other's name.
fn name(path: &str, taken: &[String]) -> String {
    let stem = path.strip_suffix(".csv").unwrap_or(path);
    let plain = |letter: char| match letter.to_ascii_lowercase() {
        letter @ ('a'..='z' | '0'..='9' | '-' | '_' | '.') => letter,
        _ => '-',
    };
    let name: String = stem.chars().map(plain).collect();
    let is_free = |name: &String| !taken.contains(name);
    let numbered = (2..).map(|number: u32| format!("{name}-{number}"));
    std::iter::once(name.clone()).chain(numbered).find(is_free).unwrap_or_default()
}

fn resource(table: &Resource, name: &str) -> Value {
    json!({
        "profile": "tabular-data-resource",
        "name": name,
        "path": table.path,
        "title": table.title,
        "description": table.description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {
            "fields": table.fields.iter().map(field).collect::<Vec<Value>>(),
            "missingValues": [""],
        },
    })
}

fn field(field: &Field) -> Value {
    let mut value = json!({
        "name": field.name,
        "type": field.holds.name(),
        "description": field.description,
    });
    if !field.unit.is_empty() {
        value["unit"] = json!(field.unit);
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_plain_and_each_has_its_own() {
        let taken = ["charts-calibration-a_1".to_owned()];
        assert_eq!(name("replications.csv", &taken), "replications");
        assert_eq!(name("charts/calibration-A_1.csv", &taken), "charts-calibration-a_1-2");
        assert_eq!(name("charts/É.csv", &[]), "charts--");
    }

    #[test]
    fn only_whole_addresses_are_paths() {
        assert!(is_address("https://example.org/a?b=c"));
        for wrong in
            ["example.org", "ftp://example.org", "https://a/../b", "https://a\n", "javascript:alert(1)"]
        {
            assert!(!is_address(wrong), "{wrong}");
        }
    }
}
