//! Effects as points: how large each is, against how much it varies with the others (Morris 1991).

use serde::{Deserialize, Serialize};

use super::axis::{self, Scale, Ticks};
use super::canvas::{Anchor, Canvas, Type};
use super::colour::{BLUE, GREY, INK};
use super::geometry::Rect;
use super::key::{self, Swatch};
use super::meta::Meta;
use super::table::{Table, cell};
use super::theme::{Dash, SMALL_PT, Stroke};
use super::{Chart, Texts, fonts, frame, number};
use crate::field::Field;

/// One assumption.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ScatterPoint {
    /// Its name.
    pub name: String,
    /// Mean size of its effects (h).
    pub mu_star: f64,
    /// Their standard deviation (h).
    pub sigma: f64,
}

/// Assumptions by size and variation of their effects.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ScatterChart {
    /// Name, title and origin.
    pub meta: Meta,
    /// The assumptions, largest first; the first eight with room for it are named.
    pub points: Vec<ScatterPoint>,
}

/// So many are named.
const NAMED: usize = 8;
/// Greatest width of a name (mm).
const NAME_MM: f64 = 44.0;
/// Radius of a point (mm).
const POINT_MM: f64 = 0.9;

impl ScatterChart {
    fn ends(&self) -> (f64, f64) {
        let most = |of: fn(&ScatterPoint) -> f64| {
            axis::extent(self.points.iter().map(of)).map_or(0.0, |(_, high)| high)
        };
        (most(|point| point.mu_star), most(|point| point.sigma))
    }

    fn draw_names(&self, canvas: &mut Canvas<'_>, panel: Rect, (across, up): (Scale, Scale)) {
        let set = Type::regular(SMALL_PT, INK);
        let height = fonts::line_mm(SMALL_PT);
        let at = |point: &ScatterPoint| (across.at(point.mu_star), up.at(point.sigma));
        let dot = |point: &ScatterPoint| {
            let (x, y) = at(point);
            Rect::new(x - POINT_MM, y - POINT_MM, x + POINT_MM, y + POINT_MM)
        };
        let mut taken: Vec<Rect> = self.points.iter().map(dot).collect();
        for point in self.points.iter().take(NAMED) {
            let name = fonts::shorten(&point.name, SMALL_PT, set.weight, NAME_MM);
            let width = set.width(&name);
            let (x, y) = at(point);
            let beside = POINT_MM + 0.8;
            let places = [
                (x + beside, y - height / 2.0),
                (x - beside - width, y - height / 2.0),
                (x - width / 2.0, y - beside - height),
                (x - width / 2.0, y + beside),
            ];
            let areas = places.map(|(left, top)| Rect::new(left, top, left + width, top + height));
            let free = |area: &&Rect| area.within(&panel) && !taken.iter().any(|other| area.overlaps(other));
            let Some(area) = areas.iter().find(free).copied() else { continue };
            let baseline = set.baseline_at(f64::midpoint(area.top, area.bottom));
            frame::text_on_paper(canvas, &name, (area.left, baseline), Anchor::Start, set);
            taken.push(area);
        }
    }
}

impl Chart for ScatterChart {
    fn meta(&self) -> &Meta {
        &self.meta
    }

    fn texts(&self) -> Texts {
        let told = self.points.iter().take(NAMED).map(|point| {
            format!(
                "{}: {}, varying by {}",
                point.name,
                number::hours(point.mu_star),
                number::hours(point.sigma)
            )
        });
        let told = told.collect::<Vec<String>>().join("; ");
        let message = if told.is_empty() { "Nothing has an effect".to_owned() } else { told };
        let caption = format!(
            "{}. To the right: larger; above the line, where an effect varies more than its mean size, it acts through others or \
             not in proportion.",
            self.meta.title
        );
        let alt = format!(
            "Scatter chart of {} assumptions. Across: mean size of the effect on mean closure in hours; upwards: its standard \
             deviation in hours. {message}.",
            self.points.len()
        );
        Texts { caption, alt }
    }

    fn table(&self) -> Table {
        let mut table = Table::new([
            Field::text("assumption", "Its name"),
            Field::number("mu_star_h", "h", "Mean size of its effects on mean closure"),
            Field::number("sigma_h", "h", "Standard deviation of its effects"),
        ]);
        for point in &self.points {
            table.row([point.name.clone(), cell(point.mu_star), cell(point.sigma)]);
        }
        table
    }

    fn draw(&self, canvas: &mut Canvas<'_>, room: Rect) {
        let even = Stroke::dashed(GREY, 0.9, Dash::Dashed);
        let entries = [
            (Swatch::Dot { colour: BLUE.opaque(), filled: true }, "an assumption".to_owned()),
            (Swatch::Line(even), "varies as much as its mean size".to_owned()),
        ];
        let room = key::above(canvas, room, &entries);
        let (right, top) = self.ends();
        let (right, top) = (axis::from_zero(right), axis::from_zero(top));
        let ticks_up = Ticks::linear(top.0, top.1, 6);
        let left = room.left + ticks_up.width() + axis::TICK_GAP_MM;
        let panel = Rect::new(left, room.top + 5.0, room.right - 3.0, room.bottom - axis::BOTTOM_MM);
        let (across, up) = (Scale::across(panel, right), Scale::upwards(panel, top));
        let ticks = Ticks::linear(right.0, right.1, (panel.width() / 14.0).max(2.0) as usize);
        axis::upright_grid(canvas, panel, across, &ticks);
        axis::left(canvas, panel, up, &ticks_up);
        let title = Type::regular(SMALL_PT, INK);
        let words = "Standard deviation of the effect (sigma) [h]";
        canvas.text(words, (room.left, title.baseline_at(room.top + 2.0)), Anchor::Start, title);
        let end = right.1.min(top.1);
        canvas.line(&[(across.at(0.0), up.at(0.0)), (across.at(end), up.at(end))], even);
        for point in &self.points {
            canvas.disc((across.at(point.mu_star), up.at(point.sigma)), POINT_MM, BLUE.opaque());
        }
        self.draw_names(canvas, panel, (across, up));
        axis::bottom(canvas, panel, across, &ticks, "Mean size of the effect (mu*) [h]", |value| {
            ticks.label(value)
        });
        if self.points.is_empty() {
            frame::nothing(canvas, panel);
        }
    }
}
