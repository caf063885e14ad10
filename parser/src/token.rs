//! Tokens: what the lexer finds and the layout pass turns into what the grammar reads.

use crate::operators::{Fixity, OPERATORS, OperatorId};

/// One token: a kind, for operators which one, and the bytes that it covers. Tokens that the layout pass makes up cover none.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Token {
    pub(crate) kind: TokenKind,
    pub(crate) op: OperatorId,
    pub(crate) start: u32,
    pub(crate) end: u32,
}

impl Token {
    pub(crate) fn new(kind: TokenKind, start: u32, end: u32) -> Self {
        Self { kind, op: OperatorId::NONE, start, end }
    }
}

/// The kinds of tokens. *Raw* kinds come from the lexer only: the layout pass replaces them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[rustfmt::skip]
pub(crate) enum TokenKind {
    // The first token of every stream: which start symbol is wanted.
    ModuleStart, ExpressionStart,

    // Made up by the layout pass.
    ListStart, ListItem, ListEnd, DefinitionStart,

    Name, Constant, Number, Decimal, String, At, Placeholder,
    StepStart, StepReference,

    LeftParen, RightParen, LeftSquare, RightSquare, RightSquareSubscript, LeftBrace, RightBrace,
    LeftAngle, RightAngle, RightAngleSubscript,
    Comma, Colon, ColonColon, Bang, Dot, Arrow, MapsTo, Substitute, Define, CaseBar,

    Infix, Prefix, Postfix, Equals, In,
    ForAll, Exists, TemporalForAll, TemporalExists,

    // After `!` in a name.
    SelectLeft, SelectRight, SelectColon, SelectAt, SelectNumber,

    // A row of at least four `-` or `=`.
    Dashes, ModuleEnd,

    // Raw: `/\` or `\/`; `-`; `[]`; `<1>a.`.
    Bullet, Minus, Box, Step,

    Action, Assume, Assumption, Axiom, By, Case, Choose, Constants, Corollary, Def, DefineKeyword, Else,
    Except, Extends, Have, Hide, If, InKeyword, Instance, Lambda, Lemma, Let, Local, Module, New, Obvious, Omitted, Only,
    Other, Pick, Proof, Proposition, Prove, Qed, Recursive, StateKeyword, StrongFairness, Suffices, Take, Temporal,
    Then, Theorem, Use, Variables, WeakFairness, With, Witness,

    // Raw CASE after a proof step.
    ProofCase,
}

use TokenKind as T;

/// The reserved words and their kinds. Operators written as words are in the operator table.
#[rustfmt::skip]
const KEYWORDS: &[(&str, TokenKind)] = &[
    ("ACTION", T::Action), ("ASSUME", T::Assume), ("ASSUMPTION", T::Assumption), ("AXIOM", T::Axiom), ("BY", T::By),
    ("CASE", T::Case), ("CHOOSE", T::Choose), ("CONSTANT", T::Constants), ("CONSTANTS", T::Constants),
    ("COROLLARY", T::Corollary), ("DEF", T::Def), ("DEFINE", T::DefineKeyword), ("DEFS", T::Def), ("ELSE", T::Else),
    ("EXCEPT", T::Except), ("EXTENDS", T::Extends), ("HAVE", T::Have), ("HIDE", T::Hide), ("IF", T::If),
    ("IN", T::InKeyword), ("INSTANCE", T::Instance), ("LAMBDA", T::Lambda), ("LEMMA", T::Lemma), ("LET", T::Let),
    ("LOCAL", T::Local), ("MODULE", T::Module), ("NEW", T::New), ("OBVIOUS", T::Obvious), ("OMITTED", T::Omitted),
    ("ONLY", T::Only), ("OTHER", T::Other), ("PICK", T::Pick), ("PROOF", T::Proof), ("PROPOSITION", T::Proposition),
    ("PROVE", T::Prove), ("QED", T::Qed), ("RECURSIVE", T::Recursive), ("STATE", T::StateKeyword),
    ("SUFFICES", T::Suffices), ("TAKE", T::Take), ("TEMPORAL", T::Temporal), ("THEN", T::Then),
    ("THEOREM", T::Theorem), ("USE", T::Use), ("VARIABLE", T::Variables), ("VARIABLES", T::Variables),
    ("WITH", T::With), ("WITNESS", T::Witness),
    ("TRUE", T::Constant), ("FALSE", T::Constant), ("BOOLEAN", T::Constant), ("STRING", T::Constant),
];

/// Symbols that are no operators.
#[rustfmt::skip]
const PUNCTUATION: &[(&str, TokenKind)] = &[
    ("(", T::LeftParen), (")", T::RightParen), ("[", T::LeftSquare), ("]", T::RightSquare),
    ("]_", T::RightSquareSubscript), ("{", T::LeftBrace), ("}", T::RightBrace), ("<<", T::LeftAngle),
    (">>", T::RightAngle), (">>_", T::RightAngleSubscript), ("⟨", T::LeftAngle), ("⟩", T::RightAngle),
    ("⟩_", T::RightAngleSubscript), (",", T::Comma), (":", T::Colon), ("::", T::ColonColon), ("∷", T::ColonColon),
    ("!", T::Bang), (".", T::Dot), ("->", T::Arrow), ("→", T::Arrow), ("|->", T::MapsTo), ("↦", T::MapsTo),
    ("<-", T::Substitute), ("←", T::Substitute), ("==", T::Define), ("≜", T::Define), ("@", T::At),
    ("\\A", T::ForAll), ("\\E", T::Exists), ("\\AA", T::TemporalForAll), ("\\EE", T::TemporalExists),
    ("\\forall", T::ForAll), ("\\exists", T::Exists), ("∀", T::ForAll), ("∃", T::Exists), ("∀∀", T::TemporalForAll), ("∃∃", T::TemporalExists),
    ("ℕ", T::Name), ("ℤ", T::Name), ("ℝ", T::Name),
];

