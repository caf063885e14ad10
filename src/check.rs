//! One run: files -> configuration -> modules -> search -> exit status.

use crate::engine::{self, Mode, Settings, Watch};
use crate::face::Face;
use crate::files::{Library, SpecFile, read_text};
use crate::{output, plan_text};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Instant;
use tern_evaluator::model::{Model, Name, SimulationConfig};
use tern_parser::error::{Diagnostic, Severity};
use tern_parser::resolve::load_spec_with;
use tern_parser::resolved::ResolvedSpec;
use tern_parser::source::{SourceId, SourceMap, Span};
use tern_tlc_compat::cfg::{self, CfgError, CfgFile};
use tern_tlc_compat::exit_code;
use tern_tlc_compat::options::{ExtraDefinition, ExtraKind};

/// What is to be checked, and how.
#[derive(Clone, Debug)]
pub struct Request {
    /// The root module.
    pub spec: SpecFile,
    /// The configuration, if it is not the one beside the module.
    pub config: Option<String>,
    /// Further folders of modules.
    pub libraries: Vec<PathBuf>,
    /// Definitions that a command line adds.
    pub extra: Vec<ExtraDefinition>,
    /// Numbers of warnings of the front end that are not shown.
    pub suppressed: Vec<u16>,
    /// Numbers of warnings of the front end that are errors.
    pub made_errors: Vec<u16>,
    /// False: a state without successors is no error, whatever the configuration says.
    pub check_deadlock: bool,
    /// TLC's 32-bit integers.
    pub int32: bool,
    /// Traces show only the variables that the VIEW reads.
    pub show_view: bool,
    /// The largest set that may be enumerated.
    pub max_set_size: u64,
    /// How to run it.
    pub settings: Settings,
}

/// A configuration's place: a source, and the part of it that is the configuration.
struct ConfigText {
    name: String,
    text: String,
    start: usize,
    end: usize,
}

/// Runs a request, shows it, and gives the exit status.
pub fn check(request: &Request, face: &dyn Face, stop: &Arc<AtomicBool>) -> u8 {
    let started = Instant::now();
    let (spec, model) = match prepare(request, face) {
        Ok(prepared) => prepared,
        Err(status) => return status,
    };
    let read = started.elapsed();
    match engine::run(&spec, &model, &request.settings, Watch { face, stop }) {
        Ok(mut finished) => {
            if let Some(profile) = &mut finished.profile {
                profile.phases.insert(0, ("reading, parsing", read));
            }
            face.finished(&finished);
            finished.exit_code()
        }
        Err(error) => {
            face.rejected(&error, &spec.sources);
            error.exit_code()
        }
    }
}

/// Prints how the states of a request would be explored, explores none, and gives the exit status.
pub fn explain(request: &Request, face: &dyn Face, stop: &Arc<AtomicBool>) -> u8 {
    let (spec, model) = match prepare(request, face) {
        Ok(prepared) => prepared,
        Err(status) => return status,
    };
    match engine::explain(&spec, &model, &request.settings, stop) {
        Ok(plan) => {
            output::print(&plan_text::text(&plan, &spec.sources));
            exit_code::SUCCESS
        }
        Err(error) => {
            face.rejected(&error, &spec.sources);
            error.exit_code()
        }
    }
}

/// Reads what a request names: the specification and the model.
///
/// # Errors
/// The exit status, once the faults were shown.
pub fn prepare(request: &Request, face: &dyn Face) -> Result<(Arc<ResolvedSpec>, Model), u8> {
    let config = read_configuration(request, face)?;
    let library = Library::new(&request.spec, &request.libraries);
    let extra: Vec<_> = request.extra.iter().map(|e| (e.name.as_str(), e.body.as_str())).collect();
    let mut loaded = load_spec_with(&request.spec.module, &library, &extra);
    select_warnings(request, &mut loaded.diagnostics);
    face.loaded(&loaded, &request.spec.module);
    let status = exit_code::of_diagnostics(&loaded.diagnostics);
    let Some(mut spec) = loaded.spec.filter(|_| status == exit_code::SUCCESS) else {
        return Err(status.max(exit_code::BAD_COMMAND_LINE));
    };
    match model(request, &config, &mut spec) {
        Ok(model) => Ok((Arc::new(spec), model)),
        Err(faults) => {
            face.configuration_faults(&faults, &spec.sources);
            Err(status_of(&faults))
        }
    }
}

