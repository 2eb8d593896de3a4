//! The traits a node implements, and the erased form the engine keeps.

use std::any::Any;
use std::sync::Arc;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::de::DeserializeOwned;

use crate::{Ctx, Descriptor, ErrorKind, Kind, Message, NodeError, Outcome, Trigger, Value};

/// A node's identity, configuration and description.
pub trait NodeType: Send + Sync + 'static {
    /// Stored in flows: never renamed, only aliased.
    const TYPE: &'static str;
    /// What the user fills in. Doc comments become the form's help.
    type Config: DeserializeOwned + JsonSchema + Send + Sync + 'static;

    /// Name, ports, help and examples.
    fn descriptor() -> Descriptor;

    /// What the schema cannot say. Each problem names the field, such as `increment`.
    fn check(_config: &Self::Config) -> Vec<ConfigError> {
        Vec::new()
    }

    /// What a node with this configuration, as it was written, does to the world, where that depends on
    /// it. Asked of nodes that are added by [`crate::Library::mixed`] only.
    fn kind(_config: &Value) -> Option<Kind> {
        None
    }

    /// What a node with this configuration, as it was written, waits for.
    fn arrival(_config: &Value) -> Arrival {
        Arrival::All
    }

    /// What starts runs at a node with this configuration; nothing for most.
    fn trigger(_config: &Self::Config) -> Option<Trigger> {
        None
    }
}

/// What a node waits for where several wires reach it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Arrival {
    /// Until every path has come or is known not to come.
    #[default]
    All,
    /// For the first path that comes; what comes later is dropped.
    Any,
}

/// A node that only computes: it runs in place, is never journaled, and is computed again on resume.
pub trait PureNode: NodeType {
    /// Does the work.
    ///
    /// # Errors
    /// Whatever the node's help says.
    fn run(&self, ctx: &Ctx<'_>, config: &Self::Config, message: &Message) -> Result<Outcome, NodeError>;
}

/// A node that awaits: an effect on the world, or control over a region.
pub trait ActiveNode: NodeType {
    /// Does the work.
    ///
    /// # Errors
    /// Whatever the node's help says.
    fn run(
        &self,
        ctx: &Ctx<'_>,
        config: &Self::Config,
        message: &Message,
    ) -> impl Future<Output = Result<Outcome, NodeError>> + Send;
}

/// A problem with one field of a configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError {
    /// Path below the configuration, such as `cases/0/value`; empty for the whole.
    pub field: String,
    /// What is wrong and what to do.
    pub message: String,
}

impl ConfigError {
    /// A problem with the given field.
    pub fn new(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self { field: field.into(), message: message.into() }
    }
}

/// A configuration that was read into the node's own type.
pub type Prepared = Arc<dyn Any + Send + Sync>;

