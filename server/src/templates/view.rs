//! Templates as the API shows them.

use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::placeholder::Placeholder;
use super::store::TemplateRow;
use crate::web::iso;

/// A template in a list.
#[derive(Serialize, ToSchema)]
pub(super) struct TemplateItem {
    id: String,
    /// `flow`, or `pattern` for a part of one.
    kind: String,
    name: String,
    description: String,
    category: String,
    author: String,
    /// Whether all may see it.
    is_public: bool,
    /// Whether it came with the program.
    shipped: bool,
    /// How often it was used.
    uses: i64,
    /// From 1 to 5, with two digits behind the point; 0 without any rating.
    rating: f64,
    /// How many people rated it.
    ratings: i64,
    /// What somebody is asked for when it is used.
    placeholders: Vec<Placeholder>,
    created_at: String,
    updated_at: String,
}

/// A template with its document.
#[derive(Serialize, ToSchema)]
pub(super) struct Template {
    /// The template.
    #[serde(flatten)]
    item: TemplateItem,
    /// What was drawn, with `<<name>>` where a placeholder stands.
    document: Value,
    /// The stars that whoever asks gave it; `null` for none.
    your_stars: Option<i64>,
}

impl Template {
    /// A template, its document, and one's own rating.
    pub(super) fn new(row: TemplateRow, document: Value, your_stars: Option<i64>) -> Self {
        Self { item: row.into(), document, your_stars }
    }
}

impl From<TemplateRow> for TemplateItem {
    fn from(row: TemplateRow) -> Self {
        Self {
            rating: rating(row.stars, row.ratings),
            id: row.id,
            kind: row.kind,
            name: row.name,
            description: row.description,
            category: row.category,
            author: row.author,
            is_public: row.is_public,
            shipped: row.is_shipped,
            uses: row.uses,
            ratings: row.ratings,
            placeholders: serde_json::from_str(&row.placeholders).unwrap_or_default(),
            created_at: iso(row.created_at),
            updated_at: iso(row.updated_at),
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "so many stars there are not")]
fn rating(stars: i64, ratings: i64) -> f64 {
    let hundredths = (stars * 100 + ratings / 2) / ratings.max(1);
    hundredths as f64 / 100.0
}
