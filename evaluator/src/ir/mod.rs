//! The intermediate representation: what runs, and what coverage, error positions and read sets are computed from.
//!
//! Rules:
//! - A bound name is a number of links in the environment ([`Node::Local`]); an expression lowered at depth `d` is
//!   evaluated in an environment with exactly `d` bindings.
//! - A closed expression (of depth 0) may be used at any depth through [`Node::Shared`].
//! - Every constant, operator, instance and definition is gone: constants are values, definitions are inlined or
//!   shared, except for [`Operator`]s, which recursion needs.
//! - A variable is a [`Part`](crate::state::Part) of the state; a part below it stands for `v[k]` with a constant `k`.
//! - Formulas that assign variables are [`Act`]s; all others are [`Node`]s.

mod children;

use tern_parser::define_id;
use tern_parser::ids::IndexVec;
use tern_parser::source::Span;

use crate::coverage::CostId;
use crate::error::EvalErrorKind;
use crate::eval::remembered::Remembered;
use crate::natives::NativeId;
use crate::permanent::Permanent;
use crate::state::PartId;
use crate::state_functions::StateFunctionId;
use crate::value::symbol::Symbol;

define_id! {
    /// An expression of the IR.
    pub struct ExprId;
}
define_id! {
    /// An action formula of the IR.
    pub struct ActId;
}
define_id! {
    /// An operator that is called, not inlined.
    pub struct OperatorId;
}

/// All expressions, action formulas and operators of a program.
#[derive(Default)]
pub struct Ir {
    /// Expressions.
    pub nodes: IndexVec<ExprId, Node>,
    /// What is known of each expression.
    pub facts: IndexVec<ExprId, Facts>,
    /// The text that each expression comes from.
    pub spans: IndexVec<ExprId, Span>,
    /// Action formulas.
    pub acts: IndexVec<ActId, Act>,
    /// The text that each action formula comes from.
    pub act_spans: IndexVec<ActId, Span>,
    /// Operators.
    pub operators: IndexVec<OperatorId, Operator>,
}

/// What is known of an expression without evaluating it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts {
    /// The bound names it needs: bit `i` for the binding with `i` bindings outside it, the last bit for all from 63 on.
    pub free: u64,
    /// It reads the state or the next state.
    pub reads_state: bool,
    /// It reads the next state.
    pub reads_next: bool,
    /// It has effects or depends on more than its reads: Print, TLCGet, RandomElement, files.
    pub impure: bool,
    /// It depends on the content of files, which may change unless a definition is evaluated once and for all.
    pub reads_files: bool,
    /// It depends on a random generator.
    pub random: bool,
    /// Folding it was tried and failed, or would be useless.
    pub unfoldable: bool,
}

impl Facts {
    /// A closed constant.
    pub const CONSTANT: Facts = Facts {
        free: 0,
        reads_state: false,
        reads_next: false,
        impure: false,
        reads_files: false,
        random: false,
        unfoldable: false,
    };

    /// Those of an expression with both as operands.
    pub fn join(self, other: Facts) -> Facts {
        Facts {
            free: self.free | other.free,
            reads_state: self.reads_state || other.reads_state,
            reads_next: self.reads_next || other.reads_next,
            impure: self.impure || other.impure,
            reads_files: self.reads_files || other.reads_files,
            random: self.random || other.random,
            unfoldable: self.unfoldable || other.unfoldable,
        }
    }
}

/// An operator that is called: recursive ones, and those whose inlining would grow without bound. Its body is lowered
/// at depth `base + params`.
#[derive(Debug)]
pub struct Operator {
    /// Its name, for messages.
    pub name: Box<str>,
    /// The depth of the environment it is defined in.
    pub base: u32,
    /// The number of its parameters.
    pub params: u32,
    /// Its body; none while it is being lowered.
    pub body: Option<ExprId>,
}

