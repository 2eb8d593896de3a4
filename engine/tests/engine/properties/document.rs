//! Writes a generated flow as a document.

use serde_json::{Value as Json, json};

use super::flow::{Block, Combine, Effect, ForEach, Kind, OnError, Stmt, Test, VARIABLES};

/// A port from which a wire is to be drawn.
type Loose = (String, String);

/// The document of a flow.
pub(super) fn write(flow: &Block) -> Json {
    let mut writer = Writer::default();
    writer.node("start", "flow.start", json!({}));
    writer.block(flow, vec![port("start", "output")]);
    let mut variables = json!({ "v0": 1, "v1": 20, "v2": 50, "v3": 90 });
    for counter in writer.counters {
        variables[counter] = json!(0);
    }
    json!({
        "format": "opsconductor.flow/1", "name": "generated",
        "variables": variables, "nodes": writer.nodes, "wires": writer.wires,
    })
}

/// The id of a statement's node.
pub(super) fn node_id(statement: &Stmt) -> String {
    format!("n{}", statement.id)
}

/// The id of a further node of a statement: a fork's join, or the node that counts a loop's rounds.
pub(super) fn second_id(statement: &Stmt) -> String {
    format!("s{}", statement.id)
}

#[derive(Default)]
struct Writer {
    nodes: Vec<Json>,
    wires: Vec<Json>,
    counters: Vec<String>,
}

fn port(node: &str, port: &str) -> Loose {
    (node.to_owned(), port.to_owned())
}

impl Writer {
    fn node(&mut self, id: &str, kind: &str, config: Json) -> &mut Json {
        self.nodes.push(json!({ "id": id, "type": kind, "config": config }));
        self.nodes.last_mut().expect("one was added")
    }

    fn wire(&mut self, from: Vec<Loose>, target: &str, target_port: &str) {
        for (source, source_port) in from {
            self.wires.push(
                json!({ "source": source, "sourcePort": source_port, "target": target, "targetPort": target_port }),
            );
        }
    }

    /// Writes a block that begins where `from` ends; gives where it ends itself.
    fn block(&mut self, block: &Block, mut from: Vec<Loose>) -> Vec<Loose> {
        for statement in block {
            if let Kind::Fork { has_head: false, branches, join } = &statement.kind {
                from = self.fork(statement, branches, *join, &from);
            } else {
                self.wire(from, &node_id(statement), "in");
                from = self.statement(statement);
            }
        }
        from
    }

    fn statement(&mut self, statement: &Stmt) -> Vec<Loose> {
        let id = node_id(statement);
        let on = vec![port(&id, "output")];
        match &statement.kind {
            Kind::Set { to, from, add, step } => {
                let scope = if *step { "step" } else { "job" };
                self.node(
                    &id,
                    "flow.set_variable",
                    json!({ "variables": { VARIABLES[*to]: sum(*from, *add) }, "scope": scope }),
                );
                on
            }
            Kind::Effect(effect) => self.effect(&id, effect),
            Kind::If { .. } | Kind::Switch { .. } => self.choice(&id, &statement.kind),
            Kind::Fork { branches, join, .. } => {
                self.node(&id, "flow.join", json!({}));
                self.fork(statement, branches, *join, &on)
            }
            Kind::Parallel { branches, strict } => {
                let names: Vec<_> = (0..branches.len()).map(|index| json!({ "name": format!("b{index}") })).collect();
                self.node(&id, "flow.parallel", json!({ "branches": names, "fail_on_any_error": strict }));
                for (index, branch) in branches.iter().enumerate() {
                    self.block(branch, vec![port(&id, &format!("b{index}"))]);
                }
                on
            }
            Kind::ForEach(_) | Kind::For { .. } | Kind::While { .. } => {
                self.a_loop(statement);
                on
            }
            Kind::Try { catches, body, catch, finally } => {
                self.node(&id, "flow.try_catch", json!({ "catch_error_types": [catches.unwrap_or("all")] }));
                for (part, block) in [("try", body), ("catch", catch), ("finally", finally)] {
                    self.block(block, vec![port(&id, part)]);
                }
                on
            }
            Kind::Throw { .. } | Kind::Break { .. } | Kind::Continue { .. } | Kind::End { .. } => {
                self.leave(&id, &statement.kind);
                if matches!(statement.kind, Kind::Break { .. } | Kind::Continue { .. }) { on } else { Vec::new() }
            }
        }
    }

