//! The `tern` command.

use clap::{Parser, Subcommand, ValueEnum};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tern::allocator::{self, Allocator};
use tern::check::{Request, check, explain};
use tern::engine::{Mode, Settings, Simulation};
use tern::files::{Library, SpecFile};
use tern::output::{Printed, Prints};
use tern::{human_face::HumanFace, interrupt, json_face::JsonFace, output, seed};
use tern_checker::{FingerprintBits, Memory};
use tern_parser::resolve::load_spec;
use tern_tlc_compat::exports::{Exports, GraphExport, GraphFormat, TraceExport, TraceFormat};
use tern_tlc_compat::memory_size::memory_size;
use tern_tlc_compat::options::LivenessCheck;
use tern_tlc_compat::report::dot::DotOptions;
use tern_tlc_compat::{cfg, exit_code, report::diagnostic};

#[global_allocator]
static ALLOCATOR: Allocator = mimalloc::MiMalloc;

/// Checks TLA+ specifications by visiting every reachable state.
#[derive(Parser)]
#[command(version, about, after_help = EXIT_STATUS)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

const EXIT_STATUS: &str = "\
Exit status (TLC's, where TLC has one):
  0 no error    10 assumption or postcondition    11 deadlock    12 invariant    13 property    14 Assert
  75, 76 an expression could not be evaluated    78 tern does not support a part of it yet    130 interrupted
  150 the specification cannot be parsed    151 the configuration does not fit it    153 a limit was reached
  255 other errors, faults of the configuration's syntax among them    1, 2 a wrong command line";

#[derive(Subcommand)]
enum Command {
    /// Explore all states of a specification and check what its configuration asks for
    Check(Check),
    /// Simulate random behaviours of a specification and check what its configuration asks for
    Simulate(Simulate),
    /// Parse specifications, resolve their names and check their levels, and no more
    Parse(Parse),
}

#[derive(clap::Args)]
struct Check {
    #[command(flatten)]
    common: Common,
    /// Do not expand states of this level; initial states are of level 1
    #[arg(long, value_name = "N")]
    max_depth: Option<u32>,
    /// End after this many distinct states
    #[arg(long, value_name = "N")]
    max_states: Option<u64>,
    /// States that need more memory than SIZE, such as 512m or 2g, go to files, and the search goes on. Values, memos and
    /// the graph for temporal properties do not count
    #[arg(long, value_name = "SIZE", value_parser = memory_size, conflicts_with = "deepen")]
    memory: Option<u64>,
    /// The folder of these files [default: the system's folder for temporary files]
    #[arg(long, value_name = "DIR", requires = "memory")]
    scratch: Option<PathBuf>,
    /// Search in depth, again and again one level deeper, down to level N; one worker
    #[arg(long, value_name = "N", conflicts_with = "max_depth")]
    deepen: Option<u32>,
    /// Tell states apart by so many bits, 64 or 128: 128 are worth their memory and time only from about a billion
    /// states on
    #[arg(long, value_name = "N", value_parser = fingerprint_bits, default_value = "64")]
    fingerprint_bits: FingerprintBits,
    /// Show how variables are kept and what each action and invariant reads and writes, and explore nothing
    #[arg(long, conflicts_with = "format")]
    explain_plan: bool,
    /// Show where the time went: by actions, invariants and expressions (docs/profile.md)
    #[arg(long, conflicts_with = "deepen")]
    profile: bool,
}

#[derive(clap::Args)]
struct Simulate {
    #[command(flatten)]
    common: Common,
    /// Simulate this many behaviours [default: until interrupted]
    #[arg(long, value_name = "N")]
    num: Option<u64>,
    /// The most states of a behaviour
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..))]
    depth: u32,
    /// Where the random numbers begin: with the same seed, everything is the same [default: a new one each time]
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    seed: Option<i64>,
    /// Changes the random numbers, as the seed does
    #[arg(long, value_name = "N", allow_negative_numbers = true, default_value_t = 0)]
    aril: i64,
    /// Check only the states of behaviours, not all successors of the actions that are chosen
    #[arg(long)]
    generate: bool,
    /// Write each behaviour to a file PATH_0_0, PATH_0_1, ...
    #[arg(long, value_name = "PATH", requires = "num")]
    file: Option<String>,
}

