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
pub(super) const SCENARIOS: [(&str, &str); 67] = shipped![
    "kazakhstan-2022.json",
    "karabakh-2020.json",
    "serbia-2020.json",
    "italy-2020.json",
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
    "variants/kazakhstan-2022-shared.json",
    "templates/airlift.json",
    "templates/mixed.json",
    "templates/rail.json",
    "templates/road.json",
    "checks/air-bridge.json",
    "checks/arrival.json",
    "checks/authorisation.json",
    "checks/cycle.json",
    "checks/daily-limit.json",
    "checks/daily-slots.json",
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
    "checks/mobilisation.json",
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
    use std::path::Path;

    use super::*;
    use crate::report::folder::files_below;

    #[test]
    fn every_scenario_of_the_repository_is_offered() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
        let offered: BTreeSet<String> = SCENARIOS.iter().map(|(name, _)| (*name).to_owned()).collect();
        // Libraries are inside the engine.
        let scenario = |name: &String| {
            name.rsplit('.').next() == Some("json")
                && !name.starts_with("scenarios/library/")
                && name != "scenarios/scenario.schema.json"
        };
        let there = files_below(&folder, "scenarios/").expect("a folder").into_iter().filter(scenario);
        assert_eq!(offered, there.collect::<BTreeSet<String>>());
        assert_eq!(offered.len(), SCENARIOS.len(), "none is offered twice");
    }
}
