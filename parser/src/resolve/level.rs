//! Pass 4: levels (constant, state, action, temporal) and what TLA+ demands of them.
//!
//! The method is SANY's (*Specifying Systems*, section 17.2, and the TLA+2 guide): a definition has a level, the set
//! of parameters and constants whose levels add to it, and demands on the levels of those. A use of it puts the
//! levels of the arguments in.

use super::level_rules::{rule, symbol};
use super::recursion::Node;
use super::signature::{Binding, Demands, Levels, OperatorLevels, Signature, Unknown, Violation};
use crate::error::{Diagnostic, DiagnosticKind};
use crate::ids::{Id, IndexVec};
use crate::library::NATIVE;
use crate::resolved::{
    Argument, Bound, Builtin, Callee, DeclarationKind, DefinitionId, ExceptStep, Expr, ExprKind, InstanceId,
    InstanceUse, Level, ParameterId, ResolvedSpec,
};
use crate::source::Span;

/// What an INSTANCE puts in the place of the module's constants, and what it demands of its own parameters.
#[derive(Default)]
struct InstanceLevels {
    bindings: Vec<(Unknown, Binding)>,
    demands: Demands,
}

struct Checker<'s> {
    spec: &'s ResolvedSpec,
    /// Parameters that stand for any argument; the others are bound names, which are constants.
    formal: Vec<bool>,
    signatures: Vec<Signature>,
    instances: IndexVec<InstanceId, InstanceLevels>,
    /// Demands of what is being read.
    demands: Demands,
    diagnostics: Vec<Diagnostic>,
}

/// Computes [`crate::resolved::Definition::level`] and reports violations. `order` has callees before callers.
pub(super) fn check(
    spec: &mut ResolvedSpec,
    order: &[Vec<Node>],
    declared_recursive: &[bool],
    statements: &[Expr],
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut checker = Checker::new(spec);
    for component in order {
        checker.component(component, declared_recursive);
    }
    for statement in statements {
        checker.expr(statement);
    }
    for id in spec.instances.ids() {
        checker.check_instance(id);
    }
    checker.check_assumptions();
    let levels: Vec<_> = checker.signatures.iter().map(|signature| signature.levels.level).collect();
    diagnostics.append(&mut checker.diagnostics);
    for id in spec.definitions.ids() {
        spec.definitions[id].level = levels[id.index()];
    }
}

impl<'s> Checker<'s> {
    fn new(spec: &'s ResolvedSpec) -> Self {
        let mut formal = vec![false; spec.parameters.len()];
        let definitions = spec.definitions.iter().flat_map(|definition| &definition.params);
        for param in definitions.chain(spec.instances.iter().flat_map(|instance| &instance.params)) {
            formal[param.index()] = true;
        }
        let mut instances = IndexVec::new();
        spec.instances.iter().for_each(|_| {
            instances.push(InstanceLevels::default());
        });
        let signatures = vec![Signature::default(); spec.definitions.len()];
        Self { spec, formal, signatures, instances, demands: Demands::default(), diagnostics: Vec::new() }
    }

    fn component(&mut self, component: &[Node], declared_recursive: &[bool]) {
        if component.len() > 1 || self.is_recursive(component) {
            // A first round with the assumption that every parameter counts, so that the second round sees what the
            // members demand of each other; its reports would be doubled.
            for node in component {
                if let Node::Definition(id) = node {
                    let params = &self.spec.definitions[*id].params;
                    self.signatures[id.index()].levels.unknowns =
                        params.iter().map(|&param| Unknown::Parameter(param)).collect();
                }
            }
            let reported = self.diagnostics.len();
            component.iter().for_each(|&node| self.node(node));
            self.diagnostics.truncate(reported);
        }
        component.iter().for_each(|&node| self.node(node));
        let members = || {
            component.iter().filter_map(|node| match node {
                Node::Definition(id) => Some(*id),
                Node::Instance(_) => None,
            })
        };
        let level = members().map(|id| self.signatures[id.index()].levels.level).max();
        for id in members() {
            let levels = &mut self.signatures[id.index()].levels;
            levels.level = level.unwrap_or(levels.level).max(levels.level);
            if declared_recursive[id.index()] {
                self.check_recursive(id);
            }
        }
    }

    fn is_recursive(&self, component: &[Node]) -> bool {
        component
            .iter()
            .any(|node| matches!(node, Node::Definition(id) if self.spec.definitions[*id].recursive))
    }