#[derive(clap::Args)]
struct Common {
    /// The root module, with or without .tla
    spec: String,
    /// The configuration [default: the module's name with .cfg]; a .tla file is searched for its CONFIG block
    #[arg(long, value_name = "FILE")]
    config: Option<String>,
    /// Worker threads [default: one per core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    workers: Option<u16>,
    /// A state without successors is no error
    #[arg(long)]
    no_deadlock: bool,
    /// Go on after violations, and report all that are found
    #[arg(long = "continue")]
    go_on: bool,
    /// A further folder of modules; also those in TLA_PATH are searched
    #[arg(long, value_name = "DIR")]
    library: Vec<PathBuf>,
    /// End after this many seconds
    #[arg(long, value_name = "SECONDS")]
    max_time: Option<u64>,
    /// The form of the report: text for people, or one JSON document (docs/report-schema.md)
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Write the state graph to a file: .dot for GraphViz, or .svg for a picture of up to 500 states
    #[arg(long, value_name = "FILE", value_parser = graph_export)]
    graph: Option<GraphExport>,
    /// Write the counterexample, if there is one, in Apalache's Informal Trace Format
    #[arg(long, value_name = "FILE")]
    trace_itf: Option<String>,
    /// Remember what was evaluated: never changes a result
    #[arg(long, value_enum, default_value_t = Switch::On)]
    memo: Switch,
    /// Keep the elements of functions and records apart: never changes a result
    #[arg(long, value_enum, default_value_t = Switch::On)]
    slots: Switch,
    /// When temporal properties are checked: now and then and at the end, only at the end, or never
    #[arg(long, value_enum, default_value_t = Liveness::Default)]
    liveness: Liveness,
    /// The specification may run commands: IOExec and its relatives of module IOUtils
    #[arg(long)]
    allow_exec: bool,
    /// After the violation of a temporal property, do not find out which fairness is missing
    #[arg(long)]
    no_advice: bool,
    /// Colours
    #[arg(long, value_enum, default_value_t = Colour::Auto)]
    color: Colour,
    /// No progress
    #[arg(long, short)]
    quiet: bool,
    /// Show how often each action was taken
    #[arg(long)]
    actions: bool,
}

