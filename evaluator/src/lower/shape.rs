//! Which variables can be split: those whose every assignment is a function with one constant domain, or a change of
//! the variable that keeps its domain. Found by a first lowering in which each variable is whole and each assignment
//! is looked at.

use fxhash::FxHashMap;
use tern_parser::resolved::{Argument, Bound, Builtin, Callee, Expr, ExprKind};
use tern_parser::source::Span;

use super::names::Target;
use super::scope::{Binding, Scope};
use super::{INLINE_LIMIT, Lowerer, Mode};
use crate::ir::{ExprId, Node};
use crate::permanent::Permanent;
use crate::state::{PartId, Shape, VariableId};
use crate::value::{self, LazySet, Value};

/// A function with a larger domain stays whole.
pub const DOMAIN_LIMIT: usize = 64;

/// A variable with more slots than this stays whole.
pub const SLOT_LIMIT: usize = 512;

/// What the assignments seen so far say of a value's shape.
#[derive(Clone, Debug, Default)]
pub(crate) struct Found {
    pub(crate) form: Form,
    /// Values of these have been copied here, so that it has their shape too.
    like: Vec<Source>,
}

/// What a value was seen to be made of.
#[derive(Clone, Debug, Default)]
pub(crate) enum Form {
    /// Nothing was seen: the value stays as it is.
    #[default]
    Any,
    /// A function with the domain that it has; an element may have been changed.
    Keeps(Keeps),
    /// A function with this domain, and the shapes of its elements.
    Split(Vec<Permanent>, Vec<Found>),
    /// Anything else.
    Whole(Why),
}

/// Why a value stays whole: what was assigned, and what is wrong with that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Why {
    /// The text of what was assigned; none if no one assignment is the cause.
    pub span: Option<Span>,
    /// What is wrong with it.
    pub reason: Reason,
}

/// What keeps a value from being split.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It is a value that is no function.
    NoFunction,
    /// It is not known to be a function with a constant domain.
    Opaque,
    /// It is a function whose domain is not constant.
    Domain,
    /// It is a function with an empty domain.
    Empty,
    /// It is a function with more elements than are kept apart.
    Large,
    /// It has another domain than elsewhere.
    OtherDomain,
    /// It would have more slots than a variable may have.
    Slots,
}

/// A variable or an element of one; for an element, the keys to it, where they are constants.
#[derive(Clone, Debug)]
struct Source {
    variable: VariableId,
    path: Vec<Option<Permanent>>,
    /// The text of the copy.
    span: Span,
}

impl Source {
    fn same(&self, other: &Source) -> bool {
        self.variable == other.variable
            && self.path.len() == other.path.len()
            && self.path.iter().zip(&other.path).all(|(one, two)| match (one, two) {
                (Some(one), Some(two)) => value::same(one.get(), two.get()),
                (None, None) => true,
                _ => false,
            })
    }
}

/// Changes that keep a function's domain.
#[derive(Clone, Debug, Default)]
pub(crate) struct Keeps {
    /// Changes at keys that are not constant.
    all: Option<Box<Found>>,
    /// Changes at constant keys.
    at: Vec<(Permanent, Found)>,
}

impl Form {
    fn meet(self, other: Form, span: Span) -> Form {
        match (self, other) {
            (Form::Whole(why), _) | (_, Form::Whole(why)) => Form::Whole(why),
            (Form::Any, form) | (form, Form::Any) => form,
            (Form::Keeps(a), Form::Keeps(b)) => Form::Keeps(a.meet(b, span)),
            (Form::Keeps(keeps), Form::Split(domain, children))
            | (Form::Split(domain, children), Form::Keeps(keeps)) => keeps.apply(domain, children, span),
            (Form::Split(domain, children), Form::Split(other_domain, mut others)) => {
                let differs = Form::Whole(Why { span: Some(span), reason: Reason::OtherDomain });
                if domain.len() != other_domain.len() {
                    return differs;
                }
                let mut met = Vec::with_capacity(domain.len());
                for (key, child) in domain.iter().zip(children) {
                    let Some(at) = other_domain.iter().position(|other| value::same(other.get(), key.get()))
                    else {
                        return differs;
                    };
                    met.push(child.meet(std::mem::take(&mut others[at]), span));
                }
                Form::Split(domain, met)
            }
        }
    }
}

impl Found {
    fn whole(span: Span, reason: Reason) -> Self {
        Form::Whole(Why { span: Some(span), reason }).into()
    }

    fn copy_of(source: Source) -> Self {
        Found { form: Form::Any, like: vec![source] }
    }

    /// What both say together; `span` is what says the second.
    fn meet(self, other: Found, span: Span) -> Found {
        let mut like = self.like;
        for source in other.like {
            if !like.iter().any(|own| own.same(&source)) {
                like.push(source);
            }
        }
        let form = self.form.meet(other.form, span);
        if matches!(form, Form::Whole(_)) {
            like.clear();
        }
        Found { form, like }
    }

