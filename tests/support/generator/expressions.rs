//! Expressions of any type: what is read, chosen, or named first.

use super::{Definition, Generator, Key, Level, Name, Type};

/// How a part of a value is read.
#[derive(Clone)]
enum Step {
    Apply(Key),
    Field(&'static str),
    Index(usize),
    /// The first element, if there is one.
    Head(Type),
    /// The value, if it is not `nil`.
    Just(Type),
}

impl Generator<'_> {
    /// An expression of this type.
    pub(super) fn expression(&mut self, ty: &Type, depth: u32) -> String {
        if depth == 0 || self.fuel == 0 {
            return self.atom(ty);
        }
        self.fuel -= 1;
        match self.below(20) {
            0..=4 => self.atom(ty),
            5 => {
                let condition = self.truth(depth - 1);
                let (yes, no) = (self.expression(ty, depth - 1), self.expression(ty, depth - 1));
                format!("(IF {condition} THEN {yes} ELSE {no})")
            }
            6 => {
                let (first, second) = (self.truth(depth - 1), self.truth(depth - 1));
                let values: Vec<_> = (0..3).map(|_| self.expression(ty, depth - 1)).collect();
                let other = if self.errors && self.once_in(4) { "" } else { " [] OTHER -> " };
                let last = if other.is_empty() { "" } else { values[2].as_str() };
                format!("(CASE {first} -> {} [] {second} -> {}{other}{last})", values[0], values[1])
            }
            7 => self.let_in(ty, depth),
            8 | 9 => self.defined(ty, depth),
            10 => self.chosen(ty, depth),
            11 => self.through_lambda(ty, depth),
            12 => self.recursive_function(ty, depth),
            13 if self.errors && self.once_in(3) => self.without_value(ty, depth),
            _ => self.specific(ty, depth),
        }
    }

    fn specific(&mut self, ty: &Type, depth: u32) -> String {
        match ty {
            Type::Bool => self.truth(depth),
            Type::Int => self.number(depth),
            Type::Str | Type::Model => self.chosen(ty, depth),
            Type::Maybe(of) => {
                if self.once_in(3) {
                    "nil".to_owned()
                } else {
                    self.expression(of, depth)
                }
            }
            Type::Set(of) => self.set(of, depth),
            Type::Fun(key, of) => self.function(key, of, depth),
            Type::Record(fields) => self.record(fields, depth),
            Type::Tuple(parts) => self.tuple(parts, depth),
            Type::Seq(of) => self.sequence(of, depth),
        }
    }

    /// Something that is read, or a literal.
    pub(super) fn atom(&mut self, ty: &Type) -> String {
        let literal = self.below(3) == 0;
        if !literal {
            let mut paths = Vec::new();
            for at in 0..self.names.len() {
                let name = &self.names[at];
                find_paths(at, &name.ty, ty, &mut Vec::new(), &mut paths);
            }
            if !paths.is_empty() {
                let (at, steps) = self.one_of(&paths).clone();
                return self.render(at, &steps);
            }
        }
        self.literal(ty)
    }

    fn render(&mut self, at: usize, steps: &[Step]) -> String {
        let mut text = self.names[at].text.clone();
        for step in steps {
            text = match step {
                Step::Apply(key) => format!("{text}[{}]", self.key(key, 0)),
                Step::Field(name) => format!("{text}.{name}"),
                Step::Index(at) => format!("{text}[{at}]"),
                Step::Head(_) if self.errors && self.once_in(12) => format!("Head({text})"),
                Step::Head(of) => {
                    let none = of.simplest();
                    format!("(IF {text} # <<>> THEN Head({text}) ELSE {none})")
                }
                Step::Just(of) => format!("(IF {text} = nil THEN {} ELSE {text})", of.simplest()),
            };
        }
        text
    }

