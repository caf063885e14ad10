//! Functions applied to an argument. As in TLC, a function that is written down where it is applied, or named by a LET,
//! needs a value at the argument only: `[i \in 0..2 |-> 6 \div i][2]` is 3.

use crate::context::Cx;
use crate::env::{Bound, Env};
use crate::error::{EvalErrorKind, EvalResult};
use crate::ir::{ExprId, Node};
use crate::value::{self, Value};

impl<'a> Cx<'a> {
    /// `f[e]`. The whole function is made first, since it is often applied again; if that fails, only what is asked for.
    pub(super) fn application(
        &mut self,
        function: ExprId,
        arg: ExprId,
        env: Env<'a>,
    ) -> EvalResult<Value<'a>> {
        let applied = match self.eval(function, env) {
            Ok(applied) => applied,
            Err(error) if is_about_a_value(error.kind) => match self.unfinished(function, env)? {
                Some(applied) => applied,
                None => return Err(error),
            },
            Err(error) => return Err(error),
        };
        let arg = self.eval(arg, env)?;
        value::apply(self, applied, arg)
    }

    /// The function that an expression writes down or names, its values not yet evaluated.
    fn unfinished(&mut self, function: ExprId, env: Env<'a>) -> EvalResult<Option<Value<'a>>> {
        let program = self.program;
        match &program.ir.nodes[function] {
            Node::Function(bounds, body, _) => self.function(bounds, *body, env, None, true).map(Some),
            Node::Let(value, body) => {
                let inner = env.bind(self.arena, Bound::Delayed(value.0, env));
                self.unfinished(*body, inner)
            }
            Node::Local(links) => match env.binding(*links).get() {
                Bound::Delayed(expr, outer) => self.unfinished(ExprId(expr), outer),
                Bound::Value(_) | Bound::Operator(..) => Ok(None),
            },
            Node::Shared(inner) => self.unfinished(*inner, Env::EMPTY),
            _ => Ok(None),
        }
    }
}

/// Not about a limit or an interruption, which would be met again.
fn is_about_a_value(kind: EvalErrorKind) -> bool {
    use EvalErrorKind as Kind;
    match kind {
        Kind::Comparison
        | Kind::Type
        | Kind::Domain
        | Kind::Undefined
        | Kind::NotEnumerable
        | Kind::SetTooLarge
        | Kind::Overflow
        | Kind::Assert
        | Kind::Unassigned => true,
        Kind::Incomplete
        | Kind::TooDeep
        | Kind::Unsupported
        | Kind::Io
        | Kind::Interrupted
        | Kind::Internal => false,
    }
}
