//! What runs leave in files, and the report as JSON. What TLC writes was recorded with TLC 2.15 (rev d5b5a7f), by the
//! command that stands beside it, with fingerprints replaced by the order of their appearance.

use serde_json::{Value, json};
use std::collections::HashMap;
use std::path::Path;
use std::process::Command;

const LIFT: &str = r#"---- MODULE Lift ----
EXTENDS Naturals
VARIABLES floor, doors

Init == floor \in {0, 1} /\ doors = "open"

Close == doors = "open" /\ doors' = "closed" /\ UNCHANGED floor
Open == doors = "closed" /\ doors' = "open" /\ UNCHANGED floor
Up == doors = "closed" /\ floor < 2 /\ floor' = floor + 1 /\ UNCHANGED doors
Wait == UNCHANGED <<floor, doors>>

Next == Close \/ Open \/ Up \/ Wait

Low == floor < 2
NeverTop == ~(floor = 2 /\ doors = "open")
====
"#;

/// A folder with the lift, and configurations that end in `config`.
fn lift(config: &str) -> tempfile::TempDir {
    folder("Lift", LIFT, &format!("INIT Init\nNEXT Next\n{config}"))
}

fn folder(module: &str, text: &str, config: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    for (extension, text) in [("tla", text), ("cfg", config)] {
        let file = folder.path().join(format!("{module}.{extension}"));
        std::fs::write(file, text).expect("a file can be written");
    }
    folder
}

/// The exit status and standard output.
fn run(program: &str, folder: &Path, line: &str) -> (i32, String) {
    let mut command = Command::new(program);
    let output =
        command.args(line.split(' ')).current_dir(folder).output().expect("the command can be started");
    (output.status.code().unwrap_or(-1), String::from_utf8(output.stdout).expect("output is UTF-8"))
}

fn tlc(folder: &Path, line: &str) -> (i32, String) {
    run(env!("CARGO_BIN_EXE_tlc"), folder, line)
}

fn tern(folder: &Path, line: &str) -> (i32, String) {
    run(env!("CARGO_BIN_EXE_tern"), folder, line)
}

