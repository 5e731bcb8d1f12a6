//! Files as the program reads and writes them. Nothing here knows what is in them.

pub mod disk;
pub mod exchange;
pub mod owner;
pub mod read;
pub mod unfinished;
