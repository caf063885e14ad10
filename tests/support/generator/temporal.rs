//! Fairness, and temporal properties.

use super::{Generator, Level, Type};

impl Generator<'_> {
    /// Conjuncts of a specification, or nothing.
    pub(super) fn fairness(&mut self) -> String {
        (0..self.below(3))
            .map(|_| {
                let kind = *self.one_of(&["WF", "SF"]);
                let action = self.taken();
                format!(" /\\ {kind}_{}({action})", self.subscript())
            })
            .collect()
    }

    /// A property about whole behaviors. Without fairness none that a beginning can violate: newer versions of TLC end
    /// there, before the search is complete.
    pub(super) fn temporal_property(&mut self, fair: bool) -> String {
        match self.below(if fair { 12 } else { 10 }) {
            0 => format!("<>({})", self.about_one()),
            1 => format!("[]<>({})", self.about_one()),
            2 => format!("<>[]({})", self.about_one()),
            3 | 4 => format!("({}) ~> ({})", self.about_one(), self.about_one()),
            5 => format!("[]<>({}) \\/ <>[]({})", self.about_one(), self.about_one()),
            6 => format!("[]<>({}) => []<>({})", self.about_one(), self.about_one()),
            7 => format!("[]<><<{}>>_{}", self.taken(), self.subscript()),
            8 => format!("<>[][{}]_{}", self.taken(), self.subscript()),
            9 => format!("<>({}) /\\ []<>({})", self.about_one(), self.about_one()),
            10 => {
                format!("({}) => [](({}) \\/ ({}))", self.about_one(), self.about_one(), self.about_one())
            }
            _ => format!("[](({}) => []({}))", self.about_one(), self.about_one()),
        }
    }

    /// A formula about one variable. TLC 2.15 has no sound answer where a part of a temporal formula is constant
    /// (`<>(0 = 0)` is violated there), and loses names inside of larger ones.
    fn about_one(&mut self) -> String {
        let variables = self.variables.clone();
        let (name, of) = self.one_of(&variables).clone();
        let operator = *self.one_of(&["=", "#"]);
        format!("{name} {operator} {}", self.literal(&of))
    }

    /// An action that may be taken.
    fn taken(&mut self) -> String {
        self.level = Level::State;
        let actions = self.actions.clone();
        if actions.is_empty() || self.below(3) == 0 {
            return "Next".to_owned();
        }
        let action = self.one_of(&actions).clone();
        self.call(&action, |g| g.literal(&Type::Int))
    }
}
