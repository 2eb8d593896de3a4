//! Makes the templates that people write into ones that minijinja reads: filter arguments by colon
//! become calls, a path before `default` may be missing, and every loop looks at the time.
//!
//! Filters and functions that there are not are found here, with their place.

use std::sync::OnceLock;

use super::Error;
use super::filters::FILTERS;
use super::lex::{bracketed, closing, number, quoted, word_length};
use super::names::suggestion;
use super::operands::{Operands, PART, continues};
use super::path::{Path, identifier};
use super::place::{Anchors, Origin};

/// A template for minijinja, and the way back.
pub(super) struct Rewritten {
    pub(super) text: String,
    pub(super) anchors: Anchors,
}

/// Statements that a template may use. The others could build texts without bound, or reach other templates.
const STATEMENTS: &[&str] = &["if", "elif", "else", "endif", "for", "endfor", "break", "continue", "raw", "endraw"];
const DEEPEST_LOOP: usize = 4;
/// Bytes between one pair of braces: what one step of a template computes with stays small.
const LONGEST_CODE: usize = 16 << 10;
/// Operators between one pair of braces that make a longer text of two.
const MOST_JOININGS: usize = 100;
/// Parts of texts or lists that are copied between one pair of braces.
const MOST_SLICES: usize = 20;

/// Filters of minijinja that a template may use beside ours.
const KEPT_FILTERS: &[&str] = &[
    "default",
    "d",
    "abs",
    "attr",
    "dictsort",
    "items",
    "reverse",
    "lines",
    "list",
    "map",
    "max",
    "min",
    "select",
    "reject",
    "selectattr",
    "rejectattr",
    "groupby",
    "sum",
];
const FUNCTIONS: &[&str] = &["range", "dict", "now", "timestamp", "uuid", "random"];
/// Words that may stand before an opening parenthesis and are no function.
const WORDS: &[&str] = &["and", "or", "not", "in", "is", "if", "elif", "else", "for", "loop"];
/// Words that a value follows.
const OPERATORS: &[&str] = &["and", "or", "not", "in", "if", "elif", "else", "for"];

/// Rewrites text with holes and statements.
pub(super) fn text(source: &str, origin: Origin<'_>) -> Result<Rewritten, Error> {
    let mut it = Rewriter::new(source, origin);
    let (mut depth, mut is_raw) = (0_usize, false);
    while let Some(start) = source[it.at..].find('{').map(|start| it.at + start) {
        it.copy_to(start);
        let rest = &source[start..];
        match rest.as_bytes().get(1) {
            Some(b'{') if !is_raw => it.hole()?,
            Some(b'#') if !is_raw => it.copy_to(rest.find("#}").map_or(source.len(), |end| start + end + 2)),
            Some(b'%') => it.statement(&mut depth, &mut is_raw)?,
            _ => it.copy_to(start + 1),
        }
    }
    it.copy_to(source.len());
    Ok(it.done())
}

/// Rewrites the inside of one hole to a statement that keeps its value.
pub(super) fn value(inner: &str, origin: Origin<'_>) -> Result<Rewritten, Error> {
    if inner.contains("%}") {
        return Err(Error::new("syntax", format!("`%}}` cannot stand inside `{{{{ {inner} }}}}`.")));
    }
    let mut it = Rewriter::new(inner, origin);
    it.out.push_str("{% set value = (");
    it.anchor();
    it.code(inner.len())?;
    it.out.push_str(") %}");
    Ok(it.done())
}

struct Rewriter<'a> {
    source: &'a str,
    origin: Origin<'a>,
    at: usize,
    out: String,
    anchors: Anchors,
    joinings: usize,
    slices: usize,
    /// Whether the code is the head of a loop.
    is_loop: bool,
}

impl<'a> Rewriter<'a> {
    fn new(source: &'a str, origin: Origin<'a>) -> Self {
        let mut it = Self {
            source,
            origin,
            at: 0,
            out: String::with_capacity(source.len() + 32),
            anchors: Anchors::default(),
            joinings: 0,
            slices: 0,
            is_loop: false,
        };
        it.anchor();
        it
    }

    fn done(self) -> Rewritten {
        Rewritten { text: self.out, anchors: self.anchors }
    }

    fn anchor(&mut self) {
        self.anchors.add(self.out.len(), self.origin.at + self.at);
    }

    fn copy_to(&mut self, end: usize) {
        self.out.push_str(&self.source[self.at..end]);
        self.at = end;
    }

    /// Leaves a piece of the source out, having written something else for it.
    fn skip_to(&mut self, end: usize) {
        self.at = end;
        self.anchor();
    }

