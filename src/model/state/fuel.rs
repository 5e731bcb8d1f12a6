//! Fuel at a terminal: its stock, resupplies at a fixed interval, and the carriers that wait for it.

use std::collections::VecDeque;

use crate::kernel::Time;
use crate::model::ids::CarrierId;
use crate::model::world::FuelSpec;

/// Fuel at a terminal. Where no stock is given there is always enough.
#[derive(Debug, Clone, Default)]
pub(crate) struct Fuel {
    /// [kg].
    stock_kg: i64,
    /// Resupplies that have come.
    came: i64,
    /// Carriers that wait for it, in order.
    waiting: VecDeque<CarrierId>,
}

impl Fuel {
    /// The stock at the start; keeps the memory.
    pub(super) fn reset(&mut self, spec: Option<&FuelSpec>) {
        self.stock_kg = spec.map_or(i64::MAX, |fuel| fuel.stock_kg);
        self.came = 0;
        self.waiting.clear();
    }

    /// Adds the resupplies that have come since the last look.
    pub(crate) fn receive(&mut self, spec: Option<&FuelSpec>, now: Time) {
        let Some(fuel) = spec.filter(|fuel| fuel.every_ms > 0) else { return };
        let due = now.as_ms() / fuel.every_ms;
        let came = due - std::mem::replace(&mut self.came, due);
        let level = self.stock_kg.saturating_add(fuel.resupply_kg.saturating_mul(came));
        self.stock_kg = if came > 0 { level.min(fuel.capacity_kg) } else { level };
    }

    /// Whether somebody who asks now gets so much: nobody waits, and it is there.
    pub(crate) fn is_free(&self, uplift_kg: i64) -> bool {
        self.waiting.is_empty() && self.stock_kg >= uplift_kg
    }

    /// Takes fuel out of the stock, where there is one.
    pub(crate) fn take(&mut self, spec: Option<&FuelSpec>, uplift_kg: i64) {
        if spec.is_some() {
            self.stock_kg -= uplift_kg;
        }
    }

    /// A carrier waits for fuel; says whether it is the first.
    pub(crate) fn await_fuel(&mut self, carrier: CarrierId) -> bool {
        self.waiting.push_back(carrier);
        self.waiting.len() == 1
    }

    /// The carrier that has waited longest.
    pub(crate) fn first_waiting(&self) -> Option<CarrierId> {
        self.waiting.front().copied()
    }

    /// The carrier that has waited longest no longer waits, if so much is there for it; says whether it is.
    pub(crate) fn serve_first(&mut self, uplift_kg: i64) -> bool {
        let serves = self.stock_kg >= uplift_kg;
        if serves {
            self.waiting.pop_front();
        }
        serves
    }
}

impl FuelSpec {
    /// When the next resupply after an instant comes; `None` where none does.
    pub(crate) fn next_resupply(&self, now: Time) -> Option<Time> {
        (self.every_ms > 0 && self.resupply_kg > 0)
            .then(|| Time::from_ms((now.as_ms() / self.every_ms + 1) * self.every_ms))
    }
}
