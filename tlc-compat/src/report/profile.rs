//! tern's profile of a run: where its time went, for `--profile`. Data and their text; `json_profile.rs` has the same
//! for programs.

use super::human::Paint;
use super::numbers::grouped;
use std::fmt::Write as _;
use std::time::Duration;
use tern_evaluator::profile::{Cost, Section};
use tern_parser::source::{SourceMap, Span};

/// A run by where its time went.
#[derive(Clone, Debug)]
pub struct ProfileReport {
    /// The run from its beginning to its end, in parts that follow each other.
    pub phases: Vec<(&'static str, Duration)>,
    /// How many workers searched.
    pub workers: usize,
    /// How long they did, on the wall.
    pub search: Duration,
    /// The time in which each of them had states to expand.
    pub busy: Vec<Duration>,
    /// What states were asked.
    pub sections: Vec<ProfileSection>,
    /// Closed expressions whose values are kept. Their time is part of that of the formulas above.
    pub kept: Vec<ProfileRow>,
    /// In the text of which definition, and of no definition inside of it, samples were taken; most first.
    pub definitions: Vec<ProfilePart>,
    /// In the text of which loops they were taken; most first.
    pub loops: Vec<ProfilePart>,
    /// How many samples were taken of what was being evaluated.
    pub samples: u64,
}

/// What states were asked for.
#[derive(Clone, Debug)]
pub struct ProfileSection {
    /// What it is.
    pub section: Section,
    /// The time of what was not an evaluation.
    pub remembering: Duration,
    /// Its formulas, in the order of the specification.
    pub rows: Vec<ProfileRow>,
}

impl ProfileSection {
    /// The time of evaluations.
    pub fn evaluating(&self) -> Duration {
        self.rows.iter().map(|row| row.cost.time).sum()
    }

    /// The time of all of it.
    pub fn time(&self) -> Duration {
        self.evaluating() + self.remembering
    }
}

/// A formula, and what asking for it took.
#[derive(Clone, Debug)]
pub struct ProfileRow {
    /// The action, the invariant, the definition.
    pub name: String,
    /// Its text.
    pub span: Span,
    /// How many formulas it stands for: the instances of an action.
    pub instances: usize,
    /// What asking for them took.
    pub cost: Cost,
    /// Of an action: its steps, and those that led to new states.
    pub steps: Option<(u64, u64)>,
}

/// A part of the specification in which samples were taken.
#[derive(Clone, Debug)]
pub struct ProfilePart {
    /// The definition's name, or what loop it is.
    pub name: String,
    /// Its text.
    pub span: Span,
    /// The samples.
    pub samples: u64,
}

/// Of long tables so many rows are shown, those of the most time.
const MOST_ROWS: usize = 20;

impl ProfileReport {
    /// The time of all workers together.
    pub fn total(&self) -> Duration {
        self.search * u32::try_from(self.workers).unwrap_or(u32::MAX)
    }

    /// What the workers did beside answering the sections' questions: deciding which states are new, and storing them.
    pub fn storing(&self) -> Duration {
        let busy: Duration = self.busy.iter().sum();
        let asked: Duration = self.sections.iter().map(ProfileSection::time).sum();
        busy.saturating_sub(asked)
    }

    /// The time in which workers had no states to expand.
    pub fn waiting(&self) -> Duration {
        self.total().saturating_sub(self.busy.iter().sum())
    }
}

/// What a section asks for, for people.
fn title(section: Section) -> &'static str {
    match section {
        Section::Actions => "successors",
        Section::Constraints => "constraints",
        Section::Invariants => "invariants",
        Section::Properties => "properties of steps",
        Section::Atoms => "atoms of temporal properties",
    }
}

/// The head of the tables' first column: what their formulas are.
fn kind(section: Section) -> &'static str {
    match section {
        Section::Actions => "action",
        Section::Constraints => "conjunct of a constraint",
        Section::Invariants => "conjunct of an invariant",
        Section::Properties => "property of steps",
        Section::Atoms => "atom of temporal properties",
    }
}

