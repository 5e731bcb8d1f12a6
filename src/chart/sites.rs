//! The share of sites that are covered, hour by hour.

use super::arrivals::{Deadline, Fan, INNER, OUTER, draw_deadline};
use super::axis::{self, Scale, Ticks};
use super::canvas::Canvas;
use super::colour::GREEN;
use super::geometry::Rect;
use super::key::{self, Swatch};
use super::meta::Meta;
use super::theme::Stroke;
use super::time_axis::TimeAxis;
use super::{Chart, Texts, number};

/// Sites covered over time.
#[derive(Clone, Debug, PartialEq)]
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
        let message = match (first(0.5), first(1.0)) {
            (Some(half), Some(all)) => format!(
                "In the median half of the sites are covered after {} and all after {}.",
                number::span(half),
                number::span(all)
            ),
            (Some(half), None) => {
                format!(
                    "In the median half of the sites are covered after {}, and never all.",
                    number::span(half)
                )
            }
            _ => "In the median less than half of the sites are ever covered.".to_owned(),
        };
        // The share is that of the whole force; what covers sites is in place before.
        let deadline = self.deadline.map_or(String::new(), |deadline| {
            format!(
                " By the deadline of {} the whole force is in place in {} of the replications.",
                number::span(deadline.hour),
                number::percent(deadline.probability)
            )
        });
        let caption = format!(
            "Share of {} sites that are covered: median and pointwise bands of the middle 50 % and 90 % of {} \
             replications. {message}{deadline}",
            self.sites,
            self.meta.provenance.count()
        );
        let alt = format!(
            "Step chart with bands. Across: {}; upwards: share of {} sites covered, 0 to 100 %. {message}{deadline}",
            self.time.words(axis::from_zero(self.end())),
            self.sites
        );
        Texts { caption, alt }
    }

    fn draw(&self, canvas: &mut Canvas<'_>, room: Rect) {
        let entries = [
            (Swatch::Line(Stroke::solid(GREEN, 1.6)), "median".to_owned()),
            (Swatch::Area(GREEN.mix(INNER + OUTER)), "middle 50 %".to_owned()),
            (Swatch::Area(GREEN.mix(OUTER)), "middle 90 %, pointwise".to_owned()),
        ];
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
            lines[1] = format!("whole force in place in {}", number::percent(deadline.probability));
            draw_deadline(canvas, panel, across, (deadline.hour, lines), &[&low, &high]);
        }
    }
}
