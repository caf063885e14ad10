//! The state graph as a picture, for graphs that a person can look at.
//!
//! A breadth-first search has ranked the states already: a step leads at most one level down. So levels are rows, steps
//! to the next row run between the rows, those within a row below it, and all others are bent around the right side.
//! Within a row states are ordered by the mean position of their neighbours, a few times down and up (the barycentre
//! heuristic of Sugiyama, Tagawa and Toda, 1981), then placed below their predecessors as far as there is room.

use super::graph::{GraphDrawing, GraphState, GraphStep};
use fxhash::FxHashMap;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// More states are no picture any more.
const MOST_STATES: usize = 500;
/// Nor are more steps.
const MOST_STEPS: usize = 4000;
/// Lines of a state's text, and characters of a line, that are shown.
const SHOWN_LINES: usize = 24;
const SHOWN_WIDTH: usize = 60;

/// Sizes in pixels.
const CHARACTER: f64 = 7.3;
const LINE: f64 = 15.0;
const PADDING: f64 = 8.0;
const GAP: f64 = 28.0;
const ROW_GAP: f64 = 64.0;
const MARGIN: f64 = 20.0;
/// How far an edge from a state to itself reaches out.
const LOOP: f64 = 40.0;

/// Sweeps that order the rows.
const SWEEPS: usize = 8;

/// Colours of actions, in order of appearance.
const COLOURS: [&str; 10] = [
    "#1f78b4", "#33a02c", "#e31a1c", "#ff7f00", "#6a3d9a", "#b15928", "#0b7a75", "#c51b7d", "#4d4d4d",
    "#8c6d00",
];

/// A picture of the graph.
#[derive(Default)]
pub struct SvgGraph {
    nodes: Vec<Node>,
    by_id: FxHashMap<i128, usize>,
    /// From, to, and the actions that lead there: names for the colour, and labels.
    edges: BTreeMap<(usize, usize), Vec<(usize, String)>>,
    actions: Vec<String>,
    /// The graph is too large.
    too_large: bool,
}

struct Node {
    lines: Vec<String>,
    row: usize,
    x: f64,
    y: f64,
    width: f64,
    height: f64,
    /// What an edge to itself needs on the right.
    beside: f64,
}

impl Node {
    fn centre(&self) -> f64 {
        self.x + self.width / 2.0
    }
}

impl SvgGraph {
    fn add(&mut self, state: &GraphState<'_>, row: usize) {
        if self.nodes.len() >= MOST_STATES {
            self.too_large = true;
            return;
        }
        let mut lines: Vec<String> = state.text.lines().take(SHOWN_LINES).map(shortened).collect();
        if state.text.lines().count() > SHOWN_LINES {
            lines.push("...".to_owned());
        }
        let longest = lines.iter().map(|line| line.chars().count()).max().unwrap_or(0);
        let (width, height) =
            (longest as f64 * CHARACTER + 2.0 * PADDING, lines.len().max(1) as f64 * LINE + 2.0 * PADDING);
        self.by_id.insert(state.id, self.nodes.len());
        self.nodes.push(Node { lines, row, x: 0.0, y: 0.0, width, height, beside: 0.0 });
    }

    /// The states of each row, placed.
    fn place(&mut self) {
        let rows = self.nodes.iter().map(|node| node.row + 1).max().unwrap_or(0);
        let mut order: Vec<Vec<usize>> = vec![Vec::new(); rows];
        for (index, node) in self.nodes.iter().enumerate() {
            order[node.row].push(index);
        }
        let (mut above, mut below) = (vec![Vec::new(); self.nodes.len()], vec![Vec::new(); self.nodes.len()]);
        for &(from, to) in self.edges.keys() {
            if self.nodes[from].row + 1 == self.nodes[to].row {
                above[to].push(from);
                below[from].push(to);
            }
        }
        let mut position = vec![0.0; self.nodes.len()];
        for (&(from, to), actions) in &self.edges {
            if from == to {
                let longest = actions.iter().map(|(_, label)| label.chars().count()).max().unwrap_or(0);
                self.nodes[from].beside = LOOP / 2.0 + longest as f64 * CHARACTER / 2.0;
            }
        }
        let note = |row: &[usize], position: &mut Vec<f64>| {
            let middle = row.len() as f64 / 2.0;
            row.iter().enumerate().for_each(|(at, &node)| position[node] = at as f64 - middle);
        };
        order.iter().for_each(|row| note(row, &mut position));
        for sweep in 0..SWEEPS {
            let down = sweep % 2 == 0;
            let neighbours = if down { &above } else { &below };
            for at in 0..rows {
                let row = &mut order[if down { at } else { rows - 1 - at }];
                let mean = |node: usize| mean(&neighbours[node], &position).unwrap_or(position[node]);
                let mut keyed: Vec<(f64, usize)> = row.iter().map(|&node| (mean(node), node)).collect();
                keyed.sort_by(|left, right| left.0.total_cmp(&right.0));
                *row = keyed.into_iter().map(|(_, node)| node).collect();
                note(row, &mut position);
            }
        }
        self.place_rows(&order, &above);
    }

