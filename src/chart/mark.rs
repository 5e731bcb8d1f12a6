//! Marks of places on a map; their shapes differ, so that they are told apart without colour.

use serde::{Deserialize, Serialize};

use super::canvas::Canvas;
use super::colour::{INK, ORANGE, PAPER, VERMILION};
use super::geometry::Point;
use super::theme::Stroke;

/// What a place is to a force, as its mark on a map shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// A site to protect: a square.
    Site,
    /// The base of a fleet: a triangle.
    Base,
    /// An airfield, railhead or port: a disc.
    Terminal,
    /// Any other place: a small open circle.
    Other,
}

impl Mark {
    /// The word for it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Site => "site",
            Self::Base => "base",
            Self::Terminal => "terminal",
            Self::Other => "other",
        }
    }

    /// Distance from the middle that the mark reaches at most (mm).
    pub(crate) fn reach_mm(self) -> f64 {
        match self {
            Self::Site | Self::Base => 1.1,
            Self::Terminal => 0.9,
            Self::Other => 0.75,
        }
    }

    /// Draws it around a point.
    pub(crate) fn draw(self, canvas: &mut Canvas<'_>, (x, y): Point) {
        let edge = Stroke::solid(PAPER, 0.5);
        match self {
            Self::Site => {
                let corners =
                    [(x - 0.9, y - 0.9), (x + 0.9, y - 0.9), (x + 0.9, y + 0.9), (x - 0.9, y + 0.9)];
                canvas.polygon(&corners, VERMILION.opaque());
                canvas.line(&[corners[0], corners[1], corners[2], corners[3], corners[0]], edge);
            }
            Self::Base => {
                let corners = [(x, y - 1.15), (x + 1.1, y + 0.8), (x - 1.1, y + 0.8)];
                canvas.polygon(&corners, INK.opaque());
                canvas.line(&[corners[0], corners[1], corners[2], corners[0]], edge);
            }
            Self::Terminal => {
                canvas.disc((x, y), 0.85, INK.opaque());
                canvas.circle((x, y), 0.85, edge);
            }
            Self::Other => {
                canvas.disc((x, y), 0.7, PAPER.opaque());
                canvas.circle((x, y), 0.6, Stroke::solid(INK, 0.7));
            }
        }
    }
}

/// The circle of what waits at a place, behind its mark.
pub(crate) fn wait_circle(canvas: &mut Canvas<'_>, at: Point, radius_mm: f64) {
    canvas.disc(at, radius_mm, ORANGE.mix(0.4));
    canvas.circle(at, radius_mm, Stroke::solid(ORANGE, 0.8));
}
