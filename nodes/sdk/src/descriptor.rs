//! How a node type presents itself: palette entry, ports, help, and what the engine must know.

use serde::{Serialize, Serializer};

use crate::{Str, Value};

/// A node type's public face. Serialises to what `GET /api/v1/node-types` answers, less the schema.
#[derive(Clone, Debug, Serialize)]
pub struct Descriptor {
    /// Identity, stored in flows.
    #[serde(rename = "type")]
    pub type_id: &'static str,
    /// Other names accepted on import.
    pub aliases: Vec<&'static str>,
    /// Short name for the palette.
    pub name: &'static str,
    /// One sentence.
    pub description: &'static str,
    /// Markdown.
    pub help: &'static str,
    /// Group in the palette.
    pub category: Category,
    /// Name of a Tabler icon.
    pub icon: &'static str,
    /// Outline on the canvas.
    pub shape: Shape,
    /// Whether and how the journal treats it.
    pub kind: Kind,
    /// Whether an interrupted execution may simply be run again.
    pub repeat: Repeat,
    /// Where it can work.
    pub platforms: &'static [Platform],
    /// Inputs and outputs.
    pub ports: Ports,
    /// Configurations that run as they stand.
    pub examples: Vec<Example>,
    /// What the node gives, in the shape of a real output: shown as its result's schema, and given by an effect where it
    /// is not really run. Absent where the output depends on the configuration alone, or is the message that came in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sample: Option<serde_json::Value>,
}

/// How the engine treats a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Computes; never journaled.
    Pure,
    /// Changes or asks the world; its result is journaled.
    Effect,
    /// Runs regions; not journaled itself, what it runs is.
    Control,
}

/// What to do with an effect that was started and whose end is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Repeat {
    /// Run it again.
    Safe,
    /// Fail it with kind `interrupted`.
    Unsafe,
}

/// The palette's groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Category {
    Trigger,
    Control,
    Loop,
    Data,
    File,
    Remote,
    Http,
    Database,
    Notify,
    System,
    Code,
    Subflow,
    Discovery,
}

impl Category {
    /// Every group in palette order, with the title people read.
    pub const ALL: &'static [(Self, &'static str)] = &[
        (Self::Trigger, "Start and triggers"),
        (Self::Control, "Flow control"),
        (Self::Loop, "Loops"),
        (Self::Data, "Variables and data"),
        (Self::File, "Files and folders"),
        (Self::Remote, "Commands"),
        (Self::Http, "Web"),
        (Self::Database, "Databases"),
        (Self::Notify, "Notifications"),
        (Self::System, "System"),
        (Self::Code, "Code"),
        (Self::Subflow, "Sub-flows"),
        (Self::Discovery, "Discovery"),
    ];
}

/// Outlines on the canvas.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Shape {
    Standard,
    Decision,
    Loop,
    Parallel,
    Terminal,
    Trigger,
    Junction,
    Approval,
}

/// Where a node can work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Platform {
    /// In the engine; no machine is involved.
    Engine,
    /// The machine the product runs on.
    Local,
    /// Unix over SSH.
    Ssh,
    /// Windows over `WinRM`.
    Winrm,
}

impl Platform {
    /// In the engine only.
    pub const ENGINE: &'static [Self] = &[Self::Engine];
    /// On the machine the product runs on.
    pub const LOCAL: &'static [Self] = &[Self::Local];
    /// On the machine the product runs on, and on others over SSH.
    pub const UNIX: &'static [Self] = &[Self::Local, Self::Ssh];
}

/// What a wire means, and so which ports it may join.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum WireKind {
    /// Control and message pass on.
    #[default]
    Flow,
    /// Gives a value to a field without starting the node.
    Data,
    /// Taken when the source fails.
    Error,
    /// From the end of a body back to its loop.
    Loop,
}

/// A place where wires arrive.
#[derive(Clone, Debug, Serialize)]
pub struct Input {
    /// Name in the document.
    pub id: &'static str,
    /// What people read; may be empty.
    pub label: &'static str,
    /// What may arrive.
    pub kind: WireKind,
}

/// What leaving by a port means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Goes on after the node.
    Next,
    /// Starts a region that the node runs.
    Body,
    /// Taken on failure.
    Error,
}

/// A place where wires leave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Output {
    /// Name in the document.
    pub id: Str,
    /// What people read.
    pub label: Str,
    /// What leaving here means.
    pub role: Role,
}

/// Outputs that depend on the configuration: one for each item of a list, and of a list of that name in an item.
#[derive(Clone, Debug, Serialize)]
pub struct Derived {
    /// The list's field.
    pub each: &'static str,
    /// The field of an item that names the port; `None` for a list of plain texts.
    pub id: Option<&'static str>,
    /// What leaving there means.
    pub role: Role,
}

/// The inputs and outputs of a node type.
#[derive(Clone, Debug)]
pub struct Ports {
    /// Where wires arrive.
    pub inputs: Vec<Input>,
    /// Fixed outputs, after the derived ones.
    pub outputs: Vec<Output>,
    /// Outputs that depend on the configuration.
    pub derived: Option<Derived>,
}

impl Ports {
    /// `in`, `output`, `error`.
    pub fn standard() -> Self {
        Self::inlet().next("output", "").error()
    }

    /// Input `in` and no outputs yet.
    pub fn inlet() -> Self {
        Self { inputs: vec![Input { id: "in", label: "", kind: WireKind::Flow }], ..Self::none() }
    }

    /// Nothing yet.
    pub fn none() -> Self {
        Self { inputs: Vec::new(), outputs: Vec::new(), derived: None }
    }

