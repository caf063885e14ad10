//! From text to raw tokens with their columns. Comments and text outside the module leave none.

use crate::error::{Diagnostic, DiagnosticKind};
use crate::operators::OperatorId;
use crate::source::{SourceId, Span, next_column};
use crate::token::{Symbols, Token, TokenKind as T, keyword};

/// A raw token and the column (from 1) that it starts at; layout depends on columns.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lexeme {
    pub(crate) token: Token,
    pub(crate) column: u32,
}

/// How deep modules may nest: each level of nesting costs the later passes stack.
const MAX_MODULE_DEPTH: u32 = 100;

/// After this many errors, the rest of a text is not read.
const MAX_ERRORS: usize = 100;

/// The raw tokens of one module or expression.
pub(crate) struct Lexed {
    pub(crate) lexemes: Vec<Lexeme>,
    /// One past the last byte that was read.
    pub(crate) end: u32,
}

/// Reads tokens from one text.
pub(crate) struct Lexer<'t> {
    text: &'t str,
    bytes: &'t [u8],
    source: SourceId,
    symbols: Symbols,
    at: usize,
    /// The column of the byte at offset `o` of the current line is `o + column_shift`.
    column_shift: i64,
    lexemes: Vec<Lexeme>,
    module_depth: u32,
    /// A limit was passed, and what was read is not all.
    pub(crate) gave_up: bool,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

impl<'t> Lexer<'t> {
    pub(crate) fn new(text: &'t str, source: SourceId) -> Self {
        Self {
            text,
            bytes: text.as_bytes(),
            source,
            symbols: Symbols::new(),
            at: 0,
            column_shift: 1,
            lexemes: Vec::new(),
            module_depth: 0,
            gave_up: false,
            diagnostics: Vec::new(),
        }
    }

    /// The tokens of the whole text as an expression.
    pub(crate) fn expression(&mut self) -> Lexed {
        while self.token() {}
        self.take()
    }

    /// The tokens of the next module; `None` if there is no further header `---- MODULE`.
    ///
    /// The first header of a text may stand anywhere; a later one must start its line, because traces carry
    /// headers in comments.
    pub(crate) fn module(&mut self) -> Option<Lexed> {
        let header = self.find_header(self.at == 0)?;
        self.at = header;
        let line_start = self.text[..header].rfind('\n').map_or(0, |newline| newline + 1);
        self.column_shift = 1 - line_start as i64;
        for (at, ch) in self.text[line_start..header].char_indices() {
            self.count_column(line_start + at, ch);
        }
        self.module_depth = 0;
        self.gave_up = false;
        // About one token in twelve bytes; halving the guess costs one copy.
        self.lexemes.reserve((self.bytes.len() - header) / 12);
        while self.token() {
            if self.lexemes.last().is_some_and(|last| last.token.kind == T::ModuleEnd)
                && self.module_depth == 0
            {
                break;
            }
        }
        Some(self.take())
    }

    fn take(&mut self) -> Lexed {
        Lexed { lexemes: std::mem::take(&mut self.lexemes), end: self.at as u32 }
    }

    fn find_header(&self, anywhere: bool) -> Option<usize> {
        let mut at = self.at;
        while let Some(found) = self.text[at..].find("----") {
            let start = at + found;
            let rest = self.text[start..].trim_start_matches('-');
            at = self.text.len() - rest.len();
            let line_start = self.text[..start].rfind('\n').map_or(0, |newline| newline + 1);
            let starts_line = || self.text[line_start..start].trim().is_empty();
            if let Some(after) = rest.trim_start().strip_prefix("MODULE")
                && after.starts_with(|ch: char| ch.is_ascii_whitespace())
                && (anywhere || starts_line())
            {
                return Some(start);
            }
        }
        None
    }