/// Expressions.
#[derive(Debug)]
pub enum Node {
    /// A value.
    Const(Permanent),
    /// An expression that fails whenever it is reached.
    Fail(EvalErrorKind, Box<str>),
    /// A bound name, so many links away.
    Local(u32),
    /// An operator parameter applied to arguments.
    CallLocal(u32, Box<[Arg]>),
    /// A part of the state, or of the next state.
    Part(PartId, Time),
    /// `p[k1][k2]..` for a split part: the keys choose a part below it as far as it is split, and are applied to that
    /// part's value from there on.
    PartAt(PartId, Time, Box<[ExprId]>),
    /// A closed expression, evaluated in the empty environment.
    Shared(ExprId),
    /// A closed expression over one state whose values are kept.
    StateFunction(StateFunctionId),
    /// A closed constant whose evaluation was too long for folding: evaluated at most once.
    Cached(ExprId, Box<std::sync::OnceLock<Permanent>>),
    /// A formula whose truth is remembered by the values of the names that it uses.
    Remembered(ExprId, Box<Remembered>),
    /// An operator call: links to its defining environment, arguments.
    Call(OperatorId, u32, Box<[Arg]>),
    /// Binds the delayed first expression, then evaluates the second.
    Let(ExprId, ExprId),
    /// Conjunction, left to right.
    And(Box<[ExprId]>),
    /// Disjunction, left to right.
    Or(Box<[ExprId]>),
    /// Negation.
    Not(ExprId),
    /// Implication.
    Implies(ExprId, ExprId),
    /// Equivalence.
    Equivalent(ExprId, ExprId),
    /// Equality.
    Equal(ExprId, ExprId),
    /// Inequality.
    NotEqual(ExprId, ExprId),
    /// Membership.
    In(ExprId, ExprId),
    /// Non-membership.
    NotIn(ExprId, ExprId),
    /// Inclusion.
    SubsetEq(ExprId, ExprId),
    /// Union of two sets.
    Cup(ExprId, ExprId),
    /// Intersection.
    Cap(ExprId, ExprId),
    /// Difference.
    Minus(ExprId, ExprId),
    /// `SUBSET S`.
    Powerset(ExprId),
    /// `UNION S`.
    Union(ExprId),
    /// `DOMAIN f`.
    Domain(ExprId),
    /// `\A` and `\E`: bounds, body; true for `\A`.
    Quantifier(bool, Box<[IrBound]>, ExprId),
    /// CHOOSE over a set.
    Choose(IrBoundBox, ExprId),
    /// `{a, b}`.
    SetLiteral(Box<[ExprId]>),
    /// `{x \in S : p}`.
    Filter(IrBoundBox, ExprId),
    /// `{e : x \in S}`.
    Map(Box<[IrBound]>, ExprId),
    /// `[x \in S |-> e]`; if the flag is set, evaluated at each application: inside a recursive definition a value
    /// may depend on another value of the same function.
    Function(Box<[IrBound]>, ExprId, bool),
    /// `f[x \in S] == e`: as `Function`, with the function itself bound before its arguments.
    RecursiveFunction(Box<[IrBound]>, ExprId),
    /// `f[a]`.
    Apply(ExprId, ExprId),
    /// `r.f`.
    Field(ExprId, Symbol),
    /// `[a |-> e]`, fields ascending.
    Record(Box<[(Symbol, ExprId)]>),
    /// `[a : S]`, fields ascending.
    RecordSet(Box<[(Symbol, ExprId)]>),
    /// `[S -> T]`.
    FunctionSet(ExprId, ExprId),
    /// `[f EXCEPT ...]`: for each change, keys and value; the value has the old value bound if the flag is set.
    Except(ExprId, Box<[Change]>),
    /// `<<a, b>>`.
    Tuple(Box<[ExprId]>),
    /// `A \X B`.
    Product(Box<[ExprId]>),
    /// IF.
    If(ExprId, ExprId, ExprId),
    /// CASE with OTHER.
    Case(Box<[(ExprId, ExprId)]>, Option<ExprId>),
    /// An operator of a standard module.
    Native(NativeId, Box<[Arg]>),
    /// An operator that needs the evaluator: `TLC!Print` and the like.
    Special(Special, Box<[ExprId]>),
    /// A constant operator that a configuration gives by a table: rows of arguments and value.
    Table(Box<[(Box<[Permanent]>, Permanent)]>, Box<[ExprId]>, Box<str>),
    /// ENABLED.
    Enabled(ActId),
    /// An expression whose evaluations are counted: only in programs for coverage.
    Counted(CostId, ExprId),
    /// `A \cdot B` as a predicate of a step.
    Composed(ActId, ActId),
}

/// Which state a part is read in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Time {
    /// The state.
    Now,
    /// The next state (or the initial state being built).
    Next,
}

/// A boxed single bound.
pub type IrBoundBox = Box<IrBound>;

/// `x, y \in S` or `<<x, y>> \in S`. The set is evaluated before any name of the list is bound.
#[derive(Clone, Copy, Debug)]
pub struct IrBound {
    /// The set.
    pub set: ExprId,
    /// The number of names.
    pub names: u32,
    /// The names are the components of one element.
    pub tuple: bool,
}

/// An argument.
#[derive(Clone, Copy, Debug)]
pub enum Arg {
    /// An expression.
    Expr(ExprId),
    /// An operator: its body, lowered under so many more bindings, and their number.
    Operator(ExprId, u32),
}

/// One change of an EXCEPT.
#[derive(Debug)]
pub struct Change {
    /// The keys of the path.
    pub keys: Box<[ExprId]>,
    /// The new value, lowered under one more binding if `at`.
    pub value: ExprId,
    /// The old value is bound for `@`.
    pub at: bool,
}

