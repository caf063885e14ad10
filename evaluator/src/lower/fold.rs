//! Constant folding: a closed constant expression becomes its value when it is lowered. Evaluation errors are left for
//! run time, when and only when the expression is reached; what takes too long is evaluated then, once.

use bumpalo::Bump;
use tern_parser::source::Span;

use super::Lowerer;
use crate::context::Cx;
use crate::env::Env;
use crate::error::EvalErrorKind;
use crate::eval::remembered::Remembered;
use crate::ir::{ExprId, Facts, Node};
use crate::permanent::Permanent;
use crate::value::{LazySet, Value};

/// How many expressions one folding may evaluate before it is put off.
pub(crate) const FOLD_STEPS: u64 = 2_000_000;

/// The same while the shapes of values are looked for: those are small, and what is folded is thrown away.
pub(crate) const SHAPE_STEPS: u64 = 50_000;

impl<'s> Lowerer<'s> {
    /// Replaces an expression by its value if that can be known now.
    pub(crate) fn fold(&mut self, id: ExprId) {
        let facts = self.facts(id);
        if facts.free != 0
            || facts.reads_state
            || facts.impure
            || facts.random
            || facts.reads_files
            || facts.unfoldable
        {
            return;
        }
        if matches!(self.program.ir.nodes[id], Node::Const(_) | Node::Fail(..) | Node::Cached(..)) {
            return;
        }
        let result = self.with_folding_context(|cx| match cx.eval(id, Env::EMPTY) {
            Ok(value) => Ok(cx.program.keep(value)),
            Err(error) => Err(error.kind == EvalErrorKind::Internal && cx.steps_left() == 0),
        });
        match result {
            Ok(Some(value)) => self.program.ir.nodes[id] = Node::Const(value),
            Err(true) => {
                // Too long: kept aside, evaluated at most once.
                let node = std::mem::replace(
                    &mut self.program.ir.nodes[id],
                    Node::Fail(EvalErrorKind::Internal, "".into()),
                );
                let span = self.program.ir.spans[id];
                let facts = Facts { unfoldable: true, ..Facts::CONSTANT };
                let inner = self.program.ir.push(node, facts, span);
                self.program.ir.nodes[id] = Node::Cached(inner, Box::default());
                self.program.ir.facts[id].unfoldable = true;
            }
            Ok(None) | Err(false) => self.program.ir.facts[id].unfoldable = true,
        }
    }

    /// A quantifier that does not use all the names around it: in an assumption, where everything depends on names only,
    /// its truth is remembered by those that it uses, unless it costs next to nothing.
    pub(crate) fn remembered(&mut self, id: ExprId, span: Span) -> ExprId {
        let facts = self.facts(id);
        let Node::Quantifier(_, bounds, body) = &self.program.ir.nodes[id] else { return id };
        let names = facts.free.count_ones();
        let wanted = self.in_assumption
            && (1..=6).contains(&names)
            && names < self.depth
            && self.depth < 63
            && !(facts.reads_state || facts.impure || facts.random || facts.reads_files);
        if !wanted || self.counting() {
            return id;
        }
        let small = |set: ExprId| matches!(self.program.ir.constant(set), Some(Value::Set(set)) if set.items.len() <= 4);
        let cheap = bounds.iter().all(|bound| small(bound.set));
        if cheap && !super::reads::of_expr(&self.program, *body).costly {
            return id;
        }
        let used = (0..self.depth).filter(|index| facts.free >> index & 1 == 1);
        let links = used.map(|index| self.links(index)).collect();
        let node = Node::Remembered(id, Box::new(Remembered::new(links)));
        self.program.ir.push(node, facts, span)
    }

    /// Evaluates without a state and with a limited number of steps.
    pub(crate) fn with_folding_context<R>(&mut self, work: impl FnOnce(&mut Cx<'_>) -> R) -> R {
        let arena = Bump::new();
        let mut registers = crate::context::Registers::default();
        let mut cx = Cx::constant(&self.program, &arena, &mut registers);
        cx.limit_steps(self.program.fold_steps);
        work(&mut cx)
    }

    /// The set of these constants.
    pub(crate) fn constant_set(&mut self, elements: &[Permanent], span: Span) -> ExprId {
        let value = self.with_folding_context(|cx| {
            let items: Vec<Value<'_>> = elements.iter().map(|element| element.within(cx.program)).collect();
            let set = Value::set(cx, items).ok()?;
            cx.program.keep(set)
        });
        match value {
            Some(value) => self.program.ir.push(Node::Const(value), Facts::CONSTANT, span),
            None => self.fail(EvalErrorKind::Internal, "A domain cannot be sorted.", span),
        }
    }

    /// `BOOLEAN`.
    pub(crate) fn boolean_set(&mut self, span: Span) -> ExprId {
        // SAFETY: booleans are scalars.
        let elements = unsafe { [Permanent::new(Value::Bool(false)), Permanent::new(Value::Bool(true))] };
        self.constant_set(&elements, span)
    }

    /// A symbolic set without parts.
    pub(crate) fn lazy_constant(&mut self, set: LazySet<'static>, span: Span) -> ExprId {
        let value = self.program.keep_lazy(set);
        self.program.ir.push(Node::Const(value), Facts::CONSTANT, span)
    }
}
