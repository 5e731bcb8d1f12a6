//! The share of sites that are covered, hour by hour.

use serde::{Deserialize, Serialize};

use super::arrivals::{Deadline, draw_deadline};
use super::axis::{self, Scale, Ticks};
use super::canvas::Canvas;
use super::colour::GREEN;
use super::fan::{Fan, fan_key, fan_words};
use super::geometry::Rect;
use super::key;
use super::meta::Meta;
use super::table::{self, HOUR, Table, cell, fan_at};
use super::time_axis::TimeAxis;
use super::{Chart, Texts, number};

/// Sites covered over time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SitesChart {
    /// Name, title (as `Sites covered`) and origin.
    pub meta: Meta,
    /// The time axis.
    pub time: TimeAxis,
    /// Quantiles over the replications of the share that is covered, 0 to 1.
    pub fan: Fan,
    /// Number of sites.
    pub sites: u64,
    /// The deadline of the force, with the chance that all of it is in place by then.
    pub deadline: Option<Deadline>,
}

impl SitesChart {
    fn end(&self) -> f64 {
        let end = self.fan.end();
        let near = self.deadline.filter(|deadline| deadline.hour <= 2.0 * end);
        near.map_or(end, |deadline| end.max(deadline.hour))
    }
}

impl Chart for SitesChart {
    fn meta(&self) -> &Meta {
        &self.meta
    }

    fn texts(&self) -> Texts {
        let first = |level: f64| self.fan.hour_at(&self.fan.p50, level);
        let who = if self.meta.provenance.level.is_some() { "In the median" } else { "In every replication" };
        let message = match (first(0.5), first(1.0)) {
            (Some(half), Some(all)) => format!(
                "{who} half of the sites are covered after {} and all after {}.",
                number::span(half),
                number::span(all)
            ),
            (Some(half), None) => {
                format!("{who} half of the sites are covered after {}, and never all.", number::span(half))
            }
            _ => format!("{who} less than half of the sites are ever covered."),
        };
        // The share is that of the whole force; what covers sites is in place before.
        let deadline = self.deadline.map_or(String::new(), |deadline| {
            let share = match deadline.interval {
                Some(_) => {
                    format!("in place in {} of the replications", number::percent(deadline.probability))
                }
                None => format!("{}in place", if deadline.is_met() { "" } else { "not " }),
            };
            format!(" By the deadline of {} the whole force is {share}.", number::span(deadline.hour))
        });
        let caption = format!(
            "Share of {} sites that are covered: {}. {message}{deadline}",
            self.sites,
            fan_words(&self.meta.provenance)
        );
        let bands = if self.meta.provenance.level.is_some() { " with bands" } else { "" };
        let alt = format!(
            "Step chart{bands}. Across: {}; upwards: share of {} sites covered, 0 to 100 %. {message}{deadline}",
            self.time.words(axis::from_zero(self.end())),
            self.sites
        );
        Texts { caption, alt }
    }

    fn table(&self) -> Table {
        let mut fields = vec![HOUR];
        fields.extend(table::fan("share"));
        let mut table = Table::new(fields);
        for hour in &self.fan.hours {
            table.row([cell(*hour)].into_iter().chain(fan_at(&self.fan, *hour)));
        }
        table
    }

    fn draw(&self, canvas: &mut Canvas<'_>, room: Rect) {
        let entries = fan_key(GREEN, 1.6, &self.meta.provenance);
        let room = key::above(canvas, room, &entries);
        let ticks = Ticks { values: vec![0.0, 0.25, 0.5, 0.75, 1.0], step: 0.25, decimals: 2 };
        let left = room.left + axis::TICK.width("100 %") + axis::TICK_GAP_MM;
        let panel = Rect::new(left, room.top, room.right - 3.0, room.bottom - self.time.height());
        let across = Scale::across(panel, axis::from_zero(self.end()));
        let up = Scale::upwards(panel, (0.0, 1.04));
        self.time.draw_grid(canvas, panel, across);
        axis::left_with(canvas, panel, up, &ticks, number::percent);
        self.fan.draw(canvas, across, up, GREEN, 1.6);
        self.time.draw(canvas, panel, across);
        if let Some(deadline) = self.deadline {
            let low = self.fan.points(&self.fan.p05, across, up);
            let high = self.fan.points(&self.fan.p95, across, up);
            let mut lines = deadline.lines(self.meta.provenance.level);
            lines[1] = match deadline.interval {
                Some(_) => format!("whole force in place in {}", number::percent(deadline.probability)),
                None => format!("whole force {}in place", if deadline.is_met() { "" } else { "not " }),
            };
            draw_deadline(canvas, panel, across, (deadline.hour, lines), &[&low, &high]);
        }
    }
}