/// The profile for people.
pub fn text(report: &ProfileReport, sources: &SourceMap, paint: Paint) -> String {
    let mut text = String::new();
    let whole: Duration = report.phases.iter().map(|(_, time)| *time).sum();
    let _ = writeln!(text, "{}", paint.strong(&format!("profile: {}", seconds(whole))));
    for (phase, time) in &report.phases {
        let _ = writeln!(text, "  {:>9}  {phase}", seconds(*time));
    }
    workers(report, &mut text, paint);
    for section in &report.sections {
        let mut rows: Vec<&ProfileRow> = section.rows.iter().filter(|row| row.cost.asked > 0).collect();
        rows.sort_by_key(|row| std::cmp::Reverse(row.cost.time));
        table(kind(section.section), &rows, report.total(), sources, paint, &mut text);
    }
    let mut kept: Vec<&ProfileRow> = report.kept.iter().collect();
    kept.sort_by_key(|row| std::cmp::Reverse(row.cost.time));
    table("value that is kept (part of the above)", &kept, report.total(), sources, paint, &mut text);
    let of_samples = "of evaluating, by samples";
    parts(
        &format!("definition ({of_samples})"),
        &report.definitions,
        report.samples,
        sources,
        paint,
        &mut text,
    );
    let head = format!("loop, with all that is written in it ({of_samples})");
    parts(&head, &report.loops, report.samples, sources, paint, &mut text);
    text
}

/// How the workers spent the search.
fn workers(report: &ProfileReport, text: &mut String, paint: Paint) {
    let total = report.total();
    let count = report.workers;
    let workers =
        if count == 1 { "the worker's time".to_owned() } else { format!("the {count} workers' time") };
    let _ = writeln!(text, "{}", paint.strong(&format!("{workers}: {}", seconds(total))));
    let mut line = |time: Duration, what: &str| {
        let _ = writeln!(text, "  {:>9}  {:>6}  {what}", seconds(time), percent(time, total));
    };
    for section in &report.sections {
        let title = title(section.section);
        line(section.evaluating(), &format!("{title}: evaluating"));
        let remembering = match section.section {
            Section::Actions => "finding what is remembered, fingerprints",
            _ => "finding what is remembered",
        };
        line(section.remembering, &format!("{title}: {remembering}"));
    }
    line(report.storing(), "deciding which states are new, storing them");
    line(report.waiting(), "waiting, and what is done between levels");
}

fn table(
    head: &str,
    rows: &[&ProfileRow],
    total: Duration,
    sources: &SourceMap,
    paint: Paint,
    text: &mut String,
) {
    if rows.is_empty() {
        return;
    }
    let with_steps = rows.iter().any(|row| row.steps.is_some());
    let mut heads = vec!["evaluating", "", "asked", "remembered", "evaluations", "memory"];
    if with_steps {
        heads.extend(["steps", "new states"]);
    }
    let cells: Vec<Vec<String>> = rows
        .iter()
        .take(MOST_ROWS)
        .map(|row| {
            let Cost { asked, missed, evaluations, time, bytes: memory } = row.cost;
            let remembered = asked.saturating_sub(missed);
            let mut cells = vec![
                seconds(time),
                percent(time, total),
                grouped(asked),
                share(remembered, asked),
                grouped(evaluations),
                bytes(memory),
            ];
            if with_steps {
                let (taken, new) = row.steps.unwrap_or_default();
                cells.extend([grouped(taken), grouped(new)]);
            }
            cells
        })
        .collect();
    let widths: Vec<usize> = (0..heads.len())
        .map(|column| {
            cells.iter().map(|cells| cells[column].len()).max().unwrap_or(0).max(heads[column].len())
        })
        .collect();
    let line = |cells: &mut dyn Iterator<Item = &str>| -> String {
        cells.zip(&widths).map(|(cell, &width)| format!("  {cell:>width$}")).collect()
    };
    let _ = writeln!(text, "{}", paint.strong(&format!("{}  {head}", line(&mut heads.iter().copied()))));
    for (row, cells) in rows.iter().zip(&cells) {
        let instances = if row.instances > 1 { format!(" ({}x)", row.instances) } else { String::new() };
        let place = paint.faint(&place(sources, row.span));
        let _ = writeln!(
            text,
            "{}  {}{instances}  {place}",
            line(&mut cells.iter().map(String::as_str)),
            row.name
        );
    }
    more(rows.len(), text);
}

