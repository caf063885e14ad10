//! The order of strings and model values, which is the order in which TLC first sees them. Sets are printed, and CHOOSE
//! chooses, in this order.
//!
//! 1. The configuration's values.
//! 2. The operators of the language.
//! 3. The identifiers of all modules (so a string that is spelt like one of them comes early), the root first, then the
//!    modules that it needs, then those that these need. Field names of records are identifiers.
//! 4. The strings of all modules, each module after those that it needs.

use fxhash::FxHashSet;
use tern_parser::resolved::{Argument, Callee, ExceptStep, Expr, ExprKind, ModuleId, ResolvedSpec};
use tern_parser::source::Span;

use crate::model::{ConstantValue, Model};
use crate::value::symbol::Symbols;

/// What TLC interns before it reads a module.
const OPERATORS: &str = "[ . ' ^ / * - -. + = \\lnot ~ \\neg \\land /\\ \\lor \\/ ~> => [] <> ENABLED UNCHANGED \
    SUBSET UNION DOMAIN ^+ ^* ^# \\cdot \\equiv <=> -+-> /= # \\subseteq \\in \\notin < \\leq <= =< > \\geq >= \\times \\X \\ \
    \\intersect \\cap \\union \\cup ... .. | || && & $$ $ ?? %% % \\mod ## ++ -- ** // ^^ @@ !! |- |= -| =| <: :> := ::= \
    \\oplus (+) \\ominus (-) \\odot (.) \\oslash (/) \\otimes (\\X) \\uplus \\sqcap \\sqcup \\div \\wr \\star \\o \\circ \
    STRING FALSE TRUE BOOLEAN";

/// The identifiers of the modules that TLC brings, where they are others than those of tern's texts.
const STANDARD: [(&str, &str); 5] = [
    ("Naturals", "Naturals Nat a b n"),
    ("Integers", "Integers Naturals Int a"),
    ("Sequences", "Sequences Naturals Seq S n Nat Len s t i Append e Head Tail SubSeq m SelectSeq Test F"),
    ("FiniteSets", "FiniteSets Naturals Sequences IsFiniteSet S seq Seq s n Len Cardinality CS T x"),
    (
        "TLC",
        "TLC Naturals Sequences FiniteSets Print out val PrintT Assert v JavaTime n Nat TLCGet i TLCSet d e x f g \
         Permutations S w SortSeq s Op Perm p Len j RandomElement Any ToString a b TLCEval",
    ),
];

/// Interns every string and model value in TLC's order.
pub(crate) fn intern_in_order(spec: &ResolvedSpec, model: &Model, symbols: &Symbols) {
    for assignment in &model.assignments {
        for arg in &assignment.args {
            intern_constant(arg, symbols);
        }
        intern_constant(&assignment.value, symbols);
    }
    intern_words(OPERATORS, symbols);
    for module in in_order_of_reading(spec) {
        let module = &spec.modules[module];
        let source = spec.sources.get(module.span.source);
        let standard = STANDARD.iter().find(|(name, _)| *name == &*module.name);
        match standard.filter(|_| source.name.starts_with('<')) {
            Some((_, words)) => intern_words(words, symbols),
            None => intern_identifiers(text_of(spec, module.span), symbols),
        }
    }
    for module in spec.modules.ids() {
        if !spec.sources.get(spec.modules[module].span.source).name.starts_with('<') {
            Strings { spec, symbols }.of_module(module);
        }
    }
}

fn intern_words(words: &str, symbols: &Symbols) {
    for word in words.split_whitespace() {
        symbols.intern(word);
    }
}

fn intern_constant(value: &ConstantValue, symbols: &Symbols) {
    match value {
        ConstantValue::String(text) | ConstantValue::ModelValue(text) => {
            symbols.intern(text);
        }
        ConstantValue::Set(items) => {
            for item in items {
                intern_constant(item, symbols);
            }
        }
        ConstantValue::Int(_) | ConstantValue::Bool(_) => {}
    }
}

fn text_of(spec: &ResolvedSpec, span: Span) -> &str {
    spec.sources.get(span.source).text.get(span.start as usize..span.end as usize).unwrap_or_default()
}

/// The root, the modules that it extends and instantiates, the modules that these extend and instantiate, and so on.
/// (Modules inside of others are read with them.)
fn in_order_of_reading(spec: &ResolvedSpec) -> Vec<ModuleId> {
    let mut instances: Vec<_> =
        spec.instances.iter().map(|instance| (instance.span, instance.module)).collect();
    instances.sort_by_key(|(span, _)| (span.source, span.start));
    let mut order = vec![spec.root];
    let mut known = FxHashSet::from_iter([spec.modules[spec.root].span.source]);
    let mut at = 0;
    while at < order.len() {
        let module = &spec.modules[order[at]];
        let instances = instances.iter().filter(|(span, _)| span.source == module.span.source);
        for needed in module.extends.iter().chain(instances.map(|(_, module)| module)) {
            if known.insert(spec.modules[*needed].span.source) {
                order.push(*needed);
            }
        }
        at += 1;
    }
    order
}

/// The strings of a module in the order in which they become values: that of the text, but the bounds of `{e : x \in S}`
/// come before its element.
struct Strings<'a> {
    spec: &'a ResolvedSpec,
    symbols: &'a Symbols,
}

