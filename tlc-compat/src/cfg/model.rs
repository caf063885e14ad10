//! Statements of a configuration -> the evaluator's `Model`.

use super::error::{CfgError, CfgErrorKind};
use super::parse::CfgFile;
use tern_evaluator::model::{Behavior, Model, Name};
use tern_parser::source::Span;

/// TLC's limit on the size of sets that are enumerated, which `-maxSetSize` changes.
pub const DEFAULT_MAX_SET_SIZE: u64 = 1_000_000;

impl CfgFile {
    /// The model that this configuration describes. What command lines add (`-deadlock`, `-inv`) is the caller's.
    ///
    /// Without INIT, NEXT and SPECIFICATION there is no behaviour, and only assumptions are evaluated; that is an
    /// error if something is to be checked of behaviours. INIT alone makes TLC fail after the initial states;
    /// here it is noticed before them.
    pub fn to_model(&self, end_of_file: Span) -> Result<Model, CfgError> {
        Ok(Model {
            behavior: self.behavior(end_of_file)?,
            assignments: self.assignments.clone(),
            substitutions: self.substitutions.clone(),
            invariants: self.invariants.clone(),
            properties: self.properties.clone(),
            constraints: self.constraints.clone(),
            action_constraints: self.action_constraints.clone(),
            postconditions: self.postconditions.clone(),
            view: self.view.clone(),
            symmetry: self.symmetry.clone(),
            alias: self.alias.clone(),
            periodic: self.periodic.clone(),
            possible: self.possible.clone(),
            check_deadlock: self.check_deadlock.unwrap_or(true),
            int32: false,
            show_view: false,
            max_set_size: DEFAULT_MAX_SET_SIZE,
            seed: 0,
            simulation: None,
        })
    }

    fn behavior(&self, end_of_file: Span) -> Result<Option<Behavior>, CfgError> {
        let span_of = |name: &Name| name.span.unwrap_or(end_of_file);
        match (&self.specification, &self.init, &self.next) {
            (Some(spec), None, None) => Ok(Some(Behavior::Specification(spec.clone()))),
            (Some(_), Some(other), _) | (Some(_), _, Some(other)) => Err(CfgError {
                kind: CfgErrorKind::BothBehaviors,
                span: span_of(other),
                blame: None,
                message: "The configuration file cannot specify both INIT/NEXT and SPECIFICATION fields."
                    .into(),
                help: Some("keep SPECIFICATION, or INIT and NEXT".into()),
            }),
            (None, Some(init), Some(next)) => Ok(Some(Behavior::InitNext(init.clone(), next.clone()))),
            (None, Some(init), None) => Err(missing_next(span_of(init))),
            (None, None, Some(next)) => Err(missing_init(span_of(next))),
            (None, None, None) => match self.invariants.first().or(self.properties.first()) {
                Some(check) => Err(missing_init(span_of(check))),
                None => Ok(None),
            },
        }
    }
}

/// TLC's error 2231: a model without behaviours of a specification with variables, or with something to check.
pub fn missing_init(span: Span) -> CfgError {
    CfgError {
        kind: CfgErrorKind::MissingInit,
        span,
        blame: None,
        message: "The configuration file did not specify the initial state predicate.\n\
                  Can also be caused by trying to run TLC on a specification from\n\
                  a module imported with a parameterized INSTANCE statement."
            .into(),
        help: Some("add `SPECIFICATION Spec`, or `INIT Init` and `NEXT Next`".into()),
    }
}

fn missing_next(span: Span) -> CfgError {
    CfgError {
        kind: CfgErrorKind::MissingNext,
        span,
        blame: None,
        message: "No next state actions defined to generate successor states from.".into(),
        help: Some("add `NEXT Next`".into()),
    }
}
