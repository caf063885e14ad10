//! Making a program of a specification and a model.

use bumpalo::Bump;
use fxhash::FxHashMap;
use std::sync::atomic::AtomicU64;
use tern_parser::resolved::{Callee, DefinitionId, Entity, Expr, ExprKind, InstanceId, Level, ResolvedSpec};
use tern_parser::source::{SourceMap, Span};

use crate::constants::{self, Constant, Constants, config_error, undefined};
use crate::context::Cx;
use crate::coverage::Relation;
use crate::env::Env;
use crate::error::EvalError;
use crate::ir::{Act, ActId, ExprId};
use crate::lower::behavior::Conjunct as Part;
use crate::lower::fold::{FOLD_STEPS, SHAPE_STEPS};
use crate::lower::names::Target;
use crate::lower::predicate::predicate;
use crate::lower::scope::Scope;
use crate::lower::{Lowerer, Mode, reads, shape};
use crate::model::{Behavior, Model, Name};
use crate::program::{Assumption, Conjunct, Host, Instance, Possible, Predicate, Program};
use crate::state::{Shape, VariableId};
use crate::temporal::{Temporal, TemporalProperty};
use crate::value::{self, Value};

/// Why a program cannot be made.
#[derive(Clone, Debug)]
pub struct BuildError {
    /// Whose fault it is.
    pub kind: BuildErrorKind,
    /// What is wrong.
    pub message: String,
    /// Where, in the specification or the configuration.
    pub span: Option<Span>,
    /// What to do about it.
    pub help: Option<String>,
}

/// Whose fault it is that a program cannot be made.
#[derive(Clone, Debug)]
pub enum BuildErrorKind {
    /// A temporal formula that means something, but that nothing can be done with where it stands.
    Temporal,
    /// The model names what does not exist, or gives no value to a constant.
    Config,
    /// A name of the model has a level that its place does not allow.
    Level,
    /// What is to be checked is a constant, and not TRUE.
    NotTrue,
    /// A property that nothing could violate.
    Tautology,
    /// Legal, but not supported by tern.
    Unsupported,
    /// An expression that the model needs could not be evaluated.
    Evaluation(Box<EvalError>),
}

pub(crate) type Built<T> = Result<T, BuildError>;

/// How to make a program; no choice changes which states are reached.
#[derive(Clone, Copy, Debug)]
pub struct BuildOptions {
    /// Lay out functions and records with fixed domains element by element; otherwise each variable is one slot.
    pub split: bool,
    /// Count how often expressions are evaluated, as TLC does for coverage: everything is evaluated as TLC evaluates
    /// it, and nothing is remembered. Goes without `split`.
    pub coverage: bool,
    /// Once a step has assigned all variables, the rest of its formula only tests, and adds no further successors: TLC's
    /// habit, unless it is run with `-nowarning`.
    pub shortcut: bool,
}

impl Default for BuildOptions {
    fn default() -> Self {
        Self { split: true, coverage: false, shortcut: true }
    }
}

/// What a specification says of behaviours, before lowering.
struct Behaviour<'s> {
    initial: Vec<(&'s Expr, Scope<'s>)>,
    next: Option<(&'s Expr, Scope<'s>)>,
    /// Fairness, and other temporal formulas.
    assumed: Vec<(&'s Expr, Scope<'s>)>,
}

impl Program {
    /// Makes the program of a specification and a model.
    ///
    /// # Errors
    /// The first fault of the model that is found.
    pub fn build(spec: &ResolvedSpec, model: &Model, host: Box<dyn Host>) -> Built<Program> {
        Self::build_with(spec, model, host, &BuildOptions::default())
    }