fn read(folder: &Path, file: &str) -> String {
    std::fs::read_to_string(folder.join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

/// Replaces fingerprints by `n1`, `n2` and so on in order of appearance, and sorts the nodes of a rank.
fn renumbered(dot: &str) -> String {
    let mut numbers: HashMap<String, usize> = HashMap::new();
    let mut out = String::new();
    for line in dot.split_inclusive('\n') {
        let mut parts: Vec<String> = Vec::new();
        let mut word = String::new();
        for c in line.chars().chain(['\0']) {
            if c == '-' || c.is_ascii_digit() {
                word.push(c);
                continue;
            }
            // Shorter numbers are values and colours.
            if word.trim_start_matches('-').len() > 12 {
                let next = numbers.len() + 1;
                word = format!("n{}", numbers.entry(word).or_insert(next));
            }
            parts.push(std::mem::take(&mut word));
            parts.push(c.to_string());
        }
        let line = parts.concat().replace('\0', "");
        match line.strip_prefix("{rank = same; ").and_then(|rest| rest.strip_suffix(";}\n")) {
            Some(nodes) => {
                let mut nodes: Vec<&str> = nodes.split(';').collect();
                nodes.sort_unstable();
                out.push_str(&format!("{{rank = same; {};}}\n", nodes.join(";")));
            }
            None => out.push_str(&line),
        }
    }
    out
}

#[test]
fn the_list_of_states_is_tlcs() {
    // tlc2.TLC -config Lift.cfg -dump all Lift
    let expected = "State 1:\n/\\ floor = 0\n/\\ doors = \"open\"\n\nState 2:\n/\\ floor = 1\n/\\ doors = \"open\"\n\n\
        State 3:\n/\\ floor = 0\n/\\ doors = \"closed\"\n\nState 4:\n/\\ floor = 1\n/\\ doors = \"closed\"\n\n\
        State 5:\n/\\ floor = 2\n/\\ doors = \"closed\"\n\nState 6:\n/\\ floor = 2\n/\\ doors = \"open\"\n\n";
    for workers in [1, 3] {
        let folder = lift("");
        assert_eq!(tlc(folder.path(), &format!("-workers {workers} -dump all Lift")).0, 0);
        assert_eq!(read(folder.path(), "all.dump"), expected);
    }
}

#[test]
fn the_coloured_graph_is_tlcs() {
    // tlc2.TLC -config Lift.cfg -dump dot,colorize,actionlabels all Lift
    let expected = r#"strict digraph DiskGraph {
edge [colorscheme="paired12"]
nodesep=0.35;
subgraph cluster_graph {
color="white";
n1 [label="/\\ floor = 0\n/\\ doors = \"open\"",style = filled]
n2 [label="/\\ floor = 1\n/\\ doors = \"open\"",style = filled]
n1 -> n3 [label="Close",color="2",fontcolor="2"];
n3 [label="/\\ floor = 0\n/\\ doors = \"closed\""];
n1 -> n1 [label="Wait",color="3",fontcolor="3"];
n2 -> n4 [label="Close",color="2",fontcolor="2"];
n4 [label="/\\ floor = 1\n/\\ doors = \"closed\""];
n2 -> n2 [label="Wait",color="3",fontcolor="3"];
n3 -> n1 [label="Open",color="4",fontcolor="4"];
n3 -> n4 [label="Up",color="5",fontcolor="5"];
n3 -> n3 [label="Wait",color="3",fontcolor="3"];
n4 -> n2 [label="Open",color="4",fontcolor="4"];
n4 -> n5 [label="Up",color="5",fontcolor="5"];
n5 [label="/\\ floor = 2\n/\\ doors = \"closed\""];
n4 -> n4 [label="Wait",color="3",fontcolor="3"];
n5 -> n6 [label="Open",color="4",fontcolor="4"];
n6 [label="/\\ floor = 2\n/\\ doors = \"open\""];
n5 -> n5 [label="Wait",color="3",fontcolor="3"];
n6 -> n5 [label="Close",color="2",fontcolor="2"];
n6 -> n6 [label="Wait",color="3",fontcolor="3"];
{rank = same; n1;n2;}
{rank = same; n3;n4;}
{rank = same; n5;}
{rank = same; n6;}
}
subgraph cluster_legend {graph[style=bold];label = "Next State Actions" style="solid"
node [ labeljust="l",colorscheme="paired12",style=filled,shape=record ]
Close [label="Close",fillcolor=2]
Up [label="Up",fillcolor=5]
Wait [label="Wait",fillcolor=3]
Open [label="Open",fillcolor=4]
}}"#;
    for workers in [1, 3] {
        let folder = lift("");
        let line = format!("-workers {workers} -dump dot,colorize,actionlabels all Lift");
        assert_eq!(tlc(folder.path(), &line).0, 0);
        assert_eq!(renumbered(&read(folder.path(), "all.dot")), expected);
        assert_eq!(tern(folder.path(), "check --graph own.dot Lift.tla").0, 0);
        assert_eq!(read(folder.path(), "own.dot"), read(folder.path(), "all.dot"));
    }
}

/// tlc2.TLC -config Lift.cfg -dump dot,actionlabels low Lift, with CONSTRAINT Low.
const LOW: &str = r#"strict digraph DiskGraph {
nodesep=0.35;
subgraph cluster_graph {
color="white";
n1 [label="/\\ floor = 0\n/\\ doors = \"open\"",style = filled]
n2 [label="/\\ floor = 1\n/\\ doors = \"open\"",style = filled]
n1 -> n3 [label="Close",color="black",fontcolor="black"];
n3 [label="/\\ floor = 0\n/\\ doors = \"closed\""];
n1 -> n1 [label="Wait",color="black",fontcolor="black"];
n2 -> n4 [label="Close",color="black",fontcolor="black"];
n4 [label="/\\ floor = 1\n/\\ doors = \"closed\""];
n2 -> n2 [label="Wait",color="black",fontcolor="black"];
n3 -> n1 [label="Open",color="black",fontcolor="black"];
n3 -> n4 [label="Up",color="black",fontcolor="black"];
n3 -> n3 [label="Wait",color="black",fontcolor="black"];
n4 -> n2 [label="Open",color="black",fontcolor="black"];
n4 -> n4 [label="Wait",color="black",fontcolor="black"];
{rank = same; n1;n2;}
{rank = same; n3;n4;}
}
}"#;

