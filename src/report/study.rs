//! What every study gives its readers: one answer in several formats.

use std::io::{self, Write};

use super::content::Files;
use super::data::{About, Resource, described};
use super::draw::{CHARTS, DATA, FigureData, Printing, draw};
use super::page::study::{Asked, Finding, of_study};
use super::page::{html, markdown};
use super::table::markdown_of_csv;
use crate::chart::{AnyChart, ChartError, Pace, Provenance};
use crate::experiment::study::bands;

/// The answer of a study, in the formats of stdout and of the folder.
pub trait Report {
    /// A readable answer that ends with a line feed.
    fn text(&self) -> String;

    /// The answer as JSON.
    fn json(&self) -> Vec<u8>;

    /// The answer as a table.
    fn csv(&self) -> Vec<u8>;

    /// Writes what [`Self::json`] gives; what is large writes itself piece by piece.
    ///
    /// # Errors
    /// What the writer refuses.
    fn write_json(&self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(&self.json())
    }

    /// Writes what [`Self::csv`] gives; what is large writes itself piece by piece.
    ///
    /// # Errors
    /// What the writer refuses.
    fn write_csv(&self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(&self.csv())
    }

    /// The answer as Markdown tables.
    fn markdown(&self) -> String {
        markdown_of_csv(&self.csv())
    }

    /// What the intervals of the text show; none where it says so itself.
    fn bands(&self) -> Option<&str> {
        None
    }

    /// The files of the folder, but for charts and manifest.
    fn documents(&self) -> Files<'_>;

    /// What its tables hold: each CSV file among the documents.
    fn tables(&self) -> Vec<Resource>;

    /// The figures; none where nothing can be drawn.
    fn figures(&self) -> Vec<AnyChart>;

    /// What its page says.
    fn finding(&self) -> Finding;

    /// The files of the folder, but for its manifest; `charts` says how figures are drawn, if they are.
    ///
    /// # Errors
    /// A figure that cannot be drawn or encoded.
    fn files(&self, asked: &Asked<'_>, charts: Option<&Printing>) -> Result<Files<'_>, ChartError> {
        let mut files = self.documents();
        let figures = self.figures();
        let mut tables = self.tables();
        let mut shown = Vec::new();
        if let Some(printing) = charts {
            let drawn = draw(&figures, CHARTS, printing, (Pace::Together, true))?;
            files.extend(drawn.files);
            tables.extend(drawn.tables);
            shown = drawn.on_page;
        }
        let finding = self.finding();
        let about = About {
            kind: asked.kind,
            title: &finding.title,
            seed: asked.seed,
            replications: asked.replications,
            scenarios: asked.scenarios.iter().map(|&(name, loaded)| (Some(name), loaded)).collect(),
        };
        files.extend(described(&about, tables));
        let page = of_study(asked, finding, shown);
        files.insert(DATA.to_owned(), FigureData::new(figures).content());
        files.insert("report.html".to_owned(), html::render(&page).into());
        files.insert("report.md".to_owned(), markdown::render(&page).into());
        Ok(files)
    }
}

/// What the figures of a study rest on.
pub(super) fn provenance(title: &str, (seed, replications): (u64, u32), uncertain: bool) -> Provenance {
    Provenance {
        scenario: title.to_owned(),
        replications: u64::from(replications),
        seed,
        level: Some(0.95),
        note: bands(uncertain).to_owned(),
    }
}
