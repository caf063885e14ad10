//! What resolution makes of specifications: ids, paths through instances, recursion, levels, the names for `cfg` files.

use tern_parser::resolve::{load_spec, load_spec_with};
use tern_parser::resolved::{
    Argument, Builtin, Callee, Definition, DefinitionId, Entity, ExceptStep, Expr, ExprKind, Level,
    ResolvedSpec,
};

/// Resolves a text whose first module is `Root`.
fn resolve(text: &str) -> ResolvedSpec {
    let source = |name: &str| (name == "Root").then(|| ("Root.tla".to_owned(), text.to_owned()));
    let loaded = load_spec("Root", &source);
    let messages: Vec<_> = loaded.diagnostics.iter().map(|d| &d.message).collect();
    assert!(messages.is_empty(), "{messages:?}");
    loaded.spec.unwrap()
}

fn id(spec: &ResolvedSpec, name: &str) -> DefinitionId {
    match &spec.modules[spec.root].names[name] {
        Entity::Definition { definition, .. } => *definition,
        other => panic!("{name} is {other:?}"),
    }
}

fn definition<'s>(spec: &'s ResolvedSpec, name: &str) -> &'s Definition {
    &spec.definitions[id(spec, name)]
}

fn applied(expr: &Expr) -> (&Callee, &[Argument]) {
    match &expr.kind {
        ExprKind::Apply { callee, args } => (callee, args),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_use_through_instances_lists_them_outermost_first_and_omits_those_that_change_nothing() {
    let spec = resolve(
        "---- MODULE Root ----
VARIABLE v
I(p) == INSTANCE Middle WITH x <- v
A == I(1)!J!Op
B == I(1)!K!Op
INSTANCE Constant
D == One
====
---- MODULE Middle ----
CONSTANT p
VARIABLE x
J == INSTANCE Inner WITH y <- x
K == INSTANCE Inner WITH y <- p
====
---- MODULE Inner ----
CONSTANT y
Op == y
====
---- MODULE Constant ----
One == 1
====
",
    );
    let (Callee::Definition { definition: op, via }, args) = applied(&definition(&spec, "A").body) else {
        panic!()
    };
    assert_eq!(&*spec.definitions[*op].name, "Op");
    assert!(args.is_empty());
    let names: Vec<_> =
        via.iter().map(|step| spec.instances[step.instance].name.as_deref().unwrap()).collect();
    assert_eq!(names, ["I", "J"]);
    assert_eq!(via[0].args.len(), 1);
    assert!(via[1].args.is_empty());
    let (Callee::Definition { via, .. }, _) = applied(&definition(&spec, "D").body) else { panic!() };
    assert!(via.is_empty(), "an instance without substitutions is no step");
    // `p` of Middle stands for the parameter of I by its name, `x` for what WITH says.
    let instance = &spec.instances[via_instance(&spec, "A")];
    assert_eq!(instance.substitutions.len(), 2);
    assert_eq!(instance.params.len(), 1);
    let (substituted, Argument::Expr(value)) = &instance.substitutions[0] else { panic!() };
    assert_eq!(&*spec.declarations[*substituted].name, "p");
    assert!(matches!(applied(value).0, Callee::Parameter(p) if *p == instance.params[0]));
}

fn via_instance(spec: &ResolvedSpec, name: &str) -> tern_parser::resolved::InstanceId {
    let (Callee::Definition { via, .. }, _) = applied(&definition(spec, name).body) else { panic!() };
    via[0].instance
}

#[test]
fn extended_modules_share_declarations_and_come_first() {
    let spec = resolve(
        "---- MODULE Root ----
EXTENDS Left, Right
CONSTANT C
A == x = B
====
---- MODULE Left ----
EXTENDS Base
====
---- MODULE Right ----
EXTENDS Base
ASSUME B = 1
====
---- MODULE Base ----
VARIABLE x
B == 1
ASSUME Named == B # 2
====
",
    );
    let root = &spec.modules[spec.root];
    assert_eq!(root.variables.len(), 1);
    assert_eq!(root.constants.len(), 1);
    let names: Vec<_> = spec.modules.iter().map(|module| &*module.name).collect();
    assert_eq!(names, ["Base", "Left", "Right", "Root"]);
    let assumptions: Vec<_> = root.assumptions.iter().map(|a| a.name.as_deref()).collect();
    assert_eq!(assumptions, [Some("Named"), None]);
    assert!(matches!(root.names["Named"], Entity::Definition { .. }));
    assert_eq!(root.names["x"], Entity::Declaration(root.variables[0]));
}

#[test]
fn names_for_configurations_go_into_instances_without_parameters() {
    let spec = resolve(
        "---- MODULE Root ----
LOCAL Hidden == 1
I == INSTANCE M WITH c <- Hidden
J(p) == INSTANCE M WITH c <- p
====
---- MODULE M ----
CONSTANT c
N == INSTANCE Deep
Op == c
====
---- MODULE Deep ----
CONSTANT c
Bottom == c
====
",
    );
    let names = &spec.modules[spec.root].names;
    let Entity::Definition { via, .. } = &names["I!N!Bottom"] else { panic!() };
    assert_eq!(via.len(), 2);
    assert!(names.contains_key("I!Op") && names.contains_key("Hidden"));
    assert!(!names.contains_key("J!Op") && names.contains_key("J"));
}

#[test]
fn only_what_reaches_itself_is_recursive() {
    let spec = resolve(
        "---- MODULE Root ----
RECURSIVE Even(_), Odd(_), Not(_)
Even(n) == n = {} \\/ Odd(n)
Odd(n) == Even(n)
Not(n) == n
f[x \\in {1}] == f[x]
g[x \\in {1}] == x
Caller == Even({}) = f[1]
====
",
    );
    let recursive = |name: &str| definition(&spec, name).recursive;
    assert!(recursive("Even") && recursive("Odd") && recursive("f"));
    assert!(!recursive("Not") && !recursive("g") && !recursive("Caller"));
    let function = |name: &str| match &definition(&spec, name).body.kind {
        ExprKind::Function { recursive, .. } => *recursive,
        other => panic!("{other:?}"),
    };
    assert_eq!(function("f"), Some(id(&spec, "f")));
    assert_eq!(function("g"), None);
}

#[test]
fn levels_pass_through_parameters_instances_and_recursion() {
    let spec = resolve(
        "---- MODULE Root ----
EXTENDS Naturals
VARIABLE v
Id(x) == x
Const == Id(1) + 1
State == Id(v)
Action == Id(v')
Native == 1 + v
Temporal == [][Action = v]_v
Enabled == ENABLED (v' = 1)
Unchanged == UNCHANGED v
RECURSIVE R(_)
R(n) == IF n = 0 THEN v ELSE R(n - 1)
Higher(F(_)) == F(v)
Primes == Higher(LAMBDA x : x')
Let == LET a == v IN [b \\in {a} |-> b]
Unused == LET a == v' IN 1
I(c) == INSTANCE M
Through == I(v')!Op
Bound == \\E x \\in {v} : x = 1
====
---- MODULE M ----
CONSTANT c
Op == c = 1
====
",
    );
    for (name, level) in [
        ("Const", Level::Constant),
        ("State", Level::State),
        ("Action", Level::Action),
        ("Native", Level::State),
        ("Temporal", Level::Temporal),
        ("Enabled", Level::State),
        ("Unchanged", Level::Action),
        ("R", Level::State),
        ("Higher", Level::State),
        ("Primes", Level::Action),
        ("Let", Level::State),
        ("Unused", Level::Constant),
        ("Through", Level::Action),
        ("Bound", Level::State),
        ("Id", Level::Constant),
    ] {
        assert_eq!(definition(&spec, name).level, level, "{name}");
    }
}

#[test]
fn numbers_and_except_are_brought_into_one_form() {
    let spec = resolve(
        "---- MODULE Root ----
CONSTANT f
A == <<\\hFF, \\b101, \\o17, 007>>
B == [f EXCEPT ![1, 2].a = @, !.b = 3]
D == f[1, 2]
====
",
    );
    let ExprKind::Tuple(numbers) = &definition(&spec, "A").body.kind else { panic!() };
    let digits: Vec<_> = numbers
        .iter()
        .map(|number| match &number.kind {
            ExprKind::Number(digits) => &**digits,
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(digits, ["255", "5", "15", "7"]);
    let ExprKind::Except { updates, .. } = &definition(&spec, "B").body.kind else { panic!() };
    assert!(
        matches!(&updates[0].path[0], ExceptStep::Index(Expr { kind: ExprKind::Tuple(items), .. }) if items.len() == 2)
    );
    assert!(matches!(&updates[0].path[1], ExceptStep::Field(field) if &**field == "a"));
    assert!(matches!(applied(&updates[0].value).0, Callee::Parameter(at) if Some(*at) == updates[0].at));
    assert_eq!(updates[1].at, None);
    let ExprKind::FunctionApplication { arg, .. } = &definition(&spec, "D").body.kind else { panic!() };
    assert!(matches!(&arg.kind, ExprKind::Tuple(items) if items.len() == 2));
}

#[test]
fn a_selected_part_is_a_definition_with_the_names_on_the_way_as_parameters() {
    let spec = resolve(
        "---- MODULE Root ----
Op(a) == \\A x \\in {1} : LET T(z) == <<a, x, z>> IN T(3)
A == Op(1)!(2)!T(3)
====
",
    );
    let (Callee::Definition { definition: part, .. }, args) = applied(&definition(&spec, "A").body) else {
        panic!()
    };
    let part = &spec.definitions[*part];
    assert_eq!(&*part.name, "Op!()!T");
    let names: Vec<_> = part.params.iter().map(|&param| &*spec.parameters[param].name).collect();
    assert_eq!(names, ["a", "x", "z"]);
    assert_eq!(args.len(), 3);
}

#[test]
fn an_instance_without_arguments_is_an_operator_with_more_parameters() {
    let spec = resolve(
        "---- MODULE Root ----
I(p) == INSTANCE M WITH c <- p
Apply(F(_, _)) == F(1, 2)
A == Apply(I!Op)
====
---- MODULE M ----
CONSTANT c
Op(x) == <<c, x>>
====
",
    );
    let (_, args) = applied(&definition(&spec, "A").body);
    assert!(matches!(&args[0], Argument::Lambda { params, .. } if params.len() == 2));
}

#[test]
fn extra_definitions_are_read_at_the_end_of_the_root() {
    let text = "---- MODULE Root ----\nLOCAL Hidden == TRUE\n====\n";
    let source = |name: &str| (name == "Root").then(|| ("Root.tla".to_owned(), text.to_owned()));
    let loaded = load_spec_with("Root", &source, &[("_inv1", "Hidden /\\ TRUE")]);
    let spec = loaded.spec.unwrap();
    assert!(matches!(applied(&definition(&spec, "_inv1").body).0, Callee::Builtin(Builtin::And)));
    let loaded = load_spec_with("Root", &source, &[("_inv1", "Hiden")]);
    assert!(loaded.has_errors() && loaded.spec.is_none());
    let diagnostic = &loaded.diagnostics[0];
    assert_eq!(loaded.sources().text(diagnostic.span), "Hiden");
    assert_eq!(diagnostic.help.as_deref(), Some("Did you mean `Hidden'?"));
}

#[test]
fn files_that_do_not_hold_the_module_are_reported() {
    let check = |text: Option<&str>, code: u16| {
        let source = |_: &str| text.map(|text| ("Root.tla".to_owned(), text.to_owned()));
        let loaded = load_spec("Root", &source);
        assert!(loaded.spec.is_none());
        assert_eq!(loaded.diagnostics[0].code, Some(code), "{:?}", loaded.diagnostics);
    };
    check(None, 4220);
    check(Some("---- MODULE Other ----\n====\n"), 4221);
    check(Some("---- MODULE Root ----\nEXTENDS Root\n====\n"), 4222);
}

#[test]
fn advice_says_where_a_name_comes_from() {
    let text = "---- MODULE Root ----\nA == Cardinality({}) + Later\nLater == 1\n====\n";
    let source = |name: &str| (name == "Root").then(|| ("Root.tla".to_owned(), text.to_owned()));
    let loaded = load_spec("Root", &source);
    let help: Vec<_> = loaded.diagnostics.iter().map(|d| d.help.clone().unwrap()).collect();
    assert!(help.iter().any(|help| help.contains("EXTENDS FiniteSets")), "{help:?}");
    assert!(help.iter().any(|help| help.contains("EXTENDS Naturals")), "{help:?}");
    assert!(help.iter().any(|help| help.contains("further down")), "{help:?}");
}