#[test]
fn what_constraints_exclude_is_drawn_if_it_is_asked_for() {
    let folder = lift("CONSTRAINT Low\n");
    assert_eq!(tlc(folder.path(), "-dump dot,actionlabels low Lift").0, 0);
    assert_eq!(renumbered(&read(folder.path(), "low.dot")), LOW);
    assert_eq!(tlc(folder.path(), "-dump dot,actionlabels,constrained low Lift").0, 0);
    let step = "n4 -> n2 [label=\"Open\",color=\"black\",fontcolor=\"black\"];\n";
    let excluded = "n4 -> n5 [label=\"Up\",color=\"black\",fontcolor=\"black\"];\n\
                    n5 [label=\"/\\\\ floor = 2\\n/\\\\ doors = \\\"closed\\\"\"];\n";
    let with_excluded = LOW.replace(step, &format!("{step}{excluded}"));
    assert_eq!(renumbered(&read(folder.path(), "low.dot")), with_excluded);
}

#[test]
fn a_graph_ends_where_the_search_finds_an_error_and_a_snapshot_is_a_copy() {
    // tlc2.TLC -config Lift.cfg -dump dot,snapshot never Lift, with INVARIANT NeverTop: 3 ranks; the state that violates the
    // invariant is the last node.
    let folder = lift("INVARIANT NeverTop\n");
    assert_eq!(tlc(folder.path(), "-dump dot,snapshot never Lift").0, 12);
    let graph = renumbered(&read(folder.path(), "never.dot"));
    let end = "n5 -> n6 [label=\"\",color=\"black\",fontcolor=\"black\"];\n\
               n6 [label=\"/\\\\ floor = 2\\n/\\\\ doors = \\\"open\\\"\"];\n\
               {rank = same; n1;n2;}\n{rank = same; n3;n4;}\n{rank = same; n5;}\n}\n}";
    assert!(graph.ends_with(end), "{graph}");
    assert_eq!(read(folder.path(), "never_snapshot.dot"), read(folder.path(), "never.dot"));
}

#[test]
fn a_dashed_edge_stands_for_stuttering_if_it_is_asked_for() {
    let folder = lift("");
    assert_eq!(tlc(folder.path(), "-dump dot,stuttering ${metadir}/s -metadir m Lift").0, 0);
    let graph = renumbered(&read(folder.path(), "m/s.dot"));
    assert_eq!(graph.matches("style=\"dashed\"").count(), 6);
    assert!(graph.contains("n3 -> n3 [style=\"dashed\"];\n"), "{graph}");
}

const BUFFER: &str = r#"---- MODULE Buffer ----
EXTENDS Integers, Sequences, FiniteSets, TLC, TLCExt
CONSTANTS Senders, Big
VARIABLES queue, sent

Init == queue = <<>> /\ sent = [s \in Senders |-> {}]
Send(s, n) ==
    /\ Len(queue) < 2
    /\ queue' = Append(queue, [from |-> s, item |-> <<n, "x\"y">>])
    /\ sent' = [sent EXCEPT ![s] = @ \cup {n * Big}]
Next == \E s \in Senders, n \in {1, 2} : Send(s, n)

Bound == Len(queue) < 2
Found ==
    /\ Len(ToTrace(CounterExample)) = 3
    /\ ToTrace(CounterExample)[1] = [queue |-> <<>>, sent |-> [s \in Senders |-> {}]]
    /\ Cardinality(CounterExample.state) = 3
    /\ {step[1][1] : step \in CounterExample.action} = {1, 2}
    /\ \A step \in CounterExample.action :
        /\ step[3][1] = step[1][1] + 1
        /\ step[2].name = "Send"
        /\ step[2].location = [beginLine |-> 8, beginColumn |-> 5, endLine |-> 10, endColumn |-> 52, module |-> "Buffer"]
        /\ step[2].parameters = <<"s", "n">>
        /\ step[2].context = [s |-> CHOOSE s \in Senders : TRUE, n |-> 1]
        /\ step[1] \in CounterExample.state /\ step[3] \in CounterExample.state
