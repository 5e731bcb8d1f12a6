//! From the appeal to ready: decision, mandate, notice, and preparation by the teams of a home.

use std::cmp::Reverse;

use crate::draws::{Draws, Triangular, Use, rounded};
use crate::table::{
    CONTINGENTS, DECISION, HORIZON, KYRGYZSTAN, MANDATE, MARCH_VITEBSK, MOBILISATION_TEAMS, PASS_EACH,
    TEAM_HOMES, UNITS, VITEBSK,
};
use crate::world::{Event, World, next_report};

/// A copy that asks for a team of its home.
#[derive(Clone, Copy)]
pub struct Ask {
    at: i64,
    rank: u64,
    copy: usize,
    prepare: i64,
}

impl<D: Draws> World<D> {
    /// Enters when each copy joins the queue for its aircraft.
    pub fn mobilise(&mut self) {
        const DECIDES: Triangular = Triangular::new(DECISION);
        const MANDATES: Triangular = Triangular::new(MANDATE);
        let decided = self.draws.duration(Use::Decision, &DECIDES);
        let mandated = decided.max(self.draws.duration(Use::Mandate, &MANDATES));
        let mut factors = [1.0; CONTINGENTS.len()];
        for (contingent, factor) in factors.iter_mut().enumerate() {
            let uniform = self.draws.uniform(Use::Factor { contingent });
            *factor = self.tables.common[contingent].at(uniform);
        }
        for asks in &mut self.asks {
            asks.clear();
        }
        let mut copy = 0;
        for (unit, spec) in UNITS.iter().enumerate() {
            let alerted = if spec.contingent == KYRGYZSTAN { mandated } else { decided };
            let factor = factors[spec.contingent];
            let [notice, prepare] = self.tables.mobilisation[unit];
            for number in 0..spec.copies {
                let draw = self.draws.duration(Use::Notice { unit, copy: number }, &notice);
                let at = alerted + rounded(draw as f64 * factor);
                let draw = self.draws.duration(Use::Preparation { unit, copy: number }, &prepare);
                let prepare = rounded(draw as f64 * factor);
                match TEAM_HOMES.iter().position(|home| *home == spec.home) {
                    Some(home) => self.asks[home].push(Ask { at, rank: spec.rank, copy, prepare }),
                    None => self.set_out(copy, unit, at + prepare),
                }
                copy += 1;
            }
        }
        for home in 0..TEAM_HOMES.len() {
            let mut asks = std::mem::take(&mut self.asks[home]);
            self.prepare_in_turn(&mut asks);
            self.asks[home] = asks;
        }
    }

    /// Prepares the copies of a home: a team that is free goes to the first of those who wait.
    fn prepare_in_turn(&mut self, asks: &mut [Ask]) {
        asks.sort_unstable_by_key(|ask| (ask.at, ask.copy));
        let mut free_at = [i64::MIN; MOBILISATION_TEAMS];
        let mut next = 0;
        self.turn.clear();
        while next < asks.len() || !self.turn.is_empty() {
            let free = (0..MOBILISATION_TEAMS).min_by_key(|team| free_at[*team]).unwrap_or(0);
            let mut now = free_at[free];
            if self.turn.is_empty() {
                now = now.max(asks[next].at);
            }
            while next < asks.len() && asks[next].at <= now {
                let ask = asks[next];
                self.turn.push(Reverse((ask.rank, ask.at, ask.copy, ask.prepare)));
                next += 1;
            }
            if let Some(Reverse((_, at, copy, prepare))) = self.turn.pop() {
                let ready = now.max(at) + prepare;
                free_at[free] = ready;
                self.set_out(copy, usize::from(self.tables.unit_of[copy]), ready);
            }
        }
    }

    /// A copy is ready at home: the dispatcher hears of it, after a march for those from Vitebsk.
    fn set_out(&mut self, copy: usize, unit: usize, ready: i64) {
        let spec = &UNITS[unit];
        let march = if spec.home == VITEBSK {
            MARCH_VITEBSK + PASS_EACH * i64::from(spec.vehicles.iter().sum::<u32>())
        } else {
            0
        };
        let known = next_report(ready + march);
        if known <= HORIZON {
            self.schedule(known, Event::Joins, copy);
        }
    }
}
