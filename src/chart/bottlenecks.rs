//! Why closure is when it is: two bars, each adding up to the mean closure.
//!
//! The diary is the last load's own clock, waits included. The causal chain holds no waits: each is replaced by what
//! the resource that was waited for was doing.

use serde::{Deserialize, Serialize};

use super::activity::Activity;
use super::axis::{self, Scale, Ticks};
use super::canvas::{Anchor, Canvas, Type};
use super::colour::{INK, PAPER, QUIET};
use super::fonts;
use super::frame;
use super::geometry::Rect;
use super::key::{self, Key, Swatch};
use super::meta::Meta;
use super::table::{Table, cell};
use super::theme::{BORDER_MM, LABEL_PT, SMALL_PT, Stroke, TALLEST_MM, WIDE_MM};
use super::{Chart, Texts, number};
use crate::field::Field;
use crate::units::LONG_H;

/// One category of a bar.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Segment {
    /// Its name, as `waiting for an aircraft`.
    pub label: String,
    /// The kind of activity, which gives the colour.
    pub activity: Activity,
    /// Mean over the replications (h).
    pub hours: f64,
}

/// Mean closure, or that of one replication, cut up in two ways.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BottlenecksChart {
    /// Name, title (as `What closure consists of`) and origin.
    pub meta: Meta,
    /// The last load's own clock, in the order of the process.
    pub diary: Vec<Segment>,
    /// The causal chain, in the order of the process.
    pub chain: Vec<Segment>,
    /// Whose closure in which replication, as `the force in replication 3`; `None` for the mean over replications.
    pub told: Option<String>,
    /// The closure, or its mean (h).
    pub closure_h: f64,
    /// Interval of the mean (h); `None` for a single run.
    pub interval_h: Option<(f64, f64)>,
}

const HEADINGS: [(&str, &str); 2] = [
    ("Diary", "the last load's own clock, waits included"),
    ("Causal chain", "waits replaced by what was waited for"),
];
const BAR_MM: f64 = 12.0;
const HEADING_MM: f64 = 5.0;
const GAP_MM: f64 = 3.0;
/// The strip below a bar that holds the whisker.
const LANE_MM: f64 = 2.8;

impl BottlenecksChart {
    fn bars(&self) -> [&[Segment]; 2] {
        [&self.diary, &self.chain]
    }

    fn scale(&self, panel: Rect) -> Scale {
        let sums = self.bars().map(|bar| bar.iter().map(|segment| segment.hours.max(0.0)).sum());
        let ends = [self.closure_h, self.interval_h.map_or(0.0, |(_, high)| high)].into_iter().chain(sums);
        let (_, high) = axis::extent(ends).unwrap_or((0.0, 1.0));
        Scale::across(panel, (0.0, if high > 0.0 { high } else { 1.0 }))
    }

    /// Decimals that all hours of the figure are written with.
    fn decimals(&self) -> usize {
        number::common_decimals([self.closure_h])
    }

    fn hours(&self, value: f64) -> String {
        number::hours_with(value, self.decimals())
    }

    /// The closure in words for the right end of a bar.
    fn end_labels(&self) -> [String; 2] {
        let decimals = self.decimals();
        let interval = self.interval_h.map_or(String::new(), |(low, high)| {
            format!("{}–{}\u{a0}h", number::grouped(low, decimals), number::grouped(high, decimals))
        });
        [self.hours(self.closure_h), interval]
    }

    fn panel(&self, room: Rect) -> Rect {
        let bold = Type::bold(LABEL_PT, INK);
        let ends = self.end_labels().iter().map(|label| bold.width(label)).fold(0.0, f64::max);
        Rect::new(room.left + 1.0, room.top, room.right - ends - 4.0, room.bottom)
    }

    /// What the key below a bar must say, because the bar has no room for it.
    fn key(&self, bar: &[Segment], across: Scale) -> Vec<(Swatch, String)> {
        let letters = self.letters(across);
        self.unnamed(bar, across)
            .filter_map(|segment| {
                let (_, letter) = letters.iter().find(|(label, _)| *label == segment.label)?;
                let name = format!("{} {}", segment.label, self.hours(segment.hours));
                Some((Swatch::Segment(segment.activity, *letter), name))
            })
            .collect()
    }

    /// Segments that need a line of the key: without room for their name, and of more hours than would be written as 0.
    fn unnamed<'a>(&'a self, bar: &'a [Segment], across: Scale) -> impl Iterator<Item = &'a Segment> {
        let counts = |segment: &&Segment| {
            self.hours(segment.hours).contains(|digit: char| ('1'..='9').contains(&digit))
        };
        drawn(bar).filter(counts).filter(move |segment| self.fit(segment, across) != Fit::Both)
    }

    /// The letter of each category, the same in both bars.
    fn letters(&self, across: Scale) -> Vec<(&str, char)> {
        let mut labels: Vec<&str> = Vec::new();
        for segment in self.bars().into_iter().flat_map(|bar| self.unnamed(bar, across)) {
            if !labels.contains(&segment.label.as_str()) {
                labels.push(&segment.label);
            }
        }
        labels.into_iter().zip(LETTERS.chars()).collect()
    }

