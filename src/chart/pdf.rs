//! From SVG to a PDF page of the figure's size, with selectable text and the alt text where readers of screens look for it.

use krilla::geom::Size;
use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use krilla::tagging::{ContentTag, Node, SpanTag, Tag, TagGroup, TagTree};
use krilla::{Document, SerializeSettings};
use krilla_svg::{SurfaceExt, SvgSettings};

use super::theme::MM_PER_PT;
use super::{ChartError, Figure, raster};

/// The figure as one page. It holds no date and no random name, so that equal figures are equal bytes.
///
/// # Errors
/// [`ChartError::Svg`] when the drawing cannot be read, [`ChartError::Pdf`] when it cannot be written.
pub(crate) fn pdf(figure: &Figure) -> Result<Vec<u8>, ChartError> {
    let tree = raster::parse(&figure.svg)?;
    let points = |mm: f64| (mm / MM_PER_PT) as f32;
    let (width, height) = (points(figure.width_mm), points(figure.height_mm));
    let settings = PageSettings::from_wh(width, height).ok_or(ChartError::Draw)?;
    let size = Size::from_wh(width, height).ok_or(ChartError::Draw)?;
    let mut document =
        Document::new_with(SerializeSettings { enable_tagging: true, ..SerializeSettings::default() });
    let mut page = document.start_page_with(settings);
    let mut surface = page.surface();
    let drawing = surface.start_tagged(ContentTag::Span(SpanTag::empty()));
    let drawn = surface.draw_svg(&tree, size, SvgSettings::default());
    surface.end_tagged();
    surface.finish();
    page.finish();
    drawn.ok_or(ChartError::Draw)?;
    let mut tags = TagTree::new();
    tags.push(Node::Group(TagGroup::with_children(
        Tag::Figure(Some(figure.alt.clone())),
        vec![drawing.into()],
    )));
    document.set_tag_tree(tags);
    document.set_metadata(
        Metadata::new()
            .title(figure.title.clone())
            .description(format!("{} {}", figure.alt, figure.source))
            .creator(format!("forceflow {}", env!("CARGO_PKG_VERSION")))
            .language("en".to_owned()),
    );
    document.finish().map_err(|error| ChartError::Pdf(format!("{error:?}")))
}
