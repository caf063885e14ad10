//! What the assignments of a specification say of the shapes of its variables: a look at each right side while the
//! behaviour is lowered with whole variables.

use tern_parser::resolved::{Argument, Bound, Builtin, Callee, Expr, ExprKind};
use tern_parser::source::Span;

use super::names::Target;
use super::scope::{Binding, Scope};
use super::shape::{DOMAIN_LIMIT, Form, Found, Keeps, Reason, Source, shape_of_elements, shape_of_value};
use super::{INLINE_LIMIT, Lowerer, Mode};
use crate::ir::{ExprId, Node};
use crate::permanent::Permanent;
use crate::state::PartId;
use crate::value::Value;

/// What already stands where a value is put: a copy of that, and of nothing else, changes nothing.
#[derive(Clone, Copy)]
enum Place {
    /// The part of the state that is assigned.
    Part(PartId),
    /// What `@` means, bound at this depth.
    At(u32),
    /// An element that has no name here.
    Unnamed,
}

impl<'s> Lowerer<'s> {
    /// Notes what `part' = expr` says of the part's shape, while shapes are being collected.
    pub(crate) fn note_shape(&mut self, part: PartId, expr: &'s Expr, scope: &Scope<'s>, mode: Mode) {
        if self.shapes.is_some() {
            let found = self.shape_of(expr, scope, mode, Place::Part(part));
            self.note_found(part, found, expr.span);
        }
    }

    /// Notes what `part' \in expr` says of the part's shape.
    pub(crate) fn note_set_shape(&mut self, part: PartId, expr: &'s Expr, scope: &Scope<'s>, mode: Mode) {
        if self.shapes.is_some() {
            let found = self.element_shape(expr, scope, mode);
            self.note_found(part, found, expr.span);
        }
    }

    /// Notes that the part must stay whole, because of the assignment at `span`.
    pub(crate) fn note_whole(&mut self, part: PartId, span: Span) {
        self.note_found(part, Found::whole(span, Reason::Opaque), span);
    }

    fn note_found(&mut self, part: PartId, found: Found, span: Span) {
        let variable = self.program.layout.parts[part].variable;
        if let Some(shapes) = &mut self.shapes {
            let known = shapes.remove(&variable).unwrap_or_default();
            shapes.insert(variable, known.meet(found, span));
        }
    }

    fn shape_of(&mut self, expr: &'s Expr, scope: &Scope<'s>, mode: Mode, place: Place) -> Found {
        stacker::maybe_grow(256 << 10, 4 << 20, || self.shape_here(expr, scope, mode, place))
    }

