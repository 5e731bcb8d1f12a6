//! Sensitivity in words: the tables and remarks that terminal and page share.

use std::collections::BTreeMap;

use super::super::names::Names;
use super::super::numbers::{hours, moved, percent, signed, thousands, width};
use super::super::padded::{Column, Padded};
use super::super::spending::amount;
use super::MOST_ROWS;
use crate::experiment::sensitivity::{Bar, CostThere, End, Screening, Tornado, Variance};
use crate::experiment::statistics::sobol::PRECISE;

/// The assumption that moves closure most, and how many do at all.
pub(super) fn most_moving(study: &Tornado, names: &Names) -> Vec<String> {
    let Some(first) = study.bars.first() else {
        return vec!["No assumption with a range moves closure.".to_owned()];
    };
    let end = |end: &End| format!("{} at {}", moved(end.difference_h.mean), end.setting);
    let count = study.bars.iter().filter(|bar| bar.swing_h > 0.0).count();
    let tried =
        if study.fewest_replications().is_some() { " in the replications that they have" } else { "" };
    let mut sentences = vec![
        format!(
            "{} moves closure most: {}, {}, against a mean of {} h.",
            names.path(&first.path),
            end(&first.low),
            end(&first.high),
            hours(study.baseline_h)
        ),
        format!("{count} of {} assumptions move it at all{tried}.", study.bars.len() + study.left_out),
    ];
    sentences.extend(dearest(study, names));
    sentences
}

pub(super) fn tornado_text(study: &Tornado, names: &Names) -> String {
    let cost = study.baseline_cost.map_or_else(String::new, |cost| {
        format!("Mean cost of the baseline: {}\n", amount(cost, &study.currency))
    });
    format!(
        "Mean closure of the baseline: {} h\n{cost}\n{}{}",
        hours(study.baseline_h),
        tornado_table(study, names),
        tornado_remarks(study, names)
    )
}

/// The bars as a table.
pub(super) fn tornado_table(study: &Tornado, names: &Names) -> Padded {
    use Column::{Number, Text, Words};
    // Cost at both ends stands before the path, where something costs money.
    let costs = study.baseline_cost.is_some();
    let numbers = if costs { 7 } else { 5 };
    let mut table = Padded::new(&[&[Words], vec![Number; numbers].as_slice(), &[Text]].concat());
    let (low, high) = (cost_head(study, "low"), cost_head(study, "high"));
    let heads = ["Assumption", "low", "closure moves [h]", "high", "closure moves [h]", "swing [h]"];
    let more = [low.as_str(), high.as_str()].into_iter().filter(|_| costs);
    table.row(heads.into_iter().chain(more).chain(["path"]));
    let shown = &study.bars[..study.bars.len().min(MOST_ROWS)];
    for bar in shown {
        let change = |end: &End| {
            let difference = &end.difference_h;
            format!("{} ± {}", signed(difference.mean), width(difference.half_width()))
        };
        let row = [
            names.path(&bar.path),
            bar.low.setting.clone(),
            change(&bar.low),
            bar.high.setting.clone(),
            change(&bar.high),
            width(bar.swing_h),
        ];
        let paid = [&bar.low, &bar.high].into_iter().filter_map(|end| end.cost.as_ref()).map(cost_change);
        table.row(row.into_iter().chain(paid).chain([bar.path.clone()]));
    }
    table
}

/// The head of a column of costs.
fn cost_head(study: &Tornado, end: &str) -> String {
    if study.currency.is_empty() {
        format!("cost moves, {end}")
    } else {
        format!("cost moves, {end} [{}]", study.currency)
    }
}

/// How an end moves the cost, with the half-width of the difference.
fn cost_change(cost: &CostThere) -> String {
    let difference = &cost.difference;
    let sign = if difference.mean < 0.0 { "-" } else { "+" };
    format!("{sign}{} ± {}", amount(difference.mean.abs(), ""), amount(difference.half_width(), ""))
}

/// The assumption that moves the cost most, where something costs money.
fn dearest(study: &Tornado, names: &Names) -> Option<String> {
    let baseline = study.baseline_cost?;
    let swing = |bar: &&Bar| bar.swing_cost.unwrap_or(0.0);
    let first = study.bars.iter().max_by(|a, b| swing(a).total_cmp(&swing(b)))?;
    let (low, high) = (first.low.cost.as_ref()?, first.high.cost.as_ref()?);
    Some(format!(
        "{} moves cost most: {} at {}, {} at {}, against a mean of {}.",
        names.path(&first.path),
        cost_change(low),
        first.low.setting,
        cost_change(high),
        first.high.setting,
        amount(baseline, &study.currency)
    ))
}

/// What the table leaves out, and how to read it.
pub(super) fn tornado_remarks(study: &Tornado, names: &Names) -> String {
    let mut text = String::new();
    if study.bars.len() > MOST_ROWS {
        let narrower = study.bars.len() - MOST_ROWS;
        text.push_str(&format!("{narrower} narrower ones are in sensitivity.csv.\n"));
    }
    if study.left_out > 0 {
        text.push_str(&format!("{} narrower ones are left out.\n", study.left_out));
    }
    text.push_str(&left_early(study));
    for open in &study.open {
        text.push_str(&format!(
            "{} = {}: no mean, {} replications do not close by the horizon.\n",
            names.with_path(&open.path),
            open.setting,
            open.not_closed
        ));
    }
    text + "Above zero is later. Each change is paired with the baseline under the same draws; ± is its 95 % interval.\n"
}

