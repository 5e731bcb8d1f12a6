//! Facilities of terminals.

use crate::kernel::{Id, Resource, marks};
use crate::model::ids::TerminalId;

use super::super::facility::Facility;

/// Facilities from one terminal to the next: a power of two, and no less than there are.
const EACH: usize = Facility::ALL.len().next_power_of_two();
/// A terminal is a `u8`.
const TERMINALS: usize = 1 << u8::BITS;
const _: () = assert!(TERMINALS * EACH <= marks::FEW, "every facility can be marked");

/// The facilities of all terminals there can be, so that none is ever outside the table.
#[derive(Debug, Clone)]
pub(crate) struct Facilities {
    resources: Box<[Resource; TERMINALS * EACH]>,
}

impl Default for Facilities {
    fn default() -> Self {
        let resources: Vec<Resource> = vec![Resource::default(); TERMINALS * EACH];
        Self { resources: resources.try_into().unwrap_or_else(|_| unreachable!("as many as were made")) }
    }
}

impl Facilities {
    /// The last number, of no facility: it stands for all receptions where those with somebody to serve are marked.
    pub(crate) const RECEPTIONS: usize = TERMINALS * EACH - 1;

    /// The number of a terminal's facility.
    #[inline(always)]
    pub(crate) fn number(terminal: TerminalId, facility: Facility) -> usize {
        terminal.index() * EACH + facility as usize % EACH
    }

    /// The terminal whose facility has this number.
    #[inline(always)]
    pub(crate) fn terminal_of(number: usize) -> TerminalId {
        TerminalId::from_index(number / EACH)
    }

    /// Whether the number is that of a certain facility of its terminal.
    #[inline(always)]
    pub(crate) fn is(number: usize, facility: Facility) -> bool {
        number % EACH == facility as usize
    }

    /// A terminal's facility.
    #[inline(always)]
    pub(crate) fn of(&self, terminal: TerminalId, facility: Facility) -> &Resource {
        &self.resources[Self::number(terminal, facility)]
    }

    /// The facility of a number, to change it.
    #[inline(always)]
    pub(crate) fn numbered(&mut self, number: usize) -> &mut Resource {
        &mut self.resources[number % (TERMINALS * EACH)]
    }
}
