//! `Statistics`: Pearson's chi-square test.

use num_traits::ToPrimitive;

use super::functions::function;
use super::{natives, wrong_argument};
use crate::error::{EvalError, EvalErrorKind, EvalResult};
use crate::value::{Heap, Value, pairs};

natives! {
    /// The operator of `Statistics`.
    OPERATORS, call, "Statistics":
    "ChiSquare" (v v v) => chi_square;
}

/// `ChiSquare(expected, actual, alpha)`: at the level of significance `alpha` (a string: "0.05") the counts `actual` do
/// not contradict the frequencies `expected`. Both are functions, compared value by value in the order of their domains.
fn chi_square<'a, H: Heap<'a>>(
    heap: &mut H,
    expected: Value<'a>,
    actual: Value<'a>,
    alpha: Value<'a>,
) -> EvalResult<Value<'a>> {
    let level = match alpha {
        Value::String(text) => heap.symbols().text(text).trim().parse::<f64>().ok(),
        _ => None,
    };
    let Some(level) = level.filter(|level| *level > 0.0 && *level <= 0.5) else {
        return Err(wrong_argument(
            heap,
            "third argument",
            "ChiSquare",
            "a string of a number in (0, .5]",
            alpha,
        ));
    };
    let frequencies = numbers(heap, "first argument", expected)?;
    let counts = numbers(heap, "second argument", actual)?;
    if frequencies.len() != counts.len() || counts.len() < 2 {
        return Err(EvalError::new(
            EvalErrorKind::Type,
            format!(
                "The arguments of ChiSquare should be functions with as many values, at least 2, but instead they have {} and {}.",
                frequencies.len(),
                counts.len()
            ),
        ));
    }
    if frequencies.iter().any(|n| *n <= 0.0) {
        return Err(wrong_argument(
            heap,
            "first argument",
            "ChiSquare",
            "a function to positive integers",
            expected,
        ));
    }
    if counts.iter().any(|n| *n < 0.0) {
        return Err(wrong_argument(
            heap,
            "second argument",
            "ChiSquare",
            "a function to natural numbers",
            actual,
        ));
    }
    Ok(Value::Bool(probability(&frequencies, &counts) >= level))
}

/// The values of a function to integers.
fn numbers<'a, H: Heap<'a>>(heap: &mut H, position: &str, of: Value<'a>) -> EvalResult<Vec<f64>> {
    let f = function(heap, position, "ChiSquare", of)?;
    let values: Option<Vec<f64>> = pairs(f)
        .map(|(_, value)| match value {
            Value::Int(i) => Some(i as f64),
            Value::BigInt(big) => big.to_f64(),
            _ => None,
        })
        .collect();
    match values {
        Some(values) => Ok(values),
        None => Err(wrong_argument(heap, position, "ChiSquare", "a function to integers", of)),
    }
}

/// How probable counts that differ from the expected ones as much or more are. Expected frequencies are scaled to the
/// number of counts.
fn probability(frequencies: &[f64], counts: &[f64]) -> f64 {
    let scale = counts.iter().sum::<f64>() / frequencies.iter().sum::<f64>();
    if scale == 0.0 {
        return 1.0;
    }
    let terms = frequencies.iter().zip(counts).map(|(frequency, count)| {
        let expected = frequency * scale;
        (count - expected).powi(2) / expected
    });
    upper_gamma((counts.len() as f64 - 1.0) / 2.0, terms.sum::<f64>() / 2.0)
}

/// The regularised upper incomplete gamma function Q(a, x): a series below a + 1, a continued fraction (by Lentz's
/// method) above. Abramowitz and Stegun, 6.5.29 and 6.5.31.
fn upper_gamma(a: f64, x: f64) -> f64 {
    const STEPS: u32 = 100_000;
    const PRECISION: f64 = 1e-15;
    if x <= 0.0 {
        return 1.0;
    }
    let front = (a * x.ln() - x - ln_gamma(a)).exp();
    if x < a + 1.0 {
        let mut term = 1.0 / a;
        let mut sum = term;
        for n in 1..STEPS {
            term *= x / (a + f64::from(n));
            sum += term;
            if term < sum * PRECISION {
                break;
            }
        }
        return 1.0 - front * sum;
    }
    let tiny = f64::MIN_POSITIVE / PRECISION;
    let mut b = x + 1.0 - a;
    let mut c = 1.0 / tiny;
    let mut d = 1.0 / b;
    let mut fraction = d;
    for n in 1..STEPS {
        let n = f64::from(n);
        let an = -n * (n - a);
        b += 2.0;
        d = an * d + b;
        d = 1.0 / if d.abs() < tiny { tiny } else { d };
        c = b + an / c;
        c = if c.abs() < tiny { tiny } else { c };
        fraction *= d * c;
        if (d * c - 1.0).abs() < PRECISION {
            break;
        }
    }
    front * fraction
}

/// The logarithm of the gamma function of a positive number: Stirling's series, after the recurrence has made the
/// argument large. Abramowitz and Stegun, 6.1.15 and 6.1.41.
fn ln_gamma(x: f64) -> f64 {
    let mut shift = 0.0;
    let mut z = x;
    while z < 15.0 {
        shift += z.ln();
        z += 1.0;
    }
    let inverse = 1.0 / (z * z);
    let series = (1.0 / 12.0 - inverse * (1.0 / 360.0 - inverse * (1.0 / 1260.0 - inverse / 1680.0))) / z;
    (z - 0.5) * z.ln() - z + 0.5 * (2.0 * std::f64::consts::PI).ln() + series - shift
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn probabilities_are_those_of_the_tables() {
        // Critical values at 5 % and 1 % for 1, 5 and 30 degrees of freedom.
        for (degrees, statistic, level) in [
            (1.0, 3.841, 0.05),
            (5.0, 11.070, 0.05),
            (30.0, 43.773, 0.05),
            (1.0, 6.635, 0.01),
            (30.0, 50.892, 0.01),
        ] {
            let q = upper_gamma(degrees / 2.0, statistic / 2.0);
            assert!((q - level).abs() < 2e-5, "{degrees} {statistic}: {q}");
        }
        // With two degrees of freedom it is the exponential function.
        assert!((upper_gamma(1.0, 3.0) - (-3.0f64).exp()).abs() < 1e-12);
        assert!((ln_gamma(0.5) - std::f64::consts::PI.sqrt().ln()).abs() < 1e-12);
    }

    #[test]
    fn equal_counts_are_certain_and_others_are_scaled() {
        assert_eq!(probability(&[1.0, 2.0, 3.0], &[1.0, 2.0, 3.0]), 1.0);
        assert_eq!(probability(&[10.0, 20.0], &[1.0, 2.0]), 1.0);
        let even = probability(&[6.0; 6], &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
        assert!((even - 0.4159).abs() < 1e-4, "{even}");
    }
}
