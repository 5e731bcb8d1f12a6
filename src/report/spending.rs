//! What a deployment costs and burns, in the summary of a run.

use std::fmt::{self, Write as _};

use super::numbers::{percent, thousands};
use crate::experiment::results::{Closure, SpendingResult, Spread, WithinBudget};
use crate::experiment::varies::Varies;

/// Whole numbers from here on: a tenth of a tonne or of an hour no longer tells.
const WHOLE: f64 = 100.0;

/// An amount with as many digits as tell, and its unit where there is one.
pub(super) fn amount(number: f64, unit: &str) -> String {
    let digits = if number.abs() < WHOLE { format!("{number:.1}") } else { thousands(number.round()) };
    if unit.is_empty() { digits } else { format!("{digits} {unit}") }
}

/// The mean of an amount, with its unit; a dash without one.
pub(super) fn mean(spread: &Spread, unit: &str) -> String {
    spread.mean.map_or_else(|| "–".to_owned(), |mean| amount(mean, unit))
}

/// Writes the lines on cost and fuel; nothing where the scenario has neither.
pub(super) fn write(text: &mut String, spending: &SpendingResult, varies: Varies) -> fmt::Result {
    let unit = spending.currency.as_str();
    if costs(spending) {
        writeln!(text, "Cost        {}", cost_in_words(&spending.cost, unit, varies))?;
        if let Some(within) = &spending.within_budget {
            writeln!(text, "Budget      {}", budget_in_words(within, unit, varies))?;
        }
    }
    if spending.fuel_t.max.is_some_and(|most| most > 0.0) {
        writeln!(
            text,
            "Fuel        {}, {} of carbon dioxide, in {} of moving",
            mean(&spending.fuel_t, "t"),
            mean(&spending.co2_t, "t"),
            mean(&spending.moving_h, "h")
        )?;
    }
    writeln!(text)
}

/// How often the budget is kept; whether, where nothing varies.
pub(super) fn budget_in_words(within: &WithinBudget, unit: &str, varies: Varies) -> String {
    let budget = amount(within.budget, unit);
    if varies.has_intervals() {
        let [share, low, high] = [within.probability, within.low_95, within.high_95].map(percent);
        format!("{share} of the runs stay within {budget} (95 % interval {low} to {high})")
    } else {
        let kept = if within.probability > 0.0 { "kept" } else { "exceeded" };
        format!("{kept}, {budget}")
    }
}

/// Whether anything costs: fuel alone may be given.
pub(super) fn costs(spending: &SpendingResult) -> bool {
    spending.cost.max.is_none_or(|most| most > 0.0)
}

pub(super) fn cost_in_words(cost: &Closure, unit: &str, varies: Varies) -> String {
    let Some(mean) = cost.mean else {
        return "no mean: some replications did not close by the horizon".to_owned();
    };
    let ends = cost.half_width_95.zip(cost.p05.zip(cost.p95)).filter(|_| varies.has_intervals());
    match ends {
        Some((half, (p05, p95))) if half > 0.0 => {
            let (mean, half) = (amount(mean, ""), amount(half, unit));
            let (low, high) = (amount(p05, ""), amount(p95, unit));
            format!("{mean} ± {half}, nine runs in ten between {low} and {high}")
        }
        _ => amount(mean, unit),
    }
}

#[cfg(test)]
mod tests {
    use super::amount;

    #[test]
    fn small_amounts_keep_a_tenth_and_large_ones_are_whole() {
        assert_eq!(amount(12.34, "t"), "12.3 t");
        assert_eq!(amount(1_234_567.8, "EUR"), "1,234,568 EUR");
        assert_eq!(amount(99.96, ""), "100.0");
    }
}
