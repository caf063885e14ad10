//! From trees back to text. Operands are parenthesised wherever they have parts, so that the text shows the tree;
//! parsing it gives the same tree, apart from spans, proofs, and what ASSUME ... PROVE, USE and HIDE say.

use crate::ast::*;
use crate::operators::{self, Fixity};
use std::fmt::Write;

/// The text of a module.
pub fn print_module(module: &Module) -> String {
    let mut printer = Printer::default();
    printer.module(module);
    printer.out
}

/// The text of an expression.
pub fn print_expression(expr: &Expr) -> String {
    let mut printer = Printer::default();
    printer.expr(expr);
    printer.out
}

#[derive(Default)]
struct Printer {
    out: String,
    /// The column (from 0) right of the bullets of all lists that are open.
    indent: usize,
}

impl Printer {
    fn text(&mut self, text: &str) {
        self.out.push_str(text);
    }

    fn list<T>(&mut self, items: &[T], separator: &str, mut print: impl FnMut(&mut Self, &T)) {
        for (at, item) in items.iter().enumerate() {
            if at > 0 {
                self.text(separator);
            }
            print(self, item);
        }
    }

    fn names(&mut self, names: &[Ident]) {
        self.list(names, ", ", |printer, name| printer.text(&name.text));
    }

    // Modules.

    fn module(&mut self, module: &Module) {
        let _ = writeln!(self.out, "---- MODULE {} ----", module.name.text);
        if !module.extends.is_empty() {
            self.text("EXTENDS ");
            self.names(&module.extends);
            self.text("\n");
        }
        for unit in &module.units {
            self.unit(&unit.kind);
            self.text("\n");
        }
        self.text("====");
    }

    fn unit(&mut self, unit: &UnitKind) {
        let local = |local: &bool| if *local { "LOCAL " } else { "" };
        match unit {
            UnitKind::Variables(names) => {
                self.text("VARIABLES ");
                self.names(names);
            }
            UnitKind::Constants(heads) => {
                self.text("CONSTANTS ");
                self.list(heads, ", ", Self::head);
            }
            UnitKind::Recursive(heads) => {
                self.text("RECURSIVE ");
                self.list(heads, ", ", Self::head);
            }
            UnitKind::Operator { local: is_local, definition } => {
                self.text(local(is_local));
                self.head(&definition.head);
                self.text(" == ");
                self.expr(&definition.body);
            }
            UnitKind::Function { local: is_local, definition } => {
                self.text(local(is_local));
                self.text(&definition.name.text);
                self.text("[");
                self.bounds(&definition.bounds);
                self.text("] == ");
                self.expr(&definition.body);
            }
            UnitKind::Instance { local: is_local, instance } => {
                self.text(local(is_local));
                self.instance(instance);
            }
            UnitKind::ModuleDefinition { local: is_local, head, instance } => {
                self.text(local(is_local));
                self.head(head);
                self.text(" == ");
                self.instance(instance);
            }
            UnitKind::Assume { name, body, axiom } => {
                self.text(if *axiom { "AXIOM " } else { "ASSUME " });
                self.unit_name(name.as_ref());
                self.expr(body);
            }
            UnitKind::Theorem { name, body } => {
                self.text("THEOREM ");
                self.unit_name(name.as_ref());
                match body {
                    TheoremBody::Formula(formula) => self.expr(formula),
                    TheoremBody::AssumeProve(_) => self.text("ASSUME TRUE PROVE TRUE"),
                }
            }
            UnitKind::UseOrHide => self.text("USE TRUE"),
            UnitKind::Module(module) => self.module(module),
        }
    }

    fn unit_name(&mut self, name: Option<&Ident>) {
        if let Some(name) = name {
            self.text(&name.text);
            self.text(" == ");
        }
    }

    fn head(&mut self, head: &OperatorHead) {
        let Some(operator) = operators::operator(&head.name.text) else {
            self.text(&head.name.text);
            if !head.params.is_empty() {
                self.text("(");
                self.list(&head.params, ", ", Self::param);
                self.text(")");
            }
            return;
        };
        match (operator.fixity, head.params.as_slice()) {
            (Fixity::Prefix, [right]) => {
                let _ = write!(self.out, "{} {}", operator.canonical, right.name.text);
            }
            (Fixity::Postfix, [left]) => {
                let _ = write!(self.out, "{} {}", left.name.text, operator.canonical);
            }
            (Fixity::Infix, [left, right]) => {
                let _ = write!(self.out, "{} {} {}", left.name.text, operator.canonical, right.name.text);
            }
            _ => self.text(operator.canonical),
        }
    }

