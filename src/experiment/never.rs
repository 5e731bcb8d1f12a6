//! Names who is stuck, and on what, in a scenario that closes in no replication.

use crate::diagnostic::{Code, Diagnostic};
use crate::kernel::Forgetful;
use crate::model::{NoObserver, Options, Simulation, World};
use crate::scenario::Loaded;

/// The mistake of a scenario of which no replication closed: who is stuck in the first one, and on what.
pub fn never_closes(loaded: &Loaded, world: &World, seed: u64) -> Diagnostic {
    let (title, horizon_h) = (&loaded.scenario.title, loaded.scenario.horizon_h);
    let message = format!("`{title}` does not close within {horizon_h} h, in no replication");
    let options = Options { seed, ..Options::default() };
    let mut simulation: Simulation<'_, Forgetful, NoObserver> = Simulation::new(world, options, NoObserver);
    simulation.run(1);
    let mut diagnostic = Diagnostic::new(Code::E3001, message);
    for stuck in simulation.stuck() {
        diagnostic = diagnostic.note(stuck.sentence(world));
    }
    diagnostic.help("give what is missing, or a larger `horizon_h`")
}