    fn place_rows(&mut self, order: &[Vec<usize>], above: &[Vec<usize>]) {
        let mut y = MARGIN;
        for row in order {
            let centres: Vec<f64> = self.nodes.iter().map(Node::centre).collect();
            let (mut edge, mut shift, mut wanting) = (f64::NEG_INFINITY, 0.0, 0.0);
            let mut height = 0.0f64;
            for &node in row {
                let wanted = mean(&above[node], &centres).map(|centre| centre - self.nodes[node].width / 2.0);
                let placed = match wanted {
                    Some(wanted) => wanted.max(edge),
                    None => edge.max(0.0),
                };
                if let Some(wanted) = wanted {
                    shift += placed - wanted;
                    wanting += 1.0;
                }
                let found = &mut self.nodes[node];
                (found.x, found.y) = (placed, y);
                edge = placed + found.width + GAP + found.beside;
                height = height.max(found.height);
            }
            // The row as a whole stands where its states want to be.
            let shift = if wanting > 0.0 { shift / wanting } else { 0.0 };
            row.iter().for_each(|&node| self.nodes[node].x -= shift);
            y += height + ROW_GAP;
        }
        let left = self.nodes.iter().map(|node| node.x).fold(f64::INFINITY, f64::min);
        self.nodes.iter_mut().for_each(|node| node.x += MARGIN - left);
    }

    fn draw(&self, out: &mut String) {
        let bend = self.nodes.iter().map(|node| node.row).max().unwrap_or(0) as f64 * 12.0 + 120.0;
        let width = self.nodes.iter().map(|node| node.x + node.width).fold(0.0, f64::max) + bend;
        let height = self.nodes.iter().map(|node| node.y + node.height).fold(0.0, f64::max) + MARGIN;
        let _ = writeln!(
            out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height:.0}\" \
             viewBox=\"0 0 {width:.0} {height:.0}\" font-family=\"monospace\" font-size=\"12\">\n\
             <rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n<defs>"
        );
        for (index, colour) in COLOURS.iter().enumerate() {
            let _ = writeln!(
                out,
                "<marker id=\"a{index}\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" markerWidth=\"7\" \
                 markerHeight=\"7\" orient=\"auto\"><path d=\"M0 0L10 5L0 10z\" fill=\"{colour}\"/></marker>"
            );
        }
        out.push_str("</defs>\n");
        let mut labels = String::new();
        for (&(from, to), actions) in &self.edges {
            self.draw_edge(from, to, actions, out, &mut labels);
        }
        for node in &self.nodes {
            draw_node(node, out);
        }
        // Above all else, so that no box hides them.
        out.push_str(&labels);
        out.push_str("</svg>\n");
    }

    /// Appends the line of an edge to `out`, and the names of its actions to `labels`.
    fn draw_edge(
        &self,
        from: usize,
        to: usize,
        actions: &[(usize, String)],
        out: &mut String,
        labels: &mut String,
    ) {
        let (path, middle) = course(&self.nodes[from], &self.nodes[to], from == to);
        let colour = actions.first().map_or(0, |(action, _)| action % COLOURS.len());
        let _ = writeln!(
            out,
            "<path d=\"{path}\" fill=\"none\" stroke=\"{}\" marker-end=\"url(#a{colour})\"/>",
            COLOURS[colour]
        );
        for (at, (action, label)) in actions.iter().enumerate() {
            let (x, y) = (middle.0, middle.1 + at as f64 * 12.0);
            let _ = writeln!(
                labels,
                "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"middle\" font-size=\"11\" fill=\"{}\" stroke=\"white\" \
                 stroke-width=\"3\" paint-order=\"stroke\">{}</text>",
                COLOURS[action % COLOURS.len()],
                escaped(label)
            );
        }
    }
}

