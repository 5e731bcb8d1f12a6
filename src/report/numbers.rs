//! Numbers and times for readers.

use jiff::{SignedDuration, Timestamp, tz::Offset};

use crate::units::{HOURS_A_DAY, LONG_H};

/// Hours with digits that fit their size: 0.25, 9.5, 82.4, 1204.
pub fn hours(h: f64) -> String {
    let size = h.abs();
    if size >= 1_000.0 {
        thousands(h.round())
    } else if size >= 10.0 || size == 0.0 {
        format!("{h:.1}")
    } else {
        format!("{h:.2}")
    }
}

/// A time with its unit, in days too where it is long: `84.5 h`, `59.8 days (1,435 h)`.
pub fn span(h: f64) -> String {
    if h.abs() > LONG_H { format!("{} ({} h)", days(h), hours(h)) } else { format!("{} h", hours(h)) }
}

/// Two ends of a time with their unit, in days too where it is long: `75.1 to 97.3 h`, `57.9 to 61.2 days (1,390 to 1,469 h)`.
pub fn span_between((low, high): (f64, f64), joint: &str) -> String {
    let in_hours = format!("{} {joint} {} h", hours(low), hours(high));
    if high.abs() > LONG_H {
        format!("{:.1} {joint} {} ({in_hours})", low / HOURS_A_DAY, days(high))
    } else {
        in_hours
    }
}

fn days(h: f64) -> String {
    format!("{:.1} days", h / HOURS_A_DAY)
}

/// Hours, or a dash.
pub fn hours_or_dash(h: Option<f64>) -> String {
    h.map_or_else(|| "–".to_owned(), hours)
}

/// A whole number with groups of three: 2,500.
pub fn thousands(value: f64) -> String {
    let digits = format!("{:.0}", value.abs());
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if value < 0.0 { format!("-{grouped}") } else { grouped }
}

/// Tonnes: whole from a hundred on or where they are whole, else with a digit behind the point, and small ones with two.
pub fn tonnes(t: f64) -> String {
    match t.abs() {
        size if size.fract() == 0.0 || size >= 100.0 => thousands(t.round()),
        size if size >= 10.0 => format!("{t:.1}"),
        _ => format!("{t:.2}"),
    }
}

/// A probability in per cent: 97 %, 99.5 %.
pub fn percent(share: f64) -> String {
    let percent = share * 100.0;
    let whole = (percent - percent.round()).abs() < 0.05;
    if whole { format!("{percent:.0} %") } else { format!("{percent:.1} %") }
}

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

    /// `9 Jan 08:24`.
    pub fn instant(&self, hour: f64) -> String {
        self.at(hour).map_or_else(String::new, |at| {
            let rounded = if at.second() >= 30 { self.at(hour + 0.5 / 60.0).unwrap_or(at) } else { at };
            rounded.strftime("%-d %b %H:%M").to_string()
        })
    }

    /// `2022-01-13` of a day counted from that of the appeal.
    pub fn date_of_day(&self, day: usize) -> String {
        self.at(24.0 * day as f64).map_or_else(String::new, |at| at.strftime("%Y-%m-%d").to_string())
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
    fn numbers_have_digits_that_fit_their_size() {
        assert_eq!(hours(82.44), "82.4");
        assert_eq!(hours(0.25), "0.25");
        assert_eq!(hours(0.0), "0.0");
        assert_eq!(hours(1234.5), "1,235");
        assert_eq!(thousands(2_500.0), "2,500");
        assert_eq!(percent(0.995), "99.5 %");
        assert_eq!(percent(1.0), "100 %");
        assert_eq!(
            (tonnes(8_100.0), tonnes(0.75), tonnes(12.25)),
            ("8,100".into(), "0.75".into(), "12.2".into())
        );
    }

    #[test]
    fn long_times_are_told_in_days_too() {
        assert_eq!(span(240.0), "240.0 h");
        assert_eq!(span(1_435.2), "59.8 days (1,435 h)");
        assert_eq!(span_between((75.12, 97.3), "and"), "75.1 and 97.3 h");
        assert_eq!(span_between((1_389.6, 1_468.8), "to"), "57.9 to 61.2 days (1,390 to 1,469 h)");
    }

    #[test]
    fn local_days_are_those_of_the_place() {
        let calendar = Calendar::new("2022-01-05T22:00:00+06:00", 6.0).expect("an instant");
        assert_eq!(calendar.instant(0.0), "5 Jan 22:00");
        assert_eq!(calendar.instant(2.5), "6 Jan 00:30");
        assert_eq!(calendar.date_of_day(8), "2022-01-13");
        let midnights = calendar.midnights(30.0);
        assert_eq!(midnights[0], (-22.0, "5 Jan".to_owned()));
        assert_eq!(midnights[1], (2.0, "6 Jan".to_owned()));
        assert_eq!(midnights.len(), 3);
    }
}
