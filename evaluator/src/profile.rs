//! Profiles: where the time of a search goes. Each worker measures for itself what it evaluates; lookups of remembered
//! results are too short to be measured one by one, so they are counted, and measured together with what they are
//! looked up for. Which expressions take the time of evaluations is found out by samples: after so many steps of the
//! evaluator, the expression that it has come to is noted.
//!
//! What is measured is in the [`Registers`](crate::context::Registers) while a worker has states to expand or
//! enumerates initial ones. A worker without a profile has nothing to do for it but to see that there is none, once for a
//! state, a formula of a state, or an evaluation.

use fxhash::FxHashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use tern_parser::ids::Id;
use tern_parser::source::Span;

use crate::explorer::Explorer;
use crate::ir::{Act, ActId, ExprId, Node};
use crate::program::{Predicate, Program};
use crate::state_functions::StateFunctionId;
use crate::value;

/// What asking for one formula took.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Cost {
    /// How often it was asked for: an action, for the successors of so many states.
    pub asked: u64,
    /// How often something of it had to be evaluated. The other times all was remembered.
    pub missed: u64,
    /// How many evaluations these were: branches of an action are evaluated one by one.
    pub evaluations: u64,
    /// The time that they took.
    pub time: Duration,
    /// The memory of what is remembered, in bytes, about.
    pub bytes: usize,
}

impl std::ops::AddAssign for Cost {
    fn add_assign(&mut self, more: Cost) {
        self.asked += more.asked;
        self.missed += more.missed;
        self.evaluations += more.evaluations;
        self.time += more.time;
        self.bytes += more.bytes;
    }
}

/// What is asked of a state or of a step, by its place in the program's lists.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Formula {
    /// An action instance.
    Action(usize),
    /// A conjunct of an invariant.
    Invariant(usize, usize),
    /// A conjunct of a state constraint.
    Constraint(usize, usize),
    /// A conjunct of a formula of `_POSSIBLE`.
    Possible(usize, usize),
    /// An action constraint.
    ActionConstraint(usize),
    /// A property of steps.
    ActionProperty(usize),
    /// An atom of temporal formulas.
    Atom(usize),
    /// A closed expression whose values are kept.
    Kept(usize),
}

/// What formulas are asked for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Section {
    /// Successors.
    Actions,
    /// Whether states and steps belong to the model.
    Constraints,
    /// Invariants.
    Invariants,
    /// Properties of steps.
    Properties,
    /// What temporal properties need to know.
    Atoms,
}

/// All sections.
pub const SECTIONS: [Section; 5] =
    [Section::Actions, Section::Constraints, Section::Invariants, Section::Properties, Section::Atoms];

/// What an evaluation has come to.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Place {
    /// An expression.
    Expr(ExprId),
    /// An action formula.
    Act(ActId),
}

/// What one worker has measured, or all of them together.
#[derive(Clone, Debug, Default)]
pub struct Profile {
    costs: FxHashMap<Formula, Cost>,
    sections: FxHashMap<Section, Duration>,
    samples: FxHashMap<Place, u64>,
    /// The time in which each worker had something to do.
    busy: Vec<Duration>,
    /// When it got something to do.
    began: Option<Instant>,
    /// Of one worker: the costs of action instances, and the state for which each was evaluated last.
    actions: Vec<(Cost, u64)>,
    /// States that were expanded completely.
    expanded: u64,
    /// States of which successors were asked for.
    states: u64,
    /// Where samples begin.
    random: u64,
}

/// A sample is taken after so many steps of the evaluator.
pub(crate) const SAMPLE_PERIOD: u64 = 512;

impl Profile {
    /// That of a worker who has done nothing.
    pub(crate) fn of_worker(program: &Program) -> Self {
        Self { actions: vec![(Cost::default(), 0); program.instances.len()], ..Self::default() }
    }

    /// A formula was asked for.
    #[inline]
    pub(crate) fn asked(&mut self, formula: Formula) {
        self.costs.entry(formula).or_default().asked += 1;
    }

    /// It was not remembered.
    pub(crate) fn evaluated(&mut self, formula: Formula, started: Instant) {
        let cost = self.costs.entry(formula).or_default();
        cost.missed += 1;
        cost.evaluations += 1;
        cost.time += started.elapsed();
    }