    fn check_recursive(&mut self, id: DefinitionId) {
        let definition = &self.spec.definitions[id];
        let demands = &self.signatures[id.index()].demands;
        let limited = definition
            .params
            .iter()
            .find(|&&param| demands.limit_of(Unknown::Parameter(param)) < Level::Action);
        if let Some(&param) = limited {
            let message = format!(
                "The recursive operator {} applies ' (or the like) to its parameter {}.",
                definition.name, self.spec.parameters[param].name
            );
            self.report(definition.name_span, 4290, message);
        }
    }

    fn report(&mut self, span: Span, code: u16, message: impl Into<String>) -> &mut Diagnostic {
        self.diagnostics.push(Diagnostic::error(DiagnosticKind::Level, span, message).with_code(code));
        self.diagnostics.last_mut().expect("a diagnostic was just added")
    }

    fn node(&mut self, node: Node) {
        let spec = self.spec;
        match node {
            Node::Definition(id) => {
                let definition = &spec.definitions[id];
                let levels = match &definition.body.kind {
                    ExprKind::String(text) if **text == *NATIVE => self.native(&definition.params),
                    _ => self.expr(&definition.body),
                };
                let demands = std::mem::take(&mut self.demands);
                self.signatures[id.index()] = Signature { levels, demands };
            }
            Node::Instance(id) => {
                let instance = &spec.instances[id];
                let mut bindings = Vec::new();
                for (declaration, argument) in &instance.substitutions {
                    bindings.push((Unknown::Constant(*declaration), self.argument(argument)));
                }
                self.limit_substitutions(id, &bindings);
                let demands = std::mem::take(&mut self.demands);
                self.instances[id] = InstanceLevels { bindings, demands };
            }
        }
    }

    /// An operator that only native code gives a meaning: all its arguments count, and are values.
    fn native(&mut self, params: &[ParameterId]) -> Levels {
        let unknowns: Vec<_> = params.iter().map(|&param| Unknown::Parameter(param)).collect();
        unknowns.iter().for_each(|&unknown| self.demands.limit(unknown, Level::Action));
        Levels { level: Level::Constant, unknowns }
    }

    /// In an instance of a module with variables, constants must be replaced by constants, variables by state
    /// functions.
    fn limit_substitutions(&mut self, id: InstanceId, bindings: &[(Unknown, Binding)]) {
        let spec = self.spec;
        let instance = &spec.instances[id];
        if spec.modules[instance.module].variables.is_empty() {
            return;
        }
        for (unknown, binding) in bindings {
            let Unknown::Constant(declaration) = *unknown else { continue };
            let declaration = &spec.declarations[declaration];
            let limit = match declaration.kind {
                DeclarationKind::Constant { .. } => Level::Constant,
                DeclarationKind::Variable => Level::State,
            };
            let levels = match binding {
                Binding::Expr(levels) => levels,
                Binding::Operator(operator) => &operator.levels,
            };
            if levels.level > limit {
                let message = format!(
                    "Level error in instantiating module {}: the substitution for {} has a higher level than it may have.",
                    spec.modules[instance.module].name, declaration.name
                );
                self.report(instance.span, 4245, message).relate(declaration.span, "declared here");
            }
            levels.unknowns.iter().for_each(|&inner| self.demands.limit(inner, limit));
        }
    }

    /// Checks an instance's substitutions against what the module's definitions demand of its constants.
    fn check_instance(&mut self, id: InstanceId) {
        let spec = self.spec;
        let instance = &spec.instances[id];
        let module = &spec.modules[instance.module];
        let bindings = std::mem::take(&mut self.instances[id].bindings);
        for (unknown, binding) in &bindings {
            if let (Unknown::Constant(declaration), Binding::Operator(operator)) = (unknown, binding)
                && operator.opaque
            {
                let name = &spec.declarations[*declaration].name;
                let message = format!(
                    "The operator substituted for {name} does not respect equality (is not Leibniz), as it must in an INSTANCE."
                );
                self.report(instance.span, 4244, message);
            }
        }
        let mut violations = Vec::new();
        let find = |unknown: Unknown| lookup(&bindings, unknown);
        for definition in spec.definitions.ids().filter(|&id| {
            let module_id = spec.definitions[id].module;
            module_id == instance.module || module.extends.contains(&module_id)
        }) {
            self.signatures[definition.index()].bind(&find, &mut violations);
        }
        for violation in violations {
            let (code, text) = match violation {
                Violation::TooHigh(..) => {
                    (4245, "a substitution has a higher level than a definition allows")
                }
                Violation::CannotTake(_) => (4246, "an operator cannot take the arguments it is applied to"),
                Violation::CannotTakeGiven(..) => (4247, "an operator cannot take an argument of that level"),
            };
            let message = format!("Level error in instantiating module {}: {text}.", module.name);
            if !self.diagnostics.iter().any(|d| d.span == instance.span && d.message == message) {
                self.report(instance.span, code, message);
            }
        }
        self.instances[id].bindings = bindings;
    }

