//! Numbers and times for readers.

use jiff::{SignedDuration, Timestamp, tz::Offset};

pub use crate::numbers::text::*;

/// The calendar of a scenario: instants as local dates of the place where most of the force ends.
#[derive(Debug, Clone, Copy)]
pub struct Calendar {
    start: Timestamp,
    offset: Offset,
}

impl Calendar {
    /// A calendar from `start` and an offset from UTC [h]; `None` when `start` is no instant.
    pub fn new(start: &str, utc_offset_h: f64) -> Option<Self> {
        let seconds = (utc_offset_h * 3_600.0).round() as i32;
        Some(Self { start: start.parse().ok()?, offset: Offset::from_seconds(seconds).ok()? })
    }

    fn at(&self, hour: f64) -> Option<jiff::civil::DateTime> {
        let span = SignedDuration::from_millis((hour * 3_600_000.0).round() as i64);
        Some(self.offset.to_datetime(self.start.checked_add(span).ok()?))
    }

    /// The local clock at the start, as milliseconds from 1970 as if it stood in UTC; `None` beyond all calendars.
    pub fn local_start_ms(&self) -> Option<i64> {
        let start = self.at(0.0)?.to_zoned(jiff::tz::TimeZone::UTC).ok()?;
        Some(start.timestamp().as_millisecond())
    }

    /// `9 Jan 08:24`.
    pub fn instant(&self, hour: f64) -> String {
        self.at(hour).map_or_else(String::new, |at| {
            let rounded = if at.second() >= 30 { self.at(hour + 0.5 / 60.0).unwrap_or(at) } else { at };
            rounded.strftime("%-d %b %H:%M").to_string()
        })
    }

    /// Local midnights from the last one before the appeal to `last_h`: hour and label (`6 Jan`).
    pub fn midnights(&self, last_h: f64) -> Vec<(f64, String)> {
        let Some(start) = self.at(0.0) else { return Vec::new() };
        let since =
            f64::from(start.hour()) + f64::from(start.minute()) / 60.0 + f64::from(start.second()) / 3_600.0;
        let days = ((last_h + since) / 24.0).floor() as i32;
        (0..=days)
            .map(|day| {
                let hour = f64::from(day) * 24.0 - since;
                let label =
                    self.at(hour + 1.0).map_or_else(String::new, |at| at.strftime("%-d %b").to_string());
                (hour, label)
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn local_days_are_those_of_the_place() {
        let calendar = Calendar::new("2022-01-05T22:00:00+06:00", 6.0).expect("an instant");
        assert_eq!(calendar.instant(0.0), "5 Jan 22:00");
        assert_eq!(calendar.instant(2.5), "6 Jan 00:30");
        // 5 January 2022 22:00, as if in UTC.
        assert_eq!(calendar.local_start_ms(), Some(1_641_420_000_000));
        let midnights = calendar.midnights(30.0);
        assert_eq!(midnights[0], (-22.0, "5 Jan".to_owned()));
        assert_eq!(midnights[1], (2.0, "6 Jan".to_owned()));
        assert_eq!(midnights.len(), 3);
    }
}