None == CounterExample = [action |-> {}, state |-> {}]
====
"#;

const BUFFER_CONFIG: &str =
    "CONSTANTS Senders = {alice, bob} Big = 3\nINIT Init\nNEXT Next\nCHECK_DEADLOCK FALSE\n";

fn buffer(config: &str) -> tempfile::TempDir {
    folder("Buffer", BUFFER, &format!("{BUFFER_CONFIG}{config}"))
}

#[test]
fn postconditions_read_the_counterexample() {
    let violated = buffer("INVARIANT Bound\nPOSTCONDITION Found\n");
    let (status, out) = tlc(violated.path(), "Buffer");
    assert_eq!(status, 12, "{out}");
    assert!(!out.contains("Assumption") && !out.contains("postcondition"), "{out}");
    let good = buffer("POSTCONDITION None\n");
    assert_eq!(tlc(good.path(), "Buffer").0, 0);
    let wrong = buffer("POSTCONDITION Found\n");
    assert_eq!(tlc(wrong.path(), "Buffer").0, 10);
}

#[test]
fn an_invariant_reads_the_behaviour_up_to_its_state() {
    let module = "---- MODULE Steps ----\nEXTENDS Naturals, Sequences, TLC, TLCExt\nVARIABLE n\nInit == n \\in 0..2\n\
        Next == n' \\in {n + 2, n + 3}\nInv == n # 8 \\/ (PrintT(Trace) /\\ FALSE)\n\
        Lengths == n = 1 => Trace = <<[n |-> 1]>>\n====\n";
    let folder = folder("Steps", module, "INIT Init\nNEXT Next\nINVARIANTS Lengths Inv\n");
    for workers in [1, 3] {
        let (status, out) = tlc(folder.path(), &format!("-workers {workers} Steps"));
        assert_eq!(status, 12, "{out}");
        assert!(out.contains("\n<<[n |-> 2], [n |-> 5], [n |-> 8]>>\n"), "{out}");
        assert!(out.contains("State 1: <Initial predicate>\nn = 2\n"), "{out}");
    }
}

#[test]
fn trace_is_refused_where_it_is_not_known() {
    let module = "---- MODULE Steps ----\nEXTENDS Naturals, Sequences, TLCExt\nVARIABLE n\nInit == n = 0\n\
        Next == n' = n + Len(Trace)\n====\n";
    let folder = folder("Steps", module, "INIT Init\nNEXT Next\n");
    let (status, out) = tlc(folder.path(), "Steps");
    assert!(status == 78 && out.contains("Trace is supported in invariants"), "{status}: {out}");
}

#[test]
fn the_counterexample_is_written_as_tlcs_json() {
    let folder = buffer("INVARIANT Bound\n");
    assert_eq!(tlc(folder.path(), "-dumpTrace json a.json -dumpTrace json b.json Buffer").0, 12);
    let found: Value = serde_json::from_str(&read(folder.path(), "a.json")).expect("the file is JSON");
    let state = |number: u64, items: &[i64]| {
        let queue: Vec<Value> = items.iter().map(|n| json!({"from": "alice", "item": [n, "x\"y"]})).collect();
        let sent: Vec<i64> = if items.is_empty() { vec![] } else { vec![3] };
        json!([number, {"queue": queue, "sent": {"alice": sent, "bob": []}}])
    };
    let action = json!({
        "name": "Send",
        "location": {"beginLine": 8, "beginColumn": 5, "endLine": 10, "endColumn": 52, "module": "Buffer"},
        "context": {"s": "alice", "n": 1},
        "parameters": ["s", "n"],
    });
    let (one, two, three) = (state(1, &[]), state(2, &[1]), state(3, &[1, 1]));
    let expected = json!({
        "counterexample": {
            "action": [[one, action, two], [two, action, three]],
            "state": [one, two, three],
        },
        "vars": ["queue", "sent"],
    });
    assert_eq!(found, expected);
    assert_eq!(read(folder.path(), "a.json"), read(folder.path(), "b.json"));
}