    fn rest(&self) -> &'a str {
        &self.source[self.at..]
    }

    fn wrong(&self, at: usize, what: &str, near: &str) -> Error {
        Error::new("syntax", format!("{what} {}{near}", self.origin.plus(at).place()))
    }

    fn hole(&mut self) -> Result<(), Error> {
        let (start, rest) = (self.at, self.rest());
        let end = closing(rest, "}}").ok_or_else(|| self.wrong(start, "`{{` is never closed with `}}`", "."))?;
        self.copy_to(start + 2);
        self.code(start + end)?;
        self.copy_to(start + end + 2);
        Ok(())
    }

    fn statement(&mut self, depth: &mut usize, is_raw: &mut bool) -> Result<(), Error> {
        let (start, rest) = (self.at, self.rest());
        let head = rest[2..].trim_start_matches(['-', '+']).trim_start();
        let word = &head[..identifier(head).unwrap_or(0)];
        if *is_raw && word != "endraw" {
            self.copy_to(start + 2);
            return Ok(());
        }
        *is_raw = word == "raw";
        if !STATEMENTS.contains(&word) {
            let what = format!("A template cannot use `{{% {word} %}}`, as it does");
            return Err(self.wrong(start, &what, "; it knows if, for, break, continue and raw."));
        }
        let end = closing(rest, "%}").ok_or_else(|| self.wrong(start, "`{%` is never closed with `%}`", "."))?;
        *depth = if word == "for" { *depth + 1 } else { depth.saturating_sub(usize::from(word == "endfor")) };
        if *depth > DEEPEST_LOOP {
            return Err(Error::new(
                "syntax",
                format!("The template nests more than {DEEPEST_LOOP} loops. Use loop nodes."),
            ));
        }
        self.copy_to(start + rest.len() - head.len() + word.len());
        self.is_loop = word == "for";
        self.code(start + end)?;
        self.copy_to(start + end + 2);
        if std::mem::take(&mut self.is_loop) {
            let trims = rest[..end].ends_with('-');
            self.out.push_str(if trims { "{{ _tick() -}}" } else { "{{ _tick() }}" });
            self.anchor();
        }
        Ok(())
    }

    /// Rewrites what stands between braces.
    fn code(&mut self, end: usize) -> Result<(), Error> {
        if end - self.at > LONGEST_CODE {
            return Err(self.wrong(self.at, &format!("One pair of braces holds more than {LONGEST_CODE} bytes"), "."));
        }
        (self.joinings, self.slices) = (0, 0);
        self.tokens(end)
    }

    fn tokens(&mut self, end: usize) -> Result<(), Error> {
        let (mut operands, mut before) = (Operands::default(), Before::Operator);
        while self.at < end {
            let rest = &self.source[self.at..end];
            let Some(first) = rest.chars().next() else { break };
            if first.is_whitespace() {
                self.copy_to(self.at + first.len_utf8());
                continue;
            }
            let is_joining = "~+*".contains(first) && !rest.starts_with("**");
            if before == Before::Value && !continues(first) {
                self.weigh(&if is_joining { operands.end_at(first) } else { operands.end() });
            }
            before = match first {
                '"' | '\'' => self.value(quoted(rest)),
                '0'..='9' => self.value(word_length(rest)),
                '|' => {
                    self.filter(end, operands.depth())?;
                    Before::Value
                }
                '*' if !is_joining => self.sign(2),
                _ if is_joining => self.joining()?,
                ':' if operands.is_index() => self.slice()?,
                _ => match identifier(rest) {
                    Some(length) => self.word(length, end, operands.depth(), before)?,
                    None => {
                        operands.bracket(first);
                        let sign = self.sign(first.len_utf8());
                        if matches!(first, ')' | ']' | '}') { Before::Value } else { sign }
                    }
                },
            };
            if first == '.' {
                before = Before::Dot;
            }
        }
        if before == Before::Value {
            self.weigh(&operands.end());
        }
        Ok(())
    }

    fn value(&mut self, length: usize) -> Before {
        self.copy_to(self.at + length);
        Before::Value
    }

    fn sign(&mut self, length: usize) -> Before {
        self.copy_to(self.at + length);
        Before::Operator
    }

    /// Gives what stands before to filters.
    fn weigh(&mut self, filters: &[&str]) {
        for filter in filters {
            self.out.extend(["|", filter, " "]);
        }
        self.anchor();
    }

    fn slice(&mut self) -> Result<Before, Error> {
        self.slices += 1;
        if self.slices > MOST_SLICES {
            let what = format!("More than {MOST_SLICES} parts of texts or lists are taken in one pair of braces");
            return Err(self.wrong(self.at, &what, "; use several."));
        }
        Ok(self.sign(1))
    }

    fn joining(&mut self) -> Result<Before, Error> {
        self.joinings += 1;
        if self.joinings > MOST_JOININGS {
            let what = format!("More than {MOST_JOININGS} values are joined in one pair of braces");
            return Err(self.wrong(self.at, &what, "; use the filter `join` on a list."));
        }
        Ok(self.sign(1))
    }

    fn word(&mut self, length: usize, end: usize, depth: usize, before: Before) -> Result<Before, Error> {
        let rest = &self.source[self.at..end];
        let word = &rest[..length];
        let is_called = rest[length..].trim_start().starts_with('(');
        if matches!(before, Before::Dot | Before::Is) {
            self.copy_to(self.at + length);
            let is_not = before == Before::Is && word == "not";
            return Ok(if is_not { Before::Is } else { Before::Value });
        }
        if word == "if" && self.is_loop && depth == 0 {
            self.copy_to(self.at + length);
            self.out.push_str(" _tick() or");
            self.anchor();
        } else if is_called && !WORDS.contains(&word) && !FUNCTIONS.contains(&word) {
            let near = suggestion(word, FUNCTIONS.iter().copied());
            return Err(self.wrong(self.at, &format!("There is no function `{word}`,"), &near));
        } else if let Some((path, length)) = self.optional(rest) {
            self.out.push_str(&path.lenient());
            self.skip_to(self.at + length);
        } else {
            self.copy_to(self.at + length);
        }
        Ok(match word {
            "is" => Before::Is,
            word if OPERATORS.contains(&word) => Before::Operator,
            _ => Before::Value,
        })
    }

    /// A path that the filter `default` follows.
    fn optional(&self, rest: &str) -> Option<(Path, usize)> {
        let (path, length) = Path::prefix(rest, self.origin)?;
        let after = rest[length..].trim_start().strip_prefix('|')?.trim_start();
        let filter = &after[..identifier(after)?];
        (["default", "d"].contains(&filter) && !WORDS.contains(&path.root())).then_some((path, length))
    }

    fn filter(&mut self, end: usize, depth: usize) -> Result<(), Error> {
        self.copy_to(self.at + 1);
        let rest = &self.source[self.at..end];
        let blanks = rest.len() - rest.trim_start().len();
        let length = identifier(&rest[blanks..]).unwrap_or(0);
        let name = &rest[blanks..blanks + length];
        if !is_filter(name) {
            let known = FILTERS.iter().map(|(known, _)| *known).chain(KEPT_FILTERS.iter().copied());
            return Err(self.wrong(
                self.at + blanks,
                &format!("There is no filter `{name}`,"),
                &suggestion(name, known),
            ));
        }
        if KEPT_FILTERS.contains(&name) && !["default", "d"].contains(&name) {
            self.out.extend([PART, "|"]);
            self.anchor();
        }
        self.copy_to(self.at + blanks + length);
        let after = &self.source[self.at..end];
        let Some(arguments) = after.trim_start().strip_prefix(':') else { return Ok(()) };
        self.out.push('(');
        self.skip_to(self.at + after.len() - arguments.len());
        self.arguments(end, depth)?;
        self.out.push(')');
        self.anchor();
        Ok(())
    }

    /// Arguments by colon; outside parentheses a comma parts them too.
    fn arguments(&mut self, end: usize, depth: usize) -> Result<(), Error> {
        loop {
            let rest = &self.source[self.at..end];
            self.copy_to(self.at + rest.len() - rest.trim_start().len());
            self.argument(end)?;
            let rest = &self.source[self.at..end];
            let next = rest.trim_start();
            if !(next.starts_with(':') || (depth == 0 && next.starts_with(','))) {
                return Ok(());
            }
            self.out.push(',');
            self.skip_to(self.at + rest.len() - next.len() + 1);
        }
    }

    fn argument(&mut self, end: usize) -> Result<(), Error> {
        let rest = &self.source[self.at..end];
        let sign = usize::from(rest.starts_with('-'));
        let length = match rest[sign..].chars().next() {
            Some('"' | '\'') => quoted(rest),
            Some('0'..='9') => sign + number(&rest[sign..]),
            Some('(' | '[' | '{') => sign + bracketed(&rest[sign..]),
            _ => sign + Path::prefix(&rest[sign..], self.origin).map_or(0, |(_, length)| length),
        };
        if length == sign {
            return Err(self.wrong(self.at, "A filter's argument is missing", "."));
        }
        let has_code = rest[sign..].starts_with(['(', '[', '{']);
        if has_code {
            return self.tokens(self.at + length);
        }
        self.copy_to(self.at + length);
        Ok(())
    }
}

