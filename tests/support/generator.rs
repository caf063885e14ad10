//! Random specifications of four variables (a number, a set, a function, a record with a function in it) whose states
//! are finitely many. All formulas are well-typed, but keys may lie outside a domain.

/// The specification with this seed: module `R` with `Init`, `Next`, `Inv` and `Con`.
pub(crate) fn specification(seed: u64) -> String {
    let mut random =
        Random { state: seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) + 1, names: Vec::new(), bound: 0 };
    let actions: Vec<String> = (0..random.below(3) + 2).map(|at| random.action(at)).collect();
    random.names.clear();
    let calls: Vec<String> = (0..actions.len()).map(|at| random.call(at)).collect();
    let (invariant, constraint) = (random.truth(2), random.truth(1));
    format!(
        "---- MODULE R ----\nEXTENDS Naturals, FiniteSets\nVARIABLES n, s, f, r\n\
         Init == n \\in 0..1 /\\ s = {{0}} /\\ f = [i \\in 1..2 |-> i] /\\ r = [a |-> 0, b |-> [i \\in 1..2 |-> 0]]\n\
         {}Next == {}\nInv == n # 2 \\/ f[1] # 2 \\/ Cardinality(s) # 2 \\/ {invariant}\n\
         Con == r.a = 0 \\/ f[2] # 2 \\/ {constraint}\n====\n",
        actions.concat(),
        calls.join(" \\/ ")
    )
}

