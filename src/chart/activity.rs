//! What a unit or a carrier is doing, and how each of these is drawn wherever it appears.
//!
//! Colour is never alone: waits are hatched, what moves fills its row, what is handled is lower, what rests is thin,
//! and kinds of one height that a grey printer makes alike differ by light lines, so that all can be told apart in grey.

use serde::{Deserialize, Serialize};

use super::canvas::Canvas;
use super::colour::{
    BLUE, Colour, GREEN, GRID, INK, ORANGE, PAPER, PURPLE, SKY, Theme, VERMILION, WHITE, YELLOW,
};
use super::geometry::Rect;
use super::pattern::Hatch;
use super::theme::Stroke;

/// A kind of activity, as the figures tell them apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Activity {
    /// The collective decision, and mandates.
    Decision,
    /// Notice and preparation.
    Mobilising,
    /// Waiting for a carrier.
    WaitingForCarrier,
    /// Waiting for room: a stand, a working spot, a ramp.
    WaitingForRoom,
    /// Waiting for who or what serves: a loading or unloading team, a crane, a fuel point.
    WaitingForTeam,
    /// Waiting for reception.
    WaitingForReception,
    /// Any other wait: for the runway or the route, the rest of the unit, a hand-over.
    WaitingOther,
    /// Loading.
    Loading,
    /// Flying, sailing or rolling with a load.
    Travelling,
    /// A carrier's way without a load.
    Returning,
    /// Unloading.
    Unloading,
    /// Refuelling and service.
    Servicing,
    /// De-icing.
    DeIcing,
    /// Repair.
    Repair,
    /// Crew rest.
    CrewRest,
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
    fill: Colour,
    /// Dark lines on paper: a wait.
    hatch: Option<Hatch>,
    /// Light lines on the fill.
    stripes: Option<Hatch>,
    /// Share of the row's height.
    height: f64,
}

impl Activity {
    /// All of them, in the order of a key.
    pub const ALL: [Self; 21] = [
        Self::Decision,
        Self::Mobilising,
        Self::WaitingForCarrier,
        Self::WaitingForRoom,
        Self::WaitingForTeam,
        Self::WaitingForReception,
        Self::WaitingOther,
        Self::Loading,
        Self::Travelling,
        Self::Returning,
        Self::Unloading,
        Self::Servicing,
        Self::DeIcing,
        Self::Repair,
        Self::CrewRest,
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
            Self::WaitingForTeam => "waiting for a team, crane or fuel point",
            Self::WaitingForReception => "waiting for reception",
            Self::WaitingOther => "other waits",
            Self::Loading => "loading",
            Self::Travelling => "travelling",
            Self::Returning => "returning",
            Self::Unloading => "unloading",
            Self::Servicing => "refuelling, service",
            Self::DeIcing => "de-icing",
            Self::Repair => "repair",
            Self::CrewRest => "crew rest",
            Self::Closed => "closed or held back",
            Self::Reception => "reception",
            Self::Marching => "marching",
            Self::InPlace => "in place",
            Self::HandingOver => "handing over",
            Self::Rest => "all else",
        }
    }

    fn look(self) -> Look {
        let (fill, hatch, stripes, height) = match self {
            Self::Decision => (grey(0xc4), None, None, 0.45),
            Self::Mobilising => (YELLOW, None, None, 0.45),
            Self::WaitingForCarrier => (PAPER, Some(Hatch::Rising), None, 0.7),
            Self::WaitingForRoom => (PAPER, Some(Hatch::Falling), None, 0.7),
            Self::WaitingForTeam => (PAPER, Some(Hatch::Level), None, 0.7),
            Self::WaitingForReception => (PAPER, Some(Hatch::Crossed), None, 0.7),
            Self::WaitingOther => (PAPER, Some(Hatch::Upright), None, 0.7),
            Self::Loading => (ORANGE, None, None, 0.7),
            Self::Travelling => (BLUE, None, None, 1.0),
            Self::Returning => (Colour::fixed((0xa6, 0xcb, 0xe3)), None, None, 1.0),
            Self::Unloading => (GREEN, None, Some(Hatch::Level), 0.7),
            Self::Servicing => (grey(0x80), None, None, 0.45),
            Self::DeIcing => (grey(0xb8), None, Some(Hatch::Upright), 0.7),
            Self::Repair => (grey(0x68), None, Some(Hatch::Rising), 0.7),
            Self::CrewRest => (grey(0xa8), None, None, 0.3),
            Self::Closed => (grey(0x3a), None, None, 0.7),
            Self::Reception => (PURPLE, None, None, 0.45),
            Self::Marching => (SKY, None, Some(Hatch::Upright), 1.0),
            Self::InPlace => (INK, None, None, 0.16),
            Self::HandingOver => (VERMILION, None, Some(Hatch::Falling), 0.7),
            Self::Rest => (GRID, None, None, 0.45),
        };
        Look { fill, hatch, stripes, height }
    }

    /// What stands behind a label on its area where lines would run through it.
    pub(crate) fn ground(self) -> Option<Colour> {
        let look = self.look();
        (look.hatch.is_some() || look.stripes.is_some()).then_some(look.fill)
    }

    /// The colour of a label on its area.
    pub(crate) fn label_colour(self, theme: Theme) -> Colour {
        self.look().fill.readable_on(theme)
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
        canvas.fill(place, look.fill.opaque());
        if let Some(hatch) = look.hatch {
            let stroke = Stroke::solid(INK, 0.35);
            if place.width() > 0.6 {
                canvas.hatch(place, hatch, 0.9, stroke);
            }
            canvas.outline(place, stroke);
        }
        if let Some(stripes) = look.stripes.filter(|_| place.width() > 0.6) {
            canvas.hatch(place, stripes, 1.1, Stroke::solid(WHITE, 0.5));
        }
    }
}

const fn grey(level: u8) -> Colour {
    Colour::fixed((level, level, level))
}
