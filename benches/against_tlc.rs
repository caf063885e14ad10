//! tern and the real TLC in turn on the same models: do they count alike, and what does each need for it?
//!
//!     cargo bench --bench against_tlc -- --tlc JAR [--only NAME,...] [--repeat N] [--workers N] [--markdown]
//!
//! It needs Java and a `tla2tools.jar`, and does nothing without. docs/performance.md says how to read the result. A
//! record of every run is appended to `benches/results/against_tlc.jsonl`. Counts that differ, and runs of
//! tern that fail, make it end with status 1; so does a TLC that answers nothing.

#[path = "measure/mod.rs"]
#[allow(dead_code, reason = "each bench uses its part of it")]
mod measure;

use clap::Parser;
use measure::arguments::Arguments;
use measure::comparison::{Ratios, cheapest, disagreement};
use measure::model::{self, Model};
use measure::numbers::{grouped, mebibytes, rate, short};
use measure::record::{ModelRecord, Record};
use measure::run::{Run, Tool, Tools};
use measure::table::Table;
use std::io::Write;
use std::process::ExitCode;

/// Runs tern and TLC in turn on the same models and compares what they count and need.
#[derive(Parser)]
#[command(name = "against_tlc")]
struct CommandLine {
    #[command(flatten)]
    common: Arguments,
    /// How many workers both have
    #[arg(long, value_name = "N", default_value = "1")]
    workers: usize,
}

fn main() -> ExitCode {
    let line = CommandLine::parse();
    if line.common.tlc.is_none() {
        say("skipped: no `--tlc JAR`, so there is no TLC to compare with\n");
        return ExitCode::SUCCESS;
    }
    match compare(&line) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(message) => {
            tell(&format!("the comparison broke off: {message}"));
            ExitCode::from(2)
        }
    }
}

/// The result.
fn say(text: &str) {
    // Who closes the pipe does not want to know.
    let _ = std::io::stdout().write_all(text.as_bytes());
}

