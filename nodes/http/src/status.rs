//! Which status codes count as success: `2xx`, `200,204`, `200-299`, or any of these in a list.

use std::ops::RangeInclusive;

/// Status codes that are expected.
pub(crate) struct Expected(Vec<RangeInclusive<u16>>);

impl Expected {
    /// Reads a list; the error says what to write instead.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let ranges: Option<Vec<_>> = text.split(',').map(|part| range(part.trim())).collect();
        ranges.map(Self).ok_or_else(|| {
            format!(
                "`{text}` names no status codes. Write `2xx`, a list such as `200,204`, or a range such as `200-299`."
            )
        })
    }

    /// Whether a status is among them.
    pub(crate) fn contains(&self, status: u16) -> bool {
        self.0.iter().any(|range| range.contains(&status))
    }
}

fn range(part: &str) -> Option<RangeInclusive<u16>> {
    let hundred = part.strip_suffix("xx").or_else(|| part.strip_suffix("XX"));
    let range = match (hundred, part.split_once('-')) {
        (Some(hundred), _) => {
            let first = hundred.parse::<u16>().ok()?.checked_mul(100)?;
            first..=first.checked_add(99)?
        }
        (None, Some((first, last))) => first.trim().parse().ok()?..=last.trim().parse().ok()?,
        (None, None) => part.parse().ok().map(|code| code..=code)?,
    };
    (*range.start() >= 100 && *range.end() <= 599 && !range.is_empty()).then_some(range)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, inside: &[u16], outside: &[u16]) {
        let expected = Expected::parse(text).expect("readable");
        assert!(inside.iter().all(|status| expected.contains(*status)), "{text}");
        assert!(!outside.iter().any(|status| expected.contains(*status)), "{text}");
    }

    #[test]
    fn classes_lists_and_ranges() {
        check("2xx", &[200, 204, 299], &[199, 300, 404]);
        check("200, 204", &[200, 204], &[201]);
        check("200-299,404", &[250, 404], &[403]);
        check("2XX,3xx", &[201, 301], &[400]);
    }

    #[test]
    fn anything_else_is_refused() {
        for text in ["", "ok", "2x", "20", "700", "0xx", "9xx", "300-200", "200,", "200-", "-5", "99999xx"] {
            assert!(Expected::parse(text).is_err(), "{text}");
        }
    }
}
