//! Applications: of definitions (inlined, shared, called or native), of operator parameters, of constants.

use tern_parser::resolved::{Argument, Builtin, Callee, DefinitionId, Entity, ExprKind, Level};
use tern_parser::source::Span;

use super::names::Target;
use super::scope::{Binding, OperatorBinding, Scope};
use super::{INLINE_LIMIT, Lowerer, Mode, NODE_LIMIT};
use crate::error::EvalErrorKind;
use crate::ir::{Arg, ExprId, Facts, Node, Operator, OperatorId, Special};
use crate::natives;

impl<'s> Lowerer<'s> {
    /// Lowers `callee(args)`.
    pub(crate) fn apply(
        &mut self,
        callee: &'s Callee,
        args: &'s [Argument],
        scope: &Scope<'s>,
        mode: Mode,
        span: Span,
    ) -> ExprId {
        match self.target(callee, scope, mode) {
            Target::Builtin(builtin) => self.builtin(builtin, args, scope, mode, span),
            Target::Definition(id, body_scope, base) => {
                let body_scope = self.in_use(callee, id, body_scope, scope, span);
                self.apply_definition(id, body_scope, base, args, scope, mode, span)
            }
            Target::Lambda(params, body, body_scope) => {
                let first = self.depth;
                let (inner, delayed) = self.bind_arguments(params, args, scope, body_scope, mode, false);
                let body = self.expr(body, &inner, mode);
                self.close_lets(first, delayed, body, span)
            }
            Target::LocalOperator(index) => {
                let args: Box<[Arg]> = args.iter().map(|arg| self.argument(arg, 1, scope, mode)).collect();
                let facts = self.args_facts(&args).join(Self::local_facts(index));
                let links = self.links(index);
                self.push(Node::CallLocal(links, args), facts, span)
            }
            Target::Table(rows) => {
                let operands = self.operands(args, scope, mode);
                self.table(&rows, operands, span)
            }
            target => {
                debug_assert!(args.is_empty(), "arity was checked by the front end");
                self.read(target, mode, span)
            }
        }
    }

    fn table(&mut self, rows: &[crate::constants::TableRow], operands: Vec<ExprId>, span: Span) -> ExprId {
        let facts = self.join(&operands);
        let name = "operator of the configuration".into();
        self.push(Node::Table(rows.to_vec().into(), operands.into(), name), facts, span)
    }

    /// Lowers a use of a name without arguments that is no definition.
    pub(crate) fn read(&mut self, target: Target<'s>, mode: Mode, span: Span) -> ExprId {
        match target {
            Target::Value(value) => self.program.ir.push(Node::Const(value), Facts::CONSTANT, span),
            Target::Part(part) => self.part(part, mode, span),
            Target::Local(index) => self.local(index, span),
            Target::ByName(expr, scope) => self.expr(expr, &scope, mode),
            Target::Unreadable(why) => {
                let kind = if why.contains("not supported") {
                    EvalErrorKind::Unsupported
                } else {
                    EvalErrorKind::Undefined
                };
                self.fail(kind, &why, span)
            }
            _ => self.fail(EvalErrorKind::Internal, "An operator stands where a value is needed.", span),
        }
    }

    /// A use of the binding with this index.
    pub(crate) fn local(&mut self, index: u32, span: Span) -> ExprId {
        let links = self.links(index);
        self.program.ir.push(Node::Local(links), Self::local_facts(index), span)
    }

    /// Lowers the expressions among the arguments.
    pub(crate) fn operands(&mut self, args: &'s [Argument], scope: &Scope<'s>, mode: Mode) -> Vec<ExprId> {
        args.iter()
            .map(|arg| match self.argument(arg, 0, scope, mode) {
                Arg::Expr(id) | Arg::Operator(id, _) => id,
            })
            .collect()
    }

    /// The facts of all arguments together; operators' own parameters are not free.
    pub(crate) fn args_facts(&self, args: &[Arg]) -> Facts {
        args.iter().fold(Facts::CONSTANT, |facts, arg| {
            facts.join(match arg {
                Arg::Expr(id) => self.facts(*id),
                Arg::Operator(id, arity) => self.unbound(self.facts(*id), *arity),
            })
        })
    }

