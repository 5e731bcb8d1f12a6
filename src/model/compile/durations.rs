//! Durations, handling times and instants.

use jiff::Timestamp;

use super::{CompileError, Result};
use crate::kernel::{MS_PER_H, Sampler, ms, stream_id};
use crate::model::world::{AlertSpec, BreakdownSpec, Draw, Handling};
use crate::scenario::time::offset_h;
use crate::scenario::{Breakdown, Distribution, Duration, HandlingTime, Moment};

/// The calendar: what instants are relative to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Clock {
    start_ms: i64,
    /// The offset from UTC that `start` is written with [h].
    offset_h: f64,
}

impl Clock {
    pub(super) fn new(start: &str) -> Result<Self> {
        Ok(Self { start_ms: timestamp_ms(start)?, offset_h: offset_h(start) })
    }

    /// Local time at `start` of a place with this offset, since the epoch [ms]; without one, that of `start` holds.
    pub(super) fn local_start_ms(self, utc_offset_h: Option<f64>) -> i64 {
        self.start_ms + ms(utc_offset_h.unwrap_or(self.offset_h))
    }

    /// An instant as a duration after `start`.
    pub(super) fn moment(self, moment: &Moment, stream: &str) -> Result<Draw> {
        let sampler = match moment {
            Moment::At(at) => self.at(at)?,
            Moment::AfterH(duration) => sampler(duration),
        };
        Ok(Draw { sampler, stream: stream_id(stream) })
    }

    /// An instant that may lie before `start`: the earliest one, and what is drawn after it.
    pub(super) fn alert(self, moment: &Moment, stream: &str) -> Result<AlertSpec> {
        let (sampler, earliest_ms) = match moment {
            Moment::At(at) => (Sampler::ZERO, timestamp_ms(at)? - self.start_ms),
            Moment::AfterH(Duration::Fixed(h)) => (Sampler::ZERO, ms(*h)),
            Moment::AfterH(Duration::Random(distribution)) => {
                let earliest_h = distribution.least_h().min(0.0);
                (distribution_sampler(&distribution.later_by_h(-earliest_h)), ms(earliest_h))
            }
        };
        Ok(AlertSpec { after: Draw { sampler, stream: stream_id(stream) }, earliest_ms })
    }

    pub(super) fn at(self, at: &str) -> Result<Sampler> {
        Ok(Sampler::Fixed((timestamp_ms(at)? - self.start_ms).max(0)))
    }
}

fn timestamp_ms(text: &str) -> Result<i64> {
    text.parse::<Timestamp>()
        .map(Timestamp::as_millisecond)
        .map_err(|error| CompileError(format!("`{text}` is not a date and time with its offset: {error}")))
}

/// A duration, ready to draw.
pub(super) fn sampler(duration: &Duration) -> Sampler {
    match duration {
        Duration::Fixed(h) => Sampler::Fixed(ms(*h)),
        Duration::Random(distribution) => distribution_sampler(distribution),
    }
}

fn distribution_sampler(distribution: &Distribution) -> Sampler {
    match distribution {
        Distribution::Triangular(d) if d.max <= d.min => Sampler::Fixed(ms(d.min)),
        Distribution::Triangular(d) => Sampler::Triangular { min: d.min, mode: d.mode, max: d.max },
        Distribution::Uniform(d) => Sampler::Uniform { min: d.min, span: d.max - d.min },
        Distribution::Normal(d) => {
            Sampler::truncated_normal(d.mean, d.sd, d.min.unwrap_or(0.0), d.max.unwrap_or(f64::INFINITY))
        }
        Distribution::Lognormal(d) => match (d.mean, d.cv, d.median, d.p90) {
            (Some(mean), Some(cv), ..) => Sampler::lognormal_mean(mean, cv),
            (_, _, Some(median), Some(p90)) => Sampler::lognormal_median(median, p90),
            _ => Sampler::ZERO,
        },
        Distribution::Exponential(d) => Sampler::Exponential { mean: d.mean },
        Distribution::Weibull(d) => Sampler::Weibull { inverse_shape: 1.0 / d.shape, scale: d.scale },
        Distribution::Empirical(d) => Sampler::Empirical(d.values.clone()),
    }
}

/// An optional duration; zero when left out.
pub(super) fn sampler_or_zero(duration: Option<&Duration>) -> Sampler {
    duration.map_or(Sampler::ZERO, sampler)
}

/// A handling time that does not depend on what is handled.
fn flat(base: Sampler) -> Handling {
    Handling { base, per_vehicle_ms: 0, per_person_h: 0.0, per_cargo_kg_h: 0.0, flat: true }
}

/// A handling time; zero when left out.
pub(super) fn handling(time: Option<&HandlingTime>) -> Handling {
    match time {
        None => flat(Sampler::ZERO),
        Some(HandlingTime::Whole(duration)) => flat(sampler(duration)),
        Some(HandlingTime::ByContent(content)) => {
            let per_vehicle_ms = ms(content.per_vehicle_h);
            let per_person_h = content.per_100_people_h / 100.0;
            let per_cargo_kg_h = content.per_cargo_t_h / 1_000.0;
            let flat = per_vehicle_ms == 0 && per_person_h == 0.0 && per_cargo_kg_h == 0.0;
            Handling { base: sampler(&content.base_h), per_vehicle_ms, per_person_h, per_cargo_kg_h, flat }
        }
    }
}

/// A failure.
pub(super) fn breakdown(breakdown: &Breakdown) -> BreakdownSpec {
    BreakdownSpec {
        probability: breakdown.probability,
        repair: sampler(&breakdown.repair_h),
        holds_stand: breakdown.holds_stand,
    }
}

/// A local hour as milliseconds of the day.
pub(super) fn of_day(hour: f64) -> i64 {
    ((hour * MS_PER_H as f64).round() as i64).rem_euclid(24 * MS_PER_H)
}
