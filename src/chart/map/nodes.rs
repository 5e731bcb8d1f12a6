//! Marks on the map: places too near to each other to be told apart share one.

use super::{MapChart, MapLayout};
use crate::chart::geometry::{Point, Rect};
use crate::chart::mark::Mark;

/// Places nearer to each other than this share a mark (mm).
const JOINED_MM: f64 = 2.4;
/// Radius of the greatest circle of waiting hours (mm), on a map of full width.
const GREATEST_MM: f64 = 5.0;

/// A mark with the places that it stands for.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Node {
    /// Indices of its places, the most important first: it gives position and name.
    pub(super) members: Vec<usize>,
    /// Where it is (mm).
    pub(super) at: Point,
    /// Its mark.
    pub(super) mark: Mark,
    /// Hours waited at its places [h].
    pub(super) waited_h: f64,
    /// Radius of the circle of these hours (mm); 0 for none.
    pub(super) radius: f64,
}

impl Node {
    /// Distance from the middle that the node reaches (mm).
    pub(super) fn reach(&self) -> f64 {
        self.mark.reach_mm().max(self.radius)
    }

    /// What names must not cover.
    pub(super) fn area(&self) -> Rect {
        let ((x, y), reach) = (self.at, self.reach());
        Rect::new(x - reach, y - reach, x + reach, y + reach)
    }
}

/// The marks, the most important first.
pub(super) fn nodes(chart: &MapChart, layout: &MapLayout) -> Vec<Node> {
    let mut nodes: Vec<Node> = Vec::new();
    for index in by_importance(chart) {
        let place = &chart.places[index];
        let at = layout.project(place.at.lat, place.at.lon);
        let near = |node: &&mut Node| libm::hypot(node.at.0 - at.0, node.at.1 - at.1) < JOINED_MM;
        if let Some(node) = nodes.iter_mut().find(near) {
            node.members.push(index);
            node.waited_h += place.waited_h;
        } else {
            let waited_h = place.waited_h;
            nodes.push(Node { members: vec![index], at, mark: place.mark, waited_h, radius: 0.0 });
        }
    }
    let most_h = nodes.iter().map(|node| node.waited_h).fold(0.0, f64::max);
    let greatest = GREATEST_MM.min(layout.frame.width() / 30.0);
    for node in nodes.iter_mut().filter(|node| node.waited_h > 0.0) {
        node.radius = greatest * (node.waited_h / most_h).sqrt();
    }
    nodes
}

/// Indices of the places: by loads, then by lines that meet there, then by what they are.
fn by_importance(chart: &MapChart) -> Vec<usize> {
    let mut order: Vec<usize> = (0..chart.places.len()).collect();
    let at = |index: usize| chart.lines.iter().filter(move |line| line.from == index || line.to == index);
    let loads = |index: usize| at(index).map(|line| u64::from(line.loads())).sum::<u64>();
    order.sort_by_cached_key(|index| {
        (std::cmp::Reverse((loads(*index), at(*index).count())), chart.places[*index].mark, *index)
    });
    order
}
