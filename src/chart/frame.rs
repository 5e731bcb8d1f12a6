//! What surrounds the data in every figure: title, key, footer and the places of labels.

use super::axis::AXIS_TITLE;
use super::canvas::{Anchor, Canvas, Type};
use super::colour::{INK, PAPER, QUIET};
use super::fonts::{self, Weight};
use super::geometry::{Point, Rect};
use super::meta::{Meta, Texts};
use super::theme::{BORDER_MM, LABEL_PT, SMALL_PT, Stroke, TALLEST_MM, TITLE_PT};
use super::{Chart, ChartError, Figure, Style};

/// Draws a chart on a sheet of its own: title, footer and, between them, the data.
///
/// # Errors
/// [`ChartError::Draw`] when the drawing fails.
pub(crate) fn figure<C: Chart + ?Sized>(chart: &C, style: &Style) -> Result<Figure, ChartError> {
    let meta = chart.meta();
    let Texts { caption, alt } = chart.texts();
    // The layout is made at the size that a zoom of 1 has; only the outermost lengths are zoomed.
    let sheet_mm = style.width_mm.unwrap_or_else(|| chart.width_mm() * style.zoom);
    let width = sheet_mm / style.zoom;
    let words = Words::new(meta, &chart.measure(), width, style);
    let height = chart.height_mm(width) + words.further_mm();
    let body = Canvas::paint(width, height, style.theme, |canvas| {
        let room = words.draw(canvas);
        chart.draw(canvas, room);
    })?;
    let (width_mm, height_mm) = (sheet_mm, height * style.zoom);
    let svg = format!(
        concat!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{}mm\" height=\"{}mm\" viewBox=\"{}\" role=\"img\" ",
            "font-family=\"{}\" stroke-linejoin=\"round\">\n<title>{}</title>\n<desc>{}</desc>\n{}</svg>\n"
        ),
        width_mm,
        height_mm,
        Canvas::view_box(width, height),
        fonts::FAMILY,
        escaped(&meta.title),
        escaped(&alt),
        body,
    );
    let boxes = if fonts::lacks(&body) { BOXES } else { "" };
    Ok(Figure {
        id: meta.id.clone(),
        title: meta.title.clone(),
        caption: caption + boxes,
        alt,
        source: format!("forceflow {}: {}", env!("CARGO_PKG_VERSION"), meta.provenance.line()),
        width_mm,
        height_mm,
        svg,
    })
}

/// Said below a figure with letters that cannot be drawn.
const BOXES: &str = " Letters that the embedded typeface lacks are boxes in the PNG.";

/// What stands around the data, broken into lines.
struct Words {
    title: Vec<String>,
    measure: Vec<String>,
    footer: Vec<String>,
    /// Whether the sheet keeps room for a title and a footer of one line.
    has: (bool, bool),
}

impl Words {
    fn new(meta: &Meta, measure: &str, width: f64, style: &Style) -> Self {
        let room = width - 2.0 * BORDER_MM;
        let wrap = |is_there: bool, text: &str, size_pt: f64, weight: Weight, most: usize| {
            if is_there { fonts::wrap(text, size_pt, weight, room, most) } else { Vec::new() }
        };
        // What the title says already is not said again.
        let said = style.title && meta.title.starts_with(measure);
        Self {
            title: wrap(style.title, &meta.title, TITLE_PT, Weight::Bold, 2),
            measure: wrap(!said, measure, LABEL_PT, Weight::Regular, 2),
            footer: wrap(style.footer, &meta.provenance.line(), SMALL_PT, Weight::Regular, 3),
            has: (style.title, style.footer),
        }
    }

    /// What the words need beyond one line of each (mm): a long title makes the sheet taller, not the data smaller.
    fn further_mm(&self) -> f64 {
        let further = |lines: &[String], has: bool, size_pt: f64| {
            let beyond = lines.len().saturating_sub(1) as f64 - if has { 0.0 } else { 1.0 };
            beyond * fonts::line_mm(size_pt)
        };
        let measure = self.measure.len().saturating_sub(1) as f64 * fonts::line_mm(LABEL_PT);
        (measure + further(&self.title, self.has.0, TITLE_PT) + further(&self.footer, self.has.1, SMALL_PT))
            .ceil()
    }

