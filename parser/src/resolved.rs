//! All modules of a specification after name resolution: every name is an id.
//!
//! What holds here: EXTENDS is gone (declarations and definitions of extended modules are shared, not copied), every
//! application has the right number of arguments, RECURSIVE declarations are merged with their definitions, `@` and
//! bound names are ids, labels and `M!Op` paths are resolved, and theorems are kept only where a name refers to them.
//!
//! INSTANCE is *not* expanded: a use of a definition through instances carries the list of instances on the way
//! ([`Callee::Definition`]), and whoever evaluates it substitutes. A module's definitions therefore exist once,
//! however often it is instantiated. How to read such a use: start with the current context; for each step of `via`,
//! enter a new context whose declarations (constants and variables of the step's module) stand for the step's
//! substitutions, *read in the context before*; then read the definition's body in the last one. A declaration that a
//! context does not substitute is looked up in the context around it.

use crate::define_id;
use crate::ids::IndexVec;
use crate::source::{SourceMap, Span};

pub use crate::ast::{Junction, Quantifier};

define_id! {
    /// A module of the specification, standard modules included.
    pub struct ModuleId;
}
define_id! {
    /// A constant or variable that a module declares.
    pub struct DeclarationId;
}
define_id! {
    /// An operator definition: of a module, or of a LET.
    pub struct DefinitionId;
}
define_id! {
    /// One INSTANCE clause.
    pub struct InstanceId;
}
define_id! {
    /// A formal parameter or bound name: an operator's or LAMBDA's parameter, a quantifier's name, an EXCEPT's `@`.
    /// Ids are unique in the specification: each binding place has its own.
    pub struct ParameterId;
}

/// A specification: the root module and all that it needs.
#[derive(Debug)]
pub struct ResolvedSpec {
    /// All texts.
    pub sources: SourceMap,
    /// All modules, each after those that it extends or instantiates.
    pub modules: IndexVec<ModuleId, Module>,
    /// Constants and variables of all modules, in order of declaration.
    pub declarations: IndexVec<DeclarationId, Declaration>,
    /// All definitions.
    pub definitions: IndexVec<DefinitionId, Definition>,
    /// All INSTANCE clauses.
    pub instances: IndexVec<InstanceId, Instance>,
    /// All parameters and bound names.
    pub parameters: IndexVec<ParameterId, Parameter>,
    /// The module to be checked.
    pub root: ModuleId,
}

/// A module.
#[derive(Debug)]
pub struct Module {
    /// Its name.
    pub name: Box<str>,
    /// Its text.
    pub span: Span,
    /// Modules named after EXTENDS.
    pub extends: Vec<ModuleId>,
    /// Constants, its own and extended ones, in order of declaration.
    pub constants: Vec<DeclarationId>,
    /// Variables, its own and extended ones, in order of declaration.
    pub variables: Vec<DeclarationId>,
    /// What a name means at the end of the module, as `cfg` files look it up: own, extended and unnamed-instance
    /// definitions, with `!` in the names of those that named instances without parameters bring (`I!Op`).
    pub names: fxhash::FxHashMap<Box<str>, Entity>,
    /// Assumptions in order, extended modules' first. AXIOMs are marked.
    pub assumptions: Vec<Assumption>,
}

/// What a name of a module means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entity {
    /// A constant or variable.
    Declaration(DeclarationId),
    /// A definition, reached through instances (none: directly). Instances here have no parameters.
    Definition {
        /// The definition.
        definition: DefinitionId,
        /// The instances on the way, outermost first.
        via: Vec<InstanceId>,
    },
    /// A named instance.
    Instance(InstanceId),
}

/// An assumption.
#[derive(Debug)]
pub struct Assumption {
    /// Its name, if it has one.
    pub name: Option<Box<str>>,
    /// What is assumed.
    pub body: Expr,
    /// AXIOM: not checked.
    pub axiom: bool,
    /// The whole unit.
    pub span: Span,
}

/// A constant or a variable.
#[derive(Debug)]
pub struct Declaration {
    /// Its name.
    pub name: Box<str>,
    /// Which of the two.
    pub kind: DeclarationKind,
    /// The module that declares it.
    pub module: ModuleId,
    /// Where.
    pub span: Span,
}

/// Constant or variable.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DeclarationKind {
    /// A constant; operators take `arity` > 0 arguments.
    Constant {
        /// How many arguments it takes.
        arity: u32,
    },
    /// A variable.
    Variable,
}