/// How it goes.
fn tell(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// Compares on all models, and tells whether all is well.
fn compare(line: &CommandLine) -> Result<bool, String> {
    let common = &line.common;
    let broken = |error: std::io::Error| error.to_string();
    let models = model::selected(&common.corpus, &common.only)?;
    let tools = common.tools();
    let version = tools.tlc_version().map_err(broken)?;
    let mut record = Record::new("against_tlc", common.tern.as_deref(), version, &common.java);
    let busy = record.machine.busy();
    busy.iter().for_each(|busy| tell(busy));
    for model in &models {
        let result = measure_model(&tools, model, line).map_err(broken)?;
        if !common.markdown {
            say(&block(&result));
        }
        record.models.push(result);
    }
    say(&if common.markdown { markdown(&record.models) } else { means(&record.models) });
    busy.iter().for_each(|busy| say(&format!("\n{busy}\n")));
    record.append(&common.out).map_err(broken)?;
    Ok(record.all_well())
}

/// Runs both tools in turn on a model. A tool that fails is not asked again.
fn measure_model(tools: &Tools, model: &Model, line: &CommandLine) -> std::io::Result<ModelRecord> {
    let mut record = ModelRecord::new(model);
    let mut working = tools.present();
    for _ in 0..line.common.repeat {
        for tool in working.clone() {
            let result = tools.measure(tool, model, line.workers)?;
            match &result {
                Ok(run) => tell(&format!("{}: {tool}, {} s", model.id, short(run.wall_seconds))),
                Err(failure) => {
                    tell(&format!("{}: {tool}, {failure}", model.id));
                    working.retain(|&other| other != tool);
                }
            }
            record.add(tool, line.workers, result);
        }
    }
    record.faults.extend(disagreement(&record.runs, model.expect));
    if let [Some(tern), Some(tlc)] = [Tool::Tern, Tool::Tlc].map(|tool| best(&record.runs, tool)) {
        record.ratios = Some(Ratios::between(tern, tlc));
    }
    Ok(record)
}

/// The run that stands for all of a tool.
fn best(runs: &[Run], tool: Tool) -> Option<&Run> {
    cheapest(runs.iter().filter(|run| run.tool == tool))
}

/// What is shown of a model.
fn block(model: &ModelRecord) -> String {
    let mut table = Table::new(&["", "wall s", "CPU s", "generated/s", "distinct/s", "peak memory"]);
    let mut heading = format!("\n{} ({})\n", model.model, model.kind);
    for tool in [Tool::Tern, Tool::Tlc] {
        let Some(run) = best(&model.runs, tool) else { continue };
        if tool == Tool::Tern {
            let depth = run.depth.map_or(String::new(), |depth| format!(", depth {depth}"));
            heading +=
                &format!("{} generated, {} distinct{depth}\n", grouped(run.generated), grouped(run.distinct));
        }
        table.row(vec![
            format!("  {tool}"),
            short(run.wall_seconds),
            short(run.cpu_seconds()),
            rate(run.generated as f64 / run.wall_seconds),
            rate(run.distinct as f64 / run.wall_seconds),
            mebibytes(run.peak_memory_bytes),
        ]);
    }
    if let Some(Ratios { wall, cpu, memory }) = model.ratios {
        let [wall, cpu, memory] = [wall, cpu, memory].map(short);
        table.row(vec!["  ratio".to_owned(), wall.clone(), cpu, wall.clone(), wall, memory]);
    }
    let remarks: String = model.remarks().iter().map(|remark| format!("  {remark}\n")).collect();
    heading + &table.plain() + &remarks
}

fn all_ratios(models: &[ModelRecord]) -> Vec<Ratios> {
    models.iter().filter_map(|model| model.ratios).collect()
}

/// What is shown of all models together.
fn means(models: &[ModelRecord]) -> String {
    let all = all_ratios(models);
    let Some(Ratios { wall, cpu, memory }) = Ratios::mean(&all) else { return String::new() };
    format!(
        "\nTLC by tern, geometric mean of {} models: wall {}, CPU {}, peak memory {}\n",
        all.len(),
        short(wall),
        short(cpu),
        short(memory)
    )
}

/// All of it as one table, a row for each model.
fn markdown(models: &[ModelRecord]) -> String {
    let mut table = Table::new(&[
        "model",
        "generated",
        "distinct",
        "generated/s, tern",
        "TLC",
        "distinct/s, tern",
        "TLC",
        "CPU s, tern",
        "TLC",
        "ratio",
        "memory, tern",
        "TLC",
        "ratio",
    ]);
    for model in models {
        let mut cells = vec![model.model.clone()];
        let [tern, tlc] = [Tool::Tern, Tool::Tlc].map(|tool| best(&model.runs, tool));
        let of = |run: Option<&Run>, show: &dyn Fn(&Run) -> String| run.map_or("-".to_owned(), show);
        let ratio = |part: fn(&Ratios) -> f64| {
            model.ratios.as_ref().map_or("-".to_owned(), |ratios| format!("**{}**", short(part(ratios))))
        };
        let both = |show: &dyn Fn(&Run) -> String| [of(tern, show), of(tlc, show)];
        cells.push(of(tern.or(tlc), &|run| grouped(run.generated)));
        cells.push(of(tern.or(tlc), &|run| grouped(run.distinct)));
        cells.extend(both(&|run| rate(run.generated as f64 / run.wall_seconds)));
        cells.extend(both(&|run| rate(run.distinct as f64 / run.wall_seconds)));
        cells.extend(both(&|run| short(run.cpu_seconds())));
        cells.push(ratio(|ratios| ratios.cpu));
        cells.extend(both(&|run| mebibytes(run.peak_memory_bytes)));
        cells.push(ratio(|ratios| ratios.memory));
        table.row(cells);
    }
    if let Some(mean) = Ratios::mean(&all_ratios(models)) {
        let mut cells = vec!["geometric mean".to_owned()];
        cells.resize(9, String::new());
        cells.push(format!("**{}**", short(mean.cpu)));
        cells.resize(12, String::new());
        cells.push(format!("**{}**", short(mean.memory)));
        table.row(cells);
    }
    let remarks = models.iter().flat_map(|model| {
        model.remarks().into_iter().map(|remark| format!("\n* {}: {remark}\n", model.model))
    });
    table.markdown() + &remarks.collect::<String>()
}
