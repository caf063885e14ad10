//! What configurations say and what is wrong with them.

use super::*;
use tern_evaluator::model::{Behavior, ConstantValue, Model};
use tern_parser::source::{SourceId, SourceMap};

fn read(text: &str) -> (SourceMap, SourceId, Result<CfgFile, Vec<CfgError>>) {
    let mut sources = SourceMap::default();
    let id = sources.add("Test.cfg", text);
    let result = parse(&sources, id);
    (sources, id, result)
}

fn accepted(text: &str) -> CfgFile {
    read(text).2.expect("the configuration is accepted")
}

fn model(text: &str) -> Result<Model, CfgError> {
    let (sources, source, file) = read(text);
    let end = sources.get(source).text.len() as u32;
    file.expect("the configuration is accepted").to_model(tern_parser::source::Span {
        source,
        start: end,
        end,
    })
}

/// Line, column, TLC's number and message of each fault.
fn faults(text: &str) -> Vec<(u32, u32, u16, String)> {
    let (sources, source, result) = read(text);
    result
        .expect_err("the configuration is rejected")
        .iter()
        .map(|error| {
            let at = sources.get(source).position(error.span.start);
            (at.line, at.column, error.kind.code(), error.message.clone())
        })
        .collect()
}

#[test]
fn sections_repeat_in_any_order_and_lists_accumulate() {
    let file = accepted("INVARIANT A B\nCONSTANT N = 3\nINVARIANTS C\nSPECIFICATION Spec\nPROPERTY P");
    let names: Vec<_> = file.invariants.iter().map(|n| n.text.as_str()).collect();
    assert_eq!(names, ["A", "B", "C"]);
    assert_eq!(file.properties[0].text, "P");
}

#[test]
fn every_form_of_a_constant_is_read() {
    let file = accepted(
        "CONSTANTS N = 3 S = {a, \"b\", {1, TRUE}, {}} Op(1, x) = FALSE D = [M] 4\n I!C <- Def E <- [M] F",
    );
    let assignment = |i: usize| &file.assignments[i];
    assert_eq!(assignment(0).value, ConstantValue::Int(3));
    assert_eq!(
        assignment(1).value,
        ConstantValue::Set(vec![
            ConstantValue::ModelValue("a".into()),
            ConstantValue::String("b".into()),
            ConstantValue::Set(vec![ConstantValue::Int(1), ConstantValue::Bool(true)]),
            ConstantValue::Set(vec![]),
        ])
    );
    assert_eq!(assignment(2).args, [ConstantValue::Int(1), ConstantValue::ModelValue("x".into())]);
    assert_eq!(assignment(3).module.as_ref().map(|m| m.text.as_str()), Some("M"));
    assert_eq!(
        (file.substitutions[0].name.text.as_str(), &*file.substitutions[0].replacement.text),
        ("I!C", "Def")
    );
    assert_eq!(file.substitutions[1].module.as_ref().map(|m| m.text.as_str()), Some("M"));
}

#[test]
fn a_negative_number_is_explained() {
    let (_, _, result) = read("CONSTANT N = -1\nINIT Init");
    let error = &result.expect_err("TLC cannot read negative numbers")[0];
    assert_eq!(error.message, "It was expecting = or <-, but did not find it.");
    assert!(error.help.as_ref().is_some_and(|h| h.contains("negative")), "{error:?}");
}

#[test]
fn every_fault_of_a_file_is_reported_with_its_place() {
    assert_eq!(
        faults("INIT\nNEXT Next\nNEXT Again\nCONSTANT S = {1 2}\nCHECK_DEADLOCK maybe"),
        [
            (2, 1, 5003, "The keyword INIT was not followed by an identifier.".to_owned()),
            (3, 1, 5004, "The keyword NEXT appeared twice.".to_owned()),
            (4, 17, 5006, "It was expecting }, but did not find it.".to_owned()),
            (5, 16, 5006, "It was expecting TRUE or FALSE, but did not find it.".to_owned()),
        ]
    );
}

#[test]
fn the_end_of_the_file_is_a_place_too() {
    assert_eq!(faults("CONSTANT N <-"), [(1, 14, 5005, "Expected an identifier after <-.".to_owned())]);
    assert_eq!(faults("CONSTANT N =")[0].3, "It was expecting a value, but did not find it.");
    assert_eq!(faults("CONSTANT N = [M 2")[0].3, "It was expecting ], but did not find it.");
    assert_eq!(faults("foo")[0].3, "It was expecting a keyword, but did not find it.");
}

#[test]
fn numbers_are_those_of_java() {
    assert_eq!(accepted("CONSTANT N = 2147483647").assignments[0].value, ConstantValue::Int(2147483647));
    assert_eq!(faults("CONSTANT N = 2147483648")[0].2, 5002);
    assert_eq!(faults("CONSTANT N = \\b11")[0].2, 5002);
}

#[test]
fn what_follows_an_unreadable_character_is_ignored_with_a_warning() {
    let file = accepted("INIT Init\nNEXT Next\n; INVARIANT Lost");
    assert!(file.invariants.is_empty());
    assert_eq!(file.warnings.len(), 1);
}

#[test]
fn deadlock_is_checked_unless_the_file_says_no() {
    assert!(model("INIT I NEXT N").is_ok_and(|m| m.check_deadlock));
    assert!(model("INIT I NEXT N CHECK_DEADLOCK FALSE").is_ok_and(|m| !m.check_deadlock));
}

#[test]
fn behaviours_come_from_one_place() {
    assert!(matches!(model("SPECIFICATION S").map(|m| m.behavior), Ok(Some(Behavior::Specification(_)))));
    assert!(matches!(model("").map(|m| m.behavior), Ok(None)));
    let kind = |text: &str| model(text).expect_err("the model is incomplete").kind;
    assert_eq!(kind("SPECIFICATION S INIT I"), CfgErrorKind::BothBehaviors);
    assert_eq!(kind("NEXT N"), CfgErrorKind::MissingInit);
    assert_eq!(kind("INIT I"), CfgErrorKind::MissingNext);
    assert_eq!(kind("INVARIANT I"), CfgErrorKind::MissingInit);
}

#[test]
fn deep_nesting_is_an_error_and_not_an_overflow() {
    let text = format!("CONSTANT S = {}", "{".repeat(100_000));
    assert_eq!(faults(&text)[0].2, 5002);
}

#[test]
fn no_text_makes_the_reader_panic() {
    let text = "CONSTANTS N = 3 S = {a, \"b\\n\", {1}} Op(1, x) = FALSE I!C <- [M] d (* c (* d *) *) \\* e\nINIT ∈é INIT N ?";
    let words =
        ["{", "}", "(", ")", "[", "]", "=", "<-", "!", ",", "\"", "(*", "INIT", "CONSTANT", "é", "\\"];
    let cuts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    let mut rejected = 0;
    for &cut in &cuts {
        for word in words {
            let (before, after) = text.split_at(cut);
            for mutant in [format!("{before}{word}{after}"), format!("{before}{word}"), after.to_owned()] {
                let (sources, _, result) = read(&mutant);
                let Err(errors) = result else { continue };
                rejected += 1;
                for error in errors {
                    assert!(error.span.end as usize <= mutant.len(), "{mutant}: {error:?}");
                    assert!(!error.tlc_text(&sources).is_empty());
                }
            }
        }
    }
    assert!(rejected > 100, "the mutants are not all accepted");
}