#[test]
fn a_search_without_error_leaves_no_counterexample() {
    let folder = buffer("");
    assert_eq!(tlc(folder.path(), "-dumpTrace json a.json Buffer").0, 0);
    assert!(!folder.path().join("a.json").exists());
}

#[test]
fn the_counterexample_as_a_module_is_read_back_with_the_same_value() {
    let source = buffer("INVARIANT Bound\n");
    assert_eq!(tlc(source.path(), "-dumpTrace tla Found.tla -dumpTrace json a.json Buffer").0, 12);
    let module = read(source.path(), "Found.tla");
    let check = "---- MODULE Check ----\nEXTENDS Found, Json\n\
                 ASSUME JsonSerialize(\"b.json\", [counterexample |-> CounterExample, vars |-> <<\"queue\", \"sent\">>])\n\
                 ASSUME Len(Trace) = 3 /\\ Trace[3].queue[2].from = alice\n====\n";
    let check = check.replace("Found, Json", "Found, Json, Sequences");
    let target = folder("Check", &check, "CONSTANTS alice = alice bob = bob\n");
    std::fs::write(target.path().join("Found.tla"), module).expect("a file can be written");
    let (status, out) = tlc(target.path(), "Check");
    assert_eq!(status, 0, "{out}");
    let parse = |text: &str| serde_json::from_str::<Value>(text).expect("the file is JSON");
    assert_eq!(parse(&read(target.path(), "b.json")), parse(&read(source.path(), "a.json")));
}

#[test]
fn the_counterexample_is_a_graph_of_a_line_of_states() {
    let folder = lift("INVARIANT NeverTop\n");
    assert_eq!(tlc(folder.path(), "-dumpTrace dot trace.dot Lift").0, 12);
    let expected = r#"digraph Trace {
nodesep=0.35;
1 [label="/\\ floor = 1\n/\\ doors = \"open\"",style = filled];
2 [label="/\\ floor = 1\n/\\ doors = \"closed\""];
1 -> 2 [label="Close"];
3 [label="/\\ floor = 2\n/\\ doors = \"closed\""];
2 -> 3 [label="Up"];
4 [label="/\\ floor = 2\n/\\ doors = \"open\""];
3 -> 4 [label="Open"];
}
"#;
    assert_eq!(read(folder.path(), "trace.dot"), expected);
}

/// The TLA+ text of a value of the Informal Trace Format; model values are told from strings by their names.
fn itf_text(value: &Value) -> String {
    let list = |items: &[Value]| items.iter().map(itf_text).collect::<Vec<_>>().join(", ");
    match value {
        Value::Bool(b) => b.to_string().to_uppercase(),
        Value::String(s) if s == "alice" || s == "bob" => s.clone(),
        Value::String(s) => format!("{s:?}"),
        Value::Array(items) => format!("<<{}>>", list(items)),
        Value::Object(members) => match members.iter().next() {
            Some((tag, Value::String(digits))) if tag == "#bigint" => digits.clone(),
            Some((tag, Value::Array(items))) if tag == "#set" => format!("{{{}}}", list(items)),
            Some((tag, Value::Array(items))) if tag == "#tup" => format!("<<{}>>", list(items)),
            Some((tag, Value::Array(pairs))) if tag == "#map" => {
                let pair = |pair: &Value| format!("{} :> {}", itf_text(&pair[0]), itf_text(&pair[1]));
                format!("({})", pairs.iter().map(pair).collect::<Vec<_>>().join(" @@ "))
            }
            _ => {
                let field = |(name, value): (&String, &Value)| format!("{name} |-> {}", itf_text(value));
                format!("[{}]", members.iter().map(field).collect::<Vec<_>>().join(", "))
            }
        },
        other => panic!("the format has no {other}"),
    }
}

