//! Pass 2, selections: `Op(a)!lab(x)!2!<<` denotes a part of the definition of `Op`.
//!
//! The part becomes a definition of its own. Its parameters are, in order, those of `Op`, the names bound on the way
//! (by position: `!(x)`, or the parameters of a label) and those of a LET definition on the way, so that the
//! selection is an application of it to the arguments that stand in the path. A selection without any arguments
//! (`Op!@!2`) is the operator itself, to be handed to a higher-order operator.

use super::names::{Target, path_text, selector_name};
use super::walk::for_each_child;
use super::{DraftSource, Resolver, placeholder};
use crate::ast::{self, Bound, ExprKind, Ident, Pattern, Selector, SelectorKind, Unit, UnitKind};
use crate::resolved::{Callee, Expr, ParameterId};
use crate::source::Span;

/// More selections than this are reported: each copies a part of a definition, with the selections in it.
const MAX_PARTS: usize = 20_000;

/// What a selection has reached.
#[derive(Clone, Copy)]
enum Node<'a> {
    Expr(&'a ast::Expr),
    /// A function definition: like the function constructor of its right-hand side.
    Function(&'a ast::FunctionDefinition),
    /// An arm of CASE.
    Arm(&'a ast::Expr, &'a ast::Expr),
    /// The OTHER of CASE.
    Other(&'a ast::Expr),
    /// The field of `r.f`: its name as a string.
    Field(&'a Ident),
}

/// What was passed on the way to it and must be around a copy of it.
enum Frame<'a> {
    /// Names that become parameters.
    Params(Vec<(&'a Ident, u32)>),
    /// Definitions of a LET.
    Let(&'a [Unit]),
}

struct Walk<'a> {
    node: Node<'a>,
    frames: Vec<Frame<'a>>,
    args: Vec<&'a ast::Expr>,
}

impl<'a> Resolver<'a> {
    /// Makes a definition of what `target.rest` selects; the result selects nothing more.
    pub(super) fn select(&mut self, target: Target<'a>) -> Option<Target<'a>> {
        let span = target.rest.iter().fold(target.span, |span, selector| span.to(selector.span));
        let Callee::Definition { definition, via } = target.callee else {
            let message = format!("'{}' has no definition to select a part of.", target.name);
            self.error(span, 4200, message);
            return None;
        };
        // A part of a definition that contains the selection would contain itself.
        if self.drafts[definition].open || self.parts >= MAX_PARTS {
            self.unsupported(span, format!("A part of '{}' cannot be selected here.", target.name));
            return None;
        }
        self.parts += 1;
        let mut walk = self.start(definition, target.args);
        let Some(walk) = walk.as_mut() else {
            self.unsupported(span, format!("A part of '{}' cannot be selected here.", target.name));
            return None;
        };
        for selector in target.rest {
            if let Err(message) = walk.step(selector) {
                let message = format!(
                    "'{}' does not select a part of '{}': {message}.",
                    selected(selector),
                    target.name
                );
                self.error(selector.span, 4200, message);
                return None;
            }
        }
        let name =
            target.rest.iter().fold(target.name, |name, selector| format!("{name}!{}", selected(selector)));
        let id = self.part(definition, &name, walk);
        let callee = Callee::Definition { definition: id, via };
        self.refer(&callee);
        let place = self.drafts[id].span;
        Some(Target { callee, name, place, args: std::mem::take(&mut walk.args), rest: &[], span })
    }

    fn start(&self, definition: crate::resolved::DefinitionId, args: Vec<&'a ast::Expr>) -> Option<Walk<'a>> {
        let (node, frames) = match self.drafts[definition].source {
            DraftSource::Operator(definition) => {
                let params = definition.head.params.iter().map(|param| (&param.name, param.arity)).collect();
                (Node::Expr(&definition.body), vec![Frame::Params(params)])
            }
            DraftSource::Function(definition) => (Node::Function(definition), Vec::new()),
            DraftSource::Formula(body) => (Node::Expr(body), Vec::new()),
            DraftSource::None => return None,
        };
        Some(Walk { node, frames, args })
    }

    /// The definition whose body is a copy of the selected node.
    fn part(
        &mut self,
        definition: crate::resolved::DefinitionId,
        name: &str,
        walk: &Walk<'a>,
    ) -> crate::resolved::DefinitionId {
        let module = self.drafts[definition].module;
        let ident = Ident { text: name.into(), span: self.drafts[definition].name_span };
        let let_depth = std::mem::replace(&mut self.let_depth, 0);
        let id = self.draft(&ident, walk.node.span(), DraftSource::None, false);
        self.drafts[id].module = module;
        let finished = self.final_scopes.remove(&module);
        let mut kept = None;
        if let Some((scope, requires)) = finished {
            kept = Some((
                std::mem::replace(&mut self.scope, scope),
                std::mem::replace(&mut self.requires, requires),
                std::mem::replace(&mut self.module, module),
            ));
        }
        let mark = self.scope.mark();
        let copying = std::mem::replace(&mut self.copying, true);
        let at = std::mem::take(&mut self.at);
        let reported = self.diagnostics.len();
        let mut params = Vec::new();
        self.open(id);
        let body = self.labelled(|resolver| resolver.copy(&walk.frames, walk.node, &mut params));
        self.drafts[id].arities = params.iter().map(|&param| self.parameters[param].arity).collect();
        self.drafts[id].params = params;
        self.close(id, body);
        // The faults of the original were reported where it stands; anything else must not be lost.
        if self.diagnostics[..reported].iter().any(|d| d.severity == crate::error::Severity::Error) {
            self.diagnostics.truncate(reported);
            self.unknown.retain(|_, index| *index < reported);
        }
        (self.copying, self.at, self.let_depth) = (copying, at, let_depth);
        self.scope.leave(mark);
        if let Some((scope, requires, current)) = kept {
            let scope = std::mem::replace(&mut self.scope, scope);
            let requires = std::mem::replace(&mut self.requires, requires);
            self.module = current;
            self.final_scopes.insert(module, (scope, requires));
        }
        id
    }

    fn copy(&mut self, frames: &[Frame<'a>], node: Node<'a>, params: &mut Vec<ParameterId>) -> Expr {
        match frames.split_first() {
            Some((Frame::Params(names), rest)) => {
                params.extend(names.iter().map(|(name, arity)| self.bind(name, *arity)));
                self.copy(rest, node, params)
            }
            Some((Frame::Let(units), rest)) => {
                let span = node.span();
                let kind = self.let_in(units, |resolver| Box::new(resolver.copy(rest, node, params)));
                Expr { kind, span }
            }
            None => match node {
                Node::Expr(expr) | Node::Other(expr) => self.expr(expr),
                Node::Field(field) => {
                    Expr { kind: crate::resolved::ExprKind::String(field.text.clone()), span: field.span }
                }
                Node::Function(definition) => {
                    let (bounds, body) = self
                        .binding(&definition.bounds, |resolver| Box::new(resolver.expr(&definition.body)));
                    let kind = crate::resolved::ExprKind::Function { bounds, body, recursive: None };
                    Expr { kind, span: node.span() }
                }
                Node::Arm(guard, value) => {
                    let span = guard.span.to(value.span);
                    self.error(span, 4200, "An arm of CASE is not an expression: select !1 or !2 of it.");
                    placeholder(span)
                }
            },
        }
    }
}

impl<'a> Walk<'a> {
    fn step(&mut self, selector: &'a Selector) -> Result<(), String> {
        match &selector.kind {
            SelectorKind::Colon => Ok(()),
            SelectorKind::Number(number) => self.child(*number as usize),
            SelectorKind::Left => self.child(1),
            SelectorKind::Right => self.right(),
            SelectorKind::At => self.enter_bounds().map(|_| ()),
            SelectorKind::Arguments => {
                let bound = self.enter_bounds()?;
                if bound != selector.args.len() {
                    return Err(format!("it binds {bound} names, not {}", selector.args.len()));
                }
                self.args.extend(&selector.args);
                Ok(())
            }
            SelectorKind::Name(name) | SelectorKind::Operator(name) => {
                if !self.enter_let(name) {
                    self.enter_label(name)?;
                }
                self.args.extend(&selector.args);
                Ok(())
            }
        }
    }

    /// The node without labels in front.
    fn expr(&self) -> Option<&'a ast::Expr> {
        let Node::Expr(mut expr) = self.node else { return None };
        while let ExprKind::Label { body, .. } = &expr.kind {
            expr = body;
        }
        Some(expr)
    }

    fn child(&mut self, number: usize) -> Result<(), String> {
        let children = self.children();
        let count = children.len();
        match number.checked_sub(1).and_then(|index| children.into_iter().nth(index)) {
            Some(child) => {
                if let Some(ExprKind::Let { units, .. }) = self.expr().map(|expr| &expr.kind) {
                    self.frames.push(Frame::Let(units));
                }
                self.node = child;
                Ok(())
            }
            None => Err(format!("there are {count} parts")),
        }
    }

    fn right(&mut self) -> Result<(), String> {
        match self.children().len() {
            2 => self.child(2),
            _ if matches!(self.node, Node::Other(_)) => self.child(1),
            _ => Err("there is no second operand".to_owned()),
        }
    }

    /// The parts that numbers select.
    fn children(&self) -> Vec<Node<'a>> {
        let sets = |bounds: &'a [Bound]| bounds.iter().map(|bound| Node::Expr(&bound.set)).collect();
        match self.node {
            Node::Arm(guard, value) => return vec![Node::Expr(guard), Node::Expr(value)],
            Node::Other(value) => return vec![Node::Expr(value)],
            Node::Function(definition) => return sets(&definition.bounds),
            Node::Field(_) => return Vec::new(),
            Node::Expr(_) => {}
        }
        let Some(expr) = self.expr() else { return Vec::new() };
        match &expr.kind {
            ExprKind::Quantifier { bounds, .. }
            | ExprKind::Function { bounds, .. }
            | ExprKind::SetMap { bounds, .. } => sets(bounds),
            ExprKind::SetFilter { bound, .. } => vec![Node::Expr(&bound.set)],
            ExprKind::Choose { set, .. } => set.iter().map(|set| Node::Expr(set)).collect(),
            ExprKind::UnboundedQuantifier { .. } | ExprKind::Lambda { .. } => Vec::new(),
            ExprKind::Field { record, field } => vec![Node::Expr(record), Node::Field(field)],
            // The changes can contain `@`, which has no meaning outside.
            ExprKind::Except { function, .. } => vec![Node::Expr(function)],
            ExprKind::Case { arms, other } => arms
                .iter()
                .map(|(guard, value)| Node::Arm(guard, value))
                .chain(other.iter().map(|other| Node::Other(other)))
                .collect(),
            ExprKind::Let { body, .. } => vec![Node::Expr(body)],
            _ => {
                let mut children = Vec::new();
                for_each_child(expr, &mut |child| children.push(Node::Expr(child)));
                children
            }
        }
    }

    /// Into the body of something that binds names, which become parameters; their number.
    fn enter_bounds(&mut self) -> Result<usize, String> {
        let (names, body) = match self.node {
            Node::Function(definition) => (bound_names(&definition.bounds), &definition.body),
            _ => {
                let expr = self.expr().ok_or("it binds no names")?;
                binder(expr).ok_or("it binds no names")?
            }
        };
        let count = names.len();
        self.frames.push(Frame::Params(names.into_iter().map(|name| (name, 0)).collect()));
        self.node = Node::Expr(body);
        Ok(count)
    }

    /// Into the definition `name` of the LET that the node is.
    fn enter_let(&mut self, name: &str) -> bool {
        let Some(ExprKind::Let { units, .. }) = self.expr().map(|expr| &expr.kind) else { return false };
        let recursive = units.iter().any(|unit| matches!(unit.kind, UnitKind::Recursive(_)));
        for (index, unit) in units.iter().enumerate() {
            // What a RECURSIVE declaration announces must be there, too.
            let around = if recursive { &units[..] } else { &units[..index] };
            match &unit.kind {
                UnitKind::Operator { definition, .. } if *definition.head.name.text == *name => {
                    self.frames.push(Frame::Let(around));
                    let params = definition.head.params.iter().map(|param| (&param.name, param.arity));
                    self.frames.push(Frame::Params(params.collect()));
                    self.node = Node::Expr(&definition.body);
                    return true;
                }
                UnitKind::Function { definition, .. } if *definition.name.text == *name => {
                    self.frames.push(Frame::Let(around));
                    self.node = Node::Function(definition);
                    return true;
                }
                _ => {}
            }
        }
        false
    }

    fn enter_label(&mut self, name: &str) -> Result<(), String> {
        let start = match self.node {
            Node::Expr(expr) | Node::Other(expr) => expr,
            Node::Function(definition) => &definition.body,
            Node::Arm(..) | Node::Field(_) => return Err("it has no such label".to_owned()),
        };
        let mut lets = Vec::new();
        let (params, body) = find_label(start, name, &mut lets).ok_or("it has no such label")?;
        self.frames.push(Frame::Params(params.iter().map(|param| (param, 0)).collect()));
        self.frames.extend(lets.into_iter().map(Frame::Let));
        self.node = Node::Expr(body);
        Ok(())
    }
}

impl Node<'_> {
    fn span(&self) -> Span {
        match self {
            Node::Expr(expr) | Node::Other(expr) => expr.span,
            Node::Function(definition) => definition.name.span.to(definition.body.span),
            Node::Arm(guard, value) => guard.span.to(value.span),
            Node::Field(field) => field.span,
        }
    }
}

/// The names that an expression binds, in order, and the part that they are bound in.
fn binder(expr: &ast::Expr) -> Option<(Vec<&Ident>, &ast::Expr)> {
    let (names, body) = match &expr.kind {
        ExprKind::Quantifier { bounds, body, .. }
        | ExprKind::Function { bounds, body }
        | ExprKind::SetMap { body, bounds } => (bound_names(bounds), body),
        ExprKind::SetFilter { bound, body } => (pattern_names(&bound.pattern), body),
        ExprKind::Choose { pattern, body, .. } => (pattern_names(pattern), body),
        ExprKind::UnboundedQuantifier { names, body, .. } => (names.iter().collect(), body),
        ExprKind::Lambda { params, body } => (params.iter().collect(), body),
        _ => return None,
    };
    Some((names, body))
}

fn bound_names(bounds: &[Bound]) -> Vec<&Ident> {
    bounds.iter().flat_map(|bound| pattern_names(&bound.pattern)).collect()
}

fn pattern_names(pattern: &Pattern) -> Vec<&Ident> {
    match pattern {
        Pattern::Names(names) | Pattern::Tuple(names) => names.iter().collect(),
    }
}

/// The label `name` in `expr`, not inside other labels or LET definitions; the LETs around it go to `lets`.
fn find_label<'a>(
    expr: &'a ast::Expr,
    name: &str,
    lets: &mut Vec<&'a [Unit]>,
) -> Option<(&'a [Ident], &'a ast::Expr)> {
    stacker::maybe_grow(128 << 10, 4 << 20, || match &expr.kind {
        ExprKind::Label { name: label, params, body } => {
            (*label.text == *name).then_some((&params[..], &**body))
        }
        ExprKind::Let { units, body } => {
            lets.push(units);
            let found = find_label(body, name, lets);
            if found.is_none() {
                lets.pop();
            }
            found
        }
        _ => {
            let mut found = None;
            for_each_child(expr, &mut |child| {
                if found.is_none() {
                    found = find_label(child, name, lets);
                }
            });
            found
        }
    })
}

/// A selector as it is written, without arguments.
fn selected(selector: &Selector) -> String {
    match &selector.kind {
        SelectorKind::Number(number) => number.to_string(),
        SelectorKind::Colon => ":".to_owned(),
        SelectorKind::At => "@".to_owned(),
        SelectorKind::Left => "<<".to_owned(),
        SelectorKind::Right => ">>".to_owned(),
        SelectorKind::Arguments => "()".to_owned(),
        SelectorKind::Name(_) | SelectorKind::Operator(_) => {
            selector_name(selector).map_or_else(|| path_text(std::slice::from_ref(selector)), str::to_owned)
        }
    }
}
