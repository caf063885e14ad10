//! Constants: the values and replacements that a model gives to constants and definitions.

use fxhash::FxHashMap;
use std::rc::Rc;
use tern_parser::resolved::{DeclarationId, DefinitionId, Entity, InstanceId, Level, ModuleId, ResolvedSpec};

use crate::build::{BuildError, BuildErrorKind, Built, evaluation};
use crate::context::Cx;
use crate::error::EvalError;
use crate::lower::{Lowerer, Mode};
use crate::model::{ConstantValue, Model, Name};
use crate::permanent::Permanent;
use crate::program::Program;
use crate::value::Value;

/// What the model gives.
#[derive(Default)]
pub(crate) struct Constants {
    /// To constants.
    pub(crate) declared: FxHashMap<DeclarationId, Constant>,
    /// To definitions, which it replaces.
    pub(crate) replaced: FxHashMap<DefinitionId, Constant>,
}

/// What a constant or replaced definition is.
#[derive(Clone)]
pub(crate) enum Constant {
    /// A value.
    Value(Permanent),
    /// A definition takes its place, reached through these instances.
    Definition(DefinitionId, Rc<[InstanceId]>),
    /// An operator given by a table.
    Table(Rc<Vec<TableRow>>),
}

/// Arguments and value of one row of an operator given by a table.
pub(crate) type TableRow = (Box<[Permanent]>, Permanent);

impl Constants {
    fn put(&mut self, entity: &Entity, constant: Constant) {
        match entity {
            Entity::Declaration(id) => {
                self.declared.insert(*id, constant);
            }
            Entity::Definition { definition, .. } => {
                self.replaced.insert(*definition, constant);
            }
            Entity::Instance(_) => {}
        }
    }
}

/// The values and replacements that the model gives.
///
/// # Errors
/// A name that does not exist, or a constant without a value.
pub(crate) fn bind(spec: &ResolvedSpec, model: &Model, program: &Program) -> Built<Constants> {
    let mut constants = Constants::default();
    bind_values(spec, model, program, &mut constants)?;
    bind_replacements(spec, model, program, &mut constants)?;
    for id in &spec.modules[spec.root].constants {
        if !constants.declared.contains_key(id) {
            let declaration = &spec.declarations[*id];
            let name = &declaration.name;
            return Err(BuildError {
                kind: BuildErrorKind::Config,
                message: format!(
                    "The constant parameter {name} is not assigned a value by the configuration file."
                ),
                span: Some(declaration.span),
                help: Some(format!("Add `CONSTANT {name} = ...` to the configuration.")),
            });
        }
    }
    Ok(constants)
}

fn bind_values(
    spec: &ResolvedSpec,
    model: &Model,
    program: &Program,
    constants: &mut Constants,
) -> Built<()> {
    let mut tables: Vec<(&Name, &Entity, Vec<TableRow>)> = Vec::new();
    for assignment in &model.assignments {
        let module = module_of(spec, assignment.module.as_ref())?;
        // TLC ignores values for names that do not exist.
        let Some(entity) = spec.modules[module].names.get(assignment.name.text.as_str()) else { continue };
        let value = constant(program, &assignment.value)?;
        if assignment.args.is_empty() {
            constants.put(entity, Constant::Value(value));
            continue;
        }
        let args: Built<Box<[Permanent]>> =
            assignment.args.iter().map(|arg| constant(program, arg)).collect();
        let row = (args?, value);
        match tables.iter_mut().find(|(name, ..)| name.text == assignment.name.text) {
            Some((_, _, rows)) => rows.push(row),
            None => tables.push((&assignment.name, entity, vec![row])),
        }
    }
    for (_, entity, rows) in tables {
        constants.put(entity, Constant::Table(Rc::new(rows)));
    }
    Ok(())
}

fn bind_replacements(
    spec: &ResolvedSpec,
    model: &Model,
    program: &Program,
    constants: &mut Constants,
) -> Built<()> {
    let root = &spec.modules[spec.root].names;
    for substitution in &model.substitutions {
        let module = module_of(spec, substitution.module.as_ref())?;
        let Some(entity) = spec.modules[module].names.get(substitution.name.text.as_str()) else {
            return Err(config_error(
                format!("The configuration replaces {}, which does not exist.", substitution.name.text),
                &substitution.name,
            ));
        };
        let replacement = &substitution.replacement;
        match root.get(replacement.text.as_str()) {
            Some(Entity::Definition { definition, via }) => {
                constants.put(entity, Constant::Definition(*definition, via.clone().into()));
            }
            Some(other @ Entity::Declaration(_)) => {
                let given = model
                    .assignments
                    .iter()
                    .find(|assignment| root.get(assignment.name.text.as_str()) == Some(other));
                let Some(given) = given else { return Err(undefined(replacement)) };
                constants.put(entity, Constant::Value(constant(program, &given.value)?));
            }
            _ => return Err(undefined(replacement)),
        }
    }
    Ok(())
}

pub(crate) fn config_error(message: String, name: &Name) -> BuildError {
    BuildError { kind: BuildErrorKind::Config, message, span: name.span, help: None }
}

pub(crate) fn undefined(name: &Name) -> BuildError {
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

/// A constant can only be replaced by a constant: no variables, and nothing that asks the run.
///
/// # Errors
/// A replacement that is none.
pub(crate) fn check_replacements(lowerer: &mut Lowerer<'_>) -> Built<()> {
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
