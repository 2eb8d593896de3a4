//! Reads the texts people write and replaces what the interpreters should not see.
//!
//! In a rhai expression every free name or path, every `{{ }}` and every text with `{{ }}` in it
//! becomes a hole: a short variable that is looked up when it is read. So values are never
//! pasted into code, paths cost no interpreter, and all names are known before a run.

use std::collections::HashSet;

use super::path::{Path, identifier};
use super::{Error, is_template};

/// A rhai text with holes.
pub(super) struct Scanned {
    pub(super) text: String,
    pub(super) holes: Vec<Hole>,
    pub(super) has_closure: bool,
    /// Whether it can repeat something, and so build what is large or deep.
    pub(super) repeats: bool,
    /// Columns of the text, from 1, behind which so many characters were put in.
    widened: Vec<(usize, usize)>,
}

/// What a hole stands for.
pub(super) enum Hole {
    /// A name or path.
    Path(Path),
    /// The inside of a `{{ }}`.
    Reference(String),
    /// A text with `{{ }}` in it.
    Text(String),
}

impl Scanned {
    /// Where a column of the text lies in what was written.
    pub(super) fn column(&self, column: usize) -> usize {
        let before = self.widened.iter().filter(|(at, _)| *at < column);
        column.saturating_sub(before.map(|(_, extra)| extra).sum())
    }

    pub(super) fn paths(&self) -> impl Iterator<Item = &Path> {
        self.holes.iter().filter_map(|hole| match hole {
            Hole::Path(path) => Some(path),
            _ => None,
        })
    }
}

const KEYWORDS: &[&str] = &[
    "true",
    "false",
    "let",
    "const",
    "if",
    "else",
    "for",
    "in",
    "while",
    "loop",
    "do",
    "until",
    "break",
    "continue",
    "return",
    "switch",
    "case",
    "default",
    "fn",
    "private",
    "throw",
    "try",
    "catch",
    "this",
    "is",
    "as",
    "global",
    "import",
    "export",
    "eval",
    "print",
    "debug",
    "type_of",
    "call",
    "curry",
    "is_shared",
    "is_def_fn",
    "is_def_var",
    "Fn",
    "new",
    "null",
    "nil",
    "void",
    "with",
    "go",
    "async",
    "await",
    "yield",
    "spawn",
    "static",
    "var",
    "match",
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
            widened: Vec::new(),
        },
        after_dot: false,
    };
    while scanner.at < source.len() {
        scanner.token()?;
    }
    Ok(scanner.out)
}

struct Scanner<'a> {
    source: &'a str,
    at: usize,
    locals: HashSet<&'a str>,
    out: Scanned,
    after_dot: bool,
}

