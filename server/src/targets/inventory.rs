//! All targets in memory: found at once, by name, id, group or tag.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use node_sdk::{NodeError, Target};
use parking_lot::RwLock;

use super::Error;
use super::model::{Draft, Group, Machine, Status};
use super::store::{self, Everything, TargetRow};
use crate::credentials::Reference;
use crate::store::{Error as Corrupt, Result, Store};

/// All targets and groups.
pub struct Inventory {
    store: Store,
    known: RwLock<Arc<Snapshot>>,
    /// One reads at a time, so that an older state never follows a newer one.
    turn: tokio::sync::Mutex<()>,
}

/// All targets and groups, as they were at one moment.
#[derive(Default)]
pub(crate) struct Snapshot {
    number: i64,
    /// By name.
    pub(super) machines: BTreeMap<String, Arc<Machine>>,
    names: HashMap<String, String>,
    /// By name.
    pub(super) groups: BTreeMap<String, Arc<Group>>,
}

impl Inventory {
    /// Reads what is kept.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn open(store: Store) -> Result<Arc<Self>> {
        let inventory = Self { store, known: RwLock::default(), turn: tokio::sync::Mutex::default() };
        inventory.refresh().await?;
        Ok(Arc::new(inventory))
    }

    /// Reads everything anew.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn refresh(&self) -> Result<()> {
        let _turn = self.turn.lock().await;
        let snapshot = Snapshot::new(store::everything(&self.store).await?)?;
        *self.known.write() = Arc::new(snapshot);
        Ok(())
    }

    /// Reads what other processes have changed.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn catch_up(&self) -> Result<()> {
        if store::number(&self.store).await? != self.snapshot().number { self.refresh().await } else { Ok(()) }
    }

    /// A target as it was, with the credential that it is worked on with now.
    pub(crate) fn renewed(&self, target: Target) -> Target {
        let credential = self.snapshot().find(&target.id).and_then(|machine| machine.target.credential.clone());
        Target { credential, ..target }
    }

    /// What is known now.
    pub(crate) fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(&self.known.read())
    }
}

impl Snapshot {
    fn new(everything: Everything) -> Result<Self> {
        let Everything { number, targets, dependencies, groups, members } = everything;
        let names: HashMap<_, _> = targets.iter().map(|row| (row.id.clone(), row.name.clone())).collect();
        let refer = |id: &String| Some(Reference { id: id.clone(), name: names.get(id)?.clone() });
        let mut by_group: HashMap<&str, Vec<String>> = HashMap::new();
        let mut by_member: HashMap<&str, Vec<Reference>> = HashMap::new();
        for group in &groups {
            for (_, member) in members.iter().filter(|(id, _)| *id == group.id) {
                by_group.entry(&group.id).or_default().push(member.clone());
                by_member.entry(member).or_default().push(Reference { id: group.id.clone(), name: group.name.clone() });
            }
        }
        let mut needs: HashMap<&str, Vec<Reference>> = HashMap::new();
        for (target, on) in &dependencies {
            needs.entry(target).or_default().extend(refer(on));
        }
        let machine = |row: TargetRow| {
            let draft =
                serde_json::from_str::<Draft>(&row.settings).map_err(|error| Corrupt::corrupt("a target", error))?;
            let groups = by_member.get(&*row.id).cloned().unwrap_or_default();
            let mut depends_on = needs.get(&*row.id).cloned().unwrap_or_default();
            depends_on.sort_by(|one, other| one.name.cmp(&other.name));
            Ok((row.name.clone(), Arc::new(machine((row, draft), groups, depends_on))))
        };
        let machines = targets.into_iter().map(machine).collect::<Result<BTreeMap<_, _>>>()?;
        let group = |row: store::GroupRow| {
            let mut members = by_group.get(&*row.id).cloned().unwrap_or_default();
            members.sort_by_key(|id| names.get(id).cloned());
            let group = Group {
                members,
                id: row.id,
                name: row.name.clone(),
                description: row.description,
                tags: serde_json::from_str(&row.tags).unwrap_or_default(),
                revision: row.revision,
                updated: (row.updated_by, row.updated_at),
            };
            (row.name, Arc::new(group))
        };
        let groups = groups.iter().cloned().map(group).collect();
        Ok(Self { number, machines, groups, names })
    }