    fn leave(&mut self, id: &str, kind: &Kind) {
        let with = |mut config: Json, test: &Option<Test>| {
            if let Some(test) = test {
                config["condition"] = json!(condition(*test));
            }
            config
        };
        let (kind, config) = match kind {
            Kind::Throw { kind } => ("flow.throw_error", json!({ "message": "thrown", "error_type": kind })),
            Kind::Break { test, levels } => ("flow.break", with(json!({ "levels": levels }), test)),
            Kind::Continue { test } => ("flow.continue", with(json!({}), test)),
            Kind::End { failed, result } => {
                let status = if *failed { "failed" } else { "success" };
                ("flow.end", json!({ "status": status, "result": whole(*result) }))
            }
            _ => return,
        };
        self.node(id, kind, config);
    }

    fn effect(&mut self, id: &str, effect: &Effect) -> Vec<Loose> {
        let config = json!({ "input": whole(effect.input), "failures": effect.failures, "kind": effect.kind });
        let node = self.node(id, "test.effect", config);
        node["retry"] = json!({ "count": effect.retries, "delay": 0 });
        node["disabled"] = json!(effect.disabled);
        if let Some(output) = effect.output {
            node["outputVariable"] = json!(VARIABLES[output]);
        }
        let mut on = vec![port(id, "output")];
        match &effect.on_error {
            OnError::Stop => {}
            OnError::GoOn => node["onError"] = json!("continue"),
            OnError::Handle(handler) => on.extend(self.block(handler, vec![port(id, "error")])),
        }
        on
    }

    fn choice(&mut self, id: &str, kind: &Kind) -> Vec<Loose> {
        let arms: Vec<(&str, &Block)> = match kind {
            Kind::If { test, yes, no } => {
                self.node(id, "flow.if", json!({ "condition": condition(*test) }));
                vec![("true", yes), ("false", no)]
            }
            Kind::Switch { on, arms: [zero, one, other] } => {
                let value = json!({ "$expr": format!("{} % 3", VARIABLES[*on]) });
                self.node(
                    id,
                    "flow.switch",
                    json!({ "switch_variable": value, "cases": [{ "value": 0 }, { "value": 1 }] }),
                );
                vec![("0", zero), ("1", one), ("default", other)]
            }
            _ => Vec::new(),
        };
        arms.into_iter().flat_map(|(name, arm)| self.block(arm, vec![port(id, name)])).collect()
    }

    fn fork(&mut self, statement: &Stmt, branches: &[Block], join: Option<Combine>, from: &[Loose]) -> Vec<Loose> {
        let second = second_id(statement);
        let ends: Vec<_> = branches.iter().flat_map(|branch| self.block(branch, from.to_vec())).collect();
        let Some(combine) = join else { return ends };
        let combine = match combine {
            Combine::First => "first",
            Combine::List => "list",
            Combine::BySource => "by_source",
        };
        self.wire(ends, &second, "in");
        self.node(&second, "flow.join", json!({ "combine": combine }));
        vec![port(&second, "output")]
    }

    fn a_loop(&mut self, statement: &Stmt) {
        let (id, second) = (node_id(statement), second_id(statement));
        match &statement.kind {
            Kind::ForEach(ForEach { items, item, at_once, goes_on, yields, body }) => {
                let config = json!({
                    "collection": items, "item_variable": VARIABLES[*item], "continue_on_error": goes_on,
                    "parallel_execution": at_once.is_some(), "max_parallel": at_once.unwrap_or(1),
                });
                self.node(&id, "flow.foreach", config);
                self.body(&id, body, *yields);
            }
            Kind::For { rounds, goes_on, yields, body } => {
                let config =
                    json!({ "loop_variable": "i", "start_value": 1, "end_value": rounds, "break_on_error": !goes_on });
                self.node(&id, "flow.for", config);
                self.body(&id, body, *yields);
            }
            Kind::While { rounds, body } => {
                let counter = format!("w{}", statement.id);
                self.node(&id, "flow.while", json!({ "condition": format!("{counter} < {rounds}") }));
                let more = json!({ "variables": { &counter: { "$expr": format!("{counter} + 1") } } });
                self.node(&second, "flow.set_variable", more);
                self.counters.push(counter);
                self.wire(vec![port(&id, "loop")], &second, "in");
                self.block(body, vec![port(&second, "output")]);
            }
            _ => {}
        }
    }

    fn body(&mut self, id: &str, body: &Block, yields: bool) {
        let ends = self.block(body, vec![port(id, "loop")]);
        if yields && !body.is_empty() {
            self.wire(ends, id, "back");
        }
    }
}

fn whole(variable: usize) -> String {
    format!("{{{{ {} }}}}", VARIABLES[variable])
}

fn sum(from: usize, add: i64) -> Json {
    json!({ "$expr": format!("({} * 3 + {add}) % 97", VARIABLES[from]) })
}

fn condition(test: Test) -> String {
    format!("{} < {}", VARIABLES[test.left], test.right)
}