    fn shape_here(&mut self, expr: &'s Expr, scope: &Scope<'s>, mode: Mode, place: Place) -> Found {
        let span = expr.span;
        match &expr.kind {
            ExprKind::Apply { callee, args } => self.applied_shape(callee, args, expr, scope, mode, place),
            ExprKind::Function { bounds, body, recursive: None } => {
                self.function_shape(bounds, body, span, scope, mode)
            }
            ExprKind::Record(fields) => {
                let mut pairs: Vec<(Permanent, Found)> = Vec::with_capacity(fields.len());
                for (name, value) in fields {
                    let symbol = self.program.symbols.intern(name);
                    // SAFETY: a string is a scalar.
                    let key = unsafe { Permanent::new(Value::String(symbol)) };
                    let child = self.shape_of(value, scope, mode, Place::Unnamed);
                    pairs.push((key, child.fixed(value.span)));
                }
                pairs.sort_by_key(|(key, _)| match key.get() {
                    Value::String(symbol) => symbol,
                    _ => crate::value::symbol::Symbol(0),
                });
                let (domain, children) = pairs.into_iter().unzip();
                Form::Split(domain, children).into()
            }
            ExprKind::Tuple(items) if !items.is_empty() && items.len() <= DOMAIN_LIMIT => {
                // SAFETY: an integer is a scalar.
                let keys = (1..=items.len() as i64).map(|key| unsafe { Permanent::new(Value::Int(key)) });
                let children = items
                    .iter()
                    .map(|item| self.shape_of(item, scope, mode, Place::Unnamed).fixed(item.span))
                    .collect();
                Form::Split(keys.collect(), children).into()
            }
            ExprKind::Except { function, updates } => {
                let mut found = self.shape_of(function, scope, mode, place);
                for update in updates {
                    let mut inner = scope.clone();
                    let first = self.depth;
                    let mut element = Place::Unnamed;
                    if let Some(at) = update.at {
                        inner = inner.bind(at, Binding::Called(self.depth, mode.next));
                        element = Place::At(self.depth);
                        self.depth += 1;
                    }
                    let mut child = self.shape_of(&update.value, &inner, mode, element);
                    self.depth = first;
                    for step in update.path.iter().rev() {
                        let key = self.step(step, scope, mode);
                        child = Form::Keeps(Keeps::one(self.permanent(key), child)).into();
                    }
                    found = found.meet(child, update.value.span);
                }
                found
            }
            ExprKind::If { condition, then, otherwise } => {
                let condition = self.expr(condition, scope, mode);
                match self.program.ir.constant(condition) {
                    Some(Value::Bool(true)) => return self.shape_of(then, scope, mode, place),
                    Some(Value::Bool(false)) => return self.shape_of(otherwise, scope, mode, place),
                    _ => {}
                }
                let found = self.shape_of(then, scope, mode, place);
                found.meet(self.shape_of(otherwise, scope, mode, place), otherwise.span)
            }
            ExprKind::Case { arms, other } => {
                let values = arms.iter().map(|(_, value)| value).chain(other.as_deref());
                values.fold(Found::default(), |found, value| {
                    found.meet(self.shape_of(value, scope, mode, place), value.span)
                })
            }
            ExprKind::Let { definitions, instances, body } => {
                let first = self.depth;
                let (inner, _) = self.let_bindings(definitions, instances, scope, mode, true);
                let found = self.shape_of(body, &inner, mode, place);
                self.depth = first;
                found
            }
            ExprKind::Label { body, .. } => self.shape_of(body, scope, mode, place),
            ExprKind::SetEnumeration(items) => {
                let empty = Found::from(Form::Set(Vec::new()));
                items.iter().fold(empty, |found, item| {
                    let element = self.set_around(item, scope, mode);
                    found.meet(element, item.span)
                })
            }
            ExprKind::SetFilter { bound, .. } => self.shape_of(&bound.set, scope, mode, place),
            _ => {
                let id = self.expr(expr, scope, mode);
                self.lowered_shape(id, span)
            }
        }
    }

    /// A set that the value of an expression is an element of.
    fn set_around(&mut self, expr: &'s Expr, scope: &Scope<'s>, mode: Mode) -> Found {
        let id = self.expr(expr, scope, mode);
        if let Some(constant) = self.permanent(id) {
            return Form::Set(vec![constant]).into();
        }
        let unknown = Found::whole(expr.span, Reason::NoFunction);
        match &expr.kind {
            ExprKind::Apply { callee: callee @ Callee::Parameter(id), args } if args.is_empty() => {
                if let Some((source, source_scope)) = self.delayed_source(callee, scope, mode) {
                    return self.set_around(source, &source_scope, mode);
                }
                match scope.parameter(*id) {
                    Some(Binding::Local(index)) => {
                        self.ranges.get(&(*id, *index)).cloned().unwrap_or(unknown)
                    }
                    Some(Binding::ByName(inner, inner_scope)) => {
                        let (inner, inner_scope) = (*inner, inner_scope.clone());
                        self.set_around(inner, &inner_scope, mode)
                    }
                    _ => unknown,
                }
            }
            ExprKind::Label { body, .. } => self.set_around(body, scope, mode),
            ExprKind::If { then, otherwise, .. } => {
                let found = self.set_around(then, scope, mode);
                found.meet(self.set_around(otherwise, scope, mode), otherwise.span)
            }
            _ => unknown,
        }
    }

