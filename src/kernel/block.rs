//! One block of the generator of draws, where a stream is opened for a draw or two: the generator itself makes four at a time.
//!
//! `ChaCha8` (D. J. Bernstein 2008, "`ChaCha`, a variant of `Salsa20`"), with a counter and a stream of 64 bits each.

/// Words of a block.
pub const WORDS: usize = 16;

type Row = [u32; 4];

/// The first words of every block: "expand 32-byte k".
const SIGMA: Row = [0x6170_7865, 0x3320_646e, 0x7962_2d32, 0x6b20_6574];

/// Double rounds of ChaCha8.
const DOUBLE_ROUNDS: usize = 4;

/// The words of the block with a number of a stream under a key.
#[inline]
pub fn block(key: &[Row; 2], number: u64, stream: u64) -> [u32; WORDS] {
    let start =
        [SIGMA, key[0], key[1], [number as u32, (number >> 32) as u32, stream as u32, (stream >> 32) as u32]];
    let mut rows = start;
    for _ in 0..DOUBLE_ROUNDS {
        quarter_rounds(&mut rows);
        turn(&mut rows, [1, 2, 3]);
        quarter_rounds(&mut rows);
        turn(&mut rows, [3, 2, 1]);
    }
    let mut words = [0; WORDS];
    for ((words, row), start) in words.chunks_exact_mut(4).zip(&rows).zip(&start) {
        words.copy_from_slice(&each(row, start, u32::wrapping_add));
    }
    words
}

/// The quarter round of all four columns.
#[inline(always)]
fn quarter_rounds([a, b, c, d]: &mut [Row; 4]) {
    for [by_d, by_b] in [[16, 12], [8, 7]] {
        *a = each(a, b, u32::wrapping_add);
        *d = each(d, a, |d, a| (d ^ a).rotate_left(by_d));
        *c = each(c, d, u32::wrapping_add);
        *b = each(b, c, |b, c| (b ^ c).rotate_left(by_b));
    }
}

/// Turns the last three rows by so many places, so that diagonals stand in columns.
#[inline(always)]
fn turn([_, b, c, d]: &mut [Row; 4], [by_b, by_c, by_d]: [usize; 3]) {
    b.rotate_left(by_b);
    c.rotate_left(by_c);
    d.rotate_left(by_d);
}

#[inline(always)]
fn each(one: &Row, other: &Row, of: impl Fn(u32, u32) -> u32) -> Row {
    std::array::from_fn(|column| of(one[column], other[column]))
}

#[cfg(test)]
mod tests {
    use rand::{Rng, SeedableRng};
    use rand_chacha::ChaCha8Rng;

    use super::*;

    /// Blocks anywhere in streams of any name are those of the generator, beyond 32 bits of both, too.
    #[test]
    fn a_block_has_the_words_of_the_generator() {
        let mut chance = ChaCha8Rng::seed_from_u64(3);
        for round in 0..200_u32 {
            let mut seed = [0; 32];
            chance.fill_bytes(&mut seed);
            let (stream, number) = (chance.next_u64(), chance.next_u64() >> (round % 60 + 4));
            let words: Vec<u32> =
                seed.chunks_exact(4).map(|word| u32::from_le_bytes(word.try_into().expect("four"))).collect();
            let key = [0, 4].map(|from| std::array::from_fn(|column| words[from + column]));
            let mut generator = ChaCha8Rng::from_seed(seed);
            generator.set_word_pos(u128::from(number) * WORDS as u128);
            generator.set_stream(stream);
            let expected: [u32; WORDS] = std::array::from_fn(|_| generator.next_u32());
            assert_eq!(block(&key, number, stream), expected, "{number} {stream}");
        }
    }
}
