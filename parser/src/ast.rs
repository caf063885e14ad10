//! The tree as written: what the grammar and the precedence pass make of one module's text, before any name is
//! looked up. Every node has the span of its text. Names, applications and selections are one form, [`Selector`]
//! lists, because only name resolution can tell what they mean.

use crate::source::Span;

/// A name with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ident {
    /// The name, or the canonical spelling of an operator symbol (see [`crate::operators`]).
    pub text: Box<str>,
    /// Where it stands.
    pub span: Span,
}

/// `---- MODULE M ---- ... ====`.
#[derive(Clone, Debug)]
pub struct Module {
    /// `M`.
    pub name: Ident,
    /// The names after EXTENDS.
    pub extends: Vec<Ident>,
    /// Declarations, definitions and the rest, in order.
    pub units: Vec<Unit>,
    /// From the first dash to the last equals sign.
    pub span: Span,
}

/// One unit of a module's body.
#[derive(Clone, Debug)]
pub struct Unit {
    /// What it is.
    pub kind: UnitKind,
    /// From its first to its last token, without a proof.
    pub span: Span,
}

/// The kinds of units. Separator lines leave no unit.
#[derive(Clone, Debug)]
pub enum UnitKind {
    /// `VARIABLE(S) x, y`.
    Variables(Vec<Ident>),
    /// `CONSTANT(S) N, Op(_, _), _ + _`.
    Constants(Vec<OperatorHead>),
    /// `RECURSIVE Op(_)`.
    Recursive(Vec<OperatorHead>),
    /// `Op(x, F(_)) == e`, also in prefix, infix and postfix form.
    Operator {
        /// LOCAL stands before it.
        local: bool,
        /// The definition.
        definition: OperatorDefinition,
    },
    /// `f[x \in S, y \in T] == e`.
    Function {
        /// LOCAL stands before it.
        local: bool,
        /// The definition.
        definition: FunctionDefinition,
    },
    /// `INSTANCE M WITH x <- e`.
    Instance {
        /// LOCAL stands before it.
        local: bool,
        /// What is instantiated.
        instance: Instance,
    },
    /// `I(x) == INSTANCE M WITH y <- e`.
    ModuleDefinition {
        /// LOCAL stands before it.
        local: bool,
        /// `I(x)`.
        head: OperatorHead,
        /// What is instantiated.
        instance: Instance,
    },
    /// `ASSUME`, `ASSUMPTION` or `AXIOM`, with an optional name.
    Assume {
        /// `Name ==`.
        name: Option<Ident>,
        /// The assumption.
        body: Expr,
        /// AXIOM: assumed by provers, not checked by TLC.
        axiom: bool,
    },
    /// THEOREM, LEMMA, PROPOSITION or COROLLARY; its proof was parsed and dropped.
    Theorem {
        /// `Name ==`.
        name: Option<Ident>,
        /// The statement.
        body: TheoremBody,
    },
    /// `USE` or `HIDE` at module level: for provers only.
    UseOrHide,
    /// A module inside this one.
    Module(Module),
}

/// What a theorem states.
#[derive(Clone, Debug)]
pub enum TheoremBody {
    /// A formula.
    Formula(Expr),
    /// `ASSUME ... PROVE ...`: for provers only.
    AssumeProve(Span),
}

/// The declared shape of an operator: a name or symbol and, for each parameter, its own shape.
#[derive(Clone, Debug)]
pub struct OperatorHead {
    /// The name or operator symbol.
    pub name: Ident,
    /// Its parameters. In a declaration (`Op(_, _)`) their names are `_`.
    pub params: Vec<OperatorParam>,
}

/// One formal parameter: `x` has arity 0, `F(_, _)` arity 2.
#[derive(Clone, Debug)]
pub struct OperatorParam {
    /// Its name; `_` in declarations.
    pub name: Ident,
    /// How many arguments it takes.
    pub arity: u32,
}

/// `head == body`.
#[derive(Clone, Debug)]
pub struct OperatorDefinition {
    /// Name and parameters.
    pub head: OperatorHead,
    /// The right-hand side.
    pub body: Expr,
}

/// `name[bounds] == body`.
#[derive(Clone, Debug)]
pub struct FunctionDefinition {
    /// The function's name.
    pub name: Ident,
    /// Its arguments.
    pub bounds: Vec<Bound>,
    /// The right-hand side.
    pub body: Expr,
}

/// `INSTANCE module WITH substitutions`.
#[derive(Clone, Debug)]
pub struct Instance {
    /// The module's name.
    pub module: Ident,
    /// `x <- e`: a name or operator symbol of the module, and an expression or operator for it.
    pub substitutions: Vec<(Ident, Expr)>,
}