impl<'a> Scanner<'a> {
    fn rest(&self) -> &'a str {
        &self.source[self.at..]
    }

    fn token(&mut self) -> Result<(), Error> {
        let rest = self.rest();
        let Some(first) = rest.chars().next() else { return Ok(()) };
        let after_dot = std::mem::take(&mut self.after_dot);
        match first {
            _ if rest.starts_with("{{") => return self.reference(),
            '`' => return self.interpolated(),
            '"' | '\'' => return self.quoted(first),
            '/' if rest.starts_with("//") => self.copy(rest.find('\n').unwrap_or(rest.len())),
            '/' if rest.starts_with("/*") => self.copy(rest.find("*/").map_or(rest.len(), |end| end + 2)),
            '0'..='9' => self.copy(number(rest)),
            '.' if !rest.starts_with("..") => {
                self.after_dot = true;
                self.copy(1);
            }
            '.' => self.copy(2),
            '|' if rest.starts_with("||") => {
                self.out.has_closure |= self.starts_value();
                self.copy(2);
            }
            '|' => {
                self.out.has_closure |= self.starts_value();
                self.copy(1);
            }
            _ => match identifier(rest) {
                Some(length) if after_dot => self.copy(length),
                Some(length) => self.name(length),
                None => self.copy(first.len_utf8()),
            },
        }
        Ok(())
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
        let end = closing(self.rest()).ok_or_else(|| unclosed("{{", "}}", self.at))?;
        let inner = self.rest()[2..end].trim().to_owned();
        self.hole(Hole::Reference(inner), end + 2);
        Ok(())
    }

    fn quoted(&mut self, quote: char) -> Result<(), Error> {
        let length =
            string_length(self.rest(), quote).ok_or_else(|| unclosed("A text", &quote.to_string(), self.at))?;
        let body = &self.rest()[1..length - 1];
        if is_template(body) {
            let text = unescape(body);
            self.hole(Hole::Text(text), length);
        } else if quote == '\'' {
            let body = body.replace("\\'", "'").replace('"', "\\\"");
            self.out.text.extend(["\"", &body, "\""]);
            self.at += length;
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
                None => return Err(unclosed("A text", "`", start)),
                Some('`') if depth == 0 => break,
                Some('$') if depth == 0 && rest.starts_with("${") => {
                    depth = 1;
                    self.copy(2);
                }
                Some(c) if depth == 0 => self.copy(c.len_utf8()),
                Some('}') => {
                    depth -= 1;
                    self.copy(1);
                }
                Some('{') if !rest.starts_with("{{") => {
                    depth += 1;
                    self.copy(1);
                }
                Some(_) => self.token()?,
            }
        }
        self.copy(1);
        Ok(())
    }

    fn name(&mut self, length: usize) {
        let name = &self.rest()[..length];
        self.out.repeats |= ["for", "while", "loop", "do", "fn"].contains(&name);
        let after = self.rest()[length..].trim_start();
        let is_call = after.starts_with('(') || after.starts_with("!(");
        let is_key = after.starts_with(':') && !after.starts_with("::");
        let is_assigned = after.starts_with('=') && !after.starts_with("==") && !after.starts_with("=>");
        if KEYWORDS.contains(&name) || self.locals.contains(name) || is_call || is_key || is_assigned {
            return self.copy(length);
        }
        let Some((path, length)) = Path::prefix(self.rest()) else { return self.copy(length) };
        let asks_length = self.rest()[length..].starts_with(".len()");
        let (path, length) = if asks_length { (path.length(), length + 6) } else { (path, length) };
        self.hole(Hole::Path(path), length);
    }

    /// Writes a hole as wide as what it replaces where that is possible, so that positions in
    /// error messages stay true.
    fn hole(&mut self, hole: Hole, length: usize) {
        let name = hole_name(self.out.holes.len());
        self.out.text.push_str(&name);
        let columns = self.source[self.at..self.at + length].chars().count();
        if name.len() > columns {
            self.out.widened.push((self.out.text.chars().count(), name.len() - columns));
        }
        self.out.text.extend(std::iter::repeat_n(' ', columns.saturating_sub(name.len())));
        self.at += length;
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

fn number(text: &str) -> usize {
    let digits = |text: &str| text.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(text.len());
    let whole = digits(text);
    let fraction = text[whole..].strip_prefix('.').filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    fraction.map_or(whole, |rest| whole + 1 + digits(rest))
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

fn unclosed(what: &str, end: &str, at: usize) -> Error {
    Error::new("syntax", format!("{what} is opened at character {} and never closed with {end}.", at + 1))
}

/// Where the `}}` of a text that starts with `{{` begins; texts inside are passed over.
fn closing(text: &str) -> Option<usize> {
    let mut quote = None;
    for (at, c) in text.char_indices().skip(2) {
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if c == '"' || c == '\'' => quote = Some(c),
            None if text[at..].starts_with("}}") => return Some(at),
            None => {}
        }
    }
    None
}

/// The inside of a text that is one `{{ }}` and nothing else.
pub(super) fn whole(source: &str) -> Option<&str> {
    let text = source.trim();
    let end = text.strip_prefix("{{").and_then(|_| closing(text))?;
    let inner = &text[2..end];
    (end + 2 == text.len() && !inner.starts_with('-') && !inner.ends_with('-')).then(|| inner.trim())
}

/// Rewrites the filters of every `{{ }}` in a template.
pub(super) fn template(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(start) = rest.find("{{") {
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        let Some(end) = closing(rest) else { break };
        out.extend(["{{", &filters(&rest[2..end]), "}}"]);
        rest = &rest[end + 2..];
    }
    out.push_str(rest);
    out
}

/// Rewrites filter arguments given by colon, `| date:'%Y'`, to `| date('%Y')`.
pub(super) fn filters(inner: &str) -> String {
    let mut parts = split_pipes(inner).into_iter();
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let trimmed = part.trim_start();
        let name = identifier(trimmed).unwrap_or(0);
        out.push('|');
        match trimmed[name..].trim_start().strip_prefix(':') {
            Some(arguments) if name > 0 => {
                out.extend([" ", &trimmed[..name], "(", &commas(arguments.trim()), ")"]);
            }
            _ => out.push_str(part),
        }
    }
    out
}

fn split_pipes(text: &str) -> Vec<&str> {
    split_outside_quotes(text, '|')
}

fn commas(arguments: &str) -> String {
    split_outside_quotes(arguments, ':').join(",")
}

fn split_outside_quotes(text: &str, separator: char) -> Vec<&str> {
    let (mut parts, mut start, mut quote) = (Vec::new(), 0, None);
    for (at, c) in text.char_indices() {
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if c == '"' || c == '\'' => quote = Some(c),
            None if c == separator => {
                parts.push(&text[start..at]);
                start = at + 1;
            }
            None => {}
        }
    }
    parts.push(&text[start..]);
    parts
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
        check("items.filter(|d| d.used > limit).len()", "_h0 .filter(|d| d.used > _h1 ).len()", 2);
        check("items.len() > 3", "_h0 > 3", 1);
        check("let x = a; x + 1", "let x = _h0; x + 1", 1);
        check("#{ name: b, size: 1.5 }", "#{ name: _h0, size: 1.5 }", 1);
        check("round(x) + 1..2", "round(_h0) + 1..2", 1);
        check("`text ${1}` + a // b", "`text ${1}` + _h0 // b", 1);
        check("`${d.used} % of ${#{ a: b }.a}`", "`${_h0 } % of ${#{ a: _h1 }.a}`", 2);
        check("if a { 1 } else { 2 }", "if _h0 { 1 } else { 2 }", 1);
    }

    #[test]
    fn hole_names_can_be_read_back() {
        for index in [0, 9, 10, 35, 36, 1295, 1296] {
            assert_eq!(hole_index(&hole_name(index)), Some(index));
        }
    }

    #[test]
    fn filter_arguments_by_colon_become_calls() {
        assert_eq!(filters("a | date:'%H:%M' | upper"), "a | date('%H:%M')| upper");
        assert_eq!(filters("a | replace:'x':'y'"), "a | replace('x','y')");
        assert_eq!(template("x {{ a | join:',' }} y"), "x {{ a | join(',')}} y");
    }

    #[test]
    fn one_whole_reference_is_told_from_text_with_references() {
        assert_eq!(whole(" {{ a.b }} "), Some("a.b"));
        assert_eq!(whole("{{ a }}{{ b }}"), None);
        assert_eq!(whole("{{ '}}' }}"), Some("'}}'"));
    }

    #[test]
    fn what_is_opened_must_be_closed() {
        assert!(script("{{ a").is_err());
        assert!(script("'a").is_err());
    }
}
