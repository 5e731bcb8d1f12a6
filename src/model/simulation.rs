//! One replication: the event loop, and what all phases share (nodes, waits, resources).
//!
//! Within a moment all events are handled first; then what they freed is granted, resource by
//! resource, movements pass the gates, and carriers are dispatched. So the order of simultaneous
//! events decides nothing. What may come before that step without a difference stands in `shortcut`.

use crate::kernel::{Agenda, Causes, Event, Grant, Lines, NodeId, Request, Streams, Ties, Time};

use super::draws::MORE_LINES;
use super::facility::Facility;
use super::ids::{CarrierId, CiviliansId, ElementId, PlaceId, TerminalId};
use super::journal::Journal;
use super::observe::Observer;
use super::outcome::Outcome;
use super::state::{Facilities, Kind, State};
use super::world::{UNLIMITED, World};

/// Until when a replication is run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Until {
    /// Until nothing is left to do: the force is home, where it withdraws, and every site is taken over.
    #[default]
    End,
    /// Until the force is in place. Whatever is known of the deployment and what it cost is known then; a withdrawal, take-overs
    /// that go on and the number of all events are not.
    Closure,
}

/// How replications are run.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// The seed.
    pub seed: u64,
    /// Order of simultaneous events.
    pub ties: Ties,
    /// Until when.
    pub until: Until,
    /// Whether shortcuts are taken, which save time and change no result: without, every request waits for the settling
    /// step, every load is packed and every event goes through the heap.
    pub shortcuts: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { seed: 0, ties: Ties::default(), until: Until::End, shortcuts: true }
    }
}

/// A simulation that runs replications of one world, one after another.
#[derive(Debug)]
pub struct Simulation<'w, C, O> {
    pub(crate) world: &'w World,
    pub(crate) options: Options,
    pub(crate) now: Time,
    /// True while the only event of this instant is handled for one carrier, or the only free carrier is matched after
    /// all else is settled: nobody else can ask now, so that requests may be granted immediately.
    pub(crate) alone: bool,
    /// Whether more events of this moment follow.
    more: bool,
    /// True when a shortcut has done part of the settling of this moment: what it enters for the moment comes after the
    /// rest of the settling, and does not hold it up.
    pub(crate) settles_early: bool,
    pub(crate) agenda: Agenda,
    pub(crate) streams: Streams,
    pub(crate) lines: Lines,
    pub(crate) more_lines: Lines,
    pub(crate) journal: Journal<C, O>,
    pub(crate) state: State<'w>,
    pub(crate) outcome: Outcome,
    pub(crate) scratch: Vec<u32>,
    pub(crate) spans_ms: Vec<i64>,
}

impl<'w, C: Causes, O: Observer> Simulation<'w, C, O> {
    /// A simulation of a world.
    pub fn new(world: &'w World, options: Options, observer: O) -> Self {
        Self {
            world,
            options,
            now: Time::ZERO,
            alone: false,
            more: false,
            settles_early: false,
            agenda: if options.shortcuts { Agenda::default() } else { Agenda::without_wheel() },
            streams: Streams::new(options.seed, 1),
            lines: Lines::new(world.sortie_lines),
            more_lines: Lines::new(world.sortie_lines * MORE_LINES),
            journal: Journal::new(observer),
            state: State::default(),
            outcome: Outcome::default(),
            scratch: Vec::new(),
            spans_ms: Vec::new(),
        }
    }

    /// Runs what follows in another world, in the memory of the one before.
    pub fn enter(&mut self, world: &'w World) {
        self.world = world;
        self.lines.fit(world.sortie_lines);
        self.more_lines.fit(world.sortie_lines * MORE_LINES);
    }

    /// Runs one replication, numbered from 1. The outcome stays until the next run.
    pub fn run(&mut self, replication: u32) -> &Outcome {
        self.now = Time::ZERO;
        self.alone = false;
        self.streams = Streams::new(self.options.seed, replication);
        self.agenda.reset(self.options.ties);
        self.journal.reset();
        self.state.reset(self.world);
        self.outcome.reset(self.world);
        self.set_up();
        self.agenda.sort_known();
        // Events of the start come before the first settling: the loop settles after the last of them.
        if !self.agenda.has_more_at(Time::ZERO) {
            self.settle();
        }
        while !self.finished() {
            let Some((time, event)) = self.agenda.pop_until(self.world.horizon) else {
                if self.waive_fill() {
                    continue;
                }
                break;
            };
            debug_assert!(time == self.now || !self.is_unsettled(), "each moment is settled before the next");
            self.more = self.agenda.has_more_at(time);
            self.alone = time > self.now && !self.more;
            self.settles_early = false;
            self.now = time;
            self.outcome.events += 1;
            self.handle(event);
            self.alone = false;
            if !self.more {
                self.settle();
            }
        }
        self.outcome.end = self.now;
        self.keep_counts();
        &self.outcome
    }

