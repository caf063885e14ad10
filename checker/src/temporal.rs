//! Temporal formulas of programs as formulas over the atoms of a recorded graph.

use crate::liveness::{AtomId, Fairness, Formula, Formulas, LivenessError, Strength};
use crate::system::Questions;
use tern_evaluator::program::Program;
use tern_evaluator::temporal::{self, Temporal};

/// What a program asks of its behaviours.
pub(crate) fn questions(program: &Program) -> Result<Questions, LivenessError> {
    let of_step = program.atoms.iter().map(|atom| atom.of_step).collect();
    let mut questions = Questions { of_step, ..Questions::default() };
    let mut assumed: Vec<&Temporal> = program.assumed.iter().rev().collect();
    while let Some(formula) = assumed.pop() {
        match formula {
            Temporal::And(parts) => assumed.extend(parts.iter().rev()),
            Temporal::Fairness(fairness) => questions.assumptions.push(fair(fairness)),
            other => {
                let other = translate(&mut questions.formulas, other)?;
                questions.extra.push(other);
            }
        }
    }
    for property in &program.temporal_properties {
        let formula = translate(&mut questions.formulas, &property.formula)?;
        questions.properties.push(formula);
    }
    Ok(questions)
}

/// The fairness that a program assumes, in the order of [`Questions::assumptions`].
pub(crate) fn assumed(program: &Program) -> Vec<&temporal::Fairness> {
    let mut found = Vec::new();
    let mut open: Vec<&Temporal> = program.assumed.iter().rev().collect();
    while let Some(formula) = open.pop() {
        match formula {
            Temporal::And(parts) => open.extend(parts.iter().rev()),
            Temporal::Fairness(fairness) => found.push(fairness),
            _ => {}
        }
    }
    found
}

fn atom(id: temporal::AtomId) -> AtomId {
    AtomId(id.0)
}

fn fair(fairness: &temporal::Fairness) -> Fairness {
    let strength = if fairness.strong { Strength::Strong } else { Strength::Weak };
    Fairness { strength, enabled: atom(fairness.enabled), taken: atom(fairness.taken) }
}

fn translate(formulas: &mut Formulas, formula: &Temporal) -> Result<Formula, LivenessError> {
    stacker::maybe_grow(128 << 10, 4 << 20, || {
        let mut all = |parts: &[Temporal]| -> Result<Vec<Formula>, LivenessError> {
            parts.iter().map(|part| translate(formulas, part)).collect()
        };
        match formula {
            Temporal::Constant(value) => formulas.constant(*value),
            Temporal::Atom(id) => formulas.atom(atom(*id)),
            Temporal::Fairness(fairness) => formulas.fair(fair(fairness)),
            Temporal::And(parts) => {
                let parts = all(parts)?;
                formulas.all(parts)
            }
            Temporal::Or(parts) => {
                let parts = all(parts)?;
                formulas.any(parts)
            }
            Temporal::Not(operand) => {
                let operand = translate(formulas, operand)?;
                formulas.not(operand)
            }
            Temporal::Always(operand) => {
                let operand = translate(formulas, operand)?;
                formulas.always(operand)
            }
            Temporal::Eventually(operand) => {
                let operand = translate(formulas, operand)?;
                formulas.eventually(operand)
            }
            Temporal::Implies(left, right) => {
                let (left, right) = (translate(formulas, left)?, translate(formulas, right)?);
                formulas.implies(left, right)
            }
            Temporal::Equivalent(left, right) => {
                let (left, right) = (translate(formulas, left)?, translate(formulas, right)?);
                formulas.equivalent(left, right)
            }
            Temporal::LeadsTo(left, right) => {
                let (left, right) = (translate(formulas, left)?, translate(formulas, right)?);
                formulas.leads_to(left, right)
            }
        }
    })
}
