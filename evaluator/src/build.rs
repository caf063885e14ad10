//! Making a program of a specification and a model.

use fxhash::FxHashMap;
use std::rc::Rc;
use std::sync::atomic::AtomicU64;
use tern_parser::resolved::{
    DeclarationId, DefinitionId, Entity, Expr, InstanceId, Level, ModuleId, ResolvedSpec,
};
use tern_parser::source::Span;

use crate::context::Cx;
use crate::env::Env;
use crate::error::EvalError;
use crate::ir::Act;
use crate::lower::behavior::Conjunct as Part;
use crate::lower::scope::Scope;
use crate::lower::{Constant, Lowerer, Mode, TableRow, reads};
use crate::model::{Behavior, ConstantValue, Model, Name};
use crate::permanent::Permanent;
use crate::program::{Assumption, Conjunct, Host, Instance, Possible, Predicate, Program};
use crate::state::{Shape, VariableId};
use crate::value::Value;

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
    /// The model names what does not exist, or gives no value to a constant.
    Config,
    /// A name of the model has a level that its place does not allow.
    Level,
    /// Legal, but not supported by tern.
    Unsupported,
    /// An expression that the model needs could not be evaluated.
    Evaluation(Box<EvalError>),
}

type Built<T> = Result<T, BuildError>;

/// What a specification says of behaviours, before lowering.
struct Behaviour<'s> {
    initial: Vec<(&'s Expr, Scope<'s>)>,
    next: Option<(&'s Expr, Scope<'s>)>,
}

impl Program {
    /// Makes the program of a specification and a model.
    ///
    /// # Errors
    /// The first fault of the model that is found.
    pub fn build(spec: &ResolvedSpec, model: &Model, host: Box<dyn Host>) -> Built<Program> {
        let mut program = Program::empty(host);
        program.int32 = model.int32;
        program.max_set_size = model.max_set_size;
        program.check_deadlock = model.check_deadlock;
        program.seed = crate::value::mix(0x7365_6564, model.seed as u64);
        crate::symbols::intern_in_order(spec, model, &program.symbols);
        let (constants, overrides) = bind_constants(spec, model, &program)?;
        let shapes = find_shapes(spec, model, &mut program, &constants, &overrides)?;
        let mut lowerer = Lowerer::new(spec, program, constants, overrides, &shapes);
        constant_replacements(&mut lowerer)?;
        assumptions(&mut lowerer);
        behaviour(&mut lowerer, model)?;
        checks(&mut lowerer, model)?;
        let mut program = lowerer.program;
        find_reads(&mut program);
        Ok(program)
    }
}

/// Lowers the behaviour once with whole variables, to see which can be split.
fn find_shapes(
    spec: &ResolvedSpec,
    model: &Model,
    program: &mut Program,
    constants: &FxHashMap<DeclarationId, Constant>,
    overrides: &FxHashMap<DefinitionId, Constant>,
) -> Built<FxHashMap<VariableId, Shape>> {
    let kept = std::mem::replace(program, Program::empty(Box::new(Silent)));
    let mut lowerer = Lowerer::new(spec, kept, constants.clone(), overrides.clone(), &FxHashMap::default());
    lowerer.shapes = Some(FxHashMap::default());
    behaviour(&mut lowerer, model)?;
    // ENABLED assigns too. A fault of the model is found again, and reported, by the second lowering.
    let _ = checks(&mut lowerer, model);
    let found = lowerer.shapes.take().unwrap_or_default();
    *program = lowerer.program;
    program.forget_lowered();
    Ok(found.into_iter_shapes())
}

/// A host for programs that are not run.
struct Silent;

impl Host for Silent {
    fn print(&self, _line: &str) {}
}

trait IntoShapes {
    fn into_iter_shapes(self) -> FxHashMap<VariableId, Shape>;
}

impl IntoShapes for FxHashMap<VariableId, crate::lower::shape::Found> {
    #[expect(clippy::iter_over_hash_type, reason = "the result is a map again; order does not matter")]
    fn into_iter_shapes(self) -> FxHashMap<VariableId, Shape> {
        let mut shapes = FxHashMap::default();
        for (variable, found) in self {
            shapes.insert(variable, found.shape());
        }
        shapes
    }
}

fn config_error(message: String, name: &Name) -> BuildError {
    BuildError { kind: BuildErrorKind::Config, message, span: name.span, help: None }
}