/// How many bars rest on fewer replications than the widest, and on how many; empty where all have the same.
fn left_early(study: &Tornado) -> String {
    let mut bars: BTreeMap<u32, usize> = BTreeMap::new();
    for bar in &study.bars {
        *bars.entry(bar.replications).or_default() += 1;
    }
    let Some((most, _)) = bars.pop_last().filter(|_| study.fewest_replications().is_some()) else {
        return String::new();
    };
    let each = bars.iter().map(|(after, bars)| format!("{bars} after {}", thousands(f64::from(*after))));
    let each: Vec<String> = each.collect();
    format!(
        "Not all assumptions have {} replications: {} were left, since they moved nothing so far or cannot be among the \
         widest; --thorough makes all.\n",
        thousands(f64::from(most)),
        each.join(" and ")
    )
}

pub(super) fn morris_text(study: &Screening, names: &Names) -> String {
    format!("{}\n{}{}", morris_head(study), morris_table(study, names), morris_warnings(study))
}

fn morris_head(study: &Screening) -> String {
    format!(
        "Elementary effects over the whole range of each assumption, {} trajectories [h]; a mean above zero is later\n",
        study.trajectories
    )
}

pub(super) fn morris_remarks(study: &Screening) -> String {
    morris_head(study) + &morris_warnings(study)
}

/// Effects as a table.
pub(super) fn morris_table(study: &Screening, names: &Names) -> Padded {
    use Column::{Number, Text, Words};
    let mut table = Padded::new(&[Words, Number, Number, Number, Number, Text]);
    table.row(["Assumption", "mu*", "95 % interval", "mu", "sigma", "path"]);
    for one in study.effects.iter().take(MOST_ROWS) {
        let effect = &one.effect;
        let dash = || "–".to_owned();
        let ends = effect.mu_star_low_95.zip(effect.mu_star_high_95);
        table.row([
            names.path(&one.path),
            width(effect.mu_star),
            ends.map_or_else(dash, |(low, high)| format!("{} to {}", width(low), width(high))),
            signed(effect.mu),
            effect.sigma.map_or_else(dash, width),
            one.path.clone(),
        ]);
    }
    table
}

fn morris_warnings(study: &Screening) -> String {
    let mut text = String::new();
    if let Some(needed) = study.trajectories_needed {
        text.push_str(&too_few_trajectories(study.trajectories, needed));
    }
    text + &noise(study.noise_share)
}

/// Says that trajectories are too few, and how many would do.
fn too_few_trajectories(made: u32, needed: usize) -> String {
    if made < 2 {
        return format!("One trajectory says nothing of its own error; --trajectories {needed} would.\n");
    }
    format!(
        "{made} trajectories are too few to tell the effects apart: an interval reaches further than a quarter of the \
         largest effect; about --trajectories {needed} would do.\n"
    )
}

pub(super) fn sobol_text(study: &Variance, names: &Names) -> String {
    format!("{}\n{}{}", sobol_head(study), sobol_table(study, names), sobol_warnings(study, names))
}

fn sobol_head(study: &Variance) -> String {
    format!(
        "Shares of the variance of the mean closure, {} base points; 1 is all of it\n",
        thousands(f64::from(study.samples))
    )
}

pub(super) fn sobol_remarks(study: &Variance, names: &Names) -> String {
    sobol_head(study) + &sobol_warnings(study, names)
}

/// A share to two decimals.
pub(super) fn share(value: f64) -> String {
    format!("{:.2}", if value.abs() < 0.005 { 0.0 } else { value })
}

/// The interval of a share, or a dash.
pub(super) fn interval_of_shares(ends: Option<(f64, f64)>) -> String {
    ends.map_or_else(|| "–".to_owned(), |(low, high)| format!("{} to {}", share(low), share(high)))
}

/// Variance shares as a table.
pub(super) fn sobol_table(study: &Variance, names: &Names) -> Padded {
    use Column::{Number, Text, Words};
    let mut table = Padded::new(&[Words, Number, Number, Number, Number, Text]);
    table.row(["Assumption", "alone", "95 % interval", "with others", "95 % interval", "path"]);
    for one in study.shares.iter().take(MOST_ROWS) {
        let index = &one.index;
        table.row([
            names.path(&one.path),
            share(index.first),
            interval_of_shares(index.first_95()),
            share(index.total),
            interval_of_shares(index.total_95()),
            one.path.clone(),
        ]);
    }
    table
}

fn sobol_warnings(study: &Variance, names: &Names) -> String {
    let mut text = too_few_samples(study);
    let reversed: Vec<String> =
        study.shares.iter().filter(|one| one.index.is_reversed()).map(|one| names.path(&one.path)).collect();
    if !reversed.is_empty() {
        text.push_str(&format!(
            "With others it is less than alone for {}: that is chance, since truly it is never less; these points do not tell \
             the two apart.\n",
            reversed.join("; ")
        ));
    }
    text + &noise(study.noise_share)
}

/// Says that base points are too few, and how many would do.
fn too_few_samples(study: &Variance) -> String {
    let Some(needed) = study.samples_needed else { return String::new() };
    format!(
        "{} base points are too few: an index should be known to ± {PRECISE:.2} at least, which about --samples {needed} would \
         give.\n",
        study.samples
    )
}

fn noise(share: Option<f64>) -> String {
    share.map_or_else(String::new, |share| {
        format!(
            "Chance within replications leaves at most {} of the variance of the points; more replications per point make it \
             smaller.\n",
            percent(share)
        )
    })
}
