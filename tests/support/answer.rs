//! What a run of TLC, or of tern's `tlc`, answered, read off its text.

/// What two tools must agree on.
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct Answer {
    pub(crate) exit: i32,
    /// `generated`, `distinct`, `left`, if they were told.
    pub(crate) counts: Option<[u64; 3]>,
    pub(crate) depth: Option<u64>,
    pub(crate) initial: Option<u64>,
    /// Which property is violated, of what kind.
    pub(crate) violated: Option<String>,
    /// TLC 2.15 refuses a next-state relation that is `\E x \in {} : ...`; newer ones take it for FALSE.
    pub(crate) without_actions: bool,
    /// TLC 2.15 does not know a name that its own parser knew: it takes what a LAMBDA reads for constant, and evaluates
    /// it where there is no state.
    pub(crate) name_lost: bool,
    /// A state that is shown has a function by rule that TLC did not evaluate; tern evaluates what a variable is given.
    pub(crate) unevaluated: bool,
    /// A fault of TLC itself ended the run: an exception of Java's.
    pub(crate) broken_off: bool,
    /// TLC 2.15 refuses a bare variable as a property; newer ones take it.
    pub(crate) bare_property: bool,
    /// An action property has no value in a step: status 75 in TLC 2.15, that of a violation in newer ones.
    pub(crate) property_failed: bool,
    /// The line that says which invariant has no value in a state.
    pub(crate) invariant_failed: Option<String>,
    /// TLC could not take the fingerprint of a function by rule: it then counts, and shows, what it evaluates again.
    pub(crate) without_fingerprint: bool,
    /// A step leaves variables open.
    pub(crate) incomplete: bool,
    /// The states of the trace: the label's action, the variables' values.
    pub(crate) trace: Vec<(String, Vec<String>)>,
}

/// What is violated when a temporal property is.
const TEMPORAL: &str = "a temporal property";

impl Answer {
    /// Reads the text of a run.
    pub(crate) fn read(exit: i32, text: &str) -> Self {
        let mut answer = Self { exit, ..Self::default() };
        let mut in_state = false;
        for line in text.lines() {
            let numbers: Vec<u64> =
                line.split(|c: char| !c.is_ascii_digit()).filter_map(|word| word.parse().ok()).collect();
            if line.contains(" states left on queue.") && !line.starts_with("Progress") {
                answer.counts = numbers.first_chunk::<3>().copied();
            } else if line.starts_with("The depth of the complete") {
                answer.depth = numbers.first().copied();
            } else if line.starts_with("Finished computing initial states") {
                answer.initial = numbers.first().copied();
            } else if line.starts_with("Error: No next state actions defined") {
                answer.without_actions = true;
            } else if line.contains("cannot be used as a property") {
                answer.bare_property = true;
            } else if line.contains(" is either undefined or not an operator.") {
                answer.name_lost = true;
            } else if line.contains("|-> <expression line ") {
                answer.unevaluated = true;
            } else if line.contains(" cannot be cast to class ") {
                answer.broken_off = true;
            } else if line.starts_with("Error: TLC was unable to fingerprint") {
                answer.without_fingerprint = true;
            } else if line.starts_with("Error: Successor state is not completely specified") {
                answer.incomplete = true;
            } else if line.starts_with("Error: Evaluating invariant") {
                answer.invariant_failed.get_or_insert_with(|| line.to_owned());
            } else if line.starts_with("Error: Evaluating action property") {
                answer.property_failed = true;
            } else if line.starts_with("Error: Temporal propert") {
                // TLC 2.15 does not say which.
                answer.violated = Some(TEMPORAL.to_owned());
            } else if is_violation(line) {
                answer.violated.get_or_insert_with(|| line.to_owned());
            } else if let Some(label) = state_label(line) {
                in_state = true;
                answer.trace.push((label, Vec::new()));
                continue;
            }
            if line.is_empty() {
                in_state = false;
            } else if in_state && let Some((_, values)) = answer.trace.last_mut() {
                match line.strip_prefix("/\\ ") {
                    Some(value) => values.push(value.to_owned()),
                    None if values.is_empty() => values.push(line.to_owned()),
                    // A value of several lines.
                    None => values.last_mut().expect("not empty").push_str(line),
                }
            }
        }
        for value in answer.trace.iter_mut().flat_map(|(_, values)| values) {
            *value = plain(value);
        }
        answer
    }

