//! The engine of forceflow for pages: requests and answers are JSON, and `docs/engine.md` is their contract.
//!
//! [`Engine`] answers a request, and `exports` is what a page calls. Work that takes long is a job: it is opened, goes on
//! by so many steps a call, may be read at any time and is closed, so that whoever asks stays responsive and may stop.

mod answer;
mod exports;
mod job;
mod request;
mod scenario;
#[cfg(test)]
mod tests;

pub use answer::Engine;
