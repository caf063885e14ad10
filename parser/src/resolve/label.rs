//! Pass 2, labels: `name(x) :: e` names a part of a definition.

use super::Resolver;
use super::names::count;
use crate::ast::Ident;

/// What labels have to agree with at one place.
#[derive(Default)]
pub(super) struct LabelFrame<'a> {
    /// The labels of this definition or enclosing label.
    names: fxhash::FxHashSet<&'a str>,
}

impl<'a> Resolver<'a> {
    /// Reads the body of a definition: labels inside name its parts, and have the names bound in it as parameters.
    pub(super) fn labelled<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> T {
        let bound = std::mem::take(&mut self.bound);
        let labels = std::mem::replace(&mut self.labels, vec![LabelFrame::default()]);
        let result = read(self);
        (self.bound, self.labels) = (bound, labels);
        result
    }

    /// Reads what a label names, after checking the label against its place.
    pub(super) fn under_label<T>(
        &mut self,
        name: &'a Ident,
        params: &'a [Ident],
        read: impl FnOnce(&mut Self) -> T,
    ) -> T {
        if !self.copying {
            self.check_label(name, params);
        }
        self.labels.push(LabelFrame::default());
        let result = read(self);
        self.labels.pop();
        result
    }

    fn check_label(&mut self, name: &'a Ident, params: &'a [Ident]) {
        let fresh = self.labels.last_mut().is_none_or(|frame| frame.names.insert(&name.text));
        if !fresh {
            self.error(name.span, 4336, format!("There are two labels '{}' at the same level.", name.text));
        }
        if !self.at.is_empty() {
            self.error(name.span, 4335, "A label cannot stand inside the changes of an EXCEPT.");
        }
        let missing: Vec<_> =
            self.bound.iter().filter(|bound| params.iter().all(|p| *p.text != ***bound)).copied().collect();
        if let [first, ..] = missing[..] {
            let message = format!(
                "The label '{}' needs the bound names around it as parameters; {} missing, as {first}.",
                name.text,
                if missing.len() == 1 { "one is".to_owned() } else { count(missing.len(), "name") + " are" }
            );
            self.error(name.span, 4331, message);
        }
        for param in params {
            if !self.bound.iter().any(|bound| **bound == *param.text) {
                let message = format!(
                    "The parameter {} of label '{}' is not a bound name of an expression around it.",
                    param.text, name.text
                );
                self.error(param.span, 4332, message);
            }
        }
    }
}
