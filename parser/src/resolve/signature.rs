//! Pass 4, signatures: what is known about the level of something with free parameters and constants.

use crate::resolved::{DeclarationId, Level, ParameterId};

/// Something whose level is not known where it is used: a formal parameter, or a constant of a module, for which an
/// INSTANCE may put anything.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Unknown {
    Parameter(ParameterId),
    Constant(DeclarationId),
}

/// The level of an expression: at least `level`, and that of every unknown in `unknowns`.
#[derive(Clone, Debug)]
pub(super) struct Levels {
    pub(super) level: Level,
    pub(super) unknowns: Vec<Unknown>,
}

impl Levels {
    pub(super) fn known(level: Level) -> Self {
        Self { level, unknowns: Vec::new() }
    }

    pub(super) fn unknown(unknown: Unknown) -> Self {
        Self { level: Level::Constant, unknowns: vec![unknown] }
    }

    pub(super) fn join(&mut self, other: &Levels) {
        self.level = self.level.max(other.level);
        for &unknown in &other.unknowns {
            self.add(unknown);
        }
    }

    fn add(&mut self, unknown: Unknown) {
        if !self.unknowns.contains(&unknown) {
            self.unknowns.push(unknown);
        }
    }
}

/// The levels of a definition's body and what it demands of the unknowns in it.
#[derive(Clone, Debug)]
pub(super) struct Signature {
    pub(super) levels: Levels,
    pub(super) demands: Demands,
}

impl Default for Signature {
    fn default() -> Self {
        Self { levels: Levels::known(Level::Constant), demands: Demands::default() }
    }
}

/// What a body demands of the unknowns in it.
#[derive(Clone, Debug, Default)]
pub(super) struct Demands {
    /// The level of the unknown must not be higher.
    pub(super) at_most: Vec<(Unknown, Level)>,
    /// The unknown is an operator and must take an argument of this level at this position.
    pub(super) takes: Vec<(Unknown, usize, Level)>,
    /// The first unknown is an operator and is applied, at this position, to an argument with the level of the other.
    pub(super) applied: Vec<(Unknown, usize, Unknown)>,
    /// Equals cannot be replaced by equals in these.
    pub(super) opaque: Vec<Unknown>,
}

impl Demands {
    pub(super) fn limit(&mut self, unknown: Unknown, level: Level) {
        if level == Level::Temporal {
            return;
        }
        match self.at_most.iter_mut().find(|(other, _)| *other == unknown) {
            Some((_, limit)) => *limit = level.min(*limit),
            None => self.at_most.push((unknown, level)),
        }
    }

    pub(super) fn limit_of(&self, unknown: Unknown) -> Level {
        self.at_most.iter().find(|(other, _)| *other == unknown).map_or(Level::Temporal, |(_, level)| *level)
    }

    pub(super) fn take(&mut self, operator: Unknown, position: usize, level: Level) {
        if level > Level::Constant && !self.takes.contains(&(operator, position, level)) {
            self.takes.push((operator, position, level));
        }
    }

    pub(super) fn apply(&mut self, operator: Unknown, position: usize, argument: Unknown) {
        if !self.applied.contains(&(operator, position, argument)) {
            self.applied.push((operator, position, argument));
        }
    }

    pub(super) fn make_opaque(&mut self, unknown: Unknown) {
        if !self.opaque.contains(&unknown) {
            self.opaque.push(unknown);
        }
    }

    /// An operator is applied to an argument of these levels.
    pub(super) fn application(&mut self, operator: Unknown, position: usize, argument: &Levels) {
        self.take(operator, position, argument.level);
        for &unknown in &argument.unknowns {
            self.apply(operator, position, unknown);
        }
    }

    /// Also demands what `other` demands, except of the unknowns in `except`.
    pub(super) fn merge(&mut self, other: &Demands, except: &[ParameterId]) {
        let outer = |unknown: &Unknown| match unknown {
            Unknown::Parameter(id) => !except.contains(id),
            Unknown::Constant(_) => true,
        };
        other.at_most.iter().filter(|d| outer(&d.0)).for_each(|&(u, level)| self.limit(u, level));
        other.takes.iter().filter(|d| outer(&d.0)).for_each(|&(u, at, level)| self.take(u, at, level));
        for &(operator, position, argument) in &other.applied {
            if outer(&operator) && outer(&argument) {
                self.apply(operator, position, argument);
            }
        }
        other.opaque.iter().filter(|u| outer(u)).for_each(|&u| self.make_opaque(u));
    }
}

