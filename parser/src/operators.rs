//! The operator symbols of TLA+ as data: spellings, fixity, precedence range, associativity.
//!
//! A symbol has one *canonical* spelling, which is the one that trees hold and messages show; the others, ASCII and
//! Unicode, mean the same operator. Ranges and associativity are those of SANY's own table
//! (`tla2sany.configuration.ConfigConstants`), which is what TLC users have; where it departs from table 6 of
//! *Specifying Systems* (SUBSET, UNION and DOMAIN are 10-13 there, not 8-8, 8-8 and 9-9) SANY wins.
//!
//! Not in the table, because the grammar binds them tighter than anything else: `f[x]` and `r.f`.
//! The product `\X` is in it for its precedence, but becomes [`crate::ast::ExprKind::Product`] when applied.
//!
//! | canonical | also | fixity | range |
//! |---|---|---|---|
//! | `-.` |  | prefix | 12-12 |
//! | `~` | `\lnot`, `\neg`, `¬` | prefix | 4-4 |
//! | `[]` | `□` | prefix | 4-15 |
//! | `<>` | `◇` | prefix | 4-15 |
//! | `ENABLED` |  | prefix | 4-15 |
//! | `UNCHANGED` |  | prefix | 4-15 |
//! | `SUBSET` |  | prefix | 10-13 |
//! | `UNION` |  | prefix | 10-13 |
//! | `DOMAIN` |  | prefix | 10-13 |
//! | `'` |  | postfix | 15-15 |
//! | `^+` | `⁺` | postfix | 15-15 |
//! | `^*` |  | postfix | 15-15 |
//! | `^#` |  | postfix | 15-15 |
//! | `=>` | `⇒` | infix | 1-1 |
//! | `<=>` | `\equiv`, `≡`, `⇔` | infix | 2-2 |
//! | `~>` | `↝`, `⇝` | infix | 2-2 |
//! | `-+->` | `⇸` | infix | 2-2 |
//! | `/\` | `\land`, `∧` | infix, left | 3-3 |
//! | `\/` | `\lor`, `∨` | infix, left | 3-3 |
//! | `=` |  | infix | 5-5 |
//! | `/=` | `#`, `\neq`, `≠` | infix | 5-5 |
//! | `\in` | `∈` | infix | 5-5 |
//! | `\notin` | `∉` | infix | 5-5 |
//! | `<` |  | infix | 5-5 |
//! | `\leq` | `<=`, `=<`, `≤` | infix | 5-5 |
//! | `>` |  | infix | 5-5 |
//! | `\geq` | `>=`, `≥` | infix | 5-5 |
//! | `\subseteq` | `⊆` | infix | 5-5 |
//! | `\subset` | `⊂` | infix | 5-5 |
//! | `\supseteq` | `⊇` | infix | 5-5 |
//! | `\supset` | `⊃` | infix | 5-5 |
//! | `\sqsubseteq` | `⊑` | infix | 5-5 |
//! | `\sqsubset` | `⊏` | infix | 5-5 |
//! | `\sqsupseteq` | `⊒` | infix | 5-5 |
//! | `\sqsupset` | `⊐` | infix | 5-5 |
//! | `\prec` | `≺` | infix | 5-5 |
//! | `\preceq` | `⪯` | infix | 5-5 |
//! | `\succ` | `≻` | infix | 5-5 |
//! | `\succeq` | `⪰` | infix | 5-5 |
//! | `\ll` | `≪` | infix | 5-5 |
//! | `\gg` | `≫` | infix | 5-5 |
//! | `\sim` | `∼` | infix | 5-5 |
//! | `\simeq` | `≃` | infix | 5-5 |
//! | `\approx` | `≈` | infix | 5-5 |
//! | `\cong` | `≅` | infix | 5-5 |
//! | `\asymp` | `≍` | infix | 5-5 |
//! | `\doteq` | `≐` | infix | 5-5 |
//! | `\propto` | `∝` | infix | 5-5 |
//! | `\|-` | `⊢` | infix | 5-5 |
//! | `\|=` | `⊨` | infix | 5-5 |
//! | `-\|` | `⊣` | infix | 5-5 |
//! | `=\|` | `⫤` | infix | 5-5 |
//! | `:=` | `≔` | infix | 5-5 |
//! | `::=` | `⩴` | infix | 5-5 |
//! | `\cdot` | `⋅` | infix, left | 5-14 |
//! | `@@` |  | infix, left | 6-6 |
//! | `:>` |  | infix | 7-7 |
//! | `<:` |  | infix | 7-7 |
//! | `\cup` | `\union`, `∪` | infix, left | 8-8 |
//! | `\cap` | `\intersect`, `∩` | infix, left | 8-8 |
//! | `\` |  | infix | 8-8 |
//! | `..` | `‥` | infix | 9-9 |
//! | `...` | `…` | infix | 9-9 |
//! | `!!` | `‼` | infix | 9-13 |
//! | `??` | `⁇` | infix, left | 9-13 |
//! | `##` |  | infix, left | 9-13 |
//! | `$` |  | infix, left | 9-13 |
//! | `$$` |  | infix, left | 9-13 |
//! | `\sqcap` | `⊓` | infix, left | 9-13 |
//! | `\sqcup` | `⊔` | infix, left | 9-13 |
//! | `\uplus` | `⊎` | infix, left | 9-13 |
//! | `\wr` | `≀` | infix | 9-14 |
//! | `+` |  | infix, left | 10-10 |
//! | `++` | `⧺` | infix, left | 10-10 |
//! | `\oplus` | `(+)`, `⊕` | infix, left | 10-10 |
//! | `%` |  | infix | 10-11 |
//! | `%%` |  | infix, left | 10-11 |
//! | `\\|` |  | infix, left | 10-11 |
//! | `\|\|` | `‖` | infix, left | 10-11 |
//! | `\X` | `\times`, `×` | infix, left | 10-13 |
//! | `-` |  | infix, left | 11-11 |
//! | `--` |  | infix, left | 11-11 |
//! | `\ominus` | `(-)`, `⊖` | infix, left | 11-11 |
//! | `*` |  | infix, left | 13-13 |
//! | `**` |  | infix, left | 13-13 |
//! | `/` |  | infix | 13-13 |
//! | `//` | `⫽` | infix | 13-13 |
//! | `&` |  | infix, left | 13-13 |
//! | `&&` |  | infix, left | 13-13 |
//! | `\div` | `÷` | infix | 13-13 |
//! | `\o` | `\circ`, `∘` | infix, left | 13-13 |
//! | `\odot` | `(.)`, `⊙` | infix, left | 13-13 |
//! | `\oslash` | `(/)`, `⊘` | infix | 13-13 |
//! | `\otimes` | `(\X)`, `⊗` | infix, left | 13-13 |
//! | `\star` | `⋆` | infix, left | 13-13 |
//! | `\bullet` | `●` | infix, left | 13-13 |
//! | `\bigcirc` | `◯` | infix, left | 13-13 |
//! | `^` |  | infix | 14-14 |
//! | `^^` |  | infix | 14-14 |

