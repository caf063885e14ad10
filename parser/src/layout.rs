//! The layout pass: from raw tokens with columns to the tokens that the grammar reads.
//!
//! After this pass the stream is context-free:
//! - a bulleted list of `/\` or `\/` is `ListStart item (ListItem item)* ListEnd`, whatever its columns were;
//! - the head of every definition follows a `DefinitionStart`;
//! - `-` is a prefix or an infix operator, `[]` a prefix operator or the bar of a CASE, `<1>a` the start of a proof step
//!   or a reference to one;
//! - what follows the `!` of a name is a selector, an operator symbol among them.
//!
//! A list opens where its bullet stands and an operand is due. The same bullet in the same column starts the next
//! item; any other token at or left of that column ends it, and so does whatever cannot continue an item because its
//! beginning lies outside (a closing bracket, THEN, a comma, the next definition).

use crate::error::{Diagnostic, DiagnosticKind};
use crate::lexer::Lexeme;
use crate::operators::OperatorId;
use crate::source::{SourceId, Span};
use crate::token::{Token, TokenKind as T};

/// How many constructs may be open at once. The parser itself needs no stack for them; this keeps the time that
/// error recovery takes within bounds.
pub(crate) const MAX_NESTING: usize = 10_000;

/// Something that is open at a point of the text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Open {
    List {
        op: OperatorId,
        column: u32,
    },
    Bracket,
    /// IF without its THEN.
    If,
    /// THEN without its ELSE.
    Then,
    /// LET without its IN.
    Let,
    Case,
    /// A quantifier, CHOOSE, LAMBDA or PICK without its colon.
    Binder,
}

/// Lays out the tokens of one module or expression, after `first`, which says which of the two it is.
pub(crate) fn layout(lexemes: &[Lexeme], first: T, source: SourceId) -> Result<Vec<Token>, Diagnostic> {
    let definition_starts = definition_starts(lexemes);
    let mut layout = Layout {
        lexemes,
        tokens: Vec::with_capacity(lexemes.len() + lexemes.len() / 4 + 2),
        open: Vec::new(),
        lists: Vec::new(),
        operand_due: true,
        in_def_list: false,
        previous: None,
    };
    let start = lexemes.first().map_or(0, |lexeme| lexeme.token.start);
    layout.tokens.push(Token::new(first, start, start));
    for (at, starts) in definition_starts.into_iter().enumerate() {
        layout.step(at, starts);
        if layout.open.len() > MAX_NESTING {
            let token = lexemes[at].token;
            let span = Span { source, start: token.start, end: token.end };
            let message = format!("expressions are nested more than {MAX_NESTING} deep here");
            return Err(Diagnostic::error(DiagnosticKind::Syntax, span, message)
                .with_help("name parts of the expression by definitions of their own"));
        }
    }
    layout.close_to(0);
    Ok(layout.tokens)
}

/// For each token, whether a definition's head starts there: from every `==` back over what can be its head.
fn definition_starts(lexemes: &[Lexeme]) -> Vec<bool> {
    let mut starts = vec![false; lexemes.len()];
    for (at, lexeme) in lexemes.iter().enumerate() {
        if lexeme.token.kind == T::Define
            && let Some(start) = head_start(lexemes, at)
        {
            starts[start] = true;
        }
    }
    starts
}

/// The index of the first token of the head that ends before `define`.
fn head_start(lexemes: &[Lexeme], define: usize) -> Option<usize> {
    let kind = |at: usize| lexemes[at].token.kind;
    let before = |at: usize, kinds: &[T]| at > 0 && kinds.contains(&kind(at - 1));
    let last = define.checked_sub(1)?;
    match kind(last) {
        T::Name if before(last, &[T::Prefix, T::Box]) => Some(last - 1),
        T::Name
            if last >= 2
                && before(last, &[T::Infix, T::Minus, T::Bullet, T::Equals, T::In])
                && kind(last - 2) == T::Name =>
        {
            Some(last - 2)
        }
        T::Name => Some(last),
        T::Postfix if before(last, &[T::Name]) => Some(last - 1),
        T::RightParen | T::RightSquare => {
            let open = opening_bracket(lexemes, last)?;
            before(open, &[T::Name]).then(|| open - 1)
        }
        _ => None,
    }
}

