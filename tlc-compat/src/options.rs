//! TLC's command line.
//!
//! TLC's options start with one dash and take their arguments as separate words, so no general parser of command
//! lines fits. Options are of four kinds: those with an effect here, those whose absence changes no answer (where
//! TLC keeps its files), those that tern does not offer yet, which are refused by name, and unknown ones. The sentences
//! for wrong arguments are TLC's. docs/tlc-command.md has the table of all of them.

use crate::exports::{self, Exports};
use crate::memory_size::memory_size;

/// What a command line of TLC asks for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TlcOptions {
    /// The root module as given, with or without `.tla`.
    pub spec: String,
    /// `-config`: as given. The default is the module's name with `.cfg`.
    pub config: Option<String>,
    /// `-workers`.
    pub workers: Workers,
    /// `-deadlock`: do *not* check for deadlock.
    pub ignore_deadlock: bool,
    /// `-continue`: go on after a violation.
    pub go_on: bool,
    /// `-fp`: which polynomial TLC would use; only for the text of the banner.
    pub fp: Option<u32>,
    /// `-seed`: for random operators.
    pub seed: Option<i64>,
    /// `-nowarning`. This also changes which duplicates are counted; see `docs/counting.md`.
    pub no_warnings: bool,
    /// `-view`: traces show only the variables that the VIEW reads.
    pub show_view: bool,
    /// `-difftrace`: show only what changed in traces.
    pub diff_trace: bool,
    /// `-tool`: messages are framed for machines.
    pub tool: bool,
    /// `-coverage`: the minutes between two reports of coverage; none without coverage.
    pub coverage: Option<u32>,
    /// `-userFile`: where what the specification prints goes to.
    pub user_file: Option<String>,
    /// `-suppressMessages`: numbers of messages that are not printed.
    pub suppressed_messages: Vec<u16>,
    /// `-messagesAsErrors`: numbers of messages that are errors.
    pub error_messages: Vec<u16>,
    /// `-lncheck`: when temporal properties are checked.
    pub liveness: LivenessCheck,
    /// `-maxSetSize`.
    pub max_set_size: u64,
    /// `-inv` and `-invlevel`, as formulas over the root module and TLC's.
    pub invariants: Vec<ExtraInvariant>,
    /// `-postCondition Mod!Op`.
    pub postconditions: Vec<String>,
    /// `-simulate` or `-generate`: simulate behaviours.
    pub simulation: Option<Simulation>,
    /// `-depth`: the most states of a simulated behaviour; none if any number.
    pub depth: Option<u32>,
    /// `-aril`: changes the random numbers of a simulation.
    pub aril: i64,
    /// `-dfid`: search in depth, level by level, down to this one.
    pub deepening: Option<u32>,
    /// `-dump` and `-dumpTrace`.
    pub exports: Exports,
    /// `-metadir`: for `${metadir}` in names of files, and for what `memory` does not hold.
    pub metadir: Option<String>,
    /// `-memory`, tern's own: how many bytes the states of a search may take; beyond that they go to files.
    pub memory: Option<u64>,
    /// `-memo`, tern's own: whether results of evaluations are remembered.
    pub memo: bool,
    /// `-slots`, tern's own: whether functions are taken apart into slots.
    pub slots: bool,
    /// `-allow-exec`, tern's own: the specification may run commands (`IOUtils!IOExec`).
    pub allow_exec: bool,
    /// Options that were accepted and have no effect, for a note: the option, and what is missing for it.
    pub without_effect: Vec<(String, &'static str)>,
}

/// What `-simulate` and `-generate` ask for.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Simulation {
    /// `-generate`: only the states of behaviours are checked, not all successors of an action.
    pub generate: bool,
    /// `num=N`: so many behaviours for each worker; none: until it is stopped.
    pub traces: Option<u64>,
    /// `file=PATH`: each behaviour is written to a file whose name begins so.
    pub file: Option<String>,
    /// `stats=basic`: the counts of actions are printed.
    pub statistics: bool,
}

