//! Words of a configuration -> statements.
//!
//! One function per statement. A fault is recorded and reading goes on at the next keyword, so that one run reports
//! every fault; TLC itself stops at the first.

use super::error::{CfgError, CfgErrorKind};
use super::lexer::{Lexed, Word, WordKind, words};
use tern_evaluator::model::{Assignment, ConstantValue, Name, Substitution};
use tern_parser::error::{Diagnostic, DiagnosticKind};
use tern_parser::source::{SourceId, SourceMap, Span};

/// The deepest nesting of sets in a value. TLC has no limit but its stack.
const MAX_NESTING: usize = 500;

/// The statements of a configuration, in the order of the file within each kind.
#[derive(Clone, Debug, Default)]
pub struct CfgFile {
    /// `INIT`.
    pub init: Option<Name>,
    /// `NEXT`.
    pub next: Option<Name>,
    /// `SPECIFICATION`.
    pub specification: Option<Name>,
    /// `CONSTANT x = v`.
    pub assignments: Vec<Assignment>,
    /// `CONSTANT x <- y`.
    pub substitutions: Vec<Substitution>,
    /// `INVARIANT`.
    pub invariants: Vec<Name>,
    /// `PROPERTY`.
    pub properties: Vec<Name>,
    /// `CONSTRAINT`.
    pub constraints: Vec<Name>,
    /// `ACTION_CONSTRAINT`.
    pub action_constraints: Vec<Name>,
    /// `POSTCONDITION`.
    pub postconditions: Vec<Name>,
    /// `_POSSIBLE`.
    pub possible: Vec<Name>,
    /// `VIEW`.
    pub view: Option<Name>,
    /// `SYMMETRY`.
    pub symmetry: Option<Name>,
    /// `ALIAS`.
    pub alias: Option<Name>,
    /// `_PERIODIC`.
    pub periodic: Option<Name>,
    /// `_RL_REWARD`: read, and without effect outside simulation, as in TLC.
    pub reward: Option<Name>,
    /// `CHECK_DEADLOCK`.
    pub check_deadlock: Option<bool>,
    /// What a reader should know although the file is accepted.
    pub warnings: Vec<Diagnostic>,
}

/// Reads a whole source as a configuration.
pub fn parse(sources: &SourceMap, source: SourceId) -> Result<CfgFile, Vec<CfgError>> {
    parse_range(sources, source, 0, sources.get(source).text.len())
}

/// Reads a part of a source, given in bytes, as a configuration: the block that [`super::embedded`] finds.
pub fn parse_range(
    sources: &SourceMap,
    source: SourceId,
    start: usize,
    end: usize,
) -> Result<CfgFile, Vec<CfgError>> {
    let lexed = words(source, &sources.get(source).text, start, end);
    let mut parser = Parser::new(source, lexed);
    parser.statements();
    if parser.errors.is_empty() { Ok(parser.file) } else { Err(parser.errors) }
}

/// What a keyword starts.
#[derive(Clone, Copy)]
enum Section {
    Constants,
    One(One),
    Many(Many),
    CheckDeadlock,
    Legacy,
}

/// Statements of one name that may appear once.
#[derive(Clone, Copy)]
enum One {
    Init,
    Next,
    Specification,
    View,
    Symmetry,
    Alias,
    Periodic,
    Reward,
}

/// Statements of a list of names, which accumulate.
#[derive(Clone, Copy)]
enum Many {
    Invariants,
    Properties,
    Constraints,
    ActionConstraints,
    Postconditions,
    Possible,
}

/// All keywords. None of them can be a name in a list.
fn section(image: &str) -> Option<Section> {
    Some(match image {
        "CONSTANT" | "CONSTANTS" => Section::Constants,
        "INIT" => Section::One(One::Init),
        "NEXT" => Section::One(One::Next),
        "SPECIFICATION" => Section::One(One::Specification),
        "VIEW" => Section::One(One::View),
        "SYMMETRY" => Section::One(One::Symmetry),
        "ALIAS" => Section::One(One::Alias),
        "_PERIODIC" => Section::One(One::Periodic),
        "_RL_REWARD" => Section::One(One::Reward),
        "INVARIANT" | "INVARIANTS" => Section::Many(Many::Invariants),
        "PROPERTY" | "PROPERTIES" => Section::Many(Many::Properties),
        "CONSTRAINT" | "CONSTRAINTS" => Section::Many(Many::Constraints),
        "ACTION_CONSTRAINT" | "ACTION_CONSTRAINTS" => Section::Many(Many::ActionConstraints),
        "POSTCONDITION" | "POSTCONDITIONS" => Section::Many(Many::Postconditions),
        "_POSSIBLE" => Section::Many(Many::Possible),
        "CHECK_DEADLOCK" => Section::CheckDeadlock,
        "TYPE" | "TYPE_CONSTRAINT" => Section::Legacy,
        _ => return None,
    })
}

