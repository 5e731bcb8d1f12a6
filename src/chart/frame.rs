//! What surrounds the data in every figure: title, key, footer and the places of labels.

use plotters::style::Color;

use super::axis::AXIS_TITLE;
use super::canvas::{Anchor, Canvas, Point, Rect, Type};
use super::fonts::{self, Weight};
use super::theme::{BORDER_MM, INK, LABEL_PT, PAPER, QUIET, SMALL_PT, Stroke, TITLE_PT};
use super::{ChartError, Figure, number};

/// Where the numbers of a figure come from; printed small below it.
#[derive(Clone, Debug, PartialEq)]
pub struct Provenance {
    /// Title of the scenario.
    pub scenario: String,
    /// Replications behind the figure.
    pub replications: u64,
    /// Seed of the run.
    pub seed: u64,
    /// Level of the intervals in the figure, as 0.95; `None` when it shows none.
    pub level: Option<f64>,
    /// Anything else a reader must know, as `ranges of assumptions drawn once per replication`; may be empty.
    pub note: String,
}

impl Provenance {
    /// The footer in words.
    pub fn line(&self) -> String {
        let mut parts = vec![self.scenario.clone()];
        let plural = if self.replications == 1 { "" } else { "s" };
        parts.push(format!("{} replication{plural}", number::grouped(self.replications as f64, 0)));
        parts.push(format!("seed {}", self.seed));
        parts.extend(self.level.map(|level| format!("{} intervals", number::percent(level))));
        parts.extend((!self.note.is_empty()).then(|| self.note.clone()));
        parts.join(" · ")
    }
}

/// The texts and size of a figure, apart from its data.
pub(crate) struct Frame<'a> {
    pub(crate) id: &'a str,
    pub(crate) title: &'a str,
    /// What the upright axis shows, with its unit; written above the axis. May be empty.
    pub(crate) measure: &'a str,
    pub(crate) caption: String,
    pub(crate) alt: String,
    pub(crate) width_mm: f64,
    pub(crate) height_mm: f64,
    pub(crate) provenance: &'a Provenance,
}

impl Frame<'_> {
    /// Draws the surroundings, then the data into what is left of the sheet.
    ///
    /// # Errors
    /// [`ChartError::Draw`] when the drawing fails.
    pub(crate) fn figure(self, draw: impl FnOnce(&mut Canvas<'_>, Rect)) -> Result<Figure, ChartError> {
        let (title, footer) = (self.title_lines(), self.footer_lines());
        let further =
            |lines: &[String], size_pt: f64| lines.len().saturating_sub(1) as f64 * fonts::line_mm(size_pt);
        // A long title or footer makes the sheet taller, not the data smaller.
        let height_mm = self.height_mm + (further(&title, TITLE_PT) + further(&footer, SMALL_PT)).ceil();
        let body = Canvas::paint(self.width_mm, height_mm, |canvas| {
            let room = self.surroundings(canvas, &title, &footer);
            draw(canvas, room);
        })?;
        let svg = format!(
            concat!(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{}mm\" height=\"{}mm\" viewBox=\"{}\" role=\"img\" ",
                "font-family=\"{}\" stroke-linejoin=\"round\">\n<title>{}</title>\n<desc>{}</desc>\n{}</svg>\n"
            ),
            self.width_mm,
            height_mm,
            Canvas::view_box(self.width_mm, height_mm),
            fonts::FAMILY,
            escaped(self.title),
            escaped(&self.alt),
            body,
        );
        Ok(Figure {
            id: self.id.to_owned(),
            title: self.title.to_owned(),
            caption: self.caption,
            alt: self.alt,
            source: format!("forceflow {}: {}", env!("CARGO_PKG_VERSION"), self.provenance.line()),
            width_mm: self.width_mm,
            height_mm,
            svg,
        })
    }

    fn title_lines(&self) -> Vec<String> {
        fonts::wrap(self.title, TITLE_PT, Weight::Bold, self.width_mm - 2.0 * BORDER_MM, 2)
    }

    fn footer_lines(&self) -> Vec<String> {
        let room = self.width_mm - 2.0 * BORDER_MM;
        fonts::wrap(&self.provenance.line(), SMALL_PT, Weight::Regular, room, 3)
    }

    fn surroundings(&self, canvas: &mut Canvas<'_>, title: &[String], footer: &[String]) -> Rect {
        let sheet = canvas.sheet;
        canvas.fill(sheet, PAPER.to_rgba());
        let width = sheet.width() - 2.0 * BORDER_MM;
        let mut top = BORDER_MM;
        for line in title {
            let set = Type::bold(TITLE_PT, INK);
            canvas.text(line, (BORDER_MM, top + fonts::cap_mm(TITLE_PT)), Anchor::Start, set);
            top += fonts::line_mm(TITLE_PT);
        }
        // What the title says already is not said again.
        if !self.measure.is_empty() && !self.title.starts_with(self.measure) {
            let measure = fonts::shorten(self.measure, LABEL_PT, Weight::Regular, width);
            canvas.text(&measure, (BORDER_MM, top + fonts::cap_mm(LABEL_PT)), Anchor::Start, AXIS_TITLE);
            top += fonts::line_mm(LABEL_PT);
        }
        let small = Type::regular(SMALL_PT, QUIET);
        let mut bottom = sheet.bottom - BORDER_MM;
        for line in footer.iter().rev() {
            canvas.text(line, (BORDER_MM, bottom - fonts::descent_mm(SMALL_PT)), Anchor::Start, small);
            bottom -= fonts::line_mm(SMALL_PT);
        }
        Rect::new(BORDER_MM, top + 1.2, sheet.right - BORDER_MM, bottom - 0.6)
    }
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
pub(crate) fn nothing(canvas: &mut Canvas<'_>, panel: Rect, words: &str) {
    let set = Type::regular(LABEL_PT, QUIET);
    let (x, y) = panel.middle();
    let (width, height) = label_size(&[words.to_owned()], set);
    canvas.fill(
        Rect::new(x - width / 2.0, y - height / 2.0, x + width / 2.0, y + height / 2.0),
        PAPER.to_rgba(),
    );
    canvas.text(words, (x, set.baseline_at(y)), Anchor::Middle, set);
}

/// A column of row names at the left of a chart.
pub(crate) struct Names {
    /// How the names are set.
    pub(crate) set: Type,
    /// Width of the column (mm).
    pub(crate) width_mm: f64,
}

impl Names {
    /// As wide as the names need, up to `most_mm`.
    pub(crate) fn column<'a>(names: impl Iterator<Item = &'a str>, most_mm: f64) -> Self {
        let set = Type::regular(LABEL_PT, INK);
        let widest = names.map(|name| set.width(name)).fold(10.0, f64::max);
        Self { set, width_mm: widest.min(most_mm) }
    }

    /// Writes a name beside its row, on two lines when it needs them and the row has room.
    pub(crate) fn draw(&self, canvas: &mut Canvas<'_>, name: &str, left: f64, row: Rect) {
        let line = fonts::line_mm(self.set.size_pt);
        let most = (row.height() / line).floor().max(1.0) as usize;
        let lines = fonts::wrap(name, self.set.size_pt, self.set.weight, self.width_mm, most);
        let middle = f64::midpoint(row.top, row.bottom) - (lines.len().max(1) - 1) as f64 * line / 2.0;
        for (index, text) in lines.iter().enumerate() {
            let baseline = self.set.baseline_at(middle + index as f64 * line);
            canvas.text(text, (left, baseline), Anchor::Start, self.set);
        }
    }
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
