//! The vocabulary of works: identifiers, records, names, dates, notices, and what is known of them.

mod beginning;
mod date;
mod hidden;
mod id;
mod joined;
mod knowledge;
mod name;
mod notice;
mod records;
mod related;
mod relation;
mod repository;
mod source;
mod title;
mod united;
mod work;
mod work_type;

pub use beginning::{Beginning, Begun};
pub use date::{Day, PartialDate};
pub use hidden::is_hidden;
pub use id::{Identifier, IdentifierKind};
pub use joined::{Field, Joined};
pub use knowledge::{Absent, Knowledge, Known, Reason, View};
pub use name::{Contributor, Name, folded};
pub use notice::{Notice, NoticeAbout, NoticeKind, ReportedBy};
pub use records::Records;
pub use related::{Listed, Listing, Missing, Related};
pub use relation::{Relation, RelationKind};
pub use repository::{is_in_repository, reserves};
pub use source::Source;
pub use title::split_status;
pub use united::{UnitedNotice, teller, united};
pub use work::{Dates, MeshHeading, OtherAbstract, Record};
pub use work_type::WorkType;
