//! What a plain scalar is, by the YAML 1.2 core schema: `no`, `NO`, `yes`, `2026-03-02` and `12:30` are text.

use crate::yaml::node::NodeValue;

/// Resolves a plain (unquoted) scalar.
pub(crate) fn resolve(text: &str) -> NodeValue {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => NodeValue::Null,
        "true" | "True" | "TRUE" => NodeValue::Bool(true),
        "false" | "False" | "FALSE" => NodeValue::Bool(false),
        _ => number(text).map_or_else(|| NodeValue::Text(text.to_owned()), NodeValue::Number),
    }
}

fn number(text: &str) -> Option<serde_json::Number> {
    let first = *text.as_bytes().first()?;
    if !(first.is_ascii_digit() || matches!(first, b'+' | b'-' | b'.')) {
        return None;
    }
    if let Some(digits) = text.strip_prefix("0x") {
        return based(digits, 16);
    }
    if let Some(digits) = text.strip_prefix("0o") {
        return based(digits, 8);
    }
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if !unsigned.is_empty() && unsigned.bytes().all(|b| b.is_ascii_digit()) {
        let text = text.strip_prefix('+').unwrap_or(text);
        if let Ok(value) = text.parse::<i64>() {
            return Some(value.into());
        }
        if let Ok(value) = text.parse::<u64>() {
            return Some(value.into());
        }
    }
    if is_decimal(unsigned) {
        return text.parse::<f64>().ok().and_then(serde_json::Number::from_f64);
    }
    None
}

fn based(digits: &str, radix: u32) -> Option<serde_json::Number> {
    if digits.is_empty() || !digits.bytes().all(|b| char::from(b).is_digit(radix)) {
        return None;
    }
    u64::from_str_radix(digits, radix).ok().map(Into::into)
}

/// `(\. [0-9]+ | [0-9]+ (\. [0-9]*)?) ([eE] [-+]? [0-9]+)?`
fn is_decimal(text: &str) -> bool {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let mantissa = match mantissa.split_once('.') {
        Some(("", decimals)) => !decimals.is_empty() && digits(decimals),
        Some((whole, decimals)) => digits(whole) && digits(decimals),
        None => !mantissa.is_empty() && digits(mantissa),
    };
    let exponent = exponent.is_none_or(|part| {
        let part = part.strip_prefix(['+', '-']).unwrap_or(part);
        !part.is_empty() && digits(part)
    });
    mantissa && exponent
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_older_yaml_takes_for_booleans_and_dates_are_text() {
        for text in [
            "no",
            "NO",
            "yes",
            "on",
            "off",
            "y",
            "2026-03-02",
            "12:30",
            "1_000",
            "0.3.1",
            ".inf",
            "1e",
            "-",
            ".",
            "0x",
            "0xZZ",
            "0o8",
        ] {
            assert_eq!(resolve(text), NodeValue::Text(text.to_owned()), "{text}");
        }
    }

    #[test]
    fn numbers_are_those_of_the_core_schema() {
        for (text, value) in [("0", 0), ("-7", -7), ("+7", 7), ("007", 7), ("0x1F", 31), ("0o17", 15)] {
            assert_eq!(resolve(text), NodeValue::Number(value.into()), "{text}");
        }
        assert_eq!(resolve("18446744073709551615"), NodeValue::Number(u64::MAX.into()));
        for (text, value) in [
            ("0.3", 0.3),
            (".5", 0.5),
            ("1.", 1.0),
            ("1e3", 1000.0),
            ("-2.5E-1", -0.25),
            ("100000000000000000000", 1e20),
        ] {
            let number = serde_json::Number::from_f64(value).unwrap();
            assert_eq!(resolve(text), NodeValue::Number(number), "{text}");
        }
    }
}
