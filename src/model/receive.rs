//! Arrival at a place: reception, the next step of the itinerary, marry-up, in place, sites covered.

use crate::kernel::{Causes, NodeId, Request, Time};

use super::category::Category;
use super::ids::{ElementId, InstanceId, PlaceId, UnitId};
use super::observe::Observer;
use super::outcome::{Arrival, End};
use super::simulation::Simulation;
use super::state::{Element, Kind};
use super::world::{LegSpec, PlaceSpec, SiteSpec, Step, UNLIMITED, UnitSpec};

/// What an element brings to the end of its way.
struct Content {
    people: u32,
    vehicles: u32,
    /// [kg].
    cargo: u32,
    /// Vehicles that count for `operational_share`.
    critical: u32,
    /// People, vehicles and cargo as one number; see `World::whole`.
    whole: u64,
}

impl<C: Causes, O: Observer> Simulation<'_, C, O> {
    /// An element is at a place.
    #[inline(always)]
    pub(crate) fn reach_place(&mut self, element: ElementId, place: PlaceId) {
        let world = self.world;
        self.state.elements[element].reached = place;
        let spec = &world.places[place];
        match &spec.reception {
            None => self.go_on(element, spec),
            Some((teams, _)) => self.ask_for_reception(element, place, *teams),
        }
    }

    #[inline(never)]
    fn ask_for_reception(&mut self, element: ElementId, place: PlaceId, teams: u32) {
        if teams == UNLIMITED {
            self.state.receptions[place].try_seize(self.now, 1);
            self.start_reception(element, place);
        } else {
            let e = &mut self.state.elements[element];
            e.since = self.now;
            // By copy; elements are numbered as they come to be.
            let request =
                Request { at: self.now, rank: e.instance.number(), entity: element.number(), amount: 1 };
            self.state.receptions[place].request(request);
            self.state.mark_reception(place);
        }
    }

    /// A reception team takes an element.
    pub(crate) fn receive(&mut self, element: ElementId, since: Time, freed_by: NodeId) {
        let e = self.state.elements[element];
        if since < self.now {
            let node = self.record_element_wait(Category::WaitReception, (freed_by, e.node), &e, since);
            self.state.elements[element].node = node;
            self.outcome.counters.reception_waits[e.reached].add(self.now - since);
        }
        self.start_reception(element, e.reached);
    }

    fn start_reception(&mut self, element: ElementId, place: PlaceId) {
        let world = self.world;
        let e = self.state.elements[element];
        let unit = &world.units[e.unit];
        let Some((_, handling)) = &world.places[place].reception else {
            return;
        };
        let uniform = if handling.base.is_random() {
            let item = u64::from(unit.copy_of(e.instance) * unit.items + e.first_item);
            let stream = world.places[place].stream ^ world.legs[e.leg].reception;
            self.streams.open(stream, item).uniform()
        } else {
            0.5
        };
        let content = self.content_ms(handling, self.state.counts_of(world, element));
        let end = self.now + handling.base.draw(uniform) + content;
        let node = self.instance_span(Category::Reception, (self.now, end), e.node, &e, Some((place, place)));
        self.state.elements[element].node = node;
        self.schedule(end, Kind::Received, element);
    }

    /// An element is received: it goes on.
    #[inline(never)]
    pub(crate) fn end_reception(&mut self, element: ElementId) {
        let Element { reached, node, .. } = self.state.elements[element];
        if self.state.receptions[reached].release(self.now, 1, node) {
            self.state.mark_reception(reached);
        }
        self.go_on(element, &self.world.places[reached]);
    }

    /// An element has nothing more to do for the leg that brought it to this place.
    #[inline(always)]
    fn go_on(&mut self, element: ElementId, place: &PlaceSpec) {
        let e = &mut self.state.elements[element];
        e.leg = self.world.legs[e.leg].next;
        if e.leg.is_none() {
            self.reach_end(element, place);
        } else {
            self.begin_leg(element);
        }
    }

    /// An element begins the next step of its itinerary, or is in place.
    #[inline(always)]
    pub(crate) fn begin_leg(&mut self, element: ElementId) {
        let world = self.world;
        let e = &self.state.elements[element];
        if e.leg.is_none() {
            self.reach_end(element, &world.places[e.reached]);
            return;
        }
        let leg = &world.legs[e.leg];
        if leg.from == e.reached {
            self.begin_step(element, leg);
        } else {
            self.begin_elsewhere(element);
        }
    }

    /// The leg before had several destinations, and this one is not the first: the same step from here.
    #[inline(never)]
    fn begin_elsewhere(&mut self, element: ElementId) {
        let world = self.world;
        let e = self.state.elements[element];
        let leg = &world.legs[e.leg];
        let there = match &leg.step {
            Step::March(march) => march.to == e.reached,
            Step::Lift(lift) => {
                self.expect_no_more(lift, element);
                let terminal = world.places[e.reached].terminal;
                let bound = &mut self.state.instances[e.instance].bound;
                let may_stay = world.lanes[lift.lane].to.contains(&terminal);
                if lift.together && bound.0 == leg.next {
                    bound.1 == terminal
                } else {
                    if lift.together && may_stay {
                        *bound = (leg.next, terminal);
                    }
                    may_stay
                }
            }
        };
        let other = leg.elsewhere.iter().find(|(place, _)| *place == e.reached).map(|(_, leg)| *leg);
        if there {
            // It is already where the step leads.
            self.state.elements[element].leg = leg.next;
            self.begin_leg(element);
        } else if let Some(other) = other {
            self.state.elements[element].leg = other;
            self.begin_step(element, &world.legs[other]);
        } else {
            debug_assert!(false, "an element is where no leg begins");
        }
    }

    #[inline(always)]
    fn begin_step(&mut self, element: ElementId, leg: &LegSpec) {
        let element = if leg.marry_up {
            let Some(element) = self.marry_up(element) else {
                return;
            };
            element
        } else {
            element
        };
        match &leg.step {
            Step::March(_) => self.start_march(element),
            Step::Lift(lift) => self.await_carrier(element, lift),
        }
    }

    /// Gathers a copy; returns it as one element when the last of it has come.
    #[inline(never)]
    fn marry_up(&mut self, element: ElementId) -> Option<ElementId> {
        let world = self.world;
        let e = self.state.elements[element];
        let unit = &world.units[e.unit];
        let whole = world.whole(self.state.counts_of(world, element));
        let gathered = &mut self.state.gathered[e.instance];
        gathered.whole += whole;
        if gathered.whole < unit.whole {
            if gathered.whole == whole {
                gathered.since = self.now;
            }
            return None;
        }
        let since = std::mem::take(&mut gathered.since);
        let alone = whole == unit.whole;
        gathered.whole = 0;
        if alone {
            return Some(element);
        }
        if since < self.now {
            self.record_marry_up(&e, since);
        }
        Some(self.state.add_element(Element { first_item: 0, next: ElementId::NONE, whole: true, ..e }))
    }

    // --- in place ---

    /// An element has reached the end of its way (out, or home).
    #[inline(never)]
    fn reach_end(&mut self, element: ElementId, place: &PlaceSpec) {
        let world = self.world;
        let now = self.now;
        let Element { instance, unit: number, reached, homeward, whole: everything, node, .. } =
            self.state.elements[element];
        let unit = &world.units[number];
        self.observe_in_place(element);
        let Content { people, vehicles, cargo, critical, whole } = if everything {
            let UnitSpec { personnel: people, vehicles_count: vehicles, cargo_kg: cargo, .. } = *unit;
            Content { people, vehicles, cargo, critical: unit.critical, whole: unit.whole }
        } else {
            self.content_of(unit, element)
        };
        let phase = &mut self.outcome.phases[usize::from(homeward)];
        phase.personnel += u64::from(people);
        phase.vehicles += u64::from(vehicles);
        phase.cargo_kg += u64::from(cargo);
        phase.arrival_ms += i128::from(now.as_ms()) * i128::from(people + vehicles);
        let contingent = unit.contingent;
        phase.arrivals.push(Arrival { at: now, contingent, people, vehicles, cargo_kg: cargo });
        let copy = &mut self.state.instances[instance];
        copy.at = reached;
        // Nothing of a copy that comes as a whole was here before: what is kept of it need not be looked at.
        let (before, complete) = if everything {
            copy.arrived = whole;
            copy.operational = true;
            (false, true)
        } else {
            let before = copy.operational;
            copy.arrived += whole;
            copy.people += people;
            copy.critical += critical;
            copy.operational |=
                copy.people >= unit.operational_people && copy.critical >= unit.operational_critical;
            (before, copy.arrived == unit.whole)
        };
        if copy.operational && !before {
            let idle = &mut phase.idle_copies[number];
            *idle -= 1;
            if *idle == 0 {
                phase.operational[number] = Some(now);
            }
        }
        if let Some(site) = &place.site
            && !homeward
        {
            self.strengthen(site, reached, people, vehicles);
        }
        if complete {
            self.close_copy(instance, number, homeward, node);
        }
    }

    #[inline(never)]
    fn content_of(&self, unit: &UnitSpec, element: ElementId) -> Content {
        let world = self.world;
        let counts = self.state.counts_of(world, element);
        let critical = unit.vehicles.iter().zip(counts).filter(|(slot, _)| slot.critical);
        Content {
            people: counts[world.people_slot()],
            vehicles: world.vehicles(counts),
            cargo: counts[world.cargo_slot()],
            critical: critical.map(|(_, count)| count).sum(),
            whole: world.whole(counts),
        }
    }

    /// A copy is complete at the end of its way: closes its unit, contingent and force when it is the last.
    #[inline(always)]
    fn close_copy(&mut self, instance: InstanceId, number: UnitId, homeward: bool, node: NodeId) {
        let unit = &self.world.units[number];
        let open = &mut self.outcome.phases[usize::from(homeward)].open_copies[number];
        let first = *open == unit.copies;
        *open -= 1;
        let closed = *open == 0 && self.close_unit(number, homeward, node);
        if homeward {
            return;
        }
        if first {
            self.state.open_terminals(self.world, number, (self.now, node));
        }
        if closed {
            self.plan_withdrawal(node);
        }
        if self.state.withdrawal.has_begun()
            && let Some(element) = self.turned_round(instance, node)
        {
            self.begin_leg(element);
        }
    }

    /// The last copy of a unit is complete; says whether it was the last of the force.
    #[inline(never)]
    fn close_unit(&mut self, unit: UnitId, homeward: bool, node: NodeId) -> bool {
        let contingent = self.world.units[unit].contingent;
        let phase = &mut self.outcome.phases[usize::from(homeward)];
        let end = End { at: Some(self.now), node };
        phase.units[unit] = end;
        phase.open_units[contingent] -= 1;
        if phase.open_units[contingent] == 0 {
            phase.contingents[contingent] = end;
            phase.open_contingents -= 1;
            if phase.open_contingents == 0 {
                phase.closure = end;
            }
        }
        let closed = phase.open_contingents == 0;
        if closed {
            self.keep_counts();
        }
        closed
    }

    #[inline(never)]
    fn strengthen(&mut self, site: &SiteSpec, place: PlaceId, people: u32, vehicles: u32) {
        let world = self.world;
        let strength = &mut self.state.strength[place];
        let there = |strength: (u32, u32)| site.is_met_by(strength.0, strength.1);
        let before = there(*strength);
        strength.0 += people;
        strength.1 += vehicles;
        if before || !there(*strength) {
            return;
        }
        let uniform = self.streams.open(world.places[place].stream, 1 << 40).uniform();
        let takeover = site.takeover.draw(uniform);
        if takeover > 0 {
            self.state.takeovers += 1;
            let end = self.now + takeover;
            self.schedule(end, Kind::Covered, place);
            self.observe_takeover(place, end);
        } else {
            self.outcome.covered[place] = Some(self.now);
        }
    }

    /// A site is taken over.
    pub(crate) fn end_takeover(&mut self, place: PlaceId) {
        self.state.takeovers -= 1;
        self.outcome.covered[place] = Some(self.now);
    }
}
