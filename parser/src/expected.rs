//! What the parser expected, in words: the grammar's terminals grouped into what a person would call them.

/// The tokens that may continue a complete operand, told as "an operator".
#[rustfmt::skip]
const CONTINUATIONS: &[&str] = &["infix", "postfix", "=", "\\in", "[", ".", "!", "::", "(", "prefix"];

/// The tokens that may start an expression, told as "an expression".
#[rustfmt::skip]
const OPERANDS: &[&str] = &[
    "name", "constant", "number", "decimal", "string", "@", "(", "[", "{", "<<", "prefix", "infix", "postfix", "=",
    "\\in", "\\A", "\\E", "\\AA", "\\EE", "CHOOSE", "IF", "LET", "CASE", "WF_", "SF_", "list start", "step reference",
    "LAMBDA",
    // The right-hand side of a definition may also be an INSTANCE; few people look for that.
    "INSTANCE",
];

/// The tokens that may start or follow a unit, told as "the next definition".
#[rustfmt::skip]
const UNITS: &[&str] = &[
    "VARIABLE", "CONSTANT", "RECURSIVE", "LOCAL", "INSTANCE", "ASSUME", "ASSUMPTION", "AXIOM", "THEOREM", "LEMMA",
    "PROPOSITION", "COROLLARY", "USE", "HIDE", "----", "====", "EXTENDS", "definition start",
];

/// The tokens that may start a proof or its next step, told as "a step of the proof".
const PROOFS: &[&str] = &["BY", "OBVIOUS", "OMITTED", "PROOF", "step start"];

/// The grammar's name of a terminal, as LALRPOP reports it: quoted, and escaped like a string.
fn name(reported: &str) -> String {
    reported.trim_matches('"').replace("\\\\", "\\")
}

/// Whether a token, by its name in the grammar, is among those expected.
pub(crate) fn expects(expected: &[String], wanted: &str) -> bool {
    expected.iter().any(|reported| name(reported) == wanted)
}

/// The set of expected tokens in words; `None` if it says nothing.
pub(crate) fn expectation(expected: &[String]) -> Option<String> {
    let mut names: Vec<String> = expected.iter().map(|reported| name(reported)).collect();
    let has = |names: &[String], wanted: &str| names.iter().any(|name| name == wanted);
    let mut phrases: Vec<String> = Vec::new();
    let mut tell = |names: &mut Vec<String>, phrase: Option<&str>, group: &[&str]| {
        names.retain(|name| !group.contains(&name.as_str()));
        phrases.extend(phrase.map(str::to_owned));
    };
    if has(&names, "number") {
        tell(&mut names, Some("an expression"), OPERANDS);
    } else if has(&names, "infix") && has(&names, "name") {
        tell(&mut names, Some("a name or an operator"), CONTINUATIONS);
        tell(&mut names, None, &["name"]);
    } else if has(&names, "name") && has(&names, "{") {
        tell(&mut names, Some("a name or something in brackets"), OPERANDS);
    } else if has(&names, "infix") || has(&names, "postfix") {
        tell(&mut names, Some("an operator"), CONTINUATIONS);
    }
    let at_unit = has(&names, "VARIABLE") && has(&names, "THEOREM");
    if at_unit {
        tell(&mut names, None, UNITS);
        tell(&mut names, None, PROOFS);
    } else if has(&names, "step start") {
        tell(&mut names, Some("a step of the proof"), PROOFS);
    }
    phrases.extend(names.iter().map(|name| phrase(name)));
    if at_unit {
        let next = if phrases.is_empty() { "a definition or declaration" } else { "the next definition" };
        phrases.push(next.into());
    }
    phrases.dedup();
    let last = phrases.pop()?;
    Some(match phrases.len() {
        0 => last,
        1..=6 => format!("{} or {last}", phrases.join(", ")),
        _ => format!("{} or something else", phrases[..5].join(", ")),
    })
}

/// One token in words.
fn phrase(name: &str) -> String {
    match name {
        "name" => "a name".into(),
        "list item" => "the next bullet".into(),
        "list end" => "the end of the list".into(),
        "definition start" => "a definition".into(),
        "step start" | "step reference" => "a proof step".into(),
        "prefix" => "a prefix operator".into(),
        "====" => "the end of the module, `====`".into(),
        "!1" | "!:" | "!@" | "!<<" | "!>>" => "a selector".into(),
        "number" | "string" | "decimal" => format!("a {name}"),
        other => format!("`{other}`"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_of_tokens_are_told_in_groups() {
        let words = |names: &[&str]| {
            let reported: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
            expectation(&reported)
        };
        assert_eq!(words(&[]), None);
        assert_eq!(words(&["name", "number", "(", "IF", ")"]).unwrap(), "an expression or `)`");
        assert_eq!(words(&["infix", "[", ".", "\\\\in", "THEN"]).unwrap(), "an operator or `THEN`");
        assert_eq!(
            words(&["infix", "VARIABLE", "THEOREM", "===="]).unwrap(),
            "an operator or the next definition"
        );
        assert_eq!(words(&["VARIABLE", "THEOREM", "BY"]).unwrap(), "a definition or declaration");
        assert_eq!(words(&["list item", "list end"]).unwrap(), "the next bullet or the end of the list");
    }
}