    fn param(&mut self, param: &OperatorParam) {
        let place = OperatorParam { name: Ident { text: "_".into(), span: param.name.span }, arity: 0 };
        let params = vec![place; param.arity as usize];
        self.head(&OperatorHead { name: param.name.clone(), params });
    }

    fn instance(&mut self, instance: &Instance) {
        self.text("INSTANCE ");
        self.text(&instance.module.text);
        if !instance.substitutions.is_empty() {
            self.text(" WITH ");
            self.list(&instance.substitutions, ", ", |printer, (name, value)| {
                printer.text(&name.text);
                printer.text(" <- ");
                printer.expr(value);
            });
        }
    }

    fn bounds(&mut self, bounds: &[Bound]) {
        self.list(bounds, ", ", |printer, bound| {
            printer.pattern(&bound.pattern);
            printer.text(" \\in ");
            printer.operand(&bound.set);
        });
    }

    fn pattern(&mut self, pattern: &Pattern) {
        match pattern {
            Pattern::Names(names) => self.names(names),
            Pattern::Tuple(names) => {
                self.text("<<");
                self.names(names);
                self.text(">>");
            }
        }
    }

    // Expressions.

    fn exprs(&mut self, items: &[Expr]) {
        self.list(items, ", ", Self::expr);
    }

    /// An expression where an operator may stand beside it.
    fn operand(&mut self, expr: &Expr) {
        let stands_alone = !matches!(
            expr.kind,
            ExprKind::Lambda { .. }
                | ExprKind::Operator { .. }
                | ExprKind::Junction { .. }
                | ExprKind::Quantifier { .. }
                | ExprKind::UnboundedQuantifier { .. }
                | ExprKind::Choose { .. }
                | ExprKind::Product(_)
                | ExprKind::If { .. }
                | ExprKind::Case { .. }
                | ExprKind::Let { .. }
                | ExprKind::SquareAction { .. }
                | ExprKind::AngleAction { .. }
                | ExprKind::Fairness { .. }
                | ExprKind::Label { .. }
        );
        if stands_alone {
            self.expr(expr);
        } else {
            self.text("(");
            self.expr(expr);
            self.text(")");
        }
    }

    fn expr(&mut self, expr: &Expr) {
        stacker::maybe_grow(128 << 10, 4 << 20, || match &expr.kind {
            ExprKind::Number { .. }
            | ExprKind::Decimal(_)
            | ExprKind::String(_)
            | ExprKind::At
            | ExprKind::Path(_)
            | ExprKind::OperatorName(_) => self.atom(&expr.kind),
            ExprKind::Operator { op, args } => self.operator(op, args),
            ExprKind::Junction { kind, items } => self.junction(*kind, items),
            ExprKind::Lambda { .. }
            | ExprKind::Quantifier { .. }
            | ExprKind::UnboundedQuantifier { .. }
            | ExprKind::Choose { .. } => self.binder(&expr.kind),
            ExprKind::If { .. } | ExprKind::Case { .. } | ExprKind::Let { .. } | ExprKind::Label { .. } => {
                self.control(&expr.kind);
            }
            ExprKind::SquareAction { .. } | ExprKind::AngleAction { .. } | ExprKind::Fairness { .. } => {
                self.action(&expr.kind);
            }
            ExprKind::SetEnumeration(_)
            | ExprKind::SetFilter { .. }
            | ExprKind::SetMap { .. }
            | ExprKind::Tuple(_)
            | ExprKind::Product(_) => self.collection(&expr.kind),
            ExprKind::Function { .. }
            | ExprKind::FunctionSet { .. }
            | ExprKind::FunctionApplication { .. }
            | ExprKind::Record(_)
            | ExprKind::RecordSet(_)
            | ExprKind::Field { .. }
            | ExprKind::Except { .. } => self.function(&expr.kind),
        });
    }