    fn draw_bar(&self, canvas: &mut Canvas<'_>, place: Rect, across: Scale, bar: &[Segment]) {
        let mut sum = 0.0;
        let letters = self.letters(across);
        for segment in drawn(bar) {
            let from = across.at(sum);
            sum += segment.hours;
            let area = Rect::new(from, place.top, across.at(sum), place.bottom);
            segment.activity.draw_full(canvas, area);
            if !segment.activity.is_hatched() {
                canvas.outline(area, Stroke::solid(PAPER, 0.5));
            }
            let fit = self.fit(segment, across);
            let letter = letters.iter().find(|(label, _)| *label == segment.label).map(|(_, letter)| *letter);
            let letter = letter.filter(|_| fit != Fit::Both);
            self.draw_label(canvas, area, segment, fit, letter);
        }
        let middle = f64::midpoint(place.top, place.bottom);
        let [closure, interval] = self.end_labels();
        let end = self.interval_h.map_or(across.at(self.closure_h), |(low, high)| {
            let ends = (across.at(low), across.at(high));
            // Below the bar, where it covers no label.
            frame::whisker(canvas, ends, place.bottom + LANE_MM / 2.0, 0.9, Stroke::solid(INK, 1.1));
            ends.1.max(across.at(self.closure_h))
        });
        let bold = Type::bold(LABEL_PT, INK);
        let line = if interval.is_empty() { 0.0 } else { fonts::line_mm(LABEL_PT) / 2.0 };
        canvas.text(&closure, (end + 2.0, bold.baseline_at(middle - line)), Anchor::Start, bold);
        let small = Type::regular(SMALL_PT, QUIET);
        canvas.text(&interval, (end + 2.0, small.baseline_at(middle + line)), Anchor::Start, small);
    }
}

/// How much of its label a segment has room for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fit {
    Both,
    Value,
    Nothing,
}

const VALUE: Type = Type::bold(SMALL_PT, INK);
const NAME: Type = Type::regular(SMALL_PT, INK);

impl BottlenecksChart {
    fn fit(&self, segment: &Segment, across: Scale) -> Fit {
        let room = across.at(segment.hours) - across.at(0.0) - 1.6;
        let value = VALUE.width(&self.hours(segment.hours));
        let lines = fonts::wrap(&segment.label, SMALL_PT, NAME.weight, room, 2);
        // A name counts as fitting only when nothing of it is shortened.
        if value <= room && lines.join(" ") == segment.label {
            Fit::Both
        } else if value <= room {
            Fit::Value
        } else {
            Fit::Nothing
        }
    }

    fn draw_label(
        &self,
        canvas: &mut Canvas<'_>,
        area: Rect,
        segment: &Segment,
        fit: Fit,
        letter: Option<char>,
    ) {
        let mut lines: Vec<String> = letter.map(String::from).into_iter().collect();
        if fit == Fit::Both {
            lines = fonts::wrap(&segment.label, SMALL_PT, NAME.weight, area.width() - 1.6, 2);
        }
        if fit == Fit::Nothing {
            // A letter alone, where even that fits.
            lines.retain(|line| NAME.width(line) + 0.5 <= area.width());
            key::write_on(canvas, segment.activity, &lines, area, NAME);
        } else {
            lines.push(self.hours(segment.hours));
            key::write_on(canvas, segment.activity, &lines, area, VALUE);
        }
    }
}

/// The segments that have a width.
fn drawn(bar: &[Segment]) -> impl Iterator<Item = &Segment> {
    bar.iter().filter(|segment| segment.hours > 0.0)
}

/// What stands on segments that have no room for their name: nothing reaches below the line, where a low segment ends.
const LETTERS: &str = "ABCDEFGHIJKLMNOPRSTUVWXYZ23456789abdefhkmnrt";

impl Chart for BottlenecksChart {
    fn meta(&self) -> &Meta {
        &self.meta
    }

    fn texts(&self) -> Texts {
        let [mut closure, _] = self.end_labels();
        if self.closure_h > LONG_H {
            closure = format!("{} ({closure})", number::days(self.closure_h));
        }
        let interval = self.interval_h.map_or(String::new(), |(low, high)| {
            format!(" (interval of the mean {} to {})", self.hours(low), self.hours(high))
        });
        let (closure, lower) = match &self.told {
            Some(told) => (format!("Closure of {told}, {closure},"), format!("closure of {told}, {closure}")),
            None => {
                (format!("Mean closure of {closure}{interval}"), format!("mean closure {closure}{interval}"))
            }
        };
        let largest = |bar: &[Segment]| {
            let mut sorted: Vec<&Segment> = bar.iter().filter(|segment| segment.hours > 0.0).collect();
            sorted.sort_by(|one, other| other.hours.total_cmp(&one.hours));
            let parts: Vec<String> = sorted
                .iter()
                .take(3)
                .map(|part| format!("{} {}", part.label, self.hours(part.hours)))
                .collect();
            if parts.is_empty() { "empty".to_owned() } else { parts.join(", ") }
        };
        let caption = format!(
            "{closure} in two views that each add up to it: the last load's own clock, and the \
             causal chain behind it. Chain hours are about what a small improvement saves, in proportion."
        );
        let alt = format!(
            "Two stacked level bars of the same length, {lower}. Across: hours. Largest parts of \
             the diary: {}. Largest parts of the causal chain: {}.",
            largest(&self.diary),
            largest(&self.chain)
        );
        Texts { caption, alt }
    }