fn parts(
    head: &str,
    parts: &[ProfilePart],
    samples: u64,
    sources: &SourceMap,
    paint: Paint,
    text: &mut String,
) {
    if parts.is_empty() {
        return;
    }
    let _ = writeln!(text, "{}", paint.strong(&format!("   share  {head}")));
    for part in parts.iter().take(MOST_ROWS) {
        let place = paint.faint(&place(sources, part.span));
        let _ = writeln!(text, "  {:>6}  {}  {place}", share(part.samples, samples), part.name);
    }
    more(parts.len(), text);
}

/// Says that there are more rows.
fn more(rows: usize, text: &mut String) {
    if rows > MOST_ROWS {
        let _ = writeln!(text, "  and {} more", grouped((rows - MOST_ROWS) as u64));
    }
}

fn place(sources: &SourceMap, span: Span) -> String {
    let source = sources.get(span.source);
    let at = source.position(span.start);
    format!("{}:{}:{}", source.name, at.line, at.column)
}

fn seconds(time: Duration) -> String {
    match time.as_secs_f64() {
        seconds if seconds < 1.0 => format!("{:.1} ms", seconds * 1e3),
        seconds => format!("{seconds:.2} s"),
    }
}

fn percent(part: Duration, whole: Duration) -> String {
    if whole.is_zero() { "-".to_owned() } else { format!("{:.1} %", part.div_duration_f64(whole) * 100.0) }
}

fn share(part: u64, whole: u64) -> String {
    if whole == 0 { "-".to_owned() } else { format!("{:.1} %", part as f64 / whole as f64 * 100.0) }
}

fn bytes(bytes: usize) -> String {
    match bytes {
        0..=9_999 => format!("{bytes} B"),
        10_000..=9_999_999 => format!("{} kB", bytes / 1000),
        _ => format!("{} MB", bytes / 1_000_000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_costly_formula_comes_first_and_the_workers_time_adds_up() {
        let mut sources = SourceMap::default();
        let source = sources.add("S.tla", "A == x\nB == y\n");
        let second = Duration::from_secs(1);
        let row = |name: &str, start, time, asked, missed| ProfileRow {
            name: name.to_owned(),
            span: Span { source, start, end: start + 1 },
            instances: 1,
            cost: Cost { asked, missed, evaluations: missed, time, bytes: 0 },
            steps: Some((5, 2)),
        };
        let report = ProfileReport {
            phases: vec![("search", 5 * second)],
            workers: 2,
            search: 5 * second,
            busy: vec![5 * second, 4 * second],
            sections: vec![ProfileSection {
                section: Section::Actions,
                remembering: 2 * second,
                rows: vec![row("A", 5, second, 200, 20), row("B", 12, 3 * second, 200, 150)],
            }],
            kept: Vec::new(),
            definitions: vec![ProfilePart {
                name: "B".into(),
                span: Span { source, start: 12, end: 13 },
                samples: 3,
            }],
            loops: Vec::new(),
            samples: 4,
        };
        assert_eq!((report.storing(), report.waiting()), (3 * second, second));
        assert_eq!(
            text(&report, &sources, Paint { colour: false }),
            "profile: 5.00 s\n\
             \x20    5.00 s  search\n\
             the 2 workers' time: 10.00 s\n\
             \x20    4.00 s  40.0 %  successors: evaluating\n\
             \x20    2.00 s  20.0 %  successors: finding what is remembered, fingerprints\n\
             \x20    3.00 s  30.0 %  deciding which states are new, storing them\n\
             \x20    1.00 s  10.0 %  waiting, and what is done between levels\n\
             \x20 evaluating          asked  remembered  evaluations  memory  steps  new states  action\n\
             \x20     3.00 s  30.0 %    200      25.0 %          150     0 B      5           2  B  S.tla:2:6\n\
             \x20     1.00 s  10.0 %    200      90.0 %           20     0 B      5           2  A  S.tla:1:6\n\
             \x20  share  definition (of evaluating, by samples)\n\
             \x20 75.0 %  B  S.tla:2:6\n"
        );
    }
}