    /// Wraps a body in its delayed bindings, and lowers the depth to `first`.
    pub(crate) fn close_lets(
        &mut self,
        first: u32,
        delayed: Vec<ExprId>,
        body: ExprId,
        span: Span,
    ) -> ExprId {
        let mut body = body;
        for value in delayed.into_iter().rev() {
            self.depth -= 1;
            if self.facts(body).free >> self.depth.min(63) & 1 == 0 && self.depth < 63 {
                // Not used. The body was lowered for one more binding, so it stays as it is around a binding.
                if self.program.ir.constant(body).is_some() {
                    continue;
                }
            }
            let facts = self.unbound(self.facts(body), 1).join(self.facts(value));
            body = self.push(Node::Let(value, body), facts, span);
        }
        debug_assert_eq!(self.depth, first);
        body
    }

    #[expect(clippy::too_many_arguments, reason = "a definition's use has these parts")]
    fn apply_definition(
        &mut self,
        id: DefinitionId,
        body_scope: Scope<'s>,
        base: u32,
        args: &'s [Argument],
        scope: &Scope<'s>,
        mode: Mode,
        span: Span,
    ) -> ExprId {
        let definition = &self.spec.definitions[id];
        if let Some(special) = self.special(id) {
            let operands = self.operands(args, scope, mode);
            return self.special_node(special, operands, mode, span);
        }
        if let Some(native) = self.native(id) {
            let args: Box<[Arg]> = args
                .iter()
                .zip(&definition.params)
                .map(|(arg, param)| self.argument(arg, self.spec.parameters[*param].arity, scope, mode))
                .collect();
            return self.native_node(native, args, span);
        }
        if self.is_definition_by_name(id) {
            return self.by_name(args, mode, span);
        }
        if let Some(missing) = self.missing_native(id) {
            return self.unsupported(&missing, span);
        }
        if definition.params.is_empty() {
            return self.nullary(id, body_scope, base, mode, span);
        }
        if definition.recursive || self.inlining >= INLINE_LIMIT || self.program.ir.nodes.len() > NODE_LIMIT {
            return self.call(id, body_scope, base, args, scope, mode, span);
        }
        let first = self.depth;
        let (inner, delayed) = self.bind_arguments(&definition.params, args, scope, body_scope, mode, false);
        self.inlining += 1;
        let body = self.expr(&definition.body, &inner, mode);
        self.inlining -= 1;
        self.close_lets(first, delayed, body, span)
    }

    /// A definition without parameters: shared if it is closed.
    fn nullary(&mut self, id: DefinitionId, scope: Scope<'s>, base: u32, mode: Mode, span: Span) -> ExprId {
        let definition = &self.spec.definitions[id];
        let is_function = matches!(definition.body.kind, ExprKind::Function { .. });
        if self.counting() && definition.level == Level::Constant && !definition.in_let {
            // TLC evaluates it before the search begins.
            return self.uncounted(|lowerer| lowerer.nullary(id, scope, base, mode, span));
        }
        if definition.recursive && !is_function {
            return self.call(id, scope, base, &[], &self.root_scope(), mode, span);
        }
        if scope.is_bare() && scope.context.closed && !self.counting() {
            let key = (id, std::rc::Rc::as_ptr(&scope.context), mode);
            let shared = match self.shared.get(&key) {
                Some(shared) => *shared,
                None if !self.open.insert(key) => {
                    // It is being lowered: recursion through definitions that are not declared RECURSIVE themselves.
                    return self.call(id, scope, base, &[], &self.root_scope(), mode, span);
                }
                None => {
                    // It may be used elsewhere too.
                    let steps = std::mem::replace(&mut self.program.fold_steps, self.whole_steps);
                    let shared = self.closed_expr(&definition.body, &scope, mode);
                    self.program.fold_steps = steps;
                    self.open.remove(&key);
                    if !definition.in_let {
                        self.read_files_once(shared);
                    }
                    self.shared.insert(key, shared);
                    shared
                }
            };
            if let Some(value) = self.permanent(shared) {
                return self.program.ir.push(Node::Const(value), Facts::CONSTANT, span);
            }
            let facts = self.facts(shared);
            if facts.random && !facts.impure && !facts.reads_state {
                // TLC evaluates constant definitions once, so a random choice is made once.
                let span = self.program.ir.spans[shared];
                let cached = Node::Cached(shared, Box::default());
                let once = Facts { random: false, unfoldable: true, ..facts };
                let id = self.program.ir.push(cached, once, span);
                self.shared.insert(key, id);
                return self.program.ir.push(Node::Shared(id), once, span);
            }
            return match self.program.ir.nodes[shared] {
                Node::Part(part, time) => self.program.ir.push(Node::Part(part, time), facts, span),
                _ => self.program.ir.push(Node::Shared(shared), facts, span),
            };
        }
        self.inlining += 1;
        let body = self.expr(&definition.body, &scope, mode);
        self.inlining -= 1;
        body
    }

