//! Mobilisation teams: who waits for one, who has one, and whose turn it is.
//!
//! All that decides it is known before the run: when copies ask, and how long they keep a team. So the turns are worked out
//! when a replication is set up, on a clock of their own, which may begin before `start`; the run only sees who is ready when.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::kernel::{NodeId, Table, Time};
use crate::model::category::Category;
use crate::model::counters::Waits;
use crate::model::ids::{InstanceId, TeamPoolId, TeamQueueId, UnitId};
use crate::model::outcome::FacilityUse;
use crate::model::world::World;

/// A copy that asks for its teams when it is noticed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ask {
    pub(crate) at: Time,
    pub(crate) unit: UnitId,
    pub(crate) instance: InstanceId,
    /// What it did before.
    pub(crate) node: NodeId,
    /// When it may leave home, and the node of that.
    pub(crate) leave: (Time, NodeId),
    pub(crate) prepare_ms: i64,
    /// The first of its parts among all [`Teams::afters_ms`].
    pub(crate) first_part: u32,
}

/// A copy that is given its teams.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Turn {
    pub(crate) ask: Ask,
    pub(crate) at: Time,
    /// What the team did that it waited for; `None` where it did not wait.
    pub(crate) freed_by: Option<NodeId>,
}

/// The place of a copy in a queue: by priority, then first come, then by copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    priority: u32,
    since: Time,
    instance: InstanceId,
    ask: u32,
}

/// A copy that has its teams, in the order in which they are free again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Held {
    until: Time,
    instance: InstanceId,
    queue: TeamQueueId,
    node: NodeId,
}

/// A span in which copies of a queue have teams, or wait for them.
#[derive(Debug, Clone, Copy)]
struct Span {
    queue: TeamQueueId,
    from: Time,
    to: Time,
}

/// A wait at home that is known before the run.
#[derive(Debug, Clone, Copy)]
pub(crate) struct KnownWait {
    pub(crate) category: Category,
    pub(crate) unit: UnitId,
    pub(crate) from: Time,
    pub(crate) to: Time,
}

/// Teams of all contingents and homes.
#[derive(Debug, Clone, Default)]
pub(crate) struct Teams {
    /// Who asks, by time once they are sorted.
    pub(crate) asks: Vec<Ask>,
    /// After the preparation, by ask and part [ms].
    pub(crate) afters_ms: Vec<i64>,
    next_ask: usize,
    now: Time,
    free: Table<TeamPoolId, u32>,
    /// When a team was free again last, and what it had done.
    freed: Table<TeamPoolId, (Time, NodeId)>,
    waiting: Table<TeamQueueId, BinaryHeap<Reverse<Place>>>,
    held: BinaryHeap<Reverse<Held>>,
    holds: Vec<Span>,
    queued: Vec<Span>,
    changes: Vec<(Time, i32)>,
}

impl Teams {
    /// Empties it and keeps the memory.
    pub(crate) fn reset(&mut self, world: &World) {
        self.asks.clear();
        self.afters_ms.clear();
        self.next_ask = 0;
        self.free.clear();
        self.free.extend(world.team_pools.iter().map(|pool| pool.teams));
        self.freed.refill(world.team_pools.len(), (Time::ZERO, 0));
        self.waiting.resize_with(world.team_queues.len(), BinaryHeap::new);
        self.waiting.iter_mut().for_each(BinaryHeap::clear);
        self.held.clear();
        self.holds.clear();
        self.queued.clear();
    }

    /// Puts those who ask in order, once all of them are known.
    pub(crate) fn sort_asks(&mut self) {
        self.asks.sort_unstable_by_key(|ask| (ask.at, ask.instance));
    }

    /// The next copy that is given its teams; `None` when nobody is any more before the horizon.
    pub(crate) fn next_turn(&mut self, world: &World) -> Option<Turn> {
        loop {
            if let Some(queue) = self.first_served(world) {
                return self.serve(world, queue);
            }
            let ask = self.asks.get(self.next_ask).map(|ask| ask.at);
            let end = self.held.peek().map(|Reverse(held)| held.until);
            let next = ask.into_iter().chain(end).min().filter(|at| *at <= world.horizon);
            let Some(next) = next else {
                self.keep_who_waits();
                return None;
            };
            self.now = next;
            self.release(world);
            self.line_up(world);
        }
    }

    /// Teams that are free again now.
    fn release(&mut self, world: &World) {
        while let Some(Reverse(held)) =
            self.held.peek().copied().filter(|Reverse(held)| held.until <= self.now)
        {
            self.held.pop();
            for pool in world.pools_of(held.queue) {
                self.free[pool] += 1;
                self.freed[pool] = (self.now, held.node);
            }
        }
    }

