//! A program: a specification and a model, lowered; what all workers share.

use bumpalo::Bump;
use fxhash::FxHashMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;
use tern_parser::ids::{Id, IndexVec};
use tern_parser::resolved::DeclarationId;
use tern_parser::source::{SourceMap, Span};

use crate::context::{Cx, RegisterValues};
use crate::coverage::Coverage;
pub use crate::host::{Execution, Host, Warning, WriteMode};
use crate::ir::{ActId, ExprId, Ir};
pub use crate::lower::reads::Reads;
use crate::lower::shape::Found;
use crate::model::SimulationConfig;
use crate::permanent::Permanent;
use crate::state::{Layout, PartId, Shape, SlotTable, VariableId};
use crate::state_functions::{StateFunction, StateFunctionId};
use crate::symmetry::Permutation;
use crate::temporal::{Atom, AtomId, Temporal, TemporalProperty};
use crate::universe::Universe;
use crate::value::symbol::Symbols;
use crate::value::{self, Interner, InternerStatistics, LazySet, Value};

/// A lowered specification with its model.
pub struct Program {
    /// The IR.
    pub ir: Ir,
    /// How variables are laid out in slots.
    pub layout: Layout,
    /// What was seen of the shapes of the variables, for [`plan`](crate::plan).
    pub(crate) found: FxHashMap<VariableId, Found>,
    /// What coverage is counted in, if it is.
    pub coverage: Option<Coverage>,
    /// The values that each slot has had.
    pub(crate) slots: Vec<SlotTable>,
    /// The set slots.
    pub(crate) universes: Vec<Universe>,
    /// The universe of each slot that is one.
    pub(crate) universe_of_slot: Vec<Option<u32>>,
    /// What each slot's values are mixed with in fingerprints.
    pub(crate) salts: Vec<u64>,
    /// Strings and model values.
    pub symbols: Symbols,
    pub(crate) interner: Interner,
    /// Symbolic sets that are constants: the interner holds only finite values.
    lazies: Mutex<Bump>,
    /// The initial predicate; none if the model has no behaviour.
    pub(crate) initial: Option<ActId>,
    /// The parts of Next, in TLC's order.
    pub instances: Vec<Instance>,
    /// The `v` of `[][Next]_v`, if it consists of all variables and means the same in the root module.
    pub subscript: Option<Span>,
    /// The `Next` of `[][Next]_v`.
    pub next: Option<Span>,
    /// Assumptions in order.
    pub assumptions: Vec<Assumption>,
    /// Invariants in order; `[]P` properties follow those of the model.
    pub invariants: Vec<Predicate>,
    /// State constraints.
    pub(crate) constraints: Vec<Predicate>,
    /// Action constraints.
    pub(crate) action_constraints: Vec<(Box<str>, ExprId)>,
    /// Properties `[][A]_v`.
    pub action_properties: Vec<(Box<str>, ExprId)>,
    /// Definitions over one state whose values are kept.
    pub(crate) state_functions: IndexVec<StateFunctionId, StateFunction>,
    /// What each of them reads in the state and in the next one.
    pub(crate) action_property_reads: Vec<Reads>,
    /// Properties that are state predicates: of initial states.
    pub initial_properties: Vec<(Box<str>, ExprId)>,
    /// What temporal formulas are made of.
    pub atoms: IndexVec<AtomId, Atom>,
    /// What is assumed of behaviours beside their steps: fairness. Only if there are temporal properties.
    pub assumed: Vec<Temporal>,
    /// The conjuncts of properties that are neither about initial states, nor invariants, nor about steps.
    pub temporal_properties: Vec<TemporalProperty>,
    /// How many expressions one folding may evaluate before it is put off.
    pub(crate) fold_steps: u64,
    /// Evaluated at the end.
    pub postconditions: Vec<(Box<str>, ExprId)>,
    /// What must be possible: `_POSSIBLE`.
    pub(crate) possible: Vec<Possible>,
    /// What identifies a state in place of its slots.
    pub(crate) view: Option<ExprId>,
    /// What traces show in place of the variables.
    pub(crate) alias: Option<ExprId>,
    /// Permutations of model values that do not change a state's identity; empty without symmetry.
    pub(crate) symmetry: Vec<Permutation>,
    /// A state without successor is an error.
    pub check_deadlock: bool,
    /// TLC's 32-bit integers.
    pub(crate) int32: bool,
    /// Traces show only the variables that the VIEW reads.
    pub(crate) show_view: bool,
    /// Once all variables are assigned, what remains of an action is only tested (TLC without `-nowarning`).
    pub(crate) shortcut: bool,
    /// The largest set that is enumerated.
    pub(crate) max_set_size: u64,
    /// Where random choices begin.
    pub(crate) seed: u64,
    /// How behaviours are simulated, if they are.
    pub(crate) simulation: Option<SimulationConfig>,
    /// By what traces name their initial states.
    pub(crate) initial_label: Option<(Box<str>, Span)>,
    /// When it was made, for `TLCGet("duration")`.
    pub(crate) started: Instant,
    /// Something chooses at random.
    pub(crate) random: bool,
    /// See [`has_effects`](Self::has_effects).
    pub(crate) effects: bool,
    /// See [`counts_possible`](Self::counts_possible).
    pub(crate) registers_used: bool,
    registers: Mutex<RegisterValues>,
    /// The texts of the specification, where something asks for the place of an error: `TLCExt!AssertError`.
    pub(crate) sources: Option<SourceMap>,
    /// What the program asks of the world.
    pub(crate) host: Box<dyn Host>,
}

