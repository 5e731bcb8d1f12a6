//! Weather at a terminal: spells of open and closed that alternate at random, drawn as far as they are needed. A
//! replication begins in the stationary state.

use crate::kernel::{Sampler, Streams, Time};
use crate::model::world::WeatherSpec;

use super::factors::scaled;

/// Quantiles that stand for a distribution when its length-biased version is drawn.
const LENGTH_CELLS: u32 = 512;

/// The weather of a terminal in this replication.
#[derive(Debug, Clone, Default)]
pub(crate) struct Weather {
    /// Closed spells so far, in order.
    closed: Vec<(Time, Time)>,
    /// It is known until here.
    known: Time,
    /// Draws made.
    draws: u64,
}

impl Weather {
    /// Forgets the replication before and keeps the memory.
    pub(super) fn reset(&mut self) {
        self.closed.clear();
        self.known = Time::ZERO;
        self.draws = 0;
    }

    /// Until when it is known.
    pub(super) fn known(&self) -> Time {
        self.known
    }

    /// Closed spells as far as they are drawn, in order.
    pub(super) fn closed(&self) -> impl Iterator<Item = (Time, Time)> + '_ {
        self.closed.iter().copied()
    }

    /// Draws the weather from its stream until after `at`; open and closed spells are multiplied by their common factors.
    pub(super) fn foresee(
        &mut self,
        streams: &mut Streams,
        stream: u64,
        (weather, factors): (&WeatherSpec, [f64; 2]),
        at: Time,
    ) {
        if self.draws == 0 {
            self.begin(streams, stream, (weather, factors));
        }
        while self.known <= at {
            let open = streams.open(stream, self.draws).uniform();
            self.draws += 1;
            self.known += scaled(weather.open.draw(open), factors[0]).max(1);
            self.add_closed_spell(streams, stream, (weather, factors[1]));
        }
    }

    /// Draws the spell that is under way at the start.
    fn begin(
        &mut self,
        streams: &mut Streams,
        stream: u64,
        (weather, [on_open, on_closed]): (&WeatherSpec, [f64; 2]),
    ) {
        let [state, cell, part] = {
            let open = streams.open(stream, 0);
            [open.uniform(), open.uniform(), open.uniform()]
        };
        self.draws = 3;
        let (open_ms, closed_ms) =
            (weather.open.mean_ms() as f64 * on_open, weather.closed.mean_ms() as f64 * on_closed);
        let begins_closed = state * (open_ms + closed_ms) < closed_ms;
        if begins_closed {
            self.known = Time::ZERO + scaled(residual_ms(&weather.closed, cell, part), on_closed);
            self.closed.push((Time::ZERO, self.known));
        } else {
            self.known = Time::ZERO + scaled(residual_ms(&weather.open, cell, part), on_open);
            self.add_closed_spell(streams, stream, (weather, on_closed));
        }
    }

    /// Draws the closed spell that begins where the weather is known until.
    fn add_closed_spell(
        &mut self,
        streams: &mut Streams,
        stream: u64,
        (weather, factor): (&WeatherSpec, f64),
    ) {
        let closed = streams.open(stream, self.draws).uniform();
        self.draws += 1;
        let end = self.known + scaled(weather.closed.draw(closed), factor);
        self.closed.push((self.known, end));
        self.known = end;
    }
}

/// The rest of a spell that is under way at a random instant: a spell drawn in proportion to its
/// length (over a grid of quantiles), and a uniform part of it. Exact for exponential spells.
fn residual_ms(spell: &Sampler, cell: f64, part: f64) -> i64 {
    if matches!(spell, Sampler::Exponential { .. } | Sampler::Fixed(_)) {
        return match spell {
            Sampler::Fixed(length) => (*length as f64 * part) as i64,
            memoryless => memoryless.draw(part),
        };
    }
    let quantile = |index: u32| spell.draw((f64::from(index) + 0.5) / f64::from(LENGTH_CELLS));
    let total: i64 = (0..LENGTH_CELLS).map(quantile).sum();
    let mut aim = (cell * total as f64) as i64;
    for index in 0..LENGTH_CELLS {
        let length = quantile(index);
        if aim < length {
            return (length as f64 * part) as i64;
        }
        aim -= length;
    }
    (quantile(LENGTH_CELLS - 1) as f64 * part) as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rest_of_a_uniform_spell_has_the_mean_of_renewal_theory() {
        // Mean residual life: E[X^2] / (2 E[X]) = (1/3) / (2 * 1/2) = 1/3 h for X uniform on 0..1 h.
        let spell = Sampler::Uniform { min: 0.0, span: 1.0 };
        let n = 200;
        let grid = |k: u32| (f64::from(k) + 0.5) / f64::from(n);
        let sum: i64 = (0..n)
            .flat_map(|a| (0..n).map(move |b| (a, b)))
            .map(|(a, b)| residual_ms(&spell, grid(a), grid(b)))
            .sum();
        let mean_h = crate::kernel::hours(sum) / f64::from(n * n);
        assert!((mean_h - 1.0 / 3.0).abs() < 2e-3, "{mean_h}");
    }
}
