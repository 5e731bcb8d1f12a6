//! A resource: a capacity, who waits for it, and the node that freed it last.
//!
//! Requests are served first come, first served; requests of the same moment go by rank. Granting
//! is a step of its own, after all events of the moment, so that the order of events within a moment
//! decides nothing.

use std::collections::VecDeque;

use super::causes::NodeId;
use super::time::Time;

/// One request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Request {
    /// When it was made.
    pub at: Time,
    /// Its rank among requests of the same moment; those of one rank go by entity.
    pub rank: u32,
    /// Who makes it.
    pub entity: u32,
    /// How much of the capacity.
    pub amount: u32,
}

/// A request that is granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grant {
    /// The request.
    pub request: Request,
    /// What freed the capacity; meaningful when the request had to wait.
    pub freed_by: NodeId,
}

/// A capacity that is seized and released.
///
/// Times are integrated by their ends: what begins at `t` counts `-t`, what ends at `t` counts `+t`, and what is still
/// under way is added when somebody asks. So a change costs one addition.
#[derive(Debug, Clone, Default)]
pub struct Resource {
    capacity: u32,
    in_use: u32,
    peak_in_use: u32,
    freed_by: NodeId,
    busy_ms: i64,
    queued_ms: i64,
    queue: VecDeque<Request>,
}

impl Resource {
    /// Empties it and sets its capacity; `u32::MAX` is no limit.
    pub fn reset(&mut self, capacity: u32) {
        self.capacity = capacity;
        self.in_use = 0;
        self.peak_in_use = 0;
        self.freed_by = 0;
        self.busy_ms = 0;
        self.queued_ms = 0;
        self.queue.clear();
    }

    /// Seizes whatever else is in use: for a resource without limit.
    #[inline(always)]
    pub fn seize(&mut self, now: Time, amount: u32) {
        self.in_use += amount;
        self.busy_ms -= now.as_ms() * i64::from(amount);
        self.peak_in_use = self.peak_in_use.max(self.in_use);
    }

    /// Puts a request into the queue: by time, then rank, then entity.
    #[inline]
    pub fn request(&mut self, request: Request) {
        self.queued_ms -= request.at.as_ms();
        let rank = |request: &Request| (request.at, request.rank, request.entity);
        if self.queue.back().is_none_or(|last| rank(last) <= rank(&request)) {
            self.queue.push_back(request);
        } else {
            let slot = self.queue.partition_point(|before| rank(before) <= rank(&request));
            self.queue.insert(slot, request);
        }
    }

    /// Grants the first request if there is room for it.
    #[inline(always)]
    pub fn grant(&mut self, now: Time) -> Option<Grant> {
        let request = *self.queue.front()?;
        if request.amount > self.capacity - self.in_use {
            return None;
        }
        self.queue.pop_front();
        self.queued_ms += now.as_ms();
        self.seize(now, request.amount);
        Some(Grant { request, freed_by: self.freed_by })
    }

    /// Seizes at once if nobody waits and there is room.
    #[inline(always)]
    pub fn try_seize(&mut self, now: Time, amount: u32) -> bool {
        let free = self.queue.is_empty() && amount <= self.capacity - self.in_use;
        if free {
            self.seize(now, amount);
        }
        free
    }

    /// Gives capacity back; `freed_by` is the node that ended now. Returns whether anybody waits.
    #[inline(always)]
    pub fn release(&mut self, now: Time, amount: u32, freed_by: NodeId) -> bool {
        self.in_use -= amount;
        self.busy_ms += now.as_ms() * i64::from(amount);
        self.freed_by = freed_by;
        !self.queue.is_empty()
    }

    /// Takes the request of an entity out of the queue, if it is there; `freed_by` ended now, and lets in who asked after it.
    /// Returns whether anybody else waits who may be let in by that.
    pub fn withdraw(&mut self, now: Time, entity: u32, freed_by: NodeId) -> bool {
        let Some(place) = self.queue.iter().position(|request| request.entity == entity) else {
            return false;
        };
        self.queue.remove(place);
        self.queued_ms += now.as_ms();
        self.freed_by = freed_by;
        place == 0 && !self.queue.is_empty()
    }

