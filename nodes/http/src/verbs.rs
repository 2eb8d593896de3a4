//! The methods a request can have (RFC 9110, section 9), each a node type of its own.

use node_sdk::prelude::*;
use node_sdk::{Descriptor, Method};

/// Of requests that may do harm when they are repeated.
macro_rules! again {
    () => {
        "

A request that was interrupted by a crash is not sent again by itself, because that may do its work twice. For one that \
may be repeated, mark the node as repeatable."
    };
}

/// A help text: what is particular about a method, and what is true of all.
macro_rules! help {
    ($($own:expr),+) => {
        concat!($($own),+, "

The output is `{ status, headers, body, time_ms, size }`: header names are in lower case, the time is in milliseconds, \
the size in bytes.

It fails with kind `http_4xx` or `http_5xx` on a status that is not expected (`error.details` holds `status`, \
`headers`, the beginning of the `body`, `time_ms` and `size`), `validation_error` on another unexpected status, if JSON \
was asked for and the answer is none, or if the body cannot be written, `timeout`, `network_error` if the server cannot \
be reached, `limit` if the answer is larger than the run keeps, and `not_permitted` for an address that is off limits.")
    };
}

/// A method, and how its node presents itself.
pub(crate) trait Verb: Send + Sync + 'static {
    /// The node type.
    const TYPE: &'static str;
    /// What is sent.
    const METHOD: Method;
    /// Whether the same request may be sent again without harm.
    const REPEAT: Repeat;
    /// Name for the palette, description and icon.
    const LOOKS: (&'static str, &'static str, &'static str);
    /// The help text.
    const HELP: &'static str;

    /// The examples.
    fn examples(descriptor: Descriptor) -> Descriptor;
}

/// Asks for something.
pub(crate) struct Get;

impl Verb for Get {
    const TYPE: &'static str = "http.get";
    const METHOD: Method = Method::Get;
    const REPEAT: Repeat = Repeat::Safe;
    const LOOKS: (&'static str, &'static str, &'static str) =
        ("HTTP GET", "Asks a web server and reads its answer.", "world-download");
    const HELP: &'static str = help!(
        "\
Sends a GET request and reads the answer.

Example: **URL** `https://example.org/health`; a later node uses `{{ msg.payload.body.status }}`."
    );

    fn examples(descriptor: Descriptor) -> Descriptor {
        descriptor
            .example("is a service healthy", json!({ "url": "https://example.org/health" }), "output")
            .example(
                "a page of a list, as JSON",
                json!({ "url": "https://example.org/items", "query": { "page": 2 }, "response": "json", "expected_status": "200" }),
                "output",
            )
    }
}

/// Hands something over.
pub(crate) struct Post;

impl Verb for Post {
    const TYPE: &'static str = "http.post";
    const METHOD: Method = Method::Post;
    const REPEAT: Repeat = Repeat::Unsafe;
    const LOOKS: (&'static str, &'static str, &'static str) =
        ("HTTP POST", "Sends data to a web server and reads its answer.", "send");
    const HELP: &'static str = help!(
        "\
Sends a POST request with a body and reads the answer.

Example: **URL** `https://example.org/tickets`, **Body type** `json`, **Body** `{ \"title\": \"{{ params.title }}\" }`.",
        again!()
    );

    fn examples(descriptor: Descriptor) -> Descriptor {
        descriptor
            .example(
                "open a ticket",
                json!({ "url": "https://example.org/tickets", "body_type": "json", "body": { "title": "Disk full" } }),
                "output",
            )
            .example(
                "a form, with a user name",
                json!({
                    "url": "https://example.org/login", "body_type": "form", "form": { "q": "disk", "page": 2 },
                    "auth": "basic", "username": "ops", "password": "example"
                }),
                "output",
            )
    }
}

/// Puts something in its place.
pub(crate) struct Put;

impl Verb for Put {
    const TYPE: &'static str = "http.put";
    const METHOD: Method = Method::Put;
    const REPEAT: Repeat = Repeat::Safe;
    const LOOKS: (&'static str, &'static str, &'static str) =
        ("HTTP PUT", "Replaces something on a web server.", "replace");
    const HELP: &'static str = help!(
        "\
Sends a PUT request with a body and reads the answer.

Example: **URL** `https://example.org/hosts/{{ host | urlencode }}`, **Body type** `json`, **Body** \
`{ \"state\": \"up\" }`."
    );

    fn examples(descriptor: Descriptor) -> Descriptor {
        let config =
            json!({ "url": "https://example.org/hosts/web-1", "body_type": "json", "body": { "state": "up" } });
        descriptor.example("set the state of a host", config, "output")
    }
}

/// Changes a part of something.
pub(crate) struct Patch;

impl Verb for Patch {
    const TYPE: &'static str = "http.patch";
    const METHOD: Method = Method::Patch;
    const REPEAT: Repeat = Repeat::Unsafe;
    const LOOKS: (&'static str, &'static str, &'static str) =
        ("HTTP PATCH", "Changes a part of something on a web server.", "edit");
    const HELP: &'static str = help!(
        "\
Sends a PATCH request with a body and reads the answer.

Example: **URL** `https://example.org/tickets/{{ params.ticket }}`, **Body type** `json`, **Body** \
`{ \"state\": \"closed\" }`.",
        again!()
    );

    fn examples(descriptor: Descriptor) -> Descriptor {
        let config = json!({
            "url": "https://example.org/tickets/7", "body_type": "json", "body": { "state": "closed" },
            "auth": "bearer", "token": "example"
        });
        descriptor.example("close a ticket", config, "output")
    }
}

/// Takes something away.
pub(crate) struct Delete;

impl Verb for Delete {
    const TYPE: &'static str = "http.delete";
    const METHOD: Method = Method::Delete;
    const REPEAT: Repeat = Repeat::Safe;
    const LOOKS: (&'static str, &'static str, &'static str) =
        ("HTTP DELETE", "Deletes something on a web server.", "trash");
    const HELP: &'static str = help!(
        "\
Sends a DELETE request and reads the answer.

Example: **URL** `https://example.org/tickets/{{ params.ticket }}`, **Expected status** `2xx,404`: what is gone already \
is no failure."
    );

    fn examples(descriptor: Descriptor) -> Descriptor {
        let config = json!({
            "url": "https://example.org/tickets/7", "expected_status": "2xx,404", "auth": "api_key", "api_key": "example"
        });
        descriptor.example("delete a ticket that may be gone", config, "output")
    }
}
