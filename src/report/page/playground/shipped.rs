//! The scenarios that a playground offers, inside the program, in the order in which they are offered.

/// Names and texts of these files below `scenarios/`.
macro_rules! shipped {
    ($($file:literal),+ $(,)?) => {
        [$((
            concat!("scenarios/", $file),
            include_str!(concat!("../../../../scenarios/", $file)),
        )),+]
    };
}

/// Every shipped scenario: its name, `scenarios/…`, and its text. Bases of variants are among them.
pub(super) const SCENARIOS: [(&str, &str); 61] = shipped![
    "kazakhstan-2022.json",
    "rapid-reaction-force.json",
    "peacekeeping-forces.json",
    "armenia-2021.json",
    "caucasian-grouping.json",
    "central-asia-2021.json",
    "eastern-european-grouping.json",
    "eu-battlegroup.json",
    "kyrgyzstan-2010.json",
    "material-aid.json",
    "relief-airfield.json",
    "un-rapid-deployment.json",
    "course/1-one-queue.json",
    "course/2-two-bottlenecks.json",
    "course/3-variability.json",
    "course/4-priority.json",
    "course/5-unloading-team.json",
    "course/6-one-in-three.json",
    "variants/kazakhstan-2022-almaty-day-later.json",
    "variants/kazakhstan-2022-daily-reports.json",
    "variants/kazakhstan-2022-dispatch-first-come.json",
    "variants/kazakhstan-2022-dispatch-most-uncovered.json",
    "variants/kazakhstan-2022-dispatch-most-waiting.json",
    "variants/kazakhstan-2022-dispatch-required.json",
    "variants/kazakhstan-2022-dispatch-shortest-cycle.json",
    "variants/kazakhstan-2022-half-fleet.json",
    "variants/kazakhstan-2022-mandate-two-days-late.json",
    "variants/kazakhstan-2022-no-an-124.json",
    "variants/kazakhstan-2022-no-zhetygen.json",
    "variants/kazakhstan-2022-rail-for-vehicles.json",
    "variants/kazakhstan-2022-reported.json",
    "templates/airlift.json",
    "templates/mixed.json",
    "templates/rail.json",
    "templates/road.json",
    "checks/air-bridge.json",
    "checks/arrival.json",
    "checks/authorisation.json",
    "checks/cycle.json",
    "checks/daily-limit.json",
    "checks/destinations.json",
    "checks/dispatch-cycle.json",
    "checks/dispatch-places.json",
    "checks/dispatch.json",
    "checks/earliest.json",
    "checks/handling.json",
    "checks/itinerary.json",
    "checks/loading.json",
    "checks/march.json",
    "checks/marry-up.json",
    "checks/next-load.json",
    "checks/opening.json",
    "checks/parts.json",
    "checks/payload-range.json",
    "checks/port.json",
    "checks/rail.json",
    "checks/reporting.json",
    "checks/sea.json",
    "checks/sharing.json",
    "checks/terminal.json",
    "checks/withdrawal.json",
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    use super::*;

    /// Names of the scenarios in a folder and below it.
    fn names(folder: &Path, before: &str) -> BTreeSet<String> {
        let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
        let mut found = BTreeSet::new();
        for path in entries {
            let name = format!("{before}{}", path.file_name().expect("a name").to_string_lossy());
            if path.is_dir() {
                // Libraries are inside the engine.
                if name == "scenarios/library" {
                    continue;
                }
                found.extend(names(&path, &format!("{name}/")));
            } else if path.extension() == Some("json".as_ref()) && name != "scenarios/scenario.schema.json" {
                found.insert(name);
            }
        }
        found
    }

    #[test]
    fn every_scenario_of_the_repository_is_offered() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
        let offered: BTreeSet<String> = SCENARIOS.iter().map(|(name, _)| (*name).to_owned()).collect();
        assert_eq!(offered, names(&folder, "scenarios/"));
        assert_eq!(offered.len(), SCENARIOS.len(), "none is offered twice");
    }
}