/// The values and replacements that the model gives.
fn bind_constants(
    spec: &ResolvedSpec,
    model: &Model,
    program: &Program,
) -> Built<(FxHashMap<DeclarationId, Constant>, FxHashMap<DefinitionId, Constant>)> {
    let mut constants: FxHashMap<DeclarationId, Constant> = FxHashMap::default();
    let mut overrides: FxHashMap<DefinitionId, Constant> = FxHashMap::default();
    let mut put = |entity: &Entity, constant: Constant| match entity {
        Entity::Declaration(id) => {
            constants.insert(*id, constant);
        }
        Entity::Definition { definition, .. } => {
            overrides.insert(*definition, constant);
        }
        Entity::Instance(_) => {}
    };
    let mut tables: Vec<(&Name, Entity, Vec<TableRow>)> = Vec::new();
    for assignment in &model.assignments {
        let module = module_of(spec, assignment.module.as_ref())?;
        // TLC ignores values for names that do not exist.
        let Some(entity) = spec.modules[module].names.get(assignment.name.text.as_str()) else { continue };
        let value = constant(program, &assignment.value)?;
        if assignment.args.is_empty() {
            put(entity, Constant::Value(value));
            continue;
        }
        let args: Result<Box<[Permanent]>, BuildError> =
            assignment.args.iter().map(|arg| constant(program, arg)).collect();
        let row = (args?, value);
        match tables.iter_mut().find(|(name, ..)| name.text == assignment.name.text) {
            Some((_, _, rows)) => rows.push(row),
            None => tables.push((&assignment.name, entity.clone(), vec![row])),
        }
    }
    for (_, entity, rows) in tables {
        put(&entity, Constant::Table(Rc::new(rows)));
    }
    for substitution in &model.substitutions {
        let module = module_of(spec, substitution.module.as_ref())?;
        let Some(entity) = spec.modules[module].names.get(substitution.name.text.as_str()) else {
            return Err(config_error(
                format!("The configuration replaces {}, which does not exist.", substitution.name.text),
                &substitution.name,
            ));
        };
        let replacement = &substitution.replacement;
        match spec.modules[spec.root].names.get(replacement.text.as_str()) {
            Some(Entity::Definition { definition, via }) => {
                put(entity, Constant::Definition(*definition, via.clone().into()));
            }
            Some(Entity::Declaration(id)) => match model.assignments.iter().find(|other| {
                spec.modules[spec.root].names.get(other.name.text.as_str()) == Some(&Entity::Declaration(*id))
            }) {
                Some(other) => put(entity, Constant::Value(constant(program, &other.value)?)),
                None => return Err(undefined(replacement)),
            },
            _ => return Err(undefined(replacement)),
        }
    }
    for id in &spec.modules[spec.root].constants {
        if !constants.contains_key(id) {
            let declaration = &spec.declarations[*id];
            return Err(BuildError {
                kind: BuildErrorKind::Config,
                message: format!("The constant parameter {} is not assigned a value.", declaration.name),
                span: Some(declaration.span),
                help: Some(format!("Add `CONSTANT {} = ...` to the configuration.", declaration.name)),
            });
        }
    }
    Ok((constants, overrides))
}

fn undefined(name: &Name) -> BuildError {
    config_error(format!("The configuration names {}, which is not defined.", name.text), name)
}

fn module_of(spec: &ResolvedSpec, name: Option<&Name>) -> Built<ModuleId> {
    let Some(name) = name else { return Ok(spec.root) };
    spec.modules
        .iter_enumerated()
        .find(|(_, module)| *module.name == *name.text)
        .map(|(id, _)| id)
        .ok_or_else(|| config_error(format!("The module {} does not exist.", name.text), name))
}

fn constant(program: &Program, written: &ConstantValue) -> Built<Permanent> {
    let arena = bumpalo::Bump::new();
    let mut registers = crate::context::Registers::default();
    let mut cx = Cx::constant(program, &arena, &mut registers);
    let value = constant_value(&mut cx, written).map_err(evaluation)?;
    Ok(program.keep_normal(value))
}

