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

    /// Reads a formula that is no definition: labels in it could not be referred to.
    pub(super) fn unlabelled<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> T {
        let labels = std::mem::take(&mut self.labels);
        let result = read(self);
        self.labels = labels;
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
        let outside_of_definitions = self.labels.is_empty();
        if !outside_of_definitions {
            self.labels.push(LabelFrame::default());
        }
        // Labels inside need only the names that are bound between this one and them.
        let bound = std::mem::take(&mut self.bound);
        let result = read(self);
        self.bound = bound;
        if !outside_of_definitions {
            self.labels.pop();
        }
        result
    }

    fn check_label(&mut self, name: &'a Ident, params: &'a [Ident]) {
        let Some(frame) = self.labels.last_mut() else {
            self.error(name.span, 4333, "A label can only stand in a definition.");
            return;
        };
        if !frame.names.insert(&name.text) {
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
