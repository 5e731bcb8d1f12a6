//! One bounded root finder.

/// Returns x in [`low`, `high`] where the increasing function `f` crosses zero, by the Illinois variant of false
/// position (Dowell and Jarratt 1971) with bisection when that stalls; an end point if `f` does not change sign.
pub(crate) fn root_of_increasing(low: f64, high: f64, mut f: impl FnMut(f64) -> f64) -> f64 {
    const STEPS: usize = 200;
    let (mut low, mut high) = (low, high);
    let (mut f_low, mut f_high) = (f(low), f(high));
    if f_low >= 0.0 {
        return low;
    }
    if f_high <= 0.0 {
        return high;
    }
    let mut last_moved_low = None;
    for step in 0..STEPS {
        let width = high - low;
        if width <= 4.0 * f64::EPSILON * low.abs().max(high.abs()) {
            break;
        }
        let mut x = low - f_low * width / (f_high - f_low);
        // Every third step halves the bracket, so that 200 steps are enough for any function.
        if step % 3 == 2 || !(low..=high).contains(&x) {
            x = low + 0.5 * width;
        }
        let value = f(x);
        if value == 0.0 {
            return x;
        }
        let moves_low = value < 0.0;
        if moves_low {
            (low, f_low) = (x, value);
            if last_moved_low == Some(true) {
                f_high *= 0.5;
            }
        } else {
            (high, f_high) = (x, value);
            if last_moved_low == Some(false) {
                f_low *= 0.5;
            }
        }
        last_moved_low = Some(moves_low);
    }
    0.5 * (low + high)
}

#[cfg(test)]
mod tests {
    use super::super::assert_close;
    use super::*;

    #[test]
    fn a_cubic_root_is_found() {
        assert_close(root_of_increasing(0.0, 10.0, |x| x * x * x - 2.0), 1.259_921_049_894_873_2, 1e-14);
    }

    #[test]
    fn a_jump_is_found_within_the_step_bound() {
        let mut calls = 0;
        let root = root_of_increasing(0.0, 1e6, |x| {
            calls += 1;
            if x < 3.0 { -1e-9 } else { 1e9 }
        });
        assert_close(root, 3.0, 1e-9);
        assert!(calls <= 202);
    }

    #[test]
    fn without_a_change_of_sign_the_nearer_end_is_returned() {
        assert_close(root_of_increasing(1.0, 2.0, |x| x), 1.0, 0.0);
        assert_close(root_of_increasing(1.0, 2.0, |x| x - 5.0), 2.0, 0.0);
    }
}
