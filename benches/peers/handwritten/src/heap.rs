//! A heap with four children to a node, of keys that hold time, sequence and event in one number.

/// The events, earliest first; those of one time in the order in which they were put in.
pub struct Heap {
    keys: Vec<u128>,
    sequence: u32,
    /// The first key has been taken and its place is free: the next key put in goes there, which saves
    /// taking the last one to the top and sinking it.
    hole: bool,
}

impl Heap {
    pub fn with_capacity(capacity: usize) -> Self {
        Heap {
            keys: Vec::with_capacity(capacity),
            sequence: 0,
            hole: false,
        }
    }

    pub fn clear(&mut self) {
        self.keys.clear();
        self.sequence = 0;
        self.hole = false;
    }

    /// Makes the key of an event.
    #[inline]
    pub fn key(&mut self, time_ms: u64, event: u32) -> u128 {
        let key = (u128::from(time_ms) << 64) | (u128::from(self.sequence) << 32) | u128::from(event);
        self.sequence += 1;
        key
    }

    /// Puts in an event.
    #[inline]
    pub fn push(&mut self, time_ms: u64, event: u32) {
        let key = self.key(time_ms, event);
        if self.hole {
            self.hole = false;
            self.sink(key);
        } else {
            let place = self.keys.len();
            self.keys.push(key);
            self.rise(place, key);
        }
    }

    /// Closes the hole, and returns the key of the earliest event; the greatest number if there is none.
    #[inline]
    pub fn first(&mut self) -> u128 {
        if self.hole {
            self.hole = false;
            let last = self.keys.pop().unwrap_or(u128::MAX);
            if !self.keys.is_empty() {
                self.sink(last);
            }
        }
        self.keys.first().copied().unwrap_or(u128::MAX)
    }

    /// Takes the earliest event; `first` has been asked before, and there is one.
    #[inline]
    pub fn take(&mut self) {
        self.hole = true;
    }

    #[inline]
    fn rise(&mut self, mut place: usize, key: u128) {
        let keys = self.keys.as_mut_slice();
        while place > 0 {
            let parent = (place - 1) / 4;
            if keys[parent] <= key {
                break;
            }
            keys[place] = keys[parent];
            place = parent;
        }
        keys[place] = key;
    }

    /// Sinks a key from the top.
    #[inline]
    fn sink(&mut self, key: u128) {
        let keys = self.keys.as_mut_slice();
        let mut place = 0;
        loop {
            let first = 4 * place + 1;
            let (child, smallest) = if let Some(&[a, b, c, d]) = keys.get(first..first + 4) {
                let (left, x) = if b < a { (first + 1, b) } else { (first, a) };
                let (right, y) = if d < c { (first + 3, d) } else { (first + 2, c) };
                if y < x { (right, y) } else { (left, x) }
            } else {
                let rest = keys.get(first..).unwrap_or(&[]);
                let Some((offset, &smallest)) = rest.iter().enumerate().min_by_key(|&(_, key)| key) else {
                    break;
                };
                (first + offset, smallest)
            };
            if key <= smallest {
                break;
            }
            keys[place] = smallest;
            place = child;
        }
        keys[place] = key;
    }
}

#[cfg(test)]
mod tests {
    use super::Heap;

    #[test]
    fn events_leave_in_the_order_of_time_and_then_of_entry() {
        let mut heap = Heap::with_capacity(0);
        let mut reference = Vec::new();
        let mut left = Vec::new();
        let mut state = 1u64;
        let mut event = 0;
        for round in 0..2_000 {
            for _ in 0..(if round < 1_000 { 2 } else { 0 }) {
                state = state
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1_442_695_040_888_963_407);
                let time = round + (state >> 60);
                heap.push(time, event);
                reference.push((time, event));
                event += 1;
            }
            // What is put in is never earlier than what was taken out, as in a simulation.
            let key = heap.first();
            heap.take();
            left.push(((key >> 64) as u64, key as u32));
        }
        assert_eq!(heap.first(), u128::MAX);
        assert_eq!(left.len(), reference.len());
        let mut waiting = Vec::new();
        let mut entries = reference.into_iter();
        for (round, &out) in left.iter().enumerate() {
            if round < 1_000 {
                waiting.extend(entries.by_ref().take(2));
            }
            let (place, &earliest) = waiting
                .iter()
                .enumerate()
                .min_by_key(|&(_, e)| e)
                .expect("not empty");
            assert_eq!(out, earliest);
            waiting.remove(place);
        }
    }
}
