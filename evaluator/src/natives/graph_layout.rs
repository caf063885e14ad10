//! Places for the nodes of a directed graph: in layers, after Sugiyama, Tagawa and Toda (1981), in its simplest form.
//! Edges that close a cycle are ignored for the layers; a node's layer is the length of the longest path to it; in each
//! layer the nodes are ordered by the mean place of their neighbours, to and fro a few times.

/// A width and a height.
#[derive(Clone, Copy)]
pub(crate) struct Size {
    pub(crate) width: f64,
    pub(crate) height: f64,
}

/// How often the layers are ordered.
const SWEEPS: usize = 8;

/// The place of each node's upper left corner, so that nodes of a size are inside a view and spread over it.
pub(crate) fn layered(nodes: usize, edges: &[(usize, usize)], view: Size, node: Size) -> Vec<(f64, f64)> {
    let edges = without_cycles(nodes, edges);
    let layers = ordered(layers(nodes, &edges), &edges, nodes);
    let mut places = vec![(0.0, 0.0); nodes];
    let space = |whole: f64, part: f64| (whole - part).max(0.0);
    for (depth, layer) in layers.iter().enumerate() {
        for (index, place) in layer.iter().enumerate() {
            places[*place] = (
                space(view.width, node.width) * (index as f64 + 0.5) / layer.len() as f64,
                space(view.height, node.height) * (depth as f64 + 0.5) / layers.len() as f64,
            );
        }
    }
    places
}

/// The edges that do not lead back to a node from which they were reached. Depth first, without recursion.
fn without_cycles(nodes: usize, edges: &[(usize, usize)]) -> Vec<(usize, usize)> {
    #[derive(Clone, Copy, PartialEq)]
    enum Mark {
        New,
        Open,
        Done,
    }
    let mut targets = vec![Vec::new(); nodes];
    for (from, to) in edges {
        targets[*from].push(*to);
    }
    let mut marks = vec![Mark::New; nodes];
    let mut kept = Vec::new();
    for start in 0..nodes {
        if marks[start] != Mark::New {
            continue;
        }
        marks[start] = Mark::Open;
        let mut path = vec![(start, 0)];
        while let Some((from, next)) = path.last_mut() {
            let from = *from;
            let Some(to) = targets[from].get(*next).copied() else {
                marks[from] = Mark::Done;
                path.pop();
                continue;
            };
            *next += 1;
            if marks[to] != Mark::Open {
                kept.push((from, to));
            }
            if marks[to] == Mark::New {
                marks[to] = Mark::Open;
                path.push((to, 0));
            }
        }
    }
    kept
}

/// The nodes by the length of the longest path to them. The edges have no cycle.
fn layers(nodes: usize, edges: &[(usize, usize)]) -> Vec<Vec<usize>> {
    let mut targets = vec![Vec::new(); nodes];
    let mut missing = vec![0usize; nodes];
    for (from, to) in edges {
        targets[*from].push(*to);
        missing[*to] += 1;
    }
    let mut depth = vec![0; nodes];
    let mut ready: Vec<usize> = (0..nodes).filter(|node| missing[*node] == 0).collect();
    while let Some(from) = ready.pop() {
        for to in &targets[from] {
            depth[*to] = depth[*to].max(depth[from] + 1);
            missing[*to] -= 1;
            if missing[*to] == 0 {
                ready.push(*to);
            }
        }
    }
    let mut layers = vec![Vec::new(); depth.iter().max().map_or(0, |deepest| deepest + 1)];
    for (node, depth) in depth.into_iter().enumerate() {
        layers[depth].push(node);
    }
    layers
}

/// Orders each layer by the mean place of the neighbours, from the top down and from the bottom up in turn.
fn ordered(mut layers: Vec<Vec<usize>>, edges: &[(usize, usize)], nodes: usize) -> Vec<Vec<usize>> {
    let mut above = vec![Vec::new(); nodes];
    let mut below = vec![Vec::new(); nodes];
    for (from, to) in edges {
        above[*to].push(*from);
        below[*from].push(*to);
    }
    let mut place = vec![0.0; nodes];
    let number = |layer: &[usize], place: &mut Vec<f64>| {
        for (index, node) in layer.iter().enumerate() {
            place[*node] = (index as f64 + 0.5) / layer.len() as f64;
        }
    };
    layers.iter().for_each(|layer| number(layer, &mut place));
    for sweep in 0..SWEEPS {
        let down = sweep % 2 == 0;
        let neighbours = if down { &above } else { &below };
        let count = layers.len();
        for step in 0..count {
            let layer = &mut layers[if down { step } else { count - 1 - step }];
            let mean = |node: usize| match neighbours[node].len() {
                0 => place[node],
                many => neighbours[node].iter().map(|other| place[*other]).sum::<f64>() / many as f64,
            };
            let mut keyed: Vec<(f64, usize)> = layer.iter().map(|node| (mean(*node), *node)).collect();
            keyed.sort_by(|a, b| a.0.total_cmp(&b.0));
            *layer = keyed.into_iter().map(|(_, node)| node).collect();
            number(layer, &mut place);
        }
    }
    layers
}

#[cfg(test)]
mod tests {
    use super::*;

    const VIEW: Size = Size { width: 110.0, height: 210.0 };
    const NODE: Size = Size { width: 10.0, height: 10.0 };

    #[test]
    fn a_path_goes_down_and_siblings_stand_side_by_side() {
        let places = layered(4, &[(0, 1), (0, 2), (1, 3), (2, 3)], VIEW, NODE);
        let (first, second) = (places[1].1 - places[0].1, places[3].1 - places[1].1);
        assert!(first > 0.0 && (first - second).abs() < 1e-9, "the layers are equally far apart");
        assert_eq!(places[1].1, places[2].1);
        assert!(places[1].0 < places[2].0);
    }

    #[test]
    fn all_places_differ_and_are_inside_the_view_with_cycles_too() {
        let edges: Vec<(usize, usize)> =
            (0..7).flat_map(|i| [(i, (i + 1) % 7), (i, (i * 3) % 7), (i, i)]).collect();
        let places = layered(7, &edges, VIEW, NODE);
        for (i, a) in places.iter().enumerate() {
            assert!((0.0..=100.0).contains(&a.0) && (0.0..=200.0).contains(&a.1), "{a:?}");
            assert!(places[i + 1..].iter().all(|b| a != b), "{places:?}");
        }
    }

    #[test]
    fn edges_that_cross_are_untangled() {
        // 0 and 1 on top, 2 and 3 below, each under the other's side.
        let places = layered(4, &[(0, 3), (1, 2)], VIEW, NODE);
        assert_eq!(places[0].0 < places[1].0, places[3].0 < places[2].0);
    }

    #[test]
    fn no_nodes_have_no_places() {
        assert!(layered(0, &[], VIEW, NODE).is_empty());
    }
}