#[test]
fn the_informal_trace_format_is_read_back_as_the_values_that_the_report_shows() {
    let folder = buffer("INVARIANT Bound\n");
    let (status, out) = tern(folder.path(), "check --workers 1 --format json --trace-itf t.itf.json Buffer");
    assert_eq!(status, 12, "{out}");
    let report: Value = serde_json::from_str(&out).expect("the report is JSON");
    let trace: Value = serde_json::from_str(&read(folder.path(), "t.itf.json")).expect("the trace is JSON");
    assert_eq!(trace["#meta"]["format"], "ITF");
    assert_eq!(trace["vars"], json!(["queue", "sent"]));
    assert_eq!(trace.get("loop"), None);
    let shown = report["violations"][0]["behavior"]["states"].as_array().expect("there are states");
    let states = trace["states"].as_array().expect("there are states");
    assert_eq!((shown.len(), states.len()), (3, 3));
    for (index, (shown, state)) in shown.iter().zip(states).enumerate() {
        assert_eq!(state["#meta"]["index"], index);
        for variable in ["queue", "sent"] {
            assert_eq!(itf_text(&state[variable]), shown["text"][variable].as_str().expect("it is a text"));
        }
    }
    assert_eq!(states[2]["#meta"]["action"], "Send(alice, 1)");
    let item = json!({"#tup": [{"#bigint": "1"}, "x\"y"]});
    assert_eq!(states[1]["queue"], json!([{"from": "alice", "item": item}]));
    let sent = json!({"#map": [["alice", {"#set": [{"#bigint": "3"}]}], ["bob", {"#set": []}]]});
    assert_eq!(states[1]["sent"], sent);
}

/// The members of version 1 of the report, as `docs/report-schema.md` names them.
const MEMBERS: [&str; 23] = [
    "format",
    "version",
    "tern",
    "module",
    "file",
    "configuration",
    "verdict",
    "exit_status",
    "complete",
    "diagnostics",
    "warnings",
    "advice",
    "violations",
    "failure",
    "limit",
    "unchecked",
    "postconditions",
    "counts",
    "timings",
    "memory",
    "profile",
    "output",
    "output_dropped",
];

fn report(folder: &Path, line: &str) -> Value {
    let (status, out) = tern(folder, line);
    let report: Value = serde_json::from_str(&out).unwrap_or_else(|error| panic!("{error}: {out}"));
    let mut members: Vec<&String> = report.as_object().expect("it is an object").keys().collect();
    let mut expected = MEMBERS.to_vec();
    members.sort_unstable();
    expected.sort_unstable();
    assert_eq!(members, expected);
    assert_eq!((&report["format"], &report["version"]), (&json!("tern-report"), &json!(1)));
    assert_eq!(report["exit_status"], status);
    report
}

#[test]
fn the_report_names_what_was_violated_and_shows_how() {
    let folder = buffer("INVARIANT Bound\n");
    let found = report(folder.path(), "check --workers 1 --format json Buffer");
    assert_eq!((&found["verdict"], &found["complete"]), (&json!("violation"), &json!(false)));
    let violation = &found["violations"][0];
    assert_eq!((&violation["kind"], &violation["name"]), (&json!("invariant"), &json!("Bound")));
    assert_eq!(violation["behavior"]["back_to"], Value::Null);
    let last = &violation["behavior"]["states"][2];
    assert_eq!((&last["number"], &last["action"]["label"]), (&json!(3), &json!("Send(alice, 1)")));
    let place = json!({
        "file": "Buffer.tla", "begin": {"line": 8, "column": 5}, "end": {"line": 10, "column": 52},
    });
    assert_eq!(last["action"]["span"], place);
    let parameters = json!([
        {"name": "s", "value": "alice", "text": "alice"}, {"name": "n", "value": 1, "text": "1"},
    ]);
    assert_eq!(last["action"]["parameters"], parameters);
    assert_eq!(last["values"]["sent"], json!({"alice": [3], "bob": []}));
    assert_eq!(last["text"]["sent"], "(alice :> {3} @@ bob :> {})");
    assert_eq!(found["counts"]["depth"], 3);
}

