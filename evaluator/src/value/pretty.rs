//! TLC's layout of values that are wider than a line, as in traces and in what `PrintT` prints.
//!
//! A value that fits is printed in one line. Otherwise its parts are printed one a line, indented to stand below the
//! first, which follows the opening bracket and a blank:
//!
//! ```text
//! << [ type |-> "prepare",
//!      log |->
//!          <<"a long value that stands on a line of its own", "since it does not fit after its field's name">> ],
//!    2 >>
//! ```
//!
//! A value fits if nothing of it or of what follows on its line (a comma, `@@`, `:>`, the closing brackets of all
//! values that end there) is beyond column 80. The name of a variable before it does not count.

use super::function::FunctionView;
use super::print::{format_value, write_value};
use super::symbol::Symbols;
use super::{Value, deepen};

/// TLC's default width (`tlc2.value.Values.width`).
const WIDTH: usize = 80;
/// How far a value that is below its field or argument is indented from that.
const HANGING: usize = 4;

/// The text of a value as TLC prints one of a state: in one line if it fits, else one part a line.
pub fn format_state_value(symbols: &Symbols, value: Value<'_>) -> String {
    let mut layout = Layout { symbols, out: String::new() };
    layout.value(value, 0, 0);
    layout.out
}

struct Layout<'s> {
    symbols: &'s Symbols,
    out: String,
}

impl Layout<'_> {
    /// Whether a text fits between the column `indent` and the `trailing` characters after it.
    fn fits(text: &str, indent: usize, trailing: usize) -> bool {
        text.chars().count() + indent + trailing <= WIDTH
    }

    /// Appends a value at column `indent`, with `trailing` characters to come on its last line.
    fn value(&mut self, value: Value<'_>, indent: usize, trailing: usize) {
        let text = format_value(self.symbols, value);
        if Self::fits(&text, indent, trailing) {
            self.out.push_str(&text);
        } else {
            deepen(|| self.parts(value, &text, indent, trailing));
        }
    }

    /// Appends a value that does not fit part by part, if it has parts.
    fn parts(&mut self, value: Value<'_>, text: &str, indent: usize, trailing: usize) {
        match value {
            Value::Tuple(tuple) => self.items("<< ", " >>", tuple.items, indent, trailing),
            Value::Set(set) => self.items("{ ", " }", set.items, indent, trailing),
            Value::Record(record) => self.pairs(FunctionView::Record(record), indent, trailing),
            Value::Function(function) => self.pairs(FunctionView::Function(function), indent, trailing),
            _ => self.out.push_str(text),
        }
    }

    fn items(&mut self, open: &str, close: &str, items: &[Value<'_>], indent: usize, trailing: usize) {
        self.out.push_str(open);
        let indent = indent + open.len();
        for (i, item) in items.iter().enumerate() {
            if i + 1 < items.len() {
                self.value(*item, indent, ",".len());
                self.out.push(',');
                self.new_line(indent);
            } else {
                self.value(*item, indent, close.len() + trailing);
            }
        }
        self.out.push_str(close);
    }

    /// The fields of a record or the arguments of a function, each with its value.
    fn pairs(&mut self, function: FunctionView<'_>, indent: usize, trailing: usize) {
        let record = matches!(function, FunctionView::Record(_));
        let [open, arrow, separator, close] =
            if record { ["[ ", " |->", ",", " ]"] } else { ["( ", " :>", " @@", " )"] };
        self.out.push_str(open);
        let indent = indent + open.len();
        for i in 0..function.len() {
            let (argument, value) = (function.argument(i), function.values()[i]);
            let last = i + 1 == function.len();
            let trailing = if last { close.len() + trailing } else { separator.len() };
            let mut line = String::new();
            match argument {
                Value::String(field) if record => line.push_str(self.symbols.text(field)),
                argument => write_value(&mut line, self.symbols, argument),
            }
            let key_fits = Self::fits(&line, indent, arrow.len());
            let key_length = line.len();
            line.push_str(arrow);
            line.push(' ');
            write_value(&mut line, self.symbols, value);
            if Self::fits(&line, indent, trailing) {
                self.out.push_str(&line);
            } else {
                match argument {
                    argument if !record && !key_fits => self.value(argument, indent, arrow.len()),
                    _ => self.out.push_str(&line[..key_length]),
                }
                self.out.push_str(arrow);
                self.new_line(indent + HANGING);
                self.value(value, indent + HANGING, trailing);
            }
            if !last {
                self.out.push_str(separator);
                self.new_line(indent);
            }
        }
        self.out.push_str(close);
    }

    fn new_line(&mut self, indent: usize) {
        self.out.push('\n');
        self.out.extend(std::iter::repeat_n(' ', indent));
    }
}

