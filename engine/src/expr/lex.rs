//! Measures the pieces that templates and expressions are written in: words, numbers, quoted texts, brackets, braces.

/// The length of the letters, digits and underscores that a text starts with.
pub(super) fn word_length(text: &str) -> usize {
    text.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(text.len())
}

/// The length of the number that a text starts with.
pub(super) fn number(text: &str) -> usize {
    let whole = word_length(text);
    let fraction = text[whole..].strip_prefix('.').filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    fraction.map_or(whole, |rest| whole + 1 + word_length(rest))
}

/// The length of the quoted text that a text starts with.
pub(super) fn quoted(text: &str) -> usize {
    let (mut chars, mut escaped) = (text.char_indices(), false);
    let open = chars.next().map(|(_, quote)| quote);
    for (at, c) in chars {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if Some(c) == open => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// The length of the bracketed part that a text starts with.
pub(super) fn bracketed(text: &str) -> usize {
    let (mut at, mut depth) = (0, 0_usize);
    while let Some(c) = text[at..].chars().next() {
        match c {
            '"' | '\'' => at += quoted(&text[at..]) - 1,
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            _ => {}
        }
        at += if matches!(c, '"' | '\'') { 1 } else { c.len_utf8() };
        if depth == 0 {
            break;
        }
    }
    at
}

/// Where the end of a text that starts with `{{` or `{%` begins; texts inside are passed over.
pub(super) fn closing(text: &str, end: &str) -> Option<usize> {
    let mut at = 2;
    while at < text.len() {
        let rest = &text[at..];
        match rest.chars().next()? {
            '"' | '\'' => at += quoted(rest),
            _ if rest.starts_with(end) => return Some(at),
            c => at += c.len_utf8(),
        }
    }
    None
}

/// The inside of a text that is one `{{ }}` and nothing else, and where it begins.
pub(super) fn whole(source: &str) -> Option<(&str, usize)> {
    let text = source.trim();
    let end = text.strip_prefix("{{").and_then(|_| closing(text, "}}"))?;
    let inner = &text[2..end];
    let is_plain = end + 2 == text.len() && !inner.starts_with('-') && !inner.ends_with('-');
    let start = source.len() - source.trim_start().len() + 2 + inner.len() - inner.trim_start().len();
    is_plain.then(|| (inner.trim(), start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_whole_reference_is_told_from_text_with_references() {
        assert_eq!(whole(" {{ a.b }} "), Some(("a.b", 4)));
        assert_eq!(whole("{{ a }}{{ b }}"), None);
        assert_eq!(whole("{{ '}}' }}"), Some(("'}}'", 3)));
    }
}