type Parsed<T> = Result<T, CfgError>;

struct Parser<'t> {
    words: Vec<Word<'t>>,
    at: usize,
    end: Span,
    file: CfgFile,
    errors: Vec<CfgError>,
}

impl<'t> Parser<'t> {
    fn new(source: SourceId, lexed: Lexed<'t>) -> Self {
        let mut file = CfgFile::default();
        if let Some(span) = lexed.cut_off {
            file.warnings.push(
                Diagnostic::warning(
                    DiagnosticKind::Syntax,
                    span,
                    "the configuration ends here: no TLA+ token starts with this, and TLC takes that for the end of the file",
                )
                .with_help("remove it, or start a comment with \\*"),
            );
        }
        let end = Span { source, start: lexed.end, end: lexed.end };
        Self { words: lexed.words, at: 0, end, file, errors: Vec::new() }
    }

    fn peek(&self) -> Option<Word<'t>> {
        self.words.get(self.at).copied()
    }

    fn take(&mut self) -> Option<Word<'t>> {
        let word = self.peek();
        self.at += usize::from(word.is_some());
        word
    }

    /// Takes the next word if its image is `image`.
    fn take_if(&mut self, image: &str) -> bool {
        let found = self.peek().is_some_and(|w| w.image == image);
        self.at += usize::from(found);
        found
    }

    /// The place of the next word, or of the end of the file.
    fn here(&self) -> Span {
        self.peek().map_or(self.end, |w| w.span)
    }

    fn expected(&self, what: &str) -> CfgError {
        CfgError {
            kind: CfgErrorKind::ExpectedSymbol,
            span: self.here(),
            blame: None,
            message: format!("It was expecting {what}, but did not find it."),
            help: None,
        }
    }

    fn expect(&mut self, image: &str) -> Parsed<()> {
        if self.take_if(image) { Ok(()) } else { Err(self.expected(image)) }
    }

    /// A word that serves as a name after the text `after`.
    fn name_after(&mut self, after: &str) -> Parsed<Name> {
        match self.take() {
            Some(word) => Ok(Name { text: word.image.to_owned(), span: Some(word.span) }),
            None => Err(CfgError {
                kind: CfgErrorKind::ExpectedName,
                span: self.end,
                blame: None,
                message: format!("Expected an identifier after {after}."),
                help: None,
            }),
        }
    }

    fn statements(&mut self) {
        while let Some(word) = self.take() {
            let result = match section(word.image) {
                None => Err(not_a_keyword(word)),
                Some(Section::Constants) => self.constants(),
                Some(Section::One(which)) => self.one(which, word),
                Some(Section::Many(which)) => {
                    self.many(which);
                    Ok(())
                }
                Some(Section::CheckDeadlock) => self.check_deadlock(word),
                Some(Section::Legacy) => Err(CfgError {
                    kind: CfgErrorKind::Unsupported,
                    span: word.span,
                    blame: None,
                    message: format!("The keyword {} is not supported.", word.image),
                    help: Some("write a type as an INVARIANT".into()),
                }),
            };
            if let Err(error) = result {
                self.errors.push(error);
                while self.peek().is_some_and(|w| section(w.image).is_none()) {
                    self.at += 1;
                }
            }
        }
    }

    /// `INIT name` and its like.
    fn one(&mut self, which: One, keyword: Word<'t>) -> Parsed<()> {
        let name = match self.peek() {
            Some(word) if section(word.image).is_none() => {
                self.at += 1;
                Name { text: word.image.to_owned(), span: Some(word.span) }
            }
            _ => return Err(missing_name(keyword, self.here())),
        };
        let place = match which {
            One::Init => &mut self.file.init,
            One::Next => &mut self.file.next,
            One::Specification => &mut self.file.specification,
            One::View => &mut self.file.view,
            One::Symmetry => &mut self.file.symmetry,
            One::Alias => &mut self.file.alias,
            One::Periodic => &mut self.file.periodic,
            One::Reward => &mut self.file.reward,
        };
        if place.is_some() {
            return Err(twice(keyword));
        }
        *place = Some(name);
        Ok(())
    }

    /// A list of names up to the next keyword.
    fn many(&mut self, which: Many) {
        let mut names = Vec::new();
        while let Some(word) = self.peek() {
            if section(word.image).is_some() {
                break;
            }
            self.at += 1;
            names.push(Name { text: word.image.to_owned(), span: Some(word.span) });
        }
        let list = match which {
            Many::Invariants => &mut self.file.invariants,
            Many::Properties => &mut self.file.properties,
            Many::Constraints => &mut self.file.constraints,
            Many::ActionConstraints => &mut self.file.action_constraints,
            Many::Postconditions => &mut self.file.postconditions,
            Many::Possible => &mut self.file.possible,
        };
        list.extend(names);
    }

    fn check_deadlock(&mut self, keyword: Word<'t>) -> Parsed<()> {
        let value = match self.peek().map(|w| w.image) {
            Some("TRUE") => true,
            Some("FALSE") => false,
            None => return Err(missing_name(keyword, self.here())),
            Some(_) => return Err(self.expected("TRUE or FALSE")),
        };
        self.at += 1;
        if self.file.check_deadlock.replace(value).is_some() {
            return Err(twice(keyword));
        }
        Ok(())
    }

    /// The entries of a CONSTANT section.
    fn constants(&mut self) -> Parsed<()> {
        while let Some(word) = self.peek() {
            if section(word.image).is_some() {
                break;
            }
            self.at += 1;
            self.constant(word)?;
        }
        Ok(())
    }

    /// `name = value`, `name(v, ..) = value`, `name = [Module] value`, `name <- name`, `name <- [Module] name`.
    fn constant(&mut self, first: Word<'t>) -> Parsed<()> {
        let name = self.dotted_name(first)?;
        if self.take_if("<-") {
            let module = self.module_of("<-[")?;
            let replacement = self.name_after(if module.is_some() { "<-[mod]" } else { "<-" })?;
            self.file.substitutions.push(Substitution { name, module, replacement });
            return Ok(());
        }
        let args = self.arguments()?;
        if !self.take_if("=") {
            return Err(self.neither_value_nor_substitution(first));
        }
        let module = self.module_of("=[")?;
        let value = self.value(0)?;
        self.file.assignments.push(Assignment { name, args, module, value });
        Ok(())
    }

    /// `A!B!C`: one name with all its parts.
    fn dotted_name(&mut self, first: Word<'t>) -> Parsed<Name> {
        let (mut text, mut span) = (first.image.to_owned(), first.span);
        while self.take_if("!") {
            let part = self.name_after("!")?;
            text.push('!');
            text.push_str(&part.text);
            span = part.span.map_or(span, |end| span.to(end));
        }
        Ok(Name { text, span: Some(span) })
    }

    /// `[Module]`, if it is there; `after` names what stands before the module in TLC's message.
    fn module_of(&mut self, after: &str) -> Parsed<Option<Name>> {
        if !self.take_if("[") {
            return Ok(None);
        }
        let name = self.name_after(after)?;
        self.expect("]")?;
        Ok(Some(name))
    }

    /// `(v, ..)`, if it is there.
    fn arguments(&mut self) -> Parsed<Vec<ConstantValue>> {
        let mut args = Vec::new();
        if !self.take_if("(") {
            return Ok(args);
        }
        loop {
            args.push(self.value(0)?);
            if !self.take_if(",") {
                break;
            }
        }
        if !self.take_if(")") {
            return Err(CfgError {
                kind: CfgErrorKind::General,
                span: self.here(),
                blame: None,
                message: String::new(),
                help: Some(
                    "the arguments of an operator are values, separated by commas, in parentheses".into(),
                ),
            });
        }
        Ok(args)
    }

    /// A number, a string, a boolean, a set, or a model value.
    fn value(&mut self, depth: usize) -> Parsed<ConstantValue> {
        let Some(word) = self.take() else { return Err(self.expected("a value")) };
        match (word.kind, word.image) {
            (WordKind::Number, _) => number(word),
            (WordKind::String, image) => Ok(ConstantValue::String(unquote(image))),
            (_, "TRUE") => Ok(ConstantValue::Bool(true)),
            (_, "FALSE") => Ok(ConstantValue::Bool(false)),
            (_, "{") if depth >= MAX_NESTING => Err(CfgError {
                kind: CfgErrorKind::General,
                span: word.span,
                blame: None,
                message: format!("Sets are nested deeper than {MAX_NESTING}."),
                help: None,
            }),
            (_, "{") => self.set(depth),
            (_, image) => Ok(ConstantValue::ModelValue(image.to_owned())),
        }
    }

    /// The rest of a set after its brace.
    fn set(&mut self, depth: usize) -> Parsed<ConstantValue> {
        let mut items = Vec::new();
        if self.take_if("}") {
            return Ok(ConstantValue::Set(items));
        }
        loop {
            items.push(self.value(depth + 1)?);
            if !self.take_if(",") {
                break;
            }
        }
        if self.take_if("}") {
            return Ok(ConstantValue::Set(items));
        }
        let mut error = self.expected("}");
        if self.peek().is_some_and(|w| matches!(w.image, ".." | "|->" | "<<" | ">>")) {
            error.help = Some(
                "a configuration cannot write intervals, tuples, records or functions: define the set in the module and write `name <- Definition`"
                    .into(),
            );
        }
        Err(error)
    }

    /// The fault after a name in a CONSTANT section that is followed by neither `=` nor `<-`.
    fn neither_value_nor_substitution(&self, first: Word<'t>) -> CfgError {
        let before = self.at.checked_sub(2).and_then(|at| self.words.get(at)).map(|w| w.image);
        let mut error = self.expected("= or <-");
        error.blame = Some(first.span);
        error.help = Some(match before {
            Some("-") if first.kind == WordKind::Number => format!(
                "a configuration cannot write negative numbers: define `Minus{0} == -{0}` in the module and write `name <- Minus{0}`",
                first.image
            ),
            Some("..") | Some("...") => {
                "a configuration cannot write intervals: define the set in the module and write `name <- Definition`"
                    .to_owned()
            }
            _ if self.peek().is_none() => {
                format!("give `{0}` a value, as in `{0} = 3`, or a definition, as in `{0} <- Definition`", first.image)
            }
            _ => format!(
                "`{0}` stands where a constant's name is expected: write `{0} = value` or `{0} <- Definition`",
                first.image
            ),
        });
        error
    }
}

