//! Any bytes as a document: they are read, compiled and run to an end, or refused with a reason.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Some(program) = fuzz::compile(bytes) {
        fuzz::run(program);
    }
});
