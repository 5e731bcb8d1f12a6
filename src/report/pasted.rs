//! Tables of text reports for other documents: Markdown and LaTeX.

use super::padded::Padded;
use crate::escape;

/// What a table is pasted into.
#[cfg(feature = "cli")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paste {
    /// Markdown.
    Markdown,
    /// LaTeX, with no package but those of every document.
    Latex,
}

/// A table with its caption, the heads of its columns in its first row.
#[cfg(feature = "cli")]
pub(super) fn pasted(table: &Padded, caption: &str, into: Paste) -> String {
    match into {
        Paste::Markdown => format!("{}:\n\n{}", escape::markdown(caption), markdown(table)),
        Paste::Latex => latex(table, caption),
    }
}

/// A table as Markdown.
pub(super) fn markdown(table: &Padded) -> String {
    let mut text = String::new();
    for (index, row) in table.rows().enumerate() {
        let cells: Vec<String> = row.iter().map(|cell| escape::markdown_cell(cell)).collect();
        text.push_str(&format!("| {} |\n", cells.join(" | ")));
        if index == 0 {
            let rule: String = table
                .numbers()
                .take(cells.len())
                .map(|number| if number { "---:|" } else { "---|" })
                .collect();
            text.push_str(&format!("|{rule}\n"));
        }
    }
    text
}

/// A table as LaTeX: a float with lines of the kernel, small where it is wide.
#[cfg(feature = "cli")]
fn latex(table: &Padded, caption: &str) -> String {
    /// Letters of a line of text.
    const WIDE: usize = 80;
    let columns: String = table.numbers().map(|number| if number { 'r' } else { 'l' }).collect();
    let is_wide = table.to_string().lines().any(|line| line.chars().count() > WIDE);
    let size = if is_wide { "\\footnotesize\n" } else { "" };
    let mut text = format!(
        "\\begin{{table}}[htbp]\n\\centering\n{size}\\caption{{{}}}\n\\begin{{tabular}}{{{columns}}}\n\\hline\n",
        escape::latex(caption)
    );
    for (index, row) in table.rows().enumerate() {
        let cells: Vec<String> = row.iter().map(|cell| escape::latex(cell)).collect();
        text.push_str(&format!("{} \\\\\n", cells.join(" & ")));
        if index == 0 {
            text.push_str("\\hline\n");
        }
    }
    text + "\\hline\n\\end{tabular}\n\\end{table}\n"
}

#[cfg(all(test, feature = "cli"))]
mod tests {
    use super::super::padded::Column;
    use super::*;

    #[test]
    fn a_table_keeps_its_columns_and_escapes_its_cells() {
        let mut table = Padded::new(&[Column::Words, Column::Number]);
        table.row(["Unit", "closure"]);
        table.row(["A&B_1 | c", "50 %"]);
        let markdown = pasted(&table, "Closure of a_b", Paste::Markdown);
        assert_eq!(
            markdown,
            "Closure of a\\_b:\n\n| Unit | closure |\n|---|---:|\n| A\\&B_1 \\| c | 50 % |\n"
        );
        let latex = pasted(&table, "Closure of a_b", Paste::Latex);
        let lines: Vec<&str> = latex.lines().collect();
        assert_eq!(
            lines[2..9],
            [
                "\\caption{Closure of a\\_b}",
                "\\begin{tabular}{lr}",
                "\\hline",
                "Unit & closure \\\\",
                "\\hline",
                "A\\&B\\_1 \\textbar{} c & 50 \\% \\\\",
                "\\hline",
            ]
        );
        table.row(["x".repeat(60), "1".repeat(30)]);
        assert!(pasted(&table, "Wide", Paste::Latex).contains("\\footnotesize"));
    }
}