    fn check_assumptions(&mut self) {
        let spec = self.spec;
        let mut seen = fxhash::FxHashSet::default();
        for assumption in spec.modules.iter().flat_map(|module| &module.assumptions) {
            if let ExprKind::Apply { callee: Callee::Definition { definition, .. }, .. } =
                &assumption.body.kind
                && seen.insert(*definition)
                && self.signatures[definition.index()].levels.level > Level::Constant
            {
                self.report(
                    assumption.span,
                    4206,
                    "Level error: an assumption must not depend on variables, but this one does.",
                );
            }
        }
    }

    /// The level of an expression; demands on what is unknown in it are added to `self.demands`.
    fn expr(&mut self, expr: &'s Expr) -> Levels {
        stacker::maybe_grow(128 << 10, 4 << 20, || self.expr_of_kind(expr))
    }

    /// The level of an expression that must not be higher than `limit`.
    fn at_most(&mut self, expr: &'s Expr, limit: Level, what: &str) -> Levels {
        let levels = self.expr(expr);
        self.limit(&levels, limit, expr.span, what);
        levels
    }

    fn limit(&mut self, levels: &Levels, limit: Level, span: Span, what: &str) {
        if levels.level > limit {
            let message =
                format!("Level error: {what} must not be {}, but is {}.", above(limit), name(levels.level));
            self.report(span, 4205, message);
        }
        levels.unknowns.iter().for_each(|&unknown| self.demands.limit(unknown, limit));
    }

    fn join(&mut self, exprs: impl IntoIterator<Item = &'s Expr>, limit: Level, what: &str) -> Levels {
        let mut all = Levels::known(Level::Constant);
        for expr in exprs {
            let levels = self.at_most(expr, limit, what);
            all.join(&levels);
        }
        all
    }

