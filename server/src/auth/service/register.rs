//! People who make their own accounts: they may look, until an administrator lets them do more.

use uuid::Uuid;

use super::super::{Error, Origin, Passwords, Role};
use super::{Service, SignedIn};
use crate::audit::Author;
use crate::users::{self, About, User};

/// The account somebody asks for.
pub struct Registration {
    /// Name to sign in with.
    pub username: String,
    /// To sign in with.
    pub password: String,
    /// Who it is.
    pub about: About,
}

impl Registration {
    fn check(&self) -> Result<(), Error> {
        let mut unfit = users::check_name(&self.username).err().map(|message| vec![("username", message)]);
        if let Err(weak) = Passwords::check_strength(&self.password) {
            unfit.get_or_insert_default().push(("password", weak.to_string()));
        }
        let unfit: Vec<_> = unfit.into_iter().flatten().chain(self.about.unfit()).collect();
        if unfit.is_empty() { Ok(()) } else { Err(Error::Unfit(unfit)) }
    }
}

impl Service {
    /// Whether people may make their own accounts.
    pub fn may_register(&self) -> bool {
        self.may_register
    }

    /// Makes an account for somebody nobody knows, and a session.
    ///
    /// # Errors
    /// If nobody may, the fields do not fit, the name is in use, or there were too many from one address.
    pub async fn register(&self, new: &Registration, origin: &Origin) -> Result<SignedIn, Error> {
        if !self.may_register {
            return Err(Error::RegistrationOff);
        }
        new.check()?;
        self.newcomers.count(&origin.address)?;
        let hash = self.passwords.hash(&new.password).await?;
        let (id, username) = (Uuid::now_v7().to_string(), new.username.clone());
        let user = User { id, username, role: Role::Viewer, must_change_password: false };
        let (now, taken) = (self.clock.now(), || Error::NameTaken(new.username.clone()));
        let mut tx = self.store.begin().await?;
        if users::store::is_like_another(&mut tx, &user.username).await? {
            return Err(taken());
        }
        let added = users::store::insert(&mut tx, &user, &hash, now).await;
        added.map_err(|error| if error.is_duplicate() { taken() } else { error.into() })?;
        users::store::describe(&mut tx, &user.id, &new.about, now).await?;
        let author = Author { name: user.username.clone(), address: origin.address.clone() };
        self.note(&mut tx, &author, "auth.register", &format!("user:{}", user.id)).await?;
        self.begin(tx, user, origin).await
    }
}
