//! Recursive operators as action formulas. TLC goes on into the body of whatever operator stands as a formula, so a
//! recursive one may assign variables and branch as any other. Its body is lowered once for each way to fix what
//! lowering must know: which variables its parameters name, and which operators they are.

use std::rc::Rc;
use tern_parser::resolved::{Argument, Callee, DefinitionId, Expr, ExprKind, ParameterId};
use tern_parser::source::Span;

use super::scope::{Binding, OperatorBinding, Scope};
use super::{Lowerer, Mode};
use crate::ir::{Act, ActId, Arg};
use crate::state::PartId;

/// What identifies a lowered body: definition, instance, mode, outer bindings, and how its parameters are bound.
pub(crate) type BodyKey<'s> = (DefinitionId, *const super::scope::Context<'s>, Mode, u32, Vec<Passing>);

/// How an argument gets into a body.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Passing {
    /// As a value, evaluated at its first use.
    Value,
    /// As an expression that is evaluated at each use: it reads the next state, which may change in between.
    Name,
    /// It is a variable, so that the body may assign it.
    Variable(PartId),
    /// It is an operator (this node of the specification) that needs nothing of where it is named.
    Fixed(*const ()),
    /// It is any other operator.
    Operator,
}

impl<'s> Lowerer<'s> {
    /// Lowers the application of a definition that is not inlined.
    #[expect(clippy::too_many_arguments, reason = "a definition's use has these parts")]
    pub(crate) fn action_call(
        &mut self,
        id: DefinitionId,
        body_scope: Scope<'s>,
        base: u32,
        args: &'s [Argument],
        scope: &Scope<'s>,
        mode: Mode,
        span: Span,
    ) -> ActId {
        let definition = &self.spec.definitions[id];
        let mut inner = body_scope;
        let mut passed: Vec<Arg> = Vec::new();
        let mut passings = Vec::new();
        let mut bindings = Vec::new();
        for (param, arg) in definition.params.iter().zip(args) {
            let index = base + passed.len() as u32;
            let (passing, binding, arg) = self.passed(*param, arg, index, scope, mode);
            passings.push(passing);
            bindings.push((*param, binding));
            passed.extend(arg);
        }
        let key = (id, Rc::as_ptr(&inner.context), mode, base, passings);
        let body = match self.action_bodies.get(&key) {
            Some(body) => *body,
            None => {
                let placeholder = self.program.ir.push_act(Act::Or(Box::default()), span);
                self.action_bodies.insert(key.clone(), placeholder);
                let shareable = inner.is_bare();
                self.keep_context(&inner);
                for (param, binding) in bindings {
                    inner = inner.bind(param, binding);
                }
                let (depth, barrier) = self.enter_body(base + passed.len() as u32);
                self.recursion += u32::from(definition.recursive);
                let body = self.action(&definition.body, &inner, mode);
                self.recursion -= u32::from(definition.recursive);
                (self.depth, self.barrier) = (depth, barrier);
                self.program.ir.redirect(placeholder, body);
                if !shareable {
                    // A LET's operator: another use may stand at another place of the same LET.
                    self.action_bodies.remove(&key);
                }
                placeholder
            }
        };
        let links = self.depth - base;
        self.program.ir.push_act(Act::Call(body, links, passed.into()), span)
    }

    /// How an argument is passed, what its parameter (the binding `index` in the body) is bound to, and what is handed
    /// over when the body is entered.
    fn passed(
        &mut self,
        param: ParameterId,
        arg: &'s Argument,
        index: u32,
        scope: &Scope<'s>,
        mode: Mode,
    ) -> (Passing, Binding<'s>, Option<Arg>) {
        if let Some((node, binding)) = self.fixed_operator(arg, scope) {
            return (Passing::Fixed(node), binding, None);
        }
        let Argument::Expr(expr) = arg else {
            let arity = self.spec.parameters[param].arity;
            let lowered = self.argument(arg, arity, scope, mode);
            return (Passing::Operator, Binding::Operator(OperatorBinding::Local(index)), Some(lowered));
        };
        if let Some(part) = self.variable_argument(expr, scope, mode) {
            return (Passing::Variable(part), Binding::Part(part), None);
        }
        let id = self.expr(expr, scope, mode);
        if !mode.initial && (self.facts(id).reads_next || Self::reads_anew(expr, scope)) {
            let binding = Binding::Operator(OperatorBinding::Local(index));
            return (Passing::Name, binding, Some(Arg::Operator(id, 0)));
        }
        (Passing::Value, Binding::Called(index, mode.next), Some(Arg::Expr(id)))
    }

    /// The variable that an argument is, primed or not where the body is read.
    fn variable_argument(&mut self, expr: &'s Expr, scope: &Scope<'s>, mode: Mode) -> Option<PartId> {
        if let ExprKind::Apply { callee, args } = &expr.kind
            && args.is_empty()
            && !matches!(callee, Callee::Builtin(_))
        {
            return self.named_variable(expr, scope, mode);
        }
        None
    }

    /// Whether an argument is a parameter that is evaluated at each use.
    fn reads_anew(expr: &Expr, scope: &Scope<'s>) -> bool {
        let ExprKind::Apply { callee: Callee::Parameter(id), .. } = &expr.kind else { return false };
        matches!(scope.parameter(*id), Some(Binding::Operator(OperatorBinding::Local(_))))
    }

    /// An operator that means the same wherever it is read: a definition of a module, or a LAMBDA that uses no bound
    /// name, here or where a parameter got it from.
    fn fixed_operator(&self, arg: &'s Argument, scope: &Scope<'s>) -> Option<(*const (), Binding<'s>)> {
        match arg {
            Argument::Operator(Callee::Parameter(id), _) => {
                let binding = scope.parameter(*id)?;
                let node = match binding {
                    Binding::Operator(OperatorBinding::Callee(callee, at)) if at.is_bare() => {
                        std::ptr::from_ref(*callee).cast()
                    }
                    Binding::Operator(OperatorBinding::Lambda(_, body, at)) if at.is_bare() => {
                        std::ptr::from_ref(*body).cast()
                    }
                    _ => return None,
                };
                Some((node, binding.clone()))
            }
            Argument::Operator(callee @ Callee::Definition { definition, .. }, _)
                if scope.context.closed && !self.spec.definitions[*definition].in_let =>
            {
                let bare = Scope::of(scope.context.clone());
                let binding = Binding::Operator(OperatorBinding::Callee(callee, bare));
                Some((std::ptr::from_ref(callee).cast(), binding))
            }
            Argument::Lambda { params, body, .. } if scope.is_bare() && scope.context.closed => {
                let binding = Binding::Operator(OperatorBinding::Lambda(params, body, scope.clone()));
                Some((std::ptr::from_ref(body).cast(), binding))
            }
            _ => None,
        }
    }
}
