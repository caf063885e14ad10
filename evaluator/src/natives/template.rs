//! Templates in the language of Java's `String.format`, as far as texts can fill them: `%s` takes the next parameter,
//! `%2$s` the second one, `%-10s` and `%.3s` pad and cut it, `%S` makes it upper case; `%%` is a percent sign and `%n`
//! ends a line.

/// A width or precision above this is refused: it would only make a huge text.
const WIDEST: usize = 1_000_000;

/// The template with its parameters filled in.
///
/// # Errors
/// What is wrong with the template: a conversion that is none of texts, or a parameter that is not there.
pub(crate) fn fill(template: &str, parameters: &[String]) -> Result<String, String> {
    let mut filled = String::with_capacity(template.len());
    let mut next = 0;
    let mut rest = template;
    while let Some(at) = rest.find('%') {
        filled.push_str(&rest[..at]);
        let (specifier, after) = Specifier::read(&rest[at + 1..])?;
        rest = after;
        match specifier.conversion {
            '%' => filled.push('%'),
            'n' => filled.push('\n'),
            _ => {
                let index = match specifier.index {
                    Some(index) => index,
                    None => {
                        next += 1;
                        next
                    }
                };
                let Some(parameter) = index.checked_sub(1).and_then(|index| parameters.get(index)) else {
                    return Err(format!(
                        "the template refers to parameter {index}, and the number of parameters is {}",
                        parameters.len()
                    ));
                };
                specifier.push(&mut filled, parameter);
            }
        }
    }
    filled.push_str(rest);
    Ok(filled)
}

/// What stands between a percent sign and the end of its conversion.
struct Specifier {
    index: Option<usize>,
    left: bool,
    width: usize,
    precision: Option<usize>,
    conversion: char,
}

impl Specifier {
    /// Reads a specifier behind its percent sign; gives back what follows it.
    fn read(text: &str) -> Result<(Self, &str), String> {
        let (number, mut rest) = digits(text)?;
        let mut index = None;
        let mut width = number;
        if let (Some(number), Some(after)) = (number, rest.strip_prefix('$')) {
            index = Some(number);
            (width, rest) = (None, after);
        }
        let mut left = false;
        if width.is_none() {
            if let Some(after) = rest.strip_prefix('-') {
                (left, rest) = (true, after);
            }
            (width, rest) = digits(rest)?;
        }
        let mut precision = None;
        if let Some(after) = rest.strip_prefix('.') {
            (precision, rest) = digits(after)?;
        }
        let mut chars = rest.chars();
        match chars.next() {
            Some(conversion @ ('s' | 'S' | '%' | 'n')) => {
                let specifier = Self { index, left, width: width.unwrap_or(0), precision, conversion };
                Ok((specifier, chars.as_str()))
            }
            Some(other) => Err(format!(
                "the template has the conversion %{other}, but parameters are texts: only %s, %S, %% and %n can be used"
            )),
            None => Err("the template ends in the middle of a conversion".to_owned()),
        }
    }

    /// Appends a parameter.
    fn push(&self, filled: &mut String, parameter: &str) {
        let cut: String = match self.precision {
            Some(precision) => parameter.chars().take(precision).collect(),
            None => parameter.to_owned(),
        };
        let cut = if self.conversion == 'S' { cut.to_uppercase() } else { cut };
        let padding = " ".repeat(self.width.saturating_sub(cut.chars().count()));
        if self.left {
            filled.push_str(&cut);
            filled.push_str(&padding);
        } else {
            filled.push_str(&padding);
            filled.push_str(&cut);
        }
    }
}

/// A number at the beginning of a text, and what follows it.
fn digits(text: &str) -> Result<(Option<usize>, &str), String> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    if end == 0 {
        return Ok((None, text));
    }
    match text[..end].parse() {
        Ok(number) if number <= WIDEST => Ok((Some(number), &text[end..])),
        _ => Err(format!("the number {} in the template is too large", &text[..end])),
    }
}

#[cfg(test)]
mod tests {
    use super::fill;

    fn filled(template: &str, parameters: &[&str]) -> String {
        let parameters: Vec<String> = parameters.iter().map(|p| (*p).to_owned()).collect();
        fill(template, &parameters).unwrap_or_else(|error| error)
    }

    #[test]
    fn parameters_are_taken_by_number_or_one_after_the_other() {
        assert_eq!(filled("%2$s-%1$s", &["a", "b"]), "b-a");
        assert_eq!(filled("%s-%s", &["a", "b"]), "a-b");
        assert_eq!(filled("%2$s %s %s", &["a", "b"]), "b a b");
        assert_eq!(filled("no parameters", &["a"]), "no parameters");
        assert_eq!(filled("100%%%n", &[]), "100%\n");
    }

    #[test]
    fn parameters_are_padded_cut_and_made_upper_case() {
        assert_eq!(filled("[%5s][%-5s][%.2s][%1$4.1S]", &["abc", "abc", "abc"]), "[  abc][abc  ][ab][   A]");
    }

    #[test]
    fn what_texts_cannot_fill_is_an_error() {
        assert_eq!(
            filled("%3$s", &["a"]),
            "the template refers to parameter 3, and the number of parameters is 1"
        );
        assert_eq!(
            filled("%s", &[]),
            "the template refers to parameter 1, and the number of parameters is 0"
        );
        assert_eq!(
            filled("%0$s", &["a"]),
            "the template refers to parameter 0, and the number of parameters is 1"
        );
        assert!(filled("%d", &["1"]).starts_with("the template has the conversion %d"));
        assert_eq!(filled("50%", &[]), "the template ends in the middle of a conversion");
        assert!(filled("%99999999999999999999s", &["a"]).ends_with("is too large"));
    }
}