    /// [`build`](Self::build) with options.
    ///
    /// # Errors
    /// The first fault of the model that is found.
    pub fn build_with(
        spec: &ResolvedSpec,
        model: &Model,
        host: Box<dyn Host>,
        options: &BuildOptions,
    ) -> Built<Program> {
        let mut program = Program::empty(host);
        program.int32 = model.int32;
        program.show_view = model.show_view;
        program.max_set_size = model.max_set_size;
        program.check_deadlock = model.check_deadlock;
        program.shortcut = options.shortcut;
        program.seed = crate::value::mix(0x7365_6564, model.seed as u64);
        program.simulation = model.simulation;
        crate::symbols::intern_in_order(spec, model, &program.symbols);
        let constants = constants::bind(spec, model, &program)?;
        let (program, shapes) = if options.split && !options.coverage {
            find_shapes(spec, model, program, &constants)?
        } else {
            (program, FxHashMap::default())
        };
        let mut lowerer = Lowerer::new(spec, program, &constants, &shapes);
        constants::check_replacements(&mut lowerer)?;
        assumptions(&mut lowerer);
        if options.coverage {
            lowerer.costs = Some(Box::default());
        }
        let assumed = behaviour(&mut lowerer, model)?;
        let constant = checks(&mut lowerer, model)?;
        assume(&mut lowerer, &assumed)?;
        let mut program = lowerer.program;
        if let Some(costs) = lowerer.costs {
            let mut coverage = costs.coverage;
            coverage.prepare(program.constraints.len(), program.action_constraints.len());
            program.coverage = Some(coverage);
        }
        if options.split && !options.coverage {
            program.choose_set_slots();
        }
        find_reads(&mut program);
        for check in constant {
            check.verify(&program)?;
        }
        if program.coverage.is_some() {
            remember_nothing(&mut program);
        } else {
            crate::state_functions::find(&mut program);
        }
        Ok(program)
    }
}

/// Lowers the behaviour once with whole variables, to see which can be split.
fn find_shapes(
    spec: &ResolvedSpec,
    model: &Model,
    program: Program,
    constants: &Constants,
) -> Built<(Program, FxHashMap<VariableId, Shape>)> {
    let mut lowerer = Lowerer::new(spec, program, constants, &FxHashMap::default());
    lowerer.program.fold_steps = SHAPE_STEPS;
    lowerer.whole_steps = SHAPE_STEPS;
    lowerer.shapes = Some(FxHashMap::default());
    let assumed = behaviour(&mut lowerer, model)?;
    // ENABLED assigns too. A fault of the model is found again, and reported, by the second lowering.
    let _ = checks(&mut lowerer, model).and_then(|_| assume(&mut lowerer, &assumed));
    let mut shapes = FxHashMap::default();
    let mut found = shape::settle(lowerer.shapes.take().unwrap_or_default());
    for variable in lowerer.program.layout.variables.ids() {
        if let Some(found) = found.get_mut(&variable) {
            shapes.insert(variable, found.shape());
        }
    }
    let mut program = lowerer.program;
    program.forget_lowered();
    program.found = found;
    program.fold_steps = FOLD_STEPS;
    Ok((program, shapes))
}

pub(crate) fn evaluation(error: Box<EvalError>) -> BuildError {
    BuildError {
        message: error.message.clone(),
        span: error.span,
        help: None,
        kind: BuildErrorKind::Evaluation(error),
    }
}

fn assumptions(lowerer: &mut Lowerer<'_>) {
    let spec = lowerer.spec;
    let scope = lowerer.root_scope();
    for assumption in &spec.modules[spec.root].assumptions {
        if assumption.axiom {
            continue;
        }
        lowerer.in_assumption = true;
        let expr = lowerer.closed_expr(&assumption.body, &scope, Mode::STATE);
        lowerer.in_assumption = false;
        lowerer.program.assumptions.push(Assumption {
            name: assumption.name.clone(),
            span: stated(spec, &assumption.body).span,
            expr,
        });
    }
}

/// The formula of an assumption, which is a use of the definition that holds it.
fn stated<'s>(spec: &'s ResolvedSpec, body: &'s Expr) -> &'s Expr {
    match &body.kind {
        ExprKind::Apply { callee: Callee::Definition { definition, .. }, args } if args.is_empty() => {
            let held = &spec.definitions[*definition];
            if held.span == body.span { &held.body } else { body }
        }
        _ => body,
    }
}

