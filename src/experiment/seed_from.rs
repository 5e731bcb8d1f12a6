//! A seed from a name: everybody of a class gets one of their own, and the same one on every machine.

/// What the hash is keyed with, so that a seed has nothing to do with other hashes of the same name.
const KEY: &str = "forceflow 2026 seed from a name";

/// The seed of a name, below 2^53 so that every reader of JSON keeps all its digits. Blanks around the name do not count.
pub fn seed_from(name: &str) -> u64 {
    let key = blake3::derive_key(KEY, name.trim().as_bytes());
    let mut first = [0; 8];
    first.copy_from_slice(&key[..8]);
    u64::from_le_bytes(first) >> 11
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_one_seed_for_ever() {
        // A change of these numbers changes what classes were given.
        assert_eq!(seed_from("ada"), seed_from(" ada\n"));
        assert_ne!(seed_from("ada"), seed_from("Ada"));
        assert_eq!([seed_from("ada"), seed_from("hw1/ada")], [2_861_620_335_014_728, 1_272_942_293_194_285]);
        assert!((0..1_000).all(|number| seed_from(&number.to_string()) < 1 << 53));
    }
}