fn constant_value<'a>(cx: &mut Cx<'a>, written: &ConstantValue) -> Result<Value<'a>, Box<EvalError>> {
    Ok(match written {
        ConstantValue::Int(number) => Value::Int(*number),
        ConstantValue::Bool(truth) => Value::Bool(*truth),
        ConstantValue::String(text) => Value::String(cx.program.symbols.intern(text)),
        ConstantValue::ModelValue(name) => Value::ModelValue(cx.program.symbols.intern(name)),
        ConstantValue::Set(items) => {
            let mut values = Vec::with_capacity(items.len());
            for item in items {
                values.push(constant_value(cx, item)?);
            }
            Value::set(cx, values)?
        }
    })
}

fn evaluation(error: Box<EvalError>) -> BuildError {
    BuildError {
        message: error.message.clone(),
        span: error.span,
        help: None,
        kind: BuildErrorKind::Evaluation(error),
    }
}

/// A constant can only be replaced by a constant: no variables, and nothing that asks the run.
fn constant_replacements(lowerer: &mut Lowerer<'_>) -> Built<()> {
    let spec = lowerer.spec;
    for id in &spec.modules[spec.root].constants {
        let Some(Constant::Definition(definition, via)) = lowerer.constants.get(id).cloned() else {
            continue;
        };
        let definition = &spec.definitions[definition];
        let mut constant = definition.level == Level::Constant;
        if constant && definition.params.is_empty() && via.is_empty() {
            let scope = lowerer.root_scope();
            let expr = lowerer.closed_expr(&definition.body, &scope, Mode::STATE);
            constant = !lowerer.facts(expr).impure;
        }
        if !constant {
            return Err(BuildError {
                kind: BuildErrorKind::Config,
                message: format!(
                    "The configuration replaces the constant {} by {}, which is not a constant.",
                    spec.declarations[*id].name, definition.name
                ),
                span: Some(definition.span),
                help: None,
            });
        }
    }
    Ok(())
}

