//! Names of what a scenario holds, for texts, tables and figures: readers get names, and ids only where there is none.

use serde_json::Value;

use crate::experiment::story::Step;

/// Units that keys end with, and how a reader writes them.
const UNITS: [(&str, &str); 5] = [("kmh", "km/h"), ("h", "h"), ("t", "t"), ("m", "m"), ("km", "km")];

/// The names that a resolved scenario gives.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Names(Value);

impl Names {
    /// The names of a resolved scenario.
    pub fn of(resolved: &Value) -> Self {
        Self(resolved.clone())
    }

    /// A dotted path in words: `Almaty airport: working spots` of `places.almaty.terminal.working_spots`, `An-124: number
    /// of carriers` of `fleets.an-124.count`.
    pub fn path(&self, path: &str) -> String {
        let segments: Vec<&str> = path.split('.').collect();
        let (owner, keys) = match segments.as_slice() {
            ["evidence", rest @ ..] => return format!("evidence of {}", self.path(&rest.join("."))),
            ["contingents", contingent, "units", unit, keys @ ..] => {
                (self.unit(&format!("{contingent}/{unit}")), keys)
            }
            ["contingents", id, keys @ ..] => (self.named(&["contingents", id], id), keys),
            ["fleets", id, "count"] => return format!("{}: number of carriers", self.fleet(id)),
            ["fleets", id, keys @ ..] => (self.fleet(id), keys),
            // A type often has the name of a fleet.
            [group @ ("carrier_types" | "vehicle_types"), id, keys @ ..] => {
                (format!("{} (type)", self.named(&[group, id], id)), keys)
            }
            ["places", id, "terminal", "by_mode", keys @ ..] if !keys.is_empty() => (self.place(id), keys),
            ["places", id, "terminal", keys @ ..] if !keys.is_empty() => (self.place(id), keys),
            ["places", id, keys @ ..] => (self.place(id), keys),
            ["routes", id, keys @ ..] => (format!("route {id}"), keys),
            ["civilians", id, keys @ ..] => (format!("civilians {id}"), keys),
            ["disruptions", id, keys @ ..] => (format!("disruption {id}"), keys),
            keys => return in_words(keys),
        };
        if keys.is_empty() { owner } else { format!("{owner}: {}", in_words(keys)) }
    }

    /// A path in words with the path itself, which `--set` takes.
    pub fn with_path(&self, path: &str) -> String {
        let name = self.path(path);
        if name == path { name } else { format!("{name} ({path})") }
    }

    /// The name of a fleet.
    pub fn fleet(&self, id: &str) -> String {
        self.named(&["fleets", id], id)
    }

    /// The name of a place.
    pub fn place(&self, id: &str) -> String {
        self.named(&["places", id], id)
    }

    /// A carrier `fleet#3` by the name of its fleet: `Il-76 at Ivanovo no. 3`.
    pub fn carrier(&self, id: &str) -> String {
        match id.split_once('#') {
            Some((fleet, number)) => format!("{} no. {number}", self.fleet(fleet)),
            None => id.to_owned(),
        }
    }

    /// A unit `contingent/unit`, or its copy `contingent/unit#7`, by its names: `Battalion (Tajikistan)`, with the name of
    /// the contingent where there are several.
    pub fn unit(&self, id: &str) -> String {
        let (unit, copy) = id.split_once('#').map_or((id, None), |(unit, copy)| (unit, Some(copy)));
        let Some((contingent, unit)) = unit.split_once('/') else { return id.to_owned() };
        let mut name = self.named(&["contingents", contingent, "units", unit], unit);
        if let Some(copy) = copy {
            name.push_str(&format!(" no. {copy}"));
        }
        let several = self.0.get("contingents").and_then(Value::as_object).is_some_and(|all| all.len() > 1);
        if several {
            format!("{name} ({})", self.named(&["contingents", contingent], contingent))
        } else {
            name
        }
    }

    /// What is named by an id of a fleet, a contingent or a unit.
    pub fn owner(&self, id: &str) -> String {
        if id.contains('/') { self.unit(id) } else { self.fleet(id) }
    }

    /// Steps of a story with names in place of ids.
    pub(super) fn steps(&self, steps: &[Step]) -> Vec<Step> {
        let named = |step: &Step| {
            let mut step = step.clone();
            step.carrier = step.carrier.map(|id| self.carrier(&id));
            step.unit = step.unit.map(|id| self.unit(&id));
            for part in &mut step.meanwhile {
                part.carrier = part.carrier.as_ref().map(|id| self.carrier(id));
            }
            step
        };
        steps.iter().map(named).collect()
    }

    /// The name of an alternative: changes as `PATH=VALUE` in words, all else without what it has in common with the
    /// baseline where that leaves something.
    pub(super) fn alternative(&self, name: &str, baseline: &str) -> String {
        // A value may hold blanks; a change begins where a path of the scenario does.
        let path_of = |word: &str| {
            let (path, _) = word.split_once('=')?;
            let group = path.split_once('.').map_or(path, |(group, _)| group);
            self.0.get(group).map(|_| path.to_owned())
        };
        let mut words = Vec::new();
        for word in name.split(' ') {
            match path_of(word) {
                Some(path) => words.push(format!("{} = {}", self.path(&path), &word[path.len() + 1..])),
                None => match words.last_mut() {
                    Some(last) => last.push_str(&format!(" {word}")),
                    None => return short(apart(name, baseline)),
                },
            }
        }
        words.join(", ")
    }

