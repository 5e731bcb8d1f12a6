//! A log of what moved in a replication: loaded trips with what they carried, what came to be in place, and travel of
//! carriers. It holds less than a trace, and enough to count anything that a record speaks of.

use crate::kernel::Time;

use super::category::Category;
use super::ids::{CarrierId, InstanceId, PlaceId, TerminalId};
use super::observe::{Actor, Observation, Observer};

/// How much of a copy of a unit moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Amount {
    /// Copy of a unit.
    pub instance: InstanceId,
    /// People.
    pub people: u32,
    /// Vehicles.
    pub vehicles: u32,
    /// Bulk cargo [kg].
    pub cargo_kg: u32,
}

impl Amount {
    /// Of counts by slot: vehicle types, then people, then cargo.
    fn of(instance: InstanceId, counts: &[u32]) -> Self {
        let (vehicles, rest) = counts.split_at(counts.len().saturating_sub(2));
        let at = |index: usize| rest.get(index).copied().unwrap_or(0);
        Self { instance, people: at(0), vehicles: vehicles.iter().sum(), cargo_kg: at(1) }
    }
}

/// One loaded trip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trip {
    /// Carrier.
    pub carrier: CarrierId,
    /// Where it was loaded.
    pub from: TerminalId,
    /// Whether it leads homewards.
    pub homeward: bool,
    /// When it departed; `None` for one that is still there.
    pub departed: Option<Time>,
    /// When its carrier landed, or came in, last; `None` for one on its way.
    pub landed: Option<Time>,
    /// Where its load began to leave it; `None` before that.
    pub to: Option<TerminalId>,
    /// What is on board, by copy of a unit.
    pub load: Vec<Amount>,
}

/// What came to be in place, or home.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InPlace {
    /// When.
    pub at: Time,
    /// Where.
    pub place: PlaceId,
    /// Whether it is the end of the way home.
    pub homeward: bool,
    /// How much.
    pub amount: Amount,
}

/// A span in which a carrier travelled, or held on the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Travel {
    /// Carrier.
    pub carrier: CarrierId,
    /// Beginning.
    pub from: Time,
    /// End.
    pub to: Time,
}

/// The log of one replication.
#[derive(Debug, Clone, Default)]
pub struct Trips {
    /// Loaded trips, in the order in which they were loaded.
    pub loaded: Vec<Trip>,
    /// What came to be in place, in order.
    pub in_place: Vec<InPlace>,
    /// Travel of carriers, in the order in which it became known.
    pub travel: Vec<Travel>,
    /// By carrier, the trip that it is on.
    under_way: Vec<Option<usize>>,
}

impl Trips {
    /// Empties it and keeps its memory.
    pub fn clear(&mut self) {
        self.loaded.clear();
        self.in_place.clear();
        self.travel.clear();
        self.under_way.clear();
    }

    /// The trip that a carrier is on.
    fn under_way(&mut self, carrier: CarrierId) -> &mut Option<usize> {
        let index = carrier.number() as usize;
        if self.under_way.len() <= index {
            self.under_way.resize(index + 1, None);
        }
        &mut self.under_way[index]
    }

    fn trip(&mut self, carrier: CarrierId) -> Option<&mut Trip> {
        let index = (*self.under_way(carrier))?;
        self.loaded.get_mut(index)
    }

    /// A load goes on board: with the load before it on the same trip, unless that trip has begun.
    fn load(&mut self, carrier: CarrierId, from: TerminalId, homeward: bool, amount: Amount) {
        if let Some(trip) = self.trip(carrier).filter(|trip| trip.departed.is_none()) {
            trip.load.push(amount);
            return;
        }
        let number = self.loaded.len();
        *self.under_way(carrier) = Some(number);
        let (departed, landed, to) = (None, None, None);
        self.loaded.push(Trip { carrier, from, homeward, departed, landed, to, load: vec![amount] });
    }

    fn moved(&mut self, carrier: CarrierId, landing: bool, at: Time) {
        let Some(trip) = self.trip(carrier).filter(|trip| trip.to.is_none()) else { return };
        if !landing {
            trip.departed = trip.departed.or(Some(at));
        } else if trip.departed.is_some() {
            // A diverted carrier lands twice.
            trip.landed = Some(at);
        }
    }
}

/// Whether a carrier is on its way: it travels, or holds before it may come in.
fn is_travel(category: Category) -> bool {
    use Category as C;
    matches!(category, C::LoadedTravel | C::EmptyTravel | C::Diversion | C::WaitStand | C::WaitLanding)
}

impl Observer for Trips {
    const ENABLED: bool = true;

    fn observe(&mut self, observation: Observation<'_>) {
        match observation {
            Observation::Loaded { carrier, instance, counts, terminal, homeward, .. } => {
                self.load(carrier, terminal, homeward, Amount::of(instance, counts));
            }
            Observation::Movement { carrier, landing, at, .. } => self.moved(carrier, landing, at),
            Observation::Delivered { carrier, terminal, .. } => {
                if let Some(trip) = self.trip(carrier) {
                    trip.to = Some(terminal);
                }
            }
            Observation::InPlace { instance, counts, at, place, homeward } => {
                let amount = Amount::of(instance, counts);
                self.in_place.push(InPlace { at, place, homeward, amount });
            }
            Observation::Activity { category, actor: Actor::Carrier(carrier), from, to, .. }
                if is_travel(category) =>
            {
                self.travel.push(Travel { carrier, from, to });
            }
            Observation::Activity { .. }
            | Observation::Planned { .. }
            | Observation::Use { .. }
            | Observation::SetOut { .. }
            | Observation::MarchedIn { .. } => {}
        }
    }
}
