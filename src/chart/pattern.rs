//! Dashes and hatches as lines, which is all that the drawing backend knows.

use super::geometry::{Point, Rect};

/// A pattern that tells an area apart without its colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hatch {
    /// Lines rising to the right.
    Rising,
    /// Lines falling to the right.
    Falling,
    /// Upright lines.
    Upright,
    /// Level lines.
    Level,
    /// Rising and falling lines.
    Crossed,
}

impl Hatch {
    /// The sets of parallel lines that it is made of.
    pub(crate) fn layers(self) -> &'static [Self] {
        match self {
            Self::Rising => &[Self::Rising],
            Self::Falling => &[Self::Falling],
            Self::Upright => &[Self::Upright],
            Self::Level => &[Self::Level],
            Self::Crossed => &[Self::Rising, Self::Falling],
        }
    }
}

/// Cuts a line into the strokes of a pattern of lengths (mm).
pub(crate) fn dashes(points: &[Point], pattern: &[f64]) -> Vec<Vec<Point>> {
    let mut pieces = Vec::new();
    let (mut phase, mut left) = (0_usize, pattern[0]);
    let mut piece: Vec<Point> = points.first().copied().into_iter().collect();
    for pair in points.windows(2) {
        let [from, to] = [pair[0], pair[1]];
        let (dx, dy) = (to.0 - from.0, to.1 - from.1);
        let length = libm::hypot(dx, dy);
        let mut done = 0.0;
        while length - done > left {
            done += left;
            let at = (from.0 + dx * done / length, from.1 + dy * done / length);
            if phase % 2 == 0 {
                piece.push(at);
                pieces.push(std::mem::take(&mut piece));
            } else {
                piece = vec![at];
            }
            phase += 1;
            left = pattern[phase % pattern.len()];
        }
        left -= length - done;
        if phase % 2 == 0 {
            piece.push(to);
        }
    }
    if phase % 2 == 0 {
        pieces.push(piece);
    }
    pieces
}

/// The corners of a line that hatches with one set of parallels. Its way along the edges hides in the outline of the rectangle.
pub(crate) fn hatching(rect: Rect, hatch: Hatch, gap_mm: f64) -> Vec<Point> {
    let (width, height) = (rect.width(), rect.height());
    let mut points = Vec::new();
    if hatch == Hatch::Upright {
        let count = (width / gap_mm).floor() as usize;
        for index in 1..=count {
            let x = rect.left + index as f64 * gap_mm;
            let ends = [(x, rect.bottom), (x, rect.top)];
            points.extend(if index % 2 == 0 { [ends[1], ends[0]] } else { ends });
        }
        return points;
    }
    if hatch == Hatch::Level {
        let count = (height / gap_mm).floor().max(1.0) as usize;
        for index in 1..=count {
            let y = rect.top + index as f64 / (count + 1) as f64 * height;
            let ends = [(rect.left, y), (rect.right, y)];
            points.extend(if index % 2 == 0 { [ends[1], ends[0]] } else { ends });
        }
        return points;
    }
    // A line at 45° that cuts the lower edge (run on) at `reach` from its corner; coordinates from that corner.
    let step = gap_mm * std::f64::consts::SQRT_2;
    let count = ((width + height) / step).ceil() as usize;
    let mut path: Vec<Point> = Vec::with_capacity(2 * count + 2);
    for index in 0..count {
        let reach = (index as f64 + 0.5) * step;
        if reach >= width + height {
            break;
        }
        let low = if reach <= width { (reach, 0.0) } else { (width, reach - width) };
        let high = if reach <= height { (0.0, reach) } else { (reach - height, height) };
        // The turn from the last line to this one goes round a corner of the rectangle, never across it.
        let passes = |edge: f64| index > 0 && reach > edge && reach - step <= edge;
        if index % 2 == 0 {
            path.extend(passes(width).then_some((width, 0.0)));
            path.extend([low, high]);
        } else {
            path.extend(passes(height).then_some((0.0, height)));
            path.extend([high, low]);
        }
    }
    points.extend(path.into_iter().map(|(along, up)| {
        let x = if hatch == Hatch::Falling { rect.left + along } else { rect.right - along };
        (x, rect.bottom - up)
    }));
    points
}

#[cfg(test)]
mod tests {
    use super::*;

    fn length(points: &[Point]) -> f64 {
        points.windows(2).map(|pair| libm::hypot(pair[1].0 - pair[0].0, pair[1].1 - pair[0].1)).sum()
    }

    #[test]
    fn dashes_go_round_corners_and_keep_their_lengths() {
        let pieces = dashes(&[(0.0, 0.0), (2.5, 0.0), (2.5, 4.0)], &[1.0, 1.0]);
        let lengths: Vec<f64> = pieces.iter().map(|piece| length(piece)).collect();
        assert_eq!(lengths.len(), 4);
        assert!(lengths[..3].iter().all(|dash| (dash - 1.0).abs() < 1e-9), "{lengths:?}");
        assert_eq!(pieces[1], [(2.0, 0.0), (2.5, 0.0), (2.5, 0.5)]);
        assert!((lengths[3] - 0.5).abs() < 1e-9, "the last dash ends with the line");
    }

    #[test]
    fn a_hatch_never_leaves_its_rectangle_nor_cuts_a_corner() {
        for rect in [Rect::new(1.0, 1.0, 9.0, 3.0), Rect::new(0.0, 0.0, 2.0, 7.0)] {
            for hatch in [Hatch::Rising, Hatch::Falling, Hatch::Upright, Hatch::Level] {
                let points = hatching(rect, hatch, 0.9);
                assert!(points.len() >= 2);
                for pair in points.windows(2) {
                    let [(x0, y0), (x1, y1)] = [pair[0], pair[1]];
                    let inside = |x: f64, y: f64| {
                        x >= rect.left - 1e-9
                            && x <= rect.right + 1e-9
                            && y >= rect.top - 1e-9
                            && y <= rect.bottom + 1e-9
                    };
                    assert!(inside(x0, y0) && inside(x1, y1), "{hatch:?} {pair:?}");
                    // Either a hatching line (at 45 degrees or upright) or a step along an edge.
                    let (dx, dy) = ((x1 - x0).abs(), (y1 - y0).abs());
                    assert!(dx < 1e-9 || dy < 1e-9 || (dx - dy).abs() < 1e-9, "{hatch:?} {pair:?}");
                }
            }
        }
    }
}
