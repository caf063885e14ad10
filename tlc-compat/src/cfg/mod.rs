//! Configuration (`.cfg`) files, as TLC reads them.
//!
//! Text becomes words ([`lexer`]), words become a [`CfgFile`] ([`parse`]), and that becomes the evaluator's `Model`
//! ([`CfgFile::to_model`]), which knows nothing of this syntax. `docs/cfg.md` describes the language.

mod embedded;
mod error;
mod lexer;
mod model;
mod parse;
#[cfg(test)]
mod tests;

pub use embedded::embedded;
pub use error::{CfgError, CfgErrorKind};
pub use model::{DEFAULT_MAX_SET_SIZE, missing_init};
pub use parse::{CfgFile, parse, parse_range};
