//! Cuts a stream of bytes into lines for the log, as they come and never too many of them.

/// The longest line that is passed on whole.
const LONGEST: usize = 16 * 1024;
const MOST_LINES: usize = 10_000;
const MOST_BYTES: usize = 1024 * 1024;

const CUT: &str = " … [the rest of this line is left out]";
const ENOUGH: &str = "[Further lines of this stream are not logged: it has more than 10,000 lines or 1 MiB.]";

/// The lines of one stream.
#[derive(Default)]
pub(crate) struct Lines {
    /// The line so far, never longer than `LONGEST`.
    line: Vec<u8>,
    is_cut: bool,
    /// A carriage return was read. With a line feed it ends the line; alone, what follows is written over
    /// the line, as progress bars do, and only the last state is of interest.
    is_returned: bool,
    lines: usize,
    bytes: usize,
    is_closed: bool,
}

impl Lines {
    /// Takes some bytes, and passes on each line that ends in them.
    pub(crate) fn take(&mut self, mut bytes: &[u8], pass: &mut dyn FnMut(&str)) {
        while !self.is_closed && !bytes.is_empty() {
            let end = bytes.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
            self.append(&bytes[..end.unwrap_or(bytes.len())]);
            let Some(end) = end else { return };
            if bytes[end] == b'\n' {
                self.pass(pass);
            } else {
                self.is_returned = true;
            }
            bytes = &bytes[end + 1..];
        }
    }

    /// Passes on a last line that has no end.
    pub(crate) fn finish(&mut self, pass: &mut dyn FnMut(&str)) {
        if !self.is_closed && !self.line.is_empty() {
            self.pass(pass);
        }
    }

    fn append(&mut self, part: &[u8]) {
        if part.is_empty() {
            return;
        }
        if std::mem::take(&mut self.is_returned) {
            self.line.clear();
            self.is_cut = false;
        }
        let room = LONGEST - self.line.len();
        self.line.extend_from_slice(&part[..part.len().min(room)]);
        self.is_cut |= part.len() > room;
    }

    fn pass(&mut self, pass: &mut dyn FnMut(&str)) {
        self.is_returned = false;
        let is_cut = std::mem::take(&mut self.is_cut);
        if self.lines == MOST_LINES || self.bytes + self.line.len() > MOST_BYTES {
            self.is_closed = true;
            self.line = Vec::new();
            return pass(ENOUGH);
        }
        self.lines += 1;
        self.bytes += self.line.len();
        let text = String::from_utf8_lossy(&self.line);
        if is_cut {
            pass(&format!("{}{CUT}", text.trim_end_matches('\u{fffd}')))
        } else {
            pass(&text)
        }
        self.line.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(pieces: &[&[u8]]) -> Vec<String> {
        let mut found = Vec::new();
        let mut lines = Lines::default();
        for piece in pieces {
            lines.take(piece, &mut |line| found.push(line.to_owned()));
        }
        lines.finish(&mut |line| found.push(line.to_owned()));
        found
    }

    #[test]
    fn lines_are_put_together_however_they_are_cut() {
        assert_eq!(lines(&[b"on", b"e\ntwo\n\nthree"]), ["one", "two", "", "three"]);
        assert_eq!(lines(&[b"one\r", b"\ntwo\r\n"]), ["one", "two"]);
        assert_eq!(lines(&["gr\u{fc}".as_bytes(), b"n\n"]), ["grün"]);
        assert_eq!(lines(&["ü".as_bytes().split_at(1).0, "ü".as_bytes().split_at(1).1]), ["ü"]);
        assert!(lines(&[b""]).is_empty());
    }

    #[test]
    fn of_a_progress_bar_the_last_state_counts() {
        assert_eq!(lines(&[b"10%\r20%\r", b"100%\ndone\n"]), ["100%", "done"]);
        assert_eq!(lines(&[b"10%\r100%\r"]), ["100%"]);
        assert_eq!(lines(&[b"10%\r\r\n"]), ["10%"]);
    }

    #[test]
    fn bytes_that_are_no_text_are_replaced() {
        assert_eq!(lines(&[b"a\xff\xfeb\n"]), ["a\u{fffd}\u{fffd}b"]);
    }

    #[test]
    fn a_long_line_is_cut_and_the_next_one_is_whole() {
        let long = [b"x".repeat(LONGEST), b"rest\nnext\n".to_vec()].concat();
        let found = lines(&[&long]);
        assert_eq!(found.len(), 2);
        assert!(found[0].starts_with("xxx") && found[0].ends_with(CUT));
        assert_eq!(found[0].len(), LONGEST + CUT.len());
        assert_eq!(found[1], "next");
        assert_eq!(lines(&[&b"x".repeat(LONGEST)])[0].len(), LONGEST);
    }

    #[test]
    fn after_enough_lines_or_bytes_one_line_says_so() {
        let found = lines(&[&b"x\n".repeat(MOST_LINES)]);
        assert_eq!((found.len(), found.last().map(String::as_str)), (MOST_LINES, Some("x")));
        let found = lines(&[&b"x\n".repeat(MOST_LINES + 5)]);
        assert_eq!((found.len(), found.last().map(String::as_str)), (MOST_LINES + 1, Some(ENOUGH)));
        let wide = [b"y".repeat(10_000), b"\n".to_vec()].concat();
        let found = lines(&[&wide.repeat(200)]);
        assert_eq!(found.len(), MOST_BYTES / 10_000 + 1);
        assert_eq!(found.last().map(String::as_str), Some(ENOUGH));
    }
}
