//! The advisor against all sets of fairness there are, and what it says about behaviours that stop.

use super::system::{ACTIONS, Atom, Case};
use crate::liveness::advisor::{Activity, Advice, Candidate, Stuck, activity, advise, why_stuck};
use crate::liveness::{
    AtomId, Edge, Fairness, Formula, Formulas, Graph, Letters, LivenessError, Problem, Strength,
};

fn candidates() -> Vec<Candidate> {
    let candidate = |action| Candidate {
        enabled: Atom::Enabled(action).id(),
        taken: Atom::Taken(action).id(),
        possible: None,
    };
    (0..ACTIONS).map(candidate).collect()
}

/// All sets of WF and SF with at most one of them on each action.
fn all_sets() -> Vec<Vec<(usize, Strength)>> {
    let extend = |sets: Vec<Vec<(usize, Strength)>>, action: usize| -> Vec<Vec<(usize, Strength)>> {
        let more = |set: &Vec<(usize, Strength)>| {
            let with = |strength| [&set[..], &[(action, strength)]].concat();
            [set.clone(), with(Strength::Weak), with(Strength::Strong)]
        };
        sets.iter().flat_map(more).collect()
    };
    (0..ACTIONS).fold(vec![Vec::new()], extend)
}

fn cost(set: &[(usize, Strength)]) -> (usize, usize) {
    (set.len(), set.iter().filter(|(_, strength)| *strength == Strength::Strong).count())
}

#[test]
fn the_advisor_finds_the_least_fairness_that_there_is() -> Result<(), LivenessError> {
    let (mut added, mut beyond) = (0, 0);
    for seed in 0..1_000 {
        let case = Case::new(seed);
        let (graph, letters, _) = case.system.record(None)?;
        let mut formulas = Formulas::new();
        let property = case.property.write(&mut formulas, true, false)?;
        let never = formulas.constant(false)?;
        let problem = Problem::new(&graph, &letters, &formulas, property);
        let candidates = candidates();
        let assume = |set: &[(usize, Strength)]| -> Vec<Fairness> {
            set.iter().map(|(action, strength)| candidates[*action].fairness(*strength)).collect()
        };
        let mut enough = Vec::new();
        for set in all_sets() {
            if problem.assuming(&assume(&set)).check()?.is_none() {
                enough.push(set);
            }
        }
        let least = enough.iter().map(|set| cost(set)).min();
        match advise(&problem, &candidates, 1_000)? {
            Advice::NothingMissing => assert_eq!(least, Some((0, 0)), "case {seed}"),
            Advice::BeyondFairness(_) => {
                beyond += 1;
                assert_eq!(least, None, "case {seed}");
            }
            Advice::Add { fairness, leaves_behaviours } => {
                added += 1;
                assert!(enough.contains(&fairness), "case {seed}: {fairness:?} is not enough");
                assert_eq!(Some(cost(&fairness)), least, "case {seed}: {fairness:?} is not the least");
                let assumed = assume(&fairness);
                let any = Problem::new(&graph, &letters, &formulas, never).assuming(&assumed).check()?;
                assert_eq!(leaves_behaviours, any.is_some(), "case {seed}");
            }
            Advice::GivenUp => panic!("case {seed}: given up"),
        }
    }
    assert!(added > 50 && beyond > 50, "{added} fixable and {beyond} unfixable cases test nothing");
    Ok(())
}

#[test]
fn the_advisor_gives_up_at_its_limit() -> Result<(), LivenessError> {
    let mut stops = Stops::new()?;
    let property = stops.formulas.eventually(stops.arrived)?;
    let problem = Problem::new(&stops.graph, &stops.letters, &stops.formulas, property);
    assert_eq!(advise(&problem, &[stops.go], 2)?, Advice::GivenUp);
    let fairness = vec![(0, Strength::Weak)];
    assert_eq!(advise(&problem, &[stops.go], 9)?, Advice::Add { fairness, leaves_behaviours: true });
    Ok(())
}

/// State 0 can go to state 1, which is a dead end.
struct Stops {
    graph: Graph,
    letters: Letters,
    formulas: Formulas,
    arrived: Formula,
    go: Candidate,
}

const ARRIVED: AtomId = AtomId(0);
const ENABLED: AtomId = AtomId(1);
const TAKEN: AtomId = AtomId(2);
const POSSIBLE: AtomId = AtomId(3);
const CUT: AtomId = AtomId(4);

impl Stops {
    fn new() -> Result<Self, LivenessError> {
        Self::with(&[ENABLED], &[ARRIVED])
    }

    /// With these atoms true in state 0 and in state 1.
    fn with(first: &[AtomId], second: &[AtomId]) -> Result<Self, LivenessError> {
        let (mut graph, mut letters, mut formulas) = (Graph::new(), Letters::new(5), Formulas::new());
        let mut write = |atoms: &[AtomId]| {
            let mut letter = letters.blank();
            atoms.iter().for_each(|atom| letter.set(*atom, true));
            letters.intern(&letter)
        };
        let go = write(&[first, &[TAKEN]].concat());
        let stutterings = [write(first), write(second)];
        graph.add_initial(0);
        graph.expand(&[Edge { target: 1, letter: go }], stutterings[0])?;
        graph.expand(&[], stutterings[1])?;
        let arrived = formulas.atom(ARRIVED)?;
        let go = Candidate { enabled: ENABLED, taken: TAKEN, possible: Some(POSSIBLE) };
        Ok(Self { graph, letters, formulas, arrived, go })
    }

    /// Why the behaviour stops that never satisfies FALSE, if `go` is weakly fair or not.
    fn why(&mut self, fair: bool) -> Result<Option<Stuck>, LivenessError> {
        let never = self.formulas.constant(false)?;
        let assumptions = if fair { vec![self.go.fairness(Strength::Weak)] } else { Vec::new() };
        let problem = Problem::new(&self.graph, &self.letters, &self.formulas, never).assuming(&assumptions);
        let lasso = problem.check()?.expect("behaviours exist");
        Ok(why_stuck(&problem, &lasso, &[self.go], Some(CUT)))
    }
}

#[test]
fn a_behaviour_that_stops_is_explained() -> Result<(), LivenessError> {
    assert_eq!(Stops::new()?.why(false)?, Some(Stuck::NotObliged(vec![0])));
    assert_eq!(Stops::new()?.why(true)?, Some(Stuck::DeadEnd));
    assert_eq!(Stops::with(&[ENABLED], &[POSSIBLE])?.why(true)?, Some(Stuck::ChangesNothing(vec![0])));
    assert_eq!(Stops::with(&[ENABLED], &[POSSIBLE, CUT])?.why(true)?, Some(Stuck::Bounded));
    Ok(())
}

#[test]
fn what_an_action_does_on_the_cycle_is_told_by_step() -> Result<(), LivenessError> {
    let mut stops = Stops::new()?;
    let never = stops.formulas.constant(false)?;
    let problem = Problem::new(&stops.graph, &stops.letters, &stops.formulas, never);
    let lasso = problem.check()?.expect("behaviours exist");
    let expected = Activity { enabled_at: vec![0], taken_at: Vec::new() };
    assert_eq!(activity(&problem, &lasso, &stops.go), expected);
    Ok(())
}