fn assumptions(lowerer: &mut Lowerer<'_>) {
    let spec = lowerer.spec;
    let scope = lowerer.root_scope();
    for assumption in &spec.modules[spec.root].assumptions {
        if assumption.axiom {
            continue;
        }
        let expr = lowerer.closed_expr(&assumption.body, &scope, Mode::STATE);
        lowerer.program.assumptions.push(Assumption {
            name: assumption.name.clone(),
            span: assumption.body.span,
            expr,
        });
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

fn behaviour<'s>(lowerer: &mut Lowerer<'s>, model: &Model) -> Built<()> {
    let found = match &model.behavior {
        None => return Ok(()),
        // A module without variables has no states, whatever its SPECIFICATION says.
        Some(_) if lowerer.spec.modules[lowerer.spec.root].variables.is_empty() => return Ok(()),
        Some(Behavior::InitNext(init, next)) => {
            Behaviour { initial: vec![named(lowerer, init)?], next: Some(named(lowerer, next)?) }
        }
        Some(Behavior::Specification(name)) => specification(lowerer, name)?,
    };
    let acts =
        found.initial.iter().map(|(expr, scope)| lowerer.closed_action(expr, scope, Mode::INITIAL)).collect();
    let span = lowerer.spec.modules[lowerer.spec.root].span;
    lowerer.program.initial = Some(lowerer.program.ir.push_act(Act::And(acts), span));
    let Some((next, scope)) = found.next else { return Ok(()) };
    for piece in lowerer.split(next, &scope) {
        let act = lowerer.closed_action(piece.expr, &piece.scope, Mode::STATE);
        let (name, args) = piece.name.map_or((None, Vec::new()), |(name, args)| (Some(name), args));
        let name = name.or_else(|| next_name(lowerer.spec, model));
        lowerer.program.instances.push(Instance {
            name,
            args,
            span: piece.span,
            act,
            reads: reads::Reads::default(),
        });
    }
    Ok(())
}

/// The name of actions that no definition names: that of NEXT itself.
fn next_name(_spec: &ResolvedSpec, model: &Model) -> Option<Box<str>> {
    match &model.behavior {
        Some(Behavior::InitNext(_, next)) => Some(next.text.as_str().into()),
        _ => None,
    }
}

fn specification<'s>(lowerer: &mut Lowerer<'s>, name: &Name) -> Built<Behaviour<'s>> {
    let (body, scope) = named(lowerer, name)?;
    let mut parts = Vec::new();
    lowerer.conjuncts(body, &scope, &mut parts);
    let mut found = Behaviour { initial: Vec::new(), next: None };
    for part in parts {
        match part {
            Part::State(expr, scope) => found.initial.push((expr, scope)),
            Part::Box { action, scope, .. } => {
                if found.next.is_some() {
                    let message = format!("The specification {} has more than one [][Next]_vars.", name.text);
                    return Err(config_error(message, name));
                }
                found.next = Some((action, scope));
            }
            Part::Fairness => {}
            Part::Action(expr) | Part::Temporal(expr) => {
                return Err(unsupported(
                    "This conjunct of the SPECIFICATION is neither an initial predicate, nor [][Next]_vars, nor \
                     fairness.",
                    expr.span,
                ));
            }
            Part::Always(expr, _) => {
                return Err(unsupported("A conjunct []P of a SPECIFICATION is not supported.", expr.span));
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

fn predicate<'s>(lowerer: &mut Lowerer<'s>, name: &str, expr: &'s Expr, scope: &Scope<'s>) -> Predicate {
    let mut parts = Vec::new();
    lowerer.conjuncts(expr, scope, &mut parts);
    let mut conjuncts = Vec::new();
    let whole = parts.iter().any(|part| !matches!(part, Part::State(..)));
    let pieces: Vec<(&'s Expr, Scope<'s>)> = if whole {
        vec![(expr, scope.clone())]
    } else {
        parts
            .into_iter()
            .filter_map(|part| match part {
                Part::State(expr, scope) => Some((expr, scope)),
                _ => None,
            })
            .collect()
    };
    for (expr, scope) in pieces {
        let expr = lowerer.closed_expr(expr, &scope, Mode::STATE);
        conjuncts.push(Conjunct { expr, reads: reads::Reads::default() });
    }
    Predicate { name: name.into(), conjuncts }
}

fn checks<'s>(lowerer: &mut Lowerer<'s>, model: &Model) -> Built<()> {
    for name in &model.invariants {
        let (expr, scope) = named(lowerer, name)?;
        let level = lowerer.level(expr, &scope);
        if level > Level::State {
            return Err(BuildError {
                kind: BuildErrorKind::Level,
                message: format!(
                    "The invariant {} is not a state predicate: it has primes or temporal operators.",
                    name.text
                ),
                span: Some(expr.span),
                help: None,
            });
        }
        let invariant = predicate(lowerer, &name.text, expr, &scope);
        lowerer.program.invariants.push(invariant);
    }
    for name in &model.constraints {
        let (expr, scope) = named(lowerer, name)?;
        let constraint = predicate(lowerer, &name.text, expr, &scope);
        lowerer.program.constraints.push(constraint);
    }
    for name in &model.action_constraints {
        let (expr, scope) = named(lowerer, name)?;
        let id = lowerer.closed_expr(expr, &scope, Mode::STATE);
        lowerer.program.action_constraints.push((name.text.as_str().into(), id));
    }
    for name in &model.properties {
        property(lowerer, name)?;
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
        None => Ok(()),
        Some(name) => Err(BuildError {
            kind: BuildErrorKind::Unsupported,
            message: "_PERIODIC is not supported yet.".into(),
            span: name.span,
            help: None,
        }),
    }
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

fn property<'s>(lowerer: &mut Lowerer<'s>, name: &Name) -> Built<()> {
    let (expr, scope) = named(lowerer, name)?;
    let mut parts = Vec::new();
    lowerer.conjuncts(expr, &scope, &mut parts);
    for part in parts {
        let label: Box<str> = name.text.as_str().into();
        match part {
            Part::State(expr, scope) => {
                let id = lowerer.closed_expr(expr, &scope, Mode::STATE);
                lowerer.program.initial_properties.push((label, id));
            }
            Part::Always(expr, scope) => {
                let invariant = predicate(lowerer, &name.text, expr, &scope);
                lowerer.program.invariants.push(invariant);
            }
            Part::Box { square, scope, within, .. } => {
                let label = within.map_or(label, |id| lowerer.spec.definitions[id].name.clone());
                let id = lowerer.closed_expr(square, &scope, Mode::STATE);
                lowerer.program.action_properties.push((label, id));
            }
            Part::Fairness => lowerer.program.temporal_properties.push((label, expr.span)),
            Part::Temporal(expr) => lowerer.program.temporal_properties.push((label, expr.span)),
            Part::Action(expr) => {
                return Err(BuildError {
                    kind: BuildErrorKind::Config,
                    message: format!(
                        "The property {} is an action formula; write [][A]_vars to say that all steps satisfy it.",
                        name.text
                    ),
                    span: Some(expr.span),
                    help: None,
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
