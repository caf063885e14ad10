//! The tables by themselves: fingerprints of all sorts, growth, and many threads at once.

use super::graph::Dice;
use crate::frontier::Run;
use crate::log::{Encoded, Log, Origin};
use crate::packed::Packed;
use crate::report::{ActionCount, ViolationKind};
use crate::seen_set::SeenSet;
use crate::turn::{Turn, When, drop_known, insert};
use crate::worker::{Cause, Chunk, Event};
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// Fingerprints with duplicates, some of them awkward: 0, the greatest, and many with one home.
fn fingerprints(seed: u64, count: usize) -> Vec<u64> {
    let mut dice = Dice(seed);
    let mut all = vec![0, u64::MAX, 1, 0];
    all.extend((0..count).map(|_| dice.roll(count as u64 * 2).wrapping_mul(0x9E37_79B9_7F4A_7C15)));
    all.extend((0..200).map(|step| step << 40));
    all
}

#[test]
fn a_seen_set_that_grows_has_what_a_set_has() {
    let mut seen = SeenSet::with_capacity(1).unwrap();
    let mut expected = BTreeSet::new();
    for fingerprint in fingerprints(5, 20_000) {
        assert_eq!(seen.contains(fingerprint), expected.contains(&fingerprint));
        seen.reserve(1, 1).unwrap();
        assert_eq!(seen.insert(fingerprint), expected.insert(fingerprint));
        assert!(seen.contains(fingerprint));
    }
    assert_eq!(seen.len(), expected.len());
    assert!(seen.bytes() >= expected.len() as u64 * 8 * 4 / 3, "the load is at most three quarters");
    assert!(seen.bytes() <= expected.len() as u64 * 8 * 16 / 3);
}

#[test]
fn a_large_table_is_rehashed_by_several_threads_without_loss() {
    let mut seen = SeenSet::with_capacity(3 << 20).unwrap();
    let fingerprint = |number: u64| number.wrapping_mul(0xD134_2543_DE82_EF95);
    for number in 0..2_200_000 {
        assert!(seen.insert(fingerprint(number)));
    }
    let before = seen.bytes();
    seen.reserve(200_000, 3).unwrap();
    assert!(seen.bytes() > before && seen.bytes() < before * 2);
    assert_eq!(seen.len(), 2_200_000);
    assert!((0..2_200_000).all(|number| seen.contains(fingerprint(number))));
    assert!(!seen.contains(fingerprint(2_200_000)));
}

#[test]
fn a_table_that_should_not_grow_grows_seldom_and_is_emptied_in_order() {
    let mut seen = SeenSet::with_capacity(1).unwrap();
    seen.limit_growth(10_000);
    let (mut sizes, mut expected) = (BTreeSet::new(), BTreeSet::new());
    for fingerprint in fingerprints(9, 20_000) {
        seen.reserve(1, 1).unwrap();
        seen.insert(fingerprint);
        expected.insert(fingerprint);
        if seen.len() <= 10_000 {
            assert!(seen.bytes() < 10_000 * 8 / 3 * 4 + 200);
        }
        sizes.insert(seen.bytes());
    }
    assert!(expected.len() > 12_000 && sizes.len() < 20, "{sizes:?}");
    let before = seen.bytes();
    let drain = |seen: &mut SeenSet| {
        let mut drained = Vec::new();
        seen.drain_sorted(|sorted| {
            drained.extend_from_slice(sorted);
            Ok(())
        })
        .unwrap();
        drained
    };
    assert_eq!(drain(&mut seen), Vec::from_iter(expected));
    assert_eq!((seen.len(), seen.bytes(), seen.contains(0)), (0, before, false));
    assert!(seen.insert(5) && drain(&mut seen) == [5]);
}

#[test]
fn threads_find_what_was_there_while_one_inserts_and_the_table_grows() {
    for seed in 0..10 {
        let mut seen = SeenSet::with_capacity(1).unwrap();
        let all = fingerprints(seed, 20_000);
        // Memory for all, and a small table in it.
        seen.limit_growth(2_000);
        seen.reserve(2_000, 1).unwrap();
        seen.limit_growth(usize::MAX);
        let stored = AtomicUsize::new(0);
        let mut expected = BTreeSet::new();
        std::thread::scope(|scope| {
            for thread in 0..2 {
                let (seen, stored, all) = (&seen, &stored, &all);
                scope.spawn(move || {
                    let absent = 1 << 63 | 1;
                    while stored.load(Relaxed) < all.len() / 2 {
                        assert!(!seen.contains(absent - thread), "nothing is found that is not there");
                    }
                });
            }
            for (number, fingerprint) in all.iter().enumerate() {
                assert!(seen.reserve_in_place(1), "there is room for sixteen times as many");
                assert_eq!(seen.insert(*fingerprint), expected.insert(*fingerprint));
                stored.store(number, Relaxed);
            }
        });
        assert_eq!(seen.len(), expected.len());
        assert!(all.iter().all(|&fingerprint| seen.contains(fingerprint)));
    }
}