    /// Notes in which sets the names of bounds are, the first of which is bound at `index`; only while shapes are
    /// being collected.
    pub(crate) fn note_ranges(&mut self, bounds: &'s [Bound], scope: &Scope<'s>, mode: Mode, mut index: u32) {
        if self.shapes.is_none() {
            return;
        }
        for bound in bounds {
            let range = self.shape_of(&bound.set, scope, mode, Place::Unnamed);
            let range = if bound.tuple { Found::whole(bound.set.span, Reason::NoFunction) } else { range };
            for param in &bound.params {
                self.ranges.insert((*param, index), range.clone());
                index += 1;
            }
        }
    }

    /// The shape of a function by rule: one with a constant domain, or with the domain of a part of the state.
    fn function_shape(
        &mut self,
        bounds: &'s [Bound],
        body: &'s Expr,
        span: Span,
        scope: &Scope<'s>,
        mode: Mode,
    ) -> Found {
        let sets = self.sets(bounds, scope, mode);
        let domain = self.constant_domain(bounds, &sets);
        let rebuilt = match (&domain, bounds, &*sets) {
            (None, [bound], [set]) if !bound.tuple && bound.params.len() == 1 => self.domain_source(set.set),
            _ => None,
        };
        if domain.is_none() && rebuilt.is_none() {
            return Found::whole(span, Reason::Domain);
        }
        let (inner, count) = self.bind_names(bounds, scope, mode);
        let child = self.shape_of(body, &inner, mode, Place::Unnamed).fixed(body.span);
        self.depth -= count;
        match (domain, rebuilt) {
            (Some(domain), _) if domain.is_empty() => Found::whole(span, Reason::Empty),
            (Some(domain), _) => {
                let children = vec![child; domain.len()];
                Form::Split(domain, children).into()
            }
            (None, rebuilt) => {
                let keeps = Keeps { all: Some(Box::new(child)), at: Vec::new() };
                Found { form: Form::Keeps(keeps), like: rebuilt.into_iter().collect() }
            }
        }
    }

    /// The part of the state whose domain a set is.
    fn domain_source(&self, set: ExprId) -> Option<Source> {
        match self.program.ir.nodes[set] {
            Node::Domain(function) => self.source_of(function),
            Node::Shared(inner) => self.domain_source(inner),
            _ => None,
        }
    }

    /// The part of the state that an expression reads, if that is all that it does.
    fn source_of(&self, id: ExprId) -> Option<Source> {
        let span = self.program.ir.spans[id];
        match &self.program.ir.nodes[id] {
            Node::Part(part, _) => {
                let variable = self.program.layout.parts[*part].variable;
                Some(Source { variable, path: Vec::new(), span })
            }
            Node::Shared(inner) => self.source_of(*inner),
            Node::Apply(function, arg) => {
                let mut source = self.source_of(*function)?;
                source.path.push(self.permanent(*arg));
                Some(Source { span, ..source })
            }
            Node::Field(record, field) => {
                let mut source = self.source_of(*record)?;
                // SAFETY: a string is a scalar.
                source.path.push(Some(unsafe { Permanent::new(Value::String(*field)) }));
                Some(Source { span, ..source })
            }
            _ => None,
        }
    }

    /// The shape of an expression that is not looked into any further.
    fn lowered_shape(&self, id: ExprId, span: Span) -> Found {
        match self.permanent(id) {
            Some(value) => shape_of_value(value.get(), span),
            None => match self.source_of(id) {
                Some(source) => Found::copy_of(source),
                None => Found::whole(span, Reason::Opaque),
            },
        }
    }

