//! Nodes that tell people something, or ask them. How it gets there is the matter of the services
//! `Notices` and `Approvals`.

mod approval;
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
        .active(approval::Request)
}
