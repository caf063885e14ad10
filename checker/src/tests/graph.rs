//! A system that is a graph: nodes are states, edges are steps, and everything that can go wrong is marked.

use crate::liveness::{AtomId, Fairness, Formulas, LivenessError, Strength};
use crate::system::{Atoms, Before, Candidate, Checks, Explorer, Questions, System, SystemResult};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use tern_evaluator::error::{EvalError, EvalErrorKind};
use tern_evaluator::temporal::MadeBy;

/// The number of actions: the successors of each node are of the actions 0, 1, 2, 0, 1, and so on.
pub(super) const ACTIONS: u32 = 3;

/// The word of a variable that is not assigned.
pub(super) const UNASSIGNED: u32 = u32::MAX;

/// What fails when a node is expanded: after so many successors, and whether an unfinished successor is to blame.
#[derive(Clone, Debug)]
pub(super) struct Fault {
    pub(super) after: usize,
    pub(super) unfinished: bool,
}

/// A graph with marks. A state has two words: its node and the node's complement.
#[derive(Clone, Default, Debug)]
pub(super) struct Graph {
    pub(super) initial: Vec<u32>,
    pub(super) edges: Vec<Vec<u32>>,
    /// Nodes that a state constraint excludes.
    pub(super) outside: BTreeSet<u32>,
    /// Edges that an action constraint excludes.
    pub(super) barred: BTreeSet<(u32, u32)>,
    /// Nodes that violate each invariant.
    pub(super) invariants: Vec<BTreeSet<u32>>,
    /// Edges that violate each action property.
    pub(super) action_properties: Vec<BTreeSet<(u32, u32)>>,
    /// Initial nodes that violate each property of initial states.
    pub(super) initial_properties: Vec<BTreeSet<u32>>,
    pub(super) faults: BTreeMap<u32, Fault>,
    /// Nodes on which the invariants cannot be evaluated.
    pub(super) opaque: BTreeSet<u32>,
    /// Nodes whose expansion panics.
    pub(super) panics: BTreeSet<u32>,
    /// The enumeration of the initial states fails at the end.
    pub(super) initial_fault: bool,
    pub(super) ordered: bool,
    /// Each system is full after so many questions; 0 is taken as never.
    pub(super) patience: u64,
    pub(super) asked: Count,
    /// So many consecutive nodes share a fingerprint; 0 is taken as 1.
    pub(super) orbit: u32,
    /// First halves of fingerprints are numbers below this one; 0 is taken as: states do not share them.
    pub(super) alike: u32,
    /// What is asked of behaviours.
    pub(super) asked_of_behaviors: Option<Asked>,
}

/// A question about behaviours over three atoms: the node is lit; the step is a move (and leads elsewhere); a move is
/// possible.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    pub(super) lit: BTreeSet<u32>,
    pub(super) moves: BTreeSet<(u32, u32)>,
    /// Moves are weakly or strongly fair.
    pub(super) fair: Option<Strength>,
    /// Which property: see [`Asked::questions`].
    pub(super) property: u64,
}

impl Asked {
    /// The number of properties.
    pub(super) const PROPERTIES: u64 = 6;

    pub(super) fn questions(&self) -> Result<Questions, LivenessError> {
        let mut formulas = Formulas::new();
        let [lit, moves] = [formulas.atom(AtomId(0))?, formulas.atom(AtomId(1))?];
        let property = match self.property {
            0 => formulas.eventually(lit)?,
            1 => {
                let eventually = formulas.eventually(lit)?;
                formulas.always(eventually)?
            }
            2 => {
                let always = formulas.always(lit)?;
                formulas.eventually(always)?
            }
            3 => {
                let dark = formulas.not(lit)?;
                formulas.leads_to(lit, dark)?
            }
            4 => {
                let eventually = formulas.eventually(moves)?;
                formulas.always(eventually)?
            }
            // Once lit, and dark after that, never lit again.
            _ => {
                let dark = formulas.not(lit)?;
                let stays = formulas.always(dark)?;
                let once = formulas.implies(dark, stays)?;
                let once = formulas.always(once)?;
                let rule = formulas.implies(lit, once)?;
                formulas.always(rule)?
            }
        };
        let fairness = |strength| Fairness { strength, enabled: AtomId(2), taken: AtomId(1) };
        let assumptions = self.fair.map(fairness).into_iter().collect();
        let of_step = vec![false, true, false];
        Ok(Questions { formulas, assumptions, properties: vec![property], of_step, ..Questions::default() })
    }
}

/// A counter that every copy of a graph begins anew.
#[derive(Default, Debug)]
pub(super) struct Count(AtomicU64);

impl Clone for Count {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl Graph {
    /// What states are compared by.
    pub(super) fn orbit_of(&self, node: u32) -> u32 {
        node / self.orbit.max(1)
    }

