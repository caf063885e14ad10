//! The `tern` command.

use clap::{Parser, Subcommand, ValueEnum};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;
use tern::check::{Request, check};
use tern::engine::Settings;
use tern::files::{Library, SpecFile};
use tern::output::Prints;
use tern::{human_face::HumanFace, interrupt, output};
use tern_parser::resolve::load_spec;
use tern_tlc_compat::{cfg, exit_code, report::diagnostic};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

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
    /// Parse specifications, resolve their names and check their levels, and no more
    Parse(Parse),
}

#[derive(clap::Args)]
struct Check {
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
    /// Do not expand states of this level; initial states are of level 1
    #[arg(long, value_name = "N")]
    max_depth: Option<u32>,
    /// End after this many distinct states
    #[arg(long, value_name = "N")]
    max_states: Option<u64>,
    /// End after this many seconds
    #[arg(long, value_name = "SECONDS")]
    max_time: Option<u64>,
    /// Remember what was evaluated: never changes a result
    #[arg(long, value_enum, default_value_t = Switch::On)]
    memo: Switch,
    /// Keep the elements of functions and records apart: never changes a result
    #[arg(long, value_enum, default_value_t = Switch::On)]
    slots: Switch,
    /// The specification may run commands: IOExec and its relatives of module IOUtils
    #[arg(long)]
    allow_exec: bool,
    /// Colours
    #[arg(long, value_enum, default_value_t = Colour::Auto)]
    color: Colour,
    /// No progress
    #[arg(long, short)]
    quiet: bool,
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
enum Switch {
    On,
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
    let status = match Arguments::parse().command {
        Command::Check(arguments) => run_check(&arguments),
        Command::Parse(arguments) => run_parse(&arguments),
    };
    ExitCode::from(status)
}

fn run_check(arguments: &Check) -> u8 {
    let cores = || std::thread::available_parallelism().map_or(1, usize::from);
    let request = Request {
        spec: SpecFile::new(&arguments.spec),
        config: arguments.config.clone(),
        libraries: arguments.library.clone(),
        extra: Vec::new(),
        suppressed: Vec::new(),
        made_errors: Vec::new(),
        check_deadlock: !arguments.no_deadlock,
        int32: false,
        max_set_size: cfg::DEFAULT_MAX_SET_SIZE,
        settings: Settings {
            workers: arguments.workers.map_or_else(cores, usize::from),
            go_on: arguments.go_on,
            memo: arguments.memo == Switch::On,
            slots: arguments.slots == Switch::On,
            shortcut: true,
            liveness: true,
            prints: Prints::Console { wrapped: true },
            measure_fingerprints: false,
            seed: 0,
            max_depth: arguments.max_depth,
            max_states: arguments.max_states,
            max_time: arguments.max_time.map(Duration::from_secs),
            allow_exec: arguments.allow_exec,
        },
    };
    let face = HumanFace::new(arguments.color.wanted(), arguments.quiet);
    check(&request, &face, &interrupt::flag())
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
