//! Initial predicates and actions: formulas that give each variable a value.

use super::{Action, Generator, Level, Name, Type};

/// Whether present or next values are given.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Moment {
    Now,
    Next,
}

impl Generator<'_> {
    /// The initial predicate.
    pub(super) fn initial(&mut self) -> String {
        self.level = Level::Constant;
        self.names.clear();
        let all: Vec<usize> = (0..self.variables.len()).collect();
        let depth = self.below(2) as u32;
        let body = self.fuelled(10, |g| g.branch(&all, depth, Moment::Now));
        self.names.clear();
        body
    }

    /// The definition of one more action.
    pub(super) fn action(&mut self) -> String {
        self.level = Level::State;
        self.read_variables();
        let name = format!("A{}", self.actions.len());
        let words: Vec<_> = (0..self.below(3)).map(|_| self.fresh("a")).collect();
        for text in words.iter().cloned() {
            self.names.push(Name { text, ty: Type::Int, key: None, primed: false });
        }
        let mut conjuncts: Vec<_> = (0..self.below(3)).map(|_| self.fuelled(8, |g| g.truth(3))).collect();
        let all: Vec<usize> = (0..self.variables.len()).collect();
        let depth = self.below(3) as u32;
        conjuncts.push(self.fuelled(16, |g| g.branch(&all, depth, Moment::Next)));
        if self.once_in(4) {
            conjuncts.push(self.fuelled(8, |g| g.truth(2)));
        }
        if self.once_in(10) {
            conjuncts.push(self.primed_expression());
        }
        self.names.clear();
        let head = if words.is_empty() { name.clone() } else { format!("{name}({})", words.join(", ")) };
        self.actions.push(Action { name, parameters: words.len() });
        format!("{head} ==\n  /\\ {}\n", conjuncts.join("\n  /\\ "))
    }

    /// The next-state relation.
    pub(super) fn next(&mut self) -> String {
        self.level = Level::State;
        self.read_variables();
        let actions = self.actions.clone();
        let mut steps = Vec::new();
        for action in &actions {
            steps.push(self.fuelled(6, |g| g.step(action)));
            if self.once_in(4) {
                steps.push(self.fuelled(6, |g| g.step(action)));
            }
        }
        self.names.clear();
        format!("Next ==\n  \\/ {}\n", steps.join("\n  \\/ "))
    }

    fn step(&mut self, action: &Action) -> String {
        match self.below(8) {
            0..=2 => self.call(action, |g| g.literal(&Type::Int)),
            3 => {
                let set = self.one_of(&["0..1", "{}", "{2, 0, 2}", "1..2"]).to_string();
                let (bound, call) = self.with(&Type::Int, None, |g| g.call(action, |g| g.atom(&Type::Int)));
                format!("\\E {bound} \\in {set} : {call}")
            }
            4 => {
                let set = self.expression(&Type::Set(Box::new(Type::Int)), 2);
                let (bound, call) = self.with(&Type::Int, None, |g| g.call(action, |g| g.atom(&Type::Int)));
                format!("\\E {bound} \\in {set} : {call}")
            }
            5 => {
                let condition = self.truth(2);
                let (yes, no) = (
                    self.call(action, |g| g.expression(&Type::Int, 1)),
                    self.call(action, |g| g.expression(&Type::Int, 1)),
                );
                format!("IF {condition} THEN {yes} ELSE {no}")
            }
            6 => {
                let (condition, call) = (self.truth(2), self.call(action, |g| g.expression(&Type::Int, 1)));
                format!("({condition} /\\ {call})")
            }
            _ => self.call(action, |g| g.expression(&Type::Int, 2)),
        }
    }

    /// An action with arguments.
    pub(super) fn call(&mut self, action: &Action, mut argument: impl FnMut(&mut Self) -> String) -> String {
        if action.parameters == 0 {
            return action.name.clone();
        }
        let arguments: Vec<_> = (0..action.parameters).map(|_| argument(self)).collect();
        format!("{}({})", action.name, arguments.join(", "))
    }

    /// The variables can be read from now on.
    pub(super) fn read_variables(&mut self) {
        self.names = self
            .variables
            .iter()
            .map(|(text, ty)| Name { text: text.clone(), ty: ty.clone(), key: None, primed: false })
            .collect();
    }

    fn assigned(&mut self, variable: usize, moment: Moment) {
        let (name, ty) = self.variables[variable].clone();
        let primed = moment == Moment::Next;
        let text = if primed { format!("{name}'") } else { name };
        self.names.push(Name { text, ty, key: None, primed });
    }

    /// A formula that gives each of these variables a value, which can be read afterwards.
    fn branch(&mut self, left: &[usize], depth: u32, moment: Moment) -> String {
        let before = self.names.len();
        let alternative = |g: &mut Self| {
            g.names.truncate(before);
            g.branch(left, depth - 1, moment)
        };
        let made = match if depth == 0 { 0 } else { self.below(9) } {
            1 => format!("({} \\/ {})", alternative(self), alternative(self)),
            2 => {
                let condition = self.truth(2);
                format!("(IF {condition} THEN {} ELSE {})", alternative(self), alternative(self))
            }
            3 => {
                let (first, second) = (self.truth(2), self.truth(1));
                let arms = [alternative(self), alternative(self), alternative(self)];
                format!("(CASE {first} -> {} [] {second} -> {} [] OTHER -> {})", arms[0], arms[1], arms[2])
            }
            4 | 5 => {
                let (set, element, key) = self.bounding_set(1);
                let (bound, body) = self.with(&element, key, |g| {
                    let body = g.branch(left, depth - 1, moment);
                    g.names.truncate(before + 1);
                    body
                });
                format!("(\\E {bound} \\in {set} : {body})")
            }
            6 => {
                let (inner, name) = (self.small_type(), self.fresh("L"));
                let kept = self.definitions.len();
                let definition = self.definition(name, vec![], inner, 2);
                let body = self.branch(left, depth - 1, moment);
                self.definitions.truncate(kept);
                format!("(LET {definition} IN {body})")
            }
            7 if left.len() > 1 => {
                let at = 1 + self.below(left.len() as u64 - 1) as usize;
                let first = self.branch(&left[..at], depth - 1, moment);
                return format!("({first} /\\ {})", self.branch(&left[at..], depth - 1, moment));
            }
            _ => self.conjunction(left, moment),
        };
        self.names.truncate(before);
        for variable in left {
            self.assigned(*variable, moment);
        }
        made
    }

    fn conjunction(&mut self, left: &[usize], moment: Moment) -> String {
        let mut left = left.to_vec();
        let mut conjuncts = Vec::new();
        if moment == Moment::Next && left.len() > 1 && self.once_in(4) {
            let group: Vec<_> = left.drain(1..).collect();
            let names: Vec<_> = group.iter().map(|at| self.variables[*at].0.clone()).collect();
            let form = self.below(2);
            conjuncts.push(match form {
                0 => format!("UNCHANGED <<{}>>", names.join(", ")),
                _ => format!("UNCHANGED <<<<{}>>, {}>>", names[0], names.join(", ")),
            });
            group.iter().for_each(|at| self.assigned(*at, moment));
        }
        while !left.is_empty() {
            let variable = left.remove(self.below(left.len() as u64) as usize);
            // TLC tells an incomplete initial state in another way, with status 255.
            if moment == Moment::Next && self.errors && self.once_in(60) {
                continue;
            }
            conjuncts.push(self.assignment(variable, moment));
            self.assigned(variable, moment);
            if self.once_in(10) {
                conjuncts.push(self.truth(1));
            }
            if moment == Moment::Next && self.once_in(12) {
                // A second assignment is a test.
                conjuncts.push(self.assignment(variable, moment));
            }
        }
        if conjuncts.is_empty() { "TRUE".to_owned() } else { format!("({})", conjuncts.join(" /\\ ")) }
    }

    fn assignment(&mut self, variable: usize, moment: Moment) -> String {
        let (name, ty) = self.variables[variable].clone();
        let target = if moment == Moment::Next { format!("{name}'") } else { name.clone() };
        if moment == Moment::Next && self.below(4) == 0 {
            return match self.below(4) {
                0 => format!("UNCHANGED {name}"),
                1 => format!("{target} = {name}"),
                2 => format!("UNCHANGED <<{name}>>"),
                _ => format!("[{target} = {}]_{name}", self.expression(&ty, 2)),
            };
        }
        let setters: Vec<_> = self.setters.iter().filter(|s| s.0 == variable).map(|s| s.1.clone()).collect();
        match self.below(10) {
            0 => {
                let set = self.some_values(&ty);
                format!("{target} \\in {set}")
            }
            1 => {
                format!("({target} = {} \\/ {target} = {})", self.expression(&ty, 2), self.expression(&ty, 1))
            }
            2 => {
                let (set, element, key) = self.bounding_set(1);
                let (bound, value) = self.with(&element, key, |g| g.expression(&ty, 2));
                format!("(\\E {bound} \\in {set} : {target} = {value})")
            }
            3 => {
                let condition = self.truth(2);
                let (yes, no) = (self.expression(&ty, 2), self.some_values(&ty));
                format!("(IF {condition} THEN {target} = {yes} ELSE {target} \\in {no})")
            }
            4 => {
                let (condition, value) = (self.truth(1), self.expression(&ty, 2));
                let other = self.expression(&ty, 1);
                format!("(CASE {condition} -> {target} = {value} [] OTHER -> {target} = {other})")
            }
            5 | 6 if moment == Moment::Next && !setters.is_empty() => {
                let value = self.expression(&ty, 2);
                self.one_of(&setters).replace('#', &value)
            }
            _ => format!("{target} = {}", self.expression(&ty, 3)),
        }
    }

    /// A set of values of a type that is not large.
    fn some_values(&mut self, ty: &Type) -> String {
        if ty.size() <= 6 && self.below(2) == 0 {
            return ty.universe();
        }
        if ty.size() <= 40 && self.below(2) == 0 {
            return self.set(ty, 1);
        }
        format!("{{{}, {}}}", self.expression(ty, 1), self.expression(ty, 1))
    }

    /// A test of an expression's next value.
    fn primed_expression(&mut self) -> String {
        let value = self.unprimed(|g| {
            g.fuelled(4, |g| {
                g.read_variables();
                g.expression(&Type::Int, 2)
            })
        });
        format!("({value})' {} {}", self.one_of(&["<=", ">="]), self.atom(&Type::Int))
    }
}
