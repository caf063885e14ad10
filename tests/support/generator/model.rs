//! Whole specifications: the variables, the modules, and what the configuration asks for.

use super::definitions::{LIBRARY, PART};
use super::{Generator, Level, Name, Specification, Type};

impl Generator<'_> {
    /// The modules and the configuration.
    pub(super) fn specification(mut self, temporal: bool) -> Specification {
        let temporal = temporal && self.once_in(4);
        // (What a tool evaluates for a temporal property, and when, is its own affair.)
        self.errors = self.once_in(4) && !temporal;
        for name in ["x", "y", "z"].iter().take(1 + self.below(3) as usize) {
            let ty = self.variable_type();
            self.variables.push(((*name).to_owned(), ty));
        }
        let names: Vec<_> = self.variables.iter().map(|(name, _)| name.clone()).collect();
        let variables = names.join(", ");
        let operators = self.operators();
        let initial = self.initial();
        let actions: Vec<_> = (0..=self.below(3)).map(|_| self.action()).collect();
        let next = self.next();
        let mut config = "CONSTANTS\n  nil = nil\n  p1 = p1\n  p2 = p2\n".to_owned();
        config += *self.one_of(&["  P = {p1, p2}\n", "  P = {p2, p1}\n"]);
        let behaviors = if temporal { 1 } else { 0 };
        config += ["INIT Init\nNEXT Next\n", "SPECIFICATION Spec\n"][behaviors.max(self.below(2) as usize)];
        let fairness = if temporal { self.fairness() } else { String::new() };
        let asked = self.asked(&mut config, temporal.then_some(!fairness.is_empty()));
        let assumption = self.assumption();
        let root = format!(
            "---- MODULE R ----\nEXTENDS Library, TLC\nCONSTANTS P, p1, p2, nil\nVARIABLES {variables}\n\
             vars == <<{variables}>>\n{operators}{assumption}Init == {initial}\n{}{next}\
             Spec == Init /\\ [][Next]_vars{fairness}\n{asked}====\n",
            actions.concat()
        );
        let modules = [("R", root.as_str()), ("Library", LIBRARY), ("Part", PART)];
        let modules = modules.map(|(name, text)| (name.to_owned(), text.to_owned())).to_vec();
        let check_deadlock = self.below(3) != 1;
        Specification { modules, config, check_deadlock }
    }

    /// What is checked: definitions, and their mention in the configuration. If `temporal`, a temporal property is,
    /// of a specification with or without fairness.
    fn asked(&mut self, config: &mut String, temporal: Option<bool>) -> String {
        self.level = Level::State;
        let mut asked = Asked { text: String::new(), config };
        if self.below(3) == 1 {
            let typed: Vec<_> =
                self.variables.iter().map(|(name, ty)| format!("{name} \\in {}", ty.universe())).collect();
            asked.add("INVARIANT", "TypeOK", &typed.join(" /\\ "));
        }
        for name in ["InvA", "InvB"].iter().take(self.below(3) as usize) {
            let body = self.mostly(3);
            asked.add("INVARIANT", name, &body);
        }
        if self.once_in(4) {
            // (`TLCGet("level")` in a constraint is the level before the step in TLC 2.15, after it in newer ones.)
            let body = self.mostly(2);
            asked.add("CONSTRAINT", "Con", &body);
        }
        if self.once_in(6) {
            let body = self.about_steps(|g| g.mostly(2));
            asked.add("ACTION_CONSTRAINT", "Steps", &body);
        }
        if self.once_in(4) {
            let body = match self.below(4) {
                0 => self.mostly(2),
                1 => format!("[]({})", self.mostly(2)),
                _ => format!("[][{}]_{}", self.about_steps(|g| g.mostly(3)), self.subscript()),
            };
            asked.add("PROPERTY", "Prop", &body);
        }
        if let Some(fair) = temporal {
            let body = self.temporal_property(fair);
            asked.add("PROPERTY", "Live", &body);
            // Whether TLC's answers are right is then another question.
            return asked.text;
        }
        match self.below(12) {
            1 => {
                let of = self.small_type();
                self.read_variables();
                // (Where the view has no value, tern counts the state later than TLC does.)
                let errors = std::mem::replace(&mut self.errors, false);
                self.definitions.clear();
                self.actions.clear();
                let value = self.fuelled(6, |g| g.expression(&of, 2));
                self.errors = errors;
                asked.add("VIEW", "Seen", &format!("<<{value}, {}>>", self.variables[0].0));
            }
            2 => asked.add("SYMMETRY", "Same", "Permutations(P)"),
            _ => {}
        }
        asked.text
    }

    /// A formula about a state that is true more often than not.
    pub(super) fn mostly(&mut self, alternatives: u64) -> String {
        if self.names.is_empty() {
            self.read_variables();
        }
        let parts: Vec<_> = (0..=self.below(alternatives)).map(|_| self.fuelled(8, |g| g.truth(3))).collect();
        self.names.clear();
        parts.join(" \\/ ")
    }

    /// What `make` makes where next values can be read.
    fn about_steps(&mut self, make: impl FnOnce(&mut Self) -> String) -> String {
        self.read_variables();
        for (name, ty) in self.variables.clone() {
            self.names.push(Name { text: format!("{name}'"), ty, key: None, primed: true });
        }
        make(self)
    }

    pub(super) fn subscript(&mut self) -> String {
        let first = self.variables[0].0.clone();
        self.one_of(&["vars".to_owned(), first]).clone()
    }

    fn assumption(&mut self) -> String {
        if !self.once_in(5) {
            return String::new();
        }
        self.level = Level::Constant;
        self.names.clear();
        let body = self.fuelled(8, |g| g.truth(3));
        let weakened = self.once_in(4);
        if weakened { format!("ASSUME {body}\n") } else { format!("ASSUME {body} \\/ TRUE\n") }
    }

    /// The type of a variable.
    fn variable_type(&mut self) -> Type {
        loop {
            let ty = self.any_type(2);
            if ty.size() <= 300 {
                return ty;
            }
        }
    }

    fn any_type(&mut self, depth: u32) -> Type {
        match self.below(if depth == 0 { 6 } else { 14 }) {
            0 | 1 => Type::Int,
            2 => Type::Bool,
            3 => Type::Str,
            4 => Type::Model,
            5 => Type::Maybe(Box::new(self.one_of(&[Type::Int, Type::Str, Type::Model]).clone())),
            6 | 7 => Type::Set(Box::new(self.any_type(depth - 1))),
            8 | 9 => Type::Fun(self.any_key(), Box::new(self.any_type(depth - 1))),
            10 => Type::Record(vec![("b", self.any_type(depth - 1)), ("a", self.any_type(depth - 1))]),
            11 => Type::Tuple(vec![self.any_type(depth - 1), self.any_type(depth - 1)]),
            _ => Type::Seq(Box::new(self.any_type(depth - 1))),
        }
    }
}

/// Definitions, and their mention in the configuration.
struct Asked<'c> {
    text: String,
    config: &'c mut String,
}

impl Asked<'_> {
    fn add(&mut self, keyword: &str, name: &str, body: &str) {
        self.text += &format!("{name} == {body}\n");
        self.config.push_str(&format!("{keyword} {name}\n"));
    }
}
