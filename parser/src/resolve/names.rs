//! Pass 2, names: paths through instances, applications and their arguments.

use std::sync::Arc;

use super::scope::{Entry, Symbol};
use super::{Resolver, apply, builtin, placeholder};
use crate::ast::{self, Ident, Selector, SelectorKind};
use crate::resolved::{
    Argument, Builtin, Callee, DeclarationKind, Expr, ExprKind, InstanceId, InstanceUse, Parameter,
    ParameterId,
};
use crate::source::Span;

/// Where a path leads.
pub(super) struct Target<'a> {
    pub(super) callee: Callee,
    /// The path as text, for messages.
    pub(super) name: String,
    /// Where it was introduced.
    pub(super) place: Span,
    /// The arguments after its name.
    pub(super) args: Vec<&'a ast::Expr>,
    /// Labels and positions that select a part of the definition.
    pub(super) rest: &'a [Selector],
    /// The path up to `rest`.
    pub(super) span: Span,
}

/// The name or symbol of a selector, if it has one.
pub(super) fn selector_name(selector: &Selector) -> Option<&str> {
    match &selector.kind {
        SelectorKind::Name(name) | SelectorKind::Operator(name) => Some(name),
        _ => None,
    }
}

impl<'a> Resolver<'a> {
    /// A name with its arguments, through instances and into definitions.
    pub(super) fn path(&mut self, selectors: &'a [Selector], span: Span) -> Expr {
        if let [Selector { kind: SelectorKind::Name(name), args, .. }] = selectors
            && let Some(constant) = builtin::constant(name)
        {
            if !args.is_empty() {
                self.error(span, 4204, format!("{name} takes no arguments."));
            }
            return apply(Callee::Builtin(constant), Vec::new(), span);
        }
        let Some(target) = self.target(selectors) else {
            self.check_arguments_of(selectors);
            return placeholder(span);
        };
        if target.rest.is_empty() {
            return self.apply_target(target, span);
        }
        match self.select(target) {
            Some(part) => self.apply_target(part, span),
            None => placeholder(span),
        }
    }

    /// Arguments of a path that leads nowhere are still read, for the faults in them.
    fn check_arguments_of(&mut self, selectors: &'a [Selector]) {
        for arg in selectors.iter().flat_map(|selector| &selector.args) {
            if !matches!(arg.kind, ast::ExprKind::OperatorName(_) | ast::ExprKind::Lambda { .. }) {
                self.expr(arg);
            }
        }
    }

    /// Follows a path through named instances to something that can be applied.
    fn target(&mut self, selectors: &'a [Selector]) -> Option<Target<'a>> {
        self.follow(selectors, None)
    }

    /// Like [`Self::target`]. With `open`, instances may lack their arguments, as in `Fold(I!Op, ...)`: new parameters
    /// take their places and are added to it.
    fn follow(
        &mut self,
        selectors: &'a [Selector],
        mut open: Option<&mut Vec<ParameterId>>,
    ) -> Option<Target<'a>> {
        let mut via: Vec<InstanceUse> = Vec::new();
        let mut module = None;
        for (index, selector) in selectors.iter().enumerate() {
            let Some(name) = selector_name(selector) else {
                self.error(selector.span, 4200, "A selector stands where a name is expected.");
                return None;
            };
            let entry = match module {
                None => self.scope.get(name).cloned(),
                Some(module) => self.exports.get(&module).and_then(|exports| exports.get(name)).cloned(),
            };
            let Some(entry) = entry else {
                self.report_unknown(selectors, index, module);
                return None;
            };
            let symbol =
                via.iter().rev().fold(entry.symbol.clone(), |symbol, step| symbol.through(Some(step)));
            match symbol {
                Symbol::Instance(id, path) => {
                    if index + 1 == selectors.len() {
                        self.report_bare_instance(selectors, entry.span);
                        return None;
                    }
                    via = path;
                    let args = match &mut open {
                        Some(open) if selector.args.is_empty() => {
                            self.open_arguments(id, selector.span, open)
                        }
                        _ => self.instance_arguments(id, selector)?,
                    };
                    via.extend(self.step(id, args));
                    module = Some(self.instances[id].module);
                }
                Symbol::Fact => {
                    let message =
                        format!("`{name}' is an ASSUME/PROVE theorem and cannot be used as an expression.");
                    self.error(selector.span, 4200, message);
                    return None;
                }
                Symbol::Faulty => return None,
                symbol => return self.target_of(symbol, &entry, selectors, index),
            }
        }
        None
    }

