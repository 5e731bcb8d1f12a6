//! Packing one by one and many at once, and planned loads.

use super::*;

/// Numbers from 0 to less than `most`.
fn numbers(state: &mut u64, most: u64) -> u64 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
    (*state >> 33) % most
}

#[test]
fn many_at_once_go_where_they_would_go_one_by_one_and_an_empty_hold_takes_any_of_what_fills_it() {
    let mut state = 3;
    for round in 0..2_000 {
        let mut small = |most: u64| numbers(&mut state, most) as i64;
        let seats = if small(3) == 0 { UNLIMITED } else { small(12) as u32 };
        let hold = Hold {
            seats,
            seats_with_vehicles: small(12) as u32,
            length_mm: 4 + small(20),
            width_mm: if small(4) == 0 { UNBOUNDED } else { small(12) },
            gap_mm: small(3),
            person_kg: small(3),
        };
        let vehicles: Vec<Item> = (0..3)
            .map(|_| Item {
                mass_kg: small(6),
                length_mm: 1 + small(9),
                width_mm: 1 + small(5),
                crew: small(3) as u32,
            })
            .collect();
        let counts: Vec<u32> = (0..5).map(|_| small(5) as u32).collect();
        let payload_kg = small(40);
        let rules = [LoadRule::Mixed, LoadRule::VehiclesFirst, LoadRule::PeopleFirst];
        let packing = Packing { rule: rules[round % 3], order: &[0, 1, 2] };
        let (mut one, mut many) = (Room::new(&hold, payload_kg), Room::new(&hold, payload_kg));
        for (vehicle, count) in vehicles.iter().zip(&counts) {
            let singly = (0..*count).take_while(|_| one.add_vehicles(vehicle, 1) == 1).count();
            assert_eq!(many.add_vehicles(vehicle, *count), singly as u32, "{round}: {hold:?} {vehicle:?}");
            assert_eq!(one.fill().to_bits(), many.fill().to_bits(), "{round}");
        }
        let (mut left, mut taken) = (counts.clone(), vec![0; 5]);
        let fills = Room::new(&hold, payload_kg).fill_from(&vehicles, packing, &mut left, &mut taken);
        assert_eq!(hold.takes_any(payload_kg, &vehicles, packing, &counts), fills, "{round}: {hold:?}");
    }
}

#[test]
fn a_planned_load_keeps_its_share_but_for_its_first_item_and_takes_something_whenever_anything_fits() {
    let mut state = 5;
    for round in 0..4_000 {
        let mut small = |most: u64| numbers(&mut state, most) as i64;
        let hold = Hold {
            seats: if small(4) == 0 { UNLIMITED } else { small(12) as u32 },
            seats_with_vehicles: small(12) as u32,
            length_mm: 4 + small(20),
            width_mm: if small(4) == 0 { UNBOUNDED } else { small(12) },
            gap_mm: small(3),
            person_kg: small(3),
        };
        let vehicles: Vec<Item> = (0..3)
            .map(|_| Item {
                mass_kg: small(6),
                length_mm: 1 + small(9),
                width_mm: 1 + small(5),
                crew: small(3) as u32,
            })
            .collect();
        let counts: Vec<u32> = (0..5).map(|_| small(5) as u32).collect();
        let payload_kg = small(40);
        let share = (1 + small(99)) as f64 / 100.0;
        let rules = [LoadRule::Mixed, LoadRule::VehiclesFirst, LoadRule::PeopleFirst];
        let packing = Packing { rule: rules[round % 3], order: &[0, 1, 2] };
        let (mut left, mut taken) = (counts.clone(), vec![0; 5]);
        let mut room = Room::planned(&hold, payload_kg, share);
        let fills = room.fill_from(&vehicles, packing, &mut left, &mut taken);
        assert_eq!(
            hold.takes_any(payload_kg, &vehicles, packing, &counts),
            fills,
            "{round}: {hold:?} {share}"
        );
        // More than what is planned for is one item, and nothing is beside it that takes of the same.
        let on_board: Vec<(i64, u32)> = vehicles
            .iter()
            .zip(&taken)
            .flat_map(|(it, count)| {
                let crew_kg = i64::from(it.crew) * hold.person_kg;
                std::iter::repeat_n((it.mass_kg + crew_kg, it.crew), *count as usize)
            })
            .collect();
        let loose = taken[3] - crews(&vehicles, &taken).min(taken[3]);
        let mass_kg: i64 = on_board.iter().map(|(mass_kg, _)| mass_kg).sum::<i64>()
            + i64::from(loose) * hold.person_kg
            + i64::from(taken[4]);
        let one_kg = on_board.iter().map(|(mass_kg, _)| *mass_kg).max().unwrap_or(hold.person_kg);
        assert!(mass_kg <= planned_payload_kg(payload_kg, share).max(one_kg), "{round}: {mass_kg} kg");
        let most = planned_seats(hold.seats, share);
        let one = on_board.iter().map(|(_, crew)| *crew).max().unwrap_or(1);
        assert!(taken[3] <= most.max(one), "{round}: {} people", taken[3]);
        // What is on board goes into a room as it came, and nothing more fits beside it that did not before.
        let mut again = Room::planned(&hold, payload_kg, share);
        again.put_back(&vehicles, packing.order, &taken);
        assert_eq!((again.seats_used, again.payload_kg), (room.seats_used, room.payload_kg), "{round}");
    }
}
