//! Taking SPECIFICATIONs, PROPERTYs and INVARIANTs apart, as TLC does: conjuncts of a specification are initial
//! predicates, `[][N]_v` or fairness; conjuncts of a property are state predicates of initial states, invariants,
//! `[][A]_v`, or temporal.

use tern_parser::resolved::{
    Argument, Builtin, Callee, DefinitionId, Expr, ExprKind, Junction, Level, Quantifier,
};

use super::names::Target;
use super::scope::{Binding, Scope};
use super::{Lowerer, Mode};

/// What one conjunct of a specification or property is.
pub(crate) enum Conjunct<'s> {
    /// A formula without primes and temporal operators, and the definition that it stands in.
    State(&'s Expr, Scope<'s>, Option<DefinitionId>),
    /// A formula with primes, not under `[]`.
    Action(&'s Expr),
    /// `[][A]_v`: the action formula `[A]_v`, and `A`.
    Box {
        /// All of it.
        whole: &'s Expr,
        /// `[A]_v`.
        square: &'s Expr,
        /// `A`.
        action: &'s Expr,
        /// What names mean.
        scope: Scope<'s>,
        /// The innermost definition that it stands in, by which TLC names a violation.
        within: Option<DefinitionId>,
    },
    /// `[]P` with a state predicate `P`.
    Always {
        /// All of it.
        whole: &'s Expr,
        /// `P`.
        predicate: &'s Expr,
        /// What names mean.
        scope: Scope<'s>,
        /// The innermost definition that it stands in.
        within: Option<DefinitionId>,
        /// TLC does not see the `[]`, and leaves the formula to its liveness checker.
        hidden: bool,
    },
    /// `\A` over an empty set: TRUE.
    Empty(&'s Expr),
    /// WF or SF, or a formula built of them.
    Fairness(&'s Expr, Scope<'s>),
    /// Any other temporal formula.
    Temporal(&'s Expr, Scope<'s>),
}

/// How many definitions are read for the level of one argument; more than that, and it is no constant.
const MOST_EXPANSIONS: u32 = 1000;

impl<'s> Lowerer<'s> {
    /// The conjuncts of a temporal formula.
    pub(crate) fn conjuncts(&mut self, expr: &'s Expr, scope: &Scope<'s>, found: &mut Vec<Conjunct<'s>>) {
        stacker::maybe_grow(256 << 10, 4 << 20, || self.conjuncts_here(expr, scope, found));
    }

    fn conjuncts_here(&mut self, expr: &'s Expr, scope: &Scope<'s>, found: &mut Vec<Conjunct<'s>>) {
        match &expr.kind {
            ExprKind::Junction { kind: Junction::And, items } => {
                // TLC names a conjunct by its place, unless it is a name itself.
                let outer = self.within.take();
                for item in items {
                    self.conjuncts(item, scope, found);
                }
                self.within = outer;
                return;
            }
            ExprKind::Label { body, .. } => return self.conjuncts(body, scope, found),
            ExprKind::Let { definitions, instances, body } => {
                self.note_let_instances(instances);
                let inner = scope.bind_let(definitions, 0);
                return self.conjuncts(body, &inner, found);
            }
            ExprKind::Fairness { .. } => {
                found.push(Conjunct::Fairness(expr, scope.clone()));
                return;
            }
            ExprKind::Quantifier { kind: Quantifier::ForAll, bounds, body }
                if self.level(expr, scope) == Level::Temporal && !self.only_fairness(expr, scope) =>
            {
                if let Some(rows) = self.constant_rows(bounds, scope) {
                    for row in rows {
                        let bind =
                            |scope: Scope<'s>, (param, element)| scope.bind(param, Binding::Const(element));
                        let inner = row.into_iter().fold(scope.clone(), bind);
                        self.conjuncts(body, &inner, found);
                    }
                    return;
                }
                if bounds.iter().any(|bound| self.is_empty_constant(&bound.set, scope)) {
                    found.push(Conjunct::Empty(expr));
                    return;
                }
            }
            ExprKind::Apply { callee, args } => match self.target(callee, scope, Mode::STATE) {
                Target::Builtin(Builtin::And) => {
                    let outer = self.within.take();
                    for arg in args {
                        if let Argument::Expr(item) = arg {
                            self.conjuncts(item, scope, found);
                        }
                    }
                    self.within = outer;
                    return;
                }
                Target::Builtin(Builtin::Always) => {
                    if let [Argument::Expr(body)] = args.as_slice() {
                        found.push(self.always((expr, scope), body, scope));
                        return;
                    }
                }
                Target::ByName(inner, inner_scope) => return self.conjuncts(inner, &inner_scope, found),
                Target::Definition(id, body_scope, _)
                    if !self.spec.definitions[id].recursive && !self.is_native(id) =>
                {
                    let definition = &self.spec.definitions[id];
                    if definition.level == Level::Temporal
                        || !definition.params.is_empty()
                        || self.is_conjunction(&definition.body) && !self.counting()
                    {
                        let inner =
                            self.bind_by_name(&definition.params, args, scope, body_scope, Mode::STATE);
                        // Definitions of other modules would be named by how they are reached.
                        let named = definition.in_let || definition.module == self.spec.root;
                        let outer = self.within;
                        self.within = if named { Some(id) } else { outer };
                        // TLC puts no arguments into what it reads through an INSTANCE that substitutes.
                        let hides = !definition.params.is_empty() && scope.context.is_substituted();
                        self.hidden += u32::from(hides);
                        self.conjuncts(&definition.body, &inner, found);
                        self.hidden -= u32::from(hides);
                        self.within = outer;
                        return;
                    }
                }
                _ => {}
            },
            _ => {}
        }
        found.push(match self.level(expr, scope) {
            Level::Constant | Level::State => Conjunct::State(expr, scope.clone(), self.within),
            Level::Action => Conjunct::Action(expr),
            Level::Temporal if self.only_fairness(expr, scope) => Conjunct::Fairness(expr, scope.clone()),
            Level::Temporal => Conjunct::Temporal(expr, scope.clone()),
        });
    }

    fn is_empty_constant(&mut self, set: &'s Expr, scope: &Scope<'s>) -> bool {
        let set = self.closed_expr(set, scope, Mode::STATE);
        self.constant_elements(set, 1).is_some_and(|elements| elements.is_empty())
    }

    /// The name by which TLC reports a state predicate of a property: that of the operator that it is, else that of the
    /// definition that it stands in.
    pub(crate) fn predicate_name(&self, expr: &Expr, within: Option<DefinitionId>) -> Option<Box<str>> {
        if let ExprKind::Apply {
            callee: Callee::Builtin(constant @ (Builtin::True | Builtin::False)), ..
        } = &expr.kind
        {
            return Some(if *constant == Builtin::True { "TRUE" } else { "FALSE" }.into());
        }
        let ExprKind::Apply { callee: Callee::Definition { definition, via }, args } = &expr.kind else {
            return within.map(|id| self.spec.definitions[id].name.clone());
        };
        if !args.is_empty() {
            return within.map(|id| self.spec.definitions[id].name.clone());
        }
        let instances = via.iter().filter_map(|step| self.spec.instances[step.instance].name.as_deref());
        let names = instances.chain([&*self.spec.definitions[*definition].name]);
        Some(names.collect::<Vec<_>>().join("!").into())
    }

    fn is_conjunction(&self, expr: &Expr) -> bool {
        match &expr.kind {
            ExprKind::Junction { kind: Junction::And, .. } => true,
            ExprKind::Apply { callee, .. } => Self::is_builtin(callee, Builtin::And),
            ExprKind::Label { body, .. } => self.is_conjunction(body),
            _ => false,
        }
    }

    /// `whole`, which is `[]` of `body`, each with its scope.
    fn always(&mut self, whole: (&'s Expr, &Scope<'s>), body: &'s Expr, scope: &Scope<'s>) -> Conjunct<'s> {
        match &body.kind {
            ExprKind::SquareAction { action, .. } => Conjunct::Box {
                whole: whole.0,
                square: body,
                action,
                scope: scope.clone(),
                within: self.within,
            },
            ExprKind::Apply { callee, args } if args.is_empty() => {
                match self.target(callee, scope, Mode::STATE) {
                    Target::ByName(inner, inner_scope) => self.always(whole, inner, &inner_scope),
                    Target::Definition(id, body_scope, _)
                        if self.spec.definitions[id].level >= Level::Action
                            && !self.spec.definitions[id].recursive =>
                    {
                        self.always(whole, &self.spec.definitions[id].body, &body_scope)
                    }
                    _ => self.always_state(whole, body, scope),
                }
            }
            _ => self.always_state(whole, body, scope),
        }
    }

    fn always_state(
        &mut self,
        whole: (&'s Expr, &Scope<'s>),
        body: &'s Expr,
        scope: &Scope<'s>,
    ) -> Conjunct<'s> {
        match self.level(body, scope) {
            Level::Constant | Level::State => Conjunct::Always {
                whole: whole.0,
                predicate: body,
                scope: scope.clone(),
                within: self.within,
                hidden: self.hidden > 0,
            },
            _ => Conjunct::Temporal(whole.0, whole.1.clone()),
        }
    }

    /// Whether a temporal formula is only a combination of fairness conditions.
    fn only_fairness(&mut self, expr: &'s Expr, scope: &Scope<'s>) -> bool {
        match &expr.kind {
            ExprKind::Fairness { .. } => true,
            ExprKind::Junction { items, .. } => items.iter().all(|item| self.only_fairness(item, scope)),
            ExprKind::Quantifier { body, .. } | ExprKind::Label { body, .. } | ExprKind::Let { body, .. } => {
                self.only_fairness(body, scope)
            }
            ExprKind::Apply { callee, args } => match self.target(callee, scope, Mode::STATE) {
                Target::Builtin(Builtin::And) => args.iter().all(|arg| match arg {
                    Argument::Expr(item) => self.only_fairness(item, scope),
                    _ => false,
                }),
                Target::Definition(id, body_scope, _) if !self.spec.definitions[id].recursive => {
                    self.only_fairness(&self.spec.definitions[id].body, &body_scope)
                }
                Target::ByName(inner, inner_scope) => self.only_fairness(inner, &inner_scope),
                _ => false,
            },
            _ => false,
        }
    }

    /// Whether TLC takes a formula for a constant, whose value it finds before the search: what a LAMBDA reads does not
    /// count, what an argument or a definition of a LET reads does, even if it is not used (TLC 2.15).
    pub(crate) fn is_constant(&mut self, expr: &'s Expr, scope: &Scope<'s>) -> bool {
        self.as_constant = true;
        let level = self.level(expr, scope);
        self.as_constant = false;
        level == Level::Constant
    }

    /// The level of a definition of the root module, whatever its parameters stand for, with what the definitions of
    /// its LETs read.
    fn level_with_lets(&mut self, id: DefinitionId, scope: &Scope<'s>) -> Level {
        let definition = &self.spec.definitions[id];
        if definition.level > Level::Constant || definition.recursive || self.is_native(id) {
            return definition.level;
        }
        if let Some(level) = self.levels_with_lets.get(&id) {
            return *level;
        }
        let level = self.level(&definition.body, scope);
        self.levels_with_lets.insert(id, level);
        level
    }

    /// Whether TLC takes an argument of an action for a constant. An argument that is not read does not count, but
    /// that of an operator which is a parameter itself does, and so does all of a LAMBDA.
    pub(crate) fn is_constant_argument(&mut self, expr: &'s Expr, scope: &Scope<'s>) -> bool {
        self.expansions = MOST_EXPANSIONS;
        let level = self.level(expr, scope);
        self.expansions = 0;
        level == Level::Constant
    }

    /// The level of a formula.
    pub(crate) fn level(&mut self, expr: &'s Expr, scope: &Scope<'s>) -> Level {
        stacker::maybe_grow(256 << 10, 4 << 20, || self.level_here(expr, scope))
    }

    fn levels<'x>(&mut self, items: impl IntoIterator<Item = &'x Expr>, scope: &Scope<'s>) -> Level
    where
        's: 'x,
        'x: 's,
    {
        items.into_iter().map(|item| self.level(item, scope)).max().unwrap_or(Level::Constant)
    }

    fn level_here(&mut self, expr: &'s Expr, scope: &Scope<'s>) -> Level {
        match &expr.kind {
            ExprKind::Number(_) | ExprKind::Decimal(_) | ExprKind::String(_) => Level::Constant,
            ExprKind::Fairness { .. } | ExprKind::UnboundedQuantifier { temporal: true, .. } => {
                Level::Temporal
            }
            ExprKind::SquareAction { .. } | ExprKind::AngleAction { .. } => Level::Action,
            ExprKind::Junction { items, .. }
            | ExprKind::SetEnumeration(items)
            | ExprKind::Tuple(items)
            | ExprKind::Product(items) => self.levels(items, scope),
            ExprKind::Quantifier { bounds, body, .. }
            | ExprKind::SetMap { bounds, body }
            | ExprKind::Function { bounds, body, .. } => {
                let sets = self.levels(bounds.iter().map(|bound| &bound.set), scope);
                sets.max(self.level(body, scope))
            }
            ExprKind::SetFilter { bound, body } => self.level(&bound.set, scope).max(self.level(body, scope)),
            ExprKind::UnboundedQuantifier { body, .. } | ExprKind::Label { body, .. } => {
                self.level(body, scope)
            }
            ExprKind::Choose { set, body, .. } => {
                let set = set.as_deref().map_or(Level::Constant, |set| self.level(set, scope));
                set.max(self.level(body, scope))
            }
            ExprKind::FunctionSet { domain, range } => {
                self.level(domain, scope).max(self.level(range, scope))
            }
            ExprKind::FunctionApplication { function, arg } => {
                self.level(function, scope).max(self.level(arg, scope))
            }
            ExprKind::Record(fields) | ExprKind::RecordSet(fields) => {
                self.levels(fields.iter().map(|(_, value)| value), scope)
            }
            ExprKind::Field { record, .. } => self.level(record, scope),
            ExprKind::Except { function, updates } => {
                let values = self.levels(updates.iter().map(|update| &update.value), scope);
                values.max(self.level(function, scope))
            }
            ExprKind::If { condition, then, otherwise } => {
                self.levels([&**condition, &**then, &**otherwise], scope)
            }
            ExprKind::Case { arms, other } => {
                let arms = self.levels(arms.iter().flat_map(|(guard, value)| [guard, value]), scope);
                other.as_deref().map_or(arms, |other| arms.max(self.level(other, scope)))
            }
            ExprKind::Let { definitions, body, .. } => {
                let inner = scope.bind_let(definitions, self.depth);
                let mut level = self.level(body, &inner);
                if self.as_constant {
                    let spec = self.spec;
                    for id in definitions.iter().filter(|id| !spec.definitions[**id].recursive) {
                        level = level.max(self.level(&spec.definitions[*id].body, &inner));
                    }
                }
                level
            }
            ExprKind::Apply { callee, args } => self.applied_level(callee, args, scope),
        }
    }

    fn applied_level(
        &mut self,
        callee: &'s tern_parser::resolved::Callee,
        args: &'s [Argument],
        scope: &Scope<'s>,
    ) -> Level {
        let mut level = Level::Constant;
        for arg in args {
            level = level.max(match arg {
                Argument::Expr(expr) => self.level(expr, scope),
                Argument::Lambda { body, .. } if !self.as_constant => self.level(body, scope),
                Argument::Lambda { .. } | Argument::Operator(..) => Level::Constant,
            });
        }
        if let tern_parser::resolved::Callee::Parameter(id) = callee
            && scope.parameter(*id).is_none()
        {
            return level;
        }
        match self.target(callee, scope, Mode::STATE) {
            Target::Builtin(builtin) => match builtin {
                Builtin::Prime | Builtin::Unchanged | Builtin::ActionComposition => Level::Action,
                Builtin::Enabled => Level::State,
                Builtin::Always | Builtin::Eventually | Builtin::LeadsTo | Builtin::WhilePlus => {
                    Level::Temporal
                }
                _ => level,
            },
            // ENABLED lowers the level of an action that is an argument, so the body decides.
            Target::Definition(id, body_scope, _)
                if (level >= Level::Action || level > Level::Constant && self.expansions > 0)
                    && !self.spec.definitions[id].recursive
                    && !self.is_native(id) =>
            {
                self.expansions = self.expansions.saturating_sub(1);
                let definition = &self.spec.definitions[id];
                let inner = self.bind_by_name(&definition.params, args, scope, body_scope, Mode::STATE);
                let level = self.level(&definition.body, &inner);
                args.iter().fold(level, |level, arg| match arg {
                    Argument::Lambda { body, .. } if !self.as_constant => level.max(self.level(body, scope)),
                    _ => level,
                })
            }
            Target::Definition(id, body_scope, _)
                if self.as_constant && body_scope.context.parent.is_none() =>
            {
                level.max(self.level_with_lets(id, &body_scope))
            }
            Target::Definition(id, ..) => level.max(self.spec.definitions[id].level),
            Target::Part(_) => level.max(Level::State),
            Target::ByName(inner, inner_scope) => level.max(self.level(inner, &inner_scope)),
            _ => level,
        }
    }
}
