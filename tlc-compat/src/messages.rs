//! TLC's numbered messages: plain lines, and the frames that `-tool` puts around them.

/// What a message is, with TLC's numbers; it decides the prefix of the line.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Class {
    /// No prefix.
    Plain = 0,
    /// `Error: `
    Error = 1,
    /// `TLC Bug: `
    Bug = 2,
    /// `Warning: `
    Warning = 3,
    /// `State `
    State = 4,
}

/// One message.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Message {
    /// TLC's number.
    pub code: u16,
    /// What it is.
    pub class: Class,
    /// Its text, of any number of lines, without the prefix and without an end of line.
    pub text: String,
}

impl Message {
    /// A message without prefix.
    pub fn plain(code: u16, text: impl Into<String>) -> Self {
        Self { code, class: Class::Plain, text: text.into() }
    }

    /// An error.
    pub fn error(code: u16, text: impl Into<String>) -> Self {
        Self { code, class: Class::Error, text: text.into() }
    }

    /// A warning.
    pub fn warning(code: u16, text: impl Into<String>) -> Self {
        Self { code, class: Class::Warning, text: text.into() }
    }
}

/// Draws messages as lines; knows whether a warning was drawn before, since the first one says how to disable them.
///
/// `-suppressMessages` and `-messagesAsErrors` act here: on the numbers of warnings and of what tells how it goes. Errors
/// cannot be suppressed.
#[derive(Clone, Debug, Default)]
pub struct Console {
    tool: bool,
    no_warnings: bool,
    warned: bool,
    suppressed: Vec<u16>,
    errors: Vec<u16>,
}

impl Console {
    /// A console for `-tool` or plain output, with or without warnings.
    pub fn new(tool: bool, no_warnings: bool) -> Self {
        Self { tool, no_warnings, ..Self::default() }
    }

    /// The same console without the messages of some numbers, and with others as errors.
    pub fn with_selection(self, suppressed: &[u16], errors: &[u16]) -> Self {
        Self { suppressed: suppressed.to_vec(), errors: errors.to_vec(), ..self }
    }

    /// Whether messages are framed for machines.
    pub fn is_tool(&self) -> bool {
        self.tool
    }

    /// Whether a message becomes an error by `-messagesAsErrors`.
    pub fn is_made_error(&self, message: &Message) -> bool {
        message.class != Class::Error && self.errors.contains(&message.code)
    }

    /// The lines of a message, each ended; nothing for a message that is not wanted, or only for machines.
    pub fn draw(&mut self, message: &Message) -> String {
        let mut text = message.text.clone();
        if self.is_made_error(message) {
            return self.draw(&Message { class: Class::Error, ..message.clone() });
        }
        if message.class != Class::Error && self.suppressed.contains(&message.code)
            || !self.tool && matches!(message.code, code::SANY_START | code::SANY_END)
        {
            return String::new();
        }
        if message.class == Class::Warning {
            if self.no_warnings {
                return String::new();
            }
            if !self.warned && !self.tool {
                text.push_str("\n(Use the -nowarning option to disable this warning.)");
                self.warned = true;
            }
        }
        if self.tool {
            let (code, class) = (message.code, message.class as u8);
            return format!("@!@!@STARTMSG {code}:{class} @!@!@\n{text}\n@!@!@ENDMSG {code} @!@!@\n");
        }
        if message.code == code::BACK_TO_STATE
            && let Some((state, action)) = text.split_once(BACK_TO_STATE)
        {
            return format!("Back to state {state}: {action}\n");
        }
        let prefix = match message.class {
            Class::Plain => "",
            Class::Error => "Error: ",
            Class::Bug => "TLC Bug: ",
            Class::Warning => "Warning: ",
            Class::State => "State ",
        };
        format!("{prefix}{text}\n")
    }
}

/// Between the number of a state and the action that leads back to it, in messages for tools; people read another
/// order.
pub(crate) const BACK_TO_STATE: &str = ": Back to state: ";