    /// Writes them; returns what is left of the sheet.
    fn draw(&self, canvas: &mut Canvas<'_>) -> Rect {
        let sheet = canvas.sheet;
        canvas.fill(sheet, PAPER.opaque());
        let mut top = BORDER_MM;
        for line in &self.title {
            let set = Type::bold(TITLE_PT, INK);
            canvas.text(line, (BORDER_MM, top + fonts::cap_mm(TITLE_PT)), Anchor::Start, set);
            top += fonts::line_mm(TITLE_PT);
        }
        for line in &self.measure {
            canvas.text(line, (BORDER_MM, top + fonts::cap_mm(LABEL_PT)), Anchor::Start, AXIS_TITLE);
            top += fonts::line_mm(LABEL_PT);
        }
        let small = Type::regular(SMALL_PT, QUIET);
        let mut bottom = sheet.bottom - BORDER_MM;
        for line in self.footer.iter().rev() {
            canvas.text(line, (BORDER_MM, bottom - fonts::descent_mm(SMALL_PT)), Anchor::Start, small);
            bottom -= fonts::line_mm(SMALL_PT);
        }
        Rect::new(BORDER_MM, top + 1.2, sheet.right - BORDER_MM, bottom - 0.6)
    }
}

/// Height of a figure with a row for each of `count` things (mm).
pub(crate) fn height_of_rows(count: usize, row_mm: f64) -> f64 {
    (32.0 + row_mm * count.max(1) as f64).clamp(50.0, TALLEST_MM).round()
}

