//! What `--profile` measures beside the explorers, and the profile of a run from all of it.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tern_evaluator::profile::{self, Cost, FormulaProfile, Profile, Section, SectionProfile};
use tern_evaluator::program::Program;
use tern_parser::resolved::ResolvedSpec;
use tern_parser::source::Span;
use tern_tlc_compat::report::actions::ActionRow;
use tern_tlc_compat::report::profile::{ProfilePart, ProfileReport, ProfileRow, ProfileSection};

/// The phase in which states are searched.
const SEARCH: &str = "search";

/// The phase in which they are searched once more, each as one of its own.
const SECOND_SEARCH: &str = "search without symmetry, for temporal properties";

/// Measures a run, if that is wanted.
pub(crate) struct Stopwatch {
    total: Option<Mutex<Profile>>,
    phases: Mutex<Phases>,
}

struct Phases {
    last: Instant,
    done: Vec<(&'static str, Duration)>,
}

impl Stopwatch {
    /// It begins now.
    pub(crate) fn start(wanted: bool) -> Self {
        let phases = Phases { last: Instant::now(), done: Vec::new() };
        Self { total: wanted.then(Mutex::default), phases: Mutex::new(phases) }
    }

    /// Where explorers put what they have measured.
    pub(crate) fn total(&self) -> Option<&Mutex<Profile>> {
        self.total.as_ref()
    }

    fn phases(&self) -> MutexGuard<'_, Phases> {
        self.phases.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The specification is lowered.
    pub(crate) fn lowered(&self) {
        self.passed("lowering, and evaluating constants");
    }

    /// The initial states are there.
    pub(crate) fn initial_states_computed(&self) {
        self.passed("assumptions and initial states");
    }

    /// All states are there.
    pub(crate) fn searched(&self) {
        // There may be no search at all, and the temporal properties come after it.
        let known = self.phases().done.iter().any(|(name, _)| *name == SEARCH);
        self.passed(if known { "temporal properties" } else { SEARCH });
    }

    /// All states of a search without symmetry are there, or it has ended before.
    pub(crate) fn searched_again(&self) {
        let known = self.phases().done.iter().any(|(name, _)| *name == SECOND_SEARCH);
        if !known {
            self.passed(SECOND_SEARCH);
        }
    }

    /// All is done.
    pub(crate) fn finished(&self) {
        self.passed("what comes after the search");
    }

    fn passed(&self, phase: &'static str) {
        let mut phases = self.phases();
        let now = Instant::now();
        let time = now - phases.last;
        phases.last = now;
        match phases.done.iter_mut().find(|(name, _)| *name == phase) {
            Some((_, known)) => *known += time,
            None => phases.done.push((phase, time)),
        }
    }

    /// The profile, if one was wanted.
    pub(crate) fn report(
        &self,
        program: &Program,
        spec: &ResolvedSpec,
        actions: &[ActionRow],
        workers: usize,
    ) -> Option<ProfileReport> {
        let total = self.total.as_ref()?.lock().unwrap_or_else(PoisonError::into_inner);
        let summary = profile::summary(program, &total);
        let phases = self.phases().done.clone();
        // Workers measure both searches.
        let searches = phases.iter().filter(|(name, _)| [SEARCH, SECOND_SEARCH].contains(name));
        let search = searches.map(|(_, time)| *time).sum();
        let sections = summary.sections.iter().map(|section| ProfileSection {
            section: section.section,
            remembering: section.remembering,
            rows: rows(program, section, actions),
        });
        let enclosing = |span| enclosing(spec, span).map(|(name, _)| name.to_owned());
        let kept = summary
            .kept
            .iter()
            .map(|kept| ProfileRow { name: enclosing(kept.span).unwrap_or_default(), ..row(kept) });
        let loops = summary.loops.iter().map(|found| {
            let within = enclosing(found.span).map_or(String::new(), |name| format!(" in {name}"));
            ProfilePart { name: format!("{}{within}", found.what), span: found.span, samples: found.samples }
        });
        Some(ProfileReport {
            phases,
            workers,
            search,
            busy: summary.busy.clone(),
            sections: sections.collect(),
            kept: merged(kept),
            definitions: definitions(spec, &summary.samples),
            loops: loops.collect(),
            samples: summary.sample_count(),
        })
    }
}

fn row(formula: &FormulaProfile) -> ProfileRow {
    ProfileRow {
        name: formula.name.clone(),
        span: formula.span,
        instances: 1,
        cost: formula.cost,
        steps: None,
    }
}

/// The formulas of a section; the instances of an action are one.
fn rows(program: &Program, section: &SectionProfile, actions: &[ActionRow]) -> Vec<ProfileRow> {
    if section.section != Section::Actions {
        return merged(section.formulas.iter().map(row));
    }
    let mut rows: Vec<ProfileRow> = actions
        .iter()
        .map(|action| ProfileRow {
            name: action.name.clone(),
            span: action.span,
            instances: 0,
            cost: Cost::default(),
            steps: Some((action.generated, action.distinct)),
        })
        .collect();
    for (instance, formula) in program.instances.iter().zip(&section.formulas) {
        let name = instance.name.as_deref().unwrap_or("Next");
        if let Some(row) = rows.iter_mut().find(|row| row.span == instance.span && row.name == name) {
            row.instances += 1;
            row.cost += formula.cost;
        }
    }
    rows
}

/// Rows of the same text are one: a conjunct is taken apart by the elements of a set, an expression is used for two states.
fn merged(rows: impl Iterator<Item = ProfileRow>) -> Vec<ProfileRow> {
    let mut merged: Vec<ProfileRow> = Vec::new();
    for row in rows {
        match merged.iter_mut().find(|known| known.span == row.span && known.name == row.name) {
            Some(known) => {
                known.instances += 1;
                known.cost += row.cost;
            }
            None => merged.push(row),
        }
    }
    merged
}

/// The name and the text of the innermost definition that a text is in.
fn enclosing(spec: &ResolvedSpec, span: Span) -> Option<(&str, Span)> {
    let around = spec.definitions.iter().filter(|definition| {
        let outer = definition.span;
        outer.source == span.source && outer.start <= span.start && span.end <= outer.end
    });
    let innermost = around.min_by_key(|definition| definition.span.end - definition.span.start);
    innermost.map(|definition| (&*definition.name, definition.span))
}

/// The samples by definitions; most first.
fn definitions(spec: &ResolvedSpec, samples: &[(Span, u64)]) -> Vec<ProfilePart> {
    let mut parts: Vec<ProfilePart> = Vec::new();
    for (span, count) in samples {
        let Some((name, span)) = enclosing(spec, *span) else { continue };
        match parts.iter_mut().find(|part| part.span == span) {
            Some(part) => part.samples += count,
            None => parts.push(ProfilePart { name: name.to_owned(), span, samples: *count }),
        }
    }
    parts.sort_by_key(|part| std::cmp::Reverse(part.samples));
    parts
}