/// The number of worker threads.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Workers {
    /// This many.
    Count(usize),
    /// As many as there are cores.
    Auto,
}

/// When TLC checks temporal properties.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LivenessCheck {
    /// Now and then, and at the end.
    Default,
    /// Only at the end.
    Final,
    /// Only at the end, one property after the other.
    SequentialFinal,
    /// Never.
    Off,
}

impl LivenessCheck {
    /// Whether they are checked at all.
    pub fn is_on(self) -> bool {
        self != Self::Off
    }
}

/// An invariant of the command line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ExtraInvariant {
    /// `-inv TEXT`: a formula.
    Formula(String),
    /// `-invlevel N`: `TLCGet("level") < N`.
    Level(u32),
}

/// Why a command line is not accepted. All of them end with exit status 1, TLC's for a bad command line.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum OptionError {
    /// An option that TLC does not know either.
    #[error("unrecognized option: {0}")]
    Unknown(String),
    /// An option without, or with a wrong, argument; TLC's sentence.
    #[error("{0}")]
    Argument(String),
    /// An option of TLC that tern does not offer.
    #[error("The option {0} of TLC is not supported by tern: {1}.")]
    Unsupported(String, &'static str),
    /// Two root modules.
    #[error("more than one input files: {0} and {1}")]
    TwoSpecs(String, String),
    /// No root module.
    #[error("Missing input TLA+ module.")]
    NoSpec,
    /// `-help`.
    #[error("{USAGE}")]
    Help,
}

/// What `-help` prints.
pub const USAGE: &str = "\
tlc: checks a TLA+ specification, with TLC's command line.

usage: tlc [option ...] SPEC[.tla]

  -config FILE       the configuration; default SPEC.cfg. FILE.tla: the block `---- CONFIG FILE ----` of that module
  -workers N|auto    worker threads; default 1
  -deadlock          do not check for deadlock
  -continue          go on after violations
  -inv FORMULA       one more invariant
  -invlevel N        stop at the first state of level N
  -lncheck WHEN      when temporal properties are checked: default, final, seqfinal, off
  -maxSetSize N      the largest set that may be enumerated; default 1000000
  -simulate [num=N,file=PATH,stats=basic]   simulate N random behaviours for each worker; without num, until stopped
  -generate [...]    the same, but only the states of behaviours are checked, not all successors of an action
  -depth N           the most states of a simulated behaviour; default 100, -1 for any number
  -dfid N            search in depth, again and again one level deeper, down to level N
  -seed N            seed of random operators and simulation
  -aril N            changes the random numbers of a simulation
  -coverage MINUTES  tell how often each expression was evaluated, now and then and at the end
  -difftrace         traces show only what changed
  -userFile FILE     Print and PrintT print to this file
  -nowarning         no warnings
  -view              traces show only the variables that the VIEW reads
  -suppressMessages N,...  do not print the messages of these numbers
  -messagesAsErrors N,...  warnings of these numbers are errors
  -metadir DIR       where files are written; default states
  -tool              messages framed for machines
  -dump [FORMAT] F   write all states to F.dump; with dot[,colorize,actionlabels,constrained,stuttering,snapshot,strict]
                     as FORMAT, the state graph to F.dot for GraphViz
  -dumpTrace FORMAT F  write the counterexample to F, as json, tla or dot; may be repeated
  -memory SIZE       tern's own: states that need more than SIZE, such as 512m or 2g, go to files in the -metadir
  -memo on|off       tern's own: remember results of evaluations; the answer is the same
  -slots on|off      tern's own: take functions apart in states; the answer is the same
  -allow-exec        tern's own: let the specification run commands (IOExec of module IOUtils)
  -help              this text

Accepted without effect: -modelcheck -debug -fp -fpmem -fpbits -cleanup -gzip -checkpoint -terse
  -noTE -noGenerateSpecTE -noTEBin -noGenerateSpecTEBin -teSpecOutDir";

/// Where TLC keeps its files if `-metadir` does not say it.
pub const DEFAULT_METADIR: &str = "states";