fn escaped(text: &str) -> String {
    let text = text.replace(char::is_control, " ");
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Moves labels apart until neighbours are at least `gap` from each other, within `low..=high` when they all fit. Takes
/// the wanted centre and the extent of each, in rising order of centres; returns where each begins.
pub(crate) fn spread(labels: &[(f64, f64)], gap: f64, (low, high): (f64, f64)) -> Vec<f64> {
    let mut begins: Vec<f64> = Vec::with_capacity(labels.len());
    let mut least = low;
    for &(centre, extent) in labels {
        let begin = (centre - extent / 2.0).max(least);
        begins.push(begin);
        least = begin + extent + gap;
    }
    let mut most = high;
    for (begin, (_, extent)) in begins.iter_mut().zip(labels).rev() {
        *begin = begin.min(most - extent);
        most = *begin - gap;
    }
    begins
}

/// Whether a line through `points` enters `area`.
pub(crate) fn crosses(points: &[Point], area: Rect) -> bool {
    points.windows(2).any(|pair| {
        let (mut from, mut to) = (0.0_f64, 1.0_f64);
        let (dx, dy) = (pair[1].0 - pair[0].0, pair[1].1 - pair[0].1);
        // Liang and Barsky (1984): the part of the segment within each pair of edges.
        let edges = [
            (-dx, pair[0].0 - area.left),
            (dx, area.right - pair[0].0),
            (-dy, pair[0].1 - area.top),
            (dy, area.bottom - pair[0].1),
        ];
        for (towards, room) in edges {
            if towards == 0.0 {
                if room < 0.0 {
                    return false;
                }
            } else if towards < 0.0 {
                from = from.max(room / towards);
            } else {
                to = to.min(room / towards);
            }
        }
        from < to
    })
}

/// The first candidate that no line enters; the last one when all are taken.
pub(crate) fn first_free(candidates: &[Rect], lines: &[&[Point]]) -> Option<Rect> {
    let free = |area: &&Rect| !lines.iter().any(|line| crosses(line, **area));
    candidates.iter().find(free).or(candidates.last()).copied()
}

/// A text on paper of its own, so that no line of the grid runs through it.
pub(crate) fn text_on_paper(
    canvas: &mut Canvas<'_>,
    text: &str,
    (x, baseline): Point,
    anchor: Anchor,
    set: Type,
) {
    let width = set.width(text);
    let left = match anchor {
        Anchor::Start => x,
        Anchor::Middle => x - width / 2.0,
        Anchor::End => x - width,
    };
    let (top, bottom) = (baseline - fonts::cap_mm(set.size_pt), baseline + fonts::descent_mm(set.size_pt));
    canvas.fill(Rect::new(left - 0.4, top - 0.3, left + width + 0.4, bottom), PAPER.opaque());
    canvas.text(text, (x, baseline), anchor, set);
}

/// Lines of text in a box, one below the other, on paper that hides what is behind.
pub(crate) fn label_box(canvas: &mut Canvas<'_>, lines: &[String], area: Rect, anchor: Anchor, set: Type) {
    canvas.fill(area, PAPER.mix(0.86));
    let x = match anchor {
        Anchor::Start => area.left + 0.6,
        Anchor::Middle => f64::midpoint(area.left, area.right),
        Anchor::End => area.right - 0.6,
    };
    for (index, line) in lines.iter().enumerate() {
        let baseline =
            area.top + 0.5 + fonts::cap_mm(set.size_pt) + index as f64 * fonts::line_mm(set.size_pt);
        canvas.text(line, (x, baseline), anchor, set);
    }
}

/// Width and height of the box that [`label_box`] needs (mm).
pub(crate) fn label_size(lines: &[String], set: Type) -> (f64, f64) {
    let width = lines.iter().map(|line| set.width(line)).fold(0.0, f64::max) + 1.2;
    (width, lines.len() as f64 * fonts::line_mm(set.size_pt) + 0.4)
}

/// Says in the middle of an empty panel that nothing is missing from the drawing.
pub(crate) fn nothing(canvas: &mut Canvas<'_>, panel: Rect) {
    nothing_but(canvas, panel, "nothing to show");
}

/// Says in the middle of an empty panel why it is empty.
pub(crate) fn nothing_but(canvas: &mut Canvas<'_>, panel: Rect, words: &str) {
    let set = Type::regular(LABEL_PT, QUIET);
    let (x, y) = panel.middle();
    let (width, height) = label_size(&[words.to_owned()], set);
    canvas.fill(
        Rect::new(x - width / 2.0, y - height / 2.0, x + width / 2.0, y + height / 2.0),
        PAPER.opaque(),
    );
    canvas.text(words, (x, set.baseline_at(y)), Anchor::Middle, set);
}

/// The first `most` of `items`: more would not be read.
pub(crate) fn first<T>(items: &[T], most: usize) -> &[T] {
    &items[..items.len().min(most)]
}

/// A sentence on what is not drawn, as ` 3 more are not drawn.`; empty when all is.
pub(crate) fn left_out(count: usize, what: &str) -> String {
    if count > 0 { format!(" {count} {what} not drawn.") } else { String::new() }
}

/// An interval as a level line with end strokes.
pub(crate) fn whisker(canvas: &mut Canvas<'_>, (from, to): (f64, f64), y: f64, reach: f64, stroke: Stroke) {
    canvas.line(&[(from, y), (to, y)], stroke);
    for x in [from, to] {
        canvas.line(&[(x, y - reach), (x, y + reach)], stroke);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_that_crowd_are_moved_apart_and_stay_in_their_room() {
        let labels = [(10.0, 8.0), (12.0, 8.0), (39.0, 8.0)];
        let begins = spread(&labels, 1.0, (0.0, 40.0));
        assert!(begins.windows(2).all(|pair| pair[1] >= pair[0] + 9.0 - 1e-9), "{begins:?}");
        assert!(begins[0] >= 0.0 && begins[2] <= 32.0, "{begins:?}");
        assert_eq!(spread(&labels[2..], 1.0, (0.0, 80.0)), [35.0]);
    }

    #[test]
    fn a_label_takes_the_first_place_that_no_line_enters() {
        let line = [(0.0, 0.0), (10.0, 10.0)];
        let taken = Rect::new(4.0, 4.0, 6.0, 6.0);
        let free = Rect::new(6.0, 0.0, 9.0, 3.0);
        assert!(crosses(&line, taken) && !crosses(&line, free));
        assert_eq!(first_free(&[taken, free], &[&line]), Some(free));
        assert_eq!(first_free(&[], &[&line]), None);
    }
}
