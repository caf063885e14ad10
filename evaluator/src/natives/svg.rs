//! `SVG`: the texts of pictures, and where things stand in them.

use super::files::{text, write_text};
use super::graph_layout::{self, Size};
use super::graph_viz::field;
use super::{natives, wrong_argument};
use crate::error::EvalResult;
use crate::value::{Heap, Value, compare, deepen, elements, normalize, pairs};

natives! {
    /// The operators of `SVG` that are native.
    OPERATORS, call, "SVG":
    "SVGElemToString" (v) => elem_to_string;
    "SVGSerialize" (v v v) impure => serialize;
    "NodeOfRingNetwork" (v v v v v) => node_of_ring;
    "NodesOfDirectedMultiGraph" (v v v) => nodes_of_graph;
    "PointOnLine" (v v v) => point_on_line;
}

/// `SVGElemToString(elem)`: the text of an element.
fn elem_to_string<'a, H: Heap<'a>>(heap: &mut H, elem: Value<'a>) -> EvalResult<Value<'a>> {
    let mut out = String::new();
    write_element(heap, &mut out, "SVGElemToString", elem)?;
    Ok(Value::String(heap.symbols().intern(&out)))
}

/// `SVGSerialize(svg, prefix, frame)`: writes the text of an element to the file `prefix` followed by the number of the
/// frame, at least two digits long, and `.svg`.
fn serialize<'a, H: Heap<'a>>(
    heap: &mut H,
    elem: Value<'a>,
    prefix: Value<'a>,
    frame: Value<'a>,
) -> EvalResult<Value<'a>> {
    let mut out = String::new();
    write_element(heap, &mut out, "SVGSerialize", elem)?;
    let prefix = text(heap, "second argument", "SVGSerialize", prefix)?;
    let frame = integer(heap, "third argument", "SVGSerialize", frame)?;
    write_text(heap, "SVGSerialize", &format!("{prefix}{frame:0>2}.svg"), &out)
}

/// Appends the text of an element: its attributes in single quotes, its text, then its children.
fn write_element<'a, H: Heap<'a>>(
    heap: &mut H,
    out: &mut String,
    operator: &str,
    elem: Value<'a>,
) -> EvalResult<()> {
    let part = |heap: &mut H, name: &str| field(heap, elem, name);
    let (Some(Value::String(name)), Some(attrs), Some(children), Some(Value::String(inner))) =
        (part(heap, "name"), part(heap, "attrs"), part(heap, "children"), part(heap, "innerText"))
    else {
        let expected = "a record with the fields name, attrs, children and innerText";
        return Err(wrong_argument(heap, "element", operator, expected, elem));
    };
    let (name, inner) = (heap.symbols().text(name), heap.symbols().text(inner));
    out.push('<');
    out.push_str(name);
    let attrs = normalize(heap, attrs)?;
    let no_attributes = matches!(attrs, Value::Tuple(tuple) if tuple.items.is_empty());
    if !no_attributes && !matches!(attrs, Value::Record(_)) {
        return Err(wrong_argument(
            heap,
            "field attrs of an element",
            operator,
            "a record of strings",
            attrs,
        ));
    }
    for (key, value) in pairs(attrs) {
        let (Value::String(key), Value::String(value)) = (key, value) else {
            return Err(wrong_argument(
                heap,
                "field attrs of an element",
                operator,
                "a record of strings",
                attrs,
            ));
        };
        out.push(' ');
        out.push_str(&heap.symbols().text(key).replace('_', "-"));
        out.push_str("='");
        out.push_str(heap.symbols().text(value));
        out.push('\'');
    }
    out.push('>');
    // A text such as <<1, 2>> is meant to be seen, not to be an element.
    out.push_str(&inner.replace("<<", "&lt;&lt;").replace(">>", "&gt;&gt;"));
    let children = normalize(heap, children)?;
    if !matches!(children, Value::Tuple(_) | Value::Record(_) | Value::Function(_)) {
        return Err(wrong_argument(heap, "field children of an element", operator, "a sequence", children));
    }
    for (_, child) in pairs(children) {
        deepen(|| write_element(heap, out, operator, child))?;
    }
    out.push_str("</");
    out.push_str(name);
    out.push('>');
    Ok(())
}

fn integer<'a, H: Heap<'a>>(
    heap: &mut H,
    position: &str,
    operator: &str,
    value: Value<'a>,
) -> EvalResult<i64> {
    match value {
        Value::Int(i) => Ok(i),
        other => Err(wrong_argument(heap, position, operator, "an integer", other)),
    }
}

/// The record of a point.
fn point<'a, H: Heap<'a>>(heap: &mut H, x: f64, y: f64) -> Value<'a> {
    let fields = vec![
        (heap.symbols().intern("x"), Value::Int(x as i64)),
        (heap.symbols().intern("y"), Value::Int(y as i64)),
    ];
    Value::record(heap, fields)
}