    fn named(&self, path: &[&str], id: &str) -> String {
        let object = path.iter().try_fold(&self.0, |value, key| value.get(key));
        let name = object.and_then(|object| object.get("name")).and_then(Value::as_str);
        name.filter(|name| !name.trim().is_empty()).unwrap_or(id).to_owned()
    }
}

/// Keys in words: `working spots`, `load [h]`; an item of a list by its number, from 1.
fn in_words(keys: &[&str]) -> String {
    let word = |key: &&str| match key.parse::<usize>() {
        Ok(index) => format!("no. {}", index.saturating_add(1)),
        Err(_) => (*key).to_owned(),
    };
    let text = keys.iter().map(word).collect::<Vec<String>>().join(" ");
    let unit = UNITS.iter().find_map(|(key, unit)| Some((text.strip_suffix(key)?.strip_suffix('_')?, *unit)));
    match unit {
        Some((text, unit)) => format!("{} [{unit}]", text.replace('_', " ")),
        None => text.replace('_', " "),
    }
}

/// A name without what it and the baseline's begin with, where that leaves something.
fn apart<'a>(name: &'a str, baseline: &str) -> &'a str {
    let between = |c: char| "-_.+ /".contains(c);
    let rest = name.strip_prefix(baseline).filter(|rest| rest.starts_with(between));
    let rest = rest.map(|rest| rest.trim_start_matches(between));
    rest.filter(|rest| !rest.is_empty()).unwrap_or(name)
}

/// The two ends of a long name that has no place to break a line: names often differ in their ends.
fn short(name: &str) -> String {
    const ROOM: usize = 28;
    let letters = name.chars().count();
    if letters <= ROOM || name.contains(' ') {
        return name.to_owned();
    }
    let (head, tail) = ((ROOM - 1) / 2, ROOM / 2);
    let end: String = name.chars().skip(letters - tail).collect();
    name.chars().take(head).collect::<String>() + "…" + &end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Names {
        Names::of(&serde_json::json!({
            "fleets": {"vta": {"name": "Il-76 at Ivanovo"}, "bridge": {}},
            "carrier_types": {"il-76": {"name": "Il-76"}},
            "places": {"almaty": {"name": "Almaty airport"}},
            "contingents": {"russia": {"name": "Russia", "units": {"bmd": {"name": "Company"}}}, "armenia": {}},
            "dispatch": "first_come", "deadline_h": 96
        }))
    }

    #[test]
    fn paths_are_read_by_their_names() {
        for (path, words) in [
            ("fleets.vta.count", "Il-76 at Ivanovo: number of carriers"),
            ("fleets.bridge.crews.rest_h", "bridge: crews rest [h]"),
            ("carrier_types.il-76.load_h", "Il-76 (type): load [h]"),
            ("places.almaty.terminal.working_spots", "Almaty airport: working spots"),
            ("places.almaty.terminal.by_mode.road.working_spots", "Almaty airport: road working spots"),
            ("contingents.russia.units.bmd.prepare_h", "Company (Russia): prepare [h]"),
            (
                "contingents.russia.units.bmd.itinerary.0.march.speed_kmh",
                "Company (Russia): itinerary no. 1 march speed [km/h]",
            ),
            ("contingents.armenia.mandate", "armenia: mandate"),
            ("routes.bridge.travel_h", "route bridge: travel [h]"),
            ("dispatch", "dispatch"),
            ("deadline_h", "deadline [h]"),
            ("evidence.fleets.vta.count", "evidence of Il-76 at Ivanovo: number of carriers"),
        ] {
            assert_eq!(names().path(path), words, "{path}");
        }
        assert_eq!(names().with_path("dispatch"), "dispatch");
        assert_eq!(names().with_path("deadline_h"), "deadline [h] (deadline_h)");
    }

    #[test]
    fn carriers_and_units_are_read_by_their_names() {
        assert_eq!(names().carrier("vta#3"), "Il-76 at Ivanovo no. 3");
        assert_eq!(names().unit("russia/bmd#7"), "Company no. 7 (Russia)");
        assert_eq!(
            (names().owner("vta"), names().owner("russia/bmd")),
            ("Il-76 at Ivanovo".into(), "Company (Russia)".into())
        );
    }

    #[test]
    fn alternatives_say_what_sets_them_apart() {
        let of = |name| names().alternative(name, "kazakhstan-2022");
        assert_eq!(of("kazakhstan-2022-no-an-124"), "no-an-124");
        assert_eq!(of("kazakhstan-2022"), "kazakhstan-2022");
        assert_eq!(of("kazakhstan-20220"), "kazakhstan-20220");
        assert_eq!(of("fleets.vta.count=10"), "Il-76 at Ivanovo: number of carriers = 10");
        assert_eq!(
            of("fleets.vta.count=10 deadline_h=90"),
            "Il-76 at Ivanovo: number of carriers = 10, deadline [h] = 90"
        );
        assert_eq!(of("fleets.vta.load_h={\"a\": 1}"), "Il-76 at Ivanovo: load [h] = {\"a\": 1}");
        assert_eq!(of("answer=10"), "answer=10");
        let long = of("a-name-that-says-what-it-is-at-both-ends");
        assert!(long.starts_with("a-name-that") && long.ends_with("both-ends"), "{long}");
        assert_eq!(long.chars().count(), 28);
    }
}
