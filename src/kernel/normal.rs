//! The standard normal distribution, for samplers: one quantile, or many at a time.

pub(super) use crate::units::normal_cdf;

/// What comes of each. A loop that is always inlined, which [`map`](array::map) is not.
#[inline(always)]
pub(super) fn each<T: Copy, U: Copy + Default, const N: usize>(
    values: &[T; N],
    of: impl Fn(T) -> U,
) -> [U; N] {
    let mut results = [U::default(); N];
    for (result, value) in results.iter_mut().zip(values) {
        *result = of(*value);
    }
    results
}

/// Standard normal quantile: algorithm AS 241 (PPND16), M. Wichura, Applied Statistics 37 (1988), accurate to
/// about 1 in 10^16.
#[inline]
pub(super) fn normal_quantile(p: f64) -> f64 {
    let q = p - 0.5;
    if is_central(q) { normal_quantile_central(q) } else { normal_quantile_tail(q, p) }
}

/// Quantiles of the standard normal distribution, many at a time: the same bits in less time, since what is done for one need
/// not wait for another, and those in the tails, which nobody can foresee, are dealt with at the end in one go.
pub(super) struct Quantiles<const MOST: usize> {
    /// Probabilities in the tails, and the places of their quantiles.
    tails: [f64; MOST],
    places: [u8; MOST],
    noted: usize,
    /// The place of the next quantile.
    next: u8,
}

impl<const MOST: usize> Quantiles<MOST> {
    #[inline(always)]
    pub(super) fn new() -> Self {
        Self { tails: [0.0; MOST], places: [0; MOST], noted: 0, next: 0 }
    }

    /// Works out the next quantiles as if none lay in the tails, and notes which do.
    #[inline(always)]
    pub(super) fn take_on<const N: usize>(&mut self, probabilities: &[f64; N]) -> [f64; N] {
        for p in probabilities {
            // Written whether it lies there or not: if not, the next one takes its place.
            self.tails[self.noted % MOST] = *p;
            self.places[self.noted % MOST] = self.next;
            self.noted += usize::from(!is_central(p - 0.5));
            self.next += 1;
        }
        each(probabilities, |p| normal_quantile_central(p - 0.5))
    }

    /// Leaves the next places to other values.
    #[inline(always)]
    pub(super) fn pass_over<const N: usize>(&mut self, values: [f64; N]) -> [f64; N] {
        self.next += N as u8;
        values
    }

    /// Puts the quantiles in the tails among the others.
    #[inline(always)]
    pub(super) fn put_right(&self, quantiles: &mut [f64]) {
        for (p, place) in self.tails.iter().zip(&self.places).take(self.noted) {
            quantiles[usize::from(*place)] = normal_quantile_tail(p - 0.5, *p);
        }
    }
}

#[inline(always)]
fn is_central(q: f64) -> bool {
    q.abs() <= 0.425
}

#[inline(always)]
#[expect(clippy::excessive_precision, clippy::unreadable_literal, reason = "coefficients as published")]
fn normal_quantile_central(q: f64) -> f64 {
    let r = 0.180625 - q * q;
    let numerator =
        (((((((2509.0809287301226727 * r + 33430.575583588128105) * r + 67265.770927008700853) * r
            + 45921.953931549871457)
            * r
            + 13731.693765509461125)
            * r
            + 1971.5909503065514427)
            * r
            + 133.14166789178437745)
            * r
            + 3.387132872796366608)
            * q;
    let denominator = ((((((5226.495278852545925 * r + 28729.085735721942674) * r + 39307.89580009271061)
        * r
        + 21213.794301586595867)
        * r
        + 5394.1960214247511077)
        * r
        + 687.1870074920579083)
        * r
        + 42.313330701600911252)
        * r
        + 1.0;
    numerator / denominator
}

#[expect(clippy::excessive_precision, clippy::unreadable_literal, reason = "coefficients as published")]
fn normal_quantile_tail(q: f64, p: f64) -> f64 {
    // The tail that is meant is the smaller one.
    let tail = p.min(1.0 - p);
    if tail <= 0.0 {
        return f64::INFINITY.copysign(q);
    }
    let r = (-libm::log(tail)).sqrt();
    let z = if r <= 5.0 {
        let r = r - 1.6;
        let numerator = ((((((7.7454501427834140764e-4 * r + 0.0227238449892691845833) * r
            + 0.24178072517745061177)
            * r
            + 1.27045825245236838258)
            * r
            + 3.64784832476320460504)
            * r
            + 5.7694972214606914055)
            * r
            + 4.6303378461565452959)
            * r
            + 1.42343711074968357734;
        let denominator = ((((((1.05075007164441684324e-9 * r + 5.475938084995344946e-4) * r
            + 0.0151986665636164571966)
            * r
            + 0.14810397642748007459)
            * r
            + 0.68976733498510000455)
            * r
            + 1.6763848301838038494)
            * r
            + 2.05319162663775882187)
            * r
            + 1.0;
        numerator / denominator
    } else {
        let r = r - 5.0;
        let numerator = ((((((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r
            + 0.0012426609473880784386)
            * r
            + 0.026532189526576123093)
            * r
            + 0.29656057182850489123)
            * r
            + 1.7848265399172913358)
            * r
            + 5.4637849111641143699)
            * r
            + 6.6579046435011037772;
        let denominator = ((((((2.04426310338993978564e-15 * r + 1.4215117583164458887e-7) * r
            + 1.8463183175100546818e-5)
            * r
            + 7.868691311456132591e-4)
            * r
            + 0.0148753612908506148525)
            * r
            + 0.13692988092273580531)
            * r
            + 0.59983220655588793769)
            * r
            + 1.0;
        numerator / denominator
    };
    z.copysign(q)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn normal_quantiles_have_their_known_values() {
        for (p, z) in
            [(0.975, 1.959_963_984_540_054), (0.9, 1.281_551_565_544_600_5), (1e-10, -6.361_340_902_404_056)]
        {
            assert!((normal_quantile(p) - z).abs() < 1e-12 * z.abs(), "{p}: {}", normal_quantile(p));
            assert!((normal_cdf(normal_quantile(p)) / p - 1.0).abs() < 1e-11);
        }
    }
}
