//! The types of credentials: which fields each has, and which of these nobody may read.

use serde::Serialize;
use serde_json::{Map, Value as Json, json};
use utoipa::ToSchema;

use super::Error;

/// The most characters of a text of many lines, and of one line.
const LONGEST: usize = 65_536;
const LONGEST_LINE: usize = 4_096;

/// A type of credentials.
#[derive(Serialize, ToSchema)]
#[schema(as = CredentialType)]
pub(crate) struct Kind {
    /// The word that is kept, such as `ssh_password`.
    #[serde(rename = "type")]
    pub(super) word: &'static str,
    /// What people call it.
    name: &'static str,
    /// What it is for.
    description: &'static str,
    pub(super) fields: &'static [Field],
}

/// A field of a type.
#[derive(Serialize, ToSchema)]
#[schema(as = CredentialField)]
pub(crate) struct Field {
    pub(super) name: &'static str,
    title: &'static str,
    help: &'static str,
    /// `text`, `password`, `multiline`, `choice` or `json`.
    kind: &'static str,
    /// Whether nobody may read it again.
    pub(super) secret: bool,
    required: bool,
    /// What stands there where nobody says anything.
    #[serde(skip_serializing_if = "str::is_empty")]
    default: &'static str,
    #[serde(skip_serializing_if = "<[Choice]>::is_empty")]
    choices: &'static [Choice],
    /// The field is there only if another one has one of these values.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "as_object")]
    #[schema(value_type = Option<Object>)]
    visible_when: Option<(&'static str, &'static [&'static str])>,
}

/// A value that can be chosen.
#[derive(Serialize, ToSchema)]
#[schema(as = CredentialChoice)]
pub(crate) struct Choice {
    value: &'static str,
    label: &'static str,
}

fn as_object<S: serde::Serializer>(
    when: &Option<(&'static str, &'static [&'static str])>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    when.map(|(field, values)| json!({ field: values })).serialize(serializer)
}

impl Field {
    const fn new(name: &'static str, title: &'static str, kind: &'static str, help: &'static str) -> Self {
        Self { name, title, help, kind, secret: false, required: false, default: "", choices: &[], visible_when: None }
    }

    const fn required(self) -> Self {
        Self { required: true, ..self }
    }

    const fn secret(self) -> Self {
        Self { secret: true, ..self }
    }

    const fn among(self, default: &'static str, choices: &'static [Choice]) -> Self {
        Self { default, choices, ..self }
    }

    const fn when(self, field: &'static str, values: &'static [&'static str]) -> Self {
        Self { visible_when: Some((field, values)), ..self }
    }

    /// Whether the field is there beside the others.
    fn is_there(&self, fields: &Map<String, Json>) -> bool {
        let Some((field, values)) = self.visible_when else { return true };
        fields.get(field).and_then(Json::as_str).is_some_and(|value| values.contains(&value))
    }
}

const fn choice(value: &'static str, label: &'static str) -> Choice {
    Choice { value, label }
}

const USERNAME: Field = Field::new("username", "User name", "text", "The account to sign in to.");
const PASSWORD: Field = Field::new("password", "Password", "password", "The account's password.").secret();

/// All types.
pub(super) const KINDS: &[Kind] = &[
    Kind {
        word: "ssh_password",
        name: "SSH password",
        description: "Signs in to a machine over SSH by user name and password.",
        fields: &[USERNAME.required(), PASSWORD.required()],
    },
    Kind {
        word: "ssh_key",
        name: "SSH key",
        description: "Signs in to a machine over SSH by a private key.",
        fields: &[
            USERNAME.required(),
            Field::new(
                "private_key",
                "Private key",
                "multiline",
                "As `ssh-keygen` writes it: RSA, ECDSA or Ed25519, in OpenSSH or PEM form.",
            )
            .secret()
            .required(),
            Field::new("passphrase", "Passphrase", "password", "What the private key is encrypted with, if it is.")
                .secret(),
            Field::new("public_key", "Public key", "multiline", "For people only; it is not needed to sign in."),
        ],
    },
    Kind {
        word: "http_auth",
        name: "Web sign-in",
        description: "Says to a web server who asks.",
        fields: &[
            Field::new("auth_type", "Sign-in", "choice", "What the web server asks for.").among(
                "basic",
                &[
                    choice("basic", "User name and password"),
                    choice("bearer", "Bearer token"),
                    choice("api_key", "Key in a header"),
                ],
            ),
            USERNAME.required().when("auth_type", &["basic"]),
            PASSWORD.required().when("auth_type", &["basic"]),
            Field::new("token", "Token", "password", "Sent as `Authorization: Bearer`.")
                .secret()
                .required()
                .when("auth_type", &["bearer"]),
            Field::new("header_name", "Header", "text", "The header that carries the key; `X-API-Key` where empty.")
                .when("auth_type", &["api_key"]),
            Field::new("api_key", "Key", "password", "The key itself.")
                .secret()
                .required()
                .when("auth_type", &["api_key"]),
        ],
    },
    Kind {
        word: "api_key",
        name: "API key",
        description: "A key of a web service, with a secret beside it if there is one; also to sign webhooks with.",
        fields: &[
            Field::new("api_key", "Key", "password", "The key itself.").secret().required(),
            Field::new("api_secret", "Secret", "password", "What some services hand out beside the key.").secret(),
            Field::new("auth_type", "Sent as", "choice", "How a web server is told.").among(
                "bearer",
                &[
                    choice("bearer", "Bearer token"),
                    choice("basic", "User name (the key) and password (the secret)"),
                    choice("custom", "Headers of its own"),
                ],
            ),
            Field::new(
                "custom_headers",
                "Headers",
                "json",
                "An object of headers; `{api_key}` and `{api_secret}` stand for the values, such as \
                 `{ \"X-Key\": \"{api_key}\" }`.",
            )
            .when("auth_type", &["custom"]),
        ],
    },
];

/// The type of a word.
pub(super) fn kind(word: &str) -> Result<&'static Kind, Error> {
    KINDS.iter().find(|kind| kind.word == word).ok_or_else(|| {
        let known: Vec<_> = KINDS.iter().map(|kind| kind.word).collect();
        Error::unfit("type", format!("There is no type `{word}`. Choose one of {}.", known.join(", ")))
    })
}

/// What a credential holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Values {
    /// What people may see.
    pub(super) public: Map<String, Json>,
    /// What they may not.
    pub(super) secret: Map<String, Json>,
}

impl Kind {
    /// Parts what was given into what may be seen and what may not. Fields that are not there in this case, and
    /// empty ones, are left out.
    ///
    /// # Errors
    /// The first field that does not fit, and why.
    pub(super) fn split(&self, given: &Map<String, Json>) -> Result<Values, Error> {
        if let Some(name) = given.keys().find(|name| self.fields.iter().all(|field| field.name != **name)) {
            let known: Vec<_> = self.fields.iter().map(|field| field.name).collect();
            let message = format!("The type `{}` has no field `{name}`. It has {}.", self.word, known.join(", "));
            return Err(field_error(name, message));
        }
        let mut given = given.clone();
        for field in self.fields.iter().filter(|field| !field.default.is_empty()) {
            if given.get(field.name).is_none_or(is_empty) {
                given.insert(field.name.into(), field.default.into());
            }
        }
        let mut values = Values::default();
        for field in self.fields.iter().filter(|field| field.is_there(&given)) {
            let Some(value) = given.get(field.name).filter(|value| !is_empty(value)) else { continue };
            let place = if field.secret { &mut values.secret } else { &mut values.public };
            place.insert(field.name.into(), field.check(value)?);
        }
        Ok(values)
    }

    /// Whether nothing is missing.
    ///
    /// # Errors
    /// The first field that is.
    pub(super) fn complete(&self, values: &Values) -> Result<(), Error> {
        let has = |field: &Field| values.public.contains_key(field.name) || values.secret.contains_key(field.name);
        let missing = |field: &&Field| field.required && field.is_there(&values.public) && !has(field);
        match self.fields.iter().find(missing) {
            Some(field) => Err(field_error(field.name, format!("Fill in the field {}.", field.title))),
            None => check_key(values),
        }
    }
}

impl Field {
    fn check(&self, value: &Json) -> Result<Json, Error> {
        let refuse = |message: String| Err(field_error(self.name, message));
        if self.kind == "json" {
            let object = match value {
                Json::String(text) => serde_json::from_str(text).ok(),
                other => Some(other.clone()),
            };
            let is_headers = |object: &Json| object.as_object().is_some_and(|map| map.values().all(Json::is_string));
            return match object.filter(is_headers) {
                Some(object) => Ok(object),
                None => refuse("Write an object of texts, such as `{ \"X-Key\": \"{api_key}\" }`.".into()),
            };
        }
        let Json::String(text) = value else { return refuse("Write a text.".into()) };
        let most = if self.kind == "multiline" { LONGEST } else { LONGEST_LINE };
        if text.chars().count() > most {
            return refuse(format!("The text has more than {most} characters. Write a shorter one."));
        }
        if self.kind != "multiline" && text.contains(['\n', '\r', '\0']) {
            return refuse("The text has several lines. Write it on one line.".into());
        }
        if !self.choices.is_empty() && self.choices.iter().all(|choice| choice.value != text) {
            let known: Vec<_> = self.choices.iter().map(|choice| choice.value).collect();
            return refuse(format!("Choose one of {}.", known.join(", ")));
        }
        Ok(value.clone())
    }
}

fn is_empty(value: &Json) -> bool {
    value.is_null() || value.as_str().is_some_and(str::is_empty)
}

fn field_error(name: &str, message: String) -> Error {
    Error::unfit(&format!("fields.{name}"), message)
}

/// A private key that nothing can read is refused when it is given, not when it is needed.
fn check_key(values: &Values) -> Result<(), Error> {
    let text = |name: &str| values.secret.get(name).and_then(Json::as_str);
    let Some(key) = text("private_key") else { return Ok(()) };
    node_hosts::check_key(key, text("passphrase")).map_err(|(field, message)| field_error(field, message))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn object(json: &Json) -> Map<String, Json> {
        json.as_object().expect("an object").clone()
    }

    #[test]
    fn fields_are_parted_and_those_of_another_case_left_out() {
        let given = object(&json!({ "auth_type": "bearer", "token": "t0k", "username": "ada" }));
        let values = kind("http_auth").expect("a type").split(&given).expect("it fits");
        assert_eq!(values.public, object(&json!({ "auth_type": "bearer" })));
        assert_eq!(values.secret, object(&json!({ "token": "t0k" })));
        let none = kind("http_auth").expect("a type").split(&Map::new()).expect("it fits");
        let missing = kind("http_auth").expect("a type").complete(&none).expect_err("nothing is there");
        assert!(missing.to_string().contains("User name"), "{missing}");
    }

    #[test]
    fn what_does_not_fit_is_named() {
        let check = |json: &Json, field: &str| {
            let refused = kind("api_key").expect("a type").split(&object(json)).expect_err("it does not fit");
            assert_eq!(refused.field(), Some(field));
        };
        check(&json!({ "api_key": 1 }), "fields.api_key");
        check(&json!({ "api_key": "a\nb" }), "fields.api_key");
        check(&json!({ "password": "x" }), "fields.password");
        check(&json!({ "api_key": "k", "auth_type": "magic" }), "fields.auth_type");
        check(&json!({ "api_key": "k", "auth_type": "custom", "custom_headers": "[1]" }), "fields.custom_headers");
        assert!(kind("nonsense").is_err());
    }
}
