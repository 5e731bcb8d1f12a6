//! Who comes first, by hand and against a sorted set.

use super::*;

fn event(index: u32) -> Event {
    Event { kind: 1, index }
}

#[test]
fn the_widest_wheel_keeps_the_order_at_the_end_of_the_longest_horizon() {
    let mut agenda = Agenda::default();
    // Runs with most entries beyond the wheel widen its slots as far as they go.
    for _ in 0..40 {
        agenda.reset(Ties::InOrder);
        for index in 0..100 {
            agenda.schedule(Time::from_ms(MOST_REACH_MS), event(index));
        }
    }
    agenda.reset(Ties::InOrder);
    let horizon = LAST_MS - MOST_REACH_MS;
    agenda.schedule(Time::from_ms(horizon), event(0));
    assert_eq!(agenda.pop(), Some((Time::from_ms(horizon), event(0))));
    let ahead = |shift: u32| horizon + (MOST_REACH_MS >> shift) - 1;
    for shift in [3, 0, 7, 1, 20, 12, 2] {
        agenda.schedule(Time::from_ms(ahead(shift)), event(shift));
    }
    // What lies beyond the last instant does not come round to the first.
    agenda.schedule(Time::from_ms(LAST_MS + 5_000), event(98));
    agenda.schedule(Time::NEVER, event(99));
    let order: Vec<u32> = std::iter::from_fn(|| agenda.pop()).map(|(_, event)| event.index).collect();
    assert_eq!(order, [20, 12, 7, 3, 2, 1, 0, 98, 99]);
}

#[test]
fn events_come_by_time_then_order_of_scheduling() {
    let mut agenda = Agenda::default();
    agenda.reset(Ties::InOrder);
    agenda.schedule_known(Time::from_ms(5), event(0));
    agenda.schedule_known(Time::from_ms(2), event(1));
    agenda.schedule_known(Time::from_ms(5), event(2));
    agenda.sort_known();
    agenda.schedule(Time::from_ms(5), event(3));
    agenda.schedule(Time::from_ms(5), event(4));
    agenda.schedule(Time::from_ms(5), event(5));
    agenda.schedule(Time::from_ms(1), event(6));
    let order: Vec<u32> = std::iter::from_fn(|| agenda.pop()).map(|(_, event)| event.index).collect();
    assert_eq!(order, [6, 1, 0, 2, 3, 4, 5]);
}

#[test]
fn more_of_the_moment_is_seen_before_it_is_taken() {
    let mut agenda = Agenda::default();
    agenda.reset(Ties::InOrder);
    for (index, ms) in [3, 7, 3, 9, 8, 3].into_iter().enumerate() {
        agenda.schedule(Time::from_ms(ms), event(index as u32));
    }
    let mut more = Vec::new();
    while let Some((time, _)) = agenda.pop() {
        more.push((time.as_ms(), agenda.has_more_at(time)));
    }
    assert_eq!(more, [(3, true), (3, true), (3, false), (7, false), (8, false), (9, false)]);
    assert_eq!(agenda.next_time(), None);
}

#[test]
fn orders_are_counted_anew_without_changing_who_comes_first() {
    let mut agenda = Agenda::default();
    agenda.reset(Ties::InOrder);
    agenda.order = LAST_ORDER - 3;
    for index in 0..8 {
        agenda.schedule(Time::from_ms(5), event(2 * index));
        agenda.schedule(Time::from_ms(5), event(2 * index + 1));
    }
    assert!(agenda.order < 100, "counted anew");
    let order: Vec<u32> = std::iter::from_fn(|| agenda.pop()).map(|(_, event)| event.index).collect();
    assert_eq!(order, (0..16).collect::<Vec<_>>());
}

#[test]
fn what_lies_beyond_every_horizon_comes_last() {
    let mut agenda = Agenda::default();
    agenda.reset(Ties::InOrder);
    agenda.schedule(Time::NEVER, event(0));
    agenda.schedule(Time::from_ms(3_600_000_000_000), event(1));
    let order: Vec<u32> = std::iter::from_fn(|| agenda.pop()).map(|(_, event)| event.index).collect();
    assert_eq!(order, [1, 0]);
}