    /// Evaluates a definition that reads files, and does nothing else that a constant does not do. TLC evaluates
    /// constant definitions once, before all else; what cannot be read yet is read at each use.
    fn read_files_once(&mut self, body: ExprId) {
        let facts = self.facts(body);
        if facts.reads_files {
            self.program.ir.facts[body].reads_files = false;
            self.fold(body);
            let done = matches!(self.program.ir.nodes[body], Node::Const(_) | Node::Cached(..));
            self.program.ir.facts[body].reads_files = !done;
        }
    }

    #[expect(clippy::too_many_arguments, reason = "a definition's use has these parts")]
    fn call(
        &mut self,
        id: DefinitionId,
        body_scope: Scope<'s>,
        base: u32,
        args: &'s [Argument],
        scope: &Scope<'s>,
        mode: Mode,
        span: Span,
    ) -> ExprId {
        let definition = &self.spec.definitions[id];
        let lowered: Box<[Arg]> = args
            .iter()
            .zip(&definition.params)
            .map(|(arg, param)| self.argument(arg, self.spec.parameters[*param].arity, scope, mode))
            .collect();
        let operator = self.operator(id, body_scope, base, mode);
        let body_facts = self.program.ir.operators[operator].body.map(|body| self.facts(body));
        // A body that is still being lowered counts in the use that started it; its names outside are those of `base`.
        let outside = if base == 0 { 0 } else { (1u64 << base.min(63)) | ((1u64 << base.min(63)) - 1) };
        let args_facts = self.args_facts(&lowered);
        let facts = match body_facts {
            Some(body) => Facts { unfoldable: args_facts.unfoldable, ..args_facts.join(body) },
            None => Facts { unfoldable: true, ..args_facts },
        };
        let facts = Facts { free: args_facts.free | outside, ..facts };
        let links = self.depth - base;
        self.push(Node::Call(operator, links, lowered), facts, span)
    }

    fn operator(&mut self, id: DefinitionId, scope: Scope<'s>, base: u32, mode: Mode) -> OperatorId {
        let frame = scope.frame.filter(|_| self.counting());
        let key = (id, std::rc::Rc::as_ptr(&scope.context), mode, base, frame);
        let shareable = scope.is_bare();
        if let Some(operator) = self.operators.get(&key) {
            return *operator;
        }
        let definition = &self.spec.definitions[id];
        let params = definition.params.len() as u32;
        let operator = self.program.ir.operators.push(Operator {
            name: definition.name.clone(),
            base,
            params,
            body: None,
        });
        self.operators.insert(key, operator);
        let (depth, barrier) = self.enter_body(base);
        let mut inner = scope;
        for param in &definition.params {
            let binding = if self.spec.parameters[*param].arity == 0 {
                Binding::Called(self.depth, mode.next)
            } else {
                Binding::Operator(OperatorBinding::Local(self.depth))
            };
            inner = inner.bind(*param, binding);
            self.depth += 1;
        }
        self.recursion += u32::from(definition.recursive);
        let opened = self.open_use(id, frame);
        let body = self.expr(&definition.body, &inner, mode);
        self.recursion -= u32::from(definition.recursive);
        self.close_use(opened);
        self.program.ir.operators[operator].body = Some(body);
        (self.depth, self.barrier) = (depth, barrier);
        if !shareable {
            // A LET's operator: another use may stand at another place of the same LET, lowered anew.
            self.operators.remove(&key);
        }
        operator
    }