    /// An action instance, or a branch of it, was evaluated in the state that is being expanded.
    pub(crate) fn evaluated_action(&mut self, action: u32, started: Instant) {
        let Some((cost, state)) = self.actions.get_mut(action as usize) else { return };
        cost.evaluations += 1;
        cost.missed += u64::from(std::mem::replace(state, self.states) != self.states);
        cost.time += started.elapsed();
    }

    /// Successors of a state are asked for: by all action instances, or by some.
    pub(crate) fn expand(&mut self, actions: std::ops::Range<usize>) {
        self.states += 1;
        if actions.len() == self.actions.len() {
            self.expanded += 1;
        } else {
            self.actions[actions].iter_mut().for_each(|(cost, _)| cost.asked += 1);
        }
    }

    /// What was asked for in a section took so long, evaluations included.
    pub(crate) fn spent(&mut self, section: Section, started: Instant) {
        *self.sections.entry(section).or_default() += started.elapsed();
    }

    /// The evaluator has come to a place after another [`SAMPLE_PERIOD`] steps.
    pub(crate) fn sample(&mut self, place: Place) {
        *self.samples.entry(place).or_default() += 1;
    }

    /// After so many steps of an evaluation its first sample is due, so that short evaluations have theirs too.
    pub(crate) fn first_sample(&mut self) -> u64 {
        self.random = value::mix(self.random, 0x7072_6f66);
        1 + self.random % SAMPLE_PERIOD
    }

    /// A worker gets something to do, or has done it.
    pub(crate) fn work(&mut self, begins: bool) {
        if begins {
            self.began = Some(Instant::now());
        } else if let Some(began) = self.began.take() {
            match self.busy.first_mut() {
                Some(busy) => *busy += began.elapsed(),
                None => self.busy.push(began.elapsed()),
            }
        }
    }

    /// The memory of what a worker remembers of a formula.
    pub(crate) fn remembers(&mut self, formula: Formula, bytes: usize) {
        self.costs.entry(formula).or_default().bytes += bytes;
    }

    /// Adds what a worker has measured.
    pub(crate) fn add(&mut self, worker: Profile) {
        for (action, (cost, _)) in worker.actions.into_iter().enumerate() {
            self.cost(Formula::Action(action), Cost { asked: cost.asked + worker.expanded, ..cost });
        }
        worker.costs.into_iter().for_each(|(formula, cost)| self.cost(formula, cost));
        for (section, time) in worker.sections {
            *self.sections.entry(section).or_default() += time;
        }
        for (place, count) in worker.samples {
            *self.samples.entry(place).or_default() += count;
        }
        self.busy.extend(worker.busy);
    }

    fn cost(&mut self, formula: Formula, more: Cost) {
        *self.costs.entry(formula).or_default() += more;
    }
}

/// A formula with what asking for it took.
#[derive(Clone, Debug)]
pub struct FormulaProfile {
    /// The action with its arguments, the invariant, the property.
    pub name: String,
    /// Its text; of an invariant, that of the conjunct.
    pub span: Span,
    /// What it took.
    pub cost: Cost,
}

/// What was asked for in a section.
#[derive(Clone, Debug)]
pub struct SectionProfile {
    /// Which it is.
    pub section: Section,
    /// The time of all of it.
    pub time: Duration,
    /// The formulas in the order of the program.
    pub formulas: Vec<FormulaProfile>,
}

impl SectionProfile {
    /// The time of what was not an evaluation: looking up what is remembered, and making successors of it.
    pub fn remembering(&self) -> Duration {
        let evaluating: Duration = self.formulas.iter().map(|formula| formula.cost.time).sum();
        self.time.saturating_sub(evaluating)
    }
}

/// A loop of the specification: a quantifier, a CHOOSE, a set or function constructor; or a recursive operator.
#[derive(Clone, Copy, Debug)]
pub struct LoopProfile {
    /// What it is.
    pub what: &'static str,
    /// Its text.
    pub span: Span,
    /// The samples that were taken in this text.
    pub samples: u64,
}