    fn width_mm(&self) -> f64 {
        WIDE_MM
    }

    fn height_mm(&self, width_mm: f64) -> f64 {
        let width = width_mm - 2.0 * BORDER_MM;
        let across = self.scale(self.panel(Rect::new(BORDER_MM, 0.0, BORDER_MM + width, 1.0)));
        let bars = self.bars().map(|bar| {
            HEADING_MM
                + BAR_MM
                + LANE_MM
                + GAP_MM
                + Key { entries: &self.key(bar, across), width_mm: width }.height()
        });
        (bars.iter().sum::<f64>() + 18.0 + axis::BOTTOM_MM).clamp(50.0, TALLEST_MM).round()
    }

    fn table(&self) -> Table {
        let mut table = Table::new([
            Field::text(
                "view",
                "`diary`: the last load's own clock; `causal chain`: waits replaced by what was waited for",
            ),
            Field::text("category", "What the hours were spent on"),
            Field::number("hours", "h", "Hours; those of a view add up to the closure"),
        ]);
        for (view, segments) in [("diary", &self.diary), ("causal chain", &self.chain)] {
            for segment in segments {
                table.row([view.to_owned(), segment.label.clone(), cell(segment.hours)]);
            }
        }
        table
    }

    fn draw(&self, canvas: &mut Canvas<'_>, room: Rect) {
        let panel = self.panel(room);
        let across = self.scale(panel);
        let ticks = Ticks::hours(across.low, across.high, (panel.width() / 12.0).clamp(2.0, 12.0) as usize);
        let mut top = room.top;
        let area = Rect { bottom: room.bottom - axis::BOTTOM_MM, ..panel };
        for (bar, (name, rest)) in self.bars().into_iter().zip(HEADINGS) {
            let bold = Type::bold(LABEL_PT, INK);
            let baseline = top + fonts::cap_mm(LABEL_PT) + 0.8;
            canvas.text(name, (panel.left, baseline), Anchor::Start, bold);
            let quiet = Type::regular(LABEL_PT, QUIET);
            canvas.text(rest, (panel.left + bold.width(name) + 2.0, baseline), Anchor::Start, quiet);
            top += HEADING_MM;
            self.draw_bar(canvas, Rect::new(panel.left, top, panel.right, top + BAR_MM), across, bar);
            let entries = self.key(bar, across);
            let key = Key { entries: &entries, width_mm: room.width() };
            key.draw(canvas, (panel.left, top + BAR_MM + LANE_MM));
            top += BAR_MM + LANE_MM + key.height() + GAP_MM;
        }
        let one = self.meta.provenance.replications == 1;
        let title = if one { "Hours" } else { "Hours, mean over the replications" };
        axis::bottom(canvas, area, across, &ticks, title, |value| ticks.label(value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::Provenance;

    #[test]
    fn a_letter_is_one_category_in_both_bars_and_nothing_reads_as_no_hours() {
        let segment = |(label, hours): (&str, f64)| Segment {
            label: label.to_owned(),
            activity: Activity::Servicing,
            hours,
        };
        let bar = |parts: &[(&str, f64)]| parts.iter().copied().map(segment).collect();
        let provenance = Provenance {
            scenario: "a".to_owned(),
            replications: 200,
            seed: 1,
            level: None,
            note: String::new(),
        };
        let chart = BottlenecksChart {
            meta: Meta::new("bottlenecks", "Where the hours went", "", provenance),
            diary: bar(&[("preparation", 50.0), ("decision", 3.0), ("loading", 2.0), ("dust", 0.01)]),
            chain: bar(&[("preparation", 50.5), ("loading", 2.5), ("repair", 1.0), ("decision", 1.0)]),
            closure_h: 55.01,
            told: None,
            interval_h: None,
        };
        let across = chart.scale(Rect::new(0.0, 0.0, 150.0, 10.0));
        assert_eq!(chart.letters(across), [("decision", 'A'), ("loading", 'B'), ("repair", 'C')]);
        let key = chart.key(&chart.chain, across);
        let letters: Vec<char> = key
            .iter()
            .filter_map(|(swatch, _)| match swatch {
                Swatch::Segment(_, letter) => Some(*letter),
                _ => None,
            })
            .collect();
        assert_eq!(letters, ['B', 'C', 'A']);
    }
}
