//! The tables by themselves: fingerprints of all sorts, growth, and many threads at once.

use super::graph::Dice;
use crate::arrivals::{Arrivals, Offer};
use crate::frontier::Run;
use crate::log::{Log, Origin};
use crate::packed::Packed;
use crate::report::ViolationKind;
use crate::seen_set::SeenSet;
use crate::team::settle;
use crate::worker::{Cause, Chunk, Event};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::RwLock;
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
        assert_eq!(seen.insert_alone(fingerprint), expected.insert(fingerprint));
        assert!(seen.contains(fingerprint));
    }
    assert_eq!(seen.len(), expected.len());
    assert!(seen.bytes() >= expected.len() as u64 * 8 * 4 / 3, "the load is at most three quarters");
    assert!(seen.bytes() <= expected.len() as u64 * 8 * 16 / 3);
}

#[test]
fn a_large_table_is_rehashed_by_several_threads_without_loss() {
    let mut seen = SeenSet::with_capacity(1 << 21).unwrap();
    let fingerprint = |number: u64| number.wrapping_mul(0xD134_2543_DE82_EF95);
    for number in 0..1_500_000 {
        assert!(seen.insert_alone(fingerprint(number)));
    }
    let before = seen.bytes();
    seen.reserve(200_000, 3).unwrap();
    assert!(seen.bytes() > before && seen.bytes() < before * 2);
    assert_eq!(seen.len(), 1_500_000);
    assert!((0..1_500_000).all(|number| seen.contains(fingerprint(number))));
    assert!(!seen.contains(fingerprint(1_500_000)));
}

#[test]
fn a_table_that_should_not_grow_grows_seldom_and_is_emptied_in_order() {
    let mut seen = SeenSet::with_capacity(1).unwrap();
    seen.limit_growth(10_000);
    let (mut sizes, mut expected) = (BTreeSet::new(), BTreeSet::new());
    for fingerprint in fingerprints(9, 20_000) {
        seen.reserve(1, 1).unwrap();
        seen.insert_alone(fingerprint);
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
    assert!(seen.insert_alone(5) && drain(&mut seen) == [5]);
}

#[test]
fn each_fingerprint_is_new_to_exactly_one_of_many_threads() {
    for seed in 0..20 {
        let mut seen = SeenSet::with_capacity(1).unwrap();
        let all = fingerprints(seed, 3_000);
        seen.reserve(all.len(), 1).unwrap();
        let new = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            for thread in 0..4 {
                let (seen, new, mut all) = (&seen, &new, all.clone());
                all.rotate_left(thread * 7);
                scope.spawn(move || {
                    let mine = all.iter().filter(|&&fingerprint| seen.insert(fingerprint)).count();
                    new.fetch_add(mine, Relaxed);
                });
            }
        });
        let distinct = all.iter().collect::<BTreeSet<_>>().len();
        assert_eq!(new.load(Relaxed), distinct);
        assert!(all.iter().all(|&fingerprint| seen.contains(fingerprint)));
        seen.note_inserted(distinct);
        assert_eq!(seen.len(), distinct);
    }
}

#[test]
fn arrivals_keep_the_first_origin_whatever_the_order_of_the_offers() {
    for seed in 0..20 {
        let mut arrivals = Arrivals::with_capacity(1).unwrap();
        arrivals.clear(1, 1).unwrap();
        let arrivals = RwLock::new(arrivals);
        let all = fingerprints(seed, 2_000);
        let mut first = BTreeMap::new();
        for (number, &fingerprint) in all.iter().enumerate() {
            first.entry(fingerprint).or_insert(Origin::new(number as u64, 3));
        }
        let inserted = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            for thread in 0..4 {
                let (arrivals, all, inserted) = (&arrivals, &all, &inserted);
                scope.spawn(move || {
                    // Each thread has every fourth offer, half of them from the back.
                    let mut mine: Vec<usize> = (thread..all.len()).step_by(4).collect();
                    if thread % 2 == 1 {
                        mine.reverse();
                    }
                    for number in mine {
                        if !arrivals.read().unwrap().promise(1) {
                            arrivals.write().unwrap().grow(1).unwrap();
                        }
                        let offer =
                            arrivals.read().unwrap().offer(all[number], Origin::new(number as u64, 3));
                        assert!(offer.first || !offer.inserted);
                        inserted.fetch_add(usize::from(offer.inserted), Relaxed);
                    }
                });
            }
        });
        assert_eq!(inserted.load(Relaxed), first.len());
        let mut arrivals = arrivals.into_inner().unwrap();
        for (number, &fingerprint) in all.iter().enumerate() {
            let origin = Origin::new(number as u64, 3);
            assert_eq!(arrivals.is_first(fingerprint, origin), first[&fingerprint] == origin);
        }
        arrivals.clear(10, 2).unwrap();
        assert!(all.iter().all(|&fingerprint| !arrivals.is_first(fingerprint, first[&fingerprint])));
        assert!(arrivals.promise(1) && arrivals.offer(0, Origin::new(9, 9)).inserted);
    }
}

#[test]
fn a_level_is_settled_by_dropping_what_came_first_elsewhere() {
    let mut arrivals = Arrivals::with_capacity(8).unwrap();
    arrivals.clear(8, 1).unwrap();
    let seen = SeenSet::with_capacity(8).unwrap();
    let (late, early) = (Origin::new(9, 1), Origin::new(2, 0));
    let later = Origin::new(9, 3);
    assert!(arrivals.promise(3));
    arrivals.offer(70, late);
    arrivals.offer(80, later);
    assert_eq!(arrivals.offer(70, later), Offer { inserted: false, first: false, beaten: None });
    assert_eq!(arrivals.offer(70, early), Offer { inserted: false, first: true, beaten: Some(late) });
    let event = |kind, fingerprint| Event {
        origin: if fingerprint == 70 { late } else { later },
        cause: Cause::Violation(kind),
        step: None,
        parent: vec![],
        stored: Some(fingerprint),
    };
    let run = Run {
        states: Packed::new(2, 2, &[7, 7, 8, 8]),
        origins: vec![late, later],
        fingerprints: vec![70, 80],
        actions: vec![0, 0],
    };
    let continued = vec![
        event(ViolationKind::Invariant(0), 70),
        event(ViolationKind::Invariant(0), 80),
        event(ViolationKind::ActionProperty(0), 70),
    ];
    let ended = Some(event(ViolationKind::ActionProperty(0), 70));
    let mut chunk = Chunk { run, continued, event: ended, ..Chunk::default() };
    settle(&mut chunk, &[early, late, Origin::new(9, 2)], &arrivals, &seen);
    assert_eq!((chunk.run.states.words(), chunk.run.fingerprints), (vec![8, 8], vec![80]));
    assert!(seen.contains(80) && !seen.contains(70));
    // The invariant was violated by the state that came first, which is another chunk's; the step is this one's.
    let kept = chunk.continued.iter().map(|event| event.stored).collect::<Vec<_>>();
    assert_eq!(kept, [Some(80), Some(70)]);
    assert_eq!(chunk.event.unwrap().stored, None, "it does not count as distinct twice");
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
        log.append(&origins);
        next += origins.len() as u64;
    }
    assert_eq!((log.initial(), log.len(), log.entry(4), log.entry(next)), (5, next, Some(8), None));
    let right = |index| log.entry(index).map(Origin::from_bits) == Some(origin(index));
    assert!((5..next).all(right));
    assert!(log.bytes() < next * 3, "most entries take two bytes");
}
