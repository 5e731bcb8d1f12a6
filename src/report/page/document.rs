//! A report as a tree of words, tables and figures, without any markup: HTML and Markdown are written from it, so that
//! both say the same and neither can be broken by what a scenario holds.

#[cfg(feature = "cli")]
use super::live::Live;

/// Letters of a title, a name or a caption that a page shows.
pub const MOST_LETTERS: usize = 600;

/// A whole report.
#[derive(Debug, Clone, Default)]
pub struct Document {
    /// What it is about: the title of a scenario.
    pub title: String,
    /// Which report it is: `forceflow run`, say.
    pub kind: String,
    /// Its parts, in order.
    pub sections: Vec<Section>,
}

/// A part with a heading, which the table of contents lists.
#[derive(Debug, Clone)]
pub struct Section {
    /// Its anchor.
    pub id: &'static str,
    /// Its heading.
    pub heading: String,
    /// What it holds.
    pub blocks: Vec<Block>,
}

/// A paragraph, table or figure.
#[derive(Debug, Clone)]
pub enum Block {
    /// Sentences.
    Paragraph(Vec<Span>),
    /// Sentences that matter most.
    Lead(Vec<Span>),
    /// A heading below that of the section.
    Heading(String),
    /// Points.
    List(Vec<Vec<Span>>),
    /// Words and what they stand for.
    Facts(Vec<(String, Vec<Span>)>),
    /// A table.
    Table(Table),
    /// A figure.
    Figure(Box<Figure>),
    /// Commands or references, letter by letter.
    Code(String),
    /// A run in motion, as the JSON that the script of a page reads: nothing in it ends the element that it stands in.
    Playback(String),
    /// The engine with its controls.
    #[cfg(feature = "cli")]
    Live(Box<Live>),
    /// What only some readers want, folded away under a line that says what it is.
    Details(String, Vec<Block>),
}

/// A table whose first column names the rows.
#[derive(Debug, Clone)]
pub struct Table {
    /// Says what it holds.
    pub caption: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows, a cell for each column.
    pub rows: Vec<Vec<Vec<Span>>>,
}

/// A column.
#[derive(Debug, Clone)]
pub struct Column {
    /// Its heading.
    pub head: String,
    /// Whether it holds numbers.
    pub numbers: bool,
}

/// A drawing with its words.
#[derive(Debug, Clone)]
pub struct Figure {
    /// Name of its files, without the ending.
    pub id: String,
    /// Its number in the report, from 1.
    pub number: usize,
    /// What it shows.
    pub title: String,
    /// What stands below it.
    pub caption: String,
    /// What a reader who cannot see it needs to know.
    pub alt: String,
    /// The drawing.
    pub svg: String,
}

/// Words of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Span {
    /// Plain words.
    Text(String),
    /// Words that matter.
    Strong(String),
    /// What a user types, or a name of a file or key.
    Code(String),
    /// A link to a document elsewhere, or to a part of this one (`#why`).
    Link(String, String),
    /// What the author of the report has to fill in.
    Blank(String),
}

impl Document {
    fn blocks(&self) -> impl Iterator<Item = &Block> {
        self.sections.iter().flat_map(|section| &section.blocks)
    }

    /// Whether a run is played in it.
    pub fn plays(&self) -> bool {
        self.blocks().any(|block| matches!(block, Block::Playback(_)))
    }

    /// The engine in it, if it has one.
    #[cfg(feature = "cli")]
    pub fn live(&self) -> Option<&Live> {
        self.blocks().find_map(|block| match block {
            Block::Live(live) => Some(live.as_ref()),
            _ => None,
        })
    }
}

impl Section {
    /// A part without anything in it.
    pub fn new(id: &'static str, heading: impl Into<String>) -> Self {
        Self { id, heading: heading.into(), blocks: Vec::new() }
    }

    /// Adds a paragraph of plain words.
    pub fn say(&mut self, words: impl Into<String>) {
        self.blocks.push(Block::Paragraph(text(words)));
    }

    /// Adds a paragraph.
    pub fn paragraph(&mut self, spans: Vec<Span>) {
        self.blocks.push(Block::Paragraph(spans));
    }

    /// Adds a table unless it has no rows.
    pub fn table(&mut self, table: Table) {
        if !table.rows.is_empty() {
            self.blocks.push(Block::Table(table));
        }
    }

    /// Leaves out columns of all tables by their headings.
    pub fn drop_columns(&mut self, heads: &[&str]) {
        for block in &mut self.blocks {
            block.drop_columns(heads);
        }
    }

    /// Adds a heading below that of the section.
    pub fn heading(&mut self, words: impl Into<String>) {
        self.blocks.push(Block::Heading(words.into()));
    }
}

impl Block {
    fn drop_columns(&mut self, heads: &[&str]) {
        match self {
            Self::Table(table) => table.drop_columns(heads),
            Self::Details(_, blocks) => {
                for block in blocks {
                    block.drop_columns(heads);
                }
            }
            _ => {}
        }
    }
}

impl Table {
    fn drop_columns(&mut self, heads: &[&str]) {
        let kept: Vec<bool> =
            self.columns.iter().map(|column| !heads.contains(&column.head.as_str())).collect();
        let mut keep = kept.iter();
        self.columns.retain(|_| keep.next() != Some(&false));
        for row in &mut self.rows {
            let mut keep = kept.iter();
            row.retain(|_| keep.next() != Some(&false));
        }
    }

    /// A table without rows; columns whose heading ends with `#` hold numbers.
    pub fn new(caption: impl Into<String>, heads: &[&str]) -> Self {
        let column = |head: &&str| {
            let numbers = head.ends_with('#');
            Column { head: head.trim_end_matches('#').to_owned(), numbers }
        };
        Self { caption: caption.into(), columns: heads.iter().map(column).collect(), rows: Vec::new() }
    }

    /// Adds a row of plain words.
    pub fn row<const N: usize>(&mut self, cells: [String; N]) {
        self.rows.push(cells.into_iter().map(text).collect());
    }
}

/// Plain words.
pub fn text(words: impl Into<String>) -> Vec<Span> {
    vec![Span::Text(words.into())]
}

/// The first [`MOST_LETTERS`] letters of a text, and a sign where there are more.
pub fn clipped(text: &str) -> String {
    clipped_to(text, MOST_LETTERS)
}

/// The first letters of a text, and a sign where there are more than `most`.
pub fn clipped_to(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_left_out_with_their_cells() {
        let mut section = Section::new("force", "Force");
        let mut table = Table::new("", &["Who", "95 % interval#", "Mean#"]);
        table.row(["one".to_owned(), "1 to 3".to_owned(), "2".to_owned()]);
        section.blocks.push(Block::Details("More".to_owned(), vec![Block::Table(table)]));
        section.drop_columns(&["95 % interval"]);
        let [Block::Details(_, inside)] = &section.blocks[..] else { panic!("one block") };
        let [Block::Table(table)] = &inside[..] else { panic!("one table") };
        assert_eq!(
            table.columns.iter().map(|column| column.head.as_str()).collect::<Vec<_>>(),
            ["Who", "Mean"]
        );
        assert_eq!(table.rows, [[text("one"), text("2")]]);
    }

    #[test]
    fn a_long_text_is_cut_between_two_letters() {
        assert_eq!(clipped("short"), "short");
        let long = clipped(&"ж".repeat(100_000));
        assert_eq!(long.chars().count(), MOST_LETTERS + 1);
        assert!(long.ends_with('…'));
    }
}
