//! The front end of tern: what SANY does for TLC.
//!
//! A module's text becomes tokens, the tokens an [`ast::Module`], and all modules of a specification together a
//! [`resolved::ResolvedSpec`], in which every name is an id.
//!
//! This crate holds no values and no states, and reads no files: module sources come through
//! [`library::ModuleSource`].

pub mod ast;
pub mod error;
pub mod ids;
pub mod operators;
pub mod resolved;
pub mod source;
