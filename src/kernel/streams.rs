//! Random numbers keyed by replication, entity and purpose, never by order of drawing.
//!
//! The key of a replication comes from the seed; each entity (and group of purposes) has a ChaCha8
//! stream named by a hash of its stable name; within it, every draw has a fixed word position. So what
//! one entity draws does not depend on what else is in the scenario.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::chance::{Chance, unit_interval};
use super::normal::{Quantiles, each};
use super::sampler::Sampler;

/// Draws in one line of a [`Lines`] table.
pub const LINE: usize = 8;
/// Draws in one block of the generator.
const BLOCK: u64 = 8;
/// Lines that one ChaCha8 buffer (64 words) fills.
const GROUP: usize = 4;
/// Lines that are filled at a time where many are.
const MANY: usize = 16;

/// The stream of a stable name: the first eight bytes of its BLAKE3 hash.
pub fn stream_id(name: &str) -> u64 {
    let hash = blake3::hash(name.as_bytes());
    u64::from_le_bytes(hash.as_bytes()[..8].try_into().unwrap_or([0; 8]))
}

/// The streams of one replication.
#[derive(Debug, Clone)]
pub struct Streams {
    generator: ChaCha8Rng,
    replication: u32,
}

impl Streams {
    /// The streams of a replication, numbered from 1, under a seed.
    pub fn new(seed: u64, replication: u32) -> Self {
        let mut root = ChaCha8Rng::seed_from_u64(seed);
        root.set_stream(u64::from(replication));
        root.set_word_pos(0);
        let mut key = [0; 32];
        root.fill_bytes(&mut key);
        Self { generator: ChaCha8Rng::from_seed(key), replication }
    }

    /// Opens a stream at a draw.
    #[inline]
    pub fn open(&mut self, stream: u64, draw: u64) -> &mut Self {
        // `set_stream` keeps the word position and would generate the block there; at the beginning of a block nothing is
        // generated before it is asked for. So the stream is set there, and the rest of the way skipped.
        let rest = draw % BLOCK;
        self.open_block(stream, draw - rest);
        if rest > 0 {
            self.generator.set_word_pos(u128::from(draw) * 2);
        }
        self
    }

    /// Opens a stream at a draw that begins a block.
    #[inline]
    fn open_block(&mut self, stream: u64, draw: u64) {
        self.generator.set_word_pos(u128::from(draw / BLOCK * BLOCK) * 2);
        self.generator.set_stream(stream);
    }

    /// The next uniform variate of the open stream.
    #[inline]
    pub fn uniform(&mut self) -> f64 {
        unit_interval(self.generator.next_u64())
    }

    /// A factor from a draw of a stream; one that chance does not decide opens none.
    pub fn factor(&mut self, stream: u64, draw: u64, sampler: &Sampler) -> f64 {
        let uniform = if sampler.is_random() { self.open(stream, draw).uniform() } else { 0.5 };
        sampler.draw_factor(uniform)
    }

    /// The next uniform variates of the open stream.
    #[inline]
    pub fn uniforms<const N: usize>(&mut self) -> [f64; N] {
        let mut words = [[0; 8]; N];
        self.generator.fill_bytes(words.as_flattened_mut());
        words.map(|word| unit_interval(u64::from_le_bytes(word)))
    }
}

/// Which draws of a line are durations whose distribution is known before they are asked for: position and distribution.
/// They are drawn when the line is filled, several at a time, which takes less time than one by one.
/// There are [`MOST_AHEAD`] of them at most.
pub type Ahead = Vec<(usize, Sampler)>;

/// Draws of a line that can be made ahead.
pub const MOST_AHEAD: usize = 4;

/// Draws of a line, as the bytes that the generator writes. It lies in one cache line.
#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
struct Line(Words);

type Words = [[u8; 8]; LINE];

/// A table of lines of eight draws each, filled when first touched in a replication.
///
/// A stream holds consecutive lines from `first_line`; streams begin at multiples of four lines.
#[derive(Debug, Clone, Default)]
pub struct Lines {
    /// None before the first line is touched: a table that is never used takes no memory.
    lines: Vec<Line>,
    touched: Vec<u32>,
}

impl Lines {
    /// A table for a number of lines.
    pub fn new(lines: usize) -> Self {
        Self { lines: Vec::new(), touched: vec![0; lines.div_ceil(GROUP)] }
    }

    /// Makes room for a number of lines, none of which is touched.
    pub fn fit(&mut self, lines: usize) {
        self.touched.clear();
        self.touched.resize(lines.div_ceil(GROUP), 0);
        self.lines.truncate(self.touched.len() * GROUP);
    }

    /// Lines that a stream of `lines` takes in a table, so that the next begins at a group.
    pub fn padded(lines: usize) -> usize {
        lines.next_multiple_of(GROUP)
    }

    /// Makes sure that `line` of the stream that begins at `first_line` is there; `ahead` is the same for all its lines.
    #[inline(always)]
    pub fn touch(
        &mut self,
        streams: &mut Streams,
        stream: u64,
        first_line: u32,
        line: u32,
        ahead: &[(usize, Sampler)],
    ) {
        let group = line as usize / GROUP;
        if self.touched[group] != streams.replication {
            self.fill(streams, stream, first_line, group, ahead);
        }
    }

    #[inline(never)]
    fn fill(
        &mut self,
        streams: &mut Streams,
        stream: u64,
        first_line: u32,
        group: usize,
        ahead: &[(usize, Sampler)],
    ) {
        let draw = (group * GROUP - first_line as usize) * LINE;
        streams.open_block(stream, draw as u64);
        self.fill_next::<GROUP, { GROUP * MOST_AHEAD }>(streams, group * GROUP, ahead);
    }