    /// The factor is odd, so different orbits have different fingerprints; the first has the fingerprint 0.
    pub(super) fn fingerprint(&self, node: u32) -> u64 {
        match self.alike {
            0 => u64::from(self.orbit_of(node)).wrapping_mul(0x9E37_79B9_7F4A_7C15),
            alike => u64::from(self.orbit_of(node) % alike),
        }
    }

    /// The second half; it is no sum, and another one for each orbit.
    pub(super) fn second(&self, node: u32) -> u64 {
        u64::from(self.orbit_of(node)) + 1
    }
}

pub(super) fn words(node: u32) -> Vec<u32> {
    vec![node, !node]
}

fn fault(message: &str) -> Box<EvalError> {
    EvalError::new(EvalErrorKind::Type, message)
}

impl System for Graph {
    type Explorer<'s> = Walker<'s>;

    fn explorer(&self) -> Walker<'_> {
        Walker { graph: self, unfinished: None, level: 0, deltas: 0 }
    }

    fn words(&self) -> usize {
        2
    }

    fn checks(&self) -> Checks {
        Checks {
            invariants: self.invariants.len(),
            action_properties: self.action_properties.len(),
            initial_properties: self.initial_properties.len(),
            constraints: !self.outside.is_empty() || !self.barred.is_empty(),
            admits_by_state: self.barred.is_empty(),
            behavior: true,
            temporal: self.asked_of_behaviors.as_ref().map(|_| Atoms {
                number: 3,
                of_steps: true,
                of_states: true,
            }),
        }
    }

    fn questions(&self) -> Result<Questions, LivenessError> {
        self.asked_of_behaviors.as_ref().map_or_else(|| Ok(Questions::default()), Asked::questions)
    }

    fn actions(&self) -> usize {
        ACTIONS as usize
    }

    fn is_full(&self) -> bool {
        self.patience > 0 && self.asked.0.fetch_add(1, Relaxed) >= self.patience
    }

    fn ordered(&self) -> bool {
        self.ordered
    }
}

/// A walk through a [`Graph`]. It checks that the search keeps the contract of the traits.
pub(super) struct Walker<'g> {
    graph: &'g Graph,
    unfinished: Option<Vec<u32>>,
    level: u32,
    /// Candidates that were not forgotten.
    deltas: usize,
}

/// The first of the sets that has `member`.
fn first_with<T: Ord>(sets: &[BTreeSet<T>], member: T) -> Option<usize> {
    sets.iter().position(|set| set.contains(&member))
}

impl Explorer for Walker<'_> {
    fn enumerate(&mut self, found: &mut dyn FnMut(&[u32]) -> bool) -> SystemResult<()> {
        assert_eq!(self.level, 0);
        for &node in &self.graph.initial {
            if !found(&words(node)) {
                return Ok(());
            }
        }
        if self.graph.initial_fault { Err(fault("initial")) } else { Ok(()) }
    }

    fn fingerprint(&mut self, state: &[u32]) -> SystemResult<u64> {
        Ok(self.graph.fingerprint(state[0]))
    }

    fn second_fingerprint(&mut self, state: &[u32]) -> SystemResult<u64> {
        assert_eq!(state[1], !state[0], "the state is built");
        Ok(self.graph.second(state[0]))
    }

    fn expand(&mut self, state: &[u32], out: &mut Vec<Candidate>) -> SystemResult<()> {
        assert!(self.level > 0);
        let node = state[0];
        assert_eq!(state[1], !node);
        assert!(!self.graph.panics.contains(&node), "node {node} panics");
        let successors = &self.graph.edges[node as usize];
        let fails = self.graph.faults.get(&node);
        let good = fails.map_or(successors.len(), |fails| fails.after.min(successors.len()));
        for (ordinal, &successor) in successors[..good].iter().enumerate() {
            self.deltas += 1;
            let delta = successor;
            let fingerprint = self.graph.fingerprint(successor);
            out.push(Candidate { fingerprint, action: ordinal as u32 % ACTIONS, delta });
        }
        let Some(fails) = fails else { return Ok(()) };
        self.unfinished = fails.unfinished.then(|| vec![node, UNASSIGNED]);
        Err(fault("next"))
    }

    fn expand_action(&mut self, state: &[u32], action: usize, out: &mut Vec<Candidate>) -> SystemResult<()> {
        let from = out.len();
        let result = self.expand(state, out);
        let mut index = 0;
        out.retain(|candidate| {
            index += 1;
            index <= from || candidate.action as usize == action
        });
        result
    }

    fn failed_state(&mut self) -> Option<Vec<u32>> {
        self.unfinished.take()
    }

    fn step(&self, delta: u32, state: &mut [u32]) {
        assert!(self.deltas > 0, "the candidate was forgotten");
        let edges = &self.graph.edges[state[0] as usize];
        assert!(edges.len() > 64 || edges.contains(&delta));
        state.copy_from_slice(&words(delta));
    }

    fn forget(&mut self) {
        self.deltas = 0;
    }

    fn admits(&mut self, before: Option<Before<'_>>, state: &[u32]) -> SystemResult<bool> {
        let barred = before.is_some_and(|before| self.graph.barred.contains(&(before.state[0], state[0])));
        Ok(!barred && !self.graph.outside.contains(&state[0]))
    }

    fn violated_invariant(
        &mut self,
        before: Option<Before<'_>>,
        state: &[u32],
    ) -> SystemResult<Option<usize>> {
        if let Some(before) = before {
            let violated = first_with(&self.graph.invariants, before.state[0]);
            assert_eq!(violated, None, "the parent was not checked");
        }
        if self.graph.opaque.contains(&state[0]) {
            return Err(fault("invariant"));
        }
        Ok(first_with(&self.graph.invariants, state[0]))
    }

    fn violated_action_property(&mut self, parent: &[u32], state: &[u32]) -> SystemResult<Option<usize>> {
        Ok(first_with(&self.graph.action_properties, (parent[0], state[0])))
    }

    fn violated_initial_property(&mut self, state: &[u32]) -> SystemResult<Option<usize>> {
        Ok(first_with(&self.graph.initial_properties, state[0]))
    }

    fn state_letter(&mut self, state: &[u32], letter: &mut [u64]) -> SystemResult<()> {
        if let Some(asked) = &self.graph.asked_of_behaviors {
            let possible = asked.moves.iter().any(|(from, to)| *from == state[0] && from != to);
            letter[0] |= u64::from(asked.lit.contains(&state[0])) | u64::from(possible) << 2;
        }
        Ok(())
    }

    fn step_letter(
        &mut self,
        parent: &[u32],
        state: &[u32],
        _by: MadeBy<'_>,
        letter: &mut [u64],
    ) -> SystemResult<()> {
        if let Some(asked) = &self.graph.asked_of_behaviors {
            let moves = parent != state && asked.moves.contains(&(parent[0], state[0]));
            letter[0] |= u64::from(moves) << 1;
        }
        Ok(())
    }

    fn set_level(&mut self, level: u32) {
        self.level = level;
    }
}

