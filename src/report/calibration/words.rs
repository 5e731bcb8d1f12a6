//! What a calibration says, in words and tables.

use super::{Calibrated, Prediction, closure};
use crate::experiment::backtest::{Backtest, Coverage, LEVEL};
use crate::experiment::calibrate::{Against, Calibration, Learned, Outcome, Use};
use crate::report::backtest;
use crate::report::numbers::{percent, thousands, with_digits_of};
use crate::report::padded::{Column, Padded};
use crate::report::page::document::{Block, Section, text as words};
use crate::report::page::study::{Finding, table_of, tabled};

/// Fewer effective samples than this do not give quantiles of a tail.
const FEW: f64 = 50.0;
/// A record so many standard deviations from all simulated outputs is out of their reach.
const FAR: f64 = 3.0;
/// Observations that are named in a sentence.
const NAMED: usize = 8;

/// The readable answer.
pub(super) fn text(report: &Calibrated) -> String {
    let mut text = format!("{}\n\n", sentences(report).join("\n"));
    text.push_str(&format!("{}\n", parameters(&report.calibration)));
    for remark in remarks(&report.calibration) {
        text.push_str(&format!("{remark}\n"));
    }
    if !report.fitted.is_empty() {
        text.push_str(&format!("\nFitted scenarios\n{}", predictions(&report.fitted)));
    }
    if !report.left_out.is_empty() {
        text.push_str(&format!("\nLeft out, each predicted from the others\n{}", left_out(report)));
    }
    if let Some(coverage) = &report.left_out_coverage {
        text.push_str(&format!("All left out. {}\n", backtest::coverage(coverage)));
    }
    text
}

/// The answer, the first sentence alone saying most of it.
fn sentences(report: &Calibrated) -> Vec<String> {
    let calibration = &report.calibration;
    let names = calibration.scenarios.join(", ");
    let mut all = match &calibration.outcome {
        Outcome::Posterior(learned) => {
            let told = learned.marginals.iter().filter(|one| !one.untold).count();
            vec![format!(
                "The records of {names} tell of {told} of {} parameter{}.",
                calibration.parameters.len(),
                if calibration.parameters.len() == 1 { "" } else { "s" }
            )]
        }
        Outcome::Implausible { against, enough } => implausible(&names, against, *enough),
    };
    if let Some(coverage) = &report.left_out_coverage {
        all.push(format!("Left out and predicted from the others: {}", backtest::coverage(coverage)));
    }
    all
}

fn implausible(names: &str, against: &[Against], enough: Option<f64>) -> Vec<String> {
    let one = |against: &Against| match against.implausibility {
        Some(far) => format!("{} ({far:.1} standard deviations)", against.name),
        None => format!("{} (not reached)", against.name),
    };
    let listed: Vec<String> = against.iter().take(NAMED).map(one).collect();
    let listed = if listed.is_empty() { "nothing can be fitted".to_owned() } else { listed.join("; ") };
    let remedy = match enough {
        Some(enough) => format!("With --discrepancy {enough} some would be: that is how far off this model has to be allowed to be."),
        None => "No discrepancy up to the whole of what was observed leaves any: the record speaks of something else than the model.".to_owned(),
    };
    vec![format!("No parameters are plausible for {names}: {listed}."), remedy]
}

/// What the posterior rests on, and what it does not hold.
fn remarks(calibration: &Calibration) -> Vec<String> {
    let mut all = vec![waves(calibration)];
    let of =
        |used: Use| calibration.outputs.iter().filter(move |output| output.used == used).collect::<Vec<_>>();
    all.push(format!(
        "Observations: {} fitted, {} out of reach, {} that nothing moves, {} not modelled.",
        of(Use::Fitted).len(),
        of(Use::OutOfReach).len(),
        of(Use::Unmoved).len(),
        of(Use::NotModelled).len()
    ));
    let out = of(Use::OutOfReach);
    if !out.is_empty() {
        let named: Vec<String> =
            out.iter().take(NAMED).map(|output| format!("{}: {}", output.scenario, output.name)).collect();
        let more =
            if out.len() > NAMED { format!("; and {} more", out.len() - NAMED) } else { String::new() };
        all.push(format!(
            "Out of reach, and set aside: no value of the parameters meets {}{more}. They say something of the model.",
            named.join("; ")
        ));
    }
    all.extend(calibration.learned().into_iter().flat_map(sampling));
    all
}

fn waves(calibration: &Calibration) -> String {
    let each: Vec<String> = calibration
        .waves
        .iter()
        .map(|wave| {
            format!("{} of {} points in {} of the prior", wave.plausible, wave.points, percent(wave.volume))
        })
        .collect();
    format!("Not ruled out, wave by wave: {}.", each.join(", then "))
}

fn sampling(learned: &Learned) -> Vec<String> {
    let mut all = vec![format!(
        "Posterior: {} samples of {} draws, {:.0} effective; the farthest lies {:.2} standard deviations from the record.",
        thousands(learned.posterior.samples.len() as f64),
        thousands(learned.draws as f64),
        learned.effective,
        learned.tolerance
    )];
    if learned.effective < FEW {
        all.push("These are few: take more with --draws and --samples.".to_owned());
    }
    if learned.farthest_output > FAR {
        all.push(format!(
            "One observation lies {:.1} standard deviations from the middle of what was simulated: the posterior is drawn out to it.",
            learned.farthest_output
        ));
    }
    all
}

