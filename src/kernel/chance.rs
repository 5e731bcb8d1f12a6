//! A uniform variate of its bits, and something that happens by chance, decided on them.

/// Bits of a variate that make a uniform variate.
const BITS: u32 = 53;

/// A uniform variate in the open unit interval: 53 bits, centred in their cell.
#[inline]
pub fn unit_interval(bits: u64) -> f64 {
    ((bits >> 11) as i64 as f64 + 0.5) * (1.0 / 9_007_199_254_740_992.0)
}

/// A probability, as the number of uniform variates below it: comparing integers spares making the variate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chance {
    below: u64,
}

impl Chance {
    /// What never happens.
    pub const NEVER: Self = Self { below: 0 };

    /// What happens when the uniform variate of the same bits is less than `probability`.
    pub fn new(probability: f64) -> Self {
        // Uniform variates rise with their bits, so that those below come first.
        let (mut below, mut others) = (0, 1 << BITS);
        while below < others {
            let middle = u64::midpoint(below, others);
            if unit_interval(middle << (u64::BITS - BITS)) < probability {
                below = middle + 1;
            } else {
                others = middle;
            }
        }
        Self { below }
    }

    /// Whether it happens with these bits.
    #[inline]
    pub fn happens(self, bits: u64) -> bool {
        bits >> (u64::BITS - BITS) < self.below
    }

    /// Whether it can never happen.
    #[inline]
    pub fn is_impossible(self) -> bool {
        self.below == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_happens_exactly_where_the_uniform_variate_is_below() {
        for probability in [0.0, 1e-300, 1e-16, 0.03, 0.25, 0.5, 1.0 / 3.0, 1.0 - 1e-16, 1.0, 2.0] {
            let chance = Chance::new(probability);
            let edge = chance.below << 11;
            let near = (0..64).map(|step: u64| edge.wrapping_add(step << 9).wrapping_sub(32 << 9));
            let spread = (0..1_000_u64).map(|step| step.wrapping_mul(0x9E37_79B9_7F4A_7C15));
            for bits in near.chain(spread).chain([0, u64::MAX]) {
                assert_eq!(chance.happens(bits), unit_interval(bits) < probability, "{probability} {bits:x}");
            }
        }
        assert!(Chance::NEVER.is_impossible() && !Chance::new(0.03).is_impossible());
    }
}