/// What a name of the model means: the body of a definition without parameters, and its scope.
fn named<'s>(lowerer: &mut Lowerer<'s>, name: &Name) -> Built<(&'s Expr, Scope<'s>)> {
    let spec = lowerer.spec;
    let Some(Entity::Definition { definition, via }) = spec.modules[spec.root].names.get(name.text.as_str())
    else {
        return Err(undefined(name));
    };
    let (definition, via) = match lowerer.overrides.get(definition) {
        Some(Constant::Definition(other, via)) => (*other, via.to_vec()),
        _ => (*definition, via.clone()),
    };
    if !spec.definitions[definition].params.is_empty() {
        return Err(config_error(
            format!("{} has parameters; the model needs one without.", name.text),
            name,
        ));
    }
    let steps: Vec<(InstanceId, &'s [tern_parser::resolved::Argument])> =
        via.iter().map(|id| (*id, &[][..])).collect();
    let root = lowerer.root_scope();
    let context = lowerer.enter(&steps, &root, Mode::STATE);
    Ok((&spec.definitions[definition].body, Scope::of(context)))
}

/// Lowers what a model says of behaviours; returns what it assumes of them beside the steps.
fn behaviour<'s>(lowerer: &mut Lowerer<'s>, model: &Model) -> Built<Vec<(&'s Expr, Scope<'s>)>> {
    let found = match &model.behavior {
        None => return Ok(Vec::new()),
        // A module without variables has no states, whatever its SPECIFICATION says.
        Some(_) if lowerer.spec.modules[lowerer.spec.root].variables.is_empty() => return Ok(Vec::new()),
        Some(Behavior::InitNext(init, next)) => {
            let initial = vec![named(lowerer, init)?];
            Behaviour { initial, next: Some(named(lowerer, next)?), assumed: Vec::new() }
        }
        Some(Behavior::Specification(name)) => specification(lowerer, name)?,
    };
    lowerer.program.initial_label = initial_label(lowerer, model, &found);
    let mut acts = Vec::with_capacity(found.initial.len());
    for (expr, scope) in &found.initial {
        acts.push(initial_predicate(lowerer, expr, scope, initial_name(lowerer, model)));
    }
    let acts = acts.into();
    let span = lowerer.spec.modules[lowerer.spec.root].span;
    lowerer.program.initial = Some(lowerer.program.ir.push_act(Act::And(acts), span));
    let Some((next, scope)) = found.next else { return Ok(found.assumed) };
    for piece in lowerer.split(next, &scope) {
        let (definition, args) =
            piece.name.map_or((next_definition(lowerer, model), Vec::new()), |(id, args)| (Some(id), args));
        let spec = lowerer.spec;
        let name = definition.map(|id| spec.definitions[id].name.clone());
        let parameters = definition.filter(|_| !args.is_empty()).map_or(Vec::new(), |id| {
            let parameters = spec.definitions[id].params.iter();
            parameters.map(|id| spec.parameters[*id].name.clone()).collect()
        });
        let name = name.or_else(|| next_name(model));
        let instance = lowerer.program.instances.len() as u32;
        let place = lowerer.pieces.entry(std::ptr::from_ref(piece.expr)).or_default();
        place.push((instance, piece.scope.clone()));
        let scope = lowerer.action_root(definition, piece.expr, &piece.scope, instance);
        let act = lowerer.closed_action(piece.expr, &scope, Mode::STATE);
        lowerer.program.instances.push(Instance {
            name,
            args,
            parameters,
            span: piece.span,
            act,
            reads: reads::Reads::default(),
        });
    }
    Ok(found.assumed)
}

