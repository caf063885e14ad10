//! Whatever stands in a text, it ends in a module or in errors: no panic, and no flood of errors.

use tern_parser::parse::{Parsed, parse_expression, parse_module, parse_modules};
use tern_parser::print::print_module;
use tern_parser::source::SourceMap;

const EVERYTHING: &str = include_str!("syntax/everything.tla");

fn parse(text: &str) -> Parsed {
    let parsed = parse_module(text, SourceMap::default().add("t", text));
    assert_eq!(parsed.module.is_none(), !parsed.diagnostics.is_empty());
    for diagnostic in &parsed.diagnostics {
        let (start, end) = (diagnostic.span.start as usize, diagnostic.span.end as usize);
        assert!(text.get(start..end).is_some(), "{diagnostic:?} does not lie in the text");
    }
    parsed
}

/// The text without each of its words in turn, a word being letters and digits or a single other sign.
fn with_a_word_less() -> impl Iterator<Item = String> {
    let is_word = |ch: char| ch.is_alphanumeric() || ch == '_';
    let mut starts: Vec<usize> = Vec::new();
    let mut last = ' ';
    for (at, ch) in EVERYTHING.char_indices() {
        if !ch.is_whitespace() && (!is_word(ch) || !is_word(last)) {
            starts.push(at);
        }
        last = ch;
    }
    starts.into_iter().map(move |start| {
        let rest = &EVERYTHING[start..];
        let length = match rest.find(|ch| !is_word(ch)) {
            Some(0) | None => rest.chars().next().map_or(0, char::len_utf8),
            Some(length) => length,
        };
        format!("{}{}", &EVERYTHING[..start], &rest[length..])
    })
}

#[test]
fn the_module_with_everything_is_accepted_and_survives_printing() {
    let parsed = parse(EVERYTHING);
    assert_eq!(parsed.diagnostics, []);
    let printed = print_module(&parsed.module.unwrap());
    assert_eq!(print_module(&parse(&printed).module.unwrap()), printed);
}

#[test]
fn a_missing_word_gives_few_errors() {
    let mut counts = [0usize; 5];
    for text in with_a_word_less() {
        let errors = parse(&text).diagnostics.len();
        counts[errors.min(4)] += 1;
    }
    let [accepted, one, two, three, more] = counts;
    let rejected = one + two + three + more;
    assert!(rejected > 500, "{counts:?}");
    assert!(accepted < rejected, "{counts:?}");
    assert!(one * 100 > rejected * 95, "{counts:?}");
    assert_eq!(more, 0, "{counts:?}");
}

#[test]
fn a_text_cut_anywhere_is_no_panic() {
    for (at, _) in EVERYTHING.char_indices() {
        parse(&EVERYTHING[..at]);
    }
}

#[test]
fn a_stray_sign_anywhere_is_no_panic() {
    for sign in ["(", ")", "\"", "/\\", "==", "∈", "\u{0}", "====", "(*", "<1>", "\t", "[]", "-", "`"] {
        for (at, _) in EVERYTHING.char_indices().step_by(7) {
            parse(&format!("{}{sign}{}", &EVERYTHING[..at], &EVERYTHING[at..]));
        }
    }
}

#[test]
fn signs_in_any_order_are_no_panic() {
    let signs = [
        "(", ")", "[", "]", "{", "}", "<<", ">>", ",", ":", "::", "!", ".", "->", "|->", "<-", "==", "[]",
        "+", "~", "'", "=", "\\in", "\\A", "x", "1", "\"s\"", "@", "_", "IF", "THEN", "ELSE", "LET", "IN",
        "CASE", "OTHER", "EXCEPT", "WF_", "]_", ">>_", "/\\", "\n  /\\", "\n\\/", "<1>1.", "<1>a", "BY",
        "DEF", "QED", "PROOF", "----", "MODULE", "====", "VARIABLE", "LOCAL", "INSTANCE", "WITH", "LAMBDA",
        "CHOOSE", "THEOREM", "ASSUME", "PROVE", "NEW", "-",
    ];
    // A fixed sequence of pseudo-random numbers (Knuth's linear congruence), so that a failure can be repeated.
    let mut random = 1u64;
    for _ in 0..3000 {
        let words: Vec<&str> = (0..30)
            .map(|_| {
                random =
                    random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                signs[(random >> 33) as usize % signs.len()]
            })
            .collect();
        let text = words.join(" ");
        parse(&format!("---- MODULE M ----\nA == {text}\n===="));
        parse(&format!("---- MODULE M ----\n{text}\n===="));
        let _ = parse_expression(&text, SourceMap::default().add("t", ""));
    }
}

#[test]
fn a_text_without_a_module_says_so() {
    for text in ["", "A == 1", "MODULE M", "---- MODUL M ----", "--- MODULE M ---"] {
        let parsed = parse(text);
        assert!(parsed.diagnostics[0].message.contains("no module"), "{:?}", parsed.diagnostics);
    }
}

#[test]
fn all_modules_of_a_text_are_found_but_headers_in_comments_are_not_modules() {
    let text =
        "---- MODULE A ----\n====\n\\*---- MODULE C ----\n\\*====\n ---- MODULE B ----\nX == 1\n====\n";
    let modules = parse_modules(text, SourceMap::default().add("t", text));
    let names: Vec<_> =
        modules.into_iter().map(|parsed| parsed.module.unwrap().name.text.into_string()).collect();
    assert_eq!(names, ["A", "B"]);
}

#[test]
fn a_text_full_of_errors_has_a_bounded_number_of_them() {
    for text in [
        ";".repeat(100_000),
        "A == ) ".repeat(30_000),
        "A == )\n".repeat(30_000),
        "A == a = b = c\n".repeat(5_000),
    ] {
        let parsed = parse(&format!("---- MODULE M ----\n{text}\n===="));
        assert!((1..=1001).contains(&parsed.diagnostics.len()), "{}", parsed.diagnostics.len());
    }
}

#[test]
fn a_module_that_is_given_up_does_not_hide_the_next() {
    let text = format!("---- MODULE A ----\n{}\n====\n---- MODULE B ----\n====\n", ";".repeat(1000));
    let modules = parse_modules(&text, SourceMap::default().add("t", ""));
    assert_eq!(modules.len(), 2);
    assert!(!modules[0].diagnostics.is_empty());
    assert!(modules[1].module.is_some());
}