    fn atom(&mut self, kind: &ExprKind) {
        match kind {
            ExprKind::Number { digits, base } => {
                self.text(match base {
                    2 => "\\b",
                    8 => "\\o",
                    16 => "\\h",
                    _ => "",
                });
                self.text(digits);
            }
            ExprKind::Decimal(text) => self.text(text),
            // With blanks, because `(*` starts a comment and `(+)` is an operator.
            ExprKind::OperatorName(name) => {
                let _ = write!(self.out, " {name} ");
            }
            ExprKind::String(content) => self.string(content),
            ExprKind::Path(path) => self.path(path),
            _ => self.text("@"),
        }
    }

    fn string(&mut self, content: &str) {
        self.out.push('"');
        for ch in content.chars() {
            match ch {
                '"' => self.text("\\\""),
                '\\' => self.text("\\\\"),
                '\n' => self.text("\\n"),
                '\t' => self.text("\\t"),
                '\r' => self.text("\\r"),
                '\u{c}' => self.text("\\f"),
                other => self.out.push(other),
            }
        }
        self.out.push('"');
    }

    fn path(&mut self, path: &[Selector]) {
        self.list(path, "!", |printer, selector| {
            match &selector.kind {
                SelectorKind::Name(name) => printer.text(name),
                // With blanks, because the operator `!!` may be among them.
                SelectorKind::Operator(name) => {
                    let _ = write!(printer.out, " {name} ");
                }
                SelectorKind::Number(number) => {
                    let _ = write!(printer.out, "{number}");
                }
                SelectorKind::Colon => printer.text(":"),
                SelectorKind::At => printer.text("@"),
                SelectorKind::Left => printer.text("<<"),
                SelectorKind::Right => printer.text(">>"),
                SelectorKind::Arguments => {}
            }
            if !selector.args.is_empty() {
                printer.text("(");
                printer.exprs(&selector.args);
                printer.text(")");
            }
        });
    }

    fn operator(&mut self, op: &Ident, args: &[Expr]) {
        match (args, operators::operator(&op.text).map(|operator| operator.fixity)) {
            ([left, right], _) => {
                self.operand(left);
                let _ = write!(self.out, " {} ", op.text);
                self.operand(right);
            }
            ([left], Some(Fixity::Postfix)) => {
                self.operand(left);
                self.text(&op.text);
            }
            ([right], _) => {
                self.text(&op.text);
                self.text(" ");
                self.operand(right);
            }
            // The grammar makes no others.
            _ => {
                self.text(&op.text);
                self.text("(");
                self.exprs(args);
                self.text(")");
            }
        }
    }

    /// Each item on a line of its own, right of all open lists, so that the layout reads them as they are.
    fn junction(&mut self, kind: Junction, items: &[Expr]) {
        let bullet = if kind == Junction::And { "/\\ " } else { "\\/ " };
        let outer = self.indent;
        let column = outer + 2;
        self.indent = column + 1;
        for item in items {
            self.out.push('\n');
            self.out.extend(std::iter::repeat_n(' ', column));
            self.text(bullet);
            self.operand(item);
        }
        self.indent = outer;
    }

    fn binder(&mut self, kind: &ExprKind) {
        let body = match kind {
            ExprKind::Lambda { params, body } => {
                self.text("LAMBDA ");
                self.names(params);
                body
            }
            ExprKind::Quantifier { kind, bounds, body } => {
                self.text(if *kind == Quantifier::ForAll { "\\A " } else { "\\E " });
                self.bounds(bounds);
                body
            }
            ExprKind::UnboundedQuantifier { kind, temporal, names, body } => {
                self.text(match (kind, temporal) {
                    (Quantifier::ForAll, false) => "\\A ",
                    (Quantifier::Exists, false) => "\\E ",
                    (Quantifier::ForAll, true) => "\\AA ",
                    (Quantifier::Exists, true) => "\\EE ",
                });
                self.names(names);
                body
            }
            ExprKind::Choose { pattern, set, body } => {
                self.text("CHOOSE ");
                self.pattern(pattern);
                if let Some(set) = set {
                    self.text(" \\in ");
                    self.operand(set);
                }
                body
            }
            _ => return,
        };
        self.text(" : ");
        self.expr(body);
    }