/// The definition that the initial states come from: INIT, or the one that the SPECIFICATION names or that its first
/// initial conjunct stands in.
fn initial_label(lowerer: &Lowerer<'_>, model: &Model, found: &Behaviour<'_>) -> Option<(Box<str>, Span)> {
    let (expr, _) = found.initial.first()?;
    if let Some(Behavior::InitNext(init, _)) = &model.behavior {
        return Some((init.text.as_str().into(), expr.span));
    }
    let spec = lowerer.spec;
    if let ExprKind::Apply { callee: Callee::Definition { definition, .. }, .. } = &expr.kind {
        let definition = &spec.definitions[*definition];
        return Some((definition.name.clone(), definition.body.span));
    }
    let holds = |outer: Span| {
        outer.source == expr.span.source && outer.start <= expr.span.start && expr.span.end <= outer.end
    };
    let around =
        spec.definitions.iter().filter(|definition| !definition.in_let && holds(definition.body.span));
    let innermost = around.min_by_key(|definition| definition.body.span.end - definition.body.span.start)?;
    Some((innermost.name.clone(), innermost.body.span))
}

/// One conjunct of the initial predicate; a definition that is all of it is taken for its right side.
fn initial_predicate<'s>(
    lowerer: &mut Lowerer<'s>,
    expr: &'s Expr,
    scope: &Scope<'s>,
    name: Option<DefinitionId>,
) -> ActId {
    let (mut expr, mut scope, mut name) = (expr, scope.clone(), name);
    if lowerer.counting()
        && let ExprKind::Apply { callee, args } = &expr.kind
        && args.is_empty()
        && let Target::Definition(id, body_scope, _) = lowerer.target(callee, &scope, Mode::INITIAL)
    {
        (expr, scope, name) = (&lowerer.spec.definitions[id].body, body_scope, Some(id));
    }
    let scope = lowerer.cost_root(Relation::Initial, name, expr, &scope);
    // It is evaluated once: what is large need not be evaluated before.
    let steps = lowerer.program.fold_steps;
    lowerer.program.fold_steps = steps.min(SHAPE_STEPS);
    let act = lowerer.closed_action(expr, &scope, Mode::INITIAL);
    lowerer.program.fold_steps = steps;
    act
}

/// The definition that a name of the model stands for.
fn definition_of(lowerer: &Lowerer<'_>, name: &Name) -> Option<DefinitionId> {
    match lowerer.spec.modules[lowerer.spec.root].names.get(name.text.as_str()) {
        Some(Entity::Definition { definition, .. }) => match lowerer.overrides.get(definition) {
            Some(Constant::Definition(other, _)) => Some(*other),
            _ => Some(*definition),
        },
        _ => None,
    }
}

fn initial_name(lowerer: &Lowerer<'_>, model: &Model) -> Option<DefinitionId> {
    match &model.behavior {
        Some(Behavior::InitNext(init, _)) => definition_of(lowerer, init),
        _ => None,
    }
}

fn next_definition(lowerer: &Lowerer<'_>, model: &Model) -> Option<DefinitionId> {
    match &model.behavior {
        Some(Behavior::InitNext(_, next)) => definition_of(lowerer, next),
        _ => None,
    }
}

/// Every evaluation is to be counted, so none is spared.
fn remember_nothing(program: &mut Program) {
    let reads = program.instances.iter_mut().map(|instance| &mut instance.reads);
    let predicates = program.invariants.iter_mut().chain(&mut program.constraints);
    let conjuncts = predicates.flat_map(|predicate| &mut predicate.conjuncts);
    let reads = reads.chain(conjuncts.map(|conjunct| &mut conjunct.reads));
    reads.chain(&mut program.action_property_reads).for_each(|reads| reads.impure = true);
}

/// The name of actions that no definition names: that of NEXT itself.
fn next_name(model: &Model) -> Option<Box<str>> {
    match &model.behavior {
        Some(Behavior::InitNext(_, next)) => Some(next.text.as_str().into()),
        _ => None,
    }
}