    /// Copies that ask now.
    fn line_up(&mut self, world: &World) {
        while let Some(ask) = self.asks.get(self.next_ask).filter(|ask| ask.at <= self.now) {
            let unit = &world.units[ask.unit];
            let place = Place {
                priority: unit.priority,
                since: ask.at,
                instance: ask.instance,
                ask: self.next_ask as u32,
            };
            self.waiting[unit.team_queue].push(Reverse(place));
            self.next_ask += 1;
        }
    }

    /// The queue whose first copy is served next: the first of all whose pools each have a team.
    fn first_served(&self, world: &World) -> Option<TeamQueueId> {
        let first = |(queue, waiting): (TeamQueueId, &BinaryHeap<Reverse<Place>>)| {
            let Reverse(place) = *waiting.peek()?;
            world.pools_of(queue).all(|pool| self.free[pool] > 0).then_some((place, queue))
        };
        self.waiting.with_ids().filter_map(first).min().map(|(_, queue)| queue)
    }

    fn serve(&mut self, world: &World, queue: TeamQueueId) -> Option<Turn> {
        let Reverse(place) = self.waiting[queue].pop()?;
        let ask = self.asks[place.ask as usize];
        let mut freed_by = None;
        for pool in world.pools_of(queue) {
            self.free[pool] -= 1;
            let (at, node) = self.freed[pool];
            if ask.at < self.now && at == self.now && freed_by.is_none() {
                freed_by = Some(node);
            }
        }
        debug_assert!(
            ask.at == self.now || freed_by.is_some(),
            "who waits is let in by a team that is free again"
        );
        if ask.at < self.now {
            self.queued.push(Span { queue, from: ask.at, to: self.now });
        }
        Some(Turn { ask, at: self.now, freed_by })
    }

    /// A copy keeps the teams that it has just been given until its last part is ready, which is this node.
    pub(crate) fn hold(&mut self, world: &World, turn: &Turn, until: Time, node: NodeId) {
        let queue = world.units[turn.ask.unit].team_queue;
        self.held.push(Reverse(Held { until, instance: turn.ask.instance, queue, node }));
        self.holds.push(Span { queue, from: turn.at, to: until });
    }

    /// Notes that copies that wait when no turn is left wait on.
    fn keep_who_waits(&mut self) {
        for (queue, waiting) in self.waiting.with_ids() {
            let waits =
                waiting.iter().map(|Reverse(place)| Span { queue, from: place.since, to: Time::NEVER });
            self.queued.extend(waits);
        }
    }

    /// Copies that are given no team before the horizon, and since when they wait.
    pub(crate) fn who_waits(&self) -> impl Iterator<Item = (Ask, Time)> {
        let places = self.waiting.iter().flatten();
        places.map(|Reverse(place)| (self.asks[place.ask as usize], place.since.max(Time::ZERO)))
    }

    /// When the parts of a copy are ready after its preparation [ms].
    pub(crate) fn afters_of(&self, world: &World, ask: &Ask) -> impl Iterator<Item = i64> {
        let first = ask.first_part as usize;
        self.afters_ms[first..first + world.units[ask.unit].parts.len()].iter().copied()
    }

    /// Use of the teams of a pool from `start` until an instant, and the waits of copies that need one of them.
    pub(crate) fn use_of(&mut self, world: &World, pool: TeamPoolId, until: Time) -> (FacilityUse, Waits) {
        let of_pool = |span: &&Span| world.team_queues[span.queue].contains(&pool);
        let within = |span: &Span| (span.from.max(Time::ZERO).min(until), span.to.max(Time::ZERO).min(until));
        let length = |span: &Span| {
            let (from, to) = within(span);
            to - from
        };
        let busy_ms = self.holds.iter().filter(of_pool).map(length).sum();
        let mut waits = Waits::default();
        for span_ms in self.queued.iter().filter(of_pool).map(length).filter(|span_ms| *span_ms > 0) {
            waits.add(span_ms);
        }
        self.changes.clear();
        let held = self.holds.iter().filter(of_pool).map(within).filter(|(from, to)| from < to);
        self.changes.extend(held.flat_map(|(from, to)| [(from, 1), (to, -1)]));
        self.changes.sort_unstable();
        let mut level = 0;
        let levels = self.changes.iter().map(|(_, change)| {
            level += change;
            level
        });
        let peak = levels.max().map_or(0, |most: i32| most.unsigned_abs());
        (FacilityUse { busy_ms, queued_ms: waits.total_ms, peak }, waits)
    }
}
