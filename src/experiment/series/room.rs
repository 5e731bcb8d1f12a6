//! The room that the series of a run have: so much memory, and beyond it one file.

use std::fmt;
use std::io;
use std::marker::PhantomData;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use super::entry::Entry;
use super::file::Nameless;

/// Memory that the series of a run, or the columns of a comparison, may take together [bytes]: with it, a program that makes a
/// million replications stays below 200 MB, and one that puts a hundred million together far below a gigabyte.
pub const BUDGET_BYTES: usize = 64 << 20;

/// Bytes that are read or written at a time.
const PIECE: usize = 1 << 16;

/// Memory up to a budget, and a file beyond it. The file has no name, so nothing of it stays behind.
#[derive(Debug, Clone)]
pub struct Room(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    budget: usize,
    folder: PathBuf,
    file: OnceLock<Nameless>,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// Where the next bytes go.
    end: u64,
    /// What failed first.
    failure: Option<(io::ErrorKind, String)>,
}

impl Room {
    /// Memory of `budget` bytes for all series together, and a file in `folder`, both made when there is need of it.
    pub fn new(folder: &Path, budget: usize) -> Self {
        let (file, state) = (OnceLock::new(), Mutex::default());
        Self(Arc::new(Shared { budget, folder: folder.to_owned(), file, state }))
    }

    /// Memory of [`BUDGET_BYTES`], and a file in the folder that holds `target`, where there is room for results.
    pub fn beside(target: &Path) -> Self {
        let parent = target.parent().filter(|parent| !parent.as_os_str().is_empty());
        Self::new(parent.unwrap_or(Path::new(".")), BUDGET_BYTES)
    }

    /// Memory of [`BUDGET_BYTES`], and a file in the folder for what is of passing use.
    pub fn passing() -> Self {
        Self::new(&std::env::temp_dir(), BUDGET_BYTES)
    }

    /// Memory that all series together may take [bytes].
    pub(crate) fn budget(&self) -> usize {
        self.0.budget
    }

    /// Whether what its series give is whole.
    ///
    /// # Errors
    /// What failed first, if anything did.
    pub(crate) fn whole(&self) -> Result<(), SpillError> {
        let failure = self.state().failure.clone();
        failure.map_or(Ok(()), |(kind, message)| {
            Err(SpillError { folder: self.0.folder.clone(), error: io::Error::new(kind, message) })
        })
    }

    /// Writes entries behind all that is there and says where they begin; none where that failed, now or before.
    pub(super) fn write<T: Entry>(&self, entries: &[T]) -> Option<u64> {
        if self.state().failure.is_some() {
            return None;
        }
        let written = self.file().and_then(|file| {
            let begin = self.state().end;
            let (mut at, mut bytes) = (begin, Vec::with_capacity(PIECE));
            for some in entries.chunks((PIECE / T::BYTES).max(1)) {
                bytes.clear();
                for entry in some {
                    entry.put(&mut bytes);
                }
                file.write(&bytes, at)?;
                at += bytes.len() as u64;
            }
            self.state().end = at;
            Ok(begin)
        });
        written.map_err(|error| self.fails(&error)).ok()
    }

    fn file(&self) -> io::Result<&Nameless> {
        if let Some(file) = self.0.file.get() {
            return Ok(file);
        }
        let made = Nameless::within(&self.0.folder)?;
        Ok(self.0.file.get_or_init(|| made))
    }

    fn fails(&self, error: &io::Error) {
        self.state().failure.get_or_insert_with(|| (error.kind(), error.to_string()));
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Replications that do not fit into memory and cannot be kept in a file either.
#[derive(Debug)]
pub struct SpillError {
    /// Where the file was to be.
    pub folder: PathBuf,
    /// What is in the way.
    pub error: io::Error,
}

impl fmt::Display for SpillError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { folder, error } = self;
        write!(
            formatter,
            "replications are more than fit into memory, and cannot be kept in `{}`: {error}",
            folder.display()
        )
    }
}

impl std::error::Error for SpillError {}

impl From<SpillError> for io::Error {
    fn from(spill: SpillError) -> Self {
        Self::new(spill.error.kind(), spill.to_string())
    }
}

/// Entries of a run, read piece by piece.
pub(super) struct Reader<'a, T> {
    room: &'a Room,
    /// Where the next piece begins.
    at: u64,
    /// Entries beyond the piece at hand.
    left: usize,
    piece: Vec<u8>,
    /// Bytes of the piece that were given out.
    given: usize,
    of: PhantomData<T>,
}

impl<'a, T: Entry> Reader<'a, T> {
    /// `count` entries from a place on.
    pub(super) fn new(room: &'a Room, at: u64, count: usize) -> Self {
        Self { room, at, left: count, piece: Vec::new(), given: 0, of: PhantomData }
    }

    /// Reads the next piece; false where there is none.
    fn goes_on(&mut self) -> bool {
        let count = self.left.min((PIECE / T::BYTES).max(1));
        self.piece.resize(count * T::BYTES, 0);
        self.given = 0;
        let read = self.room.file().and_then(|file| file.read(&mut self.piece, self.at));
        self.at += self.piece.len() as u64;
        self.left -= count;
        if let Err(error) = read {
            self.room.fails(&error);
            (self.left, self.given) = (0, self.piece.len());
            return false;
        }
        count > 0
    }
}

impl<T: Entry> Iterator for Reader<'_, T> {
    type Item = T;

    #[inline]
    fn next(&mut self) -> Option<T> {
        if self.given == self.piece.len() && (self.left == 0 || !self.goes_on()) {
            return None;
        }
        let entry = T::take(&self.piece[self.given..self.given + T::BYTES]);
        self.given += T::BYTES;
        Some(entry)
    }
}
