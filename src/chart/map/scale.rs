//! The bar that says how long a kilometre is, and how many names had no room.

use super::MapLayout;
use crate::chart::canvas::{Anchor, Canvas, Type};
use crate::chart::colour::{INK, PAPER};
use crate::chart::geometry::Rect;
use crate::chart::number;
use crate::chart::theme::{SMALL_PT, Stroke};

/// A bar with its length.
pub(super) struct ScaleBar {
    length_mm: f64,
    km: f64,
}

impl ScaleBar {
    const SET: Type = Type::regular(SMALL_PT, INK);
    const HEIGHT_MM: f64 = 6.0;

    /// The longest bar of 1, 2 or 5 times a power of ten that takes at most a fifth of the width.
    pub(super) fn of(layout: &MapLayout) -> Self {
        let most_km = layout.frame.width() / 5.0 * layout.km_per_mm();
        let power = libm::pow(10.0, libm::floor(libm::log10(most_km)));
        let km = [5.0, 2.0].map(|digit| digit * power).into_iter().find(|km| *km <= most_km).unwrap_or(power);
        Self { length_mm: km / layout.km_per_mm(), km }
    }

    /// Width and height that it needs, with a line below for what is left out (mm).
    pub(super) fn size(&self) -> (f64, f64) {
        (self.length_mm.max(Self::SET.width("88 names left out")) + 4.0, 2.0 * Self::HEIGHT_MM)
    }

    /// Draws it into a corner of the map.
    pub(super) fn draw(&self, canvas: &mut Canvas<'_>, corner: Rect, unnamed: usize) {
        let x = corner.left + 2.0;
        let mut baseline = corner.bottom - 2.0;
        if unnamed > 0 {
            let plural = if unnamed == 1 { "" } else { "s" };
            let words = format!("{unnamed} name{plural} left out");
            canvas.text(&words, (x, baseline), Anchor::Start, Self::SET);
            baseline -= 3.4;
        }
        let end = x + self.length_mm;
        let y = baseline;
        canvas.line(&[(x, y), (end, y)], Stroke::solid(PAPER, 2.0));
        canvas.line(&[(x, y - 1.0), (x, y), (end, y), (end, y - 1.0)], Stroke::solid(INK, 0.8));
        let words = format!("{}\u{a0}km", number::grouped(self.km, number::decimals_of(self.km)));
        canvas.text(&words, (x, y - 1.4), Anchor::Start, Self::SET);
    }
}