    /// The outcome of the last replication.
    pub fn outcome(&self) -> &Outcome {
        &self.outcome
    }

    /// The causal nodes of the last replication.
    pub fn causes(&self) -> &C {
        self.journal.causes()
    }

    /// The world.
    pub fn world(&self) -> &'w World {
        self.world
    }

    /// The observer.
    pub fn observer(&self) -> &O {
        self.journal.observer()
    }

    /// The observer, to be read and emptied between replications.
    pub fn observer_mut(&mut self) -> &mut O {
        self.journal.observer_mut()
    }

    /// Gives the observer back.
    pub fn into_observer(self) -> O {
        self.journal.into_observer()
    }

    #[inline(always)]
    fn finished(&self) -> bool {
        self.outcome.phases[0].closure.at.is_some() && self.is_over()
    }

    /// Whether nothing is left to do once the force has closed.
    #[inline(never)]
    fn is_over(&self) -> bool {
        if self.options.until == Until::Closure {
            return true;
        }
        let home = self.world.withdrawal.is_none() || self.outcome.phases[1].closure.at.is_some();
        home && self.state.takeovers == 0
    }

    #[inline(always)]
    fn handle(&mut self, event: Event) {
        let index = event.index;
        if event.kind == Kind::Carrier as u8 {
            self.continue_carrier(CarrierId::new(index));
        } else if event.kind == Kind::Ready as u8 {
            self.begin_leg(ElementId::new(index));
        } else {
            self.handle_rare(event);
        }
    }

    #[inline(never)]
    fn handle_rare(&mut self, event: Event) {
        let index = event.index;
        let Some(kind) = Kind::from_number(event.kind) else {
            debug_assert!(false, "events are made of kinds");
            return;
        };
        match kind {
            Kind::Ready | Kind::Carrier => debug_assert!(false, "these are not rare"),
            Kind::SetOut => self.set_out(ElementId::new(index)),
            Kind::MarchEnd => self.march_in(ElementId::new(index)),
            Kind::Received => self.end_reception(ElementId::new(index)),
            Kind::HoldLimit => self.state.note_at_limit(CarrierId::new(index)),
            Kind::Aside => self.go_on_aside(CarrierId::new(index)),
            Kind::Reported => self.report_carrier(CarrierId::new(index)),
            Kind::ElementReported => self.report_element(ElementId::new(index)),
            Kind::FleetChange => self.change_fleet(index),
            Kind::Resupply => self.resupply(TerminalId::new(index as u8)),
            Kind::Covered => self.end_takeover(PlaceId::new(index as u16)),
            Kind::WithdrawalBegins => self.begin_withdrawal(),
            Kind::HandedOver => self.hand_over(PlaceId::new(index as u16)),
            Kind::CiviliansReady => self.ready_civilians(CiviliansId::new(index)),
        }
    }

    /// A march ends, and the element is at a place.
    fn march_in(&mut self, element: ElementId) {
        if let Some(place) = self.end_march(element) {
            self.reach_place(element, place);
        }
    }

    /// A place is handed over: who is complete there sets out home, and the team turns to the next place.
    fn hand_over(&mut self, place: PlaceId) {
        let node = self.end_handover(place);
        while let Some(element) = self.state.withdrawal.leaving.pop_front() {
            self.begin_leg(element);
        }
        self.start_handover(node);
    }

    /// Nothing else is left to happen before the horizon, so nothing more can come: loads that wait to be filled go as
    /// they are. Says whether anything happens now.
    #[inline(never)]
    fn waive_fill(&mut self) -> bool {
        let late = self.agenda.next_time().is_some();
        if !late || self.world.has_least_fill {
            self.state.fill_waived = true;
            self.state.dispatch_due = true;
            self.settle();
            self.state.fill_waived = false;
        }
        let goes_on = self.agenda.next_time().is_some_and(|time| time <= self.world.horizon);
        if late && !goes_on {
            self.now = self.world.horizon;
        }
        goes_on
    }

    /// Whether somebody may have to be served, moved or matched.
    pub(crate) fn is_unsettled(&self) -> bool {
        let state = &self.state;
        state.dispatch_due || state.dirty.any() || state.asks
    }

    /// Serves everybody who can be served at this moment.
    #[inline(always)]
    fn settle(&mut self) {
        loop {
            if let Some(number) = self.state.dirty.take_lowest() {
                self.serve(number);
            } else if self.state.asks && self.let_move() {
                // Others may be served, or ask, because of that.
            } else if self.state.dispatch_due {
                self.dispatch();
            } else if self.state.asks {
                // Who can land at the very moment of its limit does.
                self.divert_held();
            } else {
                break;
            }
        }
    }

    /// Sends marches, or books movements where no march asks; says whether anybody asked. If not, whoever is still noted
    /// holds at its limit.
    #[inline(never)]
    fn let_move(&mut self) -> bool {
        let marches = !self.state.setting_out.is_empty();
        let moves = marches || !self.state.movements.is_empty();
        if marches {
            self.send_marches();
        } else if moves {
            self.move_through_gates();
        }
        self.state.note_asking();
        moves
    }

    /// Grants a facility to those who wait, as far as it goes.
    #[inline(never)]
    fn serve(&mut self, number: usize) {
        if number == Facilities::RECEPTIONS {
            self.serve_reception();
            return;
        }
        let terminal = Facilities::terminal_of(number);
        while let Some(Grant { request, freed_by }) = self.state.facilities.numbered(number).grant(self.now) {
            self.observe_use(number, request.amount as i32);
            self.grant_facility(CarrierId::new(request.entity), terminal, request.at, freed_by);
        }
        // Somebody waits for a stand that an idle carrier keeps.
        if Facilities::is(number, Facility::Stands) && self.state.idle.parked_at(terminal) > 0 {
            let waited_for = self.state.facilities.numbered(number).queue().next().is_some();
            self.state.dispatch_due |= waited_for;
        }
    }

    /// Grants the first reception to those who wait; facilities that are asked for come before the next one.
    #[inline(never)]
    fn serve_reception(&mut self) {
        let Some(place) = self.state.dirty_receptions.take_lowest() else {
            return;
        };
        while let Some(Grant { request, freed_by }) = self.state.receptions[place].grant(self.now) {
            self.receive(ElementId::new(request.entity), request.at, freed_by);
        }
        if self.state.dirty_receptions.any() {
            self.state.dirty.mark(Facilities::RECEPTIONS);
        }
    }

    // --- facilities ---

    /// Asks for part of a facility; `true` when it has it now, without waiting for the settling step.
    #[inline(always)]
    pub(crate) fn seize(
        &mut self,
        terminal: TerminalId,
        facility: Facility,
        carrier: CarrierId,
        amount: u32,
    ) -> bool {
        let number = Facilities::number(terminal, facility);
        let resource = self.state.facilities.numbered(number);
        if resource.capacity() == UNLIMITED {
            resource.seize(self.now, amount);
            self.observe_use(number, amount as i32);
            return true;
        }
        if self.granted_at_once(number, amount) {
            self.observe_use(number, amount as i32);
            return true;
        }
        let request = Request { at: self.now, rank: carrier.number(), entity: carrier.number(), amount };
        self.state.facilities.numbered(number).request(request);
        if !self.is_refused_at_once(terminal, facility) {
            self.state.dirty.mark(number);
        }
        false
    }

    /// Gives part of a facility back; `freed_by` ended now.
    #[inline(always)]
    pub(crate) fn free(&mut self, terminal: TerminalId, facility: Facility, amount: u32, freed_by: NodeId) {
        let number = Facilities::number(terminal, facility);
        if self.state.facilities.numbered(number).release(self.now, amount, freed_by) {
            self.state.dirty.mark(number);
        }
        self.observe_use(number, -(amount as i32));
    }

    /// Gives the stand back, if it has one.
    #[inline(always)]
    pub(crate) fn leave_stand(&mut self, carrier: CarrierId, cause: NodeId) {
        let c = &mut self.state.carriers[carrier];
        if std::mem::replace(&mut c.has_stand, false) {
            let (at, size) = (c.at, c.spec.stand_size);
            self.free(at, Facility::Stands, size, cause);
        }
    }

    // --- events ---

    #[inline(always)]
    pub(crate) fn schedule(&mut self, time: Time, kind: Kind, index: impl Into<u32>) {
        self.note_moment(time);
        self.agenda.schedule(time, Event { kind: kind as u8, index: index.into() });
    }

    pub(crate) fn schedule_known(&mut self, time: Time, kind: Kind, index: impl Into<u32>) {
        self.agenda.schedule_known(time, Event { kind: kind as u8, index: index.into() });
    }

    /// An event is entered: when it belongs to this moment, nothing that is asked for now can be granted before it. What an
    /// event enters for its own moment is handled before the settling, what the settling enters after it.
    #[inline(always)]
    fn note_moment(&mut self, time: Time) {
        if time <= self.now {
            self.more |= !self.settles_early;
            self.alone = false;
        }
    }
}
