//! Lowering: from the resolved specification and a model to the IR.
//!
//! The steps, in order, for each expression or action formula, top-down:
//! 1. Names ([`scope`], [`names`]): constants become values, definitions are inlined with their arguments bound to
//!    values, parts of the state, delayed bindings or (where primes require it) names; instances are substituted;
//!    recursive operators become called ones. After this: no INSTANCE, no LET, no definition.
//! 2. Expressions ([`expr`]) and action formulas ([`action`], [`update`]): `v[k]` with a constant `k` becomes a part of
//!    the state; assignments become updates of parts.
//! 3. Folding ([`fold`]): a closed constant expression becomes its value at once.
//!
//! Next is first split into instances ([`split`]) as TLC splits it, with the values of quantified names as constants;
//! which variables have a fixed shape is found by a first lowering in which every variable is whole ([`shape`]); what
//! each instance reads and writes is computed at the end ([`reads`]).

use fxhash::FxHashMap;
use std::rc::Rc;
use tern_parser::resolved::{
    Argument, Callee, DeclarationId, DefinitionId, Expr, InstanceId, Level, ParameterId, ResolvedSpec,
};
use tern_parser::source::Span;

use crate::constants::{Constant, Constants};
use crate::ir::{ActId, ExprId, Facts, Node, OperatorId};
use crate::program::Program;
use crate::state::{PartId, Shape, VariableId};

pub(crate) mod action;
pub(crate) mod apply;
pub(crate) mod assigned;
pub(crate) mod behavior;
pub(crate) mod cost;
pub(crate) mod equality;
pub(crate) mod expr;
pub(crate) mod fold;
pub(crate) mod names;
pub(crate) mod predicate;
pub(crate) mod reads;
pub(crate) mod recursion;
pub(crate) mod scope;
pub(crate) mod shape;
pub(crate) mod split;
pub(crate) mod subscript;
pub(crate) mod temporal;
pub(crate) mod universe;
pub(crate) mod update;

use scope::{Context, Scope};

/// Which state unprimed and primed names are read in.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) struct Mode {
    /// Unprimed variables mean the next state: under a prime, and everywhere in an initial predicate.
    pub(crate) next: bool,
    /// In an initial predicate: no primes; assignments are to unprimed variables.
    pub(crate) initial: bool,
}

impl Mode {
    /// An ordinary state or action formula.
    pub(crate) const STATE: Mode = Mode { next: false, initial: false };
    /// An initial predicate.
    pub(crate) const INITIAL: Mode = Mode { next: true, initial: true };
}

