//! What a message can want.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Intent {
    LostKtp,
    DamagedKtp,
    MovedKtp,
    AfterRecordingKtp,
    Status,
    Cancel,
    Human,
    Complaint,
    Requirements,
    Cost,
    HoursLocation,
    Duration,
    PickupSchedule,
    ChangeLanguage,
    Greeting,
    Thanks,
    DeleteData,
    RepresentOther,
    OutOfScope,
    /// Too close to call: offer choices.
    Unsure,
}

impl Intent {
    /// Those that a message can be labelled with, in the order of the classifier's columns.
    pub const ALL: [Intent; 19] = [
        Intent::LostKtp,
        Intent::DamagedKtp,
        Intent::MovedKtp,
        Intent::AfterRecordingKtp,
        Intent::Status,
        Intent::Cancel,
        Intent::Human,
        Intent::Complaint,
        Intent::Requirements,
        Intent::Cost,
        Intent::HoursLocation,
        Intent::Duration,
        Intent::PickupSchedule,
        Intent::ChangeLanguage,
        Intent::Greeting,
        Intent::Thanks,
        Intent::DeleteData,
        Intent::RepresentOther,
        Intent::OutOfScope,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Intent::LostKtp => "lost_ktp",
            Intent::DamagedKtp => "damaged_ktp",
            Intent::MovedKtp => "moved_ktp",
            Intent::AfterRecordingKtp => "after_recording_ktp",
            Intent::Status => "status",
            Intent::Cancel => "cancel",
            Intent::Human => "human",
            Intent::Complaint => "complaint",
            Intent::Requirements => "requirements",
            Intent::Cost => "cost",
            Intent::HoursLocation => "hours_location",
            Intent::Duration => "duration",
            Intent::PickupSchedule => "pickup_schedule",
            Intent::ChangeLanguage => "change_language",
            Intent::Greeting => "greeting",
            Intent::Thanks => "thanks",
            Intent::DeleteData => "delete_data",
            Intent::RepresentOther => "represent_other",
            Intent::OutOfScope => "out_of_scope",
            Intent::Unsure => "unsure",
        }
    }
}

impl fmt::Display for Intent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Intent {
    type Err = ();

    fn from_str(name: &str) -> Result<Self, ()> {
        Intent::ALL.into_iter().find(|intent| intent.as_str() == name).ok_or(())
    }
}
