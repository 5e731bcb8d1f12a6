//! A report as one HTML file that opens from disk, loads nothing and is whole without scripts.
//!
//! Every word is escaped by `Html`; drawings are our own SVG. The policy in the head forbids whatever a page could
//! load or run; where a run is played it names the one script that may run, by its hash.

use super::document::{Block, Document, Figure, Section, Span, Table, clipped};
use super::markup::Html;
use super::script;
use super::sha256;
use crate::escape::visible;

/// Styles of the page: light, dark and print.
const STYLE: &str = include_str!("style.css");

/// What a browser may load for this page: pictures that are in it, and its own styles.
const POLICY: &str = concat!(
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; ",
    "base-uri 'none'; form-action 'none'"
);

/// Program and version.
pub(super) const PROGRAM: &str = concat!("forceflow ", env!("CARGO_PKG_VERSION"));

/// The page as a file.
pub fn render(document: &Document) -> Vec<u8> {
    let active = Active::of(document);
    let mut html = Html::default();
    html.ours("<!DOCTYPE html>\n");
    html.element("html", &[("lang", "en")], |html| {
        let title = format!("{} – forceflow", clipped(&document.title));
        html.element("head", &[], |html| head(html, &active.policy(), &title, &active.styles));
        html.ours("\n");
        html.element("body", &[], |html| body(html, document, &active));
    });
    html.ours("\n");
    visible(&html.into_string()).into_bytes()
}

/// The head of a page: what it may load and run, its title and its styles.
pub(super) fn head(html: &mut Html, policy: &str, title: &str, styles: &[&str]) {
    let metas: [&[(&str, &str)]; 5] = [
        &[("charset", "utf-8")],
        &[("http-equiv", "Content-Security-Policy"), ("content", policy)],
        &[("name", "viewport"), ("content", "width=device-width, initial-scale=1")],
        &[("name", "color-scheme"), ("content", "light dark")],
        &[("name", "generator"), ("content", PROGRAM)],
    ];
    for attributes in metas {
        html.element("meta", attributes, |_| {});
    }
    html.words("title", &[], title);
    html.element("style", &[], |html| styles.iter().for_each(|style| html.ours(style)));
}

fn body(html: &mut Html, document: &Document, active: &Active) {
    html.words("a", &[("class", "skip"), ("href", "#main")], "To the report");
    html.element("header", &[], |html| {
        html.words("p", &[("class", "kind")], &document.kind);
        html.words("h1", &[], &clipped(&document.title));
    });
    html.element("div", &[("class", "columns")], |html| {
        html.element("nav", &[("aria-label", "Contents")], |html| {
            html.element("ol", &[], |html| {
                for section in &document.sections {
                    let address = format!("#{}", section.id);
                    html.element("li", &[], |html| html.words("a", &[("href", &address)], &section.heading));
                }
            });
        });
        html.element("main", &[("id", "main"), ("tabindex", "-1")], |html| {
            for section in &document.sections {
                part(html, section);
            }
        });
    });
    html.element("footer", &[], |html| {
        html.words("p", &[], &format!("Written by {PROGRAM}. The page loads nothing and needs no script."));
    });
    for script in &active.scripts {
        html.ours("\n");
        html.element("script", &[], |html| html.ours(script));
    }
}

/// What of a page runs, and what that needs.
#[derive(Debug, Default)]
struct Active {
    scripts: Vec<String>,
    styles: Vec<&'static str>,
    /// Whether the engine runs, in workers.
    engine: bool,
}

impl Active {
    fn of(document: &Document) -> Self {
        let mut active = Self { styles: vec![STYLE], ..Self::default() };
        if document.plays() {
            active.scripts.push(script::text());
            active.styles.push(script::STYLE);
        }
        #[cfg(feature = "cli")]
        if let Some(live) = document.live() {
            active.scripts.push(live.script.clone());
            active.styles.push(live.style);
            active.engine = true;
        }
        active
    }