    /// The shape of a part that is given a value of this shape: one that only "stays as it is" is known to stay only
    /// where it already stands, not where it is copied to.
    fn fixed(self, span: Span) -> Found {
        match self.form {
            Form::Any | Form::Keeps(_) if self.like.is_empty() => Found::whole(span, Reason::Opaque),
            _ => self,
        }
    }

    /// The shape to use.
    pub(crate) fn shape(&mut self) -> Shape {
        let shape = self.unlimited();
        if slots(&shape) > SLOT_LIMIT {
            self.form = Form::Whole(Why { span: None, reason: Reason::Slots });
            return Shape::Whole;
        }
        shape
    }

    fn unlimited(&self) -> Shape {
        match &self.form {
            Form::Split(domain, children) if !domain.is_empty() && domain.len() <= DOMAIN_LIMIT => {
                Shape::Split(domain.clone().into(), children.iter().map(Found::unlimited).collect())
            }
            _ => Shape::Whole,
        }
    }

    /// Without what it is like.
    fn alone(&self) -> Found {
        let form = match &self.form {
            Form::Any => Form::Any,
            Form::Keeps(keeps) => Form::Keeps(Keeps {
                all: keeps.all.as_ref().map(|all| Box::new(all.alone())),
                at: keeps.at.iter().map(|(key, found)| (*key, found.alone())).collect(),
            }),
            Form::Split(domain, children) => {
                Form::Split(domain.clone(), children.iter().map(Found::alone).collect())
            }
            Form::Whole(why) => Form::Whole(*why),
        };
        form.into()
    }

    /// With what is known of what it is like.
    fn informed(&self, known: &FxHashMap<VariableId, Found>) -> Found {
        let informed = |found: &Found| found.informed(known);
        let form = match &self.form {
            Form::Any => Form::Any,
            Form::Keeps(keeps) => Form::Keeps(Keeps {
                all: keeps.all.as_deref().map(|all| Box::new(informed(all))),
                at: keeps.at.iter().map(|(key, found)| (*key, informed(found))).collect(),
            }),
            Form::Split(domain, children) => {
                Form::Split(domain.clone(), children.iter().map(informed).collect())
            }
            Form::Whole(why) => Form::Whole(*why),
        };
        self.like.iter().fold(form.into(), |found, source| {
            let unknown = || Found::whole(source.span, Reason::Opaque);
            let other = known.get(&source.variable).cloned().unwrap_or_else(unknown);
            let part = source.path.iter().fold(other, |found, key| found.element(*key, source.span));
            found.meet(part, source.span)
        })
    }

    /// What is known of an element.
    fn element(self, key: Option<Permanent>, span: Span) -> Found {
        let (keys, children, all) = match self.form {
            Form::Any | Form::Whole(_) => return self,
            Form::Keeps(keeps) => {
                let (keys, children): (Vec<_>, Vec<_>) = keeps.at.into_iter().unzip();
                (keys, children, keeps.all.map(|all| *all).unwrap_or_default())
            }
            Form::Split(keys, children) => (keys, children, Found::default()),
        };
        let at = |own: &Permanent| key.is_none_or(|key| value::same(own.get(), key.get()));
        let wanted = keys.iter().zip(children).filter(|(own, _)| at(own));
        wanted.fold(all, |found, (_, child)| found.meet(child, span))
    }

    /// As it is to be used: what only stays as it is has no shape.
    fn closed(self) -> Found {
        match self.form {
            Form::Any | Form::Keeps(_) => Form::Whole(Why { span: None, reason: Reason::Opaque }).into(),
            Form::Split(domain, children) => {
                Form::Split(domain, children.into_iter().map(Found::closed).collect()).into()
            }
            Form::Whole(_) => self,
        }
    }

    /// Whether both say the same; neither is like anything.
    fn same(&self, other: &Found) -> bool {
        let all = |one: &[Found], two: &[Found]| {
            one.len() == two.len() && one.iter().zip(two).all(|(one, two)| one.same(two))
        };
        match (&self.form, &other.form) {
            (Form::Any, Form::Any) => true,
            (Form::Whole(_), Form::Whole(_)) => true,
            (Form::Split(one, mine), Form::Split(two, others)) => one.len() == two.len() && all(mine, others),
            (Form::Keeps(one), Form::Keeps(two)) => {
                let pair = (one.all.as_deref(), two.all.as_deref());
                let same_all = match pair {
                    (Some(one), Some(two)) => one.same(two),
                    (None, None) => true,
                    _ => false,
                };
                let pairs = || one.at.iter().zip(&two.at);
                same_all
                    && one.at.len() == two.at.len()
                    && pairs().all(|((a, one), (b, two))| value::same(a.get(), b.get()) && one.same(two))
            }
            _ => false,
        }
    }
}

impl From<Form> for Found {
    fn from(form: Form) -> Self {
        Found { form, like: Vec::new() }
    }
}

/// After so many rounds, values that are copied into themselves are taken to have no shape.
const ROUNDS: usize = 16;

