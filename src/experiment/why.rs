//! Why one seeded run closed when it did, and what would help.

use serde::Serialize;

use super::bounds::NothingHelps;
use super::chain::{OnChain, chain_with};
use super::improve::{CapacityGain, DurationGain, durations_on};
use super::rank::{Rank, described, nearest_to_median};
use super::record::Record;
use super::sample::Sample;
use super::simulate::USUAL_REPLICATIONS;
use super::story::{Story, Subject};
use super::study_error::StudyError;
use super::trials::{Baseline, Trials};
use crate::diagnostic::similar;
use crate::model::{Options, ShownRun, World, compile};
use crate::scenario::Loaded;

/// Replications behind what would help, when no number is asked for.
pub const REPLICATIONS: u32 = 100;

/// Why one seeded run closed when it did, and what would help: `why.json`.
#[derive(Debug, Clone, Serialize)]
pub struct Why {
    /// Version of the file.
    pub format_version: u32,
    /// Title of the scenario.
    pub title: String,
    /// The seed.
    pub seed: u64,
    /// The replication that is told.
    pub replication: u32,
    /// Where its closure stands among those that it was chosen from; `None` for one that is not among them.
    pub rank: Option<Rank>,
    /// Replication and rank in words.
    pub shown: String,
    /// The story of its closure.
    pub story: Story,
    /// Replications behind what would help.
    pub replications: u32,
    /// Whose closure the gains are of: always the force's.
    pub gains_of: String,
    /// What a tenth less of each duration saves.
    pub durations: Vec<DurationGain>,
    /// What one more of each capacity saves.
    pub capacities: Vec<CapacityGain>,
    /// What bounds closure, where one more of no capacity surely brings it forward; left out where one does, and where
    /// none can be tried since some replication does not close.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nothing_helps: Option<NothingHelps>,
}

/// The run that is told while what would help is tried, one proposal at a time.
#[derive(Debug)]
pub struct Inquiry {
    /// What was simulated.
    pub world: World,
    /// The run that is told.
    pub shown: ShownRun,
    /// Whose closure is told.
    pub subject: Subject,
    told: Why,
    trials: Option<Trials>,
    chain: Vec<OnChain>,
}

impl Inquiry {
    /// Tells a run, of the force or of the contingent, unit or copy with the id `unit`: replication `show`, or the one
    /// nearest to the median closure of the first 200, or of those of the sample if that is more.
    ///
    /// # Errors
    /// A scenario that cannot be compiled, a unit that there is not, or one that does not close in that run.
    pub fn new(
        loaded: &Loaded,
        unit: Option<&str>,
        show: Option<u32>,
        sample: Sample,
    ) -> Result<Self, StudyError> {
        let world = compile(&loaded.scenario)?;
        let subject = match unit {
            None => Subject::Force,
            Some(id) => Subject::find(&world, id).ok_or_else(|| unknown_subject(&world, id))?,
        };
        let Sample { seed, replications, .. } = sample;
        let mut without = Baseline::none(&world);
        let chain = chain_with(
            &world,
            sample,
            |simulation, number| Record::of(simulation, number, false),
            |record| without.add(&record),
        );
        // The replications of `run`, so that both show the same one.
        let of_run = Sample { replications: replications.max(USUAL_REPLICATIONS), ..sample };
        without.go_on(&world, of_run);
        let closures_h = without.closures_h.clone();
        let replication = show.unwrap_or_else(|| nearest_to_median(&closures_h));
        let shown = ShownRun::new(&world, Options { seed, ..Options::default() }, replication);
        let story = Story::of(&world, &shown, &subject).ok_or_else(|| {
            let who = subject.name(&world);
            StudyError::no_answer(format!("{who} does not close in replication {replication} of seed {seed}"))
                .help("choose another replication with --show, or a larger `horizon_h`")
        })?;
        let trials = Trials::new(loaded, without.first(replications), sample);
        let told = Why {
            format_version: 1,
            title: world.title.clone(),
            seed,
            replication,
            rank: Rank::of(replication, &closures_h),
            shown: described(replication, &closures_h),
            story,
            replications,
            gains_of: Subject::Force.name(&world),
            durations: durations_on(&chain, loaded),
            capacities: Vec::new(),
            nothing_helps: None,
        };
        Ok(Self { world, shown, subject, told, trials, chain })
    }

    /// Tries the next proposal; false when all are tried, or none can be.
    ///
    /// # Errors
    /// A proposal that the checks refuse.
    pub fn try_next(&mut self) -> Result<bool, StudyError> {
        self.trials.as_mut().map_or(Ok(false), Trials::try_next)
    }

    /// How many proposals are tried, and of how many; none where some replication does not close, so that there is no
    /// mean that they could move.
    pub fn progress(&self) -> Option<(usize, usize)> {
        self.trials.as_ref().map(Trials::progress)
    }

    /// The answer, with what the proposals save that are tried.
    pub fn answer(&self) -> Why {
        let capacities = self.trials.as_ref().map(Trials::gains).unwrap_or_default();
        let all_tried = self.progress().is_some_and(|(tried, all)| tried == all);
        let nothing_helps = all_tried.then(|| NothingHelps::among(&capacities, &self.chain)).flatten();
        Why { capacities, nothing_helps, ..self.told.clone() }
    }
}

fn unknown_subject(world: &World, id: &str) -> StudyError {
    let contingents = world.contingents.iter().map(|contingent| contingent.id.as_str());
    let known: Vec<&str> = contingents.chain(world.units.iter().map(|unit| unit.id.as_str())).collect();
    let hint = similar(id, known.iter().copied()).map_or_else(
        || format!("the ids are {}", known.join(", ")),
        |near| format!("did you mean `{near}`?"),
    );
    StudyError::no_answer(format!("there is no contingent or unit `{id}`")).help(hint)
}
