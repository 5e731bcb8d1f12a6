//! Runs scenarios at points of their parameters and reads what the record speaks of.

use serde_json::Value;

use super::Result;
use super::parameters::Parameter;
use crate::experiment::assumption::Places;
use crate::experiment::backtest::Readings;
use crate::experiment::kept::{kept_values as as_read, to_keep};
use crate::experiment::runner::{Next, Plan, in_worlds, run_each};
use crate::experiment::study::{StudyOptions, key};
use crate::experiment::study_error::StudyError;
use crate::experiment::uncertainty::{Drawable, UncertaintyError};
use crate::kernel::Forgetful;
use crate::model::{Options, World};

/// Points in one kept file: the most that an interruption loses of one scenario.
pub const BLOCK: usize = 500;

/// A value for each observation of one replication: none for what is not modelled, infinite for what was not reached.
pub(super) type Values = Vec<Option<f64>>;

/// A scenario whose record is used.
pub(super) struct Member<'a> {
    /// Its name.
    pub(super) name: &'a str,
    /// Its record.
    pub(super) readings: Readings<'a>,
    /// What is drawn of it: its parameters, and with `uncertain` all else that has a range.
    drawable: Drawable,
    /// By parameter, the assumptions that it stands for.
    places: Vec<Vec<usize>>,
    world: World,
}

impl<'a> Member<'a> {
    /// A scenario with its parameters found.
    ///
    /// # Errors
    /// A scenario that cannot be compiled.
    pub(super) fn new(
        name: &'a str,
        scenario: &'a crate::scenario::Scenario,
        drawable: &Drawable,
        parameters: &[Parameter],
        uncertain: bool,
    ) -> Result<Self> {
        let is_of =
            |path: &String, parameter: &Parameter| parameter.paths.iter().flatten().any(|one| one == path);
        let drawable = drawable
            .clone()
            .retained(|one| uncertain || parameters.iter().any(|parameter| is_of(&one.path, parameter)));
        let world = drawable.world()?;
        let places = parameters
            .iter()
            .map(|parameter| {
                let stands = |(index, one): (usize, &crate::experiment::uncertainty::Assumption)| {
                    (one.parameter == parameter.name || one.path == parameter.name).then_some(index)
                };
                drawable.assumptions().iter().enumerate().filter_map(stands).collect()
            })
            .collect();
        Ok(Self { name, readings: Readings::of(scenario, &world), drawable, places, world })
    }

    /// The shares of assumptions at a point of the parameters.
    fn fixed(&self, point: &[f64]) -> Vec<(usize, f64)> {
        let each = |(places, share): (&Vec<usize>, &f64)| {
            places.iter().map(|index| (*index, *share)).collect::<Vec<_>>()
        };
        self.places.iter().zip(point).flat_map(each).collect()
    }

    /// What the replications `first` to `first + count - 1` give at a point.
    fn at(
        &self,
        scratch: &mut Value,
        places: &Places,
        point: &[f64],
        (seed, first, count): (u64, u32, u32),
    ) -> std::result::Result<Vec<Values>, UncertaintyError> {
        let options = Options { seed, ..Options::default() };
        let fixed = self.fixed(point);
        // Where nothing else is drawn, the replications of a point share a world.
        let shared = fixed.len() == self.drawable.assumptions().len();
        let different = if shared { count.min(1) } else { count };
        let world = |replication| self.drawable.world_at(scratch, places, &fixed, seed, replication);
        let worlds = (first..first + different).map(world).collect::<std::result::Result<Vec<World>, _>>()?;
        let in_turn = worlds.iter().cycle().take(count as usize);
        let made = in_worlds::<Forgetful, _>(in_turn, options, &self.readings.figures, first);
        let read = made.into_iter().map(|(record, seen)| self.readings.values(&self.world, &record, &seen));
        Ok(read.map(|values| values.into_iter().map(|value| value.map(to_keep)).collect()).collect())
    }

    /// What `count` replications give at each point, read from kept work or simulated; the replications of a point are
    /// those from 1 on, or, where `apart`, begin behind those of the point before. `done` hears of every point.
    ///
    /// # Errors
    /// An interruption, a scenario that cannot be simulated, or a file that cannot be written.
    pub(super) fn run(
        &self,
        points: &[Vec<f64>],
        (count, apart): (u32, bool),
        options: &StudyOptions<'_>,
        mut done: impl FnMut(),
    ) -> Result<Vec<Vec<Values>>> {
        let blocks = points.chunks(BLOCK).enumerate();
        let all = options.keeper.each(blocks, |(block, points)| {
            let before = (block * BLOCK) as u32;
            let first = |index: u32| if apart { 1 + (before + index) * count } else { 1 };
            let key = self.key(points, (first(0), count, apart), options);
            let simulate = || self.simulate(points, (&first, count), options, &mut done);
            let fits = |point: &Vec<Values>| {
                point.len() == count as usize
                    && point.iter().all(|values| values.len() == self.readings.len())
            };
            let what = format!("{}, points {} to {}", self.name, before + 1, before as usize + points.len());
            options.keeper.of(&what).kept(&key, points.len(), fits, simulate)
        })?;
        Ok(all
            .into_iter()
            .flatten()
            .map(|point: Vec<Values>| point.into_iter().map(as_read).collect())
            .collect())
    }

    fn simulate(
        &self,
        points: &[Vec<f64>],
        (first, count): (&(dyn Fn(u32) -> u32 + Sync), u32),
        options: &StudyOptions<'_>,
        done: &mut dyn FnMut(),
    ) -> Result<Vec<Vec<Values>>> {
        let places = Places::of(self.drawable.assumptions());
        let worker = || {
            let (mut scratch, places) = (self.drawable.base().clone(), &places);
            move |index: u32| {
                let how = (options.seed, first(index), count);
                self.at(&mut scratch, places, &points[index as usize], how)
            }
        };
        let plan = Plan { first: 0, ..options.plan(0, points.len() as u32) };
        let (mut found, mut failure) = (Vec::with_capacity(points.len()), None);
        run_each(&plan, worker, |made| match made {
            Ok(values) if !options.keeper.is_interrupted() => {
                found.push(values);
                done();
                Next::More
            }
            Ok(_) => Next::Stop,
            Err(error) => {
                failure = Some(error);
                Next::Stop
            }
        });
        match failure {
            Some(error) => Err(error.into()),
            None if found.len() < points.len() => Err(StudyError::Interrupted { points: None }),
            None => Ok(found),
        }
    }

    /// The key of kept work: the scenario, its record, the points and the replications.
    fn key(&self, points: &[Vec<f64>], how: (u32, u32, bool), options: &StudyOptions<'_>) -> String {
        let mut hasher = blake3::Hasher::new();
        for share in points.iter().flatten() {
            hasher.update(&share.to_bits().to_le_bytes());
        }
        hasher.update(self.readings.fingerprint().as_bytes());
        hasher.update(format!("{:?}", self.places).as_bytes());
        let (first, count, apart) = how;
        format!(
            "{}: points {}, seed {}, {count} replications from {first}{}",
            key("the record", &self.drawable.fingerprint(true), true),
            hasher.finalize().to_hex(),
            options.seed,
            if apart { " each" } else { "" }
        )
    }
}
