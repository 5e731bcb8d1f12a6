//! Places of an airfield, and the queue for them.

/// More than the aircraft that can wait in one queue; a power of two.
const LENGTH: usize = 128;

/// A number of places, and the aircraft that wait for them: first come, first served, those of one moment by number.
#[derive(Clone)]
pub struct Places {
    free: i32,
    /// Time and aircraft of each request, and what it takes, in one number.
    waiting: [u64; LENGTH],
    first: usize,
    length: usize,
}

impl Places {
    pub fn new(places: i32) -> Self {
        Places { free: places, waiting: [0; LENGTH], first: 0, length: 0 }
    }

    pub fn reset(&mut self, places: i32) {
        self.free = places;
        self.length = 0;
    }

    /// Takes places at once, if nobody waits and there are enough.
    #[inline(always)]
    pub fn take(&mut self, size: u8) -> bool {
        let taken = self.length == 0 && self.free >= i32::from(size);
        if taken {
            self.free -= i32::from(size);
        }
        taken
    }

    /// Waits for places.
    #[inline]
    pub fn ask(&mut self, now: i64, aircraft: usize, size: u8) {
        let key = (now as u64) << 16 | (aircraft as u64) << 8 | u64::from(size);
        let mut place = self.length;
        self.length += 1;
        while place > 0 && self.waiting[(self.first + place - 1) % LENGTH] > key {
            self.waiting[(self.first + place) % LENGTH] = self.waiting[(self.first + place - 1) % LENGTH];
            place -= 1;
        }
        self.waiting[(self.first + place) % LENGTH] = key;
    }

    /// The next aircraft that has its places now.
    #[inline]
    pub fn grant(&mut self) -> Option<usize> {
        let key = self.waiting[self.first % LENGTH];
        let size = key as u8;
        if self.length == 0 || i32::from(size) > self.free {
            return None;
        }
        self.free -= i32::from(size);
        self.first = (self.first + 1) % LENGTH;
        self.length -= 1;
        Some((key >> 8 & 0xFF) as usize)
    }

    /// Gives places back; says whether anybody waits.
    #[inline(always)]
    pub fn give(&mut self, size: u8) -> bool {
        self.free += i32::from(size);
        self.length > 0
    }

    /// Whether one is free that nobody waits for.
    #[inline]
    pub fn any_free(&self) -> bool {
        let wanted: i32 =
            (0..self.length).map(|place| i32::from(self.waiting[(self.first + place) % LENGTH] as u8)).sum();
        self.free > wanted
    }
}
