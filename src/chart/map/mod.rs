//! The map: places, the lines between them, what went over each, and where things waited.
//!
//! `projection`, `arc`, `clip`, `land` and `layout` put the globe on the sheet; `nodes` joins places that the scale
//! cannot tell apart; `labels` finds room for `names`; `lines` and this file draw; `words` says it in caption and alt text;
//! `sheet` gives it as numbers.

use serde::{Deserialize, Serialize};

mod arc;
mod clip;
mod labels;
mod land;
mod layout;
mod lines;
mod names;
mod nodes;
mod projection;
mod scale;
mod sheet;
mod words;

use super::canvas::Canvas;
use super::colour::{LAND, QUIET, RULE, WATER};
use super::geometry::{Point, Rect};
use super::key::{self, Key, Swatch};
use super::mark::{Mark, wait_circle};
use super::meta::Meta;
use super::number;
use super::table::{Table, cell};
use super::theme::{BORDER_MM, Stroke, TALLEST_MM};
use super::{Chart, Texts};
use crate::field::Field;
use crate::units;
pub(crate) use arc::path as great_circles;
use labels::Surroundings;
pub(crate) use layout::MapLayout;
use lines::Drawn;
pub use lines::Way;
use names::Names;
use nodes::Node;
use scale::ScaleBar;
pub(crate) use sheet::Sheet;

/// A place on the map.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MapPlace {
    /// Its name.
    pub name: String,
    /// Where it is.
    pub at: units::Point,
    /// What it is.
    pub mark: Mark,
    /// Hours waited here, all who wait added up, mean over the replications [h].
    pub waited_h: f64,
}

/// A way between two places.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MapLine {
    /// One end: an index into the places.
    pub from: usize,
    /// The other end.
    pub to: usize,
    /// How it is gone.
    pub way: Way,
    /// Points between the ends, if they are known.
    pub via: Vec<units::Point>,
    /// Loads from `from` to `to`; on a march, elements of units.
    pub forth: u32,
    /// Loads or elements from `to` to `from`.
    pub back: u32,
}

impl MapLine {
    /// Loads in both directions; a march has none.
    pub(super) fn loads(&self) -> u32 {
        if self.way == Way::March { 0 } else { self.forth + self.back }
    }

    /// Whether the line only joins its ends, and does not show where the way runs.
    pub(crate) fn is_schematic(&self) -> bool {
        self.way.is_schematic(&self.via)
    }
}

/// Places and what moved between them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MapChart {
    /// Name, title and origin.
    pub meta: Meta,
    /// Places.
    pub places: Vec<MapPlace>,
    /// Lines between them, each pair of places and way once.
    pub lines: Vec<MapLine>,
    /// The run whose loads are counted, as `replication 1`; `None` before any run.
    pub counted: Option<String>,
}

/// What title, measure and footer of one line each take of the sheet, with the gap below the key (mm).
const AROUND_MM: f64 = 20.0;

impl MapChart {
    /// A line whose end is none of the places.
    pub(super) fn fault(&self) -> Option<String> {
        let ends = self.lines.iter().flat_map(|line| [line.from, line.to]);
        let strange = ends.into_iter().find(|end| *end >= self.places.len())?;
        Some(format!("a line of the map ends at place {strange}, and there are {}", self.places.len()))
    }

    /// Every point that the map must show.
    pub(crate) fn shown(&self) -> Vec<units::Point> {
        let places = self.places.iter().map(|place| place.at);
        places.chain(self.lines.iter().flat_map(|line| arc::path(&self.points(line)))).collect()
    }

    /// The points of a line, ends included.
    pub(crate) fn points(&self, line: &MapLine) -> Vec<units::Point> {
        let end = |index: usize| self.places[index].at;
        std::iter::once(end(line.from)).chain(line.via.iter().copied()).chain([end(line.to)]).collect()
    }

    fn most_loads(&self) -> u32 {
        self.lines.iter().map(MapLine::loads).max().unwrap_or(0)
    }

    /// Samples for a map of a width.
    fn key(&self, map_mm: f64) -> Vec<(Swatch, String)> {
        let mut key = Vec::new();
        for way in Way::ALL {
            let mut of_way = self.lines.iter().filter(|line| line.way == way).peekable();
            if of_way.peek().is_some() {
                let schematic = of_way.any(MapLine::is_schematic);
                let name =
                    if schematic { format!("{} (schematic)", way.name()) } else { way.name().to_owned() };
                key.push((Swatch::Line(way.stroke(1.4)), name));
            }
        }
        let most = self.most_loads();
        if most > 0 {
            let loads = |count: u32| {
                format!("{} load{}", number::grouped(count.into(), 0), if count == 1 { "" } else { "s" })
            };
            let sample =
                |count: u32| Swatch::Line(Stroke::solid(QUIET, lines::width_pt(count, most, map_mm)));
            key.push((sample(most), loads(most)));
            if most > 3 {
                key.push((sample(most.div_ceil(4)), loads(most.div_ceil(4))));
            }
        }
        let names = [
            (Mark::Site, "site to protect"),
            (Mark::Base, "base of a fleet"),
            (Mark::Terminal, "terminal"),
            (Mark::Other, "other place"),
        ];
        for (mark, name) in names {
            if self.places.iter().any(|place| place.mark == mark) {
                key.push((Swatch::Place(mark), name.to_owned()));
            }
        }
        if self.places.iter().any(|place| place.waited_h > 0.0) {
            key.push((Swatch::Waited, "hours waited (by area)".to_owned()));
        }
        key
    }

