//! Small specifications with symmetric model values in all kinds of values.

/// A specification, and what its constants are.
pub(super) struct Case {
    pub(super) name: &'static str,
    /// The constants that are sets of symmetric model values.
    pub(super) sets: &'static [(&'static str, &'static [&'static str])],
    /// The constants that are model values.
    pub(super) words: &'static [&'static str],
    /// `Sym` generates the turns of each set only, not all of its permutations.
    pub(super) turns_only: bool,
    /// The states that are reached, and how many of them are no permutations of each other.
    pub(super) counts: (usize, usize),
    pub(super) text: &'static str,
}

const THREE: (&str, &[&str]) = ("P", &["p1", "p2", "p3"]);

pub(super) const CASES: &[Case] = &[
    Case {
        name: "keys of a function, elements of a set, items of a sequence",
        sets: &[("P", &["p1", "p2", "p3", "p4"])],
        words: &[],
        turns_only: false,
        counts: (168, 15),
        text: r"
CONSTANT P
VARIABLES pc, owners, queue
Sym == Permutations(P)
Init == pc = [p \in P |-> 0] /\ owners = {} /\ queue = <<>>
Ask(p) == pc[p] = 0 /\ pc' = [pc EXCEPT ![p] = 1] /\ queue' = Append(queue, p) /\ UNCHANGED owners
Get(p) == /\ pc[p] = 1 /\ Head(queue) = p
          /\ pc' = [pc EXCEPT ![p] = 2] /\ owners' = owners \cup {p} /\ queue' = Tail(queue)
Free(p) == pc[p] = 2 /\ pc' = [pc EXCEPT ![p] = 0] /\ owners' = owners \ {p} /\ UNCHANGED queue
Next == \E p \in P : Ask(p) \/ Get(p) \/ Free(p)",
    },
    Case {
        name: "two symmetric sets, records in a set, sets of sets",
        sets: &[THREE, ("V", &["v1", "v2"])],
        words: &["none"],
        turns_only: false,
        counts: (2457, 229),
        text: r"
CONSTANTS P, V, none
VARIABLES sent, chosen, groups
Sym == Permutations(P) \cup Permutations(V)
Init == sent = {} /\ chosen = [p \in P |-> [value |-> none, peers |-> {}]] /\ groups = {{}}
Send(p, v) == /\ sent = {}
              /\ sent' = sent \cup {[from |-> p, value |-> v, to |-> P \ {p}]}
              /\ UNCHANGED <<chosen, groups>>
Take(m) == /\ chosen' = [chosen EXCEPT ![m.from] = [value |-> m.value, peers |-> @.peers \cup m.to]]
           /\ sent' = sent \ {m}
           /\ UNCHANGED groups
Join(g, p) == /\ p \notin g /\ Cardinality(groups) < 3
              /\ groups' = groups \cup {g \cup {p}}
              /\ UNCHANGED <<sent, chosen>>
Next == \/ \E p \in P, v \in V : Send(p, v)
        \/ \E m \in sent : Take(m)
        \/ \E g \in groups, p \in P : Join(g, p)",
    },
    Case {
        name: "sets and pairs as keys",
        sets: &[THREE],
        words: &[],
        turns_only: false,
        counts: (512, 104),
        text: r"
CONSTANT P
VARIABLES link, seen
Sym == Permutations(P)
Edges == {e \in SUBSET P : Cardinality(e) = 2}
Init == link = [e \in Edges |-> FALSE] /\ seen = [e \in P \X P |-> 0]
Next == \E p, q \in P : /\ p # q
                        /\ \/ link' = [link EXCEPT ![{p, q}] = ~ @] /\ UNCHANGED seen
                           \/ seen' = [seen EXCEPT ![<<p, q>>] = 1 - @] /\ UNCHANGED link",
    },
    Case {
        name: "functions of functions, from one symmetric set to another",
        sets: &[("P", &["p1", "p2"]), ("V", &["v1", "v2", "v3"])],
        words: &["none"],
        turns_only: false,
        counts: (729, 92),
        text: r"
CONSTANTS P, V, none
VARIABLE view
Sym == Permutations(P) \cup Permutations(V)
Init == view = [p \in P |-> [v \in V |-> none]]
Next == \E p, q \in P, v \in V : view' = [view EXCEPT ![p][v] = q]",
    },
    Case {
        name: "a group that does not hold all permutations",
        sets: &[("P", &["a", "b", "c"])],
        words: &["a", "b", "c"],
        turns_only: true,
        counts: (16, 6),
        text: r"
CONSTANTS P, a, b, c
VARIABLE order
Sym == {(a :> b @@ b :> c @@ c :> a)}
Init == order = <<>>
Next == \E p \in P : (\A i \in DOMAIN order : order[i] # p) /\ order' = Append(order, p)",
    },
    Case {
        name: "more elements than a set slot has bits",
        sets: &[THREE],
        words: &[],
        turns_only: false,
        counts: (541, 181),
        text: r"
CONSTANT P
VARIABLE box
Sym == Permutations(P)
Init == box = {}
Pairs == P \X (1..90)
Next == \/ \E m \in {m \in Pairs : Cardinality(box) < 2 /\ \A other \in box : other[2] = m[2]} : box' = box \cup {m}
        \/ \E m \in box : box' = box \ {m}",
    },
    Case {
        name: "a set, a symmetric value or none",
        sets: &[THREE],
        words: &["none"],
        turns_only: false,
        counts: (12, 6),
        text: r"
CONSTANTS P, none
VARIABLE team
Sym == Permutations(P)
Init == team = none
IsSet == team # none /\ team \notin P
Next == \/ ~ IsSet /\ team' = {}
        \/ IsSet /\ \E p \in P : team' = team \cup {p}
        \/ IsSet /\ \E p \in team : team' = team \ {p}
        \/ IsSet /\ \E p \in P : team = {p} /\ team' = p
        \/ IsSet /\ team = {} /\ team' = none",
    },
    Case {
        name: "functions with growing domains",
        sets: &[THREE],
        words: &[],
        turns_only: false,
        counts: (729, 147),
        text: r"
CONSTANT P
VARIABLE known
Sym == Permutations(P)
Init == known = <<>>
Next == \E p \in P : \/ p \notin DOMAIN known /\ known' = known @@ (p :> {})
                     \/ p \in DOMAIN known /\ \E q \in P : known' = [known EXCEPT ![p] = @ \cup {q}]",
    },
    Case {
        name: "a set slot for each symmetric value",
        sets: &[THREE],
        words: &[],
        turns_only: false,
        counts: (64, 16),
        text: r"
CONSTANT P
VARIABLE inbox
Sym == Permutations(P)
Init == inbox = [p \in P |-> {}]
Send(p, q) == inbox' = [inbox EXCEPT ![q] = @ \cup {[from |-> p]}]
Pass(p, q) == /\ [from |-> q] \in inbox[p]
              /\ inbox' = [inbox EXCEPT ![p] = @ \ {[from |-> q]}, ![q] = @ \cup {[from |-> p]}]
Next == \E p, q \in P : p # q /\ (Send(p, q) \/ Pass(p, q))",
    },
];
