//! The second oracle: temporal testers.
//!
//! A node is a state together with the truth values of all temporal subformulas from there on. Those of a node follow
//! from the step that leaves it and from those of the next node; a `<>` that is true has to come true infinitely often
//! or turn false, a `[]` that is false likewise. Fairness is the same along a behaviour, so its truth values are chosen
//! once, and SF in each of the ways in which it can be true. This is exact, has no bound, and shares with the checker
//! only the definition of a system.

use super::system::{Atom, Case, System, Temporal};
use crate::liveness::Strength;

/// A formula whose temporal subformulas and fairness have numbers.
enum Tested {
    Constant(bool),
    Atom(Atom),
    Not(Box<Tested>),
    And(Box<Tested>, Box<Tested>),
    Equivalent(Box<Tested>, Box<Tested>),
    Temporal(usize),
    Fair(usize),
}

#[derive(Default)]
struct Testers {
    /// The bodies; true for `<>`.
    temporal: Vec<(bool, Tested)>,
    fair: Vec<(Strength, usize)>,
}

impl Testers {
    fn fair(&mut self, fairness: (Strength, usize)) -> usize {
        self.fair.iter().position(|known| *known == fairness).unwrap_or_else(|| {
            self.fair.push(fairness);
            self.fair.len() - 1
        })
    }

    fn temporal(&mut self, eventually: bool, body: Tested) -> Tested {
        self.temporal.push((eventually, body));
        Tested::Temporal(self.temporal.len() - 1)
    }

    fn read(&mut self, formula: &Temporal) -> Tested {
        let not = |one| Tested::Not(Box::new(one));
        let and = |one, two| Tested::And(Box::new(one), Box::new(two));
        match formula {
            Temporal::Constant(value) => Tested::Constant(*value),
            Temporal::Atom(atom) => Tested::Atom(*atom),
            Temporal::Not(one) => not(self.read(one)),
            Temporal::And(one, two) => and(self.read(one), self.read(two)),
            Temporal::Or(one, two) => not(and(not(self.read(one)), not(self.read(two)))),
            Temporal::Implies(one, two) => not(and(self.read(one), not(self.read(two)))),
            Temporal::Equivalent(one, two) => {
                Tested::Equivalent(Box::new(self.read(one)), Box::new(self.read(two)))
            }
            Temporal::Always(one) => {
                let body = self.read(one);
                self.temporal(false, body)
            }
            Temporal::Eventually(one) => {
                let body = self.read(one);
                self.temporal(true, body)
            }
            Temporal::LeadsTo(one, two) => {
                let (asked, answer) = (self.read(one), self.read(two));
                let answered = self.temporal(true, answer);
                self.temporal(false, not(and(asked, not(answered))))
            }
            Temporal::Fair(strength, action) => Tested::Fair(self.fair((*strength, *action))),
        }
    }
}

/// A step of the product: what is true when it is made.
struct Moment<'a> {
    system: &'a System,
    from: usize,
    to: usize,
    fair: usize,
}

impl Moment<'_> {
    fn value(&self, formula: &Tested, temporal: usize) -> bool {
        match formula {
            Tested::Constant(value) => *value,
            Tested::Atom(atom) => self.system.holds(*atom, self.from, self.to),
            Tested::Not(one) => !self.value(one, temporal),
            Tested::And(one, two) => self.value(one, temporal) && self.value(two, temporal),
            Tested::Equivalent(one, two) => self.value(one, temporal) == self.value(two, temporal),
            Tested::Temporal(number) => temporal >> number & 1 != 0,
            Tested::Fair(number) => self.fair >> number & 1 != 0,
        }
    }
}

#[derive(Clone, Copy)]
struct Step {
    from: usize,
    to: usize,
    pair: (usize, usize),
    /// The temporal subformulas that do not put off anything here.
    kept: usize,
    starts: bool,
}

/// Whether some behaviour satisfies the assumptions and not the property; none if the case is too large.
pub(super) fn decide(case: &Case) -> Option<bool> {
    let mut testers = Testers::default();
    let assumed: Vec<usize> = case.assumptions.iter().map(|fairness| testers.fair(*fairness)).collect();
    let assumed = assumed.into_iter().fold(0, |set, number| set | 1 << number);
    let mut goals: Vec<Tested> = case.extra.iter().map(|extra| testers.read(extra)).collect();
    let property = testers.read(&case.property);
    goals.push(Tested::Not(Box::new(property)));
    if testers.temporal.len() > 6 || testers.fair.len() > 7 {
        return None;
    }
    let choices = 0..1usize << testers.fair.len();
    let mut choices = choices.filter(|choice| choice & assumed == assumed);
    Some(choices.any(|choice| satisfiable(&case.system, &testers, &goals, choice)))
}

