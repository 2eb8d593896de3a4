//! What expressions see from within an activation: variables, the message, finished nodes, and the built-in
//! names of specification F-056.

use std::sync::atomic::Ordering;

use node_sdk::{Message, NodeError, Str, Target, Value};

use super::activation::Activation;
use crate::expr::Names;
use crate::program::NodeIndex;

/// How expressions see a node whose output was given.
fn given(output: &Value) -> Value {
    record(&super::frame::Done { output: output.clone(), ..super::frame::Done::default() })
}

/// How expressions see a finished node: what is known of it, and the fields of its output beside that.
fn record(done: &super::frame::Done) -> Value {
    let mut fields: node_sdk::Map = done.output.as_object().map(|map| map.as_ref().clone()).unwrap_or_default();
    let error = done.error.as_ref();
    let status = match error {
        None if done.is_skipped => "skipped",
        None => "success",
        Some(error) => error.status(),
    };
    let own: [(&str, Value); 5] = [
        ("status", status.into()),
        ("success", error.is_none().into()),
        ("port", done.port.clone().into()),
        ("output", done.output.clone()),
        ("error", error.map(NodeError::to_value).into()),
    ];
    fields.extend(own.map(|(key, value)| (Str::from(key), value)));
    if let Some(error) = error {
        fields.insert("error_message".into(), error.message.as_str().into());
        fields.insert("error_type".into(), error.kind.as_str().into());
        let code = error.details.get("exit_code").cloned();
        fields.extend(code.map(|code| ("exit_code".into(), code)));
    }
    if let Some((started_at, duration_us)) = done.timing {
        let milliseconds = i64::try_from(duration_us / 1000).unwrap_or(i64::MAX);
        fields.insert("started_at".into(), iso(started_at));
        fields.insert("completed_at".into(), iso(started_at.saturating_add(milliseconds)));
        fields.insert("execution_time_ms".into(), milliseconds.into());
    }
    fields.into()
}

impl Names for Activation {
    fn get(&self, name: &str) -> Option<Value> {
        if let Some((_, value)) = self.own.lock().iter().find(|(own, _)| &**own == name) {
            return Some(value.clone());
        }
        let vars = self.vars.lock();
        if let Some(variable) = vars.step.get(name) {
            return Some(variable.value.clone());
        }
        if let Some(value) = self.frame.local(name) {
            return Some(value);
        }
        if let Some(variable) = vars.job.get(name) {
            return Some(variable.value.clone());
        }
        drop(vars);
        self.run.parameters.get(name).cloned().or_else(|| self.built_in(name))
    }

    fn member(&self, root: crate::expr::Root, field: &str) -> Option<Value> {
        use crate::expr::Root;
        match root {
            Root::Msg => self.message.get(field).cloned(),
            Root::Params => self.run.parameters.get(field).cloned(),
            Root::Globals => self.global(field),
            Root::Nodes => {
                let program = &self.run.program;
                let Some(&node) = program.by_name.get(field) else {
                    return self.run.rehearsal.as_ref()?.nodes.get(field).map(given);
                };
                let copies = program.nodes[node].copies.iter().rev();
                let done = copies.chain([&node]).find_map(|node| self.frame.reach(program, *node));
                done.as_ref().map(record)
            }
            Root::Vars => {
                let vars = self.vars.lock();
                let own = vars.step.get(field).map(|variable| variable.value.clone());
                own.or_else(|| self.frame.local(field))
                    .or_else(|| vars.job.get(field).map(|variable| variable.value.clone()))
            }
        }
    }

    fn whole(&self, root: crate::expr::Root) -> Value {
        use crate::expr::Root;
        match root {
            Root::Msg => self.message.clone().into(),
            Root::Params => self.run.parameters.clone().into(),
            Root::Vars | Root::Nodes | Root::Globals => {
                let fields = self
                    .known(Some(root))
                    .into_iter()
                    .filter_map(|name| Some((name.clone(), self.member(root, &name)?)));
                Value::object(fields)
            }
        }
    }

    fn known(&self, root: Option<crate::expr::Root>) -> Vec<String> {
        use crate::expr::Root;
        let keys = |map: &node_sdk::Map| map.keys().map(ToString::to_string).collect::<Vec<_>>();
        match root {
            Some(Root::Msg) => Value::from(self.message.clone()).as_object().map(|map| keys(map)).unwrap_or_default(),
            Some(Root::Params) => keys(&self.run.parameters),
            Some(Root::Nodes) => {
                let program = &self.run.program;
                let finished = program.nodes.iter().enumerate();
                finished
                    .filter(|(node, _)| self.frame.reach(program, *node).is_some())
                    .map(|(_, plan)| plan.id.to_string())
                    .collect()
            }
            Some(Root::Globals) => self.run.services.globals.names(),
            Some(Root::Vars) => {
                let vars = self.vars.lock();
                let own = vars.step.keys().chain(vars.job.keys()).map(ToString::to_string);
                own.chain(self.frame.local_names()).collect()
            }
            None => {
                let mut names = self.known(Some(Root::Vars));
                names.extend(keys(&self.run.parameters));
                names
            }
        }
    }

