//! What the deployment costs and burns, fleet by fleet.

use super::super::super::spending::{amount, budget_in_words, costs, mean};
use super::super::Told;
use super::super::document::{Section, Table};
use crate::experiment::results::{FleetSpending, SpendingResult, Spread};

/// Cost, fuel and emissions; none where the scenario has neither costs nor fuel.
pub(in super::super) fn spending(told: &Told<'_>) -> Option<Section> {
    let spending = told.results.spending.as_ref()?;
    let mut section = Section::new("spending", "Cost, fuel and emissions");
    let unit = if spending.currency.is_empty() { "units of cost" } else { spending.currency.as_str() };
    if let (true, Some(cost)) = (costs(spending), spending.cost.mean) {
        section.say(format!("The deployment costs {} on average.", amount(cost, unit)));
    }
    if let Some(within) = &spending.within_budget {
        section.say(format!("The budget: {}.", budget_in_words(within, unit, told.varies)));
    }
    section.say(
        "Up to closure. Hours of moving are those under way, loaded or empty, and of aircraft those of holding, too.",
    );
    section.table(table(spending, unit));
    Some(section)
}

fn table(spending: &SpendingResult, unit: &str) -> Table {
    let cost = format!("Cost, {unit}#");
    let mut table = Table::new(
        "Fleets, mean over replications",
        &["Fleet", cost.as_str(), "Moving, h#", "Fuel, t#", "Carbon dioxide, t#"],
    );
    for FleetSpending { name, cost, moving_h, fuel_t, co2_t } in spending.fleets.values() {
        let cells = [cost, moving_h, fuel_t, co2_t].map(|spread| mean(spread, ""));
        let [cost, moving_h, fuel_t, co2_t] = cells;
        table.row([name.clone(), cost, moving_h, fuel_t, co2_t]);
    }
    let none = || "–".to_owned();
    if spending.handling_cost.max.is_some_and(|most| most > 0.0) {
        let handling = mean(&spending.handling_cost, "");
        table.row(["Handling of loads".to_owned(), handling, none(), none(), none()]);
    }
    let all = Spread { mean: spending.cost.mean, ..Spread::default() };
    let cells = [&all, &spending.moving_h, &spending.fuel_t, &spending.co2_t].map(|spread| mean(spread, ""));
    let [cost, moving_h, fuel_t, co2_t] = cells;
    table.row(["In all".to_owned(), cost, moving_h, fuel_t, co2_t]);
    table
}