/// An operator as an argument.
#[derive(Clone, Debug)]
pub(super) struct OperatorLevels {
    /// Its level without its parameters.
    pub(super) levels: Levels,
    /// The highest level that each argument may have.
    pub(super) limits: Vec<Level>,
    /// Equals cannot be replaced by equals in some argument.
    pub(super) opaque: bool,
    /// It is an unknown itself.
    pub(super) unknown: Option<Unknown>,
}

/// What stands for an unknown.
#[derive(Clone, Debug)]
pub(super) enum Binding {
    Expr(Levels),
    Operator(OperatorLevels),
}

/// A demand that what stands for an unknown does not meet.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Violation {
    /// The expression has a higher level than allowed.
    TooHigh(Unknown, Level),
    /// The operator does not take an argument of the level that it is applied to.
    CannotTake(Unknown),
    /// The same, where the argument is itself given with the operator.
    CannotTakeGiven(Unknown, Unknown),
}

impl Signature {
    /// The signature with bindings in the place of unknowns; demands that they do not meet go to `violations`.
    pub(super) fn bind(
        &self,
        binding: &dyn Fn(Unknown) -> Option<Binding>,
        violations: &mut Vec<Violation>,
    ) -> Signature {
        let mut result = Signature { levels: Levels::known(self.levels.level), demands: Demands::default() };
        for &unknown in &self.levels.unknowns {
            match binding(unknown) {
                None => result.levels.add(unknown),
                Some(Binding::Expr(levels)) => result.levels.join(&levels),
                Some(Binding::Operator(operator)) => {
                    result.levels.join(&operator.levels);
                    operator.unknown.iter().for_each(|&unknown| result.levels.add(unknown));
                }
            }
        }
        let demands = &mut result.demands;
        for &(unknown, limit) in &self.demands.at_most {
            match binding(unknown) {
                None => demands.limit(unknown, limit),
                Some(Binding::Expr(levels)) => {
                    if levels.level > limit {
                        violations.push(Violation::TooHigh(unknown, limit));
                    }
                    levels.unknowns.iter().for_each(|&inner| demands.limit(inner, limit));
                }
                Some(Binding::Operator(_)) => {}
            }
        }
        for &(operator, position, level) in &self.demands.takes {
            match operator_binding(operator, binding) {
                Err(outer) => demands.take(outer, position, level),
                Ok(known) if known.takes(position) < level => {
                    violations.push(Violation::CannotTake(operator))
                }
                Ok(_) => {}
            }
        }
        for &(operator, position, argument) in &self.demands.applied {
            let levels = match binding(argument) {
                Some(Binding::Expr(levels)) => levels,
                _ => Levels::unknown(argument),
            };
            match operator_binding(operator, binding) {
                Err(outer) => demands.application(outer, position, &levels),
                Ok(known) => {
                    let limit = known.takes(position);
                    if levels.level > limit {
                        violations.push(Violation::CannotTakeGiven(operator, argument));
                    }
                    levels.unknowns.iter().for_each(|&inner| demands.limit(inner, limit));
                }
            }
        }
        for &unknown in &self.demands.opaque {
            match binding(unknown) {
                None => demands.make_opaque(unknown),
                Some(Binding::Expr(levels)) => levels.unknowns.iter().for_each(|&u| demands.make_opaque(u)),
                Some(Binding::Operator(_)) => {}
            }
        }
        result
    }
}

impl OperatorLevels {
    fn takes(&self, position: usize) -> Level {
        self.limits.get(position).copied().unwrap_or(Level::Temporal)
    }
}

/// The operator that stands for an unknown, or the unknown that is to be asked instead.
fn operator_binding(
    unknown: Unknown,
    binding: &dyn Fn(Unknown) -> Option<Binding>,
) -> Result<OperatorLevels, Unknown> {
    match binding(unknown) {
        Some(Binding::Operator(operator)) => match operator.unknown {
            Some(outer) => Err(outer),
            None => Ok(operator),
        },
        _ => Err(unknown),
    }
}
