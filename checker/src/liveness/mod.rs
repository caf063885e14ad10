//! Liveness: does every fair behaviour of a recorded graph satisfy a temporal formula?
//!
//! Nothing here knows what a state is or how an expression is evaluated. States are numbers; each pair of states that
//! is a step carries a *letter* ([`letter`]), the truth values of numbered atoms; formulas ([`formula`]) are written
//! over these atoms. `docs/liveness.md` explains the method; on the way from a question ([`Problem`]) to its answer
//! ([`Lasso`]) are, in this order:
//!
//! `normal` (negation normal form) - `plan` (marks, filters, pairs and a rest) - `automaton` (of the rest) - `product`
//! (of graph and automaton) - `components` and `giant` (strongly connected ones) - `search` (which of them are fair) -
//! [`lasso`] (a way there and a cycle) - `recheck` (is it really a counterexample?). [`advisor`] asks many questions
//! about one graph to learn which fairness is missing.

pub mod advisor;
mod automaton;
mod components;
mod emptiness;
mod error;
mod faults;
pub mod formula;
mod giant;
pub mod graph;
pub mod lasso;
pub mod letter;
pub mod monitor;
mod normal;
mod plan;
mod problem;
mod product;
mod recheck;
mod search;

pub use error::{AutomatonPart, InternalFault, LivenessError};
pub use formula::{AtomId, Fairness, Formula, Formulas, Strength};
pub use graph::{Edge, EdgeId, Graph};
pub use lasso::{Lasso, Step};
pub use letter::{Letter, LetterId, Letters};
pub use monitor::Monitor;
pub use problem::Problem;

#[cfg(test)]
mod tests;
