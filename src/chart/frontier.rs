//! Closure against cost: every mix that was simulated as a point, and the frontier of those that none beats in both.

use serde::{Deserialize, Serialize};

use super::axis::{self, Scale, Ticks};
use super::canvas::{Anchor, Canvas, Type};
use super::colour::{BLUE, GREY, INK, PAPER, VERMILION};
use super::geometry::{Point, Rect};
use super::key::{self, Swatch};
use super::meta::Meta;
use super::table::{Table, cell};
use super::theme::{SMALL_PT, Stroke};
use super::{Chart, Texts, fonts, frame, number};
use crate::field::Field;

/// One mix.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FrontierPoint {
    /// The values of its settings, as `6 / 2`.
    pub name: String,
    /// What it costs.
    pub cost: f64,
    /// Mean closure (h).
    pub closure_h: f64,
    /// Interval of that mean; none where there is none.
    pub interval: Option<(f64, f64)>,
    /// Whether it meets the goals: certified, or as it looks.
    pub met: bool,
    /// Whether no other is both cheaper and earlier.
    pub on_frontier: bool,
    /// Whether it is the answer.
    pub is_answer: bool,
}

/// Mixes by cost and mean closure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FrontierChart {
    /// Name, title and origin.
    pub meta: Meta,
    /// What cost is, with its unit.
    pub cost: String,
    /// What the parts of a name are, in their order.
    pub settings: Vec<String>,
    /// The mixes, the cheapest first.
    pub points: Vec<FrontierPoint>,
}

/// Points that are named.
const NAMED: usize = 12;
/// Greatest width of a name (mm).
const NAME_MM: f64 = 36.0;
/// Radius of a point (mm).
const POINT_MM: f64 = 0.8;
/// Radius of the ring around the answer (mm).
const RING_MM: f64 = 1.7;

impl FrontierChart {
    fn ranges(&self) -> ((f64, f64), (f64, f64)) {
        let range = |values: Option<(f64, f64)>| match values {
            None => (0.0, 1.0),
            // An axis from zero unless the differences would be lost in it.
            Some((low, high)) if low >= 0.0 && low < 0.15 * high => (0.0, high * 1.05),
            Some((low, high)) => axis::around(low, high, 0.08),
        };
        let ends = |point: &FrontierPoint| {
            let (low, high) = point.interval.unwrap_or((point.closure_h, point.closure_h));
            [point.closure_h, low, high]
        };
        let across = axis::extent(self.points.iter().map(|point| point.cost));
        let up = axis::extent(self.points.iter().flat_map(ends));
        (range(across), range(up))
    }

    fn frontier(&self) -> impl Iterator<Item = &FrontierPoint> {
        self.points.iter().filter(|point| point.on_frontier)
    }

    /// The frontier as steps: what is spent beyond a point buys nothing until the next.
    fn steps(&self, (across, up): (Scale, Scale)) -> Vec<Point> {
        let mut line: Vec<Point> = Vec::new();
        for point in self.frontier() {
            let (x, y) = (across.at(point.cost), up.at(point.closure_h));
            if let Some((_, above)) = line.last().copied() {
                line.push((x, above));
            }
            line.push((x, y));
        }
        line
    }

    fn draw_points(&self, canvas: &mut Canvas<'_>, (across, up): (Scale, Scale)) {
        // What matters most is drawn last.
        let mut points: Vec<&FrontierPoint> = self.points.iter().collect();
        points.sort_by_key(|point| (point.is_answer, point.on_frontier, point.met));
        for point in points {
            let (x, y) = (across.at(point.cost), up.at(point.closure_h));
            if let Some((low, high)) = point.interval.filter(|_| point.on_frontier) {
                canvas.line(&[(x, up.at(low)), (x, up.at(high))], Stroke::solid(INK, 0.6));
            }
            if point.met {
                canvas.disc((x, y), POINT_MM, BLUE.opaque());
            } else {
                canvas.disc((x, y), POINT_MM, PAPER.opaque());
                canvas.circle((x, y), POINT_MM - 0.1, Stroke::solid(GREY, 0.9));
            }
            if point.is_answer {
                canvas.circle((x, y), RING_MM, Stroke::solid(VERMILION, 1.3));
            }
        }
    }

    /// Names the answer and the points of the frontier that have room for it.
    fn draw_names(&self, canvas: &mut Canvas<'_>, panel: Rect, (across, up): (Scale, Scale)) {
        let set = Type::regular(SMALL_PT, INK);
        let height = fonts::line_mm(SMALL_PT);
        let at = |point: &FrontierPoint| (across.at(point.cost), up.at(point.closure_h));
        let dot = |point: &FrontierPoint| {
            // The paper behind a name is a little larger than the name.
            let reach = if point.is_answer { RING_MM } else { POINT_MM } + 0.4;
            let (x, y) = at(point);
            Rect::new(x - reach, y - reach, x + reach, y + reach)
        };
        let mut taken: Vec<Rect> = self.points.iter().map(dot).collect();
        let line = self.steps((across, up));
        let mut named: Vec<&FrontierPoint> =
            self.points.iter().filter(|point| point.is_answer || point.on_frontier).collect();
        named.sort_by_key(|point| !point.is_answer);
        for point in named.into_iter().take(NAMED) {
            let name = fonts::shorten(&point.name, SMALL_PT, set.weight, NAME_MM);
            let width = set.width(&name);
            let ((x, y), beside) = (at(point), if point.is_answer { RING_MM } else { POINT_MM } + 0.6);
            let places = [
                (x + beside, y - beside - height),
                (x - beside - width, y + beside),
                (x + beside, y + beside),
                (x - beside - width, y - beside - height),
                (x - width / 2.0, y - beside - height),
                (x - width / 2.0, y + beside),
            ];
            let areas = places.map(|(left, top)| Rect::new(left, top, left + width, top + height));
            let free = |area: &&Rect| {
                area.within(&panel)
                    && !frame::crosses(&line, **area)
                    && !taken.iter().any(|other| area.overlaps(other))
            };
            let Some(area) = areas.iter().find(free).copied() else { continue };
            let baseline = set.baseline_at(f64::midpoint(area.top, area.bottom));
            frame::text_on_paper(canvas, &name, (area.left, baseline), Anchor::Start, set);
            taken.push(area);
        }
    }