/// The name that a token of kind [`TokenKind::Name`] denotes: the number sets have Unicode spellings.
pub(crate) fn name_of(text: &str) -> &str {
    match text {
        "ℕ" => "Nat",
        "ℤ" => "Int",
        "ℝ" => "Real",
        other => other,
    }
}

/// The kind of a reserved word.
pub(crate) fn keyword(word: &str) -> Option<(TokenKind, OperatorId)> {
    // All reserved words are capitals; most names are not.
    if !(2..=11).contains(&word.len()) || !word.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return None;
    }
    if let Ok(at) = KEYWORDS[..KEYWORDS.len() - 4].binary_search_by(|(known, _)| (*known).cmp(word)) {
        return Some((KEYWORDS[at].1, OperatorId::NONE));
    }
    if let Some((_, kind)) = KEYWORDS[KEYWORDS.len() - 4..].iter().find(|(known, _)| *known == word) {
        return Some((*kind, OperatorId::NONE));
    }
    let at = OPERATORS.iter().position(|operator| operator.canonical == word)?;
    Some((T::Prefix, OperatorId(at as u8)))
}

/// A spelling of a symbol with its meaning.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Symbol {
    pub(crate) spelling: &'static str,
    pub(crate) kind: TokenKind,
    pub(crate) op: OperatorId,
}

/// All symbols, by the first byte, the longest first; those that start with a backslash by their second byte.
pub(crate) struct Symbols {
    sorted: Vec<Symbol>,
    by_first: [(u16, u16); 256],
    by_second: [(u16, u16); 256],
}

impl Symbols {
    pub(crate) fn new() -> Self {
        let mut sorted: Vec<Symbol> = PUNCTUATION
            .iter()
            .map(|&(spelling, kind)| Symbol { spelling, kind, op: OperatorId::NONE })
            .collect();
        for (at, operator) in OPERATORS.iter().enumerate() {
            let op = OperatorId(at as u8);
            sorted.extend(
                operator
                    .spellings()
                    .filter(|s| !s.as_bytes()[0].is_ascii_alphabetic())
                    .map(|spelling| Symbol { spelling, kind: operator_kind(spelling, operator.fixity), op }),
            );
        }
        let key = |symbol: &Symbol| {
            let bytes = symbol.spelling.as_bytes();
            let second = if bytes[0] == b'\\' { bytes.get(1).copied().unwrap_or(0) } else { 0 };
            (bytes[0], second, std::cmp::Reverse(bytes.len()))
        };
        sorted.sort_by_key(key);
        let mut by_first = [(0, 0); 256];
        let mut by_second = [(0, 0); 256];
        for (at, symbol) in sorted.iter().enumerate() {
            let (first, second, _) = key(symbol);
            let range: &mut (u16, u16) = if first == b'\\' && second != 0 {
                &mut by_second[second as usize]
            } else {
                &mut by_first[first as usize]
            };
            if range.1 == 0 {
                range.0 = at as u16;
            }
            range.1 = at as u16 + 1;
        }
        Self { sorted, by_first, by_second }
    }

    /// The longest symbol at the start of `text`.
    pub(crate) fn longest(&self, text: &[u8]) -> Option<Symbol> {
        if text[0] == b'\\'
            && let Some(second) = text.get(1)
            && let Some(symbol) = self.first_match(self.by_second[*second as usize], text)
        {
            return Some(symbol);
        }
        self.first_match(self.by_first[text[0] as usize], text)
    }

    fn first_match(&self, (from, to): (u16, u16), text: &[u8]) -> Option<Symbol> {
        self.sorted[from as usize..to as usize]
            .iter()
            .find(|symbol| text.starts_with(symbol.spelling.as_bytes()))
            .copied()
    }
}

fn operator_kind(spelling: &str, fixity: Fixity) -> TokenKind {
    match spelling {
        "-" => T::Minus,
        // Only the signs can be bullets: `\land` and `\lor` cannot.
        "/\\" | "\\/" | "∧" | "∨" => T::Bullet,
        "[]" | "□" => T::Box,
        "=" => T::Equals,
        "\\in" | "∈" => T::In,
        _ => match fixity {
            Fixity::Prefix => T::Prefix,
            Fixity::Infix => T::Infix,
            Fixity::Postfix => T::Postfix,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_symbol_wins() {
        let symbols = Symbols::new();
        for (text, expected) in [
            ("<=> x", "<=>"),
            ("<=x", "<="),
            ("-+->", "-+->"),
            ("-.5", "-."),
            ("\\inS", "\\in"),
            ("\\Inner", "\\"),
            ("\\subseteq", "\\subseteq"),
            ("\\/", "\\/"),
            ("\\AAx", "\\AA"),
            ("⟩_v", "⟩_"),
            ("!!!", "!!"),
            ("(\\X)", "(\\X)"),
        ] {
            assert_eq!(symbols.longest(text.as_bytes()).map(|s| s.spelling), Some(expected), "{text}");
        }
        assert!(symbols.longest(b"`").is_none());
    }

    #[test]
    fn keywords_are_sorted_and_found() {
        assert!(KEYWORDS[..KEYWORDS.len() - 4].is_sorted_by_key(|(word, _)| *word));
        assert_eq!(keyword("THEN").map(|k| k.0), Some(T::Then));
        assert_eq!(keyword("STRING").map(|k| k.0), Some(T::Constant));
        assert_eq!(keyword("SUBSET").map(|k| k.0), Some(T::Prefix));
        assert!(keyword("THEM").is_none());
    }
}