/// `x, y \in S` or `<<x, y>> \in S`.
#[derive(Clone, Debug)]
pub struct Bound {
    /// What it binds.
    pub pattern: Pattern,
    /// The set.
    pub set: Expr,
}

/// The names on the left of a bound.
#[derive(Clone, Debug)]
pub enum Pattern {
    /// `x, y`: each ranges over the set by itself.
    Names(Vec<Ident>),
    /// `<<x, y>>`: a tuple of the set is taken apart.
    Tuple(Vec<Ident>),
}

/// An expression.
#[derive(Debug)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Its text, without enclosing parentheses.
    pub span: Span,
}

impl Clone for Expr {
    fn clone(&self) -> Self {
        stacker::maybe_grow(64 << 10, 1 << 20, || Expr { kind: self.kind.clone(), span: self.span })
    }
}

/// Trees may be deeper than any stack, such as a sum of a hundred thousand terms; dropping one must not overflow it.
/// Hence an expression's kind cannot be moved out of it by a pattern: match on a reference.
impl Drop for Expr {
    fn drop(&mut self) {
        let is_leaf = match &self.kind {
            ExprKind::Number { .. } | ExprKind::Decimal(_) | ExprKind::String(_) | ExprKind::At => true,
            ExprKind::OperatorName(_) => true,
            ExprKind::Path(path) => path.iter().all(|selector| selector.args.is_empty()),
            _ => false,
        };
        if !is_leaf {
            let kind = std::mem::replace(&mut self.kind, ExprKind::At);
            stacker::maybe_grow(64 << 10, 1 << 20, || drop(kind));
        }
    }
}

