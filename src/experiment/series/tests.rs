use super::*;
use crate::experiment::rank::{Rank, nearest_to_median};
use crate::experiment::results::Closure;

/// Numbers that repeat, are not sorted, and end with what did not end.
fn numbers(count: u32) -> Vec<f64> {
    (0..count).map(|index| f64::from((index * 7919) % 501) / 8.0 - 3.0).collect()
}

/// A series that went into the file now and then.
fn spilt(numbers: &[f64], room: &Room, every: usize) -> Series<f64> {
    let mut series = Series::default();
    for some in numbers.chunks(every) {
        for number in some {
            series.push(*number);
        }
        if some.len() == every {
            series.spill(room);
        }
    }
    series
}

#[test]
fn a_series_in_a_file_gives_every_bit_of_one_in_memory() {
    let folder = tempfile::tempdir().expect("a folder");
    for (count, every) in [(0, 1), (1, 1), (2, 1), (20_000, 9_000), (20_000, 20_000), (777, 10)] {
        let mut numbers = numbers(count);
        for with_open in [false, true] {
            if with_open {
                numbers.extend([f64::INFINITY; 3]);
            }
            let room = Room::new(folder.path(), 0);
            let series = spilt(&numbers, &room, every);
            assert_eq!((series.len(), series.is_empty()), (numbers.len(), numbers.is_empty()));
            assert!(series.in_order().eq(numbers.iter().copied()), "{count} by {every}");
            assert!(series.ascending().eq(sorted(&numbers)), "{count} by {every}");
            for index in [0, 1, numbers.len() / 2, numbers.len().saturating_sub(1), numbers.len()] {
                assert_eq!(series.get(index), numbers.get(index).copied());
            }
            assert_eq!(Closure::of(&series), Closure::of(&numbers));
            let shown = nearest_to_median(&numbers);
            assert_eq!(nearest_to_median(&series), shown);
            assert_eq!(Rank::of(shown, &series), Rank::of(shown, &numbers));
            assert!(room.whole().is_ok());
        }
    }
    assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 0, "the file has no name");
}

#[test]
fn a_folder_that_cannot_be_is_a_failure_that_is_kept_and_loses_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("file");
    std::fs::write(&file, "").expect("there is room");
    let room = Room::new(&file, 0);
    let mut series = spilt(&numbers(10), &room, 10);
    assert!(room.whole().is_err());
    assert_eq!(series.held(), Some(numbers(10).as_slice()));
    series.spill(&room);
    assert_eq!(series.len(), 10);
}

#[test]
fn a_copy_goes_on_by_itself() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = Room::new(folder.path(), 0);
    let mut one = spilt(&numbers(100), &room, 40);
    let mut other = one.clone();
    one.push(1.0);
    other.append(one.clone());
    one.spill(&room);
    assert_eq!((one.len(), other.len()), (101, 201));
    assert!(other.in_order().skip(100).eq(one.in_order()));
}