    fn control(&mut self, kind: &ExprKind) {
        match kind {
            ExprKind::If { condition, then, otherwise } => {
                self.text("IF ");
                self.operand(condition);
                self.text(" THEN ");
                self.operand(then);
                self.text(" ELSE ");
                self.operand(otherwise);
            }
            ExprKind::Case { arms, other } => {
                self.text("CASE ");
                self.list(arms, " [] ", |printer, (guard, value)| {
                    printer.operand(guard);
                    printer.text(" -> ");
                    printer.operand(value);
                });
                if let Some(other) = other {
                    self.text(if arms.is_empty() { "OTHER -> " } else { " [] OTHER -> " });
                    self.operand(other);
                }
            }
            ExprKind::Let { units, body } => {
                self.text("LET ");
                self.list(units, " ", |printer, unit| printer.unit(&unit.kind));
                self.text(" IN ");
                self.expr(body);
            }
            ExprKind::Label { name, params, body } => {
                self.text(&name.text);
                if !params.is_empty() {
                    self.text("(");
                    self.names(params);
                    self.text(")");
                }
                self.text(" :: ");
                self.operand(body);
            }
            _ => {}
        }
    }

    fn action(&mut self, kind: &ExprKind) {
        match kind {
            ExprKind::SquareAction { action, subscript } => {
                self.text("[");
                self.expr(action);
                self.text("]_");
                self.subscript(subscript);
            }
            ExprKind::AngleAction { action, subscript } => {
                self.text("<<");
                self.expr(action);
                self.text(">>_");
                self.subscript(subscript);
            }
            ExprKind::Fairness { strong, subscript, action } => {
                self.text(if *strong { "SF_" } else { "WF_" });
                self.subscript(subscript);
                self.text("(");
                self.expr(action);
                self.text(")");
            }
            _ => {}
        }
    }

    fn subscript(&mut self, subscript: &Expr) {
        if matches!(subscript.kind, ExprKind::Path(_) | ExprKind::Tuple(_)) {
            self.expr(subscript);
        } else {
            self.text("(");
            self.expr(subscript);
            self.text(")");
        }
    }

    fn collection(&mut self, kind: &ExprKind) {
        match kind {
            ExprKind::SetEnumeration(items) => {
                self.text("{");
                self.exprs(items);
                self.text("}");
            }
            ExprKind::SetFilter { bound, body } => {
                self.text("{");
                self.bounds(std::slice::from_ref(bound));
                self.text(" : ");
                self.expr(body);
                self.text("}");
            }
            ExprKind::SetMap { body, bounds } => {
                self.text("{");
                self.operand(body);
                self.text(" : ");
                self.bounds(bounds);
                self.text("}");
            }
            ExprKind::Tuple(items) => {
                self.text("<<");
                self.exprs(items);
                self.text(">>");
            }
            ExprKind::Product(factors) => self.list(factors, " \\X ", Self::operand),
            _ => {}
        }
    }

    fn function(&mut self, kind: &ExprKind) {
        match kind {
            ExprKind::Function { bounds, body } => {
                self.text("[");
                self.bounds(bounds);
                self.text(" |-> ");
                self.expr(body);
                self.text("]");
            }
            ExprKind::FunctionSet { domain, range } => {
                self.text("[");
                self.operand(domain);
                self.text(" -> ");
                self.expr(range);
                self.text("]");
            }
            ExprKind::FunctionApplication { function, args } => {
                self.operand(function);
                self.text("[");
                self.exprs(args);
                self.text("]");
            }
            ExprKind::Record(fields) => self.fields(fields, " |-> "),
            ExprKind::RecordSet(fields) => self.fields(fields, " : "),
            ExprKind::Field { record, field } => {
                self.operand(record);
                self.text(".");
                self.text(&field.text);
            }
            ExprKind::Except { function, updates } => {
                self.text("[");
                self.operand(function);
                self.text(" EXCEPT ");
                self.list(updates, ", ", Self::update);
                self.text("]");
            }
            _ => {}
        }
    }

    fn fields(&mut self, fields: &[(Ident, Expr)], separator: &str) {
        self.text("[");
        self.list(fields, ", ", |printer, (name, value)| {
            printer.text(&name.text);
            printer.text(separator);
            printer.expr(value);
        });
        self.text("]");
    }

    fn update(&mut self, update: &ExceptUpdate) {
        self.text("!");
        for step in &update.path {
            match step {
                ExceptStep::Index(args) => {
                    self.text("[");
                    self.exprs(args);
                    self.text("]");
                }
                ExceptStep::Field(field) => {
                    self.text(".");
                    self.text(&field.text);
                }
            }
        }
        self.text(" = ");
        self.expr(&update.value);
    }
}
