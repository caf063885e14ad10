//! Which variables can be split: those whose every assignment is a function with one constant domain, or a change of
//! the variable that keeps its domain. Found by a first lowering in which each variable is whole and each assignment
//! is looked at.

use tern_parser::resolved::{Argument, Callee, Expr, ExprKind};

use super::names::Target;
use super::scope::{Binding, Scope};
use super::{INLINE_LIMIT, Lowerer, Mode};
use crate::permanent::Permanent;
use crate::state::{PartId, Shape};
use crate::value::{self, LazySet, Value};

/// A function with a larger domain stays whole.
pub(crate) const DOMAIN_LIMIT: usize = 64;

/// A variable with more slots than this stays whole.
const SLOT_LIMIT: usize = 512;

/// What the assignments seen so far say of a value's shape.
#[derive(Clone, Debug)]
pub(crate) enum Found {
    /// Nothing: the value stays as it is.
    Any,
    /// A function with the domain that it has; an element may have been changed.
    Keeps(Keeps),
    /// A function with this domain, and the shapes of its elements.
    Split(Vec<Permanent>, Vec<Found>),
    /// Anything else.
    Whole,
}

/// Changes that keep a function's domain.
#[derive(Clone, Debug, Default)]
pub(crate) struct Keeps {
    /// Changes at keys that are not constant.
    all: Option<Box<Found>>,
    /// Changes at constant keys.
    at: Vec<(Permanent, Found)>,
}

impl Found {
    /// What both say together.
    pub(crate) fn meet(self, other: Found) -> Found {
        match (self, other) {
            (Found::Whole, _) | (_, Found::Whole) => Found::Whole,
            (Found::Any, found) | (found, Found::Any) => found,
            (Found::Keeps(a), Found::Keeps(b)) => Found::Keeps(a.meet(b)),
            (Found::Keeps(keeps), Found::Split(domain, children))
            | (Found::Split(domain, children), Found::Keeps(keeps)) => keeps.apply(domain, children),
            (Found::Split(domain, children), Found::Split(other_domain, mut others)) => {
                if domain.len() != other_domain.len() {
                    return Found::Whole;
                }
                let mut met = Vec::with_capacity(domain.len());
                for (key, child) in domain.iter().zip(children) {
                    let Some(at) = other_domain.iter().position(|other| value::same(other.get(), key.get()))
                    else {
                        return Found::Whole;
                    };
                    met.push(child.meet(std::mem::replace(&mut others[at], Found::Any)));
                }
                Found::Split(domain, met)
            }
        }
    }

    /// The shape to use.
    pub(crate) fn shape(&self) -> Shape {
        let shape = self.unlimited();
        if slots(&shape) > SLOT_LIMIT { Shape::Whole } else { shape }
    }

    fn unlimited(&self) -> Shape {
        match self {
            Found::Split(domain, children) if !domain.is_empty() && domain.len() <= DOMAIN_LIMIT => {
                Shape::Split(domain.clone().into(), children.iter().map(Found::unlimited).collect())
            }
            _ => Shape::Whole,
        }
    }
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

    fn meet(mut self, other: Keeps) -> Keeps {
        self.all = match (self.all, other.all) {
            (Some(a), Some(b)) => Some(Box::new(a.meet(*b))),
            (a, b) => a.or(b),
        };
        for (key, found) in other.at {
            match self.at.iter_mut().find(|(own, _)| value::same(own.get(), key.get())) {
                Some((_, own)) => *own = std::mem::replace(own, Found::Any).meet(found),
                None => self.at.push((key, found)),
            }
        }
        self
    }

