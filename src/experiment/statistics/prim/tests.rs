use super::super::special::assert_close;
use super::*;

/// Four inputs from additive recurrences, the last in whole numbers from 0 to 4, and cases of interest: most of those with
/// large a, small b and d of 2 or more, and one in eleven of all.
///
/// The expected numbers below are those of `Prim(x, y, threshold=0.1).find_box()` of the EMA workbench 2.5.3, which was
/// given the same 500 cases.
fn cases() -> (Vec<Vec<f64>>, Vec<bool>) {
    let n = 500;
    let column = |square: f64| -> Vec<f64> {
        (1..=n).map(|index| libm::fmod(0.5 + f64::from(index) * square.sqrt(), 1.0)).collect()
    };
    let mut columns: Vec<Vec<f64>> = [2.0, 3.0, 5.0, 7.0].map(column).into();
    columns[3].iter_mut().for_each(|value| *value = libm::floor(*value * 5.0));
    let hit = |case: usize| {
        let of = |input: usize| columns[input][case];
        let late = of(0) > 0.6 && of(1) < 0.45 && of(3) >= 2.0 && !case.is_multiple_of(5);
        late || case.is_multiple_of(11)
    };
    let hits = (0..500).map(hit).collect();
    (columns, hits)
}

fn restriction(input: usize, low: Option<f64>, high: Option<f64>) -> Restriction {
    Restriction { input, low, high }
}

#[track_caller]
fn assert_box(found: &Region, cases: usize, hits: usize, expected: &[Restriction]) {
    assert_eq!(found.count, Count { cases, hits });
    assert_eq!(found.restrictions.len(), expected.len(), "{:?}", found.restrictions);
    for (found, expected) in found.restrictions.iter().zip(expected) {
        assert_eq!(found.input, expected.input);
        for (found, expected) in [(found.low, expected.low), (found.high, expected.high)] {
            assert_eq!(found.is_some(), expected.is_some());
            assert_close(found.unwrap_or(0.0), expected.unwrap_or(0.0), 1e-12);
        }
    }
}

#[test]
fn the_trajectory_is_that_of_the_ema_workbench() {
    let (columns, hits) = cases();
    let boxes = trajectory(&columns, &hits).unwrap();
    let counts: Vec<(usize, usize)> = boxes.iter().map(|one| (one.count.cases, one.count.hits)).collect();
    #[rustfmt::skip]
    let expected = [
        (500, 82), (399, 73), (299, 63), (284, 63), (269, 63), (255, 61), (242, 60), (229, 60), (217, 58), (206, 57),
        (195, 57), (185, 57), (175, 57), (166, 57), (157, 57), (149, 57), (141, 55), (133, 54), (126, 52), (119, 50),
        (113, 49), (107, 47), (101, 47), (95, 45), (90, 44), (85, 43), (80, 41), (76, 41), (72, 41), (68, 39),
        (64, 39), (60, 39), (57, 39), (54, 38), (51, 38), (48, 38), (45, 37), (42, 36), (39, 34), (40, 35),
    ];
    assert_eq!(counts, expected);
    assert_box(&boxes[0], 500, 82, &[]);
    assert_box(&boxes[2], 299, 63, &[restriction(3, Some(1.5), None)]);
    assert_box(
        &boxes[18],
        126,
        52,
        &[
            restriction(0, Some(0.249_783_362_055_701_73), None),
            restriction(1, None, Some(0.562_683_387_405_485_3)),
            restriction(3, Some(1.5), None),
        ],
    );
    // The last box is pasted: it begins lower in c than the one before.
    assert_box(
        &boxes[39],
        40,
        35,
        &[
            restriction(0, Some(0.622_979_108_724_109_7), Some(0.978_751_443_940_090_8)),
            restriction(1, None, Some(0.496_041_393_823_908_55)),
            restriction(2, Some(0.148_183_981_193_824_37), Some(0.892_016_008_731_388_9)),
            restriction(3, Some(1.5), None),
        ],
    );
}

#[test]
fn quasi_p_values_are_those_of_the_ema_workbench() {
    let (columns, hits) = cases();
    let boxes = trajectory(&columns, &hits).unwrap();
    let found = |step: usize| -> Vec<f64> {
        let restrictions = &boxes[step].restrictions;
        (0..restrictions.len()).map(|index| quasi_p(&columns, &hits, restrictions, index)).collect()
    };
    let expected: [(usize, &[f64]); 3] = [
        (1, &[0.169_364_94]),
        (18, &[0.021_742_844, 0.000_167_082_68, 0.001_133_968_5]),
        // Limits at one end each; the third at both ends has a value for each there and one here.
        (37, &[1.733_780_5e-9, 5.256_011_4e-8, f64::NAN, 3.519_750_3e-5]),
    ];
    for (step, expected) in expected {
        for (found, expected) in found(step).iter().zip(expected).filter(|(_, expected)| expected.is_finite())
        {
            assert!((found / expected - 1.0).abs() < 1e-6, "step {step}: {found} for {expected}");
        }
    }
}

#[test]
fn counts_of_other_cases_keep_to_the_limits() {
    let columns = [vec![1.0, 2.0, 3.0, 4.0], vec![0.0, 0.0, 1.0, 1.0]];
    let hits = [false, true, true, false];
    let restrictions = [restriction(0, Some(1.5), Some(3.0)), restriction(1, Some(0.5), None)];
    assert_eq!(count(&columns, &hits, &restrictions[..1]), Count { cases: 2, hits: 2 });
    assert_eq!(count(&columns, &hits, &restrictions), Count { cases: 1, hits: 1 });
    let all = count(&columns, &hits, &[]);
    assert_close(Count { cases: 2, hits: 2 }.tells(all), 1.0, 1e-12);
    assert_close(all.tells(all), 0.0, 1e-12);
}

#[test]
fn cases_that_say_nothing_are_refused() {
    assert_eq!(trajectory(&[vec![1.0, 2.0]], &[true, true]), None);
    assert_eq!(trajectory(&[vec![1.0, 2.0]], &[false, false]), None);
    assert_eq!(trajectory(&[vec![1.0]], &[false, true]), None);
    // One value throughout leaves nothing to peel.
    assert_eq!(trajectory(&[vec![1.0; 40]], &[[true; 20], [false; 20]].concat()).unwrap().len(), 1);
}
