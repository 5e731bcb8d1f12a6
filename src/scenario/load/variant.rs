//! From a file to the tree of a whole scenario: with what it includes, or as a variant that changes another.

use std::path::Path;

use super::change::change_value;
use super::evidence::Grounded;
use super::files::{FORMAT_VERSION, Files, MOST_BYTES, NotOurs, reason, too_large};
use super::include;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Position, did_you_mean};
use crate::scenario::check::plain;
use crate::scenario::shipped::{at_source, meant_by};
use crate::scenario::tree::{Data, Node};
use crate::storage::read::is_stdin;

/// So many variants may be based on one another.
const LONGEST_CHAIN: usize = 32;

/// The keys of a variant.
const VARIANT_KEYS: [&str; 6] = ["$schema", "format_version", "based_on", "title", "changes", "notes"];

/// A key of a variant, what it holds in words, and whether a value is that.
type Expected = (&'static str, &'static str, fn(&Data) -> bool);

impl Files<'_> {
    /// Reads the file that the user named, or the shipped scenario of that name, and its bases.
    pub(super) fn read(&mut self, file: &Path) -> Result<Node, Diagnostics> {
        let shipped = file.to_str().filter(|_| !is_stdin(file)).and_then(|name| self.shipped(file, name));
        if let Some(shipped) = shipped {
            return self.inside(&shipped);
        }
        let bytes = Self::named(file, MOST_BYTES, &|| inside_the_program(file));
        let text = bytes.and_then(|bytes| self.utf8(file, bytes))?;
        self.real.push(std::fs::canonicalize(file).unwrap_or_else(|_| file.to_owned()));
        self.text(file, text)
    }

    /// Reads a file inside the program, and its bases.
    pub(super) fn inside(&mut self, source: &Path) -> Result<Node, Diagnostics> {
        let text = self.plain_text(source, source).ok().flatten().unwrap_or_default();
        self.real.push(source.to_owned());
        self.text(source, text)
    }

    /// Reads the text of a file.
    pub(super) fn text(&mut self, file: &Path, text: String) -> Result<Node, Diagnostics> {
        if !self.has_room(&text) {
            return Err(too_large(file, MOST_BYTES));
        }
        let source = self.source(file, text);
        if source.text.starts_with('\u{feff}') {
            let diagnostic = Diagnostic::new(Code::E0004, "the file begins with a byte order mark")
                .at(Position::new(&source, 0..3))
                .help("save the file as UTF-8 without BOM");
            return Err(diagnostic.into());
        }
        let root = self.tree(&source).map_err(Diagnostics::new)?;
        if !matches!(root.data, Data::Object(_)) {
            let message = format!("expected an object that holds a scenario, found {}", root.describe());
            return Err(Diagnostic::new(Code::E0010, message).at(root.position()).into());
        }
        check_version(&root)?;
        self.whole(file, root)
    }

    /// Makes a whole scenario of the tree of a scenario or variant.
    fn whole(&mut self, file: &Path, mut root: Node) -> Result<Node, Diagnostics> {
        if is_variant(&root) {
            return self.variant(file, &root);
        }
        if include::is_library(&root) {
            let message = format!("`{}` is a library, no scenario", file.display());
            let help = "name a scenario that includes it with `include`";
            return Err(Diagnostic::new(Code::E0023, message).at(root.position()).help(help).into());
        }
        let libraries = include::include(self, file, &mut root).map_err(Diagnostics::new)?;
        self.libraries.extend(libraries);
        Ok(root)
    }

    /// Applies a variant to its base.
    fn variant(&mut self, file: &Path, variant: &Node) -> Result<Node, Diagnostics> {
        check_variant(variant).map_err(Diagnostics::new)?;
        let Some(based_on) = variant.child("based_on") else {
            return Ok(variant.clone());
        };
        let name = based_on.as_str().unwrap_or_default();
        let base = file.parent().unwrap_or(Path::new("")).join(name);
        let base = self.shipped(&base, name).unwrap_or(base);
        let mut root = self.base(&base, based_on)?;
        let mut mistakes = Vec::new();
        let before = Grounded::of(&root);
        if let Some(Node { data: Data::Object(changes), .. }) = variant.child("changes") {
            for (key, value) in changes.iter().filter(|(key, _)| *key != "notes") {
                if let Err(more) = change_value(&mut root, key, value.clone()) {
                    mistakes.extend(more);
                }
            }
        }
        before.drop_what_lost_its_ground(&mut root);
        if let (Some(title), Data::Object(members)) = (variant.child("title"), &mut root.data) {
            members.insert("title".to_owned(), title.clone());
        }
        if mistakes.is_empty() { Ok(root) } else { Err(Diagnostics::new(mistakes)) }
    }

    /// Reads the file that a variant is based on.
    fn base(&mut self, base: &Path, based_on: &Node) -> Result<Node, Diagnostics> {
        let refused = |code, message: String, help: &str| {
            Diagnostics::from(
                Diagnostic::new(code, message).at(based_on.position()).on("based_on").help(help),
            )
        };
        let real = self.real_name(base).map_err(|error| {
            let message = format!("the base `{}` cannot be read: {}", base.display(), reason(&error));
            let named = Path::new(based_on.as_str().unwrap_or_default());
            let near = self.near(base).map(|near| named.with_file_name(near));
            let near = near.map(|near| format!("did you mean `{}`? ", near.display()));
            let near = near.or_else(|| {
                meant_by(named).map(|name| format!("did you mean `{name}`, which is inside the program? "))
            });
            let help = format!("{}the path counts from the folder of the variant", near.unwrap_or_default());
            refused(Code::E0014, message, &help)
        })?;
        // What lies inside the program has one name.
        let base = &if at_source(&real).is_some() { real.clone() } else { base.to_owned() };
        if self.real.contains(&real) || self.chain.len() >= LONGEST_CHAIN {
            let message = "the variants are based on each other".to_owned();
            return Err(refused(Code::E0015, message, "one file at the end must be a whole scenario"));
        }
        let none = |why: &str| {
            let message = format!("the base `{}` is no scenario: {why}", base.display());
            refused(Code::E0014, message, "name a scenario, or a variant of one")
        };
        let text = self.plain_text(base, &real).map_err(|error| {
            let message = format!("the base `{}` cannot be read: {}", base.display(), reason(&error));
            refused(Code::E0014, message, "the path counts from the folder of the variant")
        })?;
        let text = text.ok_or_else(|| none("it is not UTF-8"))?;
        self.real.push(real);
        let root = self.foreign(base, text).map_err(|why| match why {
            NotOurs::TooLarge => too_large(base, MOST_BYTES),
            NotOurs::Version(version) => {
                let message =
                    format!("format version {} of `{}` is not known", plain(version), base.display());
                refused(Code::E0009, message, "this program reads version 1")
            }
            NotOurs::Other(why) => none(&why),
        })?;
        self.whole(base, root)
    }
}

