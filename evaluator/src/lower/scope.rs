//! What names mean while an expression is lowered: parameters, LET definitions, and the declarations of instantiated
//! modules. Scopes are persistent lists, so an argument that is substituted by name keeps the scope it was written in.

use std::rc::Rc;
use tern_parser::resolved::{
    Argument, Callee, DeclarationId, DeclarationKind, DefinitionId, Expr, ExprKind, InstanceId, ParameterId,
    ResolvedSpec,
};

use super::cost::Frame;
use crate::permanent::Permanent;
use crate::state::PartId;

/// The meaning of names at one place.
#[derive(Clone)]
pub(crate) struct Scope<'s> {
    names: Option<Rc<Entry<'s>>>,
    /// The instance that the place is read in.
    pub(crate) context: Rc<Context<'s>>,
    /// Which use of a definition the place is in, if coverage is counted there.
    pub(crate) frame: Option<Frame>,
}

struct Entry<'s> {
    name: Name<'s>,
    parent: Option<Rc<Entry<'s>>>,
}

enum Name<'s> {
    Parameter(ParameterId, Binding<'s>),
    /// The definitions of a LET, which see each other; they are read with this many bindings in the environment.
    Let(&'s [DefinitionId], u32, Option<Frame>),
    /// A LET definition whose value, read in the state or (if the flag is set) in the next one, is bound.
    Bound(DefinitionId, Binding<'s>, bool),
}

/// What a parameter stands for.
#[derive(Clone)]
pub(crate) enum Binding<'s> {
    /// A binding of the environment, counted from the outermost: a quantified name.
    Local(u32),
    /// A binding that holds the delayed value of an expression, read in the next state if the flag is set. In the
    /// other state the expression is read again, in its scope.
    Delayed(u32, bool, &'s Expr, Scope<'s>),
    /// A binding that holds an argument of a called operator, read in the next state if the flag is set.
    Called(u32, bool),
    /// A value.
    Const(Permanent),
    /// A part of the state: what `@` means in the update of one.
    Part(PartId),
    /// An expression to be read where the parameter is used.
    ByName(&'s Expr, Scope<'s>),
    /// An operator.
    Operator(OperatorBinding<'s>),
}

/// An operator as an argument.
#[derive(Clone)]
pub(crate) enum OperatorBinding<'s> {
    /// A named operator, in the scope where it was named.
    Callee(&'s Callee, Scope<'s>),
    /// A LAMBDA.
    Lambda(&'s [ParameterId], &'s Expr, Scope<'s>),
    /// An operator parameter of a called operator: a binding of the environment.
    Local(u32),
}

/// What the declarations of a module stand for while an instance of it is read.
pub(crate) struct Context<'s> {
    /// The context around it.
    pub(crate) parent: Option<Rc<Context<'s>>>,
    substitutions: &'s [(DeclarationId, Argument)],
    scope: Option<Scope<'s>>,
    /// How many bindings its substitutions may need.
    pub(crate) depth: u32,
    /// Its substitutions need no binding, so what is read in it can be shared.
    pub(crate) closed: bool,
    /// Its variables stand for different variables.
    renames: bool,
    /// It is that of the formula of an ENABLED: the next values of the variables of the instances around it are
    /// quantified, so nothing stands for them.
    quantified: bool,
}

/// A definition of a LET as a scope knows it.
pub(crate) enum LetUse<'s> {
    /// Its value is bound; read in the next state if the flag is set.
    Bound(Binding<'s>, bool),
    /// It is to be read in this scope, which has so many bindings.
    Open(Scope<'s>, u32),
}

impl<'s> Scope<'s> {
    /// The scope of the root module.
    pub(crate) fn root() -> Self {
        let context = Context {
            parent: None,
            substitutions: &[],
            scope: None,
            depth: 0,
            closed: true,
            renames: true,
            quantified: false,
        };
        Self { names: None, context: Rc::new(context), frame: None }
    }

    /// The scope of a module-level definition read in `context`.
    pub(crate) fn of(context: Rc<Context<'s>>) -> Self {
        Self { names: None, context, frame: None }
    }

    fn with(&self, name: Name<'s>) -> Self {
        Self {
            names: Some(Rc::new(Entry { name, parent: self.names.clone() })),
            context: self.context.clone(),
            frame: self.frame,
        }
    }

    /// Whether the same formula surely means the same in both scopes: their names stand for the same values.
    pub(crate) fn means_the_same(&self, other: &Self) -> bool {
        let mut pair = (self.names.as_ref(), other.names.as_ref());
        while let (Some(one), Some(two)) = pair {
            let same = Rc::ptr_eq(one, two)
                || match (&one.name, &two.name) {
                    (
                        Name::Parameter(one, Binding::Const(left)),
                        Name::Parameter(two, Binding::Const(right)),
                    ) => one == two && crate::value::same(left.get(), right.get()),
                    (Name::Let(one, left, _), Name::Let(two, right, _)) => {
                        std::ptr::eq(*one, *two) && left == right
                    }
                    _ => false,
                };
            if !same {
                return false;
            }
            pair = (one.parent.as_ref(), two.parent.as_ref());
        }
        pair.0.is_none() && pair.1.is_none() && Rc::ptr_eq(&self.context, &other.context)
    }

    /// This scope with a parameter bound.
    pub(crate) fn bind(&self, parameter: ParameterId, binding: Binding<'s>) -> Self {
        self.with(Name::Parameter(parameter, binding))
    }

    /// This scope with the definitions of a LET, read with `depth` bindings.
    pub(crate) fn bind_let(&self, definitions: &'s [DefinitionId], depth: u32) -> Self {
        self.with(Name::Let(definitions, depth, self.frame))
    }

    /// This scope with the value of a LET definition (or of a recursive function) bound.
    pub(crate) fn bind_definition(&self, definition: DefinitionId, binding: Binding<'s>, next: bool) -> Self {
        self.with(Name::Bound(definition, binding, next))
    }

    /// What a parameter stands for.
    pub(crate) fn parameter(&self, wanted: ParameterId) -> Option<&Binding<'s>> {
        let mut at = self.names.as_ref();
        while let Some(entry) = at {
            match &entry.name {
                Name::Parameter(id, binding) if *id == wanted => return Some(binding),
                _ => at = entry.parent.as_ref(),
            }
        }
        None
    }

    /// What a definition means if it is one of a LET in scope.
    pub(crate) fn definition(&self, wanted: DefinitionId) -> Option<LetUse<'s>> {
        let mut at = self.names.as_ref();
        while let Some(entry) = at {
            match &entry.name {
                Name::Bound(id, binding, next) if *id == wanted => {
                    return Some(LetUse::Bound(binding.clone(), *next));
                }
                Name::Let(ids, depth, frame) if ids.contains(&wanted) => {
                    let (names, context) = (Some(entry.clone()), self.context.clone());
                    let scope = Scope { names, context, frame: *frame };
                    return Some(LetUse::Open(scope, *depth));
                }
                _ => at = entry.parent.as_ref(),
            }
        }
        None
    }

    /// The scope in which a LET definition is read when its bound value cannot be used (in the other state).
    pub(crate) fn open_definition(&self, wanted: DefinitionId) -> Option<(Scope<'s>, u32)> {
        let mut at = self.names.as_ref();
        while let Some(entry) = at {
            match &entry.name {
                Name::Let(ids, depth, frame) if ids.contains(&wanted) => {
                    let (names, context) = (Some(entry.clone()), self.context.clone());
                    return Some((Scope { names, context, frame: *frame }, *depth));
                }
                _ => at = entry.parent.as_ref(),
            }
        }
        None
    }

    /// Whether no name is bound.
    pub(crate) fn is_bare(&self) -> bool {
        self.names.is_none()
    }

    /// The scope in which the names of this one are read with the declarations of an instance.
    pub(crate) fn enter(
        &self,
        spec: &'s ResolvedSpec,
        instance: InstanceId,
        scope: Scope<'s>,
        depth: u32,
    ) -> Rc<Context<'s>> {
        let substitutions = &spec.instances[instance].substitutions;
        let closed = scope.is_bare() && self.context.closed;
        Rc::new(Context {
            parent: Some(self.context.clone()),
            substitutions,
            scope: Some(scope),
            depth,
            closed,
            renames: renames(spec, substitutions),
            quantified: false,
        })
    }

    /// The scope of the formula of an ENABLED that stands in this one. What is bound already keeps its own scope.
    pub(crate) fn quantify(&self) -> Self {
        let context = Context {
            parent: Some(self.context.clone()),
            substitutions: &[],
            scope: None,
            depth: self.context.depth,
            closed: self.context.closed,
            renames: true,
            quantified: true,
        };
        Self { names: self.names.clone(), context: Rc::new(context), frame: self.frame }
    }
}

