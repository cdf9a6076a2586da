//! The protocol's own description of its messages, and what is wrong with a message by it.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

/// The description, by names.
pub(crate) struct Metamodel {
    requests: BTreeMap<String, Value>,
    notifications: BTreeMap<String, Value>,
    structures: BTreeMap<String, Value>,
    enumerations: BTreeMap<String, Value>,
    aliases: BTreeMap<String, Value>,
}

/// What is wrong, each with its place in the message.
type Faults = Vec<String>;

impl Metamodel {
    /// The description beside the project, where there is one: it is not the project's to hand on.
    pub(crate) fn beside() -> Option<Self> {
        let path = "../shared/tools/editors/lsp/metaModel-3.17.json";
        let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).ok()?;
        Some(Self::from_json(&serde_json::from_str(&text).expect("the description is JSON")))
    }

    pub(crate) fn from_json(model: &Value) -> Self {
        let named = |list: &str, name: &str| {
            let rows = model[list].as_array().into_iter().flatten();
            rows.filter_map(|row| Some((row[name].as_str()?.to_owned(), row.clone()))).collect()
        };
        Self {
            requests: named("requests", "method"),
            notifications: named("notifications", "method"),
            structures: named("structures", "name"),
            enumerations: named("enumerations", "name"),
            aliases: named("typeAliases", "name"),
        }
    }

    /// What is wrong with a request or notification of the server's.
    pub(crate) fn call(&self, message: &Value) -> Faults {
        let method = message["method"].as_str().unwrap_or_default();
        let calls = if message.get("id").is_some() { &self.requests } else { &self.notifications };
        let Some(call) = calls.get(method) else { return vec![format!("{method}: no such message")] };
        let mut faults = Faults::new();
        if call["messageDirection"] == "clientToServer" {
            faults.push(format!("{method}: only a client sends this"));
        }
        match (call.get("params"), message.get("params")) {
            (Some(kind), Some(params)) => self.check(kind, params, method, &mut faults),
            (Some(_), None) => faults.push(format!("{method}: no parameters")),
            (None, None | Some(Value::Null)) => {}
            (None, Some(_)) => faults.push(format!("{method}: parameters")),
        }
        faults
    }

    /// What is wrong with the result of a client's request; methods beyond the protocol have any.
    pub(crate) fn result(&self, method: &str, result: &Value) -> Faults {
        let mut faults = Faults::new();
        if let Some(call) = self.requests.get(method) {
            self.check(&call["result"], result, &format!("the result of {method}"), &mut faults);
        }
        faults
    }

    /// What is wrong with a value of the type that is named.
    pub(crate) fn value(&self, name: &str, value: &Value) -> Faults {
        let mut faults = Faults::new();
        self.named(name, value, name, &mut faults);
        faults
    }

    fn check(&self, kind: &Value, value: &Value, at: &str, faults: &mut Faults) {
        let parts = || kind["items"].as_array().into_iter().flatten();
        match kind["kind"].as_str().unwrap_or_default() {
            "base" => faults.extend(base(kind["name"].as_str().unwrap_or_default(), value, at)),
            "reference" => self.named(kind["name"].as_str().unwrap_or_default(), value, at, faults),
            "array" => match value.as_array() {
                Some(rows) => {
                    for (row, at) in rows.iter().zip((0..).map(|number| format!("{at}[{number}]"))) {
                        self.check(&kind["element"], row, &at, faults);
                    }
                }
                None => faults.push(wrong(at, "an array", value)),
            },
            "map" => match value.as_object() {
                Some(rows) => {
                    for (key, row) in rows {
                        let at = format!("{at}[{key:?}]");
                        self.check(&kind["key"], &key.clone().into(), &at, faults);
                        self.check(&kind["value"], row, &at, faults);
                    }
                }
                None => faults.push(wrong(at, "a map", value)),
            },
            "tuple" => match value.as_array().filter(|rows| rows.len() == parts().count()) {
                Some(rows) => rows.iter().zip(parts()).for_each(|(row, part)| self.check(part, row, at, faults)),
                None => faults.push(wrong(at, "a tuple", value)),
            },
            "and" => parts().for_each(|part| self.check(part, value, at, faults)),
            "or" => {
                let tries = parts().map(|part| {
                    let mut faults = Faults::new();
                    self.check(part, value, at, &mut faults);
                    faults
                });
                // What fits best says best what is wrong.
                faults.extend(tries.min_by_key(Vec::len).unwrap_or_default());
            }
            "literal" => self.object(&properties_of(&kind["value"]), value, at, faults),
            "stringLiteral" | "integerLiteral" | "booleanLiteral" => {
                if kind["value"] != *value {
                    faults.push(wrong(at, &kind["value"].to_string(), value));
                }
            }
            other => faults.push(format!("{at}: the description has a kind of type that this reader lacks: {other}")),
        }
    }

    fn named(&self, name: &str, value: &Value, at: &str, faults: &mut Faults) {
        if name == "LSPAny" {
            // Every JSON value is one.
        } else if name == "LSPObject" {
            faults.extend((!value.is_object()).then(|| wrong(at, "an object", value)));
        } else if self.structures.contains_key(name) {
            self.object(&self.properties(name), value, at, faults);
        } else if let Some(alias) = self.aliases.get(name) {
            self.check(&alias["type"], value, at, faults);
        } else if let Some(all) = self.enumerations.get(name) {
            self.check(&all["type"], value, at, faults);
            let is_listed = all["values"].as_array().into_iter().flatten().any(|row| row["value"] == *value);
            if !is_listed && all["supportsCustomValues"] != true {
                faults.push(wrong(at, name, value));
            }
        } else {
            faults.push(format!("{at}: the description names {name} and lacks it"));
        }
    }

    /// The properties of a structure, with those that it takes over.
    fn properties(&self, name: &str) -> BTreeMap<String, Value> {
        let Some(structure) = self.structures.get(name) else { return BTreeMap::new() };
        let over = ["extends", "mixins"].iter().filter_map(|key| structure[key].as_array()).flatten();
        let mut all = BTreeMap::new();
        over.filter_map(|kind| kind["name"].as_str()).for_each(|name| all.extend(self.properties(name)));
        all.extend(properties_of(structure));
        all
    }

    fn object(&self, properties: &BTreeMap<String, Value>, value: &Value, at: &str, faults: &mut Faults) {
        let Some(rows) = value.as_object() else { return faults.push(wrong(at, "an object", value)) };
        for (name, property) in properties {
            match rows.get(name) {
                Some(row) => self.check(&property["type"], row, &format!("{at}.{name}"), faults),
                None if property["optional"] == true => {}
                None => faults.push(format!("{at}: {name} is missing")),
            }
        }
        let unknown = rows.keys().filter(|name| !properties.contains_key(*name));
        faults.extend(unknown.map(|name| format!("{at}: nobody knows {name}")));
    }
}

fn properties_of(structure: &Value) -> BTreeMap<String, Value> {
    let rows = structure["properties"].as_array().into_iter().flatten();
    rows.filter_map(|row| Some((row["name"].as_str()?.to_owned(), row.clone()))).collect()
}

fn base(name: &str, value: &Value, at: &str) -> Option<String> {
    let fits = match name {
        "string" | "RegExp" => value.is_string(),
        "URI" | "DocumentUri" => value.as_str().is_some_and(|text| text.contains(':')),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        "integer" => value.as_i64().is_some_and(|number| i32::try_from(number).is_ok()),
        "uinteger" => value.as_i64().is_some_and(|number| (0..=i64::from(i32::MAX)).contains(&number)),
        "decimal" => value.is_number(),
        _ => false,
    };
    (!fits).then(|| wrong(at, name, value))
}

fn wrong(at: &str, expected: &str, value: &Value) -> String {
    let value: String = value.to_string().chars().take(80).collect();
    format!("{at}: not {expected}: {value}")
}
