//! Profiles: where the time of a search goes. Each worker measures for itself what it evaluates. Lookups of remembered
//! results are too short to be measured one by one: they are counted, and some of the calls that they are made for are
//! measured. Which expressions take the time of evaluations is found out by samples: after so many steps of the
//! evaluator, the expression that it has come to is noted.
//!
//! What is measured is in the [`Registers`](crate::context::Registers) while a worker has states to expand or
//! enumerates initial ones. A worker without a profile has nothing to do for it but to see that there is none, once for a
//! state, a formula of a state, or an evaluation.

use fxhash::FxHashMap;
use std::collections::BTreeMap;
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
#[derive(Clone, Copy, Debug)]
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
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
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

impl Section {
    /// It is asked of each step, new or not: there are too many to measure all.
    fn is_asked_of_steps(self) -> bool {
        matches!(self, Self::Constraints | Self::Properties | Self::Atoms)
    }
}

/// All sections.
pub const SECTIONS: [Section; 5] =
    [Section::Actions, Section::Constraints, Section::Invariants, Section::Properties, Section::Atoms];

/// What an evaluation has come to.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Place {
    /// An expression.
    Expr(ExprId),
    /// An action formula.
    Act(ActId),
}

/// The costs of all formulas, by their places in the program's lists.
#[derive(Clone, Debug, Default)]
struct Costs {
    actions: Vec<Cost>,
    invariants: Vec<Vec<Cost>>,
    constraints: Vec<Vec<Cost>>,
    possible: Vec<Vec<Cost>>,
    action_constraints: Vec<Cost>,
    action_properties: Vec<Cost>,
    atoms: Vec<Cost>,
    kept: Vec<Cost>,
}

impl Costs {
    fn of(program: &Program) -> Self {
        let none = |count: usize| vec![Cost::default(); count];
        let conjuncts = |predicate: &Predicate| none(predicate.conjuncts.len());
        Self {
            actions: none(program.instances.len()),
            invariants: program.invariants.iter().map(conjuncts).collect(),
            constraints: program.constraints.iter().map(conjuncts).collect(),
            possible: program.possible.iter().map(|possible| conjuncts(&possible.formula)).collect(),
            action_constraints: none(program.action_constraints.len()),
            action_properties: none(program.action_properties.len()),
            atoms: none(program.atoms.len()),
            kept: none(program.state_functions.len()),
        }
    }

    #[inline]
    fn get(&mut self, formula: Formula) -> Option<&mut Cost> {
        match formula {
            Formula::Action(index) => self.actions.get_mut(index),
            Formula::Invariant(index, number) => self.invariants.get_mut(index)?.get_mut(number),
            Formula::Constraint(index, number) => self.constraints.get_mut(index)?.get_mut(number),
            Formula::Possible(index, number) => self.possible.get_mut(index)?.get_mut(number),
            Formula::ActionConstraint(index) => self.action_constraints.get_mut(index),
            Formula::ActionProperty(index) => self.action_properties.get_mut(index),
            Formula::Atom(index) => self.atoms.get_mut(index),
            Formula::Kept(index) => self.kept.get_mut(index),
        }
    }

    /// All of them, in an order that depends on nothing but the program.
    fn all(&mut self) -> impl Iterator<Item = &mut Cost> {
        let conjuncts = [&mut self.invariants, &mut self.constraints, &mut self.possible];
        let single = [
            &mut self.actions,
            &mut self.action_constraints,
            &mut self.action_properties,
            &mut self.atoms,
            &mut self.kept,
        ];
        conjuncts.into_iter().flatten().chain(single).flatten()
    }
}

/// What one worker has measured, or all of them together.
#[derive(Clone, Debug, Default)]
pub struct Profile {
    /// None if nothing was measured yet.
    costs: Option<Costs>,
    /// The time of what was asked for in each section and was no evaluation.
    remembering: [Duration; SECTIONS.len()],
    samples: BTreeMap<Place, u64>,
    /// The time in which each worker had something to do.
    busy: Vec<Duration>,
    /// When it got something to do.
    began: Option<Instant>,
    /// The time of all evaluations of a worker.
    evaluating: Duration,
    /// For each action instance, the state in which it was evaluated last.
    evaluated: Vec<u64>,
    /// States that were expanded completely.
    expanded: u64,
    /// States of which successors were asked for.
    states: u64,
    /// Decides what is measured where there is too much to measure.
    random: u64,
}

/// A sample is taken after so many steps of the evaluator.
pub(crate) const SAMPLE_PERIOD: u64 = 512;

/// Of what is asked of all steps one in so many is measured.
const ONE_OF: u32 = 8;

/// Nothing but another process makes lookups for one step take so long: it would count as many times that.
const INTERRUPTION: Duration = Duration::from_micros(500);

/// What has begun.
#[derive(Clone, Copy)]
pub(crate) struct Started {
    at: Instant,
    /// The time of all evaluations before.
    evaluating: Duration,
}

impl Profile {
    /// That of a worker who has done nothing.
    pub(crate) fn of_worker(program: &Program) -> Self {
        let evaluated = vec![0; program.instances.len()];
        Self { costs: Some(Costs::of(program)), evaluated, ..Self::default() }
    }

