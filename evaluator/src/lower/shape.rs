//! Which variables can be split: those whose every assignment is a function with one constant domain, or a change of
//! the variable that keeps its domain; and what the elements of sets can be. Found by a first lowering in which each
//! variable is whole and each assignment is looked at ([`assigned`](super::assigned)).

use fxhash::FxHashMap;
use tern_parser::source::Span;

use crate::permanent::Permanent;
use crate::state::{Shape, VariableId};
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
    pub(crate) like: Vec<Source>,
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
    /// A set with no other elements than these.
    Set(Vec<Permanent>),
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
pub(crate) struct Source {
    pub(crate) variable: VariableId,
    pub(crate) path: Vec<Option<Permanent>>,
    /// The text of the copy.
    pub(crate) span: Span,
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
    pub(crate) all: Option<Box<Found>>,
    /// Changes at constant keys.
    pub(crate) at: Vec<(Permanent, Found)>,
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
            (Form::Set(elements), Form::Set(others)) => {
                let new = |other: &Permanent| !elements.iter().any(|own| value::same(own.get(), other.get()));
                let others: Vec<Permanent> = others.into_iter().filter(new).collect();
                if elements.len() + others.len() > DOMAIN_LIMIT {
                    return Form::Whole(Why { span: Some(span), reason: Reason::NoFunction });
                }
                Form::Set(elements.into_iter().chain(others).collect())
            }
            (Form::Set(_), _) | (_, Form::Set(_)) => {
                Form::Whole(Why { span: Some(span), reason: Reason::NoFunction })
            }
        }
    }
}

impl Found {
    pub(crate) fn whole(span: Span, reason: Reason) -> Self {
        Form::Whole(Why { span: Some(span), reason }).into()
    }

    pub(crate) fn copy_of(source: Source) -> Self {
        Found { form: Form::Any, like: vec![source] }
    }

    /// What both say together; `span` is what says the second.
    pub(crate) fn meet(self, other: Found, span: Span) -> Found {
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
    pub(crate) fn fixed(self, span: Span) -> Found {
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
            Form::Set(elements) => Form::Set(elements.clone()),
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
            Form::Set(elements) => Form::Set(elements.clone()),
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
            Form::Set(_) => return Found::whole(span, Reason::NoFunction),
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
            Form::Set(_) | Form::Whole(_) => self,
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
            (Form::Set(one), Form::Set(two)) => one.len() == two.len(),
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
    pub(crate) fn one(key: Option<Permanent>, child: Found) -> Self {
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

/// The shape of a constant.
pub(crate) fn shape_of_value(constant: Value<'_>, span: Span) -> Found {
    if let Value::Set(set) = constant
        && set.normal
        && set.items.len() <= DOMAIN_LIMIT
    {
        // SAFETY: parts of a permanent value are as permanent as the value.
        let elements = set.items.iter().map(|item| unsafe { Permanent::new(*item) });
        return Form::Set(elements.collect()).into();
    }
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
pub(crate) fn shape_of_elements(set: Value<'_>, span: Span) -> Found {
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