/// One part of Next: what TLC calls an action.
pub struct Instance {
    /// The definition it comes from.
    pub name: Option<Box<str>>,
    /// The values of the definition's parameters.
    pub args: Vec<Permanent>,
    /// The names of these parameters.
    pub parameters: Vec<Box<str>>,
    /// Where its formula stands.
    pub span: Span,
    /// Its formula.
    pub(crate) act: ActId,
    /// What it reads and writes.
    pub reads: Reads,
}

/// An assumption.
pub struct Assumption {
    /// Its name, if it has one.
    pub name: Option<Box<str>>,
    /// Where it stands.
    pub span: Span,
    pub(crate) expr: ExprId,
}

/// A state predicate as its conjuncts.
pub struct Predicate {
    /// Its name in the model.
    pub name: Box<str>,
    /// Its conjuncts, in order.
    pub(crate) conjuncts: Vec<Conjunct>,
}

impl Predicate {
    /// Whether its value can differ from state to state: it reads variables, or asks the run.
    pub fn reads_state(&self) -> bool {
        let reads = self.conjuncts.iter().map(|conjunct| &conjunct.reads);
        reads.into_iter().any(|reads| !reads.slots.is_empty() || reads.impure)
    }
}

/// A formula of `_POSSIBLE`: true of some reachable state, or of some step.
pub struct Possible {
    /// The formula; an action is one conjunct.
    pub(crate) formula: Predicate,
    /// Where it is defined.
    pub(crate) span: Span,
    /// It is a formula of steps.
    pub(crate) of_steps: bool,
    /// How often it was found true, by all workers together: their order does not matter. No more is known than
    /// whether it is 0, unless something asks for registers.
    pub(crate) found: AtomicU64,
}

/// One conjunct of a state predicate.
pub struct Conjunct {
    pub(crate) expr: ExprId,
    pub(crate) reads: Reads,
}

/// A constant interval with more elements than this stays symbolic.
const KEEP_LIMIT: i64 = 4096;