/// On which side of its operands an operator stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fixity {
    /// Before its operand: `~p`.
    Prefix,
    /// Between two operands: `a + b`.
    Infix,
    /// After its operand: `x'`.
    Postfix,
}

/// One operator symbol.
#[derive(Debug)]
pub struct Operator {
    /// The spelling that trees hold.
    pub canonical: &'static str,
    /// The other spellings, ASCII first.
    pub synonyms: &'static [&'static str],
    /// Where it stands.
    pub fixity: Fixity,
    /// The weakest precedence at which it binds.
    pub low: u8,
    /// The strongest precedence at which it binds.
    pub high: u8,
    /// `a op b op c` means `(a op b) op c`; without it, it is an error.
    pub left_associative: bool,
}

impl Operator {
    /// How many operands it takes.
    pub fn arity(&self) -> u32 {
        if self.fixity == Fixity::Infix { 2 } else { 1 }
    }

    /// All spellings, the canonical one first.
    pub fn spellings(&self) -> impl Iterator<Item = &'static str> {
        std::iter::once(self.canonical).chain(self.synonyms.iter().copied())
    }
}

/// The canonical spelling of the operator that `spelling` denotes; `None` if it denotes none.
///
/// `-` is the infix operator; the prefix one is `-.`, as in a definition.
pub fn canonical(spelling: &str) -> Option<&'static str> {
    operator(spelling).map(|operator| operator.canonical)
}

