//! What the actions use: constant operators of a module that is extended, operators of random content, instances.

use super::{Definition, Generator, Level, Name, Type};

/// The module that every specification extends: operators of every kind, recursive and higher-order ones among them.
pub(super) const LIBRARY: &str = "\
---- MODULE Library ----
EXTENDS Integers, Sequences, FiniteSets
Max(a, b) == IF a > b THEN a ELSE b
Short(s) == IF Len(s) > 2 THEN SubSeq(s, 1, 2) ELSE s
Range(s) == {s[i] : i \\in DOMAIN s}
Apply(F(_), a) == F(a)
Twice(F(_), a) == F(F(a))
Fold(F(_, _), base, s) ==
  LET f[i \\in 0..Len(s)] == IF i = 0 THEN base ELSE F(f[i - 1], s[i]) IN f[Len(s)]
RECURSIVE SumSet(_)
SumSet(S) == IF S = {} THEN 0 ELSE LET e == CHOOSE e \\in S : TRUE IN e + SumSet(S \\ {e})
RECURSIVE Count(_)
Count(s) == IF s = <<>> THEN 0 ELSE 1 + Count(Tail(s))
====
";

/// The module that is instantiated: a variable, and another for a value it is compared with.
pub(super) const PART: &str = "\
---- MODULE Part ----
VARIABLES v, c
Same == v = c
Pick(b) == IF b THEN v ELSE c
Put(e) == v' = e
Reset == v' = c
Step(b) == Pick(b) = c /\\ Reset
====
";

impl Generator<'_> {
    /// Definitions of operators and instances.
    pub(super) fn operators(&mut self) -> String {
        let mut text = String::new();
        for number in 0..self.below(4) {
            self.level = if self.below(2) == 0 { Level::Constant } else { Level::State };
            self.names.clear();
            if self.level == Level::State {
                self.read_variables();
            }
            let result = self.small_type();
            let parameters: Vec<_> = (0..self.below(3)).map(|_| self.small_type()).collect();
            let definition = self.fuelled(10, |g| g.definition(format!("D{number}"), parameters, result, 3));
            text += &format!("{definition}\n");
        }
        if self.once_in(3) {
            text += &self.recursive_operator();
        }
        self.names.clear();
        for at in 0..self.variables.len() {
            if self.once_in(6) {
                let name = self.variables[at].0.clone();
                text += &format!("Set_{name}(e_{name}) == {name}' = e_{name}\n");
                self.setters.push((at, format!("Set_{name}(#)")));
            }
            if self.once_in(12) {
                self.setters.push((at, format!("Assign({}, #)", self.variables[at].0)));
            }
        }
        if self.setters.iter().any(|(_, pattern)| pattern.starts_with("Assign")) {
            text += "Assign(t_, e_) == t_' = e_\n";
        }
        if self.once_in(4) {
            text += &self.instance();
        }
        self.global_definitions = self.definitions.len();
        text
    }

    /// An operator or a function of a number, by recursion.
    fn recursive_operator(&mut self) -> String {
        self.level = Level::State;
        self.read_variables();
        let result = self.small_type();
        let first = self.fuelled(4, |g| g.expression(&result, 2));
        let function = self.below(2) == 0;
        let before = if function { "Rec[rn_ - 1]" } else { "Rec(rn_ - 1)" };
        for (text, ty) in [("rn_", Type::Int), (before, result.clone())] {
            self.names.push(Name { text: text.to_owned(), ty, key: None, primed: false });
        }
        let next = self.fuelled(6, |g| g.expression(&result, 3));
        // Whoever uses it gives a number within bounds.
        let pattern = if function { "Rec[# % 3]" } else { "Rec(#)" };
        self.definitions.push(Definition {
            pattern: pattern.to_owned(),
            parameters: vec![Type::Int],
            result,
            level: Level::State,
        });
        let body = format!("IF rn_ <= 0 THEN {first} ELSE {next}");
        if function {
            format!("Rec[rn_ \\in 0..2] == {body}\n")
        } else {
            format!("RECURSIVE Rec(_)\nRec(rn_) == {body}\n")
        }
    }

    /// An instance of the module `Part`, with or without a parameter.
    fn instance(&mut self) -> String {
        let at = self.below(self.variables.len() as u64) as usize;
        let (name, ty) = self.variables[at].clone();
        let mut define = |head: &str, parameters: Vec<Type>, result: Type| {
            self.definitions.push(Definition {
                pattern: head.to_owned(),
                parameters,
                result,
                level: Level::State,
            });
        };
        if self.choices.below(2) == 0 {
            define("I!Same", vec![], Type::Bool);
            define("I!Pick(#)", vec![Type::Bool], ty.clone());
            self.setters.push((at, "I!Put(#)".to_owned()));
            self.level = Level::State;
            self.names = vec![Name { text: name.clone(), ty: ty.clone(), key: None, primed: false }];
            let global = self.definitions.split_off(0);
            let value = self.fuelled(4, |g| g.expression(&ty, 2));
            self.definitions = global;
            self.names.clear();
            return format!("I == INSTANCE Part WITH v <- {name}, c <- {value}\n");
        }
        define("J(#)!Same", vec![ty.clone()], Type::Bool);
        define("J(#)!Pick(#)", vec![ty.clone(), Type::Bool], ty.clone());
        let value = self.literal(&ty);
        self.setters.push((at, format!("J({value})!Put(#)")));
        format!("J(j_) == INSTANCE Part WITH v <- {name}, c <- j_\n")
    }
}
