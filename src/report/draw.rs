//! Figures as files of a folder, and the data that they can be drawn from again.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::content::{Content, Files};
use super::data::Resource;
use super::json::to_json;
use super::table::CsvTable;
use crate::chart::{AnyChart, ChartError, Figure, FigureEntry, Format, Pace, Style, Table, each};
use crate::field::head;

/// The file of a folder that holds what each of its figures draws.
pub const DATA: &str = "figure-data.json";

/// The folder of figures inside a folder of results.
pub const CHARTS: &str = "charts/";

/// How figures are drawn and in which files: all that a reader may ask of them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Printing {
    /// Width, theme and words.
    #[serde(flatten)]
    pub style: Style,
    /// The files of each figure.
    pub formats: Vec<Format>,
}

impl Default for Printing {
    fn default() -> Self {
        Self { style: Style::default(), formats: vec![Format::Png, Format::Svg] }
    }
}

impl Printing {
    /// Whether figures are drawn as they are where nobody asks for anything else.
    pub fn is_usual(&self) -> bool {
        *self == Self::default()
    }
}

/// Which figures were drawn again, and how.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Redrawn {
    /// How they were drawn.
    #[serde(flatten)]
    pub printing: Printing,
    /// The names of those that were; empty for all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub only: Vec<String>,
}

/// Figures drawn again, by their folder inside the folder of results.
pub type DrawnAgain = BTreeMap<String, Redrawn>;

/// What [`DATA`] holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FigureData {
    /// Version of the file.
    pub format_version: u32,
    /// The figures of the folder, in order.
    pub figures: Vec<AnyChart>,
}

impl FigureData {
    /// The data of figures.
    pub fn new(figures: Vec<AnyChart>) -> Self {
        Self { format_version: 1, figures }
    }

    /// Reads the text of a file, which may come from a stranger.
    ///
    /// # Errors
    /// What is wrong with it: the end of a sentence.
    pub fn read(text: &str) -> Result<Self, String> {
        let read: Self = serde_json::from_str(text).map_err(|error| error.to_string())?;
        match read.figures.iter().find_map(AnyChart::fault) {
            Some(fault) => Err(fault),
            None => Ok(read),
        }
    }

    /// Draws those that are asked for into `folder`.
    ///
    /// # Errors
    /// A figure that cannot be drawn or encoded.
    pub fn redraw(&self, folder: &str, redrawn: &Redrawn) -> Result<Files<'static>, ChartError> {
        let asked =
            |any: &&AnyChart| redrawn.only.is_empty() || redrawn.only.contains(&any.chart().meta().id);
        let charts: Vec<AnyChart> = self.figures.iter().filter(asked).cloned().collect();
        Ok(draw(&charts, folder, &redrawn.printing, (Pace::Together, false))?.files)
    }

    /// Its file, written from the figures so that it is never held whole.
    pub(super) fn content(self) -> Content<'static> {
        Content::streamed(move |out| {
            serde_json::to_writer(&mut *out, &self).map_err(io::Error::from)?;
            out.write_all(b"\n")
        })
    }
}

/// Figures that were drawn.
#[derive(Debug)]
pub struct Drawing {
    /// Their files.
    pub files: Files<'static>,
    /// Each as a page shows it, where pages were asked for.
    pub on_page: Vec<Figure>,
    /// What the CSV table of each holds.
    pub tables: Vec<Resource>,
}

/// One figure in its formats, and as a page shows it.
struct Drawn {
    printed: Figure,
    encoded: Vec<Vec<u8>>,
    table: Table,
    on_page: Option<Figure>,
}

/// Draws figures: a file for each format and the numbers as CSV, below `folder`, with `figures.json`. With `pages`, gives
/// each figure as a page shows it, too: in the usual style, whatever is printed.
///
/// # Errors
/// A figure that cannot be drawn or encoded.
pub fn draw(
    charts: &[AnyChart],
    folder: &str,
    printing: &Printing,
    (pace, pages): (Pace, bool),
) -> Result<Drawing, ChartError> {
    let drawn = each(charts, pace, |chart| {
        let printed = chart.figure(&printing.style)?;
        let encoded = printing.formats.iter().map(|format| printed.encoded(*format));
        let encoded = encoded.collect::<Result<_, _>>()?;
        let on_page = if !pages {
            None
        } else if printing.style == Style::default() {
            Some(printed.clone())
        } else {
            Some(chart.figure(&Style::default())?)
        };
        Ok(Drawn { printed, encoded, table: chart.table(), on_page })
    })?;
    let mut files = Files::new();
    let (mut entries, mut on_page, mut tables) = (Vec::new(), Vec::new(), Vec::new());
    for one in drawn {
        let id = &one.printed.id;
        entries.push(json!(FigureEntry::new(&one.printed, &printing.formats)));
        for (format, bytes) in printing.formats.iter().zip(one.encoded) {
            files.insert(format!("{folder}{id}.{}", format.ending()), bytes.into());
        }
        let path = format!("{folder}{id}.csv");
        let fields = one.table.fields().to_vec();
        tables.push(Resource::new(&path, &one.printed.title, &one.printed.caption, fields));
        files.insert(path, Content::streamed(move |out| csv(&one.table, out)));
        on_page.extend(one.on_page);
    }
    if !charts.is_empty() {
        files.insert(format!("{folder}figures.json"), to_json(&entries).into());
    }
    Ok(Drawing { files, on_page, tables })
}

fn csv(table: &Table, out: &mut dyn Write) -> io::Result<()> {
    let mut csv = CsvTable::new(out);
    csv.row(head(table.fields()))?;
    table.each_row(&mut |row| csv.row(row))?;
    csv.finish()
}
