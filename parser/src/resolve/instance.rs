//! Pass 2, INSTANCE: what each declaration of the instantiated module stands for.

use fxhash::FxHashMap;

use super::names::count;
use super::{References, Resolver, apply};
use crate::ast;
use crate::resolved::{Argument, DeclarationId, DeclarationKind, Instance, InstanceId, ParameterId};
use crate::source::Span;

/// SANY's codes for substitutions: an expression for an operator, and two for wrong arities.
const CODES: [u16; 3] = [4243, 4243, 4243];

impl<'a> Resolver<'a> {
    /// An INSTANCE clause; its parameters are in scope. `None` if the module is not there.
    pub(super) fn resolve_instance(
        &mut self,
        instance: &'a ast::Instance,
        name: Option<&str>,
        params: Vec<ParameterId>,
        span: Span,
    ) -> Option<InstanceId> {
        let module = self.find_module(&instance.module);
        self.references.push(References::default());
        let substitutions = match module {
            Some(module) => self.substitutions(module, instance),
            None => {
                for (_, expr) in &instance.substitutions {
                    if !matches!(expr.kind, ast::ExprKind::OperatorName(_) | ast::ExprKind::Lambda { .. }) {
                        self.expr(expr);
                    }
                }
                Vec::new()
            }
        };
        let references = self.references.pop().unwrap_or_default();
        let module = module?;
        self.modules[module].as_ref()?;
        self.instance_references.push(references);
        Some(self.instances.push(Instance {
            name: name.map(Into::into),
            params,
            module,
            substitutions,
            span,
        }))
    }

    fn substitutions(
        &mut self,
        module: crate::resolved::ModuleId,
        instance: &'a ast::Instance,
    ) -> Vec<(DeclarationId, Argument)> {
        let Some(target) = &self.modules[module] else { return Vec::new() };
        let declarations: Vec<_> = target.constants.iter().chain(&target.variables).copied().collect();
        let mut explicit = FxHashMap::default();
        for (name, expr) in &instance.substitutions {
            let found = declarations.iter().copied().find(|&id| self.declarations[id].name == name.text);
            let Some(id) = found else {
                let message = format!(
                    "Module {} has no constant or variable named '{}' to substitute for.",
                    instance.module.text, name.text
                );
                self.error(name.span, 4242, message);
                if !matches!(expr.kind, ast::ExprKind::OperatorName(_) | ast::ExprKind::Lambda { .. }) {
                    self.expr(expr);
                }
                continue;
            };
            let argument = self.explicit_substitution(id, expr);
            if explicit.insert(id, argument).is_some() {
                self.error(name.span, 4241, format!("'{}' is substituted twice.", name.text));
            }
        }
        declarations
            .into_iter()
            .filter_map(|id| {
                let argument = explicit.remove(&id).or_else(|| self.implicit_substitution(id, instance));
                Some((id, argument?))
            })
            .collect()
    }

    fn explicit_substitution(&mut self, id: DeclarationId, expr: &'a ast::Expr) -> Argument {
        match self.declarations[id].kind {
            DeclarationKind::Constant { arity } if arity > 0 => {
                let role = format!("The substitution for {}", self.declarations[id].name);
                self.operator_argument(expr, arity, &role, CODES)
            }
            _ => Argument::Expr(self.expr(expr)),
        }
    }

    /// The symbol in scope with the declaration's name.
    fn implicit_substitution(&mut self, id: DeclarationId, instance: &ast::Instance) -> Option<Argument> {
        let name = self.declarations[id].name.clone();
        let place = self.declarations[id].span;
        let span = instance.module.span;
        let entry = self.scope.get(&name).cloned();
        let Some(callee) = entry.as_ref().and_then(|entry| entry.symbol.callee()) else {
            self.error(
                span,
                4240,
                format!(
                    "Substitution missing for symbol {name} declared in module {}, and no symbol of that name is defined here.",
                    instance.module.text
                ),
            )
            .relate(place, "declared here")
            .advise(format!("Write INSTANCE {} WITH {name} <- ...", instance.module.text));
            return None;
        };
        self.refer(&callee);
        let arities = self.arities(&callee);
        let expected = match self.declarations[id].kind {
            DeclarationKind::Constant { arity } => arity as usize,
            DeclarationKind::Variable => 0,
        };
        if arities.len() != expected || arities.iter().any(|&arity| arity > 0) {
            let given = entry.map_or(span, |entry: super::scope::Entry| entry.span);
            let message = format!(
                "The symbol {name} in scope has {}, but {} declares it with {expected}.",
                count(arities.len(), "parameter"),
                instance.module.text
            );
            self.error(span, 4243, message)
                .relate(place, "declared here")
                .relate(given, "in scope from here");
            return None;
        }
        Some(if expected > 0 {
            Argument::Operator(callee, span)
        } else {
            Argument::Expr(apply(callee, Vec::new(), span))
        })
    }

    pub(super) fn report_bare_instance(&mut self, selectors: &[ast::Selector], place: Span) {
        let name = super::names::path_text(selectors);
        let span = selectors[0].span.to(selectors[selectors.len() - 1].span);
        self.error(
            span,
            4203,
            format!("'{name}' is an instance of a module, not an expression; write {name}!Op."),
        )
        .relate(place, "defined here");
    }
}