#[test]
fn a_chunk_drops_what_was_stored_before_its_turn() {
    let [early, late, last] = [Origin::new(9, 1), Origin::new(9, 3), Origin::new(9, 4)];
    let event = |kind, origin, fingerprint| Event {
        origin,
        cause: Cause::Violation(kind),
        step: Some((Some(0), vec![])),
        parent: vec![],
        stored: Some(fingerprint),
    };
    let run = Run {
        states: Packed::default(),
        origins: vec![early, late],
        fingerprints: vec![70, 80],
        actions: vec![0, 0],
    };
    for (fingerprint, new) in [(70, None), (80, None), (90, Some(90))] {
        let ended = Some(event(ViolationKind::ActionProperty(0), last, fingerprint));
        let actions = vec![(0, ActionCount { generated: 5, distinct: 3 })];
        let (run, words) = (run.clone(), vec![7, 7, 8, 8]);
        let continued = vec![
            event(ViolationKind::Invariant(0), early, 70),
            event(ViolationKind::Invariant(0), late, 80),
            event(ViolationKind::ActionProperty(0), early, 70),
        ];
        let mut chunk = Chunk { run, words, continued, event: ended, actions, ..Chunk::default() };
        let seen = SeenSet::with_capacity(64).unwrap();
        seen.insert(70);
        let (kept, event) = insert(&chunk, &seen);
        drop_known(&mut chunk, 2, (&kept, event));
        assert_eq!((chunk.words, chunk.run.origins), (vec![8, 8], vec![late]));
        assert!(seen.contains(80) && seen.contains(fingerprint));
        // The invariant was violated by the state that came first, which is another chunk's; the step is this one's.
        let kept = chunk.continued.iter().map(|event| event.stored).collect::<Vec<_>>();
        assert_eq!(kept, [Some(80), Some(70)]);
        assert_eq!(chunk.event.unwrap().stored, new, "no state counts as distinct twice");
        assert_eq!(chunk.actions[0].1.distinct, 1 + u64::from(new.is_some()));
    }
}

#[test]
fn chunks_are_stored_in_order_until_the_last_one() {
    let turn = Turn::new();
    assert_eq!((turn.of(0), turn.of(1)), (When::Now, When::Later));
    turn.pass(0, false);
    assert_eq!((turn.of(1), turn.of(2)), (When::Now, When::Later));
    turn.pass(1, true);
    assert_eq!((turn.of(2), turn.of(3)), (When::Never, When::Never));
    let turn = Turn::new();
    turn.end();
    turn.pass(0, false);
    assert_eq!(turn.of(1), When::Never, "it has ended while the chunk number 0 was stored");
}

#[test]
fn the_log_gives_back_origins_across_its_segments() {
    let mut log = Log::default();
    (0..5).for_each(|ordinal| log.push_initial(ordinal * 2));
    let origin = |index: u64| match index % 5_000 {
        0..2 => Origin::new(Origin::PARENTS - 1 - index, Origin::ORDINALS - 1),
        _ => Origin::new(index / 3, index % 3 * 100),
    };
    let mut next = 5;
    while next < 300_000 {
        let origins: Vec<Origin> = (next..next + next % 1000 + 1).map(origin).collect();
        match Encoded::new(&origins).filter(|_| next % 3 != 0) {
            Some(encoded) => log.append_encoded(&encoded),
            None => log.append(&origins),
        }
        next += origins.len() as u64;
    }
    assert_eq!((log.initial(), log.len(), log.entry(4), log.entry(next)), (5, next, Some(8), None));
    let right = |index| log.entry(index).map(Origin::from_bits) == Some(origin(index));
    assert!((5..next).all(right));
    assert!(log.bytes() < next * 3, "most entries take two bytes");
}
