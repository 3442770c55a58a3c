//! What every value that is written as text has in common.

/// Why a text is not the value that stands there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{problem}")]
pub struct ValueError {
    /// What is wrong, as a fragment: "`2026-13-01` is no date".
    pub problem: String,
    /// What to write instead.
    pub help: &'static str,
}

impl ValueError {
    pub(super) fn new(problem: String, help: &'static str) -> Self {
        Self { problem, help }
    }
}

/// A value that is written as text and has a grammar.
pub trait Written: Sized {
    /// Reads the text, or says why it can't be read.
    fn read(text: &str) -> Result<Self, ValueError>;
}

/// Makes a type that is [`Written`], and shows the text that it reads, a string in files, with a pattern for editors.
macro_rules! written {
    ($type:ident, $pattern:expr, $description:expr) => {
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <String as serde::Deserialize>::deserialize(deserializer)?;
                <$type as $crate::study::values::Written>::read(&text).map_err(serde::de::Error::custom)
            }
        }

        impl schemars::JsonSchema for $type {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($type).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string", "pattern": $pattern, "description": $description })
            }
        }
    };
}

pub(crate) use written;