    /// The first thing that TLC answers otherwise: what, a colon, and both answers.
    pub(crate) fn difference(&self, tlc: &Self) -> Option<String> {
        let mut tlc = tlc.clone();
        self.forgive(&mut tlc);
        let parts: [(&str, String, String); 6] = [
            ("exit", self.exit.to_string(), tlc.exit.to_string()),
            ("violated", format!("{:?}", self.violated), format!("{:?}", tlc.violated)),
            ("counts", format!("{:?}", self.counts), format!("{:?}", tlc.counts)),
            ("initial", format!("{:?}", self.initial), format!("{:?}", tlc.initial)),
            ("depth", format!("{:?}", self.depth), format!("{:?}", tlc.depth)),
            ("trace", format!("{:?}", self.trace), format!("{:?}", tlc.trace)),
        ];
        let (what, tern, tlc) = parts.into_iter().find(|(_, tern, tlc)| tern != tlc)?;
        Some(format!("{what}: {tern}, TLC {tlc}"))
    }

    /// What TLC 2.15 (of 2020) answers otherwise than the newer versions that tern follows.
    fn forgive(&self, tlc: &mut Self) {
        if tlc.exit != 0 && tlc.counts.is_none() {
            // It does not tell the counts if an error is found among the initial states.
            tlc.counts = self.counts;
        }
        if tlc.exit != 0 && tlc.depth.is_none() {
            tlc.depth = self.depth;
        }
        if tlc.counts.is_some_and(|[_, distinct, _]| distinct == 0) {
            // The depth of no state is 1 there.
            tlc.depth = self.depth;
        }
        if self.property_failed && tlc.property_failed {
            tlc.exit = self.exit;
        }
        if self.invariant_failed.is_some() && self.invariant_failed == tlc.invariant_failed {
            // It takes the whole step once more to say where, counts that too, and may fail elsewhere then.
            (tlc.exit, tlc.counts, tlc.depth) = (self.exit, self.counts, self.depth);
        }
        let temporal = |answer: &Self| answer.violated.as_deref() == Some(TEMPORAL);
        if temporal(self) && temporal(tlc) {
            // There are many behaviors that violate a property, and each tool shows one. Newer versions end with the
            // first state that makes a bad beginning complete.
            tlc.trace = self.trace.clone();
            if self.exit == 12 && tlc.exit == 13 {
                (tlc.exit, tlc.counts, tlc.depth) = (self.exit, self.counts, self.depth);
            }
        }
        if self.exit == 255 && tlc.exit == 75 {
            // An arithmetic error of Next has a status of its own, and a trace.
            tlc.exit = 255;
        }
        if tlc.unevaluated && tlc.exit == self.exit && tlc.exit != 0 {
            (tlc.counts, tlc.depth) = (self.counts, self.depth);
        }
        if tlc.without_fingerprint && tlc.exit != 0 {
            (tlc.counts, tlc.depth) = (self.counts, self.depth);
        }
        let without_last = self.trace.split_last().map(|(_, before)| before);
        let failed_in_step = self.incomplete && tlc.incomplete || self.property_failed && tlc.property_failed;
        // With a VIEW it leaves out the last state if that looks like the one before.
        let action_property = self.violated == tlc.violated
            && tlc.violated.as_ref().is_some_and(|line| line.contains("Action property"));
        if (failed_in_step || action_property) && without_last == Some(&tlc.trace[..]) {
            // It sometimes leaves out the state that the failed step leads to.
            tlc.trace = self.trace.clone();
        }
        if matches!(tlc.exit, 75 | 76 | 255) && tlc.trace.is_empty() {
            tlc.trace = self.trace.clone();
        }
    }
}

fn is_violation(line: &str) -> bool {
    line.starts_with("Error: Deadlock") || line.starts_with("Error: ") && line.contains(" is violated")
}

/// The action of `State 3: <Next(1) line 5, col 1 to line 5, col 9 of module R>`, without arguments: TLC 2.15 has none.
fn state_label(line: &str) -> Option<String> {
    let (number, label) = line.strip_prefix("State ")?.split_once(": ")?;
    number.parse::<u32>().ok()?;
    match (label.split_once('('), label.find(" line ")) {
        (Some((name, _)), Some(place)) => Some(format!("{name}{}", &label[place..])),
        _ => Some(label.to_owned()),
    }
}

/// A value on one line, without intervals: TLC prints `1..2` or `{1, 2}` by the way in which the set was made.
fn plain(value: &str) -> String {
    let text: String = value.chars().filter(|c| !c.is_whitespace()).collect();
    let mut plain = String::new();
    let mut rest = text.as_str();
    while let Some(at) = rest.find("..") {
        let before = &rest[..at];
        let from = before.rfind(|c: char| !c.is_ascii_digit() && c != '-').map_or(0, |end| end + 1);
        let after = &rest[at + 2..];
        let to = after.find(|c: char| !c.is_ascii_digit() && c != '-').unwrap_or(after.len());
        let (low, high) = (before[from..].parse::<i64>(), after[..to].parse::<i64>());
        let (Ok(low), Ok(high)) = (low, high) else { return text };
        let elements: Vec<_> = (low..=high).map(|element| element.to_string()).collect();
        plain += &format!("{}{{{}}}", &before[..from], elements.join(","));
        rest = &after[to..];
    }
    plain + rest
}
