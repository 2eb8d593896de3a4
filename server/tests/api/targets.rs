//! Targets and groups, over HTTP, and runs on real machines: OpenSSH servers.

use std::path::Path;
use std::time::Duration;

use node_testkit::Sshd;
use reqwest::Method;
use serde_json::{Value, json};
use server::auth::Role;

use super::door::{Door, command};

/// Keeps the key that a server takes.
async fn key_of(door: &Door, sshd: &Sshd) -> String {
    let body = json!({ "name": "key", "type": "ssh_key", "fields": { "username": sshd.user, "private_key": sshd.private_key } });
    door.post("/credentials", &body).await.is(201, "")["id"].as_str().expect("an id").to_owned()
}

fn machine(name: &str, port: u16) -> Value {
    json!({ "name": name, "hostname": "127.0.0.1", "port": port, "credential": "key", "connect_timeout": 10 })
}

async fn add(door: &Door, target: &Value) -> Value {
    door.post("/targets", target).await.is(201, "")
}

fn on(flow: Value, target: &str) -> Value {
    let mut flow = flow;
    flow["nodes"][1]["target"] = target.into();
    flow
}

/// What a command writes to a file.
async fn written(path: &Path) -> String {
    loop {
        if let Ok(text) = std::fs::read_to_string(path) {
            return text.trim().to_owned();
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Waits for the end of a process.
async fn gone(process: &str) {
    let stat = format!("/proc/{process}/stat");
    let is_alive = || std::fs::read_to_string(&stat).is_ok_and(|stat| !stat.contains(") Z"));
    let until = std::time::Instant::now() + Duration::from_secs(15);
    while is_alive() {
        assert!(std::time::Instant::now() < until, "process {process} is still there");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test]
async fn targets_are_kept_listed_and_found() {
    let door = Door::open().await;
    for (name, environment, tag) in [("web-2", "live", "web"), ("web-1", "live", "web"), ("db-1", "test", "db")] {
        let body = json!({ "name": name, "hostname": format!("{name}.example.org"), "environment": environment,
                           "tags": [tag], "metadata": { "rack": 7 } });
        let made = add(&door, &body).await;
        assert_eq!((&made["protocol"], &made["port"], &made["status"]), (&json!("ssh"), &json!(22), &json!("active")));
    }
    let names = async |query: &str| {
        let page = door.get(&format!("/targets{query}")).await.is(200, "");
        let names =
            page["items"].as_array().expect("targets").iter().map(|item| item["name"].as_str().expect("a name"));
        names.map(ToOwned::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(names("").await, ["db-1", "web-1", "web-2"]);
    assert_eq!(names("?environment=live&sort=hostname").await, ["web-1", "web-2"]);
    assert_eq!(names("?environment=live&sort=-hostname").await, ["web-2", "web-1"]);
    door.get("/targets?sort=colour").await.is(400, "invalid_query");
    assert_eq!(names("?tag=db").await, ["db-1"]);
    assert_eq!(names("?q=WEB-2.EX").await, ["web-2"]);
    let first = door.get("/targets?limit=2").await.is(200, "");
    assert_eq!(first["total"], 3);
    let cursor = first["next_cursor"].as_str().expect("a cursor");
    assert_eq!(names(&format!("?limit=2&cursor={cursor}")).await, ["web-2"]);
    let facets = door.get("/targets/facets?tag=web").await.is(200, "");
    assert_eq!(facets["environment"], json!([{ "value": "live", "count": 2 }]));
    assert_eq!(facets["tag"], json!([{ "value": "db", "count": 1 }, { "value": "web", "count": 2 }]));
    let windows = add(&door, &json!({ "name": "win", "hostname": "win", "os_type": "windows" })).await;
    assert_eq!(windows["protocol"], "none");
}

#[tokio::test]
async fn what_does_not_fit_is_refused_and_nothing_half_done() {
    let door = Door::open().await;
    let check = async |body: Value, field: &str| {
        let problem = door.post("/targets", &body).await.is(422, "invalid_target");
        assert_eq!(problem["errors"][0]["field"], field, "{problem}");
    };
    check(json!({ "name": "tag:x", "hostname": "h" }), "name").await;
    check(json!({ "name": "a", "hostname": "" }), "hostname").await;
    check(json!({ "name": "a", "hostname": "h", "credential": "none" }), "credential").await;
    check(json!({ "name": "a", "hostname": "h", "depends_on": ["b"] }), "depends_on").await;
    door.post("/targets", &json!({ "name": "a", "hostname": "h", "colour": 1 })).await.is(400, "unknown_field");
    let one = add(&door, &json!({ "name": "one", "hostname": "h" })).await;
    door.post("/targets", &json!({ "name": "one", "hostname": "h" })).await.is(409, "name_taken");
    add(&door, &json!({ "name": "two", "hostname": "h", "depends_on": ["one"] })).await;
    let put = async |body: &Value| door.send(door.api(Method::PUT, "/targets/one").json(body)).await;
    let circle = json!({ "name": "one", "hostname": "h", "depends_on": ["two"], "revision": one["revision"] });
    put(&circle).await.is(422, "invalid_target");
    put(&json!({ "name": "one", "hostname": "h", "revision": 9 })).await.is(409, "changed_meanwhile");
    let unknown = put(&json!({ "name": "one", "hostname": "h", "revision": 1, "colour": 1 })).await;
    assert!(unknown.is(422, "invalid_target")["detail"].to_string().contains("colour"));
    put(&json!({ "name": "first", "hostname": "h", "revision": 1 })).await.is(200, "");
    let needed = door.delete("/targets/first").await.is(409, "target_in_use");
    assert!(needed["detail"].as_str().is_some_and(|detail| detail.contains("`two`")), "{needed}");
    assert_eq!(door.delete("/targets/first?force=true").await.status, 204);
    assert_eq!(door.get("/targets/two").await.is(200, "")["depends_on"], json!([]));
    let viewer = door.user("vera", Role::Viewer).await;
    door.send(door.to(Method::GET, "/api/v1/targets").bearer_auth(&viewer)).await.is(200, "");
    door.send(door.to(Method::DELETE, "/api/v1/targets/two").bearer_auth(&viewer)).await.is(403, "forbidden");
}

#[tokio::test]
async fn groups_and_tags_stand_for_their_active_targets_in_order() {
    let door = Door::open().await;
    add(&door, &json!({ "name": "db", "hostname": "h", "tags": ["prod"] })).await;
    add(&door, &json!({ "name": "app", "hostname": "h", "tags": ["prod"], "depends_on": ["db"] })).await;
    add(&door, &json!({ "name": "old", "hostname": "h", "tags": ["prod"], "status": "inactive" })).await;
    let group = json!({ "name": "shop", "members": ["app", "db", "old"], "tags": ["x"] });
    let made = door.post("/target-groups", &group).await.is(201, "");
    assert_eq!((&made["members"], &made["targets"][0]["name"]), (&json!(3), &json!("app")));
    let matched =
        async |selectors: Value| door.post("/targets/match", &json!({ "selectors": selectors })).await.is(200, "");
    let names = |answer: &Value| {
        let targets = answer["targets"].as_array().expect("targets").iter();
        targets.map(|target| target["name"].as_str().expect("a name").to_owned()).collect::<Vec<_>>()
    };
    let shop = matched(json!(["group:shop"])).await;
    assert_eq!(names(&shop), ["db", "app"], "what others need comes first, and what is inactive not at all");
    let all = matched(json!(["tag:prod", "app", "local", "nonsense", "group:none"])).await;
    assert_eq!((names(&all), &all["total"]), (vec!["db".into(), "app".into(), "local".into()], &json!(3)));
    assert_eq!(all["unknown"], json!(["nonsense", "group:none"]));
    let revision = &made["revision"];
    let change = json!({ "name": "store", "members": ["app"], "revision": revision });
    door.send(door.api(Method::PUT, "/target-groups/shop").json(&change)).await.is(200, "");
    door.send(door.api(Method::PUT, "/target-groups/store").json(&change)).await.is(409, "changed_meanwhile");
    let listed = door.get("/target-groups?q=sto").await.is(200, "");
    assert_eq!((&listed["items"][0]["name"], &listed["items"][0]["members"]), (&json!("store"), &json!(1)));
    assert_eq!(door.delete("/target-groups/store").await.status, 204);
    door.get("/target-groups/store").await.is(404, "not_found");
}

#[tokio::test]
async fn a_node_works_on_its_target_by_name_and_by_id() {
    let (door, sshd) = (Door::open().await, Sshd::start());
    key_of(&door, &sshd).await;
    let id = add(&door, &machine("web-1", sshd.port)).await["id"].as_str().expect("an id").to_owned();
    let line = "echo \"on $SSH_CONNECTION\"; echo {{ target.name }} {{ target_hostname }} >&2";
    for target in ["web-1", id.as_str(), "{{ 'web-' ~ 1 }}"] {
        let flow = door.flow(on(command(target, line), target)).await;
        let ended = door.ended(&door.start(&flow, &json!({})).await).await;
        assert_eq!(ended["status"], "completed", "{ended}");
        let result = &ended["result"];
        assert!(result["stdout"].as_str().is_some_and(|text| text.contains(&sshd.port.to_string())), "{result}");
        assert_eq!(result["stderr"], "web-1 127.0.0.1\n");
        let logs = door.get(&format!("/runs/{}/logs", ended["id"].as_str().expect("an id"))).await.is(200, "");
        assert_eq!(logs["items"][0]["target"], "web-1", "{logs}");
        assert_eq!(door.delete(&format!("/flows/{flow}")).await.status, 204);
    }
    let history = door.get("/credentials/key/history").await.is(200, "");
    assert_eq!(history["items"][0]["details"]["purpose"], "signing in to web-1");
    let verdict = door.post("/flows/validate", &json!({ "document": on(command("x", "true"), "web-9") })).await;
    let problem = &verdict.is(200, "")["problems"][0];
    assert_eq!((&problem["code"], &problem["field"]), (&json!("unknown_target"), &json!("target")));
}

#[tokio::test]
async fn the_connection_is_tested_and_a_changed_key_stops_all_work() {
    let (door, mut sshd) = (Door::open().await, Sshd::start());
    key_of(&door, &sshd).await;
    add(&door, &machine("web-1", sshd.port)).await;
    let tested = door.post("/targets/web-1/test", &json!({})).await.is(200, "");
    assert_eq!((&tested["success"], &tested["host_key"]["state"]), (&json!(true), &json!("trusted")), "{tested}");
    assert!(tested["system"]["kernel"].as_str().is_some_and(|kernel| kernel.starts_with("Linux")), "{tested}");
    assert_eq!(door.get("/targets/web-1").await.is(200, "")["last_test"]["success"], true);
    sshd.replace_host_key();
    let flow = door.flow(on(command("see", "true"), "web-1")).await;
    let failed = door.ended(&door.start(&flow, &json!({})).await).await;
    assert_eq!((&failed["status"], &failed["error"]["kind"]), (&json!("failed"), &json!("auth_error")), "{failed}");
    assert!(
        failed["error"]["message"].as_str().is_some_and(|message| message.contains("another host key")),
        "{failed}"
    );
    let keys = door.get("/targets/web-1/host-keys").await.is(200, "")["items"].clone();
    let states: Vec<_> = keys.as_array().expect("keys").iter().map(|key| &key["state"]).collect();
    assert_eq!(states, ["trusted", "offered"]);
    let offered = keys[1]["id"].as_str().expect("an id");
    assert_eq!(door.post(&format!("/targets/web-1/host-keys/{offered}/trust"), &json!({})).await.status, 204);
    assert_eq!(door.ended(&door.start(&flow, &json!({})).await).await["status"], "completed");
    let keys = door.get("/targets/web-1/host-keys").await.is(200, "");
    assert_eq!((keys["items"].as_array().map(Vec::len), &keys["items"][0]["trusted_by"]), (Some(1), &json!("admin")));
    sshd.stop();
    let unreached = door.post("/targets/web-1/test", &json!({})).await.is(200, "");
    assert_eq!(unreached["success"], false);
    assert!(
        unreached["error"].as_str().is_some_and(|error| error.contains("No SSH connection to `web-1`")),
        "{unreached}"
    );
}

#[tokio::test]
async fn a_strict_target_waits_for_somebody_to_trust_its_key() {
    let (door, sshd) = (Door::open().await, Sshd::start());
    key_of(&door, &sshd).await;
    let mut strict = machine("web-1", sshd.port);
    strict["host_key_check"] = "strict".into();
    add(&door, &strict).await;
    let refused = door.post("/targets/web-1/test", &json!({})).await.is(200, "");
    assert!(refused["error"].as_str().is_some_and(|error| error.contains("not trusted yet")), "{refused}");
    let keys = door.get("/targets/web-1/host-keys").await.is(200, "");
    let key = keys["items"][0]["id"].as_str().expect("an id");
    assert_eq!(door.post(&format!("/targets/web-1/host-keys/{key}/trust"), &json!({})).await.status, 204);
    assert_eq!(door.post("/targets/web-1/test", &json!({})).await.is(200, "")["success"], true);
}

#[tokio::test]
async fn a_key_that_was_refused_first_and_is_trusted_on_use_then_is_the_only_one() {
    let (door, mut sshd) = (Door::open().await, Sshd::start());
    key_of(&door, &sshd).await;
    let mut target = machine("web-1", sshd.port);
    target["host_key_check"] = "strict".into();
    let made = add(&door, &target).await;
    let test = async || door.post("/targets/web-1/test", &json!({})).await.is(200, "");
    assert_eq!(test().await["success"], false);
    (target["host_key_check"], target["revision"]) = ("trust_first".into(), made["revision"].clone());
    door.send(door.api(Method::PUT, "/targets/web-1").json(&target)).await.is(200, "");
    assert_eq!(test().await["host_key"]["state"], "trusted");
    sshd.replace_host_key();
    let refused = test().await;
    assert!(refused["error"].as_str().is_some_and(|error| error.contains("another host key")), "{refused}");
}

#[tokio::test]
async fn a_run_over_several_targets_is_one_run_for_each_below_one() {
    let (door, sshd) = (Door::open().await, Sshd::start());
    key_of(&door, &sshd).await;
    for name in ["web-1", "web-2"] {
        add(&door, &machine(name, sshd.port)).await;
    }
    // Nothing listens there.
    add(&door, &machine("web-3", 1)).await;
    door.post("/target-groups", &json!({ "name": "web", "members": ["web-1", "web-2", "web-3"] })).await.is(201, "");
    let mut document = command("greet", "echo {{ target.name }} {{ params.word | sh }} {{ msg.payload | sh }}");
    document["parameters"] = json!({ "word": { "type": "string", "secret": true } });
    let flow = door.flow(document).await;
    let body = json!({ "targets": ["group:web", "web-1"], "max_parallel_targets": 2, "input": "hi",
                       "parameters": { "word": "Kx7-hidden" } });
    let run = door.start(&flow, &body).await;
    let ended = door.ended(&run).await;
    assert_eq!(
        (&ended["status"], &ended["target_count"], &ended["target"]),
        (&json!("failed"), &json!(3), &Value::Null)
    );
    let message = ended["error"]["message"].as_str().expect("a message");
    assert_eq!(message, "The flow ended as failed: 1 of 3 targets failed: web-3", "{ended}");
    assert_eq!(ended["result"]["successful"], 2);
    let children = door.get(&format!("/runs/{run}/children")).await.is(200, "");
    assert_eq!(children["totals"], json!({ "completed": 2, "failed": 1 }));
    let failed = door.get(&format!("/runs/{run}/children?status=failed")).await.is(200, "");
    assert_eq!(failed["items"][0]["target"]["name"], "web-3");
    let on_first = door.get("/runs?target=web-1").await.is(200, "");
    let child = door.get(&format!("/runs/{}", on_first["items"][0]["id"].as_str().expect("a run"))).await.is(200, "");
    assert_eq!(child["result"]["stdout"], "web-1 ••• hi\n", "{child}");
    let facets = door.get("/runs/facets").await.is(200, "");
    assert_eq!(facets["target"].as_array().map(Vec::len), Some(3));
    door.post(&format!("/runs/{run}/retry"), &json!({})).await.is(409, "not_retryable");
    let again = door.post(&format!("/runs/{run}/rerun"), &json!({ "failed_targets": true })).await.is(201, "");
    let again = door.ended(again["run_id"].as_str().expect("a run")).await;
    assert_eq!((&again["target"]["name"], &again["status"]), (&json!("web-3"), &json!("failed")), "{again}");
    let all = door.post(&format!("/runs/{run}/rerun"), &json!({})).await.is(201, "");
    let all = door.ended(all["run_id"].as_str().expect("a run")).await;
    assert_eq!((&all["target_count"], &all["result"]["successful"]), (&json!(3), &json!(2)), "{all}");
    let refused = door.post(&format!("/flows/{flow}/run"), &json!({ "targets": ["web-1", "web-9"] })).await;
    assert_eq!(refused.is(422, "invalid_request")["errors"][0]["field"], "targets/1");
}

#[tokio::test]
async fn a_node_on_a_group_works_on_all_of_it() {
    let (door, sshd) = (Door::open().await, Sshd::start());
    key_of(&door, &sshd).await;
    for name in ["web-1", "web-2"] {
        add(&door, &machine(name, sshd.port)).await;
    }
    door.post("/target-groups", &json!({ "name": "web", "members": ["web-1", "web-2"] })).await.is(201, "");
    let flow = door.flow(on(command("greet", "echo {{ target.name }}"), "group:web")).await;
    let ended = door.ended(&door.start(&flow, &json!({})).await).await;
    let result = &ended["result"];
    assert_eq!((&result["total"], &result["successful"]), (&json!(2), &json!(2)), "{ended}");
    assert_eq!(result["results"][1]["output"]["stdout"], "web-2\n");
    let steps = door.get(&format!("/runs/{}/logs?key=ask", ended["id"].as_str().expect("an id"))).await.is(200, "");
    assert_eq!(steps["items"].as_array().map(Vec::len), Some(2), "the lines of all machines belong to the step");
    let both = door.flow(on(command("both", "echo hi"), "{{ ['local', 'web-1'] }}")).await;
    let run = door.start(&both, &json!({})).await;
    assert_eq!(door.ended(&run).await["status"], "completed");
    let lines = door.get(&format!("/runs/{run}/logs?key=ask")).await.is(200, "");
    assert_eq!(lines["items"].as_array().map(Vec::len), Some(2), "those of this machine, too");
    add(&door, &machine("web-3", 1)).await;
    let mixed = door.flow(on(command("mixed", "echo {{ target.name }}"), "{{ ['web-1', 'web-3'] }}")).await;
    let failed = door.ended(&door.start(&mixed, &json!({})).await).await;
    assert_eq!((&failed["status"], &failed["error"]["kind"]), (&json!("failed"), &json!("network_error")), "{failed}");
    assert_eq!(failed["error"]["details"]["results"][0]["output"]["stdout"], "web-1\n");
}

#[tokio::test]
async fn a_cancelled_run_leaves_no_command_behind() {
    let (door, sshd) = (Door::open().await, Sshd::start());
    key_of(&door, &sshd).await;
    add(&door, &machine("web-1", sshd.port)).await;
    let folder = tempfile::tempdir().expect("a folder");
    let mark = folder.path().join("pid");
    let line = format!("trap '' HUP; echo $$ > {0}.new; mv {0}.new {0}; sleep 600", mark.display());
    let flow = door.flow(on(command("long", &line), "web-1")).await;
    let run = door.start(&flow, &json!({})).await;
    let process = written(&mark).await;
    assert_eq!(door.post(&format!("/runs/{run}/cancel"), &json!({})).await.status.as_u16() / 100, 2);
    door.ended(&run).await;
    gone(&process).await;
}

#[tokio::test]
async fn a_test_of_the_connection_that_nobody_waits_for_any_more_comes_to_its_end() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mark, gate) = (folder.path().join("pid"), folder.path().join("gate"));
    // The parent of the command is the process that holds the connection.
    let hold = format!(
        "ForceCommand echo $PPID > {0}.new; mv {0}.new {0}; until [ -e {1} ]; do sleep 0.05; done; \
         eval \"$SSH_ORIGINAL_COMMAND\"",
        mark.display(),
        gate.display()
    );
    let (door, sshd) = (Door::open().await, Sshd::with(&[&hold]));
    key_of(&door, &sshd).await;
    add(&door, &machine("web-1", sshd.port)).await;
    let asking = tokio::spawn(door.api(Method::POST, "/targets/web-1/test").json(&json!({})).send());
    let connection = written(&mark).await;
    asking.abort();
    assert!(asking.await.is_err_and(|error| error.is_cancelled()));
    std::fs::write(&gate, "").expect("the gate is opened");
    gone(&connection).await;
    let tested = loop {
        let tested = door.get("/targets/web-1").await.is(200, "")["last_test"].clone();
        if !tested.is_null() {
            break tested;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    };
    assert_eq!(tested["success"], true, "{tested}");
}

#[tokio::test]
async fn what_a_run_used_its_connections_for_is_told_while_it_goes_on_and_after() {
    let (door, sshd) = (Door::open().await, Sshd::start());
    key_of(&door, &sshd).await;
    let target = add(&door, &machine("web-1", sshd.port)).await["id"].clone();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let web = listener.local_addr().expect("an address").to_string();
    let answer = axum::Router::new().fallback(async || "hello");
    tokio::spawn(async move { axum::serve(listener, answer).await });
    let folder = tempfile::tempdir().expect("a folder");
    let go = folder.path().join("go");
    let wait = format!("while [ ! -e {} ]; do sleep 0.05; done; printf 12345", go.display());
    let shell = |id: &str, line: &str| json!({ "id": id, "type": "shell.command", "target": "web-1", "config": { "command": line } });
    let flow = json!({
        "format": "opsconductor.flow/1", "name": "Use",
        "nodes": [{ "id": "start", "type": "flow.start" },
                  { "id": "web", "type": "http.get", "config": { "url": format!("http://{web}/?token=hidden") } },
                  shell("first", "true"), shell("second", &wait)],
        "wires": [{ "source": "start", "target": "web" }, { "source": "web", "target": "first" },
                  { "source": "first", "target": "second" }]
    });
    let run = door.start(&door.flow(flow).await, &json!({})).await;
    let path = format!("/runs/{run}/sessions");
    let sessions = async || door.get(&path).await.is(200, "")["items"].as_array().expect("sessions").clone();
    let at_work = loop {
        let sessions = sessions().await;
        if sessions.last().is_some_and(|session| session["commands_executed"] == 2) {
            break sessions;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    };
    assert!(at_work.iter().all(|session| session["state"] == "open"), "{at_work:?}");
    std::fs::write(&go, "").expect("written");
    let ended = door.ended(&run).await;
    assert_eq!(ended["status"], "completed", "{ended}");
    let ended = sessions().await;
    let shown: Vec<_> = ended
        .iter()
        .map(|session| {
            let used = ["commands_executed", "files_transferred", "total_bytes_transferred"];
            let used = used.map(|field| session[field].as_u64().expect("a number"));
            (
                session["protocol"].clone(),
                session["peer"].clone(),
                session["target_id"].clone(),
                session["credential"].clone(),
                used,
            )
        })
        .collect();
    let http = (json!("http"), json!(web), Value::Null, Value::Null, [1, 0, 5]);
    let ssh = (json!("ssh"), json!("web-1"), target, json!("key"), [2, 0, 5]);
    assert_eq!(shown, [http, ssh]);
    for session in &ended {
        assert_eq!(session["state"], "closed", "{session}");
        assert!(session["connection_closed_at"].as_str() >= session["connection_established_at"].as_str(), "{session}");
    }
    let first = door.get(&format!("{path}?limit=1")).await.is(200, "");
    let cursor = first["next_cursor"].as_str().expect("a second page");
    let second = door.get(&format!("{path}?limit=1&cursor={cursor}")).await.is(200, "");
    assert_eq!((&second["items"][0], &second["next_cursor"]), (&ended[1], &Value::Null));
    door.get("/runs/00000000-0000-7000-8000-000000000000/sessions").await.is(404, "not_found");
}

#[tokio::test]
async fn runs_on_one_target_can_wait_for_each_other() {
    let (door, sshd) = (Door::open().await, Sshd::start());
    key_of(&door, &sshd).await;
    for name in ["web-1", "web-2"] {
        add(&door, &machine(name, sshd.port)).await;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let gate = folder.path().join("gate");
    let line = format!("[ {{{{ target.name }}}} = web-2 ] || until [ -e {} ]; do sleep 0.05; done", gate.display());
    let mut document = command("one by one", &line);
    document["settings"] = json!({ "concurrency": { "limit": 1, "key": "target" } });
    let flow = door.flow(document).await;
    let on = async |target: &str| door.start(&flow, &json!({ "targets": [target] })).await;
    let (first, second) = (on("web-1").await, on("web-1").await);
    assert_eq!(door.ended(&on("web-2").await).await["status"], "completed", "another target waits for nobody");
    assert_eq!(door.get(&format!("/runs/{second}")).await.is(200, "")["status"], "pending");
    std::fs::write(&gate, "").expect("the gate is opened");
    for run in [first, second] {
        assert_eq!(door.ended(&run).await["status"], "completed");
    }
}

#[tokio::test]
async fn one_node_is_tried_on_a_target_by_somebody_who_answers_for_it() {
    let (door, sshd) = (Door::open().await, Sshd::start());
    key_of(&door, &sshd).await;
    add(&door, &machine("web-1", sshd.port)).await;
    let operator = door.user("otto", Role::Operator).await;
    let body = json!({ "document": command("try", "echo $SSH_CONNECTION"), "node": "ask", "target": "web-1" });
    let request = door.to(Method::POST, "/api/v1/flows/test-node").bearer_auth(&operator).json(&body);
    let tried = door.send(request).await.is(200, "");
    assert_eq!(tried["status"], "completed", "{tried}");
    assert!(tried["output"]["stdout"].as_str().is_some_and(|text| text.contains(&sshd.port.to_string())), "{tried}");
    let history = door.get("/credentials/key/history").await.is(200, "");
    assert_eq!((&history["items"][0]["action"], &history["items"][0]["by"]), (&json!("use"), &json!("otto")));
    let named = door.flow(on(command("gone", "true"), "web-9")).await;
    let figures = door.get(&format!("/flows/{named}/statistics")).await.is(200, "");
    assert_eq!(figures["health"]["problems"][0]["code"], "unknown_target");
}
