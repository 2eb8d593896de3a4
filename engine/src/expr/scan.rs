//! Reads the texts people write and replaces what the interpreters should not see.
//!
//! In a rhai expression every free name or path, every `{{ }}` and every text with `{{ }}` in it
//! becomes a hole: a short variable that is looked up when it is read. So values are never
//! pasted into code, paths cost no interpreter, and all names are known before a run.

use std::collections::HashSet;

use super::lex::{closing, number};
use super::path::{Path, identifier};
use super::place::{Anchors, Origin};
use super::{Error, is_template};

/// A rhai text with holes.
pub(super) struct Scanned {
    pub(super) text: String,
    pub(super) holes: Vec<Hole>,
    pub(super) has_closure: bool,
    /// Whether it can repeat something, and so build what is large or deep.
    pub(super) repeats: bool,
    /// The way back to what was written.
    pub(super) anchors: Anchors,
    /// Functions it calls, and where they stand.
    pub(super) calls: Vec<Call>,
}

/// A function that is called.
pub(super) struct Call {
    pub(super) name: String,
    pub(super) at: usize,
}

/// What a hole stands for.
pub(super) enum Hole {
    /// A name or path.
    Path(Path),
    /// The inside of a `{{ }}`, and where it begins.
    Reference(String, usize),
    /// A text with `{{ }}` in it, and where it begins.
    Text(String, usize),
}

impl Scanned {
    pub(super) fn paths(&self) -> impl Iterator<Item = &Path> {
        self.holes.iter().filter_map(|hole| match hole {
            Hole::Path(path) => Some(path),
            _ => None,
        })
    }
}

#[rustfmt::skip]
const KEYWORDS: &[&str] = &[
    "true", "false", "let", "const", "if", "else", "for", "in", "while", "loop", "do", "until", "break",
    "continue", "return", "switch", "case", "default", "fn", "private", "throw", "try", "catch", "this", "is",
    "as", "import", "export", "eval", "print", "debug", "type_of", "call", "curry", "is_shared", "is_def_fn",
    "is_def_var", "Fn", "new", "null", "nil", "void", "with", "go", "async", "await", "yield", "spawn", "static",
    "var", "match", "_",
];

/// Replaces the holes of a rhai text.
pub(super) fn script(source: &str) -> Result<Scanned, Error> {
    let mut scanner = Scanner {
        source,
        at: 0,
        locals: locals(source),
        out: Scanned {
            text: String::with_capacity(source.len()),
            holes: Vec::new(),
            has_closure: false,
            repeats: false,
            anchors: Anchors::default(),
            calls: Vec::new(),
        },
        after_dot: false,
        after_value: false,
        depth: 0,
        negations: Vec::new(),
    };
    while scanner.at < source.len() {
        scanner.token()?;
    }
    scanner.end_negations();
    Ok(scanner.out)
}

struct Scanner<'a> {
    source: &'a str,
    at: usize,
    locals: HashSet<&'a str>,
    out: Scanned,
    after_dot: bool,
    /// Whether what stands before is a value, so that an operator follows.
    after_value: bool,
    depth: usize,
    /// The depths at which a `not` waits for the end of what it negates.
    negations: Vec<usize>,
}