#[cfg(test)]
mod tests {
    use super::super::Heap;
    use super::super::test_heap::with_heap;
    use super::*;

    fn laid_out(written: &str) -> String {
        with_heap!(heap);
        let value = heap.read(written);
        format_state_value(heap.symbols(), value)
    }

    /// `"aaa..."` with `n` letters; with a tuple around it and `"b"` it is `n + 11` wide.
    fn letters(n: usize) -> String {
        format!("\"{}\"", "a".repeat(n))
    }

    #[test]
    fn a_value_that_fits_in_80_columns_is_one_line() {
        let just = format!("<<{}, \"b\">>", letters(69));
        assert_eq!(laid_out(&just), just);
        let wider = laid_out(&format!("<<{}, \"b\">>", letters(70)));
        assert_eq!(wider, format!("<< {},\n   \"b\" >>", letters(70)));
    }

    #[test]
    fn nested_values_are_laid_out_as_tlc_does() {
        let record =
            "[type |-> \"RequestVoteRequest\", term |-> 1, source |-> \"server1\", dest |-> \"server22\"]";
        assert_eq!(
            laid_out(&format!("({record} :> 1 @@ [a |-> 2] :> {{{record}}})")),
            "( [a |-> 2] :>\n      { [ type |-> \"RequestVoteRequest\",\n          term |-> 1,\n          \
             source |-> \"server1\",\n          dest |-> \"server22\" ] } @@\n  [ type |-> \"RequestVoteRequest\",\n    \
             term |-> 1,\n    source |-> \"server1\",\n    dest |-> \"server22\" ] :>\n      1 )"
        );
        assert_eq!(
            laid_out(&format!("[p1 |-> [log |-> <<{record}>>, votes |-> {{\"p1\"}}]]")),
            "[ p1 |->\n      [ log |->\n            << [ type |-> \"RequestVoteRequest\",\n                 term |-> 1,\n\
             \x20                source |-> \"server1\",\n                 dest |-> \"server22\" ] >>,\n        \
             votes |-> {\"p1\"} ] ]"
        );
    }

    /// The widest text that TLC keeps on its line at each of these places, found by trying all widths.
    #[test]
    fn what_follows_on_the_line_counts_as_tlc_counts_it() {
        let long = letters(85);
        for (template, widest) in [
            ("<<#, L>>", 65),
            ("[ff |-> #, gg |-> L]", 59),
            ("(77 :> # @@ 78 :> <<L>>)", 58),
            ("<<<<#, L>>, L>>", 62),
            ("<<L, #>>", 63),
            ("[gg |-> L, ff |-> [gg |-> L, ff |-> #]]", 50),
            ("(77 :> (77 :> <<L>> @@ 78 :> #))", 51),
            ("<<L, <<L, #>>>>", 57),
        ] {
            let lines = |n: usize| {
                let tuple = format!("<<{}, \"b\">>", letters(n));
                laid_out(&template.replace('#', &tuple).replace('L', &long)).lines().count()
            };
            assert!(lines(widest) < lines(widest + 1), "{template} at {widest}");
            assert_eq!(lines(widest), lines(20), "{template} below {widest}");
        }
    }
}
