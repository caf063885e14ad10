//! How much faster are more workers? tern, and TLC beside it, with several numbers of workers on the same models.
//!
//!     cargo bench --bench scaling -- --workers 1,2,4 [--tlc JAR] [--only NAME,...] [--repeat N] [--markdown]
//!
//! The speed-up is the time on the clock with one worker by that with N workers, the efficiency is the speed-up by N, and
//! the ceiling is what N processes with one worker each do at a time, compared with one of them alone.
//! Both are printed, and drawn in `benches/results/speed-up.svg` and `efficiency.svg`; a record of every run is appended
//! to `benches/results/scaling.jsonl`. Counts that differ, and runs of tern that fail, make it end with status 1.

mod chart;
#[path = "../measure/mod.rs"]
#[allow(dead_code, reason = "each bench uses its part of it")]
mod measure;
mod speed_up;

use clap::Parser;
use measure::arguments::Arguments;
use measure::comparison::disagreement;
use measure::machine;
use measure::model::{self, Model};
use measure::numbers::{mebibytes, short};
use measure::record::{ModelRecord, Record};
use measure::run::{Tool, Tools};
use measure::table::Table;
use speed_up::{Point, ceiling, points};
use std::io::Write;
use std::process::ExitCode;

/// Runs tern, and TLC if it is given, with several numbers of workers on the same models.
#[derive(Parser)]
#[command(name = "scaling")]
struct CommandLine {
    #[command(flatten)]
    common: Arguments,
    /// Numbers of workers; 1 is always among them [default: 1 and the number of cores]
    #[arg(long, value_name = "N,...", value_delimiter = ',')]
    workers: Vec<usize>,
}

fn main() -> ExitCode {
    let line = CommandLine::parse();
    if !line.common.bench {
        say("skipped: it measures only when `cargo bench` runs it\n");
        return ExitCode::SUCCESS;
    }
    match measure_all(&line) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(message) => {
            tell(&format!("the measurement broke off: {message}"));
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

/// The numbers of workers to measure with, ascending.
fn workers(asked: &[usize]) -> Vec<usize> {
    let mut workers = if asked.is_empty() { vec![machine::cores()] } else { asked.to_vec() };
    workers.push(1);
    workers.retain(|&number| number > 0);
    workers.sort_unstable();
    workers.dedup();
    workers
}

/// Measures all models, and tells whether all is well.
fn measure_all(line: &CommandLine) -> Result<bool, String> {
    let common = &line.common;
    let broken = |error: std::io::Error| error.to_string();
    let models = model::selected(&common.corpus, &common.only)?;
    let (tools, workers) = (common.tools(), workers(&line.workers));
    let version = tools.tlc_version().map_err(broken)?;
    let mut record = Record::new("scaling", common.tern.as_deref(), version, &common.java);
    let mut table = Table::new(&[
        "model",
        "tool",
        "workers",
        "wall s",
        "CPU s",
        "memory",
        "speed-up",
        "efficiency",
        "ceiling",
    ]);
    let mut curves = Vec::new();
    let busy = record.machine.busy();
    busy.iter().for_each(|busy| tell(busy));
    for model in &models {
        let result = measure_model(&tools, model, &workers, common.repeat).map_err(broken)?;
        for tool in tools.present() {
            let points = points(&result.runs, tool);
            for point in &points {
                let ceiling = ceiling(&result.runs, &result.together, point.workers);
                table.row(row(&result.model, tool, point, ceiling.filter(|_| tool == Tool::Tern)));
            }
            if !points.is_empty() {
                curves.push(chart::Curve { model: result.model.clone(), tool, points });
            }
        }
        record.models.push(result);
    }
    say(&if common.markdown { table.markdown() } else { table.plain() });
    for model in &record.models {
        model.remarks().iter().for_each(|remark| say(&format!("{}: {remark}\n", model.model)));
    }
    busy.iter().for_each(|busy| say(&format!("\n{busy}\n")));
    record.append(&common.out).map_err(broken)?;
    let draw = |what: chart::What, file: &str| {
        let file = common.out.join(file);
        chart::draw(&file, what, &curves).map_err(|error| format!("{}: {error}", file.display()))
    };
    draw(chart::What::SpeedUp, "speed-up.svg")?;
    draw(chart::What::Efficiency, "efficiency.svg")?;
    Ok(record.all_well())
}

fn row(model: &str, tool: Tool, point: &Point, ceiling: Option<f64>) -> Vec<String> {
    vec![
        model.to_owned(),
        tool.to_string(),
        point.workers.to_string(),
        short(point.wall_seconds),
        short(point.cpu_seconds),
        mebibytes(point.peak_memory_bytes),
        format!("{:.2}", point.speed_up),
        format!("{:.0} %", 100.0 * point.efficiency()),
        ceiling.map_or_else(String::new, |ceiling| format!("{ceiling:.2}")),
    ]
}

/// Runs each tool with each number of workers, in turn, and as many processes of tern at a time.
fn measure_model(
    tools: &Tools,
    model: &Model,
    workers: &[usize],
    repeat: u32,
) -> std::io::Result<ModelRecord> {
    let mut record = ModelRecord::new(model);
    for _ in 0..repeat {
        for &workers in workers {
            for tool in tools.present() {
                let result = tools.measure(tool, model, workers)?;
                let how = match &result {
                    Ok(run) => format!("{} s", short(run.wall_seconds)),
                    Err(failure) => failure.to_string(),
                };
                tell(&format!("{}: {tool} with {workers} workers, {how}", model.id));
                record.add(tool, workers, result);
            }
            if workers > 1 {
                record.together.push(tools.measure_together(model, workers)?);
            }
        }
    }
    record.faults.extend(disagreement(&record.runs, model.expect));
    Ok(record)
}
