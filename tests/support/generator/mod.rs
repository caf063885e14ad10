//! Random specifications whose states are finitely many. All formulas are well-typed, so that most of them have values;
//! specifications of one kind in four also hold formulas that have none, since errors must agree too.

mod actions;
mod choices;
mod collections;
mod definitions;
mod expressions;
mod formulas;
mod model;
mod temporal;
mod types;

pub(crate) use choices::Choices;
use types::{Key, Type};

/// A specification.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Specification {
    /// The modules' names and texts; the first is the root.
    pub(crate) modules: Vec<(String, String)>,
    /// The configuration.
    pub(crate) config: String,
    /// A state without successors is an error. (Not part of the configuration, where old versions of TLC do not know it.)
    pub(crate) check_deadlock: bool,
}

/// The specification that these choices lead to. If `temporal`, some have fairness and temporal properties.
pub(crate) fn specification(choices: &mut Choices, temporal: bool) -> Specification {
    Generator::new(choices).specification(temporal)
}

/// What a formula may speak of.
#[derive(Clone, Copy, PartialEq, PartialOrd, Debug)]
enum Level {
    Constant,
    State,
}

/// Something that can be read where the next formula stands: a variable, a next value, a bound name.
#[derive(Clone)]
struct Name {
    text: String,
    ty: Type,
    /// For an element of a function's domain.
    key: Option<Key>,
    primed: bool,
}

/// A definition of the module, or of a LET around.
#[derive(Clone)]
struct Definition {
    /// How it is used, with `#` where arguments stand.
    pattern: String,
    parameters: Vec<Type>,
    result: Type,
    level: Level,
}

/// A defined action, whose parameters are numbers.
#[derive(Clone)]
struct Action {
    name: String,
    parameters: usize,
}

struct Generator<'c> {
    choices: &'c mut Choices,
    variables: Vec<(String, Type)>,
    names: Vec<Name>,
    definitions: Vec<Definition>,
    /// How many of them are not those of a LET.
    global_definitions: usize,
    /// Operators that assign to the variable of this number, with `#` where the value stands.
    setters: Vec<(usize, String)>,
    actions: Vec<Action>,
    /// What definitions may be used where the next formula stands.
    level: Level,
    /// Formulas without a value may be made.
    errors: bool,
    /// How many more parts the formula may get.
    fuel: u32,
    /// Names given so far.
    bound: u32,
}

impl<'c> Generator<'c> {
    fn new(choices: &'c mut Choices) -> Self {
        Self {
            choices,
            variables: Vec::new(),
            names: Vec::new(),
            definitions: Vec::new(),
            global_definitions: 0,
            setters: Vec::new(),
            actions: Vec::new(),
            level: Level::Constant,
            errors: false,
            fuel: 0,
            bound: 0,
        }
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.choices.below(limit)
    }

    /// True once in `times`.
    fn once_in(&mut self, times: u64) -> bool {
        self.below(times) == times - 1
    }

    fn one_of<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len() as u64) as usize]
    }

    /// A name that nothing else has.
    fn fresh(&mut self, prefix: &str) -> String {
        self.bound += 1;
        format!("{prefix}{}", self.bound)
    }

    /// A new bound name, and what `make` makes where it can be read.
    fn with<T>(&mut self, ty: &Type, key: Option<Key>, make: impl FnOnce(&mut Self) -> T) -> (String, T) {
        let text = self.fresh("b");
        self.names.push(Name { text: text.clone(), ty: ty.clone(), key, primed: false });
        let made = make(self);
        self.names.pop();
        (text, made)
    }

    /// What `make` makes where neither next values nor what LET names can be read.
    fn unprimed<T>(&mut self, make: impl FnOnce(&mut Self) -> T) -> T {
        let (names, definitions) = (self.names.clone(), self.definitions.clone());
        self.names.retain(|name| !name.primed);
        self.definitions.truncate(self.global_definitions);
        let made = make(self);
        self.names = names;
        self.definitions = definitions;
        made
    }

    /// A formula or expression with its own fuel.
    fn fuelled<T>(&mut self, fuel: u32, make: impl FnOnce(&mut Self) -> T) -> T {
        self.fuel = fuel;
        make(self)
    }
}
