//! Nodes that tell people something. How the message gets there is the matter of the `Notices` service.

mod common;
mod condition;
mod context;
mod email;
mod flows;
mod notify;
mod slack;
mod teams;
mod webhook;

use node_sdk::Library;
use notify::Notify;

/// The notification nodes, in the order the palette shows them.
pub fn library() -> Library {
    Library::new("notification", "Notifications")
        .active(Notify::<email::Email>::NODE)
        .active(Notify::<slack::Slack>::NODE)
        .active(Notify::<teams::Teams>::NODE)
        .active(Notify::<webhook::Webhook>::NODE)
}
