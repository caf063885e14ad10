//! `GraphViz`: graphs in the language of GraphViz.

use std::fmt::Write;

use super::{natives, wrong_argument};
use crate::error::EvalResult;
use crate::value::{Closure, Heap, Value, elements, format_value, pairs, printable, structural_hash};

natives! {
    /// The operator of `GraphViz`.
    OPERATORS, call, "GraphViz":
    "DotDiGraph" (v o o) => dot_di_graph;
}

/// `DotDiGraph(G, VL, EL)`: the text of a directed graph whose nodes are labelled by `VL` and edges by `EL`. An edge is
/// a tuple that begins with two nodes. Nodes are named by their fingerprints, which are not TLC's.
fn dot_di_graph<'a, H: Heap<'a>>(
    heap: &mut H,
    graph: Value<'a>,
    node_label: Closure<'a>,
    edge_label: Closure<'a>,
) -> EvalResult<Value<'a>> {
    let (Some(nodes), Some(edges)) = (field(heap, graph, "node"), field(heap, graph, "edge")) else {
        return Err(wrong_argument(
            heap,
            "first argument",
            "DotDiGraph",
            "a record with the fields node and edge",
            graph,
        ));
    };
    let mut text = "digraph MyGraph {".to_owned();
    let mut rest = elements(heap, nodes)?;
    while let Some(node) = rest.next(heap)? {
        let name = name(heap, node)?;
        let label = label(heap, node_label, node)?;
        // Writing to a `String` cannot fail.
        let _ = write!(text, "{name}[label={label}];");
    }
    let mut rest = elements(heap, edges)?;
    while let Some(edge) = rest.next(heap)? {
        let Value::Tuple(tuple) = edge else {
            return Err(wrong_argument(
                heap,
                "first argument",
                "DotDiGraph",
                "a graph whose edges are tuples",
                edge,
            ));
        };
        let [from, to, ..] = tuple.items else {
            return Err(wrong_argument(
                heap,
                "first argument",
                "DotDiGraph",
                "a graph whose edges are pairs",
                edge,
            ));
        };
        let (from, to) = (name(heap, *from)?, name(heap, *to)?);
        let label = label(heap, edge_label, edge)?;
        let _ = write!(text, "{from}->{to}[label={label}];");
    }
    text.push('}');
    Ok(Value::String(heap.symbols().intern(&text)))
}

/// A field of a record.
pub(crate) fn field<'a, H: Heap<'a>>(heap: &mut H, record: Value<'a>, name: &str) -> Option<Value<'a>> {
    let Value::Record(_) = record else { return None };
    let name = heap.symbols().lookup(name)?;
    pairs(record)
        .find_map(|(field, value)| matches!(field, Value::String(field) if field == name).then_some(value))
}

fn name<'a, H: Heap<'a>>(heap: &mut H, node: Value<'a>) -> EvalResult<i64> {
    Ok(structural_hash(heap, node)? as i64)
}

/// A label as TLC prints it: that of a string is in quotes.
fn label<'a, H: Heap<'a>>(heap: &mut H, labelling: Closure<'a>, of: Value<'a>) -> EvalResult<String> {
    let label = heap.call(labelling, of)?;
    let label = printable(heap, label)?;
    Ok(format_value(heap.symbols(), label))
}
