//! One value laid over another.

use serde_json::Value;

/// Lays `over` on `base`: groups are laid over groups, field by field; everything else takes the place of what was there.
pub fn lay_over(base: &mut Value, over: Value) {
    match (base, over) {
        (Value::Object(base), Value::Object(over)) => {
            for (key, value) in over {
                lay_over(base.entry(key).or_insert(Value::Null), value);
            }
        }
        (base, over) => *base = over,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn groups_are_joined_and_lists_are_replaced() {
        let mut base = json!({"a": {"x": 1, "y": 2}, "b": [1, 2], "c": 3});
        lay_over(&mut base, json!({"a": {"y": 5}, "b": [9], "d": null}));
        assert_eq!(base, json!({"a": {"x": 1, "y": 5}, "b": [9], "c": 3, "d": null}));
    }
}
