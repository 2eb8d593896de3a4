//! Finds what operators take between the braces of a template, so that it is weighed before they make
//! something larger of it: `a ~ b` becomes `a|_part ~ b|_part`.

/// What weighs a text or list that an operator or a filter takes.
pub(super) const PART: &str = "_part";
/// What refuses all but numbers: a text or list times a number could be of any size.
pub(super) const FACTOR: &str = "_factor";

/// The operands that are not at their end yet, and the brackets they stand in.
#[derive(Default)]
pub(super) struct Operands {
    brackets: Vec<char>,
    waiting: Vec<(usize, &'static str)>,
}

impl Operands {
    /// How many brackets are open.
    pub(super) fn depth(&self) -> usize {
        self.brackets.len()
    }

    /// Whether a colon parts the ends of a slice here.
    pub(super) fn is_index(&self) -> bool {
        self.brackets.last() == Some(&'[')
    }

    pub(super) fn bracket(&mut self, sign: char) {
        match sign {
            '(' | '[' | '{' => self.brackets.push(sign),
            ')' | ']' | '}' => {
                self.brackets.pop();
            }
            _ => {}
        }
    }

    /// What the operand that ends here is to be given to.
    pub(super) fn end(&mut self) -> Vec<&'static str> {
        let from = self.waiting.partition_point(|(depth, _)| *depth < self.brackets.len());
        self.waiting.drain(from..).map(|(_, filter)| filter).collect()
    }

    /// The same before an operator, whose other operand follows.
    pub(super) fn end_at(&mut self, operator: char) -> Vec<&'static str> {
        let filter = if operator == '*' { FACTOR } else { PART };
        let mut filters = self.end();
        if !filters.contains(&filter) {
            filters.push(filter);
        }
        self.waiting.push((self.brackets.len(), filter));
        filters
    }
}

/// Whether an operand goes on with this character.
pub(super) fn continues(first: char) -> bool {
    matches!(first, '.' | '(' | '[' | '|' | '"' | '\'')
}
