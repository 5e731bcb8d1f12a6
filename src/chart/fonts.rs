//! The embedded typeface: text is measured and drawn with the same glyphs, whatever the machine has installed.
//!
//! Inter (SIL Open Font Licence, `assets/fonts/OFL.txt`), subset to Latin, Greek and Cyrillic. Its letters are a little
//! wider than those of Arial, Helvetica or the usual sans-serif of a browser, so that a layout which fits here still
//! fits when an SVG is shown with one of those.

use std::sync::LazyLock;

use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};

use super::theme::MM_PER_PT;

/// The face of body text.
pub(super) static REGULAR: &[u8] = include_bytes!("../../assets/fonts/Inter-Regular.ttf");
/// The face of titles and values.
pub(super) static SEMI_BOLD: &[u8] = include_bytes!("../../assets/fonts/Inter-SemiBold.ttf");

/// What the SVG asks for, best first.
pub(crate) const FAMILY: &str =
    "Inter, Roboto, 'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', sans-serif";

/// Height of a capital letter over the type size.
const CAP_HEIGHT: f64 = 1490.0 / 2048.0;
/// Reach of `p`, `g` and a comma below the baseline, over the type size.
const DESCENT: f64 = 0.21;

/// Weight of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weight {
    /// Body text.
    Regular,
    /// Titles and values to be seen first.
    Bold,
}

/// Advance widths of one face, ready for look-up.
struct Widths {
    /// By code point below `TABLE`, in em.
    table: Vec<f32>,
    font: FontRef<'static>,
}

/// Code points looked up once: Latin, Greek and Cyrillic.
const TABLE: u32 = 0x500;

impl Widths {
    fn new(data: &'static [u8]) -> Self {
        let font = FontRef::new(data).expect("the embedded font is checked by a test");
        let table = (0..TABLE).map(|code| advance(&font, char::from_u32(code))).collect();
        Self { table, font }
    }

    fn of(&self, character: char) -> f32 {
        match self.table.get(character as usize) {
            Some(width) => *width,
            None => advance(&self.font, Some(character)),
        }
    }
}

/// Advance of a character in em; one em when the font does not have it, which is what a fallback font needs at most.
fn advance(font: &FontRef<'_>, character: Option<char>) -> f32 {
    let Some(glyph) = character.and_then(|c| font.charmap().map(c)) else {
        return 1.0;
    };
    font.glyph_metrics(Size::new(1.0), LocationRef::default()).advance_width(glyph).unwrap_or(1.0)
}

static REGULAR_WIDTHS: LazyLock<Widths> = LazyLock::new(|| Widths::new(REGULAR));
static SEMI_BOLD_WIDTHS: LazyLock<Widths> = LazyLock::new(|| Widths::new(SEMI_BOLD));

/// Whether the embedded typeface has no glyph for some letter of a text.
pub(crate) fn lacks(text: &str) -> bool {
    !text.is_ascii() && text.chars().any(|letter| !covers(letter))
}

/// A text in which a black square stands for each letter that the typeface lacks: a blank would say nothing.
pub(crate) fn with_boxes(text: &str) -> String {
    let shown = |letter: &char| !matches!(letter, '\u{200d}' | '\u{fe00}'..='\u{fe0f}');
    text.chars().filter(shown).map(|letter| if covers(letter) { letter } else { '■' }).collect()
}

fn covers(letter: char) -> bool {
    letter.is_ascii() || REGULAR_WIDTHS.font.charmap().map(letter).is_some()
}

fn widths(weight: Weight) -> &'static Widths {
    match weight {
        Weight::Regular => &REGULAR_WIDTHS,
        Weight::Bold => &SEMI_BOLD_WIDTHS,
    }
}

/// Width of a text (mm), kerning left out (which mostly narrows it).
pub(crate) fn width_mm(text: &str, size_pt: f64, weight: Weight) -> f64 {
    let widths = widths(weight);
    let em: f64 = text.chars().map(|c| f64::from(widths.of(c))).sum();
    em * size_pt * MM_PER_PT
}

/// Height of a capital letter (mm).
pub(crate) fn cap_mm(size_pt: f64) -> f64 {
    CAP_HEIGHT * size_pt * MM_PER_PT
}