    fn expr_of_kind(&mut self, expr: &'s Expr) -> Levels {
        const VALUE: Level = Level::Action;
        match &expr.kind {
            ExprKind::Number(_) | ExprKind::Decimal(_) | ExprKind::String(_) => {
                Levels::known(Level::Constant)
            }
            ExprKind::Apply { callee, args } => self.apply(callee, args, expr.span),
            ExprKind::Junction { items, .. } => {
                let levels: Vec<_> = items.iter().map(|item| self.expr(item)).collect();
                self.check_mix(&levels, expr.span);
                joined(&levels)
            }
            ExprKind::Quantifier { bounds, body, .. } => {
                let sets = self.bounds(bounds, Level::Temporal, "the set of a quantifier");
                let body = self.expr(body);
                self.check_quantifier(&sets, &body, expr.span);
                joined(&[sets, body])
            }
            ExprKind::UnboundedQuantifier { temporal, body, .. } => {
                let mut levels = self.expr(body);
                if *temporal {
                    levels.level = Level::Temporal;
                }
                levels
            }
            ExprKind::Choose { set, body, .. } => {
                let set = self.join(set.as_deref(), VALUE, "the set of a CHOOSE");
                let body = self.at_most(body, VALUE, "the body of a CHOOSE");
                joined(&[set, body])
            }
            ExprKind::SetEnumeration(items) => self.join(items, VALUE, "an element of a set"),
            ExprKind::Tuple(items) => self.join(items, VALUE, "a component of a tuple"),
            ExprKind::Product(items) => self.join(items, VALUE, "an operand of \\X"),
            ExprKind::SetFilter { bound, body } => {
                let set = self.bounds(std::slice::from_ref(&**bound), VALUE, "the set of a set constructor");
                let body = self.at_most(body, VALUE, "the body of a set constructor");
                joined(&[set, body])
            }
            ExprKind::SetMap { body, bounds } => {
                let sets = self.bounds(bounds, VALUE, "the set of a set constructor");
                let body = self.at_most(body, VALUE, "the body of a set constructor");
                joined(&[sets, body])
            }
            ExprKind::Function { bounds, body, .. } => {
                let sets = self.bounds(bounds, VALUE, "the domain of a function");
                let body = self.expr(body);
                joined(&[sets, body])
            }
            ExprKind::FunctionSet { domain, range } => {
                self.join([&**domain, range], VALUE, "an operand of [S -> T]")
            }
            ExprKind::FunctionApplication { function, arg } => {
                self.join([&**function, arg], VALUE, "a function or its argument")
            }
            ExprKind::Record(fields) => self.join(fields.iter().map(|(_, value)| value), Level::Temporal, ""),
            ExprKind::RecordSet(fields) => {
                self.join(fields.iter().map(|(_, value)| value), VALUE, "a field of a set of records")
            }
            ExprKind::Field { record, .. } => self.at_most(record, VALUE, "a record"),
            ExprKind::Except { function, updates } => {
                let mut levels = self.at_most(function, VALUE, "the function of an EXCEPT");
                for update in updates {
                    for step in &update.path {
                        if let ExceptStep::Index(index) = step {
                            levels.join(&self.at_most(index, VALUE, "an index of an EXCEPT"));
                        }
                    }
                    levels.join(&self.at_most(&update.value, VALUE, "a value of an EXCEPT"));
                }
                levels
            }
            ExprKind::If { condition, then, otherwise } => {
                self.join([&**condition, then, otherwise], Level::Temporal, "")
            }
            ExprKind::Case { arms, other } => {
                let parts = arms.iter().flat_map(|(guard, value)| [guard, value]);
                self.join(parts.chain(other.as_deref()), Level::Temporal, "")
            }
            ExprKind::Let { definitions, instances, body } => {
                let levels = self.expr(body);
                for id in definitions {
                    let params = &self.spec.definitions[*id].params;
                    let demands = std::mem::take(&mut self.signatures[id.index()].demands);
                    self.demands.merge(&demands, params);
                    self.signatures[id.index()].demands = demands;
                }
                for id in instances {
                    let params = &self.spec.instances[*id].params;
                    let demands = std::mem::take(&mut self.instances[*id].demands);
                    self.demands.merge(&demands, params);
                    self.instances[*id].demands = demands;
                }
                levels
            }
            ExprKind::SquareAction { action, subscript } | ExprKind::AngleAction { action, subscript } => {
                self.stepwise(action, subscript, Level::Action)
            }
            ExprKind::Fairness { subscript, action, .. } => self.stepwise(action, subscript, Level::Temporal),
            ExprKind::Label { body, .. } => self.expr(body),
        }
    }

    fn stepwise(&mut self, action: &'s Expr, subscript: &'s Expr, level: Level) -> Levels {
        let mut levels = self.at_most(action, Level::Action, "an action with a subscript");
        levels.join(&self.at_most(subscript, Level::State, "a subscript"));
        levels.level = level;
        levels
    }

    fn bounds(&mut self, bounds: &'s [Bound], limit: Level, what: &str) -> Levels {
        self.join(bounds.iter().map(|bound| &bound.set), limit, what)
    }

    fn check_mix(&mut self, levels: &[Levels], span: Span) {
        let any = |level| levels.iter().any(|levels| levels.level == level);
        if any(Level::Action) && any(Level::Temporal) {
            self.report(span, 4313, "An action and a temporal formula cannot be combined in one formula.")
                .advise("Inside a temporal formula, an action can only stand as [A]_v or <<A>>_v.");
        }
    }

    fn check_quantifier(&mut self, sets: &Levels, body: &Levels, span: Span) {
        if sets.level == Level::Temporal {
            self.report(span, 4315, "The set of a quantifier must not be a temporal formula.");
        } else if sets.level == Level::Action && body.level == Level::Temporal {
            self.report(span, 4314, "A quantifier over a temporal formula must not have a set with primes.");
        }
    }

