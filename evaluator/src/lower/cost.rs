//! The trees that coverage is counted in, made before the formulas that they describe are lowered.
//!
//! A node is found again by its frame and its text: a frame is one use of a definition (or the formula of the model
//! itself), so that the same text has other nodes where the definition is used at another place. Scopes carry the
//! frame of the text that is read in them.

use fxhash::FxHashMap;
use tern_parser::library::STANDARD_PREFIX;
use tern_parser::resolved::{
    Argument, Bound, Builtin, Callee, DefinitionId, ExceptStep, ExceptUpdate, Expr, ExprKind, Level,
};
use tern_parser::source::Span;

use super::names::Target;
use super::scope::Scope;
use super::{Lowerer, Mode};
use crate::coverage::{CostId, CostKind, CostNode, CostRoot, Coverage, Relation};

/// One use of a definition, or a formula of the model.
pub(crate) type Frame = u32;

/// The frames of the model's formulas are numbered from here on, those of uses by their nodes.
const ROOTS: Frame = 1 << 31;

/// No more nodes than this are made: definitions that use each other often have trees without end.
const NODE_LIMIT: usize = 1 << 21;

/// The trees while they are being made.
#[derive(Default)]
pub(crate) struct Costs {
    pub(crate) coverage: Coverage,
    nodes: FxHashMap<(Frame, Span), CostId>,
    /// Uses of parameters that stand for operators, by the operator's right side: it is below each of them.
    awaiting: FxHashMap<Span, Vec<CostId>>,
    /// Recursive definitions that are being walked or lowered, with the frame of the outermost use.
    pub(crate) open: Vec<(DefinitionId, Frame)>,
    /// Expressions that TLC evaluates once, or not at all, are lowered while this is not 0.
    pub(crate) off: u32,
}

/// Where new nodes go.
#[derive(Clone, Copy)]
enum Above {
    Root(usize),
    Node(CostId),
}

impl<'s> Lowerer<'s> {
    /// Whether evaluations are to be counted in what is lowered now.
    pub(crate) fn counting(&self) -> bool {
        self.costs.as_ref().is_some_and(|costs| costs.off == 0)
    }

    /// Lowers something without counting its evaluations, with all that lowering can do once and for all.
    pub(crate) fn uncounted<R>(&mut self, work: impl FnOnce(&mut Self) -> R) -> R {
        if let Some(costs) = &mut self.costs {
            costs.off += 1;
        }
        let result = work(self);
        if let Some(costs) = &mut self.costs {
            costs.off -= 1;
        }
        result
    }

    /// The node of the expression with this text, if there is one.
    pub(crate) fn cost_of(&self, scope: &Scope<'s>, span: Span) -> Option<CostId> {
        let costs = self.costs.as_ref().filter(|costs| costs.off == 0)?;
        costs.nodes.get(&(scope.frame?, span)).copied()
    }

    /// The frame of the body of a definition that is used at this place: for a use inside its own body, that of the
    /// outermost use.
    fn frame_of_use(&self, definition: DefinitionId, scope: &Scope<'s>, span: Span) -> Option<Frame> {
        let costs = self.costs.as_ref()?;
        if let Some((_, frame)) = costs.open.iter().find(|(open, _)| *open == definition) {
            return Some(*frame);
        }
        costs.nodes.get(&(scope.frame?, span)).map(|node| node.0)
    }

