#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| forceflow_fuzz::fuzzed::call("simulate", bytes));
