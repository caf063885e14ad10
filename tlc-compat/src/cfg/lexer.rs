//! Words of a configuration.
//!
//! TLC reads a configuration with the tokeniser of TLA+ modules and looks only at the *image* of each token, so any
//! token can be a name or a model value. TLA+ comments work. A character that starts no token ends the file without
//! a word; [`Lexed::cut_off`] says where, so that a caller can warn.

use tern_parser::source::{SourceId, Span};

/// What a word is, as far as configurations care.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum WordKind {
    /// Decimal digits, or a number with a base (`\b101`).
    Number,
    /// A string literal, quotes included.
    String,
    /// An identifier, a keyword or an operator symbol.
    Other,
}

/// One token: its image is the text of the span.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word<'t> {
    /// What it is.
    pub(crate) kind: WordKind,
    /// Its text.
    pub(crate) image: &'t str,
    /// Where it stands.
    pub(crate) span: Span,
}

/// All words of a configuration.
pub(crate) struct Lexed<'t> {
    /// The words in order.
    pub(crate) words: Vec<Word<'t>>,
    /// Where reading ended early: TLC takes a lexical error for the end of the file.
    pub(crate) cut_off: Option<Span>,
    /// One past the last byte that was read and is not blank: the place of faults that the end of the file shows,
    /// which TLC reports for the line before the last end of line.
    pub(crate) end: u32,
}

/// Symbols of more than one character, longest first among those with a common prefix.
const SYMBOLS: [&str; 66] = [
    "<=>", "=>", "<-", "<=", "<<", "<:", "<>", "<", ">>_", ">>", ">=", ">", "==", "=<", "=|", "=", "->",
    "-+->", "-|", "--", "-.", "-", "|->", "|-", "|=", "||", "|", "[]", "[", "]_", "]", "/\\", "//", "/=",
    "/", "\\/", "\\", "::=", ":=", "::", ":>", ":", "...", "..", ".", "^^", "^+", "^*", "^#", "^", "**", "*",
    "++", "+", "&&", "&", "##", "#", "$$", "$", "%%", "%", "!!", "!", "@@", "@",
];

/// Splits `text[start..end]` into words.
pub(crate) fn words(source: SourceId, text: &str, start: usize, end: usize) -> Lexed<'_> {
    let last = start + text[start..end].trim_end().len();
    let mut lexed = Lexed { words: Vec::new(), cut_off: None, end: last as u32 };
    let mut at = start;
    while let Some(next) = skip_blank(&text[..end], at) {
        let Some((kind, length)) = word_at(&text[next..end]) else {
            let length = text[next..end].chars().next().map_or(0, char::len_utf8);
            lexed.cut_off = Some(Span { source, start: next as u32, end: (next + length) as u32 });
            lexed.end = next as u32;
            break;
        };
        let span = Span { source, start: next as u32, end: (next + length) as u32 };
        lexed.words.push(Word { kind, image: &text[next..next + length], span });
        at = next + length;
    }
    lexed
}

/// The start of the next word, past blanks and comments; none at the end. A block comment that is never closed is
/// reported as a word that cannot be read, by returning its start.
fn skip_blank(text: &str, mut at: usize) -> Option<usize> {
    loop {
        let rest = &text[at..];
        let blank = rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n', '\u{c}', '\u{feff}']).len();
        at += blank;
        let rest = &text[at..];
        if rest.is_empty() {
            return None;
        } else if rest.starts_with("\\*") {
            at += rest.find('\n').unwrap_or(rest.len());
        } else if rest.starts_with("(*") {
            match block_comment(rest) {
                Some(length) => at += length,
                None => return Some(at),
            }
        } else {
            return Some(at);
        }
    }
}