/// A definition of an operator. A function definition `f[x \in S] == e` is an operator without parameters whose body
/// is [`ExprKind::Function`] with `recursive` set to its own id if the body refers to `f`.
#[derive(Debug)]
pub struct Definition {
    /// Its name or symbol.
    pub name: Box<str>,
    /// Where the name stands.
    pub name_span: Span,
    /// The whole definition.
    pub span: Span,
    /// The module it stands in.
    pub module: ModuleId,
    /// Its parameters.
    pub params: Vec<ParameterId>,
    /// Its right-hand side.
    pub body: Expr,
    /// LOCAL.
    pub local: bool,
    /// It is defined in a LET.
    pub in_let: bool,
    /// RECURSIVE was declared for it and its body reaches itself, or it is a recursive function.
    pub recursive: bool,
    /// The level of the body when all parameters are constants.
    pub level: Level,
}

/// TLA+'s levels.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Level {
    /// No variable.
    Constant,
    /// Unprimed variables.
    State,
    /// Primed variables.
    Action,
    /// Temporal operators.
    Temporal,
}

/// An INSTANCE clause.
#[derive(Debug)]
pub struct Instance {
    /// `I` of `I(x) == INSTANCE ...`; none for a plain INSTANCE.
    pub name: Option<Box<str>>,
    /// Its parameters.
    pub params: Vec<ParameterId>,
    /// The module that is instantiated.
    pub module: ModuleId,
    /// For every constant and variable of that module, what it stands for: explicit and implicit substitutions.
    pub substitutions: Vec<(DeclarationId, Argument)>,
    /// The module or LET definition it stands in.
    pub span: Span,
}

/// A parameter or bound name.
#[derive(Debug)]
pub struct Parameter {
    /// Its name.
    pub name: Box<str>,
    /// How many arguments it takes.
    pub arity: u32,
    /// Where it is bound.
    pub span: Span,
}

/// An expression with its place.
#[derive(Debug)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Its text.
    pub span: Span,
}

/// An argument of an operator or a substitution of an INSTANCE.
#[derive(Debug)]
pub enum Argument {
    /// For a parameter of arity 0.
    Expr(Expr),
    /// For an operator parameter: an operator by name.
    Operator(Callee, Span),
    /// For an operator parameter: `LAMBDA x : e`.
    Lambda {
        /// Its parameters.
        params: Vec<ParameterId>,
        /// Its body.
        body: Box<Expr>,
        /// Its text.
        span: Span,
    },
}

/// What is applied.
#[derive(Clone, Debug)]
pub enum Callee {
    /// A definition, through the instances of `via` (see the module's documentation).
    Definition {
        /// The definition.
        definition: DefinitionId,
        /// The instances on the way, outermost first.
        via: Vec<InstanceUse>,
    },
    /// A constant or variable of the current context.
    Declaration(DeclarationId),
    /// A parameter or bound name.
    Parameter(ParameterId),
    /// An operator of the language itself.
    Builtin(Builtin),
}

/// One step through a named or plain instance.
#[derive(Clone, Debug)]
pub struct InstanceUse {
    /// The instance.
    pub instance: InstanceId,
    /// Arguments for its parameters, read in the context before the step.
    pub args: std::sync::Arc<Vec<Argument>>,
}

/// One bound of a quantifier or constructor.
#[derive(Debug)]
pub struct Bound {
    /// The names it binds: one id a name; all components for a tuple.
    pub params: Vec<ParameterId>,
    /// `<<x, y>> \in S` instead of `x, y \in S`.
    pub tuple: bool,
    /// The set.
    pub set: Expr,
}

