//! Numbers, sets, functions, records, tuples and sequences.

use super::{Generator, Key, Name, Type};

impl Generator<'_> {
    /// A number of -1..2.
    pub(super) fn number(&mut self, depth: u32) -> String {
        match self.below(9) {
            0 => format!("({} % 3)", self.arithmetic(depth)),
            1 => {
                let of = self.small_type();
                format!("(Cardinality({}) % 3)", self.set(&of, depth - 1))
            }
            2 => {
                let of = self.small_type();
                format!("Len({})", self.expression(&Type::Seq(Box::new(of)), depth - 1))
            }
            3 => format!("(SumSet({}) % 3)", self.expression(&Type::Set(Box::new(Type::Int)), depth - 1)),
            4 => format!("Max({}, {})", self.expression(&Type::Int, depth - 1), self.atom(&Type::Int)),
            5 => {
                let of = self.small_type();
                format!("(Count({}) % 3)", self.expression(&Type::Seq(Box::new(of)), depth - 1))
            }
            6 => format!("(({}) \\div 2)", self.expression(&Type::Int, depth - 1)),
            7 => {
                let sequence = self.expression(&Type::Seq(Box::new(Type::Int)), depth - 1);
                let first = self.atom(&Type::Int);
                format!("(Fold(LAMBDA u, q : (u * 2) - q, {first}, {sequence}) % 3)")
            }
            _ => format!("(({} + 1) % 3)", self.expression(&Type::Int, depth - 1)),
        }
    }

    /// A number of any size.
    pub(super) fn arithmetic(&mut self, depth: u32) -> String {
        let (first, second) =
            (self.expression(&Type::Int, depth - 1), self.expression(&Type::Int, depth - 1));
        match self.below(6) {
            0 => format!("({first} + {second})"),
            1 => format!("({first} - {second})"),
            2 => format!("({first} * {second})"),
            3 => format!("({first} \\div ({second} + 2))"),
            4 => format!("({first} ^ ({second} + 2))"),
            _ if self.errors => format!("({first} % {second})"),
            _ => format!("(-({first}) - {second})"),
        }
    }

    /// A set of values of this type.
    pub(super) fn set(&mut self, of: &Type, depth: u32) -> String {
        let whole = Type::Set(Box::new(of.clone()));
        if depth == 0 || self.fuel == 0 {
            return self.atom(&whole);
        }
        self.fuel -= 1;
        match self.below(14) {
            0 => {
                let elements: Vec<_> = (0..=self.below(3)).map(|_| self.expression(of, depth - 1)).collect();
                format!("{{{}}}", elements.join(", "))
            }
            1 => format!(
                "({} \\cup {})",
                self.expression(&whole, depth - 1),
                self.expression(&whole, depth - 1)
            ),
            2 => format!(
                "({} \\cap {})",
                self.expression(&whole, depth - 1),
                self.expression(&whole, depth - 1)
            ),
            3 => {
                format!("({} \\ {})", self.expression(&whole, depth - 1), self.expression(&whole, depth - 1))
            }
            4 => {
                let set = self.expression(&whole, depth - 1);
                let (bound, condition) = self.with(of, None, |g| g.truth(depth - 1));
                format!("{{{bound} \\in {set} : {condition}}}")
            }
            5 | 6 => {
                let (set, element, key) = self.bounding_set(depth - 1);
                let (bound, value) = self.with(&element, key, |g| g.expression(of, depth - 1));
                format!("{{{value} : {bound} \\in {set}}}")
            }
            7 => {
                let (set, element, key) = self.bounding_set(depth - 1);
                let (other, with, of_other) = self.bounding_set(depth - 1);
                let (bound, (second, value)) =
                    self.with(&element, key, |g| g.with(&with, of_other, |g| g.expression(of, depth - 1)));
                format!("{{{value} : {bound} \\in {set}, {second} \\in {other}}}")
            }
            8 if of.size() < 20 => of.universe(),
            9 if of.size() < 20 => {
                format!("(UNION {})", self.expression(&Type::Set(Box::new(whole)), depth - 1))
            }
            10 => {
                let key = self.any_key();
                let function = self.expression(&Type::Fun(key.clone(), Box::new(of.clone())), depth - 1);
                let named = self.fresh("F");
                format!("(LET {named} == {function} IN {{{named}[x{named}] : x{named} \\in DOMAIN {named}}})")
            }
            11 => format!("Range({})", self.expression(&Type::Seq(Box::new(of.clone())), depth - 1)),
            _ => self.special_set(of, depth),
        }
    }

    /// A set that only elements of this type allow.
    fn special_set(&mut self, of: &Type, depth: u32) -> String {
        match of {
            Type::Int => match self.below(3) {
                0 => format!("({}..{})", self.atom(&Type::Int), self.expression(&Type::Int, depth - 1)),
                1 => {
                    let part = self.small_type();
                    format!("(DOMAIN {})", self.expression(&Type::Seq(Box::new(part)), depth - 1))
                }
                _ => {
                    let key = if self.below(2) == 0 { Key::OneTwo } else { Key::ZeroOne };
                    format!("(DOMAIN {})", self.expression(&Type::Fun(key, Box::new(Type::Int)), depth - 1))
                }
            },
            Type::Str => {
                let fields = Type::Record(vec![("a", Type::Int), ("b", Type::Bool)]);
                format!("(DOMAIN {})", self.expression(&fields, depth - 1))
            }
            Type::Set(part) if part.size() < 6 => format!("(SUBSET {})", self.set(part, depth - 1)),
            Type::Fun(key, part) if of.size() < 30 => {
                format!("[{} -> {}]", key.domain(), self.set(part, depth - 1))
            }
            Type::Record(fields) if of.size() < 40 => {
                let fields: Vec<_> = fields
                    .iter()
                    .map(|(name, part)| format!("{name}: {}", self.set(part, depth - 1)))
                    .collect();
                format!("[{}]", fields.join(", "))
            }
            Type::Tuple(parts) if of.size() < 40 => {
                let parts: Vec<_> = parts.iter().map(|part| self.set(part, depth - 1)).collect();
                format!("({})", parts.join(" \\X "))
            }
            _ => format!("{{{}}}", self.expression(of, depth - 1)),
        }
    }

    /// A set to bind a name over, and the type of its elements.
    pub(super) fn bounding_set(&mut self, depth: u32) -> (String, Type, Option<Key>) {
        if self.below(2) == 0 {
            let key = self.any_key();
            return (key.domain(), key.element(), Some(key));
        }
        let sets: Vec<_> =
            self.names.iter().filter(|name| matches!(name.ty, Type::Set(_))).cloned().collect();
        if !sets.is_empty() && self.below(2) == 0 {
            let name = self.one_of(&sets).clone();
            if let Type::Set(of) = name.ty {
                return (name.text, *of, None);
            }
        }
        let of = self.small_type();
        (self.set(&of, depth), of, None)
    }

    pub(super) fn any_key(&mut self) -> Key {
        match self.below(7) {
            0 | 1 => Key::OneTwo,
            2 => Key::ZeroOne,
            3 => Key::Models,
            4 => Key::Strings,
            5 => Key::Bools,
            _ => Key::Pair(Box::new(Key::ZeroOne), Box::new(Key::Strings)),
        }
    }

    /// A function with this domain.
    pub(super) fn function(&mut self, key: &Key, of: &Type, depth: u32) -> String {
        let whole = Type::Fun(key.clone(), Box::new(of.clone()));
        match (self.below(8), key) {
            (0, Key::Pair(first, second)) => {
                let (bound, (other, value)) = self.with(&first.element(), Some((**first).clone()), |g| {
                    g.with(&second.element(), Some((**second).clone()), |g| g.expression(of, depth - 1))
                });
                format!("[{bound} \\in {}, {other} \\in {} |-> {value}]", first.domain(), second.domain())
            }
            (0 | 1, _) => {
                let (bound, value) =
                    self.with(&key.element(), Some(key.clone()), |g| g.expression(of, depth - 1));
                format!("[{bound} \\in {} |-> {value}]", key.domain())
            }
            (2, Key::OneTwo) => {
                format!("<<{}, {}>>", self.expression(of, depth - 1), self.expression(of, depth - 1))
            }
            (2, Key::Strings) => {
                format!(
                    "[b |-> {}, a |-> {}]",
                    self.expression(of, depth - 1),
                    self.expression(of, depth - 1)
                )
            }
            (2, Key::ZeroOne) => {
                format!(
                    "(0 :> {} @@ 1 :> {})",
                    self.expression(of, depth - 1),
                    self.expression(of, depth - 1)
                )
            }
            (3, _) => {
                let base = self.expression(&whole, depth - 1);
                let (bound, value) =
                    self.with(&key.element(), Some(key.clone()), |g| g.expression(of, depth - 1));
                format!("([{bound} \\in {{{}}} |-> {value}] @@ {base})", self.single_key(key))
            }
            _ => self.except(&whole, depth),
        }
    }

    /// One argument, also where it is a pair.
    fn single_key(&mut self, key: &Key) -> String {
        match key {
            Key::Pair(first, second) => format!("<<{}, {}>>", self.key(first, 0), self.key(second, 0)),
            _ => self.key(key, 0),
        }
    }

    /// A record.
    pub(super) fn record(&mut self, fields: &[(&'static str, Type)], depth: u32) -> String {
        if self.below(2) == 0 {
            let fields: Vec<_> = fields
                .iter()
                .map(|(name, of)| format!("{name} |-> {}", self.expression(of, depth - 1)))
                .collect();
            return format!("[{}]", fields.join(", "));
        }
        self.except(&Type::Record(fields.to_vec()), depth)
    }

    /// A tuple.
    pub(super) fn tuple(&mut self, parts: &[Type], depth: u32) -> String {
        if self.below(2) == 0 {
            let parts: Vec<_> = parts.iter().map(|of| self.expression(of, depth - 1)).collect();
            return format!("<<{}>>", parts.join(", "));
        }
        self.except(&Type::Tuple(parts.to_vec()), depth)
    }

    /// `[f EXCEPT ![k] = e, !.a[j] = @]`.
    fn except(&mut self, whole: &Type, depth: u32) -> String {
        // TLC 2.15 loses its way in an EXCEPT of an EXCEPT of a function of pairs that is given by rule.
        let base = match whole {
            Type::Fun(Key::Pair(..), _) => self.literal(whole),
            _ => self.expression(whole, depth - 1),
        };
        // Inside of this EXCEPT, `@` is no longer what it is outside.
        let outside = self.names.clone();
        self.names.retain(|name| name.text != "@");
        let changes: Vec<_> = (0..=self.below(2)).map(|_| self.except_change(whole, depth)).collect();
        self.names = outside;
        format!("[{base} EXCEPT {}]", changes.join(", "))
    }

    fn except_change(&mut self, whole: &Type, depth: u32) -> String {
        let (path, part) = self.except_path(whole);
        if self.below(2) == 0 {
            return format!("!{path} = {}", self.expression(&part, depth - 1));
        }
        let old = Name { text: "@".to_owned(), ty: part.clone(), key: None, primed: false };
        let others = std::mem::replace(&mut self.names, vec![old]);
        let value = self.expression(&part, depth - 1);
        self.names = others;
        format!("!{path} = {value}")
    }

    fn except_path(&mut self, whole: &Type) -> (String, Type) {
        let (step, part) = match whole {
            Type::Fun(key, of) => (format!("[{}]", self.key(key, 0)), (**of).clone()),
            Type::Record(fields) => {
                let (name, of) = self.one_of(fields).clone();
                (format!(".{name}"), of)
            }
            Type::Tuple(parts) => {
                let at = self.below(parts.len() as u64) as usize;
                (format!("[{}]", at + 1), parts[at].clone())
            }
            _ => return (String::new(), whole.clone()),
        };
        if self.below(2) == 0 && matches!(part, Type::Fun(..) | Type::Record(_) | Type::Tuple(_)) {
            let (rest, inner) = self.except_path(&part);
            return (step + &rest, inner);
        }
        (step, part)
    }

    /// A sequence of at most two values.
    pub(super) fn sequence(&mut self, of: &Type, depth: u32) -> String {
        let whole = Type::Seq(Box::new(of.clone()));
        match self.below(9) {
            0 => {
                let elements: Vec<_> = (0..self.below(3)).map(|_| self.expression(of, depth - 1)).collect();
                format!("<<{}>>", elements.join(", "))
            }
            1 | 2 => format!(
                "Short(Append({}, {}))",
                self.expression(&whole, depth - 1),
                self.expression(of, depth - 1)
            ),
            3 => {
                let sequence = self.expression(&whole, depth - 1);
                let named = self.fresh("Q");
                if self.errors && self.once_in(4) {
                    return format!("Tail({sequence})");
                }
                format!("(LET {named} == {sequence} IN IF {named} = <<>> THEN {named} ELSE Tail({named}))")
            }
            4 => format!(
                "Short({} \\o {})",
                self.expression(&whole, depth - 1),
                self.expression(&whole, depth - 1)
            ),
            5 => {
                let sequence = self.expression(&whole, depth - 1);
                if self.errors && self.once_in(2) {
                    return format!(
                        "SubSeq({sequence}, {}, {})",
                        self.atom(&Type::Int),
                        self.atom(&Type::Int)
                    );
                }
                format!("SubSeq({sequence}, 2, Len({sequence}))")
            }
            6 => {
                let sequence = self.expression(&whole, depth - 1);
                let (bound, condition) = self.with(of, None, |g| g.truth(depth - 1));
                format!("SelectSeq({sequence}, LAMBDA {bound} : {condition})")
            }
            7 => {
                let bounds = self.expression(&whole, depth - 1);
                let (bound, value) = self.with(&Type::Int, None, |g| g.expression(of, depth - 1));
                format!("[{bound} \\in 1..Len({bounds}) |-> {value}]")
            }
            _ => {
                let sequence = self.expression(&whole, depth - 1);
                format!(
                    "[{sequence} EXCEPT ![{}] = {}]",
                    self.one_of(&["1", "2"]),
                    self.expression(of, depth - 1)
                )
            }
        }
    }
}
