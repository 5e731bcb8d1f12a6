//! A command on a thread of its own, while Python stays free and hears its signals.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use forceflow::internals::cli::{Answer, Asked, carry_out as run};
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;

/// How long Python may have to wait until a signal is heard.
const PAUSE: Duration = Duration::from_millis(50);

/// How long a command that was told to stop may take for it before it is left alone.
const PATIENCE: Duration = Duration::from_secs(2);

/// The stack of the thread: that of a program's first one on most systems [bytes].
const STACK: usize = 8 * 1024 * 1024;

/// Carries a command out without the lock of the interpreter.
///
/// # Errors
/// What a signal raises, such as `KeyboardInterrupt`: then the command is told to stop. A bug in the program.
pub fn carry_out(
    py: Python<'_>,
    arguments: Vec<String>,
    texts: BTreeMap<String, String>,
    hold: bool,
) -> PyResult<Answer> {
    let interrupted = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&interrupted);
    let (done, answer) = channel();
    // Only one thread waits; the lock lets it do so without the interpreter.
    let answer = Mutex::new(answer);
    let work = move || {
        let found = run(Asked { arguments: &arguments, texts, hold, interrupted: flag });
        // Nobody listens any more where the wait was given up.
        let _ = done.send(found);
    };
    thread::Builder::new().name("forceflow".to_owned()).stack_size(STACK).spawn(work)?;
    let wait = |time: Duration| {
        py.detach(|| answer.lock().unwrap_or_else(PoisonError::into_inner).recv_timeout(time))
    };
    loop {
        match wait(PAUSE) {
            Ok(answer) => return Ok(answer),
            Err(RecvTimeoutError::Disconnected) => {
                return Err(PyRuntimeError::new_err("a bug in forceflow; stderr says where"));
            }
            Err(RecvTimeoutError::Timeout) => {}
        }
        if let Err(signal) = py.check_signals() {
            interrupted.store(true, Ordering::Relaxed);
            let since = Instant::now();
            while since.elapsed() < PATIENCE && matches!(wait(PAUSE), Err(RecvTimeoutError::Timeout)) {}
            return Err(signal);
        }
    }
}
