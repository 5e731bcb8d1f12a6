//! Loads of compiled units: how lifts pack them, and how many loads one copy makes.

use crate::scenario::packing::{Item, Packing, loads};

use super::ids::CarrierTypeId;
use super::state::Element;
use super::world::{LiftSpec, UnitSpec, VehicleSlot, World};

impl AsRef<Item> for VehicleSlot {
    #[inline(always)]
    fn as_ref(&self) -> &Item {
        &self.item
    }
}

impl LiftSpec {
    /// The line of draws of the load that begins with an element: that of its first item.
    #[inline(always)]
    pub(crate) fn line_of(&self, e: &Element) -> u32 {
        self.first_line + (e.instance.number() - self.first_instance.number()) * self.items + e.first_item
    }

    /// How its loads are packed.
    #[inline]
    pub(crate) fn packing(&self) -> Packing<'_> {
        Packing { rule: self.rule, order: &self.order }
    }
}

impl World {
    /// The mass of these counts of a unit's items, with so much for one person [kg].
    pub(crate) fn mass_kg(&self, unit: &UnitSpec, counts: &[u32], person_kg: i64) -> i64 {
        let vehicles = unit.vehicles.iter().zip(counts);
        let vehicles_kg: i64 =
            vehicles.map(|(vehicle, count)| vehicle.item.mass_kg * i64::from(*count)).sum();
        let people_kg = i64::from(counts[self.people_slot()]) * person_kg;
        vehicles_kg + people_kg + i64::from(counts[self.cargo_slot()])
    }

    /// How many loads a carrier type with this payload makes of one copy of a unit on a lift, when it is planned for a share
    /// of what is possible; `None` when something of it does not fit at all.
    pub fn loads_of_copy(
        &self,
        unit: &UnitSpec,
        carrier_type: CarrierTypeId,
        (payload_kg, share): (i64, f64),
        lift: &LiftSpec,
    ) -> Option<u32> {
        let hold = &self.carrier_types[carrier_type].hold;
        loads(hold, (payload_kg, share), &unit.vehicles, lift.packing(), unit.counts.clone())
    }
}
