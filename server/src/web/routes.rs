//! The route table: no route exists without saying who may use it.

use axum::Router;
use axum::middleware::from_fn_with_state;
use utoipa::openapi::security::SecurityRequirement;
use utoipa::openapi::{OpenApi, Response, extensions::ExtensionsBuilder};
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter};

use crate::app::App;
use crate::auth::{Permission, require};

/// Routes and their OpenAPI description, each with its permission.
pub struct Routes {
    app: App,
    router: OpenApiRouter<App>,
}

impl Routes {
    /// No routes yet.
    pub fn new(app: App, description: OpenApi) -> Self {
        Self { app, router: OpenApiRouter::with_openapi(description) }
    }

    /// Adds a route for whoever has the permission.
    #[must_use]
    pub fn guarded(self, permission: Permission, (schemas, mut paths, route): UtoipaMethodRouter<App>) -> Self {
        for item in paths.paths.values_mut() {
            let operations = [&mut item.get, &mut item.put, &mut item.post, &mut item.patch, &mut item.delete];
            for operation in operations.into_iter().flatten() {
                operation.security = Some(vec![SecurityRequirement::new("token", Vec::<String>::new())]);
                let needed = ExtensionsBuilder::new().add("x-permission", permission.name()).build();
                operation.extensions.get_or_insert_default().merge(needed);
                let refusals = [("401", "Not signed in"), ("403", "The role does not permit this")];
                for (status, meaning) in refusals {
                    operation.responses.responses.insert(status.into(), Response::new(meaning).into());
                }
            }
        }
        let route = route.route_layer(from_fn_with_state((self.app.clone(), permission), require));
        Self { router: self.router.routes((schemas, paths, route)), ..self }
    }

    /// Adds a route for everybody.
    #[must_use]
    pub fn public(self, (schemas, mut paths, route): UtoipaMethodRouter<App>) -> Self {
        for item in paths.paths.values_mut() {
            for operation in [&mut item.get, &mut item.post].into_iter().flatten() {
                operation.security = Some(Vec::new());
            }
        }
        Self { router: self.router.routes((schemas, paths, route)), ..self }
    }

    /// The router and its description.
    pub fn split(self) -> (Router<App>, OpenApi) {
        let (router, mut description) = self.router.split_for_parts();
        // The router's sign for the rest of a path is not known to OpenAPI.
        let paths = std::mem::take(&mut description.paths.paths);
        description.paths.paths = paths.into_iter().map(|(path, item)| (path.replace("{*", "{"), item)).collect();
        (router, description)
    }
}