/// The bracket that `close` closes. The search stops at an earlier `==`, so that all searches together are linear.
fn opening_bracket(lexemes: &[Lexeme], close: usize) -> Option<usize> {
    let mut depth = 0usize;
    for at in (0..=close).rev() {
        match lexemes[at].token.kind {
            T::RightParen | T::RightSquare | T::RightBrace | T::RightAngle => depth += 1,
            T::LeftParen | T::LeftSquare | T::LeftBrace | T::LeftAngle => {
                depth -= 1;
                if depth == 0 {
                    return Some(at);
                }
            }
            T::Define => return None,
            _ => {}
        }
    }
    None
}

struct Layout<'l> {
    lexemes: &'l [Lexeme],
    tokens: Vec<Token>,
    open: Vec<Open>,
    /// The indices of the lists in `open`. Their columns increase.
    lists: Vec<usize>,
    /// An operand must follow; otherwise one has just ended.
    operand_due: bool,
    /// In the list after DEF, where operator symbols are names.
    in_def_list: bool,
    /// The last raw token's kind, after its meaning was decided.
    previous: Option<T>,
}

impl Layout<'_> {
    fn step(&mut self, at: usize, starts_definition: bool) {
        let Lexeme { mut token, column } = self.lexemes[at];
        let next = self.lexemes.get(at + 1).map(|lexeme| lexeme.token.kind);
        if self.continues_list(token, column) {
            token.kind = T::ListItem;
            return self.emit(token);
        }
        if starts_definition {
            self.start_definition(token);
        }
        token.kind = self.decide(token, next);
        if token.kind == T::Prefix && self.lexemes[at].token.kind == T::Minus {
            token.op = OperatorId::NEGATION;
        }
        self.close_before(token.kind);
        if token.kind == T::ListStart {
            self.lists.push(self.open.len());
            self.open.push(Open::List { op: token.op, column });
        }
        self.emit(token);
        self.open_after(token.kind);
    }

    /// Ends the lists that a token in this column ends; true if it is the next bullet of the innermost one left.
    fn continues_list(&mut self, token: Token, column: u32) -> bool {
        while let Some(&list) = self.lists.last() {
            let Open::List { op, column: bullets } = self.open[list] else { return false };
            if bullets < column {
                return false;
            }
            if bullets == column && token.kind == T::Bullet && token.op == op {
                self.close_to(list + 1);
                return true;
            }
            self.close_to(list);
        }
        false
    }

    fn start_definition(&mut self, head: Token) {
        let outermost = self.nearest(&[Open::Let], &[]).map_or(0, |at| at + 1);
        self.close_to(outermost);
        self.in_def_list = false;
        self.tokens.push(Token::new(T::DefinitionStart, head.start, head.start));
        self.operand_due = true;
        self.previous = Some(T::DefinitionStart);
    }

    /// What a token means at its place.
    fn decide(&self, token: Token, next: Option<T>) -> T {
        let previous = self.previous;
        if previous == Some(T::Bang)
            && let Some(kind) = as_selector(token.kind)
        {
            return kind;
        }
        if self.in_def_list
            && matches!(previous, Some(T::Def | T::Comma))
            && let Some(kind) = as_operator_name(token.kind)
        {
            return kind;
        }
        let is_argument = || matches!(next, Some(T::Comma | T::RightParen | T::Substitute));
        match token.kind {
            T::Bullet if self.operand_due && !is_argument() => T::ListStart,
            T::Bullet => T::Infix,
            T::Minus if self.operand_due && !is_argument() => T::Prefix,
            T::Minus => T::Infix,
            T::Box if self.operand_due => T::Prefix,
            T::Box => T::CaseBar,
            T::Step if !self.operand_due || previous == Some(T::Proof) => T::StepStart,
            T::Step => T::StepReference,
            T::Case if previous == Some(T::StepStart) => T::ProofCase,
            // A field of a record constructor can be called like a keyword.
            _ if next == Some(T::MapsTo)
                && matches!(previous, Some(T::LeftSquare | T::Comma))
                && is_word(token) =>
            {
                T::Name
            }
            kind => kind,
        }
    }

    /// Ends the lists (and forgets the brackets) that cannot go on after a token of this kind.
    fn close_before(&mut self, kind: T) {
        use Open::{Binder, Bracket, Case, If, Let, Then};
        match kind {
            T::RightParen
            | T::RightSquare
            | T::RightSquareSubscript
            | T::RightBrace
            | T::RightAngle
            | T::RightAngleSubscript => {
                if let Some(at) = self.nearest(&[Bracket], &[]) {
                    self.close_to(at);
                }
            }
            T::Comma => {
                let keep = self.nearest(&[Bracket, Binder, Let], &[]).map_or(0, |at| at + 1);
                self.close_to(keep);
            }
            T::Colon => {
                if let Some(at) = self.nearest(&[Binder, Bracket], &[]) {
                    self.close_to(if self.open[at] == Binder { at } else { at + 1 });
                }
            }
            T::MapsTo | T::Except => {
                if let Some(at) = self.nearest(&[Bracket], &[]) {
                    self.close_to(at + 1);
                }
            }
            T::Arrow | T::CaseBar => {
                if let Some(at) = self.nearest(&[Case, Bracket], &[]) {
                    // Nothing can follow the arm for OTHER.
                    let is_last = self.open[at] == Case && self.previous == Some(T::Other);
                    self.close_to(if is_last { at } else { at + 1 });
                }
            }
            T::Then => {
                if let Some(at) = self.nearest(&[If], &[Bracket]) {
                    self.close_to(at);
                }
            }
            T::Else => {
                if let Some(at) = self.nearest(&[Then], &[Bracket]) {
                    self.close_to(at);
                }
            }
            T::InKeyword => {
                if let Some(at) = self.nearest(&[Let], &[Bracket]) {
                    self.close_to(at);
                }
            }
            T::Recursive => {
                let keep = self.nearest(&[Let], &[]).map_or(0, |at| at + 1);
                self.close_to(keep);
            }
            T::Instance if self.previous == Some(T::Define) => {}
            kind if starts_unit(kind) => self.close_to(0),
            _ => {}
        }
    }

    fn open_after(&mut self, kind: T) {
        match kind {
            T::LeftParen | T::LeftSquare | T::LeftBrace | T::LeftAngle => self.open.push(Open::Bracket),
            T::If => self.open.push(Open::If),
            T::Then => self.open.push(Open::Then),
            T::Let => self.open.push(Open::Let),
            T::Case => self.open.push(Open::Case),
            T::ForAll
            | T::Exists
            | T::TemporalForAll
            | T::TemporalExists
            | T::Choose
            | T::Lambda
            | T::Pick => self.open.push(Open::Binder),
            T::Def => self.in_def_list = true,
            T::StepStart => self.in_def_list = false,
            kind if kind != T::Module && starts_unit(kind) => self.in_def_list = false,
            _ => {}
        }
    }

    fn emit(&mut self, token: Token) {
        let names_operator = (self.previous == Some(T::Bang)
            || (self.in_def_list && matches!(self.previous, Some(T::Def | T::Comma))))
            && matches!(token.kind, T::Infix | T::Prefix | T::Postfix | T::Equals | T::In);
        self.operand_due = !names_operator && !ends_operand(token.kind);
        self.previous = Some(token.kind);
        self.tokens.push(token);
    }

    /// The innermost open construct among `wanted` that is not outside one among `limits`.
    fn nearest(&self, wanted: &[Open], limits: &[Open]) -> Option<usize> {
        let found = self.open.iter().rposition(|open| wanted.contains(open) || limits.contains(open))?;
        wanted.contains(&self.open[found]).then_some(found)
    }

    /// Closes all but the outermost `keep` constructs.
    fn close_to(&mut self, keep: usize) {
        while self.lists.last().is_some_and(|&list| list >= keep) {
            self.lists.pop();
            let end = self.tokens.last().map_or(0, |token| token.end);
            self.tokens.push(Token::new(T::ListEnd, end, end));
            self.operand_due = false;
            self.previous = Some(T::ListEnd);
        }
        self.open.truncate(keep);
    }
}

