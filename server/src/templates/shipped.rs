//! The templates that come with the program: the flows in `flows/examples` with a `template.json` beside them.

use node_sdk::Clock;
use rust_embed::RustEmbed;
use serde::Deserialize;
use serde_json::Value;

use super::placeholder::{Placeholder, checked};
use super::store::{self, Owned, Written};
use crate::store::Store;

#[derive(RustEmbed)]
#[folder = "../flows/examples"]
struct Examples;

/// What `template.json` says; the rest is in the flow.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct About {
    kind: String,
    category: String,
    #[serde(default)]
    placeholders: Vec<Placeholder>,
}

/// Brings what is kept of the shipped templates up to what the program carries; their uses and ratings stay.
///
/// # Errors
/// If one is malformed, or the database cannot be written.
pub async fn sync(store: &Store, clock: &dyn Clock) -> anyhow::Result<()> {
    let (carried, kept) = (carried()?, store::shipped(store).await?);
    let changed: Vec<_> = carried.iter().filter(|one| !kept.contains(one)).collect();
    let gone: Vec<_> = kept.iter().filter(|one| !carried.iter().any(|other| other.id == one.id)).collect();
    if changed.is_empty() && gone.is_empty() {
        return Ok(());
    }
    let owned = Owned { author: "OpsConductor", is_public: true, is_shipped: true, at: clock.now() };
    let mut tx = store.begin().await?;
    for one in changed {
        store::keep(&mut tx, one, owned).await?;
    }
    for one in gone {
        store::delete(&mut tx, &one.id).await?;
    }
    Ok(tx.commit().await?)
}

/// What the program carries.
fn carried() -> anyhow::Result<Vec<Written>> {
    let names = Examples::iter().filter_map(|path| path.strip_suffix("/template.json").map(ToOwned::to_owned));
    names.map(|name| one(&name)).collect()
}

fn one(name: &str) -> anyhow::Result<Written> {
    let read = |file: &str| {
        let found = Examples::get(&format!("{name}/{file}"));
        found.ok_or_else(|| anyhow::anyhow!("`flows/examples/{name}/{file}` is missing"))
    };
    let about: About = serde_json::from_slice(&read("template.json")?.data)?;
    let document: Value = serde_json::from_slice(&read("flow.json")?.data)?;
    let placeholders = checked(Some(about.placeholders), &document)?;
    let text = |field: &str| document[field].as_str().unwrap_or_default().to_owned();
    Ok(Written {
        id: name.to_owned(),
        kind: about.kind,
        name: text("name"),
        description: text("description"),
        category: about.category,
        placeholders: serde_json::to_string(&placeholders)?,
        document: document.to_string(),
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::sync::Arc;

    use super::*;
    use crate::flows::Programs;
    use crate::templates::fill;

    /// Whoever uses one without thinking gets a flow without a problem, and is asked for nothing that has no use.
    #[tokio::test]
    async fn each_is_a_flow_without_problems_and_uses_all_it_asks_for() {
        let programs = Programs::new(Arc::new(crate::app::engine(engine::Caps::default()).expect("an engine")));
        let carried = carried().expect("templates");
        assert!(carried.iter().any(|one| one.kind == "flow") && carried.iter().any(|one| one.kind == "pattern"));
        for one in carried {
            let document: Value = serde_json::from_str(&one.document).expect("JSON");
            let placeholders: Vec<Placeholder> = serde_json::from_str(&one.placeholders).expect("JSON");
            let mut used = BTreeSet::new();
            fill::each_name(&document, &mut |name| {
                used.insert(name.to_owned());
            });
            let asked: BTreeSet<_> = placeholders.iter().map(|placeholder| placeholder.name.clone()).collect();
            assert_eq!(used, asked, "{}", one.id);
            let filled = fill::sample(document, &placeholders);
            let checked = programs.check(&filled).await.unwrap_or_else(|problems| panic!("{}: {problems:?}", one.id));
            assert_eq!(checked.problems, [], "{}", one.id);
            assert!(["flow", "pattern"].contains(&one.kind.as_str()) && !one.description.is_empty(), "{}", one.id);
        }
    }

    /// An answer is a command or an argument of one, never a part of a command's text, where its quotes would count.
    #[test]
    fn answers_are_not_put_into_the_text_of_commands() {
        let mut commands = 0;
        for one in carried().expect("templates") {
            let document: Value = serde_json::from_str(&one.document).expect("JSON");
            let nodes = document["nodes"].as_array().expect("nodes").iter();
            for command in nodes.filter_map(|node| node["config"]["command"].as_str()) {
                let is_answer = command.starts_with("<<") && command.find(">>") == Some(command.len() - 2);
                assert!(is_answer || !command.contains("<<"), "{}: {command}", one.id);
                commands += 1;
            }
        }
        assert!(commands > 20, "only {commands} commands");
    }
}
