//! Values that a program keeps.

use crate::value::Value;

/// A value in the memory of a program's interner, with its lifetime erased so that the program can own both.
#[derive(Clone, Copy)]
#[repr(transparent)]
pub struct Permanent(Value<'static>);

// SAFETY: interned values are immutable apart from atomics.
unsafe impl Send for Permanent {}
// SAFETY: as above.
unsafe impl Sync for Permanent {}

impl Permanent {
    /// Erases the lifetime of an interned value.
    ///
    /// # Safety
    /// `value` is scalar or interned by an interner that outlives every use of the result. Programs keep this by
    /// owning the interner and handing permanents out as [`Permanent::get`] of a borrow of themselves.
    pub(crate) unsafe fn new(value: Value<'_>) -> Self {
        // SAFETY: by the contract above.
        Self(unsafe { std::mem::transmute::<Value<'_>, Value<'static>>(value) })
    }

    /// The value, for as long as the program that keeps it is borrowed.
    #[inline]
    pub fn within<'p>(self, _program: &'p crate::program::Program) -> Value<'p> {
        self.0
    }

    /// The values, for as long as the program that keeps them is borrowed.
    #[inline]
    pub fn all_within<'p>(kept: &[Permanent], _program: &'p crate::program::Program) -> &'p [Value<'p>] {
        // SAFETY: `Permanent` is a transparent wrapper; slices of permanents live in the program's own tables, which
        // do not change while it is borrowed.
        unsafe { std::mem::transmute::<&[Permanent], &'p [Value<'p>]>(kept) }
    }

    /// The value.
    #[inline]
    pub fn get(&self) -> Value<'_> {
        self.0
    }
}

impl std::fmt::Debug for Permanent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a value")
    }
}
