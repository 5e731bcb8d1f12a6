//! What fuzzers found worth keeping, once more: no promise is broken by it.

use std::fs;

use crate::common::in_repository;
use crate::fuzzed::{TARGETS, call};

/// The most of a file of the corpus, and of all of them [bytes].
const MOST: (u64, u64) = (4_096, 300_000);

#[test]
fn the_corpus_of_the_fuzzers_breaks_no_promise() {
    let mut all = 0;
    for (target, _) in TARGETS {
        let folder = in_repository("fuzz/corpus").join(target);
        let mut replayed = 0;
        for entry in fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
            let path = entry.expect("an entry").path();
            let bytes = fs::read(&path).expect("a file");
            assert!(bytes.len() as u64 <= MOST.0, "{} is larger than {} bytes", path.display(), MOST.0);
            all += bytes.len() as u64;
            call(target, &bytes);
            replayed += 1;
        }
        assert!(replayed > 2, "{target} has no corpus");
    }
    assert!(all <= MOST.1, "the corpus has {all} bytes, and may have {}", MOST.1);
}