/// Reach below the baseline (mm).
pub(crate) fn descent_mm(size_pt: f64) -> f64 {
    DESCENT * size_pt * MM_PER_PT
}

/// Distance between the baselines of two lines (mm).
pub(crate) fn line_mm(size_pt: f64) -> f64 {
    1.3 * size_pt * MM_PER_PT
}

/// Shortens a text to `room_mm` with an ellipsis; the empty string when not even that fits. Looks at no more of the
/// text than fits: names come from files, and may be of any length.
pub(crate) fn shorten(text: &str, size_pt: f64, weight: Weight, room_mm: f64) -> String {
    let widths = widths(weight);
    let fits = |em: f64| em * size_pt * MM_PER_PT <= room_mm;
    let mut em = 0.0;
    let mut ends = Vec::new();
    for (start, letter) in text.char_indices() {
        ends.push(start);
        em += f64::from(widths.of(letter));
        if !fits(em) {
            break;
        }
    }
    if fits(em) {
        return text.to_owned();
    }
    let shorter = ends.into_iter().rev().map(|end| text[..end].trim_end());
    let mut candidates = shorter.map(|kept| format!("{kept}…"));
    candidates.find(|kept| width_mm(kept, size_pt, weight) <= room_mm).unwrap_or_default()
}

/// Breaks a text at spaces into at most `most` lines of `room_mm`; the last one is shortened when more would be needed.
pub(crate) fn wrap(text: &str, size_pt: f64, weight: Weight, room_mm: f64, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut width = 0.0;
    let space = width_mm(" ", size_pt, weight);
    // Figures and their units stay together: a no-break space does not separate words here.
    for word in text.split([' ', '\n', '\t']).filter(|word| !word.is_empty()) {
        let open = lines.len();
        let needed = width_mm(word, size_pt, weight);
        match lines.last_mut() {
            // What follows would be cut off again.
            Some(_) if open == most && width > room_mm => break,
            Some(line) if open == most || width + space + needed <= room_mm => {
                line.push(' ');
                line.push_str(word);
                width += space + needed;
            }
            _ => {
                lines.push(word.to_owned());
                width = needed;
            }
        }
    }
    lines.iter().map(|line| shorten(line, size_pt, weight, room_mm)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_faces_hold_the_characters_that_figures_use() {
        for data in [REGULAR, SEMI_BOLD] {
            let font = FontRef::new(data).unwrap();
            for character in "AZaz09 –—−±·…→←↑≤≥×%°’“”ÀéßşŠŁğ ΑΩαω АЯаяЁёҚқӘәІіҰұҢңӨө".chars()
            {
                assert!(font.charmap().map(character).is_some(), "no glyph for {character:?}");
            }
        }
    }

    #[test]
    fn a_shortened_text_fits_and_ends_in_an_ellipsis() {
        let text = "Peacekeeping contingent with a very long name";
        let short = shorten(text, 7.0, Weight::Regular, 20.0);
        assert!(short.ends_with('…') && short.len() > 5, "{short}");
        assert!(width_mm(&short, 7.0, Weight::Regular) <= 20.0);
        assert_eq!(shorten(text, 7.0, Weight::Regular, 200.0), text);
    }

    #[test]
    fn a_name_of_any_length_is_shortened_to_what_fits() {
        // A step for each letter that is left out would take minutes.
        let endless = "endless".repeat(100_000);
        let short = shorten(&endless, 7.0, Weight::Regular, 30.0);
        assert!(short.starts_with("endlessendless") && short.ends_with('…'), "{short}");
        let lines = wrap(&"a word ".repeat(100_000), 7.0, Weight::Regular, 30.0, 3);
        assert_eq!(lines.len(), 3);
        assert!(lines[2].ends_with('…'), "{lines:?}");
    }

    #[test]
    fn wrapped_lines_fit_and_lose_nothing_while_there_is_room() {
        let text = "one two three four five six seven eight nine ten";
        let lines = wrap(text, 7.0, Weight::Regular, 18.0, 9);
        assert!(lines.len() > 2);
        assert!(lines.iter().all(|line| width_mm(line, 7.0, Weight::Regular) <= 18.0));
        assert_eq!(lines.join(" "), text);
    }
}