    fn apply(&mut self, callee: &'s Callee, args: &'s [Argument], span: Span) -> Levels {
        match callee {
            Callee::Builtin(builtin) => self.builtin(*builtin, args, span),
            Callee::Declaration(id) => match self.spec.declarations[*id].kind {
                DeclarationKind::Variable => Levels::known(Level::State),
                DeclarationKind::Constant { .. } => self.unknown(Unknown::Constant(*id), args),
            },
            Callee::Parameter(id) if self.formal[id.index()] => self.unknown(Unknown::Parameter(*id), args),
            Callee::Parameter(_) => Levels::known(Level::Constant),
            Callee::Definition { definition, via } => {
                let signature = self.through(*definition, via, span);
                let params = &self.spec.definitions[*definition].params;
                let bindings = self.bindings(params, args);
                self.bind(&signature, &bindings, span, &self.spec.definitions[*definition].name)
            }
        }
    }

    /// The use of an unknown operator, or of an unknown without arguments.
    fn unknown(&mut self, unknown: Unknown, args: &'s [Argument]) -> Levels {
        let mut all = Levels::unknown(unknown);
        for (position, arg) in args.iter().enumerate() {
            if let Argument::Expr(arg) = arg {
                let levels = self.expr(arg);
                self.demands.application(unknown, position, &levels);
                all.join(&levels);
            }
        }
        all
    }

    fn builtin(&mut self, builtin: Builtin, args: &'s [Argument], span: Span) -> Levels {
        let rule = rule(builtin);
        let mut levels = Vec::new();
        for (index, arg) in args.iter().enumerate() {
            let Argument::Expr(arg) = arg else { continue };
            let of_arg = self.expr(arg);
            let what = format!("operand {} of {}", index + 1, symbol(builtin));
            self.limit(&of_arg, rule.operand, arg.span, &what);
            if rule.opaque {
                of_arg.unknowns.iter().for_each(|&unknown| self.demands.make_opaque(unknown));
            }
            self.check_temporal_operand(builtin, arg, &of_arg);
            levels.push(of_arg);
        }
        if matches!(builtin, Builtin::And | Builtin::Or | Builtin::Implies | Builtin::Equivalent) {
            self.check_mix(&levels, span);
        }
        let mut all = if rule.adds_operands { joined(&levels) } else { Levels::known(Level::Constant) };
        all.level = all.level.max(rule.level);
        all
    }

    fn check_temporal_operand(&mut self, builtin: Builtin, arg: &Expr, levels: &Levels) {
        if levels.level != Level::Action {
            return;
        }
        match builtin {
            Builtin::Always if !matches!(arg.kind, ExprKind::SquareAction { .. }) => {
                self.report(arg.span, 4310, "[] followed by an action that is not of the form [A]_v.")
                    .advise("Write [][A]_vars.");
            }
            Builtin::Eventually if !matches!(arg.kind, ExprKind::AngleAction { .. }) => {
                self.report(arg.span, 4311, "<> followed by an action that is not of the form <<A>>_v.")
                    .advise("Write <><<A>>_vars.");
            }
            Builtin::LeadsTo | Builtin::WhilePlus => {
                let message = format!("An action cannot be an operand of {}.", symbol(builtin));
                self.report(arg.span, 4312, message);
            }
            _ => {}
        }
    }

    /// The signature of a definition as seen through instances.
    fn through(&mut self, definition: DefinitionId, via: &'s [InstanceUse], span: Span) -> Signature {
        let mut signature = self.signatures[definition.index()].clone();
        for step in via.iter().rev() {
            let params = &self.spec.instances[step.instance].params;
            let arguments = self.bindings(params, &step.args);
            let instance = &self.instances[step.instance];
            // What the instance's own substitutions violate is reported once, where it stands.
            signature = signature.bind(&|unknown| lookup(&instance.bindings, unknown), &mut Vec::new());
            signature.demands.merge(&instance.demands, &[]);
            if !params.is_empty() {
                let mut violations = Vec::new();
                signature = signature.bind(&|unknown| lookup(&arguments, unknown), &mut violations);
                let name = self.spec.instances[step.instance].name.as_deref().unwrap_or_default();
                self.report_violations(&violations, span, name);
            }
        }
        signature
    }

    fn bindings(&mut self, params: &[ParameterId], args: &'s [Argument]) -> Vec<(Unknown, Binding)> {
        params.iter().zip(args).map(|(&param, arg)| (Unknown::Parameter(param), self.argument(arg))).collect()
    }

    fn bind(
        &mut self,
        signature: &Signature,
        bindings: &[(Unknown, Binding)],
        span: Span,
        name: &str,
    ) -> Levels {
        let mut violations = Vec::new();
        let bound = signature.bind(&|unknown| lookup(bindings, unknown), &mut violations);
        self.report_violations(&violations, span, name);
        self.demands.merge(&bound.demands, &[]);
        bound.levels
    }