/// A small generator of pseudo-random numbers (splitmix64), so that every run tests the same graphs.
pub(super) struct Dice(pub(super) u64);

impl Dice {
    /// A number below `sides`.
    pub(super) fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ mixed >> 31) % sides
    }

    /// True once in `times`.
    pub(super) fn once_in(&mut self, times: u64) -> bool {
        self.roll(times) == 0
    }

    fn node(&mut self, nodes: u32) -> u32 {
        self.roll(u64::from(nodes)) as u32
    }

    fn some_nodes(&mut self, nodes: u32, times: u64) -> BTreeSet<u32> {
        (0..nodes).filter(|_| self.once_in(times)).collect()
    }

    /// A graph of `nodes` nodes without marks, every node with up to `degree` successors, none seldom.
    pub(super) fn graph(&mut self, nodes: u32, degree: u64) -> Graph {
        let initial = (0..=self.roll(4)).map(|_| self.node(nodes)).collect();
        let edges = (0..nodes).map(|_| {
            let least = u64::from(!self.once_in(40));
            (0..self.roll(degree).max(least)).map(|_| self.node(nodes)).collect()
        });
        let edges = edges.collect();
        Graph { initial, edges, ..Graph::default() }
    }

    /// Marks some nodes and edges of `graph`, each kind of mark in some graphs only.
    pub(super) fn mark(&mut self, graph: &mut Graph) {
        let nodes = graph.edges.len() as u32;
        let rare = u64::from(nodes);
        if self.once_in(3) {
            graph.outside = self.some_nodes(nodes, 5);
        }
        if self.once_in(3) {
            graph.barred = self.some_edges(graph, 5);
        }
        for _ in 0..self.roll(3) {
            graph.invariants.push(self.some_nodes(nodes, rare));
        }
        for _ in 0..self.roll(3) {
            graph.action_properties.push(self.some_edges(graph, rare * 2));
        }
        if self.once_in(4) {
            graph.initial_properties.push(self.some_nodes(nodes, 4));
        }
        if self.once_in(4) {
            let node = self.node(nodes);
            let fault = Fault { after: self.roll(3) as usize, unfinished: self.once_in(2) };
            graph.faults.insert(node, fault);
        }
        if self.once_in(5) {
            graph.opaque = self.some_nodes(nodes, rare);
        }
        graph.initial_fault = self.once_in(15);
    }

    fn some_edges(&mut self, graph: &Graph, times: u64) -> BTreeSet<(u32, u32)> {
        let from = |node: usize| graph.edges[node].iter().map(move |&to| (node as u32, to));
        let mut edges: BTreeSet<(u32, u32)> = (0..graph.edges.len()).flat_map(from).collect();
        edges.retain(|_| self.once_in(times));
        edges
    }
}