/// What options do with the words after them.
enum Effect {
    Set(fn(&mut TlcOptions)),
    /// Takes one argument.
    Take(fn(&mut TlcOptions, &str) -> Result<(), String>, &'static str),
    /// Takes one argument if it looks like one.
    Simulate {
        generate: bool,
    },
    /// Takes an argument, and may take more.
    TakeMore(TakeMore, &'static str),
    /// Accepted without effect; a note tells what is missing, where somebody might miss it.
    Nothing(Option<&'static str>),
    /// The same with one argument, which is looked at.
    Skip(fn(&str) -> Result<Option<&'static str>, String>, &'static str),
    Unsupported(&'static str),
    Help,
}

/// The most states of a simulated behaviour.
const DEFAULT_DEPTH: u32 = 100;
/// Reads an argument and those that follow it.
type TakeMore = fn(&mut TlcOptions, &str, &mut dyn FnMut() -> Option<String>) -> Result<(), String>;

const CHECKPOINTS: &str = "runs cannot be saved and resumed yet";

fn effect(option: &str) -> Option<Effect> {
    use Effect::*;
    Some(match option {
        "-modelcheck" => Set(|_| ()),
        "-deadlock" => Set(|o| o.ignore_deadlock = true),
        "-continue" => Set(|o| o.go_on = true),
        "-nowarning" => Set(|o| o.no_warnings = true),
        "-difftrace" => Set(|o| o.diff_trace = true),
        "-tool" => Set(|o| o.tool = true),
        "-memory" => Take(memory, "expect an amount of memory for -memory option."),
        "-memo" => {
            Take(|o, word| switch("-memo", word).map(|on| o.memo = on), "expect on or off for -memo option.")
        }
        "-slots" => Take(
            |o, word| switch("-slots", word).map(|on| o.slots = on),
            "expect on or off for -slots option.",
        ),
        "-allow-exec" => Set(|o| o.allow_exec = true),
        "-config" => Take(config, "expect a file name for -config option."),
        "-workers" => Take(workers, "expect an integer or 'auto' for -workers option."),
        "-fp" => Take(fp, "expect an integer for -fp option."),
        "-seed" => Take(seed, "seed required."),
        "-lncheck" => Take(lncheck, "expect a strategy such as final for -lncheck option."),
        "-maxSetSize" => Take(max_set_size, "maxSetSize required."),
        "-inv" => Take(inv, "expect a formula for -inv option."),
        "-invlevel" => Take(invlevel, "expect a nonnegative integer for -invlevel option."),
        "-postCondition" => Take(postcondition, "expect an operator Mod!Op for -postCondition option."),
        "-userFile" | "-userfile" => Take(user_file, "need to specify the full qualified file."),
        "-suppressMessages" => Take(suppress_messages, "expect numbers for -suppressMessages option."),
        "-messagesAsErrors" => Take(messages_as_errors, "expect numbers for -messagesAsErrors option."),
        "-cleanup" | "-gzip" | "-noTE" | "-noGenerateSpecTE" | "-noTEBin" | "-noGenerateSpecTEBin" => {
            Nothing(None)
        }
        "-debug" | "-terse" => Nothing(None),
        "-view" => Set(|o| o.show_view = true),
        "-checkpoint" => Skip(checkpoint, "checkpoint interval required."),
        "-metadir" => Take(metadir, "need to specify the metadata directory."),
        "-teSpecOutDir" => Skip(|_| Ok(None), "expect a folder for -teSpecOutDir option."),
        "-fpmem" => Skip(fpmem, "fpset memory size required."),
        "-fpbits" => Skip(fpbits, "fpbits required."),
        "-simulate" => Simulate { generate: false },
        "-generate" => Simulate { generate: true },
        "-depth" => Take(depth, "expect an integer for -depth option."),
        "-aril" => Take(aril, "expect an integer for -aril option."),
        "-dfid" => Take(deepening, "expect a nonnegative integer for -dfid option."),
        "-coverage" => Take(coverage, "coverage report interval required."),
        "-recover" => Unsupported(CHECKPOINTS),
        "-dump" => TakeMore(dump, "a file name for dumping states required."),
        "-dumpTrace" | "-dumptrace" => TakeMore(dump_trace, "A format and a file required to -dumpTrace."),
        "-loadTrace" | "-loadtrace" => Unsupported("traces cannot be replayed yet"),
        "-generateSpecTE" => Unsupported("trace-exploration modules are not generated"),
        "-debugger" => Unsupported("there is no debugger"),
        "-help" | "-h" | "--help" => Help,
        _ => return None,
    })
}

impl TlcOptions {
    fn new() -> Self {
        Self {
            spec: String::new(),
            config: None,
            workers: Workers::Count(1),
            ignore_deadlock: false,
            go_on: false,
            fp: None,
            seed: None,
            allow_exec: false,
            no_warnings: false,
            show_view: false,
            diff_trace: false,
            tool: false,
            coverage: None,
            user_file: None,
            suppressed_messages: Vec::new(),
            error_messages: Vec::new(),
            liveness: LivenessCheck::Default,
            max_set_size: crate::cfg::DEFAULT_MAX_SET_SIZE,
            invariants: Vec::new(),
            postconditions: Vec::new(),
            simulation: None,
            depth: Some(DEFAULT_DEPTH),
            aril: 0,
            deepening: None,
            exports: Exports::default(),
            metadir: None,
            memory: None,
            memo: true,
            slots: true,
            without_effect: Vec::new(),
        }
    }

    /// Reads the words after the command's name.
    pub fn parse<S: AsRef<str>>(words: &[S]) -> Result<Self, OptionError> {
        let mut options = Self::new();
        let mut words = words.iter().map(AsRef::as_ref).peekable();
        while let Some(word) = words.next() {
            if !word.starts_with('-') {
                options.spec(word)?;
                continue;
            }
            match effect(word).ok_or_else(|| OptionError::Unknown(word.to_owned()))? {
                Effect::Set(set) => set(&mut options),
                Effect::Take(take, expected) => {
                    let argument = words.next().ok_or_else(|| OptionError::Argument(expected.to_owned()))?;
                    take(&mut options, argument).map_err(OptionError::Argument)?;
                }
                Effect::TakeMore(take, expected) => {
                    let argument = words.next().ok_or_else(|| OptionError::Argument(expected.to_owned()))?;
                    let mut next = || words.next().map(str::to_owned);
                    take(&mut options, argument, &mut next).map_err(OptionError::Argument)?;
                }
                Effect::Nothing(note) => options.note(word, note),
                Effect::Skip(look, expected) => {
                    let argument = words.next().ok_or_else(|| OptionError::Argument(expected.to_owned()))?;
                    let note = look(argument).map_err(OptionError::Argument)?;
                    options.note(word, note);
                }
                Effect::Simulate { generate } => {
                    let argument = words.next_if(|word| is_simulation_argument(word));
                    let simulation = simulation(generate, argument.unwrap_or_default());
                    options.simulation = Some(simulation.map_err(OptionError::Argument)?);
                }
                Effect::Unsupported(why) => return Err(OptionError::Unsupported(word.to_owned(), why)),
                Effect::Help => return Err(OptionError::Help),
            }
        }
        if options.spec.is_empty() {
            return Err(OptionError::NoSpec);
        }
        if options.deepening.is_some() {
            if options.simulation.is_some() {
                let text = "The options -dfid and -simulate cannot be used together.";
                return Err(OptionError::Argument(text.to_owned()));
            }
            // TLC lets several workers search in depth; who asks for them gets the same answer from one.
            if matches!(options.workers, Workers::Count(2..)) {
                options.note("-workers", Some("a search in depth (-dfid) has one worker"));
            }
        }
        let metadir = options.metadir.clone().unwrap_or_else(|| DEFAULT_METADIR.to_owned());
        options.exports.place_metadir(&metadir);
        let selects = !(options.suppressed_messages.is_empty() && options.error_messages.is_empty());
        if options.no_warnings && selects {
            let text = "-nowarning cannot be used with -suppressMessages or -messagesAsErrors.";
            return Err(OptionError::Argument(text.to_owned()));
        }
        Ok(options)
    }

    fn note(&mut self, option: &str, note: Option<&'static str>) {
        self.without_effect.extend(note.map(|note| (option.to_owned(), note)));
    }

    fn spec(&mut self, word: &str) -> Result<(), OptionError> {
        if !self.spec.is_empty() {
            return Err(OptionError::TwoSpecs(self.spec.clone(), word.to_owned()));
        }
        self.spec = word.to_owned();
        Ok(())
    }
}

fn config(options: &mut TlcOptions, word: &str) -> Result<(), String> {
    options.config = Some(word.to_owned());
    Ok(())
}

fn memory(options: &mut TlcOptions, word: &str) -> Result<(), String> {
    options.memory = Some(memory_size(word)?);
    Ok(())
}

fn switch(option: &str, word: &str) -> Result<bool, String> {
    match word {
        "on" => Ok(true),
        "off" => Ok(false),
        _ => Err(format!("on or off for {option} required. But encountered {word}")),
    }
}

fn metadir(options: &mut TlcOptions, word: &str) -> Result<(), String> {
    options.metadir = Some(word.to_owned());
    Ok(())
}

fn dump(
    options: &mut TlcOptions,
    word: &str,
    next: &mut dyn FnMut() -> Option<String>,
) -> Result<(), String> {
    options.exports.graph = Some(exports::dump(word, next)?);
    Ok(())
}

fn dump_trace(
    options: &mut TlcOptions,
    word: &str,
    next: &mut dyn FnMut() -> Option<String>,
) -> Result<(), String> {
    options.exports.traces.push(exports::dump_trace(word, next)?);
    Ok(())
}

fn workers(options: &mut TlcOptions, word: &str) -> Result<(), String> {
    options.workers = if word.eq_ignore_ascii_case("auto") {
        Workers::Auto
    } else {
        match word.parse::<i32>() {
            Ok(count @ 1..) => Workers::Count(count as usize),
            Ok(_) => return Err("at least one worker required.".to_owned()),
            Err(_) => return Err(format!("worker number or 'auto' required. But encountered {word}")),
        }
    };
    Ok(())
}

fn fp(options: &mut TlcOptions, word: &str) -> Result<(), String> {
    match word.parse::<i64>() {
        Ok(index @ 0..=130) => options.fp = Some(index as u32),
        Ok(_) => return Err("The number for -fp must be between 0 and 130 (inclusive).".to_owned()),
        Err(_) => return Err(format!("A number for -fp is required. But encountered {word}")),
    }
    Ok(())
}

fn seed(options: &mut TlcOptions, word: &str) -> Result<(), String> {
    options.seed =
        Some(word.parse().map_err(|_| format!("An integer for seed required. But encountered {word}"))?);
    Ok(())
}

fn depth(options: &mut TlcOptions, word: &str) -> Result<(), String> {
    options.depth = match word.parse::<i64>() {
        Ok(-1) => None,
        Ok(depth @ 1..) => Some(u32::try_from(depth).unwrap_or(u32::MAX)),
        _ => {
            return Err(format!("Expect a positive integer or -1 for -depth option. But encountered {word}"));
        }
    };
    Ok(())
}

fn aril(options: &mut TlcOptions, word: &str) -> Result<(), String> {
    options.aril =
        word.parse().map_err(|_| format!("Expect an integer for -aril option. But encountered {word}"))?;
    Ok(())
}

fn deepening(options: &mut TlcOptions, word: &str) -> Result<(), String> {
    let level = word
        .parse()
        .map_err(|_| format!("Expect a nonnegative integer for -dfid option. But encountered {word}"))?;
    options.deepening = Some(level);
    Ok(())
}

/// Whether a word after `-simulate` belongs to it.
fn is_simulation_argument(word: &str) -> bool {
    ["num=", "file=", "stats=", "sched="].iter().any(|key| word.starts_with(key))
}

fn simulation(generate: bool, argument: &str) -> Result<Simulation, String> {
    let mut simulation = Simulation { generate, ..Simulation::default() };
    for part in argument.split(',').filter(|part| !part.is_empty()) {
        match part.split_once('=') {
            Some(("num", number)) => {
                let number = number.parse().map_err(|_| {
                    format!("Expect a number of behaviors after num=. But encountered {number}")
                })?;
                simulation.traces = Some(number);
            }
            Some(("file", path)) if !path.is_empty() => simulation.file = Some(path.to_owned()),
            Some(("stats", "basic")) => simulation.statistics = true,
            Some(("stats", "full")) => {
                return Err("stats=full of -simulate is not supported by tern: use stats=basic.".to_owned());
            }
            Some(("sched", _)) => {
                return Err(format!(
                    "{part} of -simulate is not supported by tern: steps are chosen at random."
                ));
            }
            _ => {
                return Err(format!(
                    "Expect num=, file= or stats= for -simulate option. But encountered {part}"
                ));
            }
        }
    }
    if simulation.file.is_some() && simulation.traces.is_none() {
        return Err("file= of -simulate needs num=: without it, files would be written for ever.".to_owned());
    }
    Ok(simulation)
}

fn coverage(options: &mut TlcOptions, word: &str) -> Result<(), String> {
    match word.parse::<i32>() {
        Ok(minutes @ 0..) => options.coverage = Some(minutes.unsigned_abs()),
        Ok(_) => return Err("expect a nonnegative integer for -coverage option.".to_owned()),
        Err(_) => {
            return Err(format!("An integer for coverage report interval required. But encountered {word}"));
        }
    }
    Ok(())
}

fn lncheck(options: &mut TlcOptions, word: &str) -> Result<(), String> {
    options.liveness = match word.to_ascii_lowercase().as_str() {
        "default" => LivenessCheck::Default,
        "final" => LivenessCheck::Final,
        "seqfinal" => LivenessCheck::SequentialFinal,
        "off" => LivenessCheck::Off,
        _ => {
            return Err(format!(
                "expect default, final, seqfinal or off for -lncheck option. But encountered {word}"
            ));
        }
    };
    Ok(())
}

fn max_set_size(options: &mut TlcOptions, word: &str) -> Result<(), String> {
    match word.parse::<i32>() {
        Ok(size @ 1..) => options.max_set_size = size as u64,
        Ok(_) => {
            return Err(format!(
                "Value in interval [0, 2147483647] for maxSetSize required. But encountered {word}"
            ));
        }
        Err(_) => return Err(format!("An integer for maxSetSize required. But encountered {word}")),
    }
    Ok(())
}

fn user_file(options: &mut TlcOptions, word: &str) -> Result<(), String> {
    options.user_file = Some(word.to_owned());
    Ok(())
}

fn suppress_messages(options: &mut TlcOptions, word: &str) -> Result<(), String> {
    options.suppressed_messages.extend(message_numbers(word)?);
    Ok(())
}

fn messages_as_errors(options: &mut TlcOptions, word: &str) -> Result<(), String> {
    options.error_messages.extend(message_numbers(word)?);
    Ok(())
}

fn message_numbers(word: &str) -> Result<Vec<u16>, String> {
    let number = |part: &str| {
        part.trim().parse().map_err(|_| format!("Numbers of messages required. But encountered {part}"))
    };
    word.split(',').map(number).collect()
}

fn checkpoint(word: &str) -> Result<Option<&'static str>, String> {
    match word.parse::<i32>() {
        Ok(0) => Ok(None),
        Ok(1..) => Ok(Some("no checkpoints are written")),
        Ok(_) => Err("expect a nonnegative integer for -checkpoint option.".to_owned()),
        Err(_) => Err(format!("An integer for checkpoint interval is required. But encountered {word}")),
    }
}

fn fpmem(word: &str) -> Result<Option<&'static str>, String> {
    match word.parse::<f64>() {
        Ok(share) if share > 0.0 => Ok(None),
        _ => Err(format!(
            "An positive integer or a fraction for fpset memory size/percentage required. But encountered {word}"
        )),
    }
}

fn fpbits(word: &str) -> Result<Option<&'static str>, String> {
    match word.parse::<i32>() {
        Ok(0..=30) => Ok(None),
        Ok(_) => Err(format!("Value in interval [0, 30] for fpbits required. But encountered {word}")),
        Err(_) => Err(format!("An integer for fpbits required. But encountered {word}")),
    }
}

fn inv(options: &mut TlcOptions, word: &str) -> Result<(), String> {
    options.invariants.push(ExtraInvariant::Formula(word.to_owned()));
    Ok(())
}

fn invlevel(options: &mut TlcOptions, word: &str) -> Result<(), String> {
    let level = word
        .parse()
        .map_err(|_| format!("expect a nonnegative integer for -invlevel option. But encountered {word}"))?;
    options.invariants.push(ExtraInvariant::Level(level));
    Ok(())
}

fn postcondition(options: &mut TlcOptions, word: &str) -> Result<(), String> {
    match word.split_once('!') {
        Some((module, operator)) if !module.is_empty() && !operator.is_empty() => {
            options.postconditions.push(word.to_owned());
            Ok(())
        }
        _ => Err(format!("expect an operator Mod!Op for -postCondition option. But encountered {word}")),
    }
}

/// What a definition that the command line adds to the root module is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ExtraKind {
    /// One more invariant.
    Invariant,
    /// One more postcondition.
    Postcondition,
}

