//! What stays of a finding when the text around it moves.

use super::Finding;

/// A hash of rule, identifier or subject, and manuscript, as 16 hexadecimal digits; never of a position.
///
/// FNV-1a (64 bits): the value must be the same on every machine and in every version.
#[must_use]
pub fn fingerprint(finding: &Finding) -> String {
    let subject = match (&finding.subject, &finding.identifier) {
        (Some(subject), _) => subject.clone(),
        (None, Some(identifier)) => identifier.to_string(),
        (None, None) => String::new(),
    };
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for byte in [finding.rule, &subject, &finding.file.path].join("\0").bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    format!("{hash:016x}")
}
