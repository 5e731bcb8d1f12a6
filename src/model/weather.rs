//! Weather at terminals: spells of open and closed that alternate at random, drawn as far as they are needed. A
//! replication begins in the stationary state.

use crate::kernel::{Causes, Sampler, Time};

use super::ids::TerminalId;
use super::observe::Observer;
use super::simulation::Simulation;
use super::world::WeatherSpec;

/// Quantiles that stand for a distribution when its length-biased version is drawn.
const LENGTH_CELLS: u32 = 512;

impl<C: Causes, O: Observer> Simulation<'_, C, O> {
    /// Draws the weather until after `at`.
    pub(super) fn foresee_weather(&mut self, terminal: TerminalId, weather: &WeatherSpec, at: Time) {
        let stream = self.world.terminals[terminal].stream;
        let mut known = self.state.gates[terminal].weather_known;
        let mut draws = self.state.gates[terminal].weather_draws;
        if draws == 0 {
            let [state, cell, part] = {
                let open = self.streams.open(stream, 0);
                [open.uniform(), open.uniform(), open.uniform()]
            };
            draws = 3;
            let (open_ms, closed_ms) = (weather.open.mean_ms() as f64, weather.closed.mean_ms() as f64);
            let begins_closed = state * (open_ms + closed_ms) < closed_ms;
            if begins_closed {
                let end = Time::ZERO + residual_ms(&weather.closed, cell, part);
                self.state.gates[terminal].weather.push((Time::ZERO, end));
                known = end;
            }
            if !begins_closed {
                known = Time::ZERO + residual_ms(&weather.open, cell, part);
                known = self.add_closed_spell(terminal, weather, stream, &mut draws, known);
            }
        }
        while known <= at {
            let open = self.streams.open(stream, draws).uniform();
            draws += 1;
            known += weather.open.draw(open).max(1);
            known = self.add_closed_spell(terminal, weather, stream, &mut draws, known);
        }
        self.state.gates[terminal].weather_known = known;
        self.state.gates[terminal].weather_draws = draws;
    }

    fn add_closed_spell(
        &mut self,
        terminal: TerminalId,
        weather: &WeatherSpec,
        stream: u64,
        draws: &mut u64,
        from: Time,
    ) -> Time {
        let closed = self.streams.open(stream, *draws).uniform();
        *draws += 1;
        let end = from + weather.closed.draw(closed);
        self.state.gates[terminal].weather.push((from, end));
        end
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
