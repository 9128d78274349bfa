//! The inbox: who waits, longest first.

use axum::extract::{Query, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use minijinja::context;
use serde::{Deserialize, Serialize};

use super::fault::Fault;
use super::render::view;
use super::session::Who;
use super::state::{Shared, Site};
use crate::domain::Millis;
use crate::domain::chat::Owner;
use crate::domain::inbound::{Address, AddressKind};
use crate::domain::redacted::{mask_id_numbers, mask_phone};
use crate::domain::staff::Staff;
use crate::store::{ChatRow, InboxCursor, InboxTab};

const PAGE: usize = 100;
/// Of the last line, in letters; the rest is cut by the page's width.
const EXCERPT: usize = 140;

pub(super) async fn to_inbox() -> Redirect {
    Redirect::to("/console/")
}

#[derive(Deserialize)]
pub(super) struct Asked {
    tab: Option<String>,
    before: Option<String>,
}

const TABS: [(&str, InboxTab); 4] = [
    ("waiting", InboxTab::Waiting),
    ("mine", InboxTab::Mine),
    ("bot", InboxTab::Bot),
    ("all", InboxTab::All),
];

/// Where a chat's reply window stands.
#[derive(Serialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub(super) enum Window {
    /// The channel has none.
    None,
    Open {
        left: Millis,
    },
    Closed,
}

/// A chat as its line and its page's head show it.
#[derive(Serialize)]
pub(super) struct Line {
    person: String,
    /// The profile name, or the masked address.
    title: String,
    address: String,
    channel: String,
    /// bot | queue | staff
    owner: &'static str,
    owner_name: String,
    mine: bool,
    waiting_since: Option<Millis>,
    last_message_at: Millis,
    last_author: String,
    last_kind: String,
    last_text: String,
    failed: bool,
    opted_out: bool,
    unreachable: bool,
    window: Window,
}

pub(super) async fn page(
    State(site): State<Site>,
    Query(asked): Query<Asked>,
    who: Who,
) -> Result<Response, Fault> {
    if !who.staff.may_chat() {
        return Ok(Redirect::to("/console/cases").into_response());
    }
    let wanted = asked.tab.as_deref().unwrap_or("waiting");
    let (tab, which) = TABS.into_iter().find(|(word, _)| *word == wanted).ok_or(Fault::NotFound)?;
    let before = asked.before.as_deref().and_then(read_cursor);
    let me = &who.staff.id;
    let mut rows = site.store().inbox(which, me, before.as_ref(), PAGE as i64 + 1).await?;
    let newest_first = matches!(which, InboxTab::Bot | InboxTab::All);
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let next = rows
        .last()
        .filter(|_| more && newest_first)
        .map(|row| format!("{}~{}", row.last_message_at, row.person));
    let counts = site.store().inbox_counts(me).await?;
    let names = site.store().staff_names().await?;
    let lines: Vec<Line> = rows
        .into_iter()
        .map(|row| {
            let owner = row.owner.staff().and_then(|id| names.get(id.as_str())).cloned();
            site.line(row, owner.unwrap_or_default(), &who.staff)
        })
        .collect();
    let content = context! {
        tab, next, more,
        lines => view(lines),
        counts => context! { waiting => counts.waiting, mine => counts.mine, bot => counts.bot },
    };
    site.page(&who, "inbox", "inbox.html", content).await
}

fn read_cursor(text: &str) -> Option<InboxCursor> {
    let (at, person) = text.split_once('~')?;
    Some(InboxCursor { last_message_at: at.parse().ok()?, person: person.to_owned() })
}

impl Shared {
    pub(super) fn line(&self, row: ChatRow, owner_name: String, me: &Staff) -> Line {
        let address = row.address.as_ref().map(masked).unwrap_or_default();
        let now = self.now();
        let window = match self.hands.window_left(&row.channel, row.last_in_at) {
            None => Window::None,
            Some(left) if left > 0 => Window::Open { left },
            Some(_) => Window::Closed,
        };
        let last = row.last;
        Line {
            title: match &row.name {
                Some(name) => name.expose().trim().to_owned(),
                None if address.is_empty() => row.person.as_str().chars().rev().take(6).collect(),
                None => address.clone(),
            },
            person: row.person.to_string(),
            address,
            channel: row.channel,
            owner: row.owner.kind(),
            owner_name,
            mine: matches!(&row.owner, Owner::Staff(id) if *id == me.id),
            waiting_since: match row.owner {
                Owner::Queue => Some(row.waiting_since.unwrap_or(row.owner_since)),
                Owner::Staff(_) => row.waiting_since,
                Owner::Bot => None,
            }
            .map(|since| since.min(now)),
            last_message_at: row.last_message_at,
            last_author: last.as_ref().map(|l| l.author.clone()).unwrap_or_default(),
            last_kind: last.as_ref().map(|l| l.kind.clone()).unwrap_or_default(),
            last_text: last
                .and_then(|l| l.text)
                .map(|text| excerpt(&mask_id_numbers(text.expose())))
                .unwrap_or_default(),
            failed: row.failed,
            opted_out: row.opted_out,
            unreachable: row.unreachable,
            window,
        }
    }
}

/// One line without marks, cut at a letter.
fn excerpt(text: &str) -> String {
    let plain: String = text
        .chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(|c| *c != '*')
        .take(EXCERPT)
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// As much of an address as tells two people apart.
pub(super) fn masked(address: &Address) -> String {
    let value = address.value.expose();
    match address.kind {
        AddressKind::WaPhone => mask_phone(value),
        AddressKind::WaBsuid | AddressKind::WaParentBsuid | AddressKind::TgUser => {
            let tail: Vec<char> = value.chars().rev().take(4).collect();
            if value.chars().count() < 8 {
                "•••".to_owned()
            } else {
                format!("•••{}", tail.into_iter().rev().collect::<String>())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_is_one_line_without_marks() {
        assert_eq!(excerpt("*Halo*\n\nmau  urus KTP"), "Halo mau urus KTP");
        assert_eq!(excerpt(&"a".repeat(500)).len(), EXCERPT);
    }

    #[test]
    fn addresses_are_masked_whatever_their_kind() {
        let check = |kind, value: &str, expected: &str| {
            assert_eq!(masked(&Address { kind, value: value.to_owned().into() }), expected);
        };
        check(AddressKind::WaPhone, "+6281234567890", "+62812*****890");
        check(AddressKind::TgUser, "7001990042", "•••0042");
        check(AddressKind::TgUser, "700199", "•••");
    }
}