    /// Reads one token, or an error; false at the end of the text.
    fn token(&mut self) -> bool {
        if self.diagnostics.len() >= MAX_ERRORS {
            // A text of another kind: a page, or binary data.
            self.gave_up = true;
            return false;
        }
        self.skip_blanks();
        let Some(&byte) = self.bytes.get(self.at) else { return false };
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'_' => self.word(),
            b'"' => self.string(),
            b'-' | b'=' if self.row_of(byte) >= 4 => {
                let length = self.row_of(byte);
                self.push(if byte == b'-' { T::Dashes } else { T::ModuleEnd }, length);
                if byte == b'=' {
                    self.module_depth = self.module_depth.saturating_sub(1);
                }
            }
            b'<' if self.step_length() > 0 => self.step(),
            b'.' if self.fraction_starts() => {
                let length = 1 + self.row_where(self.at + 1, |b| b.is_ascii_digit());
                self.push(T::Decimal, length);
            }
            b'\\' if self.based_number() > 0 => self.push(T::Number, self.based_number()),
            _ => self.symbol(),
        }
        true
    }

    fn push(&mut self, kind: T, length: usize) {
        self.push_operator(kind, OperatorId::NONE, length);
    }

    fn push_operator(&mut self, kind: T, op: OperatorId, length: usize) {
        let token = Token { kind, op, start: self.at as u32, end: (self.at + length) as u32 };
        let column = (self.at as i64 + self.column_shift) as u32;
        self.lexemes.push(Lexeme { token, column });
        self.at += length;
    }

    fn last_kind(&self) -> Option<T> {
        self.lexemes.last().map(|lexeme| lexeme.token.kind)
    }

    /// Accounts for a character that is not one column per byte.
    fn count_column(&mut self, at: usize, ch: char) {
        if ch == '\t' {
            let column = (at as i64 + self.column_shift) as u32;
            self.column_shift += i64::from(next_column(column, ch)) - i64::from(column) - 1;
        } else {
            self.column_shift -= ch.len_utf8() as i64 - 1;
        }
    }

    /// Steps over one character of a blank, comment or string.
    fn skip_character(&mut self) {
        match self.bytes[self.at] {
            b'\n' => {
                self.at += 1;
                self.column_shift = 1 - self.at as i64;
            }
            b'\t' => {
                self.count_column(self.at, '\t');
                self.at += 1;
            }
            0..=127 => self.at += 1,
            _ => {
                let ch = self.text[self.at..].chars().next().unwrap_or('?');
                self.count_column(self.at, ch);
                self.at += ch.len_utf8();
            }
        }
    }

    fn skip_blanks(&mut self) {
        loop {
            match self.bytes.get(self.at) {
                Some(b' ') => self.at += 1,
                Some(b'\n' | b'\t' | b'\r' | 0x0c) => self.skip_character(),
                Some(b'\\') if self.bytes.get(self.at + 1) == Some(&b'*') => {
                    while self.bytes.get(self.at).is_some_and(|&byte| byte != b'\n') {
                        self.skip_character();
                    }
                }
                Some(b'(') if self.bytes.get(self.at + 1) == Some(&b'*') => self.skip_comment(),
                _ => return,
            }
        }
    }

    /// Steps over a `(* *)` comment; they nest.
    fn skip_comment(&mut self) {
        let start = self.at;
        let mut depth = 0u32;
        while self.at < self.bytes.len() {
            let pair = (self.bytes[self.at], self.bytes.get(self.at + 1));
            match pair {
                (b'(', Some(b'*')) => {
                    depth += 1;
                    self.at += 2;
                }
                (b'*', Some(b')')) => {
                    depth -= 1;
                    self.at += 2;
                    if depth == 0 {
                        return;
                    }
                }
                _ => self.skip_character(),
            }
        }
        self.error(start, start + 2, "this comment is not closed")
            .get_or_insert_with(|| "close it with `*)`; comments nest, so each `(*` needs its own".into());
    }

    /// Reports; the result is the place for its help.
    fn error(&mut self, start: usize, end: usize, message: impl Into<String>) -> &mut Option<String> {
        let span = Span { source: self.source, start: start as u32, end: end as u32 };
        let at = self.diagnostics.len();
        self.diagnostics.push(Diagnostic::error(DiagnosticKind::Syntax, span, message));
        &mut self.diagnostics[at].help
    }

    fn row_of(&self, byte: u8) -> usize {
        self.row_where(self.at, |b| b == byte)
    }

    fn row_where(&self, from: usize, wanted: impl Fn(u8) -> bool) -> usize {
        self.bytes[from..].iter().take_while(|byte| wanted(**byte)).count()
    }

    /// Names, reserved words, decimal numbers, placeholders.
    fn word(&mut self) {
        let length = self.row_where(self.at, is_word);
        let text = self.text;
        let word = &text[self.at..self.at + length];
        let after_dot = self.last_kind() == Some(T::Dot);
        if !after_dot && (word.starts_with("WF_") || word.starts_with("SF_")) {
            self.push(if word.starts_with('W') { T::WeakFairness } else { T::StrongFairness }, 3);
        } else if word.bytes().any(|byte| byte.is_ascii_alphabetic()) {
            match keyword(word) {
                Some((kind, op)) if !after_dot => self.reserved(kind, op, length),
                _ => self.push(T::Name, length),
            }
        } else if word.starts_with('_') {
            self.push(T::Placeholder, 1);
        } else {
            self.number();
        }
    }

    fn reserved(&mut self, kind: T, op: OperatorId, length: usize) {
        if kind == T::Module && self.last_kind() == Some(T::Dashes) {
            self.module_depth += 1;
            if self.module_depth == MAX_MODULE_DEPTH + 1 {
                let message = format!("modules are nested more than {MAX_MODULE_DEPTH} deep");
                self.error(self.at, self.at + length, message);
                self.at = self.bytes.len();
                self.gave_up = true;
                return;
            }
        }
        self.push_operator(kind, op, length);
    }

    fn number(&mut self) {
        let whole = self.row_where(self.at, |byte| byte.is_ascii_digit());
        let dot = self.at + whole;
        let fraction = if self.bytes.get(dot) == Some(&b'.') {
            self.row_where(dot + 1, |byte| byte.is_ascii_digit())
        } else {
            0
        };
        if fraction > 0 {
            self.push(T::Decimal, whole + 1 + fraction);
        } else {
            self.push(T::Number, whole);
        }
    }

    /// `.5` where an operand can start.
    fn fraction_starts(&self) -> bool {
        let after_operand = matches!(
            self.last_kind(),
            Some(
                T::Name
                    | T::Constant
                    | T::Number
                    | T::String
                    | T::RightParen
                    | T::RightSquare
                    | T::RightBrace
                    | T::RightAngle
                    | T::Postfix
                    | T::At
                    | T::Bang
            )
        );
        !after_operand && self.bytes.get(self.at + 1).is_some_and(u8::is_ascii_digit)
    }

    /// The length of `\b01`, `\o17` or `\hFF`; 0 if there is none here.
    fn based_number(&self) -> usize {
        let digit: fn(u8) -> bool = match self.bytes.get(self.at + 1) {
            Some(b'b' | b'B') => |byte| matches!(byte, b'0' | b'1'),
            Some(b'o' | b'O') => |byte| matches!(byte, b'0'..=b'7'),
            Some(b'h' | b'H') => |byte| byte.is_ascii_hexdigit(),
            _ => return 0,
        };
        match self.row_where(self.at + 2, digit) {
            0 => 0,
            digits => 2 + digits,
        }
    }

    /// The length of a proof step's name such as `<1>`, `<*>`, `<2>a.`; 0 if there is none here.
    fn step_length(&self) -> usize {
        let level = match self.bytes.get(self.at + 1) {
            Some(b'*' | b'+') => 1,
            _ => self.row_where(self.at + 1, |byte| byte.is_ascii_digit()),
        };
        if level == 0 || self.bytes.get(self.at + 1 + level) != Some(&b'>') {
            return 0;
        }
        let name = self.at + level + 2;
        let after = name + self.row_where(name, is_word);
        after + self.row_where(after, |byte| byte == b'.') - self.at
    }

    /// A step with a dot or without a name can only be the start of a step; others may be references.
    fn step(&mut self) {
        let length = self.step_length();
        let last = self.bytes[self.at + length - 1];
        self.push(if matches!(last, b'.' | b'>') { T::StepStart } else { T::Step }, length);
    }

    fn string(&mut self) {
        let start = self.at;
        let column_shift = self.column_shift;
        let known = self.diagnostics.len();
        self.at += 1;
        loop {
            match self.bytes.get(self.at) {
                None | Some(b'\n') => {
                    // What it holds was not meant to be a string.
                    self.diagnostics.truncate(known);
                    *self.error(start, self.at, "this string is not closed on its line") =
                        Some("close it with `\"`; a line end inside a string is written `\\n`".into());
                    break;
                }
                Some(b'"') => {
                    self.at += 1;
                    break;
                }
                Some(b'\\') => {
                    if !matches!(self.bytes.get(self.at + 1), Some(b'n' | b't' | b'r' | b'f' | b'\\' | b'"'))
                    {
                        *self.error(self.at, self.at + 1, "this is not an escape of TLA+ strings") = Some(
                            "the escapes are `\\\"`, `\\\\`, `\\t`, `\\n`, `\\f` and `\\r`; \
                             write a backslash as `\\\\`"
                                .into(),
                        );
                        self.at += 1;
                    } else {
                        self.at += 2;
                    }
                }
                Some(_) => self.skip_character(),
            }
        }
        let token = Token::new(T::String, start as u32, self.at as u32);
        self.lexemes.push(Lexeme { token, column: (start as i64 + column_shift) as u32 });
    }

    fn symbol(&mut self) {
        let Some(symbol) = self.symbols.longest(&self.bytes[self.at..]) else { return self.unknown() };
        // `!!!` is `!` and `!!`: a selection of the operator `!!`.
        let length = if symbol.spelling == "!!" && self.bytes.get(self.at + 2) == Some(&b'!') {
            self.push(T::Bang, 1);
            return;
        } else {
            symbol.spelling.len()
        };
        self.push_operator(symbol.kind, symbol.op, length);
        if !symbol.spelling.is_ascii() {
            for (at, ch) in symbol.spelling.char_indices() {
                if !ch.is_ascii() {
                    self.count_column(self.at - length + at, ch);
                }
            }
        }
    }

    fn unknown(&mut self) {
        let start = self.at;
        let ch = self.text[start..].chars().next().unwrap_or('?');
        self.skip_character();
        let message = match ch {
            '\u{21}'..='\u{7e}' => format!("`{ch}` is not a symbol of TLA+"),
            ' '.. if !ch.is_control() => {
                format!("`{ch}` (U+{:04X}) is not a character of TLA+", u32::from(ch))
            }
            _ => format!("the character U+{:04X} cannot stand here", u32::from(ch)),
        };
        *self.error(start, self.at, message) = match ch {
            ';' => Some("TLA+ has no statement ends: start the next definition on a new line".into()),
            '\u{201c}' | '\u{201d}' | '\'' | '`' => {
                Some("strings are written in plain quotes: \"...\"".into())
            }
            '\u{2018}' | '\u{2019}' => Some("a prime is written with a plain apostrophe: x'".into()),
            '\u{a0}' => Some("this is a no-break space: write a plain space".into()),
            _ => None,
        };
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}
