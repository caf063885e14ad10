//! The liveness corpus: small models under many kinds of fairness, each with many temporal properties, whose answers
//! were recorded from TLC. How to record: `tests/record_liveness.rs`.

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

#[path = "support/temporal.rs"]
mod temporal;

use temporal::{Case, Model, Recorded};

/// Runs the command `tlc` on a case.
fn run(model: &Model, case: &Case, workers: &str, scratch: &Path) -> std::io::Result<Recorded> {
    let config = scratch.join("R.cfg");
    std::fs::write(&config, &case.config)?;
    let output = Command::new(env!("CARGO_BIN_EXE_tlc"))
        .args(["-workers", workers, "-metadir"])
        .arg(scratch.join("states"))
        .args(&case.args)
        .arg("-config")
        .arg(&config)
        .arg(model.folder.join(format!("{}.tla", model.module)))
        .current_dir(scratch)
        .stdin(Stdio::null())
        .output()?;
    Ok(Recorded::read(output.status.code().unwrap_or(-1), &String::from_utf8_lossy(&output.stdout)))
}

/// What is wrong with an answer, if anything is.
fn fault(case: &Case, tlc: &Recorded, tern: &Recorded) -> Option<String> {
    let right = case.right.map_or(tlc.exit, i32::from);
    if tern.exit != right {
        return Some(format!("exit {} in place of {right} ({tern:?}, TLC: {tlc:?})", tern.exit));
    }
    // Both searches have to be complete: 12 ends a search on the way.
    let complete = matches!(right, 0 | 13) && matches!(tlc.exit, 0 | 13);
    if complete && tern.counts != tlc.counts {
        return Some(format!("counts {:?} in place of {:?}", tern.counts, tlc.counts));
    }
    // A property that only speaks of the first state is violated without a cycle.
    let cycle = right == 13 && (tlc.exit != 13 || tlc.shows.is_some());
    if cycle != tern.shows.is_some() {
        return Some(format!("exit {right}, and the behaviour that is shown ends so: {:?}", tern.shows));
    }
    None
}

#[test]
fn temporal_properties_are_judged_as_tlc_judged_them() {
    let models = Model::all().unwrap();
    let answers: Vec<_> = models.iter().map(|model| model.answers().unwrap()).collect();
    let cases: Vec<(usize, &Case)> = models
        .iter()
        .enumerate()
        .flat_map(|(model, Model { cases, .. })| cases.iter().map(move |case| (model, case)))
        .collect();
    let (next, faults) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let scratch = tempfile::tempdir().unwrap();
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    let Some(&(model, case)) = cases.get(number) else { break };
                    let name = &models[model].module;
                    let Some(tlc) = answers[model].get(&case.name) else {
                        faults.lock().unwrap().push(format!("{name} {}: no answer is recorded", case.name));
                        continue;
                    };
                    for workers in ["1", "2"] {
                        let tern = run(&models[model], case, workers, scratch.path()).unwrap();
                        if let Some(fault) = fault(case, tlc, &tern) {
                            let name = format!("{name} {} ({workers})", case.name);
                            faults.lock().unwrap().push(format!("{name}: {fault}"));
                        }
                    }
                }
            });
        }
    });
    let mut faults = faults.into_inner().unwrap();
    faults.sort();
    assert!(faults.is_empty(), "{} of {} cases:\n{}", faults.len(), cases.len(), faults.join("\n"));
}

#[test]
fn the_corpus_is_large_and_as_often_violated_as_not() {
    let answers: Vec<_> =
        Model::all().unwrap().iter().flat_map(|model| model.answers().unwrap().into_values()).collect();
    let violated = answers.iter().filter(|answer| answer.exit == 13).count();
    let holding = answers.iter().filter(|answer| answer.exit == 0).count();
    assert!(answers.len() >= 1400, "{}", answers.len());
    assert!(
        violated * 3 > answers.len() && holding * 3 > answers.len(),
        "{violated} violated, {holding} hold"
    );
}

#[test]
fn every_recorded_answer_belongs_to_a_case() {
    for model in Model::all().unwrap() {
        for name in model.answers().unwrap().keys() {
            assert!(model.cases.iter().any(|case| case.name == *name), "{} {name}", model.module);
        }
    }
}
