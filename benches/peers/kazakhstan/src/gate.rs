//! When an airfield lets aircraft land and depart: its weather, its runway, and the days of the withdrawal.

use crate::draws::{Draws, Triangular, Use, rounded};
use crate::table::{HOMEWARD_A_DAY, HORIZON, HOUR, LOCAL_START, WEATHER_CLOSED, WEATHER_OPEN};

const DAY: i64 = 24 * HOUR;
/// Quantiles that stand for a closed spell when one under way at the start is drawn.
const CELLS: usize = 512;
const CLOSED: Triangular = Triangular::new(WEATHER_CLOSED);

/// Booked movements over a runway, by time.
#[derive(Clone, Default)]
pub struct Runway {
    booked: Vec<i64>,
    /// Those before no longer matter.
    first: usize,
}

impl Runway {
    pub fn clear(&mut self) {
        self.booked.clear();
        self.first = 0;
    }

    /// The first instant from `at` on that keeps the interval.
    #[inline]
    pub fn first_free(&self, at: i64, interval: i64) -> i64 {
        if self.booked.last().is_none_or(|last| last + interval <= at) {
            return at;
        }
        let booked = &self.booked[self.first..];
        let before = booked.partition_point(|booked| booked + interval <= at);
        let mut free = at;
        for booked in &booked[before..] {
            if booked - free >= interval {
                break;
            }
            free = booked + interval;
        }
        free
    }

    #[inline]
    pub fn book(&mut self, at: i64, interval: i64, now: i64) {
        if interval == 0 {
            return;
        }
        while self.first < self.booked.len() && self.booked[self.first] + interval <= now {
            self.first += 1;
        }
        if self.first == self.booked.len() {
            self.clear();
        }
        let mut place = self.booked.len();
        while place > self.first && self.booked[place - 1] > at {
            place -= 1;
        }
        self.booked.insert(place, at);
    }
}

/// Weather: open and closed spells that alternate, drawn as far as they are needed, from the stationary state on.
#[derive(Clone, Default)]
pub struct Weather {
    closed: Vec<(i64, i64)>,
    /// Closed spells before this one are over.
    first: usize,
    known: i64,
    draws: u64,
}

impl Weather {
    pub fn clear(&mut self) {
        self.closed.clear();
        self.first = 0;
        self.known = 0;
        self.draws = 0;
    }

    /// The first instant from `at` on with open weather; `now` is not later.
    #[inline]
    pub fn next_open(
        &mut self,
        at: i64,
        now: i64,
        airfield: usize,
        start: &StartOfWeather,
        draws: &mut impl Draws,
    ) -> i64 {
        if self.known <= at {
            self.foresee(at, airfield, start, draws);
        }
        while self.closed.get(self.first).is_some_and(|closed| closed.1 <= now) {
            self.first += 1;
        }
        let mut open = at;
        for (from, to) in &self.closed[self.first..] {
            if *from > open {
                break;
            }
            open = open.max(*to);
        }
        open
    }

    #[inline(never)]
    fn foresee(&mut self, at: i64, airfield: usize, start: &StartOfWeather, draws: &mut impl Draws) {
        if self.draws == 0 {
            let [state, cell, part] = [(); 3].map(|()| self.draw(airfield, draws));
            let closed = Triangular::mean(WEATHER_CLOSED) as f64;
            if state * (WEATHER_OPEN * HOUR as f64 + closed) < closed {
                self.known = start.rest_of_closed(cell, part);
                self.closed.push((0, self.known));
            } else {
                self.known = exponential(part);
                self.close(airfield, draws);
            }
        }
        while self.known <= at {
            let open = self.draw(airfield, draws);
            self.known += exponential(open).max(1);
            self.close(airfield, draws);
        }
    }

    fn close(&mut self, airfield: usize, draws: &mut impl Draws) {
        let closed = self.draw(airfield, draws);
        let end = self.known + CLOSED.at(closed);
        self.closed.push((self.known, end));
        self.known = end;
    }

    fn draw(&mut self, airfield: usize, draws: &mut impl Draws) -> f64 {
        self.draws += 1;
        draws.uniform(Use::Weather { airfield, number: self.draws - 1 })
    }
}

/// An open spell, or the rest of one [ms].
fn exponential(uniform: f64) -> i64 {
    rounded(-WEATHER_OPEN * libm::log(1.0 - uniform) * HOUR as f64)
}

/// Closed spells by their length, for the one that is under way at the start: it is drawn in proportion to its length, and of
/// it a uniform part is left.
pub struct StartOfWeather {
    lengths: Vec<i64>,
    total: i64,
}

impl StartOfWeather {
    pub fn new() -> Self {
        let lengths: Vec<i64> =
            (0..CELLS).map(|cell| CLOSED.at((cell as f64 + 0.5) / CELLS as f64)).collect();
        StartOfWeather { total: lengths.iter().sum(), lengths }
    }

    fn rest_of_closed(&self, cell: f64, part: f64) -> i64 {
        let mut aim = (cell * self.total as f64) as i64;
        for length in &self.lengths {
            if aim < *length {
                return (*length as f64 * part) as i64;
            }
            aim -= length;
        }
        (self.lengths[CELLS - 1] as f64 * part) as i64
    }
}

/// Loaded departures homewards by local day; Almaty and Zhetygen have the same days.
pub struct Days {
    booked: [u32; 34],
}

impl Days {
    pub const fn new() -> Self {
        Days { booked: [0; 34] }
    }

    pub fn clear(&mut self) {
        self.booked.fill(0);
    }

    pub fn book(&mut self, at: i64) {
        self.booked[day(at)] += 1;
    }

    /// The instant from `at` on at which a day has room; later than the horizon where none has.
    pub fn next_free(&self, at: i64) -> i64 {
        let today = day(at);
        let mut next = today;
        let mut begins = at;
        while begins <= HORIZON && self.booked[next] >= HOMEWARD_A_DAY {
            next += 1;
            begins = next as i64 * DAY - LOCAL_START;
        }
        begins
    }
}

fn day(at: i64) -> usize {
    ((at + LOCAL_START) / DAY) as usize
}