    /// The machine of an id or name.
    pub(crate) fn find(&self, id: &str) -> Option<&Arc<Machine>> {
        self.names.get(id).and_then(|name| self.machines.get(name)).or_else(|| self.machines.get(id))
    }

    /// As [`Snapshot::find`].
    ///
    /// # Errors
    /// If there is none.
    pub(super) fn require(&self, id: &str) -> std::result::Result<&Arc<Machine>, Error> {
        self.find(id).ok_or_else(|| Error::Unknown(id.to_owned()))
    }

    /// The group of an id or name.
    ///
    /// # Errors
    /// If there is none.
    pub(super) fn require_group(&self, id: &str) -> std::result::Result<&Arc<Group>, Error> {
        let by_id = || self.groups.values().find(|group| group.id == id);
        self.groups.get(id).or_else(by_id).ok_or_else(|| Error::UnknownGroup(id.to_owned()))
    }

    /// The machines that a selector stands for; those that others of them depend on come first.
    ///
    /// # Errors
    /// If there is none.
    pub(crate) fn select(&self, selector: &str) -> std::result::Result<Vec<Arc<Target>>, NodeError> {
        let several = match selector.split_once(':') {
            Some(("group", name)) => self
                .require_group(name.trim())
                .ok()
                .map(|group| group.members.iter().filter_map(|id| self.find(id)).collect::<Vec<_>>()),
            Some(("tag", tag)) => {
                let has_tag = |machine: &&Arc<Machine>| machine.draft.tags.iter().any(|known| known == tag.trim());
                Some(self.machines.values().filter(has_tag).collect())
            }
            _ => None,
        };
        let Some(several) = several else {
            let one = self.find(selector).map(|machine| vec![Arc::clone(&machine.target)]);
            return one.ok_or_else(|| Target::unknown(selector));
        };
        let active: Vec<_> = several.into_iter().filter(|machine| machine.draft.status == Status::Active).collect();
        if active.is_empty() {
            let message = format!("`{selector}` stands for no active target. Add targets to it, or set theirs active.");
            return Err(NodeError::new(node_sdk::ErrorKind::VALIDATION, message));
        }
        Ok(self.in_order(&active))
    }

    /// Machines, each behind those it depends on.
    fn in_order(&self, machines: &[&Arc<Machine>]) -> Vec<Arc<Target>> {
        let wanted: HashSet<&str> = machines.iter().map(|machine| machine.id()).collect();
        let (mut seen, mut ordered) = (HashSet::new(), Vec::new());
        for machine in machines {
            self.place(machine, &wanted, &mut seen, &mut ordered);
        }
        ordered
    }

    fn place<'s>(
        &'s self,
        machine: &'s Arc<Machine>,
        wanted: &HashSet<&str>,
        seen: &mut HashSet<&'s str>,
        ordered: &mut Vec<Arc<Target>>,
    ) {
        if !seen.insert(machine.id()) {
            return;
        }
        for needed in machine.depends_on.iter().filter_map(|needed| self.find(&needed.id)) {
            self.place(needed, wanted, seen, ordered);
        }
        if wanted.contains(machine.id()) {
            ordered.push(Arc::clone(&machine.target));
        }
    }

    /// Whether a machine would depend on itself if it depended on these.
    pub(super) fn has_circle(&self, id: &str, on: &[String]) -> bool {
        let (mut open, mut seen): (Vec<&str>, HashSet<&str>) =
            (on.iter().map(String::as_str).collect(), HashSet::new());
        while let Some(next) = open.pop() {
            if next == id {
                return true;
            }
            if seen.insert(next) {
                let needed = self.find(next).into_iter().flat_map(|machine| &machine.depends_on);
                open.extend(needed.map(|needed| needed.id.as_str()));
            }
        }
        false
    }
}

fn machine((row, draft): (TargetRow, Draft), groups: Vec<Reference>, depends_on: Vec<Reference>) -> Machine {
    let draft = Draft { name: row.name, ..draft };
    let credential = row.credential_id.zip(row.credential_name).map(|(id, name)| Reference { id, name });
    Machine {
        target: Arc::new(Machine::as_target(&row.id, &draft, credential.as_ref(), &groups)),
        draft,
        credential,
        groups,
        depends_on,
        revision: row.revision,
        created: (row.created_by, row.created_at),
        updated: (row.updated_by, row.updated_at),
        last_test: row.last_test.and_then(|text| serde_json::from_str(&text).ok()),
    }
}
