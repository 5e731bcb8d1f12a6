//! Short names of paths for axes and tables.

/// Keys that only group ids.
const GROUPS: [&str; 9] = [
    "carrier_types",
    "contingents",
    "fleets",
    "places",
    "routes",
    "site",
    "terminal",
    "units",
    "vehicle_types",
];

/// Units that keys end with.
const UNITS: [&str; 5] = ["h", "t", "m", "km", "kmh"];

/// A path without the keys that only group ids, and without its beginning where that is longer than `room` characters
/// and no other path among `all` ends alike.
pub(super) fn short_name(path: &str, all: &[&str], room: usize) -> String {
    let mut segments = named(path);
    while segments.len() > 2 && segments.join(".").chars().count() > room {
        let ends_alike = all.iter().filter(|other| named(other).ends_with(&segments[1..]));
        if ends_alike.count() > 1 {
            break;
        }
        segments.remove(0);
    }
    let name = segments.join(" ");
    let unit = UNITS.iter().find_map(|unit| Some((name.strip_suffix(unit)?.strip_suffix('_')?, *unit)));
    match unit {
        Some((name, unit)) => format!("{} [{unit}]", name.replace('_', " ")),
        None => name.replace('_', " "),
    }
}

/// The name of a scenario beside that of its baseline: without what both begin with where that leaves something; a
/// changed path by its short name, and what is still long without its middle.
pub(super) fn label(name: &str, baseline: &str) -> String {
    const ROOM: usize = 28;
    let between = |c: char| "-_.+ /".contains(c);
    let rest = name.strip_prefix(baseline).filter(|rest| rest.starts_with(between));
    let name =
        rest.map(|rest| rest.trim_start_matches(between)).filter(|rest| !rest.is_empty()).unwrap_or(name);
    let letters = name.chars().count();
    if letters <= ROOM { name.to_owned() } else { shorter(name, ROOM, letters) }
}

/// A long name in `room` letters: a changed path keeps what it is about, and any other its two ends.
fn shorter(name: &str, room: usize, letters: usize) -> String {
    if let Some((path, value)) = name.split_once('=').filter(|(path, _)| path.contains('.')) {
        let short = format!("{} = {value}", short_name(path, &[], room));
        if short.chars().count() < letters {
            return short;
        }
    }
    let (head, tail) = ((room - 1) / 2, room / 2);
    let end: String = name.chars().skip(letters - tail).collect();
    name.chars().take(head).collect::<String>() + "…" + &end
}

fn named(path: &str) -> Vec<&str> {
    let segments = path.split('.').filter(|segment| !GROUPS.contains(segment));
    segments.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_say_what_sets_a_variant_apart() {
        assert_eq!(label("kazakhstan-2022-no-an-124", "kazakhstan-2022"), "no-an-124");
        assert_eq!(label("kazakhstan-2022", "kazakhstan-2022"), "kazakhstan-2022");
        assert_eq!(label("kazakhstan-20220", "kazakhstan-2022"), "kazakhstan-20220");
        let long = label("contingents.russia.units.bmd.copies=40", "base");
        assert_eq!(long, "russia bmd copies = 40");
        let long = label("a-name-that-says-what-it-is-at-both-ends", "base");
        assert!(long.starts_with("a-name-that") && long.ends_with("both-ends"), "{long}");
        assert_eq!(long.chars().count(), 28);
    }

    #[test]
    fn names_keep_what_tells_them_apart() {
        let (one, other) =
            ("contingents.russia.units.bmd.prepare_h", "contingents.belarus.units.bmd.prepare_h");
        assert_eq!(short_name(one, &[one], 12), "bmd prepare [h]");
        assert_eq!(short_name(one, &[one, other], 12), "russia bmd prepare [h]");
        assert_eq!(short_name("fleets.vta.count", &[], 40), "vta count");
        assert_eq!(short_name("dispatch", &[], 4), "dispatch");
    }
}