    /// What a browser may load and run: these scripts, by their hashes, and nothing else.
    fn policy(&self) -> String {
        if self.scripts.is_empty() {
            return POLICY.to_owned();
        }
        let hashes = self.scripts.iter().map(|script| format!(" 'sha256-{}'", sha256::base64(script)));
        let engine = if self.engine { " 'wasm-unsafe-eval'; worker-src blob:" } else { "" };
        format!("{POLICY}; script-src{}{engine}", hashes.collect::<String>())
    }
}

fn part(html: &mut Html, section: &Section) {
    let heading = format!("{}-heading", section.id);
    html.ours("\n");
    html.element("section", &[("id", section.id), ("aria-labelledby", &heading)], |html| {
        html.words("h2", &[("id", &heading)], &section.heading);
        for one in &section.blocks {
            block(html, one);
        }
    });
}

fn block(html: &mut Html, block: &Block) {
    html.ours("\n");
    match block {
        Block::Paragraph(words) => html.element("p", &[], |html| spans(html, words)),
        Block::Lead(words) => html.element("p", &[("class", "lead")], |html| spans(html, words)),
        Block::Heading(words) => html.words("h3", &[], &clipped(words)),
        Block::List(points) => html.element("ul", &[], |html| {
            for point in points {
                html.element("li", &[], |html| spans(html, point));
            }
        }),
        Block::Facts(facts) => html.element("dl", &[], |html| {
            for (word, meaning) in facts {
                html.element("div", &[], |html| {
                    html.words("dt", &[], word);
                    html.element("dd", &[], |html| spans(html, meaning));
                });
            }
        }),
        Block::Table(table) => tabular(html, table),
        Block::Figure(figure) => drawing(html, figure),
        Block::Code(code) => {
            html.element("pre", &[("tabindex", "0")], |html| html.words("code", &[], code));
        }
        Block::Playback(data) => {
            html.ours(script::PLAYER);
            html.held(script::DATA, "application/json", data);
        }
        #[cfg(feature = "cli")]
        Block::Live(live) => html.ours(&live.markup),
        Block::Details(summary, inside) => html.element("details", &[], |html| {
            html.words("summary", &[], summary);
            for one in inside {
                self::block(html, one);
            }
        }),
    }
}

fn spans(html: &mut Html, spans: &[Span]) {
    for span in spans {
        match span {
            Span::Strong(words) => html.words("strong", &[], &clipped(words)),
            Span::Code(words) => html.words("code", &[], &clipped(words)),
            Span::Link(words, address) if followed(address) => {
                html.words("a", &[("href", address)], &clipped(words));
            }
            Span::Text(words) | Span::Link(words, _) => html.text(&clipped(words)),
            Span::Blank(words) => {
                html.words("span", &[("class", "blank")], &format!("To be filled in by the author: {words}"));
            }
        }
    }
}

/// Whether an address may be a link: a document in the web, or a part of this page. What else a scenario may hold
/// (`javascript:`, say) is shown as words.
fn followed(address: &str) -> bool {
    ["https://", "http://", "#"].iter().any(|beginning| address.starts_with(beginning))
}

fn tabular(html: &mut Html, table: &Table) {
    let number: &[(&str, &str)] = &[("class", "number")];
    let class = |numbers: bool| if numbers { number } else { &[] };
    // A table that is wider than the window is scrolled by itself, also from the keyboard.
    let scrolled = [("class", "table"), ("tabindex", "0"), ("role", "group"), ("aria-label", &table.caption)];
    html.element("div", &scrolled, |html| {
        html.element("table", &[], |html| {
            html.words("caption", &[], &table.caption);
            html.element("thead", &[], |html| {
                html.element("tr", &[], |html| {
                    for column in &table.columns {
                        let attributes = [&[("scope", "col")], class(column.numbers)].concat();
                        html.words("th", &attributes, &column.head);
                    }
                });
            });
            html.element("tbody", &[], |html| {
                for row in &table.rows {
                    html.ours("\n");
                    html.element("tr", &[], |html| {
                        for (index, (cell, column)) in row.iter().zip(&table.columns).enumerate() {
                            let inside = |html: &mut Html| spans(html, cell);
                            match index {
                                0 => html.element("th", &[("scope", "row")], inside),
                                _ => html.element("td", class(column.numbers), inside),
                            }
                        }
                    });
                }
            });
        });
    });
}

