//! Where files are kept. A bucket takes its keys from the variables that every program for S3 reads.

use std::path::{Path, PathBuf};

use super::read::Values;
use crate::channels::Secret;

#[derive(Debug, Clone)]
pub enum Files {
    Folder(PathBuf),
    S3(S3),
}

/// A bucket of an S3-compatible store.
#[derive(Debug, Clone)]
pub struct S3 {
    pub bucket: String,
    /// Without slashes at its ends; may be empty.
    pub prefix: String,
    pub region: String,
    /// None: Amazon's.
    pub endpoint: Option<String>,
    pub access_key: String,
    pub secret_key: Secret,
    pub session_token: Option<Secret>,
}

const KEY: &str = "blobs_url";

pub(super) fn files(v: &mut Values, data_dir: &Path) -> Files {
    let here = || Files::Folder(data_dir.join("files"));
    let Some(url) = v.get(KEY) else { return here() };
    if let Some(path) = url.strip_prefix("file://").filter(|path| !path.is_empty()) {
        return Files::Folder(PathBuf::from(path));
    }
    match url.strip_prefix("s3://") {
        Some(place) => s3(v, place).map_or_else(here, Files::S3),
        None => {
            v.fault(KEY, "expected file://path or s3://bucket/prefix");
            here()
        }
    }
}

fn s3(v: &mut Values, place: &str) -> Option<S3> {
    let (bucket, prefix) = place.split_once('/').unwrap_or((place, ""));
    let prefix = prefix.trim_matches('/');
    if !is_bucket(bucket) {
        v.fault(KEY, "expected s3://bucket/prefix with a bucket of 3 to 63 of a-z 0-9 . -");
    }
    if !prefix.is_empty() && !prefix.split('/').all(is_part) {
        v.fault(KEY, "expected a prefix of letters, digits, _ - . and single slashes");
    }
    let endpoint = v.aws(&["AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"]);
    if let Some(url) = &endpoint
        && !["https://", "http://"].iter().any(|scheme| url.len() > scheme.len() && url.starts_with(scheme))
    {
        v.fault_of("AWS_ENDPOINT_URL", "expected an address that begins with https://");
    }
    let region = v.aws(&["AWS_REGION", "AWS_DEFAULT_REGION"]);
    if region.is_none() && endpoint.is_none() {
        v.fault_of("AWS_REGION", "missing: files on S3 need the region of the bucket");
    }
    if region.as_ref().is_some_and(|region| !is_part(region)) {
        v.fault_of("AWS_REGION", "expected a name such as ap-southeast-3");
    }
    let access_key = v.aws(&["AWS_ACCESS_KEY_ID"]);
    let secret_key = v.aws(&["AWS_SECRET_ACCESS_KEY"]);
    for (name, given) in [("AWS_ACCESS_KEY_ID", &access_key), ("AWS_SECRET_ACCESS_KEY", &secret_key)] {
        if given.is_none() {
            v.fault_of(name, "missing: files on S3 need AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY");
        }
    }
    Some(S3 {
        bucket: bucket.to_owned(),
        prefix: prefix.to_owned(),
        // Compatible stores take any region, and most of them this one.
        region: region.unwrap_or_else(|| "us-east-1".to_owned()),
        endpoint: endpoint.map(|url| url.trim_end_matches('/').to_owned()),
        access_key: access_key?,
        secret_key: Secret::new(secret_key?),
        session_token: v.aws(&["AWS_SESSION_TOKEN"]).map(Secret::new),
    })
}

fn is_bucket(name: &str) -> bool {
    let inside = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'.' || b == b'-';
    let edge = |b: Option<&u8>| b.is_some_and(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    let bytes = name.as_bytes();
    (3..=63).contains(&bytes.len())
        && name.bytes().all(inside)
        && edge(bytes.first())
        && edge(bytes.last())
        && !name.contains("..")
}

/// Addresses resolve `.` and `..` as folders, so neither may be a part of a name.
fn is_part(part: &str) -> bool {
    let good = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.');
    !part.is_empty() && part != "." && part != ".." && part.bytes().all(good)
}
