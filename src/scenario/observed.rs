//! What really happened: the record that the backtest compares with predictions.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Id;
use super::figure::Figure;

/// What really happened. Every figure is compared with the predicted interval by the backtest.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Observed {
    /// Closure: earliest and latest reading of the record, counted from `start` [h].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closure_h: Option<Observation>,
    /// Loaded trips to the destination.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sorties: Option<Observation>,
    /// People in place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub personnel: Option<Observation>,
    /// Vehicles in place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vehicles: Option<Observation>,
    /// People per sortie.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub personnel_per_sortie: Option<Observation>,
    /// Vehicles per sortie.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vehicles_per_sortie: Option<Observation>,
    /// Arrival of the last element of a contingent, by contingent, counted from `start` [h].
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub contingent_closure_h: BTreeMap<Id, Observation>,
    /// Loaded departures of the deployment by date of local time where most of the force ends (`2022-01-07`).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub daily_sorties: BTreeMap<String, Observation>,
    /// Civilians moved, by group.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub civilians: BTreeMap<Id, Observation>,
    /// Loaded departures homewards by date of local time where most of the force is (`2022-01-13`).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub daily_withdrawal_sorties: BTreeMap<String, Observation>,
    /// End of the withdrawal, counted from `start` [h].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawal_closure_h: Option<Observation>,
    /// Loaded trips homewards.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawal_sorties: Option<Observation>,
    /// More figures, by an id of their own: any count by an instant, between two or on a date, or the n-th's instant.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub figures: BTreeMap<Id, Figure>,
}

/// One observed figure: equal ends when the record gives one number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Observation {
    /// Smallest value that the record allows.
    pub low: f64,
    /// Largest value that the record allows.
    pub high: f64,
    /// Id of a document in `sources`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Id>,
    /// Whether assumptions were fitted to it; a fitted figure is no test.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub fitted: bool,
    /// What the model may be off by here for reasons that no parameter holds, for a calibration: a standard deviation in the
    /// unit of the figure. A share of the figure when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discrepancy: Option<f64>,
}

/// What an observation is of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Quantity<'a> {
    /// Closure of the force [h].
    Closure,
    /// Loaded trips.
    Sorties,
    /// People in place.
    Personnel,
    /// Vehicles in place.
    Vehicles,
    /// People per loaded trip.
    PersonnelPerSortie,
    /// Vehicles per loaded trip.
    VehiclesPerSortie,
    /// Closure of a contingent [h].
    ContingentClosure(&'a str),
    /// Loaded departures of a day.
    DailySorties(&'a str),
    /// Civilians of a group.
    Civilians(&'a str),
    /// End of the withdrawal [h].
    WithdrawalClosure,
    /// Loaded trips homewards.
    WithdrawalSorties,
    /// Loaded departures homewards of a day.
    DailyWithdrawalSorties(&'a str),
    /// Anything else that moves.
    Figure(&'a Figure),
}

impl Quantity<'_> {
    /// What observations have in common that move together; none for one that stands alone.
    pub fn series(&self) -> Option<String> {
        match self {
            Self::DailySorties(_) => Some("daily_sorties".to_owned()),
            Self::DailyWithdrawalSorties(_) => Some("daily_withdrawal_sorties".to_owned()),
            Self::Figure(figure) => figure.series.as_ref().map(|series| format!("figures/{series}")),
            _ => None,
        }
    }
}

impl Observed {
    /// Every observation with its path below `observed`, in the order in which reports show them.
    pub fn all(&self) -> Vec<(String, Quantity<'_>, Observation)> {
        fn keyed<'a>(
            key: &str,
            map: &'a BTreeMap<String, Observation>,
            quantity: fn(&'a str) -> Quantity<'a>,
        ) -> Vec<(String, Quantity<'a>, Option<Observation>)> {
            map.iter().map(|(id, one)| (format!("{key}.{id}"), quantity(id), Some(one.clone()))).collect()
        }
        let single =
            |key: &str, quantity, one: &Option<Observation>| vec![(key.to_owned(), quantity, one.clone())];
        let figures = self.figures.iter().map(|(id, figure)| {
            (format!("figures.{id}"), Quantity::Figure(figure), Some(figure.observation()))
        });
        let all = [
            single("closure_h", Quantity::Closure, &self.closure_h),
            keyed("contingent_closure_h", &self.contingent_closure_h, Quantity::ContingentClosure),
            single("sorties", Quantity::Sorties, &self.sorties),
            single("personnel", Quantity::Personnel, &self.personnel),
            single("vehicles", Quantity::Vehicles, &self.vehicles),
            single("personnel_per_sortie", Quantity::PersonnelPerSortie, &self.personnel_per_sortie),
            single("vehicles_per_sortie", Quantity::VehiclesPerSortie, &self.vehicles_per_sortie),
            keyed("daily_sorties", &self.daily_sorties, Quantity::DailySorties),
            figures.collect(),
            keyed("civilians", &self.civilians, Quantity::Civilians),
            single("withdrawal_closure_h", Quantity::WithdrawalClosure, &self.withdrawal_closure_h),
            single("withdrawal_sorties", Quantity::WithdrawalSorties, &self.withdrawal_sorties),
            keyed(
                "daily_withdrawal_sorties",
                &self.daily_withdrawal_sorties,
                Quantity::DailyWithdrawalSorties,
            ),
        ];
        let given = |(path, quantity, one): (String, _, Option<_>)| Some((path, quantity, one?));
        all.into_iter().flatten().filter_map(given).collect()
    }
}
