//! What is drawn for a load: its places in the two tables of draws.
//!
//! Every load has a line of the first table and two lines of the second. A draw added to a list takes the next place;
//! the assertions fail to compile when the lines are full.

use crate::kernel::LINE;

use super::listed::listed;

listed! {
    /// Draws of a sortie, in the order of its line.
    #[derive(Debug, Clone, Copy)]
    #[repr(u8)]
    pub(crate) enum SortieDraw {
        /// Loading.
        Load,
        /// Whether it breaks down with the load.
        Breakdown,
        /// Repair.
        Repair,
        /// Travel with the load.
        Travel,
        /// Unloading.
        Unload,
        /// Whether it breaks down afterwards.
        ReturnBreakdown,
        /// Repair.
        ReturnRepair,
        /// Travel afterwards.
        ReturnTravel,
    }
}

/// Lines of the second table for each load.
pub(crate) const MORE_LINES: usize = 2;

listed! {
    /// Draws that few scenarios need, in the order of the lines of the second table.
    #[derive(Debug, Clone, Copy)]
    #[repr(usize)]
    pub(crate) enum MoreDraw {
        /// Whether it breaks down on the way to the load.
        PositionBreakdown,
        /// Repair.
        PositionRepair,
        /// Travel to the load.
        PositionTravel,
        /// Refuelling.
        Refuel,
        /// Service.
        Service,
        /// De-icing with the load.
        DeIcing,
        /// Border with the load.
        Border,
        /// Refuelling stop.
        RefuellingStop,
        /// De-icing afterwards.
        ReturnDeIcing,
        /// Border afterwards.
        ReturnBorder,
        /// De-icing on the way to the load.
        PositionDeIcing,
        /// Border on the way to the load.
        PositionBorder,
    }
}

const _: () = assert!(SortieDraw::COUNT <= LINE, "every draw has a place in the line of a load");
const _: () = assert!(MoreDraw::COUNT <= MORE_LINES * LINE, "every draw has a place in the second table");

/// What the draws of one trip are for.
#[derive(Debug, Clone, Copy)]
pub(crate) enum TripDraw {
    Breakdown,
    Repair,
    Travel,
}

impl TripDraw {
    /// Which draw of the load it is, when the trip is one with the load (`deliver`), or the one after its delivery.
    #[inline(always)]
    pub(crate) fn of_load(self, deliver: bool, return_draws: bool) -> Option<SortieDraw> {
        let (out, back) = match self {
            Self::Breakdown => (SortieDraw::Breakdown, SortieDraw::ReturnBreakdown),
            Self::Repair => (SortieDraw::Repair, SortieDraw::ReturnRepair),
            Self::Travel => (SortieDraw::Travel, SortieDraw::ReturnTravel),
        };
        if deliver { Some(out) } else { return_draws.then_some(back) }
    }
}

/// What else is drawn for a trip, from the second table of a load.
#[derive(Debug, Clone, Copy)]
pub(crate) enum BesideDraw {
    DeIcing,
    Border,
}

impl BesideDraw {
    /// The draws of a load: for the trip with it, for the one after its delivery, for the one to where it waits.
    pub(crate) fn of_load(self) -> [MoreDraw; 3] {
        match self {
            Self::DeIcing => [MoreDraw::DeIcing, MoreDraw::ReturnDeIcing, MoreDraw::PositionDeIcing],
            Self::Border => [MoreDraw::Border, MoreDraw::ReturnBorder, MoreDraw::PositionBorder],
        }
    }
}
