//! Pass 3: which definitions reach themselves, and the order in which levels can be computed.

use super::{Draft, References};
use crate::ids::{Id, IndexVec};
use crate::resolved::{DefinitionId, InstanceId};

/// A definition or an instance.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Node {
    Definition(DefinitionId),
    Instance(InstanceId),
}

/// The strongly connected components of "refers to", each after those that it refers to.
pub(super) fn components(
    drafts: &IndexVec<DefinitionId, Draft<'_>>,
    instances: &IndexVec<InstanceId, References>,
) -> Vec<Vec<Node>> {
    let count = drafts.len();
    let references = drafts.iter().map(|draft| &draft.references).chain(instances.iter());
    let edges: Vec<Vec<usize>> = references
        .map(|references| {
            let definitions = references.definitions.iter().map(|id| id.index());
            definitions.chain(references.instances.iter().map(|id| count + id.index())).collect()
        })
        .collect();
    let node = |index: usize| match index.checked_sub(count) {
        None => Node::Definition(DefinitionId::from_index(index)),
        Some(instance) => Node::Instance(InstanceId::from_index(instance)),
    };
    strongly_connected(&edges).into_iter().map(|nodes| nodes.into_iter().map(node).collect()).collect()
}

/// For each definition, whether it must be called recursive: it was declared so, or is a function that refers to
/// itself, and it does reach itself.
pub(super) fn recursive_definitions(
    drafts: &IndexVec<DefinitionId, Draft<'_>>,
    components: &[Vec<Node>],
) -> Vec<bool> {
    let mut recursive = vec![false; drafts.len()];
    for component in components {
        for node in component {
            let Node::Definition(id) = *node else { continue };
            let draft = &drafts[id];
            let reaches_itself = component.len() > 1 || draft.references.definitions.contains(&id);
            let declared = draft.declared_recursive || draft.function_arity.is_some() && draft.self_reference;
            recursive[id.index()] = reaches_itself && declared;
        }
    }
    recursive
}

/// Tarjan's algorithm (SIAM J. Comput. 1, 1972) with an explicit stack: user text decides how long paths are.
fn strongly_connected(edges: &[Vec<usize>]) -> Vec<Vec<usize>> {
    const NEW: usize = usize::MAX;
    let mut index = vec![NEW; edges.len()];
    let mut low = vec![0; edges.len()];
    let mut on_stack = vec![false; edges.len()];
    let mut stack = Vec::new();
    let mut components = Vec::new();
    let mut next = 0;
    for root in 0..edges.len() {
        if index[root] != NEW {
            continue;
        }
        let mut calls = vec![(root, 0)];
        while let Some((node, edge)) = calls.pop() {
            if edge == 0 {
                index[node] = next;
                low[node] = next;
                next += 1;
                stack.push(node);
                on_stack[node] = true;
            }
            match edges[node].get(edge) {
                Some(&target) => {
                    calls.push((node, edge + 1));
                    if index[target] == NEW {
                        calls.push((target, 0));
                    } else if on_stack[target] {
                        low[node] = low[node].min(index[target]);
                    }
                }
                None => {
                    if let Some(&(caller, _)) = calls.last() {
                        low[caller] = low[caller].min(low[node]);
                    }
                    if low[node] == index[node] {
                        let start = stack.iter().rposition(|&other| other == node).unwrap_or(0);
                        let component = stack.split_off(start);
                        component.iter().for_each(|&member| on_stack[member] = false);
                        components.push(component);
                    }
                }
            }
        }
    }
    components
}

#[cfg(test)]
mod tests {
    use super::strongly_connected;

    #[test]
    fn components_come_after_what_they_refer_to_and_hold_whole_cycles() {
        let edges = vec![vec![1], vec![2, 3], vec![1], vec![], vec![4, 0]];
        assert_eq!(strongly_connected(&edges), vec![vec![3], vec![1, 2], vec![0], vec![4]]);
    }
}
