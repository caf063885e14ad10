//! tern's text for reports made by hand.

use super::super::names::ActionLabel;
use super::*;
use tern_checker::report::TraceState;

struct Lamp {
    sources: SourceMap,
}

impl Names for Lamp {
    fn sources(&self) -> &SourceMap {
        &self.sources
    }
    fn invariant(&self, _: usize) -> String {
        "NeverBoth".into()
    }
    fn action_property(&self, _: usize) -> String {
        "Forward".into()
    }
    fn initial_property(&self, _: usize) -> String {
        "Dark".into()
    }
    fn temporal_property(&self, _: usize) -> String {
        "Lit".into()
    }
    fn action(&self, _: u32) -> ActionLabel {
        ActionLabel { name: "Switch(1)".into(), span: None }
    }
    fn state(&self, behavior: Behavior<'_>, index: usize) -> Vec<Binding> {
        let binding = |(name, word): (&str, &u32)| Binding { name: name.into(), value: word.to_string() };
        ["left", "right"].into_iter().zip(&behavior.states[index].words).map(binding).collect()
    }
}

fn drawn(outcome: Outcome, unchecked: &[String]) -> String {
    drawn_after(outcome, unchecked, 0)
}

fn drawn_after(outcome: Outcome, unchecked: &[String], failed_after: usize) -> String {
    let statistics = Statistics { generated: 1234, distinct: 1, depth: 2, left: 0, ..Statistics::default() };
    let result = Report { outcome, continued: Vec::new(), statistics };
    report(&result, &Lamp { sources: SourceMap::default() }, unchecked, failed_after, Paint { colour: false })
}

#[test]
fn a_trace_shows_what_changed() {
    let state = |action, words: &[u32]| TraceState { action, words: words.to_vec() };
    let trace = vec![state(None, &[0, 0]), state(Some(0), &[1, 0]), state(Some(0), &[1, 0])];
    let text =
        drawn(Outcome::Violation(Violation { kind: ViolationKind::Invariant(0), trace, cycle: None }), &[]);
    let expected = "violated: invariant NeverBoth
  1  initial state
       left = 0
       right = 0
  2  Switch(1)  
       left = 1
  3  Switch(1)  
       (nothing changes)
1 distinct state, 1,234 generated, depth 2, 0 not expanded; 0.0 ms
";
    assert_eq!(text, expected);
}

#[test]
fn fingerprints_of_128_bits_are_told_with_the_estimate_for_so_many() {
    let statistics = Statistics {
        generated: 3 << 40,
        distinct: 1 << 40,
        fingerprint_bits: FingerprintBits::Bits128,
        ..Statistics::default()
    };
    let mut text = String::new();
    super::statistics(&statistics, true, &mut text);
    // 2^40 times 2^41, over 2^128.
    let line =
        "fingerprints of 128 bits: two different states had the same one with a probability of about 7.1E-15";
    assert!(text.lines().any(|found| found == line), "{text}");
    let of_64_bits = Statistics { fingerprint_bits: FingerprintBits::Bits64, ..statistics };
    text.clear();
    super::statistics(&of_64_bits, true, &mut text);
    assert!(!text.contains("fingerprint"), "{text}");
}

#[test]
fn a_property_that_was_not_checked_keeps_the_verdict_from_being_good() {
    assert!(drawn(Outcome::Complete, &[]).starts_with("ok: no error found"));
    let text = drawn(Outcome::Complete, &["Live".to_owned()]);
    assert!(
        !text.contains("ok:") && text.contains("the temporal property Live is not checked yet"),
        "{text}"
    );
}

#[test]
fn a_postcondition_that_fails_keeps_the_verdict_from_being_good() {
    assert!(drawn_after(Outcome::Complete, &[], 1).starts_with("violated: all states were explored, but"));
}

#[test]
fn what_went_to_files_is_told() {
    let statistics = Statistics {
        seen_set_bytes: 3_000_000,
        log_bytes: 100_000,
        spilled_bytes: 1_250_000_000,
        ..Statistics::default()
    };
    let result = Report { outcome: Outcome::Complete, continued: Vec::new(), statistics };
    let text = report(&result, &Lamp { sources: SourceMap::default() }, &[], 0, Paint { colour: false });
    assert!(
        text.ends_with("states took up to 3.1 MB of memory, and 1.2 GB were written to files\n"),
        "{text}"
    );
}

#[test]
fn the_memory_of_values_and_of_remembered_results_is_told_apart_from_that_of_states_if_it_is_much() {
    let drawn = |memo_bytes| {
        let statistics = Statistics {
            frontier_bytes: 2_000_000,
            shared_values: 3_412,
            values_bytes: 1_200_000,
            memo_bytes,
            ..Statistics::default()
        };
        let result = Report { outcome: Outcome::Complete, continued: Vec::new(), statistics };
        report(&result, &Lamp { sources: SourceMap::default() }, &[], 0, Paint { colour: false })
    };
    let wanted =
        "states took up to 2.0 MB of memory; 3,412 values took 1.2 MB; remembered results took 40.0 MB\n";
    assert!(drawn(40_000_000).ends_with(wanted), "{}", drawn(40_000_000));
    assert!(!drawn(4_000).contains("memory"), "{}", drawn(4_000));
}

#[test]
fn temporal_properties_that_were_not_asked_about_are_not_said_to_hold() {
    let statistics = Statistics { left: 7, temporal_unasked: true, ..Statistics::default() };
    let outcome = Outcome::Limit("the search was limited to 3 seconds".to_owned());
    let result = Report { outcome, continued: Vec::new(), statistics };
    let lamp = Lamp { sources: SourceMap::default() };
    let text = report(&result, &lamp, &[], 0, Paint { colour: false });
    let wanted = "limit reached: the search was limited to 3 seconds; nothing is known of the states beyond\n\
         unchecked: the search ended before the temporal properties could be checked; nothing is known of them\n";
    assert!(text.starts_with(wanted), "{text}");
}
