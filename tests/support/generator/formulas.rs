//! Formulas: expressions that are true or false.

use super::{Generator, Level, Type};

impl Generator<'_> {
    /// A formula.
    pub(super) fn truth(&mut self, depth: u32) -> String {
        if depth == 0 || self.fuel == 0 {
            return self.comparison(0);
        }
        self.fuel -= 1;
        match self.below(20) {
            0..=3 => self.comparison(depth),
            4 => format!("({} /\\ {})", self.truth(depth - 1), self.truth(depth - 1)),
            5 => format!("({} \\/ {})", self.truth(depth - 1), self.truth(depth - 1)),
            6 => format!("~{}", self.truth(depth - 1)),
            7 => format!("({} => {})", self.truth(depth - 1), self.truth(depth - 1)),
            8 => format!("({} <=> {})", self.truth(depth - 1), self.truth(depth - 1)),
            9..=11 => self.quantified(depth),
            12 | 13 => self.membership(depth),
            14 | 15 => {
                let of = self.some_type();
                let (first, second) = (self.expression(&of, depth - 1), self.expression(&of, depth - 1));
                format!("({first} {} {second})", self.one_of(&["=", "#"]))
            }
            16 => {
                let of = Type::Set(Box::new(self.small_type()));
                format!(
                    "({} \\subseteq {})",
                    self.expression(&of, depth - 1),
                    self.expression(&of, depth - 1)
                )
            }
            17 => self.expression(&Type::Bool, depth - 1),
            18 => self.enabled(),
            _ => {
                let sign = *self.one_of(&["<", "<=", ">", ">="]);
                format!("({} {sign} {})", self.arithmetic(depth), self.arithmetic(depth))
            }
        }
    }

    fn comparison(&mut self, depth: u32) -> String {
        match self.below(6) {
            0 => format!("({} = {})", self.atom(&Type::Int), self.literal(&Type::Int)),
            1 => {
                let of = self.some_type();
                format!("({} = {})", self.atom(&of), self.literal(&of))
            }
            2 => format!("({} < {})", self.atom(&Type::Int), self.expression(&Type::Int, depth)),
            3 => self.atom(&Type::Bool),
            4 => {
                let of = self.some_type();
                format!("({} # {})", self.atom(&of), self.atom(&of))
            }
            _ => format!("({} \\in {})", self.atom(&Type::Int), self.atom(&Type::Set(Box::new(Type::Int)))),
        }
    }

    fn membership(&mut self, depth: u32) -> String {
        let of = self.some_type();
        let element = self.expression(&of, depth - 1);
        let set = match self.below(6) {
            0 | 1 => of.universe(),
            2 => match &of {
                Type::Int => self.one_of(&["Nat", "Int"]).to_string(),
                Type::Str => "STRING".to_owned(),
                Type::Seq(part) => format!("Seq({})", part.universe()),
                Type::Set(part) => format!("(SUBSET {})", self.set(part, depth - 1)),
                Type::Fun(key, part) => format!("[{} -> {}]", key.domain(), self.set(part, depth - 1)),
                _ => of.universe(),
            },
            _ if of.size() < 300 => self.set(&of, depth - 1),
            _ => of.universe(),
        };
        format!("({element} {} {set})", self.one_of(&["\\in", "\\notin"]))
    }

    fn quantified(&mut self, depth: u32) -> String {
        let quantifier = *self.one_of(&["\\E", "\\A"]);
        let (set, element, key) = self.bounding_set(depth - 1);
        match self.below(5) {
            0 => {
                let (other, of_other, with) = self.bounding_set(depth - 1);
                let (bound, (second, body)) =
                    self.with(&element, key, |g| g.with(&of_other, with, |g| g.truth(depth - 1)));
                format!("({quantifier} {bound} \\in {set}, {second} \\in {other} : {body})")
            }
            1 => {
                let (bound, (second, body)) =
                    self.with(&element, key.clone(), |g| g.with(&element, key, |g| g.truth(depth - 1)));
                // TLC 2.15 finds nothing, or comes to no end, where one bound of two names is a SUBSET {}.
                let between = match element {
                    Type::Set(_) => format!(" \\in {set}"),
                    _ => String::new(),
                };
                format!("({quantifier} {bound}{between}, {second} \\in {set} : {body})")
            }
            2 => {
                let (other, of_other, with) = self.bounding_set(depth - 1);
                let (bound, (second, body)) =
                    self.with(&element, key, |g| g.with(&of_other, with, |g| g.truth(depth - 1)));
                format!("({quantifier} <<{bound}, {second}>> \\in ({set}) \\X ({other}) : {body})")
            }
            _ => {
                let (bound, body) = self.with(&element, key, |g| g.truth(depth - 1));
                format!("({quantifier} {bound} \\in {set} : {body})")
            }
        }
    }

    /// Whether an action can happen.
    fn enabled(&mut self) -> String {
        if self.level == Level::Constant || self.actions.is_empty() {
            return self.comparison(0);
        }
        let actions = self.actions.clone();
        let action = self.one_of(&actions).clone();
        let call = self.call(&action, |g| g.literal(&Type::Int));
        format!("(ENABLED {call})")
    }

    /// A type of something that can be read, or a small one.
    fn some_type(&mut self) -> Type {
        if self.names.is_empty() || self.below(3) == 0 {
            return self.small_type();
        }
        let at = self.below(self.names.len() as u64) as usize;
        self.names[at].ty.clone()
    }
}
