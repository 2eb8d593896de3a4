//! What is kept of a command's output: its lines go to the log as they come, its beginning into the
//! result, its end into an error. However much there is, memory stays bounded.

use node_sdk::{Ctx, OutputSink, Stream};
use parking_lot::Mutex;

use crate::lines::Lines;

/// How much of the end is kept for an error.
const TAIL: usize = 4 * 1024;

/// Both streams of one command.
pub(crate) struct Capture<'a> {
    ctx: &'a Ctx<'a>,
    stdout: Mutex<Kept>,
    stderr: Mutex<Kept>,
}

/// What is known of one stream.
pub(crate) struct Kept {
    stream: Stream,
    limit: usize,
    head: Vec<u8>,
    tail: Vec<u8>,
    total: u64,
    lines: Lines,
}

impl<'a> Capture<'a> {
    /// Keeps at most as much of each stream as the run allows.
    pub(crate) fn new(ctx: &'a Ctx<'a>) -> Self {
        let kept = |stream| Mutex::new(Kept::new(stream, ctx.max_output()));
        Self { ctx, stdout: kept(Stream::Stdout), stderr: kept(Stream::Stderr) }
    }

    /// Standard output and standard error, once the command has ended.
    pub(crate) fn finish(self) -> (Kept, Kept) {
        let ctx = self.ctx;
        let finish = |kept: Mutex<Kept>| {
            let mut kept = kept.into_inner();
            let stream = kept.stream;
            kept.lines.finish(&mut |line| ctx.log(stream, line));
            kept
        };
        (finish(self.stdout), finish(self.stderr))
    }
}

impl OutputSink for Capture<'_> {
    fn bytes(&self, stream: Stream, bytes: &[u8]) {
        let kept = if stream == Stream::Stderr { &self.stderr } else { &self.stdout };
        let mut kept = kept.lock();
        kept.keep(bytes);
        kept.lines.take(bytes, &mut |line| self.ctx.log(stream, line));
    }
}

impl Kept {
    fn new(stream: Stream, limit: usize) -> Self {
        Self { stream, limit, head: Vec::new(), tail: Vec::new(), total: 0, lines: Lines::default() }
    }

    fn keep(&mut self, bytes: &[u8]) {
        self.total += bytes.len() as u64;
        let room = self.limit - self.head.len();
        self.head.extend_from_slice(&bytes[..bytes.len().min(room)]);
        let last = &bytes[bytes.len().saturating_sub(TAIL)..];
        let surplus = (self.tail.len() + last.len()).saturating_sub(TAIL);
        self.tail.drain(..surplus);
        self.tail.extend_from_slice(last);
    }

    /// How many bytes came that the result does not hold.
    pub(crate) fn lost(&self) -> u64 {
        self.total - self.head.len() as u64
    }

    /// The beginning, as text.
    pub(crate) fn head(&self) -> String {
        let whole = if self.lost() > 0 { before_split_letter(&self.head) } else { &self.head };
        String::from_utf8_lossy(whole).into_owned()
    }

    /// The end, as text.
    pub(crate) fn tail(&self) -> String {
        let text = String::from_utf8_lossy(&self.tail);
        // The cut may have gone through a letter.
        if self.total > TAIL as u64 { text.trim_start_matches('\u{fffd}').into() } else { text.into() }
    }
}

/// The bytes without a last letter of which only the first bytes are there.
fn before_split_letter(bytes: &[u8]) -> &[u8] {
    let is_start = |byte: &u8| byte & 0xc0 != 0x80;
    let Some(back) = bytes.iter().rev().take(4).position(is_start) else { return bytes };
    let start = bytes.len() - 1 - back;
    let length = match bytes[start] {
        0xc0..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xff => 4,
        _ => 1,
    };
    if start + length > bytes.len() { &bytes[..start] } else { bytes }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(limit: usize, pieces: &[&[u8]]) -> Kept {
        let mut kept = Kept::new(Stream::Stdout, limit);
        pieces.iter().for_each(|piece| kept.keep(piece));
        kept
    }

    #[test]
    fn the_beginning_is_kept_up_to_the_limit_and_no_letter_is_split() {
        let all = kept(5, &[b"ab", b"cde"]);
        assert_eq!((all.head().as_str(), all.lost()), ("abcde", 0));
        let cut = kept(4, &[b"ab", b"cd", b"ef"]);
        assert_eq!((cut.head().as_str(), cut.lost()), ("abcd", 2));
        assert_eq!(kept(4, &["abcü!".as_bytes()]).head(), "abc");
        assert_eq!(kept(5, &["ab€!".as_bytes()]).head(), "ab€");
        assert_eq!(kept(4, &["ab€!".as_bytes()]).head(), "ab");
        assert_eq!(kept(9, &[b"a\xffb"]).head(), "a\u{fffd}b");
        assert_eq!(kept(0, &[b"abc"]).head(), "");
    }

    #[test]
    fn the_end_is_kept_however_it_comes() {
        let text: Vec<u8> = (0..10_000_u32).flat_map(|number| format!("{number}\n").into_bytes()).collect();
        let expected = String::from_utf8_lossy(&text[text.len() - TAIL..]).into_owned();
        assert_eq!(kept(10, &[&text]).tail(), expected);
        let pieces: Vec<&[u8]> = text.chunks(777).collect();
        assert_eq!(kept(10, &pieces).tail(), expected);
        assert_eq!(kept(10, &[b"short"]).tail(), "short");
    }
}