    fn apply(self, domain: Vec<Permanent>, mut children: Vec<Found>) -> Found {
        if let Some(all) = self.all {
            children = children.into_iter().map(|child| child.meet((*all).clone())).collect();
        }
        for (key, found) in self.at {
            if let Some(at) = domain.iter().position(|own| value::same(own.get(), key.get())) {
                children[at] = std::mem::replace(&mut children[at], Found::Any).meet(found);
            }
        }
        Found::Split(domain, children)
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
            self.note_found(part, found);
        }
    }

    /// Notes what `part' \in expr` says of the part's shape.
    pub(crate) fn note_set_shape(&mut self, part: PartId, expr: &'s Expr, scope: &Scope<'s>, mode: Mode) {
        if self.shapes.is_some() {
            let found = self.element_shape(expr, scope, mode);
            self.note_found(part, found);
        }
    }

    /// Notes that the part must stay whole.
    pub(crate) fn note_whole(&mut self, part: PartId) {
        self.note_found(part, Found::Whole);
    }

    fn note_found(&mut self, part: PartId, found: Found) {
        let variable = self.program.layout.parts[part].variable;
        if let Some(shapes) = &mut self.shapes {
            let known = shapes.remove(&variable).unwrap_or(Found::Any);
            shapes.insert(variable, known.meet(found));
        }
    }

    fn shape_of(&mut self, expr: &'s Expr, scope: &Scope<'s>, mode: Mode, place: Place) -> Found {
        stacker::maybe_grow(256 << 10, 4 << 20, || self.shape_here(expr, scope, mode, place))
    }

    fn shape_here(&mut self, expr: &'s Expr, scope: &Scope<'s>, mode: Mode, place: Place) -> Found {
        match &expr.kind {
            ExprKind::Apply { callee, args } => self.applied_shape(callee, args, expr, scope, mode, place),
            ExprKind::Function { bounds, body, recursive: None } => {
                let sets = self.sets(bounds, scope, mode);
                let Some(domain) = self.constant_domain(bounds, &sets) else { return Found::Whole };
                let (inner, count) = self.bind_names(bounds, scope);
                let child = self.shape_of(body, &inner, mode, Place::Unnamed);
                self.depth -= count;
                let children = vec![child.fixed(); domain.len()];
                Found::Split(domain, children)
            }
            ExprKind::Record(fields) => {
                let mut pairs: Vec<(Permanent, Found)> = Vec::with_capacity(fields.len());
                for (name, value) in fields {
                    let symbol = self.program.symbols.intern(name);
                    // SAFETY: a string is a scalar.
                    let key = unsafe { Permanent::new(Value::String(symbol)) };
                    pairs.push((key, self.shape_of(value, scope, mode, Place::Unnamed).fixed()));
                }
                pairs.sort_by_key(|(key, _)| match key.get() {
                    Value::String(symbol) => symbol,
                    _ => crate::value::symbol::Symbol(0),
                });
                let (domain, children) = pairs.into_iter().unzip();
                Found::Split(domain, children)
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
                        child = Found::Keeps(Keeps::one(self.permanent(key), child));
                    }
                    found = found.meet(child);
                }
                found
            }
            ExprKind::If { then, otherwise, .. } => {
                let then = self.shape_of(then, scope, mode, place);
                then.meet(self.shape_of(otherwise, scope, mode, place))
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
                match self.permanent(id) {
                    Some(value) => shape_of_value(value.get()),
                    None => Found::Whole,
                }
            }
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
        if let Callee::Parameter(id) = callee
            && let Some(Binding::Called(depth, _)) = scope.parameter(*id)
        {
            // `@` (no operator is called while shapes are collected): the element stays as it is, if it is the one
            // that is replaced and not one further out.
            let stays = matches!(place, Place::At(own) if own == *depth);
            return if stays { Found::Any } else { Found::Whole };
        }
        if let Some((source, source_scope)) = self.delayed_source(callee, scope, mode) {
            return self.shape_of(source, &source_scope, mode, place);
        }
        match self.target(callee, scope, mode) {
            Target::Part(read) if matches!(place, Place::Part(own) if own == read) && !mode.next => {
                Found::Any
            }
            Target::ByName(inner, inner_scope) => self.shape_of(inner, &inner_scope, mode, place),
            Target::Value(value) => shape_of_value(value.get()),
            Target::Definition(id, body_scope, _) => {
                let definition = &self.spec.definitions[id];
                if definition.recursive || self.inlining >= INLINE_LIMIT || self.is_native(id) {
                    let id = self.expr(expr, scope, mode);
                    return self.permanent(id).map_or(Found::Whole, |value| shape_of_value(value.get()));
                }
                let first = self.depth;
                let (inner, _) = self.bind_arguments(&definition.params, args, scope, body_scope, mode, true);
                self.inlining += 1;
                let found = self.shape_of(&definition.body, &inner, mode, place);
                self.inlining -= 1;
                self.depth = first;
                found
            }
            _ => Found::Whole,
        }
    }

    /// The shape of the elements of a set.
    fn element_shape(&mut self, expr: &'s Expr, scope: &Scope<'s>, mode: Mode) -> Found {
        match &expr.kind {
            ExprKind::FunctionSet { domain, range } => {
                let domain = self.expr(domain, scope, mode);
                let Some(domain) = self.constant_elements(domain, DOMAIN_LIMIT) else { return Found::Whole };
                let child = self.element_shape(range, scope, mode);
                let children = vec![child; domain.len()];
                Found::Split(domain, children)
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
                Target::Value(value) => shape_of_elements(value.get()),
                _ => Found::Whole,
            },
            _ => {
                let id = self.expr(expr, scope, mode);
                self.permanent(id).map_or(Found::Whole, |value| shape_of_elements(value.get()))
            }
        }
    }
}

impl Found {
    /// The shape of a part that is given a value of this shape: one that only "stays as it is" is known to stay only
    /// where it already stands, not where it is copied to.
    fn fixed(self) -> Found {
        match self {
            Found::Any | Found::Keeps(_) => Found::Whole,
            found => found,
        }
    }
}

/// The shape of a constant.
fn shape_of_value(constant: Value<'_>) -> Found {
    let Some(size) = value::finite_domain_size(constant) else { return Found::Whole };
    if size == 0 || size > DOMAIN_LIMIT {
        return Found::Whole;
    }
    let mut domain = Vec::with_capacity(size);
    let mut children = Vec::with_capacity(size);
    for (key, element) in value::pairs(constant) {
        // SAFETY: parts of a permanent value are as permanent as the value.
        domain.push(unsafe { Permanent::new(key) });
        children.push(shape_of_value(element));
    }
    Found::Split(domain, children)
}

/// The shape of the elements of a constant set.
fn shape_of_elements(set: Value<'_>) -> Found {
    match set {
        Value::Set(set) if set.normal && !set.items.is_empty() && set.items.len() <= 4096 => {
            set.items.iter().map(|item| shape_of_value(*item)).fold(Found::Any, Found::meet)
        }
        Value::LazySet(LazySet::Functions(domain, range)) => {
            let Value::Set(domain) = domain else { return Found::Whole };
            if !domain.normal || domain.items.is_empty() || domain.items.len() > DOMAIN_LIMIT {
                return Found::Whole;
            }
            let child = shape_of_elements(*range);
            // SAFETY: parts of a permanent value are as permanent as the value.
            let keys: Vec<Permanent> =
                domain.items.iter().map(|item| unsafe { Permanent::new(*item) }).collect();
            let children = vec![child; keys.len()];
            Found::Split(keys, children)
        }
        Value::LazySet(LazySet::Records(fields, sets)) => {
            // SAFETY: a string is a scalar.
            let keys = fields.iter().map(|field| unsafe { Permanent::new(Value::String(*field)) }).collect();
            Found::Split(keys, sets.iter().map(|set| shape_of_elements(*set)).collect())
        }
        _ => Found::Whole,
    }
}
