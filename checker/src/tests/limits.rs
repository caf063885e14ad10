//! Ends that are not the specification's: limits, interrupts, panics.

use super::graph::{Asked, Dice, Graph};
use super::impatient::Impatient;
use super::naive::summary;
use super::same_as_naive::eager;
use crate::explore::check_tuned;
use crate::observer::{Observer, Progress};
use crate::options::Options;
use crate::report::{Outcome, Report};
use std::sync::Mutex;
use std::sync::atomic::AtomicU64;
use tern_evaluator::error::EvalErrorKind;

fn run(graph: &Graph, workers: usize, options: &Options, observer: &dyn Observer) -> Report {
    check_tuned(graph, &Options { workers, ..options.clone() }, observer, &eager(16))
}

fn lively() -> Options {
    Options { check_deadlock: false, ..Options::default() }
}

#[test]
fn an_interrupted_search_reports_what_it_explored() {
    let graph = Dice(1).graph(30_000, 4);
    let whole = run(&graph, 1, &lively(), &()).statistics;
    for workers in [1, 3] {
        for at in [0, 1, 40, 100] {
            let polls = AtomicU64::new(0);
            let report = run(&graph, workers, &lively(), &Impatient { at, polls });
            assert!(matches!(report.outcome, Outcome::Interrupted), "{:?}", report.outcome);
            let found = report.statistics;
            assert!(found.distinct < whole.distinct && found.left <= found.distinct);
            let explored = found.out_degrees.iter().sum::<u64>();
            assert_eq!(found.distinct, explored + found.left, "each stored state is explored or left");
        }
    }
}

#[test]
fn the_limit_on_depth_leaves_the_last_level_unexpanded() {
    let edges = vec![vec![1], vec![2], vec![3], vec![0]];
    let graph = Graph { initial: vec![0], edges, ..Graph::default() };
    let report = run(&graph, 1, &Options { max_depth: Some(3), ..Options::default() }, &());
    assert!(matches!(&report.outcome, Outcome::Limit(limit) if limit.contains("depth of 3")));
    let found = report.statistics;
    assert_eq!((found.generated, found.distinct, found.left, found.depth), (3, 3, 1, 3));
}

#[test]
fn a_report_says_whether_temporal_properties_were_asked_about() {
    let mut graph = Dice(1).graph(30_000, 4);
    let (lit, moves) = ((0..30_000).collect(), Default::default());
    graph.asked_of_behaviors = Some(Asked { lit, moves, fair: None, property: 0 });
    let unasked = |options: Options, at| {
        let observer = Impatient { at, polls: AtomicU64::new(0) };
        run(&graph, 1, &options, &observer).statistics.temporal_unasked
    };
    assert!(!unasked(lively(), u64::MAX), "the search is complete");
    assert!(unasked(lively(), 40), "the search was interrupted");
    assert!(!unasked(Options { max_depth: Some(3), ..lively() }, u64::MAX), "its part was asked about");
    graph.asked_of_behaviors = None;
    assert!(!run(&graph, 1, &Options { max_depth: Some(3), ..lively() }, &()).statistics.temporal_unasked);
}

#[test]
fn the_limit_on_states_ends_the_search_soon_after() {
    let graph = Dice(2).graph(30_000, 4);
    for workers in [1, 2] {
        let report = run(&graph, workers, &Options { max_states: Some(1000), ..lively() }, &());
        assert!(matches!(&report.outcome, Outcome::Limit(limit) if limit.contains("1000 states")));
        assert!((1001..10_000).contains(&report.statistics.distinct), "{:?}", report.statistics);
    }
}

#[test]
fn a_panic_of_any_worker_ends_as_an_internal_error() {
    for node in [0, 17, 29_000] {
        let mut graph = Dice(3).graph(30_000, 6);
        graph.initial = vec![0];
        graph.panics = (node..30_000).collect();
        for workers in [1, 2, 4] {
            let Outcome::Failure(failure) = run(&graph, workers, &lively(), &()).outcome else {
                panic!("no failure");
            };
            assert_eq!(failure.error.kind, EvalErrorKind::Internal);
            assert!(failure.error.message.contains("panics"), "{}", failure.error.message);
        }
    }
}

#[test]
fn a_system_whose_order_can_be_observed_is_explored_by_one_worker_one_state_at_a_time() {
    // The panic of node 2 would come first if node 1 and 2 were expanded in one batch.
    let edges = vec![vec![1, 2], vec![3], vec![], vec![]];
    let invariants = vec![[3].into()];
    let graph = Graph { initial: vec![0], edges, invariants, ordered: true, ..Graph::default() };
    let graph = Graph { panics: [2].into(), ..graph };
    let found = summary(&run(&graph, 4, &Options::default(), &()));
    assert_eq!(found.verdict, "Invariant(0)");
}

/// Keeps what it is told.
#[derive(Default)]
struct Scribe {
    initial: Mutex<Vec<(u64, u64)>>,
    progress: Mutex<Vec<Progress>>,
}

impl Observer for Scribe {
    fn initial_states_computed(&self, generated: u64, distinct: u64) {
        self.initial.lock().unwrap().push((generated, distinct));
    }

    fn progress(&self, progress: Progress) {
        self.progress.lock().unwrap().push(progress);
    }

    fn stop_requested(&self) -> bool {
        // Slows the search so that there is progress to report.
        std::thread::sleep(std::time::Duration::from_millis(2));
        self.progress.lock().unwrap().len() >= 2
    }
}

#[test]
fn the_observer_hears_of_the_initial_states_once_and_of_progress_now_and_then() {
    let mut graph = Dice(4).graph(60_000, 4);
    graph.initial = vec![1, 2, 1];
    for workers in [1, 2] {
        let scribe = Scribe::default();
        let report = run(&graph, workers, &lively(), &scribe);
        assert!(matches!(report.outcome, Outcome::Interrupted));
        assert_eq!(*scribe.initial.lock().unwrap(), [(3, 2)]);
        let progress = scribe.progress.lock().unwrap();
        assert!(
            progress[1].generated >= progress[0].generated && progress[1].distinct >= progress[0].distinct
        );
        assert!(progress[0].left <= progress[0].distinct && progress[1].depth > 1);
    }
}
