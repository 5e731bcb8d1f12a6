//! The flags that say how figures are drawn.

use clap::builder::PossibleValue;
use clap::{Args, ValueEnum};

use super::command_line::CommandLine;
use crate::chart::{Format, Style, Theme, WIDTHS_MM};
use crate::report::draw::Printing;

/// Width of a figure on a slide [mm], drawn as one of 160 mm twice as large: it leaves room for a title beside it.
const SLIDE_MM: f64 = 320.0;
/// Factor on type and lines on a slide.
const SLIDE_ZOOM: f64 = 2.0;

/// How figures are drawn.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Figures")]
pub(super) struct FigureArgs {
    /// Width of each figure: 89mm (a column of a journal), 183mm (two), slide, or any length in mm, cm, in or pt. Type stays at
    /// 7 pt or above. Each figure's own width, 160 or 183 mm, when left out
    #[arg(long, value_name = "WIDTH", value_parser = figure_width)]
    width: Option<FigureWidth>,
    /// Colours: for a light page, a dark one, or paper, where words and rules are black
    #[arg(long, value_enum, default_value_t = Theme::Light, value_name = "THEME")]
    theme: Theme,
    /// Leave out the title, where a caption says it
    #[arg(long)]
    no_title: bool,
    /// Leave out the line of scenario, replications and seed
    #[arg(long)]
    no_footer: bool,
    /// The files of each figure: png, svg, pdf, several by comma
    #[arg(long, value_enum, value_delimiter = ',', value_name = "LIST")]
    formats: Vec<Format>,
}

impl FigureArgs {
    /// What was asked for; `usual` formats where the command line names none.
    pub(super) fn printing(&self, usual: &[Format]) -> Printing {
        let mut formats = self.formats.clone();
        formats.sort_unstable();
        formats.dedup();
        if formats.is_empty() {
            formats = usual.to_vec();
        }
        let (width_mm, zoom) = self.width.as_ref().map_or((None, 1.0), |width| (Some(width.mm), width.zoom));
        let style =
            Style { width_mm, zoom, theme: self.theme, title: !self.no_title, footer: !self.no_footer };
        Printing { style, formats }
    }

    /// Adds what was asked for to a command.
    pub(super) fn reproduce(&self, line: CommandLine) -> CommandLine {
        let formats: Vec<&str> = self.formats.iter().map(|format| format.ending()).collect();
        let theme = self.theme.to_possible_value().filter(|_| self.theme != Theme::Light);
        line.maybe("--width", self.width.as_ref().map(|width| &width.text))
            .maybe("--theme", theme.as_ref().map(PossibleValue::get_name))
            .given("--no-title", self.no_title)
            .given("--no-footer", self.no_footer)
            .maybe("--formats", (!formats.is_empty()).then(|| formats.join(",")))
    }
}

impl ValueEnum for Theme {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self::Light, Self::Dark, Self::Print]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let (name, help) = match self {
            Self::Light => ("light", "A light page"),
            Self::Dark => ("dark", "A dark page"),
            Self::Print => (
                "print",
                "Paper: black words and rules, colours that stay apart in grey by line, hatch or label",
            ),
        };
        Some(PossibleValue::new(name).help(help))
    }
}

impl ValueEnum for Format {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self::Png, Self::Svg, Self::Pdf]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let help = match self {
            Self::Png => "Pixels, 300 to an inch",
            Self::Svg => "Lines and letters, for browsers",
            Self::Pdf => "Lines and letters, for papers",
        };
        Some(PossibleValue::new(self.ending()).help(help))
    }
}

/// A width, with the text that stands for it.
#[derive(Debug, Clone, PartialEq)]
struct FigureWidth {
    text: String,
    mm: f64,
    zoom: f64,
}

/// Reads `89mm`, `12cm`, `3.5in`, `252pt` or `slide`.
fn figure_width(text: &str) -> Result<FigureWidth, String> {
    let text = text.trim();
    if text == "slide" {
        return Ok(FigureWidth { text: text.to_owned(), mm: SLIDE_MM, zoom: SLIDE_ZOOM });
    }
    let units = [("mm", 1.0), ("cm", 10.0), ("in", 25.4), ("pt", 25.4 / 72.0)];
    let length = units.into_iter().find_map(|(unit, mm)| Some((text.strip_suffix(unit)?, mm)));
    // The grid of a figure is a hundredth of a millimetre.
    let whole = |mm: f64| (mm * 100.0).round() / 100.0;
    let number = length.and_then(|(number, mm)| Some(whole(number.trim().parse::<f64>().ok()? * mm)));
    match number {
        Some(mm) if WIDTHS_MM.contains(&mm) => Ok(FigureWidth { text: text.to_owned(), mm, zoom: 1.0 }),
        Some(_) => Err(format!("expected a width from {}mm to {}mm", WIDTHS_MM.start(), WIDTHS_MM.end())),
        None => Err("expected a width such as 89mm, 12cm, 3.5in, 252pt or slide".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_are_read_with_their_units() {
        let mm = |text: &str| figure_width(text).map(|width| (width.mm, width.zoom));
        assert_eq!(mm("89mm"), Ok((89.0, 1.0)));
        assert_eq!(mm("8.9cm"), Ok((89.0, 1.0)));
        assert_eq!(mm("3.5in"), Ok((88.9, 1.0)));
        assert_eq!(mm("slide"), Ok((320.0, 2.0)));
        for wrong in ["", "89", "mm", "59mm", "501mm", "infmm", "nanmm", "-89mm", "wide"] {
            assert!(mm(wrong).is_err(), "{wrong}");
        }
    }
}
