//! A file without a name: it is gone when the program ends, however that happens.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Files of this program so far.
static MADE: AtomicU32 = AtomicU32::new(0);

/// A file that is read and written at places.
#[derive(Debug)]
pub(super) struct Nameless {
    file: Mutex<File>,
    /// Its name, where the system did not let it go while the file is open.
    named: Option<PathBuf>,
}

impl Nameless {
    /// Makes one in a folder, which is made where it is missing.
    pub(super) fn within(folder: &Path) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        loop {
            let number = MADE.fetch_add(1, Ordering::Relaxed);
            let path = folder.join(format!(".forceflow-{}-{number}.tmp", process::id()));
            match OpenOptions::new().read(true).write(true).create_new(true).open(&path) {
                // Of another host with a process of that number, in a folder that both see.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
                Ok(file) => {
                    let named = fs::remove_file(&path).is_err().then_some(path);
                    return Ok(Self { file: Mutex::new(file), named });
                }
            }
        }
    }

    /// Reads as many bytes as there is room for, from a place on.
    pub(super) fn read(&self, bytes: &mut [u8], at: u64) -> io::Result<()> {
        self.set_to(at)?.read_exact(bytes)
    }

    /// Writes all bytes, from a place on.
    pub(super) fn write(&self, bytes: &[u8], at: u64) -> io::Result<()> {
        self.set_to(at)?.write_all(bytes)
    }

    /// The file, at a place where nobody else moves it from before it is let go.
    fn set_to(&self, at: u64) -> io::Result<MutexGuard<'_, File>> {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(at))?;
        Ok(file)
    }
}

impl Drop for Nameless {
    fn drop(&mut self) {
        if let Some(path) = &self.named {
            let _ = fs::remove_file(path);
        }
    }
}