/// The numbers of the messages that tern prints.
pub mod code {
    /// An error without a number of its own.
    pub const GENERAL: u16 = 1000;
    /// A bad command line.
    pub const COMMAND_LINE: u16 = 1102;
    /// Out of memory, disk or another resource.
    pub const SYSTEM: u16 = 1001;
    /// An evaluation of an initial state failed; shows the state.
    pub const INITIAL_STATE: u16 = 2102;
    /// The positions of nested expressions.
    pub const NESTED_EXPRESSION: u16 = 2103;
    /// An assumption is false.
    pub const ASSUMPTION_FALSE: u16 = 2104;
    /// An assumption cannot be evaluated.
    pub const ASSUMPTION_FAILED: u16 = 2105;
    /// An invariant is false in an initial state.
    pub const INVARIANT_INITIAL: u16 = 2107;
    /// A property of initial states is false.
    pub const PROPERTY_INITIAL: u16 = 2108;
    /// The next-state relation left variables unassigned.
    pub const SUCCESSOR_INCOMPLETE: u16 = 2109;
    /// An invariant is false.
    pub const INVARIANT: u16 = 2110;
    /// An invariant cannot be evaluated.
    pub const INVARIANT_FAILED: u16 = 2111;
    /// An action property is false.
    pub const ACTION_PROPERTY: u16 = 2112;
    /// An action property cannot be evaluated.
    pub const ACTION_PROPERTY_FAILED: u16 = 2113;
    /// A temporal property is violated.
    pub const TEMPORAL_VIOLATED: u16 = 2116;
    /// Deadlock.
    pub const DEADLOCK: u16 = 2114;
    /// The header of a trace.
    pub const BEHAVIOR: u16 = 2121;
    /// A behaviour goes back to a state, and on like that forever.
    pub const BACK_TO_STATE: u16 = 2122;
    /// A behaviour stutters forever.
    pub const STUTTERING: u16 = 2218;
    /// The temporal properties are checked in so many parts.
    pub const TEMPORAL_BRANCHES: u16 = 2212;
    /// The temporal properties are checked next.
    pub const TEMPORAL_START: u16 = 2192;
    /// The temporal properties are checked.
    pub const TEMPORAL_END: u16 = 2267;
    /// The header of the trace of a temporal property.
    pub const COUNTER_EXAMPLE: u16 = 2264;
    /// No initial state.
    pub const NO_INITIAL_STATE: u16 = 2118;
    /// `Assert` failed.
    pub const ASSERT: u16 = 2132;
    /// UNCHANGED of a variable that was changed.
    pub const CHANGED_UNCHANGED: u16 = 2143;
    /// EXCEPT at a key outside the domain.
    pub const EXCEPT_OUTSIDE: u16 = 2144;
    /// Parsing or semantic analysis failed.
    pub const PARSING_FAILED: u16 = 3002;
    /// Starting.
    pub const STARTING: u16 = 2185;
    /// Finished.
    pub const FINISHED: u16 = 2186;
    /// The banner of a breadth-first search.
    pub const MODE: u16 = 2187;
    /// The banner of a simulation.
    pub const MODE_SIMULATION: u16 = 2188;
    /// Computing initial states.
    pub const COMPUTING_INIT: u16 = 2189;
    /// Initial states, all distinct.
    pub const INIT_DISTINCT: u16 = 2190;
    /// Initial states with duplicates.
    pub const INIT_DUPLICATES: u16 = 2191;
    /// Success.
    pub const SUCCESS: u16 = 2193;
    /// The depth.
    pub const DEPTH: u16 = 2194;
    /// The final counts.
    pub const STATISTICS: u16 = 2199;
    /// Counts on the way.
    pub const PROGRESS: u16 = 2200;
    /// The final counts of a search in depth.
    pub const STATISTICS_DEPTH_FIRST: u16 = 2204;
    /// A search in depth begins a round.
    pub const LEVEL: u16 = 2205;
    /// Counts on the way of a search in depth.
    pub const PROGRESS_DEPTH_FIRST: u16 = 2206;
    /// Initial states of a search in depth.
    pub const INIT_DEPTH_FIRST: u16 = 2208;
    /// Counts on the way of a simulation.
    pub const PROGRESS_SIMULATION: u16 = 2209;
    /// The final counts of a simulation.
    pub const STATISTICS_SIMULATION: u16 = 2210;
    /// A temporal formula that is not handled.
    pub const TEMPORAL: u16 = 2213;
    /// One state of a trace that does not tell its actions.
    pub const STATE_ALONE: u16 = 2216;
    /// One state of a trace.
    pub const STATE: u16 = 2217;
    /// Coverage begins.
    pub const COVERAGE_START: u16 = 2201;
    /// Coverage ends.
    pub const COVERAGE_END: u16 = 2202;
    /// How often an expression was evaluated.
    pub const COVERAGE_VALUE: u16 = 2221;
    /// How often an action was taken.
    pub const COVERAGE_NEXT: u16 = 2772;
    /// How many states an initial predicate gave.
    pub const COVERAGE_INIT: u16 = 2773;
    /// An invariant or property.
    pub const COVERAGE_PROPERTY: u16 = 2774;
    /// Coverage ends, and took time.
    pub const COVERAGE_END_OVERHEAD: u16 = 2777;
    /// How many states a constraint admitted.
    pub const COVERAGE_CONSTRAINT: u16 = 2778;
    /// How many values a variable had.
    pub const COVERAGE_VARIABLE: u16 = 2779;
    /// The parser's output ends.
    pub const SANY_END: u16 = 2219;
    /// The parser's output starts.
    pub const SANY_START: u16 = 2220;
    /// A state predicate as a property.
    pub const PROPERTY_IS_STATE_LEVEL: u16 = 2255;
    /// The version.
    pub const VERSION: u16 = 2262;
    /// Initial states of a simulation.
    pub const INIT_SO_FAR: u16 = 2269;
    /// The banner of a search in depth.
    pub const MODE_DEPTH_FIRST: u16 = 2271;
    /// Out-degrees.
    pub const OUT_DEGREE: u16 = 2268;
    /// A postcondition is false.
    pub const POSTCONDITION_FALSE: u16 = 2404;
    /// A postcondition cannot be evaluated.
    pub const POSTCONDITION_FAILED: u16 = 2405;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_first_warning_tells_how_to_disable_warnings() {
        let mut console = Console::new(false, false);
        let warning = Message::warning(2255, "w");
        assert_eq!(
            console.draw(&warning),
            "Warning: w\n(Use the -nowarning option to disable this warning.)\n"
        );
        assert_eq!(console.draw(&warning), "Warning: w\n");
        assert_eq!(Console::new(false, true).draw(&warning), "");
    }

    #[test]
    fn messages_are_suppressed_or_made_errors_by_their_numbers() {
        let mut console = Console::new(false, false).with_selection(&[2255, 2110], &[2143]);
        assert_eq!(console.draw(&Message::warning(2255, "w")), "");
        assert_eq!(console.draw(&Message::error(2110, "e")), "Error: e\n");
        assert_eq!(console.draw(&Message::warning(2143, "w")), "Error: w\n");
    }

    #[test]
    fn for_tools_the_prefix_gives_way_to_a_frame() {
        let mut console = Console::new(true, false);
        let drawn = console.draw(&Message::error(code::DEADLOCK, "Deadlock reached."));
        assert_eq!(drawn, "@!@!@STARTMSG 2114:1 @!@!@\nDeadlock reached.\n@!@!@ENDMSG 2114 @!@!@\n");
    }
}
