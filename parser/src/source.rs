//! Sources and positions: a [`Span`] is a range of bytes in one source; lines and columns are computed on demand.

use crate::define_id;
use crate::ids::IndexVec;

define_id! {
    /// One text that was read: a module file, an embedded standard module, a configuration.
    pub struct SourceId;
}

/// A range of bytes `start..end` of one source.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Span {
    /// The source that the bytes belong to.
    pub source: SourceId,
    /// The first byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The span from the start of `self` to the end of `other`, both in the same source.
    pub fn to(self, other: Span) -> Span {
        Span { source: self.source, start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// A position for people: both numbers start at 1; a column counts code points, and a tab advances to the
/// next column of the form `8 k + 1`, as in SANY's character stream.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Position {
    /// The line, from 1.
    pub line: u32,
    /// The column, from 1.
    pub column: u32,
}

/// One source text with its name.
#[derive(Clone, Debug)]
pub struct Source {
    /// What to call it in messages: a path as the user gave it, or `<builtin>/Naturals.tla`.
    pub name: String,
    /// The text.
    pub text: String,
    line_starts: Vec<u32>,
}

impl Source {
    /// The position of the byte at `offset`.
    pub fn position(&self, offset: u32) -> Position {
        let offset = (offset as usize).min(self.text.len());
        let line = self.line_starts.partition_point(|&start| start as usize <= offset) - 1;
        let start = self.line_starts[line] as usize;
        let mut column = 1;
        for (at, ch) in self.text[start..].char_indices() {
            if start + at >= offset {
                break;
            }
            column = next_column(column, ch);
        }
        Position { line: line as u32 + 1, column }
    }

    /// The text of line `line` (from 1), without its end.
    pub fn line(&self, line: u32) -> &str {
        let index = line.saturating_sub(1) as usize;
        let start = self.line_starts.get(index).map_or(self.text.len(), |&s| s as usize);
        let end = self.line_starts.get(index + 1).map_or(self.text.len(), |&s| s as usize);
        self.text[start..end].trim_end_matches(['\n', '\r'])
    }
}

/// The column after `ch`, when `ch` stands at `column` (from 1).
pub fn next_column(column: u32, ch: char) -> u32 {
    if ch == '\t' { (column - 1) / 8 * 8 + 9 } else { column + 1 }
}

/// All sources of a run.
#[derive(Clone, Debug, Default)]
pub struct SourceMap {
    sources: IndexVec<SourceId, Source>,
}

impl SourceMap {
    /// Adds a text under a name.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> SourceId {
        let text = text.into();
        let mut line_starts = vec![0];
        line_starts
            .extend(text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(at, _)| at as u32 + 1));
        self.sources.push(Source { name: name.into(), text, line_starts })
    }

    /// The source with this id.
    pub fn get(&self, id: SourceId) -> &Source {
        &self.sources[id]
    }

    /// The text that `span` covers.
    pub fn text(&self, span: Span) -> &str {
        &self.get(span.source).text[span.start as usize..span.end as usize]
    }

    /// First and last position of a span; the last one is that of its last character, as TLC prints it.
    pub fn positions(&self, span: Span) -> (Position, Position) {
        let source = self.get(span.source);
        let start = source.position(span.start);
        let last = source.text[..span.end as usize]
            .char_indices()
            .next_back()
            .map_or(span.start, |(at, _)| (at as u32).max(span.start));
        (start, source.position(last))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tab_advances_to_the_next_multiple_of_eight_and_a_code_point_counts_once() {
        let mut map = SourceMap::default();
        let id = map.add("t", "a\n\tb∈c\n");
        assert_eq!(map.get(id).position(3), Position { line: 2, column: 9 });
        assert_eq!(map.get(id).position(7), Position { line: 2, column: 11 });
        assert_eq!(map.get(id).line(2), "\tb∈c");
    }

    #[test]
    fn the_last_position_of_a_span_is_that_of_its_last_character() {
        let mut map = SourceMap::default();
        let id = map.add("t", "x == 12\n");
        let (first, last) = map.positions(Span { source: id, start: 5, end: 7 });
        assert_eq!((first.column, last.column), (6, 7));
    }
}
