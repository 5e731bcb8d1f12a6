//! Durations (numbers or distributions), handling times and instants.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::units::{truncated_normal_mean, weibull_mean};

/// A number of hours, or a distribution of them. Where a key is a factor, it is a plain number instead of hours.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Duration {
    /// Always the same.
    Fixed(f64),
    /// Drawn anew each time.
    Random(Distribution),
}

impl Duration {
    /// Returns the expected value [h].
    pub fn mean_h(&self) -> f64 {
        match self {
            Self::Fixed(hours) => *hours,
            Self::Random(distribution) => distribution.mean_h(),
        }
    }
}

/// A distribution, named by its only key.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
pub enum Distribution {
    /// Between `min` and `max`, most often `mode`.
    Triangular(Triangular),
    /// Anything between `min` and `max` alike.
    Uniform(Uniform),
    /// Normal, cut off at `min` (0 when left out) and `max`.
    Normal(Normal),
    /// Lognormal, by `mean` and `cv` or by `median` and `p90`.
    Lognormal(Lognormal),
    /// Exponential.
    Exponential(Exponential),
    /// Weibull.
    Weibull(Weibull),
    /// One of the given values, each as often as it stands there.
    Empirical(Empirical),
}

impl Distribution {
    /// The expected value, from the parameters [h].
    fn mean_h(&self) -> f64 {
        match self {
            Self::Triangular(it) => (it.min + it.mode + it.max) / 3.0,
            Self::Uniform(it) => f64::midpoint(it.min, it.max),
            Self::Normal(it) => it.mean_h(),
            Self::Lognormal(it) => it.mean_h(),
            Self::Exponential(it) => it.mean,
            Self::Weibull(it) => weibull_mean(1.0 / it.shape, it.scale),
            Self::Empirical(it) => it.values.iter().sum::<f64>() / it.values.len().max(1) as f64,
        }
    }
}

impl Distribution {
    /// Returns the smallest value that can be drawn [h].
    pub fn least_h(&self) -> f64 {
        match self {
            Self::Triangular(it) => it.min,
            Self::Uniform(it) => it.min,
            Self::Normal(it) => it.min.unwrap_or(0.0),
            Self::Lognormal(_) | Self::Exponential(_) | Self::Weibull(_) => 0.0,
            Self::Empirical(it) => it.values.iter().copied().reduce(f64::min).unwrap_or(0.0),
        }
    }

    /// Returns the distribution with all values later by some hours, where it has a place that can be moved; one that
    /// begins at 0 by its kind stays as it is [h].
    pub fn later_by_h(&self, h: f64) -> Self {
        match self {
            Self::Triangular(it) => {
                Self::Triangular(Triangular { min: it.min + h, mode: it.mode + h, max: it.max + h })
            }
            Self::Uniform(it) => Self::Uniform(Uniform { min: it.min + h, max: it.max + h }),
            Self::Normal(it) => Self::Normal(Normal {
                mean: it.mean + h,
                sd: it.sd,
                min: Some(it.min.unwrap_or(0.0) + h),
                max: it.max.map(|max| max + h),
            }),
            Self::Lognormal(_) | Self::Exponential(_) | Self::Weibull(_) => self.clone(),
            Self::Empirical(it) => {
                Self::Empirical(Empirical { values: it.values.iter().map(|value| value + h).collect() })
            }
        }
    }
}

impl Normal {
    /// The mean after truncation [h].
    fn mean_h(&self) -> f64 {
        let (min, max) = (self.min.unwrap_or(0.0), self.max.unwrap_or(f64::INFINITY));
        truncated_normal_mean(self.mean, self.sd, min, max)
    }
}

impl Lognormal {
    /// The mean, given or by median and 90th percentile [h].
    fn mean_h(&self) -> f64 {
        /// The standard normal quantile at 0.9.
        const AT_90: f64 = 1.281_551_565_544_600_4;
        match (self.mean, self.median, self.p90) {
            (Some(mean), ..) => mean,
            (None, Some(median), Some(p90)) => {
                let sigma = libm::log(p90 / median) / AT_90;
                median * libm::exp(sigma * sigma / 2.0)
            }
            _ => 0.0,
        }
    }
}

