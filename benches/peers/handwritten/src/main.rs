//! The airlift model written by hand for nothing but this model: an enum of events, a heap of packed keys,
//! flat state that is reset and not rebuilt, ready times sorted beforehand and merged at the head.

mod heap;
mod world;

use std::process::ExitCode;

fn main() -> ExitCode {
    airlift::drive("handwritten", |size| {
        let mut world = world::World::new(size);
        move |replication| world.run(replication)
    })
}
