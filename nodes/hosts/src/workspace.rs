//! File work inside one folder. Every path is resolved by handles below that folder, so that neither `..`
//! nor a symbolic link nor a race leads out. Everything here blocks.

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use cap_std::ambient_authority;
use cap_std::fs::{Dir, FileType, Metadata, MetadataExt, OpenOptions, OpenOptionsExt};
use node_sdk::{EntryKind, FileEntry, HostError};
use rustix::fs::OFlags;

use crate::clock::millis;
use crate::local::Stop;
use crate::replace::Place;

/// Folders within folders that a recursive walk enters; each holds an open handle.
const DEEPEST: usize = 200;

/// The folder that file work is confined to.
pub(crate) struct Workspace {
    root: PathBuf,
}

impl Workspace {
    pub(crate) fn new(root: PathBuf) -> Self {
        Self { root }
    }

    /// The real path of a folder, to run a command in; the workspace itself where none is named.
    pub(crate) fn directory(&self, path: Option<&str>) -> Result<PathBuf, HostError> {
        let root = self.open()?;
        let inside = match path {
            None => PathBuf::new(),
            Some(path) => {
                let relative = self.relative(path)?;
                root.open_dir(&relative).map_err(|error| explain(path, &error))?;
                root.canonicalize(&relative).map_err(|error| explain(path, &error))?
            }
        };
        Ok(self.canonical_root()?.join(inside))
    }

    /// At most `limit` bytes from the start of a file.
    pub(crate) fn read(&self, path: &str, limit: u64) -> Result<Vec<u8>, HostError> {
        let relative = self.relative(path)?;
        // Without NONBLOCK, opening a pipe would wait for a writer that may never come.
        let flags = OFlags::NONBLOCK.bits().cast_signed();
        let opened = self.open()?.open_with(relative, OpenOptions::new().read(true).custom_flags(flags));
        let file = opened.map_err(|error| explain(path, &error))?;
        let metadata = file.metadata().map_err(|error| explain(path, &error))?;
        if !metadata.is_file() {
            return Err(HostError::Failed(format!("`{path}` is {}, not a file", word(kind(metadata.file_type())))));
        }
        let mut content = Vec::new();
        file.take(limit).read_to_end(&mut content).map_err(|error| explain(path, &error))?;
        Ok(content)
    }

    /// Where a file is to be written or deleted: its folder, opened, and its name.
    pub(crate) fn place(&self, path: &str, create_parents: bool) -> Result<Place, HostError> {
        let relative = self.relative(path)?;
        let Some(name) = relative.file_name().filter(|_| !path.ends_with('/')) else {
            return Err(HostError::Failed(format!("`{path}` does not end with the name of a file")));
        };
        let parent = match relative.parent() {
            Some(parent) if parent != Path::new("") => parent,
            _ => Path::new("."),
        };
        let shown = parent.to_string_lossy();
        let root = self.open()?;
        let opened = match root.open_dir(parent) {
            Err(error) if create_parents && error.kind() == io::ErrorKind::NotFound => {
                root.create_dir_all(parent).and_then(|()| root.open_dir(parent))
            }
            opened => opened,
        };
        let folder = opened.map_err(|error| explain(&shown, &error))?;
        Ok(Place { folder, name: name.into(), path: path.into() })
    }

    /// What lies at a path; a symbolic link at its end is not followed.
    pub(crate) fn stat(&self, path: &str) -> Result<Option<FileEntry>, HostError> {
        let relative = self.relative(path)?;
        match self.open()?.symlink_metadata(relative) {
            Ok(metadata) => Ok(Some(entry(path.into(), &metadata))),
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(None),
            Err(error) => Err(explain(path, &error)),
        }
    }

    /// The first `limit` entries by name.
    pub(crate) fn list(
        &self,
        path: &str,
        recursive: bool,
        limit: usize,
        stop: &Stop,
    ) -> Result<Vec<FileEntry>, HostError> {
        let relative = self.relative(path)?;
        let folder = self.open()?.open_dir(relative).map_err(|error| explain(path, &error))?;
        let mut walk = Walk { found: BTreeMap::new(), recursive, limit, stop };
        walk.enter(&folder, "", 0)?;
        Ok(walk.found.into_values().collect())
    }

    /// Deletes a file or link, or a folder: an empty one, or with `recursive` any.
    pub(crate) fn delete(&self, path: &str, recursive: bool, stop: &Stop) -> Result<(), HostError> {
        // What does not end with a name is the workspace itself, or leads upwards to what may be.
        if self.relative(path)?.file_name().is_none() {
            return Err(HostError::Failed(format!(
                "`{path}` is not deleted: name a file or folder inside the workspace"
            )));
        }
        let place = self.place(path.trim_end_matches('/'), false)?;
        remove(&place.folder, Path::new(&place.name), recursive, stop, 0).map_err(|error| match error {
            Removal::Stopped(error) => error,
            Removal::Io(error) if error.kind() == io::ErrorKind::DirectoryNotEmpty && !recursive => {
                HostError::Failed(format!("the folder `{path}` is not empty; delete it with `recursive` switched on"))
            }
            Removal::Io(error) => explain(path, &error),
        })
    }

    fn open(&self) -> Result<Dir, HostError> {
        Dir::open_ambient_dir(&self.root, ambient_authority()).map_err(|error| self.no_workspace(&error))
    }