    fn choose(&self, what: crate::expr::Chance) -> Value {
        use crate::expr::Chance;
        let number = self.chances.fetch_add(1, Ordering::Relaxed);
        self.run.fix(self.choice(&format!("chance{number}")), &mut || match what {
            Chance::Now => Value::Int(self.run.services.clock.now()),
            Chance::Uuid => uuid::Uuid::now_v7().to_string().into(),
            Chance::Random => Value::Float(random()),
        })
    }
}

impl Activation {
    fn error_in_scope(&self) -> Option<Value> {
        self.frame.local("error").or_else(|| self.message.get("error").cloned())
    }

    fn previous(&self) -> Option<Value> {
        let from = self.from?;
        let done = self.frame.done(self.run.program.nodes[from].slot)?;
        Some(record(&done))
    }

    fn built_in(&self, name: &str) -> Option<Value> {
        let of_error = |field: &str| self.error_in_scope()?.get(field).cloned();
        let of = |value: &Value, field: &str| value.get(field).cloned();
        match name {
            "error" => self.error_in_scope(),
            "error_message" => of_error("message"),
            "error_type" => of_error("kind"),
            "error_details" => of_error("details"),
            "error_stack" => of_error("stack"),
            "prev" => self.previous(),
            "previous_step_output" => of(&self.previous()?, "output"),
            "previous_step_error" => of(&self.previous()?, "error_message").or(Some(Value::Null)),
            "previous_step_exit_code" => of(&self.previous()?, "exit_code").or(Some(Value::Null)),
            "previous_step_success" => of(&self.previous()?, "success"),
            "step_status" => of(&self.previous()?, "status"),
            "execution_time" => of(&self.previous()?, "execution_time_ms")?.as_int().map(clock_time),
            "step_number" => i64::try_from(self.plan().shown + 1).ok().map(Value::Int),
            "step_name" => Some(self.plan().name.clone().into()),
            "started_at" => Some(iso(self.run.started_at)),
            "inputs" => Some(self.inputs()),
            "run" => Some(self.run.about_run.clone()),
            "flow" => Some(self.run.about_flow.clone()),
            "run_id" | "job_run_id" => of(&self.run.about_run, "id"),
            "flow_id" | "job_id" => of(&self.run.about_flow, "id"),
            "flow_name" | "job_name" => of(&self.run.about_flow, "name"),
            "target_list" => Some(self.machine_names()),
            "target" => Some(self.machine().map_or(Value::Null, |machine| machine.to_value())),
            _ if name.starts_with("target_") => self.about_machine(name),
            _ => self.member(crate::expr::Root::Nodes, name.strip_prefix("nodes.")?),
        }
    }

    /// What is known of the machine the node works on; null where it works on none.
    fn about_machine(&self, name: &str) -> Option<Value> {
        let read: fn(&Target) -> Str = match name {
            "target_hostname" => |machine| machine.hostname.clone(),
            "target_ip" => |machine| machine.ip_address.clone(),
            "target_os_type" | "target_os" => |machine| machine.os_type.clone(),
            "target_version" => |machine| machine.os_version.clone(),
            "target_distro" => |machine| distribution(&machine.os_version).into(),
            _ => return None,
        };
        Some(self.machine().map(|machine| read(machine)).into())
    }

    /// Every live wire's message, by the node it came from.
    pub(crate) fn inputs(&self) -> Value {
        let of = |node: NodeIndex, message: &Message| (self.run.program.nodes[node].id.clone(), message.clone().into());
        if self.joined.is_empty() {
            return Value::object(self.from.map(|from| of(from, &self.message)));
        }
        Value::object(self.joined.iter().map(|(node, message)| of(*node, message)))
    }
}

/// Milliseconds since 1970 as ISO 8601 text.
fn iso(at: i64) -> Value {
    let time = chrono::DateTime::from_timestamp_millis(at);
    time.map_or(Value::Null, |time| time.to_rfc3339_opts(chrono::SecondsFormat::Millis, true).into())
}

/// The name of an operating system without its version: of `Debian 12`, `Debian`.
fn distribution(version: &str) -> &str {
    version.split(|next: char| next.is_ascii_digit()).next().unwrap_or_default().trim()
}

/// Milliseconds as `HH:MM:SS`.
fn clock_time(milliseconds: i64) -> Value {
    let seconds = milliseconds / 1000;
    format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60).into()
}

/// A number from 0 to below 1, from the random bits of a fresh id.
#[expect(clippy::cast_precision_loss, reason = "53 bits are what a float holds exactly")]
fn random() -> f64 {
    let bits = uuid::Uuid::now_v7().as_u64_pair().1 & ((1 << 53) - 1);
    bits as f64 / (1_u64 << 53) as f64
}