/// What a word stands behind.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    Dot,
    /// `is` or `is not`: the name of a test follows.
    Is,
    /// Something that operators take.
    Value,
    Operator,
}

fn is_filter(name: &str) -> bool {
    static KNOWN: OnceLock<std::collections::HashSet<&str>> = OnceLock::new();
    let all = || FILTERS.iter().map(|(known, _)| *known).chain(KEPT_FILTERS.iter().copied()).collect();
    KNOWN.get_or_init(all).contains(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(source: &str, expected: &str) {
        let made = text(source, Origin::start(source)).map(|made| made.text).map_err(|error| error.message);
        assert_eq!(made.as_deref(), Ok(expected), "{source}");
    }

    fn refuse(source: &str, says: &str) {
        let error = text(source, Origin::start(source)).map(|made| made.text).expect_err("this is refused");
        assert!(error.message.contains(says), "{}", error.message);
    }

    #[test]
    fn filter_arguments_by_colon_become_calls() {
        check("{{ a | date:'%H:%M' | upper }}", "{{ a | date('%H:%M') | upper }}");
        check("{{ a | replace:'x':'|' }}", "{{ a | replace('x','|') }}");
        check("{{ a | replace: 'x', \"}}\" }}", "{{ a | replace( 'x', \"}}\") }}");
        check("{{ (a | join:',') }}", "{{ (a | join(',')) }}");
        check("{% if a | round:-1 > b %}x{% endif %}", "{% if a | round(-1) > b %}x{% endif %}");
        check("{{ a | join(', ') }} {{ '{{' }}", "{{ a | join(', ') }} {{ '{{' }}");
        check("{{ a | int:(b | length) }}", "{{ a | int((b | length)) }}");
    }

    #[test]
    fn a_path_before_default_may_be_missing() {
        check("{{ a.b[0]['c d'] | default:'x' }}", "{{ _maybe('a', 'b', 0, 'c d') | default('x') }}");
        check("{{ a|default('') }}", "{{ _maybe('a')|default('') }}");
        check("{{ a.b }}", "{{ a.b }}");
    }

    #[test]
    fn what_operators_and_filters_make_more_of_is_weighed() {
        check("{{ a.b ~ -c|upper }}", "{{ a.b |_part ~ -c|upper |_part }}");
        check("{{ a ~ (b + c[1:]) ~ 'd' -}}", "{{ a |_part ~ (b |_part + c[1:]|_part ) |_part ~ 'd' |_part -}}");
        check("{{ a + b * c ** 2 if d else e }}", "{{ a |_part + b |_part |_factor * c |_factor ** 2 if d else e }}");
        check("{{ [a ~ b, -c, +d] }}", "{{ [a |_part ~ b|_part , -c, +d] }}");
        let head = "{% for a in b + c if a is not odd %}";
        check(head, "{% for a in b |_part + c |_part if _tick() or a is not odd %}{{ _tick() }}");
        check("{{ a | list }}", "{{ a |_part| list }}");
        refuse(&format!("{{{{ [{}] }}}}", "a[1:],".repeat(21)), "More than 20 parts of texts or lists");
    }

    #[test]
    fn every_loop_looks_at_the_time() {
        check("{% for a in b %}x{% endfor %}", "{% for a in b %}{{ _tick() }}x{% endfor %}");
        check("{% for a in b if a.c -%} x", "{% for a in b if _tick() or a.c -%}{{ _tick() -}} x");
    }

    #[test]
    fn raw_parts_and_comments_stay_as_they_are() {
        check("{% raw %}{{ a | b:c }}{% set %}{% endraw %}", "{% raw %}{{ a | b:c }}{% set %}{% endraw %}");
        check("{# {{ a | b }} #}x", "{# {{ a | b }} #}x");
    }

    #[test]
    fn what_there_is_not_is_named_with_its_place() {
        refuse("a\n {{ b | uper }}", "There is no filter `uper`, at line 2, character 9; did you mean `upper`?");
        refuse("{{ rnge(3) }}", "There is no function `rnge`, at character 4; did you mean `range`?");
        refuse("ü{{ a | date: }}", "A filter's argument is missing at character 15.");
        refuse("x {{ a", "`{{` is never closed with `}}` at character 3.");
        refuse("{% set a = 1 %}", "cannot use `{% set %}`");
        refuse(&format!("{{{{ {}a }}}}", "a ~ ".repeat(101)), "More than 100 values are joined");
    }
}
