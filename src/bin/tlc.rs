//! The `tlc` command: tern with TLC's command line, texts and exit statuses.

use std::path::Path;
use std::process::ExitCode;
use tern::allocator::{self, Allocator};
use tern::check::{Request, check};
use tern::engine::{Mode, Settings, Simulation};
use tern::files::SpecFile;
use tern::output::Prints;
use tern::{interrupt, output, seed, tlc_face::TlcFace};
use tern_checker::{FingerprintBits, Memory};
use tern_tlc_compat::exit_code;
use tern_tlc_compat::messages::{Console, Message, code};
use tern_tlc_compat::options::{DEFAULT_METADIR, OptionError, TlcOptions, USAGE, Workers};
use tern_tlc_compat::report::text::{self, Banner};

#[global_allocator]
static ALLOCATOR: Allocator = mimalloc::MiMalloc;

fn main() -> ExitCode {
    allocator::return_freed_memory_soon();
    let words: Vec<String> =
        std::env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned()).collect();
    let options = match TlcOptions::parse(&words) {
        Ok(options) => options,
        Err(error) => return refuse(&error),
    };
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let workers = match options.workers {
        Workers::Count(count) => count,
        Workers::Auto => cores,
    };
    let console = Console::new(options.tool, options.no_warnings)
        .with_selection(&options.suppressed_messages, &options.error_messages);
    let prints = match &options.user_file {
        None => Prints::Console { wrapped: true },
        Some(file) => match Prints::to_file(Path::new(file)) {
            Ok(prints) => prints,
            Err(_) => return refuse(&OptionError::Argument("Failed to create user output log file.".into())),
        },
    };
    for (option, note) in &options.without_effect {
        output::print_error(&format!("tlc: {option} has no effect: {note}\n"));
    }
    // Depth-first deepening has one worker, however many there could be.
    let workers = if options.deepening.is_some() { 1 } else { workers };
    let mode = match (&options.simulation, options.deepening) {
        (Some(_), _) => text::Mode::Simulation,
        (None, Some(_)) => text::Mode::DepthFirst,
        (None, None) => text::Mode::BreadthFirst,
    };
    let action_statistics = options.simulation.as_ref().is_some_and(|simulation| simulation.statistics);
    let face = TlcFace::new(console, options.diff_trace).of_mode(mode, action_statistics);
    // A simulation that is not told where to begin begins elsewhere each time, and says where.
    let seed = match (options.seed, &options.simulation) {
        (Some(seed), _) => seed,
        (None, Some(_)) => seed::fresh(),
        (None, None) => 0,
    };
    let (version, pid) = (env!("CARGO_PKG_VERSION"), std::process::id());
    let face = face.with_coverage(options.coverage);
    face.banner(&Banner { version, fp: options.fp.unwrap_or_default(), seed, workers, cores, pid, mode });
    let mut status = check(&request(&options, workers, seed, prints), &face, &interrupt::flag());
    if status == exit_code::SUCCESS && face.made_errors() {
        status = exit_code::ERROR;
    }
    face.end();
    ExitCode::from(status)
}

fn request(options: &TlcOptions, workers: usize, seed: i64, prints: Prints) -> Request {
    Request {
        spec: SpecFile::new(&options.spec),
        config: options.config.clone(),
        libraries: Vec::new(),
        extra: options.extra_definitions(),
        suppressed: options.suppressed_messages.clone(),
        made_errors: options.error_messages.clone(),
        check_deadlock: !options.ignore_deadlock,
        int32: true,
        show_view: options.show_view,
        max_set_size: options.max_set_size,
        settings: Settings {
            workers,
            go_on: options.go_on,
            memo: options.memo,
            slots: options.slots,
            coverage: options.coverage.is_some(),
            profile: false,
            shortcut: !options.no_warnings,
            liveness: options.liveness,
            advice: false,
            prints,
            measure_fingerprints: true,
            fingerprint_bits: FingerprintBits::Bits64,
            seed,
            max_depth: None,
            max_states: None,
            max_time: None,
            mode: mode(options, workers),
            memory: options.memory.map(|bytes| Memory {
                bytes,
                folder: options.metadir.as_deref().unwrap_or(DEFAULT_METADIR).into(),
            }),
            exports: options.exports.clone(),
            allow_exec: options.allow_exec,
        },
    }
}

fn mode(options: &TlcOptions, workers: usize) -> Mode {
    if let Some(level) = options.deepening {
        return Mode::DepthFirst(level);
    }
    let Some(asked) = &options.simulation else { return Mode::BreadthFirst };
    Mode::Simulation(Simulation {
        // TLC's number is for each worker.
        traces: asked.traces.map(|traces| traces.saturating_mul(workers as u64)),
        depth: options.depth,
        aril: options.aril,
        one_successor: asked.generate,
        files: asked.file.clone(),
        files_of_workers: workers as u64,
    })
}

/// A command line that is not accepted ends with status 1, as in TLC; so does a request for help.
fn refuse(error: &OptionError) -> ExitCode {
    if *error == OptionError::Help {
        output::print(&format!("{USAGE}\n"));
    } else {
        let face = TlcFace::new(Console::default(), false);
        face.say(&text::version(env!("CARGO_PKG_VERSION")));
        let text = format!("Error: {error}\nUsage: tlc [-option] inputfile");
        face.say(&Message::error(code::COMMAND_LINE, text));
    }
    ExitCode::from(exit_code::BAD_COMMAND_LINE)
}
