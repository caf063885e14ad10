//! TLC's search in the plainest form: a queue, a set, one state at a time. It reads the graph itself and shares no
//! code with the search.

use super::graph::{Graph, UNASSIGNED, words};
use crate::options::Options;
use crate::report::{During, Outcome, Report, TraceState, Violation, ViolationKind};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// What a run must agree on.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Summary {
    pub(super) verdict: String,
    pub(super) trace: Vec<(Option<u32>, Vec<u32>)>,
    pub(super) continued: Vec<(ViolationKind, Vec<u32>)>,
    pub(super) generated: u64,
    pub(super) distinct: u64,
    pub(super) left: u64,
    pub(super) depth: u32,
    pub(super) initial: (u64, u64),
    pub(super) out_degrees: Vec<u64>,
    /// Of the three action instances of a graph: successors, and new states among them.
    pub(super) actions: [(u64, u64); 3],
}

/// The nodes of a trace.
fn nodes(trace: &[TraceState]) -> Vec<u32> {
    trace.iter().map(|state| state.words[0]).collect()
}

/// What `report` says.
pub(super) fn summary(report: &Report) -> Summary {
    let states = |trace: &[TraceState]| trace.iter().map(|s| (s.action, s.words.clone())).collect();
    let (verdict, trace) = match &report.outcome {
        Outcome::Complete => ("complete".to_owned(), Vec::new()),
        Outcome::Bounded => ("bounded".to_owned(), Vec::new()),
        Outcome::Violation(Violation { kind, trace, .. }) => (format!("{kind:?}"), states(trace)),
        Outcome::Failure(failure) => {
            (format!("{:?}: {}", failure.during, failure.error.message), states(&failure.trace))
        }
        Outcome::Interrupted => ("interrupted".to_owned(), Vec::new()),
        Outcome::Limit(limit) => (limit.clone(), Vec::new()),
    };
    let statistics = &report.statistics;
    Summary {
        verdict,
        trace,
        continued: report
            .continued
            .iter()
            .map(|violation| (violation.kind, nodes(&violation.trace)))
            .collect(),
        generated: statistics.generated,
        distinct: statistics.distinct,
        left: statistics.left,
        depth: statistics.depth,
        initial: (statistics.initial_generated, statistics.initial_distinct),
        out_degrees: statistics.out_degrees.clone(),
        actions: std::array::from_fn(|action| {
            statistics.actions.get(action).map_or((0, 0), |count| (count.generated, count.distinct))
        }),
    }
}

type Step = (Option<u32>, u32);

struct Naive<'g> {
    graph: &'g Graph,
    options: &'g Options,
    seen: BTreeSet<u32>,
    queue: VecDeque<(u32, u32)>,
    came_from: BTreeMap<u32, Option<(u32, u32)>>,
    found: Summary,
}

/// What the naive search finds.
pub(super) fn explore(graph: &Graph, options: &Options) -> Summary {
    let found = Summary { out_degrees: vec![0; 32], ..Summary::default() };
    let (seen, queue, came_from) = (BTreeSet::new(), VecDeque::new(), BTreeMap::new());
    let mut naive = Naive { graph, options, seen, queue, came_from, found };
    let ended = naive.run();
    naive.found.distinct = naive.seen.len() as u64;
    naive.found.left = naive.queue.len() as u64;
    if ended.is_some() {
        naive.found.verdict = "complete".to_owned();
    }
    naive.found
}

