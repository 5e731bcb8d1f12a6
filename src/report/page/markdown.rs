//! A report as Markdown with tables, as Quarto and pandoc read it: for papers and reviews.
//!
//! Letters that Markdown reads as markup are escaped, so that titles and names stay words.

use super::document::{Block, Document, Figure, Span, Table, clipped};
use crate::escape::{self, visible};

/// The report as a file; figures are the pictures in `charts/` beside it.
pub fn render(document: &Document) -> Vec<u8> {
    let mut text = format!("# {}\n\n{}\n", words(&document.title), words(&document.kind));
    for section in &document.sections {
        text.push_str(&format!("\n## {}\n", words(&section.heading)));
        blocks(&mut text, &section.blocks);
    }
    visible(&text).into_bytes()
}

fn blocks(text: &mut String, blocks: &[Block]) {
    for block in blocks {
        text.push('\n');
        match block {
            Block::Paragraph(words) | Block::Lead(words) => text.push_str(&format!("{}\n", spans(words))),
            Block::Heading(heading) => text.push_str(&format!("### {}\n", words(heading))),
            Block::List(points) => {
                for point in points {
                    text.push_str(&format!("- {}\n", spans(point)));
                }
            }
            Block::Facts(facts) => {
                let fact = |(word, meaning): &(String, Vec<Span>)| {
                    format!("- **{}**: {}\n", words(word), spans(meaning))
                };
                for one in facts {
                    text.push_str(&fact(one));
                }
            }
            Block::Table(table) => tabular(text, table),
            Block::Figure(figure) => drawing(text, figure),
            Block::Code(code) => text.push_str(&fenced(code)),
            // Paper does not move.
            Block::Playback(_) => {}
            #[cfg(feature = "cli")]
            Block::Live(_) => {}
            Block::Details(summary, inside) => {
                text.push_str(&format!("### {}\n", words(summary)));
                self::blocks(text, inside);
            }
        }
    }
}

fn tabular(text: &mut String, table: &Table) {
    text.push_str(&format!("{}\n\n", words(&table.caption)));
    let heads: Vec<String> = table.columns.iter().map(|column| words(&column.head)).collect();
    text.push_str(&format!("| {} |\n", heads.join(" | ")));
    let rule = |numbers: bool| if numbers { "---:" } else { "---" };
    let rules: Vec<&str> = table.columns.iter().map(|column| rule(column.numbers)).collect();
    text.push_str(&format!("| {} |\n", rules.join(" | ")));
    for row in &table.rows {
        let cells: Vec<String> = row.iter().map(|cell| spans(cell)).collect();
        text.push_str(&format!("| {} |\n", cells.join(" | ")));
    }
}

fn drawing(text: &mut String, figure: &Figure) {
    let Figure { id, number, title, caption, alt, .. } = figure;
    text.push_str(&format!("![{}](charts/{id}.png)\n\n", words(alt)));
    text.push_str(&format!("**Figure {number}. {}.** {}\n", words(title), words(caption)));
}

/// A block of code whose fence no line inside it can close.
fn fenced(code: &str) -> String {
    let fence = "`".repeat(longest_run(code).max(2) + 1);
    format!("{fence}\n{code}\n{fence}\n")
}

fn longest_run(code: &str) -> usize {
    code.split(|letter| letter != '`').map(str::len).max().unwrap_or(0)
}

fn spans(spans: &[Span]) -> String {
    let one = |span: &Span| match span {
        Span::Text(text) => words(text),
        Span::Strong(text) => format!("**{}**", words(text)),
        Span::Code(text) => code(text),
        Span::Link(text, address) => linked(text, address),
        Span::Blank(text) => format!("**[To be filled in by the author: {}]**", words(text)),
    };
    spans.iter().map(one).collect()
}

/// What a reader types, between backticks; a bar would end the cell of a table.
fn code(text: &str) -> String {
    let text = clipped(text).replace(['\n', '\r'], " ").replace('|', "\\|");
    let ticks = "`".repeat(longest_run(&text) + 1);
    if ticks.len() == 1 { format!("`{text}`") } else { format!("{ticks} {text} {ticks}") }
}

/// A link, where the address is one that Markdown takes whole; otherwise its words.
fn linked(text: &str, address: &str) -> String {
    let web = address.starts_with("https://") || address.starts_with("http://");
    let whole = address.chars().all(|letter| letter.is_ascii_graphic() && !"<>|\\`".contains(letter));
    if web && whole { format!("[{}](<{address}>)", words(text)) } else { words(text) }
}

/// Words on one line, with every letter escaped that could be markup.
fn words(text: &str) -> String {
    escape::markdown(&clipped(text))
}

#[cfg(test)]
mod tests {
    use super::super::document::{Section, text};
    use super::*;

    fn markdown(blocks: Vec<Block>) -> String {
        let section = Section { id: "one", heading: "One".to_owned(), blocks };
        let document = Document { title: "T".to_owned(), kind: "k".to_owned(), sections: vec![section] };
        String::from_utf8(render(&document)).expect("utf-8")
    }

    #[test]
    fn words_never_become_markup() {
        let page = markdown(vec![Block::Paragraph(text("<b>*x*</b> [a](b) | `c`\n# d"))]);
        assert!(page.contains("\\<b\\>\\*x\\*\\</b\\> \\[a\\](b) \\| \\`c\\` \\# d\n"), "{page}");
    }

    #[test]
    fn cells_and_fences_hold_what_would_end_them() {
        let mut table = Table::new("Caption", &["A", "B#"]);
        table.rows.push(vec![vec![Span::Code("a|b".to_owned())], text("1|2")]);
        let page = markdown(vec![Block::Table(table), Block::Code("```\nx".to_owned())]);
        assert!(page.contains("| A | B |\n| --- | ---: |\n| `a\\|b` | 1\\|2 |\n"), "{page}");
        assert!(page.contains("````\n```\nx\n````\n"), "{page}");
    }
}
