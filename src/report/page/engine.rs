//! The engine as a page holds it, and how the script of a page asks it: `assets/engine/`. Nothing of these comes from a scenario.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// The engine, gzipped.
const ENGINE: &[u8] = include_bytes!("../../../assets/engine/engine.wasm.gz");

/// What a worker runs: the engine's calls, and the loop that answers a page.
const WORKER: [&str; 2] =
    [include_str!("../../../assets/engine/engine.js"), include_str!("../../../assets/engine/worker.js")];

/// With what the script of a page begins: the client of the engine, and `window.forceflow`.
pub(super) const CLIENT: &str = concat!(
    include_str!("../../../assets/engine/client.js"),
    include_str!("../../../assets/engine/contract.js")
);

/// The engine, gzipped, in Base64.
pub(super) fn engine() -> String {
    STANDARD.encode(ENGINE)
}

/// The script of a worker.
pub(super) fn worker() -> String {
    WORKER.concat().replace('\r', "")
}
