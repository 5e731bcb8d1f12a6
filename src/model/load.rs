//! Loads of compiled units: how lifts pack them, and how many loads one copy makes.

use crate::scenario::packing::{Item, Packing, loads};

use super::ids::CarrierTypeId;
use super::world::{LiftSpec, UnitSpec, VehicleSlot, World};

impl AsRef<Item> for VehicleSlot {
    #[inline(always)]
    fn as_ref(&self) -> &Item {
        &self.item
    }
}

impl LiftSpec {
    /// How its loads are packed.
    #[inline]
    pub(crate) fn packing(&self) -> Packing<'_> {
        Packing { rule: self.rule, order: &self.order }
    }
}

impl World {
    /// How many loads a carrier type with this payload makes of one copy of a unit on a lift; `None` when something of it
    /// does not fit at all.
    pub fn loads_of_copy(
        &self,
        unit: &UnitSpec,
        carrier_type: CarrierTypeId,
        payload_kg: i64,
        lift: &LiftSpec,
    ) -> Option<u32> {
        let hold = &self.carrier_types[carrier_type].hold;
        loads(hold, payload_kg, &unit.vehicles, lift.packing(), unit.counts.clone())
    }
}