    fn applied_shape(
        &mut self,
        callee: &'s Callee,
        args: &'s [Argument],
        expr: &'s Expr,
        scope: &Scope<'s>,
        mode: Mode,
        place: Place,
    ) -> Found {
        let span = expr.span;
        if let Callee::Parameter(id) = callee
            && let Some(Binding::Called(depth, _)) = scope.parameter(*id)
        {
            // `@` (no operator is called while shapes are collected): the element stays as it is, if it is the one
            // that is replaced and not one further out.
            let stays = matches!(place, Place::At(own) if own == *depth);
            return if stays { Found::default() } else { Found::whole(span, Reason::Opaque) };
        }
        if let Some((source, source_scope)) = self.delayed_source(callee, scope, mode) {
            return self.shape_of(source, &source_scope, mode, place);
        }
        match self.target(callee, scope, mode) {
            Target::Part(read) if matches!(place, Place::Part(own) if own == read) && !mode.next => {
                Found::default()
            }
            Target::Part(read) => {
                let variable = self.program.layout.parts[read].variable;
                Found::copy_of(Source { variable, path: Vec::new(), span })
            }
            Target::Builtin(builtin @ (Builtin::Cup | Builtin::Cap | Builtin::SetMinus)) => match args {
                [Argument::Expr(left), Argument::Expr(right)] => {
                    let found = self.shape_of(left, scope, mode, place);
                    if builtin != Builtin::Cup {
                        return found;
                    }
                    let found = found.meet(self.shape_of(right, scope, mode, place), right.span);
                    match found.form {
                        Form::Any | Form::Set(_) => found,
                        _ => Found::whole(span, Reason::NoFunction),
                    }
                }
                _ => Found::whole(span, Reason::Opaque),
            },
            Target::Builtin(Builtin::Prime) if !mode.next && !mode.initial => match args {
                [Argument::Expr(inner)] => {
                    self.shape_of(inner, scope, Mode { next: true, ..mode }, Place::Unnamed)
                }
                _ => Found::whole(span, Reason::Opaque),
            },
            Target::ByName(inner, inner_scope) => self.shape_of(inner, &inner_scope, mode, place),
            Target::Value(value) => shape_of_value(value.get(), span),
            Target::Definition(id, body_scope, _) => {
                let definition = &self.spec.definitions[id];
                if definition.recursive || self.inlining >= INLINE_LIMIT || self.is_native(id) {
                    let id = self.expr(expr, scope, mode);
                    return self.lowered_shape(id, span);
                }
                let first = self.depth;
                let (inner, _) = self.bind_arguments(&definition.params, args, scope, body_scope, mode, true);
                self.inlining += 1;
                let found = self.shape_of(&definition.body, &inner, mode, place);
                self.inlining -= 1;
                self.depth = first;
                found
            }
            _ => Found::whole(span, Reason::Opaque),
        }
    }

    /// The shape of the elements of a set.
    fn element_shape(&mut self, expr: &'s Expr, scope: &Scope<'s>, mode: Mode) -> Found {
        let span = expr.span;
        match &expr.kind {
            ExprKind::FunctionSet { domain, range } => {
                let domain = self.expr(domain, scope, mode);
                let Some(domain) = self.constant_elements(domain, DOMAIN_LIMIT) else {
                    return Found::whole(span, Reason::Domain);
                };
                let child = self.element_shape(range, scope, mode);
                let children = vec![child; domain.len()];
                Form::Split(domain, children).into()
            }
            // All elements have the shape, so those that are left have it.
            ExprKind::SetFilter { bound, .. } => self.element_shape(&bound.set, scope, mode),
            ExprKind::Apply { callee, args } if args.is_empty() => match self.target(callee, scope, mode) {
                Target::ByName(inner, inner_scope) => self.element_shape(inner, &inner_scope, mode),
                Target::Definition(id, body_scope, _)
                    if !self.spec.definitions[id].recursive && !self.is_native(id) =>
                {
                    self.element_shape(&self.spec.definitions[id].body, &body_scope, mode)
                }
                _ => self.lowered_element_shape(expr, scope, mode),
            },
            _ => self.lowered_element_shape(expr, scope, mode),
        }
    }

    fn lowered_element_shape(&mut self, expr: &'s Expr, scope: &Scope<'s>, mode: Mode) -> Found {
        let id = self.expr(expr, scope, mode);
        match self.permanent(id) {
            Some(value) => shape_of_elements(value.get(), expr.span),
            None => Found::whole(expr.span, Reason::Opaque),
        }
    }
}
