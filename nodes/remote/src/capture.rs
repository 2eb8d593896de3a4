//! What is kept of a command's output: its lines go to the log as they come, its beginning into the
//! result, its end into an error, and all of it into a file where it is longer. However much there is, memory stays
//! bounded.

use node_sdk::{Artifact, BoxFuture, Ctx, OutputSink, Stream, Value};
use parking_lot::Mutex;

use crate::lines::Lines;
use crate::spill::Spill;

/// Bytes of a result that are not text of the command, and some to spare.
pub(crate) const FIELDS: usize = 1024;

/// How much of the end is kept for an error.
const TAIL: usize = 4 * 1024;

/// Stands for bytes that are no text.
const REPLACEMENT: char = char::REPLACEMENT_CHARACTER;

/// Both streams of one command.
pub(crate) struct Capture<'a> {
    ctx: &'a Ctx<'a>,
    stdout: Side,
    stderr: Side,
}

/// One of them.
struct Side {
    kept: Mutex<Kept>,
    spill: Spill,
}

/// What is known of both once the command has ended.
pub(crate) struct Streams {
    pub(crate) stdout: Kept,
    pub(crate) stderr: Kept,
}

/// What is known of one stream.
pub(crate) struct Kept {
    stream: Stream,
    limit: usize,
    head: Vec<u8>,
    tail: Vec<u8>,
    total: u64,
    lines: Lines,
    /// All of it, where that is more than the beginning.
    pub(crate) file: Option<Artifact>,
}

impl<'a> Capture<'a> {
    /// Keeps at most as much of each stream as the run allows.
    pub(crate) fn new(ctx: &'a Ctx<'a>) -> Self {
        let side = |stream| Side { kept: Mutex::new(Kept::new(stream, ctx.max_output())), spill: Spill::new(stream) };
        Self { ctx, stdout: side(Stream::Stdout), stderr: side(Stream::Stderr) }
    }

    fn side(&self, stream: Stream) -> &Side {
        if stream == Stream::Stderr { &self.stderr } else { &self.stdout }
    }

    /// Once the command has ended.
    pub(crate) async fn finish(self) -> Streams {
        Streams { stdout: self.stdout.finish(self.ctx).await, stderr: self.stderr.finish(self.ctx).await }
    }
}

impl Side {
    async fn finish(self, ctx: &Ctx<'_>) -> Kept {
        let mut kept = self.kept.into_inner();
        let stream = kept.stream;
        kept.lines.finish(&mut |line| ctx.log(stream, line));
        kept.file = self.spill.finish(ctx).await;
        kept
    }
}

impl OutputSink for Capture<'_> {
    fn bytes(&self, stream: Stream, bytes: &[u8]) {
        let Side { kept, spill } = self.side(stream);
        let mut kept = kept.lock();
        let was_whole = kept.is_whole();
        let fits = kept.keep(bytes);
        kept.lines.take(bytes, &mut |line| self.ctx.log(stream, line));
        if fits < bytes.len() {
            if was_whole {
                spill.take(&kept.head);
            }
            spill.take(&bytes[fits..]);
        }
    }

    fn room(&self, stream: Stream) -> BoxFuture<'_, ()> {
        let spill = &self.side(stream).spill;
        if spill.is_full() { Box::pin(spill.flush(self.ctx)) } else { Box::pin(std::future::ready(())) }
    }
}

impl Streams {
    /// Short ones.
    #[cfg(test)]
    pub(crate) fn of(stdout: &str, stderr: &str) -> Self {
        Self { stdout: Kept::of(Stream::Stdout, stdout), stderr: Kept::of(Stream::Stderr, stderr) }
    }

    /// The result of a command that ended well. What a node may keep is shared by both streams; standard error gets a
    /// quarter at least.
    pub(crate) async fn result(mut self, ctx: &Ctx<'_>) -> Value {
        let room = ctx.max_output().saturating_sub(FIELDS);
        let errors = self.stderr.head.len().min(room.saturating_sub(self.stdout.head.len()).max(room / 4));
        let (stderr, lost_errors) = self.stderr.head(errors);
        let (stdout, lost) = self.stdout.head(room - errors);
        self.stdout.keep_whole(ctx, lost).await;
        self.stderr.keep_whole(ctx, lost_errors).await;
        let fields = [
            ("exit_code", 0_i64.into()),
            ("stdout", stdout.into()),
            ("stderr", stderr.into()),
            ("truncated", (lost + lost_errors > 0).into()),
        ];
        Value::object(fields.into_iter().chain(self.files()))
    }

    /// The files there are, by the field they stand in.
    pub(crate) fn files(&self) -> impl Iterator<Item = (&'static str, Value)> {
        let files = [("stdout_file", &self.stdout.file), ("stderr_file", &self.stderr.file)];
        files.into_iter().filter_map(|(field, file)| Some((field, file.as_ref()?.to_value())))
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
        let (head, tail, lines) = (Vec::new(), Vec::new(), Lines::default());
        Self { stream, limit, head, tail, total: 0, lines, file: None }
    }

    /// Whether all of it is in the beginning.
    fn is_whole(&self) -> bool {
        self.total == self.head.len() as u64
    }

    /// Makes a file of what the result has no room for, if there is none yet, and tells where the rest is.
    async fn keep_whole(&mut self, ctx: &Ctx<'_>, lost: u64) {
        if lost == 0 {
            return;
        }
        if self.is_whole() {
            let spill = Spill::new(self.stream);
            spill.take(&self.head);
            self.file = spill.finish(ctx).await;
        }
        let name = if self.stream == Stream::Stderr { "standard error" } else { "standard output" };
        let place = match &self.file {
            Some(file) => format!("only in the file `{}` of this run", file.name),
            None => "not kept".into(),
        };
        ctx.log(Stream::Log, &format!("The last {lost} bytes of {name} are {place}."));
    }

    /// How much of it still belongs to the beginning.
    fn keep(&mut self, bytes: &[u8]) -> usize {
        self.total += bytes.len() as u64;
        let fits = bytes.len().min(self.limit - self.head.len());
        self.head.extend_from_slice(&bytes[..fits]);
        let last = &bytes[bytes.len().saturating_sub(TAIL)..];
        let surplus = (self.tail.len() + last.len()).saturating_sub(TAIL);
        self.tail.drain(..surplus);
        self.tail.extend_from_slice(last);
        fits
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
        for piece in pieces {
            kept.keep(piece);
        }
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
