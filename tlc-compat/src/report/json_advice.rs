//! Advice as a part of the JSON document.

use super::Values;
use super::advice::{Advice, Assumed, Blocked, Condition, Remedy, Standing, Stuck};
use super::behavior::{BackTo, Behavior};
use super::json::{BehaviorData, Place, behavior, place};
use tern_parser::source::SourceMap;

/// What the document says of the fairness that is missing.
#[derive(serde::Serialize, Debug)]
pub(super) struct AdviceData {
    properties: Vec<String>,
    fairness: Vec<AssumedData>,
    neglected: Vec<NeglectedData>,
    stuck: Option<StuckData>,
    remedy: &'static str,
    why: Option<String>,
    conditions: Vec<ConditionData>,
    leaves_behaviors: Option<bool>,
    still_violated: Vec<String>,
    behavior: Option<BehaviorData>,
    behavior_stuck: Option<StuckData>,
}

#[derive(serde::Serialize, Debug)]
struct AssumedData {
    text: String,
    span: Place,
    standing: &'static str,
    /// The number of a step or state.
    at: Option<usize>,
}

#[derive(serde::Serialize, Debug)]
struct NeglectedData {
    action: String,
    enabled: &'static str,
    state: usize,
}

#[derive(serde::Serialize, Debug)]
struct StuckData {
    kind: &'static str,
    names: Vec<String>,
    blocked: Vec<BlockedData>,
}

#[derive(serde::Serialize, Debug)]
struct BlockedData {
    action: String,
    conditions: Vec<Place>,
}

#[derive(serde::Serialize, Debug)]
struct ConditionData {
    strength: &'static str,
    text: String,
    actions: Vec<String>,
    replaces: Option<String>,
}

impl AdviceData {
    pub(super) fn of(advice: &Advice, values: &dyn Values) -> Self {
        let sources = values.sources();
        let mut data = Self {
            properties: advice.properties.clone(),
            fairness: advice.fairness.iter().map(|assumed| assumed_data(assumed, sources)).collect(),
            neglected: Vec::new(),
            stuck: advice.stuck.as_ref().map(|stuck| stuck_data(stuck, sources)),
            remedy: "unknown",
            why: None,
            conditions: Vec::new(),
            leaves_behaviors: None,
            still_violated: Vec::new(),
            behavior: None,
            behavior_stuck: None,
        };
        for neglected in &advice.neglected {
            let enabled = if neglected.always { "always" } else { "again_and_again" };
            let (action, state) = (neglected.action.clone(), neglected.state);
            data.neglected.push(NeglectedData { action, enabled, state });
        }
        match &advice.remedy {
            Remedy::Unknown(why) => data.why = Some(why.clone()),
            Remedy::BadBeginning => data.remedy = "none",
            Remedy::Beyond { states, cycle, shown, stuck } => {
                data.remedy = "none";
                let back_to = Some(BackTo { position: cycle.back_to, action: cycle.action });
                data.behavior_stuck = stuck.as_ref().map(|stuck| stuck_data(stuck, sources));
                data.behavior = (!shown).then(|| behavior(Behavior { states, back_to }, values));
            }
            Remedy::Add { conditions, leaves_behaviours, still_violated } => {
                data.remedy = "add";
                data.conditions = conditions.iter().map(condition_data).collect();
                data.leaves_behaviors = Some(*leaves_behaviours);
                data.still_violated.clone_from(still_violated);
            }
        }
        data
    }
}

fn assumed_data(assumed: &Assumed, sources: &SourceMap) -> AssumedData {
    let (standing, at) = match assumed.standing {
        Standing::TakenAt(step) => ("taken", Some(step)),
        Standing::DisabledIn(state) => ("disabled", Some(state)),
        Standing::NeverEnabled => ("never_enabled", None),
    };
    AssumedData { text: assumed.text.clone(), span: place(sources, assumed.span), standing, at }
}

fn stuck_data(stuck: &Stuck, sources: &SourceMap) -> StuckData {
    let (kind, names, blocked): (_, &[String], &[Blocked]) = match stuck {
        Stuck::Bounded(constraints) => ("bounded", constraints, &[]),
        Stuck::DeadEnd(blocked) => ("dead_end", &[], blocked),
        Stuck::ChangesNothing(actions, blocked) => ("changes_nothing", actions, blocked),
        Stuck::NotObliged(actions) => ("not_obliged", actions, &[]),
    };
    let blocked = blocked.iter().map(|blocked| BlockedData {
        action: blocked.action.clone(),
        conditions: blocked.conditions.iter().map(|span| place(sources, *span)).collect(),
    });
    StuckData { kind, names: names.to_vec(), blocked: blocked.collect() }
}

fn condition_data(condition: &Condition) -> ConditionData {
    ConditionData {
        strength: if condition.strong { "strong" } else { "weak" },
        text: condition.text.clone(),
        actions: condition.actions.clone(),
        replaces: condition.replaces.clone(),
    }
}