#[test]
fn the_report_counts_what_was_explored_and_keeps_what_was_printed() {
    let text = LIFT
        .replace("EXTENDS Naturals", "EXTENDS Naturals, TLC")
        .replace("Low ==", "ASSUME PrintT(<<\"floors\", 3>>)\nLow ==");
    let folder = folder("Lift", &text, "INIT Init\nNEXT Next\n");
    let found = report(folder.path(), "check --format json Lift");
    assert_eq!((&found["verdict"], &found["complete"]), (&json!("ok"), &json!(true)));
    assert_eq!(found["output"], json!(["<<\"floors\", 3>>"]));
    let counts = json!({
        "generated": 16, "distinct": 6, "left": 0, "depth": 4, "initial_generated": 2, "initial_distinct": 2,
        "out_degrees": [2, 4], "fingerprint_bits": 64,
    });
    assert_eq!(found["counts"], counts);
    assert!(found["timings"]["search_seconds"].is_number());
}

#[test]
fn the_report_of_a_run_that_did_not_begin_says_why_and_where() {
    let folder = folder("Lift", &LIFT.replace("floor < 2\n", "flor < 2\n"), "INIT Init\nNEXT Next\n");
    let found = report(folder.path(), "check --format json Lift");
    assert_eq!((&found["verdict"], &found["counts"]), (&json!("rejected"), &Value::Null));
    let fault = &found["diagnostics"][0];
    assert!(fault["message"].as_str().is_some_and(|message| message.contains("flor")), "{fault}");
    assert_eq!(fault["span"]["begin"], json!({"line": 14, "column": 8}));
    let missing = report(folder.path(), "check --format json --config Nowhere.cfg Lift");
    assert_eq!(missing["diagnostics"][0]["span"]["file"], "Nowhere.cfg");
}

#[test]
fn the_report_tells_an_evaluation_that_failed_with_its_place() {
    let folder = folder(
        "Lift",
        &LIFT.replace("floor < 2\n", "floor < doors\n"),
        "INIT Init\nNEXT Next\nINVARIANT Low\n",
    );
    let found = report(folder.path(), "check --format json Lift");
    assert_eq!((&found["verdict"], &found["failure"]["during"]), (&json!("failure"), &json!("invariant")));
    assert_eq!(found["failure"]["error"]["kind"], "type");
    assert_eq!(found["failure"]["error"]["span"]["begin"]["line"], 14);
    assert_eq!(found["failure"]["behavior"]["states"][0]["values"], json!({"floor": 0, "doors": "open"}));
}

#[test]
fn a_picture_shows_each_state_and_each_step_once() {
    let folder = lift("");
    assert_eq!(tern(folder.path(), "check --graph lift.svg Lift").0, 0);
    let picture = read(folder.path(), "lift.svg");
    assert_eq!(picture.matches("rx=\"6\"").count(), 6, "{picture}");
    assert_eq!(picture.matches(">/\\ doors = &quot;closed&quot;</text>").count(), 3);
    assert_eq!(picture.matches("marker-end").count(), 14);
    assert_eq!(picture.matches(">Wait</text>").count(), 6);
}

#[test]
fn a_graph_that_is_too_large_for_a_picture_is_an_error_and_the_run_goes_on() {
    let module = "---- MODULE Count ----\nEXTENDS Naturals\nVARIABLE n\nInit == n = 0\nNext == n' = (n + 1) % 1000\n====\n";
    let folder = folder("Count", module, "INIT Init\nNEXT Next\n");
    let found = report(folder.path(), "check --format json --graph c.svg Count");
    assert_eq!((&found["verdict"], &found["exit_status"]), (&json!("ok"), &json!(255)));
    let message = found["diagnostics"][0]["message"].as_str().expect("there is a message");
    assert!(message.contains("c.svg") && message.contains("too large"), "{message}");
}

#[test]
fn a_file_that_cannot_be_made_ends_the_run_before_it_begins() {
    let folder = lift("");
    let (status, out) = tlc(folder.path(), "-dump Lift.tla/graph Lift");
    assert_eq!(status, 1);
    assert!(out.contains("Lift.tla/graph.dump") && !out.contains("states generated"), "{out}");
    let (status, out) = tlc(folder.path(), "-loadTrace json x Lift");
    assert!(status == 1 && out.contains("-loadTrace"), "{out}");
}