    fn draw_land(layout: &MapLayout, canvas: &mut Canvas<'_>) {
        canvas.fill(layout.frame, WATER.opaque());
        for outline in layout.land() {
            let colour = if outline.water { WATER } else { LAND };
            canvas.polygon(&outline.corners, colour.opaque());
        }
    }

    /// Places, lines and names in a frame.
    fn laid_out(&self, frame: Rect) -> LaidOut {
        let layout = MapLayout::fit(&self.shown(), frame);
        let nodes = nodes::nodes(self, &layout);
        let lines = lines::lay_out(self, &layout);
        let marks: Vec<Point> = nodes.iter().map(|node| node.at).collect();
        let paths: Vec<Vec<Point>> = lines.iter().flat_map(|line| line.parts.iter().cloned()).collect();
        let scale = ScaleBar::of(&layout);
        let corner = labels::quiet_corner(frame, scale.size(), &marks, &paths);
        let arrows = lines.iter().filter_map(Drawn::arrow_area);
        let taken = nodes.iter().map(Node::area).chain(arrows).chain([corner]).collect();
        let inner = Rect::new(frame.left + 0.5, frame.top + 0.5, frame.right - 0.5, frame.bottom - 0.5);
        let names = Names::of(self, &nodes, &Surroundings { frame: inner, taken, lines: paths });
        LaidOut { layout, nodes, lines, scale, corner, names }
    }

    /// The map in `room`, less high by what the list of numbered places needs below it.
    fn above_its_list(&self, room: Rect) -> LaidOut {
        let mut laid_out = self.laid_out(room);
        let mut below = 0.0;
        // A lower map may have room for fewer names, and need a longer list; the list has an end, so this has, too.
        while laid_out.names.list_mm(room.width()) > below {
            below = laid_out.names.list_mm(room.width());
            laid_out = self.laid_out(Rect { bottom: room.bottom - below, ..room });
        }
        laid_out
    }
}

/// A map in its frame.
struct LaidOut {
    layout: MapLayout,
    nodes: Vec<Node>,
    lines: Vec<Drawn>,
    scale: ScaleBar,
    /// Where the scale stands.
    corner: Rect,
    names: Names,
}

impl Chart for MapChart {
    fn meta(&self) -> &Meta {
        &self.meta
    }

    fn texts(&self) -> Texts {
        words::texts(self)
    }

    fn height_mm(&self, width_mm: f64) -> f64 {
        let width = width_mm - 2.0 * BORDER_MM;
        let key = Key { entries: &self.key(width), width_mm: width }.height();
        let map = layout::height_mm(&self.shown(), width);
        let list = self.laid_out(Rect::new(0.0, 0.0, width, map)).names.list_mm(width);
        (map + key + list + AROUND_MM).min(TALLEST_MM).round()
    }

    fn table(&self) -> Table {
        let mut table = Table::new([
            Field::text("kind", "`place` or `line`"),
            Field::text("name", "Name of the place, or of the place where the line begins"),
            Field::text("to", "Name of the place where the line ends"),
            Field::number("lat", "degrees", "Latitude of the place or the beginning, north positive"),
            Field::number("lon", "degrees", "Longitude of the place or the beginning, east positive"),
            Field::number("to_lat", "degrees", "Latitude of the end"),
            Field::number("to_lon", "degrees", "Longitude of the end"),
            Field::text("way", "How the line is gone: `air`, `rail`, `road`, `sea`, `march`"),
            Field::integer(
                "forth",
                "loads",
                "Loads along the line in the replication that is shown; on a march, elements",
            ),
            Field::integer("back", "loads", "Loads or elements against it"),
            Field::number(
                "waited_h",
                "h",
                "Hours waited at the place, all who wait added up, mean over the replications",
            ),
        ]);
        for place in &self.places {
            let blank = std::iter::repeat_with(String::new);
            let at = [cell(place.at.lat), cell(place.at.lon)];
            let words = ["place".to_owned(), place.name.clone(), String::new()];
            table.row(words.into_iter().chain(at).chain(blank.take(5)).chain([cell(place.waited_h)]));
        }
        for line in &self.lines {
            let (from, to) = (&self.places[line.from], &self.places[line.to]);
            let words = ["line".to_owned(), from.name.clone(), to.name.clone()];
            let ends = [from.at.lat, from.at.lon, to.at.lat, to.at.lon].map(cell);
            let counts =
                [line.way.name().to_owned(), line.forth.to_string(), line.back.to_string(), String::new()];
            table.row(words.into_iter().chain(ends).chain(counts));
        }
        table
    }

    fn draw(&self, canvas: &mut Canvas<'_>, room: Rect) {
        let room = key::above(canvas, room, &self.key(room.width()));
        let LaidOut { layout, nodes, lines, scale, corner, names } = self.above_its_list(room);
        Self::draw_land(&layout, canvas);
        for node in nodes.iter().filter(|node| node.radius > 0.0) {
            wait_circle(canvas, node.at, node.radius);
        }
        lines::draw(canvas, &lines);
        for node in nodes.iter().rev() {
            node.mark.draw(canvas, node.at);
        }
        names.draw(canvas, layout.frame);
        scale.draw(canvas, corner, names.left_out);
        canvas.outline(layout.frame, Stroke::solid(RULE, 0.6));
    }
}