fn specification<'s>(lowerer: &mut Lowerer<'s>, name: &Name) -> Built<Behaviour<'s>> {
    let (body, scope) = named(lowerer, name)?;
    let mut parts = Vec::new();
    lowerer.conjuncts(body, &scope, &mut parts);
    let mut found = Behaviour { initial: Vec::new(), next: None, assumed: Vec::new() };
    for part in parts {
        match part {
            Part::State(expr, scope, _) => found.initial.push((expr, scope)),
            Part::Box { action, square, scope, .. } => {
                if found.next.is_some() {
                    let message = format!("The specification {} has more than one [][Next]_vars.", name.text);
                    return Err(config_error(message, name));
                }
                lowerer.program.subscript = lowerer.whole_subscript(square, &scope);
                lowerer.program.next = Some(action.span);
                found.next = Some((action, scope));
            }
            Part::Fairness(expr, scope) | Part::Temporal(expr, scope) => found.assumed.push((expr, scope)),
            Part::Action(expr) => {
                return Err(unsupported(
                    "This conjunct of the SPECIFICATION is an action, but neither initial predicate, nor \
                     [][Next]_vars, nor fairness.",
                    expr.span,
                ));
            }
            Part::Empty(_) => {}
            Part::Always { predicate: expr, .. } => {
                return Err(BuildError {
                    kind: BuildErrorKind::Temporal,
                    message: "TLC cannot handle this temporal formula: a conjunct []P of a SPECIFICATION.".into(),
                    span: Some(expr.span),
                    help: Some("State P as an INVARIANT if it is to be checked, as a CONSTRAINT if it is to be assumed.".into()),
                });
            }
        }
    }
    if found.initial.is_empty() || found.next.is_none() {
        let what = if found.initial.is_empty() { "no initial predicate" } else { "no [][Next]_vars" };
        return Err(config_error(format!("The specification {} has {what}.", name.text), name));
    }
    Ok(found)
}

fn unsupported(message: &str, span: Span) -> BuildError {
    BuildError { kind: BuildErrorKind::Unsupported, message: message.into(), span: Some(span), help: None }
}

/// Something to check that speaks of no state.
struct ConstantCheck {
    what: &'static str,
    name: String,
    expr: ExprId,
    span: Span,
}

impl ConstantCheck {
    /// Remembers to look at something to check, if it is a constant. It cannot be evaluated before everything is lowered.
    fn note<'s>(
        checks: &mut Vec<Self>,
        lowerer: &mut Lowerer<'s>,
        (what, name): (&'static str, &Name),
        (expr, scope): (&'s Expr, &Scope<'s>),
    ) {
        if lowerer.is_constant(expr, scope) {
            let id = lowerer.closed_expr(expr, scope, Mode::STATE);
            checks.push(Self { what, name: name.text.clone(), expr: id, span: expr.span });
        }
    }

    /// As in TLC it must be true before the search begins; if it has no value, that is found out in the first state.
    fn verify(self, program: &Program) -> Built<()> {
        let facts = program.ir.facts[self.expr];
        if facts.impure || facts.random {
            return Ok(());
        }
        let arena = Bump::new();
        let mut registers = crate::context::Registers::default();
        let mut cx = Cx::constant(program, &arena, &mut registers);
        cx.limit_steps(FOLD_STEPS);
        let value = match cx.eval(self.expr, Env::EMPTY) {
            Ok(Value::Bool(true)) | Err(_) => return Ok(()),
            Ok(Value::Bool(false)) => "FALSE".to_owned(),
            Ok(other) => value::format_value(&program.symbols, other),
        };
        Err(BuildError {
            kind: BuildErrorKind::NotTrue,
            message: format!("The {} of {} is equal to {value}", self.what, self.name),
            span: Some(self.span),
            help: None,
        })
    }
}

