//! What a series is made of: entries that all take as many bytes.

/// An entry of a series, with its form in a file.
pub trait Entry: Copy {
    /// Bytes that one takes there.
    const BYTES: usize;

    /// Adds its bytes to others.
    fn put(&self, bytes: &mut Vec<u8>);

    /// The entry whose bytes these are, as many as one takes.
    fn take(bytes: &[u8]) -> Self;

    /// Brings entries into ascending order; false, and nothing done, for what has none.
    fn sort(entries: &mut [Self]) -> bool;
}

impl Entry for f64 {
    const BYTES: usize = 8;

    fn put(&self, bytes: &mut Vec<u8>) {
        bytes.extend_from_slice(&self.to_le_bytes());
    }

    fn take(bytes: &[u8]) -> Self {
        Self::from_le_bytes(first(bytes))
    }

    fn sort(entries: &mut [Self]) -> bool {
        entries.sort_unstable_by(Self::total_cmp);
        true
    }
}

/// Instants and spans in milliseconds, of which nobody asks for an ascending order.
impl Entry for i64 {
    const BYTES: usize = 8;

    fn put(&self, bytes: &mut Vec<u8>) {
        bytes.extend_from_slice(&self.to_le_bytes());
    }

    fn take(bytes: &[u8]) -> Self {
        Self::from_le_bytes(first(bytes))
    }

    fn sort(_: &mut [Self]) -> bool {
        false
    }
}

/// The first bytes, of which there are enough.
pub(crate) fn first<const N: usize>(bytes: &[u8]) -> [u8; N] {
    let mut taken = [0; N];
    taken.iter_mut().zip(bytes).for_each(|(to, from)| *to = *from);
    taken
}