/// The length of the (nested) comment at the start of `text`.
fn block_comment(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let (mut depth, mut at) = (0usize, 0);
    while at + 1 < bytes.len() {
        match &bytes[at..at + 2] {
            b"(*" => {
                depth += 1;
                at += 2;
            }
            b"*)" => {
                depth -= 1;
                at += 2;
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => at += 1,
        }
    }
    None
}

/// Kind and length of the word at the start of `text`; none if no token starts so.
fn word_at(text: &str) -> Option<(WordKind, usize)> {
    let first = text.chars().next()?;
    if first.is_ascii_alphanumeric() || first == '_' {
        let length = text.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'_').count();
        if text[..length].bytes().all(|b| b.is_ascii_digit()) {
            return Some((WordKind::Number, length));
        }
        if text.starts_with("WF_") || text.starts_with("SF_") {
            return Some((WordKind::Other, 3));
        }
        return Some((WordKind::Other, length));
    }
    match first {
        '"' => string_length(text).map(|length| (WordKind::String, length)),
        '(' if text.starts_with("(*") => None,
        '(' => Some((WordKind::Other, circled(text).unwrap_or(1))),
        ')' | '{' | '}' | ',' | '~' | '\'' => Some((WordKind::Other, 1)),
        '?' => text.starts_with("??").then_some((WordKind::Other, 2)),
        '\\' => Some(backslash(text)),
        _ if !first.is_ascii() => unicode_symbol(first).then_some((WordKind::Other, first.len_utf8())),
        _ => {
            let run = text.bytes().take_while(|b| *b == first as u8).count();
            if matches!(first, '-' | '=') && run >= 4 {
                return Some((WordKind::Other, run));
            }
            SYMBOLS.iter().find(|s| text.starts_with(**s)).map(|s| (WordKind::Other, s.len()))
        }
    }
}

/// `(+)`, `(-)`, `(.)`, `(/)`, `(\X)`.
fn circled(text: &str) -> Option<usize> {
    ["(+)", "(-)", "(.)", "(/)", "(\\X)"].iter().find(|s| text.starts_with(**s)).map(|s| s.len())
}

/// A string literal on one line, with its quotes.
fn string_length(text: &str) -> Option<usize> {
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            b'\n' | b'\r' => return None,
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return Some(at + 1),
            _ => {}
        }
    }
    None
}

/// `\/`, a number with a base, an operator with a name, or a lone backslash.
fn backslash(text: &str) -> (WordKind, usize) {
    let rest = &text[1..];
    let bases: [(&[char], &str); 3] =
        [(&['b', 'B'], "01"), (&['o', 'O'], "01234567"), (&['h', 'H'], "0123456789abcdefABCDEF")];
    for (letters, digits) in bases {
        if rest.starts_with(letters) {
            let count = rest[1..].chars().take_while(|c| digits.contains(*c)).count();
            if count > 0 {
                return (WordKind::Number, 2 + count);
            }
        }
    }
    let letters = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
    match rest.as_bytes().first() {
        Some(b'/') => (WordKind::Other, 2),
        _ => (WordKind::Other, 1 + letters),
    }
}

/// Whether a character outside ASCII is one of TLA+'s symbols; letters are not.
fn unicode_symbol(ch: char) -> bool {
    matches!(ch, '\u{2190}'..='\u{22ff}' | '\u{2a00}'..='\u{2aff}') || "¬×÷·ℕℤℝ‖‥…⟨⟩□◇◯●⟶⟵‼⁇≔".contains(ch)
}

#[cfg(test)]
mod tests {
    use super::*;
    use tern_parser::source::SourceMap;

    fn images(text: &str) -> (Vec<String>, bool) {
        let mut sources = SourceMap::default();
        let id = sources.add("c", text);
        let lexed = words(id, text, 0, text.len());
        (lexed.words.iter().map(|w| w.image.to_owned()).collect(), lexed.cut_off.is_some())
    }

    #[test]
    fn comments_nest_and_end_at_the_line() {
        let (got, cut) = images("A \\* all of this\n(* one (* two *) still *) B");
        assert_eq!((got, cut), (vec!["A".to_owned(), "B".to_owned()], false));
    }

    #[test]
    fn arrows_and_equals_are_told_apart() {
        assert_eq!(images("a<-b c=d e=>f").0, ["a", "<-", "b", "c", "=", "d", "e", "=>", "f"]);
        assert_eq!(images("N=-1").0, ["N", "=", "-", "1"]);
        assert_eq!(images("I!A!B <- [M] x").0, ["I", "!", "A", "!", "B", "<-", "[", "M", "]", "x"]);
    }

    #[test]
    fn a_character_that_starts_no_token_ends_the_file() {
        assert_eq!(images("INIT Init ; NEXT Next"), (vec!["INIT".to_owned(), "Init".to_owned()], true));
        assert_eq!(images("A \"open").0, ["A"]);
        assert_eq!(images("A (* open").0, ["A"]);
    }

    #[test]
    fn an_identifier_may_start_with_digits() {
        assert_eq!(images("1a 12 _x").0, ["1a", "12", "_x"]);
    }
}
