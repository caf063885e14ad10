//! The `sany` command: tern's front end with the command line, texts and exit statuses of TLC's parser SANY.

use std::process::ExitCode;
use tern::files::{self, Library, SpecFile};
use tern::output;
use tern_parser::error::Severity;
use tern_parser::resolve::load_spec;
use tern_tlc_compat::report::sany::{self, Stages};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// A module that cannot be found or parsed, a wrong command line, and every fault without `-error-codes`.
const FAILED: u8 = 255;
/// Faults of names and levels, with `-error-codes`.
const SEMANTIC_ERRORS: u8 = 4;

const USAGE: &str = "\
sany: checks the syntax, names and levels of TLA+ modules, with the command line of TLC's parser.

usage: sany [option ...] FILE[.tla] ...

  -error-codes   faults of names and levels end with status 4, and not with 255
  -s             syntax only
  -l             do not check levels
  -g             do not lint
  -stat          accepted without effect
  -help          this text

Not supported: -d, the explorer of the semantic graph";

/// What a command line asks for.
struct Request {
    stages: Stages,
    error_codes: bool,
    files: Vec<String>,
}

fn main() -> ExitCode {
    let words: Vec<String> =
        std::env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned()).collect();
    let request = match parse(&words) {
        Ok(request) => request,
        Err((text, status)) => {
            output::print(&format!("{text}\n"));
            return ExitCode::from(status);
        }
    };
    // As in SANY, the first module with faults ends the run.
    let failed = request.files.iter().map(|file| check(file, &request)).find(|status| *status != 0);
    ExitCode::from(failed.unwrap_or(0))
}

/// The words after the command, or what to say and the status to end with.
fn parse(words: &[String]) -> Result<Request, (String, u8)> {
    let mut request = Request { stages: Stages::default(), error_codes: false, files: Vec::new() };
    let hint = "Try 'sany -help' for more information.";
    // Another name of the command, as in `java -cp tla2tools.jar tla2sany.SANY`, is no file.
    let mut words = words.iter().skip_while(|word| *word == "tla2sany.SANY");
    while let Some(word) = words.next() {
        match word.to_ascii_lowercase().as_str() {
            "-error-codes" => request.error_codes = true,
            "-s" => request.stages.semantic = !request.stages.semantic,
            "-l" => request.stages.levels = !request.stages.levels,
            "-g" => request.stages.linting = !request.stages.linting,
            "-stat" => {}
            "-d" => {
                return Err(("The option -d of SANY is not supported: there is no explorer.".into(), FAILED));
            }
            "-help" => return Err((USAGE.to_owned(), 0)),
            option if option.starts_with('-') => {
                return Err((format!("Invalid option: {word}\n{hint}"), FAILED));
            }
            _ => {
                request.files.push(word.clone());
                request.files.extend(words.by_ref().cloned());
            }
        }
    }
    if request.files.is_empty() {
        return Err((format!("At least 1 filename is required.\n{hint}"), FAILED));
    }
    Ok(request)
}

/// Shows what is read of a module and its faults, and gives the status.
fn check(file: &str, request: &Request) -> u8 {
    output::print("\n****** SANY2 Version 2.2 created 08 July 2020\n\n");
    let spec = SpecFile::new(file);
    if !spec.path().is_file() {
        output::print(&format!("Cannot find the specified file {file}.\n"));
        return FAILED;
    }
    let loaded = load_spec(&spec.module, &Library::new(&spec, &[]));
    output::print(&sany::front_end(&loaded, file, request.stages, &files::shown_path));
    let errors: Vec<_> = loaded
        .diagnostics
        .iter()
        .filter(|d| d.severity == Severity::Error && request.stages.include(d))
        .collect();
    if errors.is_empty() {
        0
    } else if request.error_codes && !errors.into_iter().any(sany::is_fatal) {
        SEMANTIC_ERRORS
    } else {
        FAILED
    }
}
