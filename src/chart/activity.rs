//! What a unit or a carrier is doing, and how each of these is drawn wherever it appears.
//!
//! Colour is never alone: waits are hatched, what moves fills its row, what is handled is lower and what rests is
//! thin, so that the kinds can be told apart in grey.

use plotters::style::{Color, RGBColor};

use super::canvas::Canvas;
use super::geometry::Rect;
use super::pattern::Hatch;
use super::theme::{BLUE, GREEN, GRID, INK, ORANGE, PAPER, PURPLE, SKY, Stroke, VERMILION, YELLOW};

/// A kind of activity, as the figures tell them apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Activity {
    /// The collective decision, and mandates.
    Decision,
    /// Notice and preparation.
    Mobilising,
    /// Waiting for a carrier.
    WaitingForCarrier,
    /// Waiting for room: a stand, a working spot, a team, a ramp.
    WaitingForRoom,
    /// Any other wait: crews, opening hours, weather, fuel.
    WaitingOther,
    /// Loading.
    Loading,
    /// Flying, sailing or rolling with a load.
    Travelling,
    /// A carrier's way without a load.
    Returning,
    /// Unloading.
    Unloading,
    /// Refuelling, service, repair, crew rest.
    Servicing,
    /// Closed by weather, night or order, or held back by a rule: an interval, a limit, the next report.
    Closed,
    /// Reception and marry-up.
    Reception,
    /// Marching.
    Marching,
    /// In place.
    InPlace,
    /// Handing over.
    HandingOver,
    /// What is too little to be told apart.
    Rest,
}

/// How an activity is drawn.
struct Look {
    fill: RGBColor,
    hatch: Option<Hatch>,
    /// Share of the row's height.
    height: f64,
}

impl Activity {
    /// All of them, in the order of a key.
    pub const ALL: [Self; 16] = [
        Self::Decision,
        Self::Mobilising,
        Self::WaitingForCarrier,
        Self::WaitingForRoom,
        Self::WaitingOther,
        Self::Loading,
        Self::Travelling,
        Self::Returning,
        Self::Unloading,
        Self::Servicing,
        Self::Closed,
        Self::Reception,
        Self::Marching,
        Self::InPlace,
        Self::HandingOver,
        Self::Rest,
    ];

    /// Its usual name in a key.
    pub fn label(self) -> &'static str {
        match self {
            Self::Decision => "decision, mandate",
            Self::Mobilising => "mobilising",
            Self::WaitingForCarrier => "waiting for a carrier",
            Self::WaitingForRoom => "waiting for a stand or spot",
            Self::WaitingOther => "other waits",
            Self::Loading => "loading",
            Self::Travelling => "travelling",
            Self::Returning => "returning",
            Self::Unloading => "unloading",
            Self::Servicing => "refuelling, service, rest",
            Self::Closed => "closed or held back",
            Self::Reception => "reception",
            Self::Marching => "marching",
            Self::InPlace => "in place",
            Self::HandingOver => "handing over",
            Self::Rest => "all else",
        }
    }

    fn look(self) -> Look {
        let (fill, hatch, height) = match self {
            Self::Decision => (RGBColor(0xc4, 0xc4, 0xc4), None, 0.45),
            Self::Mobilising => (YELLOW, None, 0.45),
            Self::WaitingForCarrier => (PAPER, Some(Hatch::Rising), 0.7),
            Self::WaitingForRoom => (PAPER, Some(Hatch::Falling), 0.7),
            Self::WaitingOther => (PAPER, Some(Hatch::Upright), 0.7),
            Self::Loading => (ORANGE, None, 0.7),
            Self::Travelling => (BLUE, None, 1.0),
            Self::Returning => (RGBColor(0xa6, 0xcb, 0xe3), None, 1.0),
            Self::Unloading => (GREEN, None, 0.7),
            Self::Servicing => (RGBColor(0x80, 0x80, 0x80), None, 0.7),
            Self::Closed => (RGBColor(0x3a, 0x3a, 0x3a), None, 0.7),
            Self::Reception => (PURPLE, None, 0.45),
            Self::Marching => (SKY, None, 1.0),
            Self::InPlace => (INK, None, 0.16),
            Self::HandingOver => (VERMILION, None, 0.7),
            Self::Rest => (GRID, None, 0.45),
        };
        Look { fill, hatch, height }
    }

    /// Whether black text can be read on its colour, rather than white.
    pub(crate) fn is_light(self) -> bool {
        let RGBColor(red, green, blue) = self.look().fill;
        // Rec. 601 luma: what a grey printer makes of it.
        0.299 * f64::from(red) + 0.587 * f64::from(green) + 0.114 * f64::from(blue) > 135.0
    }

    /// Whether its area is hatched.
    pub(crate) fn is_hatched(self) -> bool {
        self.look().hatch.is_some()
    }

    /// Draws it as a bar of its own height in a row.
    pub(crate) fn draw(self, canvas: &mut Canvas<'_>, row: Rect) {
        let shrink = row.height() * (1.0 - self.look().height) / 2.0;
        self.draw_full(canvas, Rect { top: row.top + shrink, bottom: row.bottom - shrink, ..row });
    }

    /// Draws it over the whole of a rectangle.
    pub(crate) fn draw_full(self, canvas: &mut Canvas<'_>, place: Rect) {
        let look = self.look();
        canvas.fill(place, look.fill.to_rgba());
        if let Some(hatch) = look.hatch {
            let stroke = Stroke::solid(INK, 0.35);
            if place.width() > 0.6 {
                canvas.hatch(place, hatch, 0.9, stroke);
            }
            canvas.outline(place, stroke);
        }
    }
}
