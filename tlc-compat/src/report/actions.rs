//! tern's table of actions: what each did to the state space.

use super::human::Paint;
use super::numbers::grouped;
use std::fmt::Write as _;
use tern_parser::source::{SourceMap, Span};

/// An action: all instances of one formula of the next-state relation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ActionRow {
    /// The operator whose formula it is.
    pub name: String,
    /// The formula.
    pub span: Span,
    /// The steps that it made possible, duplicates included.
    pub generated: u64,
    /// Those that led to a new state.
    pub distinct: u64,
}

/// The table, in the order of the next-state relation. `complete` says that all states were explored, so that an
/// action without steps is never enabled.
pub fn table(rows: &[ActionRow], complete: bool, sources: &SourceMap, paint: Paint) -> String {
    let heads = ["action", "taken", "new states"];
    let cells: Vec<[String; 4]> = rows
        .iter()
        .map(|row| {
            let source = sources.get(row.span.source);
            let at = source.position(row.span.start);
            let place = format!("{}:{}:{}", source.name, at.line, at.column);
            [row.name.clone(), grouped(row.generated), grouped(row.distinct), place]
        })
        .collect();
    let width = |column: usize| {
        let longest = cells.iter().map(|cells| cells[column].chars().count()).max().unwrap_or(0);
        longest.max(heads[column].len())
    };
    let (name, taken, new) = (width(0), width(1), width(2));
    let mut text = String::new();
    let head = format!("{:<name$}  {:>taken$}  {:>new$}", heads[0], heads[1], heads[2]);
    let _ = writeln!(text, "{}", paint.strong(&head));
    for (row, cells) in rows.iter().zip(&cells) {
        let [label, generated, distinct, place] = cells;
        let mark = match row.generated {
            0 if complete => format!("  {}", paint.warn("never enabled")),
            0 => format!("  {}", paint.warn("not enabled so far")),
            _ => String::new(),
        };
        let place = paint.faint(place);
        let _ = writeln!(text, "{label:<name$}  {generated:>taken$}  {distinct:>new$}  {place}{mark}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stand_below_each_other_and_what_was_never_enabled_is_marked() {
        let mut sources = SourceMap::default();
        let source = sources.add("S.tla", "A == x\nLonger == y\n");
        let row = |name: &str, start, generated, distinct| ActionRow {
            name: name.to_owned(),
            span: Span { source, start, end: start + 1 },
            generated,
            distinct,
        };
        let rows = [row("A", 5, 12_345, 7), row("Longer", 17, 0, 0)];
        let plain = Paint { colour: false };
        assert_eq!(
            table(&rows, true, &sources, plain),
            "action   taken  new states\n\
             A       12,345           7  S.tla:1:6\n\
             Longer       0           0  S.tla:2:11  never enabled\n"
        );
        assert!(table(&rows, false, &sources, plain).contains("not enabled so far"));
    }
}