impl<'a> Scanner<'a> {
    fn rest(&self) -> &'a str {
        &self.source[self.at..]
    }

    fn token(&mut self) -> Result<(), Error> {
        let rest = self.rest();
        let Some(first) = rest.chars().next() else { return Ok(()) };
        let after_dot = std::mem::take(&mut self.after_dot);
        let after_value = std::mem::replace(&mut self.after_value, true);
        match first {
            _ if first.is_whitespace() => self.blank(first.len_utf8(), after_value),
            _ if rest.starts_with("{{") => return self.reference(),
            '`' => return self.interpolated(),
            '"' | '\'' => return self.quoted(first),
            '/' if rest.starts_with("//") => self.blank(rest.find('\n').unwrap_or(rest.len()), after_value),
            '/' if rest.starts_with("/*") => {
                self.blank(rest.find("*/").map_or(rest.len(), |end| end + 2), after_value);
            }
            '0'..='9' => self.copy(number(rest)),
            '.' if !rest.starts_with("..") => {
                self.after_dot = true;
                self.copy(1);
            }
            _ => match identifier(rest) {
                Some(length) if after_dot => {
                    self.call(length);
                    self.copy(length);
                }
                Some(length) => self.name(length, after_value),
                None => self.sign(first),
            },
        }
        Ok(())
    }

    fn blank(&mut self, length: usize, after_value: bool) {
        self.after_value = after_value;
        self.copy(length);
    }

    /// Operators and brackets.
    fn sign(&mut self, first: char) {
        let rest = self.rest();
        let two = ["||", "&&", "..", "==", "!=", "<=", ">=", "=>"].iter().find(|sign| rest.starts_with(**sign));
        self.out.has_closure |= first == '|' && self.starts_value();
        self.after_value = matches!(first, ')' | ']' | '}');
        if two.is_some_and(|sign| ["||", "&&", "=>"].contains(sign))
            || (two.is_none() && matches!(first, ',' | ';' | '{' | ')' | ']' | '}'))
        {
            self.end_negations();
        }
        match first {
            '(' | '[' | '{' => self.depth += 1,
            ')' | ']' | '}' => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        self.copy(two.map_or(first.len_utf8(), |sign| sign.len()));
    }

    /// Closes what every `not` at this depth negates.
    fn end_negations(&mut self) {
        while self.negations.last().is_some_and(|depth| *depth >= self.depth) {
            self.negations.pop();
            self.write(")", 0);
        }
    }

    /// Writes something else for so many bytes of the source.
    fn write(&mut self, text: &str, length: usize) {
        self.out.text.push_str(text);
        self.at += length;
        self.out.anchors.add(self.out.text.len(), self.at);
    }

    /// Remembers a function that is called here.
    fn call(&mut self, length: usize) {
        let name = &self.rest()[..length];
        if self.rest()[length..].trim_start().starts_with('(') && !KEYWORDS.contains(&name) {
            self.out.calls.push(Call { name: name.to_owned(), at: self.at });
        }
    }

    fn copy(&mut self, length: usize) {
        let end = self.at + length;
        self.out.text.push_str(&self.source[self.at..end]);
        self.at = end;
    }

    /// Whether a value could start here, so that `|` opens a closure.
    fn starts_value(&self) -> bool {
        let before = self.out.text.trim_end();
        before.is_empty() || before.ends_with(['(', ',', '=', '{', ';', ':', '[', '&', '!'])
    }

    fn reference(&mut self) -> Result<(), Error> {
        let end = closing(self.rest(), "}}").ok_or_else(|| unclosed("`{{`", "}}", self.source, self.at))?;
        let inner = &self.rest()[2..end];
        let start = self.at + 2 + inner.len() - inner.trim_start().len();
        self.hole(Hole::Reference(inner.trim().to_owned(), start), end + 2);
        Ok(())
    }

    fn quoted(&mut self, quote: char) -> Result<(), Error> {
        let length = string_length(self.rest(), quote)
            .ok_or_else(|| unclosed("A text", &quote.to_string(), self.source, self.at))?;
        let body = &self.rest()[1..length - 1];
        if is_template(body) {
            self.hole(Hole::Text(unescape(body), self.at + 1), length);
        } else if quote == '\'' {
            let body = body.replace("\\'", "'").replace('"', "\\\"");
            self.write(&format!("\"{body}\""), length);
        } else {
            self.copy(length);
        }
        Ok(())
    }

    /// A text in backticks: what stands in its `${ }` is code.
    fn interpolated(&mut self) -> Result<(), Error> {
        let (start, mut depth) = (self.at, 0_usize);
        self.copy(1);
        loop {
            let rest = self.rest();
            match rest.chars().next() {
                None => return Err(unclosed("A text", "`", self.source, start)),
                Some('`') if depth == 0 => break,
                Some('$') if depth == 0 && rest.starts_with("${") => {
                    depth = 1;
                    self.after_value = false;
                    self.depth += 1;
                    self.copy(2);
                }
                Some(c) if depth == 0 => self.copy(c.len_utf8()),
                Some('}') => {
                    depth -= 1;
                    self.token()?;
                }
                Some('{') if !rest.starts_with("{{") => {
                    depth += 1;
                    self.token()?;
                }
                Some(_) => self.token()?,
            }
        }
        self.copy(1);
        Ok(())
    }

    fn name(&mut self, length: usize, after_value: bool) {
        let name = &self.rest()[..length];
        let after = self.rest()[length..].trim_start();
        if after_value && self.operator(name, after) {
            return;
        }
        if name == "not" && self.negation(length) {
            return;
        }
        self.out.repeats |= ["for", "while", "loop", "do", "fn"].contains(&name);
        let is_call = after.starts_with('(') || after.starts_with("!(");
        let is_key = after.starts_with(':') && !after.starts_with("::");
        let is_assigned = after.starts_with('=') && !after.starts_with("==") && !after.starts_with("=>");
        if ["null", "none"].contains(&name) && !is_call && !is_key && !is_assigned {
            return self.write("()", length);
        }
        if is_call && !self.locals.contains(name) {
            self.call(length);
        }
        if KEYWORDS.contains(&name) || self.locals.contains(name) || is_call || is_key || is_assigned {
            self.after_value = ["true", "false", "this"].contains(&name) || !KEYWORDS.contains(&name);
            return self.copy(length);
        }
        let origin = Origin { whole: self.source, at: self.at };
        let Some((path, length)) = Path::prefix(self.rest(), origin) else { return self.copy(length) };
        let asks_length = self.rest()[length..].starts_with(".len()");
        let (path, length) = if asks_length { (path.length(), length + 6) } else { (path, length) };
        self.hole(Hole::Path(path), length);
    }

    /// `and`, `or` and `not in` behind a value, where no name can stand.
    fn operator(&mut self, name: &str, after: &str) -> bool {
        let (sign, length) = match name {
            "and" => ("&&", 3),
            "or" => ("||", 2),
            "not" if after.starts_with("in ") => {
                self.after_value = false;
                self.write("!", self.rest().len() - after.len());
                return true;
            }
            _ => return false,
        };
        self.end_negations();
        self.after_value = false;
        self.write(sign, length);
        true
    }

    /// `not` before a value: it negates all up to the next `and`, `or` or closing bracket. A
    /// variable may still be called `not`.
    fn negation(&mut self, length: usize) -> bool {
        let after = self.rest()[length..].trim_start();
        let starts_value = |c: char| c.is_alphanumeric() || matches!(c, '_' | '(' | '"' | '\'' | '{' | '!' | '`');
        let is_word = ["and ", "or ", "in ", "not in "].iter().any(|word| after.starts_with(word));
        if !after.starts_with(starts_value) || after.starts_with("!=") || is_word {
            return false;
        }
        self.write("!(", length);
        self.negations.push(self.depth);
        self.after_value = false;
        true
    }

    /// Puts a variable in the place of a part of the source.
    fn hole(&mut self, hole: Hole, length: usize) {
        let name = hole_name(self.out.holes.len());
        let space = if self.rest()[length..].starts_with(|c: char| c.is_alphanumeric()) { " " } else { "" };
        self.out.anchors.add(self.out.text.len(), self.at);
        self.write(&format!("{name}{space}"), length);
        self.out.holes.push(hole);
    }
}

