//! The environment of an evaluation: a linked list of bindings in the arena. Lowering resolves a bound name to the
//! number of links to follow, so closures and unevaluated arguments capture an environment by one pointer.

use bumpalo::Bump;
use std::cell::Cell;

use crate::value::Value;

/// The bindings in scope; the innermost is the head of the list.
#[derive(Clone, Copy)]
pub struct Env<'a>(Option<&'a Binding<'a>>);

/// What one binding holds.
#[derive(Clone, Copy)]
pub enum Bound<'a> {
    /// A value.
    Value(Value<'a>),
    /// An expression (by its number in the IR) to be evaluated in an environment at first use.
    Delayed(u32, Env<'a>),
    /// An operator: its body (by its number in the IR), to be evaluated in the environment with its arguments bound.
    Operator(u32, Env<'a>),
}

/// A link of the list. The content is stored with its lifetime erased, so that a `Binding<'a>` stays covariant in
/// `'a` although it is filled in later: only [`Binding::get`] and [`Binding::set`] see it, and both give back `'a`.
pub struct Binding<'a> {
    content: Cell<Bound<'static>>,
    parent: Env<'a>,
    home: &'a Bump,
}

impl<'a> Binding<'a> {
    /// What is bound.
    #[inline]
    pub fn get(&self) -> Bound<'a> {
        // SAFETY: `set` and `Env::bind` only store a `Bound<'a>`; no other lifetime ever gets in.
        unsafe { std::mem::transmute::<Bound<'static>, Bound<'a>>(self.content.get()) }
    }

    /// The arena that the binding is in. The value of a delayed expression goes there too, so that it lives as long as
    /// the binding, whatever arena is in use when it is asked for.
    #[inline]
    pub fn home(&self) -> &'a Bump {
        self.home
    }

    /// Replaces a delayed expression by its value.
    ///
    /// # Safety
    /// `'a` must be the lifetime that the binding was made with, not a shorter one that covariance gave it: the
    /// caller keeps the arena of the value alive for as long as the binding can be read.
    #[inline]
    pub unsafe fn set(&self, value: Value<'a>) {
        // SAFETY: by the contract above the value outlives every reader of this binding.
        self.content.set(unsafe { std::mem::transmute::<Bound<'a>, Bound<'static>>(Bound::Value(value)) });
    }
}

impl<'a> Env<'a> {
    /// No binding.
    pub const EMPTY: Env<'static> = Env(None);

    /// This environment with one more binding.
    #[inline]
    pub fn bind(self, arena: &'a Bump, bound: Bound<'a>) -> Env<'a> {
        // SAFETY: see `Binding`: the erased content is read back as `Bound<'a>` only.
        let content = Cell::new(unsafe { std::mem::transmute::<Bound<'a>, Bound<'static>>(bound) });
        Env(Some(arena.alloc(Binding { content, parent: self, home: arena })))
    }

    /// This environment with a value bound.
    #[inline]
    pub fn with(self, arena: &'a Bump, value: Value<'a>) -> Env<'a> {
        self.bind(arena, Bound::Value(value))
    }

    /// The environment without its `links` innermost bindings.
    #[inline]
    pub fn outer(self, links: u32) -> Env<'a> {
        let mut at = self;
        for _ in 0..links {
            at = at.0.map_or(at, |binding| binding.parent);
        }
        at
    }

    /// How many bindings there are.
    pub fn depth(self) -> u32 {
        std::iter::successors(self.0, |binding| binding.parent.0).count() as u32
    }

    /// The binding `links` steps outwards: 0 is the innermost. Lowering guarantees that it exists.
    #[inline]
    pub fn binding(self, links: u32) -> &'a Binding<'a> {
        let mut at = self.0;
        for _ in 0..links {
            at = at.and_then(|binding| binding.parent.0);
        }
        at.expect("lowering counts the bindings in scope")
    }
}