    /// A mix in words.
    fn words(point: &FrontierPoint) -> String {
        let cost = number::grouped(point.cost, number::decimals_of(point.cost).min(1));
        format!("{} at {cost}: {}", point.name, number::hours(point.closure_h))
    }
}

impl Chart for FrontierChart {
    fn meta(&self) -> &Meta {
        &self.meta
    }

    fn texts(&self) -> Texts {
        let settings = self.settings.join(" / ");
        let count = self.points.len();
        let frontier: Vec<String> = self.frontier().take(NAMED).map(Self::words).collect();
        let rest =
            frame::left_out(self.frontier().count() - frontier.len(), "further points of the frontier are");
        let caption = format!(
            "{} Each point is a mix, written as {settings}; all have the same draws. To the left: cheaper; below: earlier. \
             Along the line no mix that was simulated is both; the upright strokes are intervals of its means.",
            if count == 1 {
                "One mix was simulated.".to_owned()
            } else {
                format!("{} mixes were simulated.", number::grouped(count as f64, 0))
            },
        );
        let answer = self.points.iter().find(|point| point.is_answer).map(Self::words);
        let answer = answer.map_or_else(String::new, |answer| format!(" The answer is {answer}."));
        let frontier = if frontier.is_empty() {
            "There is no frontier".to_owned()
        } else {
            format!("Frontier: {}", frontier.join("; "))
        };
        let alt = format!(
            "Scatter chart of {count} mixes. Across: {}; upwards: mean closure in hours. {frontier}.{answer}{rest}",
            self.cost
        );
        Texts { caption, alt }
    }

    fn table(&self) -> Table {
        let mut table = Table::new([
            Field::text("mix", "The values of its settings"),
            Field::number("cost", "", "What it costs"),
            Field::number("closure_h", "h", "Mean closure"),
            Field::number("closure_h_low_95", "h", "Low end of its 95 % interval"),
            Field::number("closure_h_high_95", "h", "High end of its 95 % interval"),
            Field::flag("met", "Whether it meets the goals, or looks as if it did"),
            Field::flag("on_frontier", "Whether no other is both cheaper and earlier"),
            Field::flag("answer", "Whether it is the answer"),
        ]);
        for point in &self.points {
            let end = |end: Option<f64>| end.map_or_else(String::new, cell);
            let (low, high) = (point.interval.map(|(low, _)| low), point.interval.map(|(_, high)| high));
            table.row([
                point.name.clone(),
                cell(point.cost),
                cell(point.closure_h),
                end(low),
                end(high),
                point.met.to_string(),
                point.on_frontier.to_string(),
                point.is_answer.to_string(),
            ]);
        }
        table
    }

    fn draw(&self, canvas: &mut Canvas<'_>, room: Rect) {
        let frontier = Stroke::solid(INK, 1.1);
        let entries = [
            (Swatch::Dot { colour: BLUE.opaque(), filled: true }, "meets the goals".to_owned()),
            (Swatch::Dot { colour: GREY.opaque(), filled: false }, "misses a goal".to_owned()),
            (Swatch::Line(frontier), "frontier".to_owned()),
            (Swatch::Ring(Stroke::solid(VERMILION, 1.3)), "the answer".to_owned()),
        ];
        let shown = if self.points.iter().any(|point| point.is_answer) { 4 } else { 3 };
        let room = key::above(canvas, room, &entries[..shown]);
        let (right, top) = self.ranges();
        let ticks_up = Ticks::linear(top.0, top.1, 7);
        let left = room.left + ticks_up.width() + axis::TICK_GAP_MM;
        let panel = Rect::new(left, room.top + 1.0, room.right - 4.0, room.bottom - axis::BOTTOM_MM);
        let (across, up) = (Scale::across(panel, right), Scale::upwards(panel, top));
        let most = (panel.width() / 18.0).max(2.0) as usize;
        let ticks = Ticks::linear(right.0, right.1, most);
        axis::upright_grid(canvas, panel, across, &ticks);
        axis::left(canvas, panel, up, &ticks_up);
        canvas.line(&self.steps((across, up)), frontier);
        self.draw_points(canvas, (across, up));
        self.draw_names(canvas, panel, (across, up));
        axis::bottom(canvas, panel, across, &ticks, &self.cost, |value| ticks.label(value));
        if self.points.is_empty() {
            frame::nothing(canvas, panel);
        }
    }
}