/// The parameters, a row each.
fn parameters(calibration: &Calibration) -> Padded {
    use Column::{Number, Text, Words};
    let mut table = Padded::new(&[Words, Number, Number, Number, Number, Text]);
    table.row(["Parameter", "prior", "median", "p05 – p95", "sd by prior", ""]);
    for (index, parameter) in calibration.parameters.iter().enumerate() {
        let sign = if parameter.factor { "× " } else { "" };
        let write = |value: f64| format!("{sign}{value:.2}");
        let prior = format!("{sign}{:.2} – {:.2}", parameter.low, parameter.high);
        let known = calibration.learned().and_then(|learned| learned.marginals.get(index));
        let dash = || "–".to_owned();
        let told = match known {
            Some(one) if one.untold => "the data do not tell",
            _ => "",
        };
        table.row([
            parameter.name.clone(),
            prior,
            known.map_or_else(dash, |one| write(one.p50)),
            known.map_or_else(dash, |one| format!("{:.2} – {:.2}", one.p05, one.p95)),
            known.map_or_else(dash, |one| format!("{:.2}", one.relative_sd)),
            told.to_owned(),
        ]);
    }
    table
}

const HEAD: [&str; 7] =
    ["Scenario", "closure observed", "p05 – p95", "median", "width", "tests hit", "of all"];

/// Closure and hits of predictions, a row each.
fn predictions(all: &[Backtest]) -> Padded {
    use Column::{Number, Words};
    let mut table = Padded::new(&[Words, Number, Number, Number, Number, Number, Number]);
    table.row(HEAD);
    for one in all {
        table.row(prediction(&one.scenario, Some(one)));
    }
    table
}

fn left_out(report: &Calibrated) -> Padded {
    use Column::{Number, Words};
    let mut table = Padded::new(&[Words, Number, Number, Number, Number, Number, Number]);
    table.row(HEAD);
    for Prediction { scenario, left_out, .. } in &report.left_out {
        table.row(prediction(scenario, left_out.backtest.as_ref()));
    }
    table
}

fn prediction(scenario: &str, backtest: Option<&Backtest>) -> [String; 7] {
    let dash = || "–".to_owned();
    let row = backtest.and_then(closure);
    let range = |low: f64, high: f64| {
        let [low, high] = [low, high].map(|value| with_digits_of(value, "h"));
        if low == high { low } else { format!("{low} – {high}") }
    };
    let predicted = row.and_then(|row| row.predicted);
    let ends = predicted.and_then(|it| Some((it.p05?, it.p95?)));
    [
        scenario.to_owned(),
        row.map_or_else(dash, |row| range(row.observed[0], row.observed[1])),
        ends.map_or_else(dash, |(low, high)| range(low, high)),
        predicted.and_then(|it| it.p50).map_or_else(dash, |median| with_digits_of(median, "h")),
        row.and_then(|row| row.relative_width).map_or_else(dash, percent),
        backtest.map_or_else(dash, |one| format!("{} of {}", one.coverage.hits, one.coverage.tests)),
        backtest.map_or_else(dash, |one| all_rows(&one.coverage)),
    ]
}

/// Hits among all rows that are modelled, fitted ones included.
fn all_rows(coverage: &Coverage) -> String {
    format!("{} of {}", coverage.hits + coverage.fitted_hits, coverage.tests + coverage.fitted)
}

/// What the page says.
pub(super) fn finding(report: &Calibrated) -> Finding {
    let mut details = vec![tabled(
        "parameters",
        "What the records say of the parameters",
        "",
        table_of("Prior and posterior", &parameters(&report.calibration)),
    )];
    let mut section = Section::new("rests", "What it rests on");
    section.blocks.push(Block::List(remarks(&report.calibration).into_iter().map(words).collect()));
    details.push(section);
    if !report.fitted.is_empty() {
        let table = table_of("Fitted scenarios", &predictions(&report.fitted));
        let said = "What the posterior gives of the scenarios that it was fitted to: no test of it.";
        details.push(tabled("fitted", "Fitted scenarios", said, table));
    }
    if !report.left_out.is_empty() {
        let table = table_of("Left out", &left_out(report));
        let said = format!(
            "Each scenario was left out once and predicted from the others. An interval of {} that is right meets at least \
             that share of the tests.",
            percent(LEVEL)
        );
        details.push(tabled("left-out", "Left out", said, table));
    }
    let predicted = report.predicted();
    if !predicted.is_empty() {
        let mut section = Section::new("observed", "Observed beside predicted");
        for one in &predicted {
            section.heading(one.title.clone());
            section.table(table_of("What was observed, and the predicted interval", &backtest::rows(one)));
        }
        details.push(section);
    }
    Finding {
        title: report.calibration.scenarios.join(", "),
        question: "What do the records say of the parameters that these operations share?".to_owned(),
        verdict: sentences(report),
        motion: None,
        details,
    }
}