    /// The capacity, `u32::MAX` when unlimited.
    #[inline(always)]
    pub fn capacity(&self) -> u32 {
        self.capacity
    }

    /// What is free at this moment, those who wait served first.
    pub fn free(&self) -> u32 {
        let wanted: u32 = self.queue.iter().fold(0, |sum, request| sum.saturating_add(request.amount));
        (self.capacity - self.in_use).saturating_sub(wanted)
    }

    /// What is seized.
    pub fn in_use(&self) -> u32 {
        self.in_use
    }

    /// Who waits, first in line first.
    pub fn queue(&self) -> impl Iterator<Item = &Request> {
        self.queue.iter()
    }

    /// Seized capacity, integrated over time until `now` [ms].
    pub fn busy_ms(&self, now: Time) -> i64 {
        self.busy_ms + now.as_ms() * i64::from(self.in_use)
    }

    /// Requests in the queue, integrated over time until `now` [ms].
    pub fn queued_ms(&self, now: Time) -> i64 {
        self.queued_ms + now.as_ms() * self.queue.len() as i64
    }

    /// The most that was seized at once.
    pub fn peak_in_use(&self) -> u32 {
        self.peak_in_use
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(at_ms: i64, entity: u32) -> Request {
        Request { at: Time::from_ms(at_ms), rank: entity, entity, amount: 1 }
    }

    #[test]
    fn requests_of_one_moment_go_by_entity_and_earlier_ones_first() {
        let mut resource = Resource::default();
        resource.reset(1);
        for (at, entity) in [(1, 9), (2, 7), (2, 3)] {
            resource.request(request(at, entity));
        }
        let mut order = Vec::new();
        while let Some(grant) = resource.grant(Time::from_ms(2)) {
            order.push(grant.request.entity);
            resource.release(Time::from_ms(2), 1, 0);
        }
        assert_eq!(order, [9, 3, 7]);
    }

    #[test]
    fn busy_and_queued_time_are_integrals() {
        let mut resource = Resource::default();
        resource.reset(1);
        resource.request(request(0, 0));
        resource.request(request(0, 1));
        assert!(resource.grant(Time::ZERO).is_some());
        assert!(resource.grant(Time::ZERO).is_none());
        assert!(resource.release(Time::from_ms(10), 1, 5));
        let grant = resource.grant(Time::from_ms(10)).expect("free again");
        assert_eq!(grant.freed_by, 5);
        resource.release(Time::from_ms(14), 1, 6);
        assert_eq!(resource.busy_ms(Time::from_ms(20)), 14);
        assert_eq!(resource.queued_ms(Time::from_ms(20)), 10);
    }

    #[test]
    fn who_withdraws_lets_the_next_in_and_waits_no_longer() {
        let mut resource = Resource::default();
        resource.reset(2);
        assert!(resource.try_seize(Time::ZERO, 1));
        resource.request(Request { at: Time::ZERO, rank: 0, entity: 0, amount: 2 });
        resource.request(request(0, 1));
        assert!(!resource.withdraw(Time::from_ms(3), 7, 4), "who did not ask changes nothing");
        assert!(resource.withdraw(Time::from_ms(3), 0, 4));
        let grant = resource.grant(Time::from_ms(3)).expect("room for the next");
        assert_eq!((grant.request.entity, grant.freed_by), (1, 4));
        assert_eq!(resource.queued_ms(Time::from_ms(9)), 6, "two waited three each");
    }

    #[test]
    fn a_large_request_at_the_head_is_not_overtaken() {
        let mut resource = Resource::default();
        resource.reset(2);
        assert!(resource.try_seize(Time::ZERO, 1));
        resource.request(Request { at: Time::ZERO, rank: 0, entity: 0, amount: 2 });
        resource.request(request(0, 1));
        assert!(resource.grant(Time::ZERO).is_none());
        assert!(!resource.try_seize(Time::ZERO, 1));
    }
}
