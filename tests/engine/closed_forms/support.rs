//! Runs a scenario of `scenarios/checks` with changes, and audits it.

use forceflow::internals::kernel::{Time, hours};
use forceflow::internals::model::audit;
use forceflow::{Options, ShownRun, World};

use crate::common::world_of;

/// A run and its world.
pub(crate) struct Checked {
    pub(crate) world: World,
    pub(crate) run: ShownRun,
}

/// Runs `scenarios/checks/NAME.json` with changes as on the command line.
pub(crate) fn check(name: &str, changes: &[(&str, &str)]) -> Checked {
    let world = world_of(format!("scenarios/checks/{name}.json"), changes);
    let run = ShownRun::new(&world, Options { seed: 1, ..Options::default() }, 1);
    let found: Vec<String> = audit(&world, &run).iter().map(ToString::to_string).collect();
    assert!(found.is_empty(), "{name} {changes:?}: {}", found.join("; "));
    Checked { world, run }
}

/// When the deployment closes [h]; NaN when it does not.
pub(crate) fn closure_h(name: &str, changes: &[(&str, &str)]) -> f64 {
    check(name, changes).closure_h()
}

/// Asserts closures of one scenario under single changes.
pub(crate) fn closures(name: &str, cases: &[(&[(&str, &str)], f64)]) {
    for (changes, expected) in cases {
        same_h(closure_h(name, changes), *expected, &format!("{name} {changes:?}"));
    }
}

/// Asserts that two times are the same millisecond.
#[track_caller]
pub(crate) fn same_h(found: f64, expected: f64, what: &str) {
    let ms = |h: f64| (h * 3_600_000.0).round();
    assert!(ms(found) == ms(expected), "{what}: {found} h, and by hand {expected} h");
}

impl Checked {
    pub(crate) fn closure_h(&self) -> f64 {
        self.run.outcome.phases[0].closure.at.map_or(f64::NAN, Time::as_h)
    }

    pub(crate) fn home_h(&self) -> f64 {
        self.run.outcome.phases[1].closure.at.map_or(f64::NAN, Time::as_h)
    }

    /// When a unit closes [h].
    pub(crate) fn unit_h(&self, id: &str) -> f64 {
        let (unit, _) = self.world.units.with_ids().find(|(_, unit)| unit.id == id).expect("a unit");
        self.run.outcome.phases[0].units[unit].at.map_or(f64::NAN, Time::as_h)
    }

    /// When what arrives is in place [h].
    pub(crate) fn arrivals_h(&self) -> Vec<f64> {
        self.run.outcome.phases[0].arrivals.iter().map(|arrival| arrival.at.as_h()).collect()
    }

    pub(crate) fn sorties(&self) -> u32 {
        self.run.outcome.phases[0].sorties
    }

    /// Hours of the last load's diary in a category.
    pub(crate) fn diary_h(&self, category: forceflow::internals::model::Category) -> f64 {
        self.blame().diary_ms[category as usize] as f64 / 3_600_000.0
    }

    /// Hours of the causal chain in a category.
    pub(crate) fn chain_h(&self, category: forceflow::internals::model::Category) -> f64 {
        hours(self.blame().chain_ms[category as usize])
    }

    fn blame(&self) -> forceflow::internals::model::Blame {
        use forceflow::internals::kernel::Causes as _;
        let closure = self.run.outcome.phases[0].closure;
        forceflow::internals::model::Blame::of(&self.world, self.run.causes.nodes(), closure.node)
    }
}