/// The kinds of expressions.
#[derive(Debug)]
pub enum ExprKind {
    /// An integer literal, in decimal digits.
    Number(Box<str>),
    /// A decimal literal, as written.
    Decimal(Box<str>),
    /// A string.
    String(Box<str>),
    /// A use of a name, with arguments (none for arity 0). `Callee::Builtin` is used for the language's operators,
    /// prime and `UNCHANGED` included.
    Apply {
        /// What is applied.
        callee: Callee,
        /// Its arguments.
        args: Vec<Argument>,
    },
    /// A bulleted list.
    Junction {
        /// Conjunction or disjunction.
        kind: Junction,
        /// Its items.
        items: Vec<Expr>,
    },
    /// `\A x \in S : e`, `\E x \in S : e`.
    Quantifier {
        /// Which.
        kind: Quantifier,
        /// Its bounds.
        bounds: Vec<Bound>,
        /// Its body.
        body: Box<Expr>,
    },
    /// `\A x : e`, `\E x : e`, `\AA`, `\EE`.
    UnboundedQuantifier {
        /// Which.
        kind: Quantifier,
        /// `\AA` or `\EE`.
        temporal: bool,
        /// What it binds.
        params: Vec<ParameterId>,
        /// Its body.
        body: Box<Expr>,
    },
    /// CHOOSE.
    Choose {
        /// What it binds: one name, or the components of a tuple.
        params: Vec<ParameterId>,
        /// A tuple pattern.
        tuple: bool,
        /// Absent in the unbounded form.
        set: Option<Box<Expr>>,
        /// Its body.
        body: Box<Expr>,
    },
    /// `{a, b}`.
    SetEnumeration(Vec<Expr>),
    /// `{x \in S : p}`.
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
    /// `[x \in S |-> e]`.
    Function {
        /// Its bounds.
        bounds: Vec<Bound>,
        /// Its body.
        body: Box<Expr>,
        /// For `f[x \in S] == e` with `f` in `e`: the definition that this is the body of.
        recursive: Option<DefinitionId>,
    },
    /// `[S -> T]`.
    FunctionSet {
        /// `S`.
        domain: Box<Expr>,
        /// `T`.
        range: Box<Expr>,
    },
    /// `f[a]`; `f[a, b]` has the tuple as its one argument, as in TLA+.
    FunctionApplication {
        /// `f`.
        function: Box<Expr>,
        /// The argument.
        arg: Box<Expr>,
    },
    /// `[a |-> 1]`.
    Record(Vec<(Box<str>, Expr)>),
    /// `[a : S]`.
    RecordSet(Vec<(Box<str>, Expr)>),
    /// `r.f`.
    Field {
        /// `r`.
        record: Box<Expr>,
        /// `f`.
        field: Box<str>,
    },
    /// `[f EXCEPT !p = e]`.
    Except {
        /// `f`.
        function: Box<Expr>,
        /// The changes, in order.
        updates: Vec<ExceptUpdate>,
    },
    /// `<<a, b>>`.
    Tuple(Vec<Expr>),
    /// `A \X B`.
    Product(Vec<Expr>),
    /// IF.
    If {
        /// The condition.
        condition: Box<Expr>,
        /// The value if it is true.
        then: Box<Expr>,
        /// The value if it is false.
        otherwise: Box<Expr>,
    },
    /// CASE.
    Case {
        /// Guards and values.
        arms: Vec<(Expr, Expr)>,
        /// OTHER.
        other: Option<Box<Expr>>,
    },
    /// LET: the definitions are in [`ResolvedSpec::definitions`] and may refer to parameters in scope here. They are
    /// listed in order so that their context can be remembered; LET instances need no entry.
    Let {
        /// The definitions.
        definitions: Vec<DefinitionId>,
        /// The instances.
        instances: Vec<InstanceId>,
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
    /// `WF_v(A)`, `SF_v(A)`.
    Fairness {
        /// SF.
        strong: bool,
        /// `v`.
        subscript: Box<Expr>,
        /// `A`.
        action: Box<Expr>,
    },
    /// `Label(x) :: e`.
    Label {
        /// Its name.
        name: Box<str>,
        /// What it names.
        body: Box<Expr>,
    },
}

/// One change of an EXCEPT.
#[derive(Debug)]
pub struct ExceptUpdate {
    /// Where; a field step is an index by a string.
    pub path: Vec<ExceptStep>,
    /// The value.
    pub value: Expr,
    /// What `@` in the value refers to; present if `@` occurs.
    pub at: Option<ParameterId>,
    /// The whole change.
    pub span: Span,
}

/// One step of an EXCEPT path.
#[derive(Debug)]
pub enum ExceptStep {
    /// `[e]`; several arguments are one tuple.
    Index(Expr),
    /// `.f`.
    Field(Box<str>),
}

/// The operators of the language itself. All others are definitions, those of the standard modules included.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Builtin {
    /// `TRUE`
    True,
    /// `FALSE`
    False,
    /// `BOOLEAN`
    Boolean,
    /// `STRING`
    String,
    /// Infix `/\`
    And,
    /// Infix `\/`
    Or,
    /// `~`
    Not,
    /// `=>`
    Implies,
    /// `<=>`, `\equiv`
    Equivalent,
    /// `=`
    Equal,
    /// `#`, `/=`
    NotEqual,
    /// `\in`
    In,
    /// `\notin`
    NotIn,
    /// `\subseteq`
    SubsetEq,
    /// `\cup`
    Cup,
    /// `\cap`
    Cap,
    /// `\`
    SetMinus,
    /// `SUBSET`
    Powerset,
    /// `UNION`
    Union,
    /// `DOMAIN`
    Domain,
    /// `'`
    Prime,
    /// `UNCHANGED`
    Unchanged,
    /// `ENABLED`
    Enabled,
    /// `\cdot`
    ActionComposition,
    /// `[]`
    Always,
    /// `<>`
    Eventually,
    /// `~>`
    LeadsTo,
    /// `-+->`
    WhilePlus,
}
