//! Where something stands in a text that somebody wrote.

use std::fmt;

/// A line and a character, both from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    line: usize,
    character: usize,
}

impl Place {
    /// The place of a byte of a text.
    pub(super) fn of(text: &str, at: usize) -> Self {
        let mut at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        let before = &text[..at];
        let start = before.rfind('\n').map_or(0, |end| end + 1);
        Self { line: before.matches('\n').count() + 1, character: before[start..].chars().count() + 1 }
    }

    /// Further to the right on the same line.
    pub(super) fn right(self, characters: usize) -> Self {
        Self { character: self.character + characters, ..self }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line > 1 {
            write!(f, "at line {}, character {}", self.line, self.character)
        } else {
            write!(f, "at character {}", self.character)
        }
    }
}

/// Where in a field's text a part of it begins.
#[derive(Clone, Copy)]
pub(super) struct Origin<'a> {
    pub(super) whole: &'a str,
    pub(super) at: usize,
}

impl<'a> Origin<'a> {
    pub(super) fn start(whole: &'a str) -> Self {
        Self { whole, at: 0 }
    }

    /// A part that begins further on.
    pub(super) fn plus(self, bytes: usize) -> Self {
        Self { at: self.at + bytes, ..self }
    }

    pub(super) fn place(self) -> Place {
        Place::of(self.whole, self.at)
    }
}

/// Leads from a text that was made back to the text it was made of.
#[derive(Default)]
pub(super) struct Anchors(Vec<(usize, usize)>);

impl Anchors {
    /// From this byte of what was made, both go on side by side.
    pub(super) fn add(&mut self, made: usize, written: usize) {
        self.0.push((made, written));
    }

    /// The byte of the written text that a byte of the made one stems from.
    pub(super) fn written(&self, made: usize) -> usize {
        let next = self.0.partition_point(|(at, _)| *at <= made);
        let (from, to) = next.checked_sub(1).map_or((0, 0), |index| self.0[index]);
        let end = self.0.get(next).map_or(usize::MAX, |(_, written)| *written);
        (to + (made - from)).min(end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_counted_in_characters_and_lines() {
        assert_eq!(Place::of("äb c", 3).to_string(), "at character 3");
        assert_eq!(Place::of("a\nüx", 4).to_string(), "at line 2, character 2");
        assert_eq!(Place::of("a", 99).to_string(), "at character 2");
    }

    #[test]
    fn what_was_made_leads_back_to_what_was_written() {
        let mut anchors = Anchors::default();
        anchors.add(10, 2);
        anchors.add(20, 5);
        assert_eq!([10, 11, 19, 20, 22].map(|made| anchors.written(made)), [2, 3, 5, 5, 7]);
    }
}
