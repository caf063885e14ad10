//! The parts of the benches `against_tlc` and `scaling` that compute: wrong figures would not be seen in their output.

#[path = "../benches/scaling/chart.rs"]
mod chart;
#[path = "../benches/measure/mod.rs"]
#[allow(dead_code, reason = "what runs tools is used by the benches alone")]
mod measure;
#[path = "../benches/scaling/speed_up.rs"]
mod speed_up;

use chart::{Curve, What};
use measure::comparison::{Ratios, cheapest, disagreement, fastest, geometric_mean};
use measure::machine::{Machine, date, field, first_number, kibibytes};
use measure::model::{self, Expected, Model};
use measure::numbers::{grouped, mebibytes, rate, short};
use measure::process;
use measure::record::{ModelRecord, Record};
use measure::run::{Failure, Run, Together, Tool, counts};
use measure::table::Table;
use speed_up::{ceiling, points};
use std::process::Command;
use std::time::{Duration, Instant};

/// A run that took so many seconds on the clock and of CPU time.
fn run(tool: Tool, workers: usize, wall: f64, cpu: f64) -> Run {
    Run {
        tool,
        workers,
        wall_seconds: wall,
        user_seconds: cpu * 0.75,
        system_seconds: cpu * 0.25,
        peak_memory_bytes: 1 << 20,
        generated: 50,
        distinct: 10,
        depth: Some(4),
    }
}

#[test]
fn counts_are_read_off_the_summary_not_off_progress() {
    let text = "\
TLC2 Version 2.15 of Day Month 20?? (rev: eb3ff99)
Finished computing initial states: 1 distinct state generated at 2026-01-01 00:00:00.
Progress(3) at 2026-01-01 00:00:03: 1,500 states generated (9 s/min), 700 distinct states found (4 ds/min), 30 states left on queue.
Progress(9) at 2026-01-01 00:00:09: 2,500 states generated, 900 distinct states found, 0 states left on queue.
2500 states generated, 900 distinct states found, 0 states left on queue.
The depth of the complete state graph search is 9.
";
    assert_eq!(counts(Some(0), text), Ok((2500, 900, Some(9))));
}

#[test]
fn a_run_that_found_an_error_or_left_states_has_no_counts() {
    let text = "2500 states generated, 900 distinct states found, 0 states left on queue.\n";
    assert_eq!(counts(Some(0), text), Ok((2500, 900, None)));
    assert_eq!(counts(Some(12), text), Err("it ended with status 12".to_owned()));
    assert_eq!(counts(None, text), Err("it was killed".to_owned()));
    assert_eq!(counts(Some(0), &text.replace(", 0", ", 7")), Err("it left 7 states".to_owned()));
    assert_eq!(counts(Some(0), "Starting...\n"), Err("it did not tell its counts".to_owned()));
}

#[test]
fn ratios_say_how_many_times_more_tlc_needs() {
    let (tern, mut tlc) = (run(Tool::Tern, 1, 2.0, 4.0), run(Tool::Tlc, 1, 20.0, 100.0));
    tlc.peak_memory_bytes *= 8;
    let ratios = Ratios::between(&tern, &tlc);
    assert_eq!(ratios, Ratios { wall: 10.0, cpu: 25.0, memory: 8.0 });
}

#[test]
fn the_mean_of_twice_and_half_is_once() {
    let twice = Ratios { wall: 2.0, cpu: 4.0, memory: 1.0 };
    let half = Ratios { wall: 0.5, cpu: 4.0, memory: 16.0 };
    let mean = Ratios::mean(&[twice, half]).expect("of two");
    for (mean, expected) in [(mean.wall, 1.0), (mean.cpu, 4.0), (mean.memory, 4.0)] {
        assert!((mean - expected).abs() < 1e-9, "{mean} is {expected}");
    }
    assert_eq!(geometric_mean(std::iter::empty()), None);
    assert_eq!(Ratios::mean(&[]), None);
}

#[test]
fn the_cheapest_run_needs_the_least_cpu_and_the_fastest_the_least_time() {
    let runs = [run(Tool::Tern, 1, 2.0, 1.5), run(Tool::Tern, 1, 1.0, 1.7), run(Tool::Tern, 1, 3.0, 1.6)];
    assert_eq!(cheapest(runs.iter()), Some(&runs[0]));
    assert_eq!(fastest(runs.iter()), Some(&runs[1]));
}

