//! What manuscripts cite, as a lock needs it.

use std::collections::BTreeMap;

use crate::bibliography::Library;
use crate::config::Config;
use crate::record::Identifier;
use crate::rules;
use crate::syntax::{Document, Place};

/// Identifiers, each with its spellings as a citation key in order of their first use.
pub type Cited = Vec<(Identifier, Vec<String>)>;

/// What manuscripts cite, each with its settings, in order of identifier. What no source knows is left out, and what the
/// project asks to ignore as not registered.
#[must_use]
pub fn cited<'a>(manuscripts: impl IntoIterator<Item = (&'a Document, &'a Library, &'a Config)>) -> Cited {
    let mut cited: BTreeMap<Identifier, Vec<String>> = BTreeMap::new();
    for (document, library, config) in manuscripts {
        for (at, found) in library.identifiers(document).enumerate() {
            if !found.id.kind().is_supported() || ignored(config, &found.id) {
                continue;
            }
            let spellings = cited.entry(found.id.clone()).or_default();
            // The key of an entry is none of its work's own names.
            if found.place == Place::Citation && at < document.identifiers.len() {
                let key = key(found.token.of(document.text()));
                if !spellings.iter().any(|spelling| spelling == key) {
                    spellings.push(key.to_owned());
                }
            }
        }
    }
    cited.into_iter().collect()
}

fn ignored(config: &Config, id: &Identifier) -> bool {
    let existence = |rule: &str| rule == "unregistered-doi" || rule == rules::Group::Existence.key();
    config
        .ignore
        .iter()
        .any(|ignore| ignore.identifier.as_ref() == Some(id) && ignore.rule.as_deref().is_none_or(existence))
}

/// A citation key without what marks it as one: `-@`, `@`, braces. The closing brace may lie outside the token.
fn key(token: &str) -> &str {
    let key = token.trim_start_matches('-').trim_start_matches('@');
    key.strip_prefix('{').map_or(key, |inner| inner.strip_suffix('}').unwrap_or(inner))
}

#[cfg(test)]
mod tests {
    use super::key;

    #[test]
    fn the_marks_of_a_citation_are_no_part_of_its_key() {
        for token in ["@doi:10.1000/a", "-@doi:10.1000/a", "@{doi:10.1000/a", "@{doi:10.1000/a}", "doi:10.1000/a"] {
            assert_eq!(key(token), "doi:10.1000/a");
        }
    }
}
