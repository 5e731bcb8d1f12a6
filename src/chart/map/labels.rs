//! Where names stand: beside their marks, on nothing else, and never across the edge.
//!
//! Greedy, the most important name first: each takes the cheapest of its free places. Next to its mark costs nothing, a
//! line across it or a leader to it does. A name without any free place is left out.

use crate::chart::frame::crosses;
use crate::chart::geometry::{Point, Rect};

/// A name to be placed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Request {
    /// The middle of its mark.
    pub(super) mark: Point,
    /// Radius of the mark (mm).
    pub(super) reach: f64,
    /// Width and height that the text needs (mm).
    pub(super) size: (f64, f64),
}

/// Where a name stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Placed {
    /// The text.
    pub(super) area: Rect,
    /// A line from the edge of the mark to the text, when they are not side by side.
    pub(super) leader: Option<[Point; 2]>,
}

/// What names keep off.
#[derive(Clone, Debug)]
pub(super) struct Surroundings {
    /// Names stay in it.
    pub(super) frame: Rect,
    /// Marks, scale bar and the like: never covered.
    pub(super) taken: Vec<Rect>,
    /// Routes: crossed only where nothing else is free.
    pub(super) lines: Vec<Vec<Point>>,
}

/// Gap between a mark and its name (mm).
const GAP_MM: f64 = 0.7;
/// How far from its mark a name may stand on a leader (mm).
const LEADERS_MM: [f64; 6] = [3.0, 5.0, 8.0, 12.0, 17.0, 23.0];
/// What one line across a name costs, in millimetres of leader.
const CROSSING: f64 = 7.0;
/// Directions of a leader.
const DIRECTIONS: usize = 16;

/// Places names in the order given; `None` for those without room.
pub(super) fn place(requests: &[Request], surroundings: &Surroundings) -> Vec<Option<Placed>> {
    let mut taken = surroundings.taken.clone();
    let mut leaders: Vec<[Point; 2]> = Vec::new();
    let mut placed = Vec::with_capacity(requests.len());
    for request in requests {
        let free = candidates(request).into_iter().filter(|(candidate, _)| {
            let apart = |other: &Rect| !candidate.area.overlaps(other);
            let crossed = |leader: &[Point; 2]| crosses(leader, candidate.area);
            let passes = |leader: &[Point; 2]| {
                taken.iter().all(|other| !crosses(leader, *other) || holds(*other, request.mark))
                    && !leaders.iter().any(|other| meet(*leader, *other))
            };
            candidate.area.within(&surroundings.frame)
                && taken.iter().all(apart)
                && !leaders.iter().any(crossed)
                && candidate.leader.as_ref().is_none_or(passes)
        });
        let costs = free.map(|(candidate, own)| {
            let across = surroundings.lines.iter().filter(|line| crosses(line, candidate.area)).count();
            (candidate, own + CROSSING * across as f64)
        });
        // Of equal costs the first.
        let best = costs.min_by(|one, other| one.1.total_cmp(&other.1)).map(|(candidate, _)| candidate);
        if let Some(best) = best {
            taken.push(best.area);
            leaders.extend(best.leader);
        }
        placed.push(best);
    }
    placed
}

/// Every place that a name may take, with its cost: right of the mark first, as a reader expects it.
fn candidates(request: &Request) -> Vec<(Placed, f64)> {
    let (width, height) = request.size;
    let (x, y) = request.mark;
    let off = request.reach + GAP_MM;
    // On the diagonals the corner of the text touches the circle around the mark.
    let slant = off * std::f64::consts::FRAC_1_SQRT_2;
    let beside = [
        (x + off, y - height / 2.0),
        (x - off - width, y - height / 2.0),
        (x + slant, y - slant - height),
        (x + slant, y + slant),
        (x - slant - width, y - slant - height),
        (x - slant - width, y + slant),
        (x - width / 2.0, y - off - height),
        (x - width / 2.0, y + off),
    ];
    let near = beside.into_iter().enumerate().map(|(rank, (left, top))| {
        let area = Rect::new(left, top, left + width, top + height);
        (Placed { area, leader: None }, 0.1 * rank as f64)
    });
    let far = LEADERS_MM.into_iter().flat_map(|length| {
        (0..DIRECTIONS).map(move |direction| {
            let angle = std::f64::consts::TAU * direction as f64 / DIRECTIONS as f64;
            let (sine, cosine) = libm::sincos(angle);
            let end = (x + (off + length) * cosine, y + (off + length) * sine);
            let left = if cosine > 0.3 {
                end.0
            } else if cosine < -0.3 {
                end.0 - width
            } else {
                end.0 - width / 2.0
            };
            let top = if sine > 0.3 {
                end.1
            } else if sine < -0.3 {
                end.1 - height
            } else {
                end.1 - height / 2.0
            };
            let area = Rect::new(left, top, left + width, top + height);
            let start = (x + request.reach * cosine, y + request.reach * sine);
            (Placed { area, leader: Some([start, nearest(area, start)]) }, 2.0 + length)
        })
    });
    near.chain(far).collect()
}

