//! What is to be checked of a specification: the content of a configuration, without its syntax.

use tern_parser::source::Span;

/// A configuration. Names are as written (`Op`, `I!Op`); whoever builds a program looks them up in the root module.
#[derive(Clone, Debug, Default)]
pub struct Model {
    /// Where behaviours come from; none for a model that only evaluates assumptions.
    pub behavior: Option<Behavior>,
    /// Values of constants, and of operators at given arguments.
    pub assignments: Vec<Assignment>,
    /// Replacements of constants and definitions by definitions.
    pub substitutions: Vec<Substitution>,
    /// Formulas that must hold in every reachable state.
    pub invariants: Vec<Name>,
    /// Temporal properties, action properties and properties of initial states.
    pub properties: Vec<Name>,
    /// States for which one of these is false are not explored.
    pub constraints: Vec<Name>,
    /// Steps for which one of these is false are not taken.
    pub action_constraints: Vec<Name>,
    /// Evaluated when the search is over.
    pub postconditions: Vec<Name>,
    /// States with equal views are one state.
    pub view: Option<Name>,
    /// A set of permutations of model values; states that differ by one are one state.
    pub symmetry: Option<Name>,
    /// What traces show in place of the variables.
    pub alias: Option<Name>,
    /// A formula evaluated now and then; FALSE ends the run.
    pub periodic: Option<Name>,
    /// Formulas that must be true of some reachable state or step (`_POSSIBLE`).
    pub possible: Vec<Name>,
    /// A state without successor is an error.
    pub check_deadlock: bool,
    /// TLC's 32-bit integers: results outside them are errors.
    pub int32: bool,
    /// Traces show only the variables that the VIEW reads: TLC's `-view`.
    pub show_view: bool,
    /// The largest set that may be enumerated.
    pub max_set_size: u64,
    /// Where random choices begin.
    pub seed: i64,
    /// How behaviours are simulated, for `TLCGet("config")`; none if all states are searched.
    pub simulation: Option<SimulationConfig>,
}

/// What a specification can ask of a simulation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SimulationConfig {
    /// TLC's `-generate`: only the states of traces are checked.
    pub generate: bool,
    /// The most states of a trace; -1 if any number.
    pub depth: i64,
    /// The most traces; -1 if any number.
    pub traces: i64,
    /// TLC's `-aril`.
    pub aril: i64,
}

/// A name in a configuration.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Name {
    /// The name.
    pub text: String,
    /// Where it stands; none if it came from a command line.
    pub span: Option<Span>,
}

/// Where behaviours come from.
#[derive(Clone, Debug)]
pub enum Behavior {
    /// INIT and NEXT.
    InitNext(Name, Name),
    /// SPECIFICATION.
    Specification(Name),
}

/// `name = value`, `name(args) = value` or `name = [Module] value`.
#[derive(Clone, Debug)]
pub struct Assignment {
    /// The constant or operator.
    pub name: Name,
    /// The arguments for which it has this value.
    pub args: Vec<ConstantValue>,
    /// Only as seen by this module.
    pub module: Option<Name>,
    /// The value.
    pub value: ConstantValue,
}

/// `name <- replacement` or `name <- [Module] replacement`.
#[derive(Clone, Debug)]
pub struct Substitution {
    /// The constant or definition.
    pub name: Name,
    /// Only inside this module.
    pub module: Option<Name>,
    /// The definition that takes its place.
    pub replacement: Name,
}

/// A value that a configuration can write.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ConstantValue {
    /// A number.
    Int(i64),
    /// A string.
    String(String),
    /// TRUE or FALSE.
    Bool(bool),
    /// A set.
    Set(Vec<ConstantValue>),
    /// Any other word.
    ModelValue(String),
}
