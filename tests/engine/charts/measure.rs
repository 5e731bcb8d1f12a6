//! What every figure is held to, measured on the drawing itself with the embedded font.

use std::fmt::Write as _;

use forceflow::internals::chart::{Chart, Figure, Style, parse};
use resvg::usvg;

/// Draws a chart in a style, writes it into a folder where a person can look at it, and returns what is wrong with it.
pub(crate) fn faults(name: &str, chart: &dyn Chart, style: &Style, folder: &str) -> String {
    let figure = chart.figure(style).expect("the figure is drawn");
    let png = figure.png().expect("the figure is encoded");
    let dir = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(folder);
    std::fs::create_dir_all(&dir).expect("a folder for pictures");
    std::fs::write(dir.join(format!("{name}.png")), &png).expect("a picture");
    std::fs::write(dir.join(format!("{name}.svg")), &figure.svg).expect("a drawing");
    let mut faults = String::new();
    texts(&figure, &mut faults);
    density(&figure, &png, &mut faults);
    words(&figure, &mut faults);
    faults.lines().fold(String::new(), |all, fault| all + name + ": " + fault + "\n")
}

struct Label {
    text: String,
    area: usvg::Rect,
    size: f32,
}

/// Ink boxes of all texts, in units of the drawing.
fn labels(group: &usvg::Group, found: &mut Vec<Label>) {
    for node in group.children() {
        match node {
            usvg::Node::Group(inner) => labels(inner, found),
            usvg::Node::Text(text) => {
                let words = text.chunks().iter().map(usvg::TextChunk::text).collect();
                let size = text.chunks()[0].spans()[0].font_size().get();
                let ink = text.flattened().bounding_box().transform(text.abs_transform());
                found.push(Label { text: words, area: ink.expect("finite"), size });
            }
            _ => {}
        }
    }
}

fn texts(figure: &Figure, faults: &mut String) {
    let tree = parse(&figure.svg).expect("a readable SVG");
    let (width, height) = (tree.size().width(), tree.size().height());
    let mm = width / figure.width_mm as f32;
    let mut found = Vec::new();
    labels(tree.root(), &mut found);
    if found.len() < 4 {
        let _ = writeln!(faults, "only {} texts", found.len());
    }
    for (index, label) in found.iter().enumerate() {
        let area = label.area;
        let edge = 1.5 * mm;
        if area.left() < edge
            || area.top() < edge
            || area.right() > width - edge
            || area.bottom() > height - edge
        {
            let _ = writeln!(faults, "off the sheet: {:?}", label.text);
        }
        // The drawing is scaled from hundredths of a millimetre.
        if label.size / 100.0 * 72.0 / 25.4 < 6.98 {
            let _ = writeln!(faults, "too small: {:?}", label.text);
        }
        for other in &found[index + 1..] {
            let apart = area.right() <= other.area.left()
                || other.area.right() <= area.left()
                || area.bottom() <= other.area.top()
                || other.area.bottom() <= area.top();
            if !apart {
                let _ = writeln!(faults, "overlap: {:?} and {:?}", label.text, other.text);
            }
        }
    }
}

fn density(figure: &Figure, bytes: &[u8], faults: &mut String) {
    let reader = png::Decoder::new(std::io::Cursor::new(bytes)).read_info().expect("a PNG");
    let info = reader.info();
    let pixels = (figure.width_mm / 25.4 * 300.0).round() as u32;
    if info.width.abs_diff(pixels) > 1 {
        let _ = writeln!(faults, "{} pixels wide, not {pixels}", info.width);
    }
    match info.pixel_dims {
        Some(dims) if (dims.xppu, dims.yppu, dims.unit) == (11_811, 11_811, png::Unit::Meter) => {}
        other => {
            let _ = writeln!(faults, "density {other:?}");
        }
    }
    let keywords: Vec<&str> = info.utf8_text.iter().map(|chunk| chunk.keyword.as_str()).collect();
    if keywords != ["Title", "Description", "Source"] {
        let _ = writeln!(faults, "texts in the PNG: {keywords:?}");
    }
}

fn words(figure: &Figure, faults: &mut String) {
    for (what, text) in [("title", &figure.title), ("caption", &figure.caption), ("alt", &figure.alt)] {
        if text.len() < 5 || text.contains("NaN") || text.contains("inf") {
            let _ = writeln!(faults, "{what}: {text:?}");
        }
    }
    if figure.alt.split_whitespace().count() < 15 {
        let _ = writeln!(faults, "alt text says little: {:?}", figure.alt);
    }
    if figure.svg.contains("NaN") || !figure.svg.contains(&format!("width=\"{}mm\"", figure.width_mm)) {
        let _ = writeln!(faults, "the SVG has no size in millimetres or a number that is none");
    }
}