/// The path of an edge and its middle. Down, it runs between the rows; within a row, below it; all others are bent
/// around the right side.
fn course(from: &Node, to: &Node, same: bool) -> (String, (f64, f64)) {
    let (x1, y1, x2) = (from.centre(), from.y + from.height, to.centre());
    if from.row + 1 == to.row {
        let (y2, half) = (to.y, (to.y - y1) / 2.0);
        let path =
            format!("M{x1:.1} {y1:.1}C{x1:.1} {:.1} {x2:.1} {:.1} {x2:.1} {y2:.1}", y1 + half, y2 - half);
        return (path, ((x1 + x2) / 2.0, (y1 + y2) / 2.0));
    }
    if from.row == to.row && !same {
        let (y2, dip) = (to.y + to.height, y1.max(to.y + to.height) + ROW_GAP / 2.0);
        let (x1, x2) = (x1 + from.width / 4.0, x2 + to.width / 4.0);
        let path = format!("M{x1:.1} {y1:.1}C{x1:.1} {dip:.1} {x2:.1} {dip:.1} {x2:.1} {y2:.1}");
        return (path, ((x1 + x2) / 2.0, (y1 + y2 + 6.0 * dip) / 8.0));
    }
    let (x1, y1) = (from.x + from.width, from.y + from.height * 0.35);
    let (x2, y2) = (to.x + to.width, to.y + to.height * 0.65);
    let bend = if same { LOOP } else { LOOP + from.row.abs_diff(to.row) as f64 * 12.0 };
    let right = x1.max(x2) + bend;
    let path = format!("M{x1:.1} {y1:.1}C{right:.1} {y1:.1} {right:.1} {y2:.1} {x2:.1} {y2:.1}");
    (path, ((x1 + x2 + 6.0 * right) / 8.0, (y1 + y2) / 2.0))
}

fn draw_node(node: &Node, out: &mut String) {
    let (fill, Node { x, y, width, height, .. }) = (if node.row == 0 { "#e8e8e8" } else { "white" }, node);
    let _ = writeln!(
        out,
        "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" rx=\"6\" fill=\"{fill}\" stroke=\"black\"/>"
    );
    for (at, line) in node.lines.iter().enumerate() {
        let (x, y) = (x + PADDING, y + PADDING + (at as f64 + 0.75) * LINE);
        let _ =
            writeln!(out, "<text x=\"{x:.1}\" y=\"{y:.1}\" xml:space=\"preserve\">{}</text>", escaped(line));
    }
}

/// The mean of the values of some nodes; none of none.
fn mean(nodes: &[usize], values: &[f64]) -> Option<f64> {
    if nodes.is_empty() {
        return None;
    }
    Some(nodes.iter().map(|&node| values[node]).sum::<f64>() / nodes.len() as f64)
}

fn shortened(line: &str) -> String {
    match line.char_indices().nth(SHOWN_WIDTH) {
        Some((at, _)) => format!("{}...", &line[..at]),
        None => line.to_owned(),
    }
}

/// Text for XML; characters that XML does not have are replaced.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c if c.is_control() => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

impl GraphDrawing for SvgGraph {
    fn begin(&mut self, _out: &mut String) {}

    fn initial(&mut self, state: &GraphState<'_>, _out: &mut String) {
        self.add(state, 0);
    }

    fn step(&mut self, step: &GraphStep<'_>, successor: Option<&GraphState<'_>>, _out: &mut String) {
        if self.too_large {
            return;
        }
        if let Some(state) = successor {
            self.add(state, step.level as usize);
        }
        let (Some(&from), Some(&to)) = (self.by_id.get(&step.from), self.by_id.get(&step.to)) else { return };
        let known = self.actions.iter().position(|name| *name == step.action.name);
        let action = known.unwrap_or_else(|| {
            self.actions.push(step.action.name.clone());
            self.actions.len() - 1
        });
        let labels = self.edges.entry((from, to)).or_default();
        let label = (action, step.action.label.clone());
        if !labels.contains(&label) {
            labels.push(label);
        }
        self.too_large |= self.edges.len() > MOST_STEPS;
    }

    fn end(&mut self, out: &mut String) -> Result<(), String> {
        if self.too_large {
            return Err(format!(
                "the state graph has more than {MOST_STATES} states or {MOST_STEPS} steps, which is too large for a \
                 picture; make the model smaller, or write a .dot file"
            ));
        }
        self.place();
        self.draw(out);
        Ok(())
    }
}