fn checks<'s>(lowerer: &mut Lowerer<'s>, model: &Model) -> Built<Vec<ConstantCheck>> {
    let mut constant = Vec::new();
    for name in &model.invariants {
        let (expr, scope) = named(lowerer, name)?;
        let level = lowerer.level(expr, &scope);
        if level > Level::State {
            return Err(BuildError {
                kind: BuildErrorKind::Level,
                message: format!(
                    "The invariant {} is not a state predicate (one with no primes or temporal operators).",
                    name.text
                ),
                span: Some(expr.span),
                help: None,
            });
        }
        ConstantCheck::note(&mut constant, lowerer, ("invariant", name), (expr, &scope));
        let scope = lowerer.cost_root(Relation::Invariant, definition_of(lowerer, name), expr, &scope);
        let invariant = predicate(lowerer, &name.text, expr, &scope);
        lowerer.program.invariants.push(invariant);
    }
    for (index, name) in model.constraints.iter().enumerate() {
        let (expr, scope) = named(lowerer, name)?;
        ConstantCheck::note(&mut constant, lowerer, ("constraint", name), (expr, &scope));
        let definition = definition_of(lowerer, name);
        let scope = lowerer.cost_root(Relation::Constraint(index), definition, expr, &scope);
        let constraint = predicate(lowerer, &name.text, expr, &scope);
        lowerer.program.constraints.push(constraint);
    }
    for (index, name) in model.action_constraints.iter().enumerate() {
        let (expr, scope) = named(lowerer, name)?;
        ConstantCheck::note(&mut constant, lowerer, ("action constraint", name), (expr, &scope));
        let definition = definition_of(lowerer, name);
        let scope = lowerer.cost_root(Relation::ActionConstraint(index), definition, expr, &scope);
        let id = lowerer.closed_expr(expr, &scope, Mode::STATE);
        lowerer.program.action_constraints.push((name.text.as_str().into(), id));
    }
    for name in &model.properties {
        let (expr, scope) = named(lowerer, name)?;
        ConstantCheck::note(&mut constant, lowerer, ("property", name), (expr, &scope));
        property(lowerer, name, expr, &scope)?;
    }
    for name in &model.postconditions {
        let (expr, scope) = named(lowerer, name)?;
        let id = lowerer.closed_expr(expr, &scope, Mode::STATE);
        lowerer.program.postconditions.push((name.text.as_str().into(), id));
    }
    if let Some(name) = &model.view {
        let (expr, scope) = named(lowerer, name)?;
        lowerer.program.view = Some(lowerer.closed_expr(expr, &scope, Mode::STATE));
    }
    if let Some(name) = &model.alias {
        let (expr, scope) = named(lowerer, name)?;
        lowerer.program.alias = Some(lowerer.closed_expr(expr, &scope, Mode::STATE));
    }
    if let Some(name) = &model.symmetry {
        symmetry(lowerer, name)?;
    }
    for name in &model.possible {
        possible(lowerer, name)?;
    }
    match &model.periodic {
        None => Ok(constant),
        Some(name) => Err(BuildError {
            kind: BuildErrorKind::Unsupported,
            message: "_PERIODIC is not supported yet.".into(),
            span: name.span,
            help: None,
        }),
    }
}

/// Lowers what a specification assumes of behaviours, if temporal properties are to be checked.
fn assume<'s>(lowerer: &mut Lowerer<'s>, assumed: &[(&'s Expr, Scope<'s>)]) -> Built<()> {
    if !lowerer.program.temporal_properties.is_empty() {
        for (expr, scope) in assumed {
            let formula = lowerer.temporal(expr, scope)?;
            lowerer.program.assumed.push(formula);
        }
    }
    Ok(())
}

fn possible(lowerer: &mut Lowerer<'_>, name: &Name) -> Built<()> {
    let (expr, scope) = named(lowerer, name)?;
    let level = lowerer.level(expr, &scope);
    if level > Level::Action {
        return Err(BuildError {
            kind: BuildErrorKind::Level,
            message: format!("The formula {} of _POSSIBLE has temporal operators.", name.text),
            span: Some(expr.span),
            help: Some("Name a state predicate or an action.".into()),
        });
    }
    let of_steps = level == Level::Action;
    let formula = if of_steps {
        let expr = lowerer.closed_expr(expr, &scope, Mode::STATE);
        let conjuncts = vec![Conjunct { expr, reads: reads::Reads::default() }];
        Predicate { name: name.text.as_str().into(), conjuncts }
    } else {
        predicate(lowerer, &name.text, expr, &scope)
    };
    let found = AtomicU64::new(0);
    lowerer.program.possible.push(Possible { formula, span: expr.span, of_steps, found });
    Ok(())
}

