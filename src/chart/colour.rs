//! Colours, each with what it is in every theme.
//!
//! The eight for data are those of Okabe and Ito (2008, "Color Universal Design"), which colour-blind readers can tell
//! apart; because they do not all survive grey printing, each series also has a line style, a marker, a hatch or a
//! label of its own. On dark paper the darkest of them are lightened; in print, text is black.

use serde::{Deserialize, Serialize};

/// What a figure is looked at on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// White paper or a light page.
    #[default]
    Light,
    /// A dark page or slide.
    Dark,
    /// Paper, with black text and rules that survive a poor printer.
    Print,
}

/// Red, green and blue, 0 to 255 each.
pub(crate) type Rgb = (u8, u8, u8);

/// A colour in every theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Colour {
    light: Rgb,
    dark: Rgb,
    print: Rgb,
}

impl Colour {
    const fn new(light: u32, dark: u32, print: u32) -> Self {
        Self { light: rgb(light), dark: rgb(dark), print: rgb(print) }
    }

    /// A colour that is one and the same in every theme.
    pub(crate) const fn fixed(colour: Rgb) -> Self {
        Self { light: colour, dark: colour, print: colour }
    }

    /// What it is in a theme.
    pub(crate) fn within(self, theme: Theme) -> Rgb {
        match theme {
            Theme::Light => self.light,
            Theme::Dark => self.dark,
            Theme::Print => self.print,
        }
    }

    /// The colour as it covers what is behind.
    pub(crate) const fn opaque(self) -> Paint {
        Paint { colour: self, opacity: 1.0 }
    }

    /// The colour through which what is behind shines.
    pub(crate) const fn mix(self, opacity: f64) -> Paint {
        Paint { colour: self, opacity }
    }

    /// Black or white, whichever can be read on it.
    pub(crate) fn readable_on(self, theme: Theme) -> Self {
        let (red, green, blue) = self.within(theme);
        // Rec. 601 luma: what a grey printer makes of it.
        let luma = 0.299 * f64::from(red) + 0.587 * f64::from(green) + 0.114 * f64::from(blue);
        if luma > 135.0 { BLACK } else { WHITE }
    }
}

/// A colour with its opacity, 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Paint {
    pub(crate) colour: Colour,
    pub(crate) opacity: f64,
}

const fn rgb(hex: u32) -> Rgb {
    ((hex >> 16) as u8, (hex >> 8) as u8, hex as u8)
}

/// Text on a light colour, whatever the theme.
pub(crate) const BLACK: Colour = Colour::fixed(rgb(0x1f_1f1f));
/// Text on a dark colour, whatever the theme.
pub(crate) const WHITE: Colour = Colour::fixed(rgb(0xff_ffff));

/// Text and axis lines.
pub(crate) const INK: Colour = Colour::new(0x1f_1f1f, 0xec_ecec, 0x00_0000);
/// Text that must not compete with the data; contrast above 5 to its paper.
pub(crate) const QUIET: Colour = Colour::new(0x5c_5c5c, 0xb0_b0b0, 0x33_3333);
/// Grid lines.
pub(crate) const GRID: Colour = Colour::new(0xe2_e2e2, 0x3a_3a3a, 0xd0_d0d0);
/// Lines between days, and frames of panels.
pub(crate) const RULE: Colour = Colour::new(0xb4_b4b4, 0x6a_6a6a, 0x80_8080);
/// Paper.
pub(crate) const PAPER: Colour = Colour::new(0xff_ffff, 0x16_181c, 0xff_ffff);

/// Water on a map.
pub(crate) const WATER: Colour = Colour::new(0xcf_dde7, 0x1f_2a33, 0xdd_dddd);
/// Land on a map.
pub(crate) const LAND: Colour = Colour::new(0xf4_f2eb, 0x38_3a3c, 0xff_ffff);

/// Okabe-Ito orange.
pub(crate) const ORANGE: Colour = Colour::fixed(rgb(0xe6_9f00));
/// Okabe-Ito sky blue.
pub(crate) const SKY: Colour = Colour::fixed(rgb(0x56_b4e9));
/// Okabe-Ito bluish green.
pub(crate) const GREEN: Colour = Colour::new(0x00_9e73, 0x1f_b98d, 0x00_9e73);
/// Okabe-Ito yellow: for areas only, a yellow line cannot be seen on white.
pub(crate) const YELLOW: Colour = Colour::fixed(rgb(0xf0_e442));
/// Okabe-Ito blue.
pub(crate) const BLUE: Colour = Colour::new(0x00_72b2, 0x3d_9bdc, 0x00_72b2);
/// Okabe-Ito vermilion.
pub(crate) const VERMILION: Colour = Colour::new(0xd5_5e00, 0xf0_7f2e, 0xd5_5e00);
/// Okabe-Ito reddish purple.
pub(crate) const PURPLE: Colour = Colour::fixed(rgb(0xcc_79a7));
/// A neutral grey for what is neither good nor bad.
pub(crate) const GREY: Colour = Colour::fixed(rgb(0x9a_9a9a));

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance (WCAG 2.2).
    fn luminance((red, green, blue): Rgb) -> f64 {
        let linear = |part: u8| {
            let share = f64::from(part) / 255.0;
            if share <= 0.04045 { share / 12.92 } else { libm::pow((share + 0.055) / 1.055, 2.4) }
        };
        0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    }

    fn contrast(one: Colour, other: Colour, theme: Theme) -> f64 {
        let (one, other) = (luminance(one.within(theme)), luminance(other.within(theme)));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn text_can_be_read_and_lines_seen_in_every_theme() {
        for theme in [Theme::Light, Theme::Dark, Theme::Print] {
            for text in [INK, QUIET] {
                let found = contrast(text, PAPER, theme);
                assert!(found >= 5.0, "{text:?} in {theme:?}: {found:.1}");
            }
            for line in [BLUE, VERMILION, GREEN] {
                let found = contrast(line, PAPER, theme);
                assert!(found >= 3.0, "{line:?} in {theme:?}: {found:.1}");
            }
        }
    }
}
