//! Amounts of memory on command lines, as Java writes them: `512m`, `2g`.

/// Reads an amount: a positive number with `k`, `m`, `g` or `t` for binary multiples, or of bytes. A fraction is fine: `1.5g`.
///
/// # Errors
/// What is expected, for the user.
pub fn memory_size(text: &str) -> Result<u64, String> {
    let expected = || format!("expect an amount of memory such as 512m or 2g, not {text}");
    let plain = text.trim_end_matches(['b', 'B']);
    let (digits, unit) = match plain.chars().last().map(|last| last.to_ascii_lowercase()) {
        Some(unit @ ('k' | 'm' | 'g' | 't')) => (&plain[..plain.len() - 1], unit),
        _ => (plain, ' '),
    };
    let shift = match unit {
        'k' => 10,
        'm' => 20,
        'g' => 30,
        't' => 40,
        _ => 0,
    };
    let number: f64 = digits.parse().map_err(|_| expected())?;
    let bytes = number * (1u64 << shift) as f64;
    if bytes >= 1.0 && bytes <= u64::MAX as f64 { Ok(bytes as u64) } else { Err(expected()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_have_binary_units_of_either_case() {
        for (text, bytes) in
            [("1", 1), ("64K", 64 << 10), ("512m", 512 << 20), ("1.5g", 3 << 29), ("2GB", 2 << 30)]
        {
            assert_eq!(memory_size(text), Ok(bytes), "{text}");
        }
        for text in ["", "g", "0", "-1g", "2x", "1 g", "nan", "infm"] {
            assert!(memory_size(text).is_err_and(|error| error.contains("512m")), "{text}");
        }
    }
}