    fn target_of(
        &mut self,
        symbol: Symbol,
        entry: &Entry,
        selectors: &'a [Selector],
        index: usize,
    ) -> Option<Target<'a>> {
        let callee = symbol.callee()?;
        self.refer(&callee);
        Some(Target {
            callee,
            name: path_text(&selectors[..=index]),
            place: entry.span,
            args: selectors[index].args.iter().collect(),
            rest: &selectors[index + 1..],
            span: selectors[0].span.to(selectors[index].span),
        })
    }

    /// Records that the definition around the current place refers to `callee`.
    pub(super) fn refer(&mut self, callee: &Callee) {
        let Callee::Definition { definition, via } = callee else { return };
        let draft = &mut self.drafts[*definition];
        draft.self_reference |= draft.open;
        if let Some(references) = self.references.last_mut() {
            references.definitions.push(*definition);
            references.instances.extend(via.iter().map(|step| step.instance));
        }
    }

    /// One step through an instance; none if it substitutes nothing, so that it makes no difference.
    pub(super) fn step(&self, id: InstanceId, args: Arc<Vec<Argument>>) -> Option<InstanceUse> {
        let changes = self.instances[id].substitutions.iter().any(|(declaration, argument)| match argument {
            Argument::Expr(Expr { kind: ExprKind::Apply { callee, args }, .. }) => {
                !(args.is_empty() && matches!(callee, Callee::Declaration(id) if id == declaration))
            }
            Argument::Operator(callee, _) => !matches!(callee, Callee::Declaration(id) if id == declaration),
            _ => true,
        });
        changes.then_some(InstanceUse { instance: id, args })
    }

    /// New parameters in the place of an instance's arguments.
    fn open_arguments(
        &mut self,
        id: InstanceId,
        span: Span,
        open: &mut Vec<ParameterId>,
    ) -> Arc<Vec<Argument>> {
        let params = self.instances[id].params.clone();
        if params.is_empty() {
            return self.no_args.clone();
        }
        let args = params.into_iter().map(|param| {
            let (name, arity) = (self.parameters[param].name.clone(), self.parameters[param].arity);
            let id = self.parameters.push(Parameter { name, arity, span });
            open.push(id);
            Argument::Expr(apply(Callee::Parameter(id), Vec::new(), span))
        });
        Arc::new(args.collect())
    }

    /// `I!Op` without the arguments of `I`, as an operator: `LAMBDA x, y : I(x)!Op(y)`.
    fn open_operator(
        &mut self,
        callee: Callee,
        arities: &[u32],
        mut params: Vec<ParameterId>,
        span: Span,
    ) -> Argument {
        let args = arities
            .iter()
            .map(|&arity| {
                let id = self.parameters.push(Parameter { name: "_".into(), arity, span });
                params.push(id);
                Argument::Expr(apply(Callee::Parameter(id), Vec::new(), span))
            })
            .collect();
        Argument::Lambda { params, body: Box::new(apply(callee, args, span)), span }
    }

    fn instance_arguments(&mut self, id: InstanceId, selector: &'a Selector) -> Option<Arc<Vec<Argument>>> {
        let arities: Vec<_> =
            self.instances[id].params.iter().map(|&param| self.parameters[param].arity).collect();
        let name = selector_name(selector).unwrap_or_default();
        if arities.len() != selector.args.len() {
            let message = wrong_count(name, arities.len(), selector.args.len());
            self.error(selector.span, 4204, message);
            return None;
        }
        if arities.is_empty() {
            return Some(self.no_args.clone());
        }
        Some(Arc::new(self.arguments(name, &arities, selector.args.iter())))
    }

    pub(super) fn arities(&self, callee: &Callee) -> Vec<u32> {
        match callee {
            Callee::Definition { definition, .. } => self.drafts[*definition].arities.clone(),
            Callee::Declaration(id) => match self.declarations[*id].kind {
                DeclarationKind::Constant { arity } => vec![0; arity as usize],
                DeclarationKind::Variable => Vec::new(),
            },
            Callee::Parameter(id) => vec![0; self.parameters[*id].arity as usize],
            Callee::Builtin(_) => Vec::new(),
        }
    }

    fn apply_target(&mut self, target: Target<'a>, span: Span) -> Expr {
        let arities = self.arities(&target.callee);
        if arities.len() != target.args.len() {
            let message = wrong_count(&target.name, arities.len(), target.args.len());
            self.error(span, 4204, message).relate(target.place, "defined or declared here");
            for arg in target.args {
                if !matches!(arg.kind, ast::ExprKind::OperatorName(_) | ast::ExprKind::Lambda { .. }) {
                    self.expr(arg);
                }
            }
            return placeholder(span);
        }
        let args = self.arguments(&target.name, &arities, target.args.into_iter());
        apply(target.callee, args, span)
    }

    /// A prefix, infix or postfix symbol that a definition or declaration gives its meaning.
    pub(super) fn apply_symbol(&mut self, op: &'a Ident, args: &'a [ast::Expr], span: Span) -> Expr {
        let Some(entry) = self.scope.get(&op.text).cloned() else {
            self.report_unknown_name(&op.text, op.span);
            self.exprs(args);
            return placeholder(span);
        };
        let Some(callee) = entry.symbol.callee() else { return placeholder(span) };
        self.refer(&callee);
        let arities = self.arities(&callee);
        if arities.len() != args.len() {
            let message = wrong_count(&op.text, arities.len(), args.len());
            self.error(span, 4204, message).relate(entry.span, "defined or declared here");
            self.exprs(args);
            return placeholder(span);
        }
        let args = self.arguments(&op.text, &arities, args.iter());
        apply(callee, args, span)
    }

    fn arguments(
        &mut self,
        name: &str,
        arities: &[u32],
        args: impl Iterator<Item = &'a ast::Expr>,
    ) -> Vec<Argument> {
        arities
            .iter()
            .zip(args)
            .enumerate()
            .map(|(index, (&arity, arg))| {
                if arity == 0 {
                    Argument::Expr(self.expr(arg))
                } else {
                    let role = format!("Argument {} of {name}", index + 1);
                    self.operator_argument(arg, arity, &role, [4270, 4271, 4274])
                }
            })
            .collect()
    }

    /// An argument for an operator parameter of arity `arity` > 0. `codes` are SANY's for an expression, an operator
    /// of another arity, and a LAMBDA of another arity.
    pub(super) fn operator_argument(
        &mut self,
        arg: &'a ast::Expr,
        arity: u32,
        role: &str,
        codes: [u16; 3],
    ) -> Argument {
        let fallback = Argument::Operator(Callee::Builtin(Builtin::True), arg.span);
        match &arg.kind {
            ast::ExprKind::Lambda { params, body } => {
                if params.len() as u32 != arity {
                    let message = format!(
                        "{role} must be an operator with {}, but this LAMBDA has {}.",
                        count(arity as usize, "parameter"),
                        params.len()
                    );
                    self.error(arg.span, codes[2], message);
                    return fallback;
                }
                let mark = self.scope.mark();
                let bound = self.bound.len();
                let params = self.bind_names(params);
                let body = Box::new(self.expr(body));
                self.unbind(mark, bound);
                Argument::Lambda { params, body, span: arg.span }
            }
            ast::ExprKind::OperatorName(symbol) => {
                self.symbol_argument(symbol, arity, role, codes[1], arg.span).unwrap_or(fallback)
            }
            ast::ExprKind::Path(selectors) => {
                if let [Selector { kind: SelectorKind::Name(name), .. }] = &selectors[..]
                    && builtin::constant(name).is_some()
                {
                    return self.report_expression_argument(arg.span, arity, role, codes[0]);
                }
                let mut open = Vec::new();
                let Some(mut target) = self.follow(selectors, Some(&mut open)) else { return fallback };
                if !target.rest.is_empty() {
                    let Some(part) = self.select(target) else { return fallback };
                    target = part;
                }
                if !target.args.is_empty() {
                    return self.report_expression_argument(arg.span, arity, role, codes[0]);
                }
                let own = self.arities(&target.callee);
                let all: Vec<_> =
                    open.iter().map(|&param| self.parameters[param].arity).chain(own.clone()).collect();
                let callee = target.callee;
                match self.checked_operator(callee.clone(), &all, arity, role, codes[1], arg.span) {
                    Some(_) if !open.is_empty() => self.open_operator(callee, &own, open, arg.span),
                    checked => checked.unwrap_or(fallback),
                }
            }
            _ => {
                self.expr(arg);
                self.report_expression_argument(arg.span, arity, role, codes[0])
            }
        }
    }

    fn report_expression_argument(&mut self, span: Span, arity: u32, role: &str, code: u16) -> Argument {
        let parameters = count(arity as usize, "parameter");
        let message = format!("{role} must be an operator with {parameters}, not an expression.");
        self.error(span, code, message);
        Argument::Operator(Callee::Builtin(Builtin::True), span)
    }

    fn symbol_argument(
        &mut self,
        symbol: &'a str,
        arity: u32,
        role: &str,
        code: u16,
        span: Span,
    ) -> Option<Argument> {
        if symbol == "\\X" && arity == 2 {
            return Some(self.product_operator(span));
        }
        if let Some(builtin) = builtin::operator(symbol, arity as usize) {
            return Some(Argument::Operator(Callee::Builtin(builtin), span));
        }
        if let Some(operands) = builtin::arity(symbol) {
            let arities = vec![0; operands as usize];
            return self.checked_operator(Callee::Builtin(Builtin::True), &arities, arity, role, code, span);
        }
        let Some(entry) = self.scope.get(symbol).cloned() else {
            self.report_unknown_name(symbol, span);
            return None;
        };
        let callee = entry.symbol.callee()?;
        self.refer(&callee);
        let arities = self.arities(&callee);
        self.checked_operator(callee, &arities, arity, role, code, span)
    }

    /// `\X` is no [`Builtin`]: as an argument it is `LAMBDA a, b : a \X b`.
    fn product_operator(&mut self, span: Span) -> Argument {
        let params: Vec<_> = ["a", "b"]
            .into_iter()
            .map(|name| self.parameters.push(Parameter { name: name.into(), arity: 0, span }))
            .collect();
        let items = params.iter().map(|&id| apply(Callee::Parameter(id), Vec::new(), span)).collect();
        let body = Box::new(Expr { kind: ExprKind::Product(items), span });
        Argument::Lambda { params, body, span }
    }

    fn checked_operator(
        &mut self,
        callee: Callee,
        arities: &[u32],
        arity: u32,
        role: &str,
        code: u16,
        span: Span,
    ) -> Option<Argument> {
        if arities.len() == arity as usize && arities.iter().all(|&arity| arity == 0) {
            return Some(Argument::Operator(callee, span));
        }
        let parameters = count(arity as usize, "parameter");
        let message = if arities.len() == arity as usize {
            format!("{role} must be an operator whose parameters are expressions.")
        } else {
            format!("{role} must be an operator with {parameters}, but this one has {}.", arities.len())
        };
        self.error(span, code, message);
        None
    }
}

/// A path as it is written, without arguments.
pub(super) fn path_text(selectors: &[Selector]) -> String {
    selectors.iter().filter_map(selector_name).collect::<Vec<_>>().join("!")
}

fn wrong_count(name: &str, expected: usize, given: usize) -> String {
    format!("The operator {name} requires {}, but is used with {given}.", count(expected, "argument"))
}

/// "1 argument", "2 arguments".
pub(super) fn count(number: usize, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}