    #[inline]
    fn cost(&mut self, formula: Formula) -> Option<&mut Cost> {
        self.costs.as_mut()?.get(formula)
    }

    /// A formula was asked for.
    #[inline]
    pub(crate) fn asked(&mut self, formula: Formula) {
        if let Some(cost) = self.cost(formula) {
            cost.asked += 1;
        }
    }

    /// It was not remembered.
    pub(crate) fn evaluated(&mut self, formula: Formula, started: Instant) {
        let time = started.elapsed();
        if !matches!(formula, Formula::Kept(_)) {
            self.evaluating += time;
        }
        if let Some(cost) = self.cost(formula) {
            *cost += Cost { missed: 1, evaluations: 1, time, ..Cost::default() };
        }
    }

    /// An action instance, or a branch of it, was evaluated in the state that is being expanded.
    pub(crate) fn evaluated_action(&mut self, action: u32, started: Instant) {
        let Some(last) = self.evaluated.get_mut(action as usize) else { return };
        let missed = u64::from(std::mem::replace(last, self.states) != self.states);
        let time = started.elapsed();
        self.evaluating += time;
        if let Some(cost) = self.cost(Formula::Action(action as usize)) {
            *cost += Cost { missed, evaluations: 1, time, ..Cost::default() };
        }
    }

    /// Successors of a state are asked for: by all action instances, or by some.
    pub(crate) fn expand(&mut self, actions: std::ops::Range<usize>) {
        self.states += 1;
        if actions.len() == self.evaluated.len() {
            self.expanded += 1;
        } else {
            actions.for_each(|action| self.asked(Formula::Action(action)));
        }
    }

    /// Something is asked for. None if it is not to be measured.
    #[inline]
    pub(crate) fn started(&mut self, section: Section) -> Option<Started> {
        if section.is_asked_of_steps() {
            self.random = value::mix(self.random, 0x6f6e_655f_6f66);
            if !(self.random as u32).is_multiple_of(ONE_OF) {
                return None;
            }
        }
        Some(Started { at: Instant::now(), evaluating: self.evaluating })
    }

    /// What was asked for in a section is found.
    pub(crate) fn spent(&mut self, section: Section, started: Started) {
        let evaluating = self.evaluating - started.evaluating;
        let remembering = started.at.elapsed().saturating_sub(evaluating);
        if !section.is_asked_of_steps() {
            self.remembering[section as usize] += remembering;
        } else if remembering < INTERRUPTION {
            self.remembering[section as usize] += remembering * ONE_OF;
        }
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
        if let Some(cost) = self.cost(formula) {
            cost.bytes += bytes;
        }
    }

    /// Adds what a worker has measured.
    pub(crate) fn add(&mut self, worker: Profile) {
        if let Some(mut costs) = worker.costs {
            costs.actions.iter_mut().for_each(|cost| cost.asked += worker.expanded);
            match &mut self.costs {
                Some(all) => all.all().zip(costs.all()).for_each(|(all, cost)| *all += *cost),
                none => *none = Some(costs),
            }
        }
        for (all, time) in self.remembering.iter_mut().zip(worker.remembering) {
            *all += time;
        }
        for (place, count) in worker.samples {
            *self.samples.entry(place).or_default() += count;
        }
        self.busy.extend(worker.busy);
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
    /// The time of what was not an evaluation: looking up what is remembered, and making successors of it.
    pub remembering: Duration,
    /// The formulas in the order of the program.
    pub formulas: Vec<FormulaProfile>,
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
    let mut costs = profile.costs.clone().unwrap_or_default();
    let mut cost = |formula| costs.get(formula).copied().unwrap_or_default();
    let mut sections = Vec::new();
    for section in SECTIONS {
        let formulas = formulas(program, section).into_iter();
        let formulas =
            formulas.map(|(formula, name, span)| FormulaProfile { name, span, cost: cost(formula) });
        let formulas: Vec<_> = formulas.collect();
        if !formulas.is_empty() {
            let remembering = profile.remembering[section as usize];
            sections.push(SectionProfile { section, remembering, formulas });
        }
    }
    let kept = program.state_functions.iter_enumerated().map(|(id, function)| FormulaProfile {
        name: String::new(),
        span: program.ir.spans[function.expr],
        cost: cost(Formula::Kept(id.index())),
    });
    let kept = kept.filter(|kept| kept.cost.asked > 0).collect();
    let mut by_text = FxHashMap::<Span, u64>::default();
    for (place, count) in &profile.samples {
        let span = match place {
            Place::Expr(id) => program.ir.spans[*id],
            Place::Act(id) => program.ir.act_spans[*id],
        };
        *by_text.entry(span).or_default() += count;
    }
    let mut samples: Vec<(Span, u64)> = by_text.into_iter().collect();
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
    pub(crate) fn now(&self) -> Option<Instant> {
        self.registers.profile.as_ref().map(|_| Instant::now())
    }

    /// Something is asked for in a section.
    #[inline]
    pub(crate) fn started(&mut self, section: Section) -> Option<Started> {
        self.registers.profile.as_mut().and_then(|profile| profile.started(section))
    }

    /// What was asked for is found.
    #[inline]
    pub(crate) fn spent(&mut self, section: Section, started: Option<Started>) {
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
