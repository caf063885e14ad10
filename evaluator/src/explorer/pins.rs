//! Where an action formula branches first: at `\E x \in S`, or at `A \/ B`. It can be evaluated for each element and each
//! alternative by itself, in order, and gives the same steps; what is remembered of one of them depends on less.

use bumpalo::Bump;
use tern_parser::ids::Id;

use crate::context::{Cx, Registers};
use crate::env::Env;
use crate::ir::{Act, ActId, ExprId, IrBound, Node, Time};
use crate::permanent::Permanent;
use crate::program::Program;
use crate::value;

/// The first branching point of an action formula.
pub(super) struct Pin {
    /// The quantifier or disjunction.
    pub(super) act: ActId,
    /// Something that reads the state stands before it.
    pub(super) guarded: bool,
    /// Nothing but conditions stands before it, and no name is bound: what is evaluated from there on does not depend
    /// on what was read for them, once they are true.
    pub(super) clean: bool,
    pub(super) branches: Branches,
}

/// What a formula branches into.
pub(super) enum Branches {
    /// The alternatives of a disjunction, or the two of an IF (of which one has no step).
    Alternatives(Box<[ActId]>),
    /// The rows of values of a quantifier's names.
    Rows(Rows),
}

/// The values of a quantifier's names.
pub(super) struct Rows {
    /// The formula.
    pub(super) body: ActId,
    /// Where the values of each name (or tuple of names) come from.
    pub(super) sources: Box<[Source]>,
    /// The source that is a set slot, if one is.
    pub(super) slot: Option<usize>,
}

/// Where the values of a name come from.
pub(super) enum Source {
    /// A constant set.
    Constant(Box<[Permanent]>),
    /// The elements of a set slot that have a property, if one is asked for.
    Slot {
        /// The universe.
        universe: u32,
        /// The property, with the number of names that an element is taken apart for.
        filter: Option<(ExprId, u32)>,
    },
}

/// Quantifiers with more rows than this stay whole.
const ROW_LIMIT: usize = 1 << 13;

/// Disjunctions with more alternatives than this stay whole.
const ALTERNATIVE_LIMIT: usize = 64;

impl Rows {
    /// How many combinations of the values of constant sets there are.
    pub(super) fn combinations(&self) -> usize {
        self.constants().map(<[Permanent]>::len).product()
    }

    fn constants(&self) -> impl Iterator<Item = &[Permanent]> {
        self.sources.iter().filter_map(|source| match source {
            Source::Constant(values) => Some(&**values),
            Source::Slot { .. } => None,
        })
    }

    /// How many combinations are gone through for each element of the set slot: those of the names before it.
    pub(super) fn inner(&self) -> usize {
        let before = self.slot.unwrap_or(self.sources.len());
        self.sources[..before]
            .iter()
            .map(|source| match source {
                Source::Constant(values) => values.len(),
                Source::Slot { .. } => 1,
            })
            .product()
    }

    /// The values of the names: of the constant sets by the number of the combination (the first name changes fastest,
    /// as in TLC), of the set slot `element`.
    pub(super) fn row(&self, combination: usize, element: Option<Permanent>) -> Vec<Permanent> {
        let mut rest = combination;
        let row = self.sources.iter().map(|source| match source {
            Source::Constant(values) => {
                let value = values[rest % values.len()];
                rest /= values.len();
                Some(value)
            }
            Source::Slot { .. } => element,
        });
        row.flatten().collect()
    }
}

/// What stands before a branching point.
#[derive(Clone, Copy)]
struct Before {
    guarded: bool,
    clean: bool,
}

/// The first branching point of an action formula, if it can be evaluated branch by branch. The formula is `guarded` if
/// a condition must be true to come to it, and in an environment without names if `clean`.
pub(super) fn find(program: &Program, act: ActId, guarded: bool, clean: bool) -> Option<Pin> {
    let mut before = Before { guarded, clean };
    match find_from(program, act, &mut before) {
        Found::Pin(pin) => Some(pin),
        Found::Straight | Found::Other => None,
    }
}

impl Before {
    fn pin(self, act: ActId, branches: Branches) -> Pin {
        Pin { act, guarded: self.guarded, clean: self.clean, branches }
    }
}