/// The operator that a spelling, canonical or not, denotes.
pub fn operator(spelling: &str) -> Option<&'static Operator> {
    OPERATORS.iter().find(|operator| operator.spellings().any(|known| known == spelling))
}

/// An index into [`OPERATORS`]: what a token carries.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct OperatorId(pub(crate) u8);

impl OperatorId {
    /// In tokens that are no operators.
    pub(crate) const NONE: OperatorId = OperatorId(u8::MAX);

    /// The prefix minus `-.`, which is spelled `-` in expressions.
    pub(crate) const NEGATION: OperatorId = OperatorId(0);

    /// The row of the table. Must not be called on [`Self::NONE`].
    pub(crate) fn info(self) -> &'static Operator {
        &OPERATORS[self.0 as usize]
    }
}

/// A prefix operator.
const fn prefix(canonical: &'static str, synonyms: &'static [&'static str], low: u8, high: u8) -> Operator {
    Operator { canonical, synonyms, fixity: Fixity::Prefix, low, high, left_associative: false }
}

const fn postfix(canonical: &'static str, synonyms: &'static [&'static str]) -> Operator {
    Operator { canonical, synonyms, fixity: Fixity::Postfix, low: 15, high: 15, left_associative: false }
}

const fn infix(canonical: &'static str, synonyms: &'static [&'static str], low: u8, high: u8) -> Operator {
    Operator { canonical, synonyms, fixity: Fixity::Infix, low, high, left_associative: false }
}

const fn left(canonical: &'static str, synonyms: &'static [&'static str], low: u8, high: u8) -> Operator {
    Operator { canonical, synonyms, fixity: Fixity::Infix, low, high, left_associative: true }
}

/// Every operator symbol, weakest binding first within each fixity.
#[rustfmt::skip]
pub static OPERATORS: &[Operator] = &[
    prefix("-.", &[], 12, 12),
    prefix("~", &["\\lnot", "\\neg", "¬"], 4, 4),
    prefix("[]", &["□"], 4, 15),
    prefix("<>", &["◇"], 4, 15),
    prefix("ENABLED", &[], 4, 15),
    prefix("UNCHANGED", &[], 4, 15),
    prefix("SUBSET", &[], 10, 13),
    prefix("UNION", &[], 10, 13),
    prefix("DOMAIN", &[], 10, 13),
    postfix("'", &[]),
    postfix("^+", &["⁺"]),
    postfix("^*", &[]),
    postfix("^#", &[]),
    infix("=>", &["⇒"], 1, 1),
    infix("<=>", &["\\equiv", "≡", "⇔"], 2, 2),
    infix("~>", &["↝", "⇝"], 2, 2),
    infix("-+->", &["⇸"], 2, 2),
    left("/\\", &["\\land", "∧"], 3, 3),
    left("\\/", &["\\lor", "∨"], 3, 3),
    infix("=", &[], 5, 5),
    infix("/=", &["#", "\\neq", "≠"], 5, 5),
    infix("\\in", &["∈"], 5, 5),
    infix("\\notin", &["∉"], 5, 5),
    infix("<", &[], 5, 5),
    infix("\\leq", &["<=", "=<", "≤"], 5, 5),
    infix(">", &[], 5, 5),
    infix("\\geq", &[">=", "≥"], 5, 5),
    infix("\\subseteq", &["⊆"], 5, 5),
    infix("\\subset", &["⊂"], 5, 5),
    infix("\\supseteq", &["⊇"], 5, 5),
    infix("\\supset", &["⊃"], 5, 5),
    infix("\\sqsubseteq", &["⊑"], 5, 5),
    infix("\\sqsubset", &["⊏"], 5, 5),
    infix("\\sqsupseteq", &["⊒"], 5, 5),
    infix("\\sqsupset", &["⊐"], 5, 5),
    infix("\\prec", &["≺"], 5, 5),
    infix("\\preceq", &["⪯"], 5, 5),
    infix("\\succ", &["≻"], 5, 5),
    infix("\\succeq", &["⪰"], 5, 5),
    infix("\\ll", &["≪"], 5, 5),
    infix("\\gg", &["≫"], 5, 5),
    infix("\\sim", &["∼"], 5, 5),
    infix("\\simeq", &["≃"], 5, 5),
    infix("\\approx", &["≈"], 5, 5),
    infix("\\cong", &["≅"], 5, 5),
    infix("\\asymp", &["≍"], 5, 5),
    infix("\\doteq", &["≐"], 5, 5),
    infix("\\propto", &["∝"], 5, 5),
    infix("|-", &["⊢"], 5, 5),
    infix("|=", &["⊨"], 5, 5),
    infix("-|", &["⊣"], 5, 5),
    infix("=|", &["⫤"], 5, 5),
    infix(":=", &["≔"], 5, 5),
    infix("::=", &["⩴"], 5, 5),
    left("\\cdot", &["⋅"], 5, 14),
    left("@@", &[], 6, 6),
    infix(":>", &[], 7, 7),
    infix("<:", &[], 7, 7),
    left("\\cup", &["\\union", "∪"], 8, 8),
    left("\\cap", &["\\intersect", "∩"], 8, 8),
    infix("\\", &[], 8, 8),
    infix("..", &["‥"], 9, 9),
    infix("...", &["…"], 9, 9),
    infix("!!", &["‼"], 9, 13),
    left("??", &["⁇"], 9, 13),
    left("##", &[], 9, 13),
    left("$", &[], 9, 13),
    left("$$", &[], 9, 13),
    left("\\sqcap", &["⊓"], 9, 13),
    left("\\sqcup", &["⊔"], 9, 13),
    left("\\uplus", &["⊎"], 9, 13),
    infix("\\wr", &["≀"], 9, 14),
    left("+", &[], 10, 10),
    left("++", &["⧺"], 10, 10),
    left("\\oplus", &["(+)", "⊕"], 10, 10),
    infix("%", &[], 10, 11),
    left("%%", &[], 10, 11),
    left("|", &[], 10, 11),
    left("||", &["‖"], 10, 11),
    left("\\X", &["\\times", "×"], 10, 13),
    left("-", &[], 11, 11),
    left("--", &[], 11, 11),
    left("\\ominus", &["(-)", "⊖"], 11, 11),
    left("*", &[], 13, 13),
    left("**", &[], 13, 13),
    infix("/", &[], 13, 13),
    infix("//", &["⫽"], 13, 13),
    left("&", &[], 13, 13),
    left("&&", &[], 13, 13),
    infix("\\div", &["÷"], 13, 13),
    left("\\o", &["\\circ", "∘"], 13, 13),
    left("\\odot", &["(.)", "⊙"], 13, 13),
    infix("\\oslash", &["(/)", "⊘"], 13, 13),
    left("\\otimes", &["(\\X)", "⊗"], 13, 13),
    left("\\star", &["⋆"], 13, 13),
    left("\\bullet", &["●"], 13, 13),
    left("\\bigcirc", &["◯"], 13, 13),
    infix("^", &[], 14, 14),
    infix("^^", &[], 14, 14),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_spelling_denotes_two_operators() {
        let mut all: Vec<_> = OPERATORS.iter().flat_map(Operator::spellings).collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
    }

    #[test]
    fn synonyms_share_their_canonical_spelling() {
        for (spelling, expected) in [
            ("\\union", "\\cup"),
            ("∪", "\\cup"),
            ("=<", "\\leq"),
            ("<=", "\\leq"),
            ("#", "/="),
            ("\\lnot", "~"),
            ("\\land", "/\\"),
            ("∨", "\\/"),
            ("\\equiv", "<=>"),
            ("\\times", "\\X"),
            ("\\circ", "\\o"),
            ("(+)", "\\oplus"),
            ("-", "-"),
            ("-.", "-."),
        ] {
            assert_eq!(canonical(spelling), Some(expected), "{spelling}");
        }
        assert_eq!(canonical("\\mod"), None);
    }

    #[test]
    fn an_index_of_the_table_fits_a_token() {
        assert!(OPERATORS.len() < OperatorId::NONE.0 as usize);
        assert_eq!(OperatorId::NEGATION.info().canonical, "-.");
    }
}
