//! What a run found: data only. Faces (texts, JSON, traces) are drawn elsewhere.

use crate::fingerprint::FingerprintBits;
use crate::liveness::LivenessError;
use std::time::Duration;
use tern_evaluator::error::{EvalError, EvalErrorKind};

/// The result of a run.
#[derive(Debug)]
pub struct Report {
    /// Why the run ended.
    pub outcome: Outcome,
    /// Violations that were passed over because the run was told to continue, in order.
    pub continued: Vec<Violation>,
    /// Counts and times.
    pub statistics: Statistics,
}

/// Why a run ended.
#[derive(Debug)]
pub enum Outcome {
    /// All reachable states were explored and nothing is wrong.
    Complete,
    /// As much as was asked for was explored, and nothing is wrong with it, but it need not be all: the traces of a
    /// simulation, the levels of a search in depth.
    Bounded,
    /// Something is wrong with the specification.
    Violation(Violation),
    /// An expression could not be evaluated.
    Failure(Failure),
    /// It was asked to stop (interrupt, time limit) before all states were explored.
    Interrupted,
    /// A limit of the machine or of the options: memory, depth, number of states.
    Limit(String),
}

impl Outcome {
    /// The run ended before all that was asked for was explored, and not since something is wrong.
    pub fn is_early(&self) -> bool {
        match self {
            Self::Limit(_) | Self::Interrupted => true,
            Self::Failure(failure) => failure.error.kind == EvalErrorKind::Interrupted,
            Self::Complete | Self::Bounded | Self::Violation(_) => false,
        }
    }
}

/// What is wrong, and how to get there.
#[derive(Debug)]
pub struct Violation {
    /// What is wrong.
    pub kind: ViolationKind,
    /// A behaviour that shows it; a shortest one, if the search was breadth-first or in depth by levels.
    pub trace: Vec<TraceState>,
    /// How it goes on forever, if it does.
    pub cycle: Option<Cycle>,
}

impl Violation {
    /// The temporal properties that the behaviour violates, of which `first` is one.
    pub fn temporal_properties(&self, first: usize) -> Vec<usize> {
        match &self.cycle {
            Some(cycle) if !cycle.properties.is_empty() => cycle.properties.clone(),
            _ => vec![first],
        }
    }
}

/// How a behaviour goes on forever after its last state, and what that violates.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cycle {
    /// The position in the trace of the state that follows the last one, from 0.
    pub back_to: usize,
    /// The action instance of that step; none if the behaviour stutters.
    pub action: Option<u32>,
    /// The temporal properties that the behaviour violates, in order.
    pub properties: Vec<usize>,
}

/// The kinds of violations; numbers are positions in the system's lists.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ViolationKind {
    /// An invariant is false in the last state of the trace.
    Invariant(usize),
    /// A property `[][A]_v` is false on the last step of the trace.
    ActionProperty(usize),
    /// A property of initial states is false in the trace's only state.
    InitialProperty(usize),
    /// A temporal property, and perhaps others of those that the cycle of the violation names.
    Temporal(usize),
    /// The last state of the trace has no successor.
    Deadlock,
}

/// What could not be evaluated, and where the search was.
#[derive(Debug)]
pub struct Failure {
    /// The error.
    pub error: Box<EvalError>,
    /// What was being evaluated.
    pub during: During,
    /// The behaviour up to the state being expanded (or checked).
    pub trace: Vec<TraceState>,
}

/// What was being evaluated when a run failed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum During {
    /// The initial predicate.
    Initial,
    /// The next-state relation.
    Next,
    /// This invariant, or the first one if it is not known which.
    Invariant,
    /// A constraint or action constraint.
    Constraint,
    /// An action property or property of initial states.
    Property,
    /// The atoms of temporal properties, in the last state of the trace or on a step from it.
    Liveness,
}

/// One state of a trace.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TraceState {
    /// The action instance that led here; none for an initial state.
    pub action: Option<u32>,
    /// The state's words.
    pub words: Vec<u32>,
}

/// What one action instance did. The numbers are the same for every number of workers.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct ActionCount {
    /// The successors that it made, duplicates and excluded ones included.
    pub generated: u64,
    /// Those that were stored: no state before had been the same.
    pub distinct: u64,
}

impl Statistics {
    /// The probability that two different states had the same fingerprint: TLC's optimistic estimate, `distinct *
    /// (generated - distinct) / 2^64`; with fingerprints of 128 bits, the same over `2^128`.
    pub fn collision_probability(&self) -> f64 {
        let fingerprints = 2f64.powf(f64::from(self.fingerprint_bits.count()));
        self.distinct as f64 * self.generated.saturating_sub(self.distinct) as f64 / fingerprints
    }
}