/// What the variables that stand for holes begin with.
const HOLE: &str = "_h";

/// The variable that stands for a hole.
pub(super) fn hole_name(index: usize) -> String {
    let digits = b"0123456789abcdefghijklmnopqrstuvwxyz";
    let (mut index, mut text) = (index, Vec::new());
    loop {
        text.push(digits[index % 36]);
        index /= 36;
        if index == 0 {
            break;
        }
    }
    text.reverse();
    format!("{HOLE}{}", String::from_utf8_lossy(&text))
}

/// The hole that a variable stands for.
pub(super) fn hole_index(name: &str) -> Option<usize> {
    usize::from_str_radix(name.strip_prefix(HOLE)?, 36).ok()
}

/// Names a script declares itself: after `let`, `const`, `for`, in closure and function heads.
fn locals(source: &str) -> HashSet<&str> {
    let mut names = HashSet::new();
    for word in ["let ", "const ", "for ", "catch (", "catch("] {
        for (at, _) in source.match_indices(word) {
            names.extend(names_until(&source[at + word.len()..], &["=", " in ", ")", ";"]));
        }
    }
    for (at, _) in source.match_indices("fn ") {
        names.extend(
            source[at..].find('(').map(|open| names_until(&source[at + open + 1..], &[")"])).unwrap_or_default(),
        );
    }
    for (at, _) in source.match_indices('|') {
        let rest = &source[at + 1..];
        let head = rest.find('|').map(|end| &rest[..end]).unwrap_or_default();
        if !head.is_empty() && head.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | ',' | ' ')) {
            names.extend(names_until(rest, &["|"]));
        }
    }
    names
}

