//! Advice after a temporal property was violated, for people: what the behaviour says of fairness, and what would help.
//! TLC has nothing like it, so TLC's face does not show it.

use super::behavior::{BackTo, Behavior};
use super::human::{self, Paint};
use super::names::Names;
use std::fmt::Write as _;
use tern_checker::report::{Cycle, TraceState};
use tern_parser::source::Span;

/// Actions that are shown of a list.
const SHOWN: usize = 10;
/// How to assume fairness at all.
const SPECIFY: &str = "for that, name a SPECIFICATION in place of INIT and NEXT";

/// What there is to say about a behaviour that violates temporal properties; actions are names, and steps and states
/// have the numbers of the trace. Step n leads from state n.
#[derive(Clone, Debug)]
pub struct Advice {
    /// The violated properties.
    pub properties: Vec<String>,
    /// Each fairness condition that the specification assumes, and why the behaviour satisfies it.
    pub fairness: Vec<Assumed>,
    /// Actions that the cycle neglects.
    pub neglected: Vec<Neglected>,
    /// Why the behaviour stops, if it does.
    pub stuck: Option<Stuck>,
    /// What would help.
    pub remedy: Remedy,
    /// The name of the specification that fairness would be added to; none if the model has INIT and NEXT instead.
    pub specification: Option<String>,
}

/// A fairness condition that the specification assumes.
#[derive(Clone, Debug)]
pub struct Assumed {
    /// `WF_vars(Send)`.
    pub text: String,
    /// Where its action stands.
    pub span: Span,
    /// Why the cycle satisfies it.
    pub standing: Standing,
}

/// Why a cycle satisfies a fairness condition.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing {
    /// The action is taken at this step of the trace.
    TakenAt(usize),
    /// WF alone: it is not enabled in this state.
    DisabledIn(usize),
    /// It is not enabled in any state of the cycle.
    NeverEnabled,
}

/// An action that is enabled on the cycle and never taken.
#[derive(Clone, Debug)]
pub struct Neglected {
    /// The action.
    pub action: String,
    /// It is enabled in all states of the cycle: WF would oblige it. Otherwise SF alone would.
    pub always: bool,
    /// The first state of the cycle in which it is enabled.
    pub state: usize,
}

/// Why a behaviour stops.
#[derive(Clone, Debug)]
pub enum Stuck {
    /// Constraints of the model, by name, cut off the steps of the last state.
    Bounded(Vec<String>),
    /// No action can change anything.
    DeadEnd(Vec<Blocked>),
    /// These are possible, and change nothing; the others are not possible.
    ChangesNothing(Vec<String>, Vec<Blocked>),
    /// These could go on.
    NotObliged(Vec<String>),
}

/// Why an action is not enabled.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Blocked {
    /// The action.
    pub action: String,
    /// Its conditions that are false in the last state, where they are known.
    pub conditions: Vec<Span>,
}

/// What would make the properties hold.
#[derive(Clone, Debug)]
pub enum Remedy {
    /// Nothing is known, since.
    Unknown(String),
    /// Nothing helps: what the behaviour has done so far is wrong.
    BadBeginning,
    /// No fairness helps: this behaviour is strongly fair to all actions.
    Beyond {
        /// Its states.
        states: Vec<TraceState>,
        /// How it goes on.
        cycle: Cycle,
        /// It is the behaviour that was shown.
        shown: bool,
        /// Why it stops, if it does and is another.
        stuck: Option<Stuck>,
    },
    /// These conditions help.
    Add {
        /// To be added to the specification.
        conditions: Vec<Condition>,
        /// Some behaviour satisfies them.
        leaves_behaviours: bool,
        /// Properties that are violated even so.
        still_violated: Vec<String>,
    },
}

/// A fairness condition to be added.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Condition {
    /// SF.
    pub strong: bool,
    /// `WF_vars(Send)`, or `\A n \in {1, 2} : WF_vars(Recv(n))`.
    pub text: String,
    /// The actions.
    pub actions: Vec<String>,
    /// The condition of the specification that it makes superfluous.
    pub replaces: Option<String>,
}

/// The advice as text.
pub fn text(advice: &Advice, names: &dyn Names, paint: Paint) -> String {
    let mut text = String::new();
    fairness(advice, paint, &mut text);
    if let Some(why) = &advice.stuck {
        stuck(why, names, paint, &mut text);
    } else if !advice.neglected.is_empty() {
        let _ = writeln!(text, "{}", paint.strong("never taken on the cycle, though enabled"));
        for neglected in advice.neglected.iter().take(SHOWN) {
            let how = if neglected.always {
                "in all its states, and nothing obliges it (no WF)".to_owned()
            } else {
                format!(
                    "again and again, as in state {}, but not for ever: WF is not enough, SF would oblige it",
                    neglected.state
                )
            };
            let _ = writeln!(text, "  {}  {how}", neglected.action);
        }
        more(advice.neglected.len(), &mut text);
    }
    remedy(advice, names, paint, &mut text);
    text
}

fn more(number: usize, text: &mut String) {
    if number > SHOWN {
        let _ = writeln!(text, "  and {} more", number - SHOWN);
    }
}

