//! What a use of a name leads to, and the binding of arguments.

use std::rc::Rc;
use tern_parser::resolved::{
    Argument, Builtin, Callee, DeclarationId, DeclarationKind, DefinitionId, Expr, ExprKind, InstanceId,
    ParameterId,
};

use super::scope::{Binding, LetUse, OperatorBinding, Scope};
use super::{Lowerer, Mode};
use crate::constants::{Constant, TableRow};
use crate::ir::{Arg, ExprId, Node};
use crate::permanent::Permanent;
use crate::state::PartId;

/// What a use of a name leads to.
pub(crate) enum Target<'s> {
    /// An operator of the language.
    Builtin(Builtin),
    /// A definition, to be read in this scope (without its parameters), which has so many bindings.
    Definition(DefinitionId, Scope<'s>, u32),
    /// A value.
    Value(Permanent),
    /// An operator given by a table.
    Table(Rc<Vec<TableRow>>),
    /// A variable, or a part of one.
    Part(PartId),
    /// A binding of the environment.
    Local(u32),
    /// An operator in the environment.
    LocalOperator(u32),
    /// An expression to be read in its own scope.
    ByName(&'s Expr, Scope<'s>),
    /// A LAMBDA to be read in its own scope.
    Lambda(&'s [ParameterId], &'s Expr, Scope<'s>),
    /// A name that cannot be read here; the text says why.
    Unreadable(String),
}

impl<'s> Lowerer<'s> {
    /// Follows a name to what it stands for.
    pub(crate) fn target(&mut self, callee: &'s Callee, scope: &Scope<'s>, mode: Mode) -> Target<'s> {
        match callee {
            Callee::Builtin(builtin) => Target::Builtin(*builtin),
            Callee::Parameter(id) => match scope.parameter(*id).cloned() {
                Some(binding) => self.binding_target(binding, mode),
                None => Target::Unreadable(format!(
                    "`{}` has no value here (a fault of tern).",
                    self.spec.parameters[*id].name
                )),
            },
            Callee::Declaration(id) => self.declaration_target(*id, scope, mode),
            Callee::Definition { definition, via } => {
                if via.is_empty() {
                    self.definition_target(*definition, scope, mode)
                } else {
                    let steps: Vec<(InstanceId, &'s [Argument])> =
                        via.iter().map(|step| (step.instance, step.args.as_slice())).collect();
                    let context = self.enter(&steps, scope, mode);
                    self.module_definition_target(*definition, &Scope::of(context), mode)
                }
            }
        }
    }

    /// What a binding stands for when it is read in `mode`.
    fn binding_target(&mut self, binding: Binding<'s>, mode: Mode) -> Target<'s> {
        match binding {
            Binding::Local(index) => Target::Local(index),
            Binding::Delayed(index, next, expr, scope) => {
                if next == mode.next && index >= self.barrier {
                    Target::Local(index)
                } else {
                    Target::ByName(expr, scope)
                }
            }
            Binding::Called(index, next) => {
                if next == mode.next && index >= self.barrier {
                    Target::Local(index)
                } else {
                    Target::Unreadable(
                        "A parameter of a recursive operator, primed or inside of \\cdot, is not supported yet."
                            .to_string(),
                    )
                }
            }
            Binding::Const(value) => Target::Value(value),
            Binding::Part(part) => Target::Part(part),
            Binding::ByName(expr, scope) => Target::ByName(expr, scope),
            Binding::Operator(OperatorBinding::Callee(callee, scope)) => self.target(callee, &scope, mode),
            Binding::Operator(OperatorBinding::Lambda(params, body, scope)) => {
                Target::Lambda(params, body, scope)
            }
            Binding::Operator(OperatorBinding::Local(index)) => Target::LocalOperator(index),
        }
    }

    fn declaration_target(&mut self, id: DeclarationId, scope: &Scope<'s>, mode: Mode) -> Target<'s> {
        if mode.next && !mode.initial && scope.context.quantifies(id) {
            return Target::Part(self.quantified_variable(id));
        }
        if let Some((argument, scope)) = scope.context.substitution(id) {
            return match argument {
                Argument::Expr(expr) => Target::ByName(expr, scope),
                Argument::Operator(callee, _) => self.target(callee, &scope, mode),
                Argument::Lambda { params, body, .. } => Target::Lambda(params, body, scope),
            };
        }
        if let Some(part) = self.variables.get(&id) {
            return Target::Part(*part);
        }
        match self.constants.get(&id).cloned() {
            Some(constant) => self.constant_target(constant, mode),
            None => {
                let declaration = &self.spec.declarations[id];
                let what = match declaration.kind {
                    DeclarationKind::Variable => "variable",
                    DeclarationKind::Constant { .. } => "constant",
                };
                Target::Unreadable(format!("The {what} `{}` has no value.", declaration.name))
            }
        }
    }

    /// The place for the next value of a variable of an instance that an ENABLED quantifies.
    fn quantified_variable(&mut self, id: DeclarationId) -> PartId {
        if let Some(part) = self.quantified.get(&id) {
            return *part;
        }
        let part = self.program.add_quantified(&self.spec.declarations[id].name, id);
        self.quantified.insert(id, part);
        part
    }

    fn constant_target(&mut self, constant: Constant, mode: Mode) -> Target<'s> {
        match constant {
            Constant::Value(value) => Target::Value(value),
            Constant::Table(rows) => Target::Table(rows),
            Constant::Definition(definition, via) => {
                let steps: Vec<(InstanceId, &'s [Argument])> = via.iter().map(|id| (*id, &[][..])).collect();
                let root = self.root_scope();
                let context = self.enter(&steps, &root, mode);
                // A replacement is not replaced again: TLC refuses chains of replacements.
                Target::Definition(definition, Scope::of(context.clone()), context.depth)
            }
        }
    }

    /// A definition that is named without instances: a LET's, or one of the module that is being read.
    fn definition_target(&mut self, id: DefinitionId, scope: &Scope<'s>, mode: Mode) -> Target<'s> {
        match scope.definition(id) {
            Some(LetUse::Bound(binding, next)) => {
                let before = matches!(binding, Binding::Local(index) if index < self.barrier);
                if next == mode.next && !before || matches!(binding, Binding::Const(_)) {
                    return self.binding_target(binding, mode);
                }
                match scope.open_definition(id) {
                    Some((scope, depth)) => Target::Definition(id, scope, depth),
                    None => self.binding_target(binding, mode),
                }
            }
            Some(LetUse::Open(scope, depth)) => Target::Definition(id, scope, depth),
            None => self.module_definition_target(id, scope, mode),
        }
    }

    fn module_definition_target(&mut self, id: DefinitionId, scope: &Scope<'s>, mode: Mode) -> Target<'s> {
        if let Some(replacement) = self.overrides.get(&id).cloned() {
            return self.constant_target(replacement, mode);
        }
        let context = scope.context.clone();
        let depth = context.depth;
        Target::Definition(id, Scope::of(context), depth)
    }

    /// Binds parameters to arguments so that each is read where it is used.
    pub(crate) fn bind_by_name(
        &mut self,
        params: &[ParameterId],
        args: &'s [Argument],
        from: &Scope<'s>,
        mut to: Scope<'s>,
        mode: Mode,
    ) -> Scope<'s> {
        for (param, arg) in params.iter().zip(args) {
            let binding = match arg {
                Argument::Expr(expr) => self
                    .simple_binding(expr, from, mode)
                    .unwrap_or_else(|| Binding::ByName(expr, from.clone())),
                Argument::Operator(callee, _) => {
                    Binding::Operator(OperatorBinding::Callee(callee, from.clone()))
                }
                Argument::Lambda { params, body, .. } => {
                    Binding::Operator(OperatorBinding::Lambda(params, body, from.clone()))
                }
            };
            to = to.bind(*param, binding);
        }
        to
    }

    /// The binding that another parameter has, if the argument is just that.
    fn simple_binding(&mut self, expr: &'s Expr, from: &Scope<'s>, mode: Mode) -> Option<Binding<'s>> {
        match &expr.kind {
            ExprKind::Apply { callee: Callee::Parameter(id), args } if args.is_empty() => {
                match from.parameter(*id)? {
                    Binding::Delayed(index, next, ..) | Binding::Called(index, next)
                        if *next != mode.next || *index < self.barrier =>
                    {
                        None
                    }
                    binding => Some(binding.clone()),
                }
            }
            ExprKind::Apply { callee: Callee::Declaration(id), args }
                if args.is_empty()
                    && self.spec.declarations[*id].kind == DeclarationKind::Variable
                    && self.variables.contains_key(id) =>
            {
                Some(Binding::ByName(expr, from.clone()))
            }
            _ => None,
        }
    }

    /// Binds parameters to arguments for inlining: to values where they are constants, by name where the argument is a
    /// name or (if `primes_by_name`) reads the next state, and to delayed bindings elsewhere. Returns the scope of the
    /// body and the delayed expressions, each of which is one more binding around the body; the depth is raised by
    /// their number, and the caller lowers it again.
    pub(crate) fn bind_arguments(
        &mut self,
        params: &[ParameterId],
        args: &'s [Argument],
        from: &Scope<'s>,
        mut to: Scope<'s>,
        mode: Mode,
        primes_by_name: bool,
    ) -> (Scope<'s>, Vec<ExprId>) {
        let mut delayed = Vec::new();
        for (param, arg) in params.iter().zip(args) {
            let Argument::Expr(expr) = arg else {
                to = self.bind_by_name(&[*param], std::slice::from_ref(arg), from, to, mode);
                continue;
            };
            if !self.counting()
                && let Some(binding) = self.simple_binding(expr, from, mode)
            {
                to = to.bind(*param, binding);
                continue;
            }
            let id = self.expr(expr, from, mode);
            if let Some(value) = self.permanent(id) {
                to = to.bind(*param, Binding::Const(value));
            } else if primes_by_name && self.facts(id).reads_next || self.is_split(id) {
                to = to.bind(*param, Binding::ByName(expr, from.clone()));
            } else {
                to = to.bind(*param, Binding::Delayed(self.depth, mode.next, expr, from.clone()));
                delayed.push(id);
                self.depth += 1;
            }
        }
        (to, delayed)
    }

    /// Whether an expression reads a part of the state that has parts itself, which are better read one by one.
    pub(crate) fn is_split(&self, id: ExprId) -> bool {
        if self.counting() {
            return false;
        }
        let parts = &self.program.layout.parts;
        match &self.program.ir.nodes[id] {
            Node::Part(part, _) => parts[*part].split.is_some(),
            Node::PartAt(part, _, keys) => {
                let mut below = Some(*part);
                for key in keys {
                    // The keys are evaluated at each use.
                    if !self.is_simple(*key) {
                        return false;
                    }
                    let split = below.and_then(|part| parts[part].split.as_ref());
                    below = split.and_then(|split| split.children.first().copied());
                }
                below.is_some_and(|part| parts[part].split.is_some())
            }
            _ => false,
        }
    }

    /// Whether evaluating an expression again costs next to nothing.
    fn is_simple(&self, id: ExprId) -> bool {
        match &self.program.ir.nodes[id] {
            Node::Const(_) | Node::Local(_) => true,
            Node::Part(part, _) => self.program.layout.parts[*part].split.is_none(),
            Node::Field(record, _) => self.is_simple(*record),
            _ => false,
        }
    }

    /// The value of an expression that is a constant.
    pub(crate) fn permanent(&self, id: ExprId) -> Option<Permanent> {
        match &self.program.ir.nodes[id] {
            Node::Const(value) => Some(*value),
            _ => None,
        }
    }

    /// An argument of a called or native operator.
    pub(crate) fn argument(&mut self, arg: &'s Argument, arity: u32, scope: &Scope<'s>, mode: Mode) -> Arg {
        match arg {
            Argument::Expr(expr) => Arg::Expr(self.expr(expr, scope, mode)),
            Argument::Operator(callee, span) => {
                let first = self.depth;
                self.depth += arity;
                let target = self.target(callee, scope, mode);
                let operands: Vec<ExprId> =
                    (first..first + arity).map(|index| self.local(index, *span)).collect();
                let body = self.apply_to_operands(target, &operands, mode, *span);
                self.depth = first;
                Arg::Operator(body, arity)
            }
            Argument::Lambda { params, body, .. } => {
                let first = self.depth;
                let mut inner = scope.clone();
                for param in params {
                    inner = inner.bind(*param, Binding::Local(self.depth));
                    self.depth += 1;
                }
                let body = self.expr(body, &inner, mode);
                self.depth = first;
                Arg::Operator(body, params.len() as u32)
            }
        }
    }
}