/// The state of lowering. It owns the program that it makes, since folding evaluates.
pub(crate) struct Lowerer<'s> {
    pub(crate) spec: &'s ResolvedSpec,
    pub(crate) program: Program,
    pub(crate) constants: FxHashMap<DeclarationId, Constant>,
    /// Definitions that the configuration replaces.
    pub(crate) overrides: FxHashMap<DefinitionId, Constant>,
    pub(crate) variables: FxHashMap<DeclarationId, PartId>,
    /// Variables of instances whose next values are quantified by some ENABLED.
    pub(crate) quantified: FxHashMap<DeclarationId, PartId>,
    /// The number of bindings in the environment of what is being lowered.
    pub(crate) depth: u32,
    /// Bindings before this one that are still to be evaluated belong to another state than what is being lowered.
    pub(crate) barrier: u32,
    pub(crate) inlining: u32,
    pub(crate) shared: FxHashMap<(DefinitionId, *const Context<'s>, Mode), ExprId>,
    /// Shared definitions that are being lowered.
    pub(crate) open: fxhash::FxHashSet<(DefinitionId, *const Context<'s>, Mode)>,
    pub(crate) operators:
        FxHashMap<(DefinitionId, *const Context<'s>, Mode, u32, Option<cost::Frame>), OperatorId>,
    /// The bodies of recursive functions as action formulas, while they are being lowered.
    pub(crate) function_acts: FxHashMap<(DefinitionId, *const Context<'s>, u32), ActId>,
    /// The bodies of operators that are called as action formulas.
    pub(crate) action_bodies: FxHashMap<recursion::BodyKey<'s>, ActId>,
    /// Lowering is inside the body of a recursive definition.
    pub(crate) recursion: u32,
    contexts: FxHashMap<(InstanceId, *const Context<'s>), Rc<Context<'s>>>,
    /// Contexts used as keys stay alive.
    kept: Vec<Rc<Context<'s>>>,
    /// Instances of LETs, whose substitutions may use bound names.
    let_instances: fxhash::FxHashSet<InstanceId>,
    /// How many operators TLC would not look into are around the conjuncts being taken.
    pub(crate) hidden: u32,
    /// It is being asked whether TLC takes a formula for a constant.
    pub(crate) as_constant: bool,
    /// What definitions of the root module read with their LETs, where that was asked.
    pub(crate) levels_with_lets: FxHashMap<DefinitionId, Level>,
    /// How many more definitions may be read to tell the level of an argument.
    pub(crate) expansions: u32,
    /// The definition whose conjuncts are being taken.
    pub(crate) within: Option<DefinitionId>,
    /// The shapes of the values assigned to each variable, while they are being collected.
    pub(crate) shapes: Option<FxHashMap<VariableId, shape::Found>>,
    /// The sets that quantified names are in, by the places of their bindings, while shapes are being collected.
    pub(crate) ranges: FxHashMap<(ParameterId, u32), shape::Found>,
    /// An assumption is being lowered.
    pub(crate) in_assumption: bool,
    /// How many expressions one folding in a shared definition may evaluate.
    pub(crate) whole_steps: u64,
    /// The formulas of action instances: where they stand, and what names mean there.
    pub(crate) pieces: FxHashMap<*const Expr, Vec<(u32, Scope<'s>)>>,
    /// What coverage is counted in, if it is.
    pub(crate) costs: Option<Box<cost::Costs>>,
    /// Callees synthesised for substitutions.
    pub(crate) root_context: Rc<Context<'s>>,
}

/// More inlined applications inside each other than this are called instead.
pub(crate) const INLINE_LIMIT: u32 = 100;

/// A program with more expressions than this inlines no further.
pub(crate) const NODE_LIMIT: usize = 3_000_000;

impl<'s> Lowerer<'s> {
    /// A lowerer whose variables have the given shapes (whole where none is given).
    pub(crate) fn new(
        spec: &'s ResolvedSpec,
        mut program: Program,
        constants: &Constants,
        shapes: &FxHashMap<VariableId, Shape>,
    ) -> Self {
        let mut variables = FxHashMap::default();
        for &declaration in &spec.modules[spec.root].variables {
            let id = program.layout.variables.next_id();
            let shape = shapes.get(&id).unwrap_or(&Shape::Whole);
            program.layout.add(&spec.declarations[declaration].name, declaration, shape);
            variables.insert(declaration, program.layout.variables[id].root);
        }
        program.reset_slots();
        Self {
            spec,
            program,
            constants: constants.declared.clone(),
            overrides: constants.replaced.clone(),
            variables,
            quantified: FxHashMap::default(),
            depth: 0,
            barrier: 0,
            inlining: 0,
            shared: FxHashMap::default(),
            open: fxhash::FxHashSet::default(),
            operators: FxHashMap::default(),
            function_acts: FxHashMap::default(),
            action_bodies: FxHashMap::default(),
            recursion: 0,
            contexts: FxHashMap::default(),
            kept: Vec::new(),
            let_instances: fxhash::FxHashSet::default(),
            hidden: 0,
            as_constant: false,
            levels_with_lets: FxHashMap::default(),
            expansions: 0,
            within: None,
            shapes: None,
            in_assumption: false,
            ranges: FxHashMap::default(),
            whole_steps: fold::FOLD_STEPS,
            pieces: FxHashMap::default(),
            costs: None,
            root_context: Scope::root().context,
        }
    }

    /// The scope of the root module.
    pub(crate) fn root_scope(&self) -> Scope<'s> {
        Scope::of(self.root_context.clone())
    }

    /// Adds an expression and folds it if it is a closed constant.
    pub(crate) fn push(&mut self, node: Node, facts: Facts, span: Span) -> ExprId {
        let id = self.program.ir.push(node, facts, span);
        if !self.counting() {
            self.fold(id);
        }
        id
    }

    /// Facts of an expression.
    pub(crate) fn facts(&self, id: ExprId) -> Facts {
        self.program.ir.facts[id]
    }

    /// Facts of several operands together.
    pub(crate) fn join(&self, ids: &[ExprId]) -> Facts {
        ids.iter().fold(Facts::CONSTANT, |facts, id| facts.join(self.facts(*id)))
    }

    /// `facts` of a body without the `count` bindings that start at the current depth.
    pub(crate) fn unbound(&self, mut facts: Facts, count: u32) -> Facts {
        for index in self.depth..self.depth + count {
            if index < 63 {
                facts.free &= !(1 << index);
            }
        }
        facts
    }

    /// The facts of a use of the binding with this index.
    pub(crate) fn local_facts(index: u32) -> Facts {
        Facts { free: 1 << index.min(63), ..Facts::CONSTANT }
    }

    /// The number of links from here to the binding with this index.
    pub(crate) fn links(&self, index: u32) -> u32 {
        self.depth - 1 - index
    }

    /// The context that a list of instances leads to, entered one after the other from `scope`.
    pub(crate) fn enter(
        &mut self,
        via: &[(InstanceId, &'s [Argument])],
        scope: &Scope<'s>,
        mode: Mode,
    ) -> Rc<Context<'s>> {
        let mut scope = scope.clone();
        for &(id, args) in via {
            let instance = &self.spec.instances[id];
            let in_let = self.let_instances.contains(&id);
            let context = if instance.params.is_empty() && !in_let {
                let key = (id, Rc::as_ptr(&scope.context));
                if let Some(context) = self.contexts.get(&key) {
                    context.clone()
                } else {
                    let bare = Scope::of(scope.context.clone());
                    let context = bare.enter(self.spec, id, bare.clone(), scope.context.depth);
                    self.kept.push(scope.context.clone());
                    self.contexts.insert(key, context.clone());
                    context
                }
            } else {
                let base = if in_let { scope.clone() } else { Scope::of(scope.context.clone()) };
                let bound = self.bind_by_name(&instance.params, args, &scope, base, mode);
                let context = scope.enter(self.spec, id, bound, self.depth);
                self.kept.push(context.clone());
                context
            };
            scope = Scope::of(context);
        }
        scope.context
    }

    /// Keeps the context of a scope alive, since its address is a key.
    pub(crate) fn keep_context(&mut self, scope: &Scope<'s>) {
        self.kept.push(scope.context.clone());
    }

    /// Remembers which instances a LET defines.
    pub(crate) fn note_let_instances(&mut self, instances: &[InstanceId]) {
        self.let_instances.extend(instances.iter().copied());
    }

    /// An operator of the language as a callee of the root.
    pub(crate) fn fail(&mut self, kind: crate::error::EvalErrorKind, message: &str, span: Span) -> ExprId {
        let facts = Facts { unfoldable: true, ..Facts::CONSTANT };
        self.program.ir.push(Node::Fail(kind, message.into()), facts, span)
    }

    /// The text of an unsupported construct's error.
    pub(crate) fn unsupported(&mut self, what: &str, span: Span) -> ExprId {
        self.fail(crate::error::EvalErrorKind::Unsupported, &format!("{what} is not supported yet."), span)
    }

    /// Goes on with the body of a definition that is read with so many bindings; returns what to restore afterwards.
    pub(crate) fn enter_body(&mut self, base: u32) -> (u32, u32) {
        (std::mem::replace(&mut self.depth, base), std::mem::replace(&mut self.barrier, 0))
    }

    /// Lowers an action formula that is closed.
    pub(crate) fn closed_action(&mut self, expr: &'s Expr, scope: &Scope<'s>, mode: Mode) -> ActId {
        let (depth, barrier) = self.enter_body(0);
        let act = self.action(expr, scope, mode);
        (self.depth, self.barrier) = (depth, barrier);
        act
    }

    /// Lowers an expression that is closed.
    pub(crate) fn closed_expr(&mut self, expr: &'s Expr, scope: &Scope<'s>, mode: Mode) -> ExprId {
        let (depth, barrier) = self.enter_body(0);
        let id = self.expr(expr, scope, mode);
        (self.depth, self.barrier) = (depth, barrier);
        id
    }

    /// Whether a callee is this operator of the language.
    pub(crate) fn is_builtin(callee: &Callee, wanted: tern_parser::resolved::Builtin) -> bool {
        matches!(callee, Callee::Builtin(builtin) if *builtin == wanted)
    }
}
