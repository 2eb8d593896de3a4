//! What a node is: its configuration, descriptor and behaviour, and the context it runs in.
//!
//! This is the only crate a node needs. It knows no engine, no database and no web server;
//! everything a node may touch reaches it through [`Ctx`].

mod approval;
mod config;
mod credential;
mod ctx;
mod descriptor;
mod error;
mod host;
mod http;
mod library;
mod message;
mod node;
mod notice;
mod outcome;
mod region;
mod services;
mod target;
mod trigger;
mod value;

pub use approval::{Approvals, Decision, Question, Verdict};
pub use config::{Dynamic, Expr, Slot, Variable, Variables};
pub use credential::{Credential, Credentials};
pub use ctx::{Ctx, Progress, Runtime, Scope, Stream};
pub use descriptor::{
    Category, Derived, Descriptor, Example, Input, Kind, Output, Platform, Ports, Repeat, Role, Shape, WireKind,
};
pub use error::{ErrorKind, NodeError};
pub use futures_util::future::BoxFuture;
pub use host::{Command, CommandLimits, EntryKind, Exit, FileEntry, Host, HostError, OutputSink, WriteMode};
pub use http::{Http, HttpRequest, HttpResponse, Method};
pub use library::Library;
pub use message::Message;
pub use node::{ActiveNode, Arrival, Behaviour, ConfigError, Node, NodeType, Prepared, PureNode};
pub use notice::{Channel, Mail, Notice, Notices, Post};
pub use outcome::{Next, Outcome};
pub use region::{Region, RegionEnd, RegionOutcome, RegionSpec, Vars};
pub use services::{Artifact, ArtifactWriter, Artifacts, Caller, Clock, FlowCall, Flows, Globals, Hosts, Services};
pub use target::Target;
pub use trigger::{Proof, Schedule, Trigger, Webhook};
pub use value::{Map, Str, Value};

/// What a node file needs, in one line.
pub mod prelude {
    pub use crate::{
        ActiveNode, Category, Ctx, Descriptor, Dynamic, ErrorKind, Expr, Library, Map, Message, NodeError, NodeType,
        Outcome, Platform, Ports, PureNode, Region, RegionEnd, Repeat, Role, Scope, Shape, Value, Variable, Variables,
    };
    pub use schemars::JsonSchema;
    pub use serde::{Deserialize, Serialize};
    pub use serde_json::json;
}