    fn report_violations(&mut self, violations: &[Violation], span: Span, name: &str) {
        for violation in violations {
            match violation {
                Violation::TooHigh(unknown, limit) => {
                    let what = self.unknown_name(*unknown);
                    let message = format!(
                        "Level error in applying operator {name}: its argument {what} must not be {}.",
                        above(*limit)
                    );
                    self.report(span, 4205, message);
                }
                Violation::CannotTake(unknown) => {
                    let what = self.unknown_name(*unknown);
                    let message = format!(
                        "Level error in applying operator {name}: the operator given for {what} cannot take the arguments it is applied to."
                    );
                    self.report(span, 4272, message);
                }
                Violation::CannotTakeGiven(operator, argument) => {
                    let (what, given) = (self.unknown_name(*operator), self.unknown_name(*argument));
                    let message = format!(
                        "Level error in applying operator {name}: the operator given for {what} cannot take the argument given for {given}."
                    );
                    self.report(span, 4273, message);
                }
            }
        }
    }

    fn unknown_name(&self, unknown: Unknown) -> &'s str {
        match unknown {
            Unknown::Parameter(id) => &self.spec.parameters[id].name,
            Unknown::Constant(id) => &self.spec.declarations[id].name,
        }
    }

    fn argument(&mut self, argument: &'s Argument) -> Binding {
        match argument {
            Argument::Expr(expr) => Binding::Expr(self.expr(expr)),
            Argument::Operator(callee, span) => Binding::Operator(self.operator(callee, *span)),
            Argument::Lambda { params, body, .. } => {
                for param in params {
                    self.formal[param.index()] = true;
                }
                let outer = std::mem::take(&mut self.demands);
                let levels = self.expr(body);
                let demands = std::mem::replace(&mut self.demands, outer);
                self.demands.merge(&demands, params);
                Binding::Operator(operator_levels(&Signature { levels, demands }, params))
            }
        }
    }

    fn operator(&mut self, callee: &'s Callee, span: Span) -> OperatorLevels {
        let unknown = |unknown| OperatorLevels {
            levels: Levels::known(Level::Constant),
            limits: Vec::new(),
            opaque: false,
            unknown: Some(unknown),
        };
        match callee {
            Callee::Builtin(builtin) => {
                let rule = rule(*builtin);
                OperatorLevels {
                    levels: Levels::known(rule.level),
                    limits: vec![rule.operand; 2],
                    opaque: rule.opaque,
                    unknown: None,
                }
            }
            Callee::Declaration(id) => unknown(Unknown::Constant(*id)),
            Callee::Parameter(id) => unknown(Unknown::Parameter(*id)),
            Callee::Definition { definition, via } => {
                let signature = self.through(*definition, via, span);
                operator_levels(&signature, &self.spec.definitions[*definition].params)
            }
        }
    }
}

/// A definition or LAMBDA as an argument.
fn operator_levels(signature: &Signature, params: &[ParameterId]) -> OperatorLevels {
    let own = |unknown: &Unknown| matches!(unknown, Unknown::Parameter(id) if params.contains(id));
    let unknowns = signature.levels.unknowns.iter().filter(|unknown| !own(unknown)).copied().collect();
    OperatorLevels {
        levels: Levels { level: signature.levels.level, unknowns },
        limits: params.iter().map(|&param| signature.demands.limit_of(Unknown::Parameter(param))).collect(),
        opaque: signature.demands.opaque.iter().any(own),
        unknown: None,
    }
}

fn lookup(bindings: &[(Unknown, Binding)], unknown: Unknown) -> Option<Binding> {
    bindings.iter().find(|(other, _)| *other == unknown).map(|(_, binding)| binding.clone())
}

fn joined(levels: &[Levels]) -> Levels {
    let mut all = Levels::known(Level::Constant);
    levels.iter().for_each(|levels| all.join(levels));
    all
}

fn name(level: Level) -> &'static str {
    match level {
        Level::Constant => "a constant expression",
        Level::State => "a state expression (it has variables)",
        Level::Action => "an action (it has primes)",
        Level::Temporal => "a temporal formula",
    }
}

/// What is above the limit.
fn above(limit: Level) -> &'static str {
    match limit {
        Level::Constant => "more than a constant expression",
        Level::State => "primed or temporal",
        Level::Action | Level::Temporal => "a temporal formula",
    }
}
