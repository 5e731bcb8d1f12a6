//! The ids of everything that a world numbers: one type each, so that a lane cannot be taken for a leg.
//!
//! Ids are as small as their numbers allow, since elements and carriers hold many. The largest number of each type is
//! its `NONE`, which takes no more room than an id; [`ElementId::some`] and the like turn it into an `Option`.

use crate::kernel::Id;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident($number:ty);)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(transparent)]
        pub struct $name($number);

        impl $name {
            /// No entry.
            pub const NONE: Self = Self(<$number>::MAX);

            /// The id with this number.
            #[inline(always)]
            pub const fn new(number: $number) -> Self {
                Self(number)
            }

            /// Its number.
            #[inline(always)]
            pub const fn number(self) -> $number {
                self.0
            }

            /// Whether it is that of no entry.
            #[inline(always)]
            pub const fn is_none(self) -> bool {
                self.0 == <$number>::MAX
            }

            /// Whether it is that of an entry.
            #[inline(always)]
            pub const fn is_some(self) -> bool {
                !self.is_none()
            }

            /// The id, or `None` for that of no entry.
            #[inline(always)]
            pub const fn some(self) -> Option<Self> {
                if self.is_none() { None } else { Some(self) }
            }
        }

        impl Id for $name {
            #[inline(always)]
            fn index(self) -> usize {
                self.0 as usize
            }

            #[inline(always)]
            fn from_index(index: usize) -> Self {
                debug_assert!(index < <$number>::MAX as usize, "the compiler of scenarios keeps numbers small");
                Self(index as $number)
            }
        }

        impl From<$name> for u32 {
            #[inline(always)]
            fn from(id: $name) -> Self {
                u32::from(id.0)
            }
        }
    )*};
}

ids! {
    /// A contingent.
    ContingentId(u16);
    /// A unit.
    UnitId(u16);
    /// A common factor.
    FactorId(u16);
    /// A daily limit.
    DailyLimitId(u16);
    /// Mobilisation teams of a contingent or of a home.
    TeamPoolId(u16);
    /// Units whose copies need the same mobilisation teams.
    TeamQueueId(u16);
    /// A copy of a unit.
    InstanceId(u32);
    /// What moves together: a copy of a unit, or a part of it.
    ElementId(u32);
    /// A step of an itinerary.
    LegId(u16);
    /// Lifts that share a queue.
    LaneId(u16);
    /// A fleet.
    FleetId(u16);
    /// A carrier.
    CarrierId(u32);
    /// A carrier type.
    CarrierTypeId(u16);
    /// A terminal where carriers of a fleet may be idle, among those of that fleet.
    StopId(u16);
    /// A place.
    PlaceId(u16);
    /// A terminal.
    TerminalId(u8);
    /// A given route.
    RouteId(u16);
    /// A vehicle type.
    VehicleTypeId(u16);
    /// A group of civilians.
    CiviliansId(u32);
}
