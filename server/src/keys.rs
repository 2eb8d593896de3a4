//! The master key and what is derived from it: sealing of secrets, token signatures, fingerprints.
//!
//! The key lives in a file only the server can read, or comes from `OPSCONDUCTOR_MASTER_KEY`.

use std::io::Write as _;
use std::path::Path;

use aes_gcm::aead::{Aead, Payload};
use aes_gcm::{Aes256Gcm, KeyInit, Nonce};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

const FILE: &str = "master.key";
const NONCE_BYTES: usize = 12;

/// What the master key opens. Has no `Debug`, so that it cannot be logged.
pub struct Keys {
    master: [u8; 32],
    cipher: Aes256Gcm,
}

/// Why a key or a sealed value cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file cannot be read or written.
    #[error("the master key file `{file}` cannot be used: {reason}")]
    File {
        /// Where it is.
        file: String,
        /// What the system said.
        reason: std::io::Error,
    },
    /// Not 32 bytes in base64.
    #[error("the master key must be 32 random bytes written as base64, such as `openssl rand -base64 32` prints")]
    Malformed,
    /// Another key, or another row.
    #[error("a sealed value cannot be opened: it was sealed with another master key, or was changed")]
    Sealed,
    /// The system gave none.
    #[error("the system gives no random numbers: {0}")]
    Random(getrandom::Error),
}

impl Keys {
    /// The key that was given, else that of the data folder, made on first use.
    ///
    /// # Errors
    /// If there is none to be had.
    pub fn load(given: Option<&str>, data_dir: &Path) -> Result<Self, Error> {
        let text = match given {
            Some(text) => text.to_owned(),
            None => read_or_create(&data_dir.join(FILE))?,
        };
        let bytes = STANDARD.decode(text.trim()).map_err(|_| Error::Malformed)?;
        let master: [u8; 32] = bytes.try_into().map_err(|_| Error::Malformed)?;
        let cipher = Aes256Gcm::new_from_slice(&derive(&master, "seal")).map_err(|_| Error::Malformed)?;
        Ok(Self { master, cipher })
    }

    /// A key for one purpose.
    pub fn derive(&self, purpose: &str) -> [u8; 32] {
        derive(&self.master, purpose)
    }

    /// A value that tells equal texts from different ones, and nothing else.
    pub fn fingerprint(&self, bytes: &[u8]) -> String {
        let hash = Sha256::new().chain_update(self.derive("fingerprint")).chain_update(bytes).finalize();
        STANDARD.encode(hash)
    }

    /// Seals a text for one place, such as `run:<id>`; it cannot be opened in another.
    ///
    /// # Errors
    /// If the system gives no random numbers.
    pub fn seal(&self, place: &str, text: &str) -> Result<String, Error> {
        seal(&self.cipher, place, text.as_bytes())
    }

    /// Opens what [`Keys::seal`] sealed.
    ///
    /// # Errors
    /// If it was sealed with another key or for another place.
    pub fn open(&self, place: &str, sealed: &str) -> Result<String, Error> {
        String::from_utf8(open(&self.cipher, place, sealed)?).map_err(|_| Error::Sealed)
    }

    /// Seals a key for one place.
    ///
    /// # Errors
    /// If the system gives no random numbers.
    pub fn wrap(&self, place: &str, key: &DataKey) -> Result<String, Error> {
        seal(&self.cipher, place, &key.0)
    }

    /// Opens what [`Keys::wrap`] sealed.
    ///
    /// # Errors
    /// If it was sealed with another key or for another place.
    pub fn unwrap(&self, place: &str, sealed: &str) -> Result<DataKey, Error> {
        let key = open(&self.cipher, place, sealed)?;
        Ok(DataKey(key.try_into().map_err(|_| Error::Sealed)?))
    }
}

/// A key for one record. Has no `Debug`, so that it cannot be logged.
pub struct DataKey([u8; 32]);

impl DataKey {
    /// A key that nobody had before.
    ///
    /// # Errors
    /// If the system gives no random numbers.
    pub fn new() -> Result<Self, Error> {
        random().map(Self)
    }

    /// As [`Keys::seal`].
    ///
    /// # Errors
    /// If the system gives no random numbers.
    pub fn seal(&self, place: &str, text: &str) -> Result<String, Error> {
        seal(&self.cipher()?, place, text.as_bytes())
    }

    /// As [`Keys::open`].
    ///
    /// # Errors
    /// If it was sealed with another key or for another place.
    pub fn open(&self, place: &str, sealed: &str) -> Result<String, Error> {
        String::from_utf8(open(&self.cipher()?, place, sealed)?).map_err(|_| Error::Sealed)
    }

    fn cipher(&self) -> Result<Aes256Gcm, Error> {
        Aes256Gcm::new_from_slice(&self.0).map_err(|_| Error::Malformed)
    }
}

fn seal(cipher: &Aes256Gcm, place: &str, bytes: &[u8]) -> Result<String, Error> {
    let nonce: [u8; NONCE_BYTES] = random()?;
    let payload = Payload { msg: bytes, aad: place.as_bytes() };
    let sealed = cipher.encrypt(&Nonce::from(nonce), payload).map_err(|_| Error::Sealed)?;
    Ok(STANDARD.encode([&nonce[..], &sealed].concat()))
}

fn open(cipher: &Aes256Gcm, place: &str, sealed: &str) -> Result<Vec<u8>, Error> {
    let bytes = STANDARD.decode(sealed).map_err(|_| Error::Sealed)?;
    let (nonce, sealed) = bytes.split_first_chunk::<NONCE_BYTES>().ok_or(Error::Sealed)?;
    let payload = Payload { msg: sealed, aad: place.as_bytes() };
    cipher.decrypt(&Nonce::from(*nonce), payload).map_err(|_| Error::Sealed)
}

/// Random bytes.
///
/// # Errors
/// If the system gives none.
pub fn random<const N: usize>() -> Result<[u8; N], Error> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(Error::Random)?;
    Ok(bytes)
}

fn derive(master: &[u8; 32], purpose: &str) -> [u8; 32] {
    Sha256::new().chain_update(master).chain_update(purpose.as_bytes()).finalize().into()
}

fn read_or_create(path: &Path) -> Result<String, Error> {
    let failed = |reason| Error::File { file: path.display().to_string(), reason };
    match std::fs::read_to_string(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let text = STANDARD.encode(random::<32>()?);
            create(path, &text).map_err(failed)?;
            Ok(text)
        }
        read => read.map_err(failed),
    }
}

/// Written beside and then renamed, so that a crash leaves no half key.
fn create(path: &Path, text: &str) -> std::io::Result<()> {
    let draft = path.with_extension("new");
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&draft)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    std::fs::rename(draft, path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_in_its_place_only() {
        let folder = tempfile::tempdir().expect("a folder");
        let keys = Keys::load(None, folder.path()).expect("keys");
        let sealed = keys.seal("run:1", "swordfish").expect("sealed");
        assert!(!sealed.contains("swordfish"));
        let again = Keys::load(None, folder.path()).expect("the same keys");
        assert_eq!(again.open("run:1", &sealed).expect("opened"), "swordfish");
        assert!(again.open("run:2", &sealed).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn the_key_file_is_for_its_owner_only() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().expect("a folder");
        Keys::load(None, folder.path()).map(|_| ()).expect("keys");
        let mode = std::fs::metadata(folder.path().join(FILE)).expect("the file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