    /// Applies what a name leads to to lowered operands: for operators that stand as arguments.
    pub(crate) fn apply_to_operands(
        &mut self,
        target: Target<'s>,
        operands: &[ExprId],
        mode: Mode,
        span: Span,
    ) -> ExprId {
        let first = self.depth - operands.len() as u32;
        match target {
            Target::Builtin(builtin) => self.builtin_node(builtin, operands, span),
            Target::Definition(id, scope, base) => {
                let args: Box<[Arg]> = operands.iter().map(|id| Arg::Expr(*id)).collect();
                if let Some(special) = self.special(id) {
                    return self.special_node(special, operands.to_vec(), mode, span);
                }
                if let Some(native) = self.native(id) {
                    return self.native_node(native, args, span);
                }
                if let Some(missing) = self.missing_native(id) {
                    return self.unsupported(&missing, span);
                }
                let definition = &self.spec.definitions[id];
                if definition.recursive || self.inlining >= INLINE_LIMIT {
                    let facts = self.args_facts(&args);
                    let operator = self.operator(id, scope, base, mode);
                    let links = self.depth - base;
                    let facts = Facts { free: u64::MAX, unfoldable: true, reads_state: true, ..facts };
                    return self.push(Node::Call(operator, links, args), facts, span);
                }
                let inner = self.bind_locals(&definition.params, first, scope);
                self.inlining += 1;
                let body = self.expr(&definition.body, &inner, mode);
                self.inlining -= 1;
                body
            }
            Target::Lambda(params, body, scope) => {
                let inner = self.bind_locals(params, first, scope);
                self.expr(body, &inner, mode)
            }
            Target::LocalOperator(index) => {
                let args: Box<[Arg]> = operands.iter().map(|id| Arg::Expr(*id)).collect();
                let facts = self.args_facts(&args).join(Self::local_facts(index));
                let links = self.links(index);
                self.push(Node::CallLocal(links, args), facts, span)
            }
            Target::Table(rows) => self.table(&rows, operands.to_vec(), span),
            target => self.read(target, mode, span),
        }
    }

