//! Each random scenario is refused with a diagnostic, or every run of it passes the audit.
use forceflow::internals::model::audit;
use forceflow::{Options, ShownRun, World, compile, load_str};

use super::generate::Generator;

/// The scenario with this number, compiled; `None` when it is refused.
pub(crate) fn world(number: u64) -> Option<World> {
    let text = Generator::new(number).scenario().to_string();
    match load_str("random.json", &text, &[]) {
        Ok(loaded) => Some(compile(&loaded.scenario).expect("what passes the checks compiles")),
        Err(diagnostics) => {
            assert!(diagnostics.has_errors(), "scenario {number} is refused without a reason");
            None
        }
    }
}

fn options() -> Options {
    Options { seed: 7, ..Options::default() }
}

/// What is wrong with a run of a scenario; `None` when it was refused, or was sound.
fn fault(number: u64, (ran, open): (&mut u64, &mut u64)) -> Option<String> {
    let world = world(number)?;
    *ran += 1;
    let run = ShownRun::new(&world, options(), 1);
    *open += u64::from(run.outcome.phases[0].closure.at.is_none());
    let found = audit(&world, &run);
    let first: Vec<String> = found.iter().take(3).map(ToString::to_string).collect();
    (!found.is_empty())
        .then(|| format!("\n  scenario {number}, {} violations: {}", found.len(), first.join("; ")))
}

#[test]
fn every_random_scenario_is_refused_or_passes_the_audit() {
    let scenarios = std::env::var("FORCEFLOW_SCENARIOS").ok().and_then(|n| n.parse().ok()).unwrap_or(1_500);
    let (mut ran, mut open, mut faults) = (0, 0, Vec::new());
    for number in 0..scenarios {
        let run = std::panic::AssertUnwindSafe(|| fault(number, (&mut ran, &mut open)));
        match std::panic::catch_unwind(run) {
            Ok(found) => faults.extend(found),
            Err(_) => faults.push(format!("\n  scenario {number} panics")),
        }
    }
    assert!(
        faults.is_empty(),
        "{} faults in {ran} scenarios: {}",
        faults.len(),
        faults[..faults.len().min(15)].concat()
    );
    assert!(ran * 2 > scenarios, "only {ran} of {scenarios} scenarios could be run");
    assert!(open * 10 < ran, "{open} of {ran} scenarios do not close");
}