/// What a part of an action formula is.
enum Found {
    /// It does not branch.
    Straight,
    /// It branches here first.
    Pin(Pin),
    /// It branches otherwise.
    Other,
}

fn find_from(program: &Program, act: ActId, before: &mut Before) -> Found {
    match &program.ir.acts[act] {
        Act::Guard(_) => {
            before.guarded = true;
            Found::Straight
        }
        Act::Assign(..) => {
            *before = Before { guarded: true, clean: false };
            Found::Straight
        }
        Act::Unchanged(_) => Found::Straight,
        Act::Exists(bounds, body) => match rows(program, bounds, *body) {
            Some(rows) => Found::Pin(before.pin(act, Branches::Rows(rows))),
            None => Found::Other,
        },
        Act::And(items) => items
            .iter()
            .map(|item| find_from(program, *item, before))
            .find(|found| !matches!(found, Found::Straight))
            .unwrap_or(Found::Straight),
        Act::Let(_, body) => {
            before.clean = false;
            find_from(program, *body, before)
        }
        Act::If(_, then, otherwise) => {
            let branches = Branches::Alternatives([*then, *otherwise].into());
            Found::Pin(before.pin(act, branches))
        }
        Act::Or(items) => match &**items {
            [only] => find_from(program, *only, before),
            items if items.is_empty() || items.len() > ALTERNATIVE_LIMIT => Found::Other,
            items => {
                let branches = Branches::Alternatives(items.into());
                Found::Pin(before.pin(act, branches))
            }
        },
        _ => Found::Other,
    }
}

fn rows(program: &Program, bounds: &[IrBound], body: ActId) -> Option<Rows> {
    let mut sources = Vec::new();
    let mut slot = None;
    for bound in bounds {
        let source = || source(program, bound.set);
        let copies = if bound.tuple { 1 } else { bound.names as usize };
        for _ in 0..copies {
            let found = source()?;
            if matches!(found, Source::Slot { .. }) && slot.replace(sources.len()).is_some() {
                return None;
            }
            sources.push(found);
        }
    }
    let rows = Rows { body, sources: sources.into(), slot };
    let elements = match slot.map(|at| &rows.sources[at]) {
        Some(Source::Slot { universe, .. }) => program.universes[*universe as usize].capacity() as usize,
        _ => 1,
    };
    let combinations = rows.combinations();
    (combinations > 0 && combinations.saturating_mul(elements) <= ROW_LIMIT).then_some(rows)
}

fn source(program: &Program, set: ExprId) -> Option<Source> {
    match &program.ir.nodes[set] {
        Node::Part(part, Time::Now) => {
            let part = &program.layout.parts[*part];
            let slot = part.split.is_none().then(|| part.first.index())?;
            Some(Source::Slot { universe: program.universe_of(slot)?, filter: None })
        }
        Node::Shared(inner) => source(program, *inner),
        Node::StateFunction(function) => source(program, program.state_functions[*function].expr),
        Node::Filter(bound, body) => {
            let (whole, test) = (program.ir.facts[set], program.ir.facts[*body]);
            let simple = whole.free == 0 && !test.reads_state && !test.impure && !test.random;
            match source(program, bound.set)? {
                Source::Slot { universe, filter: None } if simple => {
                    let tuple = if bound.tuple { bound.names } else { 0 };
                    Some(Source::Slot { universe, filter: Some((*body, tuple)) })
                }
                _ => None,
            }
        }
        _ => constant(program, set).map(Source::Constant),
    }
}

/// The elements of a constant set, in TLC's order.
fn constant(program: &Program, set: ExprId) -> Option<Box<[Permanent]>> {
    let facts = program.ir.facts[set];
    if facts.free != 0 || facts.reads_state || facts.impure || facts.random {
        return None;
    }
    let arena = Bump::new();
    let mut registers = Registers::default();
    let mut cx = Cx::constant(program, &arena, &mut registers);
    cx.limit_steps(program.fold_steps);
    let set = cx.eval(set, Env::EMPTY).ok()?;
    let mut elements = value::elements(&mut cx, set).ok()?;
    let mut found = Vec::new();
    while let Some(element) = elements.next(&mut cx).ok()? {
        if found.len() >= ROW_LIMIT {
            return None;
        }
        let normal = value::normalize(&mut cx, element).ok()?;
        found.push(program.keep_normal(normal));
    }
    Some(found.into())
}