#[test]
fn runs_that_count_otherwise_than_each_other_or_than_expected_disagree() {
    let expected = Expected { generated: 50, distinct: 10 };
    let mut runs = vec![run(Tool::Tern, 1, 1.0, 1.0), run(Tool::Tlc, 1, 1.0, 1.0)];
    assert_eq!(disagreement(&runs, None), None);
    assert_eq!(disagreement(&runs, Some(expected)), None);
    let difference = disagreement(&runs, Some(Expected { generated: 51, ..expected }));
    assert!(difference.is_some_and(|what| what.starts_with("tern with 1 workers has 50 generated")));
    runs[1].distinct = 11;
    let difference = disagreement(&runs, None).expect("11 are not 10");
    assert_eq!(
        difference,
        "TLC with 1 workers has 50 generated and 11 distinct states, tern with 1 workers has 50 and 10"
    );
}

#[test]
fn depths_disagree_only_between_runs_with_one_worker() {
    let mut runs =
        vec![run(Tool::Tern, 1, 1.0, 1.0), run(Tool::Tlc, 2, 1.0, 1.0), run(Tool::Tlc, 1, 1.0, 1.0)];
    runs[1].depth = Some(5);
    assert_eq!(disagreement(&runs, None), None);
    runs[2].depth = Some(5);
    assert!(disagreement(&runs, None).is_some_and(|what| what.starts_with("TLC with 1 workers has depth")));
}

#[test]
fn the_speed_up_is_that_of_the_fastest_runs() {
    let runs = [
        run(Tool::Tern, 4, 4.0, 8.0),
        run(Tool::Tern, 1, 12.0, 8.0),
        run(Tool::Tern, 1, 10.0, 9.0),
        run(Tool::Tern, 4, 5.0, 8.0),
        run(Tool::Tlc, 4, 1.0, 8.0),
    ];
    let tern = points(&runs, Tool::Tern);
    let figures: Vec<_> =
        tern.iter().map(|point| (point.workers, point.speed_up, point.efficiency())).collect();
    assert_eq!(figures, [(1, 1.0, 1.0), (4, 2.5, 0.625)]);
    assert_eq!(points(&runs, Tool::Tlc), [], "there is no run with one worker");
}

#[test]
fn the_ceiling_is_what_processes_do_at_a_time() {
    let runs = [run(Tool::Tern, 1, 12.0, 8.0), run(Tool::Tern, 1, 10.0, 9.0), run(Tool::Tlc, 1, 1.0, 1.0)];
    let together = |processes, wall_seconds| Together { processes, wall_seconds };
    let all = [together(2, 16.0), together(2, 12.5), together(4, 10.0)];
    assert_eq!(ceiling(&runs, &all, 2), Some(1.6), "of the fastest runs");
    assert_eq!(ceiling(&runs, &all, 4), Some(4.0));
    assert_eq!(ceiling(&runs, &all, 3), None);
}

#[test]
fn a_perfect_speed_up_is_drawn_on_the_line_of_what_would_be_perfect() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("chart.svg");
    let runs = |tool, last| [run(tool, 1, 8.0, 8.0), run(tool, 4, last, 8.0)];
    for (what, last, most_lines) in [
        (What::SpeedUp, 2.0, 2),
        (What::Efficiency, 2.0, 2),
        (What::SpeedUp, 4.0, 1),
        (What::Efficiency, 4.0, 1),
    ] {
        let points = points(&runs(Tool::Tern, last), Tool::Tern);
        let curve = Curve { model: "Some & other".to_owned(), tool: Tool::Tern, points };
        chart::draw(&file, what, &[curve]).expect("room for it");
        let text = std::fs::read_to_string(&file).expect("it is there");
        assert!(text.contains("Some &amp; other"), "the legend names the model");
        // The line of what is perfect comes before the curves.
        let lines: Vec<_> = text.lines().filter(|line| line.starts_with("<polyline")).collect();
        let perfect = lines.iter().find(|line| line.contains("opacity=\"0.4\"")).expect("it is drawn");
        let where_from = |line: &str| line.split("points=").nth(1).map(str::to_owned);
        let same = lines.iter().filter(|line| where_from(line) == where_from(perfect)).count();
        assert_eq!(same, most_lines, "{what:?} with {last} s");
    }
}