/// Which shipped scenario was probably meant by a path that leads nowhere.
fn inside_the_program(file: &Path) -> Option<String> {
    let name = meant_by(file)?;
    Some(format!("did you mean `{name}`, which is inside the program? `forceflow scenarios` lists all"))
}

/// Whether a file is a variant, or what somebody took for one: it has `changes`, and nothing of a whole scenario.
fn is_variant(root: &Node) -> bool {
    let whole = ["places", "fleets", "contingents"].iter().any(|key| root.child(key).is_some());
    root.child("based_on").is_some() || (root.child("changes").is_some() && !whole)
}

/// Refuses other versions before anything else, since nothing else can be said of them.
fn check_version(root: &Node) -> Result<(), Diagnostics> {
    let Some(version) = root.child("format_version") else {
        return Ok(());
    };
    let Some(number) = version.as_f64() else {
        return Ok(());
    };
    if (number - FORMAT_VERSION).abs() < f64::EPSILON {
        return Ok(());
    }
    let message = format!("format version {} is not known", plain(number));
    Err(Diagnostic::new(Code::E0009, message)
        .at(version.position())
        .on("format_version")
        .help("this program reads version 1")
        .into())
}

/// Checks the shape of a variant.
fn check_variant(variant: &Node) -> Result<(), Vec<Diagnostic>> {
    let mut mistakes = Vec::new();
    let Data::Object(members) = &variant.data else {
        return Ok(());
    };
    for (key, node) in members {
        if !VARIANT_KEYS.contains(&key.as_str()) {
            let mut diagnostic = Diagnostic::new(Code::E0012, format!("unknown key `{key}` in a variant"))
                .at(node.key_position())
                .on(key);
            if key == "include" {
                mistakes.push(diagnostic.help("include it in the scenario at the end of `based_on`"));
                continue;
            }
            diagnostic.help =
                did_you_mean(key, VARIANT_KEYS.into_iter().filter(|known| *known != "notes"), "keys")
                    .map(|help| format!("{help} Keys of the scenario are changed under `changes`"));
            mistakes.push(diagnostic);
        }
    }
    let expected: [Expected; 4] = [
        ("format_version", "a whole number", |data| matches!(data, Data::Number(_))),
        ("based_on", "the path of a scenario", |data| matches!(data, Data::String(_))),
        ("title", "a string", |data| matches!(data, Data::String(_))),
        ("changes", "an object of paths and values", |data| matches!(data, Data::Object(_))),
    ];
    for (key, what, fits) in expected {
        match members.get(key) {
            Some(node) if !fits(&node.data) => {
                let message = format!("expected {what}, found {}", node.describe());
                mistakes.push(Diagnostic::new(Code::E0010, message).at(node.position()).on(key));
            }
            None if key == "based_on" => {
                let message = "the file has `changes` and lacks the key `based_on`";
                let diagnostic = Diagnostic::new(Code::E0011, message).at(variant.position()).on(key);
                mistakes
                    .push(diagnostic.help("a variant names the scenario that it changes with `based_on`"));
            }
            None if key == "format_version" => {
                let message = "the variant lacks the key `format_version`";
                let diagnostic = Diagnostic::new(Code::E0011, message).at(variant.position()).on(key);
                mistakes.push(diagnostic.help("add `\"format_version\": 1`"));
            }
            _ => {}
        }
    }
    if mistakes.is_empty() { Ok(()) } else { Err(mistakes) }
}