/// A place as TLC names what has no name.
fn place(sources: &SourceMap, span: Span) -> String {
    let (first, last) = sources.positions(span);
    let file = &sources.get(span.source).name;
    let module = file.rsplit(['/', '\\']).next().unwrap_or(file);
    let module = module.strip_suffix(".tla").unwrap_or(module);
    format!(
        "line {}, col {} to line {}, col {} of module {module}",
        first.line, first.column, last.line, last.column
    )
}

fn property<'s>(lowerer: &mut Lowerer<'s>, name: &Name, expr: &'s Expr, scope: &Scope<'s>) -> Built<()> {
    let mut parts = Vec::new();
    lowerer.conjuncts(expr, scope, &mut parts);
    let spec = lowerer.spec;
    // The property as a whole has its name; a conjunct without a name is known by its place.
    let place_or = |label: Box<str>, part: &Expr| {
        if part.span == expr.span { label } else { place(&spec.sources, part.span).into() }
    };
    for part in parts {
        let label: Box<str> = name.text.as_str().into();
        match part {
            Part::State(expr, scope, within) => {
                let label = lowerer.predicate_name(expr, within).unwrap_or_else(|| place_or(label, expr));
                let scope = lowerer.cost_root(Relation::Property, None, expr, &scope);
                let id = lowerer.closed_expr(expr, &scope, Mode::STATE);
                lowerer.program.initial_properties.push((label, id));
            }
            Part::Always { predicate: expr, scope, hidden: true, .. } => {
                // TLC does not look through what hides this one, and checks it with the temporal properties.
                let formula = Temporal::Always(Box::new(lowerer.temporal(expr, &scope)?));
                let property = TemporalProperty { name: label, span: expr.span, formula };
                lowerer.program.temporal_properties.push(property);
            }
            Part::Always { whole, predicate: expr, scope, within, .. } => {
                let label = lowerer.predicate_name(expr, within).unwrap_or_else(|| place_or(label, whole));
                let scope = lowerer.cost_root(Relation::Invariant, None, expr, &scope);
                let invariant = predicate(lowerer, &label, expr, &scope);
                lowerer.program.invariants.push(invariant);
            }
            Part::Empty(expr) => {
                return Err(BuildError {
                    kind: BuildErrorKind::Tautology,
                    message: "Temporal formula is a tautology (its negation is unsatisfiable).".into(),
                    span: Some(expr.span),
                    help: Some("The set of this \\A is empty, so that nothing would be checked.".into()),
                });
            }
            Part::Box { whole, square, scope, within, .. } => {
                let label = match within {
                    Some(id) => lowerer.spec.definitions[id].name.clone(),
                    None => place_or(label, whole),
                };
                let scope = lowerer.cost_root(Relation::Property, None, square, &scope);
                let id = lowerer.closed_expr(square, &scope, Mode::STATE);
                lowerer.program.action_properties.push((label, id));
            }
            Part::Fairness(expr, scope) | Part::Temporal(expr, scope) => {
                let formula = lowerer.temporal(expr, &scope)?;
                lowerer.program.temporal_properties.push(TemporalProperty {
                    name: label,
                    span: expr.span,
                    formula,
                });
            }
            Part::Action(expr) => {
                return Err(BuildError {
                    kind: BuildErrorKind::Config,
                    message: format!("The property {} is not correctly defined.", name.text),
                    span: Some(expr.span),
                    help: Some(
                        "It is an action formula; write [][A]_vars to say that all steps satisfy it.".into(),
                    ),
                });
            }
        }
    }
    Ok(())
}

