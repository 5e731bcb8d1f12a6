//! Makes the elements that the SVG backend wrote shorter: a page holds a dozen drawings, and a dashed line is a hundred
//! elements. The picture stays as it is.

use std::fmt::Write as _;

/// How the backend shifts a text that hangs from its top, in em. Undone, so that texts stand on their baseline.
pub(crate) const TOP_SHIFT_EM: f64 = 0.76;

/// The elements in short: strokes of one style that follow one another are one path, polygons are paths with relative
/// steps, and what every viewer assumes is left out. Opacity moves from elements, where each would need a layer of its own,
/// to fills and strokes.
pub(crate) fn compact(body: &str) -> String {
    // The backend escapes quotation marks in texts, so that these can only be attributes.
    let short = body
        .replace(" font-family=\"sans-serif\"", "")
        .replace(" opacity=\"1\"", "")
        .replace(" stroke=\"none\"", "")
        .replace(" text-anchor=\"start\"", "")
        .replace(" \"/>", "\"/>")
        .replace("\n</text>", "</text>");
    let mut out = Out { text: String::with_capacity(short.len()), open: None };
    for line in short.lines() {
        out.element(line);
    }
    out.close();
    out.text
}

/// Corners on the grid of the drawing.
type Corner = (i64, i64);

/// What was written, and the path that strokes may join.
struct Out {
    text: String,
    open: Option<Path>,
}

impl Out {
    fn element(&mut self, line: &str) {
        match Drawn::of(line) {
            Some(Drawn::Stroke { style, corners }) => self.stroke(&style, &corners),
            Some(Drawn::Area { style, corners }) => {
                self.close();
                Path::new(&style, &corners).write(&mut self.text);
            }
            None => {
                self.close();
                self.text.push_str(&plain(line));
                self.text.push('\n');
            }
        }
    }

    /// Adds a stroke to the open path where that changes nothing: both are of one style, and no part shines through another.
    fn stroke(&mut self, style: &str, corners: &[Corner]) {
        match &mut self.open {
            Some(path) if path.style == style && !style.contains("opacity") => path.go_on(corners),
            _ => {
                self.close();
                self.open = Some(Path::new(style, corners));
            }
        }
    }

    fn close(&mut self) {
        if let Some(path) = self.open.take() {
            path.write(&mut self.text);
        }
    }
}

/// An element that has corners.
enum Drawn {
    Stroke { style: String, corners: Vec<Corner> },
    Area { style: String, corners: Vec<Corner> },
}

impl Drawn {
    fn of(line: &str) -> Option<Self> {
        let (name, rest) = line.strip_prefix('<')?.split_once(' ')?;
        let attributes = rest.strip_suffix("/>")?;
        match name {
            "line" => {
                let (style, ends) = attributes.split_once(" x1=\"")?;
                let mut numbers = ends.split('"').step_by(2).map(str::parse);
                let mut next = || numbers.next()?.ok();
                let corners = vec![(next()?, next()?), (next()?, next()?)];
                let style = format!("fill=\"none\" {style}").replace(" opacity=", " stroke-opacity=");
                Some(Self::Stroke { style, corners })
            }
            "polyline" => {
                let (style, corners) = points(attributes)?;
                Some(Self::Stroke { style: style.replace(" opacity=", " stroke-opacity="), corners })
            }
            "polygon" => {
                let (style, corners) = points(attributes)?;
                let style = format!(" {style}").replace(" opacity=", " fill-opacity=");
                Some(Self::Area { style: style.trim_start().to_owned(), corners })
            }
            _ => None,
        }
    }
}

/// What stands before the points, and the points.
fn points(attributes: &str) -> Option<(&str, Vec<Corner>)> {
    let (style, rest) = attributes.split_once(" points=\"")?;
    let corner = |pair: &str| {
        let (x, y) = pair.split_once(',')?;
        Some((x.parse().ok()?, y.parse().ok()?))
    };
    let corners = rest.strip_suffix('"')?.split(' ').map(corner).collect::<Option<Vec<Corner>>>()?;
    Some((style, corners))
}

/// A path under way.
struct Path {
    style: String,
    /// Its steps.
    data: String,
    /// Where the pen is.
    at: Corner,
    /// The command that further numbers go on with.
    command: char,
}

impl Path {
    fn new(style: &str, corners: &[Corner]) -> Self {
        let at = corners.first().copied().unwrap_or_default();
        let mut path = Self { style: style.to_owned(), data: format!("M{}", at.0), at, command: 'M' };
        path.number(at.1);
        path.lines(corners);
        path
    }

    /// Lifts the pen and draws another stroke.
    fn go_on(&mut self, corners: &[Corner]) {
        let Some(first) = corners.first() else { return };
        self.step('m', *first);
        self.lines(corners);
    }

    fn lines(&mut self, corners: &[Corner]) {
        for corner in corners.iter().skip(1) {
            match (corner.0 - self.at.0, corner.1 - self.at.1) {
                (_, 0) => self.step('h', *corner),
                (0, _) => self.step('v', *corner),
                _ => self.step('l', *corner),
            }
        }
    }