/// A definition that the command line adds to the root module.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ExtraDefinition {
    /// What it is for.
    pub kind: ExtraKind,
    /// Its name, which a specification will not use.
    pub name: String,
    /// The text of its body.
    pub body: String,
}

impl TlcOptions {
    /// What `-inv`, `-invlevel` and `-postCondition` add to the root module. As in TLC, a formula that cannot be
    /// parsed is a fault of the specification (exit 150).
    pub fn extra_definitions(&self) -> Vec<ExtraDefinition> {
        let invariants = self.invariants.iter().enumerate().map(|(index, invariant)| ExtraDefinition {
            kind: ExtraKind::Invariant,
            name: format!("Invariant{index}OfCommandLine"),
            body: match invariant {
                ExtraInvariant::Formula(formula) => formula.clone(),
                ExtraInvariant::Level(level) => {
                    format!("LET T == INSTANCE TLC IN T!TLCGet(\"level\") < {level}")
                }
            },
        });
        let postconditions = self.postconditions.iter().enumerate().map(|(index, path)| ExtraDefinition {
            kind: ExtraKind::Postcondition,
            name: format!("Postcondition{index}OfCommandLine"),
            body: match path.split_once('!') {
                Some((module, operator)) => format!("LET P == INSTANCE {module} IN P!{operator}"),
                None => path.clone(),
            },
        });
        invariants.chain(postconditions).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<TlcOptions, OptionError> {
        TlcOptions::parse(&line.split_whitespace().collect::<Vec<_>>())
    }

    #[test]
    fn options_and_the_module_come_in_any_order() {
        let options = parse("-workers 3 -deadlock Spec.tla -config M.cfg -fp 0 -seed -7 -noTE -metadir meta")
            .expect("all of these are accepted");
        assert_eq!((options.spec.as_str(), options.config.as_deref()), ("Spec.tla", Some("M.cfg")));
        assert_eq!((options.workers, options.seed, options.fp), (Workers::Count(3), Some(-7), Some(0)));
        assert!(options.ignore_deadlock && !options.go_on);
        assert!(options.without_effect.is_empty());
        let options = parse("A -checkpoint 5 -checkpoint 0").expect("checkpoints can be asked for");
        assert_eq!(options.without_effect, [("-checkpoint".to_owned(), "no checkpoints are written")]);
    }

    #[test]
    fn a_wrong_line_says_what_is_wrong() {
        assert_eq!(parse("-workers 0 A"), Err(OptionError::Argument("at least one worker required.".into())));
        assert_eq!(parse("A B"), Err(OptionError::TwoSpecs("A".into(), "B".into())));
        assert_eq!(parse("-bogus A"), Err(OptionError::Unknown("-bogus".into())));
        assert_eq!(parse("-deadlock"), Err(OptionError::NoSpec));
        assert_eq!(
            parse("A -config"),
            Err(OptionError::Argument("expect a file name for -config option.".into()))
        );
    }

    #[test]
    fn simulate_takes_the_next_word_only_if_it_is_its_argument() {
        let of = |line: &str| parse(line).expect("the line is accepted").simulation.expect("it simulates");
        assert_eq!(of("-simulate A.tla"), Simulation::default());
        assert_eq!(
            of("-generate num=5,file=out/t,stats=basic -depth 7 A"),
            Simulation { generate: true, traces: Some(5), file: Some("out/t".into()), statistics: true }
        );
        assert_eq!(parse("-depth -1 -simulate A").map(|options| options.depth), Ok(None));
        for wrong in ["num=x", "stats=full", "sched=rl", "file=t", "num=1,depth=3"] {
            assert!(
                matches!(parse(&format!("-simulate {wrong} A")), Err(OptionError::Argument(_))),
                "{wrong}"
            );
        }
    }

    #[test]
    fn deepening_works_alone() {
        assert_eq!(parse("-dfid 7 -workers 1 A").map(|options| options.deepening), Ok(Some(7)));
        for wrong in ["-dfid 7 -simulate A", "-dfid x A"] {
            assert!(matches!(parse(wrong), Err(OptionError::Argument(_))), "{wrong}");
        }
    }

    #[test]
    fn a_search_in_depth_says_that_it_has_one_worker_only() {
        let noted = |line| parse(line).expect("the line is accepted").without_effect;
        assert_eq!(
            noted("-dfid 7 -workers 2 A"),
            [("-workers".to_owned(), "a search in depth (-dfid) has one worker")]
        );
        assert_eq!(noted("-dfid 7 -workers 1 A"), []);
    }

    #[test]
    fn what_is_remembered_and_taken_apart_can_be_switched_off() {
        let switches = |line| parse(line).map(|options| (options.memo, options.slots));
        assert_eq!(switches("A"), Ok((true, true)));
        assert_eq!(switches("-memo off A"), Ok((false, true)));
        assert_eq!(switches("-memo on -slots off A"), Ok((true, false)));
        assert!(matches!(switches("-slots perhaps A"), Err(OptionError::Argument(_))));
    }

    #[test]
    fn numbers_of_messages_are_selected_but_not_while_warnings_are_off() {
        let options =
            parse("-suppressMessages 2143,2144 -messagesAsErrors 4802 A").expect("both are accepted");
        assert_eq!((options.suppressed_messages, options.error_messages), (vec![2143, 2144], vec![4802]));
        assert!(matches!(parse("-nowarning -suppressMessages 1 A"), Err(OptionError::Argument(_))));
        assert!(matches!(parse("-suppressMessages many A"), Err(OptionError::Argument(_))));
    }

    #[test]
    fn what_is_not_offered_is_refused_by_name() {
        for option in ["-recover", "-loadTrace", "-debugger"] {
            let error = parse(&format!("{option} x A")).expect_err("the option is not supported");
            assert!(error.to_string().contains(option), "{error}");
        }
    }

    #[test]
    fn invariants_of_the_command_line_become_definitions() {
        let words = ["-inv", "x < 3", "-invlevel", "4", "-postCondition", "M!Op", "A"];
        let definitions = TlcOptions::parse(&words).expect("the line is accepted").extra_definitions();
        let bodies: Vec<_> = definitions.iter().map(|d| d.body.as_str()).collect();
        assert_eq!(
            bodies,
            ["x < 3", "LET T == INSTANCE TLC IN T!TLCGet(\"level\") < 4", "LET P == INSTANCE M IN P!Op"]
        );
        assert_eq!(definitions[2].kind, ExtraKind::Postcondition);
    }
}