    /// A value that is written down.
    pub(super) fn literal(&mut self, ty: &Type) -> String {
        match ty {
            Type::Bool => self.one_of(&["FALSE", "TRUE"]).to_string(),
            Type::Int => self.one_of(&["0", "1", "2", "(-1)"]).to_string(),
            Type::Str => self.one_of(&["\"a\"", "\"b\"", "\"zeta\""]).to_string(),
            Type::Model => self.one_of(&["p1", "p2", "(CHOOSE m \\in P : TRUE)"]).to_string(),
            Type::Maybe(of) => {
                if self.below(2) == 0 {
                    "nil".to_owned()
                } else {
                    self.literal(of)
                }
            }
            Type::Set(of) => {
                let elements: Vec<_> = (0..self.below(3)).map(|_| self.literal(of)).collect();
                format!("{{{}}}", elements.join(", "))
            }
            Type::Fun(key, of) => {
                let bound = self.fresh("key");
                format!("[{bound} \\in {} |-> {}]", key.domain(), self.literal(of))
            }
            Type::Record(fields) => {
                let fields: Vec<_> =
                    fields.iter().map(|(name, of)| format!("{name} |-> {}", self.literal(of))).collect();
                format!("[{}]", fields.join(", "))
            }
            Type::Tuple(parts) => {
                let parts: Vec<_> = parts.iter().map(|of| self.literal(of)).collect();
                format!("<<{}>>", parts.join(", "))
            }
            Type::Seq(of) => {
                let elements: Vec<_> = (0..self.below(3)).map(|_| self.literal(of)).collect();
                format!("<<{}>>", elements.join(", "))
            }
        }
    }

    /// An argument of a function with this domain.
    pub(super) fn key(&mut self, key: &Key, depth: u32) -> String {
        if self.errors && self.once_in(25) {
            return self.literal(&key.element());
        }
        let bound: Vec<_> =
            self.names.iter().filter(|name| name.key.as_ref() == Some(key)).map(|n| n.text.clone()).collect();
        if !bound.is_empty() && self.below(3) != 0 {
            return self.one_of(&bound).clone();
        }
        let computed = self.fuel > 0 && self.once_in(3);
        match key {
            Key::OneTwo if computed => format!("(({} % 2) + 1)", self.expression(&Type::Int, depth)),
            Key::ZeroOne if computed => format!("({} % 2)", self.expression(&Type::Int, depth)),
            Key::Models => self.expression(&Type::Model, depth),
            Key::Bools => self.expression(&Type::Bool, depth),
            Key::OneTwo => self.one_of(&["1", "2"]).to_string(),
            Key::ZeroOne => self.one_of(&["0", "1"]).to_string(),
            Key::Strings => self.one_of(&["\"a\"", "\"b\""]).to_string(),
            Key::Pair(first, second) => {
                let pair = format!("{}, {}", self.key(first, depth), self.key(second, depth));
                if self.below(2) == 0 { pair } else { format!("<<{pair}>>") }
            }
        }
    }

    fn let_in(&mut self, ty: &Type, depth: u32) -> String {
        let kept = self.definitions.len();
        let mut heads = Vec::new();
        for _ in 0..=self.below(2) {
            let inner = self.small_type();
            let name = self.fresh("L");
            let parameters = if self.below(2) == 0 { vec![] } else { vec![self.small_type()] };
            heads.push(self.definition(name, parameters, inner, depth - 1));
        }
        let body = self.expression(ty, depth - 1);
        self.definitions.truncate(kept);
        format!("(LET {} IN {body})", heads.join(" "))
    }

    /// The text of a definition, which can be used from now on.
    pub(super) fn definition(
        &mut self,
        name: String,
        parameters: Vec<Type>,
        result: Type,
        depth: u32,
    ) -> String {
        let names = self.names.len();
        let mut words = Vec::new();
        for parameter in &parameters {
            let text = self.fresh("a");
            words.push(text.clone());
            self.names.push(Name { text, ty: parameter.clone(), key: None, primed: false });
        }
        let body = self.expression(&result, depth);
        self.names.truncate(names);
        let head = if words.is_empty() { name.clone() } else { format!("{name}({})", words.join(", ")) };
        let places: Vec<_> = words.iter().map(|_| "#").collect();
        let pattern = if words.is_empty() { name } else { format!("{name}({})", places.join(", ")) };
        self.definitions.push(Definition { pattern, parameters, result, level: self.level });
        format!("{head} == {body}")
    }

    /// A use of a definition.
    fn defined(&mut self, ty: &Type, depth: u32) -> String {
        let level = self.level;
        let fitting: Vec<_> =
            self.definitions.iter().filter(|d| d.result == *ty && d.level <= level).cloned().collect();
        if fitting.is_empty() {
            return self.specific(ty, depth);
        }
        let definition = self.one_of(&fitting).clone();
        let mut text = definition.pattern;
        for (at, of) in definition.parameters.iter().enumerate() {
            // What an instance is given may not be primed.
            let instance = at == 0 && text.starts_with("J(#)");
            let argument = if instance { self.literal(of) } else { self.expression(of, depth - 1) };
            text = text.replacen('#', &argument.replace('#', "\u{1}"), 1);
        }
        // An argument may itself hold the sign of inequality.
        text.replace('\u{1}', "#")
    }