#[test]
fn a_process_is_measured_and_one_that_takes_too_long_is_stopped() {
    let mut busy = Command::new("sh");
    busy.args(["-c", "i=0; while [ $i -lt 30000 ]; do i=$((i+1)); done; echo out; echo err >&2; exit 3"]);
    let ended = process::run(busy, Duration::from_secs(60)).expect("there is a shell");
    assert_eq!(ended.status.and_then(|status| status.code()), Some(3));
    assert_eq!(ended.text, "out\nerr\n");
    assert!(ended.usage.user + ended.usage.system > Duration::ZERO);
    assert!(ended.usage.wall + Duration::from_millis(20) > ended.usage.user, "it has one thread");
    assert!((100 << 10..1 << 30).contains(&ended.usage.peak_bytes), "{}", ended.usage.peak_bytes);

    let mut sleeping = Command::new("sleep");
    sleeping.arg("60");
    let start = Instant::now();
    let ended = process::run(sleeping, Duration::from_millis(50)).expect("there is a sleep");
    assert!(ended.status.is_none());
    assert!(start.elapsed() < Duration::from_secs(30));
}

#[test]
fn dates_are_right_around_leap_days() {
    for (seconds, text) in [
        (0, "1970-01-01T00:00:00Z"),
        (68_169_599, "1972-02-28T23:59:59Z"),
        (68_169_600, "1972-02-29T00:00:00Z"),
        (951_782_400, "2000-02-29T00:00:00Z"),
        (1_767_225_599, "2025-12-31T23:59:59Z"),
        (1_772_323_200, "2026-03-01T00:00:00Z"),
        (4_107_542_400, "2100-03-01T00:00:00Z"),
    ] {
        assert_eq!(date(seconds), text);
    }
}

#[test]
fn the_machine_is_described_by_files_of_the_kernel() {
    let text = "processor\t: 0\nmodel name\t: A Processor @ 2: fast\nmodel\t\t: 7\n";
    assert_eq!(field(text, "model name"), Some("A Processor @ 2: fast"));
    assert_eq!(field(text, "model"), Some("7"));
    assert_eq!(field(text, "name"), None);
    assert_eq!(kibibytes("12 kB"), Some(12 << 10));
    assert_eq!(kibibytes("12"), None);
    assert_eq!(first_number("0.75 0.5 0.25 1/200 4711"), Some(0.75));
    assert_eq!(first_number(""), None);
    assert!(Machine::this().cores > 0);
}

#[test]
fn a_busy_machine_is_told_of_and_a_quiet_one_is_not() {
    let machine = |load| Machine { load, cores: 2, ..Machine::this() };
    let busy = machine(Some(3.25)).busy().expect("more than two threads");
    assert!(busy.starts_with("3.25 other threads wanted 2 cores"), "{busy}");
    assert_eq!(machine(Some(0.25)).busy(), None);
    assert_eq!(machine(None).busy(), None);
}

#[test]
fn numbers_are_short_and_grouped() {
    let cases = [
        (0.1234, "0.123"),
        (0.9996, "1.00"),
        (1.5, "1.50"),
        (12.34, "12.3"),
        (99.96, "100"),
        (1234.5, "1234"),
    ];
    for (number, text) in cases {
        assert_eq!(short(number), text);
    }
    for (number, text) in [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567")] {
        assert_eq!(grouped(number), text);
    }
    assert_eq!((rate(999_499.0), rate(1_234_567.0)), ("999 k".to_owned(), "1.23 M".to_owned()));
    assert_eq!((rate(1_499.0), rate(416.4)), ("1.50 k".to_owned(), "416".to_owned()));
    assert_eq!(mebibytes(3 << 20), "3 MiB");
}

#[test]
fn tables_are_aligned_or_in_markdown() {
    let mut table = Table::new(&["model", "s"]);
    table.row(vec!["A".to_owned(), "12.5".to_owned()]);
    table.row(vec!["Longer".to_owned()]);
    assert_eq!(table.plain(), "model      s\nA       12.5\nLonger\n");
    assert_eq!(table.markdown(), "| model | s |\n|---|---:|\n| A | 12.5 |\n| Longer |  |\n");
}