fn drawing(html: &mut Html, figure: &Figure) {
    let id = format!("figure-{}", figure.id);
    html.element("figure", &[("id", &id)], |html| {
        let attributes = [("class", "drawing"), ("role", "img"), ("aria-label", &clipped(&figure.alt))];
        html.element("div", &attributes, |html| html.ours(&inlined(&figure.svg, &figure.id)));
        html.element("figcaption", &[], |html| {
            let title = format!("Figure {}. {}.", figure.number, clipped(&figure.title));
            html.words("strong", &[], &title);
            html.text(&format!(" {}", clipped(&figure.caption)));
        });
    });
}

/// The drawing as an element of a page. Its root takes the width that there is and the typefaces of the page's styles, its
/// title and description give way to the label of the figure, and its ids are kept apart from those of other drawings.
fn inlined(svg: &str, id: &str) -> String {
    let Some((root, body)) = svg.split_once('>') else { return String::new() };
    let attribute = |name: &str| {
        let from = root.find(&format!(" {name}=\""))? + name.len() + 3;
        root[from..].split('"').next()
    };
    let view_box = attribute("viewBox").unwrap_or_default();
    let body = without(without(body, "title"), "desc");
    let own = body
        .replace(" id=\"", &format!(" id=\"{id}-"))
        .replace("url(#", &format!("url(#{id}-"))
        .replace("href=\"#", &format!("href=\"#{id}-"));
    format!(
        "<svg viewBox=\"{view_box}\" stroke-linejoin=\"round\" aria-hidden=\"true\" focusable=\"false\">{own}"
    )
}

/// What follows the first element of this name where the text begins with it.
fn without<'a>(body: &'a str, name: &str) -> &'a str {
    let trimmed = body.trim_start();
    let inside = trimmed.strip_prefix(&format!("<{name}>"));
    inside.and_then(|inside| inside.split_once(&format!("</{name}>"))).map_or(trimmed, |(_, rest)| rest)
}

#[cfg(test)]
mod tests {
    use super::super::document::text;
    use super::*;

    fn html(title: &str, words: Vec<Span>) -> String {
        let mut section = Section::new("one", "One");
        section.paragraph(words);
        let document =
            Document { title: title.to_owned(), kind: "a test".to_owned(), sections: vec![section] };
        String::from_utf8(render(&document)).expect("utf-8")
    }

    #[test]
    fn words_never_become_markup() {
        let page = html("<script>alert(1)</script> & \"more\"", text("</p><img src=x onerror=y>"));
        assert!(!page.contains("<script") && !page.contains("<img"), "{page}");
        assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; \"more\""), "{page}");
    }

    #[test]
    fn only_documents_in_the_web_and_parts_of_the_page_are_links() {
        let link = |address: &str| html("t", vec![Span::Link("words".to_owned(), address.to_owned())]);
        assert!(link("https://example.org/a?b=c&d").contains("href=\"https://example.org/a?b=c&amp;d\""));
        assert!(link("#one").contains("<a href=\"#one\">words</a>"));
        for address in ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "\" onclick=\"x"] {
            let page = link(address);
            assert!(page.contains("<p>words</p>"), "{page}");
        }
    }

    #[test]
    fn ids_of_drawings_are_kept_apart() {
        let svg = concat!(
            "<svg xmlns=\"x\" width=\"1mm\" viewBox=\"0 0 9 9\" font-family=\"A, 'B'\">\n<title>t</title>\n<desc>d</desc>\n",
            "<clipPath id=\"c\"/><g clip-path=\"url(#c)\"/><use href=\"#c\"/></svg>\n"
        );
        let expected = concat!(
            "<svg viewBox=\"0 0 9 9\" stroke-linejoin=\"round\" aria-hidden=\"true\" focusable=\"false\">",
            "\n<clipPath id=\"map-c\"/><g clip-path=\"url(#map-c)\"/><use href=\"#map-c\"/></svg>\n"
        );
        assert_eq!(inlined(svg, "map"), expected);
    }

    #[test]
    fn a_title_of_any_length_leaves_the_page_small() {
        let page = html(&"long ".repeat(20_000), text("x"));
        assert!(page.len() < 20_000, "{}", page.len());
    }
}