/// `NodeOfRingNetwork(cx, cy, r, n, m)`: where the `n`-th of `m` nodes stands on a circle; the `m`-th one is right of the
/// centre. Fractions are cut off.
fn node_of_ring<'a, H: Heap<'a>>(
    heap: &mut H,
    cx: Value<'a>,
    cy: Value<'a>,
    r: Value<'a>,
    n: Value<'a>,
    m: Value<'a>,
) -> EvalResult<Value<'a>> {
    const OPERATOR: &str = "NodeOfRingNetwork";
    let cx = integer(heap, "first argument", OPERATOR, cx)? as f64;
    let cy = integer(heap, "second argument", OPERATOR, cy)? as f64;
    let r = integer(heap, "third argument", OPERATOR, r)? as f64;
    let n = integer(heap, "fourth argument", OPERATOR, n)? as f64;
    let Value::Int(m @ 1..) = m else {
        return Err(wrong_argument(heap, "fifth argument", OPERATOR, "a positive integer", m));
    };
    let angle = 2.0 * std::f64::consts::PI / m as f64 * n;
    Ok(point(heap, cx + r * angle.cos(), cy + r * angle.sin()))
}

/// `PointOnLine(from, to, segment)`: the first of the points that divide a line into so many segments.
fn point_on_line<'a, H: Heap<'a>>(
    heap: &mut H,
    from: Value<'a>,
    to: Value<'a>,
    segment: Value<'a>,
) -> EvalResult<Value<'a>> {
    let (fx, fy) = coordinates(heap, "first argument", from)?;
    let (tx, ty) = coordinates(heap, "second argument", to)?;
    let segment = match integer(heap, "third argument", "PointOnLine", segment)? {
        0 => {
            return Err(wrong_argument(
                heap,
                "third argument",
                "PointOnLine",
                "an integer other than 0",
                segment,
            ));
        }
        segment => segment as f64,
    };
    Ok(point(heap, fx + (tx - fx) / segment, fy + (ty - fy) / segment))
}

fn coordinates<'a, H: Heap<'a>>(heap: &mut H, position: &str, of: Value<'a>) -> EvalResult<(f64, f64)> {
    match (field(heap, of, "x"), field(heap, of, "y")) {
        (Some(Value::Int(x)), Some(Value::Int(y))) => Ok((x as f64, y as f64)),
        _ => Err(wrong_argument(heap, position, "PointOnLine", "a record of integers x and y", of)),
    }
}

/// `NodesOfDirectedMultiGraph(nodes, edges, options)`: a place for each node of a directed graph, in layers from top to
/// bottom. TLC's places are those of a Java library.
fn nodes_of_graph<'a, H: Heap<'a>>(
    heap: &mut H,
    nodes: Value<'a>,
    edges: Value<'a>,
    options: Value<'a>,
) -> EvalResult<Value<'a>> {
    const OPERATOR: &str = "NodesOfDirectedMultiGraph";
    let Value::Set(set) = normalize(heap, nodes)? else {
        return Err(wrong_argument(heap, "first argument", OPERATOR, "a finite set", nodes));
    };
    let mut links = Vec::new();
    let mut rest = elements(heap, edges)?;
    while let Some(edge) = rest.next(heap)? {
        let ends = match edge {
            Value::Tuple(tuple) if tuple.items.len() >= 2 => {
                (position(heap, set.items, tuple.items[0])?, position(heap, set.items, tuple.items[1])?)
            }
            _ => (None, None),
        };
        let (Some(from), Some(to)) = ends else {
            return Err(wrong_argument(heap, "second argument", OPERATOR, "a set of pairs of nodes", edge));
        };
        links.push((from, to));
    }
    let mut option = |name: &str| match field(heap, options, name) {
        Some(Value::Int(size @ 0..=1_000_000_000)) => Ok(size as f64),
        _ => {
            let expected =
                "a record with the natural numbers view_width, view_height, node_width and node_height";
            Err(wrong_argument(heap, "third argument", OPERATOR, expected, options))
        }
    };
    let view = Size { width: option("view_width")?, height: option("view_height")? };
    let node = Size { width: option("node_width")?, height: option("node_height")? };
    let places = graph_layout::layered(set.items.len(), &links, view, node);
    let points: Vec<Value<'a>> = places.into_iter().map(|(x, y)| point(heap, x, y)).collect();
    let points = heap.arena().alloc_slice_copy(&points);
    Ok(Value::function_on(heap.arena(), set.items, points))
}

/// Where a node stands in an ordered list of them.
fn position<'a, H: Heap<'a>>(
    heap: &mut H,
    nodes: &[Value<'a>],
    node: Value<'a>,
) -> EvalResult<Option<usize>> {
    let (mut low, mut high) = (0, nodes.len());
    while low < high {
        let middle = (low + high) / 2;
        match compare(heap, nodes[middle], node)? {
            std::cmp::Ordering::Less => low = middle + 1,
            std::cmp::Ordering::Greater => high = middle,
            std::cmp::Ordering::Equal => return Ok(Some(middle)),
        }
    }
    Ok(None)
}
