//! Numbers for people.

/// `1234567` as `1,234,567`.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Three digits that count, as far as they are before the decimal point: `0.123`, `12.3`, `1230`.
pub(crate) fn short(number: f64) -> String {
    let digits = match number.abs() {
        size if size < 0.995 => 3,
        size if size < 9.995 => 2,
        size if size < 99.95 => 1,
        _ => 0,
    };
    format!("{number:.digits$}")
}

/// A rate: `12.3 M`, `456 k`, `789`.
pub(crate) fn rate(per_second: f64) -> String {
    if per_second >= 999_500.0 {
        format!("{} M", short(per_second / 1e6))
    } else if per_second >= 999.5 {
        format!("{} k", short(per_second / 1e3))
    } else {
        short(per_second)
    }
}

/// `123 MiB`.
pub(crate) fn mebibytes(bytes: u64) -> String {
    format!("{} MiB", (bytes + (1 << 19)) >> 20)
}
