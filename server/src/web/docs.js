// Shows the OpenAPI document: one foldable block an operation, schemas spelled out.
"use strict";

const element = (tag, text, className) => {
  const made = document.createElement(tag);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
};

const main = document.getElementById("operations");
let api;

function resolve(schema, depth = 0) {
  if (!schema || depth > 6) return schema ? {} : undefined;
  if (schema.$ref) return resolve(api.components.schemas[schema.$ref.split("/").pop()], depth + 1);
  const shown = {};
  for (const [key, value] of Object.entries(schema)) {
    if (key === "properties") {
      shown.properties = {};
      for (const [name, property] of Object.entries(value)) shown.properties[name] = resolve(property, depth + 1);
    } else if (key === "items") shown.items = resolve(value, depth + 1);
    else if (["oneOf", "anyOf", "allOf"].includes(key)) shown[key] = value.map((one) => resolve(one, depth + 1));
    else shown[key] = value;
  }
  return shown;
}

function addSchema(block, title, content) {
  const media = content && Object.values(content)[0];
  if (!media || !media.schema) return;
  block.append(element("h4", title), element("pre", JSON.stringify(resolve(media.schema), null, 2)));
}

function operationBlock(path, method, operation) {
  const block = element("details");
  const summary = element("summary");
  const open = Array.isArray(operation.security) && operation.security.length === 0;
  summary.append(
    element("span", method.toUpperCase(), "method"),
    element("code", path),
    element("span", open ? "open to all" : operation["x-permission"] || "", "needs"),
  );
  block.append(summary, element("p", [operation.summary, operation.description].filter(Boolean).join(" ")));
  if (operation.parameters && operation.parameters.length > 0) {
    const table = element("table");
    for (const parameter of operation.parameters) {
      const row = element("tr");
      row.append(element("td", parameter.name), element("td", parameter.in), element("td", parameter.description || ""));
      table.append(row);
    }
    block.append(element("h4", "Parameters"), table);
  }
  if (operation.requestBody) addSchema(block, "Body", operation.requestBody.content);
  for (const [status, response] of Object.entries(operation.responses || {})) {
    block.append(element("h4", `${status} ${response.description || ""}`));
    addSchema(block, "Answer", response.content);
  }
  return block;
}

async function show() {
  api = await (await fetch("/api/v1/openapi.json")).json();
  document.getElementById("about").textContent = api.info.description;
  const methods = ["get", "post", "put", "delete"];
  for (const [path, item] of Object.entries(api.paths)) {
    for (const method of methods) if (item[method]) main.append(operationBlock(path, method, item[method]));
  }
}

show().catch((error) => {
  document.getElementById("about").textContent = `The API description could not be loaded: ${error.message}`;
});
