//! Builds again when the editor, the examples or the migrations changed; all are embedded. Says whether tests use PostgreSQL.

fn main() {
    println!("cargo:rerun-if-changed=../editor/dist");
    println!("cargo:rerun-if-changed=../flows/examples");
    println!("cargo:rerun-if-changed=../migrations");
    println!("cargo:rerun-if-env-changed=OPSCONDUCTOR_TEST_DATABASES");
    println!("cargo:rustc-check-cfg=cfg(without_postgres_tests)");
    if std::env::var_os("OPSCONDUCTOR_TEST_DATABASES").is_some_and(|databases| databases == "sqlite") {
        println!("cargo:rustc-cfg=without_postgres_tests");
    }
}