/// Whether two straight pieces cross: the ends of each lie on either side of the other.
fn meet(one: [Point; 2], other: [Point; 2]) -> bool {
    let side = |[a, b]: [Point; 2], p: Point| (b.0 - a.0) * (p.1 - a.1) - (b.1 - a.1) * (p.0 - a.0) > 0.0;
    side(one, other[0]) != side(one, other[1]) && side(other, one[0]) != side(other, one[1])
}

fn nearest(area: Rect, (x, y): Point) -> Point {
    (x.clamp(area.left, area.right), y.clamp(area.top, area.bottom))
}

fn holds(area: Rect, (x, y): Point) -> bool {
    x >= area.left && x <= area.right && y >= area.top && y <= area.bottom
}

/// The corner of `frame` in which a box of `size` covers the least of marks and lines.
pub(super) fn quiet_corner(
    frame: Rect,
    (width, height): (f64, f64),
    marks: &[Point],
    lines: &[Vec<Point>],
) -> Rect {
    let (left, top) = (frame.right - width, frame.bottom - height);
    let corners = [(frame.left, top), (left, top), (frame.left, frame.top), (left, frame.top)];
    let boxes = corners.map(|(left, top)| Rect::new(left, top, left + width, top + height));
    let covered = |area: &Rect| {
        let (x, y) = area.middle();
        let near = marks.iter().filter(|mark| libm::hypot(mark.0 - x, mark.1 - y) < width).count();
        let hidden = marks.iter().filter(|mark| holds(*area, **mark)).count();
        1_000 * hidden + 10 * lines.iter().filter(|line| crosses(line, *area)).count() + near
    };
    boxes.into_iter().min_by_key(covered).unwrap_or(boxes[0])
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRAME: Rect = Rect { left: 0.0, top: 0.0, right: 100.0, bottom: 60.0 };

    fn request(mark: Point) -> Request {
        Request { mark, reach: 1.0, size: (18.0, 3.0) }
    }

    fn among(requests: &[Request], lines: Vec<Vec<Point>>) -> Vec<Option<Placed>> {
        let taken = requests.iter().map(|it| {
            let (x, y) = it.mark;
            Rect::new(x - it.reach, y - it.reach, x + it.reach, y + it.reach)
        });
        place(requests, &Surroundings { frame: FRAME, taken: taken.collect(), lines })
    }

    #[test]
    fn names_never_overlap_nor_leave_the_frame() {
        // More marks than the frame has room for names.
        let mut seed = 7_u64;
        let mut next = || {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 40) as f64 / (1_u64 << 24) as f64
        };
        let requests: Vec<Request> = (0..80).map(|_| request((100.0 * next(), 60.0 * next()))).collect();
        let placed = among(&requests, Vec::new());
        let areas: Vec<Rect> = placed.iter().flatten().map(|it| it.area).collect();
        assert!(areas.len() > 8 && areas.len() < 80, "{}", areas.len());
        for (index, area) in areas.iter().enumerate() {
            assert!(area.within(&FRAME), "{area:?}");
            assert!(areas[..index].iter().all(|other| !area.overlaps(other)), "{area:?}");
            let covers = |it: &Request| holds(*area, it.mark);
            assert!(!requests.iter().any(covers), "{area:?}");
        }
        assert!(placed[0].is_some(), "the most important name has a place");
    }

    #[test]
    fn a_name_keeps_off_lines_and_edges() {
        let alone = among(&[request((50.0, 30.0))], Vec::new());
        let area = alone[0].expect("a place").area;
        assert!(area.left > 51.0 && alone[0].is_some_and(|it| it.leader.is_none()), "{area:?}");
        let right = vec![vec![(50.0, 30.0), (100.0, 30.0)]];
        let area = among(&[request((50.0, 30.0))], right)[0].expect("a place").area;
        assert!(area.right < 50.0, "{area:?}");
        let area = among(&[request((99.0, 30.0))], Vec::new())[0].expect("a place").area;
        assert!(area.right < 99.0, "{area:?}");
    }

    #[test]
    fn a_crowd_has_leaders_that_cross_no_name() {
        let at = |index: i32| (42.0 + 5.0 * f64::from(index % 4), 24.0 + 5.0 * f64::from(index / 4));
        let crowd: Vec<Request> = (0..12).map(|index| request(at(index))).collect();
        let placed = among(&crowd, Vec::new());
        let leaders: Vec<[Point; 2]> = placed.iter().flatten().filter_map(|it| it.leader).collect();
        assert!(leaders.len() >= 3, "{placed:?}");
        for leader in &leaders {
            let crossed = placed.iter().flatten().filter(|it| crosses(leader, it.area)).count();
            assert_eq!(crossed, 0, "{leader:?}");
            assert!(!leaders.iter().any(|other| other != leader && meet(*other, *leader)), "{leader:?}");
        }
    }

    #[test]
    fn the_scale_stands_where_nothing_is_hidden() {
        let marks = [(5.0, 58.0), (95.0, 58.0), (5.0, 2.0)];
        let corner = quiet_corner(FRAME, (20.0, 6.0), &marks, &[]);
        assert_eq!((corner.right, corner.top), (100.0, 0.0));
    }
}
