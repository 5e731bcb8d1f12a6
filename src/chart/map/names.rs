//! Names of places on the map, and a number in place of each name without room, with a list of those below the map.

use super::MapChart;
use super::labels::{self, Placed, Request, Surroundings};
use super::nodes::Node;
use crate::chart::canvas::{Anchor, Canvas, Type};
use crate::chart::colour::{INK, QUIET};
use crate::chart::fonts;
use crate::chart::frame::{label_box, label_size};
use crate::chart::geometry::Rect;
use crate::chart::key::{Key, Swatch};
use crate::chart::mark::Mark;
use crate::chart::number;
use crate::chart::theme::{SMALL_PT, Stroke};

/// How names are set.
const NAME: Type = Type::regular(SMALL_PT, INK);
/// How numbers in place of names are set.
const NUMBER: Type = Type::bold(SMALL_PT, INK);
/// Greatest width of a name (mm).
const NAME_MM: f64 = 34.0;
/// Most places that are numbered: a longer list would be a table beside a small map.
const MOST_NUMBERED: usize = 24;
/// Between the map and the list (mm).
const ABOVE_LIST_MM: f64 = 1.2;

/// What is written on a map, and what stands below it.
pub(super) struct Names {
    /// Lines of text with their places, names first.
    written: Vec<(Vec<String>, Placed, Type)>,
    /// What each number stands for, from 1.
    list: Vec<(Swatch, String)>,
    /// Places with neither name nor number.
    pub(super) left_out: usize,
}

impl Names {
    /// Finds room for the names of nodes, the most important first.
    pub(super) fn of(chart: &MapChart, nodes: &[Node], around: &Surroundings) -> Self {
        let texts: Vec<Vec<String>> = nodes.iter().map(|node| label(chart, node)).collect();
        let request = |(node, lines): (&Node, &Vec<String>)| Request {
            mark: node.at,
            reach: node.reach(),
            size: label_size(lines, NAME),
        };
        let requests: Vec<Request> = nodes.iter().zip(&texts).map(request).collect();
        let placed = labels::place(&requests, around);
        let without: Vec<usize> = (0..nodes.len()).filter(|index| placed[*index].is_none()).collect();
        let mut names = Self { written: Vec::new(), list: Vec::new(), left_out: without.len() };
        names
            .written
            .extend(texts.into_iter().zip(placed).filter_map(|(lines, placed)| Some((lines, placed?, NAME))));
        names.number(chart, nodes, &without[..without.len().min(MOST_NUMBERED)], around);
        names
    }

    /// Numbers places where there is room for a number.
    fn number(&mut self, chart: &MapChart, nodes: &[Node], without: &[usize], around: &Surroundings) {
        let mut around = around.clone();
        around.taken.extend(self.written.iter().map(|(_, placed, _)| placed.area));
        around.lines.extend(self.written.iter().filter_map(|(_, placed, _)| Some(placed.leader?.to_vec())));
        // All numbers take the room of the widest, since a place is found before its number is known.
        let size = label_size(&[without.len().to_string()], NUMBER);
        let request = |index: &usize| Request { mark: nodes[*index].at, reach: nodes[*index].reach(), size };
        let requests: Vec<Request> = without.iter().map(request).collect();
        for (index, placed) in without.iter().zip(labels::place(&requests, &around)) {
            let Some(placed) = placed else { continue };
            let number = self.list.len() + 1;
            self.written.push((vec![number.to_string()], placed, NUMBER));
            self.list.push((Swatch::Number(number), label(chart, &nodes[*index]).join(", ")));
            self.left_out -= 1;
        }
    }

    /// Height of the list below a map of a width (mm).
    pub(super) fn list_mm(&self, width_mm: f64) -> f64 {
        let height = Key { entries: &self.list, width_mm }.height();
        if height > 0.0 { height + ABOVE_LIST_MM } else { 0.0 }
    }

    /// Writes all on the map in `frame`, and the list below it.
    pub(super) fn draw(&self, canvas: &mut Canvas<'_>, frame: Rect) {
        for (lines, Placed { area, leader }, set) in &self.written {
            if let Some(leader) = leader {
                canvas.line(leader, Stroke::solid(QUIET, 0.5));
            }
            label_box(canvas, lines, *area, Anchor::Start, *set);
        }
        let list = Key { entries: &self.list, width_mm: frame.width() };
        list.draw(canvas, (frame.left, frame.bottom + ABOVE_LIST_MM));
    }
}

/// Name, further places behind the mark, and the hours waited where they can be seen.
fn label(chart: &MapChart, node: &Node) -> Vec<String> {
    let name = &chart.places[node.members[0]].name;
    let mut lines = fonts::wrap(name, NAME.size_pt, NAME.weight, NAME_MM, 2);
    let more = node.members.len() - 1;
    if more > 0 {
        lines.push(format!("+ {more} more place{}", if more == 1 { "" } else { "s" }));
    }
    if node.radius > Mark::Site.reach_mm() {
        lines.push(format!("{} waited", number::hours_with(node.waited_h, 0)));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::super::{MapPlace, Mark};
    use super::*;
    use crate::chart::{Chart, Meta, Provenance, Style};
    use crate::units::Point;

    #[test]
    fn a_name_without_room_has_a_number_and_stands_below_the_map() {
        let provenance = Provenance {
            scenario: "a".to_owned(),
            replications: 0,
            seed: 0,
            level: None,
            note: String::new(),
        };
        let camp = |index: i32| MapPlace {
            name: format!("Camp number {index}"),
            at: Point { lat: 44.0 + 1.1 * f64::from(index / 5), lon: 66.0 + 1.6 * f64::from(index % 5) },
            mark: Mark::Site,
            waited_h: 0.0,
        };
        let far = MapPlace { at: Point { lat: 40.0, lon: 48.0 }, ..camp(99) };
        let chart = MapChart {
            meta: Meta::new("map", "Places", "", provenance),
            places: (0..25).map(camp).chain([far]).collect(),
            lines: Vec::new(),
            counted: None,
        };
        let room = Rect::new(3.0, 20.0, 86.0, 110.0);
        let laid_out = chart.above_its_list(room);
        let (frame, names) = (laid_out.layout.frame, laid_out.names);
        assert!(names.list.len() > 3, "{}", names.list.len());
        assert_eq!(names.written.len() + names.left_out, 26);
        assert!(frame.bottom + names.list_mm(frame.width()) <= room.bottom + 1e-9);
        let numbers = names.written.iter().filter(|(.., set)| set.weight == NUMBER.weight);
        let numbers: Vec<String> = numbers.map(|(lines, ..)| lines.join(" ")).collect();
        let listed = |(swatch, _): &(Swatch, String)| match swatch {
            Swatch::Number(number) => number.to_string(),
            _ => String::new(),
        };
        assert_eq!(numbers, names.list.iter().map(listed).collect::<Vec<_>>());
        // The sheet grows by the list; a wide one needs none.
        let [narrow, wide] = [89.0, 300.0].map(|width| {
            chart.figure(&Style { width_mm: Some(width), ..Style::default() }).expect("a figure")
        });
        for index in 0..25 {
            assert!(wide.svg.contains(&format!("Camp number {index}</text>")), "{index}");
        }
        let missing: Vec<i32> =
            (0..25).filter(|index| !narrow.svg.contains(&format!("Camp number {index}</text>"))).collect();
        // In so dense a crowd not even numbers have room; the map says for how many.
        assert!(narrow.svg.contains(&format!("{} names left out", missing.len())), "{missing:?}");
    }
}