impl Naive<'_> {
    /// None if it ended early; so below.
    fn run(&mut self) -> Option<()> {
        for &node in &self.graph.initial {
            self.found.generated += 1;
            self.found.initial.0 += 1;
            let in_model = !self.graph.outside.contains(&node);
            let new = in_model && self.seen.insert(self.graph.orbit_of(node));
            if new {
                self.found.initial.1 += 1;
                self.found.depth = 1;
                self.came_from.insert(node, None);
                self.queue.push_back((node, 1));
            }
            if new || !in_model {
                self.check_invariants(&[], (None, node))?;
                if let Some(number) = self.graph.initial_properties.iter().position(|p| p.contains(&node)) {
                    self.violation(ViolationKind::InitialProperty(number), &[], (None, node))?;
                }
            }
        }
        if self.graph.initial_fault {
            return self.end("Initial: initial".to_owned(), &[], None);
        }
        while let Some((node, level)) = self.queue.pop_front() {
            self.expand(node, level)?;
        }
        Some(())
    }

    fn expand(&mut self, node: u32, level: u32) -> Option<()> {
        let path = self.path(node);
        let fault = self.graph.faults.get(&node).cloned();
        let successors = self.graph.edges[node as usize].clone();
        let good = fault.as_ref().map_or(successors.len(), |fault| fault.after.min(successors.len()));
        let mut unseen = 0;
        for (ordinal, &successor) in successors[..good].iter().enumerate() {
            self.found.generated += 1;
            self.found.actions[ordinal % 3].0 += 1;
            let step = (Some(ordinal as u32 % 3), successor);
            let in_model =
                !self.graph.outside.contains(&successor) && !self.graph.barred.contains(&(node, successor));
            let new = in_model && self.seen.insert(self.graph.orbit_of(successor));
            if new {
                unseen += 1;
                self.found.actions[ordinal % 3].1 += 1;
                self.found.depth = self.found.depth.max(level + 1);
                self.came_from.insert(successor, Some((node, ordinal as u32 % 3)));
            }
            if new || !in_model {
                self.check_invariants(&path, step)?;
            }
            let violated = self.graph.action_properties.iter().position(|p| p.contains(&(node, successor)));
            if let Some(number) = violated {
                self.violation(ViolationKind::ActionProperty(number), &path, step)?;
            }
            if new {
                self.queue.push_back((successor, level + 1));
            }
        }
        if let Some(fault) = fault {
            self.found.generated += u64::from(fault.unfinished);
            self.end::<()>(format!("{:?}: next", During::Next), &path, None);
            if fault.unfinished {
                self.found.trace.push((None, vec![node, UNASSIGNED]));
            }
            return None;
        }
        if successors.is_empty() && self.options.check_deadlock {
            return self.end(format!("{:?}", ViolationKind::Deadlock), &path, None);
        }
        self.found.out_degrees[usize::min(unseen, 31)] += 1;
        Some(())
    }

    fn check_invariants(&mut self, path: &[Step], step: Step) -> Option<()> {
        if self.graph.invariants.is_empty() {
            return Some(());
        }
        if self.graph.opaque.contains(&step.1) {
            return self.end(format!("{:?}: invariant", During::Invariant), path, Some(step));
        }
        let violated = self.graph.invariants.iter().position(|invariant| invariant.contains(&step.1));
        violated.map_or(Some(()), |number| self.violation(ViolationKind::Invariant(number), path, step))
    }

    fn violation(&mut self, kind: ViolationKind, path: &[Step], step: Step) -> Option<()> {
        if self.options.continue_after_violation {
            let nodes = path.iter().chain([&step]).map(|&(_, node)| node).collect();
            self.found.continued.push((kind, nodes));
            return Some(());
        }
        self.end(format!("{kind:?}"), path, Some(step))
    }

    fn end<T>(&mut self, verdict: String, path: &[Step], step: Option<Step>) -> Option<T> {
        self.found.verdict = verdict;
        self.found.trace =
            path.iter().copied().chain(step).map(|(action, node)| (action, words(node))).collect();
        None
    }

    fn path(&self, node: u32) -> Vec<Step> {
        let mut path = Vec::new();
        let mut next = Some(node);
        while let Some(node) = next {
            let from = self.came_from[&node];
            path.push((from.map(|(_, action)| action), node));
            next = from.map(|(parent, _)| parent);
        }
        path.reverse();
        path
    }
}