#[derive(clap::Args)]
struct Parse {
    /// Module files
    #[arg(required = true)]
    files: Vec<String>,
    /// A further folder of modules; also those in TLA_PATH are searched
    #[arg(long, value_name = "DIR")]
    library: Vec<PathBuf>,
    /// Colours
    #[arg(long, value_enum, default_value_t = Colour::Auto)]
    color: Colour,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Switch {
    On,
    Off,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Liveness {
    Default,
    Final,
    Off,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Colour {
    Auto,
    Always,
    Never,
}

impl Colour {
    fn wanted(self) -> bool {
        match self {
            Self::Auto => output::is_terminal(),
            Self::Always => true,
            Self::Never => false,
        }
    }
}

fn main() -> ExitCode {
    allocator::return_freed_memory_soon();
    let status = match Arguments::parse().command {
        Command::Check(arguments) => run_check(&arguments),
        Command::Simulate(arguments) => run_simulation(&arguments),
        Command::Parse(arguments) => run_parse(&arguments),
    };
    ExitCode::from(status)
}

/// The extension of the file decides how the graph is drawn.
fn graph_export(path: &str) -> Result<GraphExport, String> {
    let dot = DotOptions { colorize: true, action_labels: true, ..DotOptions::default() };
    let format = match path.rsplit_once('.').map(|(_, extension)| extension) {
        Some("dot") => GraphFormat::Dot(dot),
        Some("svg") => GraphFormat::Svg,
        _ => return Err("the file's name must end with .dot or .svg".to_owned()),
    };
    Ok(GraphExport { path: path.to_owned(), format, snapshot: None })
}

/// The number of bits as it is written.
fn fingerprint_bits(number: &str) -> Result<FingerprintBits, String> {
    match number {
        "64" => Ok(FingerprintBits::Bits64),
        "128" => Ok(FingerprintBits::Bits128),
        _ => Err("fingerprints have 64 or 128 bits".to_owned()),
    }
}

fn exports(arguments: &Common) -> Exports {
    let itf = arguments.trace_itf.iter();
    let traces = itf.map(|path| TraceExport { path: path.clone(), format: TraceFormat::Itf });
    Exports { graph: arguments.graph.clone(), traces: traces.collect() }
}

fn run_check(arguments: &Check) -> u8 {
    if arguments.explain_plan {
        let face = HumanFace::new(arguments.common.color.wanted(), true);
        return explain(&request(&arguments.common, &Arc::default(), |s| s), &face, &interrupt::flag());
    }
    let settings = |settings: Settings| Settings {
        max_depth: arguments.max_depth,
        max_states: arguments.max_states,
        profile: arguments.profile,
        fingerprint_bits: arguments.fingerprint_bits,
        memory: arguments.memory.map(|bytes| Memory {
            bytes,
            folder: arguments.scratch.clone().unwrap_or_else(std::env::temp_dir),
        }),
        mode: arguments.deepen.map_or(Mode::BreadthFirst, Mode::DepthFirst),
        ..settings
    };
    run(&arguments.common, settings)
}

fn run_simulation(arguments: &Simulate) -> u8 {
    let simulation = Simulation {
        traces: arguments.num,
        depth: Some(arguments.depth),
        aril: arguments.aril,
        one_successor: arguments.generate,
        files: arguments.file.clone(),
        files_of_workers: 1,
    };
    let settings = |settings: Settings| Settings {
        seed: arguments.seed.unwrap_or_else(seed::fresh),
        mode: Mode::Simulation(simulation),
        ..settings
    };
    run(&arguments.common, settings)
}

/// Runs what the arguments ask for, with settings beside those that all runs have.
fn run(arguments: &Common, settings: impl FnOnce(Settings) -> Settings) -> u8 {
    let printed = Arc::<Mutex<Printed>>::default();
    let request = request(arguments, &printed, settings);
    match arguments.format {
        Format::Text => {
            let face = HumanFace::new(arguments.color.wanted(), arguments.quiet);
            check(&request, &face.with_actions(arguments.actions), &interrupt::flag())
        }
        Format::Json => {
            let file = |path: PathBuf| path.to_string_lossy().into_owned();
            let config = file(request.spec.config(request.config.as_deref()));
            let face = JsonFace::new(&request.spec.module, &file(request.spec.path()), &config, &printed);
            let status = check(&request, &face, &interrupt::flag());
            face.print(status);
            status
        }
    }
}

/// What the arguments ask for, with settings beside those that all runs have.
fn request(
    arguments: &Common,
    printed: &Arc<Mutex<Printed>>,
    settings: impl FnOnce(Settings) -> Settings,
) -> Request {
    let cores = || std::thread::available_parallelism().map_or(1, usize::from);
    Request {
        spec: SpecFile::new(&arguments.spec),
        config: arguments.config.clone(),
        libraries: arguments.library.clone(),
        extra: Vec::new(),
        suppressed: Vec::new(),
        made_errors: Vec::new(),
        check_deadlock: !arguments.no_deadlock,
        int32: false,
        show_view: false,
        max_set_size: cfg::DEFAULT_MAX_SET_SIZE,
        settings: settings(Settings {
            workers: arguments.workers.map_or_else(cores, usize::from),
            go_on: arguments.go_on,
            memo: arguments.memo == Switch::On,
            slots: arguments.slots == Switch::On,
            coverage: false,
            profile: false,
            shortcut: true,
            liveness: match arguments.liveness {
                Liveness::Default => LivenessCheck::Default,
                Liveness::Final => LivenessCheck::Final,
                Liveness::Off => LivenessCheck::Off,
            },
            advice: !arguments.no_advice,
            prints: match arguments.format {
                Format::Text => Prints::Console { wrapped: true },
                Format::Json => Prints::Kept(Arc::clone(printed)),
            },
            measure_fingerprints: false,
            fingerprint_bits: FingerprintBits::Bits64,
            seed: 0,
            max_depth: None,
            max_states: None,
            max_time: arguments.max_time.map(Duration::from_secs),
            mode: Mode::BreadthFirst,
            memory: None,
            exports: exports(arguments),
            allow_exec: arguments.allow_exec,
        }),
    }
}

/// Shows the faults of each file; the status is that of the first file with errors.
fn run_parse(arguments: &Parse) -> u8 {
    let mut status = exit_code::SUCCESS;
    for file in &arguments.files {
        let spec = SpecFile::new(file);
        let loaded = load_spec(&spec.module, &Library::new(&spec, &arguments.library));
        for fault in &loaded.diagnostics {
            output::print(&diagnostic::render(fault, loaded.sources(), arguments.color.wanted()));
        }
        let verdict = exit_code::of_diagnostics(&loaded.diagnostics);
        if verdict == exit_code::SUCCESS {
            output::print(&format!("{}: ok\n", spec.path().display()));
        } else if status == exit_code::SUCCESS {
            status = verdict;
        }
    }
    status
}