    /// Fills the first lines of the stream that begins at `first_line`: one after the other and many at a time, which takes
    /// less time than each when it is touched.
    #[inline(never)]
    pub fn fill_all(
        &mut self,
        streams: &mut Streams,
        stream: u64,
        first_line: u32,
        lines: usize,
        ahead: &[(usize, Sampler)],
    ) {
        let mut line = first_line as usize;
        let end = line + Self::padded(lines);
        streams.open_block(stream, 0);
        while line + MANY <= end {
            self.fill_next::<MANY, { MANY * MOST_AHEAD }>(streams, line, ahead);
            line += MANY;
        }
        while line < end {
            self.fill_next::<GROUP, { GROUP * MOST_AHEAD }>(streams, line, ahead);
            line += GROUP;
        }
    }

    /// Fills `N` lines, whole groups, from where the stream is open; `DRAWS` is at least `N` times [`MOST_AHEAD`].
    #[inline(always)]
    fn fill_next<const N: usize, const DRAWS: usize>(
        &mut self,
        streams: &mut Streams,
        line: usize,
        ahead: &[(usize, Sampler)],
    ) {
        self.touched[line / GROUP..(line + N) / GROUP].fill(streams.replication);
        let mut filled = [[[0; 8]; LINE]; N];
        streams.generator.fill_bytes(filled.as_flattened_mut().as_flattened_mut());
        self.lines.resize(self.touched.len() * GROUP, Line([[0; 8]; LINE]));
        if !ahead.is_empty() {
            draw_ahead::<N, DRAWS>(&mut filled, ahead);
        }
        for (line, words) in self.lines[line..line + N].iter_mut().zip(filled) {
            *line = Line(words);
        }
    }

    /// A word of a line that was touched.
    #[inline(always)]
    fn word(&self, line: u32, purpose: usize) -> u64 {
        let Line(words) = &self.lines[line as usize];
        u64::from_le_bytes(words[purpose])
    }

    /// One draw of a line that was touched.
    #[inline]
    pub fn uniform(&self, line: u32, purpose: usize) -> f64 {
        unit_interval(self.word(line, purpose))
    }

    /// Whether something happens by chance, decided by one draw of a line that was touched.
    #[inline]
    pub fn happens(&self, line: u32, purpose: usize, chance: Chance) -> bool {
        chance.happens(self.word(line, purpose))
    }

    /// One duration of a line that was touched, drawn ahead [ms].
    #[inline]
    pub fn duration(&self, line: u32, purpose: usize) -> i64 {
        self.word(line, purpose) as i64
    }
}

/// Puts durations in the place of the words that they are drawn by: those that [`Sampler::draw`] gives, in less time.
#[inline(always)]
fn draw_ahead<const N: usize, const DRAWS: usize>(lines: &mut [Words; N], ahead: &[(usize, Sampler)]) {
    debug_assert!(ahead.len() <= MOST_AHEAD && N * MOST_AHEAD <= DRAWS, "more than are made room for");
    let mut quantiles = Quantiles::<DRAWS>::new();
    let mut found = [[0.0; N]; MOST_AHEAD];
    for ((purpose, sampler), values) in ahead.iter().zip(&mut found) {
        let uniforms = each(lines, |words| unit_interval(u64::from_le_bytes(words[*purpose])));
        *values = if sampler.is_of_normal() {
            quantiles.take_on(&each(&uniforms, |uniform| sampler.probability(uniform)))
        } else {
            quantiles.pass_over(uniforms)
        };
    }
    quantiles.put_right(found.as_flattened_mut());
    for ((purpose, sampler), values) in ahead.iter().zip(&found) {
        for (words, duration) in lines.iter_mut().zip(sampler.durations_at(values)) {
            words[*purpose] = duration.to_le_bytes();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_the_same_whatever_was_touched_before() {
        let stream = stream_id("contingent/unit");
        let value = |order: &[u32]| {
            let mut lines = Lines::new(40);
            let mut streams = Streams::new(7, 3);
            for line in order {
                lines.touch(&mut streams, stream, 8, *line, &[]);
            }
            lines.uniform(21, 5).to_bits()
        };
        assert_eq!(value(&[21]), value(&[9, 30, 20, 21]));
        let mut streams = Streams::new(7, 3);
        let mut expected = 0.0;
        streams.open(stream, (21 - 8) * LINE as u64);
        for _ in 0..=5 {
            expected = streams.uniform();
        }
        assert_eq!(value(&[21]), expected.to_bits());
    }

    #[test]
    fn durations_drawn_ahead_are_those_of_the_uniform_variates() {
        let sampler = Sampler::lognormal_mean(2.0, 0.5);
        let ahead = vec![(3, sampler.clone()), (6, Sampler::Exponential { mean: 1.0 })];
        let (mut plain, mut drawn) = (Lines::new(12), Lines::new(12));
        let mut streams = Streams::new(7, 3);
        for line in 4..12 {
            plain.touch(&mut streams, 5, 4, line, &[]);
            drawn.touch(&mut streams, 5, 4, line, &ahead);
            assert_eq!(drawn.duration(line, 3), sampler.draw(plain.uniform(line, 3)));
            assert_eq!(drawn.duration(line, 6), ahead[1].1.draw(plain.uniform(line, 6)));
            assert_eq!(drawn.uniform(line, 0).to_bits(), plain.uniform(line, 0).to_bits());
        }
    }

    #[test]
    fn replications_and_streams_differ() {
        let first = |seed, replication, name: &str| {
            Streams::new(seed, replication).open(stream_id(name), 0).uniform().to_bits()
        };
        let all = [first(1, 1, "a"), first(1, 2, "a"), first(2, 1, "a"), first(1, 1, "b")];
        for (index, value) in all.iter().enumerate() {
            assert!(!all[index + 1..].contains(value));
        }
    }
}