fn satisfiable(system: &System, testers: &Testers, goals: &[Tested], fair: usize) -> bool {
    let values = 1usize << testers.temporal.len();
    let mut steps = Vec::new();
    for from in 0..system.states {
        for to in system.next(from) {
            for next in 0..values {
                let moment = Moment { system, from, to, fair };
                let (mut temporal, mut kept) = (0, 0);
                for (number, (eventually, body)) in testers.temporal.iter().enumerate() {
                    let (now, later) = (moment.value(body, temporal), next >> number & 1 != 0);
                    let value = if *eventually { now || later } else { now && later };
                    temporal |= usize::from(value) << number;
                    kept |= usize::from(now == *eventually || value != *eventually) << number;
                }
                let starts =
                    system.initial.contains(&from) && goals.iter().all(|goal| moment.value(goal, temporal));
                let (from_node, to_node) = (from * values + temporal, to * values + next);
                steps.push(Step { from: from_node, to: to_node, pair: (from, to), kept, starts });
            }
        }
    }
    if !steps.iter().any(|step| step.starts) {
        return false;
    }
    let nodes = system.states * values;
    let steps = reachable(steps, nodes);
    let strong = testers.fair.iter().enumerate();
    let strong: Vec<usize> = strong
        .filter(|(number, (strength, _))| *strength == Strength::Strong && fair >> number & 1 != 0)
        .map(|(number, _)| number)
        .collect();
    (0..1usize << strong.len()).any(|ways| {
        let taken = strong.iter().enumerate().filter(|(at, _)| ways >> at & 1 != 0);
        let taken = taken.fold(0usize, |set, (_, number)| set | 1 << number);
        let demand = Demand { system, testers, fair, taken };
        demand.is_met(&steps, nodes)
    })
}

fn reachable(steps: Vec<Step>, nodes: usize) -> Vec<Step> {
    let mut after = vec![Vec::new(); nodes];
    steps.iter().for_each(|step| after[step.from].push(step.to));
    let mut reached = vec![false; nodes];
    let mut todo: Vec<usize> = steps.iter().filter(|step| step.starts).map(|step| step.to).collect();
    while let Some(node) = todo.pop() {
        if !std::mem::replace(&mut reached[node], true) {
            todo.extend(&after[node]);
        }
    }
    steps.into_iter().filter(|step| reached[step.from]).collect()
}

/// One way in which the chosen fairness can be as it was chosen.
struct Demand<'a> {
    system: &'a System,
    testers: &'a Testers,
    fair: usize,
    /// The SF that are true because the action is taken again and again.
    taken: usize,
}

impl Demand<'_> {
    /// Whether a step may be on the cycle, and which conditions of fairness it fulfils.
    fn step(&self, pair: (usize, usize)) -> Option<usize> {
        let mut fulfilled = 0;
        for (number, (strength, action)) in self.testers.fair.iter().enumerate() {
            let enabled = self.system.holds(Atom::Enabled(*action), pair.0, pair.1);
            let taken = self.system.holds(Atom::Taken(*action), pair.0, pair.1);
            let (allowed, fulfils) = match (strength, self.fair >> number & 1 != 0) {
                (Strength::Weak, true) => (true, !enabled || taken),
                (Strength::Weak, false) => (enabled && !taken, true),
                (Strength::Strong, true) if self.taken >> number & 1 != 0 => (true, taken),
                (Strength::Strong, true) => (!enabled, true),
                (Strength::Strong, false) => (!taken, enabled),
            };
            if !allowed {
                return None;
            }
            fulfilled |= usize::from(fulfils) << number;
        }
        Some(fulfilled)
    }

    fn is_met(&self, steps: &[Step], nodes: usize) -> bool {
        let allowed: Vec<(Step, usize)> =
            steps.iter().filter_map(|step| Some((*step, self.step(step.pair)?))).collect();
        let component = components(&allowed, nodes);
        let mut shown = vec![None; nodes];
        for (step, fulfilled) in &allowed {
            if component[step.from] == component[step.to] {
                let (fair, kept) = shown[component[step.from]].get_or_insert((0, 0));
                *fair |= fulfilled;
                *kept |= step.kept;
            }
        }
        let all = ((1 << self.testers.fair.len()) - 1, (1 << self.testers.temporal.len()) - 1);
        shown.contains(&Some(all))
    }
}

/// Kosaraju's algorithm: for each node the number of its component.
fn components(steps: &[(Step, usize)], nodes: usize) -> Vec<usize> {
    let (mut after, mut before) = (vec![Vec::new(); nodes], vec![Vec::new(); nodes]);
    for (step, _) in steps {
        after[step.from].push(step.to);
        before[step.to].push(step.from);
    }
    let (mut seen, mut finished) = (vec![false; nodes], Vec::new());
    for root in 0..nodes {
        let mut path = if seen[root] { Vec::new() } else { vec![(root, 0)] };
        seen[root] = true;
        while let Some((node, next)) = path.last_mut() {
            if let Some(&target) = after[*node].get(*next) {
                *next += 1;
                if !std::mem::replace(&mut seen[target], true) {
                    path.push((target, 0));
                }
            } else {
                finished.push(*node);
                path.pop();
            }
        }
    }
    let mut component = vec![usize::MAX; nodes];
    for &root in finished.iter().rev() {
        let mut todo = vec![root];
        while let Some(node) = todo.pop() {
            if component[node] == usize::MAX {
                component[node] = root;
                todo.extend(&before[node]);
            }
        }
    }
    component
}
