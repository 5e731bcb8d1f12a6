//! `forceflow size` with several settings or goals: the cheapest mix that meets them.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::exit::{Exit, Failure};
use super::inputs::{Input, only};
use super::study::{Basis, Study, Work};
use crate::experiment::factor::{Factor, parse_factor};
use crate::experiment::goal::Goal;
use crate::experiment::mix::{MixOptions, mix as find};
use crate::experiment::size::Answer;
use crate::experiment::uncertainty::Drawable;
use crate::report::kind::Kind;
use crate::report::mix::Mixed;
use crate::report::names::Names;

/// Letters of a step that a line of a terminal has room for.
const MESSAGE: usize = 40;

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Request {
    pub(super) vary: Vec<String>,
    pub(super) goals: Vec<String>,
    pub(super) weights: Vec<String>,
    pub(super) mixes: u32,
    pub(super) budget: u32,
    #[serde(flatten)]
    pub(super) basis: Basis,
}

/// Whether the request of a sizing asks for a mix.
pub(super) fn asks(request: &Value) -> bool {
    request.get("vary").is_some_and(Value::is_array)
}

impl Study for Request {
    const KIND: Kind = Kind::Size;

    type Answer = Mixed;

    fn basis(&self) -> &Basis {
        &self.basis
    }

    fn answer(&self, inputs: &[Input], work: &Work<'_>) -> Result<Mixed, Failure> {
        let loaded = only(inputs)?;
        let factors: Vec<Factor> =
            self.vary.iter().map(|text| parse_factor(text)).collect::<Result<_, _>>()?;
        let goals: Vec<Goal> = self
            .goals
            .iter()
            .map(|text| Goal::parse(text))
            .collect::<Result<_, _>>()
            .map_err(Failure::unusable)?;
        if factors.is_empty() || goals.is_empty() {
            return Err(Failure::unusable("a sizing needs something to vary and a goal"));
        }
        let drawable = Drawable::new(loaded);
        if self.basis.uncertain {
            drawable.check()?;
        }
        let options = MixOptions {
            factors,
            weights: self.weights.clone(),
            most: self.mixes as usize,
            budget: self.budget,
            confidence: 0.95,
            study: work.options(&self.basis),
        };
        let bar = work.terminal.progress(u64::from(self.mixes), "mixes");
        let mix = find(&drawable, &goals, &options, &mut |step| {
            bar.set_message(step.chars().take(MESSAGE).collect::<String>());
            bar.inc(1);
            // Confirmations come on top.
            bar.set_length(u64::from(self.mixes).max(bar.position() + 1));
        })?;
        Ok(Mixed { title: loaded.scenario.title.clone(), mix, names: Names::of(&loaded.resolved) })
    }

    fn exit(&self, answer: &Mixed) -> Exit {
        if answer.mix.answer == Answer::Certified { Exit::Done } else { Exit::No }
    }
}