fn fairness(advice: &Advice, paint: Paint, text: &mut String) {
    if advice.fairness.is_empty() {
        return;
    }
    let _ = writeln!(text, "{}", paint.strong("how the behaviour satisfies the fairness"));
    for assumed in &advice.fairness {
        let how = match assumed.standing {
            Standing::TakenAt(step) => format!("taken at step {step}"),
            Standing::DisabledIn(state) => format!("not enabled in state {state}"),
            Standing::NeverEnabled => "never enabled on the cycle".to_owned(),
        };
        let _ = writeln!(text, "  {}: {how}", assumed.text);
    }
}

fn stuck(why: &Stuck, names: &dyn Names, paint: Paint, text: &mut String) {
    let _ = match why {
        Stuck::Bounded(constraints) => {
            let what = match constraints.as_slice() {
                [only] => format!("the constraint {only}"),
                _ => format!("the constraints {}", constraints.join(", ")),
            };
            writeln!(
                text,
                "{}: {what} cuts off steps of the last state: a bound of the model, not a fault of the specification",
                paint.strong("it stops")
            )
        }
        Stuck::DeadEnd(_) => {
            writeln!(text, "{}: no action can change the last state", paint.strong("it is stuck"))
        }
        Stuck::ChangesNothing(actions, _) => writeln!(
            text,
            "{}: only {} possible in the last state, and changes nothing",
            paint.strong("it is stuck"),
            list(actions, "is", "are")
        ),
        Stuck::NotObliged(actions) => writeln!(
            text,
            "{}: {} enabled in the last state, but nothing obliges {} to happen",
            paint.strong("it stops"),
            list(actions, "is", "are"),
            if actions.len() == 1 { "it" } else { "them" }
        ),
    };
    let (Stuck::DeadEnd(blocked) | Stuck::ChangesNothing(_, blocked)) = why else { return };
    for action in blocked.iter().take(SHOWN) {
        for span in action.conditions.iter().take(1) {
            let sentence = format!("{} waits for this", action.action);
            text.push_str(&super::diagnostic::note(&sentence, *span, names.sources(), paint.colour));
        }
    }
}

/// `A is`, `A and B are`, `A, B and 3 more are`.
fn list(items: &[String], one: &str, several: &str) -> String {
    match items {
        [] => format!("nothing {one}"),
        [only] => format!("{only} {one}"),
        [all @ .., last] if items.len() <= SHOWN => format!("{} and {last} {several}", all.join(", ")),
        _ => format!("{} and {} more {several}", items[..SHOWN].join(", "), items.len() - SHOWN),
    }
}

fn remedy(advice: &Advice, names: &dyn Names, paint: Paint, text: &mut String) {
    let help = paint.help("help");
    let properties = advice.properties.join(" and ");
    let hold = if advice.properties.len() == 1 { "holds" } else { "hold" };
    let _ = match &advice.remedy {
        Remedy::Unknown(why) => writeln!(text, "{help}: which fairness is missing was not found out: {why}"),
        Remedy::BadBeginning => writeln!(
            text,
            "{help}: no fairness helps: whatever follows the last state, the behaviour violates {properties}"
        ),
        Remedy::Beyond { shown: true, .. } => writeln!(
            text,
            "{help}: no fairness helps: this behaviour is strongly fair to every action, and violates {properties}"
        ),
        Remedy::Beyond { states, cycle, stuck: why, .. } => {
            let _ = writeln!(
                text,
                "{help}: no fairness helps: this behaviour is strongly fair to every action, and violates {properties}"
            );
            let back_to = Some(BackTo { position: cycle.back_to, action: cycle.action });
            human::trace(Behavior { states, back_to }, names, paint, text);
            if let Some(why) = why {
                stuck(why, names, paint, text);
            }
            Ok(())
        }
        Remedy::Add { conditions, leaves_behaviours, still_violated } => {
            if !leaves_behaviours {
                let all: Vec<&str> = conditions.iter().map(|condition| condition.text.as_str()).collect();
                let _ = writeln!(
                    text,
                    "{help}: no fairness helps inside the model's constraints: {} would leave no behaviour, since what it \
                     asks for is cut off",
                    paint.strong(&all.join(" /\\ "))
                );
                return;
            }
            if let [only] = conditions.as_slice() {
                let formula = paint.strong(&only.text);
                let _ = match &advice.specification {
                    Some(name) => {
                        writeln!(text, "{help}: with {formula} added to {name}, {properties} {hold}")
                    }
                    None => writeln!(text, "{help}: {properties} {hold} if {formula} is assumed; {SPECIFY}"),
                };
            } else {
                let _ = match &advice.specification {
                    Some(name) => writeln!(text, "{help}: with these added to {name}, {properties} {hold}"),
                    None => writeln!(text, "{help}: {properties} {hold} if these are assumed; {SPECIFY}"),
                };
                for condition in conditions {
                    let _ = writeln!(text, "      /\\ {}", paint.strong(&condition.text));
                }
            }
            for condition in conditions {
                if let Some(weaker) = &condition.replaces {
                    let _ = writeln!(text, "      {} takes the place of {weaker}", condition.text);
                }
            }
            if !still_violated.is_empty() {
                let _ = writeln!(text, "      {} violated even so", list(still_violated, "is", "are"));
            }
            Ok(())
        }
    };
}