impl Strings<'_> {
    fn of_module(&self, module: ModuleId) {
        let span = self.spec.modules[module].span;
        let mut bodies: Vec<(Span, &Expr)> = Vec::new();
        let definitions = self.spec.definitions.iter().filter(|d| d.module == module && !d.in_let);
        bodies.extend(definitions.map(|d| (d.span, &d.body)));
        bodies.extend(self.spec.modules[module].assumptions.iter().map(|a| (a.span, &a.body)));
        let instances = self.spec.instances.iter().flat_map(|instance| &instance.substitutions);
        bodies.extend(instances.filter_map(|(_, argument)| match argument {
            Argument::Expr(value) => Some((value.span, value)),
            _ => None,
        }));
        bodies.retain(|(place, _)| place.source == span.source);
        bodies.sort_by_key(|(place, _)| place.start);
        for (_, body) in bodies {
            self.of(body);
        }
    }

    fn all<'e>(&self, expressions: impl IntoIterator<Item = &'e Expr>) {
        for expression in expressions {
            self.of(expression);
        }
    }

    fn of_arguments(&self, arguments: &[Argument]) {
        for argument in arguments {
            match argument {
                Argument::Expr(value) => self.of(value),
                Argument::Lambda { body, .. } => self.of(body),
                Argument::Operator(..) => {}
            }
        }
    }

    fn of(&self, expression: &Expr) {
        stacker::maybe_grow(128 << 10, 4 << 20, || self.of_kind(&expression.kind));
    }

    fn of_kind(&self, kind: &ExprKind) {
        match kind {
            ExprKind::String(text) => {
                self.symbols.intern(text);
            }
            ExprKind::Number(_) | ExprKind::Decimal(_) => {}
            ExprKind::Apply { callee, args } => {
                if let Callee::Definition { via, .. } = callee {
                    via.iter().for_each(|step| self.of_arguments(&step.args));
                }
                self.of_arguments(args);
            }
            ExprKind::Junction { items, .. }
            | ExprKind::SetEnumeration(items)
            | ExprKind::Tuple(items)
            | ExprKind::Product(items) => self.all(items),
            ExprKind::Quantifier { bounds, body, .. }
            | ExprKind::Function { bounds, body, .. }
            | ExprKind::SetMap { bounds, body } => {
                self.all(bounds.iter().map(|bound| &bound.set));
                self.of(body);
            }
            ExprKind::SetFilter { bound, body } => self.all([&bound.set, body]),
            ExprKind::UnboundedQuantifier { body, .. } | ExprKind::Label { body, .. } => self.of(body),
            ExprKind::Choose { set, body, .. } => {
                self.all(set.as_deref());
                self.of(body);
            }
            ExprKind::FunctionSet { domain: first, range: second }
            | ExprKind::FunctionApplication { function: first, arg: second }
            | ExprKind::SquareAction { action: first, subscript: second }
            | ExprKind::AngleAction { action: first, subscript: second }
            | ExprKind::Fairness { subscript: first, action: second, .. } => self.all([&**first, second]),
            ExprKind::Record(fields) | ExprKind::RecordSet(fields) => {
                self.all(fields.iter().map(|(_, value)| value));
            }
            ExprKind::Field { record, .. } => self.of(record),
            ExprKind::Except { function, updates } => {
                self.of(function);
                for update in updates {
                    self.all(update.path.iter().filter_map(|step| match step {
                        ExceptStep::Index(at) => Some(at),
                        ExceptStep::Field(_) => None,
                    }));
                    self.of(&update.value);
                }
            }
            ExprKind::If { condition, then, otherwise } => self.all([&**condition, then, otherwise]),
            ExprKind::Case { arms, other } => {
                self.all(arms.iter().flat_map(|(guard, value)| [guard, value]));
                self.all(other.as_deref());
            }
            ExprKind::Let { definitions, body, .. } => {
                self.all(definitions.iter().map(|definition| &self.spec.definitions[*definition].body));
                self.of(body);
            }
        }
    }
}

/// Interns the words of a module's text; comments, strings and operators like `\in` are left out.
fn intern_identifiers(text: &str, symbols: &Symbols) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' if bytes.get(at + 1) == Some(&b'*') => at = end_of_line(bytes, at),
            b'(' if bytes.get(at + 1) == Some(&b'*') => at = end_of_comment(bytes, at),
            b'\\' => at = end_of_word(bytes, at + 1),
            b'"' => {
                at += 1;
                while at < bytes.len() && bytes[at] != b'"' && bytes[at] != b'\n' {
                    at += if bytes[at] == b'\\' { 2 } else { 1 };
                }
                at += 1;
            }
            _ => {
                let end = end_of_word(bytes, at);
                if end > at {
                    symbols.intern(&text[at..end]);
                }
                at = end.max(at + 1);
            }
        }
    }
}

fn end_of_word(bytes: &[u8], from: usize) -> usize {
    let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    bytes[from..].iter().position(|byte| !is_word(byte)).map_or(bytes.len(), |length| from + length)
}

fn end_of_line(bytes: &[u8], from: usize) -> usize {
    bytes[from..].iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |length| from + length)
}

fn end_of_comment(bytes: &[u8], from: usize) -> usize {
    let mut depth = 0usize;
    let mut at = from;
    while at < bytes.len() {
        match (bytes[at], bytes.get(at + 1)) {
            (b'(', Some(b'*')) => {
                depth += 1;
                at += 2;
            }
            (b'*', Some(b')')) => {
                depth -= 1;
                at += 2;
                if depth == 0 {
                    return at;
                }
            }
            _ => at += 1,
        }
    }
    at
}
