//! What becomes of a message after it was accepted: `sent`, `delivered`, `read`, or `failed`.

use std::sync::Arc;

use serde_json::{Value, json};

use super::check::Address;
use super::{errors, webhook};
use crate::simulator::handset::Handset;
use crate::simulator::platform::Platform;
use crate::simulator::screen::State;

/// One message's way.
pub(super) struct Trail {
    /// `None`: nobody has this number.
    pub(super) handset: Option<Arc<Handset>>,
    pub(super) to: Address,
    pub(super) wamid: String,
    pub(super) opaque: Option<String>,
    pub(super) failure: Option<u32>,
}

impl Trail {
    /// Sends the statuses after the call was answered.
    pub(super) fn walk_later(self, platform: &Platform) {
        let pause = platform.0.config.whatsapp.status_delay;
        let pause = pause + platform.0.faults.take_late_statuses().unwrap_or_default();
        let later = platform.clone();
        platform.spawn(async move {
            tokio::time::sleep(pause).await;
            for body in self.bodies(&later) {
                match &self.handset {
                    Some(handset) => webhook::deliver(&later, handset, &body, None),
                    None => webhook::deliver_body(&later, &body),
                }
            }
        });
    }

    /// Sends the statuses and waits for their answers, before the call itself is answered.
    pub(super) async fn walk_at_once(self, platform: &Platform) {
        for body in self.bodies(platform) {
            webhook::deliver_now(platform, &body).await;
        }
    }

    /// Moves the bubble on and answers what the webhook is told of it.
    fn bodies(&self, platform: &Platform) -> Vec<Value> {
        let mut bodies = Vec::new();
        if let Some(code) = self.failure {
            bodies.extend(self.body(platform, "failed", Some(code)));
            return bodies;
        }
        bodies.extend(self.body(platform, "sent", None));
        let Some(handset) = &self.handset else { return bodies };
        let open = handset.edit(|screen| {
            let open = screen.open;
            if let Some(shown) = screen.by_wire_id_mut(&self.wamid) {
                shown.state = if open { State::Read } else { State::Delivered };
            }
            open
        });
        // "When a user receives a message while in the chat screen … the delivered webhook is not sent" (Meta,
        // webhooks/reference/messages/status, 2026-05-21).
        bodies.extend(self.body(platform, if open { "read" } else { "delivered" }, None));
        bodies
    }

    fn body(&self, platform: &Platform, status: &str, code: Option<u32>) -> Option<Value> {
        if platform.0.faults.take_dropped_status(status) {
            return None;
        }
        let mut item = json!({
            "id": self.wamid, "status": status, "timestamp": (platform.now_ms() / 1000).to_string(),
        });
        let person = self.handset.as_ref().and_then(|handset| handset.whatsapp());
        let known_phone = match (&self.to, &person) {
            (Address::Phone { digits, .. }, _) => Some(digits.clone()),
            (_, Some(person)) => person.phone.clone(),
            _ => None,
        };
        if let Some(digits) = &known_phone {
            item["recipient_id"] = json!(digits);
        }
        // Omitted when a message to a phone failed.
        if let (Some(person), true) = (&person, code.is_none() || matches!(self.to, Address::Bsuid(_))) {
            item["recipient_user_id"] = json!(person.bsuid);
        }
        if let Some(opaque) = &self.opaque {
            item["biz_opaque_callback_data"] = json!(opaque);
        }
        let mut value = json!({});
        match code {
            Some(code) => item["errors"] = json!([errors::in_status(code)]),
            None => {
                let category = "service";
                item["pricing"] = json!({"billable": true, "pricing_model": "PMP", "type": "regular", "category": category});
                if let Some(person) = &person {
                    let mut contact = json!({"profile": {"name": person.name}, "user_id": person.bsuid});
                    if let Some(digits) = &known_phone {
                        contact["wa_id"] = json!(digits);
                    }
                    value["contacts"] = json!([contact]);
                }
            }
        }
        value["statuses"] = json!([item]);
        Some(webhook::envelope(platform, value))
    }
}

/// The citizen brings the chat to the screen: what has arrived is read.
pub(in crate::simulator) fn read_all(platform: &Platform, handset: &Arc<Handset>) {
    let unread: Vec<(String, Option<String>)> = handset.edit(|screen| {
        let arrived =
            |shown: &&mut crate::simulator::Shown| shown.received() && shown.state == State::Delivered;
        let read = screen.messages.iter_mut().filter(arrived).map(|shown| {
            shown.state = State::Read;
            (shown.wire_id.clone(), shown.opaque.clone())
        });
        read.collect()
    });
    let Some(person) = handset.whatsapp() else { return };
    for (wamid, opaque) in unread {
        let trail = Trail {
            handset: Some(handset.clone()),
            to: match &person.phone {
                Some(digits) => Address::Phone { input: digits.clone(), digits: digits.clone() },
                None => Address::Bsuid(person.bsuid.clone()),
            },
            wamid,
            opaque,
            failure: None,
        };
        if let Some(body) = trail.body(platform, "read", None) {
            webhook::deliver(platform, handset, &body, None);
        }
    }
}
