//! What the benches that run whole commands have in common: models, the two tools, what a run took and answered, and
//! records of it. `tests/benches_measure.rs` tests it.

#[path = "../../tests/support/answer.rs"]
#[allow(dead_code, reason = "no bench looks at traces")]
pub(crate) mod answer;
pub(crate) mod arguments;
pub(crate) mod comparison;
pub(crate) mod machine;
pub(crate) mod model;
pub(crate) mod numbers;
pub(crate) mod process;
pub(crate) mod record;
pub(crate) mod run;
pub(crate) mod table;
