//! Codes out of lists that libraries keep: countries, languages, currencies.

use std::fmt;

use super::ValueError;
use super::Written;
use super::written;

/// A country, ISO 3166-1 alpha-2: `TH`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country(String);

written!(Country, "^[A-Z]{2}$", "A country, ISO 3166-1 alpha-2: two capital letters, such as TH.");

impl Country {
    /// The two letters.
    pub fn code(&self) -> &str {
        &self.0
    }

    /// The country's English short name by ISO 3166-1.
    pub fn english_name(&self) -> &'static str {
        rust_iso3166::from_alpha2(&self.0).map_or("", |country| country.name)
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Written for Country {
    fn read(text: &str) -> Result<Self, ValueError> {
        let upper = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase());
        if upper && rust_iso3166::from_alpha2(text).is_some() {
            Ok(Self(text.to_owned()))
        } else {
            Err(ValueError::new(
                format!("`{text}` is not a country code"),
                "Write the two capital letters of ISO 3166-1, such as `TH` for Thailand or `NO` for Norway.",
            ))
        }
    }
}

/// A language, BCP 47: `th`, `pt-BR`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language(String);

written!(
    Language,
    "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$",
    "A language, BCP 47: such as th for Thai, es for Spanish, pt-BR for Portuguese as written in Brazil."
);

impl Language {
    /// The tag as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The primary language without region or script: `pt` for `pt-BR`.
    pub fn primary(&self) -> &str {
        self.0.split('-').next().unwrap_or_default()
    }
}

impl Default for Language {
    fn default() -> Self {
        Self("en".to_owned())
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Written for Language {
    fn read(text: &str) -> Result<Self, ValueError> {
        let long_enough = text.split('-').next().is_some_and(|primary| (2..=3).contains(&primary.len()));
        match oxilangtag::LanguageTag::parse_and_normalize(text) {
            Ok(tag) if long_enough => Ok(Self(tag.as_str().to_owned())),
            _ => Err(ValueError::new(
                format!("`{text}` is not a language tag"),
                "Write a BCP 47 tag, such as `en`, `th` or `pt-BR`.",
            )),
        }
    }
}

/// A currency, ISO 4217: `THB`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency(String);

written!(Currency, "^[A-Z]{3}$", "A currency, ISO 4217: three capital letters, such as THB.");

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Written for Currency {
    fn read(text: &str) -> Result<Self, ValueError> {
        if iso_currency::Currency::from_code(text).is_some() {
            Ok(Self(text.to_owned()))
        } else {
            Err(ValueError::new(
                format!("`{text}` is not a currency code"),
                "Write the three capital letters of ISO 4217, such as `THB` or `EUR`.",
            ))
        }
    }
}