/// Drops the warnings that are not wanted and makes errors of others.
fn select_warnings(request: &Request, diagnostics: &mut Vec<Diagnostic>) {
    let is_among = |d: &Diagnostic, codes: &[u16]| d.code.is_some_and(|code| codes.contains(&code));
    diagnostics.retain(|d| d.severity == Severity::Error || !is_among(d, &request.suppressed));
    for diagnostic in diagnostics.iter_mut().filter(|d| is_among(d, &request.made_errors)) {
        diagnostic.severity = Severity::Error;
    }
}

/// Reads and checks the configuration. As in TLC this comes before the modules, so its faults are found first.
fn read_configuration(request: &Request, face: &dyn Face) -> Result<ConfigText, u8> {
    let path = request.spec.config(request.config.as_deref());
    let name = path.to_string_lossy().into_owned();
    let mut sources = SourceMap::default();
    let faults = match read_text(&path) {
        Err(error) => vec![CfgError::unreadable(&mut sources, &name, &why_unreadable(&error))],
        Ok(text) => {
            let stem = SpecFile::new(&name).module;
            let embedded = name.ends_with(".tla").then(|| cfg::embedded(&text, &stem));
            match embedded {
                Some(None) => {
                    let why = format!("The module has no configuration: no line `---- CONFIG {stem} ----`.");
                    vec![CfgError::unreadable(&mut sources, &name, &why)]
                }
                part => {
                    let (start, end) = part.flatten().unwrap_or((0, text.len()));
                    let config = ConfigText { name, text, start, end };
                    match config.parse(&mut sources) {
                        Ok((file, _)) => {
                            face.configuration_warnings(&file.warnings, &sources);
                            return Ok(config);
                        }
                        Err(faults) => faults,
                    }
                }
            }
        }
    };
    face.configuration_faults(&faults, &sources);
    Err(status_of(&faults))
}

/// TLC stops at the first fault, so that one decides.
fn status_of(faults: &[CfgError]) -> u8 {
    faults.first().map_or(exit_code::ERROR, exit_code::of_cfg_error)
}

fn why_unreadable(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "File not found.".to_owned(),
        _ => error.to_string(),
    }
}

impl ConfigText {
    /// Adds the text to `sources` and reads it there.
    fn parse(&self, sources: &mut SourceMap) -> Result<(CfgFile, SourceId), Vec<CfgError>> {
        let source = sources.add(self.name.as_str(), self.text.as_str());
        cfg::parse_range(sources, source, self.start, self.end).map(|file| (file, source))
    }
}

/// The model of a configuration and of what the command line adds to it. The configuration is read once more, among
/// the specification's sources, so that names of the model have places there.
fn model(request: &Request, config: &ConfigText, spec: &mut ResolvedSpec) -> Result<Model, Vec<CfgError>> {
    let (file, source) = config.parse(&mut spec.sources)?;
    let end = Span { source, start: config.end as u32, end: config.end as u32 };
    let mut model = file.to_model(end).map_err(|fault| vec![fault])?;
    if model.behavior.is_none() && !spec.modules[spec.root].variables.is_empty() {
        return Err(vec![cfg::missing_init(end)]);
    }
    model.check_deadlock &= request.check_deadlock;
    model.int32 = request.int32;
    model.show_view = request.show_view;
    model.max_set_size = request.max_set_size;
    model.seed = request.settings.seed;
    model.simulation = match &request.settings.mode {
        Mode::Simulation(simulation) => Some(SimulationConfig {
            generate: simulation.one_successor,
            depth: simulation.depth.map_or(-1, i64::from),
            traces: simulation.traces.and_then(|traces| i64::try_from(traces).ok()).unwrap_or(-1),
            aril: simulation.aril,
        }),
        Mode::BreadthFirst | Mode::DepthFirst(_) => None,
    };
    for definition in &request.extra {
        let name = Name { text: definition.name.clone(), span: None };
        match definition.kind {
            ExtraKind::Invariant => model.invariants.push(name),
            ExtraKind::Postcondition => model.postconditions.push(name),
        }
    }
    Ok(model)
}
