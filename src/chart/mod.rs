//! Figures: one file per figure, and a theme that they share.
