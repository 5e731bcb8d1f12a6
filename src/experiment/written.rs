//! How what a summary keeps of each replication stands in a file: without names of fields, which would be most of it, and
//! without infinity, which JSON does not have.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::series::{Entry, Series};
use super::summary::Row;
use crate::kernel::Time;
use crate::model::Arrival;
use crate::model::ids::ContingentId;

/// What is written otherwise than it is held.
pub(super) trait Written: Sized {
    /// What is written.
    type As: Serialize + for<'de> Deserialize<'de>;

    /// What stands in the file for it.
    fn written(&self) -> Self::As;

    /// What was written.
    fn read(written: Self::As) -> Self;
}

/// Hours: null where something did not end.
impl Written for f64 {
    type As = Option<f64>;

    fn written(&self) -> Option<f64> {
        Some(*self).filter(|hours| hours.is_finite())
    }

    fn read(written: Option<f64>) -> Self {
        written.unwrap_or(f64::INFINITY)
    }
}

/// Mean arrival (null where nothing arrived), loaded trips, people, vehicles, cargo, events.
impl Written for Row {
    type As = (Option<f64>, u32, u32, u32, u64, u32);

    fn written(&self) -> Self::As {
        let Self { mean_arrival_h, sorties, personnel, vehicles, cargo_kg, events } = *self;
        (mean_arrival_h.written(), sorties, personnel, vehicles, cargo_kg, events)
    }

    fn read((mean, sorties, personnel, vehicles, cargo_kg, events): Self::As) -> Self {
        Self { mean_arrival_h: mean.unwrap_or(f64::NAN), sorties, personnel, vehicles, cargo_kg, events }
    }
}

/// Instant [ms], number of the contingent, people, vehicles, cargo [kg].
impl Written for Arrival {
    type As = (i64, u16, u32, u32, u32);

    fn written(&self) -> Self::As {
        let Self { at, contingent, people, vehicles, cargo_kg } = *self;
        (at.as_ms(), contingent.number(), people, vehicles, cargo_kg)
    }

    fn read((at, contingent, people, vehicles, cargo_kg): Self::As) -> Self {
        Self { at: Time::from_ms(at), contingent: ContingentId::new(contingent), people, vehicles, cargo_kg }
    }
}

impl Written for u32 {
    type As = Self;

    fn written(&self) -> Self {
        *self
    }

    fn read(written: Self) -> Self {
        written
    }
}

impl Written for i128 {
    type As = Self;

    fn written(&self) -> Self {
        *self
    }

    fn read(written: Self) -> Self {
        written
    }
}

/// A list, of which entries that are missing count as nothing.
impl<T: Written + Default + Copy, const N: usize> Written for [T; N] {
    type As = Vec<T::As>;

    fn written(&self) -> Self::As {
        self.iter().map(T::written).collect()
    }

    fn read(written: Self::As) -> Self {
        let mut read = [T::default(); N];
        read.iter_mut().zip(written).for_each(|(place, written)| *place = T::read(written));
        read
    }
}

impl<T: Written> Written for Vec<T> {
    type As = Vec<T::As>;

    fn written(&self) -> Self::As {
        self.iter().map(T::written).collect()
    }

    fn read(written: Self::As) -> Self {
        written.into_iter().map(T::read).collect()
    }
}

impl<T: Entry + Written> Written for Series<T> {
    type As = Vec<T::As>;

    fn written(&self) -> Self::As {
        self.in_order().map(|entry| entry.written()).collect()
    }

    fn read(written: Self::As) -> Self {
        written.into_iter().map(T::read).collect()
    }
}

/// Writes a field in place of its own way, for `#[serde(with = "written")]`.
pub(super) fn serialize<T: Written, S: Serializer>(field: &T, to: S) -> Result<S::Ok, S::Error> {
    field.written().serialize(to)
}

/// Reads a field that [`serialize`] wrote.
pub(super) fn deserialize<'de, T: Written, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    T::As::deserialize(from).map(T::read)
}
