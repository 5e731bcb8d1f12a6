//! Totals that stay: what is drawn of the assumptions of one total adds up to what the file says of them.
//!
//! All shares of a total are moved by one amount, as far as their ranges go, until the sum is met; so each stays within its
//! range, and those with a wide range give way more. Whole numbers are then rounded so that the sum is exact.

use std::collections::BTreeMap;

use super::assumption::Assumption;

/// Halvings of the amount by which shares are moved: more digits than a number has.
const HALVINGS: u32 = 60;

/// The assumptions of each total, by their index.
pub(super) fn totals(assumptions: &[Assumption]) -> BTreeMap<&str, Vec<usize>> {
    let mut totals: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, assumption) in assumptions.iter().enumerate() {
        if let Some(total) = &assumption.total {
            totals.entry(total).or_default().push(index);
        }
    }
    totals
}

/// What an assumption adds to its total at a share of its range, before rounding.
fn amount(assumption: &Assumption, share: f64) -> f64 {
    let number = assumption.in_range(share.clamp(0.0, 1.0));
    if assumption.scale { number * assumption.base_number().unwrap_or(0.0) } else { number }
}

/// What the file says of the assumptions of a total, and the least and the most that their ranges allow.
pub(super) fn limits<'a>(members: impl Iterator<Item = &'a Assumption>) -> (f64, f64, f64) {
    members.fold((0.0, 0.0, 0.0), |(stated, least, most), one| {
        (stated + one.base_number().unwrap_or(0.0), least + amount(one, 0.0), most + amount(one, 1.0))
    })
}

/// Moves the shares of the assumptions of each total so that what they give adds up to what the file says of them.
pub(super) fn keep_totals(assumptions: &[Assumption], shares: &mut [f64]) {
    for members in totals(assumptions).into_values() {
        let stated = limits(members.iter().map(|index| &assumptions[*index])).0;
        let sum = |moved: f64, shares: &[f64]| -> f64 {
            members.iter().map(|index| amount(&assumptions[*index], shares[*index] + moved)).sum()
        };
        let (mut low, mut high) = (-1.0, 1.0);
        for _ in 0..HALVINGS {
            let middle = f64::midpoint(low, high);
            if sum(middle, shares) < stated {
                low = middle;
            } else {
                high = middle;
            }
        }
        for index in &members {
            shares[*index] = (shares[*index] + high).clamp(0.0, 1.0);
        }
        round_whole(assumptions, shares, &members, stated);
    }
}

/// Rounds whole numbers so that their sum is what the others leave of the total: down, and those with the largest remainders
/// up, the first of equals first.
fn round_whole(assumptions: &[Assumption], shares: &mut [f64], members: &[usize], stated: f64) {
    let at = |index: usize, shares: &[f64]| amount(&assumptions[index], shares[index]);
    let others: f64 =
        members.iter().filter(|index| !assumptions[**index].whole).map(|index| at(*index, shares)).sum();
    let mut whole: Vec<(usize, f64, f64)> = members
        .iter()
        .filter(|index| assumptions[**index].whole)
        .map(|index| {
            let exact = at(*index, shares);
            // A bisection ends a hair beside a whole number.
            let down = libm::floor(exact + 1e-9);
            (*index, down, exact - down)
        })
        .collect();
    let left = stated - others - whole.iter().map(|(_, down, _)| down).sum::<f64>();
    whole.sort_by(|one, other| other.2.total_cmp(&one.2).then(one.0.cmp(&other.0)));
    let up = libm::round(left.max(0.0)) as usize;
    for (rank, (index, down, _)) in whole.into_iter().enumerate() {
        let number = down + if rank < up { 1.0 } else { 0.0 };
        let one = &assumptions[index];
        let base = one.base_number().unwrap_or(0.0);
        shares[index] =
            if one.scale && base > 0.0 { one.share_of(number / base) } else { one.share_of(number) };
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::scenario::Shape;

    fn member(base: f64, range: (f64, f64), whole: bool) -> Assumption {
        Assumption {
            path: "a".to_owned(),
            low: range.0,
            high: range.1,
            scale: false,
            whole,
            shape: Shape::Uniform,
            parameter: "a".to_owned(),
            total: Some("all".to_owned()),
            base: json!(base),
            stream: 0,
        }
    }

    #[test]
    fn a_total_stays_and_each_part_stays_in_its_range() {
        let parts = [member(10.0, (0.0, 20.0), false), member(30.0, (20.0, 40.0), false)];
        // Drawn 5 and 40: both move down by a quarter of their range, 5; the first ends at 0.
        let mut shares = [0.25, 1.0];
        keep_totals(&parts, &mut shares);
        let values: Vec<f64> = parts.iter().zip(shares).map(|(one, share)| one.in_range(share)).collect();
        assert!((values[0] - 2.5).abs() < 1e-9 && (values[1] - 37.5).abs() < 1e-9, "{values:?}");
    }

    #[test]
    fn whole_numbers_add_up_exactly() {
        let parts: Vec<Assumption> =
            [7.0, 5.0, 4.0].into_iter().map(|base| member(base, (0.0, 12.0), true)).collect();
        for seed in 0..50_u32 {
            let mut shares = [0, 1, 2].map(|part| f64::from((seed * 37 + part * 61) % 101) / 100.0);
            keep_totals(&parts, &mut shares);
            let sum: u64 = parts
                .iter()
                .zip(shares)
                .map(|(one, share)| one.at(share).as_u64().expect("a whole number"))
                .sum();
            assert_eq!(sum, 16, "{shares:?}");
        }
    }
}
