//! Chance that can be had again: a failed test names its seed.

/// Numbers in no order that a person would see (xorshift).
pub struct Chance(u64);

impl Chance {
    /// Begins with `CRASH_SEED`, or with the process id, which differs from run to run.
    pub fn new() -> Self {
        let given = std::env::var_os("CRASH_SEED").and_then(|seed| seed.to_str()?.parse().ok());
        let seed = given.unwrap_or_else(|| u64::from(std::process::id()));
        println!("CRASH_SEED={seed} does the same again");
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// A number below `most`.
    pub fn below(&mut self, most: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % most
    }
}

impl Default for Chance {
    fn default() -> Self {
        Self::new()
    }
}