/// What a token is directly after `!`; `None` if it is there what it is elsewhere.
fn as_selector(kind: T) -> Option<T> {
    Some(match kind {
        T::LeftAngle => T::SelectLeft,
        T::RightAngle => T::SelectRight,
        T::Colon => T::SelectColon,
        T::At => T::SelectAt,
        T::Number => T::SelectNumber,
        kind => return as_operator_name(kind),
    })
}

/// An operator symbol used as a name.
fn as_operator_name(kind: T) -> Option<T> {
    match kind {
        T::Bullet | T::Minus | T::Infix => Some(T::Infix),
        T::Box | T::Prefix => Some(T::Prefix),
        T::Postfix | T::Equals | T::In => Some(kind),
        _ => None,
    }
}

/// An operand ends with such a token.
fn ends_operand(kind: T) -> bool {
    matches!(
        kind,
        T::Name
            | T::Constant
            | T::Number
            | T::Decimal
            | T::String
            | T::At
            | T::Placeholder
            | T::StepReference
            | T::RightParen
            | T::RightSquare
            | T::RightBrace
            | T::RightAngle
            | T::Postfix
            | T::ListEnd
            | T::Obvious
            | T::Omitted
            | T::Qed
            | T::SelectLeft
            | T::SelectRight
            | T::SelectColon
            | T::SelectAt
            | T::SelectNumber
    )
}