type PureRun = dyn Fn(&Ctx<'_>, &Prepared, &Message) -> Result<Outcome, NodeError> + Send + Sync;
type ActiveRun =
    dyn for<'r> Fn(&'r Ctx<'r>, &'r Prepared, &'r Message) -> BoxFuture<'r, Result<Outcome, NodeError>> + Send + Sync;
type Prepare = dyn Fn(&Value) -> Result<Prepared, ConfigError> + Send + Sync;
type Check = dyn Fn(&Prepared) -> Vec<ConfigError> + Send + Sync;
type Triggers = dyn Fn(&Prepared) -> Option<Trigger> + Send + Sync;

/// How a node is run.
pub enum Behaviour {
    /// In place.
    Pure(Box<PureRun>),
    /// Awaited.
    Active(Box<ActiveRun>),
    /// In place or awaited, as the configuration says.
    Mixed(Box<PureRun>, Box<ActiveRun>),
}

/// A node type as the engine keeps it.
pub struct Node {
    /// What the editor and the reference show.
    pub descriptor: Descriptor,
    /// JSON Schema (2020-12) of the configuration.
    pub schema: serde_json::Value,
    /// How it runs.
    pub behaviour: Behaviour,
    prepare: Box<Prepare>,
    check: Box<Check>,
    kind: fn(&Value) -> Option<Kind>,
    arrival: fn(&Value) -> Arrival,
    trigger: Box<Triggers>,
}

impl Node {
    /// Erases a pure node.
    pub fn pure<N: PureNode>(node: N) -> Self {
        Self::erase::<N>(Behaviour::Pure(in_place(Arc::new(node))))
    }

    /// Erases an effect or control node.
    pub fn active<N: ActiveNode>(node: N) -> Self {
        Self::erase::<N>(Behaviour::Active(awaited(Arc::new(node))))
    }

    /// Erases a node whose configuration says whether it only computes.
    pub fn mixed<N: PureNode + ActiveNode>(node: N) -> Self {
        let node = Arc::new(node);
        Self::erase::<N>(Behaviour::Mixed(in_place(Arc::clone(&node)), awaited(node)))
    }

    fn erase<N: NodeType>(behaviour: Behaviour) -> Self {
        let mut descriptor = N::descriptor();
        descriptor.type_id = N::TYPE;
        Self {
            descriptor,
            schema: schema_of::<N::Config>(),
            behaviour,
            prepare: Box::new(prepare::<N::Config>),
            check: Box::new(|config| config.downcast_ref().map_or_else(Vec::new, N::check)),
            kind: N::kind,
            arrival: N::arrival,
            trigger: Box::new(|config| config.downcast_ref().and_then(N::trigger)),
        }
    }

    /// How a node with this configuration, as it was written, is treated.
    pub fn kind(&self, config: &Value) -> Kind {
        match self.behaviour {
            Behaviour::Mixed(..) => (self.kind)(config).unwrap_or(self.descriptor.kind),
            _ => self.descriptor.kind,
        }
    }

    /// What a node with this configuration, as it was written, waits for.
    pub fn arrival(&self, config: &Value) -> Arrival {
        (self.arrival)(config)
    }

    /// What starts runs at a node with this configuration.
    pub fn trigger(&self, config: &Prepared) -> Option<Trigger> {
        (self.trigger)(config)
    }

    /// Reads a configuration into the node's own type.
    ///
    /// # Errors
    /// The first field that does not fit.
    pub fn prepare(&self, config: &Value) -> Result<Prepared, ConfigError> {
        (self.prepare)(config)
    }

    /// What the schema cannot say about a configuration that was read.
    pub fn check(&self, config: &Prepared) -> Vec<ConfigError> {
        (self.check)(config)
    }
}

fn in_place<N: PureNode>(node: Arc<N>) -> Box<PureRun> {
    Box::new(move |ctx, config, message| PureNode::run(&*node, ctx, config_of::<N>(config)?, message))
}

fn awaited<N: ActiveNode>(node: Arc<N>) -> Box<ActiveRun> {
    Box::new(move |ctx, config, message| {
        let node = Arc::clone(&node);
        async move { ActiveNode::run(&*node, ctx, config_of::<N>(config)?, message).await }.boxed()
    })
}

fn config_of<N: NodeType>(config: &Prepared) -> Result<&N::Config, NodeError> {
    config
        .downcast_ref()
        .ok_or_else(|| NodeError::new(ErrorKind::INTERNAL, "The configuration was prepared for another node type."))
}

fn prepare<C: DeserializeOwned + Send + Sync + 'static>(config: &Value) -> Result<Prepared, ConfigError> {
    let read: Result<C, _> = serde_path_to_error::deserialize(serde_json::Value::from(config));
    read.map(|config| Arc::new(config) as Prepared).map_err(|error| {
        let field = error.path().to_string().replace(['.', '['], "/").replace(']', "");
        ConfigError::new(if field == "/" { String::new() } else { field }, error.inner().to_string())
    })
}

fn schema_of<C: JsonSchema>() -> serde_json::Value {
    let generator = SchemaSettings::draft2020_12().with(|settings| settings.meta_schema = None).into_generator();
    let mut schema = generator.into_root_schema_for::<C>().to_value();
    close(&mut schema);
    schema
}

/// Says that no other fields are taken in the way that readers of one level understand. Fields that several types share
/// are flattened into each, so that all of them stand at this level.
fn close(schema: &mut serde_json::Value) {
    if let Some(closed) = schema.as_object_mut().and_then(|map| map.remove("unevaluatedProperties")) {
        schema["additionalProperties"] = closed;
    }
}
