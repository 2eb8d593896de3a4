//! What flows name outside themselves: targets and credentials, kept to find what uses them, and missed where they are not.

use engine::{Problem as Finding, Reference, Subject};

use super::Checked;
use crate::app::App;
use crate::credentials;
use crate::store::{Result, Tx};

/// Notes which credentials the newest version of a flow names.
pub(super) async fn sync(tx: &mut Tx, flow: &str, checked: &Checked) -> Result<()> {
    let named = checked.references.iter().filter(|reference| reference.subject == Subject::Credential);
    let uses: Vec<_> = named.map(|reference| (reference.node.clone(), reference.name.clone())).collect();
    credentials::store::note_uses(tx, flow, &uses).await
}

/// A warning for each target and credential that is not there.
pub(super) async fn missing(app: &App, references: &[Reference]) -> Result<Vec<Finding>> {
    let mut missing = Vec::new();
    for reference in references {
        let (code, message) = match reference.subject {
            Subject::Target => match app.runner.services.hosts.select(&reference.name) {
                Ok(_) => continue,
                Err(error) => ("unknown_target", error.message),
            },
            Subject::Credential => {
                if credentials::find_id(&app.store, &reference.name).await?.is_some() {
                    continue;
                }
                let name = &reference.name;
                let message =
                    format!("There is no credential `{name}`. Choose one that is there, or ask for it to be added.");
                ("unknown_credential", message)
            }
        };
        missing.push(Finding::warning(code, message).at_node(reference.node.as_str()).at_field(&reference.field));
    }
    Ok(missing)
}
