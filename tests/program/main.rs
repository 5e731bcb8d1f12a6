//! The program: commands, folders of results, interruptions, and what the documentation says of them.

mod again;
mod audit;
mod backtest;
mod beginning;
mod cargo;
mod chance;
mod chart;
mod cited;
mod command_line;
#[path = "../common/mod.rs"]
mod common;
mod compare;
mod compare_seeds;
mod data;
mod discover;
mod documentation;
mod example;
mod folder;
mod interrupt;
mod live;
mod map;
mod pinned;
mod playback;
mod playground;
mod quoted;
mod report;
mod sensitivity;
mod shown;
mod size;
mod support;
mod sweep;
mod uncertain;
mod usage;
mod verify;
mod why;