/// The shapes of all variables, with those that they have from what was copied: the largest that agree.
pub(crate) fn settle(found: FxHashMap<VariableId, Found>) -> FxHashMap<VariableId, Found> {
    let mut known: FxHashMap<VariableId, Found> =
        found.iter().map(|(id, found)| (*id, found.alone())).collect();
    let mut closing = false;
    for _ in 0..ROUNDS {
        let next: FxHashMap<VariableId, Found> = found
            .iter()
            .map(|(id, found)| {
                let informed = found.informed(&known);
                (*id, if closing { informed.closed() } else { informed })
            })
            .collect();
        let stable = next.iter().all(|(id, found)| known.get(id).is_some_and(|known| known.same(found)));
        known = next;
        match (stable, closing) {
            (true, true) => return known,
            // What was never seen whole has no shape, nor has what is like it.
            (true, false) => closing = true,
            _ => {}
        }
    }
    FxHashMap::default()
}

fn slots(shape: &Shape) -> usize {
    match shape {
        Shape::Whole => 1,
        Shape::Split(_, children) => children.iter().map(slots).sum(),
    }
}

impl Keeps {
    fn one(key: Option<Permanent>, child: Found) -> Self {
        match key {
            Some(key) => Keeps { all: None, at: vec![(key, child)] },
            None => Keeps { all: Some(Box::new(child)), at: Vec::new() },
        }
    }

    fn meet(mut self, other: Keeps, span: Span) -> Keeps {
        self.all = match (self.all, other.all) {
            (Some(a), Some(b)) => Some(Box::new(a.meet(*b, span))),
            (a, b) => a.or(b),
        };
        for (key, found) in other.at {
            match self.at.iter_mut().find(|(own, _)| value::same(own.get(), key.get())) {
                Some((_, own)) => *own = std::mem::take(own).meet(found, span),
                None => self.at.push((key, found)),
            }
        }
        self
    }

    fn apply(self, domain: Vec<Permanent>, mut children: Vec<Found>, span: Span) -> Form {
        if let Some(all) = self.all {
            children = children.into_iter().map(|child| child.meet((*all).clone(), span)).collect();
        }
        for (key, found) in self.at {
            if let Some(at) = domain.iter().position(|own| value::same(own.get(), key.get())) {
                children[at] = std::mem::take(&mut children[at]).meet(found, span);
            }
        }
        Form::Split(domain, children)
    }
}

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
            _ => {
                let id = self.expr(expr, scope, mode);
                self.lowered_shape(id, span)
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
        let (inner, count) = self.bind_names(bounds, scope);
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

/// The shape of a constant.
fn shape_of_value(constant: Value<'_>, span: Span) -> Found {
    let Some(size) = value::finite_domain_size(constant) else {
        return Found::whole(span, Reason::NoFunction);
    };
    if size == 0 || size > DOMAIN_LIMIT {
        return Found::whole(span, if size == 0 { Reason::Empty } else { Reason::Large });
    }
    let mut domain = Vec::with_capacity(size);
    let mut children = Vec::with_capacity(size);
    for (key, element) in value::pairs(constant) {
        // SAFETY: parts of a permanent value are as permanent as the value.
        domain.push(unsafe { Permanent::new(key) });
        children.push(shape_of_value(element, span));
    }
    Form::Split(domain, children).into()
}

/// The shape of the elements of a constant set.
fn shape_of_elements(set: Value<'_>, span: Span) -> Found {
    match set {
        Value::Set(set) if set.normal && !set.items.is_empty() && set.items.len() <= 4096 => set
            .items
            .iter()
            .map(|item| shape_of_value(*item, span))
            .fold(Found::default(), |found, item| found.meet(item, span)),
        Value::LazySet(LazySet::Functions(domain, range)) => {
            let Value::Set(domain) = domain else { return Found::whole(span, Reason::Domain) };
            if !domain.normal || domain.items.is_empty() || domain.items.len() > DOMAIN_LIMIT {
                return Found::whole(span, Reason::Domain);
            }
            let child = shape_of_elements(*range, span);
            // SAFETY: parts of a permanent value are as permanent as the value.
            let keys: Vec<Permanent> =
                domain.items.iter().map(|item| unsafe { Permanent::new(*item) }).collect();
            let children = vec![child; keys.len()];
            Form::Split(keys, children).into()
        }
        Value::LazySet(LazySet::Records(fields, sets)) => {
            // SAFETY: a string is a scalar.
            let keys = fields.iter().map(|field| unsafe { Permanent::new(Value::String(*field)) }).collect();
            Form::Split(keys, sets.iter().map(|set| shape_of_elements(*set, span)).collect()).into()
        }
        Value::LazySet(
            LazySet::Interval(..) | LazySet::Naturals | LazySet::Integers | LazySet::Powerset(_),
        ) => Found::whole(span, Reason::NoFunction),
        _ => Found::whole(span, Reason::Opaque),
    }
}