struct Random {
    state: u64,
    /// Numbers that can be read where the next formula stands: bound names, next values.
    names: Vec<String>,
    /// Names given so far.
    bound: u32,
}

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        // SplitMix64.
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.state ^ (self.state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % limit
    }

    /// Runs `make` with one more number to read.
    fn with(&mut self, name: &str, make: impl FnOnce(&mut Self) -> String) -> String {
        self.names.push(name.to_owned());
        let text = make(self);
        self.names.pop();
        text
    }

    /// A name that nothing around has.
    fn fresh(&mut self) -> String {
        self.bound += 1;
        format!("b{}", self.bound)
    }

    fn call(&mut self, at: usize) -> String {
        match self.below(3) {
            0 => format!("(\\E k \\in 1..2 : A{at}(k))"),
            1 => format!("(\\E k \\in s : A{at}(k))"),
            _ => format!("A{at}({})", self.number(1)),
        }
    }

    fn action(&mut self, at: u64) -> String {
        self.names = vec!["p".to_owned()];
        let mut conjuncts = Vec::new();
        for _ in 0..self.below(3) {
            conjuncts.push(self.truth(2));
        }
        let mut left = vec!['n', 's', 'f', 'r'];
        while !left.is_empty() {
            let variable = left.remove(self.below(left.len() as u64) as usize);
            let mut assignment = self.assignment(variable);
            if self.below(5) == 0 {
                let (condition, other) = (self.truth(1), self.assignment(variable));
                assignment = format!("(IF {condition} THEN {assignment} ELSE {other})");
            }
            conjuncts.push(assignment);
            match variable {
                'n' => self.names.push("n'".to_owned()),
                'f' => self.names.push("f'[2]".to_owned()),
                's' => self.names.push("(Cardinality(s') % 3)".to_owned()),
                _ => self.names.push("r'.b[1]".to_owned()),
            }
            if self.below(8) == 0 {
                // A second assignment is a test.
                conjuncts.push(self.assignment(variable));
            }
        }
        let body = conjuncts.join(" /\\ ");
        format!("A{at}(p) == {body}\n")
    }

    fn assignment(&mut self, variable: char) -> String {
        if self.below(4) == 0 {
            return match self.below(3) {
                0 => format!("UNCHANGED {variable}"),
                1 => format!("{variable}' = {variable}"),
                _ => format!("UNCHANGED <<{variable}>>"),
            };
        }
        match variable {
            'n' => match self.below(4) {
                0 => format!("n' \\in ({} \\cup {{{}}})", self.set(1), self.number(1)),
                1 => {
                    let (set, m) = (self.set(1), self.fresh());
                    format!("(\\E {m} \\in {set} : n' = {})", self.with(&m, |random| random.number(1)))
                }
                2 => format!("(n' = {} \\/ n' = {})", self.number(1), self.number(1)),
                _ => format!("n' = {}", self.number(2)),
            },
            's' => match self.below(3) {
                0 => format!("s' \\in SUBSET {}", self.set(1)),
                _ => format!("s' = {}", self.set(2)),
            },
            'f' => match self.below(6) {
                0 => "f' \\in [1..2 -> {0, 2}]".to_owned(),
                1 => format!("(LET g == {} IN f' = [g EXCEPT ![1] = g[2]])", self.function(1)),
                _ => format!("f' = {}", self.function(2)),
            },
            _ => format!("r' = {}", self.record()),
        }
    }

    fn key(&mut self) -> String {
        match self.below(8) {
            0..=2 => "1".to_owned(),
            3..=4 => "2".to_owned(),
            5..=6 => format!("({} % 2) + 1", self.number(1)),
            _ => self.number(0),
        }
    }

    /// A function from 1..2 to 0..2.
    fn function(&mut self, depth: u32) -> String {
        let inner = if depth == 0 || self.below(2) == 0 { "f".to_owned() } else { self.function(depth - 1) };
        match self.below(6) {
            0 => {
                let i = self.fresh();
                format!("[{i} \\in 1..2 |-> {}]", self.with(&i, |random| random.number(1)))
            }
            1 => format!("[{inner} EXCEPT ![{}] = (@ + {}) % 3]", self.key(), self.number(1)),
            2 => {
                let (first, second) = (self.key(), self.key());
                format!("[{inner} EXCEPT ![{first}] = {}, ![{second}] = {}]", self.number(1), self.number(1))
            }
            3 => format!("(IF {} THEN {inner} ELSE [i \\in 1..2 |-> f[3 - i]])", self.truth(1)),
            4 => format!("<<{}, {}>>", self.number(1), self.number(0)),
            _ => format!("[{inner} EXCEPT ![{}] = {}]", self.key(), self.number(1)),
        }
    }

    fn record(&mut self) -> String {
        let bit = format!("({} % 2)", self.number(1));
        match self.below(6) {
            0 => format!("[a |-> {bit}, b |-> r.b]"),
            1 => format!("[r EXCEPT !.b[{}] = 1 - @]", self.key()),
            2 => format!("[r EXCEPT !.b = [@ EXCEPT ![{}] = {bit}], !.a = 1 - @]", self.key()),
            3 => format!("[r EXCEPT !.a = {bit}, !.b = [i \\in 1..2 |-> r.b[3 - i]]]"),
            4 => format!("(IF {} THEN r ELSE [r EXCEPT !.a = 1])", self.truth(1)),
            _ => format!("[[r EXCEPT !.a = {bit}] EXCEPT !.b[{}] = r.a]", self.key()),
        }
    }

    /// A number in 0..2.
    fn number(&mut self, depth: u32) -> String {
        if depth == 0 || self.below(3) == 0 {
            if !self.names.is_empty() && self.below(2) == 0 {
                let at = self.below(self.names.len() as u64) as usize;
                return format!("({} % 3)", self.names[at]);
            }
            let atoms = ["0", "1", "2", "n", "f[1]", "f[2]", "r.a", "r.b[1]", "r.b[2]"];
            return atoms[self.below(atoms.len() as u64) as usize].to_owned();
        }
        match self.below(4) {
            0 => format!("(({} + {}) % 3)", self.number(depth - 1), self.number(depth - 1)),
            1 => {
                let condition = self.truth(depth - 1);
                format!("(IF {condition} THEN {} ELSE {})", self.number(depth - 1), self.number(depth - 1))
            }
            2 => format!("(Cardinality({}) % 3)", self.set(depth - 1)),
            _ => format!("f[({} % 2) + 1]", self.number(depth - 1)),
        }
    }

    /// A set of numbers in 0..2.
    fn set(&mut self, depth: u32) -> String {
        if depth == 0 {
            return ["s", "{}", "{0, 1}", "(s \\cup {f[1]})"][self.below(4) as usize].to_owned();
        }
        match self.below(6) {
            0 => format!("(s \\ {})", self.set(depth - 1)),
            1 => format!("({} \\cup {{{}}})", self.set(depth - 1), self.number(depth)),
            2 => {
                let e = self.fresh();
                format!("{{{e} \\in 0..2 : {}}}", self.with(&e, |random| random.truth(depth - 1)))
            }
            3 => {
                let (set, e) = (self.set(depth - 1), self.fresh());
                format!("{{{} : {e} \\in {set}}}", self.with(&e, |random| random.number(depth - 1)))
            }
            4 => "{f[i] : i \\in 1..2}".to_owned(),
            _ => format!("(0..{})", self.number(depth - 1)),
        }
    }

    fn truth(&mut self, depth: u32) -> String {
        match self.below(if depth == 0 { 3 } else { 7 }) {
            0 => format!("{} = {}", self.number(depth), self.number(0)),
            1 => format!("{} < {}", self.number(0), self.number(depth)),
            2 => format!("{} \\in {}", self.number(0), self.set(depth)),
            3 => format!("~({})", self.truth(depth - 1)),
            4 => format!("({} \\/ {})", self.truth(depth - 1), self.truth(depth - 1)),
            5 => {
                let (set, w) = (self.set(depth - 1), self.fresh());
                format!("(\\E {w} \\in {set} : {})", self.with(&w, |random| random.truth(depth - 1)))
            }
            _ => format!("({} => {})", self.truth(depth - 1), self.truth(depth - 1)),
        }
    }
}