    /// Adds input `back`, where a body's loop wire arrives.
    #[must_use]
    pub fn back(mut self) -> Self {
        self.inputs.push(Input { id: "back", label: "next round", kind: WireKind::Loop });
        self
    }

    /// Adds an output that goes on after the node.
    #[must_use]
    pub fn next(self, id: &str, label: &str) -> Self {
        self.output(id, label, Role::Next)
    }

    /// Adds an output that starts a region.
    #[must_use]
    pub fn body(self, id: &str, label: &str) -> Self {
        self.output(id, label, Role::Body)
    }

    /// Adds output `error`.
    #[must_use]
    pub fn error(self) -> Self {
        self.output("error", "error", Role::Error)
    }

    /// Adds one output for each item of a list in the configuration.
    #[must_use]
    pub fn each(mut self, each: &'static str, id: Option<&'static str>, role: Role) -> Self {
        self.derived = Some(Derived { each, id, role });
        self
    }

    fn output(mut self, id: &str, label: &str, role: Role) -> Self {
        self.outputs.push(Output { id: id.into(), label: label.into(), role });
        self
    }

    /// All outputs that a node with this configuration has.
    pub fn outputs_of(&self, config: &Value) -> Vec<Output> {
        let mut outputs = self.derived.as_ref().map_or_else(Vec::new, |derived| derived.outputs(config));
        outputs.extend(self.outputs.iter().cloned());
        outputs
    }
}

impl Derived {
    fn outputs(&self, config: &Value) -> Vec<Output> {
        let mut outputs = Vec::new();
        self.collect(config, &mut outputs);
        outputs
    }

    /// An item may hold a list of the same name: its items have outputs too.
    fn collect(&self, within: &Value, outputs: &mut Vec<Output>) {
        for item in within.get(self.each).and_then(Value::as_array).into_iter().flat_map(|items| items.iter()) {
            let id = self.id.map_or(Some(item), |id| item.get(id)).map(|text| Str::from(text.to_text()));
            outputs.extend(id.map(|id| Output { label: id.clone(), id, role: self.role }));
            self.collect(item, outputs);
        }
    }
}

impl Serialize for Ports {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Shown<'a> {
            inputs: &'a [Input],
            outputs: &'a [Output],
            derived: &'a [Derived],
        }
        Shown { inputs: &self.inputs, outputs: &self.outputs, derived: self.derived.as_slice() }.serialize(serializer)
    }
}

/// A configuration that runs as it stands; the contract test runs every one.
#[derive(Clone, Debug, Serialize)]
pub struct Example {
    /// What it shows.
    pub name: &'static str,
    /// The node's configuration.
    pub config: serde_json::Value,
    /// The message handed in.
    pub input: serde_json::Value,
    /// The port it leaves by.
    pub port: &'static str,
}

impl Descriptor {
    /// A node that only computes.
    pub fn pure(name: &'static str, category: Category) -> Self {
        Self::of(Kind::Pure, name, category)
    }

    /// A node with an effect on the world.
    pub fn effect(name: &'static str, category: Category) -> Self {
        Self { platforms: Platform::LOCAL, ..Self::of(Kind::Effect, name, category) }
    }

    /// A node that runs regions.
    pub fn control(name: &'static str, category: Category) -> Self {
        Self::of(Kind::Control, name, category)
    }

    fn of(kind: Kind, name: &'static str, category: Category) -> Self {
        Self {
            type_id: "",
            aliases: Vec::new(),
            name,
            description: "",
            help: "",
            category,
            icon: "box",
            shape: Shape::Standard,
            kind,
            repeat: Repeat::Unsafe,
            platforms: Platform::ENGINE,
            ports: Ports::standard(),
            examples: Vec::new(),
            sample: None,
        }
    }

    /// One sentence, and the help text in Markdown.
    #[must_use]
    pub fn about(self, description: &'static str, help: &'static str) -> Self {
        Self { description, help, ..self }
    }

    /// Icon and outline.
    #[must_use]
    pub fn looks(self, icon: &'static str, shape: Shape) -> Self {
        Self { icon, shape, ..self }
    }

    /// Inputs and outputs, where they are not the standard ones.
    #[must_use]
    pub fn ports(self, ports: Ports) -> Self {
        Self { ports, ..self }
    }

    /// Whether an interrupted execution may simply be run again.
    #[must_use]
    pub fn repeat(self, repeat: Repeat) -> Self {
        Self { repeat, ..self }
    }

    /// Where it can work.
    #[must_use]
    pub fn platforms(self, platforms: &'static [Platform]) -> Self {
        Self { platforms, ..self }
    }

    /// Other names accepted on import.
    #[must_use]
    pub fn aliases(self, aliases: &[&'static str]) -> Self {
        Self { aliases: aliases.to_vec(), ..self }
    }

    /// What the node gives in a dry run, in the shape of a real output.
    #[must_use]
    pub fn sample(self, output: serde_json::Value) -> Self {
        Self { sample: Some(output), ..self }
    }

    /// Adds a configuration that runs as it stands, on an empty message, and the port it leaves by.
    #[must_use]
    pub fn example(self, name: &'static str, config: serde_json::Value, port: &'static str) -> Self {
        self.example_on(name, config, serde_json::Value::Null, port)
    }

    /// Adds a configuration that runs as it stands on the given message.
    #[must_use]
    pub fn example_on(
        mut self,
        name: &'static str,
        config: serde_json::Value,
        input: serde_json::Value,
        port: &'static str,
    ) -> Self {
        self.examples.push(Example { name, config, input, port });
        self
    }
}
