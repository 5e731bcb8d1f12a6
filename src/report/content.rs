//! What goes into the files of a folder: bytes, or a table that writes itself row by row, hashed on its way out.

use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, BufWriter, IntoInnerError, Write};

/// Bytes that go out at a time: enough for the hash to work on whole lines of data.
const PIECE: usize = 1 << 16;

/// Files by their path inside the folder (`charts/arrivals.png`).
pub type Files<'a> = BTreeMap<String, Content<'a>>;

/// BLAKE3 hashes of files by their path inside the folder, in hexadecimal.
pub type Hashes = BTreeMap<String, String>;

/// Writes what a file holds, the same whenever it is asked.
pub type WriteOut<'a> = dyn Fn(&mut dyn Write) -> io::Result<()> + 'a;

/// What a file holds.
pub enum Content<'a> {
    /// Bytes that are there.
    Bytes(Vec<u8>),
    /// What is written from what it is made of, so that it is never held whole: a table of a million replications.
    Streamed(Box<WriteOut<'a>>),
}

impl fmt::Debug for Content<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bytes(bytes) => write!(formatter, "Bytes({})", bytes.len()),
            Self::Streamed(_) => write!(formatter, "Streamed"),
        }
    }
}

impl From<Vec<u8>> for Content<'_> {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(bytes)
    }
}

impl<'a> Content<'a> {
    /// What `write` writes, the same whenever it is asked.
    pub fn streamed(write: impl Fn(&mut dyn Write) -> io::Result<()> + 'a) -> Self {
        Self::Streamed(Box::new(write))
    }

    /// Writes it and gives the hash of what was written.
    ///
    /// # Errors
    /// What the writer refuses; then an unknown part of it is written.
    pub fn write_to(&self, out: impl Write) -> io::Result<String> {
        let mut out = BufWriter::with_capacity(PIECE, Hashing { out, hasher: blake3::Hasher::new() });
        match self {
            Self::Bytes(bytes) => out.write_all(bytes)?,
            Self::Streamed(write) => write(&mut out)?,
        }
        let mut hashing = out.into_inner().map_err(IntoInnerError::into_error)?;
        hashing.flush()?;
        Ok(hashing.hasher.finalize().to_hex().to_string())
    }

    /// Its hash, without writing it anywhere.
    ///
    /// # Errors
    /// What a table meets that cannot write itself.
    pub fn hash(&self) -> io::Result<String> {
        self.write_to(io::sink())
    }
}

/// Hashes what passes through.
struct Hashing<W> {
    out: W,
    hasher: blake3::Hasher,
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.hasher.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Takes few bytes at a time, and no more than there is room for.
    struct Narrow {
        taken: Vec<u8>,
        room: usize,
    }

    impl Write for Narrow {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let written = bytes.len().min(1_000).min(self.room - self.taken.len());
            if written == 0 {
                return Err(io::Error::from(io::ErrorKind::StorageFull));
            }
            self.taken.extend_from_slice(&bytes[..written]);
            Ok(written)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn lines(count: u32) -> Vec<u8> {
        (0..count).flat_map(|line| format!("{line},{line}.5\n").into_bytes()).collect()
    }

    fn streamed(count: u32) -> Content<'static> {
        Content::streamed(move |out| (0..count).try_for_each(|line| writeln!(out, "{line},{line}.5")))
    }

    #[test]
    fn what_is_streamed_has_the_bytes_and_the_hash_of_what_is_held() {
        for count in [0, 1, 40_000] {
            let whole = lines(count);
            let hash = blake3::hash(&whole).to_hex().to_string();
            for content in [Content::from(whole.clone()), streamed(count)] {
                let mut narrow = Narrow { taken: Vec::new(), room: usize::MAX };
                assert_eq!(content.write_to(&mut narrow).expect("there is room"), hash);
                assert_eq!(narrow.taken, whole);
                assert_eq!(content.hash().expect("nothing can fail"), hash);
            }
        }
    }

    #[test]
    fn a_writer_that_is_full_is_an_error_wherever_it_fills_up() {
        let whole = lines(40_000).len();
        // The last piece is written last of all, and must not be lost in silence.
        for room in [0, 1, PIECE, whole - 1] {
            for content in [Content::from(lines(40_000)), streamed(40_000)] {
                let error = content.write_to(Narrow { taken: Vec::new(), room }).expect_err("no room");
                assert_eq!(error.kind(), io::ErrorKind::StorageFull, "{room}");
            }
        }
    }

    #[test]
    fn a_table_that_cannot_write_itself_is_an_error() {
        let broken = Content::streamed(|out| {
            out.write_all(b"head\n")?;
            Err(io::Error::other("no rows"))
        });
        assert_eq!(broken.hash().expect_err("it is broken").to_string(), "no rows");
    }
}