    fn bind_locals(
        &self,
        params: &[tern_parser::resolved::ParameterId],
        first: u32,
        mut scope: Scope<'s>,
    ) -> Scope<'s> {
        for (index, param) in params.iter().enumerate() {
            scope = scope.bind(*param, Binding::Local(first + index as u32));
        }
        scope
    }

    /// The native implementation of a definition.
    pub(crate) fn native(&self, id: DefinitionId) -> Option<natives::NativeId> {
        let definition = &self.spec.definitions[id];
        if definition.in_let {
            return None;
        }
        natives::lookup(&self.spec.modules[definition.module].name, &definition.name)
    }

    /// Whether a definition has no body of its own: it is native, needs the evaluator, or is missing.
    pub(crate) fn is_native(&self, id: DefinitionId) -> bool {
        self.native(id).is_some() || self.special(id).is_some() || self.missing_native(id).is_some()
    }

    /// Whether a definition is `TLCExt!TLCEvalDefinition`, whose argument names what is evaluated.
    fn is_definition_by_name(&self, id: DefinitionId) -> bool {
        let definition = &self.spec.definitions[id];
        &*definition.name == "TLCEvalDefinition" && &*self.spec.modules[definition.module].name == "TLCExt"
    }

    /// `TLCEvalDefinition("Name")`: the root module's definition with this name.
    fn by_name(&mut self, args: &'s [Argument], mode: Mode, span: Span) -> ExprId {
        let [Argument::Expr(name)] = args else {
            return self.unsupported("TLCEvalDefinition of an operator", span);
        };
        let ExprKind::String(name) = &name.kind else {
            return self.unsupported("TLCEvalDefinition of a name that is no string literal", span);
        };
        let spec = self.spec;
        let found = match spec.modules[spec.root].names.get(&**name) {
            Some(Entity::Definition { definition, via })
                if via.is_empty() && spec.definitions[*definition].params.is_empty() =>
            {
                *definition
            }
            _ => {
                let what = format!(
                    "TLCEvalDefinition(\"{name}\"), without a definition {name} that has no parameters,"
                );
                return self.unsupported(&what, span);
            }
        };
        let root = self.root_scope();
        self.apply_definition(found, root.clone(), 0, &[], &root, mode, span)
    }

    /// A definition whose body only stands for a native implementation that does not exist.
    pub(crate) fn missing_native(&self, id: DefinitionId) -> Option<String> {
        let definition = &self.spec.definitions[id];
        let module = &self.spec.modules[definition.module];
        let embedded = self.spec.sources.get(module.span.source).name.starts_with('<');
        match &definition.body.kind {
            ExprKind::String(text) if embedded && &**text == tern_parser::library::NATIVE => {
                Some(format!("The operator {} of module {}", definition.name, module.name))
            }
            _ => None,
        }
    }

    pub(crate) fn native_node(&mut self, native: natives::NativeId, args: Box<[Arg]>, span: Span) -> ExprId {
        let mut facts = self.args_facts(&args);
        let info = natives::info(native);
        facts.impure |= !info.pure && !info.reads_files;
        facts.reads_files |= info.reads_files;
        self.push(Node::Native(native, args), facts, span)
    }

    /// The operators of TLC's modules that need the evaluator.
    pub(crate) fn special(&self, id: DefinitionId) -> Option<Special> {
        let definition = &self.spec.definitions[id];
        let module = &*self.spec.modules[definition.module].name;
        if definition.in_let || !matches!(module, "TLC" | "TLCExt" | "Randomization") {
            return None;
        }
        Some(match (module, &*definition.name) {
            ("TLC", "Print") => Special::Print,
            ("TLC", "PrintT") => Special::PrintT,
            ("TLC", "Assert") => Special::Assert,
            ("TLC", "TLCGet") => Special::TlcGet,
            ("TLC", "TLCSet") => Special::TlcSet,
            ("TLC", "TLCEval") => Special::TlcEval,
            ("TLC", "RandomElement") => Special::RandomElement,
            ("TLC", "JavaTime") => Special::JavaTime,
            ("TLCExt", "TLCModelValue") => Special::TlcModelValue,
            ("TLCExt", "AssertError") => Special::AssertError,
            ("TLCExt", "AssertEq") => Special::AssertEq,
            ("TLCExt", "TLCGetOrDefault") => Special::TlcGetOrDefault,
            ("TLCExt", "CounterExample") => Special::CounterExample,
            ("TLCExt", "Trace") => Special::Trace,
            ("TLCExt", "ToTrace") => Special::ToTrace,
            ("TLCExt", "TLCFP") => Special::TlcFp,
            ("TLCExt", "PickSuccessor") => Special::PickSuccessor,
            ("Randomization", "RandomSubset") => Special::RandomSubset,
            ("Randomization", "RandomSetOfSubsets") => Special::RandomSetOfSubsets,
            ("TLCExt", "TLCNoOp") => Special::Identity,
            ("TLCExt", "TLCDefer") => Special::Defer,
            _ => return None,
        })
    }

    fn special_node(&mut self, special: Special, operands: Vec<ExprId>, mode: Mode, span: Span) -> ExprId {
        let special = match special {
            Special::TlcGet if mode.next && !mode.initial => Special::TlcGetNext,
            special => special,
        };
        let mut facts = self.join(&operands);
        if special == Special::AssertError && self.program.sources.is_none() {
            self.program.sources = Some(self.spec.sources.clone());
        }
        match special {
            Special::TlcEval
            | Special::Identity
            | Special::Defer
            | Special::Assert
            | Special::TlcFp
            | Special::ToTrace
            | Special::PickSuccessor => {}
            Special::RandomElement | Special::RandomSubset | Special::RandomSetOfSubsets => {
                facts.random = true
            }
            _ => facts.impure = true,
        }
        self.push(Node::Special(special, operands.into()), facts, span)
    }

    /// The operators of the language that take their operands as values.
    pub(crate) fn builtin_node(&mut self, builtin: Builtin, operands: &[ExprId], span: Span) -> ExprId {
        let facts = self.join(operands);
        let node = match (builtin, operands) {
            (Builtin::And, &[a, b]) => Node::And([a, b].into()),
            (Builtin::Or, &[a, b]) => Node::Or([a, b].into()),
            (Builtin::Not, &[a]) => Node::Not(a),
            (Builtin::Implies, &[a, b]) => Node::Implies(a, b),
            (Builtin::Equivalent, &[a, b]) => Node::Equivalent(a, b),
            (Builtin::Equal, &[a, b]) => Node::Equal(a, b),
            (Builtin::NotEqual, &[a, b]) => Node::NotEqual(a, b),
            (Builtin::In, &[a, b]) => Node::In(a, b),
            (Builtin::NotIn, &[a, b]) => Node::NotIn(a, b),
            (Builtin::SubsetEq, &[a, b]) => Node::SubsetEq(a, b),
            (Builtin::Cup, &[a, b]) => Node::Cup(a, b),
            (Builtin::Cap, &[a, b]) => Node::Cap(a, b),
            (Builtin::SetMinus, &[a, b]) => Node::Minus(a, b),
            (Builtin::Powerset, &[a]) => Node::Powerset(a),
            (Builtin::Union, &[a]) => Node::Union(a),
            (Builtin::Domain, &[a]) => return self.domain(a, facts, span),
            _ => {
                return self.unsupported(&format!("The operator {builtin:?} as a value"), span);
            }
        };
        self.push(node, facts, span)
    }

    fn domain(&mut self, function: ExprId, facts: Facts, span: Span) -> ExprId {
        if let Node::Part(part, _) = self.program.ir.nodes[function]
            && let Some(split) = &self.program.layout.parts[part].split
        {
            let domain = split.domain.clone();
            return self.constant_set(&domain, span);
        }
        self.push(Node::Domain(function), facts, span)
    }
}