    /// The scope of the body of a definition that is used at this place. The value of a LET definition is counted
    /// where the LET stands.
    pub(crate) fn in_use(
        &self,
        callee: &Callee,
        definition: DefinitionId,
        mut body: Scope<'s>,
        scope: &Scope<'s>,
        span: Span,
    ) -> Scope<'s> {
        let known = &self.spec.definitions[definition];
        if self.costs.is_none() {
            return body;
        }
        if matches!(callee, Callee::Parameter(_)) {
            // An operator that is an argument is counted where it stands.
            body.frame = scope.frame;
        } else if !(known.in_let && known.params.is_empty() && body.frame.is_some()) {
            body.frame = self.frame_of_use(definition, scope, span);
        }
        body
    }

    /// Uses of a recursive definition inside its body, which is lowered next, are counted as one.
    pub(crate) fn open_use(&mut self, definition: DefinitionId, frame: Option<Frame>) -> bool {
        let recursive = self.spec.definitions[definition].recursive;
        match (&mut self.costs, frame) {
            (Some(costs), Some(frame)) if recursive => {
                costs.open.push((definition, frame));
                true
            }
            _ => false,
        }
    }

    /// The body is lowered, if it was opened.
    pub(crate) fn close_use(&mut self, opened: bool) {
        if let Some(costs) = self.costs.as_mut().filter(|_| opened) {
            costs.open.pop();
        }
    }

    /// Makes the tree of a formula of the model. Returns the scope to lower the formula in.
    pub(crate) fn cost_root(
        &mut self,
        relation: Relation,
        definition: Option<DefinitionId>,
        expr: &'s Expr,
        scope: &Scope<'s>,
    ) -> Scope<'s> {
        let Some(costs) = &self.costs else { return scope.clone() };
        let number = costs.coverage.roots.len();
        let root = CostRoot {
            relation,
            name: definition.map(|id| self.spec.definitions[id].name.clone()),
            declaration: definition.map(|id| self.left_side(id)),
            body: definition.map(|id| self.spec.definitions[id].body.span),
            formula: expr.span,
            children: Vec::new(),
            instances: Vec::new(),
        };
        let mut inner = scope.clone();
        inner.frame = Some(ROOTS + number as Frame);
        if let Some(costs) = &mut self.costs {
            costs.coverage.roots.push(root);
        }
        self.walk(expr, &inner, Above::Root(number));
        inner
    }

    /// The root of an action with this formula, if it has one already, and the scope to lower it in.
    pub(crate) fn action_root(
        &mut self,
        definition: Option<DefinitionId>,
        expr: &'s Expr,
        scope: &Scope<'s>,
        instance: u32,
    ) -> Scope<'s> {
        let Some(costs) = &self.costs else { return scope.clone() };
        let known = |root: &CostRoot| root.relation == Relation::Action && root.formula == expr.span;
        let (number, inner) = match costs.coverage.roots.iter().position(known) {
            Some(number) => {
                let mut inner = scope.clone();
                inner.frame = Some(ROOTS + number as Frame);
                (number, inner)
            }
            None => {
                let number = costs.coverage.roots.len();
                (number, self.cost_root(Relation::Action, definition, expr, scope))
            }
        };
        if let Some(costs) = &mut self.costs {
            costs.coverage.roots[number].instances.push(instance);
        }
        inner
    }

    /// The left side of a definition: `Op(a, b)`.
    fn left_side(&self, id: DefinitionId) -> Span {
        let definition = &self.spec.definitions[id];
        let text = &self.spec.sources.get(definition.span.source).text;
        let start = if definition.local { definition.name_span.start } else { definition.span.start };
        let after = definition.name_span.end.max(start);
        let rest = text.get(after as usize..definition.span.end as usize).unwrap_or_default();
        let sign = rest.find("==").or_else(|| rest.find('\u{225c}')).unwrap_or(0);
        let end = after + rest[..sign].trim_end().len() as u32;
        Span { source: definition.span.source, start, end }
    }

    fn add_node(&mut self, frame: Option<Frame>, span: Span, kind: CostKind, above: Above) -> Option<CostId> {
        let costs = self.costs.as_mut()?;
        if costs.coverage.nodes.len() >= NODE_LIMIT {
            return None;
        }
        let id = costs.coverage.nodes.push(CostNode { span, kind, children: Vec::new() });
        match above {
            Above::Root(number) => costs.coverage.roots[number].children.push(id),
            Above::Node(node) => costs.coverage.nodes[node].children.push(id),
        }
        for user in costs.awaiting.get(&span).into_iter().flatten() {
            costs.coverage.nodes[*user].children.push(id);
        }
        if let Some(frame) = frame {
            costs.nodes.entry((frame, span)).or_insert(id);
        }
        Some(id)
    }

    fn walk(&mut self, expr: &'s Expr, scope: &Scope<'s>, above: Above) {
        stacker::maybe_grow(256 << 10, 4 << 20, || self.walk_here(expr, scope, above));
    }

    fn walk_all<'x>(&mut self, items: impl IntoIterator<Item = &'s Expr>, scope: &Scope<'s>, above: Above)
    where
        's: 'x,
    {
        items.into_iter().for_each(|item| self.walk(item, scope, above));
    }

    fn walk_here(&mut self, expr: &'s Expr, scope: &Scope<'s>, above: Above) {
        match &expr.kind {
            ExprKind::Number(_) | ExprKind::Decimal(_) | ExprKind::String(_) => return,
            ExprKind::Label { body, .. } => return self.walk(body, scope, above),
            ExprKind::Let { definitions, instances, body } => {
                self.note_let_instances(instances);
                let inner = scope.bind_let(definitions, 0);
                for id in definitions.iter().rev() {
                    self.walk(&self.spec.definitions[*id].body, &inner, above);
                }
                return self.walk(body, &inner, above);
            }
            ExprKind::Apply { callee: Callee::Parameter(id), .. }
                if &*self.spec.parameters[*id].name == "@" =>
            {
                return;
            }
            _ => {}
        }
        let kind = self.cost_kind(expr, scope);
        let Some(node) = self.add_node(scope.frame, expr.span, kind, above) else { return };
        let below = Above::Node(node);
        match &expr.kind {
            ExprKind::Apply { callee, args } => {
                self.walk_body(callee, args, scope, node);
                args.iter().for_each(|arg| self.walk_argument(arg, scope, node));
            }
            ExprKind::Junction { items, .. }
            | ExprKind::SetEnumeration(items)
            | ExprKind::Tuple(items)
            | ExprKind::Product(items) => self.walk_all(items, scope, below),
            ExprKind::Quantifier { bounds, body, .. }
            | ExprKind::SetMap { bounds, body }
            | ExprKind::Function { bounds, body, .. } => self.walk_bound(bounds, body, scope, below),
            ExprKind::SetFilter { bound, body } => {
                self.walk_bound(std::slice::from_ref(&**bound), body, scope, below);
            }
            ExprKind::UnboundedQuantifier { body, .. } => self.walk(body, scope, below),
            ExprKind::Choose { set, body, .. } => {
                self.walk(body, scope, below);
                self.walk_all(set.as_deref(), scope, below);
            }
            ExprKind::FunctionSet { domain: a, range: b }
            | ExprKind::FunctionApplication { function: a, arg: b } => {
                self.walk_all([&**a, &**b], scope, below);
            }
            ExprKind::Record(fields) | ExprKind::RecordSet(fields) => {
                for (name, value) in fields {
                    let pair = Span { start: self.back_to(name, value.span), ..value.span };
                    self.walk_pair(pair, &[], value, scope, below);
                }
            }
            ExprKind::Field { record, .. } => self.walk(record, scope, below),
            ExprKind::Except { function, updates } => {
                self.walk(function, scope, below);
                updates.iter().for_each(|update| self.walk_update(update, scope, below));
            }
            ExprKind::If { condition, then, otherwise } => {
                self.walk_all([&**condition, &**then, &**otherwise], scope, below);
            }
            ExprKind::Case { arms, other } => {
                for (guard, value) in arms {
                    let pair = Span { start: guard.span.start, ..value.span };
                    self.walk_pair(pair, &[guard], value, scope, below);
                }
                if let Some(value) = other.as_deref() {
                    let pair = Span { start: self.back_to("OTHER", value.span), ..value.span };
                    self.walk_pair(pair, &[], value, scope, below);
                }
            }
            ExprKind::SquareAction { action: a, subscript: b }
            | ExprKind::AngleAction { action: a, subscript: b } => {
                self.walk_all([&**a, &**b], scope, below);
            }
            _ => {}
        }
    }

    /// What is bound comes before the sets that it is bound in.
    fn walk_bound(&mut self, bounds: &'s [Bound], body: &'s Expr, scope: &Scope<'s>, below: Above) {
        self.walk(body, scope, below);
        self.walk_all(bounds.iter().map(|bound| &bound.set), scope, below);
    }

    fn walk_update(&mut self, update: &'s ExceptUpdate, scope: &Scope<'s>, below: Above) {
        let index = |step: &'s ExceptStep| match step {
            ExceptStep::Index(index) => Some(index),
            ExceptStep::Field(_) => None,
        };
        let indices: Vec<&'s Expr> = update.path.iter().filter_map(index).collect();
        self.walk_pair(update.span, &indices, &update.value, scope, below);
    }

    /// What TLC takes for one operator: a field with its value, an arm of a CASE, a change of an EXCEPT. It is never
    /// evaluated itself.
    fn walk_pair(
        &mut self,
        span: Span,
        first: &[&'s Expr],
        value: &'s Expr,
        scope: &Scope<'s>,
        above: Above,
    ) {
        let Some(pair) = self.add_node(None, span, CostKind::Plain, above) else { return };
        self.walk_all(first.iter().copied(), scope, Above::Node(pair));
        self.walk(value, scope, Above::Node(pair));
    }

    /// Where the last `word` before a text begins.
    fn back_to(&self, word: &str, text: Span) -> u32 {
        let before = self.spec.sources.get(text.source).text.get(..text.start as usize);
        before.and_then(|before| before.rfind(word)).map_or(text.start, |at| at as u32)
    }

    /// An argument; an operator's right side is below it and below all uses of the parameter.
    fn walk_argument(&mut self, arg: &'s Argument, scope: &Scope<'s>, node: CostId) {
        match arg {
            Argument::Expr(arg) => self.walk(arg, scope, Above::Node(node)),
            Argument::Lambda { body, .. } => {
                self.walk(body, scope, Above::Node(node));
                self.walked_operator(body);
            }
            Argument::Operator(callee, _) => {
                if let Callee::Parameter(id) = callee
                    && scope.parameter(*id).is_none()
                {
                    return;
                }
                if let Target::Definition(id, mut inner, _) = self.target(callee, scope, Mode::STATE)
                    && !self.is_without_tree(id, inner.frame.is_some())
                {
                    let body = &self.spec.definitions[id].body;
                    inner.frame = Some(node.0);
                    self.walk(body, &inner, Above::Node(node));
                    self.walked_operator(body);
                }
            }
        }
    }

    fn walked_operator(&mut self, body: &Expr) {
        if let Some(costs) = &mut self.costs {
            costs.awaiting.remove(&body.span);
        }
    }

    fn await_operator(&mut self, body: &Expr, node: CostId) {
        if let Some(costs) = &mut self.costs {
            costs.awaiting.entry(body.span).or_default().push(node);
        }
    }

    /// Whether the right side of a definition is not evaluated where it is used.
    /// `counted_elsewhere`: it is of a LET that has a tree.
    fn is_without_tree(&self, id: DefinitionId, counted_elsewhere: bool) -> bool {
        let definition = &self.spec.definitions[id];
        counted_elsewhere
            && definition.in_let
            && definition.params.is_empty()
            && definition.level < Level::Action
            || definition.level == Level::Constant && definition.params.is_empty()
            || self.is_native(id)
            || self.spec.sources.get(definition.span.source).name.starts_with(STANDARD_PREFIX)
            || self.costs.iter().any(|costs| costs.open.iter().any(|(open, _)| *open == id))
    }

    fn cost_kind(&mut self, expr: &'s Expr, scope: &Scope<'s>) -> CostKind {
        let ExprKind::Apply { callee: Callee::Builtin(builtin), args } = &expr.kind else {
            return CostKind::Plain;
        };
        match (builtin, args.as_slice()) {
            (Builtin::Unchanged, _) => CostKind::Unchanged,
            (Builtin::Equal | Builtin::In, [Argument::Expr(left), _])
                if self.uncounted(|lowerer| lowerer.assigned(left, scope, Mode::STATE)).is_some() =>
            {
                CostKind::Assignment
            }
            _ => CostKind::Plain,
        }
    }

    /// The right side of what is applied.
    fn walk_body(&mut self, callee: &'s Callee, args: &'s [Argument], scope: &Scope<'s>, node: CostId) {
        if let Callee::Parameter(id) = callee
            && scope.parameter(*id).is_none()
        {
            return;
        }
        match self.target(callee, scope, Mode::STATE) {
            Target::Definition(id, body_scope, _) => {
                let definition = &self.spec.definitions[id];
                if self.is_without_tree(id, body_scope.frame.is_some()) {
                    return;
                }
                if matches!(callee, Callee::Parameter(_)) {
                    return self.await_operator(&definition.body, node);
                }
                let mut inner = self.bind_by_name(&definition.params, args, scope, body_scope, Mode::STATE);
                inner.frame = Some(node.0);
                // Only definitions that are declared recursive can reach themselves.
                let open = self.costs.as_mut().filter(|_| definition.recursive);
                if let Some(costs) = open {
                    costs.open.push((id, node.0));
                }
                self.walk(&definition.body, &inner, Above::Node(node));
                if let Some(costs) = self.costs.as_mut().filter(|_| definition.recursive) {
                    costs.open.pop();
                }
            }
            Target::Lambda(_, body, _) => self.await_operator(body, node),
            _ => {}
        }
    }
}
