//! Files: ids that last, paths that don't.

use std::collections::HashMap;

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use serde_json::{Map, Value, json};

use super::answers::ApiError;
use crate::simulator::lanes::lock;
use crate::simulator::platform::Platform;
use crate::simulator::screen::{Kind, Media};
use crate::simulator::server::{Asked, Call};
use crate::simulator::{Channel, ids, images};

#[derive(Default)]
pub(super) struct Shelf {
    files: HashMap<String, Stored>,
    /// Path to file id and the time it ends.
    paths: HashMap<String, (String, i64)>,
    count: u64,
}

struct Stored {
    media: Media,
    unique_id: String,
    folder: &'static str,
    /// The side of a smaller version; made only when it is downloaded.
    side: Option<u32>,
}

/// "It is guaranteed that the link will be valid for at least 1 hour" (Bot API, getFile).
const PATH_LIFE_MS: i64 = 60 * 60 * 1000;
/// `MAX_DOWNLOAD_FILE_SIZE` of the public Bot API server.
const MAX_DOWNLOAD: usize = 20 << 20;
const THUMBNAIL: u32 = 320;

/// Keeps a file and answers the fields that a message carries for it.
pub(super) fn keep(platform: &Platform, kind: Kind, media: &Media) -> Map<String, Value> {
    let mut shelf = lock(&platform.0.telegram.files);
    let mut keep = |folder: &'static str, side: Option<u32>| {
        let (id, unique_id) = (ids::file_id(), ids::hex(15));
        let stored = Stored { media: media.clone(), unique_id: unique_id.clone(), folder, side };
        shelf.files.insert(id.clone(), stored);
        json!({"file_id": id, "file_unique_id": unique_id, "file_size": media.size})
    };
    let size = (media.width.unwrap_or(0), media.height.unwrap_or(0));
    let (key, value) = match kind {
        Kind::Photo => {
            let (width, height) = images::fitted(size, THUMBNAIL);
            let mut small = keep("thumbnails", Some(THUMBNAIL));
            // Its size is not known before it is made; the field is optional.
            small.as_object_mut().map(|fields| fields.remove("file_size"));
            small["width"] = json!(width);
            small["height"] = json!(height);
            let mut full = keep("photos", None);
            full["width"] = json!(size.0);
            full["height"] = json!(size.1);
            ("photo", if (width, height) == size { json!([full]) } else { json!([small, full]) })
        }
        Kind::Video => {
            let mut video = keep("videos", None);
            video["width"] = json!(1280);
            video["height"] = json!(720);
            video["duration"] = json!(7);
            video["mime_type"] = json!(media.mime);
            ("video", video)
        }
        Kind::Voice => {
            let mut voice = keep("voice", None);
            voice["duration"] = json!(4);
            voice["mime_type"] = json!("audio/ogg");
            ("voice", voice)
        }
        Kind::Sticker => {
            let mut sticker = keep("stickers", None);
            let fields = json!({
                "type": "regular", "width": 512, "height": 512, "is_animated": false, "is_video": false, "emoji": "🙏",
            });
            if let (Value::Object(sticker), Value::Object(fields)) = (&mut sticker, fields) {
                sticker.extend(fields);
            }
            ("sticker", sticker)
        }
        Kind::Text
        | Kind::Document
        | Kind::Audio
        | Kind::Location
        | Kind::Contact
        | Kind::Reaction
        | Kind::Other => {
            let mut document = keep("documents", None);
            document["mime_type"] = json!(media.mime);
            if let Some(filename) = &media.filename {
                document["file_name"] = json!(filename);
            }
            ("document", document)
        }
    };
    Map::from_iter([(key.to_owned(), value)])
}

/// The file behind an id that the bot sends again.
pub(super) fn find(platform: &Platform, id: &str) -> Option<Media> {
    lock(&platform.0.telegram.files).files.get(id).map(|stored| stored.media.clone())
}

pub(in crate::simulator) fn expire_paths(platform: &Platform) {
    lock(&platform.0.telegram.files).paths.clear();
}

/// `getFile`.
pub(super) fn path(platform: &Platform, id: &str) -> Result<Value, ApiError> {
    let ends_ms = platform.now_ms() + PATH_LIFE_MS;
    let mut shelf = lock(&platform.0.telegram.files);
    shelf.count += 1;
    let number = shelf.count;
    let wrong = || ApiError::bad("wrong file_id or the file is temporarily unavailable");
    let stored = shelf.files.get(id).ok_or_else(wrong)?;
    if stored.media.size > MAX_DOWNLOAD {
        return Err(ApiError::bad("file is too big"));
    }
    let mut file = json!({"file_id": id, "file_unique_id": stored.unique_id});
    if stored.side.is_none() {
        file["file_size"] = json!(stored.media.size);
    }
    let path = format!("{}/file_{number}.{}", stored.folder, extension(&stored.media.mime));
    shelf.paths.insert(path.clone(), (id.to_owned(), ends_ms));
    file["file_path"] = json!(path);
    Ok(file)
}

fn extension(mime: &str) -> &'static str {
    match mime.split(';').next().unwrap_or_default() {
        "image/jpeg" => "jpg",
        "image/png" => "png",
        "image/webp" => "webp",
        "application/pdf" => "pdf",
        "video/mp4" => "mp4",
        "audio/ogg" => "oga",
        _ => "bin",
    }
}

/// `/file/bot{token}/{path}`; the path is one segment with `%2F`, or several.
pub(in crate::simulator) async fn download(call: Call, rest: &str) -> Response {
    let platform = call.platform.clone();
    let (token, path) = rest.split_once('/').unwrap_or((rest, ""));
    let known = token.replace("%3A", ":").replace("%3a", ":") == platform.telegram().token;
    let path = path.replace("%2F", "/").replace("%2f", "/");
    let asked = Asked {
        channel: Channel::Telegram,
        method: "file".to_owned(),
        body: json!({"file_path": path}),
        phone: None,
    };
    let act = move |_: Option<u32>| async move {
        if !known {
            return ApiError::unauthorised().into_response();
        }
        match open(&platform, &path) {
            Some((bytes, mime)) => ([(header::CONTENT_TYPE, mime)], bytes).into_response(),
            None => (StatusCode::NOT_FOUND, ApiError::not_found()).into_response(),
        }
    };
    call.serve(asked, act).await
}

fn open(platform: &Platform, path: &str) -> Option<(Bytes, String)> {
    let (media, side) = {
        let shelf = lock(&platform.0.telegram.files);
        let (id, ends_ms) = shelf.paths.get(path)?;
        let stored = shelf.files.get(id).filter(|_| *ends_ms > platform.now_ms())?;
        (stored.media.clone(), stored.side)
    };
    let small = side.and_then(|side| images::thumbnail(&media.bytes, side));
    let mime = media.mime.split(';').next().unwrap_or_default().to_owned();
    Some((small.map_or(media.bytes, Bytes::from), mime))
}
