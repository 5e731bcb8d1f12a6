//! Seeded uniforms for designs and resampling.
//!
//! ChaCha8 by name, and floats and bounded integers made from its words by hand, so that a design is the same on
//! every platform and with every later version of the `rand` crates.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// A stream of uniforms.
pub(super) struct Chance {
    words: ChaCha8Rng,
}

impl Chance {
    /// Returns the stream of a seed, which is the first eight bytes of the key.
    pub(super) fn new(seed: u64) -> Self {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        Self { words: ChaCha8Rng::from_seed(key) }
    }

    /// Returns a uniform in [0, 1): the upper 53 bits of a word.
    pub(super) fn unit(&mut self) -> f64 {
        const STEP: f64 = 1.0 / (1_u64 << 53) as f64;
        (self.words.next_u64() >> 11) as f64 * STEP
    }

    /// Returns a uniform integer below `bound`, which must not be 0, by Lemire's (2019) multiplication with rejection.
    pub(super) fn below(&mut self, bound: usize) -> usize {
        let bound = bound as u64;
        let threshold = bound.wrapping_neg() % bound;
        loop {
            let product = u128::from(self.words.next_u64()) * u128::from(bound);
            if product as u64 >= threshold {
                return (product >> 64) as usize;
            }
        }
    }

    /// Returns a uniform permutation of 0 to `n` - 1 (Fisher and Yates).
    pub(super) fn permutation(&mut self, n: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..n).collect();
        for last in (1..n).rev() {
            order.swap(last, self.below(last + 1));
        }
        order
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stream_is_the_one_of_the_chacha8_key() {
        let mut chance = Chance { words: ChaCha8Rng::from_seed([7; 32]) };
        assert_eq!(chance.words.next_u64(), 0x391e_bc3f_59cb_d0e4);
        let mut again = Chance { words: ChaCha8Rng::from_seed([7; 32]) };
        let expected = (0x391e_bc3f_59cb_d0e4_u64 >> 11) as f64 / 9_007_199_254_740_992.0;
        assert!((again.unit() - expected).abs() < 1e-300);
    }

    #[test]
    fn bounded_integers_are_even() {
        let mut chance = Chance::new(1);
        let mut counts = [0_u32; 6];
        for _ in 0..60_000 {
            counts[chance.below(6)] += 1;
        }
        assert!(counts.iter().all(|count| (9_600..10_400).contains(count)), "{counts:?}");
        assert_eq!(chance.below(1), 0);
    }

    #[test]
    fn a_permutation_holds_everything_once() {
        let mut order = Chance::new(5).permutation(50);
        assert_ne!(order, (0..50).collect::<Vec<_>>());
        order.sort_unstable();
        assert_eq!(order, (0..50).collect::<Vec<_>>());
        assert!(Chance::new(5).permutation(0).is_empty());
    }
}