    fn canonical_root(&self) -> Result<PathBuf, HostError> {
        self.root.canonicalize().map_err(|error| self.no_workspace(&error))
    }

    fn no_workspace(&self, error: &io::Error) -> HostError {
        let root = self.root.display();
        HostError::Failed(format!(
            "the workspace folder `{root}` cannot be opened: {error}. Create it, or start OpsConductor with another one."
        ))
    }

    /// The path below the root. Whether it stays there is found out when it is opened.
    fn relative(&self, path: &str) -> Result<PathBuf, HostError> {
        if path.is_empty() || path.contains('\0') {
            return Err(HostError::Failed(format!("`{}` is not a path", path.escape_debug())));
        }
        let given = Path::new(path);
        if !given.is_absolute() {
            return Ok(given.components().collect());
        }
        let below = |root: &Path| given.strip_prefix(root).map(|rest| rest.components().collect::<PathBuf>()).ok();
        let found = below(&self.root).or_else(|| below(&self.canonical_root().ok()?));
        let relative = found.ok_or_else(|| HostError::Outside(path.into()))?;
        Ok(if relative == Path::new("") { PathBuf::from(".") } else { relative })
    }
}

/// Says what went wrong at a path.
pub(crate) fn explain(path: &str, error: &io::Error) -> HostError {
    match error.kind() {
        io::ErrorKind::NotFound => HostError::NotFound(path.into()),
        io::ErrorKind::AlreadyExists => HostError::Exists(path.into()),
        // The sandbox's own refusal carries no error number of the system.
        io::ErrorKind::PermissionDenied if error.raw_os_error().is_none() => HostError::Outside(path.into()),
        io::ErrorKind::PermissionDenied => {
            HostError::Failed(format!("OpsConductor has no permission for `{path}`; change its owner or mode"))
        }
        io::ErrorKind::NotADirectory => HostError::Failed(format!("`{path}` is not a folder")),
        io::ErrorKind::IsADirectory => HostError::Failed(format!("`{path}` is a folder, not a file")),
        io::ErrorKind::StorageFull => HostError::Failed(format!("there is no space left for `{path}`")),
        _ => HostError::Failed(format!("`{path}`: {error}")),
    }
}

struct Walk<'a> {
    /// By path; never more than `limit`, however large the tree.
    found: BTreeMap<String, FileEntry>,
    recursive: bool,
    limit: usize,
    stop: &'a Stop,
}

impl Walk<'_> {
    fn enter(&mut self, folder: &Dir, prefix: &str, depth: usize) -> Result<(), HostError> {
        let shown = if prefix.is_empty() { "." } else { prefix };
        for item in folder.entries().map_err(|error| explain(shown, &error))? {
            self.stop.check()?;
            let item = item.map_err(|error| explain(shown, &error))?;
            let name = item.file_name().to_string_lossy().into_owned();
            let path = if prefix.is_empty() { name } else { format!("{prefix}/{name}") };
            // Deleted since the folder was read: not there, so not listed.
            let Ok(metadata) = item.metadata() else { continue };
            if self.recursive && metadata.is_dir() {
                if depth >= DEEPEST {
                    return Err(HostError::Failed(format!("`{path}` lies more than {DEEPEST} folders deep")));
                }
                match item.open_dir() {
                    Ok(inner) => self.enter(&inner, &path, depth + 1)?,
                    Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                    Err(error) => return Err(explain(&path, &error)),
                }
            }
            self.keep(path, &metadata);
        }
        Ok(())
    }

    fn keep(&mut self, path: String, metadata: &Metadata) {
        self.found.insert(path.clone(), entry(path, metadata));
        if self.found.len() > self.limit {
            self.found.pop_last();
        }
    }
}

enum Removal {
    Io(io::Error),
    Stopped(HostError),
}

impl From<io::Error> for Removal {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

fn remove(folder: &Dir, name: &Path, recursive: bool, stop: &Stop, depth: usize) -> Result<(), Removal> {
    stop.check().map_err(Removal::Stopped)?;
    if !folder.symlink_metadata(name)?.is_dir() {
        return Ok(folder.remove_file(name)?);
    }
    if recursive && depth < DEEPEST {
        let inner = folder.open_dir(name)?;
        for item in inner.entries()? {
            remove(&inner, Path::new(&item?.file_name()), true, stop, depth + 1)?;
        }
    }
    Ok(folder.remove_dir(name)?)
}

fn entry(path: String, metadata: &Metadata) -> FileEntry {
    FileEntry {
        path,
        kind: kind(metadata.file_type()),
        size: metadata.len(),
        modified: metadata.modified().map_or(0, |time| millis(time.into_std())),
        mode: Some(metadata.mode() & 0o7777),
    }
}

fn kind(file_type: FileType) -> EntryKind {
    if file_type.is_file() {
        EntryKind::File
    } else if file_type.is_dir() {
        EntryKind::Directory
    } else if file_type.is_symlink() {
        EntryKind::Symlink
    } else {
        EntryKind::Other
    }
}

fn word(kind: EntryKind) -> &'static str {
    match kind {
        EntryKind::File => "a file",
        EntryKind::Directory => "a folder",
        EntryKind::Symlink => "a link",
        EntryKind::Other => "a device, pipe or socket",
    }
}
