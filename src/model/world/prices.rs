//! What things cost and burn. No event depends on it.

/// What the scenario says of prices as a whole.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PricesSpec {
    /// Whether anything costs or burns something.
    pub given: bool,
    /// What the deployment may cost, in the currency.
    pub budget: Option<f64>,
    /// The unit of all costs, as it is shown; empty where none is given.
    pub currency: String,
}

/// What a carrier of a type costs and burns.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct RatesSpec {
    /// Cost of an hour of moving, in the currency of the scenario.
    pub cost_per_h: f64,
    /// Cost of a day from the start to closure, in the currency of the scenario.
    pub cost_per_day: f64,
    /// Fuel burnt in an hour of moving [t].
    pub fuel_t_per_h: f64,
    /// Carbon dioxide from a tonne of fuel [t].
    pub co2_per_fuel_t: f64,
}