/// Counts and times of a run. The counting rules are TLC's (docs/counting.md).
#[derive(Clone, Debug, Default)]
pub struct Statistics {
    /// Initial states and successors, duplicates and excluded ones included.
    pub generated: u64,
    /// States that were stored.
    pub distinct: u64,
    /// Stored states that were not expanded.
    pub left: u64,
    /// The number of states on a longest shortest path; 0 if there is no state.
    pub depth: u32,
    /// Initial states, duplicates included.
    pub initial_generated: u64,
    /// Initial states that were stored.
    pub initial_distinct: u64,
    /// Successors by action instance; instances at the end that made none may be missing.
    pub actions: Vec<ActionCount>,
    /// For each word of a state, the different contents that it has in stored states that are not initial; empty
    /// unless they were to be counted.
    pub values: Vec<u64>,
    /// Initial states that constraints excluded.
    pub initial_excluded: u64,
    /// Successors that constraints or action constraints excluded.
    pub excluded: u64,
    /// Of stored successors by parent: sum, minimum, maximum and 95th percentile are drawn from this histogram;
    /// the last bucket counts all parents with that many or more.
    pub out_degrees: Vec<u64>,
    /// How many bits states were told apart by, unless it was a simulation.
    pub fingerprint_bits: FingerprintBits,
    /// The least difference of two fingerprints of 64 bits, if it was asked for and the run was large enough.
    pub least_difference: Option<u64>,
    /// Time from the start of the search to its end.
    pub elapsed: Duration,
    /// The seen-set's memory in bytes.
    pub seen_set_bytes: u64,
    /// The memory of the log of parents in bytes.
    pub log_bytes: u64,
    /// The most memory that states had which waited for their expansion, in bytes.
    pub frontier_bytes: u64,
    /// The bytes that were brought to files, because memory was limited.
    pub spilled_bytes: u64,
    /// The composite values that states and remembered results share: each is kept once.
    pub shared_values: u64,
    /// Their memory in bytes, with that of the numbers by which states name them.
    pub values_bytes: u64,
    /// The memory of what all workers remember of their evaluations, in bytes, about.
    pub memo_bytes: u64,
    /// How the states were explored.
    pub search: Search,
    /// What liveness checking took, if there was any.
    pub liveness: Option<Liveness>,
    /// The search ended early, and there are temporal properties that were not asked about: nothing is known of them.
    pub temporal_unasked: bool,
    /// What makes the verdict on temporal properties weaker than it seems, if it was looked for.
    pub weaknesses: Vec<Weakness>,
}

/// What makes it worth less that temporal properties hold.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Weakness {
    /// No behaviour is fair in all the ways that are assumed: any property holds.
    NoFairBehaviour,
    /// The last state of this behaviour can be reached, and nothing that may follow is fair: fairness is not machine
    /// closed.
    NoFairContinuation(Vec<TraceState>),
    /// The temporal property of this number asks something only if a condition holds, and it never does.
    NeverAsked(usize),
    /// It could not be found out whether there is any of these.
    Unknown(LivenessError),
}

/// What liveness checking took.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Liveness {
    /// The steps of the recorded graph, those that change nothing included.
    pub edges: u64,
    /// The memory of the graph in bytes.
    pub bytes: u64,
    /// The time that the questions took, after the search and on the way.
    pub elapsed: Duration,
}

/// How states were explored.
#[derive(Clone, Debug, Default)]
pub enum Search {
    /// Level by level, each state once.
    #[default]
    BreadthFirst,
    /// In depth, again and again from the initial states, each time one level deeper.
    DepthFirst {
        /// States of this level were not expanded.
        level: u32,
    },
    /// At random. States are not stored, so that nobody knows how many are distinct.
    Simulation(Sampling),
}

/// What a random simulation did.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Sampling {
    /// The seed.
    pub seed: i64,
    /// What changes the random numbers beside the seed.
    pub aril: i64,
    /// Traces that were finished.
    pub traces: u64,
    /// The sum of their lengths in states.
    pub lengths: u64,
    /// The sum of the squares of their lengths.
    pub squares: u128,
    /// What each action instance gave.
    pub actions: Vec<ActionCounts>,
}

/// What an action instance gave in a simulation.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct ActionCounts {
    /// How often it was chosen, enabled or not.
    pub chosen: u64,
    /// The successors that it gave.
    pub generated: u64,
    /// The steps of traces that it took.
    pub taken: u64,
}

impl Sampling {
    /// The mean length of the traces, its variance and its standard deviation; zeros if there is none.
    pub fn lengths(&self) -> (f64, f64, f64) {
        if self.traces == 0 {
            return (0.0, 0.0, 0.0);
        }
        let traces = self.traces as f64;
        let mean = self.lengths as f64 / traces;
        let variance = (self.squares as f64 / traces - mean * mean).max(0.0);
        (mean, variance, variance.sqrt())
    }
}
