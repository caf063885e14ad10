//! Bad prefixes: a property is a *safety* property if every behaviour that violates it has a beginning that cannot be
//! continued to one that satisfies it. If a specification has no fairness, every beginning of a behaviour is one (it
//! may stutter forever), so such a prefix is a counterexample by itself, and need not wait for the whole graph.
//!
//! Recognised by form: the negation in normal form has no `[]` and speaks of states only. Its automaton is then run
//! along the graph while that grows; where nothing is owed any more, the prefix is bad.

use super::automaton::Automaton;
use super::error::LivenessError;
use super::faults::Faults;
use super::formula::{AtomId, Formula, Formulas};
use super::graph::Graph;
use super::letter::{LetterId, Letters};
use super::normal::{Normal, Normals, Shape};
use fxhash::{FxHashMap, FxHashSet};
use std::collections::VecDeque;
use std::collections::hash_map::Entry;

/// Watches a graph that grows for the shortest beginning of a behaviour that violates a safety property.
#[derive(Debug)]
pub struct Monitor {
    normals: Normals,
    automaton: Automaton,
    /// The state in which nothing is owed.
    bad: u32,
    /// The nodes that were met, each with the one before it; an initial one comes before itself.
    before: FxHashMap<Node, Node>,
    /// Nodes of states that are not expanded yet.
    waiting: FxHashMap<u32, Vec<u32>>,
    /// For each letter, what is true of the automaton's propositions.
    propositions: Vec<u64>,
}

/// A state of the graph and one of the automaton.
type Node = (u32, u32);

impl Monitor {
    /// A monitor of `property`, if it is recognised as a safety property; `of_state` tells the atoms that are about
    /// states.
    pub fn new(
        formulas: &Formulas,
        property: Formula,
        of_state: &dyn Fn(AtomId) -> bool,
    ) -> Result<Option<Self>, LivenessError> {
        if !formulas.atoms(&[property]).into_iter().all(of_state) {
            return Ok(None);
        }
        let mut normals = Normals::new(Faults::default());
        let negated = normals.negate(formulas, property)?;
        if !is_guarantee(&normals, negated) {
            return Ok(None);
        }
        let automaton = Automaton::new(&normals, &[negated])?;
        Ok(automaton.settled.map(|bad| Self {
            normals,
            automaton,
            bad,
            before: FxHashMap::default(),
            waiting: FxHashMap::default(),
            propositions: Vec::new(),
        }))
    }

    /// An initial state of the graph.
    pub fn initial(&mut self, state: u32) {
        if self.meet((state, 0), (state, 0)) {
            self.waiting.entry(state).or_default().push(0);
        }
    }

    /// Notes a node; false if it was met before.
    fn meet(&mut self, node: Node, before: Node) -> bool {
        match self.before.entry(node) {
            Entry::Occupied(_) => false,
            Entry::Vacant(place) => {
                place.insert(before);
                true
            }
        }
    }

    /// The states of a bad prefix, if there is one now that `state` was expanded. States have to be given in the order
    /// in which they are expanded.
    pub fn expanded(&mut self, graph: &Graph, letters: &Letters, state: u32) -> Option<Vec<u32>> {
        let mut ready: VecDeque<Node> = VecDeque::new();
        ready.extend(self.waiting.remove(&state).unwrap_or_default().into_iter().map(|owed| (state, owed)));
        while let Some(node) = ready.pop_front() {
            let Some(stuttering) = graph.steps(node.0).next_back() else { continue };
            let propositions = self.propositions(letters, graph.letter(stuttering));
            for number in self.automaton.row(node.1) {
                let transition = *self.automaton.transition(number);
                if !transition.allows(propositions) {
                    continue;
                }
                if transition.target == self.bad {
                    return Some(self.prefix(node));
                }
                for edge in graph.steps(node.0) {
                    let next = (graph.target(edge), transition.target);
                    if !self.meet(next, node) {
                        continue;
                    }
                    if next.0 <= state {
                        ready.push_back(next);
                    } else {
                        self.waiting.entry(next.0).or_default().push(next.1);
                    }
                }
            }
        }
        None
    }

    /// What the automaton sees of a letter.
    fn propositions(&mut self, letters: &Letters, letter: LetterId) -> u64 {
        if self.propositions.len() < letters.len() {
            let truth = self.normals.truth(&self.automaton.propositions, letters);
            let bits = |letter: usize| {
                let holds = |words: &Vec<u64>| words[letter / 64] >> (letter % 64) & 1;
                (0..).zip(&truth).fold(0, |bits, (number, words)| bits | holds(words) << number)
            };
            self.propositions = (0..letters.len()).map(bits).collect();
        }
        self.propositions[letter.index()]
    }

    /// The states on the way to a node.
    fn prefix(&self, mut node: Node) -> Vec<u32> {
        let mut states = vec![node.0];
        while let Some(before) = self.before.get(&node).filter(|before| **before != node) {
            node = *before;
            states.push(node.0);
        }
        states.reverse();
        states
    }
}

/// Nothing in the formula has to hold forever, so that what satisfies it does so after finitely many steps.
fn is_guarantee(normals: &Normals, root: Normal) -> bool {
    let mut todo = vec![root];
    let mut known = FxHashSet::default();
    while let Some(normal) = todo.pop() {
        if normals.is_boolean(normal) || !known.insert(normal) {
            continue;
        }
        match normals.shape(normal) {
            Shape::Always(_) => return false,
            Shape::Eventually(body) => todo.push(*body),
            Shape::And(parts) | Shape::Or(parts) => todo.extend(parts.iter()),
            Shape::Constant(_) | Shape::Literal(..) => {}
        }
    }
    true
}