/// What all workers have measured, by names and places.
#[derive(Clone, Debug)]
pub struct Summary {
    /// What was asked for.
    pub sections: Vec<SectionProfile>,
    /// Closed expressions whose values are kept; their time is part of that of the formulas that use them.
    pub kept: Vec<FormulaProfile>,
    /// Loops in which samples were taken.
    pub loops: Vec<LoopProfile>,
    /// All samples, by their text.
    pub samples: Vec<(Span, u64)>,
    /// The time in which each worker had something to do.
    pub busy: Vec<Duration>,
}

impl Summary {
    /// The number of all samples.
    pub fn sample_count(&self) -> u64 {
        self.samples.iter().map(|(_, count)| count).sum()
    }
}

/// What was measured, by the names and places of a program.
pub fn summary(program: &Program, profile: &Profile) -> Summary {
    let cost = |formula| profile.costs.get(&formula).copied().unwrap_or_default();
    let sections =
        SECTIONS.into_iter().map(|section| {
            let formulas = formulas(program, section)
                .into_iter()
                .map(|(formula, name, span)| FormulaProfile { name, span, cost: cost(formula) });
            let time = profile.sections.get(&section).copied().unwrap_or_default();
            SectionProfile { section, time, formulas: formulas.collect() }
        });
    let sections = sections.filter(|section| !section.formulas.is_empty()).collect();
    let kept = program.state_functions.iter_enumerated().map(|(id, function)| FormulaProfile {
        name: String::new(),
        span: program.ir.spans[function.expr],
        cost: cost(Formula::Kept(id.index())),
    });
    let kept = kept.filter(|kept| kept.cost.asked > 0).collect();
    let mut samples = FxHashMap::<Span, u64>::default();
    for (place, count) in &profile.samples {
        let span = match place {
            Place::Expr(id) => program.ir.spans[*id],
            Place::Act(id) => program.ir.act_spans[*id],
        };
        *samples.entry(span).or_default() += count;
    }
    let mut samples: Vec<(Span, u64)> = samples.into_iter().collect();
    samples.sort_by_key(|(span, count)| (std::cmp::Reverse(*count), span.source, span.start, span.end));
    let loops = loops(program, &samples);
    Summary { sections, kept, loops, samples, busy: profile.busy.clone() }
}

fn formulas(program: &Program, section: Section) -> Vec<(Formula, String, Span)> {
    let conjuncts = |predicates: &[Predicate], formula: fn(usize, usize) -> Formula| {
        let each = predicates.iter().enumerate().flat_map(|(index, predicate)| {
            predicate.conjuncts.iter().enumerate().map(move |(number, conjunct)| {
                let name = predicate.name.to_string();
                (formula(index, number), name, program.span_of(conjunct.expr))
            })
        });
        each.collect::<Vec<_>>()
    };
    let named = |formulas: &[(Box<str>, ExprId)], formula: fn(usize) -> Formula| {
        let each = formulas.iter().enumerate();
        each.map(|(index, (name, expr))| (formula(index), name.to_string(), program.span_of(*expr)))
            .collect::<Vec<_>>()
    };
    match section {
        Section::Actions => (0..program.instances.len())
            .map(|action| {
                let (label, _) = program.action_label(action as u32);
                let span = program.ir.act_spans[program.instances[action].act];
                (Formula::Action(action), label, span)
            })
            .collect(),
        Section::Constraints => {
            let mut found = conjuncts(&program.constraints, Formula::Constraint);
            found.extend(named(&program.action_constraints, Formula::ActionConstraint));
            for (index, possible) in program.possible.iter().enumerate() {
                let name = possible.formula.name.to_string();
                found.extend(possible.formula.conjuncts.iter().enumerate().map(|(number, conjunct)| {
                    (Formula::Possible(index, number), name.clone(), program.span_of(conjunct.expr))
                }));
            }
            found
        }
        Section::Invariants => conjuncts(&program.invariants, Formula::Invariant),
        Section::Properties => named(&program.action_properties, Formula::ActionProperty),
        Section::Atoms => {
            let atoms = program.atoms.iter_enumerated();
            let name = |of_step| if of_step { "formula of steps" } else { "formula of states" };
            atoms
                .map(|(id, atom)| {
                    let name = name(atom.of_step).to_owned();
                    (Formula::Atom(id.index()), name, program.span_of(atom.expr))
                })
                .collect()
        }
    }
}

