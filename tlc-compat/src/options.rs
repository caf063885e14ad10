//! TLC's command line.
//!
//! TLC's options start with one dash and take their arguments as separate words, so no general parser of command
//! lines fits. Options are of four kinds: those with an effect here, those whose absence changes no answer (where
//! TLC keeps its files), those that tern does not offer yet, which are refused by name, and unknown ones.

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
    /// `-nowarning`. In TLC this also changes which duplicates are counted; see `docs/counting.md`.
    pub no_warnings: bool,
    /// `-difftrace`: show only what changed in traces.
    pub diff_trace: bool,
    /// `-tool`: messages are framed for machines.
    pub tool: bool,
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
    /// Options that were accepted and have no effect, for a note.
    pub without_effect: Vec<String>,
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
    #[error("Unrecognized option: {0}")]
    Unknown(String),
    /// An option without, or with a wrong, argument; TLC's sentence.
    #[error("{0}")]
    Argument(String),
    /// An option of TLC that tern does not offer.
    #[error("The option {0} of TLC is not supported by tern: {1}.")]
    Unsupported(String, &'static str),
    /// Two root modules.
    #[error("More than one input files: {0} and {1}")]
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
  -difftrace         traces show only what changed
  -nowarning         no warnings
  -tool              messages framed for machines
  -help              this text

Accepted without effect: -modelcheck -fp -fpmem -fpbits -metadir -cleanup -gzip -checkpoint -terse -view
  -noTE -noGenerateSpecTE -noTEBin -noGenerateSpecTEBin -teSpecOutDir";

/// What options do with the words after them.
enum Effect {
    Set(fn(&mut TlcOptions)),
    /// Takes one argument.
    Take(fn(&mut TlcOptions, &str) -> Result<(), String>, &'static str),
    /// Accepted without effect, with this many arguments.
    Nothing(usize),
    /// Takes one argument if it looks like one.
    Simulate {
        generate: bool,
    },
    Unsupported(&'static str),
    Help,
}

/// The most states of a simulated behaviour.
const DEFAULT_DEPTH: u32 = 100;
const CHECKPOINTS: &str = "runs cannot be saved and resumed yet";
const DUMPS: &str = "state graphs and traces are not written to files yet";

fn effect(option: &str) -> Option<Effect> {
    use Effect::*;
    Some(match option {
        "-modelcheck" => Set(|_| ()),
        "-deadlock" => Set(|o| o.ignore_deadlock = true),
        "-continue" => Set(|o| o.go_on = true),
        "-nowarning" => Set(|o| o.no_warnings = true),
        "-difftrace" => Set(|o| o.diff_trace = true),
        "-tool" => Set(|o| o.tool = true),
        "-config" => Take(config, "Expect a file name for -config option."),
        "-workers" => Take(workers, "Expect an integer for -workers option."),
        "-fp" => Take(fp, "Expect an integer for -fp option."),
        "-seed" => Take(seed, "Expect an integer for -seed option."),
        "-lncheck" => Take(lncheck, "Expect a strategy such as final for -lncheck option."),
        "-maxSetSize" => Take(max_set_size, "Expect an integer for -maxSetSize option."),
        "-inv" => Take(inv, "Expect a formula for -inv option."),
        "-invlevel" => Take(invlevel, "Expect a nonnegative integer for -invlevel option."),
        "-postCondition" => Take(postcondition, "Expect an operator Mod!Op for -postCondition option."),
        "-cleanup"
        | "-gzip"
        | "-terse"
        | "-view"
        | "-noTE"
        | "-noGenerateSpecTE"
        | "-noTEBin"
        | "-noGenerateSpecTEBin" => Nothing(0),
        "-metadir" | "-fpmem" | "-fpbits" | "-checkpoint" | "-teSpecOutDir" => Nothing(1),
        "-simulate" => Simulate { generate: false },
        "-generate" => Simulate { generate: true },
        "-depth" => Take(depth, "Expect an integer for -depth option."),
        "-aril" => Take(aril, "Expect an integer for -aril option."),
        "-dfid" => Take(deepening, "Expect a nonnegative integer for -dfid option."),
        "-coverage" => Unsupported("coverage is not measured yet"),
        "-recover" => Unsupported(CHECKPOINTS),
        "-dump" | "-dumpTrace" | "-dumptrace" => Unsupported(DUMPS),
        "-loadTrace" | "-loadtrace" => Unsupported("traces cannot be replayed yet"),
        "-generateSpecTE" => Unsupported("trace-exploration modules are not generated"),
        "-debug" | "-debugger" => Unsupported("there is no debugger"),
        "-userFile" => Unsupported("output of Print goes to standard output"),
        "-suppressMessages" | "-messagesAsErrors" => Unsupported("messages cannot be selected by number yet"),
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
            no_warnings: false,
            diff_trace: false,
            tool: false,
            liveness: LivenessCheck::Default,
            max_set_size: crate::cfg::DEFAULT_MAX_SET_SIZE,
            invariants: Vec::new(),
            postconditions: Vec::new(),
            simulation: None,
            depth: Some(DEFAULT_DEPTH),
            aril: 0,
            deepening: None,
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
                Effect::Nothing(arguments) => {
                    for _ in 0..arguments {
                        words.next().ok_or_else(|| {
                            OptionError::Argument(format!("Expect an argument for {word} option."))
                        })?;
                    }
                    options.without_effect.push(word.to_owned());
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
            if matches!(options.workers, Workers::Count(2..)) {
                let text = "Depth-first iterative deepening (-dfid) works with one worker only.";
                return Err(OptionError::Argument(text.to_owned()));
            }
        }
        Ok(options)
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

fn workers(options: &mut TlcOptions, word: &str) -> Result<(), String> {
    options.workers = if word.eq_ignore_ascii_case("auto") {
        Workers::Auto
    } else {
        match word.parse() {
            Ok(0) => return Err("At least one worker is required.".to_owned()),
            Ok(count) => Workers::Count(count),
            Err(_) => return Err(format!("Worker number or 'auto' required. But encountered {word}")),
        }
    };
    Ok(())
}

fn fp(options: &mut TlcOptions, word: &str) -> Result<(), String> {
    match word.parse() {
        Ok(index @ 0..=130) => options.fp = Some(index),
        _ => return Err(format!("The value of -fp must be between 0 and 130. But encountered {word}")),
    }
    Ok(())
}

fn seed(options: &mut TlcOptions, word: &str) -> Result<(), String> {
    options.seed = Some(
        word.parse().map_err(|_| format!("Expect an integer for -seed option. But encountered {word}"))?,
    );
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

fn lncheck(options: &mut TlcOptions, word: &str) -> Result<(), String> {
    options.liveness = match word.to_ascii_lowercase().as_str() {
        "default" => LivenessCheck::Default,
        "final" => LivenessCheck::Final,
        "seqfinal" => LivenessCheck::SequentialFinal,
        "off" => LivenessCheck::Off,
        _ => {
            return Err(format!(
                "Expect default, final, seqfinal or off for -lncheck option. But encountered {word}"
            ));
        }
    };
    Ok(())
}

fn max_set_size(options: &mut TlcOptions, word: &str) -> Result<(), String> {
    match word.parse::<i32>() {
        Ok(size @ 1..) => options.max_set_size = size as u64,
        _ => {
            return Err(format!(
                "Expected a positive integer for -maxSetSize option. But encountered {word}"
            ));
        }
    }
    Ok(())
}

fn inv(options: &mut TlcOptions, word: &str) -> Result<(), String> {
    options.invariants.push(ExtraInvariant::Formula(word.to_owned()));
    Ok(())
}

fn invlevel(options: &mut TlcOptions, word: &str) -> Result<(), String> {
    let level = word
        .parse()
        .map_err(|_| format!("Expect a nonnegative integer for -invlevel option. But encountered {word}"))?;
    options.invariants.push(ExtraInvariant::Level(level));
    Ok(())
}

fn postcondition(options: &mut TlcOptions, word: &str) -> Result<(), String> {
    match word.split_once('!') {
        Some((module, operator)) if !module.is_empty() && !operator.is_empty() => {
            options.postconditions.push(word.to_owned());
            Ok(())
        }
        _ => Err(format!("Expect an operator Mod!Op for -postCondition option. But encountered {word}")),
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
        assert_eq!(options.without_effect, ["-noTE", "-metadir"]);
    }

    #[test]
    fn a_wrong_line_says_what_is_wrong() {
        assert_eq!(
            parse("-workers 0 A"),
            Err(OptionError::Argument("At least one worker is required.".into()))
        );
        assert_eq!(parse("A B"), Err(OptionError::TwoSpecs("A".into(), "B".into())));
        assert_eq!(parse("-bogus A"), Err(OptionError::Unknown("-bogus".into())));
        assert_eq!(parse("-deadlock"), Err(OptionError::NoSpec));
        assert_eq!(
            parse("A -config"),
            Err(OptionError::Argument("Expect a file name for -config option.".into()))
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
        for wrong in ["-dfid 7 -workers 2 A", "-dfid 7 -simulate A", "-dfid x A"] {
            assert!(matches!(parse(wrong), Err(OptionError::Argument(_))), "{wrong}");
        }
    }

    #[test]
    fn what_is_not_offered_is_refused_by_name() {
        for option in ["-dump", "-coverage", "-recover", "-dumpTrace", "-debugger"] {
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
