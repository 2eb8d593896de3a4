//! File name patterns: `*`, `?`, `[a-z]`, `[!a-z]`, and `**` across folders.

/// A pattern that was read.
pub(crate) struct Glob {
    tokens: Vec<Token>,
    /// A pattern with `/` is about the whole path, one without about the name.
    is_about_path: bool,
}

enum Token {
    One(char),
    Any,
    Set { negated: bool, ranges: Vec<(char, char)> },
    Some,
    Deep,
}

impl Glob {
    /// Reads a pattern; the error is what is wrong with it.
    pub(crate) fn parse(pattern: &str) -> Result<Self, String> {
        let mut tokens = Vec::new();
        let mut rest = pattern;
        while let Some(first) = rest.chars().next() {
            let (token, length) = match first {
                '*' if rest.starts_with("**/") => (Token::Deep, 3),
                '*' if rest.starts_with("**") => (Token::Deep, 2),
                '*' => (Token::Some, 1),
                '?' => (Token::Any, 1),
                '[' => set(rest).ok_or_else(|| format!("`[` in `{pattern}` has no closing `]`"))?,
                other => (Token::One(other), other.len_utf8()),
            };
            tokens.push(token);
            rest = &rest[length..];
        }
        Ok(Self { tokens, is_about_path: pattern.contains('/') })
    }

    /// Whether a path, as listed, fits.
    pub(crate) fn matches(&self, path: &str) -> bool {
        let subject = if self.is_about_path { path } else { path.rsplit('/').next().unwrap_or(path) };
        // All places in the pattern where the text read so far may have led: no backtracking, so no
        // pattern is slow.
        let mut places = vec![false; self.tokens.len() + 1];
        places[0] = true;
        self.skip_stars(&mut places);
        for letter in subject.chars() {
            places = self.step(&places, letter);
        }
        places[self.tokens.len()]
    }

    fn step(&self, places: &[bool], letter: char) -> Vec<bool> {
        let mut next = vec![false; places.len()];
        for (place, token) in self.tokens.iter().enumerate().filter(|(place, _)| places[*place]) {
            match token {
                Token::Some if letter != '/' => next[place] = true,
                Token::Deep => next[place] = true,
                token if token.fits(letter) => next[place + 1] = true,
                _ => {}
            }
        }
        self.skip_stars(&mut next);
        next
    }

    /// A star may also stand for nothing.
    fn skip_stars(&self, places: &mut [bool]) {
        for (place, token) in self.tokens.iter().enumerate() {
            if places[place] && matches!(token, Token::Some | Token::Deep) {
                places[place + 1] = true;
            }
        }
    }
}

impl Token {
    fn fits(&self, letter: char) -> bool {
        match self {
            Self::One(one) => *one == letter,
            Self::Any => letter != '/',
            Self::Set { negated, ranges } => {
                letter != '/' && ranges.iter().any(|(from, to)| (*from..=*to).contains(&letter)) != *negated
            }
            Self::Some | Self::Deep => false,
        }
    }
}

/// Reads `[...]` at the start of the text; a `]` right after the opening is part of the set.
fn set(text: &str) -> Option<(Token, usize)> {
    let inner = text.strip_prefix('[')?;
    let negated = inner.starts_with(['!', '^']);
    let letters = if negated { &inner[1..] } else { inner };
    let first = letters.chars().next()?.len_utf8();
    let end = first + letters[first..].find(']')?;
    let members: Vec<char> = letters[..end].chars().collect();
    let mut ranges = Vec::new();
    let mut left = members.as_slice();
    while let Some((from, after)) = left.split_first() {
        match after {
            ['-', to, after @ ..] => {
                ranges.push((*from, *to));
                left = after;
            }
            _ => {
                ranges.push((*from, *from));
                left = after;
            }
        }
    }
    Some((Token::Set { negated, ranges }, 1 + usize::from(negated) + end + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pattern: &str, fitting: &[&str], others: &[&str]) {
        let glob = Glob::parse(pattern).expect("a pattern");
        for path in fitting {
            assert!(glob.matches(path), "`{pattern}` should fit `{path}`");
        }
        for path in others {
            assert!(!glob.matches(path), "`{pattern}` should not fit `{path}`");
        }
    }

    #[test]
    fn stars_marks_and_sets() {
        check("*.log", &["a.log", ".log", "deep/in/a.log"], &["a.log.gz", "log", "a.log/b"]);
        check("a?c", &["abc", "aüc"], &["ac", "abbc"]);
        check("[a-cx]*", &["b1", "x"], &["d", ""]);
        check("[!a-c]", &["d"], &["a", "dd"]);
        check("[]]", &["]"], &["["]);
        check("*a*b*", &["ab", "xaxbx"], &["ba"]);
        check("**", &["a", "b/c"], &[]);
    }

    #[test]
    fn a_pattern_with_a_slash_is_about_the_whole_path() {
        check("logs/*.log", &["logs/a.log"], &["logs/old/a.log", "a.log"]);
        check("logs/**/*.log", &["logs/a.log", "logs/old/a.log"], &["other/a.log"]);
    }

    #[test]
    fn an_open_set_is_refused_and_no_pattern_is_slow() {
        assert!(Glob::parse("[a").is_err());
        assert!(Glob::parse("[").is_err());
        check(&"*a".repeat(40), &[], &[&"a".repeat(39)]);
    }
}
