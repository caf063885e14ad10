//! The profile of a run as a part of the JSON document.

use super::json::{Place, place};
use super::profile::{ProfilePart, ProfileReport, ProfileRow, ProfileSection};
use tern_evaluator::profile::Section;
use tern_parser::source::SourceMap;

#[derive(serde::Serialize, Debug)]
pub(super) struct ProfileData {
    phases: Vec<PhaseData>,
    workers: usize,
    search_seconds: f64,
    busy_seconds: Vec<f64>,
    sections: Vec<SectionData>,
    kept: Vec<FormulaData>,
    samples: u64,
    definitions: Vec<PartData>,
    loops: Vec<PartData>,
}

#[derive(serde::Serialize, Debug)]
struct PhaseData {
    name: &'static str,
    seconds: f64,
}

#[derive(serde::Serialize, Debug)]
struct SectionData {
    name: &'static str,
    seconds: f64,
    remembering_seconds: f64,
    formulas: Vec<FormulaData>,
}

#[derive(serde::Serialize, Debug)]
struct FormulaData {
    name: String,
    span: Place,
    instances: usize,
    seconds: f64,
    asked: u64,
    remembered: u64,
    evaluations: u64,
    bytes: usize,
    generated: Option<u64>,
    distinct: Option<u64>,
}

#[derive(serde::Serialize, Debug)]
struct PartData {
    name: String,
    span: Place,
    samples: u64,
}

impl ProfileData {
    pub(super) fn of(report: &ProfileReport, sources: &SourceMap) -> Self {
        let formula = |row: &ProfileRow| FormulaData {
            name: row.name.clone(),
            span: place(sources, row.span),
            instances: row.instances,
            seconds: row.cost.time.as_secs_f64(),
            asked: row.cost.asked,
            remembered: row.cost.asked.saturating_sub(row.cost.missed),
            evaluations: row.cost.evaluations,
            bytes: row.cost.bytes,
            generated: row.steps.map(|(generated, _)| generated),
            distinct: row.steps.map(|(_, distinct)| distinct),
        };
        let section = |section: &ProfileSection| SectionData {
            name: name(section.section),
            seconds: section.time().as_secs_f64(),
            remembering_seconds: section.remembering.as_secs_f64(),
            formulas: section.rows.iter().map(formula).collect(),
        };
        let part = |part: &ProfilePart| PartData {
            name: part.name.clone(),
            span: place(sources, part.span),
            samples: part.samples,
        };
        let phases = report.phases.iter();
        Self {
            phases: phases.map(|(name, time)| PhaseData { name, seconds: time.as_secs_f64() }).collect(),
            workers: report.workers,
            search_seconds: report.search.as_secs_f64(),
            busy_seconds: report.busy.iter().map(|busy| busy.as_secs_f64()).collect(),
            sections: report.sections.iter().map(section).collect(),
            kept: report.kept.iter().map(formula).collect(),
            samples: report.samples,
            definitions: report.definitions.iter().map(part).collect(),
            loops: report.loops.iter().map(part).collect(),
        }
    }
}

fn name(section: Section) -> &'static str {
    match section {
        Section::Actions => "actions",
        Section::Constraints => "constraints",
        Section::Invariants => "invariants",
        Section::Properties => "action_properties",
        Section::Atoms => "temporal_atoms",
    }
}