macro_rules! parameters {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields)]
        #[allow(clippy::struct_field_names, reason = "a key ends with its unit")]
        pub struct $name { $($(#[$field_doc])* pub $field: $type,)* }
    };
}

parameters! {
    /// Parameters of a triangular distribution [h].
    Triangular {
        /// Smallest value.
        min: f64,
        /// Most frequent value.
        mode: f64,
        /// Largest value.
        max: f64,
    }
}
parameters! {
    /// Parameters of a uniform distribution [h].
    Uniform {
        /// Smallest value.
        min: f64,
        /// Largest value.
        max: f64,
    }
}
parameters! {
    /// Parameters of a truncated normal distribution [h]; mean and sd are those before truncation.
    Normal {
        /// Mean.
        mean: f64,
        /// Standard deviation.
        sd: f64,
        /// Smallest value; 0 when left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        min: Option<f64>,
        /// Largest value; none when left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max: Option<f64>,
    }
}
parameters! {
    /// Parameters of a lognormal distribution [h]: `mean` and `cv`, or `median` and `p90`.
    Lognormal {
        /// Mean.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        mean: Option<f64>,
        /// Coefficient of variation, standard deviation over mean.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cv: Option<f64>,
        /// Median.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        median: Option<f64>,
        /// 90th percentile.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        p90: Option<f64>,
    }
}
parameters! {
    /// Parameter of an exponential distribution [h].
    Exponential {
        /// Mean.
        mean: f64,
    }
}
parameters! {
    /// Parameters of a Weibull distribution.
    Weibull {
        /// Shape; below 1 early failures, above 1 wear.
        shape: f64,
        /// Scale [h].
        scale: f64,
    }
}
parameters! {
    /// Values of an empirical distribution [h].
    Empirical {
        /// The values.
        values: Vec<f64>,
    }
}

/// Time to load, unload or receive: one duration, or built up from what is handled.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum HandlingTime {
    /// One duration, whatever the load.
    Whole(Duration),
    /// Base time and time per item.
    ByContent(ByContent),
}

parameters! {
    /// A handling time that grows with the load.
    ByContent {
        /// For every load [h].
        base_h: Duration,
        /// For each vehicle [h].
        #[serde(default, skip_serializing_if = "super::is_zero")]
        per_vehicle_h: f64,
        /// For 100 people, in proportion [h].
        #[serde(default, skip_serializing_if = "super::is_zero")]
        per_100_people_h: f64,
        /// For a tonne of bulk cargo [h].
        #[serde(default, skip_serializing_if = "super::is_zero")]
        per_cargo_t_h: f64,
    }
}

/// An instant, named by its only key.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
pub enum Moment {
    /// A date and time with its offset, as `2022-01-07T09:00:00+06:00`.
    At(String),
    /// So long after `start` [h].
    AfterH(Duration),
}

impl Moment {
    /// Returns the hours from `start` to the instant, when chance does not decide it and it can be read [h].
    pub fn fixed_h(&self, start: jiff::Timestamp) -> Option<f64> {
        match self {
            Self::At(text) => parse_instant(text).ok().map(|at| hours_between(start, at)),
            Self::AfterH(Duration::Fixed(hours)) => Some(*hours),
            Self::AfterH(Duration::Random(_)) => None,
        }
    }
}

/// Reads a date and time with its offset, such as `2022-01-07T09:00:00+06:00`.
///
/// Errors: another form, no offset, or a day that does not exist.
pub fn parse_instant(text: &str) -> Result<jiff::Timestamp, jiff::Error> {
    text.parse()
}

/// Returns the offset from UTC that a date and time is written with [h]: 6 for `2022-01-07T09:00:00+06:00`, 0 for one that
/// ends with `Z`.
pub fn offset_h(text: &str) -> f64 {
    let pieces = jiff::fmt::temporal::Pieces::parse(text).ok();
    let offset = pieces.and_then(|pieces| pieces.to_numeric_offset());
    offset.map_or(0.0, |offset| f64::from(offset.seconds()) / 3_600.0)
}

/// Returns the hours from one instant to another, negative when the other is earlier [h].
pub fn hours_between(from: jiff::Timestamp, to: jiff::Timestamp) -> f64 {
    const MS_PER_HOUR: f64 = crate::units::MS_PER_HOUR;
    (to.as_millisecond() - from.as_millisecond()) as f64 / MS_PER_HOUR
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_offset_is_read_as_it_is_written() {
        let minutes = |text: &str| (offset_h(text) * 60.0).round() as i64;
        assert_eq!(minutes("2022-01-07T09:00:00+06:00"), 360);
        assert_eq!(minutes("2022-01-07T09:00:00-03:30"), -210);
        assert_eq!((minutes("2022-01-07T09:00:00Z"), minutes("no instant")), (0, 0));
    }
}