/// Operators that need the evaluator, by module TLC, TLCExt and Randomization.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Special {
    /// `Print(out, val)`.
    Print,
    /// `PrintT(out)`.
    PrintT,
    /// `Assert(val, out)`.
    Assert,
    /// `TLCGet(i)`.
    TlcGet,
    /// `TLCGet(i)'`: the level is that of the next state.
    TlcGetNext,
    /// `TLCSet(i, v)`.
    TlcSet,
    /// `TLCEval(v)`.
    TlcEval,
    /// `RandomElement(S)`.
    RandomElement,
    /// `JavaTime`.
    JavaTime,
    /// `TLCExt!TLCModelValue(s)`.
    TlcModelValue,
    /// `TLCExt!CounterExample`.
    CounterExample,
    /// `TLCExt!Trace`.
    Trace,
    /// `TLCExt!ToTrace(counterexample)`.
    ToTrace,
    /// `TLCExt!AssertError(msg, expression)`.
    AssertError,
    /// `TLCExt!AssertEq(a, b)`.
    AssertEq,
    /// `TLCExt!TLCGetOrDefault(i, v)`.
    TlcGetOrDefault,
    /// `TLCExt!TLCGetAndSet(i, op, v, default)`.
    TlcGetAndSet,
    /// `Randomization!RandomSubset(k, S)`.
    RandomSubset,
    /// `Randomization!RandomSetOfSubsets(k, n, S)`.
    RandomSetOfSubsets,
    /// `TLCExt!TLCFP(v)`.
    TlcFp,
    /// `TLCExt!PickSuccessor(e)`.
    PickSuccessor,
    /// `TLCExt!TLCDefer(e)`: TRUE, after `e` was evaluated for its effects.
    Defer,
    /// `TLCExt!TLCNoOp(e)`.
    Identity,
}

/// Action formulas: they assign next values (or initial ones), one alternative after the other.
#[derive(Debug)]
pub enum Act {
    /// A condition.
    Guard(ExprId),
    /// All, left to right.
    And(Box<[ActId]>),
    /// Each alternative.
    Or(Box<[ActId]>),
    /// Each element.
    Exists(Box<[IrBound]>, ActId),
    /// All elements, one after the other.
    ForAll(Box<[IrBound]>, ActId),
    /// IF.
    If(ExprId, ActId, ActId),
    /// CASE.
    Case(Box<[(ExprId, ActId)]>, Option<ActId>),
    /// If the condition holds, the formula.
    Implies(ExprId, ActId),
    /// Binds a delayed expression, then the formula.
    Let(ExprId, ActId),
    /// `v' = e` (first occurrence assigns, later ones compare).
    Assign(PartId, Update),
    /// `v' \in S`.
    AssignIn(PartId, ExprId),
    /// `v' \subseteq S`.
    AssignSubset(PartId, ExprId),
    /// `UNCHANGED <<v, w>>`.
    Unchanged(Box<[PartId]>),
    /// `<<A>>_v` adds this: some part differs. The expressions are `v` now and next.
    Changed(ExprId, ExprId),
    /// The body of an operator that is called, the links to the environment that it is defined in, arguments.
    Call(ActId, u32, Box<[Arg]>),
    /// `A \cdot B`.
    Compose(ActId, ActId),
    /// `f[e]` for a function by rule: the rule's body as a formula.
    Apply(ExprId, ExprId, ActId),
    /// A formula for which it is counted how often what comes after it led to a next state (if there is a counter),
    /// and the same formula as an expression, which is evaluated in its place once all variables are assigned: only in
    /// programs for coverage.
    Counted(Option<CostId>, ActId, ExprId),
}

/// What an assignment does to a part of the state.
#[derive(Clone, Debug)]
pub enum Update {
    /// It stays as it is.
    Keep,
    /// It becomes the value of an expression.
    Value(ExprId),
    /// Each child by itself, in the order of the part's children.
    Split(Box<[Update]>),
    /// One child, chosen by the value of the key, becomes the value of an expression; the others stay. The value is
    /// lowered under one more binding, the child's old value, if the flag is set. A key outside the domain changes
    /// nothing (TLC's rule for EXCEPT).
    At(ExprId, ExprId, bool),
    /// One child, chosen by the value of the key, is changed by its own update, one for each child; the others stay. As
    /// with `At`, a key outside the domain changes nothing.
    Choose(ExprId, Box<[Update]>),
    /// One of two.
    If(ExprId, Box<Update>, Box<Update>),
    /// Binds a delayed expression.
    Let(ExprId, Box<Update>),
}

impl Ir {
    /// Adds an expression.
    pub fn push(&mut self, node: Node, facts: Facts, span: Span) -> ExprId {
        self.facts.push(facts);
        self.spans.push(span);
        self.nodes.push(node)
    }

    /// Adds an action formula.
    pub fn push_act(&mut self, act: Act, span: Span) -> ActId {
        self.act_spans.push(span);
        self.acts.push(act)
    }

    /// Makes `from` mean what `to` means.
    pub(crate) fn redirect(&mut self, from: ActId, to: ActId) {
        self.acts[from] = Act::Or([to].into());
    }

    /// The value of an expression that is a constant.
    pub fn constant(&self, id: ExprId) -> Option<crate::value::Value<'_>> {
        match &self.nodes[id] {
            Node::Const(value) => Some(value.get()),
            _ => None,
        }
    }
}
