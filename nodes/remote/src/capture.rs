//! What is kept of a command's output: its lines go to the log as they come, its beginning into the
//! result, its end into an error. However much there is, memory stays bounded.

use node_sdk::{Ctx, OutputSink, Stream};
use parking_lot::Mutex;

use crate::lines::Lines;

/// How much of the end is kept for an error.
const TAIL: usize = 4 * 1024;

/// Stands for bytes that are no text.
const REPLACEMENT: char = char::REPLACEMENT_CHARACTER;

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
    /// All of a short text.
    #[cfg(test)]
    pub(crate) fn of(stream: Stream, text: &str) -> Self {
        let mut kept = Self::new(stream, text.len());
        kept.keep(text.as_bytes());
        kept
    }

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

    /// The beginning, as text of at most `most` bytes, and how many bytes of the stream it does not hold.
    pub(crate) fn head(&self, most: usize) -> (String, u64) {
        let (mut text, mut used) = (String::new(), 0);
        for chunk in self.head.utf8_chunks() {
            let part = start_of(chunk.valid(), most - text.len());
            text.push_str(part);
            used += part.len();
            if part.len() < chunk.valid().len() || chunk.invalid().is_empty() {
                break;
            }
            let is_end = used + chunk.invalid().len() == self.head.len();
            let is_cut_letter = is_end && self.total > self.head.len() as u64;
            if is_cut_letter || text.len() + REPLACEMENT.len_utf8() > most {
                break;
            }
            text.push(REPLACEMENT);
            used += chunk.invalid().len();
        }
        (text, self.total - used as u64)
    }

    /// How many bytes of the beginning there are.
    pub(crate) fn length(&self) -> usize {
        self.head.len()
    }

    /// The end, as text.
    pub(crate) fn tail(&self) -> String {
        let text = String::from_utf8_lossy(&self.tail);
        // The cut may have gone through a letter.
        if self.total > TAIL as u64 { text.trim_start_matches(REPLACEMENT).into() } else { text.into() }
    }
}

/// As much of the start of a text as fits, in whole letters.
fn start_of(text: &str, most: usize) -> &str {
    let mut end = text.len().min(most);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(limit: usize, pieces: &[&[u8]]) -> Kept {
        let mut kept = Kept::new(Stream::Stdout, limit);
        pieces.iter().for_each(|piece| kept.keep(piece));
        kept
    }

    fn check_head(kept: &Kept, most: usize, text: &str, lost: u64) {
        assert_eq!(kept.head(most), (text.to_owned(), lost));
    }

    #[test]
    fn the_beginning_is_kept_up_to_the_limit_and_no_letter_is_split() {
        check_head(&kept(5, &[b"ab", b"cde"]), 9, "abcde", 0);
        check_head(&kept(4, &[b"ab", b"cd", b"ef"]), 9, "abcd", 2);
        check_head(&kept(4, &["abcü!".as_bytes()]), 9, "abc", 3);
        check_head(&kept(5, &["ab€!".as_bytes()]), 9, "ab€", 1);
        check_head(&kept(9, &["ab€!".as_bytes()]), 4, "ab", 4);
        check_head(&kept(9, &["ab€!".as_bytes()]), 9, "ab€!", 0);
        check_head(&kept(0, &[b"abc"]), 9, "", 3);
    }

    #[test]
    fn bytes_that_are_no_text_are_replaced_within_the_limit() {
        check_head(&kept(9, &[b"a\xffb\xff"]), 9, "a\u{fffd}b\u{fffd}", 0);
        check_head(&kept(9, &[b"a\xffb\xff"]), 5, "a\u{fffd}b", 1);
        check_head(&kept(9, &[b"\xff\xff\xff"]), 7, "\u{fffd}\u{fffd}", 1);
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