fn names_until<'a>(text: &'a str, ends: &[&str]) -> Vec<&'a str> {
    let end = ends.iter().filter_map(|end| text.find(end)).min().unwrap_or(0);
    let parts = text[..end].split([',', '(', ' ']).map(str::trim);
    parts.filter(|part| identifier(part) == Some(part.len())).collect()
}

fn string_length(text: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return Some(at + 1),
            _ => {}
        }
    }
    None
}

fn unescape(body: &str) -> String {
    let mut text = String::with_capacity(body.len());
    let mut chars = body.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            text.push(c);
            continue;
        }
        match chars.next() {
            Some('n') => text.push('\n'),
            Some('t') => text.push('\t'),
            Some('r') => text.push('\r'),
            Some(other) => text.push(other),
            None => text.push('\\'),
        }
    }
    text
}

fn unclosed(what: &str, end: &str, source: &str, at: usize) -> Error {
    let place = Origin { whole: source, at }.place();
    Error::new("syntax", format!("{what} is opened {place} and never closed with {end}."))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(source: &str, text: &str, holes: usize) {
        let scanned = script(source).unwrap_or_else(|error| panic!("{source}: {}", error.message));
        assert_eq!(scanned.text.split_whitespace().collect::<Vec<_>>().join(" "), text);
        assert_eq!(scanned.holes.len(), holes, "{source}");
    }

    #[test]
    fn names_paths_and_references_become_holes() {
        check("msg.payload.used > threshold", "_h0 > _h1", 2);
        check("{{service_status}} != 'running'", "_h0 != \"running\"", 1);
        check("'{{a}} and {{b}}' == c", "_h0 == _h1", 2);
        check("items.filter(|d| d.used > limit).len()", "_h0.filter(|d| d.used > _h1).len()", 2);
        check("items.len() > 3", "_h0 > 3", 1);
        check("let x = a; x + 1", "let x = _h0; x + 1", 1);
        check("#{ name: b, size: 1.5 }", "#{ name: _h0, size: 1.5 }", 1);
        check("round(x) + 1..2", "round(_h0) + 1..2", 1);
        check("`text ${1}` + a // b", "`text ${1}` + _h0 // b", 1);
        check("`${d.used} % of ${#{ a: b }.a}`", "`${_h0} % of ${#{ a: _h1 }.a}`", 2);
        check("switch a { 1 => b, _ => c }", "switch _h0 { 1 => _h1, _ => _h2 }", 3);
        check("if a { 1 } else { 2 }", "if _h0 { 1 } else { 2 }", 1);
    }

    #[test]
    fn operators_may_be_words_and_words_may_be_names() {
        check("a and not b == c or d", "_h0 && !( _h1 == _h2 )|| _h3", 4);
        check("if not (a or b) { 1 }", "if !( (_h0 || _h1) ){ 1 }", 2);
        check("f(not a, b)", "f(!( _h0), _h1)", 2);
        check("a not in [1]", "_h0 !in [1]", 1);
        check("and > 1 && not == or", "_h0 > 1 && _h1 == _h2", 3);
        check("a == none", "_h0 == ()", 1);
        check("`${not a}`", "`${!( _h0)}`", 1);
    }

    #[test]
    fn hole_names_can_be_read_back() {
        for index in [0, 9, 10, 35, 36, 1295, 1296] {
            assert_eq!(hole_index(&hole_name(index)), Some(index));
        }
    }

    #[test]
    fn what_is_opened_must_be_closed() {
        assert!(script("{{ a").is_err());
        assert!(script("'a").is_err());
    }
}
