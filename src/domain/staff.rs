//! Staff and their roles (domain seed A, actors).

use serde::{Deserialize, Serialize};

use super::ids::StaffId;

/// What a member of staff may do. A person may hold several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Admin Aku Online: checks completeness, cancels with a reason.
    Verifier,
    /// Operator SIAK: enters data, prints the draft.
    SiakOperator,
    /// Pejabat Fungsional ADB and Kepala Bidang: check the draft before signature.
    Certifier,
    /// Kepala Dinas: approves or rejects.
    Head,
    /// Bagian Produksi.
    Producer,
    /// Loket desa/kecamatan: prints, gives queue numbers, hands over.
    Counter,
    /// Answers chats.
    Agent,
    /// Manages staff; may also answer chats. Moves no case.
    Administrator,
}

impl Role {
    pub const ALL: [Role; 8] = [
        Role::Verifier,
        Role::SiakOperator,
        Role::Certifier,
        Role::Head,
        Role::Producer,
        Role::Counter,
        Role::Agent,
        Role::Administrator,
    ];

    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Role::Verifier => "verifier",
            Role::SiakOperator => "siak_operator",
            Role::Certifier => "certifier",
            Role::Head => "head",
            Role::Producer => "producer",
            Role::Counter => "counter",
            Role::Agent => "agent",
            Role::Administrator => "administrator",
        }
    }

    #[must_use]
    pub fn parse(text: &str) -> Option<Role> {
        Self::ALL.into_iter().find(|r| r.as_str() == text)
    }
}

/// A member of staff, without the password.
#[derive(Debug, Clone)]
pub struct Staff {
    pub id: StaffId,
    pub login: String,
    pub name: String,
    pub roles: Vec<Role>,
    pub lang: String,
    pub disabled: bool,
    /// Signed in with a one-time password that must be replaced first.
    pub must_change_password: bool,
}

impl Staff {
    #[must_use]
    pub fn has(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }

    /// May see and answer chats.
    #[must_use]
    pub fn may_chat(&self) -> bool {
        self.has(Role::Agent) || self.has(Role::Verifier) || self.has(Role::Administrator)
    }
}
