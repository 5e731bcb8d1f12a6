//! The native half of the Python module `forceflow`: it carries out commands of the program and draws figures. What is
//! made of them for readers is Python, in `source/forceflow`.

mod session;

use std::collections::BTreeMap;
use std::ffi::OsString;

use forceflow::internals::cli::{OrEnd, code, draw as draw_figures};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyBytes;

#[global_allocator]
static ALLOCATOR: OrEnd = OrEnd;

type Bytes<'py> = BTreeMap<String, Bound<'py, PyBytes>>;

/// What the Python half of the module calls.
#[pymodule]
mod _native {
    #[pymodule_export]
    use super::{call, draw, main};
}

/// Runs the program with these arguments, the first being its name, and gives the exit code.
#[pyfunction]
fn main(py: Python<'_>, arguments: Vec<OsString>) -> u8 {
    py.detach(|| code(arguments))
}

/// Carries out a command: exit code, stdout, stderr, the answer of a study as JSON, and the files of its folder.
///
/// `texts` holds scenarios that are no files, by the names that the arguments have for them. With `hold` the folder of
/// results is handed back; without, it is written.
#[pyfunction]
#[expect(clippy::type_complexity, reason = "the tuple is unpacked by one caller")]
fn call<'py>(
    py: Python<'py>,
    arguments: Vec<String>,
    texts: BTreeMap<String, String>,
    hold: bool,
) -> PyResult<(u8, String, String, Option<Bound<'py, PyBytes>>, Option<Bytes<'py>>)> {
    let answer = session::carry_out(py, arguments, texts, hold)?;
    let json = answer.json.map(|json| PyBytes::new(py, &json));
    let files = answer.files.map(|files| bytes(py, files));
    Ok((answer.exit, answer.stdout, answer.stderr, json, files))
}

/// Draws figures from a `figure-data.json`; `arguments` are those of `forceflow chart`.
#[pyfunction]
fn draw<'py>(py: Python<'py>, data: &[u8], arguments: Vec<String>) -> PyResult<Bytes<'py>> {
    match py.detach(|| draw_figures(data, &arguments)) {
        Ok(files) => Ok(bytes(py, files)),
        Err(words) => Err(PyValueError::new_err(words)),
    }
}

fn bytes(py: Python<'_>, files: BTreeMap<String, Vec<u8>>) -> Bytes<'_> {
    files.into_iter().map(|(name, bytes)| (name, PyBytes::new(py, &bytes))).collect()
}