    fn chosen(&mut self, ty: &Type, depth: u32) -> String {
        let set = if self.below(2) == 0 && ty.size() < 100 {
            ty.universe()
        } else {
            self.expression(&Type::Set(Box::new(ty.clone())), depth - 1)
        };
        let (bound, condition) = self.with(ty, None, |g| g.truth(depth - 1));
        if self.errors && self.once_in(3) {
            return format!("(CHOOSE {bound} \\in {set} : {condition})");
        }
        let none = self.literal(ty);
        let test = self.fresh("S");
        format!(
            "(LET {test} == {{{bound} \\in {set} : {condition}}} IN IF {test} = {{}} THEN {none} ELSE CHOOSE {bound}c \\in {test} : TRUE)"
        )
    }

    /// Operators as arguments.
    fn through_lambda(&mut self, ty: &Type, depth: u32) -> String {
        let inner = self.small_type();
        let argument = self.expression(&inner, depth - 1);
        let (bound, body) = self.with(&inner, None, |g| g.expression(ty, depth - 1));
        if *ty == inner && self.below(2) == 0 {
            return format!("Twice(LAMBDA {bound} : {body}, {argument})");
        }
        format!("Apply(LAMBDA {bound} : {body}, {argument})")
    }

    fn recursive_function(&mut self, ty: &Type, depth: u32) -> String {
        let function = self.fresh("g");
        let first = self.expression(ty, depth - 1);
        let index = self.fresh("i");
        self.names.push(Name { text: index.clone(), ty: Type::Int, key: None, primed: false });
        self.names.push(Name {
            text: format!("{function}[{index} - 1]"),
            ty: ty.clone(),
            key: None,
            primed: false,
        });
        let next = self.expression(ty, depth - 1);
        self.names.truncate(self.names.len() - 2);
        let at = self.below(3);
        format!(
            "(LET {function}[{index} \\in 0..2] == IF {index} = 0 THEN {first} ELSE {next} IN {function}[{at}])"
        )
    }

    /// An expression of this type that has no value, or only in some states.
    fn without_value(&mut self, ty: &Type, depth: u32) -> String {
        let (value, bound) = (self.expression(ty, depth - 1), self.fresh("key"));
        match self.below(7) {
            0 => format!("[{bound} \\in 1..2 |-> {value}][{}]", self.expression(&Type::Int, depth - 1)),
            1 => format!("(IF {} = \"a\" THEN {value} ELSE {value})", self.atom(&Type::Int)),
            2 => format!("<<{value}>>[{}]", self.expression(&Type::Int, depth - 1)),
            3 => format!("[c |-> {value}].{}", self.one_of(&["d", "c"])),
            4 => format!("Head(SubSeq(<<{value}>>, 1, {}))", self.expression(&Type::Int, depth - 1)),
            5 => format!("(CASE {} -> {value})", self.truth(depth - 1)),
            _ => format!("(IF {} THEN {value} ELSE {value})", self.atom(&Type::Int)),
        }
    }

    /// A type for an inner value.
    pub(super) fn small_type(&mut self) -> Type {
        match self.below(9) {
            0..=2 => Type::Int,
            3 => Type::Bool,
            4 => Type::Str,
            5 => Type::Set(Box::new(Type::Int)),
            6 if self.level == Level::State && !self.variables.is_empty() => {
                let types: Vec<_> = self.variables.iter().map(|(_, ty)| ty.clone()).collect();
                self.one_of(&types).clone()
            }
            _ => Type::Model,
        }
    }
}

/// All ways to read a value of type `wanted` from one of type `ty`.
fn find_paths(
    at: usize,
    ty: &Type,
    wanted: &Type,
    steps: &mut Vec<Step>,
    found: &mut Vec<(usize, Vec<Step>)>,
) {
    if ty == wanted {
        found.push((at, steps.clone()));
    }
    if steps.len() == 3 {
        return;
    }
    let mut go = |step: Step, part: &Type| {
        steps.push(step);
        find_paths(at, part, wanted, steps, found);
        steps.pop();
    };
    match ty {
        Type::Maybe(of) => go(Step::Just((**of).clone()), of),
        Type::Fun(key, of) => go(Step::Apply(key.clone()), of),
        Type::Record(fields) => fields.iter().for_each(|(name, of)| go(Step::Field(name), of)),
        Type::Tuple(parts) => {
            parts.iter().enumerate().for_each(|(index, of)| go(Step::Index(index + 1), of));
        }
        Type::Seq(of) => go(Step::Head((**of).clone()), of),
        Type::Bool | Type::Int | Type::Str | Type::Model | Type::Set(_) => {}
    }
}