fn symmetry(lowerer: &mut Lowerer<'_>, name: &Name) -> Built<()> {
    let (expr, scope) = named(lowerer, name)?;
    if lowerer.program.view.is_some() {
        return Err(unsupported("VIEW together with SYMMETRY is not supported yet.", expr.span));
    }
    let id = lowerer.closed_expr(expr, &scope, Mode::STATE);
    let arena = bumpalo::Bump::new();
    let mut registers = crate::context::Registers::default();
    let mut cx = Cx::constant(&lowerer.program, &arena, &mut registers);
    let group = cx
        .eval(id, Env::EMPTY)
        .and_then(|value| crate::value::normalize(&mut cx, value))
        .and_then(|value| crate::symmetry::group(&mut cx, value))
        .map_err(evaluation)?;
    if group.len() > 1 {
        lowerer.program.symmetry = group;
    }
    Ok(())
}

fn find_reads(program: &mut Program) {
    let found: Vec<reads::Reads> =
        program.instances.iter().map(|instance| reads::of_act(program, instance.act)).collect();
    for (instance, reads) in program.instances.iter_mut().zip(found) {
        instance.reads = reads;
    }
    let of = |program: &Program, predicates: &[Predicate]| -> Vec<Vec<reads::Reads>> {
        predicates
            .iter()
            .map(|predicate| {
                predicate.conjuncts.iter().map(|conjunct| reads::of_expr(program, conjunct.expr)).collect()
            })
            .collect()
    };
    program.action_property_reads =
        program.action_properties.iter().map(|(_, expr)| reads::of_expr(program, *expr)).collect();
    let atoms: Vec<_> = program.atoms.iter().map(|atom| reads::of_expr(program, atom.expr)).collect();
    for (id, reads) in program.atoms.ids().zip(atoms) {
        program.atoms[id].reads = reads;
        if let Some(changed) =
            program.atoms[id].taken.as_ref().filter(|taken| taken.of_variables).map(|taken| taken.changed)
        {
            let slots = reads::of_expr(program, changed).slots;
            let slots = slots.iter().flat_map(|slot| program.words_of(slot.0 as usize)).collect();
            if let Some(taken) = &mut program.atoms[id].taken {
                taken.slots = Some(slots);
            }
        }
    }
    let invariants = of(program, &program.invariants);
    let constraints = of(program, &program.constraints);
    let possible: Vec<_> = program
        .possible
        .iter()
        .map(|possible| of(program, std::slice::from_ref(&possible.formula)))
        .collect();
    let put = |predicates: &mut [Predicate], found: Vec<Vec<reads::Reads>>| {
        for (predicate, found) in predicates.iter_mut().zip(found) {
            for (conjunct, reads) in predicate.conjuncts.iter_mut().zip(found) {
                conjunct.reads = reads;
            }
        }
    };
    put(&mut program.invariants, invariants);
    put(&mut program.constraints, constraints);
    for (possible, found) in program.possible.iter_mut().zip(possible) {
        put(std::slice::from_mut(&mut possible.formula), found);
    }
    program.random = program.ir.facts.iter().any(|facts| facts.random);
    program.effects = observes_order(program);
    program.registers_used = program.ir.facts.iter().any(|facts| facts.impure);
}

/// Whether something that the search evaluates after the initial states can observe, or makes it observable, in
/// which order states are expanded.
fn observes_order(program: &Program) -> bool {
    let predicates = program.invariants.iter().chain(&program.constraints);
    let predicates = predicates.chain(program.possible.iter().map(|possible| &possible.formula));
    let steps = program.action_constraints.iter().chain(&program.action_properties);
    let steps = steps.chain(&program.initial_properties).map(|(_, expr)| *expr).chain(program.view);
    program.instances.iter().any(|instance| instance.reads.ordered)
        || predicates.flat_map(|predicate| &predicate.conjuncts).any(|conjunct| conjunct.reads.ordered)
        || steps.into_iter().any(|expr| reads::of_expr(program, expr).ordered)
}
