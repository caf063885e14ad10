//! Numbers, durations and times of day as TLC writes them.

use std::time::Duration;

/// With separators of thousands: `1,234,567`.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `01s`, `02min 03s`, `01h 02min`, `1d 02h`.
pub fn duration(time: Duration) -> String {
    let seconds = time.as_secs();
    let (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86_400);
    if days > 0 {
        format!("{days}d {:02}h", hours % 24)
    } else if hours > 0 {
        format!("{hours:02}h {:02}min", minutes % 60)
    } else if minutes > 0 {
        format!("{minutes:02}min {:02}s", seconds % 60)
    } else {
        format!("{seconds:02}s")
    }
}

/// A moment, in seconds since 1970, as `2026-04-29 17:03:09` (UTC).
pub fn timestamp(seconds: u64) -> String {
    let (days, rest) = (seconds / 86_400, seconds % 86_400);
    let (year, month, day) = civil(days);
    format!("{year:04}-{month:02}-{day:02} {:02}:{:02}:{:02}", rest / 3600, rest / 60 % 60, rest % 60)
}

/// Year, month and day of a day number counted from 1970-01-01, in the Gregorian calendar.
fn civil(mut days: u64) -> (u64, u64, u64) {
    let leap = |year: u64| year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let mut year = 1970;
    loop {
        let length = if leap(year) { 366 } else { 365 };
        if days < length {
            break;
        }
        days -= length;
        year += 1;
    }
    let lengths = [31, if leap(year) { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let mut month = 1;
    for length in lengths {
        if days < length {
            break;
        }
        days -= length;
        month += 1;
    }
    (year, month, days + 1)
}

/// A probability with two significant digits, as Java writes doubles: `0.0`, `0.0012`, `1.6E-19`.
pub fn probability(value: f64) -> String {
    if value == 0.0 {
        return "0.0".to_owned();
    }
    let scientific = format!("{value:.1e}");
    let Some((mantissa, exponent)) = scientific.split_once('e') else { return scientific };
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if exponent >= -3 {
        let text = format!("{:.*}", (1 - exponent).max(1) as usize, value);
        let trimmed = text.trim_end_matches('0');
        if trimmed.ends_with('.') { format!("{trimmed}0") } else { trimmed.to_owned() }
    } else {
        format!("{mantissa}E{exponent}")
    }
}

/// Average (rounded), minimum, 95th percentile and maximum of a histogram of out-degrees; none if it is empty.
pub fn out_degrees(histogram: &[u64]) -> Option<(u64, u64, u64, u64)> {
    let parents: u64 = histogram.iter().sum();
    if parents == 0 {
        return None;
    }
    let sum: u64 = histogram.iter().enumerate().map(|(degree, count)| degree as u64 * count).sum();
    let average = (sum as f64 / parents as f64).round() as u64;
    let minimum = histogram.iter().position(|count| *count > 0).unwrap_or(0) as u64;
    let maximum = histogram.iter().rposition(|count| *count > 0).unwrap_or(0) as u64;
    let rank = (parents as f64 * 0.95).ceil() as u64;
    let mut below = 0;
    let percentile = histogram.iter().position(|count| {
        below += count;
        below >= rank
    });
    Some((average, minimum, percentile.unwrap_or(0) as u64, maximum))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_separated() {
        assert_eq!([0, 999, 1000, 1234567].map(grouped), ["0", "999", "1,000", "1,234,567"]);
    }

    #[test]
    fn probabilities_look_like_javas() {
        assert_eq!(probability(3.0 / 2f64.powi(64)), "1.6E-19");
        assert_eq!(probability(0.0), "0.0");
        assert_eq!(probability(0.00123), "0.0012");
        assert_eq!(probability(0.5), "0.5");
    }

    #[test]
    fn moments_are_dates() {
        assert_eq!(timestamp(0), "1970-01-01 00:00:00");
        assert_eq!(timestamp(951_827_696), "2000-02-29 12:34:56");
        assert_eq!(timestamp(4_102_444_799), "2099-12-31 23:59:59");
    }

    #[test]
    fn out_degrees_are_drawn_from_the_histogram() {
        assert_eq!(out_degrees(&[1, 2]), Some((1, 0, 1, 1)));
        assert_eq!(out_degrees(&[0, 0, 95, 5]), Some((2, 2, 2, 3)));
        assert_eq!(out_degrees(&[0, 0]), None);
    }

    #[test]
    fn durations_have_two_units_at_most() {
        assert_eq!(
            [3, 62, 3723, 90_000].map(|s| duration(Duration::from_secs(s))),
            ["03s", "01min 02s", "01h 02min", "1d 01h"]
        );
    }
}