    fn step(&mut self, command: char, to: Corner) {
        let by = (to.0 - self.at.0, to.1 - self.at.1);
        // Pairs after a move are lines.
        if command != self.command && !(command == 'l' && self.command == 'm') || command == 'm' {
            self.data.push(command);
        }
        if command != 'v' {
            self.number(by.0);
        }
        if command != 'h' {
            self.number(by.1);
        }
        (self.at, self.command) = (to, command);
    }

    /// Writes a number; a minus needs no space before it.
    fn number(&mut self, number: i64) {
        if number >= 0 && self.data.ends_with(|last: char| last.is_ascii_digit()) {
            self.data.push(' ');
        }
        let _ = write!(self.data, "{number}");
    }

    fn write(&self, text: &mut String) {
        let Self { style, data, .. } = self;
        let _ = writeln!(text, "<path {style} d=\"{data}\"/>");
    }
}

/// Any other element: a text on its baseline, or a shape.
fn plain(line: &str) -> String {
    let stroked = line.contains(" fill=\"none\"");
    let line = line.replace(" opacity=\"", if stroked { " stroke-opacity=\"" } else { " fill-opacity=\"" });
    on_baseline(&line).unwrap_or(line)
}

/// A text that hangs from its top as one on its baseline, its size a whole number as it was asked for.
fn on_baseline(line: &str) -> Option<String> {
    let (place, rest) = line.strip_prefix("<text ")?.split_once(" dy=\"0.76em\"")?;
    let (x, y) = place.split_once(" y=\"")?;
    let top: f64 = y.strip_suffix('"')?.parse().ok()?;
    let (before, rest) = rest.split_once(" font-size=\"")?;
    let (size, after) = rest.split_once('"')?;
    let size = size.parse::<f64>().ok()?.round();
    let baseline = (top + TOP_SHIFT_EM * size).round();
    Some(format!("<text {x} y=\"{baseline}\"{before} font-size=\"{size}\"{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strokes_of_one_style_are_one_path() {
        let dashed = concat!(
            "<line opacity=\"1\" stroke=\"#1F1F1F\" stroke-width=\"32\" x1=\"7119\" y1=\"1898\" x2=\"7439\" y2=\"1898\"/>\n",
            "<line opacity=\"1\" stroke=\"#1F1F1F\" stroke-width=\"32\" x1=\"7519\" y1=\"1898\" x2=\"7519\" y2=\"1500\"/>\n",
            "<polyline fill=\"none\" opacity=\"1\" stroke=\"#1F1F1F\" stroke-width=\"32\" points=\"10,20 13,24 10,30 10,20 \"/>\n",
            "<line opacity=\"1\" stroke=\"#D55E00\" stroke-width=\"32\" x1=\"0\" y1=\"5\" x2=\"3\" y2=\"1\"/>\n",
        );
        let expected = concat!(
            "<path fill=\"none\" stroke=\"#1F1F1F\" stroke-width=\"32\" d=\"M7119 1898h320m80 0v-398m-7509-1480 3 4-3 6v-10\"/>\n",
            "<path fill=\"none\" stroke=\"#D55E00\" stroke-width=\"32\" d=\"M0 5l3-4\"/>\n",
        );
        assert_eq!(compact(dashed), expected);
    }

    #[test]
    fn strokes_that_shine_through_stay_apart() {
        let line = "<line opacity=\"0.5\" stroke=\"#000000\" stroke-width=\"9\" x1=\"1\" y1=\"2\" x2=\"3\" y2=\"2\"/>\n";
        let path = "<path fill=\"none\" stroke=\"#000000\" stroke-width=\"9\" d=\"M1 2h2\"/>\n";
        let own = path.replace(" stroke=", " stroke-opacity=\"0.5\" stroke=");
        assert_eq!(compact(&line.repeat(2)), own.repeat(2));
    }

    #[test]
    fn areas_and_texts_keep_their_places() {
        let drawn = concat!(
            "<polygon opacity=\"0.4\" fill=\"#F4F2EB\" points=\"5,5 9,5 9,8 \"/>\n",
            "<text x=\"300\" y=\"289\" dy=\"0.76em\" text-anchor=\"start\" font-family=\"sans-serif\" font-size=\"246.99999999999997\" opacity=\"1\" ",
            "fill=\"#1F1F1F\">\n&lt;line x=&quot;1&quot;/&gt; points\n</text>\n",
            "<circle cx=\"1\" cy=\"2\" r=\"3\" opacity=\"0.4\" fill=\"#E69F00\" stroke=\"none\" stroke-width=\"1\"/>\n",
        );
        let expected = concat!(
            "<path fill-opacity=\"0.4\" fill=\"#F4F2EB\" d=\"M5 5h4v3\"/>\n",
            "<text x=\"300\" y=\"477\" font-size=\"247\" fill=\"#1F1F1F\">\n",
            "&lt;line x=&quot;1&quot;/&gt; points</text>\n",
            "<circle cx=\"1\" cy=\"2\" r=\"3\" fill-opacity=\"0.4\" fill=\"#E69F00\" stroke-width=\"1\"/>\n",
        );
        assert_eq!(compact(drawn), expected);
    }
}