#[test]
fn the_models_of_the_project_are_there_and_their_counts_known() {
    let models = model::list(model::OWN.as_ref()).expect("the list is right");
    assert!(models.len() >= 5);
    for model in &models {
        for file in [&model.module, &model.config] {
            assert!(model.dir.join(file).is_file(), "{} has {file}", model.id);
        }
        assert!(model.expect.is_some_and(|counts| counts.distinct <= counts.generated), "{}", model.id);
    }
}

#[test]
fn models_are_selected_by_a_part_of_their_name() {
    let nowhere = "no such folder".as_ref();
    let all = model::selected(nowhere, &[]).expect("the project's own");
    let some = model::selected(nowhere, &["Phase".to_owned(), "Ring".to_owned()]).expect("two");
    let ids: Vec<_> = some.iter().map(|model| model.id.as_str()).collect();
    assert_eq!(ids, ["TwoPhase", "TokenRing"]);
    assert!(all.len() > some.len());
    assert!(model::selected(nowhere, &["Nothing".to_owned()]).is_err());
}

fn model() -> Model {
    Model {
        id: "M".to_owned(),
        dir: ".".into(),
        module: "M.tla".to_owned(),
        config: "M.cfg".to_owned(),
        args: Vec::new(),
        kind: "small".to_owned(),
        expect: None,
    }
}

#[test]
fn a_failure_of_tern_is_a_fault_and_one_of_tlc_is_not_unless_it_always_fails() {
    let failure = || Err(Failure::TooLong(Duration::from_secs(9)));
    let mut record = Record::new("against_tlc", None, None, &[]);
    let mut without_tlc = ModelRecord::new(&model());
    without_tlc.add(Tool::Tern, 1, Ok(run(Tool::Tern, 1, 1.0, 1.0)));
    without_tlc.add(Tool::Tlc, 1, failure());
    assert_eq!(without_tlc.remarks(), ["not compared: TLC with 1 workers: stopped after 9 s"]);
    record.models.push(without_tlc);
    assert!(!record.all_well(), "nothing was compared");
    let mut with_tlc = ModelRecord::new(&model());
    with_tlc.add(Tool::Tlc, 1, Ok(run(Tool::Tlc, 1, 1.0, 1.0)));
    record.models.push(with_tlc);
    assert!(record.all_well());
    record.models[1].add(Tool::Tern, 1, failure());
    assert_eq!(record.models[1].remarks(), ["wrong: tern with 1 workers: stopped after 9 s"]);
    assert!(!record.all_well());
}

#[test]
fn records_are_lines_of_json_that_are_added_to_a_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut record =
        Record::new("against_tlc", None, Some("TLC2 Version 2.15".to_owned()), &["-Xmx1g".to_owned()]);
    let (tern, tlc) = (run(Tool::Tern, 1, 2.0, 4.0), run(Tool::Tlc, 1, 20.0, 100.0));
    let mut of_model = ModelRecord::new(&model());
    of_model.ratios = Some(Ratios::between(&tern, &tlc));
    of_model.add(Tool::Tern, 1, Ok(tern));
    of_model.add(Tool::Tlc, 1, Ok(tlc));
    record.models.push(of_model);
    for _ in 0..2 {
        record.append(folder.path()).expect("room for it");
    }
    let text = std::fs::read_to_string(folder.path().join("against_tlc.jsonl")).expect("it is there");
    let lines: Vec<_> = text.lines().collect();
    assert_eq!(lines.len(), 2);
    let read: serde_json::Value = serde_json::from_str(lines[1]).expect("JSON");
    assert_eq!(read["tlc"], "TLC2 Version 2.15");
    assert_eq!(read["java"][0], "-Xmx1g");
    assert_eq!(read["models"][0]["runs"][1]["tool"], "tlc");
    assert_eq!(read["models"][0]["runs"][1]["user_seconds"], 75.0);
    assert_eq!(read["models"][0]["ratios"]["cpu"], 25.0);
    assert!(read["models"][0].get("faults").is_none() && read.get("tern").is_none());
    assert!(read["date"].as_str().is_some_and(|date| date.ends_with('Z') && date.len() == 20));
}