/// The loops and recursive operators of a program in whose text samples were taken.
fn loops(program: &Program, samples: &[(Span, u64)]) -> Vec<LoopProfile> {
    let mut found = FxHashMap::<Span, &'static str>::default();
    for (id, node) in program.ir.nodes.iter_enumerated() {
        let what = match node {
            Node::Quantifier(true, ..) => "\\A",
            Node::Quantifier(false, ..) => "\\E",
            Node::Choose(..) => "CHOOSE",
            Node::Filter(..) => "{x \\in S : p}",
            Node::Map(..) => "{e : x \\in S}",
            Node::Function(..) => "[x \\in S |-> e]",
            Node::RecursiveFunction(..) => "recursive function",
            _ => continue,
        };
        found.insert(program.ir.spans[id], what);
    }
    for (id, act) in program.ir.acts.iter_enumerated() {
        if matches!(act, Act::Exists(..)) {
            found.insert(program.ir.act_spans[id], "\\E");
        }
    }
    for operator in program.ir.operators.iter() {
        if let Some(body) = operator.body {
            found.insert(program.ir.spans[body], "recursive operator");
        }
    }
    let within = |outer: Span, inner: Span| {
        outer.source == inner.source && outer.start <= inner.start && inner.end <= outer.end
    };
    let loops = found.into_iter().map(|(span, what)| {
        let inside = samples.iter().filter(|(inner, _)| within(span, *inner));
        LoopProfile { what, span, samples: inside.map(|(_, count)| count).sum() }
    });
    let mut loops: Vec<LoopProfile> = loops.filter(|found| found.samples > 0).collect();
    loops.sort_by_key(|found| {
        (std::cmp::Reverse(found.samples), found.span.source, found.span.start, found.span.end)
    });
    loops
}

impl<'p> Explorer<'p> {
    /// The same part, which measures where its time goes, and adds that to `total` in the end.
    #[must_use]
    pub fn profiled(mut self, total: Option<&'p Mutex<Profile>>) -> Self {
        self.profile = total.map(|total| (Box::new(Profile::of_worker(self.program)), total));
        self
    }

    /// The worker gets states to expand (true), or has expanded them. What it evaluates otherwise, such as the states of a
    /// trace, is not measured.
    pub fn work(&mut self, begins: bool) {
        if begins {
            self.measure(true);
        }
        if let Some(profile) = &mut self.registers.profile {
            profile.work(begins);
        }
        if !begins {
            self.measure(false);
        }
    }

    /// From now on what is evaluated is measured, or not.
    pub(crate) fn measure(&mut self, on: bool) {
        if let Some((resting, _)) = &mut self.profile {
            match (&mut self.registers.profile, on) {
                (registered @ None, true) => *registered = Some(std::mem::take(resting)),
                (registered @ Some(_), false) => *resting = registered.take().unwrap_or_default(),
                _ => {}
            }
        }
    }

    /// The time now, if it is wanted.
    #[inline]
    pub(crate) fn clock(&self) -> Option<Instant> {
        self.registers.profile.as_ref().map(|_| Instant::now())
    }

    /// What began then, if time is wanted, is done.
    #[inline]
    pub(crate) fn spent(&mut self, section: Section, started: Option<Instant>) {
        if let (Some(profile), Some(started)) = (&mut self.registers.profile, started) {
            profile.spent(section, started);
        }
    }

    /// Adds what was measured to the total.
    pub(crate) fn tell_profile(&mut self) {
        self.measure(false);
        let Some((mut own, total)) = self.profile.take() else { return };
        self.for_each_memory(&mut |formula, bytes| own.remembers(formula, bytes));
        for index in 0..self.program.state_functions.len() {
            let bytes = self.registers.kept.bytes_of(StateFunctionId::from_index(index));
            own.remembers(Formula::Kept(index), bytes);
        }
        total.lock().unwrap_or_else(PoisonError::into_inner).add(*own);
    }
}