/// Whether all that keeps a finite value from being normal is intervals that may be enumerated.
fn has_only_small_intervals(value: Value<'_>) -> bool {
    let all = |values: &[Value<'_>]| values.iter().all(|value| has_only_small_intervals(*value));
    match value {
        Value::Tuple(tuple) => all(tuple.items),
        Value::Record(record) => all(record.values),
        Value::Function(function) => all(function.domain) && all(function.values),
        Value::Set(set) => set.normal && all(set.items),
        Value::LazySet(LazySet::Interval(low, high)) => high - low < KEEP_LIMIT,
        Value::LazySet(_) | Value::Lambda(_) => false,
        _ => true,
    }
}

impl Program {
    pub(crate) fn empty(host: Box<dyn Host>) -> Self {
        Self {
            ir: Ir::default(),
            layout: Layout::default(),
            found: FxHashMap::default(),
            coverage: None,
            slots: Vec::new(),
            universes: Vec::new(),
            universe_of_slot: Vec::new(),
            salts: Vec::new(),
            symbols: Symbols::default(),
            interner: Interner::new(),
            lazies: Mutex::default(),
            initial: None,
            instances: Vec::new(),
            subscript: None,
            next: None,
            assumptions: Vec::new(),
            invariants: Vec::new(),
            constraints: Vec::new(),
            action_constraints: Vec::new(),
            action_properties: Vec::new(),
            state_functions: IndexVec::default(),
            action_property_reads: Vec::new(),
            initial_properties: Vec::new(),
            atoms: IndexVec::default(),
            assumed: Vec::new(),
            temporal_properties: Vec::new(),
            fold_steps: crate::lower::fold::FOLD_STEPS,
            postconditions: Vec::new(),
            possible: Vec::new(),
            view: None,
            alias: None,
            symmetry: Vec::new(),
            check_deadlock: true,
            int32: false,
            show_view: false,
            shortcut: true,
            max_set_size: 1_000_000,
            seed: 0,
            simulation: None,
            initial_label: None,
            started: Instant::now(),
            random: false,
            effects: false,
            registers_used: false,
            registers: Mutex::default(),
            sources: None,
            host,
        }
    }

    /// Makes the tables for the slots of the layout.
    pub(crate) fn reset_slots(&mut self) {
        let count = self.layout.slots.len();
        self.slots = std::iter::repeat_with(SlotTable::default).take(count).collect();
        self.salts = (0..count as u64).map(|slot| value::mix(0x7465_726e_736c_6f74, slot + 1)).collect();
    }

    /// Adds a variable of an instance whose next value ENABLED quantifies.
    pub(crate) fn add_quantified(&mut self, name: &str, declaration: DeclarationId) -> PartId {
        let id = self.layout.add(name, declaration, &Shape::Whole);
        self.layout.quantified += 1;
        self.slots.push(SlotTable::default());
        self.salts.push(0);
        self.layout.variables[id].root
    }

    /// Forgets what a first lowering made, but for symbols and kept values.
    pub(crate) fn forget_lowered(&mut self) {
        self.ir = Ir::default();
        self.layout = Layout::default();
        self.initial = None;
        self.instances.clear();
        self.invariants.clear();
        self.constraints.clear();
        self.action_constraints.clear();
        self.action_properties.clear();
        self.initial_properties.clear();
        self.atoms = IndexVec::default();
        self.assumed.clear();
        self.temporal_properties.clear();
        self.postconditions.clear();
        self.possible.clear();
        self.symmetry.clear();
        self.view = None;
        self.alias = None;
    }

    /// Whether states with the same view are one state.
    pub fn has_view(&self) -> bool {
        self.view.is_some()
    }

    /// Whether states that differ by a permutation of values are one state.
    pub fn has_symmetry(&self) -> bool {
        !self.symmetry.is_empty()
    }

    /// Keeps a value that the interner can hold.
    pub(crate) fn keep_normal(&self, normal: Value<'_>) -> Permanent {
        let interned = self.interner.intern(&self.symbols, normal);
        // SAFETY: the program owns the interner.
        unsafe { Permanent::new(interned) }
    }

    /// Keeps a big integer.
    pub(crate) fn keep_big(&self, big: num_bigint::BigInt) -> Permanent {
        self.keep_normal(Value::BigInt(&big))
    }

    /// Keeps a symbolic set whose parts are kept.
    pub(crate) fn keep_lazy(&self, set: LazySet<'static>) -> Permanent {
        let lazies = self.lazies.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let kept = Value::LazySet(lazies.alloc(set));
        // SAFETY: the program owns the arena, which is only ever added to.
        unsafe { Permanent::new(kept) }
    }

    /// Keeps any value that does not depend on an environment: symbolic sets stay symbolic. None for closures.
    pub(crate) fn keep<'a>(&'a self, value: Value<'a>) -> Option<Permanent> {
        // SAFETY (all uses of `stored`): `keep` returns permanents; storing them in a node that is kept is sound.
        let stored = |kept: Permanent| -> Value<'static> {
            // SAFETY: as above.
            unsafe { std::mem::transmute::<Value<'_>, Value<'static>>(kept.get()) }
        };
        let keep = |inner: Value<'a>| self.keep(inner).map(stored);
        let all = |sets: &[Value<'a>]| -> Option<&'static [Value<'static>]> {
            let kept: Option<Vec<Value<'static>>> = sets.iter().map(|set| keep(*set)).collect();
            Some(self.slice(&kept?))
        };
        match value {
            Value::Lambda(_) => None,
            Value::LazySet(set) => {
                let kept = match set {
                    LazySet::Interval(low, high) if high - low < KEEP_LIMIT => {
                        return self.keep_enumerated(value);
                    }
                    LazySet::Interval(low, high) => LazySet::Interval(*low, *high),
                    LazySet::Powerset(a) => LazySet::Powerset(keep(*a)?),
                    LazySet::Functions(a, b) => LazySet::Functions(keep(*a)?, keep(*b)?),
                    LazySet::Records(fields, sets) => LazySet::Records(self.slice(fields), all(sets)?),
                    LazySet::Product(sets) => LazySet::Product(all(sets)?),
                    LazySet::Cup(a, b) => LazySet::Cup(keep(*a)?, keep(*b)?),
                    LazySet::Cap(a, b) => LazySet::Cap(keep(*a)?, keep(*b)?),
                    LazySet::Minus(a, b) => LazySet::Minus(keep(*a)?, keep(*b)?),
                    LazySet::Union(a) => LazySet::Union(keep(*a)?),
                    LazySet::Filter(..) => return self.keep_enumerated(value),
                    LazySet::Sequences(a) => LazySet::Sequences(keep(*a)?),
                    LazySet::Naturals => LazySet::Naturals,
                    LazySet::Integers => LazySet::Integers,
                    LazySet::Reals => LazySet::Reals,
                    LazySet::Strings => LazySet::Strings,
                    LazySet::Any => LazySet::Any,
                };
                Some(self.keep_lazy(kept))
            }
            Value::Set(set) if !set.normal => None,
            value => self.keep_finite(value),
        }
    }

    fn slice<T: Copy>(&self, items: &[T]) -> &'static [T] {
        let lazies = self.lazies.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let kept: &[T] = lazies.alloc_slice_copy(items);
        // SAFETY: the program owns the arena, which is only ever added to, and hands the slice out only inside nodes
        // that are themselves borrowed from the program.
        unsafe { std::mem::transmute::<&[T], &'static [T]>(kept) }
    }

    fn keep_enumerated<'a>(&'a self, value: Value<'a>) -> Option<Permanent> {
        let arena = Bump::new();
        let mut registers = crate::context::Registers::default();
        let mut cx = Cx::constant(self, &arena, &mut registers);
        cx.limit_steps(self.fold_steps);
        let normal = value::normalize(&mut cx, value).ok()?;
        Some(self.keep_normal(normal))
    }

    /// Keeps a finite value if all of it is evaluated.
    fn keep_finite<'a>(&'a self, value: Value<'a>) -> Option<Permanent> {
        if value::is_normal(value) {
            return Some(self.keep_normal(value));
        }
        if has_only_small_intervals(value) { self.keep_enumerated(value) } else { None }
    }

    /// The number of a normal value in a slot.
    pub(crate) fn number(&self, slot: usize, normal: Value<'_>) -> u32 {
        let interned = self.interner.intern(&self.symbols, normal);
        self.slots[slot].number(interned, self.salts[slot], &self.symbols)
    }

    /// The child of a split part for a normal key.
    pub(crate) fn child(&self, part: PartId, key: Value<'_>) -> Option<PartId> {
        let split = self.layout.parts[part].split.as_ref()?;
        // Domains are short; strings and integers compare by one word.
        let index = split.domain.iter().position(|own| value::equal_normal(own.get(), key))?;
        Some(split.children[index])
    }

    /// The sum over the slots of a state: its fingerprint without view and symmetry.
    pub fn fingerprint(&self, words: &[u32]) -> u64 {
        let slots = words.iter().take(self.slot_count()).zip(&self.slots);
        let sum = slots.fold(0, |sum: u64, (word, slot)| sum.wrapping_add(slot.hash(*word)));
        self.universes.iter().fold(sum, |sum, universe| sum.wrapping_add(universe.hash(words)))
    }

    /// A word that stands for "not assigned" in the states of failed steps.
    pub const UNASSIGNED: u32 = u32::MAX;

    /// The action instance's name as traces show it: `Name(args)`, and where it stands.
    pub fn action_label(&self, action: u32) -> (String, Span) {
        let instance = &self.instances[action as usize];
        let mut label = instance.name.as_deref().unwrap_or("Action").to_string();
        if !instance.args.is_empty() {
            let args: Vec<String> = instance
                .args
                .iter()
                .map(|arg| {
                    let value = arg.get();
                    value::format_value(&self.symbols, value)
                })
                .collect();
            label = format!("{label}({})", args.join(", "));
        }
        (label, instance.span)
    }

    /// The name of the definition that the initial states come from, and its formula.
    pub fn initial_label(&self) -> Option<(&str, Span)> {
        self.initial_label.as_ref().map(|(name, span)| (&**name, *span))
    }

    /// Whether the model has states at all.
    pub fn has_behavior(&self) -> bool {
        self.initial.is_some()
    }

    /// Whether [`Explorer::admits`](crate::explorer::Explorer::admits) is to be asked of states and steps: some can
    /// be excluded, or something is looked for in them.
    pub fn has_constraints(&self) -> bool {
        !self.constraints.is_empty() || !self.action_constraints.is_empty() || !self.possible.is_empty()
    }

    /// Whether the constraints say the same of a state each time, whatever leads to it, and nobody counts how often they
    /// are evaluated: a state that was admitted once need not be asked about again.
    pub fn admits_by_state(&self) -> bool {
        let conjuncts = self.constraints.iter().flat_map(|constraint| &constraint.conjuncts);
        let each_state_is_one = self.symmetry.is_empty() && self.view.is_none();
        let uncounted = self.coverage.is_none() && self.possible.is_empty() && !self.random;
        self.action_constraints.is_empty()
            && each_state_is_one
            && uncounted
            && conjuncts.into_iter().all(|conjunct| !conjunct.reads.impure)
    }

    /// The formulas of `_POSSIBLE` that no search has found true, by name and place, in order.
    pub fn never_possible(&self) -> Vec<(&str, Span)> {
        let missing = self.possible.iter().filter(|possible| possible.found.load(Ordering::Relaxed) == 0);
        missing.map(|possible| (&*possible.formula.name, possible.span)).collect()
    }

    /// Whether the order of the search can be observed: what it evaluates prints, writes files, sets registers, or
    /// reads registers that change within a level.
    pub fn has_effects(&self) -> bool {
        self.effects
    }

    /// Whether something asks how often formulas of `_POSSIBLE` are true.
    pub(crate) fn counts_possible(&self) -> bool {
        self.registers_used
    }

    /// Registers begin with the values that `registers` have: what assumptions and the search leave to what is
    /// evaluated after them.
    pub(crate) fn keep_registers(&self, registers: &RegisterValues) {
        let mut kept = self.registers.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        kept.clone_from(registers);
    }

    /// The values that registers begin with.
    pub(crate) fn kept_registers(&self) -> RegisterValues {
        self.registers.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }

    /// The names of the state constraints, and of the action constraints if `of_steps`.
    pub fn constraint_names(&self, of_steps: bool) -> Vec<&str> {
        let states = self.constraints.iter().map(|constraint| &*constraint.name);
        let steps = self.action_constraints.iter().map(|(name, _)| &**name).filter(|_| of_steps);
        states.chain(steps).collect()
    }

    /// The text that a closed formula comes from.
    pub fn span_of(&self, id: ExprId) -> Span {
        self.ir.spans[id]
    }

    /// How many slots the states have.
    pub fn slot_count(&self) -> usize {
        self.layout.slots.len() - self.layout.quantified
    }

    /// The values that are kept: how many composite ones there are, and the memory for them and for the numbers
    /// that slots give to their values.
    pub fn values(&self) -> InternerStatistics {
        let mut held = self.interner.statistics();
        held.bytes += self.slots.iter().map(SlotTable::bytes).sum::<usize>() as u64;
        held
    }

    /// The values that slots and constants keep, in number.
    pub fn interned_values(&self) -> usize {
        self.slots.iter().map(SlotTable::len).sum()
    }

    /// The part that a slot holds, as text: `pc["a"]`.
    pub fn slot_name(&self, slot: usize) -> String {
        let part = self.layout.slots[crate::state::SlotId::from_index(slot)];
        let variable = self.layout.parts[part].variable;
        let variable = &self.layout.variables[variable];
        let mut text = variable.name.to_string();
        let mut at = variable.root;
        while let Some(split) = &self.layout.parts[at].split {
            let Some(index) =
                split.children.iter().position(|child| self.layout.slots_of(*child).contains(&slot))
            else {
                break;
            };
            text.push_str(&format!("[{}]", value::format_value(&self.symbols, split.domain[index].get())));
            at = split.children[index];
        }
        text
    }
}
