//! Elements of universes that are written down where they are asked for, as in `[type |-> "vote", from |-> p] \in msgs`: a
//! record or a tuple of constants and bound names. What the names stand for tells which element it is, so its number
//! is remembered by that, and the value is made once. To find it is a tenth of the work of making it, which ends in a
//! table that all workers share.

use crate::context::Cx;
use crate::env::{Bound, Env};
use crate::ir::{ExprId, Node};
use crate::value::{self, Identity, Value};

/// What has more names is made each time.
const NAMES: usize = 4;

/// Numbers that are remembered.
const ENTRIES: usize = 1 << 9;

/// An element as it is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Written {
    expr: ExprId,
    /// What its names stand for, in the order in which they are written.
    names: [Identity; NAMES],
}

/// The numbers of elements as they are written; each may give way to another one at any time.
#[derive(Default)]
pub(crate) struct Constructed(Vec<Option<Entry>>);

/// The number that an element has in a universe.
#[derive(Clone, Copy)]
struct Entry {
    written: Written,
    universe: u32,
    number: u32,
}

impl Written {
    fn place(&self, universe: u32) -> usize {
        let seed = u64::from(self.expr.0) << 32 | u64::from(universe);
        let mix = |hash, name: &Identity| value::mix(value::mix(hash, name.0), name.1);
        self.names.iter().fold(seed, mix) as usize % ENTRIES
    }
}

impl Constructed {
    /// The number of an element in a universe, if it is remembered.
    fn get(&self, written: &Written, universe: u32) -> Option<u32> {
        let known = self.0.get(written.place(universe))?.as_ref()?;
        (known.universe == universe && known.written == *written).then_some(known.number)
    }

    /// Remembers a number, in the place of another one.
    fn put(&mut self, written: Written, universe: u32, number: u32) {
        if self.0.is_empty() {
            self.0.resize(ENTRIES, None);
        }
        self.0[written.place(universe)] = Some(Entry { written, universe, number });
    }
}

impl<'a> Cx<'a> {
    /// An element as it is written, if this is a record or a tuple of constants and a few names whose values can be told
    /// apart by their identity. Then it has a value and reads nothing.
    pub(crate) fn written(&self, expr: ExprId, env: Env<'a>) -> Option<Written> {
        let mut written = Written { expr, names: Default::default() };
        let mut names = written.names.iter_mut();
        let mut part = |part: &ExprId| match &self.program.ir.nodes[*part] {
            Node::Const(_) => Some(()),
            Node::Local(links) => match env.binding(*links).get() {
                Bound::Value(value) if has_identity(value) => {
                    *names.next()? = value::identity(value);
                    Some(())
                }
                _ => None,
            },
            _ => None,
        };
        match &self.program.ir.nodes[expr] {
            Node::Record(fields) => fields.iter().try_for_each(|(_, value)| part(value))?,
            Node::Tuple(items) => items.iter().try_for_each(part)?,
            _ => return None,
        }
        Some(written)
    }

    /// The number in a universe of an element that is [written down](Self::written); none as for
    /// [`element_number`](Self::element_number), which says why.
    pub(crate) fn written_number(&mut self, universe: u32, written: Written, env: Env<'a>) -> Option<u32> {
        if let Some(number) = self.registers.constructed.get(&written, universe) {
            return self.program.universes[universe as usize].is_plain().then_some(number);
        }
        let element = self.eval(written.expr, env).ok()?;
        let number = self.element_number(universe, element).ok()??;
        self.registers.constructed.put(written, universe, number);
        Some(number)
    }
}

/// Whether a value is the same as another one just if they have the same identity.
fn has_identity(value: Value<'_>) -> bool {
    match value {
        Value::Bool(_) | Value::Int(_) | Value::String(_) | Value::ModelValue(_) => true,
        composite => value::is_interned(composite),
    }
}
