//! TLC's `-dump dot FILE`: the state graph for GraphViz.
//!
//! Nodes are named by their fingerprints as signed integers. Each step is an edge; the state that it leads to follows
//! it when it is new. States that were expanded to something are ranked by their level. TLC's fingerprints are others,
//! and within a rank it lists nodes in the order of a hash table, tern in the order of exploration.

use super::graph::{GraphAction, GraphDrawing, GraphState, GraphStep};
use super::variable_order::java_hash;

/// GraphViz's colours for actions.
const COLOURS: &str = "paired12";
/// The colour of the first action; TLC leaves out the first of the scheme.
const FIRST_COLOUR: usize = 2;

/// The words after `-dump dot`.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct DotOptions {
    /// `colorize`: each action has a colour, and a legend says which.
    pub colorize: bool,
    /// `actionlabels`: edges bear the names of actions.
    pub action_labels: bool,
    /// `constrained`: what constraints exclude is drawn too.
    pub constrained: bool,
    /// `stuttering`: each state has a dashed edge to itself.
    pub stuttering: bool,
}

/// A graph in GraphViz's language.
pub struct DotGraph {
    options: DotOptions,
    /// The names of actions in order of appearance: the first has the first colour.
    actions: Vec<String>,
    /// The states of each level that have successors, and all initial states.
    ranks: Vec<Vec<i128>>,
}

impl DotGraph {
    /// An empty graph.
    pub fn new(options: DotOptions) -> Self {
        Self { options, actions: Vec::new(), ranks: Vec::new() }
    }

    /// Puts a state on a level, once: the states of a level come one after the other.
    fn rank(&mut self, level: u32, state: i128) {
        let level = level as usize;
        if self.ranks.len() < level {
            self.ranks.resize(level, Vec::new());
        } else if level == 1 {
            return;
        }
        if let Some(rank) = self.ranks.get_mut(level - 1)
            && rank.last() != Some(&state)
        {
            rank.push(state);
        }
    }

    fn colour(&mut self, action: &GraphAction) -> usize {
        let known = self.actions.iter().position(|name| *name == action.name);
        known.unwrap_or_else(|| {
            self.actions.push(action.name.clone());
            self.actions.len() - 1
        }) + FIRST_COLOUR
    }

    fn stutter(&self, state: i128, out: &mut String) {
        if self.options.stuttering {
            out.push_str(&format!("{state} -> {state} [style=\"dashed\"];\n"));
        }
    }

    fn legend(&self, out: &mut String) {
        out.push_str(&format!(
            "subgraph cluster_legend {{graph[style=bold];label = \"Next State Actions\" style=\"solid\"\n\
             node [ labeljust=\"l\",colorscheme=\"{COLOURS}\",style=filled,shape=record ]\n"
        ));
        for index in hash_map_order(&self.actions) {
            let (name, colour) = (&self.actions[index], index + FIRST_COLOUR);
            out.push_str(&format!("{} [label=\"{}\",fillcolor={colour}]\n", identifier(name), quoted(name)));
        }
        out.push('}');
    }
}

impl GraphDrawing for DotGraph {
    fn begin(&mut self, out: &mut String) {
        out.push_str("strict digraph DiskGraph {\n");
        if self.options.colorize {
            out.push_str(&format!("edge [colorscheme=\"{COLOURS}\"]\n"));
        }
        out.push_str("nodesep=0.35;\nsubgraph cluster_graph {\ncolor=\"white\";\n");
    }

    fn initial(&mut self, state: &GraphState<'_>, out: &mut String) {
        out.push_str(&format!("{} [label=\"{}\",style = filled]\n", state.id, quoted(state.text)));
        self.stutter(state.id, out);
        if self.ranks.is_empty() {
            self.ranks.push(Vec::new());
        }
        if let Some(initial) = self.ranks.first_mut() {
            initial.push(state.id);
        }
    }

    fn step(&mut self, step: &GraphStep<'_>, successor: Option<&GraphState<'_>>, out: &mut String) {
        self.rank(step.level, step.from);
        let colour =
            if self.options.colorize { self.colour(step.action).to_string() } else { "black".to_owned() };
        let label = if self.options.action_labels { quoted(&step.action.label) } else { String::new() };
        out.push_str(&format!(
            "{} -> {} [label=\"{label}\",color=\"{colour}\",fontcolor=\"{colour}\"];\n",
            step.from, step.to
        ));
        if let Some(state) = successor {
            out.push_str(&format!("{} [label=\"{}\"];\n", state.id, quoted(state.text)));
            self.stutter(state.id, out);
        }
    }

    fn end(&mut self, out: &mut String) -> Result<(), String> {
        for rank in self.ranks.iter().filter(|rank| !rank.is_empty()) {
            out.push_str("{rank = same; ");
            rank.iter().for_each(|state| out.push_str(&format!("{state};")));
            out.push_str("}\n");
        }
        out.push_str("}\n");
        if self.options.colorize {
            self.legend(out);
        }
        out.push('}');
        Ok(())
    }

    fn wants_excluded(&self) -> bool {
        self.options.constrained
    }
}

/// Text for the inside of a quoted string of GraphViz.
pub(super) fn quoted(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}

/// A name of GraphViz: as it is where that is possible, else quoted.
fn identifier(name: &str) -> String {
    let plain = name.chars().all(|c| c == '_' || c.is_ascii_alphanumeric());
    if plain && !name.starts_with(|c: char| c.is_ascii_digit()) {
        name.to_owned()
    } else {
        format!("\"{}\"", quoted(name))
    }
}

/// The positions of names in the order of a `java.util.HashMap`, in which TLC lists the legend: by bucket, within a
/// bucket by insertion.
fn hash_map_order(names: &[String]) -> Vec<usize> {
    let mut buckets = 16;
    while names.len() > buckets * 3 / 4 {
        buckets *= 2;
    }
    let mut order: Vec<usize> = (0..names.len()).collect();
    order.sort_by_key(|&index| {
        let hash = java_hash(&names[index]);
        (hash ^ hash >> 16) as usize % buckets
    });
    order
}
