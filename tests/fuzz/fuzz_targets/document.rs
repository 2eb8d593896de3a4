//! Any bytes as a document: they are read and compiled, or refused with a reason.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    fuzz::compile(bytes);
});
