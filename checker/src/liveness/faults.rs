//! Mistakes that the tests plant in this module, to learn whether the tests would notice them.

/// A mistake that is easily made in a liveness checker.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Fault {
    /// A component without an edge inside is taken for a cycle.
    TrivialComponent,
    /// Edges that leave a component count for it.
    MarksOfLeavingEdges,
    /// Eventualities need not come true.
    PromisesIgnored,
    /// All eventualities have to be without debt on one same edge.
    PromisesOnOneEdge,
    /// What was found in a component still counts after edges were taken from it.
    MarksOfParentReused,
    /// A component that strong fairness excludes is given up without looking for a smaller one in it.
    ComponentRejected,
    /// SF is read as WF.
    StrongAsWeak,
    /// Not SF is read as not WF.
    NegatedStrongAsWeak,
    /// What has to hold forever from some time on has to hold before, too.
    FilterOnPrefix,
    /// The filter of one search stays for the next.
    FilterLeaks,
    /// A property of the first step is violated even if that step has no fair continuation.
    NoContinuation,
}

/// The planted mistake; none, and nothing to look at, outside of the tests.
#[derive(Clone, Copy, Default, Debug)]
pub(crate) struct Faults {
    #[cfg(test)]
    pub(crate) planted: Option<Fault>,
}

impl Faults {
    #[inline(always)]
    pub(crate) fn has(self, fault: Fault) -> bool {
        #[cfg(test)]
        return self.planted == Some(fault);
        #[cfg(not(test))]
        {
            let _ = fault;
            false
        }
    }
}