fn not_a_keyword(word: Word<'_>) -> CfgError {
    let upper = word.image.to_ascii_uppercase();
    let help = if section(&upper).is_some() {
        Some(format!("keywords are upper case: {upper}"))
    } else {
        Some(format!(
            "`{}` is no keyword; a statement starts with one, such as SPECIFICATION, CONSTANTS or INVARIANT",
            word.image
        ))
    };
    CfgError {
        kind: CfgErrorKind::ExpectedSymbol,
        span: word.span,
        blame: None,
        message: "It was expecting a keyword, but did not find it.".into(),
        help,
    }
}

fn missing_name(keyword: Word<'_>, span: Span) -> CfgError {
    CfgError {
        kind: CfgErrorKind::MissingName,
        span,
        blame: None,
        message: format!("The keyword {} was not followed by an identifier.", keyword.image),
        help: None,
    }
}

fn twice(keyword: Word<'_>) -> CfgError {
    CfgError {
        kind: CfgErrorKind::Twice,
        span: keyword.span,
        blame: None,
        message: format!("The keyword {} appeared twice.", keyword.image),
        help: Some("keep one of them".into()),
    }
}

/// TLC reads numbers as Java's `int`s and fails on others, whatever the integers of the specification are.
fn number(word: Word<'_>) -> Parsed<ConstantValue> {
    match word.image.parse::<i32>() {
        Ok(number) => Ok(ConstantValue::Int(number.into())),
        Err(_) => Err(CfgError {
            kind: CfgErrorKind::Number,
            span: word.span,
            blame: None,
            message: format!("The number {} is not a decimal number below 2147483648.", word.image),
            help: Some("define it in the module and write `name <- Definition`".into()),
        }),
    }
}

/// The content of a string literal. TLC keeps it as the tokeniser of modules does: with escapes resolved.
fn unquote(image: &str) -> String {
    let inner = image.strip_prefix('"').and_then(|s| s.strip_suffix('"')).unwrap_or(image);
    let mut text = String::with_capacity(inner.len());
    let mut chars = inner.chars();
    while let Some(ch) = chars.next() {
        if ch != '\\' {
            text.push(ch);
            continue;
        }
        match chars.next() {
            Some('n') => text.push('\n'),
            Some('t') => text.push('\t'),
            Some('r') => text.push('\r'),
            Some('f') => text.push('\u{c}'),
            Some(other) => text.push(other),
            None => text.push('\\'),
        }
    }
    text
}
