//! Disks that fail. A small disk is a file system in memory where this may be mounted, else a limit on the size
//! of the files that the server writes.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

const BYTES: u64 = 8 << 20;

/// A place for a data folder.
pub struct Disk {
    folder: PathBuf,
    is_mounted: bool,
}

impl Disk {
    /// A disk of some megabytes at this folder, which is made.
    pub fn small(folder: PathBuf) -> Self {
        fs::create_dir_all(&folder).expect("the folder is made");
        let is_mounted = mount(&["-t", "tmpfs", "-o", &format!("size={BYTES}"), "tmpfs"], &folder);
        println!("{}", if is_mounted { "a small tmpfs is mounted" } else { "the size of files is limited" });
        Self { folder, is_mounted }
    }

    /// The command by which a server is started that meets the end of this disk.
    pub fn command(&self) -> Vec<String> {
        if self.is_mounted {
            return Vec::new();
        }
        // Without the trap the signal would end the server; with it a write fails, as on a full disk.
        let limited = format!("trap '' XFSZ; ulimit -f {}; exec \"$@\"", BYTES / 512 / 16);
        ["sh", "-c", &limited, "sh"].map(Into::into).into()
    }

    /// Leaves no room.
    pub fn fill(&self) {
        if self.is_mounted {
            let mut file = fs::File::create(self.ballast()).expect("the ballast is made");
            // Writing until it fails is what fills the disk.
            while file.write_all(&[0; 4096]).is_ok() {}
        }
    }

    /// Makes room again.
    pub fn clear(&self) {
        // With a limit there is no ballast; the next server is started without it.
        let _ = fs::remove_file(self.ballast());
    }

    fn ballast(&self) -> PathBuf {
        self.folder.join("ballast")
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        if self.is_mounted {
            unmount(&self.folder);
        }
    }
}

fn mount(arguments: &[&str], at: &Path) -> bool {
    let mounted = Command::new("mount").args(arguments).arg(at).output();
    mounted.is_ok_and(|output| output.status.success())
}

/// Whoever still works in it keeps it until then.
fn unmount(at: &Path) {
    let _ = Command::new("umount").arg("-l").arg(at).status();
}

/// A file that cannot be written, also not by root where it can be mounted on itself.
pub struct ReadOnly {
    file: PathBuf,
    is_mounted: bool,
}

impl ReadOnly {
    /// Lets nobody write a file.
    pub fn new(file: PathBuf) -> Self {
        let is_mounted = mount(&["--bind", &file.to_string_lossy()], &file) && mount(&["-o", "remount,bind,ro"], &file);
        let mut permissions = fs::metadata(&file).expect("the file is there").permissions();
        if !is_mounted {
            permissions.set_readonly(true);
            fs::set_permissions(&file, permissions).expect("the permissions are set");
        }
        Self { file, is_mounted }
    }
}

impl Drop for ReadOnly {
    fn drop(&mut self) {
        if self.is_mounted {
            unmount(&self.file);
        }
    }
}
