//! The scenarios beside what the posterior predicts of them: those that were fitted, and those that were left out.

use serde::Serialize;

use super::{Calibration, Progress, Question, Result, Scenarios, calibrate};
use crate::experiment::backtest::{Backtest, backtest};
use crate::experiment::posterior::Posterior;
use crate::experiment::study::StudyOptions;

/// A scenario that was left out, beside what the others say of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LeftOut {
    /// What was fitted to the others.
    pub calibration: Calibration,
    /// What that predicts of it; none where no parameters are plausible.
    pub backtest: Option<Backtest>,
}

/// Calibrates to all scenarios but one and compares what that predicts of it with its record.
///
/// # Errors
/// Those of [`calibrate`].
pub fn leave_out(
    scenarios: &Scenarios<'_>,
    left_out: usize,
    question: &Question,
    options: &StudyOptions<'_>,
    progress: Progress<'_>,
) -> Result<LeftOut> {
    let calibration = calibrate(scenarios, &[left_out], question, options, progress)?;
    let predicted = calibration.learned().map(|learned| &learned.posterior);
    let backtest = match predicted {
        Some(posterior) => predict(scenarios, left_out, posterior, options, progress)?,
        None => None,
    };
    Ok(LeftOut { calibration, backtest })
}

impl Scenarios<'_> {
    /// What a posterior predicts of each scenario, beside its record.
    ///
    /// # Errors
    /// A scenario that cannot be simulated.
    pub fn predicted(
        &self,
        posterior: &Posterior,
        options: &StudyOptions<'_>,
        progress: Progress<'_>,
    ) -> Result<Vec<Backtest>> {
        let all = (0..self.len()).collect::<Vec<usize>>();
        let found = options.keeper.each(all, |index| predict(self, index, posterior, options, progress))?;
        Ok(found.into_iter().flatten().collect())
    }
}

fn predict(
    scenarios: &Scenarios<'_>,
    index: usize,
    posterior: &Posterior,
    options: &StudyOptions<'_>,
    progress: Progress<'_>,
) -> Result<Option<Backtest>> {
    let (name, loaded) = scenarios.all[index];
    let drawable = scenarios.drawables[index].clone();
    // A scenario without any of the parameters is predicted as it is.
    let drawable = match drawable.clone().with_posterior(posterior.clone()) {
        Ok(drawable) if options.uncertain => Some(drawable),
        Ok(drawable) => {
            let given: Vec<String> = posterior
                .columns(drawable.assumptions())
                .into_iter()
                .map(|(_, one, _)| one.path.clone())
                .collect();
            Some(drawable.retained(|one| given.contains(&one.path)))
        }
        Err(_) => Some(drawable).filter(|_| options.uncertain),
    };
    let (mut done, all) = (0, u64::from(options.replications));
    let what = format!("replications of {name}");
    backtest(name, loaded, drawable, options, || {
        done += 1;
        progress(&what, done, all);
    })
}