/// Whether substitutions put different variables in the place of variables.
fn renames(spec: &ResolvedSpec, substitutions: &[(DeclarationId, Argument)]) -> bool {
    let mut seen = Vec::new();
    for (id, argument) in substitutions {
        if spec.declarations[*id].kind != DeclarationKind::Variable {
            continue;
        }
        let Argument::Expr(Expr { kind: ExprKind::Apply { callee: Callee::Declaration(to), .. }, .. }) =
            argument
        else {
            return false;
        };
        if spec.declarations[*to].kind != DeclarationKind::Variable || seen.contains(to) {
            return false;
        }
        seen.push(*to);
    }
    true
}

impl<'s> Context<'s> {
    /// Whether the innermost instance gives its module's declarations a meaning.
    pub(crate) fn substitutes(&self) -> bool {
        !self.substitutions.is_empty()
    }

    /// Whether it or one around it gives declarations a meaning.
    pub(crate) fn is_substituted(&self) -> bool {
        self.substitutes() || self.parent.as_ref().is_some_and(|parent| parent.is_substituted())
    }

    /// Whether all variables of the modules on the way stand for different variables, so that substituting into
    /// ENABLED means what it says. (In TLA+, ENABLED of an instantiated module quantifies over *its* variables.)
    pub(crate) fn renames_variables(&self) -> bool {
        let mut at = Some(self);
        while let Some(context) = at {
            if !context.renames {
                return false;
            }
            at = context.parent.as_deref();
        }
        true
    }

    /// Whether the next value of a variable is one that an ENABLED quantifies, though the variable stands for something.
    pub(crate) fn quantifies(&self, wanted: DeclarationId) -> bool {
        let mut at = Some(self);
        let mut inside = true;
        while let Some(context) = at {
            inside &= !context.quantified;
            if context.substitutions.iter().any(|(id, _)| *id == wanted) {
                return !inside;
            }
            at = context.parent.as_deref();
        }
        false
    }

    /// What a declaration stands for, and the scope to read that in; none if it is one of the root's own.
    pub(crate) fn substitution(&self, wanted: DeclarationId) -> Option<(&'s Argument, Scope<'s>)> {
        let mut at = Some(self);
        while let Some(context) = at {
            if let Some((_, argument)) = context.substitutions.iter().find(|(id, _)| *id == wanted) {
                return context.scope.clone().map(|scope| (argument, scope));
            }
            at = context.parent.as_deref();
        }
        None
    }
}
