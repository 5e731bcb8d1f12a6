//! One scenario simulated.

use forceflow::internals::experiment::{Piecewise, USUAL_REPLICATIONS, Varies, never_closes};
use forceflow::internals::report::{Made, result_files};
use forceflow::{Diagnostics, Loaded, Options, Results, RunOptions, ShownRun, tables};
use serde_json::{Value, json};

use super::{Asked, drawings, nothing_yet, texts};
use crate::request::Request;
use crate::scenario::Failure;

/// One scenario simulated.
pub struct Run {
    loaded: Loaded,
    made: Piecewise,
    asked: Asked,
}

impl Run {
    pub fn new(loaded: Loaded, request: &Request) -> Result<Self, Failure> {
        let asked = Asked::of(request, USUAL_REPLICATIONS);
        let &Asked { seed, replications, uncertain, .. } = &asked;
        let options = RunOptions { seed, replications, ..RunOptions::default() };
        Ok(Self { made: Piecewise::new(&loaded, options, uncertain)?, loaded, asked })
    }

    pub fn go_on(&mut self, count: u32) -> Result<(), Failure> {
        Ok(self.made.go_on(count)?)
    }

    pub fn progress(&self) -> (usize, usize) {
        (self.made.summary().replications as usize, self.asked.replications as usize)
    }

    pub fn is_over(&self) -> bool {
        self.made.is_over()
    }

    pub fn read(&self, pages: bool) -> Result<Value, Failure> {
        let (world, summary) = (self.made.world(), self.made.summary());
        let replications = summary.replications;
        if replications == 0 {
            return Err(nothing_yet());
        }
        let results = Results::of(world, summary);
        let seed = self.asked.seed;
        if results.not_closed == replications as usize {
            return Err(Diagnostics::from(never_closes(&self.loaded, world, seed)).into());
        }
        let show = self.asked.show.unwrap_or_else(|| summary.nearest_to_median());
        let drawn = self.made.drawn(show)?;
        let shown_world = drawn.as_ref().unwrap_or(world);
        let files = if pages {
            let made = Made {
                loaded: &self.loaded,
                command: &self.asked.command("run", &[], replications),
                world,
                shown_world,
                summary,
                results: &results,
                show,
                charts: Some(&drawings()),
                varies: Varies::of(world, self.asked.uncertain),
                keep_draws: None,
                parquet: false,
                live: None,
            };
            texts(&result_files(&made)?)?
        } else {
            let shown = ShownRun::new(shown_world, Options { seed, ..Options::default() }, show);
            texts(&tables((world, summary, &results), (shown_world, shown)))?
        };
        Ok(json!({"replications": replications, "shown": show, "files": files}))
    }
}