/// Spans from none to beyond the wheel, many of them the same.
fn span_ms(state: &mut u64) -> i64 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    let number = (*state >> 33) as i64;
    match *state >> 60 {
        0 => 0,
        1..=3 => number % 4,
        4..=6 => 3_600_000 * (number % 3),
        7..=12 => number % 10_000_000,
        _ => number % 1_000_000_000,
    }
}

#[test]
fn wheel_heap_and_known_entries_are_merged_in_order() {
    come_in_order(Agenda::default());
}

#[test]
fn heap_and_known_entries_are_merged_in_order_without_a_wheel() {
    come_in_order(Agenda::without_wheel());
}

fn come_in_order(mut agenda: Agenda) {
    let mut state = 7;
    for round in 0..20 {
        agenda.reset(Ties::InOrder);
        let mut pending = std::collections::BTreeSet::new();
        for index in 0..200 {
            let at = span_ms(&mut state);
            agenda.schedule_known(Time::from_ms(at), event(index));
            pending.insert((at, index));
        }
        agenda.sort_known();
        let mut entered = 200;
        for step in 0..5_000 {
            if step % 1_000 == 0 {
                agenda.order = LAST_ORDER - 20 * round;
            }
            let Some((time, taken)) = agenda.pop() else {
                break;
            };
            assert_eq!(pending.pop_first(), Some((time.as_ms(), taken.index)), "round {round}");
            let next = pending.first().map(|(at, _)| *at);
            assert_eq!(agenda.next_time().map(Time::as_ms), next);
            assert_eq!(agenda.has_more_at(time), next == Some(time.as_ms()));
            // About as many are entered as are taken.
            for _ in 0..[1, 2, 0, 1, 1, 0, 2][step % 7] {
                let at = time + span_ms(&mut state);
                agenda.schedule(at, event(entered));
                pending.insert((at.as_ms(), entered));
                entered += 1;
            }
        }
        while let Some((time, taken)) = agenda.pop() {
            assert_eq!(pending.pop_first(), Some((time.as_ms(), taken.index)), "round {round}");
        }
        assert!(pending.is_empty());
    }
}

#[test]
fn what_comes_after_the_end_is_not_taken() {
    let mut agenda = Agenda::default();
    agenda.reset(Ties::InOrder);
    agenda.schedule(Time::from_ms(20), event(0));
    agenda.schedule(Time::from_ms(1_000_000_000), event(1));
    assert_eq!(agenda.pop_until(Time::from_ms(19)), None);
    assert_eq!(agenda.pop_until(Time::from_ms(20)), Some((Time::from_ms(20), event(0))));
    assert_eq!(agenda.pop_until(Time::from_ms(999_999_999)), None);
    agenda.schedule(Time::from_ms(30), event(2));
    assert_eq!(agenda.pop().map(|(_, event)| event.index), Some(2));
    assert_eq!(agenda.pop().map(|(_, event)| event.index), Some(1));
    assert_eq!(agenda.pop(), None);
}

#[test]
fn a_long_random_hold_run_comes_out_sorted() {
    let mut agenda = Agenda::default();
    agenda.reset(Ties::InOrder);
    let mut state = 1_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 40) as i64
    };
    for index in 0..500 {
        agenda.schedule(Time::from_ms(next()), event(index));
    }
    let mut last = Time::ZERO;
    for index in 500..20_000 {
        let (time, _) = agenda.pop().expect("holds 500");
        assert!(time >= last);
        last = time;
        agenda.schedule(time + next(), event(index));
    }
}

#[test]
fn shuffled_ties_change_the_order_of_simultaneous_events_only() {
    let order = |ties| {
        let mut agenda = Agenda::default();
        agenda.reset(ties);
        for index in 0..20 {
            agenda.schedule(Time::from_ms(i64::from(index / 10)), event(index));
        }
        std::iter::from_fn(|| agenda.pop()).map(|(_, event)| event.index).collect::<Vec<_>>()
    };
    let shuffled = order(Ties::Shuffled(7));
    assert_ne!(shuffled, order(Ties::InOrder));
    assert!(shuffled[..10].iter().all(|index| *index < 10));
}
