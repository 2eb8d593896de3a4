//! Builds again when the editor or the migrations changed; both are embedded.

fn main() {
    println!("cargo:rerun-if-changed=../editor/dist");
    println!("cargo:rerun-if-changed=../migrations");
}