/// The kinds of expressions.
#[derive(Clone, Debug)]
pub enum ExprKind {
    /// `42`, `\b101`, `\o17`, `\hFF`: the digits and their base.
    Number {
        /// The digits.
        digits: Box<str>,
        /// 2, 8, 10 or 16.
        base: u32,
    },
    /// `3.14`, as written.
    Decimal(Box<str>),
    /// A string, escapes decoded.
    String(Box<str>),
    /// `@`.
    At,
    /// `x`, `Op(a, b)`, `M!Op(a)!1!<<`, `TRUE`, `BOOLEAN`, `STRING`: at least one selector.
    Path(Vec<Selector>),
    /// An operator symbol that stands as an argument: the `+` of `Fold(+, 0, s)`; canonical spelling.
    OperatorName(Box<str>),
    /// `LAMBDA x, y : e`; only as an argument.
    Lambda {
        /// The parameters, all of arity 0.
        params: Vec<Ident>,
        /// The body.
        body: Box<Expr>,
    },
    /// A prefix, infix or postfix operator with its one or two operands. Prime is the postfix operator `'`.
    Operator {
        /// The symbol in canonical spelling.
        op: Ident,
        /// One or two operands.
        args: Vec<Expr>,
    },
    /// A bulleted list of `/\` or `\/`; at least one item.
    Junction {
        /// Conjunction or disjunction.
        kind: Junction,
        /// The items.
        items: Vec<Expr>,
    },
    /// `\A x \in S, y \in T : e` and `\E`.
    Quantifier {
        /// Which.
        kind: Quantifier,
        /// Its bounds.
        bounds: Vec<Bound>,
        /// Its body.
        body: Box<Expr>,
    },
    /// `\A x, y : e`, `\E x : e`, `\AA x : e`, `\EE x : e`.
    UnboundedQuantifier {
        /// Which.
        kind: Quantifier,
        /// `\AA` or `\EE`: over variables.
        temporal: bool,
        /// The names.
        names: Vec<Ident>,
        /// Its body.
        body: Box<Expr>,
    },
    /// `CHOOSE x \in S : e`, `CHOOSE x : e`, `CHOOSE <<x, y>> \in S : e`.
    Choose {
        /// One name, or a tuple of names.
        pattern: Pattern,
        /// Absent in the unbounded form.
        set: Option<Box<Expr>>,
        /// Its body.
        body: Box<Expr>,
    },
    /// `{a, b, c}`.
    SetEnumeration(Vec<Expr>),
    /// `{x \in S : e}`; the pattern is one name or a tuple.
    SetFilter {
        /// What it binds.
        bound: Box<Bound>,
        /// The condition.
        body: Box<Expr>,
    },
    /// `{e : x \in S, y \in T}`.
    SetMap {
        /// The element.
        body: Box<Expr>,
        /// Its bounds.
        bounds: Vec<Bound>,
    },
    /// `[x \in S, y \in T |-> e]`.
    Function {
        /// Its bounds.
        bounds: Vec<Bound>,
        /// Its body.
        body: Box<Expr>,
    },
    /// `[S -> T]`.
    FunctionSet {
        /// `S`.
        domain: Box<Expr>,
        /// `T`.
        range: Box<Expr>,
    },
    /// `f[a, b]`.
    FunctionApplication {
        /// `f`.
        function: Box<Expr>,
        /// At least one argument.
        args: Vec<Expr>,
    },
    /// `[a |-> 1, b |-> 2]`.
    Record(Vec<(Ident, Expr)>),
    /// `[a : S, b : T]`.
    RecordSet(Vec<(Ident, Expr)>),
    /// `r.f`.
    Field {
        /// `r`.
        record: Box<Expr>,
        /// `f`.
        field: Ident,
    },
    /// `[f EXCEPT ![a].b = e, ...]`.
    Except {
        /// `f`.
        function: Box<Expr>,
        /// The changes, in order.
        updates: Vec<ExceptUpdate>,
    },
    /// `<<a, b>>`.
    Tuple(Vec<Expr>),
    /// `A \X B \X C`: one product of at least two sets (`(A \X B) \X C` nests).
    Product(Vec<Expr>),
    /// `IF a THEN b ELSE c`.
    If {
        /// `a`.
        condition: Box<Expr>,
        /// `b`.
        then: Box<Expr>,
        /// `c`.
        otherwise: Box<Expr>,
    },
    /// `CASE p -> e [] q -> f [] OTHER -> g`.
    Case {
        /// Guards and values, at least one.
        arms: Vec<(Expr, Expr)>,
        /// The value after OTHER.
        other: Option<Box<Expr>>,
    },
    /// `LET ... IN e`: the units are operators, functions, module definitions and RECURSIVE declarations.
    Let {
        /// The definitions.
        units: Vec<Unit>,
        /// `e`.
        body: Box<Expr>,
    },
    /// `[A]_v`.
    SquareAction {
        /// `A`.
        action: Box<Expr>,
        /// `v`.
        subscript: Box<Expr>,
    },
    /// `<<A>>_v`.
    AngleAction {
        /// `A`.
        action: Box<Expr>,
        /// `v`.
        subscript: Box<Expr>,
    },
    /// `WF_v(A)` or `SF_v(A)`.
    Fairness {
        /// SF instead of WF.
        strong: bool,
        /// `v`.
        subscript: Box<Expr>,
        /// `A`.
        action: Box<Expr>,
    },
    /// `P0(x) :: e`.
    Label {
        /// The label's name.
        name: Ident,
        /// Its parameters.
        params: Vec<Ident>,
        /// What it names.
        body: Box<Expr>,
    },
}

/// One step of a path: a name or other selector, with the arguments that follow it.
#[derive(Clone, Debug)]
pub struct Selector {
    /// What selects.
    pub kind: SelectorKind,
    /// `(a, b)` after it; empty if there is none.
    pub args: Vec<Expr>,
    /// The selector and its arguments.
    pub span: Span,
}

/// What stands between the `!` of a path. The first selector is a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SelectorKind {
    /// A name or a keyword-like constant.
    Name(Box<str>),
    /// An operator symbol in canonical spelling, as in `M!+(a, b)`.
    Operator(Box<str>),
    /// `!3`: the third operand.
    Number(u32),
    /// `!:`.
    Colon,
    /// `!@`.
    At,
    /// `!<<`.
    Left,
    /// `!>>`.
    Right,
    /// `!(a, b)`: only arguments.
    Arguments,
}

/// Conjunction or disjunction.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Junction {
    /// `/\`.
    And,
    /// `\/`.
    Or,
}

/// Universal or existential.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Quantifier {
    /// `\A`.
    ForAll,
    /// `\E`.
    Exists,
}

/// One change of an EXCEPT: `!path = value`.
#[derive(Clone, Debug)]
pub struct ExceptUpdate {
    /// Where: at least one step.
    pub path: Vec<ExceptStep>,
    /// What: may contain `@`.
    pub value: Expr,
    /// The whole of `!path = value`.
    pub span: Span,
}

/// One step of an EXCEPT path.
#[derive(Clone, Debug)]
pub enum ExceptStep {
    /// `[a, b]`: at least one argument.
    Index(Vec<Expr>),
    /// `.f`.
    Field(Ident),
}