/// No bracket and no list is open before such a token in a correct module, LET apart.
pub(crate) fn starts_unit(kind: T) -> bool {
    matches!(
        kind,
        T::Assume
            | T::Assumption
            | T::Axiom
            | T::By
            | T::Constants
            | T::Corollary
            | T::Dashes
            | T::Def
            | T::DefineKeyword
            | T::Extends
            | T::Hide
            | T::Instance
            | T::Lemma
            | T::Local
            | T::ModuleEnd
            | T::Obvious
            | T::Omitted
            | T::Proof
            | T::Proposition
            | T::Prove
            | T::StepStart
            | T::Theorem
            | T::Use
            | T::Variables
    )
}

/// Reserved words, which can name fields.
fn is_word(token: Token) -> bool {
    match token.kind {
        T::Prefix => token.op.info().canonical.starts_with(|first: char| first.is_ascii_alphabetic()),
        kind => kind == T::Constant || kind as u8 >= T::Action as u8,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexer::Lexer;
    use crate::source::SourceMap;

    /// The laid-out tokens: lists as `{/\ a ;/\ b }`, a definition's start as `$`, prefix operators as `pre:-`, steps
    /// as `step:<1>`, bars of CASE as `bar`, selectors as `sel:<<`; the rest as written.
    fn dump(text: &str) -> String {
        let source = SourceMap::default().add("t", text);
        let lexed = Lexer::new(text, source).expression();
        let tokens = layout(&lexed.lexemes, T::ExpressionStart, source).unwrap();
        let words: Vec<String> = tokens[1..]
            .iter()
            .map(|token| {
                let spelled = &text[token.start as usize..token.end as usize];
                let mark = match token.kind {
                    T::ListStart => "{",
                    T::ListItem => ";",
                    T::ListEnd => "}",
                    T::DefinitionStart => "$",
                    T::Prefix => "pre:",
                    T::Postfix => "post:",
                    T::StepStart => "step:",
                    T::CaseBar => return "bar".into(),
                    T::SelectLeft | T::SelectRight | T::SelectColon | T::SelectAt | T::SelectNumber => "sel:",
                    T::ProofCase => "proof:",
                    T::Decimal => "dec:",
                    _ => "",
                };
                format!("{mark}{spelled}")
            })
            .collect();
        words.join(" ")
    }

    fn check(cases: &[(&str, &str)]) {
        for (text, expected) in cases {
            assert_eq!(dump(text), *expected, "for `{text}`");
        }
    }

    #[test]
    fn bullets_in_a_column_are_one_list() {
        check(&[
            ("/\\ a\n/\\ b", "{/\\ a ;/\\ b }"),
            ("/\\ a\n /\\ b", "{/\\ a /\\ b }"),
            (" /\\ a\n/\\ b", "{/\\ a } /\\ b"),
            ("/\\ a\n\\/ b", "{/\\ a } \\/ b"),
            ("/\\ \\/ a\n   \\/ b\n/\\ c", "{/\\ {\\/ a ;\\/ b } ;/\\ c }"),
            ("a\n/\\ b\n/\\ c", "a /\\ b /\\ c"),
            ("\\land a", "\\land a"),
            ("∧ a\n/\\ b", "{∧ a ;/\\ b }"),
        ]);
    }

    #[test]
    fn columns_count_code_points_and_tabs_to_multiples_of_eight() {
        check(&[
            ("\t/\\ a\n        /\\ b", "{/\\ a ;/\\ b }"),
            ("  \t/\\ a\n\t/\\ b", "{/\\ a ;/\\ b }"),
            ("\"é∈\" = /\\ a\n       /\\ b", "\"é∈\" = {/\\ a ;/\\ b }"),
            ("(* ∈\t *) /\\ a\n          /\\ b", "{/\\ a } /\\ b"),
            ("(* a\n ∈ *) /\\ a\n      /\\ b", "{/\\ a ;/\\ b }"),
        ]);
    }

    #[test]
    fn a_list_ends_where_its_surroundings_go_on() {
        check(&[
            ("(/\\ a)", "( {/\\ a } )"),
            ("{/\\ a, b}", "{ {/\\ a } , b }"),
            ("IF /\\ a THEN /\\ b ELSE c", "IF {/\\ a } THEN {/\\ b } ELSE c"),
            ("LET x == /\\ a IN b", "LET $ x == {/\\ a } IN b"),
            ("CASE /\\ a -> /\\ b [] c -> d", "CASE {/\\ a } -> {/\\ b } bar c -> d"),
            ("\\A x \\in /\\ a : b", "\\A x \\in {/\\ a } : b"),
            ("{x \\in S : /\\ \\A y : /\\ b}", "{ x \\in S : {/\\ \\A y : {/\\ b } } }"),
            ("[x |-> /\\ a, y |-> b]", "[ x |-> {/\\ a } , y |-> b ]"),
            ("A == /\\ a B == b", "$ A == {/\\ a } $ B == b"),
            ("/\\ (a\n/\\ b)", "{/\\ ( a ;/\\ b ) }"),
        ]);
    }

    #[test]
    fn operators_are_told_apart_by_their_place() {
        check(&[
            ("-a - -b", "pre:- a - pre:- b"),
            ("(-1)", "( pre:- 1 )"),
            ("F(-, b)", "F ( - , b )"),
            ("F(/\\, b)", "F ( /\\ , b )"),
            ("[]p", "pre:[] p"),
            ("CASE a -> []b [] c -> d", "CASE a -> pre:[] b bar c -> d"),
            ("x'", "x post:'"),
            ("a -.5", "a pre:-. 5"),
            (".5 + r.a", "dec:.5 + r . a"),
        ]);
    }

    #[test]
    fn selectors_follow_a_bang() {
        check(&[
            (
                "A!<<!>>!:!@!1",
                "A ! sel:<< ! sel:>> ! sel: ! sel:@ ! sel:1".replace("sel: !", "sel:: !").as_str(),
            ),
            ("M!-(a)", "M ! - ( a )"),
            ("[f EXCEPT ![1].a = 2]", "[ f EXCEPT ! [ 1 ] . a = 2 ]"),
            ("M!!!(a)", "M ! !! ( a )"),
        ]);
    }

    #[test]
    fn the_start_of_every_head_is_found() {
        check(&[
            ("A == B", "$ A == B"),
            ("A(x, F(_)) == B", "$ A ( x , F ( _ ) ) == B"),
            ("f[x \\in S] == B", "$ f [ x \\in S ] == B"),
            ("c a + b == B", "c $ a + b == B"),
            ("c -. a == B", "c $ pre:-. a == B"),
            ("c a ^+ == B", "c $ a post:^+ == B"),
            ("x' a == B", "x post:' $ a == B"),
            (") == B", ") == B"),
        ]);
    }

    #[test]
    fn steps_start_or_are_referred_to() {
        check(&[
            ("<1>1. a BY <1>1 <1>2 QED", "step:<1>1. a BY <1>1 step:<1>2 QED"),
            ("<1> QED BY DEF +, <1>a <1>b c", "step:<1> QED BY DEF + , <1>a step:<1>b c"),
            ("PROOF <1>a b", "PROOF step:<1>a b"),
            ("<1>a. CASE b", "step:<1>a. proof:CASE b"),
        ]);
    }
}
